//! The page's state, without a page.

use letopis::app::queries::lanes::{About, Facet, groups};
use letopis::app::queries::portrait::{first_seen, portrait};
use letopis::app::queries::select::{Selection, select};
use letopis::app::queries::timeline::{Entry, extent};
use letopis::app::share::{LONGEST_LINK, Project, ShareError};
use letopis::app::state::{Action, Awaited, Example, FileState, Phase, State};
use letopis::worker::decision::Log;
use letopis::worker::protocol::{FileError, Notice};

use crate::handler::Office;

/// What the page hears of these articles, until all is done.
fn heard(articles: &[(&str, &str)]) -> Vec<Notice> {
    let mut office = Office::new(1);
    for (key, (name, text)) in (0..).zip(articles) {
        office.open(key, &format!("{name}.txt"), *text);
    }
    office.run(|n| n);
    office.heard
}

fn shown(state: State, notices: Vec<Notice>) -> State {
    notices.into_iter().fold(state, |state, notice| state.after(Action::Desk(notice)))
}

fn with_documents() -> State {
    let text = |n: u32| format!("Генерал Ермек Сабитов прибыл в Тараз {n} мая 2020 года. Сабитова ждали в Таразе.");
    shown(State::default(), heard(&[("a", &text(1)), ("b", &text(2))]))
}

#[test]
fn files_given_before_the_model_wait_for_it() {
    let state = State::default().after(Action::Opened(vec![(0, "a.txt".into())]));
    assert_eq!(state.phase, Phase::Loading);
    let state = state.after(Action::Desk(Notice::Ready));
    assert_eq!(state.phase, Phase::Working);
    assert_eq!(state.next_key(), 1);
}

#[test]
fn the_work_is_not_done_while_files_are_still_being_read() {
    let state = State::default()
        .after(Action::Desk(Notice::Ready))
        .after(Action::Opened(vec![(0, "a.txt".into()), (1, "b.txt".into())]))
        .after(Action::Desk(Notice::Finished { key: 0 }))
        .after(Action::Desk(Notice::Idle));
    assert_eq!(state.phase, Phase::Working);
    let state = state.after(Action::Desk(Notice::Failed { key: 1, error: FileError::Empty })).after(Action::Desk(Notice::Idle));
    assert_eq!((state.phase, state.files.len()), (Phase::Done, 1));
}

#[test]
fn failures_stay_until_they_are_taken_away() {
    let state = State::default()
        .after(Action::Desk(Notice::Ready))
        .after(Action::Opened(vec![(0, "a.txt".into()), (1, "b.pdf".into())]))
        .after(Action::Desk(Notice::Finished { key: 0 }))
        .after(Action::Desk(Notice::Failed { key: 1, error: FileError::NoTextLayer("PDF".into()) }))
        .after(Action::Desk(Notice::Idle));
    assert_eq!(state.phase, Phase::Done);
    assert!(matches!(&state.files[..], [f] if matches!(f.state, FileState::Failed(_))));
    assert!(state.after(Action::Dismiss(1)).files.is_empty());
}

#[test]
fn picking_an_entity_walks_through_its_mentions() {
    let mut state = with_documents();
    assert_eq!(state.document.as_deref(), Some("a"));
    let taraz = state.collection.joined.entities.iter().find(|e| e.name == "Тараз").unwrap().id.clone();
    let mut seen = Vec::new();
    for _ in 0..5 {
        state = state.after(Action::PickEntity(taraz.clone()));
        let focus = state.focus.clone().unwrap();
        seen.push((focus.document, focus.start));
    }
    assert_eq!(seen.iter().map(|s| s.0.as_str()).collect::<Vec<_>>(), ["a", "a", "b", "b", "a"]);
    assert!(seen[0].1 < seen[1].1 && seen[0] == seen[4]);
}

#[test]
fn clearing_forgets_all_but_the_model() {
    let state = with_documents().after(Action::Cleared);
    assert_eq!((state.phase, state.collection.documents.len(), state.document), (Phase::Ready, 0, None));
}

fn two_articles() -> Vec<Notice> {
    heard(&[
        ("март", "Посол Ингрид Хольм прибыла в Тараз 5 марта 2021 года. Хольм встретилась с акимом."),
        ("май", "Генерал Ермек Сабитов прибыл в Тараз 9 мая 2021 года. Учения начались 11 мая 2021 года."),
    ])
}

/// Two articles about two people, of two months.
fn two_stories() -> State {
    shown(State::default(), two_articles())
}

