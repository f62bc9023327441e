// The page in real Chromium, served from a sub-path: what a user does, and that nothing leaves the machine.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { kept, launch, LIMIT, settles, test, until } from "./suite.mjs";
import { serve } from "./serve.mjs";

const path = (name) => fileURLToPath(new URL(`../../assets/example/${name}.txt`, import.meta.url));
const other = (name) => fileURLToPath(new URL(`../data/documents/${name}.txt`, import.meta.url));
const NAMES = ["peacekeepers", "summit", "court", "floods", "chronicle"];

let server, browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** A fresh page that counts its requests and collects what goes wrong. */
async function open({ workers, ...options } = {}) {
  const page = await browser.newPage(options);
  if (workers) await page.addInitScript((n) => Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => n }), workers);
  const seen = { foreign: [], requests: 0, errors: [] };
  page.on("request", (r) => {
    seen.requests += 1;
    // A download of the page's own making (blob:) is no request to anyone.
    if (!r.url().startsWith(server.url) && !r.url().startsWith("blob:")) seen.foreign.push(r.url());
  });
  page.on("pageerror", (e) => seen.errors.push(String(e)));
  page.on("console", (m) => m.type() === "error" && seen.errors.push(m.text()));
  await page.goto(server.url);
  await page.waitForSelector("main[data-state=ready]", { timeout: LIMIT });
  return { page, seen };
}

const done = (page) => page.waitForSelector("main[data-state=done]", { timeout: LIMIT });

/** Asks for the collection as JSON. */
async function askForJson(page) {
  await page.click("[data-action=exports]");
  await page.click("[data-action=export]");
}

/** Until the timeline stands still. */
async function still(page) {
  const now = () => page.evaluate(() => document.querySelector(".chart")?.dataset.window);
  for (let before; before !== (before = await now()); ) await page.waitForTimeout(130);
}

/** Drops files on the page as a mouse would. */
async function drop(page, files) {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) transfer.items.add(new File([text], name, { type: "text/plain" }));
    return transfer;
  }, files);
  await page.dispatchEvent("main", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
}

