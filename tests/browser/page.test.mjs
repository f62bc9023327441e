// The page in real Chromium, served from a sub-path: what a user does, and that nothing leaves the machine.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { serve } from "./serve.mjs";

const path = (name) => fileURLToPath(new URL(`../../assets/example/${name}.txt`, import.meta.url));
const other = (name) => fileURLToPath(new URL(`../data/documents/${name}.txt`, import.meta.url));
const NAMES = ["peacekeepers", "summit", "court", "floods", "chronicle"];
const LIMIT = 60_000;

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
async function open() {
  const page = await browser.newPage();
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
  const events = page.locator("[data-event]");
  assert.ok((await events.count()) >= 15);
  const places = await events.evaluateAll((all) =>
    all.filter((e) => /^\d{4}-\d\d-\d\d$/.test(e.dataset.value)).map((e) => [e.dataset.value, Number(e.querySelector("rect").getAttribute("x"))]),
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
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("[data-action=export]")]);
  const exported = readFileSync(await download.path(), "utf8");
  const binary = fileURLToPath(new URL("../../target/release/letopis", import.meta.url));
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

test("a long file does not freeze the page, and can be stopped", async () => {
  const { page } = await open();
  const text = readFileSync(path("science"), "utf8");
  const long = text.repeat(Math.ceil((2 << 20) / Buffer.byteLength(text)));
  await drop(page, [{ name: "long.txt", text: long }, { name: "next.txt", text }]);
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
    phrases.push(await page.locator("[data-card] .card__phrase").innerText());
  }
  const all = await page.locator(".article__text mark").count();
  assert.ok(all >= 4 && new Set(phrases).size === 4, `${phrases}`);
  await page.keyboard.press("KeyP");
  assert.equal(await page.locator("[data-card] .card__phrase").innerText(), phrases[2]);
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
  assert.equal(await shown(), 90, "every event is on the line or in a cluster");
  assert.match(await clusters().first().getAttribute("aria-label"), /^\d+ событи.*мар 2021/);
  const before = await page.locator(".chart__tick").allInnerTexts();
  const box = await page.locator("[data-overview]").boundingBox();
  await page.mouse.move(box.x + box.width * 0.1, box.y + 15);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.2, box.y + 15, { steps: 4 });
  await page.mouse.up();
  assert.notDeepEqual(await page.locator(".chart__tick").allInnerTexts(), before);
  await page.click("[data-action=fit]");
  assert.deepEqual(await page.locator(".chart__tick").allInnerTexts(), before);
  await clusters().first().focus();
  await page.keyboard.press("Enter");
  assert.ok((await page.locator("[data-event-row]").count()) > 0 || (await page.locator(".chart__tick").allInnerTexts()).join() !== before.join(), "a cluster opens");
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

  const other = await browser.newPage();
  await other.goto(all);
  await done(other);
  assert.equal(await other.locator(".library [data-document]").count(), 1);
  assert.equal(await other.locator("input[data-document-date]").inputValue(), "2022-06-10");
  assert.equal(await other.locator("[data-filter=entity]").count(), 1);
  assert.equal(new URL(other.url()).hash, "", "texts do not stay in the address");

  // The view alone waits for the article, whatever it is called.
  await other.goto("about:blank");
  await other.goto(view);
  await other.waitForSelector("[data-message=awaiting]");
  await other.fill("textarea[name=paste]", "Вчера посол Норвегии Ингрид Хольм прибыла в Тараз. Хольм встретилась с акимом.");
  await other.click("[data-action=analyse]");
  await other.waitForSelector("[data-filter=entity]");

  const [download] = await Promise.all([page.waitForEvent("download"), page.click("[data-action=save-project]")]);
  await other.goto("about:blank");
  await other.goto(server.url);
  await other.waitForSelector("main[data-state=ready]");
  await other.setInputFiles("input[type=file]", { name: "дело.letopis", mimeType: "application/octet-stream", buffer: readFileSync(await download.path()) });
  await done(other);
  assert.equal(await other.locator(".library [data-document]").count(), 1, "the example is gone, the project is there");
  assert.equal(await other.locator("[data-filter=entity]").count(), 1);

  for (const bad of ["#v1.gz.AAAA", "#v7.xx.AAAA", "#open=../secret.letopis", "#open=nothing.letopis"]) {
    await other.goto("about:blank");
    await other.goto(server.url + bad);
    await other.waitForSelector("[data-message=refused][data-kind=error]");
  }
  await other.close();
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
    await page.click("[data-action=table]");
    await clean("table");
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
  assert.ok((await page.locator("[data-event]").count()) >= 15);
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
  const url = `http://127.0.0.1:${other.address().port}/`;
  await fetch(url);
  assert.equal(hits, 1, "the server answers whoever reaches it");
  const { page } = await open();
  const attempt = (url) => fetch(url).then(() => "reached", () => "refused");
  assert.equal(await page.evaluate(attempt, url), "refused");
  assert.equal(page.workers().length, 1);
  assert.equal(await page.workers()[0].evaluate(attempt, url), "refused");
  assert.equal(hits, 1);
  await page.close();
  other.close();
});
