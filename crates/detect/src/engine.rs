//! The run over a log, week by week: explained, weighed, counted, learned from.
//!
//! A week is judged by what was known before it, and teaches only afterwards. What is kept from
//! week to week does not grow with the log.

use std::collections::HashMap;

use tilsyn_domain::touch::{Channel, Marks, TouchQuestion, TouchWeek};
use tilsyn_domain::{Codebook, Day, Directory, Period};

use crate::classes::Grounds;
use crate::counts::{Count, Family, Unusual};
use crate::explain::{Coverage, Explained, ExplainedWeek, Explaining, Seen};
use crate::ground::Ground;
use crate::habits::{Habits, Habitual, NOWHERE};
use crate::language::Rules;
use crate::language::rules::Class;
use crate::pairs::{Pair, RoleShares, Terms};
use crate::people::Who;
use crate::score::{Calibration, is_unrecorded_work, score};
use crate::signals::{Broken, SignalRates, Watch};

/// Weeks in which an unexplained pair is remembered.
const AGAIN_WEEKS: u32 = 10;
/// Days after which something written no longer accounts for a look.
const TRACE_DAYS: i32 = 30;

/// What is left of carried evidence a week later, and what it adds to a week's.
const CARRY: f64 = 0.9;
const CARRY_SHARE: f64 = 1.0;

/// Families of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Unexplained,
    Pictures,
    Register,
    Sensitive,
    People,
}

impl Counted {
    pub const ALL: [Counted; 5] = [
        Counted::Unexplained,
        Counted::Pictures,
        Counted::Register,
        Counted::Sensitive,
        Counted::People,
    ];
}

/// What is remembered of an open pair.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    /// Weeks in which it was open: bit 0 is the week before.
    weeks: u16,
    /// Days of each of them, the week before first.
    days: [u8; AGAIN_WEEKS as usize],
    /// How surprising the department was the first time.
    habit: f64,
}

/// A user's week, judged.
#[derive(Clone, Debug)]
pub(crate) struct UserWeek {
    pub(crate) user: Who,
    pub(crate) role: u32,
    pub(crate) counts: [(Count, Unusual); 5],
    /// Open pairs with their terms, the strongest first.
    pub(crate) pairs: Vec<(Pair, Terms)>,
    pub(crate) explained: u32,
    pub(crate) broken: Vec<(Broken, f64)>,
    /// People seen in each family, as they are counted for people.
    pub(crate) seen: [u32; 5],
    /// Whose pictures were fetched.
    pub(crate) pictured: Vec<Who>,
    /// As much work as usual, and nothing of it registered.
    pub(crate) is_unrecorded_work: bool,
    pub(crate) score: f64,
    /// The e-value by which findings are reported.
    pub(crate) e: f64,
}

impl UserWeek {
    /// People whom nothing explains; those whom nothing may clear are not all among them.
    pub(crate) fn unexplained(&self) -> usize {
        let pairs = self.pairs.iter();
        pairs
            .filter(|(pair, _)| pair.explained == Explained::No)
            .count()
    }
}

/// What a week came to.
pub(crate) struct Week {
    pub(crate) users: Vec<UserWeek>,
}

/// The evaluation of a log.
pub struct Engine {
    pub(crate) explaining: Explaining,
    habits: Habits,
    shares: RoleShares,
    families: [Family; 5],
    watch: Watch,
    rates: SignalRates,
    open_before: HashMap<(Who, Who), Before>,
    calibration: Calibration,
    /// What unexplained people of the weeks before add up to, in nats.
    carried: HashMap<Who, f64>,
    /// The last day on which a user wrote about a person.
    written: HashMap<(Who, Who), i32>,
    /// How the touches of a week were explained, where somebody wants to know.
    pub(crate) grounds: Option<Grounds>,
}

impl Engine {
    /// `known_on`: nothing that was known later is used.
    #[must_use]
    pub fn new(directory: &Directory, rules: &Rules, known_on: Day) -> Engine {
        let explaining = Explaining::new(directory, rules, known_on);
        let mut habits = Habits::default();
        habits.sizes(sizes(&explaining.ground, known_on));
        Engine {
            explaining,
            habits,
            shares: RoleShares::new(),
            families: std::array::from_fn(|_| Family::new()),
            watch: Watch::default(),
            rates: SignalRates::new(),
            open_before: HashMap::new(),
            written: HashMap::new(),
            carried: HashMap::new(),
            calibration: Calibration::default(),
            grounds: None,
        }
    }

    /// What must be asked of the archive.
    #[must_use]
    pub fn question(&self, period: Period) -> TouchQuestion {
        self.explaining.question(period)
    }

    /// How much each template explains, over the last weeks.
    #[must_use]
    pub fn coverage(&self) -> Vec<(String, Class, Coverage)> {
        self.explaining.coverage()
    }

    pub(crate) fn ground(&self) -> &Ground {
        &self.explaining.ground
    }

