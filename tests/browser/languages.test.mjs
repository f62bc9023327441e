// The page in its languages: chosen by the browser's, kept when the user chooses, whole; and the guide with its pictures.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "./serve.mjs";
import { launch, settles, test, until } from "./suite.mjs";

const NEWS = "Министр транспорта Ержан Тулебаев вчера открыл мост через Ладву. Движение запустят 20 марта 2025 года. Тулебаев поблагодарил строителей.";

let server, browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function open(locale, options = {}) {
  const page = await (await browser.newContext({ locale, ...options })).newPage();
  page.errors = [];
  page.on("pageerror", (e) => page.errors.push(String(e)));
  page.on("console", (m) => m.type() === "error" && page.errors.push(m.text()));
  await page.goto(server.url);
  await page.waitForSelector("main[data-state=ready]");
  return page;
}

async function paste(page) {
  await page.fill("textarea[name=paste]", NEWS);
  await page.click("[data-action=analyse]");
  await page.waitForSelector("main[data-state=done]");
  await page.fill("input[data-document-date]", "2025-03-05");
  await page.waitForSelector("mark[data-value='2025-03-04']");
}

/** All words of the interface: texts, labels, titles, placeholders; not those of articles, which say that they are Russian. */
const words = (page) =>
  page.evaluate(() => {
    const out = [];
    const own = (e) => e.closest("[lang]").lang !== "ru" && !e.closest("select[data-action=language], .chart, [data-filter=entity]");
    for (const e of document.querySelectorAll("body *")) {
      if (!own(e) || e.closest("noscript, script")) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) if (e.getAttribute(name)) out.push(e.getAttribute(name));
      for (const n of e.childNodes) if (n.nodeType === Node.TEXT_NODE && n.data.trim()) out.push(n.data.trim());
    }
    return out;
  });

test("the page speaks the browser's language, and another when that is chosen", async () => {
  const page = await open("en-GB");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.equal(await page.title(), "Letopis");
  await paste(page);
  assert.match(await page.locator("[data-action=share]").innerText(), /^Share$/);
  await page.locator("mark[data-value='2025-03-04']").click();
  assert.match(await page.locator("[data-why]").innerText(), /4 Mar 2025, Tuesday[^]*1 day before 5 Mar 2025/);
  await page.selectOption("[data-action=language]", "kk");
  await settles(async () => assert.match(await page.locator("[data-why]").innerText(), /2025 ж\. 4 нау\., сейсенбі/));
  assert.equal(await page.getAttribute("html", "lang"), "kk");
  await page.waitForSelector("html[data-kept=all]", { state: "attached" });
  await page.reload();
  await page.waitForSelector("main[data-state=done]");
  assert.equal(await page.getAttribute("html", "lang"), "kk", "a choice is kept");
  await page.selectOption("[data-action=language]", "ru");
  await settles(async () => assert.equal(await page.locator("[data-action=share]").innerText(), "Поделиться"));
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("a language that the page has not gives Russian, that of the articles", async () => {
  const page = await open("fr-FR");
  assert.equal(await page.getAttribute("html", "lang"), "ru");
  await page.context().close();
});

test("in English no word of the interface is Russian, on any board; axe finds nothing wrong in any language", async () => {
  const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  for (const locale of ["en", "kk"]) {
    const page = await open(locale, { bypassCSP: true, viewport: { width: 1280, height: 900 } });
    await page.addScriptTag({ content: axe });
    await paste(page);
    const whole = async (where) => {
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`), [], `${locale}, ${where}`);
      // Words that quote an article are in quotation marks; a file's name is the user's.
      const foreign = (await words(page)).filter((w) => /[а-яё]/i.test(w.replace(/“[^”]*”|«[^»]*»|\([^)]*\)/g, "")));
      if (locale === "en") assert.deepEqual(foreign.filter((w) => !NEWS.includes(w) && !/Тулебаев|Ладв|министр|мост|Pasted|транспорт/i.test(w)), [], where);
    };
    await page.locator(".article__text mark[data-type=PERSON]").first().click();
    await whole("card");
    for (const action of ["share", "exports", "collections"]) {
      await page.click(`[data-action=${action}]`);
      await whole(action);
      await page.click(`[data-action=${action}]`);
    }
    await page.selectOption("[data-editor=mention] [data-action=retag]", "ORGANIZATION");
    await page.waitForSelector("[data-card=ORGANIZATION]");
    for (const board of ["history", "unresolved"]) {
      await page.click(`[data-action=${board}]`);
      await whole(board);
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual(page.errors, []);
    await page.context().close();
  }
});

test("the guide has a screen for each task, with its picture; ? opens the keys", async () => {
  const page = await open("kk-KZ");
  await page.click("[data-action=help]");
  const screens = await page.locator(".guide [data-screen]").evaluateAll((all) => all.map((e) => e.dataset.screen));
  assert.ok(screens.length > 8);
  for (const screen of screens.slice(0, -1)) {
    await page.click(`.guide [data-screen=${screen}]`);
    await until(() => page.evaluate((name) => { const i = document.querySelector(".guide__picture"); return i?.src.includes(`${name}.kk.`) && i.complete && i.naturalWidth === 960; }, screen), screen);
    assert.equal(await page.locator(".guide__steps li").count(), 3);
  }
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".guide").count(), 0);
  await page.keyboard.press("Shift+Slash");
  await page.waitForSelector("[data-help=keys] table");
  assert.deepEqual(page.errors, []);
  await page.context().close();
});
