//! The dictionary form of a person's name: every word agrees in case and gender, words that cannot change stay.

use super::declension::{Declined, declined};
use super::expect::SIX_CASES;
use super::normalize::{BaseForm, Context, Word, offer, recase};
use super::{Gender, NameParts};
use crate::nlp::knowledge::Knowledge;
use crate::nlp::morph::{Analysis, Grammeme, Tag};

const SURNAME: Tag = Tag::of(&[Grammeme::Surn]);
const GIVEN: Tag = Tag::of(&[Grammeme::Name]);
const PATRONYMIC: Tag = Tag::of(&[Grammeme::Patr]);
/// Readings as part of a person's name.
const PERSONAL: Tag = Tag::of(&[Grammeme::Surn, Grammeme::Name, Grammeme::Patr]);

/// What a word weighs that no reading says to be part of a name.
const NO_NAME: f32 = 0.15;
/// What a given name that news seldom has weighs beside one that it often has.
const RARE_GIVEN: f32 = 0.35;
/// What a reading by the ending that does not change weighs beside one that does.
const GUESSED_FIXED: f32 = 0.3;
/// What a declension by the ending alone weighs beside one of a dictionary's names: for a word that the dictionary does not
/// have as a name,
const DECLINED: f32 = 0.35;
/// for one that it has as a name,
const DECLINED_KNOWN: f32 = 0.3;
/// as a usual given name,
const DECLINED_USUAL: f32 = 0.1;
/// or as a word that means a being, such as «пророк».
const DECLINED_BEING: f32 = 0.14;

/// Parts of Arabic, Turkic and Western names that never change.
const PARTICLES: &[&str] = &[
    "бен", "бин", "ибн", "абу", "аль", "эль", "ад", "ас", "аш", "ар", "оглы", "оглу", "кызы", "гызы", "улы", "заде", "ага", "бей", "паша",
    "ван", "фон", "цу", "де", "ди", "да", "дю", "дер", "ден", "ла", "ле", "дос", "душ", "тер", "мак", "о", "сен",
];

/// Names that have one form for all cases, whatever they look like: «Кенжегулулы», «Жилинскене».
fn endless(folded: &str) -> bool {
    const ENDINGS: &[&str] =
        &["улы", "ұлы", "оглы", "оглу", "кызы", "гызы", "рлы", "нлы", "длы", "глы", "йлы", "ене", "айте", "уте", "юте"];
    ENDINGS.iter().any(|e| folded.len() > e.len() + 4 && folded.ends_with(e))
}

/// How likely a name does not change in this gender; `None` when it must. `known` says that the dictionary has a declension,
/// `first` that more words follow.
fn unchanging(folded: &str, gender: Grammeme, known: bool, first: bool) -> Option<f32> {
    if endless(folded) {
        return Some(1.0);
    }
    let feminine = gender == Grammeme::Femn;
    let short = folded.chars().count() <= 5;
    let by_ending = match folded.chars().last()? {
        'о' | 'э' => 0.8,
        'и' | 'е' => {
            if first {
                0.25
            } else {
                0.45
            }
        }
        'у' | 'ю' => 0.3,
        'ы' => 0.12,
        // «Айгуль», «Нинель».
        'ь' if feminine => return Some(0.6),
        _ if feminine && ["ой", "ей", "ом", "ем", "ым", "им"].iter().any(|e| folded.ends_with(e)) => 0.1,
        // Women's surnames in a consonant: «Хеленой Вестерлунд».
        c if feminine && "бвгджзйклмнпрстфхцчшщ".contains(c) => 0.6,
        // Family names before given ones: «Чжан Вэймином», «Пак Ги Дону».
        c if first && short && "бвгджзйклмнпрстфхцчшщь".contains(c) => 0.35,
        // Latin letters.
        c if c.is_ascii() => 0.8,
        _ => return None,
    };
    Some(if known { by_ending * 0.1 } else { by_ending })
}

/// A word of a name with all that does not depend on case and gender.
struct PersonWord<'a> {
    word: Word<'a>,
    folded: &'a str,
    /// Readings as a singular noun or adjective; how likely each is whatever its place in the name.
    readings: Vec<(Analysis, f32)>,
    by_ending: Vec<Declined>,
    /// The dictionary has it as a name.
    known: bool,
}

/// Tokens that change with their new form, the parts of the name, and how well it fits.
type Reading = (Vec<(usize, String)>, NameParts, f32);

