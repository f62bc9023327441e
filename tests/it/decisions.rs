//! What a user decides: the log, its replay, and what becomes of mentions, times, events and entities.

use letopis::app::collection::Collection;
use letopis::app::queries::edit::{Change, Edge, add, reason, resize, retag, set_event, set_time};
use letopis::app::queries::select::{Selection, select};
use letopis::app::queries::unresolved::{Why, unresolved};
use letopis::app::share::Project;
use letopis::app::state::{Action, State};
use letopis::worker::decision::{Decision, Entry, Log};
use letopis::worker::desk::{Desk, Out};
use letopis::worker::protocol::{Command, Notice, Request, Response};
use letopis::worker::view::{CalledView, MentionView};

use crate::check::{data, read};
use crate::handler::Office;

const NEWS: &str = "Астана, 5 марта 2025 года. Министр транспорта Казахстана Ержан Тулебаев открыл мост через Студёную.\n\
    Движение по мосту запустят 20 марта 2025 года. Его строила компания «Восход». Тулебаев поблагодарил строителей. \
    🕊 В компании «Восход» работают сорок инженеров, во главе «Восхода» инженер.";

/// A desk with the text, and what was decided.
struct Page {
    office: Office,
    log: Log,
}

impl Page {
    fn new(texts: &[&str]) -> Self {
        let mut office = Office::new(2);
        for (key, text) in (0..).zip(texts) {
            office.open(key, &format!("{key}.txt"), *text);
        }
        office.run(|n| n);
        Self { office, log: Log::default() }
    }

    fn say(&mut self) -> Collection {
        self.office.ask(Command::Decide(self.log.effective().into_iter().map(|(_, d)| d.clone()).collect()));
        self.office.run(|n| n);
        self.collection()
    }

    fn decide(&mut self, decision: Option<Decision>) -> Collection {
        self.log.decide(decision.expect("something to decide"), "2025-03-06T10:00:00Z");
        self.say()
    }

    fn undo(&mut self) -> Collection {
        assert!(self.log.undo("2025-03-06T10:05:00Z"));
        self.say()
    }

    fn collection(&self) -> Collection {
        self.office.page().collection
    }
}

fn mention<'c>(c: &'c Collection, text: &str) -> &'c MentionView {
    let found = c.documents.iter().flat_map(|d| &d.mentions).find(|m| m.text == text);
    found.unwrap_or_else(|| {
        panic!("{text} is not among {:?}", c.documents[0].mentions.iter().map(|m| (&m.text, &m.label)).collect::<Vec<_>>())
    })
}

fn labels(c: &Collection, text: &str) -> Vec<String> {
    c.documents.iter().flat_map(|d| &d.mentions).filter(|m| m.text == text).map(|m| m.label.clone()).collect()
}

/// What can be seen of a collection, without scores.
fn seen(c: &Collection) -> Vec<(String, String, Option<String>)> {
    c.documents.iter().flat_map(|d| &d.mentions).map(|m| (m.text.clone(), m.label.clone(), m.value.clone())).collect()
}

