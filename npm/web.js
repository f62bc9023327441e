// In a page the program and the models come from where this file came from.
import init, { Letopis } from "./letopis.js";

async function file(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function open({ nested = true } = {}) {
  // Written out, so that bundlers see which files they are.
  const packs = [file(new URL("./lexicon.pack.gz", import.meta.url)), file(new URL("./tagger.pack.gz", import.meta.url))];
  const [lexicon, tagger] = await Promise.all(packs);
  await init();
  return new Letopis(lexicon, tagger, nested);
}

export { Letopis };
