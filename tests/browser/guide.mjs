// The pictures of the user's guide, in each language of the page: node tests/browser/guide.mjs. They go to assets/guide, and from there into the next build.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch, LIMIT } from "./browser.mjs";
import { serve } from "./serve.mjs";

const FOLDER = fileURLToPath(new URL("../../assets/guide/", import.meta.url));
const [WIDTH, HEIGHT] = [960, 600];
const VIEW = { width: 1280, height: 800 };
const PART = { x: VIEW.width - WIDTH, y: VIEW.height - HEIGHT, width: WIDTH, height: HEIGHT };
const LANGUAGES = ["ru", "en", "kk"];
const articles = ["peacekeepers", "summit", "court", "floods", "chronicle"].map((n) => fileURLToPath(new URL(`../../assets/example/${n}.txt`, import.meta.url)));
const undated = { name: "Заметка.txt", mimeType: "text/plain", buffer: Buffer.from("Паром вышел из порта вчера. Выборы в совет назначены на 1 декабря.\nКапитан Ерлан Сагатов вернётся в четверг.") };

const server = await serve();
const browser = await launch();
mkdirSync(FOLDER, { recursive: true });

/** A picture as WebP of the guide's size: Chromium itself draws it smaller. */
const scaler = await (await browser.newContext()).newPage();
const webp = (png) =>
  scaler.evaluate(
    async ([source, width, height]) => {
      const bitmap = await createImageBitmap(await (await fetch(source)).blob(), { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
      return canvas.toDataURL("image/webp", 0.5).split(",")[1];
    },
    [`data:image/png;base64,${png.toString("base64")}`, WIDTH, HEIGHT],
  );

for (const language of LANGUAGES) {
  const page = await (await browser.newContext({ viewport: VIEW, locale: language, colorScheme: "light", reducedMotion: "reduce" })).newPage();
  page.on("pageerror", (e) => console.log("pageerror", e));
  await page.goto(server.url);
  await page.waitForSelector("main[data-state=ready]", { timeout: LIMIT });
  const toTop = (selector) => page.evaluate((s) => (s ? document.querySelector(s).scrollIntoView({ block: "start" }) : scrollTo(0, 0)), selector);
  // The whole view, or the part of it that shows the article and its neighbour at their own size.
  const shot = async (name, selector = null, clip = undefined) => {
    await toTop(selector);
    if (clip) await page.evaluate(() => document.querySelector("[data-card]")?.scrollIntoView({ block: "end" }));
    await page.mouse.move(2, 2);
    await page.waitForTimeout(500);
    const bytes = Buffer.from(await webp(await page.screenshot({ clip })), "base64");
    writeFileSync(`${FOLDER}${name}.${language}.webp`, bytes);
    console.log(name, language, bytes.length);
  };
  const person = () => page.locator(".article__text mark[data-type=PERSON]").nth(1);
  await page.click("[data-action=clear]");
  await page.waitForFunction(() => document.querySelectorAll("[data-document]").length === 0);
  await shot("add");
  await page.setInputFiles("input[type=file]", articles);
  await page.waitForSelector("main[data-state=done]", { timeout: LIMIT });
  await page.locator(".article__text mark[data-type=DATE]").nth(1).click();
  await shot("read", ".workspace", PART);
  await page.keyboard.press("Escape");
  await page.click("[data-action=tall]");
  await page.selectOption("[data-action=facet]", "people");
  await page.waitForTimeout(400);
  await shot("timeline", ".timeline");
  await page.click("[data-action=tall]");
  await page.selectOption("[data-action=facet]", "none");
  await page.fill("[data-action=search-all]", "миротворцы");
  await page.waitForSelector("[data-hits]");
  await page.click('[data-hit="1"]');
  await shot("find", ".topline");
  await page.fill("[data-action=search-all]", "");
  await page.waitForSelector("[data-hits]", { state: "detached" });
  await person().click();
  await page.waitForSelector("[data-card]");
  await shot("correct", ".workspace", PART);
  await page.selectOption("[data-editor=mention] [data-action=retag]", "ORGANIZATION");
  await page.waitForTimeout(600);
  await page.keyboard.press("Control+z");
  await page.waitForTimeout(600);
  await page.locator("[data-entity-row] button[data-family=people]").first().click();
  await page.click("[data-action=portrait-row]");
  await page.waitForSelector("[data-portrait]");
  await shot("join", ".workspace", PART);
  await page.click("[data-action=show-all]");
  await page.click("[data-action=collections]");
  await page.waitForSelector("[data-collection]");
  await shot("keep");
  await page.click("[data-action=collections]");
  await page.click("[data-action=share]");
  await shot("share");
  await page.click("[data-action=share]");
  await page.click("[data-action=exports]");
  await shot("take");
  await page.click("[data-action=exports]");
  await page.setInputFiles("input[type=file]", undated);
  await page.waitForFunction(() => document.querySelectorAll(".library [data-document]").length === 6);
  await page.waitForSelector("main[data-state=done]", { timeout: LIMIT });
  await page.click("[data-action=unresolved]");
  await page.waitForSelector("[data-unresolved]");
  await shot("day", ".workspace", PART);
  await page.context().close();
}
await browser.close();
server.close();
