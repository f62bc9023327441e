"""Weights of the kinds of lines (`assets/knowledge/layout.tsv`) from labelled articles.

    cargo build --release --features dev
    python training/layout.py [--folds 10] [--dev target/release/letopis-dev]

Reads `tests/data/layout/*.txt`: an article begins with `=== NAME | DATE`; each line has a letter (T title, D dateline, B body,
F furniture), a tab and the line. A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) is fitted with
softmax-margin (Gimpel and Smith 2010): to call body furniture costs more than the other way round. With `--folds` every article is
also judged by weights that have not seen it, and the figures are printed.
"""

import argparse
import json
import pathlib
import subprocess

import torch

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = "TDBF"
NAMES = ["title", "dateline", "body", "furniture"]
# What a mistake costs, by the true kind and the one chosen.
COST = torch.tensor([[0, 0.5, 0.5, 1.0], [0.5, 0, 0.5, 0.5], [1.0, 1.0, 0, 3.0], [0.5, 0.5, 0.6, 0]])


def read(folder):
    articles = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("=== "):
                articles.append({"id": f"{path.stem}/{line[4:].rsplit('|', 1)[0].strip()}", "lines": []})
            elif articles:
                label, _, text = line.rpartition("\t") if "\t" not in line else (*line.partition("\t")[:1], "", line.partition("\t")[2])
                articles[-1]["lines"].append((label, text))
    return articles


def vary(article):
    """The same article as plainer ones: without furniture, without headline, in one paragraph, cut short."""
    lines = [(label, text) for label, text in article["lines"] if text.strip()]
    body = [text for label, text in lines if label == "B"]
    title = [(label, text) for label, text in lines if label == "T"][:1]
    joined = [("B", " ".join(body))]
    plain = [(label, text) for label, text in lines if label in "TB"]
    variants = [
        [(label, text) for label, text in lines if label in "TDB"],
        plain,
        [("B", text) for text in body],
        title + joined,
        title + [("B", text) for text in sorted(body, key=len)[-1:]],
        title + [("B", text) for text in body[:2]] + [line for line in lines if line[0] == "F"][-1:],
    ]
    return [{"id": f"{article['id']}+{n}", "lines": v} for n, v in enumerate(variants) if len(v) > 1 and any(label == "B" for label, _ in v)]


def prepare(articles, dev):
    texts = ["\n".join(text for _, text in a["lines"]) for a in articles]
    source = "\n".join(json.dumps({"id": a["id"], "text": t}, ensure_ascii=False) for a, t in zip(articles, texts))
    lexicon = ROOT / "assets/lexicon.pack.gz"
    out = subprocess.run([dev, "lines", "--lexicon", lexicon], input=source, capture_output=True, text=True, check=True).stdout
    for article, line in zip(articles, out.splitlines()):
        found = json.loads(line)["lines"]
        labels = [(label, len(text.strip())) for label, text in article["lines"] if text.strip()]
        assert len(found) == len(labels), article["id"]
        article["features"] = [f for _, _, f in found]
        article["labels"] = [KINDS.index(label) for label, _ in labels]
        article["sizes"] = [n for _, n in labels]


class Crf(torch.nn.Module):
    def __init__(self, names):
        super().__init__()
        self.names = {n: i for i, n in enumerate(names)}
        self.weights = torch.nn.Parameter(torch.zeros(len(names), 4))
        self.steps = torch.nn.Parameter(torch.zeros(4, 4))
        self.start = torch.nn.Parameter(torch.zeros(4))

    def matrix(self, article):
        rows = torch.zeros(len(article["features"]), len(self.names))
        for i, names in enumerate(article["features"]):
            for name in names:
                if name in self.names:
                    rows[i, self.names[name]] += 1
        return rows

    def loss(self, rows, labels, margin):
        scores = rows @ self.weights
        gold = self.start[labels[0]] + scores[range(len(labels)), labels].sum() + self.steps[labels[:-1], labels[1:]].sum()
        if margin:
            scores = scores + margin * COST[labels]
        total = self.start + scores[0]
        for row in scores[1:]:
            total = torch.logsumexp(total[:, None] + self.steps, 0) + row
        return torch.logsumexp(total, 0) - gold

    def decode(self, rows):
        scores, back = rows @ self.weights, []
        best = self.start + scores[0]
        for row in scores[1:]:
            value, place = (best[:, None] + self.steps).max(0)
            back.append(place)
            best = value + row
        path = [int(best.argmax())]
        for place in reversed(back):
            path.append(int(place[path[-1]]))
        return path[::-1]


def fit(articles, names, margin, l2):
    torch.manual_seed(1)
    crf = Crf(names)
    data = [(crf.matrix(a), torch.tensor(a["labels"])) for a in articles]
    steps = torch.optim.LBFGS(crf.parameters(), max_iter=150, line_search_fn="strong_wolfe", history_size=20)

    def closure():
        steps.zero_grad()
        loss = sum(crf.loss(rows, labels, margin) for rows, labels in data)
        loss = loss + l2 * sum((p**2).sum() for p in crf.parameters())
        loss.backward()
        return loss

    steps.step(closure)
    return crf


def judge(pairs):
    right = found = gold = lost = body = lines = good = 0
    for article, path in pairs:
        for label, kind, size in zip(article["labels"], path, article["sizes"]):
            lines, good = lines + 1, good + (label == kind)
            right += size * (label == kind == 3)
            found += size * (kind == 3)
            gold += size * (label == 3)
            body += size * (label == 2)
            lost += size * (label == 2 and kind == 3)
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"furniture P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; body called furniture {lost / body:.4f}; lines right {good / lines:.3f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--margin", type=float, default=1.0)
    parser.add_argument("--l2", type=float, default=0.5)
    parser.add_argument("--dev", default=ROOT / "target/release/letopis-dev")
    args = parser.parse_args()
    articles = read(ROOT / "tests/data/layout")
    prepare(articles, args.dev)
    varied = [vary(a) for a in articles]
    flat = [v for vs in varied for v in vs]
    prepare(flat, args.dev)
    names = sorted({n for a in articles for names in a["features"] for n in names})
    if args.folds:
        pairs, plain = [], []
        for fold in range(args.folds):
            seen = [a for i, a in enumerate(articles) if i % args.folds != fold]
            seen += [v for i, vs in enumerate(varied) if i % args.folds != fold for v in vs]
            crf = fit(seen, names, args.margin, args.l2)
            mine = [(a, vs) for i, (a, vs) in enumerate(zip(articles, varied)) if i % args.folds == fold]
            with torch.no_grad():
                pairs += [(a, crf.decode(crf.matrix(a))) for a, _ in mine]
                plain += [(v, crf.decode(crf.matrix(v))) for _, vs in mine for v in vs]
        print(f"unseen: {judge(pairs)}")
        print(f"unseen, plainer: {judge(plain)}")
    crf = fit(articles + flat, names, args.margin, args.l2)
    with torch.no_grad():
        print(f"seen:   {judge([(a, crf.decode(crf.matrix(a))) for a in articles])}")
    rows = [("start", crf.start), *((f"from:{NAMES[i]}", crf.steps[i]) for i in range(4)), *((n, crf.weights[i]) for n, i in crf.names.items())]
    lines = ["# Weights of features of lines in thousandths, by training/layout.py from tests/data/layout.", "# feature\t" + "\t".join(NAMES)]
    lines += [name + "\t" + "\t".join(str(round(w * 1000)) for w in row.tolist()) for name, row in rows]
    (ROOT / "assets/knowledge/layout.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
