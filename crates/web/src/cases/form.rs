//! The form of a step: which fields it has, and what was sent in them.

use tilsyn_app::Problem;
use tilsyn_app::cases::{FILE_BYTES_MAX, FILES_MAX, NewFile, NewStep, Outcome, StepKind, TEXT_MAX};
use tilsyn_domain::Day;

use super::{outcome_name, step_name};
use crate::sent::{Sent, day_of, field};
use crate::words::Words;

/// A step that can be taken, as a form.
pub(crate) struct StepForm {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// What the step is for.
    pub(crate) about: String,
    /// The label of its text.
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) text_max: usize,
    /// The label of its day; empty where it has none.
    pub(crate) day_label: String,
    pub(crate) day: String,
    pub(crate) day_is_required: bool,
    pub(crate) outcomes: Vec<(&'static str, String)>,
    pub(crate) systems: Vec<String>,
    pub(crate) files: String,
    /// ` open` where something was missing in it.
    pub(crate) open: &'static str,
}

/// Days that somebody has by default.
const DAYS: i32 = 14;

impl StepForm {
    /// The form of a step; `systems`: those the user is authorised for, `sent`: what was sent of
    /// this step before, where something was missing.
    pub(crate) fn of(
        kind: StepKind,
        systems: &[String],
        sent: Option<&Sent>,
        today: Day,
        words: Words,
    ) -> StepForm {
        let word = kind.word();
        let before = |name: &str| sent.map(|sent| field(sent, name).to_owned());
        let withdraws = kind == StepKind::Withdrawn;
        let has_day = kind.has_deadline() || withdraws;
        let due = match kind.has_deadline() {
            true => today.plus(DAYS).to_string(),
            false => String::new(),
        };
        let files = [
            ("files", FILES_MAX.to_string()),
            ("size", (FILE_BYTES_MAX >> 20).to_string()),
        ];
        StepForm {
            kind: word,
            name: step_name(kind, words),
            about: words.say(&format!("case-about-{word}")),
            label: words.say(match kind {
                StepKind::Question => "case-text-question",
                StepKind::Answer => "case-text-answer",
                _ => "case-text",
            }),
            text: before("text").unwrap_or_default(),
            text_max: TEXT_MAX,
            day_label: match (has_day, withdraws) {
                (true, true) => words.say("case-day-withdrawn"),
                (true, false) => words.say("case-day"),
                (false, _) => String::new(),
            },
            day: before("due").unwrap_or(due),
            day_is_required: kind.has_deadline(),
            outcomes: match kind {
                StepKind::Closed => Outcome::ALL
                    .map(|one| (one.word(), outcome_name(one, words)))
                    .into(),
                _ => Vec::new(),
            },
            systems: match withdraws {
                true => systems.to_vec(),
                false => Vec::new(),
            },
            files: words.fill("case-files-about", &files),
            open: if sent.is_some() { " open" } else { "" },
        }
    }
}

/// The step that a form sent.
pub(crate) fn step_of(
    kind: StepKind,
    sent: &Sent,
    files: Vec<NewFile>,
) -> Result<NewStep, Problem> {
    let all = |name: &str| -> Vec<String> {
        let values = sent.iter().filter(|(known, _)| known == name);
        values.map(|(_, value)| value.trim().to_owned()).collect()
    };
    let is_said = |system: &String| !system.is_empty();
    let systems = all("system").into_iter().chain(all("other_system"));
    let mut systems: Vec<String> = systems.filter(is_said).collect();
    systems.sort_unstable();
    systems.dedup();
    let events = all("event");
    let events = events.iter().filter_map(|leaf| leaf.parse().ok());
    Ok(NewStep {
        due: day_of(sent, "due")?,
        outcome: Outcome::of(field(sent, "outcome")),
        events: events.collect(),
        systems,
        files,
        // Browsers send two characters for the end of a line, and count one.
        ..NewStep::saying(kind, &field(sent, "text").replace("\r\n", "\n"))
    })
}
