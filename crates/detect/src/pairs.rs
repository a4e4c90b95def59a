//! One user and one person in one week: what was done, and what speaks for curiosity.

use std::collections::HashMap;

use crate::explain::Explained;
use crate::ground::Closeness;
use crate::people::Who;

/// What was done between two in a week.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub(crate) user: Who,
    pub(crate) person: Who,
    pub(crate) role: u32,
    pub(crate) unit: u32,
    /// The person's, or `habits::NOWHERE`.
    pub(crate) department: u32,
    pub(crate) explained: Explained,
    /// Nothing clears it: the user's own record or next of kin.
    pub(crate) never: bool,
    pub(crate) closeness: Closeness,
    pub(crate) figure: bool,
    pub(crate) news: bool,
    pub(crate) written: bool,
    pub(crate) pictures: u32,
    pub(crate) register: bool,
    pub(crate) sensitive: bool,
    pub(crate) own_record: bool,
    /// Day and minute of the first touch.
    pub(crate) first: (i32, u16),
    /// Weeks of the last ten before in which this pair had no explanation either.
    pub(crate) weeks_before: u32,
    /// Days of those weeks and this one.
    pub(crate) days_open: u32,
    /// How surprising the department was when the pair was first open, in nats.
    pub(crate) habit: f64,
    /// Days of touches, a bit each: day number modulo 8.
    pub(crate) days: u8,
    /// What rules broken on these days weigh, in nats.
    pub(crate) signals: f64,
}

impl Pair {
    /// On one day, two, up to four, up to seven, or more.
    fn course(&self) -> usize {
        [1, 2, 4, 7]
            .iter()
            .filter(|most| self.days_open > **most)
            .count()
    }

    /// Whether it may be curiosity: nothing explains it, or nothing may.
    pub(crate) fn is_open(&self) -> bool {
        self.explained == Explained::No || self.never
    }
}

/// The evidence of a pair, term by term, in nats.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Terms {
    pub(crate) explained: f64,
    pub(crate) closeness: f64,
    pub(crate) attention: f64,
    pub(crate) habit: f64,
    /// Again in other weeks, and without anything written.
    pub(crate) again: f64,
    pub(crate) signals: f64,
}

impl Terms {
    pub(crate) fn sum(&self) -> f64 {
        self.explained + self.closeness + self.attention + self.habit + self.again + self.signals
    }
}

/// Shares of a position, learned week by week and forgotten slowly.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shares {
    pairs: f64,
    explained: f64,
    open: f64,
    closeness: [f64; 7],
    figures: f64,
    news: f64,
    /// By whether something was written, and on how many days somebody looked.
    course: [[f64; 5]; 2],
}

/// Of the looks of curiosity: nothing is written, and often they come again.
const CURIOUS_COURSE: [[f64; 5]; 2] = [
    [0.50, 0.18, 0.11, 0.08, 0.10],
    [0.018, 0.005, 0.003, 0.002, 0.002],
];
const ORDINARY_COURSE: [[f64; 5]; 2] = [
    [0.62, 0.06, 0.02, 0.01, 0.01],
    [0.18, 0.06, 0.02, 0.01, 0.01],
];

/// What misuse looks like where nothing is known of it: shares of the pairs that curiosity makes,
/// by closeness, from what was published of snooping (Hedda et al., AMIA 2017; Protenus 2018).
const CURIOUS: [f64; 7] = [0.35, 0.06, 0.22, 0.08, 0.12, 0.09, 0.12];
/// The share of curiosity that goes to people in the public eye.
const PUBLIC: f64 = 0.15;
/// What ordinary unexplained pairs look like until some were seen.
const ORDINARY: [f64; 7] = [0.89, 0.003, 0.004, 0.003, 0.01, 0.01, 0.08];
const ORDINARY_WEIGHT: f64 = 60.0;
const DECAY: f64 = 0.9;

impl Shares {
    fn new() -> Shares {
        Shares {
            pairs: 20.0,
            explained: 16.0,
            open: ORDINARY_WEIGHT,
            closeness: ORDINARY.map(|share| share * ORDINARY_WEIGHT),
            figures: 0.3,
            news: 0.1,
            course: ORDINARY_COURSE.map(|row| row.map(|share| share * ORDINARY_WEIGHT)),
        }
    }

