//! Timeline items → places on a linear scale of days, from centuries to hours.
//!
//! Where something stands across depends on the scale alone, not on the part that is shown: moving along the line moves
//! everything as one, and nothing changes its row.

use jiff::civil::{Date, DateTime};
use jiff::{ToSpan, Unit};

use crate::nlp::edtf::{Certainty, Kind, Part, Point, StampDay, TimeOfDay, Value};
use crate::worker::view::ItemView;

/// The part of time that is shown, in days since 1970-01-01; hours are fractions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Left edge.
    pub from: f64,
    /// Right edge.
    pub to: f64,
}

/// The stretch of time that an item takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Begin, in days since 1970-01-01.
    pub from: f64,
    /// End; the last day counts whole.
    pub to: f64,
    /// The start is open.
    pub open_start: bool,
    /// The end is open.
    pub open_end: bool,
    /// «около», «примерно»: its edges are not sharp.
    pub soft: bool,
}

/// An item to be placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Its place in the collection's timeline.
    pub index: usize,
    /// When.
    pub extent: Extent,
    /// Width of its label, in pixels.
    pub label: f64,
    /// How many articles say it.
    pub weight: usize,
}

/// An item on the scale; pixels from day 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Number of the entry.
    pub entry: usize,
    /// Left end of its bar.
    pub x: f64,
    /// Width of its bar, at least [`DOT`].
    pub width: f64,
    /// Room behind its begin up to what follows in its row; without end where nothing follows.
    pub room: f64,
    /// Row, from the top.
    pub row: usize,
}

/// Items that found no row, drawn as one control.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Left end, in pixels from day 0.
    pub x: f64,
    /// Numbers of its entries.
    pub entries: Vec<usize>,
    /// What it covers.
    pub window: Window,
    /// Row, from the top.
    pub row: usize,
}

/// Everything placed at one scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Items, by time.
    pub placed: Vec<Placed>,
    /// Clusters, by group, then time.
    pub clusters: Vec<Cluster>,
    /// First row and number of rows of each group.
    pub groups: Vec<(usize, usize)>,
    /// Rows in all.
    pub rows: usize,
}

/// A line of the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Pixels from the left edge.
    pub x: f64,
    /// What it stands for.
    pub at: DateTime,
    /// What the label should tell.
    pub step: Step,
}

/// Distance between ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many hours.
    Hours(i32),
    /// So many days.
    Days(i32),
    /// So many months.
    Months(i32),
    /// So many years.
    Years(i32),
}

