//! What the words around a mention say of its case and gender.

use crate::nlp::morph::{Analysis, Grammeme, Readings, Tag};
use crate::nlp::segment::{Segmentation, TokenKind};
use crate::nlp::span::{Span, TokenUnit};

/// The cases of base forms, in the order of the arrays here.
pub(super) const SIX_CASES: [Grammeme; 6] =
    [Grammeme::Nomn, Grammeme::Gent, Grammeme::Datv, Grammeme::Accs, Grammeme::Ablt, Grammeme::Loct];

/// How much the surroundings favour each case and gender; 1 is no opinion, 0 forbids.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Expect {
    cases: [f32; 6],
    masculine: f32,
    feminine: f32,
    /// The same by the verb, which agrees with its subject alone.
    masculine_subject: f32,
    feminine_subject: f32,
}

impl Expect {
    const NOTHING: Self = Self { cases: [1.0; 6], masculine: 1.0, feminine: 1.0, masculine_subject: 1.0, feminine_subject: 1.0 };

    pub(super) fn case(&self, case: Grammeme) -> f32 {
        SIX_CASES.iter().zip(self.cases).find(|(c, _)| **c == case).map_or(1.0, |(_, w)| w)
    }

    pub(super) fn gender(&self, gender: Grammeme, case: Grammeme) -> f32 {
        let subject = case == Grammeme::Nomn;
        match gender {
            Grammeme::Femn => self.feminine * if subject { self.feminine_subject } else { 1.0 },
            _ => self.masculine * if subject { self.masculine_subject } else { 1.0 },
        }
    }

    fn weigh(&mut self, cases: Tag, inside: f32, outside: f32) {
        for (case, weight) in SIX_CASES.iter().zip(&mut self.cases) {
            *weight *= if cases.has(*case) { inside } else { outside };
        }
    }

    fn weigh_gender(&mut self, gender: Grammeme, inside: f32, outside: f32) {
        let feminine = gender == Grammeme::Femn;
        self.feminine *= if feminine { inside } else { outside };
        self.masculine *= if feminine { outside } else { inside };
    }
}

/// The cases that a preposition governs; `None` for other words.
pub(super) fn governed(word: &str) -> Option<Tag> {
    use Grammeme::{Ablt, Accs, Datv, Gent, Loct};
    Some(match word {
        "от"
        | "до"
        | "из"
        | "без"
        | "для"
        | "у"
        | "около"
        | "против"
        | "после"
        | "из-за"
        | "среди"
        | "кроме"
        | "вокруг"
        | "возле"
        | "помимо"
        | "вместо"
        | "ради"
        | "насчет"
        | "относительно"
        | "внутри"
        | "вне"
        | "близ" => Tag::of(&[Gent]),
        "к" | "ко" | "благодаря" | "согласно" | "вопреки" | "навстречу" => Tag::of(&[Datv]),
        "с" | "со" => Tag::of(&[Gent, Ablt]),
        "над" | "между" | "перед" | "передо" => Tag::of(&[Ablt]),
        "в" | "во" | "на" => Tag::of(&[Accs, Loct]),
        "о" | "об" | "обо" => Tag::of(&[Loct, Accs]),
        "при" => Tag::of(&[Loct]),
        "про" | "через" | "сквозь" | "спустя" => Tag::of(&[Accs]),
        "по" => Tag::of(&[Datv, Accs, Loct]),
        "за" | "под" => Tag::of(&[Ablt, Accs]),
        _ => return None,
    })
}

const CASES: Tag = Tag::of(&SIX_CASES);
/// A name before a name is another one: «жена Лунина Анна Громова».
const PERSONAL: Tag = Tag::of(&[Grammeme::Surn, Grammeme::Name, Grammeme::Patr]);