    /// The prior of a small group: what all others show.
    fn with_prior(&self, all: &Shares) -> Shares {
        let fill = |own: f64, wide: f64, of: f64| own + ORDINARY_WEIGHT * wide / of;
        let mut closeness = self.closeness;
        for (own, wide) in closeness.iter_mut().zip(all.closeness) {
            *own = fill(*own, wide, all.open);
        }
        let mut course = self.course;
        for (own, wide) in course.iter_mut().flatten().zip(all.course.iter().flatten()) {
            *own = fill(*own, *wide, all.open);
        }
        Shares {
            pairs: self.pairs + ORDINARY_WEIGHT,
            explained: fill(self.explained, all.explained, all.pairs),
            open: self.open + ORDINARY_WEIGHT,
            closeness,
            figures: fill(self.figures, all.figures, all.open),
            news: fill(self.news, all.news, all.open),
            course,
        }
    }

    fn learn(&mut self, pair: &Pair) {
        self.pairs += 1.0;
        if pair.explained != Explained::No {
            self.explained += 1.0;
            return;
        }
        self.open += 1.0;
        self.closeness[pair.closeness as usize] += 1.0;
        self.figures += f64::from(u8::from(pair.figure));
        self.news += f64::from(u8::from(pair.news));
        self.course[usize::from(pair.written)][pair.course()] += 1.0;
    }

    fn fade(&mut self) {
        let of_closeness = self.closeness.iter_mut();
        let others = [
            &mut self.pairs,
            &mut self.explained,
            &mut self.open,
            &mut self.figures,
            &mut self.news,
        ];
        let of_closeness = of_closeness.chain(self.course.iter_mut().flatten());
        of_closeness.chain(others).for_each(|value| *value *= DECAY);
    }

    /// The terms of a pair.
    pub(crate) fn terms(&self, pair: &Pair) -> Terms {
        let share = |part: f64, of: f64| (part / of).clamp(0.001, 0.999);
        let c = share(self.explained, self.pairs).clamp(0.05, 0.98);
        let explained = match pair.explained {
            _ if pair.closeness == Closeness::Oneself => (0.8 / (1.0 - c)).ln(),
            Explained::Strong | Explained::Weak if pair.never => 0.0,
            Explained::Strong => (0.2 / c).ln(),
            Explained::Weak => (0.35 / c).ln(),
            Explained::No => (0.8 / (1.0 - c)).ln(),
        };
        if !pair.is_open() {
            return Terms {
                explained,
                ..Terms::default()
            };
        }
        let place = pair.closeness as usize;
        let closeness = CURIOUS[place] / share(self.closeness[place], self.open);
        let attention = match (pair.news, pair.figure) {
            (true, _) => PUBLIC / share(self.news, self.open),
            (_, true) => PUBLIC / share(self.figures, self.open),
            _ => 0.0,
        };
        // One motive is enough: whoever is in the news need not be a neighbour as well.
        let both = (closeness + attention).ln();
        let (closeness, attention) = match attention > closeness {
            true => (0.0, both),
            false => (both, 0.0),
        };
        let (written, course) = (usize::from(pair.written), pair.course());
        let ordinary = share(self.course[written][course], self.open);
        let again = (CURIOUS_COURSE[written][course] / ordinary)
            .ln()
            .clamp(-4.0, 6.0);
        Terms {
            explained,
            closeness,
            attention,
            // Where one looks by habit says nothing of one's own family.
            habit: if pair.never { 0.0 } else { pair.habit },
            again,
            signals: pair.signals,
        }
    }
}

/// Shares by position.
pub(crate) struct RoleShares {
    all: Shares,
    roles: HashMap<u32, Shares>,
}

impl RoleShares {
    pub(crate) fn new() -> RoleShares {
        RoleShares {
            all: Shares::new(),
            roles: HashMap::new(),
        }
    }

    /// Those of a position, filled up by all.
    pub(crate) fn of(&self, role: u32) -> Shares {
        let none = Shares::default();
        self.roles.get(&role).unwrap_or(&none).with_prior(&self.all)
    }

    pub(crate) fn learn(&mut self, pairs: &[Pair]) {
        self.all.fade();
        self.roles.values_mut().for_each(Shares::fade);
        for pair in pairs {
            self.all.learn(pair);
            self.roles.entry(pair.role).or_default().learn(pair);
        }
    }
}
