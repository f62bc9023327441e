"""Trains the tagger on NEREL train, on plain names by Slovnet, and on what the teachers made of unlabelled text; after some
epochs and at the end it scores dev and saves a checkpoint that a later start resumes from."""

import argparse
import copy
import json
import math
import pathlib
import random
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from data import OUTPUTS, TYPES, WORK, Document, Forms, brat, features, navec
from model import Config, Tagger
from teacher import Pieces, Teacher

EPOCHS = 12
BATCH_ATOMS = 1000
RATE, WARM_UP, CLIP, EMA = 2e-3, 100, 1.0, 0.995
NEGATIVE_SHARE = 0.25  # of the starts without gold; weighted up accordingly
PLAIN_WEIGHT = 0.5  # of the loss on plain names
GATE_LEAST, GATE_WEIGHT = 0.1, 0.1
MAX_ATOMS = 128  # atoms a chunk, in inference
FIRST_SIGN = 25  # first shape that stands for a sign
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5)


def chunks(documents: list[Document], newline: set[int], longest: int) -> list[tuple]:
    """Whole lines up to `longest` atoms: (document number, first atom, forms, glued, spans, values, groups, pieces' key)."""
    out = []
    for n, d in enumerate(documents):
        bounds = [0] + [i + 1 for i, f in enumerate(d.forms) if f in newline]
        if bounds[-1] != len(d.forms):
            bounds.append(len(d.forms))
        first = 0
        for b in range(1, len(bounds)):
            if b == len(bounds) - 1 or bounds[b + 1] - first > longest:
                last = bounds[b]
                if last > first:
                    inside = (d.spans[:, 1] >= first) & (d.spans[:, 2] < last)
                    spans = d.spans[inside] - [0, first, first]
                    out.append((n, first, d.forms[first:last], d.glued[first:last], spans, d.values[inside], d.groups, d.name))
                first = last
    return out


def batches(parts: list[tuple], atoms: int, rng: random.Random | None) -> list[list[int]]:
    """Groups of parts of about equal length."""
    order = sorted(range(len(parts)), key=lambda i: len(parts[i][2]) + (rng.random() * 20 if rng else 0))
    out, current, longest = [], [], 0
    for i in order:
        n = len(parts[i][2])
        if current and max(longest, n) * (len(current) + 1) > atoms:
            out.append(current)
            current, longest = [], 0
        current.append(i)
        longest = max(longest, n)
    out.append(current)
    if rng:
        rng.shuffle(out)
    return out


