// What `letopis export` writes, read by the readers of the tools that it is for.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { DOMParser } from "@xmldom/xmldom";
import { Parser } from "commonmark";
import { build } from "esbuild";
import graphology from "graphology";
import gexf from "graphology-gexf";
import ICAL from "ical.js";
import jsonld from "jsonld";
import Papa from "papaparse";

import { launch, LIMIT, test } from "./suite.mjs";

const require = createRequire(import.meta.url);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const binary = process.env.LETOPIS ?? here("../../target/quick/letopis");
const inputs = ["example/peacekeepers", "example/summit", "example/chronicle"].map((n) => here(`../../assets/${n}.txt`));
inputs.push(here("../data/documents/mixed_emoji.txt"));
const run = (format, ...more) =>
  execFileSync(binary, ["export", "--as", format, ...more, ...inputs], { maxBuffer: 1 << 28 }).toString("utf8");
const whole = JSON.parse(run("json"));

test("tables have a row for each thing and name it", () => {
  const rows = (format, ...more) => {
    const { data, errors } = Papa.parse(run(format, ...more).replace(/^\ufeff/, ""), { header: true, skipEmptyLines: true });
    assert.deepEqual(errors, []);
    return data;
  };
  assert.equal(rows("csv-entities").length, whole.entities.length);
  const mentions = rows("csv-mentions", "--excel");
  assert.equal(mentions.length, whole.documents.reduce((n, d) => n + d.mentions.length, 0));
  assert.equal(rows("csv-events").length, whole.timeline.length + whole.undated.length);
  const dates = rows("csv-dates");
  assert.ok(dates.length > 10 && dates.every((d) => d.value !== ""));
  assert.ok(dates.some((d) => d.value === "2024-05-20" && d.earliest === "2024-05-20" && d.latest === "2024-05-20"));
});

test("a calendar library reads the days", () => {
  const calendar = run("ical");
  assert.ok(calendar.split("\r\n").every((line) => Buffer.byteLength(line) <= 75), "folded at 75 octets");
  const events = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents("vevent").map((e) => new ICAL.Event(e));
  assert.ok(events.length > 10);
  assert.equal(new Set(events.map((e) => e.uid)).size, events.length);
  for (const item of whole.timeline.filter((i) => /^\d{4}-\d\d-\d\d$/.test(i.value))) {
    const event = events.find((e) => e.summary === item.what && e.startDate.toString() === item.value);
    assert.ok(event, `${item.value} ${item.what}`);
    assert.ok(event.startDate.isDate && event.endDate.compare(event.startDate) > 0, "the end is exclusive");
    assert.ok(event.description.includes("«"));
  }
});

test("TimelineJS takes every event", async () => {
  const data = run("timelinejs");
  const entry = here("node_modules/@knight-lab/timelinejs/src/js/core/TimelineConfig.js");
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "iife", globalName: "Timeline", write: false });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0].text });
    const result = await page.evaluate((text) => {
      const config = new Timeline.TimelineConfig(JSON.parse(text));
      config.validate();
      return {
        errors: config.messages.errors.map(String),
        events: config.events.map((e) => [e.start_date.data.year, e.text.headline, e.unique_id]),
        earliest: String(config.getEarliestDate?.().data?.year ?? ""),
      };
    }, data);
    assert.deepEqual(result.errors, []);
    assert.equal(result.events.length, JSON.parse(data).events.length);
    assert.ok(result.events.length > 10 && new Set(result.events.map((e) => e[2])).size === result.events.length);
  } finally {
    await browser.close();
  }
});