#[test]
fn a_selection_filters_everything() {
    let state = two_stories();
    let c = &state.collection;
    let id = |name: &str| c.joined.entities.iter().find(|e| e.name.contains(name)).map(|e| e.id.clone());
    let all = select(c, &Selection::default(), None);
    assert_eq!((all.documents.len(), all.timeline.len(), all.entities.len()), (2, 3, c.joined.entities.len()));
    let entity = select(c, &Selection { entity: id("Хольм"), ..Selection::default() }, None);
    assert_eq!((entity.documents.to_vec(), entity.timeline.len()), (vec![0], 1));
    assert!(entity.entities.iter().all(|(n, _)| !c.joined.entities[*n].name.contains("Сабитов")), "people of other articles are left out");
    let both = select(c, &Selection { entity: id("Тараз"), ..Selection::default() }, None);
    assert_eq!((both.documents.len(), both.timeline.len()), (2, 2));
    let only = select(c, &Selection { document: Some("май".into()), ..Selection::default() }, None);
    assert_eq!((only.documents.to_vec(), only.timeline.len()), (vec![1], 2));
    let period = |a: &str, b: &str| select(c, &Selection { period: Some((a.into(), b.into())), ..Selection::default() }, None);
    assert_eq!(period("2021-05-10", "2021-05-31").timeline.len(), 1);
    assert_eq!(*period("2021-03-01", "2021-05-09").documents, [0, 1]);
    let nothing = select(c, &Selection { entity: id("Хольм"), document: Some("май".into()), ..Selection::default() }, None);
    assert!(nothing.documents.is_empty() && nothing.timeline.is_empty() && nothing.entities.is_empty());
}

#[test]
fn a_family_leaves_out_entities_and_counts_go_on() {
    let state = two_stories();
    let all = select(&state.collection, &Selection::default(), None);
    let places = select(&state.collection, &Selection { family: Some("places".into()), ..Selection::default() }, None);
    assert_eq!((places.timeline.len(), places.documents.len(), places.families), (3, 2, all.families));
    assert!(!places.entities.is_empty() && places.entities.len() < all.entities.len());
    assert!(places.entities.iter().any(|(n, _)| state.collection.joined.entities[*n].name == "Тараз"));
    let people = all.families[0];
    assert!(
        people >= 3 && all.families.iter().sum::<usize>() == state.collection.documents.iter().map(|d| d.mentions.len()).sum::<usize>()
    );
}

#[test]
fn the_page_of_an_entity() {
    let state = two_stories();
    let n = |name: &str| state.collection.joined.entities.iter().position(|e| e.name.contains(name)).unwrap();
    let page = portrait(&state.collection, n("Хольм"));
    assert_eq!(page.articles.iter().map(|a| a.0).collect::<Vec<_>>(), [0]);
    assert!(page.names.iter().any(|(name, count)| name == "Ингрид Хольм" && *count == 1));
    assert!(page.related.iter().any(|(e, count)| *e == n("Тараз") && *count == 1) && page.related.iter().all(|(e, _)| *e != n("Сабитов")));
    assert_eq!(portrait(&state.collection, n("Тараз")).articles.len(), 2);
    assert_eq!(portrait(&state.collection, 9_999), Default::default());
    let first = first_seen(&state.collection);
    assert!(first[n("Хольм")] < first[n("Сабитов")]);
    // It opens, Back closes it, and what is taken away closes it.
    let id = state.collection.joined.entities[n("Хольм")].id.clone();
    let open = state.after(Action::Portrait(Some(id)));
    assert!(open.portrait && open.step().portrait);
    assert!(!open.after(Action::Restore(state.step())).portrait && !open.after(Action::DropEntity).portrait);
    assert!(state.after(Action::Restore(open.step())).portrait);
    assert!(!open.after(Action::Read("май".into())).portrait, "an article picked is shown");
}

#[test]
fn the_timeline_can_be_grouped_and_loses_nothing() {
    let state = two_stories();
    let entries: Vec<Entry> = (0..3)
        .map(|index| Entry { index, extent: extent(&state.collection.joined.timeline[index]).unwrap(), label: 50.0, weight: 1 })
        .collect();
    for facet in Facet::ALL {
        let groups = groups(&state.collection, &entries, facet);
        let mut all: Vec<usize> = groups.iter().flat_map(|g| g.members.clone()).collect();
        all.sort();
        all.dedup();
        assert_eq!(all, [0, 1, 2], "{facet:?}");
    }
    let by = |facet: Facet| groups(&state.collection, &entries, facet);
    assert_eq!(
        by(Facet::Articles).iter().map(|g| (g.about, g.members.len())).collect::<Vec<_>>(),
        [(Some(About::Article(1)), 2), (Some(About::Article(0)), 1)]
    );
    assert!(by(Facet::People).iter().any(|g| g.about == Some(About::Others)), "what names no one has a group, too");
}

