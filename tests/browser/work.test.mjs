// The page as a place to work in: what is corrected stays, comes back after a reload, and goes when it is deleted.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { kept, launch, LIMIT, settles, test, until } from "./suite.mjs";
import { serve } from "./serve.mjs";

const NEWS =
  "Верхнелуговск, 5 марта 2025 года. Министр транспорта Казахстана Ержан Тулебаев открыл мост через Ладву.\n" +
  "Движение запустят 20 марта 2025 года. Мост строила компания «Восход». Тулебаев поблагодарил строителей.\n" +
  "В компании «Восход» работают сорок инженеров.";

let server, browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** A page of its own: nothing is kept from other tests. */
async function open(context) {
  const page = await (context ?? (await browser.newContext())).newPage();
  page.errors = [];
  page.on("pageerror", (e) => page.errors.push(String(e)));
  page.on("console", (m) => m.type() === "error" && page.errors.push(m.text()));
  await page.goto(server.url);
  await page.waitForSelector("main[data-state=ready], main[data-state=done]", { timeout: LIMIT });
  return page;
}

async function paste(page, text) {
  await page.evaluate(() => document.querySelector("details:has(textarea)")?.setAttribute("open", ""));
  await page.fill("textarea[name=paste]", text);
  await page.click("[data-action=analyse]");
  await page.waitForSelector("main[data-state=done]", { timeout: LIMIT });
}

const marks = (page, text) =>
  page.locator(".article__text mark").evaluateAll(
    (all, text) =>
      all
        .filter((m) => {
          const copy = m.cloneNode(true);
          copy.querySelectorAll(".mark__label").forEach((l) => l.remove());
          return copy.textContent === text;
        })
        .map((m) => m.dataset.type),
    text,
  );
const has = (page, text, ...types) => until(async () => String(await marks(page, text)) === String(types), `${text}: not ${types}`);
/** The card of the first mention of these words. */
const card = (page, text) => page.locator(".article__text mark", { hasText: text }).last().click();

