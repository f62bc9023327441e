// The npm package as another program uses it: installed, imported by its name, checked by TypeScript.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { test } from "./suite.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const NAMES = ["peacekeepers", "summit", "court"];
const articles = NAMES.map((id) => ({ id, text: readFileSync(here(`../../assets/example/${id}.txt`), "utf8") }));

let folder, letopis;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "letopis-npm-"));
  mkdirSync(join(folder, "node_modules"));
  cpSync(here("../../target/npm"), join(folder, "node_modules/letopis"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const { open } = await import(pathToFileURL(join(folder, "node_modules/letopis/node.js")));
  letopis = await open({ nested: false });
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("the example of the package runs", () => {
  cpSync(here("../../npm/example.mjs"), join(folder, "example.mjs"));
  const said = execFileSync(process.execPath, ["example.mjs"], { cwd: folder, encoding: "utf8" });
  assert.match(said, /PERSON Ержан Тулебаев 2/);
  assert.match(said, /^2025-03-04 .*мост$/m);
  assert.match(said, /^2025-05-01 .*порт$/m);
});

test("its answers are the command line's", () => {
  const native = (...args) => execFileSync(here("../../target/quick/letopis"), args, { encoding: "utf8", maxBuffer: 1 << 28, input: articles.map((a) => JSON.stringify(a)).join("\n") });
  assert.deepEqual(letopis.corpus(articles), JSON.parse(native("corpus", "-")));
  for (const format of ["csv-entities", "timelinejs", "ical"]) {
    assert.equal(Buffer.from(letopis.export(articles, format)).toString(), native("export", "--as", format, "-"), format);
  }
  assert.match(Buffer.from(letopis.export(articles, "markdown", "en")).toString(), /^# Timeline\n/);
  // Offsets are those of JavaScript, also behind a sign of two units.
  const one = letopis.tag({ text: "🏗️ Министр Ержан Тулебаев прибыл в Тараз.", date: "2025-03-05" });
  const person = one.mentions.find((m) => m.type === "PERSON");
  assert.equal(one.text.slice(person.start, person.end), "Ержан Тулебаев");
});

test("what cannot be read says so", () => {
  assert.throws(() => letopis.tag({ title: "без текста" }), /article 1: /);
  assert.throws(() => letopis.corpus({ text: "один" }), /articles are an array/);
  assert.throws(() => letopis.export(articles, "docx"), /no format "docx".*timelinejs/);
  assert.throws(() => letopis.export(articles, "html", "fr"), /no language "fr"/);
});

test("TypeScript knows what comes and goes", () => {
  const check = (source) => {
    const file = join(folder, "check.ts");
    writeFileSync(file, source);
    const options = { strict: true, noEmit: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"], types: [] };
    return ts.getPreEmitDiagnostics(ts.createProgram([file], options)).map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n"));
  };
  const good = 'import { open, type Article } from "letopis";\nconst a: Article = { text: "Дождь." };\nconst whole = (await open()).corpus([a]);\nconst names: string[] = whole.entities.map((e) => e.name);\nconst first: string | null | undefined = whole.timeline[0]?.value;\nconsole.log(names, first);\n';
  assert.deepEqual(check(good), []);
  const wrong = check(good.replace('{ text: "Дождь." }', "{ text: 5 }").replace("whole.entities", "whole.people"));
  assert.ok(wrong.some((w) => w.includes("'number'")) && wrong.some((w) => w.includes("'people'")), wrong.join("; "));
});
