// Speed of the analysis in Chromium's worker and of the start, printed beside native speed on the same text:
//   node tests/browser/bench.mjs        (after trunk build --release and cargo build --release)
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync, writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { launch } from "./browser.mjs";
import { serve } from "./serve.mjs";

const ROUNDS = 3;
const NAMES = ["peacekeepers", "summit", "court", "floods", "science", "chronicle"];
const file = (name) => fileURLToPath(new URL(`../../assets/example/${name}.txt`, import.meta.url));
const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const text = NAMES.map((n) => readFileSync(file(n), "utf8")).join("\n\n").repeat(10);
const characters = [...text].length;
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

// Milliseconds in which the page's worker was not idle while `work` went on, from the browser's sampling profiler.
async function busy(browser, work) {
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send("Target.getTargets");
  const { targetId } = targetInfos.find((t) => t.type === "worker");
  const { sessionId } = await session.send("Target.attachToTarget", { targetId, flatten: false });
  const waiting = new Map();
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = JSON.parse(message);
    waiting.get(id)?.(result);
  });
  let last = 0;
  const send = (method, params = {}) => new Promise((done) => {
    last += 1;
    waiting.set(last, done);
    session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: last, method, params }) });
  });
  await send("Profiler.enable");
  await send("Profiler.setSamplingInterval", { interval: 500 });
  await send("Profiler.start");
  await work();
  const { profile } = await send("Profiler.stop");
  await session.detach();
  const idle = new Set(profile.nodes.filter((n) => n.callFrame.functionName === "(idle)").map((n) => n.id));
  return profile.samples.reduce((sum, node, i) => sum + (idle.has(node) ? 0 : profile.timeDeltas[i] / 1000), 0);
}

const server = await serve();
const browser = await launch();
const work = [];
const starts = { usable: [], ready: [] };
const rates = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const page = await browser.newPage();
  // One worker: the profiler watches one.
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => 1 }));
  const began = performance.now();
  await page.goto(server.url);
  await page.waitForSelector("textarea[name=paste]");
  starts.usable.push(performance.now() - began);
  await page.waitForSelector("main[data-state=ready]");
  starts.ready.push(performance.now() - began);
  const from = performance.now();
  await page.setInputFiles("input[type=file]", [{ name: "bench.txt", mimeType: "text/plain", buffer: Buffer.from(text) }]);
  await page.waitForSelector("main[data-state=done]", { timeout: 120_000 });
  rates.push(characters / ((performance.now() - from) / 1000));
  // Once more, for the worker alone: the same text under another name.
  work.push(characters / ((await busy(browser, async () => {
    await page.setInputFiles("input[type=file]", [{ name: "again.txt", mimeType: "text/plain", buffer: Buffer.from(text) }]);
    await page.waitForFunction(() => document.querySelectorAll("[data-document]").length === 2
      && document.querySelector("main").dataset.state === "done", null, { timeout: 120_000 });
  })) / 1000));
  await page.close();
}
await browser.close();
server.close();

const folder = mkdtempSync(join(tmpdir(), "letopis-"));
writeFileSync(join(folder, "bench.txt"), text);
const binary = fileURLToPath(new URL("../../target/quick/letopis", import.meta.url));
const time = (args) => {
  const from = performance.now();
  execFileSync(binary, args, { stdio: ["ignore", "ignore", "inherit"], maxBuffer: 1 << 28 });
  return performance.now() - from;
};
const native = [];
const nativeStart = [];
for (let round = 0; round < ROUNDS; round += 1) {
  // No input at all: start and end of the program alone.
  nativeStart.push(time(["tag", "--jobs", "1", "-"]));
  native.push(characters / ((time(["tag", "--jobs", "1", join(folder, "bench.txt")]) - nativeStart.at(-1)) / 1000));
}

const files = readdirSync(dist, { recursive: true }).map(String).filter((f) => statSync(join(dist, f)).isFile());
const sizes = files.map((f) => [f, gzipSync(readFileSync(join(dist, f)), { level: 9 }).length]);
const round = (n) => Math.round(n).toLocaleString("en");
console.log(`text: ${round(characters)} characters, median of ${ROUNDS}`);
console.log(`browser, one worker, file to result on screen: ${round(median(rates))} characters/s`);
console.log(`browser, the worker's own time:                ${round(median(work))} characters/s`);
console.log(`native, one thread, start taken off:           ${round(median(native))} characters/s   (browser/native ${(median(rates) / median(native)).toFixed(2)})`);
console.log(`page usable after ${round(median(starts.usable))} ms, model ready after ${round(median(starts.ready))} ms; native start ${round(median(nativeStart))} ms`);
for (const [name, size] of sizes.sort((a, b) => b[1] - a[1])) console.log(`${String(size).padStart(9)}  ${name}`);
console.log(`${String(sizes.reduce((sum, [, size]) => sum + size, 0)).padStart(9)}  all that the page loads, gzipped`);