/// From fine to coarse, with the length in days.
const STEPS: &[(Step, f64)] = &[
    (Step::Hours(1), 1.0 / 24.0),
    (Step::Hours(3), 0.125),
    (Step::Hours(6), 0.25),
    (Step::Hours(12), 0.5),
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
pub const DOT: f64 = 10.0;
/// Length of the tail of an open end, in pixels.
const TAIL: f64 = 36.0;
/// Pixels between what stands in one row.
pub const GAP: f64 = 10.0;
/// Clusters nearer than this are one, in pixels.
const CLUSTER: f64 = 40.0;
/// Longest item, in days, that the first view makes room for when there are shorter ones: a century would dwarf a year.
const LONGEST: f64 = 12.0 * 366.0;
/// Shortest and longest window, in days: some hours, and a little more than the thousand years of any chronicle.
const SHORTEST: f64 = 0.25;
const WIDEST: f64 = 400_000.0;

fn epoch() -> Date {
    Date::constant(1970, 1, 1)
}

/// Days since 1970-01-01.
pub fn day_number(date: Date) -> f64 {
    epoch().until(date).map_or(0.0, |s| f64::from(s.get_days()))
}

/// The moment of a number of days; at the ends of the calendar what lies beyond them.
fn moment(day: f64) -> DateTime {
    let minutes = (day.clamp(-4_000_000.0, 2_900_000.0) * 1440.0).round() as i64;
    epoch().to_datetime(jiff::civil::Time::midnight()).checked_add(minutes.minutes()).unwrap_or(DateTime::MIN)
}

fn number(at: DateTime) -> f64 {
    day_number(at.date()) + f64::from(at.hour()) / 24.0 + f64::from(at.minute()) / 1440.0
}

/// Begin and end of a point.
fn stretch(point: Point) -> Option<(f64, f64)> {
    let (a, b) = point.bounds()?;
    let (from, to) = (day_number(a), day_number(b) + 1.0);
    let Point::Stamp(StampDay::Date(_), time) = point else { return Some((from, to)) };
    let hours = |a: f64, b: f64| Some((from + a / 24.0, from + b / 24.0));
    match time {
        TimeOfDay::Clock(h, m) => {
            let at = f64::from(h) + f64::from(m) / 60.0;
            hours(at, at + if m == 0 { 1.0 } else { 1.0 / 60.0 })
        }
        TimeOfDay::Part(part) => match part {
            Part::Morning => hours(5.0, 12.0),
            Part::Midday => hours(12.0, 13.0),
            Part::Afternoon => hours(12.0, 18.0),
            Part::Evening => hours(17.0, 24.0),
            Part::Night => hours(0.0, 6.0),
        },
    }
}

/// The stretch of time of an item; `None` when it has no place in the calendar.
pub fn extent(item: &ItemView) -> Option<Extent> {
    let extent = |from, to, soft| Extent { from, to, open_start: false, open_end: false, soft };
    match Value::parse(item.value.as_deref()?, Kind::Date).ok()? {
        Value::Point(point, certainty) => {
            let (from, to) = stretch(point)?;
            Some(extent(from, to, certainty != Certainty::Exact))
        }
        Value::Interval(Some(a), Some(b)) => Some(extent(stretch(a)?.0, stretch(b)?.1, false)),
        Value::Interval(Some(a), None) => {
            let (from, to) = stretch(a)?;
            Some(Extent { open_end: true, ..extent(from, to, false) })
        }
        Value::Interval(None, Some(b)) => {
            let (from, to) = stretch(b)?;
            Some(Extent { open_start: true, ..extent(from, to, false) })
        }
        _ => None,
    }
}

/// The window that shows every stretch with a little air, but for the very long ones; a year from 1970 when there is none.
/// `room` is the share of the width that labels need behind the last one.
pub fn fit(extents: impl Iterator<Item = Extent>, room: f64) -> Window {
    let mut all: Vec<Extent> = extents.collect();
    if all.iter().any(|e| e.to - e.from <= LONGEST) {
        all.retain(|e| e.to - e.from <= LONGEST);
    }
    let from = all.iter().map(|e| e.from).fold(f64::INFINITY, f64::min);
    let to = all.iter().map(|e| e.to).fold(f64::NEG_INFINITY, f64::max);
    if !from.is_finite() {
        return Window { from: 0.0, to: 365.0 };
    }
    let air = ((to - from) * 0.03).max(1.0);
    let whole = (to - from + 2.0 * air) / (1.0 - room.clamp(0.0, 0.6));
    Window { from: from - air, to: from - air + whole }
}

/// The share of all items that the first view shows at least, when they stand much closer together than all do.
const MOSTLY: f64 = 0.7;
/// So many times closer.
const CLOSER: f64 = 5.0;

/// The window to begin with: all, unless most items stand close together and a few far away would dwarf them.
pub fn first_view(extents: impl Iterator<Item = Extent> + Clone, room: f64) -> Window {
    let whole = fit(extents.clone(), room);
    let mut all: Vec<Extent> = extents.collect();
    all.sort_by(|a, b| a.from.total_cmp(&b.from));
    let most = (all.len() as f64 * MOSTLY).ceil() as usize;
    if all.len() < 8 {
        return whole;
    }
    let closest = all.windows(most).min_by(|a, b| (a[most - 1].from - a[0].from).total_cmp(&(b[most - 1].from - b[0].from)));
    let dense = closest.map(|some| fit(some.iter().copied(), room));
    dense.filter(|d| d.length() * CLOSER < whole.length()).unwrap_or(whole)
}

impl Window {
    /// Days shown.
    pub fn length(self) -> f64 {
        self.to - self.from
    }

    /// Zooms by `factor` (below 1 is closer) around the share `at` of the width.
    pub fn zoom(self, factor: f64, at: f64) -> Self {
        let next = (self.length() * factor).clamp(SHORTEST, WIDEST);
        let from = self.from + (self.length() - next) * at;
        Self { from, to: from + next }
    }

    /// Moves by a share of the width.
    pub fn pan(self, share: f64) -> Self {
        let by = self.length() * share;
        Self { from: self.from + by, to: self.to + by }
    }

    /// The same length, with a day in the middle.
    pub fn around(self, day: f64) -> Self {
        let half = self.length() / 2.0;
        Self { from: day - half, to: day + half }
    }

    /// On the way to another window: lengths change by equal factors, so that the speed looks even.
    pub fn towards(self, to: Self, share: f64) -> Self {
        let length = self.length() * (to.length() / self.length()).powf(share);
        let span = to.length() - self.length();
        // What stays in place while zooming stays in place at every step.
        let part = if span.abs() < 1e-9 { share } else { (length - self.length()) / span };
        let from = self.from + (to.from - self.from) * part;
        Self { from, to: from + length }
    }

    /// First and last day shown, as `2024-03-12`.
    pub fn days(self) -> (String, String) {
        let (from, to) = (self.from.ceil(), self.to.floor());
        // Of a part of a day: the day.
        let (from, to) = if from < to { (from, to - 1.0) } else { (self.from.floor(), self.from.floor()) };
        (moment(from).date().to_string(), moment(to).date().to_string())
    }

    /// Pixels from the left edge.
    pub fn x(self, day: f64, width: f64) -> f64 {
        (day - self.from) / self.length() * width
    }
}

/// How many items begin in each of `bins` equal parts of `whole`; what begins before or behind counts at the edges.
pub fn histogram(extents: impl Iterator<Item = Extent>, whole: Window, bins: usize) -> Vec<u32> {
    let mut out = vec![0; bins.max(1)];
    let last = out.len() - 1;
    for e in extents {
        let at = (e.from - whole.from) / whole.length() * out.len() as f64;
        out[(at.max(0.0) as usize).min(last)] += 1;
    }
    out
}

/// Groups up to this size are placed in order of time, which reads well; larger ones by weight and evenly over time, so that
/// what is seen at one scale is still seen, in its row, a little closer.
const IN_ORDER: usize = 400;

/// The members of a group, twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// By time.
    time: Vec<usize>,
    /// As they look for a row.
    rank: Vec<usize>,
}

