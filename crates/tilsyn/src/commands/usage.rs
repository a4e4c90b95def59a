//! How the systems are used, as a table or as data (K3, K7).

use tilsyn_app::Desk;
use tilsyn_app::log_review::view::Shown;
use tilsyn_app::log_review::{Slot, UsageBy, UsageRow};
use tilsyn_app::permit::ReadElements;
use tilsyn_domain::question::{About, EventFilter, HistoryQuestion, Only};
use tilsyn_web::Words;

use super::ask::period_of;
use super::permit;
use crate::cli::Usage;
use crate::output::{Exit, Output};
use crate::table::Cell;

const WEEKDAYS: [&str; 7] = [
    "weekday-monday",
    "weekday-tuesday",
    "weekday-wednesday",
    "weekday-thursday",
    "weekday-friday",
    "weekday-saturday",
    "weekday-sunday",
];

pub(super) fn usage(desk: &Desk, asked: &Usage, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let period = period_of(&asked.from, &asked.to)?;
    let permit = permit::<ReadElements>(desk, output)?;
    let by = UsageBy::from_word(&asked.by).unwrap_or(UsageBy::Hour);
    let question = HistoryQuestion {
        only: match asked.all {
            true => Only::All,
            false => Only::Lookups,
        },
        filter: EventFilter {
            source: asked.source.clone(),
            unit: asked.unit.clone(),
            ..EventFilter::default()
        },
        ..HistoryQuestion::every(About::Everything, period)
    };
    let shown = Shown {
        limit: asked.limit,
        ..Shown::default()
    };
    let view = desk.usage(&permit, &question, by, &shown)?;
    if output.json {
        output.document(&view.as_json())?;
        return Ok(Exit::Done);
    }
    let words = output.words;
    let row = |row: &UsageRow| -> Vec<Cell> {
        let users = row
            .users
            .map_or_else(String::new, |users| users.to_string());
        vec![name_of(row, words).into(), row.events.into(), users.into()]
    };
    let rows: Vec<Vec<Cell>> = view.rows.iter().map(row).collect();
    let headings = [
        "elements-col-name",
        "usage-col-events",
        "elements-col-users",
    ];
    let nothing = match view.is_withheld {
        true => "cli-usage-withheld",
        false => "cli-nothing-usage",
    };
    output.table(&headings, &rows, nothing)?;
    Ok(Exit::Done)
}

fn name_of(row: &UsageRow, words: Words) -> String {
    match (&row.slot, &row.name) {
        (_, Some(name)) | (Slot::Place(name), None) => name.clone(),
        (Slot::FewUnits(units), None) => words.count("usage-few-units", *units),
        (Slot::NoUnit, None) => words.say("usage-no-unit"),
        (Slot::Week(monday), None) => monday.to_string(),
        (Slot::Hour(day, hour), None) => {
            let day = WEEKDAYS.get(usize::from(*day)).copied();
            let day = day.map_or_else(String::new, |key| words.say(key));
            format!("{day} {hour:02}–{:02}", hour + 1)
        }
    }
}
