// How fast the page feels, measured in real Chromium and printed; a slow machine fails nothing, a page that stands still does.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, LIMIT, test } from "./suite.mjs";
import { serve } from "./serve.mjs";

const PEOPLE = ["посол Ингрид Хольм", "генерал Ермек Сабитов", "министр Асель Нурланова", "академик Пётр Заруцкий"];
const PLACES = ["Тараз", "Бишкек", "Осло", "Вену", "Кокшетау"];

let server, browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** A page that keeps its long tasks and frames. */
async function open() {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => {
    globalThis.tasks = [];
    new PerformanceObserver((list) => list.getEntries().forEach((e) => globalThis.tasks.push([e.startTime, e.duration]))).observe({ type: "longtask", buffered: true });
  });
  await page.goto(server.url);
  await page.waitForSelector("main[data-state=ready]", { timeout: LIMIT });
  return page;
}

const done = (page) => page.waitForSelector("main[data-state=done]", { timeout: LIMIT });
const at = (list, share) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const round = (n) => Math.round(n * 10) / 10;

/** An article of about so many characters, with names and dates; its numbers keep it from being a copy of another. */
function article(n, characters) {
  const lines = [`Сводка № ${n + 1}`, `${1 + (n % 28)}.0${1 + (n % 9)}.2021`];
  for (let k = 0, length = 0; length < characters; k += 1) {
    const line = `${1 + ((n + k) % 28)} мая ${2000 + ((n * 7 + k) % 20)} года ${PEOPLE[(n + k) % 4]} прибыл в ${PLACES[(n + k * 3) % 5]} и осмотрел участок ${n}${k} строительства моста ${n + 7}${k} через реку. Работы ${n + 3}${k} обещали закончить к осени ${n + 11}${k}, сообщили в пресс-службе ${n + 5}${k}.`;
    lines.push(line);
    length += line.length;
  }
  return lines.join("\n");
}

test("usable, and the first marks of a paste of 5 000 characters", async () => {
  const page = await browser.newPage();
  const began = performance.now();
  await page.goto(server.url);
  await page.waitForSelector("textarea[name=paste]");
  const usable = performance.now() - began;
  await page.waitForSelector("main[data-state=ready]", { timeout: LIMIT });
  const ready = performance.now() - began;
  const times = [];
  for (let n = 0; n < 5; n += 1) {
    await page.locator(".drop-zone__paste").evaluate((e) => { e.open = true; });
    await page.fill("textarea[name=paste]", article(n, 5_000).slice(0, 5_000));
    times.push(await page.evaluate((n) => new Promise((tell) => {
      const began = performance.now();
      const seen = () => {
        const row = document.querySelectorAll(".library [data-document]").length;
        if (document.querySelector("[data-document-date]")?.dataset.documentDate.startsWith("Вставленный") && document.querySelector("mark") && row > n) {
          requestAnimationFrame(() => tell(performance.now() - began));
          return true;
        }
        return false;
      };
      const watch = new MutationObserver(() => seen() && watch.disconnect());
      watch.observe(document.body, { childList: true, subtree: true });
      document.querySelector("[data-action=analyse]").click();
    }), n));
    await done(page);
  }
  console.log(`usable after ${round(usable)} ms, model and example after ${round(ready)} ms`);
  console.log(`first marks of 5 000 characters: ${times.map(round).join(", ")} ms`);
  assert.equal(await page.locator(".library [data-document]").count(), 5);
  await page.close();
});

test("a hundred files: tasks of the page while they are analysed", async () => {
  const page = await open();
  // The files are there before: how a test brings them in is none of the page's work.
  const transfer = await page.evaluateHandle((texts) => {
    const transfer = new DataTransfer();
    texts.forEach((text, n) => transfer.items.add(new File([text], `${n}.txt`, { type: "text/plain" })));
    return transfer;
  }, Array.from({ length: 100 }, (_, n) => article(n, 4_000)));
  await page.waitForTimeout(1_500);
  const from = await page.evaluate(() => performance.now());
  const began = performance.now();
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
  await done(page);
  const took = performance.now() - began;
  const tasks = (await page.evaluate(() => globalThis.tasks)).filter(([start]) => start >= from).map(([, duration]) => duration);
  console.log(`a hundred files of 4 000 characters: ${round(took)} ms; tasks above 50 ms: ${tasks.length}, longest ${round(Math.max(0, ...tasks))} ms`);
  assert.equal(await page.locator(".library [data-document]").count(), 100);
  await page.close();
});

test("ten thousand items on the timeline: time between frames", async () => {
  const page = await open();
  const lines = Array.from({ length: 10_000 }, (_, n) => `${1 + (n % 28)} ${["января", "марта", "июня", "октября"][n % 4]} ${1950 + ((n * 13) % 70)} года посол Хольм открыла школу № ${n + 1}.`);
  await page.setInputFiles("input[type=file]", { name: "школы.txt", mimeType: "text/plain", buffer: Buffer.from(lines.join("\n")) });
  await done(page);
  assert.ok(Number(await page.locator(".timeline .panel__title .count").innerText()) >= 9_900);
  // The text is drawn portion by portion; the frames are measured when it stands.
  await page.waitForFunction(() => { const n = document.querySelectorAll(".text").length; const same = n === globalThis.lines && n > 9_000; globalThis.lines = n; return same; }, null, { polling: 400, timeout: LIMIT });
  const measure = (kind) => page.evaluate((kind) => new Promise((tell) => {
    const chart = document.querySelector(".chart");
    const box = chart.getBoundingClientRect();
    const frames = [];
    const windows = new Set();
    let last, count = 0;
    const wheel = (deltaY) => chart.dispatchEvent(new WheelEvent("wheel", { deltaY, ctrlKey: true, bubbles: true, cancelable: true, clientX: box.left + box.width * 0.6, clientY: box.top + 80 }));
    const key = (code) => chart.dispatchEvent(new KeyboardEvent("keydown", { code, shiftKey: true, bubbles: true, cancelable: true }));
    const frame = (now) => {
      if (last !== undefined) frames.push(now - last);
      last = now;
      count += 1;
      windows.add(chart.dataset.window);
      if (count > 150) return tell({ frames: frames.slice(1), windows: windows.size });
      if (kind === "zoom") wheel(count % 100 < 50 ? -8 : 8);
      else if (kind === "pan") key(count % 60 < 30 ? "ArrowRight" : "ArrowLeft");
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }), kind);
  for (const kind of ["rest", "zoom", "pan"]) {
    const { frames, windows } = await measure(kind);
    const slow = frames.filter((t) => t > 17.5).length;
    console.log(`10 000 items, ${kind}: frames of ${round(at(frames, 0.5))} ms (median), ${round(at(frames, 0.95))} (95 %), ${round(Math.max(...frames))} (longest); ${slow} of ${frames.length} late`);
    // What was measured was a timeline that moved.
    assert.ok(kind === "rest" ? windows === 1 : windows > 15, `${kind}: ${windows} windows`);
  }
  await page.close();
});