/// The possible base forms of a person's mention, in no order.
pub(super) fn forms(context: &Context) -> Vec<BaseForm> {
    let words: Vec<PersonWord> = context.words().into_iter().map(|w| PersonWord::new(context, w)).collect();
    let mut out = Vec::new();
    // Names in other letters stay.
    if words.iter().all(|w| w.word.analyses.is_empty()) {
        return out;
    }
    for gender in [Grammeme::Masc, Grammeme::Femn] {
        for case in SIX_CASES {
            let around = context.expect.case(case) * context.expect.gender(gender, case);
            if around == 0.0 {
                continue;
            }
            let Some((changed, parts, score)) = read(context, &words, case, gender) else { continue };
            // Names are most often subjects or possessors.
            let prior = match case {
                Grammeme::Nomn => 1.0,
                Grammeme::Gent => 0.7,
                Grammeme::Ablt | Grammeme::Datv => 0.5,
                _ => 0.25,
            };
            // A surname alone is a man's a little more often; a given name tells by itself.
            let prior = prior * if gender == Grammeme::Masc || words.len() > 1 { 1.0 } else { 0.7 };
            let text = context.rebuild(&changed);
            let gender = Some(if gender == Grammeme::Femn { Gender::Feminine } else { Gender::Masculine });
            offer(&mut out, BaseForm { text, weight: score * prior * around, parts, gender });
        }
    }
    out
}

impl<'a> PersonWord<'a> {
    fn new(context: &Context<'a>, word: Word<'a>) -> Self {
        let folded = context.readings.folded(word.token);
        let known = word.analyses.iter().any(|a| a.known && a.tag.meets(PERSONAL));
        let common = |lemma: &str| Knowledge::get().is_common_given_name(lemma);
        let lemma = |a: &Analysis| context.lexicon.lemma(a);
        let usual = word.analyses.iter().any(|a| a.known && a.tag.meets(GIVEN) && common(&lemma(a)));
        let being = word.analyses.iter().any(|a| a.known && a.tag.has(Grammeme::Noun) && a.tag.has(Grammeme::Anim));
        if endless(folded) {
            return Self { word, folded, readings: Vec::new(), by_ending: Vec::new(), known };
        }
        // What the dictionary has only as a common word may be a name as well: «Хромов» beside «хромовый».
        let only_common = !word.analyses.iter().any(|a| a.tag.meets(PERSONAL) || !a.known);
        let guessed = if only_common && !folded.contains('-') { context.lexicon.guessed(folded, true) } else { Vec::new() };
        let guessed = guessed.into_iter().filter(|a| a.tag.meets(PERSONAL));
        let declines = word.analyses.iter().any(|a| a.tag.meets(PERSONAL) && !a.tag.has(Grammeme::Fixd));
        let weigh = |a: &Analysis| {
            let mut weight = if a.known || !known { 1.0 } else { 0.3 };
            let fixed = a.tag.has(Grammeme::Fixd);
            if !a.known && being {
                weight *= 0.2;
            }
            // Feminine names in -ь are few.
            if !a.known && a.tag.has(Grammeme::Femn) && lemma(a).ends_with('ь') {
                weight *= 0.3;
            }
            // «Хелене» is sooner of Хелена than of Хелене; what nobody declines is rare among what nobody knows.
            if fixed && (!a.known || declines) {
                weight *= if a.known { 0.4 } else { GUESSED_FIXED };
            }
            // The calendar of saints has many a name that nobody bears.
            if a.known && a.tag.meets(GIVEN) && !common(&lemma(a)) {
                weight *= RARE_GIVEN;
            }
            weight
        };
        let inflected = |a: &Analysis| (a.tag.has(Grammeme::Noun) || a.tag.has(Grammeme::Adjf)) && !a.tag.has(Grammeme::Plur);
        let readings =
            word.analyses.iter().cloned().chain(guessed).filter(inflected).map(|a| (weigh(&a), a)).map(|(w, a)| (a, w)).collect();
        // A name that the dictionary does not have, or has only as another one.
        let plain = match () {
            _ if usual => DECLINED_USUAL,
            _ if known => DECLINED_KNOWN,
            _ if being => DECLINED_BEING,
            _ => DECLINED,
        };
        let by_ending = declined(folded).into_iter().map(|d| Declined { weight: d.weight * plain, ..d }).collect();
        Self { word, folded, readings, by_ending, known }
    }

