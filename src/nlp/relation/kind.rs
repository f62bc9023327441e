//! The 49 relations of NEREL (Loukachevitch et al., 2021).

/// Defines [`RelationKind`] with its names.
macro_rules! kinds {
    ($($variant:ident $name:literal;)*) => {
        /// How two mentions belong together: NEREL's relations, from the first to the second.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the names are NEREL's own and stand in its guidelines")]
        pub enum RelationKind { $($variant,)* }

        impl RelationKind {
            /// All relations, in the order of their names.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in output.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    Abbreviation "ABBREVIATION"; Agent "AGENT"; AgeDiedAt "AGE_DIED_AT"; AgeIs "AGE_IS"; AlternativeName "ALTERNATIVE_NAME";
    AwardedWith "AWARDED_WITH"; CauseOfDeath "CAUSE_OF_DEATH"; ConvictedOf "CONVICTED_OF"; DateDefunctIn "DATE_DEFUNCT_IN";
    DateFoundedIn "DATE_FOUNDED_IN"; DateOfBirth "DATE_OF_BIRTH"; DateOfCreation "DATE_OF_CREATION"; DateOfDeath "DATE_OF_DEATH";
    EndTime "END_TIME"; Expenditure "EXPENDITURE"; FoundedBy "FOUNDED_BY"; HasCause "HAS_CAUSE"; HeadquarteredIn "HEADQUARTERED_IN";
    IdeologyOf "IDEOLOGY_OF"; InanimateInvolved "INANIMATE_INVOLVED"; Income "INCOME"; Knows "KNOWS"; LocatedIn "LOCATED_IN";
    MedicalCondition "MEDICAL_CONDITION"; MemberOf "MEMBER_OF"; Organizes "ORGANIZES"; OriginsFrom "ORIGINS_FROM"; OwnerOf "OWNER_OF";
    ParentOf "PARENT_OF"; ParticipantIn "PARTICIPANT_IN"; PartOf "PART_OF"; PenalizedAs "PENALIZED_AS"; PlaceOfBirth "PLACE_OF_BIRTH";
    PlaceOfDeath "PLACE_OF_DEATH"; PlaceResidesIn "PLACE_RESIDES_IN"; PointInTime "POINT_IN_TIME"; PriceOf "PRICE_OF";
    Produces "PRODUCES"; Relative "RELATIVE"; ReligionOf "RELIGION_OF"; SchoolsAttended "SCHOOLS_ATTENDED"; Sibling "SIBLING";
    Spouse "SPOUSE"; StartTime "START_TIME"; SubeventOf "SUBEVENT_OF"; SubordinateOf "SUBORDINATE_OF"; TakesPlaceIn "TAKES_PLACE_IN";
    Workplace "WORKPLACE"; WorksAs "WORKS_AS";
}
