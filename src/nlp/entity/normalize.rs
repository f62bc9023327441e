//! The dictionary form of a whole mention: agreeing words go to the nominative together, the rest stays.

use super::expect::{Expect, SIX_CASES, expect};
use super::organisation::is_acronym;
use super::person_form;
use super::{Gender, NameParts, is_state, squeeze};
use crate::nlp::knowledge::Knowledge;
use crate::nlp::morph::{Analysis, Grammeme, Lexicon, Readings, Tag};
use crate::nlp::ner::{Family, Label, Mention};
use crate::nlp::segment::{Segmentation, TokenKind, fold, one_script};

/// One possible dictionary form of a mention.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseForm {
    /// The form, with the capitals of the text.
    pub text: String,
    /// How likely it is, by grammar alone; the weights of a mention sum up to about 1.
    pub weight: f32,
    /// Parts of a person's name.
    pub parts: NameParts,
    /// Gender of a person by this form.
    pub gender: Option<Gender>,
}

impl BaseForm {
    /// The text as it stands.
    pub fn plain(text: String) -> Self {
        Self { text, weight: 1.0, parts: NameParts::default(), gender: None }
    }
}

/// A word of the mention that may change.
pub(super) struct Word<'a> {
    /// Index of its token.
    pub(super) token: usize,
    pub(super) surface: &'a str,
    pub(super) analyses: &'a [Analysis],
}

/// The possible base forms of a mention, best first; at least one. `title` is the noun in apposition before it.
pub fn base_forms(
    text: &str,
    pieces: &Segmentation,
    readings: &Readings,
    lexicon: &Lexicon,
    mention: &Mention,
    title: Option<usize>,
) -> Vec<BaseForm> {
    let plain = || vec![BaseForm::plain(squeeze(mention.span.of(text)))];
    if !mention.label.is_entity() {
        return plain();
    }
    let tokens = pieces.tokens_in(mention.span);
    let whole = tokens.range().all(|i| mention.span.contains(pieces.tokens[i].span));
    if !whole {
        return plain();
    }
    let expect = expect(pieces, readings, tokens, title, mention.label == Label::Person);
    let context = Context { text, pieces, readings, lexicon, mention, expect };
    let mut forms = if mention.label == Label::Person { person_form::forms(&context) } else { context.phrase() };
    if forms.is_empty() {
        forms = plain();
    }
    let sum: f32 = forms.iter().map(|f| f.weight).sum();
    forms.iter_mut().for_each(|f| f.weight /= sum.max(1e-6));
    forms.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    forms.dedup_by(|a, b| a.text == b.text);
    forms
}

pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) pieces: &'a Segmentation,
    pub(super) readings: &'a Readings,
    pub(super) lexicon: &'a Lexicon,
    pub(super) mention: &'a Mention,
    pub(super) expect: Expect,
}

