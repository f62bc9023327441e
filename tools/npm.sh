#!/usr/bin/env bash
# Builds the npm package into target/npm: tools/npm.sh. With --quick as the tests want it, soon and large.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tools/setup.sh
source tools/setup.sh

usage="usage: tools/npm.sh [--quick]"
case ${1:-} in
'') profile=release ;;
--quick) profile=quick ;;
*) die "unknown argument: $1" "$usage" ;;
esac

need_rust
need_wasm_target
need_wasm_bindgen

cargo build --locked --profile "$profile" --target wasm32-unknown-unknown --no-default-features --features npm --bin npm
rm -rf target/npm
mkdir -p target/npm
wasm-bindgen --target web --out-name letopis --out-dir target/npm \
    "${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/$profile/npm.wasm"
if [ "$profile" = release ]; then
    need_wasm_opt
    wasm-opt -O3 --enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
        --enable-reference-types --enable-multivalue target/npm/letopis_bg.wasm -o target/npm/letopis_bg.wasm
fi
cp npm/* assets/lexicon.pack.gz assets/tagger.pack.gz target/npm/
say "the package is in target/npm"