test("a card corrects: type, extent, none, all alike; every step is in the history and may be undone", async () => {
  const page = await open();
  await paste(page, NEWS);
  await card(page, "Ержан Тулебаев");
  // Looking decides nothing.
  assert.ok(await page.locator("[data-action=undo]").isDisabled());
  await page.selectOption("[data-editor=mention] [data-action=retag]", "ORGANIZATION");
  await has(page, "Ержан Тулебаев", "ORGANIZATION");
  await page.waitForSelector("[data-card=ORGANIZATION] [data-given]");
  await page.click('[data-edge="Start1"]');
  await until(async () => (await marks(page, "Тулебаев")).length === 2, "resized");
  await page.keyboard.press("Control+z");
  await has(page, "Ержан Тулебаев", "ORGANIZATION");
  await page.keyboard.press("Control+z");
  await has(page, "Ержан Тулебаев", "PERSON");
  await page.keyboard.press("Control+Shift+z");
  await has(page, "Ержан Тулебаев", "ORGANIZATION");
  await card(page, "Восход");
  await page.check("[data-editor=mention] [data-action=alike]");
  await page.click("[data-action=delete-mention]");
  await has(page, "Восход");
  await page.click("[data-action=history]");
  assert.equal(await page.locator("[data-board=history] [data-entry=holds]").count(), 2);
  assert.equal(await page.locator("[data-board=history] [data-entry=undo]").count(), 2);
  assert.match(await page.locator("[data-board=history]").innerText(), /«Восход» везде — не организация/);
  await page.locator("[data-entry=holds] [data-action=take-back]").first().click();
  await page.click("[data-action=close-board]");
  await until(async () => (await marks(page, "Восход")).length === 2, "one decision is taken back whatever came after");
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("all of it by keys, wherever they stand on the keyboard; and without single keys if that is wished", async () => {
  const page = await open();
  await paste(page, NEWS);
  await page.locator(".article__body").focus();
  await page.keyboard.press("n");
  await page.waitForSelector("[data-card]");
  const first = await page.locator(".card__phrase").innerText();
  assert.match(first, /Верхнелуговск/);
  await page.keyboard.press("Digit1");
  await has(page, "Верхнелуговск", "PERSON");
  await page.keyboard.press("u");
  await until(async () => !(await marks(page, "Верхнелуговск")).includes("PERSON"), "u undoes what made it so");
  await page.keyboard.press("Escape");
  // A new mention: words are chosen with arrows.
  await page.keyboard.press("m");
  await page.waitForSelector("[data-draft]");
  for (let n = 0; n < 60 && !/поблагодарил/.test(await page.locator("[data-draft] .card__phrase").innerText()); n += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  assert.match(await page.locator("[data-draft] .card__phrase").innerText(), /поблагодарил строителей/);
  await page.keyboard.press("7");
  await has(page, "поблагодарил строителей", "EVENT");
  await page.waitForSelector("[data-card=EVENT]");
  await page.keyboard.press("Delete");
  await has(page, "поблагодарил строителей");
  // Help on ?, and single keys off.
  await page.keyboard.press("Shift+Slash");
  await page.waitForSelector("[data-help]");
  await page.uncheck("[data-action=keys]");
  await page.locator(".article__body").focus();
  await page.keyboard.press("n");
  assert.equal(await page.locator("[data-card]").count(), 0);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("a stretch is marked with the mouse; a time and an event get other values", async () => {
  const page = await open();
  await paste(page, NEWS);
  // A double click selects a word.
  const word = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector(".article__text"), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
      const at = node.data.indexOf("Движение");
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 8);
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
  });
  await page.mouse.dblclick(word.x, word.y);
  await page.waitForSelector("[data-draft]");
  assert.match(await page.locator("[data-draft] .card__phrase").innerText(), /^Движение$/);
  await page.click("[data-draft] [data-mark=EVENT]");
  await has(page, "Движение", "EVENT");
  await card(page, "20 марта");
  await page.fill("[data-editor=mention] [data-action=value]", "никогда");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-message=not-edtf]");
  await page.fill("[data-editor=mention] [data-action=value]", "2025-03-21");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".article__text mark[data-value='2025-03-21']");
  await page.waitForSelector("[data-event][data-value='2025-03-21']");
  await page.locator("[data-event][data-value='2025-03-21']").first().click();
  const event = page.locator("[data-editor=event]").first();
  await event.locator("[data-action=event-status]").selectOption("denied");
  await page.waitForSelector("[data-editor=event] [data-given]");
  await event.locator("[data-action=event-value]").fill("2025-04");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-event][data-value='2025-04']");
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("two names are joined by hand", async () => {
  const page = await open();
  await paste(page, NEWS + "\nПредседатель совета Сания Омарова осмотрела мост.");
  await page.locator("[data-entity-row] button", { hasText: "Тулебаев" }).first().click();
  await page.click("[data-action=portrait-row]");
  await page.fill("[data-action=merge-find]", "омаро");
  await page.locator("[data-merge]").first().click();
  await until(async () => (await page.locator("[data-entity-row]", { hasText: "Тулебаев" }).count()) === 0, "one entity is left of two");
  assert.equal(await page.locator("[data-entity-row]", { hasText: "Омаров" }).count(), 1);
  await page.keyboard.press("Control+z");
  await until(async () => (await page.locator("[data-entity-row]", { hasText: "Тулебаев" }).count()) > 0, "and two again");
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("what was collected and decided comes back after a reload; a second tab does it no harm; deleted is deleted", async () => {
  const context = await browser.newContext();
  const page = await open(context);
  await paste(page, NEWS);
  await card(page, "Ержан Тулебаев");
  await page.selectOption("[data-editor=mention] [data-action=retag]", "ORGANIZATION");
  await has(page, "Ержан Тулебаев", "ORGANIZATION");
  await page.fill("input[data-document-date]", "2025-03-09");
  await kept(page);
  await page.reload();
  await page.waitForSelector("main[data-state=done]", { timeout: LIMIT });
  await has(page, "Ержан Тулебаев", "ORGANIZATION");
  assert.equal(await page.inputValue("input[data-document-date]"), "2025-03-09");
  assert.equal(await page.locator("[data-message=example]").count(), 0);
  await page.click("[data-action=history]");
  assert.equal(await page.locator("[data-entry=holds]").count(), 2, "the history, too");
  await page.click("[data-action=close-board]");

  const second = await open(context);
  await second.waitForSelector("[data-message=elsewhere]");
  await has(second, "Ержан Тулебаев", "ORGANIZATION");
  await paste(second, "Паром вышел из порта Тараз 3 апреля 2025 года.");
  await second.waitForTimeout(2_000);
  await second.close();

  // Another collection beside it.
  await page.click("[data-action=collections]");
  await page.waitForSelector("[data-collection]");
  assert.equal(await page.locator("[data-collection]").count(), 1);
  assert.match(await page.locator("[data-collections]").innerText(), /1 статья[^]*Занято/);
  await page.click("[data-action=fresh]");
  await until(async () => (await page.locator(".library [data-document]").count()) === 0, "an empty page");
  await paste(page, "Школу в Таразе открыли 8 марта 2025 года.");
  await until(async () => (await page.locator("[data-collection]").count()) === 2, "two are kept");
  await page.locator("[data-action=open-collection]").click();
  await has(page, "Ержан Тулебаев", "ORGANIZATION");
  assert.equal(await page.locator(".library [data-document]").count(), 1, "the second tab has written nothing");

  const own = page.locator("[data-collection][aria-current]");
  await own.locator("[data-action=delete-collection]").click();
  await own.locator("[data-action=delete-collection]").click();
  await until(async () => (await page.locator("[data-collection]").count()) === 1, "deleted");
  const left = await page.evaluate(
    () =>
      new Promise((done) => {
        const request = indexedDB.open("letopis");
        request.onsuccess = () => {
          const all = request.result.transaction("articles").objectStore("articles").getAll();
          all.onsuccess = () => done(all.result.join());
        };
      }),
  );
  assert.ok(left.includes("Школу") && !left.includes("Тулебаев"), "nothing of it is left in the store");
  await page.reload();
  await page.waitForSelector("main[data-state=ready]", { timeout: LIMIT });
  assert.deepEqual(page.errors, []);
  await context.close();
});

test("the result is taken away: a table, a report that opens here again, decisions alone", async () => {
  const page = await open();
  await paste(page, NEWS);
  await card(page, "Ержан Тулебаев");
  await page.selectOption("[data-editor=mention] [data-action=retag]", "ORGANIZATION");
  await has(page, "Ержан Тулебаев", "ORGANIZATION");
  const save = async (selector) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
    return { name: download.suggestedFilename(), buffer: readFileSync(await download.path()) };
  };
  await page.click("[data-action=exports]");
  const table = await save("[data-format=csv-mentions]");
  assert.equal(table.name, "letopis.csv");
  assert.match(table.buffer.toString("utf8"), /^\ufeffdocument;start;end;type;/);
  const report = await save("[data-format=html]");
  await page.click("[data-action=history]");
  const decisions = await save("[data-action=save-log]");
  const annotations = await save("[data-format=webannotation]");
  const standoff = await save("[data-format=brat]");
  await page.context().close();

  for (const file of [annotations, standoff]) {
    const back = await open();
    await paste(back, NEWS);
    await has(back, "Ержан Тулебаев", "PERSON");
    await back.setInputFiles("input[type=file]", { name: file.name, mimeType: "application/octet-stream", buffer: file.buffer });
    await back.waitForSelector("[data-message=imported]");
    assert.match(await back.locator("[data-message=imported]").innerText(), /принято: 1 решение\./, file.name);
    await has(back, "Ержан Тулебаев", "ORGANIZATION");
    assert.deepEqual(back.errors, []);
    await back.context().close();
  }

  const there = await open();
  await there.setInputFiles("input[type=file]", { name: report.name, mimeType: "text/html", buffer: report.buffer });
  await there.waitForSelector("main[data-state=done]", { timeout: LIMIT });
  await has(there, "Ержан Тулебаев", "ORGANIZATION");
  await there.context().close();

  const other = await open();
  await paste(other, NEWS);
  await other.setInputFiles("input[type=file]", { name: decisions.name, mimeType: "application/octet-stream", buffer: decisions.buffer });
  await has(other, "Ержан Тулебаев", "ORGANIZATION");
  assert.deepEqual(other.errors, []);
  await other.context().close();
});

test("what is unsure is a list to work off", async () => {
  const page = await open();
  await paste(page, "Форум в Таразе открылся вчера. Выборы — 1 декабря.");
  await page.click("[data-action=unresolved]");
  await page.locator("[data-unresolved=no-publication-day] .link").click();
  await page.fill("input[data-document-date]", "2024-06-01");
  await page.waitForSelector("[data-event][data-value='2024-05-31']");
  await page.click("[data-action=unresolved]");
  await until(async () => (await page.locator("[data-unresolved=no-publication-day]").count()) === 0, "settled");
  await page.locator("[data-unresolved=assumed-year] [data-action=confirm]").first().click();
  await until(async () => (await page.locator("[data-unresolved=assumed-year]").count()) === 0, "agreed to");
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("words are searched for in all articles, in any form, with marks and counts", async () => {
  const page = await open();
  await paste(page, NEWS);
  await paste(page, "Паром вышел из порта Тараз 3 апреля 2025 года. Мосты закрыты.");
  await page.fill("[data-action=search-all]", "мостов");
  await page.waitForSelector("[data-hits='3']");
  assert.match(await page.locator(".search__found").innerText(), /3 места в 2 статьях/);
  assert.equal(await page.locator(".library [data-found='2']").count(), 1);
  await page.keyboard.press("F3");
  await page.keyboard.press("F3");
  await page.waitForSelector(".article__text .hit");
  await page.fill("[data-action=search-all]", "«мост строила»");
  await page.waitForSelector("[data-hits='1']");
  await until(async () => (await page.locator(".library [data-document]").count()) === 1, "articles without it are left out");
  assert.equal(await page.locator(".article__text .hit").first().innerText(), "Мост строила");
  await page.fill("[data-action=search-all]", "");
  await until(async () => (await page.locator(".library [data-document]").count()) === 2, "and come back");
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("from the second visit on the page needs no network, and keeps only what its version has", async () => {
  const page = await open();
  await until(
    () => page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)),
    "the service worker is at work",
  );
  const stored = await page.evaluate(async () => (await (await caches.open((await caches.keys())[0])).keys()).map((r) => new URL(r.url).pathname.split("/").pop()));
  for (const name of ["index.html", "lexicon.pack.gz", "tagger.pack.gz", "worker_bg.wasm", "pdf_bg.wasm"]) assert.ok(stored.includes(name), `${name} of ${stored}`);
  await page.context().setOffline(true);
  await page.reload();
  await page.waitForSelector("main[data-state=ready]", { timeout: LIMIT });
  await paste(page, NEWS);
  assert.ok((await page.locator(".article__text mark[data-type=PERSON]").count()) > 0);
  await kept(page);
  await page.reload();
  await page.waitForSelector("main[data-state=done]", { timeout: LIMIT });
  assert.ok((await page.locator(".article__text mark[data-type=PERSON]").count()) > 0, "kept work comes back without a network, too");
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("whenever the page crashes, what was kept comes back whole", async () => {
  const context = await browser.newContext();
  let page = await open(context);
  await paste(page, NEWS);
  await kept(page);
  let decided = 0;
  // Before, in the middle of and after the write that a decision asks for.
  for (const wait of [0, 120, 290, 310, 340, "kept"]) {
    await card(page, "Тулебаев");
    const next = decided % 2 ? "PERSON" : "ORGANIZATION";
    await page.selectOption("[data-editor=mention] [data-action=retag]", next);
    await page.waitForSelector(`[data-card=${next}] [data-given]`);
    await (wait === "kept" ? kept(page) : page.waitForTimeout(wait));
    const session = await context.newCDPSession(page);
    const crashed = page.waitForEvent("crash");
    session.send("Page.crash").catch(() => {});
    await crashed;
    await page.close();
    page = await open(context);
    await page.waitForSelector("main[data-state=done]", { timeout: LIMIT });
    assert.equal(await page.locator(".library [data-document]").count(), 1);
    assert.equal(await page.locator("[data-message=elsewhere]").count(), 0, "a tab that is gone holds nothing");
    await page.click("[data-action=history]");
    const entries = await page.locator("[data-board=history] [data-entry]").count();
    assert.ok(entries === decided || entries === decided + 1, `${entries} entries after ${decided}`);
    if (wait === "kept") assert.equal(entries, decided + 1, "what is written is there");
    decided = entries;
    await page.click("[data-action=close-board]");
    await has(page, "Тулебаев", decided % 2 ? "ORGANIZATION" : "PERSON");
  }
  assert.deepEqual(page.errors, []);
  await context.close();
});

test("a new version waits until the page is closed, and finds all work", async () => {
  const folder = mkdtempSync(join(tmpdir(), "letopis-"));
  cpSync(fileURLToPath(new URL("../../dist", import.meta.url)), folder, { recursive: true });
  const own = await serve(folder);
  const context = await browser.newContext();
  const visit = async () => {
    const page = await context.newPage();
    await page.goto(own.url);
    await page.waitForSelector("main[data-state=ready], main[data-state=done]", { timeout: LIMIT });
    return page;
  };
  const workers = (page) => page.evaluate(async () => { const r = await navigator.serviceWorker.getRegistration(); return { active: Boolean(r?.active), waiting: Boolean(r?.waiting) }; });
  const icons = (page) => page.evaluate(async () => (await (await caches.open((await caches.keys())[0])).keys()).map((r) => r.url).filter((u) => u.includes("/icon.svg")));
  let page = await visit();
  await until(async () => (await workers(page)).active, "the first version is at work");
  const [before] = await icons(page);
  await paste(page, NEWS);
  await kept(page);
  // The same page with another icon.
  const icon = readFileSync(join(folder, "icon.svg"), "utf8");
  const hash = (text) => createHash("sha256").update(text).digest("hex");
  const worker = readFileSync(join(folder, "offline.js"), "utf8");
  writeFileSync(join(folder, "icon.svg"), `${icon}\n`);
  writeFileSync(join(folder, "offline.js"), worker.replace(`"icon.svg":"${hash(icon)}"`, `"icon.svg":"${hash(`${icon}\n`)}"`));
  await page.reload();
  await page.waitForSelector("main[data-state=done]", { timeout: LIMIT });
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await until(async () => (await workers(page)).waiting, "the new version waits for the page to close");
  await has(page, "Ержан Тулебаев", "PERSON");
  await page.close();
  page = await visit();
  await until(async () => !(await workers(page)).waiting && (await workers(page)).active, "and takes over then");
  await has(page, "Ержан Тулебаев", "PERSON");
  await until(async () => { const now = await icons(page); return now.length === 1 && now[0] !== before; }, "with its own files alone");
  await context.close();
  own.close();
  rmSync(folder, { recursive: true });
});

test("what another tab writes is not deleted from here", async () => {
  const context = await browser.newContext();
  const page = await open(context);
  await paste(page, NEWS);
  await kept(page);
  const second = await open(context);
  await second.waitForSelector("[data-message=elsewhere]");
  await has(second, "Ержан Тулебаев", "PERSON");
  await second.click("[data-action=collections]");
  const own = second.locator("[data-collection]").first();
  await own.locator("[data-action=delete-collection]").click();
  await own.locator("[data-action=delete-collection]").click();
  await until(async () => (await second.locator(".library [data-document]").count()) === 0, "it goes from this tab");
  await until(async () => (await second.locator("[data-collection]").count()) === 1, "and stays in the list");
  await second.close();
  await page.reload();
  await page.waitForSelector("main[data-state=done]", { timeout: LIMIT });
  await has(page, "Ержан Тулебаев", "PERSON");
  assert.deepEqual(page.errors, []);
  await context.close();
});
