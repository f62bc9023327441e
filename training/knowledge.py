"""Check the tables in assets/knowledge: their shape, and the names and Wikidata ids of countries.tsv against outside sources.

The tables are kept by hand. The country names come from CLDR and the ids from country-coder, both npm packages:

    npm install --prefix training/work/knowledge cldr-localenames-full @rapideditor/country-coder
    python training/knowledge.py --node-modules training/work/knowledge/node_modules

Every difference is printed; the exit code is 1 if there is any. Without --node-modules only the shape is checked. With --morphology,
words of countries.tsv that pymorphy3 does not know are listed too (for a look by eye; they are no differences).
"""

import argparse
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parent.parent / "assets/knowledge"
COLUMNS = {"countries": 6, "organisations": 3, "bodies": 2, "roles": 3}
NAMED = {"countries": (2, 3, 4, 5), "organisations": (2,), "bodies": (0, 1), "roles": (1, 2)}  # columns that hold forms
DOMAINS = set("politics military law business sport arts science religion press crime medicine".split())
# country-coder gives the realms; news means the countries inside of them, which it lists without a code
WIKIDATA_OVERRIDES = {"DK": "Q35", "NL": "Q55"}
# CLDR tells these apart in brackets, which nobody writes
CLDR_SKIPPED = {"VG", "VI", "CD-alt-variant"}


def read(table):
    lines = (ROOT / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]


def fold(name):
    """A form as it is compared: without case, ё, brackets, CLDR's short words and the kinds of dashes and apostrophes."""
    name = re.sub(r"\s*\([^)]*\)\s*", " ", name.lower().replace("ё", "е"))
    name = name.replace("о-ва", "острова").replace("о-в", "остров").replace("’", "'")
    return re.sub(r"\s*[-–—]\s*", "-", name).strip()


def shape(table):
    """Differences in the shape of one table: columns, blanks, forms that stand in two rows."""
    owner = {}
    for number, row in read(table):
        where = f"{table}.tsv:{number}"
        if len(row) != COLUMNS[table]:
            yield f"{where}: {len(row)} columns instead of {COLUMNS[table]}"
            continue
        if table == "roles" and row[0] not in DOMAINS:
            yield f"{where}: no such domain: {row[0]}"
        for column in NAMED[table]:
            seen = set()
            for form in filter(None, row[column].split("|")):
                if form != " ".join(form.split()):
                    yield f"{where}: blanks in «{form}»"
                if form in seen:
                    yield f"{where}: «{form}» twice"
                seen.add(form)
                # capitals may be spelt as a country (Панама), so columns of countries are apart
                key = (column if table == "countries" else 0, form.lower().replace("ё", "е"))
                if owner.setdefault(key, number) != number:
                    yield f"{where}: «{form}» is also in line {owner[key]}"


def countries(node_modules):
    """Differences between countries.tsv and the names of CLDR and ids of country-coder."""
    cldr = json.loads((node_modules / "cldr-localenames-full/main/ru/territories.json").read_text(encoding="utf-8"))
    territories = cldr["main"]["ru"]["localeDisplayNames"]["territories"]
    borders = json.loads((node_modules / "@rapideditor/country-coder/src/data/borders.json").read_text(encoding="utf-8"))
    features = [feature["properties"] for feature in borders["features"]]
    ids = {feature["iso1A2"]: feature["wikidata"] for feature in features if "iso1A2" in feature}
    parts = {(feature.get("country"), feature["wikidata"]) for feature in features}
    for code, override in WIKIDATA_OVERRIDES.items():
        if (code, override) not in parts:
            yield f"{code}: {override} is not a part of it in country-coder"
    present = set()
    for _, (code, wikidata, names, *_) in read("countries"):
        present.add(code)
        expected = WIKIDATA_OVERRIDES.get(code, ids.get(code))
        if wikidata != expected:
            yield f"{code}: Wikidata id {wikidata}, country-coder says {expected}"
        known = {fold(name) for name in names.split("|")}
        for key in (code, f"{code}-alt-short", f"{code}-alt-variant"):
            name = territories.get(key)
            if name and key not in CLDR_SKIPPED and fold(name) not in known:
                yield f"{code}: CLDR's «{name}» ({key}) is missing"
    # larger states are listed in parts that name their country
    members = {feature.get("country") or feature.get("iso1A2") for feature in features if "UN" in feature.get("groups", ())}
    for code in sorted(members - present - {None}):
        yield f"{code}: a member of the UN is missing"


def unknown_words():
    """Single words of countries.tsv that the dictionary of pymorphy3 lacks."""
    import pymorphy3

    morph = pymorphy3.MorphAnalyzer()
    for _, row in read("countries"):
        for column in NAMED["countries"]:
            for form in row[column].split("|"):
                if form.isalpha() and not form.isupper() and not morph.word_is_known(form.lower()):
                    yield f"{row[0]}: {form}: {morph.parse(form)[0].tag}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--node-modules", type=pathlib.Path, help="where the two npm packages are installed")
    parser.add_argument("--morphology", action="store_true", help="list words that pymorphy3 does not know")
    arguments = parser.parse_args()
    differences = [difference for table in COLUMNS for difference in shape(table)]
    if arguments.node_modules and not differences:
        differences += countries(arguments.node_modules)
    for difference in differences:
        print(difference)
    if arguments.morphology:
        print(*unknown_words(), sep="\n")
    print({table: len(read(table)) for table in COLUMNS}, len(differences), "differences", file=sys.stderr)
    sys.exit(bool(differences))


if __name__ == "__main__":
    main()
