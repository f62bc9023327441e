//! Lengths of time: ISO 8601 durations.

use std::fmt;

use super::Unit;

/// How many units, in tenths, or unsaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Tenths of a unit: 15 is one and a half.
    Tenths(u32),
    /// «несколько»: `X`.
    Unsaid,
}

impl Amount {
    /// So many whole units; more than four hundred million are cut there.
    pub fn whole(n: u32) -> Self {
        Self::Tenths(n.saturating_mul(10))
    }

    fn times(self, n: u32) -> Self {
        match self {
            Self::Tenths(t) => Self::Tenths(t.saturating_mul(n)),
            Self::Unsaid => Self::Unsaid,
        }
    }
}

/// A length of time in up to three units, the longest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    parts: [Option<(Amount, Unit)>; 3],
}

impl Length {
    /// So many of a unit. Units that ISO 8601 lacks are turned into those it has, and halves into the next smaller one:
    /// half a year is six months.
    ///
    /// ```
    /// use letopis::nlp::edtf::{Amount, Length, Unit};
    /// assert_eq!(Length::new(Amount::Tenths(15), Unit::Year).to_string(), "P1Y6M");
    /// assert_eq!(Length::new(Amount::whole(2), Unit::Decade).to_string(), "P20Y");
    /// assert_eq!(Length::new(Amount::Unsaid, Unit::Day).to_string(), "PXD");
    /// ```
    pub fn new(amount: Amount, unit: Unit) -> Self {
        let (amount, unit) = match unit {
            Unit::Quarter => (amount.times(3), Unit::Month),
            Unit::Half => (amount.times(6), Unit::Month),
            Unit::Decade => (amount.times(10), Unit::Year),
            Unit::Century => (amount.times(100), Unit::Year),
            u => (amount, u),
        };
        let half = match unit {
            Unit::Year => Some((6, Unit::Month)),
            Unit::Day => Some((12, Unit::Hour)),
            Unit::Hour => Some((30, Unit::Minute)),
            Unit::Minute => Some((30, Unit::Second)),
            _ => None,
        };
        match (amount, half) {
            (Amount::Tenths(t), Some((n, smaller))) if t % 10 == 5 => {
                let rest = Some((Amount::whole(n), smaller));
                let first = Some((Amount::Tenths(t - 5), unit));
                Self { parts: if t < 10 { [rest, None, None] } else { [first, rest, None] } }
            }
            _ => Self { parts: [Some((amount, unit)), None, None] },
        }
    }

    /// With a smaller unit behind: «1 год 5 месяцев». `None` when it is not smaller or there are three already.
    pub fn and(self, amount: Amount, unit: Unit) -> Option<Self> {
        let last = self.parts.iter().rposition(Option::is_some)?;
        let more = Self::new(amount, unit).parts;
        if !(self.parts[last]?.1 > more[0]?.1 && last < 2 && more[1].is_none()) {
            return None;
        }
        let mut parts = self.parts;
        parts[last + 1] = more[0];
        Some(Self { parts })
    }

    /// The only part, when it is a whole number of one unit.
    pub fn single(self) -> Option<(u32, Unit)> {
        match self.parts {
            [Some((Amount::Tenths(t), unit)), None, None] if t % 10 == 0 => Some((t / 10, unit)),
            _ => None,
        }
    }

    /// The parts, the longest unit first.
    pub fn parts(self) -> impl Iterator<Item = (Amount, Unit)> {
        self.parts.into_iter().flatten()
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let mut timed = false;
        for (amount, unit) in self.parts() {
            if unit < Unit::Day && !timed {
                f.write_str("T")?;
                timed = true;
            }
            match amount {
                Amount::Tenths(t) if t % 10 == 0 => write!(f, "{}", t / 10)?,
                Amount::Tenths(t) => write!(f, "{}.{}", t / 10, t % 10)?,
                Amount::Unsaid => f.write_str("X")?,
            }
            f.write_str(match unit {
                Unit::Second => "S",
                Unit::Minute | Unit::Month => "M",
                Unit::Hour => "H",
                Unit::Day => "D",
                Unit::Week => "W",
                _ => "Y",
            })?;
        }
        Ok(())
    }
}
