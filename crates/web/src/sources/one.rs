//! One source: is everything of it in? Its week against what is usual, the numbers that are
//! missing, and what it says it has sent. Not here: what its two forms send (`forms`).

use askama::Template;
use tilsyn_app::permit::{ExplainGap, ImportEvents, ReadSources, ask};
use tilsyn_app::sources::gaps::{EXPLANATION_CHARS_MAX, GapRow};
use tilsyn_app::sources::statements::{Came, StatementRow};
use tilsyn_app::sources::watch::Heard;
use tilsyn_app::sources::{SourceView, as_json};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;
use tilsyn_domain::rhythm::{HOUR, Silence};

use crate::asked::Asked;
use crate::charts::{Caption, SourceWeekChart, WeekHour};
use crate::frame::{Frame, Place};
use crate::list::figure::{Figure, figures};
use crate::list::table::{TableCell, plain_table};
use crate::reply::{Reply, html};
use crate::sources::{numbers, rounded};

/// `GET /{language}/source?source=…`, and its data.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadSources>(asked.principal(), asked.form)?;
    let Some(name) = asked.get("source") else {
        return Reply::about_nothing(asked, "/sources");
    };
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&desk.source(&permit, name)?, asked))),
        Form::Json => {
            let json = as_json::source(&desk.source(&permit, name)?);
            Ok(Reply::Json(json.to_string().into_bytes()))
        }
        Form::Csv | Form::Xlsx | Form::Pdf => Ok(Reply::Missing),
    }
}

#[derive(Template)]
#[template(path = "sources/one.html")]
struct SourcePage {
    frame: Frame,
    heading: String,
    answer: String,
    /// What is amiss, each in a sentence.
    amiss: Vec<String>,
    facts: Vec<(String, String)>,
    figure: String,
    silences: String,
    gaps: String,
    filled: String,
    statements: String,
    source: String,
    /// Empty where the reader may not explain, or nothing is missing.
    explain: String,
    open: Vec<(String, String)>,
    reason_max: usize,
    /// Empty where the reader may not bring anything in.
    state: String,
    back: String,
}

pub(crate) fn render(view: &SourceView, asked: &Asked) -> String {
    let words = asked.words();
    let name = &view.row.source;
    let answer = match view.row.needs_attention() {
        true => "source-open",
        false => "source-whole",
    };
    let may_explain = ask::<ExplainGap>(asked.principal(), Form::Page).is_ok();
    let may_state = ask::<ImportEvents>(asked.principal(), Form::Page).is_ok();
    let open = view.gaps.iter().map(|row| {
        let gap = &row.gap;
        (
            format!("{}-{}", gap.first, gap.last),
            numbers(gap.first, gap.last, words),
        )
    });
    let explain = asked.to("/source/explain");
    html(&SourcePage {
        frame: Frame::of(
            asked,
            Place::Sources,
            words.with("source-title", "source", name),
        ),
        heading: name.clone(),
        answer: words.say(answer),
        amiss: amiss(view, asked),
        facts: facts(view, asked),
        figure: figure(view, asked),
        silences: silences(&view.watch.rhythm.silences, asked),
        gaps: gaps(&view.gaps, asked),
        filled: gaps(&view.filled, asked),
        statements: statements(view, asked),
        source: name.clone(),
        explain: if may_explain && !view.gaps.is_empty() {
            explain
        } else {
            String::new()
        },
        open: open.collect(),
        reason_max: EXPLANATION_CHARS_MAX,
        state: if may_state {
            asked.to("/source/state")
        } else {
            String::new()
        },
        back: asked.to("/sources"),
    })
}

fn amiss(view: &SourceView, asked: &Asked) -> Vec<String> {
    let (words, row) = (asked.words(), &view.row);
    let mut amiss = Vec::new();
    if row.heard.needs_attention() {
        amiss.push(heard_sentence(&row.heard, asked));
    }
    if row.unexplained > 0 {
        amiss.push(words.count("source-unexplained", row.unexplained));
    }
    if row.disagreeing > 0 {
        amiss.push(words.count("source-disagreeing", row.disagreeing));
        if view.quarantined > 0 {
            amiss.push(words.count("source-quarantined", view.quarantined));
        }
    }
    amiss
}

/// How the source stands by its own rhythm, with the evidence.
fn heard_sentence(heard: &Heard, asked: &Asked) -> String {
    let words = asked.words();
    let figures = words.figures();
    let moment = |at: Instant| figures.moment(asked.zone(), at);
    match heard {
        Heard::Late(late) => words.count_with("source-late", late.days, ("at", moment(late.due))),
        Heard::Silent(silence) => silence_sentence(silence, asked),
        Heard::Few(few) => words.fill(
            "source-few",
            &[
                ("day", figures.day(few.day)),
                ("came", figures.whole(few.came)),
                ("expected", figures.whole(rounded(few.expected))),
            ],
        ),
        other => words.heard(other, asked.zone()),
    }
}

