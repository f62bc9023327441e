//! Base forms and joins by texts with marked mentions (`tests/data/names`): what is wrong stands in a file, and nothing
//! else may go wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use letopis::corpus::{Called, Collection, Contribution, Copies, LocalEntity, Rulings};
use letopis::nlp::entity::{Entities, Join, resolve};
use letopis::nlp::knowledge::{Knowledge, stem_key};
use letopis::nlp::morph::Readings;
use letopis::nlp::ner::{Label, Mention};
use letopis::nlp::segment::Segmentation;
use letopis::nlp::span::Span;

use crate::check::{data, golden, models, read};

/// A text and its mentions: start, end, type, what it is.
#[derive(Clone, Default)]
struct Marked {
    id: String,
    text: String,
    mentions: Vec<(u32, u32, Label, String)>,
}

fn label(name: &str) -> Label {
    Label::ALL.iter().copied().find(|l| l.name() == name).unwrap_or_else(|| panic!("{name} is no type"))
}

impl Marked {
    /// Reads `{surface|TYPE|key}`, nested or not.
    fn parse(id: &str, marked: &str) -> Self {
        let mut out = Self { id: id.into(), ..Self::default() };
        let mut open: Vec<u32> = Vec::new();
        let mut rest = marked;
        while let Some(c) = rest.chars().next() {
            match c {
                '{' => open.push(out.text.len() as u32),
                '|' => {
                    let (tail, after) = rest[1..].split_once('}').unwrap();
                    let (kind, key) = tail.split_once('|').unwrap();
                    out.mentions.push((open.pop().unwrap(), out.text.len() as u32, label(kind), key.into()));
                    rest = after;
                    continue;
                }
                c => out.text.push(c),
            }
            rest = &rest[c.len_utf8()..];
        }
        assert!(open.is_empty(), "{id}: a bracket is not closed");
        out.mentions.sort_by_key(|m| (m.0, std::cmp::Reverse(m.1)));
        out
    }

    fn resolve(&self) -> Entities {
        let pieces = Segmentation::new(&self.text);
        let lexicon = models().lexicon();
        let readings = Readings::new(&self.text, &pieces, lexicon);
        let mention = |(start, end, label, _): &(u32, u32, Label, String)| {
            let from = pieces.atoms.partition_point(|a| a.span.end <= *start) as u32;
            let to = pieces.atoms.partition_point(|a| a.span.start < *end) as u32;
            Mention { span: Span::new(*start, *end), atoms: Span::new(from, to), label: *label, score: 1.0 }
        };
        resolve(&self.text, &pieces, &readings, lexicon, self.mentions.iter().map(mention).collect())
    }

    fn contribution(&self) -> (Contribution, Entities) {
        let found = self.resolve();
        let entities = found.entities.iter().map(LocalEntity::from).collect();
        (Contribution { document: self.id.clone(), entities, events: Vec::new(), sketch: Vec::new() }, found)
    }
}

#[test]
fn base_forms_of_single_mentions() {
    let table = read(data("names/base_forms.tsv"));
    let (mut wrong, mut all) = (String::new(), 0);
    for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let [kind, sentence, base] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let marked = Marked::parse("x", &sentence.replacen('[', "{", 1).replacen(']', &format!("|{kind}|x}}"), 1));
        let normal = marked.resolve().mentions[0].normal.clone();
        all += 1;
        if normal != base {
            writeln!(wrong, "{kind}\t{sentence}\t{base}\tgot {normal}").unwrap();
        }
    }
    let count = wrong.lines().count();
    golden(&data("names/base_forms.expected"), &format!("wrong {count} of {all}\n{wrong}"));
}

/// Collections of documents under their titles.
fn collections() -> Vec<(String, Vec<Marked>)> {
    let text = read(data("names/linking.txt"));
    text.split("\n== ")
        .map(|part| part.trim_start_matches("== "))
        .filter(|part| part.contains("\n-- "))
        .map(|part| {
            let (title, rest) = part.split_once('\n').unwrap();
            let documents = format!("\n{rest}")
                .split("\n-- ")
                .skip(1)
                .map(|d| d.split_once('\n').unwrap())
                .map(|(id, text)| Marked::parse(id.trim(), text.trim()))
                .collect();
            (title.to_string(), documents)
        })
        .collect()
}

/// What each mention was taken for: (document, place, surface, key in the file, number in the collection).
fn linked(documents: &[Marked], rulings: &Rulings) -> (Collection, Vec<(String, String, String, usize)>) {
    let (contributions, found): (Vec<_>, Vec<_>) = documents.iter().map(Marked::contribution).unzip();
    let collection = Collection::with(&contributions, rulings, Copies::Kept);
    let mut out = Vec::new();
    for (n, (document, found)) in documents.iter().zip(&found).enumerate() {
        for ((start, end, _, key), named) in document.mentions.iter().zip(&found.mentions) {
            let Some(entity) = named.entity else { continue };
            let moved = collection.link.apart(n).iter().find(|(e, name, _)| *e == entity.0 as usize && *name == named.normal);
            let number = moved.map_or_else(|| collection.link.entity(n, entity).unwrap(), |m| m.2);
            let surface = document.text[*start as usize..*end as usize].to_string();
            out.push((document.id.clone(), surface, key.clone(), number));
        }
    }
    (collection, out)
}

