// Pictures of the page for looking at: node tests/browser/screenshots.mjs FOLDER [FILES...]
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { launch } from "./browser.mjs";
import { serve } from "./serve.mjs";

const [folder = "screenshots", ...files] = process.argv.slice(2);
const articles = files.length ? files : ["peacekeepers", "summit", "court", "floods", "chronicle"].map((n) => new URL(`../../assets/example/${n}.txt`, import.meta.url).pathname);
mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await launch();
for (const [size, width, height] of [["wide", 1440, 900], ["narrow", 390, 844]]) {
  for (const theme of ["light", "dark"]) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme });
    page.on("console", (m) => ["error", "warning"].includes(m.type()) && console.log(m.type(), m.text()));
    page.on("pageerror", (e) => console.log("pageerror", e));
    const shot = (name) => page.screenshot({ path: join(folder, `${size}-${theme}-${name}.png`) });
    await page.goto(server.url);
    await page.waitForSelector("main[data-state=ready]", { timeout: 60_000 });
    await shot("1-example");
    await page.click("[data-action=clear]");
    await page.waitForFunction(() => document.querySelectorAll("[data-document]").length === 0);
    await shot("1-empty");
    const texts = articles.map((path) => ({ name: basename(path), mimeType: "text/plain", buffer: readFileSync(path) }));
    await page.setInputFiles("input[type=file]", [...texts, { name: "снимок.png", mimeType: "image/png", buffer: Buffer.from("\x89PNG\r\n", "latin1") }]);
    await page.waitForSelector("main[data-state=done]", { timeout: 60_000 });
    await shot("2-done");
    // Why a time means what it does, by the first that hangs on another.
    await page.click(".library [data-document='summit'] .library__article, .library [data-document]:first-child .library__article");
    await page.locator("mark[data-type=DATE][role=button]:not(:has(mark))").filter({ hasText: /день|[Нн]акануне|[Вв]чера|назад/ }).first().click();
    await page.waitForSelector("[data-why]");
    await shot("2-why");
    if (size === "narrow") await page.click(".tab:nth-of-type(3)");
    await page.locator("[data-event]").nth(2).click();
    await page.waitForTimeout(700);
    await shot("3-event");
    if (size === "narrow") {
      await page.click(".tab:nth-of-type(2)");
      await shot("4-entities");
      await page.click(".tab:nth-of-type(3)");
      await shot("5-timeline");
    }
    await page.click("[data-action=table]");
    await shot("6-table");
    if (size === "narrow") await page.click(".tab:nth-of-type(2)");
    await page.locator("[data-entity-row] button").nth(4).click();
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(300);
    await shot("7-filtered");
    await page.click("[data-action=share]");
    await page.click("[data-share=all]");
    await shot("8-share");
    await page.close();
  }
}
await browser.close();
server.close();