#[test]
fn a_mention_is_retagged_resized_deleted_added_and_all_of_it_undone() {
    let mut page = Page::new(&[NEWS]);
    let before = page.collection();
    let article = &before.documents[0];
    let person = mention(&before, "Ержан Тулебаев").clone();
    let after = page.decide(retag(article, &person, Some("ORGANIZATION"), false));
    let now = mention(&after, "Ержан Тулебаев");
    assert_eq!((now.label.as_str(), now.given, now.score), ("ORGANIZATION", true, 1.0));
    assert!(after.joined.entities.iter().any(|e| e.label == "ORGANIZATION" && e.name == "Ержан Тулебаев"), "entities follow");
    // The decision that made it so is found, and undone alone.
    assert_eq!(reason(&after.documents[0], now, &page.log.effective()), Some(0));

    let after = page.decide(resize(&after.documents[0], &mention(&after, "Ержан Тулебаев").clone(), Edge::Start, 1));
    assert_eq!(labels(&after, "Тулебаев").len(), 2);
    assert!(labels(&after, "Ержан Тулебаев").is_empty());

    let dove =
        NEWS.encode_utf16().count() - "🕊 В компании «Восход» работают сорок инженеров, во главе «Восхода» инженер.".encode_utf16().count();
    let range = (dove as u32, dove as u32 + 2);
    let after = page.decide(add(&after.documents[0], range, "PRODUCT", false));
    assert_eq!(labels(&after, "🕊"), ["PRODUCT"], "places are told in code points, whatever UTF-16 counts");
    let after = page.decide(retag(&after.documents[0], &mention(&after, "🕊").clone(), None, false));
    assert!(labels(&after, "🕊").is_empty());

    for _ in 0..3 {
        page.undo();
    }
    assert_eq!(seen(&page.undo()), seen(&before));
    assert!(!page.log.undo(""), "nothing is left");
    while page.log.redo("2025-03-06T10:06:00Z") {}
    assert_eq!(seen(&page.say()), seen(&after));
    assert_eq!(page.log.entries().len(), 12, "nothing is ever taken out of the log");
}

#[test]
fn what_holds_for_all_alike_holds_in_every_form_and_in_articles_that_come_later() {
    let mut page = Page::new(&[NEWS]);
    let before = page.collection();
    let firm = mention(&before, "Восход").clone();
    assert_eq!(firm.label, "ORGANIZATION");
    let after = page.decide(retag(&before.documents[0], &firm, Some("PRODUCT"), true));
    let kinds = |c: &Collection| [labels(c, "Восход"), labels(c, "Восхода")].concat();
    assert_eq!(kinds(&after), ["PRODUCT"; 3]);
    page.office.open(7, "later.txt", "Газета пишет о «Восходе». Станцию «Восход» построили в 2019 году.");
    page.office.run(|n| n);
    let later = page.collection();
    let others: Vec<_> = later.documents[1].mentions.iter().filter(|m| m.text.starts_with("Восход")).map(|m| m.label.as_str()).collect();
    assert!(!others.contains(&"ORGANIZATION"), "{others:?}");
    let gone = page.decide(retag(&later.documents[0], &mention(&later, "Восход").clone(), None, true));
    assert!(kinds(&gone).iter().all(|l| l != "PRODUCT"));
    // Words that nobody marked, wherever they stand and in whatever form.
    let text = NEWS.find("строителей").map(|at| NEWS[..at].encode_utf16().count() as u32).unwrap();
    let builders = page.decide(add(&gone.documents[0], (text, text + 10), "PROFESSION", true));
    assert_eq!(labels(&builders, "строителей"), ["PROFESSION"]);
    page.office.open(8, "builders.txt", "Строители ушли. Строителям заплатили.");
    page.office.run(|n| n);
    let all = page.collection();
    assert_eq!((labels(&all, "Строители"), labels(&all, "Строителям")), (vec!["PROFESSION".into()], vec!["PROFESSION".into()]));
}

#[test]
fn a_time_said_by_a_user_moves_what_counts_from_it() {
    let mut page = Page::new(&["Форум открылся 12 мая. Через два дня подписали договор."]);
    let before = page.collection();
    assert_eq!(mention(&before, "12 мая").value.as_deref(), Some("XXXX-05-12"));
    let after = page.decide(set_time(&before.documents[0], mention(&before, "12 мая"), "2019-05-12".into()));
    assert_eq!(mention(&after, "12 мая").rule.as_deref(), Some("given"));
    assert_eq!(mention(&after, "Через два дня").value.as_deref(), Some("2019-05-14"));
    assert!(after.joined.timeline.iter().any(|i| i.value.as_deref() == Some("2019-05-12")));
    // With another publication day as well.
    let article = after.documents[0].sha256.clone();
    let dated = page.decide(Some(Decision::Published { article, date: Some("2024-06-01".into()) }));
    assert_eq!(mention(&dated, "Через два дня").value.as_deref(), Some("2019-05-14"));
    page.undo();
    assert_eq!(seen(&page.undo()), seen(&before));
}

