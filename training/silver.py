"""Plain names by Slovnet's NER (Kukushkin, 2020; MIT), a second opinion under another guideline: text → spans of PER, LOC, ORG."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")


def plain_names(texts: list[str]) -> list[list[tuple[str, int, int]]]:
    from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter

    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())
    out = []
    for text in texts:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        out.append([(s.type, s.start, s.stop) for s in doc.spans])
    return out
