#!/usr/bin/env bash
# Rebuilds both packs: training/make.sh PATH/TO/nerel
set -euo pipefail
[ $# -eq 1 ] && [ -d "$1/train" ] && [ -d "$1/dev" ] || { echo "usage: training/make.sh PATH/TO/nerel (with train/ and dev/)" >&2; exit 2; }
nerel=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-training/work/env/bin/python}
mkdir -p training/work

dev() { cargo run --release --quiet --features dev --bin letopis-dev -- "$@"; }

cargo build --release --features dev --bin letopis-dev
[ -f training/work/lexicon.json ] || "$python" training/lexicon.py
dev pack-lexicon training/work/lexicon.json assets/lexicon.pack.gz
"$python" training/train.py "$nerel"
"$python" training/export.py
dev pack-tagger training/work/export assets/tagger.pack.gz
echo "Packs are in assets/; run ./test, and put sizes and figures into assets/SOURCES.md and docs/quality.md."