#[test]
fn going_back_finds_the_same_place_in_a_new_collection() {
    let state = two_stories();
    let holm = state.collection.joined.entities.iter().find(|e| e.name.contains("Хольм")).unwrap().id.clone();
    let state = state.after(Action::PickEntity(holm)).after(Action::Period(Some(("2021-03-01".into(), "2021-03-31".into()))));
    let step = state.step();
    let cleared = state.after(Action::ShowAll).after(Action::Read("май".into()));
    assert!(cleared.selection.is_empty());
    let back = cleared.after(Action::Restore(step.clone()));
    assert_eq!((back.step(), back.document.as_deref()), (step.clone(), Some("март")));
    // What is gone is not brought back.
    let other = with_documents().after(Action::Restore(step));
    assert_eq!((other.selection.entity.clone(), other.document.as_deref()), (None, Some("a")));
}

#[test]
fn the_example_never_mixes_with_the_users_articles() {
    let opening = State::opening().after(Action::Desk(Notice::Ready));
    assert_eq!((opening.phase, opening.example), (Phase::Loading, Example::Reading), "ready only with the example");
    let shown = shown(opening.clone(), two_articles());
    assert_eq!((shown.phase, shown.example, shown.collection.documents.len()), (Phase::Ready, Example::Shown, 2));
    let own = shown.after(Action::Opened(vec![(0, "a.txt".into())]));
    assert_eq!((own.phase, own.example, own.collection.documents.len()), (Phase::Working, Example::Gone, 0));
    // Files that come while the example is being read, or before the models are there.
    assert_eq!(opening.after(Action::Opened(vec![(0, "a.txt".into())])).phase, Phase::Working);
    let early = State::opening().after(Action::Opened(vec![(0, "a.txt".into())])).after(Action::Desk(Notice::Ready));
    assert_eq!((early.phase, early.example), (Phase::Working, Example::Gone));
    let cleared = shown.after(Action::Cleared);
    assert_eq!((cleared.phase, cleared.example, cleared.collection.documents.len()), (Phase::Ready, Example::Gone, 0));
}

#[test]
fn what_is_shared_comes_back() {
    let state = two_stories();
    let holm = state.collection.joined.entities.iter().find(|e| e.name.contains("Хольм")).unwrap().id.clone();
    let state = state.after(Action::PickEntity(holm));
    let all = Project::new(&state.collection, state.step(), Log::default(), true);
    let view = Project::new(&state.collection, state.step(), Log::default(), false);
    for project in [&all, &view] {
        assert_eq!(Project::from_fragment(&project.to_fragment()), Some(Ok(project.clone())));
    }
    assert!(all.has_texts() && !view.has_texts());
    assert!(view.to_fragment().len() < all.to_fragment().len() && all.to_fragment().len() < LONGEST_LINK);
    assert!(all.to_fragment().chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "safe in any address");

    // The same articles elsewhere, named otherwise: the view waits for them, then opens.
    let texts = view.documents.iter().map(|d| (d.id.clone(), d.checksum)).collect();
    let waiting = State::default().after(Action::Desk(Notice::Ready)).after(Action::Await(Awaited { step: view.step.clone(), texts }));
    assert!(waiting.awaited.is_some());
    let renamed = two_articles().into_iter().map(|notice| match notice {
        Notice::Article { number, mut document } => {
            document.id = format!("файл {}", document.id);
            Notice::Article { number, document }
        }
        other => other,
    });
    let there = shown(waiting, renamed.collect());
    let here = there.step();
    assert_eq!((there.awaited.is_none(), here.entity, here.document.as_deref()), (true, state.step().entity, Some("файл март")));
}

#[test]
fn bad_links_are_refused() {
    let state = two_stories();
    let good = Project::new(&state.collection, state.step(), Log::default(), true);
    let bytes = good.to_bytes();
    let damaged = Some(Err(ShareError::Damaged));
    assert_eq!(Project::from_fragment("v1.gz."), damaged);
    assert_eq!(Project::from_fragment("v1.gz.!!!"), damaged);
    assert_eq!(Project::from_fragment(&good.to_fragment()[..200]), damaged, "cut short");
    assert_eq!(Project::from_fragment("v2.zz.AAAA"), Some(Err(ShareError::Later)));
    assert_eq!(Project::from_fragment("top"), None);
    for n in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[n] ^= 0x10;
        // A bit of the header's time or system may change unseen; nothing else may.
        if let Ok(read) = Project::from_bytes(&changed) {
            assert!(n < 10 && read == good, "byte {n}");
        }
    }
    // Fifty kilobytes that would unpack to fifty megabytes and more.
    let bomb = {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        (0..80).for_each(|_| encoder.write_all(&vec![b' '; 1 << 20]).unwrap());
        encoder.finish().unwrap()
    };
    assert_eq!(Project::from_bytes(&bomb), Err(ShareError::TooLarge));
    let later = serde_json::json!({"version": 9, "documents": "otherwise"}).to_string();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, later.as_bytes()).unwrap();
    assert_eq!(Project::from_bytes(&encoder.finish().unwrap()), Err(ShareError::Later));
}
