//! Questions at the command line: lists and histories, as JSON or as readable tables.

use anyhow::Context;
use serde_json::{Value, json};
use tilsyn_app::Desk;
use tilsyn_app::log_review::view::{HistoryEvent, UnitName};
use tilsyn_app::permit::{
    ReadHistory, ReadOwnLog, ReadPictures, ReadQuarantine, ReadSources, ReadStatement,
    ReadSubjects, SearchPeople,
};
use tilsyn_app::sources::QuarantineShown;
use tilsyn_domain::question::{About, ElementField};
use tilsyn_domain::{Day, Kind, NationalId, Period};

use super::{Wrong, permit};
use crate::cli::{History, List, Quarantine};
use crate::output::{Cell, Exit, Output, table};

/// Events of a history fetched at a time.
const HISTORY_PAGE: usize = 1000;

fn day(text: &str, option: &str) -> anyhow::Result<Day> {
    Day::parse(text).ok_or_else(|| Wrong(format!("--{option}: not a date YYYY-MM-DD")).into())
}

fn period(list: &List) -> anyhow::Result<Period> {
    let (from, to) = (day(&list.from, "from")?, day(&list.to, "to")?);
    Period::new(from, to).ok_or_else(|| Wrong("--to lies before --from".to_owned()).into())
}

pub(super) fn statement(desk: &Desk, list: &List, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let permit = permit::<ReadStatement>()?;
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
    let header = [
        "user", "name", "no", "unit", "outside", "people", "lookups", "no unit",
    ];
    table(output.out, &header, &rows)?;
    Ok(Exit::Done)
}

pub(super) fn subjects(desk: &Desk, list: &List, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let permit = permit::<ReadSubjects>()?;
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
    let header = [
        "national id",
        "name",
        "no",
        "unit",
        "lookups",
        "users",
        "units",
    ];
    table(output.out, &header, &rows)?;
    Ok(Exit::Done)
}