test("five dropped articles become marks, entities and one timeline, and no request leaves", async () => {
  const { page, seen } = await open();
  const atRest = seen.requests;
  await drop(page, NAMES.map((n) => ({ name: `${n}.txt`, text: readFileSync(path(n), "utf8") })));
  await done(page);

  assert.equal(await page.locator("[data-document]").count(), NAMES.length);
  const mark = (text, type) => page.locator(`mark[data-type=${type}]`, { hasText: text }).first();
  assert.ok((await mark("Даурен Ескалиев", "PERSON").getAttribute("data-entity")).startsWith("e"));
  assert.ok(await mark("Казахстана", "COUNTRY").isVisible());
  assert.equal(await page.locator("mark[data-value='1992-05-15']").count(), 1);
  assert.ok((await page.locator("mark mark").count()) > 3, "marks nest");

  // Two articles name him in four cases: one row, and a click walks through the mentions.
  const row = page.locator("[data-entity-row]", { has: page.getByText("Даурен Ескалиев", { exact: true }) });
  assert.equal(await row.count(), 1);
  assert.ok(Number(await row.getAttribute("data-count")) >= 2);
  await row.locator("button").click();
  await page.waitForSelector(".mark--picked .focus, .focus .mark--picked");

  await page.click("[data-action=show-all]");

  // The timeline is drawn to scale: order in time is order on the line, and a click shows the sentence in its article.
  await page.click("[data-action=tall]");
  await page.click("[data-action=fit]");
  await page.waitForSelector("[data-event][data-value='1992-05-15']");
  await still(page);
  const events = page.locator("[data-event]");
  assert.ok((await events.count()) >= 15);
  const places = await events.evaluateAll((all) =>
    all.filter((e) => /^\d{4}-\d\d-\d\d$/.test(e.dataset.value)).map((e) => [e.dataset.value, Number(/\(([-.\d]+)/.exec(e.getAttribute("transform"))[1])]),
  );
  const days = (value) => Date.parse(value) / 86_400_000;
  const [first, last] = [places[0], places.at(-1)];
  const scale = (last[1] - first[1]) / (days(last[0]) - days(first[0]));
  for (const [value, x] of places) {
    assert.ok(Math.abs(first[1] + (days(value) - days(first[0])) * scale - x) < 2, `${value} stands at ${x}`);
  }
  await page.locator("[data-event][data-value='1992-05-15']").click();
  await page.waitForFunction(() => {
    const place = document.querySelector(".focus")?.getBoundingClientRect();
    return place && place.top >= 0 && place.bottom <= innerHeight;
  });
  assert.match(await page.locator(".article__text").innerText(), /Голанские высоты/);
  assert.match((await page.locator(".focus").allInnerTexts()).join(""), /15/);
  await page.click("[data-action=table]");
  assert.ok((await page.locator("[data-event-row]").count()) >= 15);

  assert.deepEqual(seen.foreign, []);
  assert.equal(seen.requests, atRest, "analysis asks the server for nothing");
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("the browser's result is the command line's, to the byte", async () => {
  const { page } = await open();
  await page.setInputFiles("input[type=file]", NAMES.map(path));
  await done(page);
  const [download] = await Promise.all([page.waitForEvent("download"), askForJson(page)]);
  const exported = readFileSync(await download.path(), "utf8");
  const binary = fileURLToPath(new URL("../../target/quick/letopis", import.meta.url));
  const native = execFileSync(binary, ["corpus", ...NAMES.map(path)], { encoding: "utf8", maxBuffer: 1 << 28 }).trimEnd();
  assert.equal(exported.length, native.length);
  assert.ok(exported === native, "native and WebAssembly differ");
  await page.close();
});

test("bad files get a message each and the others go on", async () => {
  const { page, seen } = await open();
  const file = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(buffer) });
  const noise = Uint8Array.from({ length: 9000 }, (_, i) => (i * 2654435761) >>> 13);
  await page.setInputFiles("input[type=file]", [
    file("пусто.txt", ""),
    file("скан.pdf", "%PDF-1.7"),
    file("шум.bin", noise),
    file("огромный.txt", new Uint8Array(45 << 20).fill(0x61)),
    file("english.txt", readFileSync(other("english"))),
    file("битый.txt", Buffer.concat([readFileSync(other("sport")), Buffer.from([0xff, 0xfe, 0x41])])),
  ]);
  await done(page);
  const messages = await page.locator("[data-message=file][data-kind=error]").allInnerTexts();
  assert.equal(messages.length, 4);
  for (const [name, reason] of [["пусто.txt", "нет текста"], ["скан.pdf", "PDF"], ["шум.bin", "не текст"], ["огромный.txt", "20 МБ"]]) {
    assert.ok(messages.some((m) => m.includes(name) && m.includes(reason)), `${name}: ${messages}`);
  }
  assert.equal(await page.locator(".library [data-document]").count(), 2);
  assert.ok(await page.locator("[data-message=not-russian]").isVisible());
  await page.locator(".library [data-document='битый'] .library__article").click();
  assert.ok(await page.locator("[data-message=replaced-bytes]").isVisible());
  await page.locator("[data-message=file] button").first().click();
  assert.equal(await page.locator("[data-message=file]").count(), 3);
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("files of many formats become clean articles; their readers come from the page's own server when they are needed", async () => {
  const { page, seen } = await open();
  const atRest = seen.requests;
  const format = (name) => fileURLToPath(new URL(`../data/formats/${name}`, import.meta.url));
  await page.setInputFiles("input[type=file]", ["article.html", "article.docx", "article.rtf"].map(format));
  await done(page);
  // One program for all formats but PDF: its script, its code, and the worker that is made of them.
  assert.equal(seen.requests, atRest + 3);
  // Copies of one article are shown once, unless all are wanted.
  assert.equal(await page.locator(".library [data-document]").count(), 1);
  assert.equal(await page.locator("[data-copies]").getAttribute("data-copies"), "2");
  await page.locator("[data-action=fold]").uncheck();
  await page.waitForFunction(() => document.querySelectorAll(".library [data-document]").length === 3);
  await page.setInputFiles("input[type=file]", ["article.pdf", "nested.zip"].map(format));
  await done(page);
  assert.equal(seen.requests, atRest + 6);
  assert.deepEqual(seen.foreign, []);
  assert.equal(await page.locator(".library [data-document]").count(), 8);
  // The file within the archive that could not be read, with its reason.
  assert.ok((await page.locator("[data-message=parts]").innerText()).includes("nested.zip"));
  await page.locator("[data-message=parts] summary").click();
  assert.ok((await page.locator("[data-message=parts] li").innerText()).includes("пусто.txt"));
  await page.locator(".library__article").filter({ hasText: "мост" }).last().click();
  // The page of the PDF stands where it begins.
  const ids = await page.locator(".library [data-document]").evaluateAll((rows) => rows.map((r) => r.dataset.document));
  assert.ok(ids.includes("письмо") && ids.includes("книга"), ids.join());
  await page.locator(".library [data-document='письмо'] .library__article").click();
  assert.equal(await page.locator("[data-path]").getAttribute("data-path"), "nested.zip/внутри.zip/2004/письмо.eml");
  assert.equal(await page.locator("[data-document-date]").inputValue(), "2024-09-03");
  await page.locator(".library [data-document]").nth(3).locator(".library__article").click();
  assert.ok(await page.locator("[data-page='2']").isVisible());
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("a text of several articles is offered split", async () => {
  const { page, seen } = await open();
  const text = readFileSync(new URL("../data/many/several/05-daty.txt", import.meta.url), "utf8").replaceAll("@@@\n", "");
  await drop(page, [{ name: "обзор.txt", text }]);
  await done(page);
  assert.equal(await page.locator(".library [data-document]").count(), 1);
  await page.locator("[data-action=split]").click();
  await page.waitForFunction(() => document.querySelectorAll(".library [data-document]").length > 3);
  assert.equal(await page.locator("[data-message=several]").count(), 0);
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("a thousand files are listed at once and read one after another", async () => {
  const { page, seen } = await open({ workers: 2 });
  const count = 1000;
  const begun = await page.evaluate(async (count) => {
    const transfer = new DataTransfer();
    for (let n = 0; n < count; n += 1) transfer.items.add(new File([`Посол ${n} прибыл в Бишкек ${(n % 28) + 1} мая 2020 года.`], `${n}.txt`));
    const main = document.querySelector("main");
    const start = performance.now();
    main.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    while (!document.querySelector("[data-message=progress]")) await new Promise((r) => requestAnimationFrame(r));
    return performance.now() - start;
  }, count);
  await page.waitForFunction(() => document.querySelectorAll(".library [data-document]").length > 5, undefined, { timeout: LIMIT });
  assert.ok((await page.locator("[data-message=progress] strong").innerText()).includes("1000"));
  console.log(`1 000 files listed after ${Math.round(begun)} ms`);
  await page.locator("[data-action=cancel]").click();
  await done(page);
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("a long file does not freeze the page, and can be stopped", async () => {
  const { page } = await open();
  const text = readFileSync(path("science"), "utf8");
  const long = text.repeat(Math.ceil((2 << 20) / Buffer.byteLength(text)));
  // One for every worker and one more.
  await drop(page, [1, 2, 3, 4, 5].map((n) => ({ name: `${n}.txt`, text: long })));
  await page.waitForSelector("main[data-state=working]");
  await page.waitForSelector(".progress progress", { timeout: LIMIT });
  // The page answers at once while the worker works.
  const began = Date.now();
  const before = await page.getAttribute("html", "data-theme");
  await page.click("[data-action=theme]");
  assert.notEqual(await page.getAttribute("html", "data-theme"), before);
  assert.ok(Date.now() - began < 2000, "the page froze");
  await page.click("[data-action=cancel]");
  await page.waitForSelector("main[data-state=ready]", { timeout: LIMIT });
  assert.equal(await page.locator(".library [data-document]").count(), 0);
  await page.close();
});

test("pasted text, the publication day, clearing", async () => {
  const { page } = await open();
  await page.fill("textarea[name=paste]", "Посол Норвегии Ингрид Хольм прибыла в Тараз вчера.");
  await page.click("[data-action=analyse]");
  await done(page);
  assert.ok(await page.locator("[data-message=no-publication-date]").isVisible());
  assert.equal(await page.locator("[data-event]").count(), 0);
  await page.fill("input[data-document-date]", "2022-06-10");
  await page.waitForSelector("[data-event][data-value='2022-06-09']");
  await page.fill("input[data-document-date]", "2022-07-01");
  await page.waitForSelector("[data-event][data-value='2022-06-30']");
  await page.click("[data-action=clear]");
  await page.waitForSelector("main[data-state=ready]");
  assert.equal(await page.locator("[data-document]").count(), 0);
  await page.close();
});

test("a time says why, by mouse and keyboard, and follows the publication day", async () => {
  const { page, seen } = await open();
  await page.fill("textarea[name=paste]", "В минувший вторник министр прибыл в Тараз. На следующий день он открыл завод и наградил рабочих.");
  await page.click("[data-action=analyse]");
  await done(page);
  await page.fill("input[data-document-date]", "2024-03-15");
  const mark = page.locator("mark[data-value='2024-03-12']");
  await mark.click();
  const why = page.locator("[data-why]");
  assert.match(await why.innerText(), /12 мар 2024, вторник[^]*Ближайший такой день до 15 мар 2024[^]*Может быть и: 5 мар 2024/);
  await page.locator("mark[data-value='2024-03-13']").focus();
  await page.keyboard.press("Enter");
  assert.match(await why.innerText(), /13 мар 2024, среда[^]*На 1 день позже, чем 12 мар 2024 \(«В минувший вторник»\)/);
  await why.locator("button", { hasText: "Показать" }).click();
  assert.equal(await page.locator(".focus").innerText(), "В минувший вторник");
  await page.fill("input[data-document-date]", "2022-07-01");
  await page.waitForSelector("mark[data-value='2022-06-28']");
  assert.match(await why.innerText(), /29 июн 2022/);
  await why.locator("button[aria-label='Закрыть']").click();
  assert.equal(await why.count(), 0);
  // Every mention has a card; n and p walk over them in text order.
  await page.locator(".article__body").focus();
  const phrases = [];
  for (let n = 0; n < 4; n += 1) {
    await page.keyboard.press("KeyN");
    await settles(async () => assert.notEqual(await page.locator("[data-card] .card__phrase").innerText(), phrases.at(-1)));
    phrases.push(await page.locator("[data-card] .card__phrase").innerText());
  }
  const all = await page.locator(".article__text mark").count();
  assert.ok(all >= 4 && new Set(phrases).size === 4, `${phrases}`);
  await page.keyboard.press("KeyP");
  await settles(async () => assert.equal(await page.locator("[data-card] .card__phrase").innerText(), phrases[2]));
  await page.locator("mark[data-type=CITY], mark[data-type=LOCATION]").first().click();
  assert.match(await page.locator("[data-card]").innerText(), /Тараз[^]*уверенность \d+ %/);
  await page.click("[data-action=pick]");
  assert.equal(await page.locator("[data-filter=entity]").count(), 1);
  await page.locator(".article__body").focus();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("[data-card]").count(), 0);
  assert.deepEqual(seen.errors, []);
});

test("a selection filters everything, shows, goes away, and Back brings it again", async () => {
  const { page, seen } = await open();
  await drop(page, NAMES.map((n) => ({ name: `${n}.txt`, text: readFileSync(path(n), "utf8") })));
  await done(page);
  const count = (selector) => page.locator(selector).count();
  const all = { documents: await count(".library [data-document]"), events: await count("[data-event]"), entities: await count("[data-entity-row]") };
  await page.locator("[data-entity-row]", { hasText: "Даурен Ескалиев" }).locator("button").click();
  const chip = page.locator("[data-filter=entity]");
  assert.match(await chip.innerText(), /Ескалиев/);
  assert.ok((await count(".library [data-document]")) < all.documents && (await count("[data-event]")) < all.events && (await count("[data-entity-row]")) < all.entities);
  assert.ok(await page.locator(".mark--picked").first().isVisible());
  await page.click("[data-action=period]");
  assert.equal(await count("[data-filter]"), 2);
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll("[data-filter]").length === 1);
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll("[data-filter]").length === 0);
  assert.equal(await count("[data-event]"), all.events);
  await page.goForward();
  await page.waitForSelector("[data-filter=entity]");
  await page.click("[data-action=show-all]");
  assert.equal(await count("[data-entity-row]"), all.entities);
  await page.click("[data-action=only]");
  assert.equal(await count(".library [data-document]"), 1);
  await page.click("[data-filter=document]");
  assert.equal(await count(".library [data-document]"), all.documents);
  assert.equal(new URL(page.url()).search + new URL(page.url()).hash, "", "the address tells nothing");
  assert.deepEqual(seen.errors, []);
});

test("what finds no room on the timeline is in clusters that open, and the overview sets the window", async () => {
  const { page, seen } = await open();
  const lines = Array.from({ length: 90 }, (_, n) => `${1 + (n % 28)} марта 2021 года посол Хольм посетила школу № ${n + 1} в Таразе.`);
  await page.fill("textarea[name=paste]", lines.join("\n"));
  await page.click("[data-action=analyse]");
  await done(page);
  const clusters = () => page.locator("[data-cluster]");
  const shown = async () => (await page.locator("[data-event]").count()) + (await clusters().evaluateAll((all) => all.reduce((n, e) => n + Number(e.dataset.cluster), 0)));
  await still(page);
  assert.equal(await shown(), 90, "every event is on the line or in a cluster");
  assert.match(await clusters().first().getAttribute("aria-label"), /^\d+ событи.*мар 2021/);
  const scale = () => page.locator(".chart").getAttribute("data-window");
  const before = await scale();
  const box = await page.locator("[data-overview]").boundingBox();
  await page.mouse.move(box.x + box.width * 0.1, box.y + 15);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.2, box.y + 15, { steps: 4 });
  await page.mouse.up();
  await still(page);
  assert.notEqual(await scale(), before);
  await page.click("[data-action=fit]");
  await still(page);
  assert.equal(await scale(), before);
  // With the keys: on to a cluster, and into it.
  await page.locator(".chart").focus();
  for (let n = 0; n < 120 && !(await page.locator(".chart").getAttribute("aria-activedescendant"))?.startsWith("cluster"); n += 1) await page.keyboard.press("ArrowDown");
  assert.match(await page.locator(".chart").getAttribute("aria-activedescendant"), /^cluster/);
  await page.keyboard.press("Enter");
  await page.waitForFunction((before) => document.querySelector("[data-event-row]") || document.querySelector(".chart")?.dataset.window !== before, before);
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("a link brings everything, or the view; a file what no link holds; bad ones are refused", async () => {
  const { page, seen } = await open();
  await page.fill("textarea[name=paste]", "Вчера посол Норвегии Ингрид Хольм прибыла в Тараз. Хольм встретилась с акимом.");
  await page.click("[data-action=analyse]");
  await done(page);
  await page.fill("input[data-document-date]", "2022-06-10");
  await page.waitForSelector("mark[data-value='2022-06-09']");
  await page.locator("[data-entity-row]", { hasText: "Ингрид Хольм" }).locator("button").click();
  await page.click("[data-action=share]");
  const link = async (which) => {
    await page.click(`[data-share=${which}]`);
    return page.locator("input[data-share-link]").inputValue();
  };
  const [view, all] = [await link("view"), await link("all")];
  assert.ok(view.length < all.length && !new URL(all).search, "nothing stands in the query");

  const there = await browser.newPage();
  await there.goto(all);
  await done(there);
  await settles(async () => {
    assert.equal(await there.locator(".library [data-document]").count(), 1);
    assert.equal(await there.locator("input[data-document-date]").inputValue(), "2022-06-10");
    assert.equal(await there.locator("[data-filter=entity]").count(), 1);
  });
  assert.equal(new URL(there.url()).hash, "", "texts do not stay in the address");
  await there.close();

  // The view alone waits for the article, whatever it is called, where nothing is kept yet.
  const other = await browser.newPage();
  await other.goto(view);
  await other.waitForSelector("[data-message=awaiting]");
  await other.fill("textarea[name=paste]", "Вчера посол Норвегии Ингрид Хольм прибыла в Тараз. Хольм встретилась с акимом.");
  await other.click("[data-action=analyse]");
  await other.waitForSelector("[data-filter=entity]");

  const [download] = await Promise.all([page.waitForEvent("download"), page.click("[data-action=save-project]")]);
  await other.close();
  const third = await browser.newPage();
  await third.goto(server.url);
  await third.waitForSelector("main[data-state=ready]");
  await third.setInputFiles("input[type=file]", { name: "дело.letopis", mimeType: "application/octet-stream", buffer: readFileSync(await download.path()) });
  await settles(async () => assert.equal(await third.locator(".library [data-document]").count(), 1, "the example is gone, the project is there"));
  await third.waitForSelector("[data-filter=entity]");

  for (const bad of ["#v1.gz.AAAA", "#v7.xx.AAAA", "#open=../secret.letopis", "#open=nothing.letopis"]) {
    await third.goto("about:blank");
    await third.goto(server.url + bad);
    await third.waitForSelector("[data-message=refused][data-kind=error]");
  }
  await third.close();
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("four workers give what one gives, and ask the server for nothing more", async () => {
  const exports = [];
  for (const workers of [1, 4]) {
    const { page, seen } = await open({ workers });
    await page.waitForTimeout(workers > 1 ? 2_500 : 0);
    assert.equal(page.workers().length, workers);
    const atRest = seen.requests;
    await page.setInputFiles("input[type=file]", NAMES.map(path));
    await done(page);
    const [download] = await Promise.all([page.waitForEvent("download"), askForJson(page)]);
    exports.push(readFileSync(await download.path(), "utf8"));
    assert.equal(seen.requests, atRest);
    assert.deepEqual(seen.errors, []);
    await page.close();
  }
  assert.ok(exports[0].length > 10_000 && exports[0] === exports[1]);
});

test("the timeline by keyboard: one stop, arrows walk, Enter opens; lanes, labels, hours", async () => {
  const { page, seen } = await open();
  await page.fill("textarea[name=paste]", [
    "15 марта 2021 года посол Норвегии Ингрид Хольм прибыла в Тараз.",
    "16 марта 2021 года в 14:30 генерал Ермек Сабитов открыл учения под Таразом.",
    "Около 1985 года Хольм работала в Осло. С 1990 по 1994 год она жила в Бергене.",
    "Сабитов командует округом с 2018 года. По вторникам он проводит совещания.",
  ].join("\n"));
  await page.click("[data-action=analyse]");
  await done(page);
  assert.equal(await page.locator(".chart [tabindex='0']").count(), 0, "the chart itself is the only stop");
  await page.locator(".chart").focus();
  const active = () => page.locator(".chart").getAttribute("aria-activedescendant");
  const ids = [];
  await page.keyboard.press("Home");
  for (let n = 0; n < 4; n += 1) {
    ids.push(await active());
    assert.ok(await page.locator(`#${ids[n]}`).count(), "what is active is on the screen");
    await page.keyboard.press("ArrowRight");
  }
  assert.equal(new Set(ids).size, 4, `${ids}`);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await active(), ids[3]);
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".focus");
  assert.match((await page.locator(".focus").allInnerTexts()).join(""), /1985/);
  // "About" has soft edges, an open end a tail; what has no date stands below, seen.
  assert.equal(await page.locator("[data-precision=fade-both]").count(), 1);
  assert.equal(await page.locator("[data-precision=fade-right]").count(), 1);
  await page.locator(".drop-zone__paste summary").click();
  await page.fill("textarea[name=paste]", "Вчера Сабитов вернулся в столицу.");
  await page.click("[data-action=analyse]");
  await page.waitForSelector("[data-undated]");
  assert.ok(await page.locator("[data-undated]").first().isVisible());
  await page.locator(".chart").focus();
  // Down to hours.
  await page.keyboard.press("End");
  for (let n = 0; n < 40; n += 1) await page.keyboard.press("Equal"), await page.waitForTimeout(20);
  await still(page);
  await page.waitForFunction(() => [...document.querySelectorAll(".chart__tick")].some((t) => /^\d+:00$/.test(t.textContent)));
  await page.keyboard.press("Digit0");
  await still(page);
  // Rows by person: a heading each, and nothing lost.
  await page.selectOption("[data-action=facet]", "people");
  const headings = await page.locator("[data-group]").allTextContents();
  assert.ok(headings.some((h) => h.includes("Хольм")) && headings.some((h) => h.includes("Сабитов")), `${headings}`);
  const all = await page.evaluate(() => new Set([...document.querySelectorAll("[data-event]")].map((e) => e.dataset.event)).size);
  assert.equal(all, Number(await page.locator(".timeline .panel__title .count").innerText()));
  for (const facet of ["articles", "organizations", "places", "none"]) await page.selectOption("[data-action=facet]", facet);
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("no label overlaps another, the wheel scrolls the page, with Ctrl it zooms, two fingers too", async () => {
  const { page, seen } = await open({ hasTouch: true });
  const overlaps = () =>
    page.evaluate(() => {
      const boxes = [...document.querySelectorAll(".chart__label, .chart__cluster text, .chart__group text")].map((e) => e.getBoundingClientRect());
      return boxes.flatMap((a, n) => boxes.slice(n + 1).filter((b) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom)).length;
    });
  const scale = async () => {
    const [from, to] = (await page.locator(".chart").getAttribute("data-window")).split(" ").map(Number);
    return to - from;
  };
  for (const facet of ["none", "people", "places"]) {
    await page.selectOption("[data-action=facet]", facet);
    await page.click("[data-action=fit]");
    for (let n = 0; n < 8; n += 1) {
      await still(page);
      assert.equal(await overlaps(), 0, `${facet}, ${n}`);
      await page.click("[data-action=zoom-in]");
    }
  }
  await page.click("[data-action=fit]");
  await still(page);
  const before = await scale();
  const wheel = (ctrlKey) =>
    page.evaluate((ctrlKey) => {
      const chart = document.querySelector(".chart");
      const box = chart.getBoundingClientRect();
      return !chart.dispatchEvent(new WheelEvent("wheel", { deltaY: -100, ctrlKey, bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.top + 60 }));
    }, ctrlKey);
  assert.equal(await wheel(false), false, "the page scrolls");
  await still(page);
  assert.equal(await scale(), before);
  assert.equal(await wheel(true), true, "the browser does not zoom the page");
  await still(page);
  const zoomed = await scale();
  assert.ok(zoomed < before * 0.9);
  const box = await page.locator(".chart").boundingBox();
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...xs) => session.send("Input.dispatchTouchEvent", { type, touchPoints: xs.map((x, id) => ({ x: box.x + x, y: box.y + 80, id })) });
  // A browser that is kept waiting takes fingers that do not move for a long press: then once more.
  await settles(async () => {
    await touch("touchStart", 400, 500);
    for (let n = 1; n <= 10; n += 1) await touch("touchMove", 400 - n * 10, 500 + n * 10);
    await touch("touchEnd");
    await still(page);
    assert.ok((await scale()) < zoomed * 0.6, "two fingers apart zoom in");
  });
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("an entity has a page of its own; the list is sorted, and searched by any form; one family alone", async () => {
  const { page, seen } = await open();
  await drop(page, NAMES.map((n) => ({ name: `${n}.txt`, text: readFileSync(path(n), "utf8") })));
  await done(page);
  const rows = () => page.locator("[data-entity-row] .entities__name").allInnerTexts();
  await page.fill("input[type=search]", "ескалиевым");
  await page.waitForFunction(() => [...document.querySelectorAll("[data-entity-row]")].some((r) => r.textContent.includes("Ескалиев")));
  await page.fill("input[type=search]", "");
  const byCount = await rows();
  await page.selectOption("[data-action=sort]", "name");
  const byName = await rows();
  assert.notDeepEqual(byName, byCount);
  const key = (name) => name.toLowerCase().replaceAll("ё", "е").replace(/^[«"]+/, "");
  assert.deepEqual(byName.map(key), byName.map(key).toSorted());
  await page.selectOption("[data-action=sort]", "first");
  assert.deepEqual((await rows()).toSorted(), byName.toSorted());
  // The page of an entity.
  await page.selectOption("[data-action=sort]", "count");
  await page.locator("[data-entity-row] button", { hasText: "Даурен Ескалиев" }).first().click();
  await page.click("[data-action=portrait-row]");
  const portrait = page.locator("[data-portrait]");
  assert.match(await portrait.innerText(), /человек[^]*Даурен Ескалиев[^]*полковник[^]*Как назван[^]*Упоминается рядом с[^]*Статьи/);
  assert.ok((await portrait.locator("[data-portrait-article]").count()) >= 2);
  const name = await portrait.locator("[data-related]").first().innerText();
  await portrait.locator("[data-related]").first().click();
  await page.waitForFunction((name) => document.querySelector("[data-portrait] h2").textContent === name, name.split("\n")[0]);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("[data-portrait] h2")?.textContent === "Даурен Ескалиев");
  await portrait.locator("[data-portrait-article]").first().click();
  await page.waitForSelector(".focus");
  assert.equal(await portrait.count(), 0);
  await page.click("[data-action=show-all]");
  // A family alone: list and marks.
  await page.click("[data-facet=places]");
  const families = await page.locator("[data-entity-row] button").evaluateAll((all) => [...new Set(all.map((b) => b.dataset.family))]);
  assert.deepEqual(families, ["places"]);
  const painted = (family) => page.locator(`mark[data-family=${family}]`).first().evaluate((m) => getComputedStyle(m).backgroundColor);
  assert.equal(await painted("people"), "rgba(0, 0, 0, 0)");
  assert.notEqual(await painted("places"), "rgba(0, 0, 0, 0)");
  await page.click("[data-facet=places]");
  assert.notEqual(await painted("people"), "rgba(0, 0, 0, 0)");
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("every join says why, can be undone, is undone for whom it is shared with, and made again", async () => {
  const { page, seen } = await open();
  const text = "Министр энергетики Даурен Ескалиев посетил Атырау 5 мая 2026 года.\n\nЕскалиев пообещал жителям новую станцию. По словам Ескалиева, её построят за год.";
  await drop(page, [{ name: "a.txt", text }]);
  await done(page);
  const people = () => page.locator("[data-entity-row] button[data-family=people] .entities__name").allInnerTexts();
  const counts = async () => (await people()).filter((n) => n.includes("Ескалиев"));
  assert.deepEqual(await counts(), ["Даурен Ескалиев"]);
  await page.locator("[data-entity-row] button", { hasText: "Даурен Ескалиев" }).first().click();
  await page.click("[data-action=portrait-row]");
  const portrait = page.locator("[data-portrait]");
  assert.match(await portrait.innerText(), /Почему вместе[^]*Ескалиев[^]*та же фамилия/);
  await portrait.locator('[data-action=part][data-name="Ескалиев"]').click();
  await page.waitForFunction(() => [...document.querySelectorAll("[data-entity-row] .entities__name")].filter((n) => n.textContent.includes("Ескалиев")).length === 2);
  assert.deepEqual((await counts()).toSorted(), ["Даурен Ескалиев", "Ескалиев"]);
  // The name set apart says so on its page, and may come back.
  await page.locator("[data-entity-row] button", { hasText: /^Ескалиев/ }).first().click();
  await page.click("[data-action=portrait-row]");
  assert.match(await portrait.innerText(), /Отделено вами/);
  // A link carries it.
  await page.click("[data-action=share]");
  await page.click("[data-share=all]");
  const link = await page.inputValue("input[data-share-link]");
  const other = await browser.newPage();
  await other.goto(link);
  await done(other);
  await other.waitForFunction(() => [...document.querySelectorAll("[data-entity-row] .entities__name")].filter((n) => n.textContent.includes("Ескалиев")).length === 2);
  // And the page that was open.
  await other.waitForFunction(() => document.querySelector("[data-portrait] h2")?.textContent === "Ескалиев");
  await other.close();
  await page.keyboard.press("Escape");
  await portrait.locator("[data-action=unite]").click();
  await page.waitForFunction(() => [...document.querySelectorAll("[data-entity-row] .entities__name")].filter((n) => n.textContent.includes("Ескалиев")).length === 1);
  assert.deepEqual(await counts(), ["Даурен Ескалиев"]);
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("a card comes where the pointer rests and goes again; furniture is folded", async () => {
  const { page, seen } = await open();
  await page.fill("textarea[name=paste]", readFileSync(path("peacekeepers"), "utf8") + "\n\nЧитайте также: Паводок отступает\nПодписывайтесь на наш канал в Telegram\n© 2024 Степной вестник. Все права защищены.");
  await page.click("[data-action=analyse]");
  await done(page);
  const mark = page.locator("mark[data-type=PERSON]").first();
  await mark.hover();
  const card = page.locator("[data-hover-card]");
  await card.waitFor();
  assert.match(await card.innerText(), /человек[^]*уверенность/);
  // Of a mention in two lines, the first.
  const a = await mark.evaluate((m) => m.getClientRects()[0].toJSON());
  const b = await card.boundingBox();
  const gap = b.y > a.y ? b.y - a.y - a.height : a.y - b.y - b.height;
  assert.ok(gap >= 0 && gap < 40 && b.x >= 0, `the card stands under the mention or above: ${gap}`);
  await card.hover();
  await page.waitForTimeout(500);
  assert.equal(await card.count(), 1, "the pointer may go into the card");
  await page.mouse.move(2, 2);
  await card.waitFor({ state: "detached" });
  await page.locator("mark[tabindex='0']").first().focus();
  await card.waitFor();
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });
  const folded = page.locator(".furniture");
  assert.equal(await folded.count(), 1);
  assert.equal(await folded.locator(".text").first().isVisible(), false);
  await folded.locator("summary").click();
  assert.ok(await folded.locator(".text").first().isVisible());
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("a project beside the page opens by its name; another fragment changes nothing", async () => {
  const { page, seen } = await open();
  await page.fill("textarea[name=paste]", "Посол Норвегии Ингрид Хольм прибыла в Тараз 5 мая 2020 года.");
  await page.click("[data-action=analyse]");
  await done(page);
  await page.click("[data-action=share]");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("[data-action=save-project]")]);
  const folder = mkdtempSync(join(tmpdir(), "letopis-"));
  cpSync(fileURLToPath(new URL("../../dist", import.meta.url)), folder, { recursive: true });
  mkdirSync(join(folder, "cases"));
  copyFileSync(await download.path(), join(folder, "cases/visit.letopis"));
  const newsroom = await serve(folder);
  await page.goto("about:blank");
  await page.goto(`${newsroom.url}#open=cases/visit.letopis`);
  await done(page);
  assert.equal(await page.locator(".library [data-document]").count(), 1);
  await page.waitForSelector("[data-event][data-value='2020-05-05']");
  await kept(page);
  await page.goto("about:blank");
  await page.goto(`${newsroom.url}#top`);
  // What was open is kept, whatever stands behind #; and a link that was opened is not opened twice.
  await done(page);
  assert.equal(await page.locator(".library [data-document]").count(), 1);
  await page.goto("about:blank");
  await page.goto(`${newsroom.url}#open=cases/visit.letopis`);
  await done(page);
  assert.equal(await page.locator(".library [data-document]").count(), 1);
  await page.click("[data-action=collections]");
  await page.waitForSelector("[data-collection]");
  assert.equal(await page.locator("[data-collection]").count(), 1);
  newsroom.close();
  rmSync(folder, { recursive: true });
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("less motion, the system's own colours, 390 pixels", async () => {
  const steps = (page) =>
    page.evaluate(() => new Promise((tell) => {
      const seen = new Set();
      const chart = document.querySelector(".chart");
      new MutationObserver(() => seen.add(chart.dataset.window)).observe(chart, { attributes: true });
      document.querySelector("[data-action=zoom-in]").click();
      setTimeout(() => tell(seen.size), 500);
    }));
  const { page: moving } = await open({ reducedMotion: "no-preference" });
  assert.ok((await steps(moving)) > 2, "a zoom glides");
  await moving.close();
  const { page, seen } = await open({ reducedMotion: "reduce", forcedColors: "active", viewport: { width: 390, height: 844 } });
  await page.click(".tab:nth-of-type(3)");
  assert.equal(await steps(page), 1, "a zoom jumps");
  const colour = (selector, property) => page.locator(selector).first().evaluate((e, property) => getComputedStyle(e)[property], property);
  assert.equal(await colour(".chart__bar:not([fill])", "stroke"), await colour("h1", "color"));
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  for (const pane of [1, 2, 3]) {
    await page.click(`.tab:nth-of-type(${pane})`);
    assert.ok((await wide()) <= 390, `pane ${pane} is ${await wide()} wide`);
  }
  await page.fill("textarea[name=paste]", `${"Рентгеноэлектрокардиографическогорск".repeat(3)} посетил 5 мая 2020 года ${"Христорождественский-".repeat(8)}Благовещенский.`);
  await page.click("[data-action=analyse]");
  await done(page);
  for (const pane of [1, 2, 3]) {
    await page.click(`.tab:nth-of-type(${pane})`);
    assert.ok((await wide()) <= 390, `long names: pane ${pane} is ${await wide()} wide`);
  }
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("axe-core finds nothing wrong: empty, example, article with a card, sharing; light and dark", async () => {
  const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  for (const colorScheme of ["light", "dark"]) {
    // The page's policy admits no foreign script: this one is let in by the test.
    const page = await browser.newPage({ colorScheme, bypassCSP: true });
    await page.goto(server.url);
    await page.waitForSelector("main[data-state=ready]", { timeout: LIMIT });
    await page.addScriptTag({ content: axe });
    const clean = async (where) => {
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary}`), [], `${colorScheme}, ${where}`);
    };
    await page.locator("mark[role=button]").first().click();
    await clean("example with a card");
    await page.selectOption("[data-action=facet]", "people");
    await clean("rows by person");
    await page.click("[data-action=table]");
    await clean("table");
    await page.click("[data-action=table]");
    await page.locator("[data-entity-row] button").first().click();
    await page.click("[data-action=portrait-row]");
    await clean("page of an entity");
    await page.click("[data-action=clear]");
    await page.waitForFunction(() => document.querySelectorAll("[data-document]").length === 0);
    await clean("empty");
    await page.setInputFiles("input[type=file]", [path("court"), other("english")]);
    await done(page);
    await page.locator("[data-entity-row] button").first().click();
    await page.click("[data-action=share]");
    await page.click("[data-share=all]");
    await clean("filtered and shared");
    await page.close();
  }
});

test("the page opens on an example, which goes before the user's own articles come", async () => {
  const { page, seen } = await open();
  assert.ok((await page.locator(".library [data-document]").count()) >= 5);
  assert.ok(Number(await page.locator(".timeline .panel__title .count").innerText()) >= 15);
  assert.ok(await page.locator("[data-message=example]").isVisible());
  await page.locator("[data-entity-row] button").first().click();
  await page.fill("textarea[name=paste]", "Посол Норвегии Ингрид Хольм прибыла в Тараз 5 мая 2020 года.");
  await page.click("[data-action=analyse]");
  await done(page);
  assert.equal(await page.locator(".library [data-document]").count(), 1);
  assert.equal(await page.locator("[data-event]").count(), 1);
  assert.equal(await page.locator("[data-filter]").count(), 0);
  await page.waitForTimeout(2_200);
  assert.equal(await page.locator("[data-requests]").getAttribute("data-requests"), "0");
  await page.click("[data-action=clear]");
  await page.waitForFunction(() => document.querySelectorAll("[data-document]").length === 0);
  assert.deepEqual(seen.errors, []);
  await page.close();
});

test("the policy keeps page and worker from every other host", async () => {
  // A willing server on another port is another host to the browser.
  let hits = 0;
  const other = createServer((_, response) => {
    hits += 1;
    response.writeHead(200, { "access-control-allow-origin": "*" }).end();
  });
  await new Promise((listening) => other.listen(0, "127.0.0.1", listening));
  other.unref();
  const url = `http://127.0.0.1:${other.address().port}/`;
  await fetch(url);
  assert.equal(hits, 1, "the server answers whoever reaches it");
  const { page } = await open();
  const attempt = (url) => fetch(url).then(() => "reached", () => "refused");
  assert.equal(await page.evaluate(attempt, url), "refused");
  assert.ok(page.workers().length >= 1);
  for (const worker of page.workers()) assert.equal(await worker.evaluate(attempt, url), "refused");
  assert.equal(hits, 1);
  await page.close();
  other.close();
});