fn silence_sentence(silence: &Silence, asked: &Asked) -> String {
    let words = asked.words();
    let figures = words.figures();
    let moment = |at: Instant| figures.moment(asked.zone(), at);
    let mut parts = vec![
        ("from", moment(silence.from)),
        ("expected", figures.whole(rounded(silence.expected))),
        ("fewest", figures.whole(silence.fewest)),
        ("weeks", figures.whole(silence.weeks as u64)),
    ];
    match silence.to {
        None => words.fill("source-silent", &parts),
        Some(to) => {
            parts.push(("to", moment(to)));
            words.fill("source-was-silent", &parts)
        }
    }
}

fn facts(view: &SourceView, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let figures = words.figures();
    let moment = |at: Option<Instant>| {
        at.map_or_else(|| "–".to_owned(), |at| figures.moment(asked.zone(), at))
    };
    let delay = view.watch.deliveries.delay;
    let hours = delay.map(|delay| u64::try_from(delay.div_euclid(HOUR) + 1).unwrap_or(0));
    let facts = [
        ("sources-col-events", figures.whole(view.row.events)),
        ("sources-col-first", moment(view.row.first)),
        ("sources-col-complete", moment(view.row.last)),
        (
            "sources-col-heard",
            words.heard(&view.row.heard, asked.zone()),
        ),
        ("source-judged", moment(view.watch.until)),
        (
            "source-delay",
            hours.map_or_else(
                || words.say("source-no-delay"),
                |hours| words.count("source-delay-hours", hours),
            ),
        ),
    ];
    facts
        .into_iter()
        .map(|(key, fact)| (words.say(key), fact))
        .collect()
}

fn figure(view: &SourceView, asked: &Asked) -> String {
    let (words, week) = (asked.words(), &view.watch.rhythm.week);
    if week.is_empty() {
        return String::new();
    }
    let written = words.figures();
    let silences = &view.watch.rhythm.silences;
    let is_silent = |at: Instant| {
        let holds = |one: &Silence| one.from <= at && one.to.is_none_or(|to| at < to);
        silences.iter().any(holds)
    };
    let hours: Vec<WeekHour> = week
        .iter()
        .map(|hour| WeekHour {
            came: real(hour.came),
            low: hour.low,
            high: hour.high,
            is_silent: is_silent(hour.start),
        })
        .collect();
    let midnight = |at: Instant| asked.zone().minute_of(at) == 0;
    let days = week
        .iter()
        .enumerate()
        .filter(|(_, hour)| midnight(hour.start));
    let days = days.map(|(place, hour)| (place, written.day(asked.zone().day_of(hour.start))));
    let days: Vec<(usize, String)> = days.collect();
    let came: u64 = week.iter().map(|hour| hour.came).sum();
    let expected: f64 = week.iter().map(|hour| hour.expected).sum();
    let parts = [
        ("came", written.whole(came)),
        ("expected", written.whole(rounded(expected))),
    ];
    let title = words.say("source-week");
    let svg = SourceWeekChart {
        caption: Caption {
            id: "hour-by-hour",
            title: title.clone(),
            description: words.fill("source-week-about", &parts),
        },
        hours: &hours,
        days: &days,
        count: &|count| written.whole(count),
    }
    .svg();
    let columns = ["source-col-hour", "source-col-came", "source-col-usual"];
    let rows: Vec<Vec<TableCell>> = week
        .iter()
        .map(|hour| {
            let usual = [hour.low, hour.high].map(|count| written.whole(rounded(count)));
            vec![
                TableCell::heading(written.moment(asked.zone(), hour.start), ""),
                TableCell::number(written.whole(hour.came)),
                TableCell::number(usual.join("–")),
            ]
        })
        .collect();
    let table = plain_table(&title, &columns.map(|key| words.say(key)), &rows);
    let figure = Figure {
        title,
        note: words.say("source-week-note"),
        svg,
        table,
        class: "wide",
    };
    figures(words, &[figure])
}

#[expect(clippy::cast_precision_loss, reason = "the height of a bar")]
fn real(count: u64) -> f64 {
    count as f64
}

fn silences(silences: &[Silence], asked: &Asked) -> String {
    let words = asked.words();
    if silences.is_empty() {
        return String::new();
    }
    let moment = |at: Instant| words.figures().moment(asked.zone(), at);
    let columns = ["source-col-silent", "source-col-why"].map(|key| words.say(key));
    let rows = silences.iter().rev().map(|one| {
        let until = match one.to {
            Some(to) => moment(to),
            None => words.say("source-lasts"),
        };
        let span = format!("{}–{until}", moment(one.from));
        vec![
            TableCell::heading(span, ""),
            TableCell::text(silence_sentence(one, asked)),
        ]
    });
    let rows: Vec<_> = rows.collect();
    plain_table(&words.say("source-silences"), &columns, &rows)
}