pub(super) fn pictures(desk: &Desk, list: &List, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let permit = permit::<ReadPictures>()?;
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
    let header = [
        "source",
        "object",
        "people",
        "lookups",
        "users",
        "most by one",
        "by",
    ];
    table(output.out, &header, &rows)?;
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

pub(super) fn history(
    desk: &Desk,
    asked: &History,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let permit = permit::<ReadHistory>()?;
    let from = asked
        .from
        .as_deref()
        .map(|text| day(text, "from"))
        .transpose()?;
    let to = asked
        .to
        .as_deref()
        .map(|text| day(text, "to"))
        .transpose()?;
    let period = Period::new(from.unwrap_or(Day::MIN), to.unwrap_or(Day::MAX))
        .ok_or_else(|| Wrong("--to lies before --from".to_owned()))?;
    let kinds = asked.kind.iter().map(|word| {
        Kind::from_word(word).ok_or_else(|| Wrong(format!("--kind: there is no kind {word}")))
    });
    let kinds: Vec<Kind> = kinds.collect::<Result<_, _>>()?;
    let mut left = asked.limit.unwrap_or(usize::MAX);
    let mut merged = desk.newest_first(&permit, abouts(desk, asked), period, &kinds)?;
    while left > 0 {
        let events = merged.next_page(HISTORY_PAGE.min(left))?;
        if events.is_empty() {
            break;
        }
        left -= events.len();
        for event in &events {
            if output.json {
                output.document(&event_json(event)?)?;
            } else {
                writeln!(output.out, "{}", event_line(event))?;
            }
        }
    }
    Ok(Exit::Done)
}

/// The event as in the contract, with what the directory says of it.
fn event_json(found: &HistoryEvent) -> anyhow::Result<Value> {
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
    fields.insert("explanations".to_owned(), json!([]));
    Ok(value)
}

fn event_line(found: &HistoryEvent) -> String {
    let event = &found.event;
    let people: Vec<String> = found
        .subjects
        .iter()
        .map(|subject| {
            subject
                .named
                .card
                .name
                .clone()
                .unwrap_or_else(|| "–".to_owned())
        })
        .collect();
    let element = event
        .object
        .element
        .as_deref()
        .or(event.place.screen.as_deref());
    let outside = if found.outside { " *" } else { "" };
    format!(
        "{} {:02}:{:02}  {:<16} {}:{} → {}  {}{outside}",
        found.day,
        found.minute / 60,
        found.minute % 60,
        event.kind.word(),
        event.source,
        event.actor.user,
        people.join(", "),
        element.unwrap_or("–"),
    )
}

pub(super) fn search(desk: &Desk, text: &str, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let found = desk.search(&permit::<SearchPeople>()?, text)?;
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
    table(output.out, &["national id", "name", "no", "unit"], &rows)?;
    Ok(Exit::Done)
}

pub(super) fn sources(desk: &Desk, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let view = desk.sources(&permit::<ReadSources>()?)?;
    let stamp = |at: Option<tilsyn_domain::Instant>| at.map(|at| at.utc().text());
    if output.json {
        let rows: Vec<Value> = view
            .sources
            .iter()
            .map(|row| {
                json!({ "source": row.source, "events": row.events, "first": stamp(row.first),
                    "last": stamp(row.last), "gaps": row.gaps, "gaps_total": row.gaps_total,
                    "missing": row.missing })
            })
            .collect();
        output.document(&json!({ "rows": rows, "conflicts": view.conflicts,
            "quarantined": view.quarantined, "leaves": view.leaves }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = view
        .sources
        .iter()
        .map(|row| {
            vec![
                row.source.clone().into(),
                row.events.into(),
                stamp(row.first).into(),
                stamp(row.last).into(),
                row.gaps_total.into(),
                row.missing.into(),
            ]
        })
        .collect();
    table(
        output.out,
        &["source", "events", "first", "last", "gaps", "missing"],
        &rows,
    )?;
    Ok(Exit::Done)
}

pub(super) fn quarantine(
    desk: &Desk,
    asked: &Quarantine,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let permit = permit::<ReadQuarantine>()?;
    if let Some(number) = asked.piece {
        let piece = desk.quarantined(&permit, number)?;
        output.out.write_all(&piece.bytes)?;
        return Ok(Exit::Done);
    }
    let shown = QuarantineShown {
        limit: asked.limit,
        ..QuarantineShown::default()
    };
    let view = desk.quarantine(&permit, &shown)?;
    if output.json {
        let rows: Vec<Value> = view
            .rows
            .iter()
            .map(|row| {
                json!({ "piece": row.id, "file": row.file, "line": row.line, "bytes": row.bytes,
                    "why": row.refusal, "text": row.refusal.to_string() })
            })
            .collect();
        output.document(&json!({ "rows": rows, "total": view.matching }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = view
        .rows
        .iter()
        .map(|row| {
            let piece = row.id;
            let text = row.refusal.to_string();
            vec![
                piece.into(),
                row.file.clone().into(),
                row.line.into(),
                text.into(),
            ]
        })
        .collect();
    table(output.out, &["piece", "file", "line", "why"], &rows)?;
    Ok(Exit::Done)
}

pub(super) fn own_log(desk: &Desk, limit: u64, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let view = desk.own_log(&permit::<ReadOwnLog>()?, 0, limit)?;
    if output.json {
        let rows: Vec<Value> = view
            .looks
            .iter()
            .map(|look| {
                json!({ "at": look.at.utc().text(), "principal": look.principal,
                    "action": look.action, "view": look.view, "form": look.form,
                    "people_named": look.named, "filter": look.filter, "rows": look.rows,
                    "skipped": look.skipped, "matching": look.matching })
            })
            .collect();
        output.document(&json!({ "rows": rows, "total": view.total }))?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<Cell>> = view
        .looks
        .into_iter()
        .map(|look| {
            let about = look.about.and_then(|named| named.card.name);
            vec![
                look.at.utc().text().into(),
                look.principal.into(),
                look.action.into(),
                about.into(),
                look.rows.into(),
            ]
        })
        .collect();
    table(output.out, &["at", "who", "what", "about", "rows"], &rows)?;
    Ok(Exit::Done)
}