/// The order of a group's members, numbers of entries by time; no scale changes it.
pub fn order(entries: &[Entry], members: &[usize]) -> Order {
    let time = members.to_vec();
    if members.len() > IN_ORDER {
        // The bits of its number reversed spread any first part of the list over all of it (van der Corput).
        let rank = |at: usize| (at as u32).reverse_bits();
        let mut ranked: Vec<(std::cmp::Reverse<usize>, u32, usize)> =
            members.iter().enumerate().map(|(at, n)| (std::cmp::Reverse(entries.get(*n).map_or(0, |e| e.weight)), rank(at), *n)).collect();
        ranked.sort_unstable();
        return Order { time, rank: ranked.into_iter().map(|(_, _, n)| n).collect() };
    }
    Order { rank: time.clone(), time }
}

/// What stands in a row, by its left end: left and right end, place in the layout.
type Row = Vec<(f64, f64, usize)>;

/// A place of this many pixels that has refused so many is full: the others need not ask. It makes ten thousand items quick.
const CELL: f64 = 64.0;
const REFUSALS: u8 = 6;

/// Places entries at a scale, in pixels a day. Each group gets at most `most` rows, and one more for clusters where those do not
/// suffice.
pub fn place(entries: &[Entry], groups: &[Order], scale: f64, most: usize) -> Layout {
    let mut out = Layout::default();
    let mut found = vec![false; entries.len()];
    for group in groups {
        let first = out.rows;
        let mut rows: Vec<Row> = Vec::new();
        let mut refusals: std::collections::BTreeMap<i64, u8> = std::collections::BTreeMap::new();
        let before = out.placed.len();
        for number in &group.rank {
            let Some(Entry { extent, label, .. }) = entries.get(*number).copied() else { continue };
            let (mut x, mut right) = (extent.from * scale, extent.to * scale);
            // An open end has no length that could be drawn to scale: a short tail tells its direction.
            if extent.open_end {
                right = right.max(x + TAIL);
            }
            if extent.open_start {
                x = x.min(right - TAIL);
            }
            let width = (right - x).max(DOT);
            let cell = (x / CELL) as i64;
            if refusals.get(&cell).is_some_and(|n| *n >= REFUSALS) {
                continue;
            }
            // The label stands in a bar that is long enough, else behind it.
            let end = GAP + if width > label + GAP { x + width } else { x + width + label + GAP };
            // Where in a row it would stand, when it fits.
            let fits = |row: &Row| {
                let at = row.partition_point(|(left, ..)| *left <= x);
                let before = at.checked_sub(1).and_then(|n| row.get(n)).is_none_or(|(_, end, _)| *end <= x);
                let behind = row.get(at).is_none_or(|(left, ..)| end <= *left);
                (before && behind).then_some(at)
            };
            let place = rows.iter().enumerate().find_map(|(n, row)| Some((n, fits(row)?)));
            let (row, at) = match place {
                Some(place) => place,
                None if rows.len() < most => {
                    rows.push(Row::new());
                    (rows.len() - 1, 0)
                }
                None => {
                    *refusals.entry(cell).or_default() += 1;
                    continue;
                }
            };
            found[*number] = true;
            rows[row].insert(at, (x, end, out.placed.len()));
            out.placed.push(Placed { entry: *number, x, width, room: f64::INFINITY, row: first + row });
        }
        for row in &rows {
            for pair in row.windows(2) {
                if let Some(placed) = out.placed.get_mut(pair[0].2) {
                    placed.room = pair[1].0 - GAP - pair[0].0;
                }
            }
        }
        let mut count = rows.len().max(1);
        if out.placed.len() - before < group.time.len() {
            let left_over = group.time.iter().filter(|n| !found[**n]).filter_map(|n| Some((*n, entries.get(*n)?.extent)));
            out.clusters.extend(clusters(left_over, scale, first + count));
            count += 1;
        }
        // An entry may be in another group, too.
        group.rank.iter().filter_map(|n| found.get_mut(*n).map(|f| *f = false)).for_each(drop);
        out.groups.push((first, count));
        out.rows += count;
    }
    out.placed.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.row.cmp(&b.row)));
    out
}

