//! What the tagger must get right in names: a sentence of ours for each spot where taggers are known to fail.

use letopis::nlp::document::Document;
use letopis::nlp::ner::Label;

use crate::check::models;

/// (text, type) of the mentions of persons, places, organisations and events.
fn names(text: &str) -> Vec<(String, &'static str)> {
    let analysis = models().analyse(Document::new("x", text));
    let wanted = |label: Label| label == Label::Event || letopis::nlp::ner::NameKind::of(label).is_some();
    let mentions = analysis.annotations.mentions.iter().filter(|m| wanted(m.label));
    mentions.map(|m| (text[m.span.range()].to_string(), m.label.name())).collect()
}

fn has(text: &str, name: &str, label: &str) {
    let found = names(text);
    assert!(found.iter().any(|(n, l)| n == name && *l == label), "{name} {label} is not among {found:?}");
}

fn lacks(text: &str, name: &str) {
    let found = names(text);
    assert!(found.iter().all(|(n, _)| n != name), "{name} is among {found:?}");
}

#[test]
fn an_arabic_name_of_many_parts_is_one_person() {
    let text = "Верительные грамоты вручил посол Омана Салим бен Хамад бен Саид Аль-Харуси, прибывший в столицу накануне.";
    has(text, "Салим бен Хамад бен Саид Аль-Харуси", "PERSON");
    has(text, "Омана", "COUNTRY");
}

#[test]
fn an_exercise_named_like_a_thing_is_no_place() {
    let text = "Совместное учение ОДКБ «Гранит-2026» завершилось на полигоне под Бишкеком, сообщила пресс-служба организации.";
    lacks(text, "Гранит");
    has(text, "Гранит-2026", "EVENT");
    has(text, "ОДКБ", "ORGANIZATION");
}

#[test]
fn an_organisation_holds_the_names_within_it_and_has_a_short_one() {
    let text = "Министр встретился с главой Регионального центра ООН по снижению рисков бедствий для Центральной Азии (РЦСРБЦА) в Алматы.";
    has(text, "Регионального центра ООН по снижению рисков бедствий для Центральной Азии", "ORGANIZATION");
    has(text, "ООН", "ORGANIZATION");
    has(text, "Центральной Азии", "LOCATION");
    has(text, "РЦСРБЦА", "ORGANIZATION");
}

#[test]
fn a_common_noun_with_a_capital_is_no_name() {
    let text = "Центр содействует странам региона в подготовке специалистов. Правительство обещало ему поддержку.";
    assert_eq!(names(text), []);
}

#[test]
fn adjectives_and_common_nouns_are_no_names_but_what_they_stand_beside_may_be() {
    let text = "Российские и казахстанские военные обсудили учения с министерством обороны Армении.";
    lacks(text, "Российские");
    lacks(text, "казахстанские");
    has(text, "Армении", "COUNTRY");
}

#[test]
fn a_name_glued_to_the_word_before_it_is_found() {
    let text = "В Атырау снизился уровень воды в Урале, передаетStepinform.kz со ссылкой на Казгидромет.";
    has(text, "Stepinform.kz", "ORGANIZATION");
    has(text, "Атырау", "CITY");
}
