//! Questions at the command line: lists and histories, as JSON or as readable tables.

use anyhow::Context;
use serde_json::{Value, json};
use tilsyn_app::log_review::view::{HistoryEvent, Named, SessionEnd, UnitName};
use tilsyn_app::permit::{
    ReadHistory, ReadOwnLog, ReadPictures, ReadQuarantine, ReadSources, ReadStatement,
    ReadSubjects, SearchPeople,
};
use tilsyn_app::sources::{QuarantineShown, as_json};
use tilsyn_app::{Desk, Problem};
use tilsyn_domain::question::{About, ElementField, EventFilter, HistoryQuestion};
use tilsyn_domain::usage::TimeOfWeek;
use tilsyn_domain::{Day, Instant, Kind, NationalId, Pattern, Period};
use tilsyn_web::Words;

use super::permit;
use crate::cli::{History, List, Paging, Quarantine};
use crate::output::{Exit, Output};
use crate::table::Cell;

/// Events of a history fetched at a time.
const HISTORY_PAGE: usize = 1000;

fn day(text: &str, option: &str) -> anyhow::Result<Day> {
    Day::parse(text).ok_or_else(|| {
        Problem::yours("cli-not-a-date")
            .with("option", option)
            .into()
    })
}

fn backwards() -> Problem {
    Problem::yours("cli-period-backwards")
}

fn period(list: &List) -> anyhow::Result<Period> {
    period_of(&list.from, &list.to)
}

/// The days of `--from` and `--to`, both included.
pub(super) fn period_of(from: &str, to: &str) -> anyhow::Result<Period> {
    let (from, to) = (day(from, "--from")?, day(to, "--to")?);
    Period::new(from, to).ok_or_else(|| backwards().into())
}

