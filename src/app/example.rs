//! The worked example: articles written for this page; people, places and events in them are invented.

/// Name and text of each.
pub const ARTICLES: &[(&str, &str)] = &[
    ("Миротворцы", include_str!("../../assets/example/peacekeepers.txt")),
    ("Саммит", include_str!("../../assets/example/summit.txt")),
    ("Награды", include_str!("../../assets/example/chronicle.txt")),
    ("Паводок", include_str!("../../assets/example/floods.txt")),
    ("Суд", include_str!("../../assets/example/court.txt")),
    ("Наука", include_str!("../../assets/example/science.txt")),
];
