//! Desk and workers, driven as the page drives them; messages go through their wire form.

use letopis::app::collection::Collection;
use letopis::app::state::{Action, State};
use letopis::worker::decision::{Decision, digest};
use letopis::worker::desk::{Desk, Out};
use letopis::worker::export::{ExportFormat, Manner};
use letopis::worker::handler::Handler;
use std::collections::BTreeMap;

use letopis::ingest::{Limits, pdf};
use letopis::worker::protocol::{Ask, Command, Content, File, FileError, Notice, Request, Response, Told, Tool, Wish, decode, encode};
use letopis::worker::reader::Reader;
use letopis::worker::view::CalledView;

use crate::check::{models, read, sample};

/// The command line's JSON.
pub fn wish() -> Wish {
    Wish { format: ExportFormat::Json, manner: Manner::default(), project: None }
}

/// A desk with workers, and what the page has heard.
pub struct Office {
    desk: Desk,
    workers: Vec<Handler<'static>>,
    readers: BTreeMap<Tool, Reader>,
    /// Files on the disk, and which of them have been fetched.
    disk: BTreeMap<u32, Vec<u8>>,
    fetched: Vec<u32>,
    /// Readers do not answer: what they were asked last.
    pub stuck: bool,
    /// What the page has heard, oldest first.
    pub heard: Vec<Notice>,
}

impl Office {
    /// With that many workers, all ready.
    pub fn new(workers: usize) -> Self {
        let mut office = Self {
            desk: Desk::new(workers),
            workers: (0..workers).map(|_| Handler::new(models())).collect(),
            readers: BTreeMap::new(),
            disk: BTreeMap::new(),
            fetched: Vec::new(),
            stuck: false,
            heard: Vec::new(),
        };
        for n in 0..workers {
            let outs = office.desk.hear(n, Response::Ready);
            office.deliver(outs);
        }
        office
    }

    /// The page asks.
    pub fn ask(&mut self, command: Command) {
        let outs = self.desk.ask(command);
        self.deliver(outs);
    }

    pub fn open(&mut self, key: u32, name: &str, bytes: impl Into<Vec<u8>>) {
        self.ask(Command::Open(File { key, name: name.into(), content: Content::Bytes(bytes.into()) }));
    }

    /// A file that the desk must fetch.
    pub fn drop_file(&mut self, key: u32, name: &str, bytes: impl Into<Vec<u8>>) {
        self.disk.insert(key, bytes.into());
        self.ask(Command::Open(File { key, name: name.into(), content: Content::Disk }));
    }

    fn tell(&mut self, tool: Tool, told: Told) {
        let back: Told = decode(&encode(&told)).expect("what a reader tells survives its wire form");
        assert!(back == told, "nothing is lost on the way");
        let outs = self.desk.told(tool, told);
        self.deliver(outs);
    }

    fn deliver(&mut self, outs: Vec<Out>) {
        for out in outs {
            match out {
                Out::Page(notice) => self.heard.push(notice),
                Out::Fetch(key) => {
                    self.fetched.push(key);
                    let bytes = self.disk.remove(&key);
                    self.ask(Command::Bytes { key, bytes });
                }
                Out::Start(tool) => {
                    let pdf = (tool == Tool::Pdf).then_some(pdf::read as _);
                    self.readers.insert(tool, Reader::new(Limits { parts: 40, ..Limits::default() }, pdf));
                    self.tell(tool, Told::Ready);
                }
                Out::Stop(tool) => drop(self.readers.remove(&tool)),
                Out::Ask(tool, ask) => {
                    let ask: Ask = decode(&encode(&ask)).expect("a question survives its wire form");
                    let told = self.readers.get_mut(&tool).and_then(|r| r.answer(ask));
                    if let Some(told) = told.filter(|_| !self.stuck) {
                        self.tell(tool, told);
                    }
                }
                Out::Tell(worker, request) => {
                    let request: Request = decode(&encode(&request)).expect("a request survives its wire form");
                    let answers = self.workers[worker].receive(request);
                    self.hear(worker, answers);
                }
            }
        }
    }

