//! The 29 types of NEREL (Loukachevitch et al., 2021).

/// Defines [`Label`] with its names and families.
macro_rules! labels {
    ($($variant:ident $name:literal $family:ident;)*) => {
        /// What a mention names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the names are NEREL's own and stand in its guidelines")]
        pub enum Label { $($variant,)* }

        impl Label {
            /// All types, in the order of their names.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in output.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The class family that it belongs to.
            pub fn family(self) -> Family {
                match self { $(Self::$variant => Family::$family,)* }
            }
        }
    };
}

labels! {
    Age "AGE" Figures; Award "AWARD" Things; City "CITY" Places; Country "COUNTRY" Places; Crime "CRIME" Events; Date "DATE" Time;
    Disease "DISEASE" Things; District "DISTRICT" Places; Event "EVENT" Events; Facility "FACILITY" Places; Family "FAMILY" People;
    Ideology "IDEOLOGY" Things; Language "LANGUAGE" Things; Law "LAW" Events; Location "LOCATION" Places; Money "MONEY" Figures;
    Nationality "NATIONALITY" People; Number "NUMBER" Figures; Ordinal "ORDINAL" Figures; Organization "ORGANIZATION" Organizations;
    Penalty "PENALTY" Events; Percent "PERCENT" Figures; Person "PERSON" People; Product "PRODUCT" Things;
    Profession "PROFESSION" People; Religion "RELIGION" Things; StateOrProvince "STATE_OR_PROVINCE" Places; Time "TIME" Time;
    WorkOfArt "WORK_OF_ART" Things;
}

/// Families of types: what shares a colour, a facet and a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Persons, and what they are: posts, peoples, families.
    People,
    /// Organisations.
    Organizations,
    /// Countries, cities, facilities.
    Places,
    /// Dates and times.
    Time,
    /// Events, laws, crimes, penalties.
    Events,
    /// Products, works, awards, diseases, languages, religions, ideologies.
    Things,
    /// Numbers, sums, ages, shares.
    Figures,
}

impl Label {
    /// Whether mentions of the type name something that can be met again: an entity.
    pub fn is_entity(self) -> bool {
        !matches!(self.family(), Family::Time | Family::Figures) && self != Self::Penalty
    }
}
