//! The log of a world, event after event: a day at a time, so that no size needs more memory.
//!
//! Lines are the truth; `Events` reads them back. Numbers run per source, with the gaps planned.

use std::io::{self, Write};

use tilsyn_domain::day::Day;
use tilsyn_domain::event::Event;

use crate::act::Act;
use crate::calendar::{DayClock, LOG_FIRST, LOG_LAST, date};
use crate::render::Page;
use crate::sources::{SOURCES, System};
use crate::work::WorkingDay;
use crate::world::World;

/// From this day on the source `okonomi` sends nothing.
pub(crate) const SILENT_FROM: Day = date(2026, 10, 12);

/// Running numbers of a source that never come.
pub(crate) struct Gap {
    system: System,
    day: Day,
    pub numbers: u32,
}

pub(crate) const GAPS: [Gap; 4] = [
    Gap {
        system: System::School,
        day: date(2026, 8, 25),
        numbers: 120,
    },
    Gap {
        system: System::Journal,
        day: date(2026, 3, 11),
        numbers: 1,
    },
    Gap {
        system: System::Journal,
        day: date(2026, 6, 23),
        numbers: 7,
    },
    Gap {
        system: System::Journal,
        day: date(2026, 9, 30),
        numbers: 2,
    },
];

/// The log as lines, in the order of time.
pub struct Lines<'a> {
    page: Page<'a>,
    acts: Vec<Act>,
    next: usize,
    /// The last number given out, by source.
    numbers: [u64; SOURCES.len()],
}

impl<'a> Lines<'a> {
    fn new(world: &'a World) -> Lines<'a> {
        let day = LOG_FIRST;
        let page = Page {
            world,
            day,
            clock: DayClock::new(&world.zone, day),
        };
        let mut lines = Lines {
            page,
            acts: Vec::new(),
            next: 0,
            numbers: [0; SOURCES.len()],
        };
        lines.begin(day);
        lines
    }

    fn begin(&mut self, day: Day) {
        let world = self.page.world;
        self.acts.clear();
        self.next = 0;
        self.page = Page {
            world,
            day,
            clock: DayClock::new(&world.zone, day),
        };
        WorkingDay::fill(world, day, &mut self.acts);
        for act in &mut self.acts {
            act.at = self.page.clock.at_local(act.at);
        }
        let clock = &self.page.clock;
        let planned = world.plan.acts_on(day).iter().map(|(_, act)| Act {
            at: clock.at_local(act.at),
            ..*act
        });
        self.acts.extend(planned);
        if day >= SILENT_FROM {
            self.acts.retain(|act| act.system != System::Finance);
        }
        self.acts.sort_by_key(|act| act.at);
        for gap in GAPS.iter().filter(|gap| gap.day == day) {
            self.numbers[gap.system as usize] += u64::from(gap.numbers);
        }
    }

    /// Appends the next event's line, line end included; `None` at the end of the log.
    pub fn append_next(&mut self, out: &mut Vec<u8>) -> Option<()> {
        while self.next == self.acts.len() {
            if self.page.day >= LOG_LAST {
                return None;
            }
            self.begin(self.page.day.plus(1));
        }
        let act = self.acts[self.next];
        self.next += 1;
        let number = &mut self.numbers[act.system as usize];
        *number += 1;
        self.page.write(&act, *number, out);
        out.push(b'\n');
        Some(())
    }
}

/// The log as events, in the order of time.
pub struct Events<'a> {
    lines: Lines<'a>,
    line: Vec<u8>,
}

impl Iterator for Events<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        self.line.clear();
        self.lines.append_next(&mut self.line)?;
        Some(serde_json::from_slice(&self.line).expect("every line of a world is an event"))
    }
}

impl World {
    /// The log as events, in the order of time; made as they are asked for.
    #[must_use]
    pub fn events(&self) -> Events<'_> {
        Events {
            lines: self.lines(),
            line: Vec::new(),
        }
    }

    /// The log as ready lines of NDJSON: a good deal cheaper than events.
    #[must_use]
    pub fn lines(&self) -> Lines<'_> {
        Lines::new(self)
    }

    /// Writes the log as NDJSON, no more than its first `events_max`; gives how many it wrote.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_events(&self, to: &mut impl Write, events_max: u64) -> io::Result<u64> {
        const BUFFER_BYTES: usize = 256 * 1024;
        let mut lines = self.lines();
        let mut buffer = Vec::with_capacity(BUFFER_BYTES + 4096);
        let mut count = 0;
        while count < events_max && lines.append_next(&mut buffer).is_some() {
            count += 1;
            if buffer.len() >= BUFFER_BYTES {
                to.write_all(&buffer)?;
                buffer.clear();
            }
        }
        to.write_all(&buffer)?;
        Ok(count)
    }

    /// The first and the last day of the log.
    #[must_use]
    pub fn period(&self) -> tilsyn_domain::day::Period {
        tilsyn_domain::day::Period::new(LOG_FIRST, LOG_LAST).expect("the log goes forwards")
    }
}
