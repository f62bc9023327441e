#!/usr/bin/env bash
# Rebuilds both packs: training/make.sh NEREL NEWS.jsonl FACTRUEVAL NAMES.json
# (folder with train/ and dev/; unlabelled news; factRuEval's devset; BSNLP names). Every training resumes from its checkpoint.
set -euo pipefail
[ $# -eq 4 ] && [ -d "$1/train" ] && [ -d "$1/dev" ] && [ -f "$2" ] && [ -d "$3" ] && [ -f "$4" ] ||
  { echo "usage: training/make.sh NEREL NEWS.jsonl FACTRUEVAL NAMES.json" >&2; exit 2; }
nerel=$(cd "$1" && pwd) news=$(realpath "$2") factru=$(cd "$3" && pwd) names=$(realpath "$4")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-training/work/env/bin/python}
mkdir -p training/work

dev() { cargo run --release --quiet --features dev --bin letopis-dev -- "$@"; }

cargo build --release --features dev --bin letopis-dev
[ -f training/work/lexicon.json ] || "$python" training/lexicon.py
dev pack-lexicon training/work/lexicon.json assets/lexicon.pack.gz
[ -f training/work/plain.nerel.jsonl ] || "$python" training/label.py "$nerel" "$news" --name plain
"$python" training/train.py "$nerel" --teacher --name teacher1 --labels none --hidden 192 --epochs 6 --seed 1
"$python" training/train.py "$nerel" --teacher --name teacher2 --labels plain --hidden 160 --epochs 5 --seed 2
[ -f training/work/labels.news.jsonl ] || "$python" training/label.py "$nerel" "$news" --teachers teacher1 teacher2
"$python" training/train.py "$nerel" --seed 2
"$python" training/export.py "$nerel" "$news" "$factru" "$names"
"$python" training/relations.py "$nerel"
dev pack-tagger training/work/export assets/tagger.pack.gz
# The second net reads what the first one, packed, makes of the names' data.
"$python" training/names.py "$factru" "$names"
dev pack-tagger training/work/export assets/tagger.pack.gz
echo "Packs are in assets/; run ./test, and put sizes and figures into assets/SOURCES.md and docs/quality.md."
