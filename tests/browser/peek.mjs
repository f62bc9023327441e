import { launch } from "./browser.mjs";
import { serve } from "./serve.mjs";
const server = await serve(); const browser = await launch();
const [width, height] = [+(process.argv[3] ?? 1280), +(process.argv[4] ?? 1000)];
const page = await (await browser.newContext({ viewport: { width, height }, locale: process.argv[2] ?? "ru", colorScheme: process.argv[5] ?? "light" })).newPage();
await page.goto(server.url); await page.waitForSelector("main[data-state=ready]");
await page.click("[data-action=help]");
for (const s of (process.argv[6] ?? "read").split(",")) { await page.click(`.guide [data-screen=${s}]`); await page.waitForTimeout(500); await page.screenshot({ path: `/tmp/g-${s}.png` }); }
await browser.close(); server.close();
