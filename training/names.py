"""Trains the second net, which decides what is a name (see src/nlp/ner/names.rs), on factRuEval devset and BSNLP names; prints
scores by cross-validation over documents, then fits on all and writes it into work/export/manifest.json."""

import argparse
import json
import pathlib
import random
import re
import subprocess

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from data import HERE, PLAIN, WORK

UNITS, NETS, STEPS, RATE, DECAY, SCALE, FOLDS = 24, 3, 1000, 0.02, 3e-4, 4.0, 5
FACTRU_WEIGHT = 4.0  # it is the smaller set, and the stricter on organisations
THRESHOLDS = (0.45, 0.4, 0.33)


def plain(s: str) -> str:
    return re.sub(r"\s+", " ", s.strip(" \"'«»„“”")).lower().replace("ё", "е")


def outermost(spans: list[tuple]) -> list[tuple]:
    out, last = [], -1
    for s, e, t in sorted(spans, key=lambda x: (x[0], -x[1])):
        if s >= last:
            out.append((s, e, t))
            last = e
    return out


def factru(folder: pathlib.Path) -> list[dict]:
    """Persons whole, places and organisations by their name spans."""
    out = []
    for path in sorted(folder.glob("*.objects")):
        read = lambda suffix: path.with_suffix(suffix).open(encoding="utf-8", newline="").read()  # noqa: E731
        spans, gold = {}, []
        for line in read(".spans").split("\n"):
            p = line.split()
            if len(p) > 4:
                spans[p[0]] = (p[1], int(p[2]), int(p[2]) + int(p[3]))
        for line in read(".objects").split("\n"):
            p = line.split("#")[0].split()
            own = [spans[i] for i in p[2:] if i in spans]
            if own and p[1] == "Person":
                gold.append((min(s[1] for s in own), max(s[2] for s in own), "PER"))
            elif own and p[1] in ("Org", "LocOrg", "Location"):
                wanted, kind = ("org_name", "ORG") if p[1] == "Org" else ("loc_name", "LOC")
                gold += outermost([(s[1], s[2], kind) for s in own if s[0] == wanted])
        out.append({"id": path.stem, "set": "factru", "text": read(".txt"), "gold": {(k, s, e) for s, e, k in outermost(gold)}})
    return out


def bsnlp(path: pathlib.Path) -> list[dict]:
    """Gold says which forms are names in a document, not where."""
    return [
        {"id": str(d["id"]), "set": "bsnlp", "text": d["text"], "gold": {(x["type"], plain(x["form"])) for x in d["gold"]}}
        for d in json.loads(path.read_text(encoding="utf-8"))
    ]


def candidates(documents: list[dict], lexicon: pathlib.Path, tagger: pathlib.Path) -> None:
    command = [HERE.parent / "target/release/letopis-dev", "names", "--lexicon", lexicon, "--tagger", tagger]
    lines = "".join(json.dumps({"id": d["id"], "text": d["text"]}, ensure_ascii=False) + "\n" for d in documents)
    answer = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    for d, line in zip(documents, answer, strict=True):
        found = json.loads(line)["candidates"]
        d["spans"] = [tuple(c[:3]) for c in found]
        d["x"] = torch.tensor([inputs(c[0], c[3]) for c in found]).reshape(len(found), -1)
        right = [c in d["gold"] if d["set"] == "factru" else (c[0], plain(d["text"][c[1] : c[2]])) in d["gold"] for c in d["spans"]]
        d["y"], d["w"] = labels(d["spans"], right, FACTRU_WEIGHT if d["set"] == "factru" else 1.0)


def labels(spans: list[tuple], right: list[bool], weight: float) -> tuple[torch.Tensor, torch.Tensor]:
    """What to learn of each candidate, and how much it counts. Both sets are flat: of what lies within a name they say nothing,
    or (by form) that it is one because it is elsewhere. A part of a name is no name of the same kind; a place within an
    organisation, or an organisation within another but not at its head, may well be one and does not count."""
    names = [c for c, r in zip(spans, right) if r]
    y, w = torch.tensor(right).float(), torch.full((len(right),), weight)
    for i, (kind, s, e) in enumerate(spans):
        outer = [(k, a, b) for k, a, b in names if a <= s and e <= b and (a, b) != (s, e)]
        if any(k == kind and (kind != "ORG" or a == s) for k, a, _ in outer):
            y[i] = 0
        elif outer:
            w[i] = 0
    return y, w


def inputs(kind: str, features: list[float]) -> list[float]:
    return [f / SCALE for f in features] + [float(kind == k) for k in PLAIN]


