// Called by tools/csp.mjs at its end: tells the service worker which files this version of the page has.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.TRUNK_STAGING_DIR ?? "dist";
const worker = "offline.js";
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(folder, "/").length).replaceAll("\\", "/"))
  .filter((path) => path !== worker)
  .sort();
const hashes = Object.fromEntries(files.map((path) => [path, createHash("sha256").update(readFileSync(join(folder, path))).digest("hex")]));
const script = readFileSync(join(folder, worker), "utf8");
const place = "const FILES = {};";
if (!script.includes(place)) throw new Error(`${worker}: no place for the files`);
writeFileSync(join(folder, worker), script.replace(place, `const FILES = ${JSON.stringify(hashes)};`));
