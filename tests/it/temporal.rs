//! Dates: text, publication day, values; one case a line of `temporal/dates.tsv`.

use letopis::nlp::document::Document;
use letopis::worker::input::date;

use crate::check::{data, models, read};

#[test]
fn dates_have_their_values() {
    let cases = read(data("temporal/dates.tsv"));
    let mut count = 0;
    for line in cases.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let [text, day, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        let mut document = Document::new("x", text);
        document.date = date(day);
        let analysis = models().analyse(document);
        let got: Vec<String> = analysis.annotations.mentions.iter().filter_map(|m| m.time).map(|t| t.value.to_string()).collect();
        assert_eq!(got.join(" "), expected, "{text}");
        count += 1;
    }
    assert!(count >= 50);
}
