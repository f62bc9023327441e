"""A teacher: the tagger's net over a fine-tuned multilingual encoder. It is too large for the page; what it makes of unlabelled
text trains the tagger (`label.py`)."""

import copy

import torch
from torch import nn
from torch.nn import functional as F

from data import Document, Forms
from encoder import META, Container, Encoder, model_path
from model import Config, Tagger

ENCODER_SHARE = 0.1  # of the learning rate
MAX_PIECES, ATOM_PIECES = 510, 8


class Pieces:
    """Pieces of every atom, numbered within those that occur; 0 and 1 are the ends of a sequence."""

    def __init__(self, texts: list[str], documents: list[Document], used: list[int] | None = None):
        """`used`: the pieces a trained net knows; others become the unknown one."""
        self.source = source = Container(model_path())
        self.fixed = used is not None
        self.used = {p: i for i, p in enumerate(used or [source.bos, source.eos, source.unk])}
        self.cache: dict = {}
        self.of = {d.name: self.document(text, d) for text, d in zip(texts, documents)}

    def atom(self, text: str, glued: bool) -> list[int]:
        if (text, glued) not in self.cache:
            found = self.source.split(text.strip() if glued or not text.strip() else META + text)[:ATOM_PIECES]
            unknown = self.used[self.source.unk]
            self.cache[text, glued] = [self.used.get(p, unknown) if self.fixed else self.used.setdefault(p, len(self.used)) for p in found]
        return self.cache[text, glued]

    def document(self, text: str, d: Document) -> list[list[int]]:
        return [self.atom(text[a:b], bool(g)) for (a, b), g in zip(d.offsets.tolist(), d.glued.tolist())]

    def batch(self, parts: list[tuple], batch: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """Pieces and the atoms that own them, row by row; -1 pads and marks the ends."""
        rows, owners = [], []
        for i in batch:
            _, first, forms = parts[i][:3]
            own = self.of[parts[i][7]][first : first + len(forms)]
            rows.append([0, *(p for atom in own for p in atom), 1])
            owners.append([-1, *(k for k, atom in enumerate(own) for _ in atom), -1])
        longest = min(MAX_PIECES, max(map(len, rows)))
        return tuple(torch.tensor([(r + [-1] * longest)[:longest] for r in lists]) for lists in (rows, owners))


class Teacher(Tagger):
    def __init__(self, config: Config, forms: Forms, vectors, encoder: Encoder, pieces: Pieces):
        super().__init__(config, forms, vectors)
        self.encoder = encoder
        self.lift = nn.Linear(encoder.width, config.hidden)
        self.used = pieces

    @classmethod
    def fresh(cls, config: Config, forms: Forms, vectors, pieces: Pieces) -> "Teacher":
        used = sorted(pieces.used, key=pieces.used.get)
        return cls(config, forms, vectors, Encoder(pieces.source, used), pieces)

    def __deepcopy__(self, memo):
        # The pieces are shared, not copied.
        memo[id(self.used)] = self.used
        out = self.__class__.__new__(self.__class__)
        memo[id(self)] = out
        out.__dict__.update({k: copy.deepcopy(v, memo) for k, v in self.__dict__.items()})
        return out

    def prepare(self, parts: list[tuple], batch: list[int]) -> None:
        self.seen = self.used.batch(parts, batch)

    def rates(self) -> list[dict]:
        return [*super().rates(), {"params": list(self.encoder.parameters()), "weight_decay": 0.01, "top": ENCODER_SHARE}]

    def embed(self, x: torch.Tensor, glued: torch.Tensor) -> torch.Tensor:
        states = self.encoder(*self.seen, x.shape[1], 0.1 if self.training else 0.0)
        plain = super().embed(x, glued)
        return F.layer_norm(plain + F.dropout(self.lift(states), 0.2, self.training), plain.shape[-1:])