impl<'a> Context<'a> {
    /// The words of the mention.
    pub(super) fn words(&self) -> Vec<Word<'a>> {
        let word = |i: usize| {
            let token = &self.pieces.tokens[i];
            (token.kind == TokenKind::Word).then(|| Word {
                token: i,
                surface: token.span.of(self.text),
                analyses: self.readings.analyses(i),
            })
        };
        self.pieces.tokens_in(self.mention.span).range().filter_map(word).collect()
    }

    /// The mention's text with some tokens exchanged.
    pub(super) fn rebuild(&self, changed: &[(usize, String)]) -> String {
        let mut out = String::new();
        for i in self.pieces.tokens_in(self.mention.span).range() {
            let token = &self.pieces.tokens[i];
            if !out.is_empty() && i > 0 && self.pieces.tokens[i - 1].span.end < token.span.start {
                out.push(' ');
            }
            match changed.iter().find(|(t, _)| *t == i) {
                Some((_, form)) => out.push_str(form),
                None => out.push_str(token.span.of(self.text)),
            }
        }
        // Letters of two alphabets in one word are a slip that nobody sees.
        out.split_whitespace().map(one_script).collect::<Vec<_>>().join(" ")
    }

    /// The spelling of a well-known name: «Боснии и Герцеговины» is «Босния и Герцеговина».
    fn known(&self) -> Option<BaseForm> {
        let knowledge = Knowledge::get();
        let surface = squeeze(self.mention.span.of(self.text));
        let name = match self.mention.label.family() {
            Family::Places if is_state(self.mention.label) => knowledge.spelling_of_country(&surface),
            Family::Organizations => knowledge.spelling_of_organisation(&surface),
            _ => None,
        }?;
        let (mine, theirs): (Vec<&str>, Vec<&str>) = (surface.split(' ').collect(), name.split(' ').collect());
        if mine.len() != theirs.len() || surface.contains(['«', '"']) {
            return None;
        }
        let words: Vec<String> = mine.iter().zip(theirs).map(|(m, t)| recase(m, &fold(m), &fold(t))).collect();
        Some(BaseForm::plain(words.join(" ")))
    }

    /// A noun phrase: the head noun and the adjectives that agree with it go to the nominative; what follows stays.
    fn phrase(&self) -> Vec<BaseForm> {
        let tokens = self.pieces.tokens_in(self.mention.span);
        let quoted = |i: usize| self.pieces.tokens[i].span.of(self.text).contains(['«', '"', '„', '“']);
        // Words before a quotation. A name that is one stands in its own case only without a word for what it is before it:
        // «корреспондент «Ведомостей»», but «газете «Ведомости»», which has a nominative reading.
        let opens = tokens.range().next().is_some_and(quoted);
        let end = tokens.range().skip(usize::from(opens)).find(|i| quoted(*i)).unwrap_or(tokens.end as usize);
        let words: Vec<Word<'a>> = self.words().into_iter().take_while(|w| w.token < end).collect();
        if let Some(known) = self.known() {
            return vec![known];
        }
        let Some(first) = words.first() else { return Vec::new() };
        // «ООН», «МИД РК»: capitals do not change.
        if words.len() == 1 && is_acronym(first.surface) {
            return Vec::new();
        }
        let mut out: Vec<BaseForm> = Vec::new();
        let numbers = [Grammeme::Sing, Grammeme::Plur];
        for head in 0..words.len().min(6) {
            // Everything before the head must be adjectives, with «и» between them.
            let joins = |w: &Word| self.readings.folded(w.token) == "и";
            let stays = |w: &Word| w.analyses.is_empty();
            if head > 0
                && !joins(&words[head - 1])
                && !stays(&words[head - 1])
                && !words[head - 1].analyses.iter().any(|a| a.tag.meets(Tag::ADJECTIVAL))
            {
                break;
            }
            for a in words[head].analyses.iter().filter(|a| a.tag.has(Grammeme::Noun) && !a.tag.has(Grammeme::Voct)) {
                for case in SIX_CASES.into_iter().filter(|c| has_case(a.tag, *c) && self.expect.case(*c) > 0.0) {
                    for number in numbers.into_iter().filter(|n| a.tag.has(*n)) {
                        if let Some(form) = self.phrase_reading(&words[..=head], a, case, number) {
                            offer(&mut out, form);
                        }
                    }
                }
            }
        }
        // «Главный», «Верховный» used as nouns: all adjectives.
        if out.is_empty() && words.len() == 1 {
            for a in first.analyses.iter().filter(|a| a.tag.meets(Tag::ADJECTIVAL)) {
                // An adjective alone («казахстанский») has no gender of its own: dictionary form.
                let want = sort_of(a).with(Grammeme::Nomn).with(Grammeme::Masc);
                if let Some(form) = self.lexicon.inflect(a, want, Tag::EMPTY) {
                    let form = recase(first.surface, self.readings.folded(first.token), &form);
                    let text = self.rebuild(&[(first.token, form)]);
                    offer(&mut out, BaseForm { text, weight: 0.5, ..BaseForm::plain(String::new()) });
                }
            }
        }
        out
    }

    fn phrase_reading(&self, words: &[Word<'a>], head: &Analysis, case: Grammeme, number: Grammeme) -> Option<BaseForm> {
        let (noun, adjectives) = words.split_last()?;
        let mut changed = Vec::new();
        let gender = head.tag.and(Tag::GENDERS);
        let want = Tag::EMPTY.with(Grammeme::Nomn).with(number);
        for word in adjectives {
            // Capitals and Latin words before the head stay: «ТОО», «New»; so does «и» between adjectives.
            if word.analyses.is_empty() || is_acronym(word.surface) || self.readings.folded(word.token) == "и" {
                continue;
            }
            let a = word.analyses.iter().find(|a| {
                let agrees = number == Grammeme::Plur || a.tag.meets(gender) || !a.tag.meets(Tag::GENDERS);
                let animate = case != Grammeme::Accs
                    || !a.tag.meets(Tag::of(&[Grammeme::Anim, Grammeme::Inan]))
                    || a.tag.meets(head.tag.and(Tag::of(&[Grammeme::Anim, Grammeme::Inan])));
                a.tag.meets(Tag::ADJECTIVAL) && a.tag.has(case) && a.tag.has(number) && agrees && animate
            })?;
            let want = if number == Grammeme::Sing { want.or(gender) } else { want };
            let want = want.or(sort_of(a));
            let form = self.lexicon.inflect_like(a, want, Tag::of(&[Grammeme::Supr]).without(a.tag), self.readings.folded(word.token))?;
            changed.push((word.token, recase(word.surface, self.readings.folded(word.token), &form)));
        }
        let form = self.lexicon.inflect_like(head, want, Tag::of(&[Grammeme::Voct]), self.readings.folded(noun.token))?;
        changed.push((noun.token, recase(noun.surface, self.readings.folded(noun.token), &form)));
        let mut weight = if head.known { 1.0 } else { 0.5 } * self.expect.case(case);
        weight *= match case {
            Grammeme::Nomn => 1.0,
            Grammeme::Gent => 0.8,
            Grammeme::Accs => 0.4,
            _ => 0.5,
        };
        // Places and organisations are names; in a place a name of a place is surer than a word like it.
        let proper = Tag::of(&[Grammeme::Geox, Grammeme::Orgn, Grammeme::Trad, Grammeme::Name, Grammeme::Surn]);
        let place = matches!(self.mention.label, Label::City | Label::Country | Label::Location | Label::StateOrProvince | Label::District);
        weight *= match () {
            _ if place && head.tag.has(Grammeme::Geox) => 2.0,
            _ if place && head.tag.meets(proper) => 0.2,
            _ => 1.0,
        };
        // Most names are singular; those that are not rarely have a singular reading.
        // «Ведомости», «Известия»: a single word that may stand as it is does.
        let alone = self.pieces.tokens_in(self.mention.span).len() == 1;
        let as_is = case == Grammeme::Nomn && alone && self.mention.label == Label::Organization;
        if number == Grammeme::Plur && !(as_is && head.known) {
            weight *= if head.known { 0.4 } else { 0.1 };
        }
        // Adjectives that agree make the reading sure.
        weight *= 1.0 + 1.5 * adjectives.len() as f32;
        // «море» is sooner of море than of мор.
        if self.lexicon.lemma(head).replace('ё', "е") == self.readings.folded(noun.token) {
            weight *= 1.1;
        }
        Some(BaseForm { weight, ..BaseForm::plain(self.rebuild(&changed)) })
    }
}