pub(super) fn statement(desk: &Desk, list: &List, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let permit = permit::<ReadStatement>(desk, output)?;
    let lines = desk.statement_lines(&permit, period(list)?, list.limit)?;
    if output.json {
        output.document(&json!({ "rows": lines }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = lines
        .into_iter()
        .map(|line| {
            vec![
                line.user.into(),
                line.name.into(),
                line.employee_no.into(),
                line.unit.into(),
                line.outside_lookups.into(),
                line.outside_people.into(),
                line.lookups.into(),
                line.no_unit_lookups.into(),
            ]
        })
        .collect();
    let headings = [
        "statement-col-user",
        "statement-file-name",
        "cli-col-employee",
        "statement-file-unit",
        "statement-col-outside",
        "statement-col-people",
        "subjects-col-lookups",
        "statement-col-no-unit",
    ];
    output.table(&headings, &rows, "cli-nothing-statement")?;
    Ok(Exit::Done)
}

pub(super) fn subjects(desk: &Desk, list: &List, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let permit = permit::<ReadSubjects>(desk, output)?;
    let lines = desk.subject_lines(&permit, period(list)?, list.limit)?;
    if output.json {
        output.document(&json!({ "rows": lines }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = lines
        .into_iter()
        .map(|line| {
            let id = line.national_id.reveal().to_owned();
            let counts = [line.lookups, line.users, line.units].map(Cell::from);
            let mut row: Vec<Cell> = vec![
                id.into(),
                line.name.into(),
                line.employee_no.into(),
                line.unit.into(),
            ];
            row.extend(counts);
            row
        })
        .collect();
    let headings = [
        "cli-col-national-id",
        "statement-file-name",
        "cli-col-employee",
        "statement-file-unit",
        "subjects-col-lookups",
        "subjects-col-users",
        "subjects-col-units",
    ];
    output.table(&headings, &rows, "cli-nothing-subjects")?;
    Ok(Exit::Done)
}

pub(super) fn pictures(desk: &Desk, list: &List, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let permit = permit::<ReadPictures>(desk, output)?;
    let lines = desk.picture_lines(&permit, period(list)?, list.limit)?;
    if output.json {
        output.document(&json!({ "rows": lines }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = lines
        .into_iter()
        .map(|line| {
            vec![
                line.source.into(),
                line.object.into(),
                (line.subjects.len() as u64).into(),
                line.lookups.into(),
                line.users.into(),
                line.max_by_one_user.into(),
                line.max_user.into(),
            ]
        })
        .collect();
    let headings = [
        "sources-col-source",
        "pictures-col-object",
        "pictures-col-people",
        "pictures-col-lookups",
        "pictures-col-users",
        "pictures-col-max",
        "pictures-col-max-user",
    ];
    output.table(&headings, &rows, "cli-nothing-pictures")?;
    Ok(Exit::Done)
}

/// Whose history is asked for. Several abouts only for a user name without a source.
fn abouts(desk: &Desk, asked: &History) -> Vec<About> {
    use ElementField::{Element, Report, Screen, Tab};
    if let Some(subject) = &asked.subject {
        return NationalId::new(subject)
            .map(About::Subject)
            .into_iter()
            .collect();
    }
    if let Some(user) = &asked.user {
        let accounts = desk.accounts_named(user).into_iter();
        return accounts
            .map(|(source, user)| About::Account { source, user })
            .collect();
    }
    if let Some(name) = &asked.element {
        let fields = [Element, Screen, Tab, Report];
        return fields
            .map(|field| About::Element(field, name.clone()))
            .to_vec();
    }
    vec![About::Everything]
}

/// Which events of each view.
fn history_question(asked: &History) -> anyhow::Result<HistoryQuestion> {
    let given = |text: &Option<String>, option: &str| {
        text.as_deref().map(|text| day(text, option)).transpose()
    };
    let from = given(&asked.from, "--from")?.unwrap_or(Day::MIN);
    let to = given(&asked.to, "--to")?.unwrap_or(Day::MAX);
    let period = Period::new(from, to).ok_or_else(backwards)?;
    let kinds = asked
        .kind
        .iter()
        .map(|word| Kind::from_word(word).ok_or_else(no_such_kind));
    Ok(HistoryQuestion {
        kinds: kinds.collect::<Result<_, _>>()?,
        filter: EventFilter {
            accounts: None,
            source: asked.source.clone(),
            client: asked.client.as_deref().map(Pattern::new),
            server: asked.server.as_deref().map(Pattern::new),
            unit: asked.unit.clone(),
            time: TimeOfWeek::default(),
            unprotected: false,
        },
        ..HistoryQuestion::every(About::Everything, period)
    })
}

pub(super) fn history(
    desk: &Desk,
    asked: &History,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let permit = permit::<ReadHistory>(desk, output)?;
    let question = history_question(asked)?;
    let mut left = asked.limit.unwrap_or(usize::MAX);
    let (mut none, mut outside) = (true, false);
    let mut merged = desk.newest_first(&permit, abouts(desk, asked), &question)?;
    while left > 0 {
        let events = merged.next_page(HISTORY_PAGE.min(left))?;
        if events.is_empty() {
            break;
        }
        left -= events.len();
        none = false;
        for event in &events {
            let end = merged.session_end(event)?;
            let end = end.as_ref();
            outside |= event.outside;
            if output.json {
                output.document(&event_json(event, end)?)?;
            } else {
                output.line(&event_line(event, end, output.words))?;
            }
        }
    }
    if !output.json {
        say_below(none, outside, output)?;
    }
    Ok(Exit::Done)
}

/// What a reader of the lines needs to know: that there are none, and what the star means.
fn say_below(none: bool, outside: bool, output: &mut Output<'_>) -> std::io::Result<()> {
    if none {
        output.line(&output.words.say("cli-nothing-history"))?;
    }
    if outside {
        output.aside(&format!("* {}", output.words.say("history-outside")))?;
    }
    Ok(())
}

fn no_such_kind() -> Problem {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    Problem::yours("cli-no-such-kind").with("kinds", kinds.join(", "))
}

/// The event as in the contract, with what the directory says of it.
fn event_json(found: &HistoryEvent, end: Option<&SessionEnd>) -> anyhow::Result<Value> {
    let mut value = serde_json::to_value(&found.event).context("an event is JSON")?;
    let units = |units: &[UnitName]| {
        units
            .iter()
            .map(|unit| unit.unit.clone())
            .collect::<Vec<_>>()
    };
    let person = match &found.actor.identity {
        tilsyn_domain::Identity::Person(id) => json!(id),
        tilsyn_domain::Identity::Account { .. } => Value::Null,
    };
    let subjects = found
        .subjects
        .iter()
        .filter_map(|subject| match &subject.named.identity {
            tilsyn_domain::Identity::Person(id) => {
                Some((id.reveal().to_owned(), json!(units(&subject.units))))
            }
            tilsyn_domain::Identity::Account { .. } => None,
        });
    let fields = value.as_object_mut().context("an event is an object")?;
    fields.insert(
        "subject_units".to_owned(),
        Value::Object(subjects.collect()),
    );
    fields.insert("actor_person".to_owned(), person);
    fields.insert("actor_units".to_owned(), json!(units(&found.actor_units)));
    let explanations = found.explanations.iter().flatten();
    let explanations: Vec<Value> = explanations.map(tilsyn_web::explanations::data).collect();
    fields.insert("explanations".to_owned(), explanations.into());
    if let Some(end) = end {
        let end = match end {
            SessionEnd::At(end) => Some(end.text()),
            SessionEnd::Open => None,
        };
        let session = json!({ "open": end.is_none(), "end": end });
        fields.insert("session".to_owned(), session);
    }
    Ok(value)
}

/// One event in one line: when, what, who about whom, where.
fn event_line(found: &HistoryEvent, end: Option<&SessionEnd>, words: Words) -> String {
    let event = &found.event;
    let name = |named: &Named| named.card.name.clone().unwrap_or_else(|| "–".to_owned());
    let people = found.subjects.iter().map(|subject| name(&subject.named));
    let people: Vec<String> = people.collect();
    let people = if people.is_empty() {
        "–".to_owned()
    } else {
        people.join(", ")
    };
    let element = event
        .object
        .element
        .as_deref()
        .or(event.place.screen.as_deref());
    let ended = match end {
        Some(SessionEnd::Open) => Some(words.say("logons-open")),
        Some(SessionEnd::At(end)) => Some(end.text()),
        None => None,
    };
    let place = &event.place;
    let client = place.client_host.clone().or(place.client_ip.clone());
    let machine = [client, place.server.clone(), ended];
    let machine: Vec<String> = machine.into_iter().flatten().collect();
    let outside = if found.outside { " *" } else { "" };
    let (day, minute) = (
        words.figures().day(found.day),
        words.figures().minute(found.minute),
    );
    let kind = words.say(&format!("kind-{}", event.kind.word().replace('_', "-")));
    format!(
        "{day} {minute}  {kind:<16} {}:{} → {people}  {}{outside}  {}",
        event.source,
        event.actor.user,
        element.unwrap_or("–"),
        machine.join(" · "),
    )
}

pub(super) fn search(desk: &Desk, text: &str, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let found = desk.search(&permit::<SearchPeople>(desk, output)?, text)?;
    if output.json {
        let rows: Vec<Value> = found
            .iter()
            .map(|hit| {
                json!({ "national_id": hit.national_id, "name": hit.card.name,
                    "employee_no": hit.card.employee_no, "unit": hit.card.unit,
                    "accounts": hit.accounts })
            })
            .collect();
        output.document(&json!({ "rows": rows }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = found
        .into_iter()
        .map(|hit| {
            let id = hit.national_id.reveal().to_owned();
            vec![
                id.into(),
                hit.card.name.into(),
                hit.card.employee_no.into(),
                hit.unit_name.into(),
            ]
        })
        .collect();
    let headings = [
        "cli-col-national-id",
        "statement-file-name",
        "cli-col-employee",
        "statement-file-unit",
    ];
    output.table(&headings, &rows, "cli-nothing-search")?;
    Ok(Exit::Done)
}

pub(super) fn sources(desk: &Desk, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let view = desk.sources(&permit::<ReadSources>(desk, output)?)?;
    if output.json {
        let rows: Vec<Value> = view.sources.iter().map(as_json::row).collect();
        output.document(&json!({ "rows": rows, "conflicts": view.conflicts,
            "quarantined": view.quarantined, "leaves": view.leaves }))?;
        return Ok(Exit::Done);
    }
    let figures = output.words.figures();
    let moment = |at: Option<Instant>| at.map(|at| figures.moment(desk.zone(), at));
    let rows: Vec<Vec<Cell>> = view
        .sources
        .iter()
        .map(|row| {
            vec![
                row.source.clone().into(),
                row.events.into(),
                moment(row.first).into(),
                moment(row.last).into(),
                row.gaps_total.into(),
                row.missing.into(),
                output.words.heard(&row.heard, desk.zone()).into(),
                row.disagreeing.into(),
            ]
        })
        .collect();
    let headings = [
        "sources-col-source",
        "sources-col-events",
        "sources-col-first",
        "sources-col-complete",
        "sources-col-gaps",
        "sources-file-missing",
        "sources-col-heard",
        "source-file-disagreeing",
    ];
    output.table(&headings, &rows, "cli-nothing-sources")?;
    Ok(Exit::Done)
}

pub(super) fn quarantine(
    desk: &Desk,
    asked: &Quarantine,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let permit = permit::<ReadQuarantine>(desk, output)?;
    if let Some(number) = asked.piece {
        let piece = desk.quarantined(&permit, number)?;
        output.out.write_all(&piece.bytes)?;
        return Ok(Exit::Done);
    }
    let Paging { limit, skip } = asked.paging;
    let shown = QuarantineShown {
        limit,
        skip,
        ..QuarantineShown::default()
    };
    let view = desk.quarantine(&permit, &shown)?;
    let left = Left::behind(asked.paging, view.rows.len(), view.matching);
    if output.json {
        let rows: Vec<Value> = view
            .rows
            .iter()
            .map(|row| {
                json!({ "piece": row.id, "file": row.file, "line": row.line, "bytes": row.bytes,
                    "why": row.refusal, "text": row.refusal.to_string() })
            })
            .collect();
        output.document(&json!({ "rows": rows, "total": view.matching, "left": left.count }))?;
        return Ok(Exit::Done);
    }
    let words = output.words;
    let rows: Vec<Vec<Cell>> = view
        .rows
        .iter()
        .map(|row| {
            let piece = row.id;
            vec![
                piece.to_string().into(),
                row.file.clone().into(),
                row.line.into(),
                words.refusal(&row.refusal).into(),
            ]
        })
        .collect();
    let headings = [
        "cli-col-piece",
        "quarantine-file-file",
        "quarantine-file-line",
        "quarantine-col-reason",
    ];
    let nothing = if view.matching == 0 {
        "front-no-quarantine"
    } else {
        "cli-past-the-end"
    };
    output.table(&headings, &rows, nothing)?;
    left.say(output)?;
    Ok(Exit::Done)
}

/// What a list did not show.
pub(super) struct Left {
    count: u64,
    next: u64,
}

impl Left {
    pub(super) fn behind(paging: Paging, shown: usize, total: u64) -> Left {
        let next = paging.skip.saturating_add(shown as u64);
        Left {
            count: total.saturating_sub(next),
            next,
        }
    }

    pub(super) fn say(&self, output: &mut Output<'_>) -> std::io::Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        let next = ("skip", self.next.to_string());
        output.aside(&output.words.count_with("cli-left", self.count, next))
    }
}

pub(super) fn own_log(
    desk: &Desk,
    paging: Paging,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let view = desk.own_log(
        &permit::<ReadOwnLog>(desk, output)?,
        paging.skip,
        paging.limit,
    )?;
    let left = Left::behind(paging, view.looks.len(), view.total);
    let words = output.words;
    if output.json {
        let rows: Vec<Value> = view
            .looks
            .iter()
            .map(|look| {
                json!({ "at": look.at.utc().text(), "principal": look.principal,
                    "action": look.action, "view": look.view, "form": look.form,
                    "denied": look.denied,
                    "people_named": look.named, "filter": look.filter, "rows": look.rows,
                    "skipped": look.skipped, "matching": look.matching })
            })
            .collect();
        output.document(&json!({ "rows": rows, "total": view.total, "left": left.count }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = view
        .looks
        .into_iter()
        .map(|look| {
            let about = look.about.and_then(|named| named.card.name);
            let action = match look.denied {
                Some(_) => words.with(
                    "own-log-denied",
                    "action",
                    words.say(&format!("may-{}", look.action)),
                ),
                None => words.say(&format!("action-{}", look.action)),
            };
            vec![
                words.figures().moment(desk.zone(), look.at).into(),
                look.principal.into(),
                action.into(),
                about.into(),
                look.rows.into(),
            ]
        })
        .collect();
    let headings = [
        "history-col-time",
        "own-log-col-who",
        "own-log-col-action",
        "own-log-col-about",
        "own-log-col-rows",
    ];
    let nothing = if view.total == 0 {
        "cli-nothing-own-log"
    } else {
        "cli-past-the-end"
    };
    output.table(&headings, &rows, nothing)?;
    left.say(output)?;
    Ok(Exit::Done)
}