    /// Judges a week and learns from it.
    pub(crate) fn take(&mut self, week: &TouchWeek, book: &dyn Codebook) -> Week {
        let first = week.days.from();
        let explained = self.explaining.week(week, book);
        if let Some(grounds) = &mut self.grounds {
            grounds.note(&explained, &self.explaining);
        }
        let ground = &mut self.explaining.ground;
        let broken = self
            .watch
            .week(first, &week.presences, &explained.seen, ground, book);
        let mut pairs = self.pairs(&explained);
        pairs.sort_by_key(|pair| (pair.user, pair.first, pair.person));
        let users = self.judge(&mut pairs, &broken);
        self.learn(&pairs, first);
        Week { users }
    }

    /// Brings the touches of a user and a person together.
    fn pairs(&mut self, week: &ExplainedWeek) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = Vec::new();
        for (place, one) in week.seen.iter().enumerate() {
            let key = (one.user, one.person);
            if one.touch.marks.any(Marks::WRITE) {
                let day = self.written.entry(key).or_insert(one.day.0);
                *day = one.day.0.max(*day);
            }
            if one.touch.lookups == 0 && one.touch.channel == Channel::Work {
                continue;
            }
            let explained = week.explained(place);
            let (explainer, ground) = (&self.explaining.explainer, self.ground());
            let never = explainer.never(one, ground).is_some();
            match pairs
                .last_mut()
                .filter(|pair| (pair.user, pair.person) == key)
            {
                Some(pair) => add_to(pair, one, explained, never),
                None => {
                    let mut pair = self.new_pair(one, explained, never);
                    add_to(&mut pair, one, explained, never);
                    pairs.push(pair);
                }
            }
        }
        for pair in &mut pairs {
            let written = self.written.get(&(pair.user, pair.person));
            pair.days_open += pair.days.count_ones();
            pair.written = written.is_some_and(|day| pair.first.0 - day <= TRACE_DAYS);
        }
        pairs
    }

    fn new_pair(&self, one: &Seen, explained: Explained, never: bool) -> Pair {
        let (work, kinship) = (&self.ground().work, &self.ground().kinship);
        let open = explained == Explained::No || never;
        let before = self.open_before.get(&(one.user, one.person));
        let before = before.copied().unwrap_or_default();
        Pair {
            user: one.user,
            person: one.person,
            role: one.role,
            unit: work.units_on(one.user, one.day).next().unwrap_or(NOWHERE),
            department: work.units_on(one.person, one.day).next().unwrap_or(NOWHERE),
            explained,
            never,
            closeness: kinship.between(one.user, one.person, one.day, work),
            figure: open && kinship.is_figure(one.person),
            news: open && kinship.is_in_the_news(one.person, one.day),
            written: false,
            pictures: 0,
            register: false,
            sensitive: false,
            own_record: false,
            first: (one.day.0, one.touch.minute),
            days: 0,
            days_open: before.days.iter().map(|days| u32::from(*days)).sum(),
            weeks_before: before.weeks.count_ones(),
            habit: before.habit,
            signals: 0.0,
        }
    }

    fn judge(&mut self, pairs: &mut [Pair], broken: &[Broken]) -> Vec<UserWeek> {
        let mut rules: HashMap<Who, Vec<(Broken, f64)>> = HashMap::new();
        for broken in broken {
            let weight = self.rates.weight(broken.signal);
            rules
                .entry(broken.user)
                .or_default()
                .push((*broken, weight));
        }
        let mut users = Vec::new();
        for of_user in pairs.chunk_by_mut(|one, other| one.user == other.user) {
            let rules = rules.remove(&of_user[0].user);
            users.push(self.judge_user(of_user, rules));
        }
        for family in Counted::ALL {
            let counts: Vec<(u32, u32, Count)> = users
                .iter()
                .map(|user: &UserWeek| (user.user, user.role, user.counts[family as usize].0))
                .collect();
            let found = self.families[family as usize].judge(&counts);
            for (user, unusual) in users.iter_mut().zip(found) {
                user.counts[family as usize].1 = unusual;
            }
        }
        self.rates.learn(users.len(), broken);
        for user in &mut users {
            user.is_unrecorded_work = is_unrecorded_work(user);
            user.score = score(user);
            let (count, unusual) = user.counts[Counted::Unexplained as usize];
            let carried = self.carried.get(&user.user).copied().unwrap_or(0.0);
            let adds = count.seen >= 2.0 && unusual.ln_e > 0.0;
            let sum = (CARRY * carried + unusual.ln_e.clamp(-2.0, 4.0)).max(0.0);
            if adds && carried > 0.0 {
                user.score = (user.score.exp() + CARRY_SHARE * sum.min(8.0).exp()).ln();
            }
            self.carried.insert(user.user, sum);
            user.e = self.calibration.e(user);
        }
        self.calibration.learn(&users);
        users
    }

    fn judge_user(&mut self, pairs: &mut [Pair], broken: Option<Vec<(Broken, f64)>>) -> UserWeek {
        let role = pairs[0].role;
        let shares = self.shares.of(role);
        let mut weighed = Vec::new();
        let mut explained = 0;
        for pair in pairs.iter_mut() {
            let who = Habitual {
                user: pair.user,
                unit: pair.unit,
                role,
            };
            // The same person again says nothing of where else one looks.
            if pair.weeks_before == 0 {
                pair.habit = self.habits.surprise(who, pair.department);
            }
            let of_day = |(broken, _): &&(Broken, f64)| pair.days & 1 << (broken.day.0 & 7) != 0;
            let on_days = broken.iter().flatten().filter(of_day);
            pair.signals = on_days.map(|(_, weight)| *weight).fold(0.0, f64::max);
            if pair.is_open() {
                weighed.push((*pair, shares.terms(pair)));
            } else {
                explained += 1;
            }
        }
        weighed.sort_by(|one, other| other.1.sum().total_cmp(&one.1.sum()));
        UserWeek {
            user: pairs[0].user,
            role,
            counts: counts_of(pairs, &weighed).map(|count| (count, Unusual::default())),
            pairs: weighed,
            explained,
            broken: broken.unwrap_or_default(),
            seen: seen_of(pairs),
            pictured: pairs
                .iter()
                .filter(|pair| pair.pictures > 0)
                .map(|pair| pair.person)
                .collect(),
            is_unrecorded_work: false,
            score: 0.0,
            e: 0.0,
        }
    }

    fn learn(&mut self, pairs: &[Pair], first: Day) {
        self.shares.learn(pairs);
        self.habits.fade();
        for before in self.open_before.values_mut() {
            before.weeks = before.weeks << 1 & ((1 << AGAIN_WEEKS) - 1);
            before.days.rotate_right(1);
            before.days[0] = 0;
        }
        for pair in pairs {
            let who = Habitual {
                user: pair.user,
                unit: pair.unit,
                role: pair.role,
            };
            if pair.weeks_before == 0 {
                self.habits.learn(who, pair.department);
            }
            if pair.is_open() {
                let before = self
                    .open_before
                    .entry((pair.user, pair.person))
                    .or_default();
                before.weeks |= 1;
                before.days[0] = u8::try_from(pair.days.count_ones()).unwrap_or(u8::MAX);
                before.habit = pair.habit;
            }
        }
        self.open_before.retain(|_, before| before.weeks != 0);
        self.written
            .retain(|_, day| first.0 - *day <= TRACE_DAYS + 7);
    }
}

