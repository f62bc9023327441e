"""Speed of the tagger beside Natasha's NER, on the same articles and the same core in one run: python benches/peer.py

Needs natasha 1.6 (see training/requirements.txt). Median of some rounds each, one thread, pinned where the system can.
"""

import os
import pathlib
import re
import statistics
import subprocess
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter  # noqa: E402

NAMES = ["peacekeepers", "summit", "court", "floods", "science", "chronicle"]
REPEAT, ROUNDS = 10, 5
root = pathlib.Path(__file__).parent.parent
own = os.environ.get("LETOPIS_BENCH_TEXTS")  # a file with one text a line, line breaks written as \\n
if own:
    texts = [line.replace("\\n", "\n") for line in pathlib.Path(own).read_text(encoding="utf-8").splitlines()]
else:
    texts = [(root / f"assets/example/{name}.txt").read_text(encoding="utf-8") for name in NAMES] * REPEAT

start = time.perf_counter()
segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())
print(f"Natasha, start: {1000 * (time.perf_counter() - start):.0f} ms")


def run() -> float:
    start = time.perf_counter()
    for text in texts:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
    return time.perf_counter() - start


natasha = sum(map(len, texts)) / statistics.median(run() for _ in range(ROUNDS))
print(f"Natasha, segmentation and NER (3 flat types): {natasha:.0f} characters/s")
bench = subprocess.run(["cargo", "bench", "--bench", "pipeline"], cwd=root, stdout=subprocess.PIPE, check=True, text=True).stdout
stage = {name: float(rate) for name, rate in re.findall(r"^(segmentation|tagger|tagger, forms kept) +(\d+) characters/s", bench, re.M)}
for tagger, what in (("tagger", "each text anew"), ("tagger, forms kept", "word forms kept from text to text")):
    own = 1 / (1 / stage["segmentation"] + 1 / stage[tagger])
    print(f"Letopis, segmentation and tagger (29 nested types), {what}: {own:.0f} characters/s, {own / natasha:.2f} times Natasha")
