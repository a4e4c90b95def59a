//! The parts of the page: figures, facts, witnesses, the last check, the picture and the sheet.

use tilsyn_app::erasure::month_name;
use tilsyn_app::integrity::{ErasureTold, IntegrityView, ToldOf};
use tilsyn_app::witnesses::{Trouble, WitnessStanding};
use tilsyn_domain::Instant;

use super::{Sheet, Verification, texts};
use crate::asked::Asked;
use crate::charts::{Caption, GrowthChart, Lane};
use crate::list::figure::{Figure, figures};
use crate::list::page::Tile;
use crate::list::table::{TableCell, plain_table};
use crate::own_log;

/// Digits of the root between two gaps.
const GROUP: usize = 8;
/// Witnesses that have a lane in the picture.
const LANES_MAX: usize = 6;
/// Up to this span the axis tells the time of day as well.
const SHORT_SPAN: i64 = 4 * 86_400_000_000;

/// `0a0a0a0a 0b0b0b0b …`.
pub(super) fn groups(root: &str) -> Vec<String> {
    let digits: Vec<char> = root.chars().collect();
    digits
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect()
}

pub(super) fn tiles(view: &IntegrityView, now: Instant, asked: &Asked) -> Vec<Tile> {
    let words = asked.words();
    let whole = |count: u64| words.figures().whole(count);
    let mark = &view.mark;
    let signed = view
        .witnesses
        .iter()
        .filter(|one| !one.needs_attention())
        .count() as u64;
    let until = mark.until.map(|at| texts::since(at, now, words));
    let unexplained = view.verified.as_ref().map(|verified| verified.unexplained);
    vec![
        Tile {
            label: words.say("integrity-tile-signed"),
            figure: whole(mark.size),
            note: until.unwrap_or_default(),
        },
        Tile {
            label: words.say("integrity-tile-witnesses"),
            figure: format!("{} / {}", whole(signed), whole(view.witnesses.len() as u64)),
            note: String::new(),
        },
        Tile {
            label: words.say("integrity-tile-holes"),
            figure: unexplained.map_or_else(|| "–".to_owned(), whole),
            note: words.say("integrity-tile-holes-note"),
        },
    ]
}

pub(super) fn facts(view: &IntegrityView, now: Instant, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let mark = &view.mark;
    let until = mark.until.map(|at| {
        let at_text = words.figures().exact(asked.zone(), at);
        format!("{at_text} ({})", texts::since(at, now, words))
    });
    let waiting = view.entries.saturating_sub(mark.size);
    let mut facts = vec![
        (words.say("integrity-origin"), mark.origin.clone()),
        (
            words.say("integrity-size"),
            words.figures().whole(mark.size),
        ),
        (
            words.say("integrity-until"),
            until.unwrap_or_else(|| "–".to_owned()),
        ),
    ];
    if waiting > 0 {
        let counted = words.count("integrity-waiting-count", waiting);
        facts.push((words.say("integrity-waiting"), counted));
    }
    facts
}

pub(super) fn witnesses(view: &IntegrityView, now: Instant, asked: &Asked) -> String {
    let words = asked.words();
    let headings = [
        "integrity-col-witness",
        "integrity-col-standing",
        "integrity-col-signed",
        "integrity-col-size",
    ]
    .map(|key| words.say(key));
    let rows: Vec<Vec<TableCell>> = (view.witnesses.iter())
        .map(|one| witness(one, now, asked))
        .collect();
    match rows.is_empty() {
        true => String::new(),
        false => plain_table(&words.say("integrity-witnesses"), &headings, &rows),
    }
}