/// Case and gender of a mention by the preposition, noun or adjective before it and the verb beside it. `title` is the
/// word in apposition («министру» in «министру обороны Лунину»), when it is not the word before.
pub(super) fn expect(pieces: &Segmentation, readings: &Readings, tokens: Span<TokenUnit>, title: Option<usize>, person: bool) -> Expect {
    let mut out = Expect::NOTHING;
    let (first, end) = (tokens.start as usize, tokens.end as usize);
    let is_word = |i: usize| pieces.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word);
    let before = first.checked_sub(1);
    let sentence = pieces.tokens.get(first).map_or(0, |t| pieces.sentences.partition_point(|s| s.span.end <= t.span.start));
    let opens = pieces.sentences.get(sentence).is_some_and(|s| pieces.tokens.get(first).is_some_and(|t| t.span.start <= s.span.start));
    let same = |i: usize| {
        let at = pieces.tokens.get(i).map_or(0, |t| t.span.start);
        pieces.sentences.get(sentence).is_some_and(|s| s.span.start <= at && at < s.span.end)
    };
    let next = Some(end).filter(|i| is_word(*i) && same(*i));
    if opens {
        out.weigh(Tag::of(&[Grammeme::Nomn]), 1.5, 1.0);
    }
    if let Some(i) = before.filter(|_| !opens) {
        if let Some(cases) = governed(readings.folded(i)) {
            out.weigh(cases, 1.0, 0.0);
        } else if let Some(title) = title {
            agree(&mut out, readings.analyses(title), &[], true, person);
        } else if is_word(i) && person && !readings.analyses(i).iter().any(|a| a.known && a.tag.meets(PERSONAL)) {
            // A noun behind another is rather its genitive.
            let tail = i > 0
                && same(i - 1)
                && readings.analyses(i - 1).iter().any(|a| a.known && (a.tag.has(Grammeme::Noun) || a.tag.meets(Tag::ADJECTIVAL)));
            agree(&mut out, readings.analyses(i), readings.lemmas(i), tail, person);
        }
        if person && is_word(i) {
            let speech = among(SPEECH, readings.lemmas(i));
            // «Во втором туре сойдутся Лунина и Громов».
            let list = matches!(readings.folded(end), "и" | ",");
            beside_verb(&mut out, readings.analyses(i), !speech && !list, if speech { 4.0 } else { 1.2 }, 0.4);
            // «Полковник передал Луниной»: the verb has its subject.
            let subject = |a: &Analysis| a.known && a.tag.has(Grammeme::Nomn) && a.tag.has(Grammeme::Sing) && a.tag.has(Grammeme::Anim);
            let verb = readings.analyses(i).iter().any(|a| a.known && a.tag.has(Grammeme::Verb));
            if verb && i > 0 && same(i - 1) && readings.analyses(i - 1).iter().any(subject) {
                out.weigh(Tag::of(&[Grammeme::Nomn]), 0.15, 1.0);
            }
        }
    }
    if let Some(i) = next.filter(|_| person) {
        beside_verb(&mut out, readings.analyses(i), false, 2.5, 0.15);
    }
    out
}

/// Whether one of the dictionary forms is in a list of words.
pub(super) fn among(list: &str, lemmas: &[String]) -> bool {
    lemmas.iter().any(|l| list.split(' ').any(|w| w == l))
}

/// Verbs of saying stand before their subject: «…, заявила Лунина».
pub(super) const SPEECH: &str = "заявить заявлять сообщить сообщать сказать говорить отметить отмечать подчеркнуть подчеркивать рассказать рассказывать добавить \
    добавлять пояснить пояснять объяснить напомнить ответить отвечать уточнить считать полагать написать писать признать признаться \
    указать предупредить призвать пообещать утверждать заверить констатировать резюмировать заключить";

/// Nouns for a person by his relation to another, who stands in the genitive.
const RELATIONS: &str = "вдова вдовец жена муж супруга супруг сын дочь отец мать брат сестра внук внучка дядя тетя племянник племянница друг подруга \
    соратник сторонник сторонница помощник помощница заместитель представитель адвокат защитник преемник преемница предшественник \
    ученик ученица коллега однофамилец приближенный соперник родственник соседка сосед";

