// What the tests in a browser share: limits that end what hangs, and waiting for what is to come.
import { strict as assert } from "node:assert";
import { after, test as run } from "node:test";
import { launch, LIMIT } from "./browser.mjs";

export { launch, LIMIT };

/** A test that takes longer hangs. */
const HANGS = 600_000;

/** So long a file may go on after its last test; then something is left open that would keep it for ever. */
const REST = 30_000;

/** node's own, ended when it hangs. */
export const test = (name, body, timeout = HANGS) => run(name, { timeout }, body);

after(() => setTimeout(() => process.exit(process.exitCode ?? 0), REST).unref());

/** Until the check holds. What throws does not hold yet; in the end its reason is told. */
export async function until(check, message = "it did not come") {
  const end = Date.now() + LIMIT / 2;
  for (;;) {
    let why;
    try {
      if (await check()) return;
    } catch (error) {
      why = error;
    }
    if (Date.now() > end) {
      if (why) throw why;
      assert.fail(message);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Until the assertions hold; the last that does not is told. */
export const settles = (assertions) => until(async () => (await assertions(), true));

/** Until everything is in the store. */
export const kept = (page) => page.waitForSelector("html[data-kept=all]", { state: "attached" });
