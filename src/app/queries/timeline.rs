//! Timeline items → places on a linear scale of days.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::worker::view::ItemView;

/// The part of time that is shown, in days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Left edge.
    pub from: f64,
    /// Right edge.
    pub to: f64,
}

/// An item on the scale; positions in pixels from the left edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Number of the item in the list given.
    pub index: usize,
    /// Left end of its bar.
    pub x: f64,
    /// Width of its bar; a day may be narrower than a pixel.
    pub width: f64,
    /// Row, from the top.
    pub lane: usize,
    /// Where its label stands; none where there is no room.
    pub label: Option<Label>,
    /// The start is open.
    pub open_start: bool,
    /// The end is open.
    pub open_end: bool,
}

/// Items that found no lane, drawn as one control.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Left end.
    pub x: f64,
    /// Right end.
    pub right: f64,
    /// Numbers of its items, in the order of the list given.
    pub items: Vec<usize>,
    /// What it covers.
    pub window: Window,
}

/// The place of a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// On which side of the bar.
    pub side: Side,
    /// Room, in pixels.
    pub width: f64,
}

/// A side of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In a bar that is long enough.
    Inside,
    /// Before the bar.
    Left,
    /// Behind the bar.
    Right,
}

/// A line of the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Pixels from the left edge.
    pub x: f64,
    /// The day it stands for.
    pub date: Date,
    /// What the label should tell.
    pub step: Step,
}

/// Distance between ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many days.
    Days(i32),
    /// So many months.
    Months(i32),
    /// So many years.
    Years(i32),
}

/// From fine to coarse, with the length in days.
const STEPS: &[(Step, f64)] = &[
    (Step::Days(1), 1.0),
    (Step::Days(7), 7.0),
    (Step::Months(1), 30.4),
    (Step::Months(3), 91.3),
    (Step::Years(1), 365.25),
    (Step::Years(2), 730.5),
    (Step::Years(5), 1826.0),
    (Step::Years(10), 3652.5),
    (Step::Years(20), 7305.0),
    (Step::Years(50), 18262.5),
    (Step::Years(100), 36525.0),
    (Step::Years(200), 73050.0),
    (Step::Years(500), 182_625.0),
];

/// Least distance of two ticks, in pixels.
const TICK: f64 = 84.0;
/// Least width of an item's bar and its click target, in pixels.
const DOT: f64 = 10.0;
/// Length of the tail of an open end, in pixels.
const TAIL: f64 = 36.0;
/// Most lanes; what finds no room in them is drawn in clusters below.
pub const LANES: usize = 16;
/// Clusters nearer than this are one, in pixels.
const CLUSTER: f64 = 36.0;
/// Longest item, in days, that the first view makes room for when there are shorter ones: a century would dwarf a year.
const LONGEST: f64 = 12.0 * 366.0;

fn epoch() -> Date {
    Date::constant(1970, 1, 1)
}

/// Days since 1970-01-01.
pub fn day_number(date: Date) -> f64 {
    epoch().until(date).map_or(0.0, |s| f64::from(s.get_days()))
}

fn parse(date: Option<&String>) -> Option<f64> {
    date.and_then(|d| d.parse::<Date>().ok()).map(day_number)
}

/// First and last day of an item and whether its ends are open; the last day counts whole.
fn extent(item: &ItemView) -> Option<(f64, f64, bool, bool)> {
    match (parse(item.earliest.as_ref()), parse(item.latest.as_ref())) {
        (Some(a), Some(b)) => Some((a, b + 1.0, false, false)),
        (Some(a), None) => Some((a, a + 1.0, false, true)),
        (None, Some(b)) => Some((b, b + 1.0, true, false)),
        (None, None) => None,
    }
}

/// The window that shows every item with a little air, but for the very long ones; a year from 1970 when there is none.
pub fn fit(items: &[ItemView]) -> Window {
    let mut all: Vec<_> = items.iter().filter_map(extent).collect();
    if all.iter().any(|e| e.1 - e.0 <= LONGEST) {
        all.retain(|e| e.1 - e.0 <= LONGEST);
    }
    let from = all.iter().map(|e| e.0).fold(f64::INFINITY, f64::min);
    let to = all.iter().map(|e| e.1).fold(f64::NEG_INFINITY, f64::max);
    if !from.is_finite() {
        return Window { from: 0.0, to: 365.0 };
    }
    let air = ((to - from) * 0.04).max(2.0);
    // The right end gets more: labels stand behind their items.
    Window { from: from - air, to: to + 3.0 * air }
}

impl Window {
    /// Zooms by `factor` (below 1 is closer) around the share `at` of the width, within a day and a thousand years.
    pub fn zoom(self, factor: f64, at: f64) -> Self {
        let length = self.to - self.from;
        let next = (length * factor).clamp(2.0, 400_000.0);
        let from = self.from + (length - next) * at;
        Self { from, to: from + next }
    }