/// The second genitive and locative are what they are named after: «в аэропорту», «чаю».
fn has_case(tag: Tag, case: Grammeme) -> bool {
    tag.has(case) || case == Grammeme::Loct && tag.has(Grammeme::Loc2) || case == Grammeme::Gent && tag.has(Grammeme::Gen2)
}

/// What sets an adjective apart from the others of its paradigm: a participle's voice and tense, a superlative.
fn sort_of(a: &Analysis) -> Tag {
    a.tag.and(Tag::of(&[Grammeme::Actv, Grammeme::Pssv, Grammeme::Past, Grammeme::Pres, Grammeme::Supr]))
}

/// Adds a form, or makes an equal one as likely as the likelier of both; an equal form of the other gender leaves the gender
/// open unless it is much less likely.
pub(super) fn offer(out: &mut Vec<BaseForm>, form: BaseForm) {
    match out.iter_mut().find(|f| f.text == form.text) {
        Some(f) => {
            let gender = match (f.weight, form.weight) {
                _ if f.gender == form.gender => f.gender,
                (a, b) if a > 4.0 * b => f.gender,
                (a, b) if b > 4.0 * a => form.gender,
                _ => None,
            };
            if f.weight < form.weight {
                *f = form;
            }
            f.gender = gender;
        }
        None => out.push(form),
    }
}

/// Writes `form` with the capitals, accents and ё of `surface` as far as both agree; `folded` is the surface folded.
pub(super) fn recase(surface: &str, folded: &str, form: &str) -> String {
    if is_acronym(surface) && surface.chars().count() > 1 {
        return form.to_uppercase();
    }
    let plain_form = fold(form);
    let shared = folded.chars().zip(plain_form.chars()).take_while(|(a, b)| a == b).count();
    let same_length = surface.chars().count() == folded.chars().count();
    let mut out = String::new();
    // Which parts between hyphens begin with a capital.
    let capitals: Vec<bool> = surface.split('-').map(|part| part.starts_with(char::is_uppercase)).collect();
    let mut part = 0;
    let mut written = surface.chars();
    for (i, c) in form.chars().enumerate() {
        let own = written.next();
        if c == '-' {
            part += 1;
        }
        if i >= shared && out.ends_with('-') && capitals.get(part) == Some(&true) {
            out.extend(c.to_uppercase());
            continue;
        }
        match own.filter(|_| same_length && i < shared) {
            // The dictionary knows where ё stands; the text may not write it.
            Some(s) if fold(&s.to_string()) == "е" && c != 'ё' => out.push(s),
            Some(s) if c == 'ё' => out.extend(if s.is_uppercase() { vec!['Ё'] } else { vec![s] }),
            Some(s) => out.push(s),
            None if i == 0 && surface.starts_with(char::is_uppercase) => out.extend(c.to_uppercase()),
            None => out.push(c),
        }
    }
    out
}