#[test]
fn an_event_gets_another_day_or_status_or_goes() {
    let mut page = Page::new(&[NEWS]);
    let before = page.collection();
    let event = before.documents[0].events.iter().find(|e| e.value.as_deref() == Some("2025-03-20")).expect("a planned event").clone();
    let after = page.decide(set_event(&before.documents[0], &event, Change::Status("denied".into())));
    let denied = after.joined.timeline.iter().find(|i| i.value.as_deref() == Some("2025-03-20")).unwrap();
    assert_eq!(denied.status, "denied");
    let event = after.documents[0].events.iter().find(|e| e.given).unwrap().clone();
    let moved = page.decide(set_event(&after.documents[0], &event, Change::Value("2025-04".into())));
    let item = moved.joined.timeline.iter().find(|i| i.value.as_deref() == Some("2025-04")).expect("it has moved");
    assert_eq!(item.status, "denied", "what was decided before stays");
    let event = moved.documents[0].events.iter().find(|e| e.given).unwrap().clone();
    let gone = page.decide(set_event(&moved.documents[0], &event, Change::Gone));
    assert_eq!(gone.joined.timeline.len() + 1, before.joined.timeline.len());
}

#[test]
fn names_are_joined_by_hand_known_by_the_one_chosen_and_parted_again() {
    let mut page = Page::new(&[NEWS, "Глава ведомства Е. К. Тулебаев дал интервью. Инженер Сания Омарова его слушала."]);
    let before = page.collection();
    let name = |label: &str, name: &str| CalledView { label: label.into(), name: name.into() };
    let one = |c: &Collection, n: &str| {
        c.joined.entities.iter().find(|e| e.names.iter().any(|x| x.name == n)).cloned().unwrap_or_else(|| panic!("{n}"))
    };
    assert_ne!(one(&before, "Сания Омарова").id, one(&before, "Ержан Тулебаев").id);
    let decision =
        Decision::Together { name: name("PERSON", "Ержан Тулебаев"), into: name("PERSON", "Сания Омарова") };
    let after = page.decide(Some(decision));
    let merged = one(&after, "Ержан Тулебаев");
    assert_eq!(merged.name, "Сания Омарова");
    assert!(merged.names.iter().any(|n| n.name == "Ержан Тулебаев" && n.why == "given"), "{:?}", merged.names);
    let parted = page.decide(Some(Decision::Apart { name: name("PERSON", "Ержан Тулебаев") }));
    assert_ne!(one(&parted, "Сания Омарова").id, one(&parted, "Ержан Тулебаев").id, "the later word counts");
    page.undo();
    page.undo();
    assert_eq!(page.collection().joined.entities, before.joined.entities);
}

#[test]
fn decisions_hold_whoever_is_done_first_and_while_files_come() {
    let texts = [NEWS, "Тулебаев прибыл в Тараз 7 марта 2025 года.", "В Таразе 8 марта 2025 года открыли школу."];
    let before = Page::new(&texts).collection();
    let decisions = vec![
        retag(&before.documents[1], mention(&before, "Тараз"), Some("ORGANIZATION"), true).unwrap(),
        Decision::Published { article: before.documents[2].sha256.clone(), date: Some("2025-03-09".into()) },
    ];
    let export = |workers: usize, early: bool, order: &mut dyn FnMut(usize) -> usize| {
        let mut office = Office::new(workers);
        if early {
            office.ask(Command::Decide(decisions.clone()));
        }
        for (key, text) in (0..).zip(texts) {
            office.open(key, &format!("{key}.txt"), text);
            office.step(key as usize % workers);
        }
        if !early {
            // Said twice, and once taken back, while the first files are under way.
            office.ask(Command::Decide(decisions.clone()));
            office.ask(Command::Decide(Vec::new()));
            office.step(0);
            office.ask(Command::Decide(decisions.clone()));
        }
        office.run(order);
        assert_eq!(office.idles(), 1 + usize::from(early), "work ends");
        let page = office.page();
        (seen(&page.collection), page.collection.joined.clone())
    };
    let (one, joined) = export(1, true, &mut |n| n);
    assert!(one.iter().any(|m| m.0 == "Таразе" && m.1 == "ORGANIZATION"), "{one:?}");
    for (workers, early) in [(1, false), (3, true), (3, false)] {
        let (other, view) = export(workers, early, &mut |n| n * 7 + 3);
        assert_eq!(other, one, "{workers} workers, {early}");
        assert_eq!(*view, *joined);
    }
}

