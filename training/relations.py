"""Trains the head of relations over the frozen tagger, and adds it to the export: pairs of mentions and what is counted of them
come from the core (`letopis-dev pairs`), states from the tagger's checkpoint."""

import argparse
import collections
import copy
import json
import math
import pathlib
import random
import subprocess
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from data import TYPES, WORK, brat, features, navec
from export import Arrays, encode, fold, norm, sigmoid
from model import Tagger, locked
from train import MAX_ATOMS, batches, chunks, collate

EPOCHS, DOCUMENTS, RATE, WARM_UP, EMA = 14, 8, 2e-3, 50, 0.99
CONTEXT, HIDDEN, SIZE = 96, 64, 128
DROP, PAIR_DROP = 0.3, 0.2
SIZES = (5, 13, 4, 3, 5, 5, 4, 4, 6)  # values of each counted feature, as in src/nlp/relation/pairs.rs
LEAST_PAIRS = 2  # pairs of types related less often in train are never looked at
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


class Head(nn.Module):
    """See src/nlp/relation/model.rs."""

    def __init__(self, kinds: int, states: int):
        super().__init__()
        u = CONTEXT + 2 * HIDDEN
        self.r = nn.Linear(states, CONTEXT)
        self.mark = nn.Embedding(2 * len(TYPES), CONTEXT)
        nn.init.normal_(self.mark.weight, std=0.3)
        self.lstm = nn.LSTM(CONTEXT, HIDDEN, batch_first=True, bidirectional=True)
        self.norm = nn.LayerNorm(u)
        self.roles = nn.ModuleList(nn.Linear(u, SIZE) for _ in range(5))  # head's first and last atom, tail's, atoms between
        self.feats = nn.ModuleList(nn.Embedding(n, SIZE) for n in SIZES)
        self.pair = nn.Embedding(len(TYPES) ** 2, SIZE)
        for table in (*self.feats, self.pair):
            nn.init.normal_(table.weight, std=0.1)
        self.out = nn.Linear(SIZE, kinds)
        nn.init.constant_(self.out.bias, -5.0)

    def forward(self, documents: list[dict]) -> list[torch.Tensor]:
        """Logits pair x kind of each document."""
        training = self.training
        length = max(len(d["states"]) for d in documents)
        x = torch.zeros(len(documents), length, documents[0]["states"].shape[1])
        marks = torch.zeros(len(documents), length, 2 * len(TYPES))
        for i, d in enumerate(documents):
            x[i, : len(d["states"])] = d["states"]
            for (first, end), kind in zip(d["atoms"].tolist(), d["types"].tolist()):
                marks[i, first, kind] = 1
                marks[i, first + 1 : end, len(TYPES) + kind] = 1
        c = self.r(locked(x, DROP, training))
        z = c + marks @ self.mark.weight
        runs = [z[i, a:b] for i, d in enumerate(documents) for a, b in d["bounds"]]
        packed = nn.utils.rnn.pack_padded_sequence(
            nn.utils.rnn.pad_sequence(runs, batch_first=True), torch.tensor([len(r) for r in runs]), batch_first=True, enforce_sorted=False
        )
        read = iter(nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)[0])
        rows = [torch.cat([next(read)[: b - a] for a, b in d["bounds"]]) for d in documents]
        u = locked(self.norm(torch.cat([F.relu(c), nn.utils.rnn.pad_sequence(rows, batch_first=True)], -1)), DROP, training)
        hs, he, ts, te, between = (layer(u) for layer in self.roles)
        sums = F.pad(between, (0, 0, 1, 0)).cumsum(1)
        out = []
        for i, d in enumerate(documents):
            head, tail, atoms = d["pairs"][:, 0], d["pairs"][:, 1], d["atoms"]
            low = torch.minimum(atoms[head, 1], atoms[tail, 1])
            high = torch.maximum(torch.maximum(atoms[head, 0], atoms[tail, 0]), low)
            z = F.embedding(atoms[head, 0], hs[i]) + F.embedding(atoms[head, 1] - 1, he[i])
            z = z + F.embedding(atoms[tail, 0], ts[i]) + F.embedding(atoms[tail, 1] - 1, te[i])
            z = z + (F.embedding(high, sums[i]) - F.embedding(low, sums[i])) / (high - low).clamp(min=1).unsqueeze(1)
            z = z + self.pair(d["types"][head] * len(TYPES) + d["types"][tail])
            for j, table in enumerate(self.feats):
                z = z + table(d["pairs"][:, 2 + j])
            out.append(self.out(F.dropout(F.relu(z), PAIR_DROP, training)))
        return out