#[test]
fn mentions_are_joined_as_marked() {
    let (mut report, mut right, mut all) = (String::new(), 0, 0);
    for (title, documents) in collections() {
        let (_, mentions) = linked(&documents, &Rulings::default());
        let told: Vec<_> = mentions.iter().filter(|m| m.2 != "-").collect();
        let mut wrong: BTreeSet<String> = BTreeSet::new();
        for (i, a) in told.iter().enumerate() {
            for b in &told[i + 1..] {
                all += 1;
                match ((a.2 == b.2), (a.3 == b.3)) {
                    (true, false) => _ = wrong.insert(format!("  apart: {} {} / {} {}", a.0, a.1, b.0, b.1)),
                    (false, true) => _ = wrong.insert(format!("  together: {} {} / {} {}", a.0, a.1, b.0, b.1)),
                    _ => right += 1,
                }
            }
        }
        // A mention that no marked one means must not stand with one.
        for m in mentions.iter().filter(|m| m.2 == "-") {
            if let Some(other) = told.iter().find(|t| t.3 == m.3) {
                wrong.insert(format!("  taken for a name: {} {} / {}", m.0, m.1, other.1));
            }
        }
        if !wrong.is_empty() {
            writeln!(report, "{title}").unwrap();
            wrong.iter().for_each(|w| writeln!(report, "{w}").unwrap());
        }
    }
    golden(&data("names/linking.expected"), &format!("pairs right {right} of {all}\n{report}"));
}

#[test]
fn the_order_of_documents_changes_neither_entities_nor_ids() {
    for (title, documents) in collections().into_iter().filter(|(_, d)| d.len() > 1) {
        let of = |documents: &[Marked]| {
            let (collection, _) = linked(documents, &Rulings::default());
            let ids: Vec<&str> = documents.iter().map(|d| d.id.as_str()).collect();
            collection
                .entities
                .iter()
                .map(|e| {
                    let mut in_documents: Vec<&str> = e.documents.iter().map(|d| ids[*d]).collect();
                    in_documents.sort_unstable();
                    format!("{} {} {:?} {:?} {:?}", e.id, e.name, e.names, e.roles, in_documents)
                })
                .collect::<Vec<_>>()
        };
        let wanted = of(&documents);
        for shift in 0..documents.len() {
            let mut other = documents.clone();
            other.rotate_left(shift);
            assert_eq!(of(&other), wanted, "{title}, moved by {shift}");
            other.reverse();
            assert_eq!(of(&other), wanted, "{title}, moved by {shift} and turned round");
        }
    }
}

#[test]
fn another_document_renames_nothing_that_it_does_not_name() {
    let all = collections();
    let (_, stranger) = all.iter().find(|(_, d)| d.len() == 1).unwrap();
    for (title, documents) in all.iter().filter(|(_, d)| d.len() > 1).take(12) {
        let (before, _) = linked(documents, &Rulings::default());
        let mut more = documents.clone();
        more.push(Marked { id: "another".into(), ..stranger[0].clone() });
        let (after, _) = linked(&more, &Rulings::default());
        let ids: BTreeMap<&str, &str> = after.entities.iter().map(|e| (e.id.as_str(), e.name.as_str())).collect();
        for e in &before.entities {
            assert_eq!(ids.get(e.id.as_str()), Some(&e.name.as_str()), "{title}");
        }
    }
}

#[test]
fn a_name_set_apart_stays_apart_everywhere_and_is_joined_again_when_asked() {
    let documents = [
        Marked::parse(
            "a",
            "{Министр энергетики|PROFESSION|-} {Даурен Тасыбай|PERSON|p} открыл станцию. {Тасыбай|PERSON|p} обещал ещё две.",
        ),
        Marked::parse("b", "О планах рассказал {Тасыбай|PERSON|p}. {Даурен Тасыбай|PERSON|p} возглавляет ведомство с марта."),
    ];
    let numbers =
        |rulings: &Rulings| linked(&documents, rulings).1.into_iter().filter(|m| m.2 == "p").map(|m| (m.1, m.3)).collect::<Vec<_>>();
    let together = numbers(&Rulings::default());
    assert_eq!(together.iter().map(|m| m.1).collect::<BTreeSet<_>>().len(), 1, "{together:?}");
    let apart = BTreeSet::from([Called { label: Label::Person, name: "Тасыбай".into() }]);
    let parted = numbers(&Rulings { apart, ..Rulings::default() });
    let of = |name: &str| parted.iter().filter(|m| m.0 == name).map(|m| m.1).collect::<BTreeSet<_>>();
    assert_eq!((of("Тасыбай").len(), of("Даурен Тасыбай").len()), (1, 1), "{parted:?}");
    assert!(of("Тасыбай").is_disjoint(&of("Даурен Тасыбай")), "{parted:?}");
    assert_eq!(numbers(&Rulings::default()), together);
}

