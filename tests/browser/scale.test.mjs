// A large collection in real Chromium: time, memory, stalls and size of the DOM, printed. LETOPIS_ARTICLES=10000 for as many as docs/quality.md
// tells of; without it a tenth, so that the test is soon over.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";
import { serve } from "./serve.mjs";
import { launch, test, until } from "./suite.mjs";

const COUNT = Number(process.env.LETOPIS_ARTICLES ?? 1_000);
const WORKERS = 4;
/** Elements on the page, however many articles there are. */
const ELEMENTS = 8_000;
/** Longer than this nothing may keep the page from answering, in milliseconds: far from what is measured, for slow machines. */
const STALL = 3_000;
/** A collection that takes longer hangs. */
const HANGS = 3_600_000;
const NAMES = ["peacekeepers", "summit", "court", "floods", "chronicle", "science"];

/** Numbers that look like chance and are the same every time (mulberry32). */
function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Articles drawn anew from the sentences of the examples; a number in each keeps them from being copies. */
function resample(count) {
  const next = chance(7);
  const lines = NAMES.flatMap((n) => readFileSync(new URL(`../../assets/example/${n}.txt`, import.meta.url), "utf8").split("\n")).filter((l) => l.length > 120);
  const sentences = lines.flatMap((l) => l.split(/(?<=[.!?]) (?=[А-ЯЁ«])/)).filter((s) => s.length > 40);
  const surnames = ["Жанайдаров", "Кутжанов", "Байрамов", "Тулебаев", "Ордабеков", "Сарманов", "Елеусинов", "Ашимов", "Дюсенов", "Кайратов"];
  return Array.from({ length: count }, (_, n) => {
    const body = Array.from({ length: 6 }, () => sentences[Math.floor(next() * sentences.length)]);
    const who = `${surnames[Math.floor(next() * surnames.length)]}${["", "ский", "ец"][Math.floor(next() * 3)]}`;
    const day = `${1 + Math.floor(next() * 28)}.${String(1 + Math.floor(next() * 12)).padStart(2, "0")}.${2015 + Math.floor(next() * 10)}`;
    return `Сообщение № ${n + 1}\n${day.padStart(10, "0")}\n\nДепутат ${who} вчера осмотрел участок № ${n + 1}. ${body.join(" ")}`;
  });
}

let server, browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

const round = (ms) => Math.round(ms);

/** What the page's process has in memory, in MB: its own figure where there is /proc, else the heap of the page alone. */
async function memory(page) {
  const session = await page.context().newCDPSession(page);
  const { metrics } = await session.send("Performance.enable").then(() => session.send("Performance.getMetrics"));
  const heap = metrics.find((m) => m.name === "JSHeapUsedSize").value / 2 ** 20;
  await session.detach();
  const root = await browser.newBrowserCDPSession();
  const { processInfo } = await root.send("SystemInfo.getProcessInfo");
  await root.detach();
  const resident = (id) => {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]) / 1024;
    } catch {
      return 0;
    }
  };
  return { heap: round(heap), resident: round(Math.max(0, ...processInfo.filter((p) => p.type === "renderer").map((p) => resident(p.id)))) };
}

