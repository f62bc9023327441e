"""How far the scores of mentions can be trusted: reliability.py NEREL_FOLDER TAGGED.jsonl (of `letopis tag`)."""

import json
import pathlib
import sys

from data import brat


def main() -> None:
    gold = {d["id"]: set(d["spans"]) for d in brat(pathlib.Path(sys.argv[1]))}
    bins: dict[int, list[bool]] = {}
    for line in pathlib.Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
        d = json.loads(line)
        for m in d["mentions"]:
            bins.setdefault(min(9, int(m["score"] * 10)), []).append((m["type"], m["start"], m["end"]) in gold[d["id"]])
    for b in sorted(bins, reverse=True):
        print(f"{b / 10:.1f} to {b / 10 + 0.1:.1f}  {sum(bins[b]) / len(bins[b]):.3f} right of {len(bins[b])}")


if __name__ == "__main__":
    main()