    fn hear(&mut self, worker: usize, answers: Vec<Response>) {
        for answer in answers {
            let back: Response = decode(&encode(&answer)).expect("a response survives its wire form");
            assert!(back == answer, "nothing is lost on the way");
            let outs = self.desk.hear(worker, answer);
            self.deliver(outs);
        }
    }

    /// One step of one worker; false when it had nothing to do.
    pub fn step(&mut self, worker: usize) -> bool {
        let busy = self.workers[worker].is_busy();
        let answers = self.workers[worker].step();
        self.hear(worker, answers);
        busy
    }

    /// Until all rest. The workers take turns by `order`: a worker may be as slow as it likes.
    pub fn run(&mut self, mut order: impl FnMut(usize) -> usize) {
        let mut turn = 0;
        while self.workers.iter().any(Handler::is_busy) {
            let worker = order(turn) % self.workers.len();
            if !self.step(worker) {
                (0..self.workers.len()).any(|n| self.step(n));
            }
            turn += 1;
        }
    }

    /// What the page shows.
    pub fn page(&self) -> State {
        self.heard.iter().cloned().fold(State::default(), |state, notice| state.after(Action::Desk(notice)))
    }

    pub fn collection(&self) -> Collection {
        self.page().collection
    }

    pub fn ids(&self) -> Vec<String> {
        self.collection().documents.iter().map(|d| d.id.clone()).collect()
    }

    /// `Finished`, `Failed` and `Cancelled` of each key, by key.
    fn ends(&self) -> Vec<(u32, bool)> {
        let end = |n: &Notice| match n {
            Notice::Finished { key } => Some((*key, true)),
            Notice::Failed { key, .. } | Notice::Cancelled { key } => Some((*key, false)),
            _ => None,
        };
        let mut ends: Vec<_> = self.heard.iter().filter_map(end).collect();
        ends.sort_unstable();
        ends
    }

    pub fn idles(&self) -> usize {
        self.heard.iter().filter(|n| **n == Notice::Idle).count()
    }
}

/// One after another.
fn in_turn(n: usize) -> usize {
    n
}