def gold(folder: pathlib.Path) -> dict[str, tuple[list, list]]:
    """id → mentions (first, end, type; each once) and relations (type, mention, mention)."""
    out = {}
    for path in sorted(folder.glob("*.ann")):
        spans, relations = {}, set()
        for line in path.read_text(encoding="utf-8").split("\n"):
            part = line.split("\t")
            if line.startswith("T"):
                kind, offsets = part[1].split(" ", 1)
                ends = [int(n) for n in offsets.replace(";", " ").split()]
                spans[part[0]] = (ends[0], ends[-1], kind)
            elif line.startswith("R"):
                kind, head, tail = part[1].split()[:3]
                relations.add((kind, head.split(":")[1], tail.split(":")[1]))
        known = [(k, spans[a], spans[b]) for k, a, b in relations if a in spans and b in spans]
        out[path.stem] = (sorted(set(spans.values())), known)
    return out


def pairs(documents: list[dict], mentions: dict, lexicon: pathlib.Path) -> list[dict]:
    command = [WORK.parent.parent / "target/release/letopis-dev", "pairs", "--lexicon", lexicon]
    lines = [json.dumps({"id": d["id"], "text": d["text"], "mentions": mentions[d["id"]]}, ensure_ascii=False) for d in documents]
    answer = subprocess.run(command, input="\n".join(lines).encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in answer.stdout.decode().splitlines()]


def states(net: Tagger, documents: list, newline: set[int]) -> list[tuple[np.ndarray, list]]:
    """The tagger's states of each document, and the stretches that it read together."""
    parts = chunks(documents, newline, MAX_ATOMS)
    out = [(np.zeros((len(d.forms), 2 * net.config.hidden), "f4"), []) for d in documents]
    net.eval()
    with torch.no_grad():
        for batch in batches(parts, 3000, None):
            x, glued, mask = collate(parts, batch)
            h = net.embed(x, glued) * mask.unsqueeze(-1)
            packed = nn.utils.rnn.pack_padded_sequence(h, mask.sum(1), batch_first=True, enforce_sorted=False)
            h, _ = nn.utils.rnn.pad_packed_sequence(net.lstm(packed)[0], batch_first=True, total_length=x.shape[1])
            for row, i in zip(net.norm_out(h), batch):
                n, first, length = parts[i][0], parts[i][1], len(parts[i][2])
                out[n][0][first : first + length] = row[:length].numpy()
    for part in parts:
        out[part[0]][1].append((part[1], part[1] + len(part[2])))
    return out


def prepare(split: dict, listed: list[dict], read: list[tuple], kinds: list[str], allowed: set) -> list[dict]:
    out = []
    for answer, (own, bounds) in zip(listed, read):
        mentions = [tuple(m[:3]) for m in answer["mentions"]]
        number = {m: i for i, m in enumerate(mentions)}
        related = collections.defaultdict(set)
        for kind, head, tail in split[answer["id"]][1]:
            if head in number and tail in number:
                related[number[head], number[tail]].add(kinds.index(kind))
        rows = [(h, t, *f) for h, t, f in answer["pairs"] if (mentions[h][2], mentions[t][2]) in allowed]
        target = torch.zeros(len(rows), len(kinds))
        for i, row in enumerate(rows):
            for kind in related.get(row[:2], ()):
                target[i, kind] = 1
        out.append(
            {
                "states": torch.tensor(own), "bounds": bounds, "target": target, "gold": sum(map(len, related.values())),
                "atoms": torch.tensor([m[3:] for m in answer["mentions"]], dtype=torch.long).view(-1, 2),
                "types": torch.tensor([TYPES.index(m[2]) for m in mentions], dtype=torch.long),
                "pairs": torch.tensor(rows, dtype=torch.long).view(-1, 2 + len(SIZES)),
            }  # fmt: skip
        )
    return out


def evaluate(net: Head, documents: list[dict]) -> tuple[float, float, float, float]:
    """Best F1 over thresholds with gold mentions, the threshold, precision, recall."""
    net.eval()
    with torch.no_grad():
        scored = [torch.sigmoid(o) for i in range(0, len(documents), 16) for o in net(documents[i : i + 16])]
    p, y = torch.cat(scored), torch.cat([d["target"] for d in documents])
    best = (0.0, 0.0, 0.0, 0.0)
    for threshold in THRESHOLDS:
        right = ((p > threshold) * y).sum().item()
        precision, recall = right / max(1, (p > threshold).sum().item()), right / sum(d["gold"] for d in documents)
        best = max(best, (2 * precision * recall / max(1e-9, precision + recall), threshold, precision, recall))
    return best


