#![allow(missing_docs, clippy::all, clippy::unwrap_used, clippy::print_stdout)]
fn main(){ let t=std::fs::read_to_string("/tmp/t.txt").unwrap(); let p=letopis::nlp::segment::Segmentation::new(&t); println!("{}", p.tokens.iter().map(|x| format!("{}/{:?}", x.span.of(&t), x.kind)).collect::<Vec<_>>().join("  ")); }
