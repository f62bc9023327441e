"""Trains the tagger on NEREL train; after some epochs and at the end it scores dev and saves a checkpoint that a
later start resumes from."""

import argparse
import copy
import math
import pathlib
import random
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from data import TYPES, WORK, Document, brat, features, navec
from model import Config, Tagger

EPOCHS = 14
BATCH_ATOMS = 1000
RATE, WARM_UP, DECAY, CLIP, EMA = 2e-3, 100, 0.02, 1.0, 0.995
NEGATIVE_SHARE = 0.25  # of the starts without gold; weighted up accordingly
MAX_ATOMS = 128  # atoms a chunk, in inference


def chunks(documents: list[Document], newline: set[int], longest: int) -> list[tuple]:
    """Whole lines up to `longest` atoms: (document number, first atom, forms, glued, spans)."""
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
                    inside = d.spans[(d.spans[:, 1] >= first) & (d.spans[:, 2] < last)] - [0, first, first]
                    out.append((n, first, d.forms[first:last], d.glued[first:last], inside))
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


def predict(net: Tagger, parts: list[tuple], never: torch.Tensor) -> list[tuple]:
    """(document number, type, first, last, probability) of every span above 0.05."""
    net.eval()
    out = []
    with torch.no_grad():
        for batch in batches(parts, 4000, None):
            x, glued, mask = collate(parts, batch)
            p = torch.sigmoid(net(x, glued, mask)) * (~never[x]).float()[:, :, None, None]
            p = p * fits(mask, net.config.widths).unsqueeze(-1)
            found = (p > 0.05).nonzero()
            for (row, at, width, kind), v in zip(found.tolist(), p[tuple(found.T)].tolist()):
                n, first = parts[batch[row]][:2]
                out.append((n, kind, first + at, first + at + width, v))
    return out


def score(documents: list[Document], found: list[tuple], threshold: float) -> tuple[float, float, float]:
    """Strict micro F1, precision, recall over distinct spans; gold that atoms cannot express counts as missed."""
    gold = {(n, *span) for n, d in enumerate(documents) for span in d.spans.tolist()}
    got = {f[:4] for f in found if f[4] > threshold}
    right = len(gold & got)
    p, r = right / max(1, len(got)), right / (len(gold) + sum(d.lost for d in documents))
    return 2 * p * r / max(1e-9, p + r), p, r


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("nerel", type=pathlib.Path, help="folder with train and dev")
    parser.add_argument("--lexicon", type=pathlib.Path, default=WORK.parent.parent / "assets/lexicon.pack.gz")
    parser.add_argument("--name", default="tagger")
    parser.add_argument("--hidden", type=int, default=Config.hidden)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    raw = {split: brat(args.nerel / split) for split in ("train", "dev")}
    forms, documents = features(raw["train"] + raw["dev"], args.lexicon)
    train, dev = documents[: len(raw["train"])], documents[len(raw["train"]) :]
    newline = set(np.flatnonzero(forms.shape == 0).tolist())
    # Signs that begin no entity in train begin none at all; by shape, which is what the runtime knows.
    started = {int(forms.shape[d.forms[s[1]]]) for d in train for s in d.spans}
    sign = forms.shape >= 25
    never = torch.tensor((sign & ~np.isin(forms.shape, list(started))) | (forms.shape == 0))
    start_shapes = sorted(s for s in started if s >= 25)

    config = Config(hidden=args.hidden)
    net = Tagger(config, forms, navec()[1])
    ema = copy.deepcopy(net)
    matrices = [p for p in net.parameters() if p.ndim > 1]
    vectors = [p for p in net.parameters() if p.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": DECAY}, {"params": vectors, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), fused=True)
    total = int(len(batches(chunks(train, newline, 110), BATCH_ATOMS, None)) * args.epochs * 1.03)
    path, step, first_epoch, began = WORK / f"{args.name}.pt", 0, 0, time.time()
    if path.exists():
        saved = torch.load(path, weights_only=False)
        if saved["epoch"] < args.epochs and "optimizer" in saved:
            net.load_state_dict(saved["net"])
            ema.load_state_dict(saved["ema"])
            optimizer.load_state_dict(saved["optimizer"])
            step, first_epoch = saved["step"], saved["epoch"]
            print("resumed after epoch", first_epoch, flush=True)
    for epoch in range(first_epoch, args.epochs):
        net.train()
        parts = chunks(train, newline, rng.randint(60, 150))
        loss_sum = 0.0
        for batch in batches(parts, BATCH_ATOMS, rng):
            rate = RATE * min(1, (step + 1) / WARM_UP) * (0.49 * (1 + math.cos(math.pi * min(1, step / total))) + 0.02)
            for group in optimizer.param_groups:
                group["lr"] = rate
            x, glued, mask = collate(parts, batch)
            keep = torch.where(never[x], 0.0, NEGATIVE_SHARE) * mask
            target = torch.zeros(*x.shape, config.widths, len(TYPES))
            for row, i in enumerate(batch):
                spans = torch.tensor(parts[i][4])
                if len(spans):
                    keep[row, spans[:, 1]] = 1
                    spans = spans[spans[:, 2] - spans[:, 1] < config.widths]
                    target[row, spans[:, 1], spans[:, 2] - spans[:, 1], spans[:, 0]] = 1
            chosen = (torch.rand(x.shape) < keep).nonzero(as_tuple=True)
            weight = fits(mask, config.widths)[chosen].float() / keep[chosen][:, None]
            loss = F.binary_cross_entropy_with_logits(net(x, glued, mask, chosen), target[chosen], reduction="none")
            loss = (loss * weight.unsqueeze(-1)).sum() / mask.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), CLIP)
            optimizer.step()
            step += 1
            loss_sum += loss.item()
            with torch.no_grad():
                share = 1 - min(EMA, (step + 1) / (step + 20))
                torch._foreach_lerp_(list(ema.parameters()), [p.detach() for p in net.parameters()], share)
        line = f"epoch {epoch + 1} loss {loss_sum / total * args.epochs:.4f} {time.time() - began:.0f} s"
        if epoch % 4 == 3 or epoch == args.epochs - 1:
            found = predict(ema, chunks(dev, newline, MAX_ATOMS), never)
            scores = {t: score(dev, found, t) for t in (0.3, 0.35, 0.4, 0.45, 0.5)}
            threshold = max(scores, key=lambda t: scores[t][0])
            line += " dev " + " ".join(f"{t}: {f:.4f} ({p:.3f}/{r:.3f})" for t, (f, p, r) in scores.items())
            state = {"net": net.state_dict(), "ema": ema.state_dict(), "optimizer": optimizer.state_dict()}
            meta = {"config": config, "threshold": threshold, "start_shapes": start_shapes, "lexicon": forms.lexicon}
            torch.save({**state, **meta, "epoch": epoch + 1, "step": step, "dev": scores[threshold]}, path)
        print(line, flush=True)


if __name__ == "__main__":
    main()
