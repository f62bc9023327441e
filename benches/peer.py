"""Speed of Natasha's NER on the text of `cargo bench`, for a ratio on the same machine: python benches/peer.py

Needs natasha 1.6 (see training/requirements.txt). One thread, median of some rounds, like `benches/pipeline.rs`.
"""

import os
import pathlib
import statistics
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter  # noqa: E402

NAMES = ["peacekeepers", "summit", "court", "floods", "science", "chronicle"]
folder = pathlib.Path(__file__).parent.parent / "tests/data/documents"
text = "\n\n".join((folder / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES) * 10

start = time.perf_counter()
segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())
print(f"start {1000 * (time.perf_counter() - start):.0f} ms")


def run() -> float:
    start = time.perf_counter()
    doc = Doc(text)
    doc.segment(segmenter)
    doc.tag_ner(tagger)
    return time.perf_counter() - start


seconds = statistics.median(run() for _ in range(5))
print(f"Natasha segmentation and NER (3 flat types): {len(text) / seconds:.0f} characters/s")
