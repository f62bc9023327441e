//! Capitals that stand for governments.
//!
//! «Вашингтон заявил» means the government of the United States. The mention stays the city, for that is what the text names;
//! the other reading is noted beside it (a metonymy of place for institution; Markert and Nissim 2007).

use super::Entities;
use super::expect::{SPEECH, among};
use crate::nlp::diagnostic::{Code, Diagnostic};
use crate::nlp::knowledge::Knowledge;
use crate::nlp::morph::{Grammeme, Readings};
use crate::nlp::ner::Label;
use crate::nlp::segment::Segmentation;

/// What governments do besides speaking.
const ACTS: &str = "обвинить обвинять потребовать требовать ввести вводить выразить выражать поддержать поддерживать осудить осуждать отреагировать \
    предложить предлагать планировать рассчитывать настаивать отказаться отказываться согласиться подписать намереваться опасаться \
    стремиться добиваться угрожать приветствовать отвергнуть отвергать отрицать решить выслать отозвать направить";

/// Remarks on capitals that speak or act.
pub fn governments(pieces: &Segmentation, readings: &Readings, found: &Entities) -> Vec<Diagnostic> {
    let knowledge = Knowledge::get();
    let mut out = Vec::new();
    for named in found.mentions.iter().filter(|n| n.mention.label == Label::City) {
        let Some(country) = knowledge.country_of_capital(&named.normal) else { continue };
        let tokens = pieces.tokens_in(named.mention.span);
        let (before, after) = (tokens.start.checked_sub(1).map(|i| i as usize), tokens.end as usize);
        let official = before.is_some_and(|i| readings.has_lemma(i, "официальный"));
        let preposition = before.is_some_and(|i| readings.analyses(i).iter().any(|a| a.tag.has(Grammeme::Prep)));
        let finite = readings.analyses(after).iter().any(|a| a.known && a.tag.has(Grammeme::Verb));
        let acts = || among(SPEECH, readings.lemmas(after)) || among(ACTS, readings.lemmas(after));
        if official || !preposition && finite && acts() {
            out.push(Diagnostic::at(Code::CapitalAsGovernment, named.mention.span, knowledge.country(country).name));
        }
    }
    out
}