def train(net: Head, documents: list[dict], dev: list[dict], path: pathlib.Path, rng: random.Random) -> None:
    ema = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.02)
    total, step, first, began = math.ceil(len(documents) / DOCUMENTS) * EPOCHS, 0, 0, time.time()
    if path.exists():
        saved = torch.load(path, weights_only=False)
        net.load_state_dict(saved["net"])
        ema.load_state_dict(saved["ema"])
        optimizer.load_state_dict(saved["optimizer"])
        step, first = saved["step"], saved["epoch"]
    for epoch in range(first, EPOCHS):
        net.train()
        order = sorted(documents, key=lambda d: len(d["states"]) + rng.random() * 200)
        groups = [order[i : i + DOCUMENTS] for i in range(0, len(order), DOCUMENTS)]
        rng.shuffle(groups)
        losses = 0.0
        for group in groups:
            for parameters in optimizer.param_groups:
                parameters["lr"] = RATE * min(1, (step + 1) / WARM_UP) * (0.49 * (1 + math.cos(math.pi * step / total)) + 0.02)
            loss = sum(F.binary_cross_entropy_with_logits(o, d["target"], reduction="sum") for o, d in zip(net(group), group))
            loss = loss / sum(len(d["types"]) for d in group)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            losses += loss.item()
            with torch.no_grad():
                share = 1 - min(EMA, (step + 1) / (step + 20))
                torch._foreach_lerp_(list(ema.parameters()), [p.detach() for p in net.parameters()], share)
        f, threshold, precision, recall = evaluate(ema, dev)
        line = f"epoch {epoch + 1} loss {losses / len(groups):.4f} {time.time() - began:.0f} s"
        print(f"{line} dev with gold mentions {f:.4f} ({precision:.3f}/{recall:.3f}) at {threshold}", flush=True)
        state = {"net": net.state_dict(), "ema": ema.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save({**state, "epoch": epoch + 1, "step": step, "threshold": threshold}, path)


def add(state: dict, kinds: list[str], types: list[tuple[str, str]], threshold: float) -> dict[str, np.ndarray]:
    """Writes the head's arrays beside the tagger's and its sizes into the manifest; returns the arrays as the runtime sees them."""
    w = {k: v.numpy().astype("f4") for k, v in state.items()}
    out = Arrays()
    out.matrix("context", w["r.weight"])
    out.plain("context_bias", w["r.bias"])
    out.matrix("rel.mark", w["mark.weight"])
    for suffix, name in (("", "forward"), ("_reverse", "backward")):
        out.matrix(f"rel.{name}.input", w[f"lstm.weight_ih_l0{suffix}"])
        out.matrix(f"rel.{name}.hidden", w[f"lstm.weight_hh_l0{suffix}"])
        out.plain(f"rel.{name}.input_bias", w[f"lstm.bias_ih_l0{suffix}"] + w[f"lstm.bias_hh_l0{suffix}"])
    out.plain("rel.norm.gain", w["norm.weight"])
    out.plain("rel.norm.bias", w["norm.bias"])
    for n, name in enumerate(("head_start", "head_end", "tail_start", "tail_end", "between")):
        out.matrix(f"rel.{name}", w[f"roles.{n}.weight"])
        out.plain(f"rel.{name}_bias", w[f"roles.{n}.bias"])
    rows = [TYPES.index(a) * len(TYPES) + TYPES.index(b) for a, b in types]
    out.matrix("rel.pair", w["pair.weight"][rows])
    for n in range(len(SIZES)):
        out.matrix(f"rel.feature{n}", w[f"feats.{n}.weight"])
    out.matrix("rel.out", w["out.weight"])
    out.plain("rel.out_bias", w["out.bias"])

    folder = WORK / "export"
    for name, values in out.stored.items():
        (folder / f"{name}.bin").write_bytes(np.ascontiguousarray(values).tobytes())
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["context"] = CONTEXT
    manifest["relations"] = {"kinds": kinds, "hidden": HIDDEN, "size": SIZE, "threshold": threshold, "types": types}
    manifest["arrays"] = sorted({*manifest["arrays"], *out.stored})
    path.write_text(json.dumps(manifest, indent=1))
    return out.seen


def reference(a: dict, types: list[tuple[str, str]], state: np.ndarray, answer: dict) -> np.ndarray:
    """Probabilities pair x kind of one document read as one stretch: the runtime's arithmetic, written plainly."""
    c = state @ a["context"].T + a["context_bias"]
    x = c.copy()
    for _, _, kind, first, end in answer["mentions"]:
        x[first] += a["rel.mark"][TYPES.index(kind)]
        x[first + 1 : end] += a["rel.mark"][len(TYPES) + TYPES.index(kind)]
    read = []
    for name, order in (("forward", range(len(x))), ("backward", range(len(x) - 1, -1, -1))):
        h, cell, out = np.zeros(HIDDEN), np.zeros(HIDDEN), np.zeros((len(x), HIDDEN))
        for t in order:
            gates = a[f"rel.{name}.input"] @ x[t] + a[f"rel.{name}.hidden"] @ h + a[f"rel.{name}.input_bias"]
            i, f, g, o = np.split(gates, 4)
            cell = sigmoid(f) * cell + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(cell)
            out[t] = h
        read.append(out)
    u = norm(np.concatenate([np.maximum(c, 0), *read], 1), a["rel.norm.gain"], a["rel.norm.bias"])
    hs, he, ts, te, between = (
        u @ a[f"rel.{n}"].T + a[f"rel.{n}_bias"] for n in ("head_start", "head_end", "tail_start", "tail_end", "between")
    )
    out = []
    for head, tail, values in answer["pairs"]:
        (_, _, a_type, a0, a1), (_, _, b_type, b0, b1) = answer["mentions"][head], answer["mentions"][tail]
        low = min(a1, b1)
        high = max(a0, b0, low)
        z = hs[a0] + he[a1 - 1] + ts[b0] + te[b1 - 1] + a["rel.pair"][types.index((a_type, b_type))]
        z = z + between[low:high].sum(0) / max(1, high - low) + sum(a[f"rel.feature{n}"][v] for n, v in enumerate(values))
        out.append(sigmoid(a["rel.out"] @ np.maximum(z, 0) + a["rel.out_bias"]))
    return np.array(out)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("nerel", type=pathlib.Path, help="folder with train and dev")
    parser.add_argument("--lexicon", type=pathlib.Path, default=WORK.parent.parent / "assets/lexicon.pack.gz")
    parser.add_argument("--tagger", default="tagger", help="name of the checkpoint in work/")
    parser.add_argument("--name", default="relations")
    parser.add_argument("--parity", type=pathlib.Path, default=WORK.parent.parent / "tests/data/parity")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)

    raw = {split: brat(args.nerel / split) for split in ("train", "dev")}
    marked = {split: gold(args.nerel / split) for split in raw}
    text = (args.parity / "text.txt").read_text(encoding="utf-8")
    forms, documents = features([*raw["train"], *raw["dev"], {"id": "parity", "text": text}], args.lexicon)
    saved = torch.load(WORK / f"{args.tagger}.pt", weights_only=False)
    tagger = Tagger(saved["config"], forms, navec()[1])
    tagger.load_state_dict(saved["ema"])
    read = states(tagger, documents, set(np.flatnonzero(forms.shape == 0).tolist()))

    related = [(k, a, b) for _, relations in marked["train"].values() for k, a, b in relations]
    kinds = sorted({k for k, _, _ in related})
    counted = collections.Counter((a[2], b[2]) for _, a, b in related)
    types = sorted(pair for pair, n in counted.items() if n >= LEAST_PAIRS)
    split, n = {}, 0
    for name in ("train", "dev"):
        listed = pairs(raw[name], {d: m for d, (m, _) in marked[name].items()}, args.lexicon)
        split[name] = prepare(marked[name], listed, read[n : n + len(listed)], kinds, set(types))
        n += len(listed)
    net, path = Head(len(kinds), 2 * tagger.config.hidden), WORK / f"{args.name}.pt"
    train(net, split["train"], split["dev"], path, random.Random(args.seed))
    best = torch.load(path, weights_only=False)
    arrays = add(best["ema"], kinds, types, best["threshold"])

    # Mentions for the check: what the tagger's own reference lists above a half, by code points.
    listed = [s for s in json.loads((args.parity / "expected.json").read_text())["spans"] if s[2] in TYPES and s[3] > 0.5]
    offsets = documents[-1].offsets
    mentions = sorted({(int(offsets[s[0]][0]), int(offsets[s[0] + s[1]][1]), s[2]) for s in listed})
    (answer,) = pairs([{"id": "parity", "text": text}], {"parity": mentions}, args.lexicon)
    answer["pairs"] = [p for p in answer["pairs"] if (answer["mentions"][p[0]][2], answer["mentions"][p[1]][2]) in set(types)]
    _, vectors, counts = navec()
    folded = fold(saved["ema"], counts, vectors, saved["config"]).seen
    p = reference(arrays, types, encode(folded, forms, documents[-1], saved["config"].hidden), answer)
    found = [[*answer["pairs"][i][:2], kinds[k], round(float(p[i, k]), 5)] for i, k in zip(*np.nonzero(p > 0.02))]
    expected = {"command": "training/relations.py", "threshold_of_listing": 0.02, "mentions": mentions, "relations": found}
    (args.parity / "relations.json").write_text(json.dumps(expected, ensure_ascii=False))
    print("reference relations", len(found))


if __name__ == "__main__":
    main()