def collate(parts: list[tuple], batch: list[int]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    length = max(len(parts[i][2]) for i in batch)
    x = torch.zeros(len(batch), length, dtype=torch.long)
    glued, mask = torch.zeros(len(batch), length), torch.zeros(len(batch), length, dtype=torch.bool)
    for row, i in enumerate(batch):
        n = len(parts[i][2])
        x[row, :n], glued[row, :n], mask[row, :n] = torch.tensor(parts[i][2]), torch.tensor(parts[i][3]), True
    return x, glued, mask


def fits(mask: torch.Tensor, widths: int) -> torch.Tensor:
    """batch x atom x width: whether the span ends inside the part."""
    last = torch.arange(mask.shape[1])[:, None] + torch.arange(widths)
    return last[None] < mask.sum(1).view(-1, 1, 1)


def loss_of(net: Tagger, parts: list[tuple], batch: list[int], never: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy over widths and types, per atom: at all starts of spans and a share of the others, weighted up."""
    config = net.config
    x, glued, mask = collate(parts, batch)
    keep = torch.where(never[x], 0.0, NEGATIVE_SHARE) * mask
    target = torch.zeros(*x.shape, config.widths, config.outputs)
    for row, i in enumerate(batch):
        spans, values = torch.tensor(parts[i][4]), torch.tensor(parts[i][5])
        if len(spans):
            keep[row, spans[:, 1]] = 1
            fit = spans[:, 2] - spans[:, 1] < config.widths
            spans, values = spans[fit], values[fit]
            target[row, spans[:, 1], spans[:, 2] - spans[:, 1], spans[:, 0]] = values
    groups = torch.tensor([parts[i][6] for i in batch]).float()
    plain = config.outputs - len(TYPES)
    by_type = torch.cat([groups[:, :1].expand(-1, len(TYPES)), groups[:, 1:].expand(-1, plain) * PLAIN_WEIGHT], 1)
    chosen = (torch.rand(x.shape) < keep).nonzero(as_tuple=True)
    weight = fits(mask, config.widths)[chosen].float() / keep[chosen][:, None]
    net.prepare(parts, batch)
    logits, gate = net(x, glued, mask, chosen)
    loss = F.binary_cross_entropy_with_logits(logits, target[chosen], reduction="none")
    loss = (loss * weight.unsqueeze(-1) * by_type[chosen[0]].unsqueeze(1)).sum()
    begins = (target.amax((2, 3)) > GATE_LEAST).float()
    gate = F.binary_cross_entropy_with_logits(gate, begins, reduction="none") * mask * GATE_WEIGHT
    return (loss + gate.sum()) / mask.sum()


def predict(net: Tagger, parts: list[tuple], never: torch.Tensor, least: float = 0.05) -> list[tuple]:
    """(document number, type, first, last, probability) of every span above `least`."""
    net.eval()
    out = []
    with torch.no_grad():
        for batch in batches(parts, 3000, None):
            x, glued, mask = collate(parts, batch)
            net.prepare(parts, batch)
            p = torch.sigmoid(net(x, glued, mask)[0]) * (~never[x]).float()[:, :, None, None]
            p = p * fits(mask, net.config.widths).unsqueeze(-1)
            found = (p > least).nonzero()
            for (row, at, width, kind), v in zip(found.tolist(), p[tuple(found.T)].tolist()):
                n, first = parts[batch[row]][:2]
                out.append((n, kind, first + at, first + at + width, v))
    return out


def score(documents: list[Document], found: list[tuple], threshold: float) -> tuple[float, float, float]:
    """Strict micro F1, precision, recall of NEREL's types over distinct spans; gold that atoms cannot express counts as missed."""
    gold = {(n, *span) for n, d in enumerate(documents) for span in d.spans.tolist() if span[0] < len(TYPES)}
    got = {f[:4] for f in found if f[4] > threshold and f[1] < len(TYPES)}
    right = len(gold & got)
    p, r = right / max(1, len(got)), right / (len(gold) + sum(d.lost for d in documents))
    return 2 * p * r / max(1e-9, p + r), p, r


def calibrate(documents: list[Document], found: list[tuple]) -> list[float]:
    """Slope and offset that make the logits of NEREL's types say how often they are right (Platt, 1999)."""
    gold = {(n, *span) for n, d in enumerate(documents) for span in d.spans.tolist()}
    own = [f for f in found if f[1] < len(TYPES)]
    x = torch.logit(torch.tensor([f[4] for f in own]), eps=1e-6)
    y = torch.tensor([float(f[:4] in gold) for f in own])
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=50)

    def closure():
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(line[0] * x + line[1], y)
        loss.backward()
        return loss

    optimizer.step(closure)
    return [round(v, 4) for v in line.tolist()]


def starts(forms: Forms, documents: list[Document]) -> tuple[torch.Tensor, list[int]]:
    """Whether a form begins no entity: signs that begin none in train; by shape, which is what the runtime knows."""
    started = {int(forms.shape[d.forms[s[1]]]) for d in documents for s in d.spans[d.spans[:, 0] < len(TYPES)]}
    sign = forms.shape >= FIRST_SIGN
    never = torch.tensor((sign & ~np.isin(forms.shape, list(started))) | (forms.shape == 0))
    return never, sorted(s for s in started if s >= FIRST_SIGN)


def lines(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("nerel", type=pathlib.Path, help="folder with train and dev")
    parser.add_argument("--lexicon", type=pathlib.Path, default=WORK.parent.parent / "assets/lexicon.pack.gz")
    parser.add_argument("--name", default="tagger")
    parser.add_argument("--labels", default="labels", help="name of the files in work/ that label.py wrote")
    parser.add_argument("--teacher", action="store_true", help="over the large encoder, without the unlabelled text")
    parser.add_argument("--hidden", type=int, default=Config.hidden)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--batch", type=int, default=BATCH_ATOMS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    raw = {split: brat(args.nerel / split) for split in ("train", "dev")}
    plain = {d["id"]: d["plain"] for d in lines(WORK / f"{args.labels}.nerel.jsonl")}
    for d in raw["train"]:
        if d["id"] in plain:
            d["plain"] = plain[d["id"]]
    more = [] if args.teacher else lines(WORK / f"{args.labels}.news.jsonl")
    forms, documents = features(raw["train"] + raw["dev"] + more, args.lexicon)
    n, m = len(raw["train"]), len(raw["train"]) + len(raw["dev"])
    gold, dev, train = documents[:n], documents[n:m], documents[:n] + documents[m:]
    newline = set(np.flatnonzero(forms.shape == 0).tolist())
    never, start_shapes = starts(forms, gold)

    config = Config(hidden=args.hidden)
    vectors = navec()[1]
    if args.teacher:
        texts = [d["text"] for d in raw["train"] + raw["dev"] + more]
        net = Teacher.fresh(config, forms, vectors, Pieces(texts, documents))
    else:
        net = Tagger(config, forms, vectors)
    ema = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.rates(), lr=RATE, betas=(0.9, 0.98), fused=True)
    total = int(len(batches(chunks(train, newline, 110), args.batch, None)) * args.epochs * 1.03)
    path, step, first_epoch, began = WORK / f"{args.name}.pt", 0, 0, time.time()
    if path.exists():
        saved = torch.load(path, weights_only=False)
        net.load_state_dict(saved["net"])
        ema.load_state_dict(saved["ema"])
        optimizer.load_state_dict(saved["optimizer"])
        step, first_epoch = saved["step"], saved["epoch"]
        print("resumed after epoch", first_epoch, flush=True)
    for epoch in range(first_epoch, args.epochs):
        net.train()
        parts = chunks(train, newline, rng.randint(60, 150))
        loss_sum, count = 0.0, 0
        for batch in batches(parts, args.batch, rng):
            rate = RATE * min(1, (step + 1) / WARM_UP) * (0.49 * (1 + math.cos(math.pi * min(1, step / total))) + 0.02)
            for group in optimizer.param_groups:
                group["lr"] = rate * group["top"]
            loss = loss_of(net, parts, batch, never)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), CLIP)
            optimizer.step()
            step += 1
            loss_sum, count = loss_sum + loss.item(), count + 1
            with torch.no_grad():
                share = 1 - min(EMA, (step + 1) / (step + 20))
                torch._foreach_lerp_(list(ema.parameters()), [p.detach() for p in net.parameters()], share)
        line = f"epoch {epoch + 1} loss {loss_sum / count:.4f} {time.time() - began:.0f} s"
        if args.teacher or epoch % 4 == 3 or epoch == args.epochs - 1:
            found = predict(ema, chunks(dev, newline, MAX_ATOMS), never)
            scores = {t: score(dev, found, t) for t in THRESHOLDS}
            threshold = max(scores, key=lambda t: scores[t][0])
            line += " dev " + " ".join(f"{t}: {f:.4f} ({p:.3f}/{r:.3f})" for t, (f, p, r) in scores.items())
            state = {"net": net.state_dict(), "ema": ema.state_dict(), "optimizer": optimizer.state_dict()}
            meta = {"config": config, "threshold": threshold, "start_shapes": start_shapes, "lexicon": forms.lexicon}
            meta["calibration"] = calibrate(dev, found)
            if args.teacher:
                meta["pieces"] = sorted(net.used.used, key=net.used.used.get)
            torch.save({**state, **meta, "epoch": epoch + 1, "step": step, "dev": scores[threshold]}, path)
        print(line, flush=True)


if __name__ == "__main__":
    main()