/// Joins what stands close together; items by time.
fn clusters(items: impl Iterator<Item = (usize, Extent)>, scale: f64, row: usize) -> Vec<Cluster> {
    let mut out: Vec<Cluster> = Vec::new();
    for (entry, e) in items {
        let x = e.from * scale;
        match out.last_mut() {
            Some(last) if x - last.x < CLUSTER => {
                last.entries.push(entry);
                last.window = Window { from: last.window.from.min(e.from), to: last.window.to.max(e.to) };
            }
            _ => out.push(Cluster { x, entries: vec![entry], window: Window { from: e.from, to: e.to }, row }),
        }
    }
    out
}

/// The ticks of a window, at least [`TICK`] pixels apart.
pub fn ticks(window: Window, width: f64) -> Vec<Tick> {
    let per_pixel = window.length() / width.max(1.0);
    let step = STEPS.iter().find(|(_, days)| days / per_pixel >= TICK).or(STEPS.last()).map_or(Step::Years(500), |s| s.0);
    let first = moment(window.from);
    let day = |d: Result<Date, jiff::Error>| d.ok().map(|d| d.to_datetime(jiff::civil::Time::midnight()));
    let aligned = match step {
        Step::Hours(n) => first
            .round(Unit::Hour)
            .ok()
            .and_then(|t| t.with().hour(t.hour() / n as i8 * n as i8).minute(0).build().ok())
            .and_then(|t| t.checked_sub(n.hours()).ok()),
        Step::Days(n) => {
            let back = if n == 7 { first.date().weekday().to_monday_zero_offset() as i32 } else { 0 };
            day(first.date().checked_sub(back.days()))
        }
        Step::Months(n) => day(Date::new(first.year(), (first.month() - 1) / n as i8 * n as i8 + 1, 1)),
        Step::Years(n) => day(Date::new(first.year().div_euclid(n as i16) * n as i16, 1, 1)),
    };
    let mut out = Vec::new();
    let mut current = aligned;
    while let Some(at) = current {
        let place = number(at);
        if place > window.to || out.len() > 200 {
            break;
        }
        if place >= window.from {
            out.push(Tick { x: window.x(place, width), at, step });
        }
        let span = match step {
            Step::Hours(n) => n.hours(),
            Step::Days(n) => n.days(),
            Step::Months(n) => n.months(),
            Step::Years(n) => n.years(),
        };
        current = at.checked_add(span).ok();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(value: &str) -> ItemView {
        ItemView {
            value: Some(value.into()),
            earliest: None,
            latest: None,
            what: String::new(),
            kind: None,
            status: "happened".into(),
            who: vec![],
            places: vec![],
            reported: None,
            evidence: vec![],
            why: vec![],
            disagreements: vec![],
        }
    }

    fn entry(index: usize, value: &str) -> Entry {
        Entry { index, extent: extent(&item(value)).unwrap(), label: 120.0, weight: 1 }
    }

    fn spans(layout: &Layout, entries: &[Entry]) -> Vec<(usize, f64, f64)> {
        let end = |p: &Placed| {
            let label = entries[p.entry].label;
            if p.width > label + GAP { p.x + p.width } else { p.x + p.width + label + GAP }
        };
        layout.placed.iter().map(|p| (p.row, p.x, end(p))).collect()
    }

    #[test]
    fn nothing_overlaps_and_nothing_is_lost_at_any_scale() {
        let entries: Vec<Entry> = (0..500).map(|n| entry(n, &format!("2024-{:02}-{:02}", 1 + n / 50, 1 + n % 28))).collect();
        let mut order: Vec<usize> = (0..500).collect();
        order.sort_by(|a, b| entries[*a].extent.from.total_cmp(&entries[*b].extent.from));
        let third: Vec<usize> = order.iter().copied().filter(|n| n % 3 == 0).collect();
        let groups = [super::order(&entries, &order), super::order(&entries, &third)];
        for scale in [0.1, 1.0, 3.0, 40.0, 2_000.0] {
            let layout = place(&entries, &groups, scale, 5);
            let kept = layout.placed.len() + layout.clusters.iter().map(|c| c.entries.len()).sum::<usize>();
            assert_eq!(kept, 500 + 167, "nothing is lost");
            let mut spans = spans(&layout, &entries);
            spans.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            assert!(spans.windows(2).all(|p| p[0].0 != p[1].0 || p[0].2 <= p[1].1), "scale {scale}");
            assert!(
                layout.groups[0].1 <= 6
                    && layout.groups[1].0 == layout.groups[0].1
                    && layout.rows == layout.groups.iter().map(|g| g.1).sum::<usize>()
            );
            assert!(layout.clusters.windows(2).all(|c| c[0].row != c[1].row || c[1].x - c[0].x >= CLUSTER));
        }
    }

    #[test]
    fn what_is_seen_stays_when_coming_closer() {
        let mut entries: Vec<Entry> =
            (0..3000).map(|n| entry(n, &format!("{}-{:02}-{:02}", 2000 + n / 300, 1 + n % 12, 1 + n % 28))).collect();
        entries[1234].weight = 5;
        entries.sort_by(|a, b| a.extent.from.total_cmp(&b.extent.from));
        let groups = [order(&entries, &(0..3000).collect::<Vec<_>>())];
        let seen = |scale: f64| -> std::collections::BTreeSet<usize> {
            place(&entries, &groups, scale, 8).placed.iter().map(|p| p.entry).collect()
        };
        let (far, near) = (seen(0.4), seen(0.44));
        let kept = far.intersection(&near).count();
        assert!(far.len() > 40 && near.len() >= far.len() && kept * 10 >= far.len() * 8, "{kept} of {}, {}", far.len(), near.len());
        assert!(far.contains(&entries.iter().position(|e| e.weight == 5).unwrap()), "what many say comes first");
    }

    #[test]
    fn precision_is_drawn() {
        let of = |value: &str| extent(&item(value)).unwrap();
        let day = |value: &str| day_number(value.parse().unwrap());
        assert_eq!((of("2000").from, of("2000").to), (day("2000-01-01"), day("2001-01-01")));
        let clock = of("2024-03-12T14:30");
        assert!((clock.from - day("2024-03-12") - 14.5 / 24.0).abs() < 1e-9 && clock.to - clock.from < 0.001);
        assert_eq!(of("2024-03-12TMO").from, day("2024-03-12") + 5.0 / 24.0);
        assert!(of("1985~").soft && of("1985?").soft && !of("1985").soft);
        assert!(of("2014/..").open_end && of("../2014").open_start);
        assert_eq!(of("2020-03-01/2020-03-05").to, day("2020-03-06"));
        assert!(extent(&item("XXXX-05-05")).is_none() && extent(&item("P3D")).is_none());
        let layout = place(&[entry(0, "2000"), entry(1, "2010-01-01")], &[Order { time: vec![0, 1], rank: vec![0, 1] }], 1.0, 4);
        assert_eq!((layout.placed[0].width, layout.placed[1].width), (366.0, DOT), "a year is a bar of its length");
        assert_eq!(layout.placed[1].x - layout.placed[0].x, day("2010-01-01") - day("2000-01-01"));
    }

    #[test]
    fn the_first_view_and_the_histogram() {
        let all = || ["19XX", "2020-01-01", "2021-01-01/.."].into_iter().filter_map(|v| extent(&item(v)));
        let window = fit(all(), 0.2);
        assert!(window.from > day_number(Date::constant(2018, 1, 1)), "a century does not dwarf a year");
        assert_eq!(histogram(all(), window, 10).iter().sum::<u32>(), 3);
        assert!(fit(all().take(1), 0.2).to > day_number(Date::constant(1999, 12, 31)));
        assert_eq!(fit(std::iter::empty(), 0.2), Window { from: 0.0, to: 365.0 });
        // Ten days of one month and two far away.
        let days: Vec<String> = (1..=10).map(|d| format!("2024-03-{d:02}")).chain(["1931".into(), "1992-05-15".into()]).collect();
        let all = || days.iter().filter_map(|v| extent(&item(v))).collect::<Vec<_>>().into_iter();
        assert!(first_view(all(), 0.2).length() < 40.0 && fit(all(), 0.2).length() > 30_000.0);
        let spread: Vec<String> = (0..12).map(|n| format!("{}", 1990 + n)).collect();
        let spread = || spread.iter().filter_map(|v| extent(&item(v))).collect::<Vec<_>>().into_iter();
        assert_eq!(first_view(spread(), 0.2), fit(spread(), 0.2));
    }

    #[test]
    fn ticks_keep_their_distance_from_centuries_to_hours() {
        let mut window = Window { from: -300_000.0, to: 90_000.0 };
        let mut steps = Vec::new();
        for _ in 0..90 {
            let ticks = ticks(window, 800.0);
            assert!(ticks.windows(2).all(|p| p[1].x - p[0].x >= TICK * 0.9), "{window:?}");
            assert!(ticks.len() >= 2, "{window:?}");
            steps.extend(ticks.first().map(|t| t.step));
            window = window.zoom(0.8, 0.75);
        }
        assert!(
            steps.first() == Some(&Step::Years(200)) && steps.contains(&Step::Months(1)) && steps.last() == Some(&Step::Hours(1)),
            "{steps:?}"
        );
    }

    #[test]
    fn zooming_goes_through_the_window_between() {
        let (a, b) = (Window { from: 0.0, to: 1000.0 }, Window { from: 400.0, to: 500.0 });
        assert_eq!(a.towards(b, 0.0), a);
        let end = a.towards(b, 1.0);
        assert!((end.from - b.from).abs() < 1e-6 && (end.to - b.to).abs() < 1e-6);
        let half = a.towards(b, 0.5);
        assert!(half.from < b.from && half.to > b.to && half.length() < 500.0);
        assert_eq!(Window { from: 0.0, to: 31.0 }.days(), ("1970-01-01".into(), "1970-01-31".into()));
        assert_eq!(Window { from: 3.2, to: 3.6 }.days(), ("1970-01-04".into(), "1970-01-04".into()));
    }
}