    /// Moves by a share of the width.
    pub fn pan(self, share: f64) -> Self {
        let by = (self.to - self.from) * share;
        Self { from: self.from + by, to: self.to + by }
    }

    /// First and last day shown, as `2024-03-12`; `None` outside the calendar.
    pub fn days(self) -> Option<(String, String)> {
        let day = |n: f64| epoch().checked_add(jiff::Span::new().try_days(n as i64).ok()?).ok().map(|d| d.to_string());
        Some((day(self.from.ceil())?, day(self.to.floor())?))
    }

    fn x(self, day: f64, width: f64) -> f64 {
        (day - self.from) / (self.to - self.from) * width
    }
}

/// Pixels between what stands in one lane.
const GAP: f64 = 10.0;
/// A narrower label says nothing.
const LEAST_LABEL: f64 = 48.0;

/// Inside a long bar, else behind it, else before it, else where there is more room.
fn choose_label(left: f64, bar: f64, width: f64, room: f64) -> Option<Label> {
    let (before, behind) = (left - GAP, width - left - bar - GAP);
    let (side, width) = match () {
        _ if bar > room => (Side::Inside, room),
        _ if behind >= room => (Side::Right, room),
        _ if before >= room => (Side::Left, room),
        _ if behind >= before => (Side::Right, behind),
        _ => (Side::Left, before),
    };
    (width >= LEAST_LABEL).then_some(Label { side, width })
}

/// How many items begin in each of `bins` equal parts of `whole`; what begins before or behind counts at the edges.
pub fn histogram(items: &[ItemView], whole: Window, bins: usize) -> Vec<u32> {
    let mut out = vec![0; bins.max(1)];
    let last = out.len() - 1;
    for (from, ..) in items.iter().filter_map(extent) {
        let at = (from - whole.from) / (whole.to - whole.from) * out.len() as f64;
        out[(at.max(0.0) as usize).min(last)] += 1;
    }
    out
}

/// Places the items that the window shows; those without room come in clusters. `width` is in pixels; `label` estimates how wide an item's label is.
pub fn place(items: &[ItemView], window: Window, width: f64, label: &dyn Fn(&ItemView) -> f64) -> (Vec<Placed>, Vec<Cluster>) {
    let (mut out, mut left_over) = (Vec::new(), Vec::new());
    // Right end of what stands in each lane.
    let mut ends: Vec<f64> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some((from, to, open_start, open_end)) = extent(item) else { continue };
        let (mut x, mut right) = (window.x(from, width), window.x(to, width));
        // An open end has no length that could be drawn to scale: a short tail tells its direction.
        if open_end {
            right = right.max(x + TAIL);
        }
        if open_start {
            x = x.min(right - TAIL);
        }
        if right < 0.0 || x > width {
            continue;
        }
        let (left, bar) = (x.max(-DOT), (right.min(width + DOT) - x.max(-DOT)).max(DOT));
        let room = label(item);
        let label = choose_label(left, bar, width, room);
        let (begin, end) = match label {
            Some(Label { side: Side::Left, width }) => (left - width - GAP, left + bar),
            Some(Label { side: Side::Right, width }) => (left, left + bar + width + GAP),
            _ => (left, left + bar),
        };
        let lane = match ends.iter().position(|end| *end <= begin) {
            Some(lane) => lane,
            None if ends.len() < LANES => {
                ends.push(f64::NEG_INFINITY);
                ends.len() - 1
            }
            None => {
                left_over.push((index, left, left + bar, from, to));
                continue;
            }
        };
        ends[lane] = end + GAP;
        out.push(Placed { index, x: left, width: bar, lane, label, open_start, open_end });
    }
    (out, clusters(left_over))
}

/// Joins what stands close together: number, left, right, first and last day of each.
fn clusters(mut items: Vec<(usize, f64, f64, f64, f64)>) -> Vec<Cluster> {
    items.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let mut out: Vec<Cluster> = Vec::new();
    for (index, x, right, from, to) in items {
        match out.last_mut() {
            Some(last) if x - last.x < CLUSTER => {
                last.right = last.right.max(right);
                last.items.push(index);
                last.window = Window { from: last.window.from.min(from), to: last.window.to.max(to) };
            }
            _ => out.push(Cluster { x, right, items: vec![index], window: Window { from, to } }),
        }
    }
    out.iter_mut().for_each(|c| c.items.sort_unstable());
    out
}

