"""NEREL → arrays. Features come from the Rust core (`letopis-dev features`), so training and inference cannot differ."""

import dataclasses
import json
import pathlib
import subprocess

import numpy as np
from navec import Navec

HERE = pathlib.Path(__file__).parent
WORK = HERE / "work"
TYPES = (
    "AGE AWARD CITY COUNTRY CRIME DATE DISEASE DISTRICT EVENT FACILITY FAMILY IDEOLOGY LANGUAGE LAW LOCATION MONEY "
    "NATIONALITY NUMBER ORDINAL ORGANIZATION PENALTY PERCENT PERSON PRODUCT PROFESSION RELIGION STATE_OR_PROVINCE TIME "
    "WORK_OF_ART"
).split()
PLAIN = ("PER", "LOC", "ORG")  # names under the plainer guideline of Slovnet's training data
OUTPUTS = (*TYPES, *PLAIN)
VECTOR_SCALE = 0.32  # brings Navec's components to about unit variance


@dataclasses.dataclass
class Forms:
    """Features of every distinct form, by form number."""

    vector: np.ndarray  # rank in the sorted vocabulary, -1 for none
    shape: np.ndarray
    hashes: np.ndarray  # forms x slots, 0 for none
    grammemes: np.ndarray  # forms x (grammemes + 1), multi-hot, last column: in the dictionary
    lexicon: str
    n_shapes: int
    buckets: int


@dataclasses.dataclass
class Document:
    """Atoms of a text and its gold spans in atoms, both ends included."""

    name: str
    forms: np.ndarray
    glued: np.ndarray
    offsets: np.ndarray  # atoms x 2, code points
    spans: np.ndarray  # spans x (type, first, last)
    values: np.ndarray  # probability of each span: 1 for gold
    groups: tuple[bool, bool]  # whether NEREL's types and the plain names are labelled
    lost: int  # gold spans that no run of atoms matches


def navec() -> tuple[list[str], np.ndarray, np.ndarray]:
    """Words in byte order, their vectors and their counts."""
    import natasha

    path = pathlib.Path(natasha.__file__).parent / "data/emb/navec_news_v1_1B_250K_300d_100q.tar"
    source = Navec.load(path)
    words = [w for w in source.vocab.words if w not in ("<unk>", "<pad>")]
    order = sorted(range(len(words)), key=lambda i: words[i].encode())
    ids = np.array([source.vocab[words[i]] for i in order])
    vectors = source.pq.unpack()[ids].astype("f4")
    counts = np.array(source.vocab.counts)[ids]
    return [words[i] for i in order], vectors, counts


def brat(folder: pathlib.Path) -> list[dict]:
    """Documents of a brat folder with their continuous spans as code points."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        spans, lost = set(), set()
        for line in path.with_suffix(".ann").read_text(encoding="utf-8").split("\n"):
            if line.startswith("T"):
                kind, offsets = line.split("\t")[1].split(" ", 1)
                if ";" in offsets:
                    lost.add((kind, offsets))
                    continue
                start, end = map(int, offsets.split())
                spans.add((kind, start, end))
        out.append({"id": path.stem, "text": text, "spans": sorted(spans), "lost": len(lost)})
    return out


def features(documents: list[dict], lexicon: pathlib.Path) -> tuple[Forms, list[Document]]:
    """Runs the core over the documents."""
    words = WORK / "words.txt"
    if not words.exists():
        words.write_text("\n".join(navec()[0]) + "\n", encoding="utf-8")
    command = [HERE.parent / "target/release/letopis-dev", "features", "--lexicon", lexicon, "--words", words]
    lines = "".join(json.dumps({"id": d["id"], "text": d["text"]}, ensure_ascii=False) + "\n" for d in documents)
    answer = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    meta = json.loads(answer[-1])
    forms = meta["forms"]
    grammemes = np.zeros((len(forms), meta["grammemes"] + 1), "f4")
    for i, form in enumerate(forms):
        grammemes[i, form[3]] = 1
        grammemes[i, -1] = form[4]
    table = Forms(
        vector=np.array([f[0] for f in forms]),
        shape=np.array([f[1] for f in forms]),
        hashes=np.array([f[2] for f in forms]),
        grammemes=grammemes,
        lexicon=meta["lexicon"],
        n_shapes=meta["shapes"],
        buckets=meta["hash_buckets"],
    )
    out = []
    for document, line in zip(documents, answer):
        atoms = np.array(json.loads(line)["atoms"]).reshape(-1, 4)
        starts = {s: i for i, s in enumerate(atoms[:, 2].tolist())}
        ends = {e: i for i, e in enumerate(atoms[:, 3].tolist())}
        spans, values, lost = [], [], document.get("lost", 0)
        for kind, start, end, *value in [*document.get("spans", []), *document.get("plain", [])]:
            if start in starts and end in ends:
                spans.append((OUTPUTS.index(kind), starts[start], ends[end]))
                values.append(value[0] if value else 1.0)
            else:
                lost += kind in TYPES
        spans = np.array(spans, dtype=int).reshape(-1, 3)
        groups = ("spans" in document, "plain" in document)
        out.append(Document(document["id"], atoms[:, 0], atoms[:, 1], atoms[:, 2:], spans, np.array(values, "f4"), groups, lost))
    return table, out
