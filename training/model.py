"""The compact nested tagger: additive word features → BiLSTM → additive span scorer (see assets/MODEL_CARD.md)."""

import dataclasses

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from data import OUTPUTS, VECTOR_SCALE, Forms


@dataclasses.dataclass
class Config:
    hidden: int = 160  # LSTM units a direction
    vector: int = 128  # projection of the word vector
    shape: int = 24
    hash: int = 48
    morph: int = 32
    span: int = 96  # width of the span scorer
    widths: int = 12  # longest span, in atoms
    outputs: int = len(OUTPUTS)
    drop: float = 0.3  # locked dropout on encoder and embeddings
    span_drop: float = 0.1
    word_drop: float = 0.05
    hash_drop: float = 0.25


def locked(x: torch.Tensor, p: float, training: bool) -> torch.Tensor:
    """Dropout with one mask for all positions (Gal & Ghahramani, 2016)."""
    if not training or p <= 0:
        return x
    return x * ((torch.rand(x.shape[0], 1, x.shape[2]) > p).float() / (1 - p))


class Tagger(nn.Module):
    def __init__(self, config: Config, forms: Forms, vectors: np.ndarray):
        super().__init__()
        self.config = c = config
        known = forms.vector >= 0
        table = np.where(known[:, None], vectors[np.maximum(forms.vector, 0)] / VECTOR_SCALE, 0).astype("f4")
        fixed = {
            "vector_table": torch.tensor(table),
            "has_vector": torch.tensor(known.astype("f4")),
            "shapes": torch.tensor(forms.shape),
            "hashes": torch.tensor(forms.hashes),
            "grammemes": torch.tensor(forms.grammemes),
        }
        for name, tensor in fixed.items():
            self.register_buffer(name, tensor, persistent=False)
        self.vector = nn.Linear(vectors.shape[1] + 1, c.vector)
        self.shape = nn.Embedding(forms.n_shapes, c.shape)
        self.hash = nn.Embedding(forms.buckets, c.hash, padding_idx=0)
        nn.init.normal_(self.hash.weight, std=0.1)
        self.hash.weight.data[0] = 0
        self.morph = nn.Linear(forms.grammemes.shape[1], c.morph)
        self.input = nn.Linear(c.vector + c.shape + c.hash + c.morph + 1, c.hidden)
        self.norm_in = nn.LayerNorm(c.hidden)
        self.lstm = nn.LSTM(c.hidden, c.hidden, batch_first=True, bidirectional=True)
        self.norm_out = nn.LayerNorm(2 * c.hidden)
        self.start = nn.Linear(2 * c.hidden, c.span)
        self.end = nn.Linear(2 * c.hidden, c.span)
        self.pool = nn.Linear(2 * c.hidden, c.span)
        self.width = nn.Embedding(c.widths, c.span)
        nn.init.normal_(self.width.weight, std=0.1)
        self.out = nn.Linear(c.span, c.outputs)
        nn.init.constant_(self.out.bias, -5.0)  # spans are rare
        self.gate = nn.Linear(2 * c.hidden, 1)  # whether any span begins at an atom: spares the scorer

    def prepare(self, parts: list[tuple], batch: list[int]) -> None:
        """Called before each forward pass with the parts that it will see; the teacher looks their pieces up."""

    def rates(self) -> list[dict]:
        """Groups of parameters with their decay and the highest rate, as a share of the usual one."""
        matrices = [p for n, p in self.named_parameters() if p.ndim > 1 and not n.startswith("encoder.")]
        vectors = [p for n, p in self.named_parameters() if p.ndim <= 1 and not n.startswith("encoder.")]
        return [{"params": matrices, "weight_decay": 0.02, "top": 1.0}, {"params": vectors, "weight_decay": 0.0, "top": 1.0}]

    def embed(self, x: torch.Tensor, glued: torch.Tensor) -> torch.Tensor:
        c, training = self.config, self.training
        keep = torch.ones(*x.shape, 1)
        hashes = self.hashes[x]
        if training:
            keep = (torch.rand(*x.shape, 1) > c.word_drop).float()
            hashes = hashes * (torch.rand(hashes.shape) > c.hash_drop).long()
        vector = torch.cat([self.vector_table[x], self.has_vector[x].unsqueeze(-1)], -1) * keep
        parts = [
            locked(self.vector(vector), c.drop, training),
            self.shape(self.shapes[x]),
            locked(self.hash(hashes).sum(2), c.drop, training),
            locked(self.morph(self.grammemes[x]), c.drop / 2, training),
            glued.unsqueeze(-1).float(),
        ]
        return self.norm_in(self.input(torch.cat(parts, -1)))

    def forward(self, x, glued, mask, chosen=None) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of spans: for the starts in `chosen` (row and column indices) n x width x type, else batch x atom x width x
        type; and of the gate, batch x atom."""
        c, training = self.config, self.training
        h = self.embed(x, glued) * mask.unsqueeze(-1)
        packed = nn.utils.rnn.pack_padded_sequence(h, mask.sum(1), batch_first=True, enforce_sorted=False)
        h, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=x.shape[1])
        h = locked(self.norm_out(h), c.drop, training)
        start, end, pool = (locked(layer(h), c.span_drop, training) for layer in (self.start, self.end, self.pool))
        batch, length, d = start.shape
        if chosen is None:
            chosen = (torch.arange(batch).repeat_interleave(length), torch.arange(length).repeat(batch))
            shape = (batch, length, c.widths, c.outputs)
        else:
            shape = (len(chosen[0]), c.widths, c.outputs)
        rows, columns = chosen
        stride = length + c.widths
        base = rows * stride + columns
        ends = base[:, None] + torch.arange(c.widths)
        end = F.pad(end, (0, 0, 0, c.widths)).reshape(batch * stride, d)
        sums = F.pad(pool, (0, 0, 1, c.widths - 1)).cumsum(1).reshape(batch * stride, d)
        mean = (F.embedding(ends + 1, sums) - F.embedding(base, sums).unsqueeze(1)) / (torch.arange(c.widths) + 1.0).view(1, -1, 1)
        z = start[rows, columns].unsqueeze(1) + F.embedding(ends, end) + self.width.weight + mean
        return self.out(F.relu(z)).view(shape), self.gate(h).squeeze(-1)