test("annotations are JSON-LD whose quotes and positions agree", async () => {
  const collection = JSON.parse(run("webannotation"));
  assert.equal(collection["@context"], "http://www.w3.org/ns/anno.jsonld");
  // The terms used here as the Recommendation's context has them (Web Annotation Vocabulary, appendix A): no test asks the network.
  const oa = "http://www.w3.org/ns/oa#";
  const as = "http://www.w3.org/ns/activitystreams#";
  const term = (id, type) => (type ? { "@id": id, "@type": type } : id);
  const context = {
    id: "@id", type: "@type",
    Annotation: `${oa}Annotation`, TextualBody: `${oa}TextualBody`, SpecificResource: `${oa}SpecificResource`,
    TextQuoteSelector: `${oa}TextQuoteSelector`, TextPositionSelector: `${oa}TextPositionSelector`,
    AnnotationCollection: `${as}OrderedCollection`, AnnotationPage: `${as}OrderedCollectionPage`,
    Person: "http://xmlns.com/foaf/0.1/Person", Software: `${as}Application`,
    body: term(`${oa}hasBody`, "@id"), target: term(`${oa}hasTarget`, "@id"), source: term(`${oa}hasSource`, "@id"),
    selector: term(`${oa}hasSelector`, "@id"), motivation: term(`${oa}motivatedBy`, "@vocab"), purpose: term(`${oa}hasPurpose`, "@vocab"),
    tagging: `${oa}tagging`, identifying: `${oa}identifying`, describing: `${oa}describing`,
    value: "http://www.w3.org/1999/02/22-rdf-syntax-ns#value", format: "http://purl.org/dc/elements/1.1/format",
    language: "http://purl.org/dc/elements/1.1/language", exact: `${oa}exact`, prefix: `${oa}prefix`, suffix: `${oa}suffix`,
    start: `${oa}start`, end: `${oa}end`, creator: term("http://purl.org/dc/terms/creator", "@id"), name: "http://xmlns.com/foaf/0.1/name",
    label: "http://www.w3.org/2000/01/rdf-schema#label", total: `${as}totalItems`, first: term(`${as}first`, "@id"),
    partOf: term(`${as}partOf`, "@id"), startIndex: `${as}startIndex`, items: { "@id": `${as}items`, "@type": "@id", "@container": "@list" },
  };
  const documentLoader = async (url) => ({ documentUrl: url, document: { "@context": context }, contextUrl: null });
  const [expanded] = await jsonld.expand(collection, { documentLoader, safe: true });
  const list = expanded[`${as}first`][0][`${as}items`][0]["@list"];
  assert.equal(list.length, collection.total);
  assert.ok(list.every((a) => a["@type"][0] === `${oa}Annotation` && a[`${oa}hasTarget`][0][`${oa}hasSelector`].length === 2));
  // Quotes and positions lead to the same place, emoji or not.
  const texts = whole.documents.map((d) => [...d.text]);
  let found = 0;
  for (const a of collection.first.items) {
    const [quote, position] = a.target.selector;
    const at = (t) => t.slice(position.start, position.end).join("") === quote.exact && t.slice(0, position.start).join("").endsWith(quote.prefix);
    found += texts.some(at) ? 1 : 0;
  }
  assert.equal(found, collection.total);
});

test("graphology reads the graph", () => {
  const graph = gexf.parse(graphology.Graph ?? graphology, run("gexf"));
  assert.equal(graph.order, whole.entities.length);
  assert.ok(graph.size > 10);
  graph.forEachEdge((_, attributes) => assert.ok(Number(attributes.weight) >= 1));
  assert.ok(graph.nodes().every((n) => graph.getNodeAttribute(n, "label")));
});

test("FollowTheMoney knows every schema and property", () => {
  const { Model, defaultModel } = require("@alephdata/followthemoney");
  const model = new Model(defaultModel);
  const lines = run("ftm").trim().split("\n").map((line) => JSON.parse(line));
  const ids = new Set(lines.map((l) => l.id));
  assert.equal(ids.size, lines.length);
  for (const line of lines) {
    const entity = model.getEntity(line);
    for (const [name, values] of Object.entries(line.properties)) {
      const property = entity.schema.getProperty(name);
      assert.ok(property, `${line.schema} has no ${name}`);
      assert.ok(values.every((v) => typeof v === "string" && v !== ""));
      if (property.type.name === "entity") assert.ok(values.every((v) => ids.has(v)), `${line.id}.${name} leads nowhere`);
    }
    assert.ok(entity.getCaption() !== "", line.id);
  }
  assert.equal(lines.filter((l) => l.schema === "Person").length, whole.entities.filter((e) => e.type === "PERSON").length);
});

test("TEI is read as TEI", () => {
  const errors = [];
  const tei = new DOMParser({ onError: (level, message) => errors.push(`${level}: ${message}`) }).parseFromString(run("tei"), "application/xml");
  assert.deepEqual(errors, []);
  const ns = "http://www.tei-c.org/ns/1.0";
  const all = (name) => Array.from(tei.getElementsByTagNameNS(ns, name));
  assert.equal(all("TEI").length, whole.documents.length);
  assert.equal(all("person").length, whole.entities.filter((e) => e.type === "PERSON").length);
  assert.equal(all("event").length, whole.timeline.length);
  // XML Schema's dates are what @when, @from and the others may hold.
  const dated = [...all("date"), ...all("time"), ...all("event")];
  const attributes = dated.flatMap((e) => ["when", "from", "to", "notBefore", "notAfter"].map((n) => e.getAttribute(n)).filter(Boolean));
  assert.ok(attributes.length > 20 && attributes.every((v) => /^\d{4}(-\d\d(-\d\d)?)?$/.test(v)), attributes.join());
});

test("the chronology is Markdown, the report is HTML that needs no script", async () => {
  const tree = new Parser().parse(run("markdown"));
  const kinds = {};
  const walker = tree.walker();
  for (let step = walker.next(); step; step = walker.next()) if (step.entering) kinds[step.node.type] = (kinds[step.node.type] ?? 0) + 1;
  assert.equal(kinds.item, whole.timeline.length + whole.undated.length);
  assert.ok(kinds.heading > 2 && kinds.block_quote >= kinds.item && !kinds.html_inline && !kinds.html_block && !kinds.code);
  const browser = await launch();
  try {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.setContent(run("html"));
    assert.equal(await page.locator("article").count(), whole.documents.length);
    assert.equal(await page.locator("#timeline + table tbody tr").count(), whole.timeline.length + whole.undated.length);
    assert.ok((await page.locator("article mark[data-type=PERSON]").count()) > 5);
  } finally {
    await browser.close();
  }
});