    /// «Римской-Ладогиной», «Анной-Марией»: the part before the hyphen changes, too, if it has that case.
    fn first_part(&self, context: &Context, form: String, case: Grammeme, gender: Grammeme) -> String {
        let (Some((head, _)), Some((_, tail))) = (self.folded.rsplit_once('-'), form.rsplit_once('-')) else { return form };
        if case == Grammeme::Nomn || head.contains('-') {
            return form;
        }
        let fits = |a: &&Analysis| {
            let name = a.tag.meets(PERSONAL.or(Tag::ADJECTIVAL)) && !a.tag.has(Grammeme::Plur);
            name && a.tag.has(case) && (a.tag.has(gender) || a.tag.has(Grammeme::MsF))
        };
        let readings = context.lexicon.known(head);
        let own = readings.iter().find(fits).and_then(|a| {
            let keep = a.tag.and(Tag::of(&[Grammeme::Masc, Grammeme::Femn, Grammeme::Sing]));
            context.lexicon.inflect_like(a, keep.with(Grammeme::Nomn), Tag::of(&[Grammeme::Plur]), head)
        });
        own.map_or_else(|| form.clone(), |head| format!("{head}-{tail}"))
    }

    /// The form in the nominative, which part of a name it is, and how likely that is; `None` when the word has no such case.
    fn nominative(
        &self,
        context: &Context,
        wanted: &[(Tag, f32)],
        case: Grammeme,
        gender: Grammeme,
        first: bool,
    ) -> Option<(String, Tag, f32)> {
        let mut best: Option<(f32, Tag, &Analysis)> = None;
        for (a, weight) in &self.readings {
            let fits = a.tag.has(gender) || a.tag.has(Grammeme::MsF) || !a.tag.meets(Tag::GENDERS);
            if !a.tag.has(case) || !fits {
                continue;
            }
            let part = wanted.iter().find(|(t, _)| a.tag.meets(*t));
            let weight = weight * part.map_or(NO_NAME, |p| p.1);
            if best.is_none_or(|b| weight > b.0) {
                best = Some((weight, part.map_or(Tag::EMPTY, |p| p.0), a));
            }
        }
        let ending = self.by_ending.iter().filter(|d| d.case == case && d.gender == gender);
        let ending = ending.reduce(|best, d| if d.weight >= best.weight { d } else { best });
        let by_ending = |d: &Declined| {
            let form = self.first_part(context, d.lemma.clone(), case, gender);
            (recase(self.word.surface, self.folded, &form), Tag::EMPTY, d.weight)
        };
        let surface = || self.word.surface.to_string();
        match (best, ending) {
            (Some((weight, ..)), Some(d)) if d.weight > weight => Some(by_ending(d)),
            (Some((weight, part, a)), _) => {
                let keep = a.tag.and(Tag::of(&[Grammeme::Masc, Grammeme::Femn, Grammeme::Sing]));
                let form = context.lexicon.inflect_like(a, keep.with(Grammeme::Nomn), Tag::of(&[Grammeme::Plur]), self.folded);
                let form = self.first_part(context, form.unwrap_or_else(|| self.folded.to_string()), case, gender);
                Some((recase(self.word.surface, self.folded, &form), part, weight))
            }
            (None, _) if PARTICLES.contains(&self.folded) => Some((surface(), Tag::EMPTY, 1.0)),
            (None, ending) => {
                let stays = unchanging(self.folded, gender, self.known, first);
                match ending.filter(|d| stays.is_none_or(|s| d.weight > s)) {
                    Some(d) => Some(by_ending(d)),
                    None => Some((surface(), Tag::EMPTY, stays?)),
                }
            }
        }
    }
}

/// Reads all words in one case and gender; the better the parts fit names, the higher the score.
fn read(context: &Context, words: &[PersonWord], case: Grammeme, gender: Grammeme) -> Option<Reading> {
    let (mut changed, mut parts, mut score) = (Vec::new(), NameParts::default(), 1.0);
    for (n, word) in words.iter().enumerate() {
        // The last word of several is the surname, the first the given name; alone a word may be either.
        let wanted: &[(Tag, f32)] = match (n, words.len()) {
            (_, 1) => &[(SURNAME, 1.0), (GIVEN, 0.9)],
            (0, _) => &[(GIVEN, 1.0), (SURNAME, 0.6)],
            (n, len) if n + 1 == len => &[(SURNAME, 1.0), (PATRONYMIC, 0.9), (GIVEN, 0.5)],
            _ => &[(PATRONYMIC, 1.0), (SURNAME, 0.6), (GIVEN, 0.6)],
        };
        let (form, part, weight) = word.nominative(context, wanted, case, gender, n + 1 < words.len())?;
        score *= weight;
        let slot = match () {
            _ if part == PATRONYMIC => &mut parts.patronymic,
            _ if part == GIVEN || (part == Tag::EMPTY && n == 0 && words.len() > 1) => &mut parts.given,
            _ => &mut parts.surname,
        };
        // Several words of one part stand together: «Мухаммед бен Мубарак».
        *slot = Some(slot.take().map_or_else(|| form.clone(), |s| format!("{s} {form}")));
        if form != word.word.surface {
            changed.push((word.word.token, form));
        }
    }
    Some((changed, parts, score))
}