/// The ticks of a window, at least [`TICK`] pixels apart.
pub fn ticks(window: Window, width: f64) -> Vec<Tick> {
    let per_pixel = (window.to - window.from) / width.max(1.0);
    let step = STEPS.iter().find(|(_, days)| days / per_pixel >= TICK).or(STEPS.last()).map_or(Step::Years(500), |s| s.0);
    let date = |day: f64| epoch().checked_add((day.clamp(-700_000.0, 2_000_000.0) as i32).days()).unwrap_or(epoch());
    let first = date(window.from);
    let aligned = match step {
        Step::Days(n) => {
            let back = if n == 7 { first.weekday().to_monday_zero_offset() as i32 } else { 0 };
            first.checked_sub(back.days()).ok()
        }
        Step::Months(n) => Date::new(first.year(), (first.month() - 1) / n as i8 * n as i8 + 1, 1).ok(),
        Step::Years(n) => Date::new(first.year().div_euclid(n as i16) * n as i16, 1, 1).ok(),
    };
    let mut out = Vec::new();
    let mut current = aligned;
    while let Some(d) = current {
        let day = day_number(d);
        if day > window.to || out.len() > 200 {
            break;
        }
        if day >= window.from {
            out.push(Tick { x: window.x(day, width), date: d, step });
        }
        let span = match step {
            Step::Days(n) => n.days(),
            Step::Months(n) => n.months(),
            Step::Years(n) => n.years(),
        };
        current = d.checked_add(span).ok();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(earliest: Option<&str>, latest: Option<&str>) -> ItemView {
        ItemView {
            value: String::new(),
            earliest: earliest.map(String::from),
            latest: latest.map(String::from),
            what: String::new(),
            status: "happened".into(),
            who: vec![],
            places: vec![],
            evidence: vec![],
        }
    }

    #[test]
    fn labels_never_overlap_in_a_lane() {
        let items: Vec<ItemView> = (1..=28).map(|d| format!("2024-03-{d:02}")).map(|d| item(Some(&d), Some(&d))).collect();
        let items: Vec<ItemView> = (0..4).flat_map(|_| items.clone()).collect();
        let (placed, clusters) = place(&items, fit(&items), 900.0, &|_| 120.0);
        assert_eq!(placed.len() + clusters.iter().map(|c| c.items.len()).sum::<usize>(), 112, "nothing is lost");
        assert!(!clusters.is_empty() && clusters.windows(2).all(|c| c[1].x - c[0].x >= CLUSTER));
        let extent = |p: &Placed| match p.label {
            Some(Label { side: Side::Left, width }) => (p.x - width, p.x + p.width),
            Some(Label { side: Side::Right, width }) => (p.x, p.x + p.width + width),
            _ => (p.x, p.x + p.width),
        };
        assert!(placed.iter().filter(|p| p.label.is_some()).count() > 8);
        for (n, a) in placed.iter().enumerate().filter(|(_, p)| p.lane < LANES) {
            let (begin, end) = extent(a);
            assert!(begin >= 0.0 && end <= 900.0, "{a:?} stays in the view");
            for b in placed[n + 1..].iter().filter(|b| b.lane == a.lane) {
                assert!(end <= extent(b).0, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn to_scale() {
        let items = [item(Some("2000-01-01"), Some("2000-12-31")), item(Some("2010-01-01"), Some("2010-12-31"))];
        let window = Window { from: day_number(Date::constant(2000, 1, 1)), to: day_number(Date::constant(2020, 1, 1)) };
        let (placed, _) = place(&items, window, 1000.0, &|_| 10.0);
        assert!((placed[0].x - 0.0).abs() < 0.5 && (placed[1].x - 500.0).abs() < 1.0, "{placed:?}");
        assert!((placed[0].width - 50.0).abs() < 1.0, "a year is a bar of its length");
    }

    #[test]
    fn the_first_view_and_the_histogram() {
        let items =
            [item(Some("1900-01-01"), Some("1999-12-31")), item(Some("2020-01-01"), Some("2020-01-01")), item(Some("2021-01-01"), None)];
        let window = fit(&items);
        assert!(window.from > day_number(Date::constant(2018, 1, 1)), "a century does not dwarf a year");
        assert_eq!(histogram(&items, window, 10).iter().sum::<u32>(), 3);
        assert!(fit(&items[..1]).to > day_number(Date::constant(1999, 12, 31)));
    }

    #[test]
    fn ticks_keep_their_distance_at_every_zoom() {
        let mut window = Window { from: -40_000.0, to: 60_000.0 };
        for _ in 0..60 {
            let ticks = ticks(window, 800.0);
            assert!(ticks.windows(2).all(|p| p[1].x - p[0].x >= TICK * 0.9), "{window:?}");
            assert!(!ticks.is_empty() || window.to - window.from < 40.0, "{window:?}");
            window = window.zoom(0.8, 0.5);
        }
    }
}