def fit(documents: list[dict], seed: int) -> nn.Sequential:
    """Some nets side by side in one: their logits are averaged."""
    torch.manual_seed(seed)
    used = [d for d in documents if len(d["y"])]
    x, y = torch.cat([d["x"] for d in used]), torch.cat([d["y"] for d in used])
    weight = torch.cat([d["w"] for d in used])
    nets = []
    for _ in range(NETS):
        net = nn.Sequential(nn.Linear(x.shape[1], UNITS), nn.Tanh(), nn.Linear(UNITS, 1))
        optimizer = torch.optim.Adam(net.parameters(), RATE, weight_decay=DECAY)
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy_with_logits(net(x).squeeze(1), y, weight=weight / weight.mean())
            loss.backward()
            optimizer.step()
        nets.append(net)
    out = nn.Sequential(nn.Linear(x.shape[1], UNITS * NETS), nn.Tanh(), nn.Linear(UNITS * NETS, 1))
    with torch.no_grad():
        out[0].weight.copy_(torch.cat([n[0].weight for n in nets]))
        out[0].bias.copy_(torch.cat([n[0].bias for n in nets]))
        out[2].weight.copy_(torch.cat([n[2].weight for n in nets], 1) / NETS)
        out[2].bias.copy_(sum(n[2].bias for n in nets) / NETS)
    return out


def choose(d: dict, net: nn.Sequential) -> list[tuple]:
    """(kind, start, end, probability) as the core chooses: one kind a span; of two that cross, the surer one."""
    if not d["spans"]:
        return []
    p = torch.sigmoid(net(d["x"]).squeeze(1)).tolist()
    kept: list[tuple] = []
    for q, (kind, s, e) in sorted(zip(p, d["spans"]), key=lambda c: (-c[0], c[1][1], -c[1][2])):
        clash = any((s, e) == (a, b) or (s < b and a < e and not (a <= s and e <= b) and not (s <= a and b <= e)) for _, a, b, _ in kept)
        if q > THRESHOLDS[PLAIN.index(kind)] and not clash:
            kept.append((kind, s, e, q))
    return kept


def report(documents: list[dict], chosen: list[list[tuple]]) -> None:
    for name in ("factru", "bsnlp"):
        line, total = name, np.zeros(3)
        for kind in PLAIN:
            counts = np.zeros(3)
            for d, found in zip(documents, chosen):
                if d["set"] != name:
                    continue
                if name == "bsnlp":
                    got = {(k, plain(d["text"][s:e])) for k, s, e, _ in found if k == kind}
                    gold = {g for g in d["gold"] if g[0] == kind}
                else:
                    got, gold = ({(d["id"], i) for i in covered(spans, kind, d["text"])} for spans in ([f[:3] for f in found], d["gold"]))
                counts += [len(got & gold), len(got), len(gold)]
            total += counts
            line += f" {kind} {f1(counts):.4f} ({counts[0] / max(1, counts[1]):.3f}/{counts[0] / max(1, counts[2]):.3f})"
        print(line, f"all {f1(total):.4f}")


def covered(spans, kind: str, text: str) -> list[int]:
    """Tokens whose innermost name is of the kind."""
    spans = sorted(spans, key=lambda s: s[2] - s[1])
    tokens = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    return [i for i, (a, b) in enumerate(tokens) if next((k for k, s, e in spans if s <= a and b <= e), None) == kind]


def f1(counts: np.ndarray) -> float:
    return 2 * counts[0] / max(1, counts[1] + counts[2])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("factru", type=pathlib.Path, help="factRuEval devset")
    parser.add_argument("bsnlp", type=pathlib.Path, help="names-dev.json")
    parser.add_argument("--lexicon", type=pathlib.Path, default=HERE.parent / "assets/lexicon.pack.gz")
    parser.add_argument("--tagger", type=pathlib.Path, default=HERE.parent / "assets/tagger.pack.gz")
    args = parser.parse_args()
    torch.set_num_threads(1)
    documents = factru(args.factru) + bsnlp(args.bsnlp)
    candidates(documents, args.lexicon, args.tagger)
    order = list(range(len(documents)))
    random.Random(1).shuffle(order)
    chosen: list = [None] * len(documents)
    for fold in range(FOLDS):
        net = fit([documents[i] for k, i in enumerate(order) if k % FOLDS != fold], fold)
        for k, i in enumerate(order):
            if k % FOLDS == fold:
                chosen[i] = choose(documents[i], net)
    print(f"cross-validation, {FOLDS} folds by document")
    report(documents, chosen)
    reliability(documents, chosen)
    net = fit(documents, 0)
    first, last = net[0], net[2]
    rounded = lambda t: [round(v, 5) for v in t.tolist()]  # noqa: E731
    out = {
        "hidden": [rounded(row) for row in first.weight.detach()], "hidden_bias": rounded(first.bias.detach()),
        "out": rounded(last.weight.detach()[0]), "out_bias": round(last.bias.item(), 5), "thresholds": THRESHOLDS,
    }  # fmt: skip
    path = WORK / "export/manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "names": out}, indent=1))


def reliability(documents: list[dict], chosen: list[list[tuple]]) -> None:
    """Of the names scored within a range, how many are right."""
    bins: dict = {}
    for d, found in zip(documents, chosen):
        for kind, s, e, p in found:
            right = (kind, s, e) in d["gold"] if d["set"] == "factru" else (kind, plain(d["text"][s:e])) in d["gold"]
            bins.setdefault(min(9, int(p * 10)), []).append(right)
    for b in sorted(bins):
        print(f"score {b / 10:.1f} to {b / 10 + 0.1:.1f}: {np.mean(bins[b]):.3f} right of {len(bins[b])}")


if __name__ == "__main__":
    main()