#[test]
fn decisions_travel_without_texts() {
    let mut page = Page::new(&[NEWS]);
    let before = page.collection();
    let after = page.decide(retag(&before.documents[0], mention(&before, "Ержан Тулебаев"), Some("ORGANIZATION"), false));
    page.log.decide(Decision::Apart { name: CalledView { label: "PERSON".into(), name: "Тулебаев".into() } }, "");
    page.log.undo("");
    let project = Project::new(&after, Default::default(), page.log.squashed(), false);
    let read = Project::from_fragment(&project.to_fragment()).unwrap().unwrap();
    assert_eq!((read.version, read.log.effective().len(), read.has_texts()), (2, 1, false));
    // Who has the same file sees the same; an article that differs by a letter is another.
    let mut there = Page::new(&["Другая статья.", NEWS]);
    there.log.adopt(&read.log, "2025-04-01T00:00:00Z");
    assert_eq!(there.log.adopt(&read.log, ""), 0, "once is enough");
    assert_eq!(labels(&there.say(), "Ержан Тулебаев"), ["ORGANIZATION"]);
    let mut other = Page::new(&[&NEWS.replace("5 марта", "6 марта")]);
    other.log.adopt(&read.log, "");
    assert_eq!(labels(&other.say(), "Ержан Тулебаев"), ["PERSON"]);
    // What carries no decisions is what older readers open; names set apart in their links are decisions now.
    assert_eq!(Project::new(&after, Default::default(), Log::default(), true).version, 1);
    let old = format!(
        r#"{{"version":1,"documents":[],"step":{{"document":null,"entity":null,"only":null,"period":null,"apart":[{}]}}}}"#,
        r#"{"type":"PERSON","name":"Тулебаев"}"#
    );
    let bytes = {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(old.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let old = Project::from_bytes(&bytes).unwrap();
    assert!(matches!(old.log.effective()[..], [(0, Decision::Apart { .. })]) && old.step.apart.is_empty());
}

#[test]
fn a_log_from_elsewhere_may_say_anything() {
    let mut page = Page::new(&[NEWS]);
    let before = page.collection();
    let json = format!(
        r#"[{{"act":"undo","at":"","entry":4000000000}},{{"act":"redo","at":"","entry":1}},
        {{"act":"decide","at":"","decision":{{"what":"mention","article":"{0}","was":{{"start":3,"end":1,"text":"","type":"PERSON"}},"now":null}}}},
        {{"act":"decide","at":"","decision":{{"what":"mention","article":"{0}","was":null,"now":{{"start":0,"end":6,"text":"Алматы","type":"CITY"}}}}}},
        {{"act":"decide","at":"","decision":{{"what":"mention","article":"{0}","was":null,"now":{{"start":0,"end":4294967295,"text":"Астана","type":"НИЧТО"}}}}}},
        {{"act":"decide","at":"","decision":{{"what":"time","article":"{0}","at":{{"start":8,"end":9,"text":"5"}},"value":"вчера"}}}},
        {{"act":"decide","at":"","decision":{{"what":"published","article":"{0}","date":"никогда"}}}},
        {{"act":"decide","at":"","decision":{{"what":"alike","name":"«»","was":null,"now":"PERSON"}}}},
        {{"act":"decide","at":"","decision":{{"what":"apart","name":{{"type":"X","name":""}}}}}}]"#,
        before.documents[0].sha256
    );
    page.log = serde_json::from_str(&json).expect("it can be read");
    assert_eq!(seen(&page.say()), seen(&before));
    assert!(page.log.can() == (true, false), "an undo of nothing cannot be redone");
    assert!(serde_json::to_string(&page.log).unwrap().contains("4000000000"), "and is kept as it is");
}

#[test]
fn the_page_keeps_card_and_log_through_a_decision() {
    let mut page = Page::new(&[NEWS]);
    let mut state = page.office.heard.iter().cloned().fold(State::default(), |s, n| s.after(Action::Desk(n)));
    let before = page.collection();
    let n = before.documents[0].mentions.iter().position(|m| m.text == "Ержан Тулебаев").unwrap();
    state = state.after(Action::Explain(Some(n)));
    let decision = resize(&before.documents[0], &before.documents[0].mentions[n], Edge::Start, 1).unwrap();
    state = state.after(Action::Decide(decision.clone(), "2025-03-06T10:00:00Z".into()));
    let heard = page.office.heard.len();
    page.decide(Some(decision));
    state = page.office.heard[heard..].iter().cloned().fold(state, |s, n| s.after(Action::Desk(n)));
    let article = &state.collection.documents[0];
    assert_eq!(article.mentions[state.card.expect("the card stays")].text, "Тулебаев");
    assert_eq!(state.after(Action::Undo("".into())).log.can(), (false, true));
    assert!(matches!(state.after(Action::Undo("".into())).log.entries(), [Entry::Decide { .. }, Entry::Undo { entry: 0, .. }]));
    // Looking decides nothing.
    let looked = state.after(Action::Walk(1)).after(Action::Explain(Some(0))).after(Action::Draft(Some((0, 6))));
    assert_eq!(looked.log, state.log);
    assert_eq!(state.after(Action::Cleared).log.entries().len(), 0, "another collection begins anew");
}

#[test]
fn words_are_found_in_any_form_in_all_articles() {
    let texts = [
        "🕊 Мосты Тараза закрыли. По мосту ездят автобусы. Совет безопасности собрался.",
        "Безопасность обсудил совет. Мост в порядке.",
        "Ёлку привезли в Алматы.",
    ];
    let mut page = Page::new(&texts);
    let mut found = |query: &str| -> Vec<(usize, String)> {
        page.office.ask(Command::Search(query.into()));
        let Some(Notice::Hits { query: of, hits }) = page.office.heard.last().cloned() else { panic!("no answer") };
        assert_eq!(of, query);
        let documents = page.office.page().collection.documents;
        let place = |n: u32| documents.iter().position(|d| d.number == n).unwrap();
        let cut = |n: usize, (a, b): (u32, u32)| {
            let units: Vec<u16> = texts[n].encode_utf16().collect();
            String::from_utf16(&units[a as usize..b as usize]).unwrap()
        };
        hits.into_iter().flat_map(|(n, list)| list.into_iter().map(move |h| (place(n), h))).map(|(n, h)| (n, cut(n, h))).collect()
    };
    let words = |list: &[(usize, &str)]| list.iter().map(|(n, w)| (*n, (*w).to_string())).collect::<Vec<_>>();
    assert_eq!(found("мост"), words(&[(0, "Мосты"), (0, "мосту"), (1, "Мост")]));
    assert_eq!(found("елка"), words(&[(2, "Ёлку")]), "ё is е");
    // All words, in any order; in quotes one after another.
    assert_eq!(found("совет безопасность"), words(&[(0, "Совет"), (0, "безопасности"), (1, "Безопасность"), (1, "совет")]));
    assert_eq!(found("«совет безопасности»"), words(&[(0, "Совет безопасности")]));
    assert_eq!(found("мост Алматы"), []);
    assert_eq!((found("!?"), found("")), (vec![], vec![]));
}

#[test]
fn a_search_narrows_the_page_and_f3_walks_round() {
    let mut page = Page::new(&[
        "Мост в Таразе открыли 5 мая 2021 года. На мосту играл оркестр.",
        "Паром утонул 7 мая 2021 года.",
        "Мост закрыли 9 мая 2021 года.",
    ]);
    let mut state = page.office.page().after(Action::Search(Some("мост".into())));
    page.office.ask(Command::Search("мост".into()));
    state = state.after(Action::Desk(page.office.heard.last().cloned().unwrap()));
    let hits = state.search.as_ref().and_then(|s| s.hits.clone()).unwrap();
    let shown = select(&state.collection, &Selection::default(), Some(&hits));
    assert_eq!((*shown.documents).clone(), [0, 2]);
    assert_eq!(
        shown.timeline.len() + shown.undated.len(),
        state.collection.joined.timeline.len() + state.collection.joined.undated.len() - 1
    );
    let mut seen = Vec::new();
    for by in [1, 1, 1, 1, -1, -1] {
        state = state.after(Action::Hit(by));
        let f = state.focus.clone().unwrap();
        seen.push((f.document, f.start));
    }
    let at = |d: &str, s: u32| (d.to_string(), s);
    assert_eq!(seen, [at("0", 0), at("0", 42), at("2", 0), at("0", 0), at("2", 0), at("0", 42)]);
    // An answer that comes late is for nobody.
    let other = state.after(Action::Search(Some("паром".into())));
    assert_eq!(other.after(Action::Desk(Notice::Hits { query: "мост".into(), hits: Default::default() })).search, other.search);
    assert_eq!(state.after(Action::Search(None)).search, None);
}

/// What the page says before anything is there is no work that could end.
#[test]
fn decisions_before_the_models_are_there_end_nothing() {
    let mut desk = Desk::new(2);
    let decision = Decision::Apart { name: CalledView { label: "PERSON".into(), name: "Лунин".into() } };
    assert_eq!(desk.ask(Command::Decide(Vec::new())), []);
    assert_eq!(desk.ask(Command::Decide(vec![decision.clone()])), []);
    let outs = desk.hear(0, Response::Ready);
    assert!(outs.contains(&Out::Tell(0, Request::Decide(vec![decision]))) && !outs.contains(&Out::Page(Notice::Idle)), "{outs:?}");
    assert!(!desk.hear(0, Response::Revising(Vec::new())).contains(&Out::Page(Notice::Idle)));
}

/// The original stays until all of its pieces are there, and for good when they are given up.
#[test]
fn nothing_is_lost_while_a_text_is_split() {
    let text = read(data("many/several/05-daty.txt")).replace("@@@\n", "");
    for give_up in [true, false] {
        let mut office = Office::new(1);
        office.open(0, "all.txt", text.clone());
        office.run(|n| n);
        office.ask(Command::Split { document: "all".into() });
        office.step(0);
        assert!(office.ids().contains(&"all".to_string()));
        if give_up {
            office.ask(Command::Cancel);
        }
        office.run(|n| n);
        assert_eq!(office.ids().contains(&"all".to_string()), give_up, "{:?}", office.ids());
        assert_eq!(office.ids().len() > 1, !give_up);
    }
}

#[test]
fn what_is_open_is_listed_until_it_is_settled() {
    let mut page = Page::new(&["Форум в Таразе открылся вчера. Выборы — 1 декабря.", "Паром вышел из порта 3 апреля 2025 года."]);
    let before = page.collection();
    let open = unresolved(&before);
    assert!(open.iter().any(|o| o.why == Why::NoPublicationDay && o.article == 0), "{open:?}");
    assert!(!open.iter().any(|o| o.article == 1 && o.why == Why::NoPublicationDay));
    let article = before.documents[0].sha256.clone();
    let dated = page.decide(Some(Decision::Published { article, date: Some("2024-06-01".into()) }));
    assert!(!unresolved(&dated).iter().any(|o| o.why == Why::NoPublicationDay));
    let assumed = unresolved(&dated).into_iter().find(|o| o.why == Why::AssumedYear).expect("1 декабря of some year");
    let m = dated.documents[0].mentions[assumed.mention.unwrap()].clone();
    let settled = page.decide(set_time(&dated.documents[0], &m, "2024-12-01".into()));
    assert!(!unresolved(&settled).iter().any(|o| o.why == Why::AssumedYear), "{:?}", unresolved(&settled));
}
