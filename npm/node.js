// In Node the program and the models are read from the package's folder.
import { readFile } from "node:fs/promises";
import init, { Letopis } from "./letopis.js";

const file = (name) => readFile(new URL(name, import.meta.url));

export async function open({ nested = true } = {}) {
  const [program, lexicon, tagger] = await Promise.all(["letopis_bg.wasm", "lexicon.pack.gz", "tagger.pack.gz"].map(file));
  await init({ module_or_path: program });
  return new Letopis(lexicon, tagger, nested);
}

export { Letopis };
