//! Kinds of lines, several articles in one text, copies, languages: on texts of our own by another hand.
//!
//! `tests/data/layout/unseen` was not used to train the weights.

use std::fs;
use std::path::PathBuf;

use letopis::corpus::{Collection, Contribution, Copies};
use letopis::nlp::document::{Document, language};
use letopis::nlp::layout::PartKind;
use serde_json::Value;

use crate::check::models;

fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(data(folder)).unwrap().map(|e| e.unwrap().path()).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == ending));
    all.sort();
    all
}

struct Labelled {
    date: String,
    lines: Vec<(char, String)>,
}

fn labelled(folder: &str) -> Vec<Labelled> {
    let mut out: Vec<Labelled> = Vec::new();
    for path in files(folder, "txt") {
        for line in fs::read_to_string(path).unwrap().lines() {
            if let Some(head) = line.strip_prefix("=== ") {
                let date = head.rsplit_once('|').unwrap().1.trim().to_string();
                out.push(Labelled { date, lines: Vec::new() });
            } else if let Some(article) = out.last_mut() {
                let (label, text) = line.split_once('\t').unwrap_or((" ", line));
                article.lines.push((label.chars().next().unwrap_or(' '), text.to_string()));
            }
        }
    }
    out
}

#[test]
fn parts_and_days_of_articles_not_trained_on() {
    let (mut right, mut found, mut gold, mut lost, mut body, mut days, mut articles) = (0, 0, 0, 0, 0, 0, 0);
    for article in labelled("layout/unseen") {
        let text: Vec<&str> = article.lines.iter().map(|(_, t)| t.as_str()).collect();
        let analysis = models().analyse(Document::new("x", text.join("\n")));
        let mut at = 0;
        for (label, line) in &article.lines {
            let start = at + (line.len() - line.trim_start().len()) as u32;
            let size = line.trim().chars().count();
            at += line.len() as u32 + 1;
            let kind = analysis.layout.parts.iter().find(|p| p.span.start <= start && start < p.span.end).map(|p| p.kind);
            let furniture = kind == Some(PartKind::Furniture);
            let one = |yes: bool| if yes { size } else { 0 };
            right += one(*label == 'F' && furniture);
            found += one(furniture);
            gold += one(*label == 'F');
            lost += one(*label == 'B' && furniture);
            body += one(*label == 'B');
        }
        articles += 1;
        let day = analysis.layout.date.map_or("?".into(), |d| d.to_string());
        days += usize::from(day == article.date);
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / gold as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    let share = lost as f64 / body as f64;
    println!("furniture P {precision:.3} R {recall:.3} F1 {f1:.3}, body called furniture {share:.4}, days {days}/{articles}");
    assert!(f1 >= 0.90, "{f1:.3}");
    assert!(share < 0.005, "{share:.4}");
    assert!(days * 100 >= articles * 92, "{days} of {articles}");
}

#[test]
fn an_article_keeps_a_body() {
    for text in ["Фото: Иван Иванов\nПоделиться\nРеклама", "Читайте также:\nЕще новость", "12+\n18+\n1 245 просмотров\nКомментарии"]
    {
        let analysis = models().analyse(Document::new("x", text));
        assert!(analysis.layout.parts.iter().any(|p| p.kind == PartKind::Body), "{text}");
    }
}

#[test]
fn texts_of_several_articles_are_known_and_can_be_split() {
    let (mut right, mut given, mut gold, mut kept, mut single) = (0, 0, 0, 0, 0);
    for path in files("many/several", "txt") {
        let (mut text, mut starts, mut due) = (String::new(), Vec::new(), false);
        for line in fs::read_to_string(&path).unwrap().lines() {
            if line == "@@@" {
                due = true;
                continue;
            }
            if due && !line.trim().is_empty() {
                starts.push(text.len() as u32);
                due = false;
            }
            text.push_str(line);
            text.push('\n');
        }
        let document = Document::new("x", text.clone());
        let found = models().analyse(document.clone()).layout.articles;
        if starts.len() == 1 {
            single += 1;
            kept += usize::from(found.is_empty());
            continue;
        }
        gold += starts.len();
        given += found.len();
        right += found.iter().filter(|s| starts.contains(s)).count();
        let pieces = document.split(&found);
        assert!(pieces.iter().all(|p| text.contains(&p.text) && !p.text.trim().is_empty()), "{}", path.display());
        assert!(found.is_empty() || pieces.len() >= found.len());
    }
    println!("{right} of {gold} starts, {given} given, {kept} of {single} single articles kept");
    assert!(right * 100 >= gold * 85 && right == given, "{right} of {gold}, {given} given");
    assert_eq!(kept, single);
}

#[test]
fn copies_are_found_and_count_once_if_wished() {
    let gold: Value = serde_json::from_str(&fs::read_to_string(data("many/duplicates/gold.json")).unwrap()).unwrap();
    let analyses: Vec<_> = files("many/duplicates", "txt")
        .iter()
        .map(|p| models().analyse(Document::new(p.file_stem().unwrap().to_string_lossy(), fs::read_to_string(p).unwrap())))
        .collect();
    let parts: Vec<Contribution> = analyses.iter().map(Contribution::from).collect();
    let joined = |parts: &[Contribution], wish| Collection::with(parts, &Default::default(), wish);
    let kept = joined(&parts, Copies::Kept);
    let place = |id: &str| parts.iter().position(|p| p.document == id).unwrap();
    let head = |n: usize| kept.copies[n].unwrap_or(n);
    let list = |v: &Value| v.as_array().unwrap().iter().map(|t| place(t.as_str().unwrap())).collect::<Vec<_>>();
    for group in gold["groups"].as_array().unwrap() {
        let group = list(group);
        assert!(group.iter().all(|n| head(*n) == head(group[0])), "{group:?}");
    }
    let groups = gold["groups"].as_array().unwrap().len();
    let members: usize = gold["groups"].as_array().unwrap().iter().map(|g| g.as_array().unwrap().len()).sum();
    // Nothing else is a copy: reports by other hands, forms filled anew.
    assert_eq!(kept.copies.iter().flatten().count(), members - groups);
    let folded = joined(&parts, Copies::Folded);
    assert_eq!(folded.copies, kept.copies);
    let count = |c: &Collection| c.entities.iter().map(|e| e.count).sum::<usize>();
    assert!(count(&folded) < count(&kept));
    assert!(folded.entities.iter().flat_map(|e| &e.documents).all(|d| folded.copies[*d].is_none()));
    // The order of documents changes nothing but the places.
    let reversed: Vec<Contribution> = parts.iter().rev().cloned().collect();
    let again = joined(&reversed, Copies::Kept);
    let named = |copies: &[Option<usize>], parts: &[Contribution]| -> Vec<(String, Option<String>)> {
        let mut all: Vec<_> = copies.iter().zip(parts).map(|(c, p)| (p.document.clone(), c.map(|n| parts[n].document.clone()))).collect();
        all.sort();
        all
    };
    assert_eq!(named(&kept.copies, &parts), named(&again.copies, &reversed));
}

#[test]
fn languages_are_told_apart() {
    let table = fs::read_to_string(data("many/languages.tsv")).unwrap();
    let (mut right, mut all, mut russian, mut kept, mut taken) = (0, 0, 0, 0, 0);
    for (code, text) in table.lines().filter_map(|l| l.split_once('\t')) {
        let found = language(text).0;
        all += 1;
        right += usize::from(found == code);
        russian += usize::from(code == "ru");
        kept += usize::from(code == "ru" && found == "ru");
        taken += usize::from(code != "ru" && found == "ru");
    }
    println!("{right} of {all}, Russian {kept} of {russian}, {taken} others taken for it");
    assert!(taken <= 2, "{taken}");
    assert!(right * 100 >= all * 97, "{right} of {all}");
    assert!(kept + 1 >= russian);
}

#[test]
fn paragraphs_in_other_languages_are_shown_and_not_tagged() {
    let text = "Министр обороны Казахстана встретился с послом Индии, чтобы обсудить учения и поставки, которые стороны согласовали весной прошлого года.\n\nҚорғаныс министрі Үндістан елшісімен кездесіп, ынтымақтастықты талқылады.\n\nThe minister met the ambassador of India and discussed cooperation with him.\n";
    let analysis = models().analyse(Document::new("x", text));
    assert_eq!(analysis.language.0, "ru");
    let foreign: Vec<&str> = analysis.foreign.iter().map(|(_, l)| l.0).collect();
    assert_eq!(foreign, ["kk", "en"]);
    let first = text.find('\n').unwrap() as u32;
    assert!(!analysis.annotations.mentions.is_empty());
    assert!(analysis.annotations.mentions.iter().all(|m| m.span.end <= first));
    // All of it is laid out.
    assert_eq!(analysis.layout.parts.last().unwrap().span.end as usize, text.trim_end().len());
}
