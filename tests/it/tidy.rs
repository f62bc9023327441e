//! Rules of structure.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::check::{read, root};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .flat_map(|p| if p.is_dir() { sources(&p) } else { vec![p] })
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        .collect();
    out.sort();
    out
}

/// From the bottom up: each uses only what stands before it.
const NLP: &[&str] = &[
    "span",
    "diagnostic",
    "edtf",
    "pack",
    "document",
    "segment",
    "knowledge",
    "morph",
    "phrase",
    "embed",
    "nn",
    "ner",
    "temporal",
    "layout",
    "entity",
    "annotations",
    "known",
    "relation",
    "quote",
    "event",
    "correction",
    "pipeline",
];
const CRATE: &[&str] = &["nlp", "corpus", "ingest", "words", "worker", "app"];

/// Modules of `list` that a source names by `prefix`, such as `crate::nlp::`.
fn used<'l>(source: &str, prefix: &str, list: &[&'l str]) -> BTreeSet<&'l str> {
    let mut out = BTreeSet::new();
    // Examples in comments may reach anywhere.
    for line in source.lines().filter(|l| !l.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices(prefix) {
            let rest = &line[at + prefix.len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(group) => group.split([',', '}']).map(|n| n.trim().split("::").next().unwrap_or("")).collect(),
                None => vec![rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")],
            };
            out.extend(list.iter().filter(|m| names.contains(m)));
        }
    }
    out
}

#[test]
fn layers_use_only_what_is_below() {
    let src = root().join("src");
    let position = |list: &[&str], name: &str| list.iter().position(|m| *m == name);
    let mut checked = 0;
    for path in sources(&src) {
        let relative: Vec<String> = path
            .strip_prefix(&src)
            .unwrap()
            .components()
            .map(|c| c.as_os_str().to_string_lossy().trim_end_matches(".rs").to_string())
            .collect();
        let source = read(&path);
        let Some(own) = position(CRATE, &relative[0]) else { continue };
        for other in used(&source, "crate::", CRATE) {
            assert!(position(CRATE, other) <= Some(own), "{}: {} uses {other}", path.display(), relative[0]);
        }
        if relative[0] == "nlp" && relative[1] != "mod" {
            let own = position(NLP, &relative[1]).unwrap_or_else(|| panic!("{}: add the module to the layers", path.display()));
            let mut others = used(&source, "crate::nlp::", NLP);
            if relative.len() == 2 {
                others.extend(used(&source, "super::", NLP));
            }
            for other in others {
                assert!(position(NLP, other) <= Some(own), "{}: {} uses {other}", path.display(), relative[1]);
                checked += 1;
            }
        }
    }
    assert!(checked > 40, "the test must see the uses it judges");
    let listed = read(src.join("nlp/mod.rs"));
    let order: Vec<&str> = listed.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(order, NLP, "src/nlp/mod.rs lists the layers in order");
    let architecture = read(root().join("ARCHITECTURE.md"));
    for module in NLP {
        assert!(architecture.contains(&format!("`{module}`")), "ARCHITECTURE.md tells of `{module}`");
    }
}

#[test]
fn the_core_reads_no_clock_file_thread_or_hash_order() {
    for path in sources(&root().join("src/nlp")).into_iter().chain(sources(&root().join("src/corpus"))) {
        // Builders run on a developer's machine and sort what they count.
        if path.ends_with("builder.rs") {
            continue;
        }
        let source = read(&path);
        for word in ["std::time", "std::fs", "std::thread", "std::env", "HashMap", "HashSet", "rand::", "web_sys", "js_sys", "usize::MAX"] {
            assert!(!source.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn styles_use_declared_properties_only() {
    let folder = root().join("styles");
    let all: Vec<(PathBuf, String)> =
        std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).map(|p| (p.clone(), read(&p))).collect();
    let declared: BTreeSet<String> = all
        .iter()
        .flat_map(|(_, css)| {
            css.split([';', '{', '\n'])
                .filter_map(|d| d.trim().split_once(':'))
                .map(|(name, _)| name.trim().to_string())
                .filter(|n| n.starts_with("--"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(declared.len() > 20);
    for (path, css) in &all {
        for (at, _) in css.match_indices("var(") {
            let name: String = css[at + 4..].chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            assert!(declared.contains(&name), "{}: {name} is not declared", path.display());
        }
    }
    let page = read(root().join("index.html"));
    for (path, _) in &all {
        let name = path.file_name().unwrap().to_string_lossy().to_string();
        assert!(page.contains(&format!("styles/{name}")), "index.html links {name}");
    }
}

#[test]
fn the_page_may_reach_nothing_but_itself() {
    let page = read(root().join("index.html"));
    for rule in [
        "default-src 'none'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ] {
        assert!(page.contains(rule), "{rule}");
    }
    for hole in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
        let policy = page.split("Content-Security-Policy").nth(1).and_then(|p| p.split("/>").next()).unwrap();
        assert!(!policy.contains(hole), "{hole}");
    }
}
