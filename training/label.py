"""Labels for training beside NEREL's gold, into work/: plain names by Slovnet for NEREL train and the unlabelled news, and, when
teachers are named, their averaged probabilities of NEREL's types for the news."""

import argparse
import collections
import json
import pathlib

import numpy as np
import torch

from data import OUTPUTS, TYPES, WORK, brat, features, navec
from encoder import Encoder
from silver import plain_names
from teacher import Pieces, Teacher
from train import MAX_ATOMS, chunks, lines, predict, starts

LEAST = 0.02  # lower probabilities count as none


def opinions(teachers: list[str], gold: list[dict], news: list[dict], lexicon: pathlib.Path) -> list[list[tuple]]:
    """For every document of the news (type, start, end, mean probability)."""
    forms, documents = features(gold + news, lexicon)
    newline = set(np.flatnonzero(forms.shape == 0).tolist())
    never, _ = starts(forms, documents[: len(gold)])
    documents, texts, vectors = documents[len(gold) :], [d["text"] for d in news], navec()[1]
    sums = [collections.Counter() for _ in news]
    for name in teachers:
        saved = torch.load(WORK / f"{name}.pt", weights_only=False)
        pieces = Pieces(texts, documents, saved["pieces"])
        net = Teacher(saved["config"], forms, vectors, Encoder(pieces.source, saved["pieces"]), pieces)
        net.load_state_dict(saved["ema"])
        for n, kind, first, last, p in predict(net, chunks(documents, newline, MAX_ATOMS), never, LEAST / 2):
            if kind < len(TYPES):
                offsets = documents[n].offsets
                sums[n][OUTPUTS[kind], int(offsets[first][0]), int(offsets[last][1])] += p / len(teachers)
    return [sorted((*span, round(p, 4)) for span, p in s.items() if p > LEAST) for s in sums]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("nerel", type=pathlib.Path, help="folder with train")
    parser.add_argument("news", type=pathlib.Path, help="JSON Lines with id and text")
    parser.add_argument("--lexicon", type=pathlib.Path, default=WORK.parent.parent / "assets/lexicon.pack.gz")
    parser.add_argument("--teachers", nargs="*", default=[])
    parser.add_argument("--name", default="labels")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    gold, news = brat(args.nerel / "train"), lines(args.news)
    soft = opinions(args.teachers, gold, news, args.lexicon) if args.teachers else None
    for name, documents in (("nerel", gold), ("news", news)):
        with (WORK / f"{args.name}.{name}.jsonl").open("w", encoding="utf-8") as file:
            for i, (d, plain) in enumerate(zip(documents, plain_names([d["text"] for d in documents]))):
                out = {"id": d["id"], "text": d["text"], "plain": plain}
                if name == "news" and soft is not None:
                    out["spans"] = soft[i]
                file.write(json.dumps(out, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
