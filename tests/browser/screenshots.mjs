// Pictures of the page for looking at: node tests/browser/screenshots.mjs FOLDER [FILES...]
// LETOPIS_LANGUAGE=en for another language. Every view in light and dark, wide and 390 px: empty, example, one, five and a hundred articles, long names, errors.
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { launch } from "./browser.mjs";
import { serve } from "./serve.mjs";

const [folder = "screenshots", ...files] = process.argv.slice(2);
const NAMES = ["peacekeepers", "summit", "court", "floods", "chronicle"];
const articles = files.length ? files : NAMES.map((n) => new URL(`../../assets/example/${n}.txt`, import.meta.url).pathname);
const file = (name, text, mimeType = "text/plain") => ({ name, mimeType, buffer: Buffer.from(text) });
const read = (path) => ({ name: basename(path), mimeType: "text/plain", buffer: readFileSync(path) });

const hundred = Array.from({ length: 100 }, (_, n) => file(`Сводка ${n + 1}.txt`, [
  `Сводка № ${n + 1}: ${["паводок на реке Каракан", "учения под Таразом", "визит посла в Бишкек", "суд над подрядчиком"][n % 4]}`,
  `${1 + (n % 28)}.0${1 + (n % 9)}.202${n % 4}`,
  "",
  `Вчера посол Норвегии Ингрид Хольм встретилась с министром обороны Ермеком Сабитовым в городе ${["Тараз", "Бишкек", "Алматы", "Кокшетау"][n % 4]}. Переговоры продолжатся в следующий вторник.`,
  `Договор подписали ${1 + (n % 28)} мая 20${10 + (n % 12)} года. Работы начались около ${1990 + (n % 20)} года.`,
].join("\n")));
const long = file("Очень длинное название файла, какие бывают у выгрузок из систем мониторинга прессы, 2024-03-14, версия 2, исправленная.txt", [
  "Межведомственная комиссия по вопросам координации деятельности уполномоченных органов в области предупреждения и ликвидации чрезвычайных ситуаций природного и техногенного характера провела выездное заседание",
  "14.03.2024",
  "",
  "Заместитель председателя Межведомственной комиссии по вопросам координации деятельности уполномоченных органов в области предупреждения и ликвидации чрезвычайных ситуаций природного и техногенного характера Константин-Александр Христорождественский-Благовещенский выступил вчера в Усть-Каменогорске.",
  "Превысокомногорассмотрительствующийпредставительбезпробелов приехал 12 марта 2024 года в Рентгеноэлектрокардиографическогорск.",
].join("\n"));
const bad = [
  file("снимок.png", Buffer.from("\x89PNG\r\n", "latin1"), "image/png"),
  file("пусто.txt", ""),
  file("шум.bin", Uint8Array.from({ length: 9000 }, (_, i) => (i * 2654435761) >>> 13), "application/octet-stream"),
  file("english.txt", "The ambassador arrived in London on Monday. The talks will continue until the end of the week, officials said."),
  file("без даты.txt", "Вчера посол прибыла в Тараз. Завтра она уедет, сообщили в посольстве."),
];

mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await launch();
for (const [size, width, height] of [["wide", 1440, 900], ["narrow", 390, 844]]) {
  for (const theme of ["light", "dark"]) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme, locale: process.env.LETOPIS_LANGUAGE ?? "ru" });
    page.on("console", (m) => m.type() === "error" && console.log(m.type(), m.text()));
    page.on("pageerror", (e) => console.log("pageerror", e));
    const narrow = size === "narrow";
    const pane = async (n) => narrow && page.click(`.tab:nth-of-type(${n})`);
    const top = () => page.evaluate(() => scrollTo(0, 0));
    const shot = async (name) => {
      await page.waitForTimeout(350);
      await page.screenshot({ path: join(folder, `${size}-${theme}-${name}.png`) });
    };
    const clear = async () => {
      await page.click("[data-action=clear]");
      await page.waitForFunction(() => document.querySelectorAll("[data-document]").length === 0);
    };
    const open = async (files) => {
      await page.setInputFiles("input[type=file]", files);
      await page.waitForSelector("main[data-state=done]", { timeout: 60_000 });
      await page.waitForTimeout(400);
    };
    await page.goto(server.url);
    await shot("00-loading");
    await page.waitForSelector("main[data-state=ready]", { timeout: 60_000 });
    await shot("01-example");
    await clear();
    await shot("02-empty");
    await open(articles.slice(0, 1).map(read));
    await shot("03-one");
    await open(articles.slice(1).map(read));
    await top();
    await shot("04-five");
    // Why a time means what it does, by the first that hangs on another.
    await page.click(".library [data-document='summit'] .library__article, .library [data-document]:first-child .library__article");
    await page.locator("mark[data-type=DATE][role=button]:not(:has(mark))").filter({ hasText: /день|[Нн]акануне|[Вв]чера|назад/ }).first().click();
    await page.waitForSelector("[data-why]");
    await shot("05-why");
    await page.locator("mark[data-type=PERSON]").first().hover();
    await page.waitForSelector("[data-hover-card]");
    await shot("06-hover");
    await page.mouse.move(1, 1);
    await pane(3);
    await top();
    await page.selectOption("[data-action=facet]", "people");
    await shot("07-rows");
    await page.selectOption("[data-action=facet]", "none");
    await page.locator(".chart").focus();
    for (let n = 0; n < 3; n += 1) await page.keyboard.press("ArrowRight");
    await shot("08-keys");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(700);
    await shot("09-event");
    await pane(2);
    await shot("10-entities");
    await page.locator("[data-entity-row] button").first().click();
    await pane(2);
    await page.click("[data-action=portrait-row]");
    await shot("11-portrait");
    await pane(3);
    await page.click("[data-action=table]");
    await top();
    await shot("12-table");
    await page.click("[data-action=table]");
    await page.click("[data-facet=places]");
    await shot("13-family");
    await page.click("[data-action=share]");
    await page.click("[data-share=all]");
    await shot("14-share");
    await page.click(".share__close");
    await page.click("[data-action=exports]");
    await top();
    await shot("14-exports");
    await page.click("[data-action=exports]");
    await page.click("[data-action=collections]");
    await page.waitForSelector("[data-collection]");
    await top();
    await shot("14-collections");
    await page.click("[data-action=collections]");
    await pane(1);
    for (const board of ["history", "unresolved"]) {
      await page.click(`[data-action=${board}]`);
      await shot(`14-${board}`);
      await page.click("[data-action=close-board]");
    }
    await page.fill("[data-action=search-all]", "миротворцы");
    await page.waitForSelector("[data-hits]");
    await shot("14-search");
    await page.fill("[data-action=search-all]", "");
    await page.click("[data-action=help]");
    await top();
    await shot("14-guide");
    await page.click(".guide [data-screen=keys]");
    await shot("14-keys");
    await page.click("[data-action=help]");
    await clear();
    await open(long);
    await page.locator("mark").last().click();
    await shot("15-long");
    await pane(2);
    await shot("16-long-entities");
    await clear();
    await open(bad);
    await top();
    await shot("17-errors");
    await clear();
    await page.setInputFiles("input[type=file]", hundred);
    await page.waitForTimeout(900);
    await shot("18-working");
    await page.waitForSelector("main[data-state=done]", { timeout: 60_000 });
    await pane(3);
    await top();
    await shot("19-hundred");
    await pane(1);
    await page.evaluate(() => document.querySelector(".article").scrollIntoView());
    await shot("20-hundred-article");
    await page.close();
    const forced = await browser.newPage({ viewport: { width, height }, colorScheme: theme, forcedColors: "active", reducedMotion: "reduce" });
    await forced.goto(server.url);
    await forced.waitForSelector("main[data-state=ready]", { timeout: 60_000 });
    await forced.screenshot({ path: join(folder, `${size}-${theme}-21-forced.png`) });
    await forced.close();
  }
}
await browser.close();
server.close();
