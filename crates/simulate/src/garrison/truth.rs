//! What is planted, told in the words of the contract: who, towards whom, by which events.

use std::io::{self, Write};

use tilsyn_domain::day::Day;
use tilsyn_domain::national_id::NationalId;

use super::Garrison;
use crate::line::Line;

/// What kind of misuse it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// Public figures and people in the news.
    Vip,
    /// Family, neighbours, former partners.
    Kin,
    /// One person, again and again.
    Stalk,
    /// Many people in a short time.
    Bulk,
    /// Some people every week.
    Slow,
    /// Somebody else uses the account.
    Share,
    /// After the last day of work, or while away.
    Leaver,
    /// Own record and own access.
    Myself,
    /// Pictures of people.
    Photo,
    /// Next of kin, in the population register.
    NextOfKin,
}

impl Scenario {
    pub const ALL: [Scenario; 10] = [
        Scenario::Vip,
        Scenario::Kin,
        Scenario::Stalk,
        Scenario::Bulk,
        Scenario::Slow,
        Scenario::Share,
        Scenario::Leaver,
        Scenario::Myself,
        Scenario::Photo,
        Scenario::NextOfKin,
    ];

    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        [
            "vip", "kin", "stalk", "bulk", "slow", "share", "leaver", "self", "photo", "nok",
        ][self as usize]
    }
}

/// How well it hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difficulty {
    /// Many lookups, outside, tied by nothing.
    Easy,
    /// Fewer of them.
    Medium,
    /// Few a week, over months, and people whom something else explains.
    Hard,
}

impl Difficulty {
    pub const ALL: [Difficulty; 3] = [Difficulty::Easy, Difficulty::Medium, Difficulty::Hard];

    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["easy", "medium", "hard"][self as usize]
    }
}

/// One event of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentEvent {
    /// `source:id`.
    pub id: String,
    pub day: Day,
}

/// One planted misuse.
#[derive(Clone, Debug)]
pub struct Incident {
    /// `I001` and so on.
    pub id: String,
    pub scenario: Scenario,
    pub difficulty: Difficulty,
    /// Which of the scenario's forms it is, as `neighbour`.
    pub form: &'static str,
    /// `source:user` of the main register; some events may be of the same person in another.
    pub user: String,
    pub national_id: NationalId,
    /// The people looked at without need, those too whom some other tie seems to explain.
    pub subjects: Vec<NationalId>,
    /// The earlier ones first. Sessions that are part of the misuse come with their logons.
    pub events: Vec<IncidentEvent>,
    /// Whether it lies in the second half of the log, which is judged, or the first.
    pub is_in_evaluated_half: bool,
}

impl Garrison {
    /// What is planted, in the order of its ids; nothing in a plan without misuse.
    #[must_use]
    pub fn truth(&self) -> Vec<Incident> {
        self.plants.incidents.clone()
    }

    /// Writes the incidents as NDJSON.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_truth(&self, out: &mut impl Write) -> io::Result<()> {
        let mut buffer = Vec::new();
        for incident in &self.plants.incidents {
            incident.write(&mut Line(&mut buffer));
            buffer.push(b'\n');
        }
        out.write_all(&buffer)
    }
}

impl Incident {
    fn write(&self, line: &mut Line<'_>) {
        line.open("");
        line.text("id", &self.id);
        line.text("scenario", self.scenario.word());
        line.text("difficulty", self.difficulty.word());
        line.text("form", self.form);
        line.text("user", &self.user);
        line.text("national_id", self.national_id.reveal());
        line.open_list("subjects");
        for subject in &self.subjects {
            line.item(subject.reveal());
        }
        line.close_list();
        line.open_list("events");
        for event in &self.events {
            line.open("");
            line.text("id", &event.id);
            line.text("day", &event.day.to_string());
            line.close();
        }
        line.close_list();
        line.value("evaluated", format_args!("{}", self.is_in_evaluated_half));
        line.close();
    }
}