fn witness(one: &WitnessStanding, now: Instant, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let standing = match (one.needs_attention(), one.silent_seconds) {
        (false, _) => "integrity-witness-well",
        (true, None) => "integrity-witness-never",
        (true, Some(_)) => "integrity-witness-silent",
    };
    let trouble = one.trouble.map(|trouble| words.say(trouble_key(trouble)));
    let class = if one.needs_attention() { "late" } else { "" };
    let signed = one.silent_seconds.map(|silent| {
        let at = signed_at(silent, now);
        TableCell::text(words.figures().moment(asked.zone(), at)).below(texts::age(silent, words))
    });
    let leaves = one.leaves.map(|leaves| words.figures().whole(leaves));
    vec![
        TableCell::heading(one.name.clone(), ""),
        TableCell::text(words.say(standing))
            .below(trouble.unwrap_or_default())
            .class(class),
        signed.unwrap_or_else(|| TableCell::text("–")),
        TableCell::number(leaves.unwrap_or_else(|| "–".to_owned())),
    ]
}

fn signed_at(silent_seconds: u64, now: Instant) -> Instant {
    let micros = i64::try_from(silent_seconds)
        .unwrap_or(0)
        .saturating_mul(1_000_000);
    Instant(now.0.saturating_sub(micros))
}

fn trouble_key(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Unreachable => "witness-unreachable",
        Trouble::DoesNotKnowUs => "witness-knows-not",
        Trouble::Unbelievable => "witness-unbelievable",
        Trouble::Odd(_) => "witness-odd",
        Trouble::NoAddress => "witness-no-address",
    }
}

pub(super) fn verification(view: &IntegrityView, may_verify: bool, asked: &Asked) -> Verification {
    let words = asked.words();
    let whole = |count: u64| words.figures().whole(count);
    let verified = view.verified.as_ref();
    let counts = verified.map(|verified| {
        [
            ("integrity-checked", verified.leaves),
            ("integrity-checkpoints", verified.checkpoints),
            ("integrity-erased", verified.erased),
            ("integrity-unexplained", verified.unexplained),
            ("integrity-faults", verified.faults),
        ]
        .map(|(key, count)| (words.say(key), whole(count)))
        .to_vec()
    });
    let said = verified.map(|verified| {
        let at = words.figures().moment(asked.zone(), Instant(verified.at));
        let by = own_log::reader_name(&verified.by, words);
        words.count_with(
            "integrity-checked-by",
            verified.seconds,
            ("who", format!("{at}, {by}")),
        )
    });
    let running = view.running.as_ref().map(|running| {
        let arguments = [
            ("done", whole(running.done)),
            ("total", whole(running.total)),
            ("by", own_log::reader_name(&running.by, words)),
        ];
        words.fill("integrity-running", &arguments)
    });
    let may_start = may_verify && view.running.is_none();
    Verification {
        said: said.unwrap_or_else(|| words.say("integrity-never-checked")),
        counts: counts.unwrap_or_default(),
        faults: view.faults.iter().map(ToString::to_string).collect(),
        running: running.unwrap_or_default(),
        done: view.running.as_ref().map_or(0, |running| running.done),
        total: view
            .running
            .as_ref()
            .map_or(1, |running| running.total.max(1)),
        again: asked.to("/integrity#verification"),
        start: match may_start {
            true => asked.to("/integrity/verify"),
            false => String::new(),
        },
    }
}

/// What was erased and why.
pub(super) fn erased(view: &IntegrityView, asked: &Asked) -> String {
    let words = asked.words();
    let headings = [
        "integrity-col-at",
        "integrity-col-what",
        "integrity-col-lost",
        "integrity-col-why",
        "integrity-col-asked",
        "integrity-col-approved",
    ]
    .map(|key| words.say(key));
    let rows: Vec<Vec<TableCell>> = (view.erasures.iter())
        .map(|one| erased_row(one, asked))
        .collect();
    match rows.is_empty() {
        true => String::new(),
        false => plain_table(&words.say("integrity-erasures"), &headings, &rows),
    }
}