/// A noun or adjective before a name: one that means a person agrees with it or has it in the genitive («адвокат Лунина»),
/// a thing has it in the genitive.
fn agree(out: &mut Expect, analyses: &[Analysis], lemmas: &[String], tail: bool, person: bool) {
    let known = || analyses.iter().filter(|a| a.known && !a.tag.has(Grammeme::Plur));
    if analyses.iter().any(|a| a.tag.meets(Tag::of(&[Grammeme::Verb, Grammeme::Prep, Grammeme::Conj, Grammeme::Advb, Grammeme::Prcl]))) {
        return;
    }
    let cases = |wanted: Tag| known().filter(|a| a.tag.meets(wanted)).fold(Tag::EMPTY, |sum, a| sum.or(a.tag.and(CASES)));
    // «вдова Лунина» is not Лунина.
    if among(RELATIONS, lemmas) {
        out.weigh(Tag::of(&[Grammeme::Gent]), 1.0, 0.15);
        return;
    }
    let adjective = cases(Tag::ADJECTIVAL);
    let noun = known().filter(|a| a.tag.has(Grammeme::Noun) && a.tag.has(Grammeme::Anim)).collect::<Vec<_>>();
    if !noun.is_empty() {
        let own = noun.iter().fold(Tag::EMPTY, |sum, a| sum.or(a.tag.and(CASES)));
        out.weigh(own.with(Grammeme::Gent), 1.0, 0.1);
        out.weigh(own, 1.0, 0.5);
        let all = |g: Grammeme| noun.iter().all(|a| a.tag.has(g) && !a.tag.has(Grammeme::MsF));
        if all(Grammeme::Femn) {
            out.weigh_gender(Grammeme::Femn, 1.0, 0.2);
        } else if all(Grammeme::Masc) {
            // A minister may be a woman.
            out.weigh_gender(Grammeme::Masc, 1.0, 0.6);
        }
    } else if adjective != Tag::EMPTY && person {
        out.weigh(adjective, 1.0, 0.2);
        let genders = known().filter(|a| a.tag.meets(Tag::ADJECTIVAL)).fold(Tag::EMPTY, |sum, a| sum.or(a.tag.and(Tag::GENDERS)));
        if genders == Tag::of(&[Grammeme::Femn]) {
            out.weigh_gender(Grammeme::Femn, 1.0, 0.2);
        } else if !genders.has(Grammeme::Femn) {
            out.weigh_gender(Grammeme::Masc, 1.0, 0.2);
        }
    } else if person
        && analyses.iter().any(|a| a.known && a.tag.has(Grammeme::Noun))
        && !(tail && analyses.iter().any(|a| a.tag.has(Grammeme::Gent)))
        && adjective == Tag::EMPTY
    {
        // «дело Луниной», «слова Лунина»; what stands in the genitive itself may end a title: «представитель совета Лунин».
        out.weigh(Tag::of(&[Grammeme::Gent]), 2.0, 0.7);
    }
}

/// A finite verb beside a name: its subject is in the nominative and has its gender; of others it says nothing.
fn beside_verb(out: &mut Expect, analyses: &[Analysis], before: bool, with: f32, against: f32) {
    let mut verbs = analyses.iter().filter(|a| a.known).peekable();
    let finite = |a: &Analysis| a.tag.has(Grammeme::Verb) && !a.tag.has(Grammeme::Impr) || a.tag.has(Grammeme::Prts);
    if verbs.peek().is_none() || !verbs.all(finite) {
        return;
    }
    let gender = |g: Grammeme| analyses.iter().any(|a| a.tag.has(g));
    let singular = analyses.iter().any(|a| a.tag.has(Grammeme::Sing));
    if !singular {
        // «Следователи допросили Лунина»: one person is not the subject of a plural.
        if before {
            out.weigh(Tag::of(&[Grammeme::Nomn]), 0.2, 1.0);
        }
        return;
    }
    // «Партия выдвинула Лунина»: behind such a verb stands rather its object.
    let takes_object = before && analyses.iter().all(|a| a.tag.has(Grammeme::Tran));
    out.weigh(Tag::of(&[Grammeme::Nomn]), if takes_object { 0.7 } else { with }, 1.0);
    if gender(Grammeme::Femn) && !gender(Grammeme::Masc) {
        out.masculine_subject *= against;
    } else if gender(Grammeme::Masc) && !gender(Grammeme::Femn) {
        out.feminine_subject *= against;
    }
}
