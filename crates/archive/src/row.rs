//! One row: an event and one of the people it concerns, as codes.
//!
//! An event has one row for each distinct (subject, `via`), in the order of the event, or one
//! without subject. Rows of an event stand together and share everything but the subject.
//! Not here: who acted and which units they had (`resolver` fills those in).

use tilsyn_domain::{Code, Day, Instant, Kind, Outcome, Period, Via};

/// What a row is marked with, in one number. The layout is part of the file format.
pub(crate) mod marks {
    /// How actor and subject stand to each other.
    pub(crate) const RELATION: u32 = 0b11;
    /// An account or interface that is no person: counts nowhere.
    pub(crate) const SYSTEM: u32 = 1 << 2;
    /// The first row of its event.
    pub(crate) const FIRST: u32 = 1 << 3;
    /// The first row of its event with this subject.
    pub(crate) const FIRST_OF_SUBJECT: u32 = 1 << 4;
    /// Some row of the event is a lookup that counts.
    pub(crate) const EVENT_LOOKUP: u32 = 1 << 5;
    /// Some row of the event is a lookup outside the own unit that counts.
    pub(crate) const EVENT_OUTSIDE: u32 = 1 << 6;
    pub(crate) const KIND_SHIFT: u32 = 7;
    pub(crate) const KIND: u32 = 0b1_1111;
    pub(crate) const OUTCOME_SHIFT: u32 = 12;
    pub(crate) const OUTCOME: u32 = 0b11;

    /// Relations: 0 is a row that is no lookup.
    pub(crate) const INSIDE: u32 = 1;
    pub(crate) const OUTSIDE: u32 = 2;
    pub(crate) const NO_UNIT: u32 = 3;

    pub(crate) fn kind(marks: u32) -> u32 {
        marks >> KIND_SHIFT & KIND
    }

    pub(crate) fn outcome(marks: u32) -> u32 {
        marks >> OUTCOME_SHIFT & OUTCOME
    }

    /// A lookup that counts: no system acted.
    pub(crate) fn counts(marks: u32) -> bool {
        marks & RELATION != 0 && marks & SYSTEM == 0
    }
}

/// How the subject came into the event, and whether the source called the actor a system.
pub(crate) mod act {
    pub(crate) const VIA: u32 = 0b111;
    pub(crate) const STATED_SYSTEM: u32 = 1 << 3;
}

/// The texts an event names, as codes of the archive's words; 0 = none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventWords {
    pub source: u32,
    pub application: u32,
    pub element: u32,
    pub screen: u32,
    pub tab: u32,
    pub report: u32,
    pub document: u32,
    /// PC name and network address together.
    pub client: u32,
    pub server: u32,
}

/// An event with numbers for everything it names.
#[derive(Clone, Copy, Debug)]
pub struct CodedEvent<'a> {
    pub leaf: u64,
    pub time: Instant,
    pub kind: Kind,
    pub outcome: Outcome,
    pub actor: StatedActor,
    pub subjects: &'a [(Code, Via)],
    pub words: EventWords,
}

/// Who acted, as the source states it.
#[derive(Clone, Copy, Debug)]
pub struct StatedActor {
    pub account: Code,
    /// 0: the source states no national id.
    pub stated: Code,
    pub kind: ActorKind,
}

/// What the source calls the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    Person,
    System,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) leaf: u64,
    pub(crate) time: i64,
    pub(crate) day: u32,
    pub(crate) marks: u32,
    pub(crate) act: u32,
    pub(crate) account: Code,
    pub(crate) stated: Code,
    /// Who acted, after looking into the directory.
    pub(crate) actor: Code,
    /// Who it concerns, after looking into the directory for former ids; 0 = nobody.
    pub(crate) subject: Code,
    /// Who it concerns, as the source states it.
    pub(crate) subject_stated: Code,
    pub(crate) actor_units: u32,
    pub(crate) subject_units: u32,
    pub(crate) words: EventWords,
}

/// Appends the rows of an event, not yet resolved.
pub(crate) fn push_rows(event: &CodedEvent<'_>, day: u32, rows: &mut Vec<Row>) {
    let outcome = event.outcome as u32;
    let stated_system = match event.actor.kind {
        ActorKind::System => act::STATED_SYSTEM,
        ActorKind::Person => 0,
    };
    let plain = Row {
        leaf: event.leaf,
        time: event.time.0,
        day,
        marks: (event.kind as u32) << marks::KIND_SHIFT | outcome << marks::OUTCOME_SHIFT,
        act: stated_system,
        account: event.actor.account,
        stated: event.actor.stated,
        words: event.words,
        ..Row::default()
    };
    if event.subjects.is_empty() {
        rows.push(plain);
        return;
    }
    let start = rows.len();
    // Lists of thousands are told apart by a set, the usual few by looking.
    let mut seen = (event.subjects.len() > 16).then(std::collections::HashSet::new);
    for (code, via) in event.subjects {
        let row = Row {
            act: stated_system | *via as u32,
            subject_stated: *code,
            ..plain
        };
        let new = match &mut seen {
            Some(seen) => seen.insert((*code, row.act)),
            None => (rows[start..].iter())
                .all(|other| (other.subject_stated, other.act) != (*code, row.act)),
        };
        if new {
            rows.push(row);
        }
    }
}

/// Day 0 of the columns is 1870-01-01, so that every day of an event is a positive number.
const FIRST_DAY: i32 = -36_525;

pub(crate) fn day_number(day: Day) -> u32 {
    u32::try_from(day.0.saturating_sub(FIRST_DAY)).unwrap_or(0)
}

pub(crate) fn day_of_number(number: u32) -> Day {
    Day(i32::try_from(number).map_or(i32::MAX, |number| number.saturating_add(FIRST_DAY)))
}

/// A period as numbers of the day columns, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DaySpan {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

impl DaySpan {
    pub(crate) fn of(period: Period) -> DaySpan {
        let number = |day: Day| match day {
            Day::MAX => u32::MAX,
            _ => day_number(day),
        };
        // A period that ends before day 0 holds no event: say so with an empty span.
        if period.to().0 < FIRST_DAY {
            return DaySpan { from: 1, to: 0 };
        }
        DaySpan {
            from: number(period.from()),
            to: number(period.to()),
        }
    }

    pub(crate) fn holds(self, day: u32) -> bool {
        self.from <= day && day <= self.to
    }
}

/// A count of rows as it stands in a column.
pub(crate) fn row_number(rows: usize) -> u32 {
    u32::try_from(rows).expect("a segment has fewer than 2^32 rows")
}