fn erased_row(one: &ErasureTold, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let what = match one.what {
        ToldOf::Persons => words.say("integrity-of-person"),
        ToldOf::Events => words.say("integrity-of-event"),
        ToldOf::Period { month } => words.with("integrity-of-period", "month", month_name(month)),
    };
    // Who was erased since is named no more.
    let name = |name: &Option<String>| {
        let name = name.clone().unwrap_or_else(|| "–".to_owned());
        TableCell::text(name)
    };
    vec![
        TableCell::heading(words.figures().moment(asked.zone(), one.at), ""),
        TableCell::text(what),
        TableCell::number(words.figures().whole(one.entries)),
        TableCell::text(one.basis.clone()).below(one.reason.clone().unwrap_or_default()),
        name(&one.asked_by),
        name(&one.approved_by),
    ]
}

pub(super) fn erased_json(one: &ErasureTold) -> serde_json::Value {
    let what = match one.what {
        ToldOf::Persons => "person",
        ToldOf::Events => "event",
        ToldOf::Period { .. } => "period",
    };
    serde_json::json!({
        "record_leaf": one.leaf, "at": one.at.utc().text(), "what": what,
        "entries": one.entries, "basis": one.basis, "reason": one.reason,
        "asked_by": one.asked_by, "approved_by": one.approved_by,
    })
}

pub(super) fn picture(view: &IntegrityView, now: Instant, asked: &Asked) -> String {
    let words = asked.words();
    let write = words.figures();
    let (Some(first), Some(last)) = (view.growth.first(), view.growth.last()) else {
        return String::new();
    };
    let lanes: Vec<Lane> = (view.witnesses.iter().take(LANES_MAX))
        .map(|one| Lane {
            name: one.name.clone(),
            signed: one.silent_seconds.map(|silent| signed_at(silent, now)),
        })
        .collect();
    let is_short = last.0.0 - first.0.0 < SHORT_SPAN;
    let time = |at: Instant| match is_short {
        true => write.moment(asked.zone(), at),
        false => write.day(asked.zone().day_of(at)),
    };
    let chart = GrowthChart {
        caption: Caption {
            id: "growth",
            title: words.say("integrity-growth"),
            description: words.say("integrity-growth-about"),
        },
        points: &view.growth,
        lanes: &lanes,
        count: &|count| write.whole(count),
        time: &time,
    };
    let headings = ["integrity-col-at", "integrity-col-size"].map(|key| words.say(key));
    let rows: Vec<Vec<TableCell>> = (view.growth.iter().rev())
        .map(|(at, size)| {
            vec![
                TableCell::heading(write.moment(asked.zone(), *at), ""),
                TableCell::number(write.whole(*size)),
            ]
        })
        .collect();
    let title = words.say("integrity-growth");
    let figure = Figure {
        svg: chart.svg(),
        table: plain_table(&title, &headings, &rows),
        note: words.say("integrity-growth-about"),
        title,
        class: "whole",
    };
    figures(words, &[figure])
}

pub(super) fn sheet(view: &IntegrityView, now: Instant, asked: &Asked) -> Sheet {
    let words = asked.words();
    let made = words.figures().exact(asked.zone(), now);
    let mark = &view.mark;
    let until = mark.until.map(|at| words.figures().exact(asked.zone(), at));
    let facts = [
        ("about-organisation", asked.shared.organisation.clone()),
        ("integrity-origin", mark.origin.clone()),
        ("integrity-size", words.figures().whole(mark.size)),
        ("integrity-until", until.unwrap_or_else(|| "–".to_owned())),
    ];
    let signed = |one: &WitnessStanding| match one.leaves {
        Some(leaves) => {
            let leaves = words.count("sheet-witness-size", leaves);
            format!("{}: {leaves}", one.name)
        }
        None => format!("{}: {}", one.name, words.say("integrity-witness-never")),
    };
    Sheet {
        made: words.with("sheet-made", "at", made),
        facts: facts.map(|(key, value)| (words.say(key), value)).to_vec(),
        witnesses: view.witnesses.iter().map(signed).collect(),
    }
}
