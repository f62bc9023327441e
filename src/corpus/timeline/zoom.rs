//! Clusters of items for any zoom, computed once.
//!
//! Each level divides time into cells twice as long as the level below; what begins in one cell is one cluster. Items are
//! sorted by their begin, so a cluster is a run of them, and a level no more than a list of where runs begin.

use jiff::civil::Date;

/// Items that begin in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// First item, by place in the order given.
    pub first: usize,
    /// How many items, one after the other.
    pub count: usize,
    /// The first day on which one of them begins.
    pub from: Date,
    /// The last day on which one of them begins.
    pub to: Date,
}

/// The levels of one list of items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Begin of each item as days since 1970-01-01, ascending.
    days: Vec<i32>,
    /// For each level, cells of 1, 2, 4 … days: where its runs begin.
    runs: Vec<Vec<u32>>,
}

fn epoch() -> Date {
    Date::constant(1970, 1, 1)
}

impl Levels {
    /// Levels of items by the day on which they begin, which must ascend; ones out of order count as the day before them.
    pub fn new(begins: impl Iterator<Item = Date>) -> Self {
        let mut days: Vec<i32> = Vec::new();
        for begin in begins {
            let day = epoch().until(begin).map_or(0, |s| s.get_days());
            days.push(days.last().map_or(day, |last| day.max(*last)));
        }
        let mut runs: Vec<Vec<u32>> = Vec::new();
        for level in 0..i32::BITS - 1 {
            let cell = |n: u32| days[n as usize] >> level;
            // A run of the next level is some runs of this one: only their firsts are looked at.
            let firsts: Vec<u32> = match runs.last() {
                None => (0..days.len() as u32).filter(|n| *n == 0 || cell(*n) != cell(n - 1)).collect(),
                Some(below) => below.iter().copied().filter(|n| *n == 0 || cell(*n) != cell(n - 1)).collect(),
            };
            let done = firsts.len() <= 1;
            runs.push(firsts);
            if done {
                break;
            }
        }
        Self { days, runs }
    }

    /// The level whose cells are at least so many days long.
    pub fn level(&self, days: f64) -> usize {
        let level = (0..self.runs.len()).find(|l| (1u64 << l) as f64 >= days);
        level.unwrap_or(self.runs.len().saturating_sub(1))
    }

    /// How many levels there are.
    pub fn count(&self) -> usize {
        self.runs.len()
    }

    /// The clusters of a level that begin from one day to another, both included, in order.
    pub fn clusters(&self, level: usize, from: Date, to: Date) -> impl Iterator<Item = Cluster> + '_ {
        let runs: &[u32] = self.runs.get(level).map_or(&[], Vec::as_slice);
        let day = |date: Date| epoch().until(date).map_or(0, |s| s.get_days());
        let (from, to) = (day(from), day(to));
        let end = |i: usize| runs.get(i + 1).map_or(self.days.len(), |n| *n as usize);
        // A run lies within the period when its last item does not lie before it and its first not behind.
        let start = runs.partition_point(|n| self.days[*n as usize] < from);
        let start = if start > 0 && self.days[end(start - 1) - 1] >= from { start - 1 } else { start };
        let date = |day: i32| epoch().checked_add(jiff::Span::new().days(day)).unwrap_or(epoch());
        runs.iter().enumerate().skip(start).take_while(move |(_, n)| self.days[**n as usize] <= to).map(move |(i, n)| Cluster {
            first: *n as usize,
            count: end(i) - *n as usize,
            from: date(self.days[*n as usize]),
            to: date(self.days[end(i) - 1]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_holds_every_item_once() {
        let begins: Vec<Date> = (0..500i16)
            .map(|n| Date::constant(1990, 1, 1).checked_add(jiff::Span::new().days(i32::from(n) * i32::from(n % 37 + 1))).unwrap())
            .collect();
        let mut sorted = begins.clone();
        sorted.sort();
        let levels = Levels::new(sorted.iter().copied());
        let all = (Date::constant(1900, 1, 1), Date::constant(2200, 1, 1));
        let mut before = 500;
        for level in 0..levels.count() {
            let clusters: Vec<Cluster> = levels.clusters(level, all.0, all.1).collect();
            assert_eq!(clusters.iter().map(|c| c.count).sum::<usize>(), 500);
            assert!(clusters.len() <= before);
            before = clusters.len();
            for c in clusters {
                assert!(sorted[c.first] == c.from && sorted[c.first + c.count - 1] == c.to);
            }
        }
        assert_eq!(before, 1);
    }

    #[test]
    fn a_period_has_what_begins_in_it() {
        let day = |d| Date::constant(2024, 3, d);
        let levels = Levels::new([day(1), day(1), day(5), day(20)].into_iter());
        let seen = |from, to| levels.clusters(0, day(from), day(to)).map(|c| (c.first, c.count)).collect::<Vec<_>>();
        assert_eq!(seen(1, 31), [(0, 2), (2, 1), (3, 1)]);
        assert_eq!(seen(2, 6), [(2, 1)]);
        assert_eq!(levels.level(3.0), 2);
        assert_eq!(Levels::new(std::iter::empty()).clusters(0, day(1), day(2)).count(), 0);
    }
}
