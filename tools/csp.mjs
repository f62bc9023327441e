// After `trunk build`: allows exactly the inline scripts that the page has, by hash, and nothing else inline.
// Trunk writes the loader inline; with the hash the policy needs no 'unsafe-inline'.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = join(process.env.TRUNK_STAGING_DIR ?? "dist", "index.html");
const html = readFileSync(file, "utf8");
const hashes = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
  ([, script]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
);
if (!html.includes("'script-hashes'")) throw new Error(`${file}: the policy has no place for script hashes`);
writeFileSync(file, html.replace("'script-hashes'", hashes.join(" ")));

// With its hash in place the page is what it will be.
await import("./offline.mjs");