#[test]
fn every_name_says_why_it_is_there() {
    let documents = [Marked::parse(
        "a",
        "В {Региональном центре ООН по водным ресурсам|ORGANIZATION|o} ({РЦВР|ORGANIZATION|o}) сменился глава. {РЦВР|ORGANIZATION|o} работает в {США|COUNTRY|c}, \
         хотя {Соединённые Штаты|COUNTRY|c} его не признали. {И. Тасыбай|PERSON|p}, как сообщил {Илья Тасыбай|PERSON|p}, остаётся.",
    )];
    let (collection, _) = linked(&documents, &Rulings::default());
    let why = |name: &str| {
        let found = collection.entities.iter().flat_map(|e| &e.names).find(|n| n.text == name);
        found.unwrap_or_else(|| panic!("{name} is not there")).why
    };
    assert_eq!(why("РЦВР"), Join::Abbreviation);
    assert_eq!(why("Соединённые Штаты"), Join::Known);
    assert_eq!(why("И. Тасыбай"), Join::Initials);
    assert_eq!(why("Илья Тасыбай"), Join::Same);
}

#[test]
fn a_capital_that_speaks_stays_a_city_with_the_other_reading_noted() {
    let text = "Вашингтон обвинил соседей в срыве переговоров. Делегация вылетела в Вашингтон утром.";
    let analysis = models().analyse(letopis::nlp::document::Document::new("x", text));
    let noted: Vec<_> = analysis.diagnostics.iter().filter(|d| d.code == letopis::nlp::diagnostic::Code::CapitalAsGovernment).collect();
    assert_eq!(noted.len(), 1, "{noted:?}");
    assert_eq!((noted[0].span.unwrap().start, noted[0].detail.as_str()), (0, "США"));
    let cities: Vec<_> = analysis.annotations.mentions.iter().filter(|m| m.label == Label::City).collect();
    assert_eq!(cities.len(), 2);
    assert_eq!(cities[0].entity, cities[1].entity);
}

#[test]
fn what_is_known_by_an_abbreviation_is_not_known_by_a_word_like_it() {
    let known = Knowledge::get();
    // «ДУМ» is a muftiate, «СНБО» and «СНБ» are two councils, the Maldives' capital is no African state.
    assert!(known.body("ДУМ").is_some());
    assert_eq!(known.body("Дума"), None);
    assert_ne!(stem_key("СНБ"), stem_key("СНБО"));
    let documents = [Marked::parse("a", "Рейс из {Мали|COUNTRY|c} сел в {Мале|CITY|t} утром.")];
    let (collection, mentions) = linked(&documents, &Rulings::default());
    assert_ne!(mentions[0].3, mentions[1].3);
    let city = &collection.entities[mentions[1].3];
    assert_eq!((city.name.as_str(), city.wikidata), ("Мале", None));
    // An embassy is whose it is, not where.
    let (country, rest) = known.split_country("посольство США в России");
    assert_eq!((country.map(|c| known.country(c).code), rest.as_str()), (Some("US"), "посольство в России"));
    assert_eq!(known.split_country("посольство в США").0, None);
}

#[test]
fn relatives_and_sexes_are_not_one_person() {
    for (a, b) in
        [("Нурлан Ахметов", "Нуржаном Ахметовым"), ("Александр Петров", "Александрой Петровой"), ("Мадина Сапарова", "Мариной Сапаровой")]
    {
        let text = format!("{{{a}|PERSON|p}} встретился в суде с {{{b}|PERSON|q}}.");
        let (_, mentions) = linked(&[Marked::parse("a", &text)], &Rulings::default());
        assert_ne!(mentions[0].3, mentions[1].3, "{a}, {b}");
    }
}

#[test]
fn kinds_of_organisations_are_not_dropped_from_names_made_of_adjectives() {
    for (a, b) in
        [("Народный банк Казахстана", "Народная партия Казахстана"), ("Новая газета", "Новая группа"), ("ФК «Беркут»", "ХК «Беркут»")]
    {
        let text = format!("{{{a}|ORGANIZATION|p}} и {{{b}|ORGANIZATION|q}} опровергли слухи.");
        let (_, mentions) = linked(&[Marked::parse("a", &text)], &Rulings::default());
        assert_ne!(mentions[0].3, mentions[1].3, "{a}, {b}");
    }
}
