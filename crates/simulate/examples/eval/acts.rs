//! The log as every method reads it: who did what, towards whom, on which day.
//!
//! Read from the events file, not from the generator. System users are left out, as they are in
//! every question of the product. Not here: what is misuse (`judged`).

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use tilsyn_domain::{Day, Event, Kind, Outcome as Allowed, Via, Zone};

use crate::Outcome;
use crate::names::{Code, NOTHING, Names};
use crate::register::Register;

/// One act towards one person shown, or towards nobody.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act {
    pub(crate) day: Day,
    /// Counted from the first week of the log.
    pub(crate) week: usize,
    /// Of the day.
    pub(crate) minute: u16,
    pub(crate) actor: Code,
    pub(crate) kind: Kind,
    /// A person, or `NOTHING`.
    pub(crate) subject: Code,
    pub(crate) machine: Code,
}

impl Act {
    /// Whether it is a lookup as formats.md, section 4 defines it.
    pub(crate) fn is_lookup(&self) -> bool {
        self.kind.looks_up() && self.subject != NOTHING
    }
}

/// What is checked about an event that a finding names.
pub(crate) struct Entry {
    pub(crate) actor: Code,
    pub(crate) day: Day,
    pub(crate) people: Vec<Code>,
}

/// The acts in the order of the file, permitted ones only.
pub(crate) struct AccessLog {
    pub(crate) acts: Vec<Act>,
    /// Events read, those of system users among them.
    pub(crate) events: usize,
    /// By `source:id`.
    entries: HashMap<String, Entry>,
}

impl AccessLog {
    /// Reads a file of events, which begins on a Monday.
    pub(crate) fn read(
        file: &Path,
        first: Day,
        register: &Register,
        names: &mut Names,
    ) -> Outcome<AccessLog> {
        let zone = Zone::named("Europe/Oslo").ok_or("no time zone Europe/Oslo")?;
        let mut log = AccessLog {
            acts: Vec::new(),
            events: 0,
            entries: HashMap::new(),
        };
        let mut reader = BufReader::with_capacity(1 << 20, File::open(file)?);
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 {
            let event: Event = serde_json::from_str(&line)?;
            line.clear();
            log.events += 1;
            let day = zone.day_of(event.time.at);
            let account = names.code(&format!("{}:{}", event.source, event.actor.user));
            let stated = event.actor.national_id.as_ref();
            let stated = stated.map_or(NOTHING, |id| names.code(id.reveal()));
            let Some(actor) = register.who_acted(account, stated, day) else {
                continue;
            };
            if event.actor.system || event.outcome != Allowed::Permit {
                continue;
            }
            let act = Act {
                day,
                week: usize::try_from((day.0 - first.0) / 7)?,
                minute: zone.minute_of(event.time.at),
                actor,
                kind: event.kind,
                subject: NOTHING,
                machine: names.code(event.place.client_host.as_deref().unwrap_or_default()),
            };
            log.add(&event, act, names);
        }
        Ok(log)
    }

    fn add(&mut self, event: &Event, act: Act, names: &mut Names) {
        let mut shown: Vec<Code> = Vec::new();
        let mut people: Vec<Code> = Vec::new();
        for subject in &event.subjects {
            let person = names.code(subject.national_id.reveal());
            people.push(person);
            if subject.via == Via::Shown && !shown.contains(&person) {
                shown.push(person);
            }
        }
        if shown.is_empty() {
            self.acts.push(act);
        }
        let towards = |subject: &Code| Act {
            subject: *subject,
            ..act
        };
        self.acts.extend(shown.iter().map(towards));
        let name = format!("{}:{}", event.source, event.id);
        let kin = event.transfer.iter().flat_map(|transfer| &transfer.kin);
        for (n, kin) in (1..).zip(kin) {
            let entry = Entry {
                actor: act.actor,
                day: act.day,
                people: vec![names.code(kin.national_id.reveal())],
            };
            self.entries.insert(format!("{name}#kin{n}"), entry);
        }
        let entry = Entry {
            actor: act.actor,
            day: act.day,
            people,
        };
        self.entries.insert(name, entry);
    }

    /// The event of a name, `source:id`.
    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }
}