fn add_to(pair: &mut Pair, one: &Seen, explained: Explained, never: bool) {
    let touch = &one.touch;
    if explained == Explained::No || pair.explained == Explained::Strong {
        pair.explained = if pair.explained == Explained::No {
            Explained::No
        } else {
            explained
        };
    }
    pair.never |= never;
    pair.pictures += u32::from(touch.marks.any(Marks::PICTURE)) * u32::from(touch.events);
    pair.register |= touch.channel == Channel::Register;
    pair.own_record |= touch.channel == Channel::OwnRecord;
    pair.sensitive |= touch.marks.any(Marks::screens(0));
    pair.first = pair.first.min((one.day.0, touch.minute));
    pair.days |= 1 << (one.day.0 & 7);
}

fn counts_of(pairs: &[Pair], open: &[(Pair, Terms)]) -> [Count; 5] {
    let number = |fits: &dyn Fn(&Pair) -> bool| {
        let count = pairs.iter().filter(|pair| fits(pair)).count();
        f64::from(u32::try_from(count).unwrap_or(u32::MAX))
    };
    let open = open
        .iter()
        .map(|(_, terms)| terms.habit.exp().clamp(0.1, 1.0))
        .sum();
    let explained = number(&|pair| !pair.is_open());
    let all = number(&|_| true);
    let count = |seen, exposure| Count { seen, exposure };
    [
        count(open, 2.0 + explained),
        count(number(&|pair| pair.pictures > 0), 3.0 + all),
        count(
            number(&|pair| pair.register && pair.is_open()),
            3.0 + explained,
        ),
        count(number(&|pair| pair.sensitive && pair.is_open()), 3.0 + all),
        count(all, 1.0),
    ]
}

fn seen_of(pairs: &[Pair]) -> [u32; 5] {
    let number = |fits: &dyn Fn(&Pair) -> bool| {
        u32::try_from(pairs.iter().filter(|pair| fits(pair)).count()).unwrap_or(u32::MAX)
    };
    [
        number(&Pair::is_open),
        number(&|pair| pair.pictures > 0),
        number(&|pair| pair.register && pair.is_open()),
        number(&|pair| pair.sensitive && pair.is_open()),
        number(&|_| true),
    ]
}

/// Each department's share of the people known on a day.
fn sizes(ground: &Ground, day: Day) -> HashMap<u32, f64> {
    let mut sizes: HashMap<u32, f64> = HashMap::new();
    let all = ground.people.len();
    for who in 0..all {
        let department = ground.work.units_on(who, day).next().unwrap_or(NOWHERE);
        *sizes.entry(department).or_default() += 1.0;
    }
    let all = f64::from(all.max(1));
    sizes.values_mut().for_each(|size| *size /= all);
    sizes
}