test("thousands of articles are loaded, analysed, filtered, searched and scrolled without the page standing still", async () => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.errors = [];
  page.on("pageerror", (e) => page.errors.push(String(e)));
  await page.addInitScript((n) => {
    Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => n });
    globalThis.tasks = [];
    new PerformanceObserver((list) => list.getEntries().forEach((e) => globalThis.tasks.push(e.duration))).observe({ type: "longtask", buffered: true });
  }, WORKERS);
  await page.goto(server.url);
  await page.waitForSelector("main[data-state=ready]");
  await page.waitForTimeout(2_500);
  const empty = await memory(page);
  const texts = resample(COUNT);
  const characters = texts.reduce((n, t) => n + t.length, 0);
  const transfer = await page.evaluateHandle((texts) => {
    const transfer = new DataTransfer();
    texts.forEach((text, n) => transfer.items.add(new File([text], `${n + 1}.txt`, { type: "text/plain" })));
    return transfer;
  }, texts);
  /** The longest task of the page since the last time. */
  const longest = async () => {
    // The browser tells of a task in a later one.
    await page.waitForTimeout(100);
    return round(Math.max(0, ...(await page.evaluate(() => globalThis.tasks.splice(0)))));
  };
  await longest();
  const began = performance.now();
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
  await page.waitForFunction(() => document.querySelectorAll(".library [data-document]").length > 3, undefined, { timeout: 600_000 });
  const first = performance.now() - began;
  await page.waitForSelector("main[data-state=done]", { timeout: 1_800_000 });
  const all = performance.now() - began;
  const loading = await longest();
  console.log(`${COUNT} articles, ${round(characters / 1000)} thousand characters, ${WORKERS} workers: first shown after ${round(first)} ms, all after ${round(all)} ms; longest task ${loading} ms`);
  const full = await memory(page);
  console.log(`memory: ${full.resident} MB of the process (${empty.resident} before), ${full.heap} MB of them JavaScript's heap (${empty.heap})`);
  const elements = () => page.evaluate(() => document.querySelectorAll("*").length);
  // «989 из 1000»: near copies are shown once.
  const listed = async () => Number((await page.locator(".library .panel__title .count").innerText()).split(/[^\d\s]+/).at(-1).replace(/\D/g, ""));
  assert.equal(await listed(), COUNT);
  console.log(`elements on the page: ${await elements()}`);
  assert.ok((await elements()) < ELEMENTS, `${await elements()} elements`);

  /** From doing something until the next frame after it is there. */
  const timed = async (name, act, there) => {
    await longest();
    const began = performance.now();
    await act();
    await until(there, name);
    await page.evaluate(() => new Promise((frame) => requestAnimationFrame(frame)));
    const took = performance.now() - began;
    const task = await longest();
    console.log(`${name}: ${round(took)} ms; longest task ${task} ms`);
    assert.ok(task < STALL, `${name} keeps the page for ${task} ms`);
  };
  const has = (selector) => async () => (await page.locator(selector).count()) > 0;
  await timed("filter by an entity", () => page.locator("[data-entity-row] button").first().click(), has("[data-filter=entity]"));
  await timed("drop the filter", () => page.click("[data-action=show-all]"), async () => !(await has("[data-filter]")()));
  await timed("only one period", () => page.click("[data-action=period]"), has("[data-filter=period]"));
  await timed("all again", () => page.click("[data-action=show-all]"), async () => !(await has("[data-filter]")()));
  await timed("search", () => page.fill("[data-action=search-all]", "участок"), has(`[data-hits]`));
  await timed("to the next hit", () => page.keyboard.press("F3"), has(".article__text .hit"));
  await timed("search ended", () => page.fill("[data-action=search-all]", ""), async () => !(await has("[data-hits]")()));
  await timed("rows by person", () => page.selectOption("[data-action=facet]", "people"), has("[data-group]"));
  await timed("rows together", () => page.selectOption("[data-action=facet]", "none"), async () => !(await has("[data-group]")()));
  // What is far from the view is drawn when it comes near, and the beginning again.
  const rows = page.locator(".library [data-document]");
  const to = (end) => page.evaluate((end) => { const list = document.querySelector(".library"); list.scrollTop = end ? list.scrollHeight : 0; }, end);
  await until(async () => (await to(true), (await rows.last().innerText()).includes(`· ${COUNT}`)), "the last article is drawn");
  await until(async () => (await to(false), (await rows.first().innerText()).includes("№ 1\n")), "and the first");
  // To the end of the list of articles and back: what is not shown costs nothing.
  const frames = await page.evaluate(async () => {
    const list = [...document.querySelectorAll(".library, .library *")].find((e) => e.scrollHeight > e.clientHeight + 50 && /auto|scroll/.test(getComputedStyle(e).overflowY));
    if (!list) return [];
    const frames = [];
    let last = performance.now();
    for (let n = 0; n < 120; n += 1) {
      list.scrollTop = (n < 60 ? n / 60 : (120 - n) / 60) * list.scrollHeight;
      await new Promise((frame) => requestAnimationFrame(frame));
      frames.push(performance.now() - last);
      last = performance.now();
    }
    return frames;
  });
  assert.ok(frames.length > 0, "the list scrolls");
  const sorted = frames.toSorted((a, b) => a - b);
  console.log(`scrolling through the articles: frames of ${round(sorted[60])} ms (median), ${round(sorted[113])} (95 %), ${round(sorted.at(-1))} (longest)`);
  assert.ok((await elements()) < ELEMENTS, `${await elements()} elements`);
  await page.locator(".article__text mark[data-type=PERSON]").first().click();
  await timed("a correction", () => page.selectOption("[data-editor=mention] [data-action=retag]", "ORGANIZATION"), has("[data-card=ORGANIZATION] [data-given]"));
  await timed("kept", async () => {}, has("html[data-kept=all]"));
  const kept = performance.now();
  await page.reload();
  await page.waitForSelector("main[data-state=done]", { timeout: 1_800_000 });
  console.log(`back after a reload: ${round(performance.now() - kept)} ms`);
  assert.equal(await listed(), COUNT);
  assert.ok(loading < STALL, `loading keeps the page for ${loading} ms`);
  assert.deepEqual(page.errors, []);
  await page.context().close();
}, HANGS);