fn gaps(gaps: &[GapRow], asked: &Asked) -> String {
    let words = asked.words();
    if gaps.is_empty() {
        return String::new();
    }
    let figures = words.figures();
    let moment = |at: Instant| figures.moment(asked.zone(), at);
    let columns = [
        "source-col-numbers",
        "source-col-between",
        "source-col-noticed",
        "source-col-explained",
    ];
    let rows = gaps.iter().map(|row| {
        let gap = &row.gap;
        let count = (gap.last - gap.first).saturating_add(1);
        let mut noticed = TableCell::text(moment(gap.noticed));
        if let Some(filled) = gap.filled {
            noticed = noticed.below(words.with("source-filled-at", "at", moment(filled)));
        }
        let around = [gap.after, gap.before];
        let around = around.map(|at| at.map_or_else(|| "?".to_owned(), moment));
        let between = match (gap.after, gap.before) {
            (None, None) => words.say("source-not-known"),
            (_, _) => around.join("–"),
        };
        let mut explained = TableCell::text(match row.explained.is_empty() {
            true => words.say("source-not-explained"),
            false => String::new(),
        });
        for one in &row.explained {
            let reason = one.reason.clone();
            let reason = reason.unwrap_or_else(|| words.say("source-reason-erased"));
            let who = format!("{}, {}", one.by, moment(one.at));
            explained = explained.below(reason).below(who);
        }
        vec![
            TableCell::heading(numbers(gap.first, gap.last, words), "")
                .below(words.count("sources-missing", count)),
            TableCell::text(between),
            noticed,
            explained,
        ]
    });
    let rows: Vec<_> = rows.collect();
    let columns = columns.map(|key| words.say(key));
    plain_table(&words.say("sources-col-gaps"), &columns, &rows)
}

fn statements(view: &SourceView, asked: &Asked) -> String {
    let words = asked.words();
    if view.statements.is_empty() {
        return String::new();
    }
    let columns = ["source-col-stated", "source-col-says", "source-col-result"];
    let rows = view.statements.iter().map(|one| statement(one, asked));
    let rows: Vec<_> = rows.collect();
    let columns = columns.map(|key| words.say(key));
    plain_table(&words.say("source-statements"), &columns, &rows)
}

fn statement(one: &StatementRow, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let moment = |at: Instant| figures.moment(asked.zone(), at);
    let statement = &one.statement;
    let mut says = TableCell::text(words.count("source-stated", statement.stated()));
    if let Some((first, last)) = statement.numbers() {
        says = says.below(words.with("source-of-numbers", "numbers", numbers(first, last, words)));
    }
    if let Some((from, to)) = statement.span() {
        says = says.below(format!("{}–{}", moment(from.at), moment(to.at)));
    }
    vec![
        TableCell::heading(moment(one.at), "").below(one.by.clone()),
        says,
        result(&one.came, asked),
    ]
}

/// What came of a statement.
fn result(came: &Came, asked: &Asked) -> TableCell {
    let words = asked.words();
    let stored = words.count("source-stored", came.stored);
    if came.agrees() {
        let mut cell = TableCell::text(words.say("source-agrees")).below(stored);
        if came.more > 0 {
            cell = cell.below(words.count("source-more", came.more));
        }
        return cell;
    }
    let mut cell = match came.missing {
        0 => TableCell::text(words.count("source-conflicting", came.conflicts)),
        missing => TableCell::text(words.count("source-lacking", missing)),
    };
    cell = cell.class("late").below(stored);
    if came.missing > 0 && came.conflicts > 0 {
        cell = cell.below(words.count("source-conflicting", came.conflicts));
    }
    for (first, last) in &came.missing_numbers {
        cell = cell.below(numbers(*first, *last, words));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn the_page_is_whole_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/source?source=personreg", language.tag()));
            let html = render(&made_up::source(), &asked);
            check_page(&html, language.tag());
            let words = asked.words();
            assert!(html.contains(&words.say("source-open")));
            assert!(html.contains("class=\"chart hour-by-hour\""));
            assert!(html.contains("value=\"4411-4415\""));
            assert!(html.contains("&#60;b&#62;"), "an explanation is no markup");
        }
    }

    #[test]
    fn a_source_with_nothing_amiss_says_so_first() {
        let asked = testing::asked("/en/source?source=personreg");
        let mut view = made_up::source();
        view.row.unexplained = 0;
        view.row.disagreeing = 0;
        view.row.heard = Heard::AsUsual;
        let html = render(&view, &asked);
        assert!(html.contains(&asked.words().say("source-whole")));
        assert!(!html.contains(&asked.words().say("source-open")));
    }
}
