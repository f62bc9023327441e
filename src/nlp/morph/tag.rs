//! Grammemes and sets of them.

use std::fmt;

/// Defines [`Grammeme`] with the names of OpenCorpora.
macro_rules! grammemes {
    ($($variant:ident $name:literal $doc:literal;)*) => {
        /// One grammeme of the OpenCorpora tag set (<https://opencorpora.org/dict.php?act=gram>).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Grammeme { $(#[doc = $doc] $variant,)* }

        /// All grammemes in bit order; the order is part of the pack protocol.
        pub const GRAMMEMES: &[(Grammeme, &str)] = &[$((Grammeme::$variant, $name),)*];
    };
}

grammemes! {
    Noun "NOUN" "Noun."; Adjf "ADJF" "Full adjective."; Adjs "ADJS" "Short adjective."; Comp "COMP" "Comparative.";
    Verb "VERB" "Finite verb."; Infn "INFN" "Infinitive."; Prtf "PRTF" "Full participle."; Prts "PRTS" "Short participle.";
    Grnd "GRND" "Gerund."; Numr "NUMR" "Numeral."; Advb "ADVB" "Adverb."; Npro "NPRO" "Pronoun."; Pred "PRED" "Predicative.";
    Prep "PREP" "Preposition."; Conj "CONJ" "Conjunction."; Prcl "PRCL" "Particle."; Intj "INTJ" "Interjection.";
    Nomn "nomn" "Nominative."; Gent "gent" "Genitive."; Datv "datv" "Dative."; Accs "accs" "Accusative."; Ablt "ablt" "Instrumental.";
    Loct "loct" "Prepositional."; Voct "voct" "Vocative."; Gen2 "gen2" "Second genitive."; Loc2 "loc2" "Locative.";
    Sing "sing" "Singular."; Plur "plur" "Plural."; Masc "masc" "Masculine."; Femn "femn" "Feminine."; Neut "neut" "Neuter.";
    MsF "ms-f" "Masculine or feminine."; Anim "anim" "Animate."; Inan "inan" "Inanimate."; Name "Name" "Given name."; Surn "Surn" "Surname.";
    Patr "Patr" "Patronymic."; Geox "Geox" "Place name."; Orgn "Orgn" "Organisation."; Trad "Trad" "Trade mark.";
    Abbr "Abbr" "Abbreviation."; Init "Init" "Initial."; Sgtm "Sgtm" "Singular only."; Pltm "Pltm" "Plural only."; Fixd "Fixd" "Indeclinable.";
    Anum "Anum" "Ordinal."; Apro "Apro" "Pronominal adjective."; Poss "Poss" "Possessive."; Subx "Subx" "Used as a noun.";
    Perf "perf" "Perfective."; Impf "impf" "Imperfective."; Past "past" "Past."; Pres "pres" "Present."; Futr "futr" "Future.";
    Per1 "1per" "First person."; Per2 "2per" "Second person."; Per3 "3per" "Third person."; Impr "impr" "Imperative.";
    Tran "tran" "Transitive."; Intr "intr" "Intransitive."; Dist "Dist" "Distorted."; Ques "Ques" "Interrogative."; Dmns "Dmns" "Demonstrative.";
    Prnt "Prnt" "Parenthetical."; Qual "Qual" "Qualitative."; Supr "Supr" "Superlative."; Actv "actv" "Active."; Pssv "pssv" "Passive.";
    Impe "Impe" "Impersonal."; Coll "Coll" "Collective numeral."; Vpre "V-be" "Variant in -ье."; Infr "Infr" "Colloquial."; Arch "Arch" "Obsolete.";
}

/// A set of grammemes.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u128);

impl Tag {
    /// The empty set.
    pub const EMPTY: Self = Self(0);
    /// The genders; common gender counts as both masculine and feminine where agreement is asked.
    pub const GENDERS: Self = Self::of(&[Grammeme::Masc, Grammeme::Femn, Grammeme::Neut]);
    /// The numbers.
    pub const NUMBERS: Self = Self::of(&[Grammeme::Sing, Grammeme::Plur]);
    /// Words inflected like adjectives.
    pub const ADJECTIVAL: Self = Self::of(&[Grammeme::Adjf, Grammeme::Prtf]);

    /// A set of the grammemes given.
    pub const fn of(list: &[Grammeme]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < list.len() {
            bits |= 1 << list[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Reads an OpenCorpora tag such as `NOUN,anim,masc sing,nomn`; unknown grammemes are left out.
    pub fn parse(text: &str) -> Self {
        let mut tag = Self::EMPTY;
        for name in text.split([',', ' ']) {
            if let Some((grammeme, _)) = GRAMMEMES.iter().find(|(_, n)| *n == name) {
                tag = tag.with(*grammeme);
            }
        }
        tag
    }

    /// Whether the grammeme is in the set.
    pub const fn has(self, g: Grammeme) -> bool {
        self.0 & (1 << g as u8) != 0
    }

    /// The set with the grammeme.
    pub const fn with(self, g: Grammeme) -> Self {
        Self(self.0 | 1 << g as u8)
    }

    /// What both have.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What either has.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What only this one has.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether at least one grammeme is shared.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all of `other` is here.
    pub const fn includes(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Numbers of the grammemes set, ascending.
    pub fn indices(self) -> impl Iterator<Item = usize> {
        (0..GRAMMEMES.len()).filter(move |i| self.0 & (1 << i) != 0)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.indices().filter_map(|i| GRAMMEMES.get(i).map(|g| g.1)).collect();
        f.write_str(&names.join(","))
    }
}
