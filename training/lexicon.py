"""Exports the OpenCorpora dictionary (as compiled in pymorphy3-dicts-ru) to `work/lexicon.json`.

A lexeme is a stem and a paradigm; a form is prefix + stem + suffix. Many lexemes share a stem, so the export groups
the paradigms by stem. `letopis-dev pack-lexicon` turns the file into `assets/lexicon.pack.gz`.
"""

import collections
import hashlib
import json
import pathlib

import pymorphy3

WORK = pathlib.Path(__file__).parent / "work"


def export() -> dict:
    dictionary = pymorphy3.MorphAnalyzer().dictionary
    prefixes, suffixes = list(dictionary.paradigm_prefixes), list(dictionary.suffixes)
    paradigms = []
    for flat in dictionary.paradigms:  # three runs of equal length: suffix ids, tag ids, prefix ids
        n = len(flat) // 3
        paradigms.append([list(flat[:n]), list(flat[n : 2 * n]), list(flat[2 * n :])])
    stems = collections.defaultdict(set)
    for word, _tag, _normal, paradigm, form in dictionary.iter_known_words():
        suffix_ids, _, prefix_ids = paradigms[paradigm]
        prefix, suffix = prefixes[prefix_ids[form]], suffixes[suffix_ids[form]]
        stems[word[len(prefix) : len(word) - len(suffix)]].add(paradigm)
    return {
        "source": f"OpenCorpora {dictionary.meta['source_version']} revision {dictionary.meta['source_revision']}",
        "sha256": hashlib.sha256((pathlib.Path(dictionary.path) / "words.dawg").read_bytes()).hexdigest(),
        "prefixes": prefixes,
        "suffixes": suffixes,
        "tags": [str(tag) for tag in dictionary.gramtab],
        "paradigms": paradigms,
        "stems": [[stem, sorted(ids)] for stem, ids in sorted(stems.items())],
    }


if __name__ == "__main__":
    WORK.mkdir(exist_ok=True)
    (WORK / "lexicon.json").write_text(json.dumps(export(), ensure_ascii=False), encoding="utf-8")
