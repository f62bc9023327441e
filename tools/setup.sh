# shellcheck shell=bash
# What run, test and .ci/run share: each need_* function below makes sure of one
# tool, in a second when it is there, and otherwise installs it or says how to.
# To be sourced from the top of the repository.

# In 'a && b || die' below, die is meant to answer for both.
# shellcheck disable=SC2015

readonly TRUNK_VERSION=0.21.14
readonly WASM_OPT_OLDEST=116 # older ones cannot read what current Rust writes
readonly NODE_OLDEST=20      # asked for by playwright-core

# The project's own copies come first, so that they win over other versions.
# Cargo's folder comes last: a shell opened before rustup ran does not have it.
export PATH="$PWD/.tools/bin:$PWD/tools/node_modules/.bin:$PATH:${CARGO_HOME:-${HOME:-}/.cargo}/bin"

# Trunk reads NO_COLOR as a flag and stops at the usual value, 1.
if [ -n "${NO_COLOR:-}" ]; then export NO_COLOR=true; else unset NO_COLOR; fi

say() { printf '==> %s\n' "$*"; }

# die WHAT [WHAT TO DO]...
die() {
    printf 'error: %s\n' "$1" >&2
    shift
    [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# at_least HAVE WANT: compares dotted versions, 1.100 being newer than 1.95.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | sed -n 1p)" = "$2" ]; }

# version_of COMMAND: the first number that COMMAND --version prints, or nothing.
version_of() {
    { "$1" --version 2>/dev/null || true; } | sed -n '1s/^[^0-9]*\([0-9][0-9.]*\).*/\1/p'
}

# locked_version PACKAGE: its version in Cargo.lock.
locked_version() {
    awk -v line="name = \"$1\"" '$0 == line { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock
}

need_rust() {
    have cargo && have rustc ||
        die "Rust (cargo and rustc) is not installed." \
            "Get rustup from https://rustup.rs or from your distribution, then run this again."
    have cc ||
        die "there is no C compiler (cc); Rust needs it to link." \
            "Debian and Ubuntu: apt-get install build-essential. Fedora: dnf install gcc."
    local found oldest
    found=$(version_of rustc)
    oldest=$(sed -n 's/^rust-version *= *"\([^"]*\)".*/\1/p' Cargo.toml)
    [ -n "$found" ] ||
        die "rustc is there but does not run; 'rustc --version' says why." \
            "With rustup, 'rustup toolchain install stable' usually helps."
    at_least "$found" "${oldest:-0}" ||
        die "Rust $found is too old: this project needs $oldest or newer." \
            "With rustup: rustup update stable"
    say "Rust $found: found"
}

# need_component NAME COMMAND: rustfmt and clippy, which only developers need.
need_component() {
    if "$2" --version >/dev/null 2>&1; then
        say "$1: found"
        return
    fi
    say "$1: adding it with rustup"
    have rustup && rustup component add "$1" ||
        die "$1 could not be had." "With rustup: rustup component add $1. Otherwise install your distribution's $1."
}

have_wasm_target() {
    local folder
    folder=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) && [ -d "$folder" ]
}

need_wasm_target() {
    if have_wasm_target; then
        say "wasm target: found"
        return
    fi
    have rustup ||
        die "this Rust has no wasm32-unknown-unknown target, and there is no rustup to add it." \
            "Install your distribution's package (Debian: libstd-rust-dev-wasm32), or use rustup's Rust."
    say "wasm target: adding it with rustup"
    # Asked again afterwards: the rustc in use need not be rustup's.
    rustup target add wasm32-unknown-unknown && have_wasm_target ||
        die "the target wasm32-unknown-unknown could not be had." \
            "Check the network and that 'command -v rustc' is rustup's, then: rustup target add wasm32-unknown-unknown"
}

# Trunk builds offline, to keep it from downloading tools of its own; so the
# crates, those for wasm too, must be there before.
need_crates() {
    [ -f Cargo.lock ] || die "there is no Cargo.lock here." "It belongs to the repository: git checkout Cargo.lock"
    say "crates: fetching what Cargo.lock names and is not there yet"
    cargo fetch --locked --quiet ||
        die "the crates in Cargo.lock could not be had." "Check the network, then: cargo fetch --locked"
}

# need_cargo_tool COMMAND VERSION TIME INSTALL-ARGUMENT...
need_cargo_tool() {
    local command=$1 version=$2 time=$3
    shift 3
    if [ "$(version_of "$command")" = "$version" ]; then
        say "$command $version: found"
        return
    fi
    say "$command $version: installing into .tools, once ($time)"
    cargo install "$@" --version "$version" --root .tools &&
        [ "$(version_of "$command")" = "$version" ] ||
        die "$command $version could not be had." \
            "Check the network, or install it yourself: cargo install $* --version $version"
}

need_trunk() {
    need_cargo_tool trunk "$TRUNK_VERSION" "10 to 15 minutes on 2 cores" --locked trunk
}

# The command must be of the very version that the page's crate is of. It is
# installed without --locked: its lock file names a version that cannot be had.
need_wasm_bindgen() {
    local version
    version=$(locked_version wasm-bindgen)
    [ -n "$version" ] || die "Cargo.lock names no wasm-bindgen." "It belongs to the repository: git checkout Cargo.lock"
    need_cargo_tool wasm-bindgen "$version" "4 minutes on 2 cores" wasm-bindgen-cli --no-default-features
}

have_wasm_opt() {
    local found
    found=$(version_of wasm-opt)
    [ -n "$found" ] && at_least "$found" "$WASM_OPT_OLDEST"
}

need_wasm_opt() {
    if have_wasm_opt; then
        say "wasm-opt $(version_of wasm-opt): found"
        return
    fi
    have npm ||
        die "there is neither wasm-opt (version $WASM_OPT_OLDEST or newer) nor npm to get it." \
            "Install node and npm, or binaryen, from your distribution."
    npm_ci tools
    have_wasm_opt ||
        die "the wasm-opt in tools/node_modules does not run." \
            "Remove tools/node_modules and run this again; with a node older than $NODE_OLDEST, get a newer one."
}

need_node() {
    local found
    found=$(version_of node)
    [ -n "$found" ] && at_least "$found" "$NODE_OLDEST" && have npm ||
        die "the browser tests need npm and node $NODE_OLDEST or newer; found: node ${found:-none}." \
            "Install them, or leave the browser out: ./test --fast"
    say "node $found: found"
}

# npm_ci FOLDER: installs what its package-lock.json names, unless npm did so
# after that file last changed.
npm_ci() {
    if [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]; then
        say "npm packages of $1: found"
        return
    fi
    say "npm packages of $1: installing"
    (cd "$1" && npm ci --no-progress) ||
        die "the npm packages of $1 could not be had." "Check the network, then: cd $1 && npm ci"
}

# Sets CHROMIUM. A command counts only when it runs: Ubuntu's chromium-browser
# may be an empty shell that asks for a snap.
find_chromium() {
    local name
    for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable; do
        if have "$name" && "$name" --version >/dev/null 2>&1; then
            CHROMIUM=$(command -v "$name")
            export CHROMIUM
            return
        fi
        # One that was named is not passed over in silence.
        [ "$name" != "${CHROMIUM:-}" ] ||
            die "CHROMIUM is set to $name, which does not run." "Unset it, or set it to the path of Chromium or Chrome."
    done
    return 1
}

need_chromium() {
    if find_chromium; then
        say "Chromium: found at $CHROMIUM"
        return
    fi
    local as_root=()
    if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
    if have apt-get && "${as_root[@]}" true 2>/dev/null; then
        say "Chromium: installing with apt-get"
        # Both may fail: what counts is asked below.
        "${as_root[@]}" apt-get update -qq || true
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium || true
    fi
    find_chromium ||
        die "Chromium could not be had; the browser tests need it." \
            "Install Chromium or Chrome (or set CHROMIUM to its path), or leave the browser out: ./test --fast"
}
