// Launches the Chromium that $CHROMIUM names.
import { chromium } from "playwright-core";

/** What the page is waited for, in milliseconds: it is there at once on a machine that has nothing else to do. */
export const LIMIT = 120_000;

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Chromium, quiet: it must not ask anyone for anything by itself. */
export async function launch() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const { newContext } = browser;
  const patient = (context) => (context.setDefaultTimeout(LIMIT), context);
  // The language of the tests is that of the articles, where none is asked for.
  browser.newContext = async (options) => patient(await newContext.call(browser, { locale: "ru-RU", ...options }));
  return browser;
}