#[test]
fn bad_files_do_not_stop_the_others() {
    let mut office = Office::new(1);
    office.open(0, "a.txt", read(sample("sport")));
    office.open(1, "пусто.txt", "");
    office.open(2, "scan.pdf", "%PDF-1.4");
    office.open(3, "noise.bin", (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect::<Vec<_>>());
    office.open(4, "news.txt", read(sample("english")));
    office.open(5, "b.txt", read(sample("court")));
    office.run(in_turn);
    assert_eq!(office.ends(), [(0, true), (1, false), (2, false), (3, false), (4, true), (5, true)]);
    assert!(office.heard.contains(&Notice::Failed { key: 2, error: FileError::Damaged("PDF".into(), "no pages can be found".into()) }));
    assert_eq!(office.idles(), 1);
    assert_eq!(office.ids(), ["a", "news", "b"]);
    let collection = office.collection();
    let english = &collection.documents[1];
    assert!(english.mentions.is_empty() && english.diagnostics.iter().any(|d| d.code == "not-russian"));
}

#[test]
fn equal_names_get_numbers() {
    let mut office = Office::new(1);
    for key in 0..3 {
        office.open(key, "статья.txt", "Посол прибыл в Бишкек.");
    }
    office.run(in_turn);
    assert_eq!(office.ids(), ["статья", "статья-2", "статья-3"]);
}

#[test]
fn the_result_does_not_depend_on_the_number_of_workers_or_who_is_first() {
    let names = ["peacekeepers", "summit", "court", "floods", "chronicle", "sport"];
    let export = |workers: usize, order: &mut dyn FnMut(usize) -> usize| {
        let mut office = Office::new(workers);
        for (key, name) in (0..).zip(names) {
            office.open(key, &format!("{name}.txt"), read(sample(name)));
        }
        office.run(order);
        let article = digest(&read(sample("court")));
        office.ask(Command::Decide(vec![Decision::Published { article, date: Some("2023-11-01".into()) }]));
        office.run(in_turn);
        office.ask(Command::Export(wish()));
        let Some(Notice::Export { bytes: json, .. }) = office.heard.last().cloned() else { panic!("no export") };
        (json, office.collection(), office.page().document)
    };
    let (json, one, _) = export(1, &mut in_turn);
    let mut seed = 7usize;
    let mut random = |_: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    // The last worker is done before the first, then anyhow.
    for (workers, order) in
        [(2, &mut in_turn as &mut dyn FnMut(usize) -> usize), (4, &mut |n: usize| 3 - (n / 40).min(3)), (3, &mut random)]
    {
        let (other, view, first) = export(workers, order);
        assert!(other == json, "{workers} workers");
        assert_eq!(*view.joined, *one.joined);
        let same = |a: &Collection| -> Vec<_> {
            a.documents.iter().map(|d| (d.id.clone(), d.mentions.iter().map(|m| d.entity(m)).collect::<Vec<_>>())).collect()
        };
        assert_eq!(same(&view), same(&one));
        assert_eq!(first.as_deref(), Some("peacekeepers"), "the first article is read, whichever is done first");
    }
}

#[test]
fn the_first_article_is_there_before_the_others_and_is_joined() {
    let mut office = Office::new(2);
    for (key, name) in (0..).zip(["court", "sport", "summit"]) {
        office.open(key, &format!("{name}.txt"), read(sample(name)));
    }
    while !office.heard.iter().any(|n| matches!(n, Notice::Joined { .. })) {
        office.step(0);
    }
    let collection = office.collection();
    assert_eq!((collection.documents.len(), office.idles()), (1, 0));
    assert!(
        !collection.joined.timeline.is_empty()
            && collection.documents[0].mentions.iter().any(|m| collection.documents[0].entity(m).is_some())
    );
    office.run(in_turn);
    assert_eq!((office.ids().len(), office.idles()), (3, 1));
}

#[test]
fn cancel_gives_up_what_is_not_finished() {
    let mut office = Office::new(1);
    let long = read(sample("science")).repeat(30);
    office.open(0, "short.txt", "Посол прибыл в Бишкек 5 мая 2020 года.");
    office.open(1, "long.txt", long);
    office.open(2, "late.txt", "Посол уехал.");
    while !office.heard.iter().any(|n| matches!(n, Notice::Progress { key: 1, share } if *share > 0.0)) {
        office.step(0);
    }
    office.ask(Command::Cancel);
    assert_eq!(office.ends(), [(0, true), (1, false), (2, false)]);
    assert_eq!((office.ids().len(), office.idles()), (1, 1));
    // The worker goes on working afterwards, and the id is free again.
    office.open(3, "long.txt", "Посол вернулся.");
    office.run(in_turn);
    assert_eq!(office.ids(), ["short", "long"]);
}

#[test]
fn what_was_cleared_does_not_come_back() {
    let mut office = Office::new(2);
    office.open(0, "a.txt", read(sample("sport")));
    office.run(in_turn);
    office.open(1, "b.txt", read(sample("court")));
    office.step(0);
    office.ask(Command::Clear);
    let state = office.heard.drain(..).fold(State::default(), |s, n| s.after(Action::Desk(n))).after(Action::Cleared);
    office.open(2, "a.txt", "Посол прибыл в Бишкек 5 мая 2020 года.");
    office.run(in_turn);
    let state = office.heard.iter().cloned().fold(state, |s, n| s.after(Action::Desk(n)));
    assert_eq!(state.collection.documents.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(), ["a"]);
    assert_eq!(state.collection.joined.timeline.len(), 1);
}

#[test]
fn a_worker_that_is_lost_costs_its_file_alone() {
    let mut office = Office::new(2);
    for key in 0..4 {
        office.open(key, "статья.txt", "Посол прибыл в Бишкек 5 мая 2020 года.");
    }
    let outs = office.desk.lose(1);
    office.deliver(outs);
    office.run(|_| 0);
    assert_eq!(office.ends(), [(0, true), (1, false), (2, true), (3, true)]);
    assert!(office.heard.contains(&Notice::Failed { key: 1, error: FileError::Lost }));
    assert_eq!((office.ids().len(), office.idles()), (3, 1));
    let outs = office.desk.lose(0);
    office.deliver(outs);
    assert!(matches!(office.heard.last(), Some(Notice::Broken { .. })));
}

#[test]
fn the_publication_day_can_be_set_and_taken_away() {
    let mut office = Office::new(2);
    const TEXT: &str = "Форум в Таразе открылся вчера.";
    office.open(0, "x.txt", TEXT);
    office.run(in_turn);
    let mut set = |date: Option<&str>| {
        let published = |d: &str| Decision::Published { article: digest(TEXT), date: Some(d.into()) };
        office.ask(Command::Decide(date.map(published).into_iter().collect()));
        office.run(in_turn);
        office.collection()
    };
    let with = set(Some("2022-06-10"));
    assert_eq!(with.joined.timeline[0].value.as_deref(), Some("2022-06-09"));
    assert_eq!(with.documents[0].date_source, "given");
    assert!(with.documents[0].mentions.iter().any(|m| with.documents[0].entity(m).is_some()), "entities stay");
    assert!(set(None).joined.timeline.is_empty());
    office.ask(Command::Remove { document: "x".into() });
    assert_eq!((office.collection().documents.len(), office.collection().joined.entities.len()), (0, 0));
}

#[test]
fn any_form_of_a_word_finds_its_entity() {
    let mut office = Office::new(1);
    office.open(
        0,
        "a.txt",
        "Посол Норвегии Ингрид Хольм прибыла в Тараз 5 мая 2021 года. Её встретил генерал Пётр Сабитов из Министерства обороны.",
    );
    office.run(in_turn);
    let mut find = |query: &str| -> Vec<String> {
        office.ask(Command::Find(query.into()));
        let page = office.page();
        let found = page.found.clone().expect("an answer");
        assert_eq!(found.0, query);
        found.1.iter().map(|n| page.collection.joined.entities[*n as usize].name.clone()).collect()
    };
    assert_eq!(find("таразе"), ["Тараз"]);
    assert_eq!(find("сабитовым"), ["Пётр Сабитов"]);
    assert_eq!(find("петр"), ["Пётр Сабитов"], "ё is е");
    assert_eq!(find("норвегией"), ["Норвегия", "Посол Норвегии"]);
    assert!(find("министерств").iter().any(|n| n.contains("обороны")) && find("обороной").iter().any(|n| n.contains("Министерство")));
    assert!(find("Хольм Тараз").is_empty(), "all words must fit");
    assert!(find("ъ").is_empty());
}

#[test]
fn names_set_apart_stay_so_through_new_files_and_the_export_until_they_are_united_or_all_is_cleared() {
    let mut office = Office::new(2);
    let text = "Генерал Пётр Сабитов прибыл в Тараз 5 мая 2021 года. Сабитов осмотрел казармы. По словам Сабитова, ремонт начнётся летом.";
    office.open(0, "a.txt", text);
    office.run(in_turn);
    let people = |office: &Office| -> Vec<(String, usize)> {
        let page = office.page();
        let of = |e: &&letopis::worker::view::EntityView| e.label == "PERSON";
        page.collection.joined.entities.iter().filter(of).map(|e| (e.name.clone(), e.count)).collect()
    };
    assert_eq!(people(&office), [("Пётр Сабитов".into(), 3)]);
    let apart = vec![Decision::Apart { name: CalledView { label: "PERSON".into(), name: "Сабитов".into() } }];
    office.ask(Command::Decide(apart.clone()));
    assert_eq!(people(&office), [("Сабитов".into(), 2), ("Пётр Сабитов".into(), 1)]);
    // The marks of the article follow.
    let page = office.page();
    let article = &page.collection.documents[0];
    let named = |n: usize| page.collection.joined.entities[n].name.clone();
    let persons: Vec<_> = article.mentions.iter().filter(|m| m.label == "PERSON").map(|m| named(article.entity(m).unwrap())).collect();
    assert_eq!(persons, ["Пётр Сабитов", "Сабитов", "Сабитов"]);
    office.open(1, "b.txt", text.replace("Тараз", "Атырау"));
    office.run(in_turn);
    assert_eq!(people(&office), [("Сабитов".into(), 4), ("Пётр Сабитов".into(), 2)]);
    office.ask(Command::Export(wish()));
    let export =
        office.heard.iter().rev().find_map(|n| if let Notice::Export { bytes, .. } = n { Some(bytes.clone()) } else { None }).unwrap();
    let export: serde_json::Value = serde_json::from_slice(&export).unwrap();
    let normals = |id: &str| -> Vec<&str> {
        let mentions = export["documents"].as_array().unwrap().iter().flat_map(|d| d["mentions"].as_array().unwrap());
        mentions.filter(|m| m["entity"] == id).map(|m| m["normal"].as_str().unwrap()).collect()
    };
    let entity = export["entities"].as_array().unwrap().iter().find(|e| e["name"] == "Сабитов").unwrap();
    assert_eq!(normals(entity["id"].as_str().unwrap()), ["Сабитов"; 4]);
    office.ask(Command::Decide(Vec::new()));
    assert_eq!(people(&office), [("Пётр Сабитов".into(), 6)]);
    office.ask(Command::Decide(apart));
    office.ask(Command::Clear);
    office.open(2, "c.txt", text);
    office.run(in_turn);
    assert_eq!(people(&office), [("Пётр Сабитов".into(), 3)]);
}

#[test]
fn export_is_what_the_command_line_prints() {
    let mut office = Office::new(2);
    office.open(0, "summit.txt", read(sample("summit")));
    office.run(in_turn);
    office.ask(Command::Export(wish()));
    let Some(Notice::Export { bytes: json, .. }) = office.heard.last() else { panic!("no export") };
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_letopis")).arg("corpus").arg(sample("summit")).output().unwrap();
    assert_eq!(output.stdout.trim_ascii_end(), json.as_slice());
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/data/formats/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn a_file_of_many_brings_all_it_holds_in_its_place() {
    let order = |workers: usize| {
        let mut office = Office::new(workers);
        office.drop_file(0, "первая.txt", "Посол прибыл в Бишкек 5 мая 2020 года.");
        office.drop_file(1, "архив.zip", file("nested.zip"));
        office.drop_file(2, "скан.pdf", file("article.pdf"));
        office.drop_file(3, "новости.rss", file("articles.rss"));
        office.drop_file(4, "картинка.png", b"\x89PNG\r\n\x1a\n".to_vec());
        office.run(in_turn);
        office
    };
    let office = order(1);
    assert_eq!(office.ends(), [(0, true), (1, true), (2, true), (3, true), (4, false)]);
    assert_eq!(office.ids(), ["первая", "статья", "письмо", "мост", "книга", "скан", "новости-1", "новости-2"]);
    assert_eq!(order(3).ids(), office.ids());
    let part = office.heard.iter().find_map(|n| if let Notice::Part { key, path, error } = n { Some((*key, path, error)) } else { None });
    assert_eq!(part, Some((1, &vec!["архив.zip".to_string(), "пусто.txt".into()], &FileError::Empty)));
    assert!(office.heard.contains(&Notice::Holds { key: 1, articles: 4 }));
    assert!(office.heard.contains(&Notice::Failed { key: 4, error: FileError::Unsupported("Image".into()) }));
    assert_eq!(office.idles(), 1);
    let opened = State::default().after(Action::Opened(vec![(1, "архив.zip".into())]));
    let page = office.heard.iter().cloned().fold(opened, |state, notice| state.after(Action::Desk(notice)));
    assert!(page.files.iter().any(|f| f.key == 1 && f.parts.len() == 1), "what could not be read stays on the page");
    let letter = office.collection().documents.iter().find(|d| d.id == "мост").unwrap().path.clone();
    assert_eq!(letter, ["архив.zip", "внутри.zip", "2004/письмо.eml", "мост.txt"]);
    // Copies of one article are one to the collection, once that is wished.
    let mut office = office;
    office.ask(Command::Fold(true));
    let collection = office.collection();
    let copies: Vec<bool> = collection.documents.iter().map(|d| d.original().is_some()).collect();
    assert_eq!(copies.iter().filter(|c| **c).count(), 5, "{copies:?}");
    assert!(collection.joined.folded);
}

#[test]
fn files_are_fetched_only_as_fast_as_they_are_analysed() {
    let mut office = Office::new(2);
    for key in 0..200 {
        office.drop_file(key, &format!("{key}.txt"), format!("Посол прибыл в Бишкек {} мая 2020 года.", key % 28 + 1));
    }
    assert!(office.fetched.len() <= 6, "{}", office.fetched.len());
    office.run(in_turn);
    assert_eq!((office.fetched.len(), office.ids().len(), office.idles()), (200, 200, 1));
    let inside = |n: usize| office.heard.iter().filter(|h| matches!(h, Notice::Finished { .. })).count() == n;
    assert!(inside(200));
}

#[test]
fn a_reader_that_is_lost_or_stopped_costs_its_file_alone() {
    let mut office = Office::new(1);
    office.drop_file(0, "a.html", file("article.html"));
    office.run(in_turn);
    office.stuck = true;
    office.drop_file(1, "b.html", file("article.html"));
    office.drop_file(2, "c.html", file("article.html"));
    office.run(in_turn);
    assert_eq!(office.ends(), [(0, true)]);
    office.stuck = false;
    let outs = office.desk.lose_reader(Tool::Reader, FileError::Lost);
    office.deliver(outs);
    office.run(in_turn);
    assert_eq!(office.ends(), [(0, true), (1, false), (2, true)]);
    assert!(office.heard.contains(&Notice::Failed { key: 1, error: FileError::Lost }));
    // What is stopped while it is read is not heard of again.
    office.stuck = true;
    office.drop_file(3, "d.zip", file("nested.zip"));
    office.ask(Command::Cancel);
    office.stuck = false;
    office.drop_file(4, "e.md", file("article.md"));
    office.run(in_turn);
    assert_eq!(office.ends()[3..], [(3, false), (4, true)]);
    assert_eq!(office.ids(), ["a", "c", "e"]);
}

#[test]
fn a_text_of_several_articles_is_split_in_its_place() {
    let mut office = Office::new(2);
    let many = std::fs::read_to_string(format!("{}/tests/data/many/several/05-daty.txt", env!("CARGO_MANIFEST_DIR")))
        .unwrap()
        .replace("@@@\n", "");
    office.open(0, "a.txt", "Посол прибыл в Бишкек 5 мая 2020 года.");
    office.open(1, "обзор.txt", many);
    office.open(2, "z.txt", "Посол уехал из Бишкека 6 мая 2020 года.");
    office.run(in_turn);
    let several = |d: &letopis::app::collection::Article| d.diagnostics.iter().any(|x| x.code == "several-articles");
    assert_eq!(office.collection().documents.iter().map(several).collect::<Vec<_>>(), [false, true, false]);
    office.ask(Command::Split { document: "обзор".into() });
    office.run(in_turn);
    let ids = office.ids();
    assert_eq!((ids.first().map(String::as_str), ids.last().map(String::as_str)), (Some("a"), Some("z")));
    assert!(ids.len() > 4 && ids[1..ids.len() - 1].iter().all(|id| id.starts_with("обзор-")), "{ids:?}");
    assert_eq!(office.idles(), 2);
    // One article is not split.
    office.ask(Command::Split { document: "a".into() });
    office.run(in_turn);
    assert_eq!(office.ids(), ids);
}
