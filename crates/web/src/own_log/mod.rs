//! The own log: who looked at what through this product.

pub(crate) mod readers;

use tilsyn_app::own_log::{Look, NUMBER_HIDDEN, OWN_SOURCE, OwnLogView, PEOPLE_NAMED_MAX};
use tilsyn_app::permit::{Permit, ReadOwnLog, ask};
use tilsyn_app::{Desk, Form, Principal, Problem};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::event::Kind;
use tilsyn_domain::{Day, Period};

use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Column};
use crate::log_review::history::kind_name;
use crate::people::{View, Who, name_of};
use crate::period::span_name;
use crate::quarantine::reason_name;
use crate::reply::Reply;
use crate::sheet::{About, Cell, Rows, Sheet};
use crate::words::Words;

const COLUMNS: [Column; 6] = [
    Column::text("", "history-col-time"),
    Column::text("", "own-log-col-who"),
    Column::text("", "own-log-col-action"),
    Column::text("", "own-log-col-about"),
    Column::text("", "own-log-col-period"),
    Column::number("", "own-log-col-rows"),
];

/// Views that have no period.
const WITHOUT_PERIOD: [&str; 6] = [
    "search",
    "sources",
    "source",
    "quarantine",
    "piece",
    "own-log",
];

/// `GET /{language}/own-log`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadOwnLog>(asked.principal(), asked.form)?;
    if asked.is_whole() {
        return whole(desk, &permit, asked);
    }
    let view = desk.own_log(&permit, asked.skip() as u64, asked.limit() as u64)?;
    match asked.form {
        Form::Json => {
            let mut data = head(view.total, asked);
            let looks = view.looks.iter().map(|look| json(look, desk));
            data["looks"] = looks.collect::<Vec<_>>().into();
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        _ => Ok(Reply::Page(render(&view, asked, desk))),
    }
}

/// The whole log, as a file or as data.
fn whole(desk: &Desk, permit: &Permit<ReadOwnLog>, asked: &Asked) -> Result<Reply, Problem> {
    let (total, mut looks) = desk.outgoing_looks(permit, asked.limit() as u64)?;
    if asked.form == Form::Json {
        return Ok(Reply::long_json(
            &head(total, asked),
            "looks",
            move |desk| {
                let piece = looks.next_piece(desk)?;
                Ok(piece.map(|looks| looks.iter().map(|look| json(look, desk)).collect()))
            },
        ));
    }
    let words = asked.words();
    let rows = Rows::asked(move |desk| {
        let piece = looks.next_piece(desk)?;
        Ok(piece.map(|looks| looks.iter().map(|look| cells(look, words)).collect()))
    });
    sheet(total, rows, asked).reply(asked.form)
}

pub(crate) fn render(view: &OwnLogView, asked: &Asked, handles: &dyn Handles) -> String {
    let words = asked.words();
    let page = ListPage {
        title: words.say("own-log-title"),
        heading: words.say("own-log-title"),
        lead: words.say("own-log-lead"),
        exports: list::exports(asked, view.total),
        paging: list::paging(asked, view.total),
        above: readers::way(asked),
        ..ListPage::default()
    };
    let rows: Vec<_> = view
        .looks
        .iter()
        .map(|look| row(look, asked, handles))
        .collect();
    page.render(asked, Place::Sources, &COLUMNS, "", &rows)
}

fn row(look: &Look, asked: &Asked, handles: &dyn Handles) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let period = period(look, words);
    let mut narrowed = filters(look, words).into_iter();
    let first = if period.is_empty() {
        narrowed.next().unwrap_or_default()
    } else {
        period
    };
    let rows = match look.matching.filter(|all| *all > look.rows) {
        Some(all) => words.fill(
            "own-log-rows-of",
            &[
                ("rows", figures.whole(look.rows)),
                ("all", figures.whole(all)),
            ],
        ),
        None => figures.whole(look.rows),
    };
    let from = match look.skipped {
        0 => String::new(),
        skipped => words.with("own-log-rows-from", "row", figures.whole(skipped + 1)),
    };
    vec![
        TableCell::heading(figures.exact(asked.zone(), look.at), "").class("nowrap"),
        TableCell::text(who(look, words)).below(by_emergency(look, words)),
        TableCell::text(what(look, words)).below(form_name(&look.form, words)),
        about(look, asked, handles),
        narrowed.fold(TableCell::text(first), TableCell::below),
        TableCell::number(rows).below(from),
    ]
}

/// Whom the page was about, and how many were named beside.
fn about(look: &Look, asked: &Asked, handles: &dyn Handles) -> TableCell {
    let words = asked.words();
    match &look.about {
        Some(about) => {
            let view = if look.view == "user" || look.view == "event" {
                View::User
            } else {
                View::Person
            };
            let mut who = Who::of(about, view, asked, handles);
            if is_of_ours(&about.identity) {
                // They look things up here, and nobody looks them up.
                who.href.clear();
            }
            TableCell::who(who).below(named(look, words))
        }
        None => TableCell::text(named(look, words)),
    }
}

/// Whether it is a member of our own staff, by the user name.
fn is_of_ours(who: &Identity) -> bool {
    matches!(who, Identity::Account { source, .. } if source == OWN_SOURCE)
}

/// How many people were named, beside the one that the page was about.
fn named(look: &Look, words: Words) -> String {
    match (look.named, &look.about) {
        (0, Some(_)) => String::new(),
        (0, None) if look.denied.is_some() => String::new(),
        (0, None) => words.say("own-log-nobody"),
        (many, _) if many >= PEOPLE_NAMED_MAX as u64 => words.count("own-log-named-many", many),
        (some, Some(_)) => words.count("own-log-named-more", some),
        (some, None) => words.count("own-log-named", some),
    }
}

/// The period that was asked for; nothing where a page has none.
fn period(look: &Look, words: Words) -> String {
    match look.period {
        Some(period) if period.from() == period.to() => words.figures().day(period.from()),
        Some(period) => span_name(words, period),
        None if look.denied.is_some() || has_no_period(&look.view) => String::new(),
        None => words.say("period-all"),
    }
}

fn has_no_period(view: &str) -> bool {
    let of_no_time = [
        "case",
        "my-case",
        "reveal",
        "staff-",
        "duty",
        "duties",
        "signed-",
        "sessions-",
        "accounts",
        "people-",
        "erasure",
        "hold",
        "retention",
        "setting-",
        "readers",
        "reader",
        "looks-",
        "emergency",
    ];
    WITHOUT_PERIOD.contains(&view) || of_no_time.iter().any(|start| view.starts_with(start))
}

/// What the list was narrowed by, in words: `Unit: Child welfare`.
fn filters(look: &Look, words: Words) -> Vec<String> {
    let get = |name: &str| look.filter.iter().find(|(known, _)| known == name);
    let field = get("field").map(|(_, field)| field.as_str());
    let narrowed = look.filter.iter().filter_map(|(name, value)| {
        let label = match name.as_str() {
            "unit" => words.say("filter-unit"),
            "user" => words.say("filter-user"),
            "client" => words.say("filter-client"),
            "server" => words.say("logons-col-server"),
            "source" => words.say("filter-source"),
            "text" => words.say("own-log-text"),
            "kind" => words.say("history-kind"),
            "only" => words.say("history-only"),
            "reason" => words.say("quarantine-col-reason"),
            "file" => words.say("quarantine-file-file"),
            "document" => words.say("history-file-document"),
            "event" => words.say("own-log-event"),
            "parts" => words.say("own-log-parts"),
            "role" => words.say("duties-col-duty"),
            "scope" => words.say("duties-scope"),
            "for" => words.say("own-log-for"),
            "what" => words.say("erasures-col-what"),
            "case" => words.say("case-word"),
            "month" => words.say("own-log-month"),
            "setting" => words.say("own-log-setting"),
            "value" => words.say("own-log-value"),
            "step" => words.say("case-step-word"),
            "finding" => words.say("found-word"),
            "decision" => words.say("found-word-decision"),
            "finding-kind" => words.say("found-col-kind"),
            "state" => words.say("found-col-state"),
            "basis" => words.say("erasures-basis"),
            "why" => words.say("erasures-reason"),
            "hold" => words.say("own-log-hold"),
            "class" => words.say("retention-one"),
            "months" => words.say("retention-months-after"),
            "seed" => words.say("own-log-seed"),
            "seed-origin" => words.say("own-log-seed-origin"),
            "list" => words.say("own-log-list"),
            "edition" => words.say("own-log-edition"),
            "sha256" => words.say("own-log-sha256"),
            "sample" => words.say("own-log-sample"),
            "item" => words.say("own-log-item"),
            "verdict" => words.say("own-log-verdict"),
            "rate" => words.say("own-log-rate"),
            "rate-others" => words.say("own-log-rate-others"),
            "test" => words.say("own-log-test"),
            "checkpoint" => words.say("own-log-checkpoint"),
            "root" => words.say("own-log-root"),
            "nonce" => words.say("own-log-nonce"),
            "name" => field_name(field.unwrap_or_default(), words),
            // Said with the name, where there is one.
            "field" if get("name").is_some() => return None,
            "field" => words.say("elements-field"),
            "weekday" => words.say("usage-col-weekday"),
            "hour" => words.say("usage-col-hour"),
            other => other.to_owned(),
        };
        Some(format!("{label}: {}", filter_value(name, value, words)))
    });
    narrowed.collect()
}

/// What a value is called; itself, where it is of another version.
fn named_or_plain(key: &str, value: &str, words: Words) -> String {
    words.try_say(key).unwrap_or_else(|| value.to_owned())
}

fn filter_value(name: &str, value: &str, words: Words) -> String {
    match name {
        _ if value == NUMBER_HIDDEN => words.say("own-log-number"),
        "kind" => Kind::from_word(value).map_or(value.to_owned(), |kind| kind_name(kind, words)),
        "only" if value == "lookups" => words.say("history-only-lookups"),
        "only" if value == "outside" => words.say("history-only-outside"),
        "field" => field_name(value, words),
        "reason" => reason_name(value, words),
        "parts" => part_names(value, words),
        "role" => named_or_plain(&format!("role-{value}"), value, words),
        "what" => named_or_plain(&format!("erasures-of-{value}"), value, words),
        "step" => named_or_plain(&format!("case-step-{value}"), value, words),
        "decision" => named_or_plain(&format!("found-act-{value}"), value, words),
        "finding-kind" => named_or_plain(&format!("found-kind-{value}"), value, words),
        "state" => named_or_plain(&format!("found-state-{value}"), value, words),
        "verdict" => named_or_plain(&format!("verdict-{value}"), value, words),
        "seed-origin" if value == "ledger" => words.say("seed-origin-ledger"),
        "seed-origin" if value == "given" => words.say("seed-origin-given"),
        _ => value.to_owned(),
    }
}

/// The parts of an event that were opened: `actor, act`.
fn part_names(parts: &str, words: Words) -> String {
    let name = |part: &str| {
        let name = words.try_say(&format!("part-{part}"));
        name.unwrap_or_else(|| part.to_owned())
    };
    let names: Vec<String> = parts.split(", ").map(name).collect();
    names.join(", ")
}

fn field_name(field: &str, words: Words) -> String {
    let name = words.try_say(&format!("elements-{field}"));
    name.unwrap_or_else(|| field.to_owned())
}

/// Who looked, where that may be said.
pub(crate) fn who(look: &Look, words: Words) -> String {
    match look.principal.as_str() {
        "" => words.say("own-log-kept-back"),
        name => reader_name(name, words),
    }
}

/// That somebody had come in by codes, where they had.
fn by_emergency(look: &Look, words: Words) -> String {
    let said = look.by_emergency.then(|| words.say("own-log-emergency"));
    said.unwrap_or_default()
}

/// What somebody is called. Neither whoever sets the program up nor the program has a name.
pub(crate) fn reader_name(name: &str, words: Words) -> String {
    if name == Principal::local_operator().name() {
        return words.say("own-log-local-operator");
    }
    if name == Principal::program().name() {
        return words.say("own-log-program");
    }
    if name == Principal::provisioner().name() {
        return words.say("own-log-provider");
    }
    name.to_owned()
}

/// Which page or list was seen; of looks that an earlier version filed only the action is known.
pub(crate) fn what(look: &Look, words: Words) -> String {
    if look.denied.is_some() {
        return words.with("own-log-denied", "action", may_name(&look.action, words));
    }
    words
        .try_say(&format!("look-{}", look.view))
        .unwrap_or_else(|| action_name(&look.action, words))
}

/// What was done, in words; a name from a newer version shows as it is.
pub(crate) fn action_name(action: &str, words: Words) -> String {
    words
        .try_say(&format!("action-{action}"))
        .unwrap_or_else(|| action.to_owned())
}

/// What somebody would have done, in words.
fn may_name(action: &str, words: Words) -> String {
    words
        .try_say(&format!("may-{action}"))
        .unwrap_or_else(|| action.to_owned())
}

fn form_name(form: &str, words: Words) -> String {
    words
        .try_say(&format!("form-{form}"))
        .unwrap_or_else(|| form.to_owned())
}

fn sheet(matching: u64, rows: Rows, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = About {
        stem: "own-log",
        title: words.say("own-log-title"),
        period: words.say("period-all"),
        matching,
        made_from: None,
    };
    let columns = [
        "history-col-time",
        "own-log-col-who",
        "own-log-file-emergency",
        "own-log-col-action",
        "own-log-file-form",
        "own-log-col-about",
        "own-log-file-named",
        "own-log-file-from",
        "own-log-file-to",
        "own-log-file-filter",
        "own-log-col-rows",
        "own-log-file-first",
        "own-log-file-all",
    ];
    Sheet::long(asked, about, &columns, rows)
}

fn cells(look: &Look, words: Words) -> Vec<Cell> {
    let about = look.about.as_ref().map(|about| name_of(about, words));
    let day = |day: fn(Period) -> Day| look.period.map(|period| day(period).to_string());
    vec![
        Cell::Moment(look.at),
        Cell::Text(who(look, words)),
        Cell::Text(by_emergency(look, words)),
        Cell::Text(what(look, words)),
        Cell::Text(form_name(&look.form, words)),
        Cell::text(about.as_deref()),
        Cell::Whole(look.named),
        Cell::text(day(Period::from).as_deref()),
        Cell::text(day(Period::to).as_deref()),
        Cell::Text(filters(look, words).join("; ")),
        Cell::Whole(look.rows),
        Cell::Whole(look.skipped + 1),
        Cell::whole(look.matching),
    ]
}

fn head(matching: u64, asked: &Asked) -> serde_json::Value {
    serde_json::json!({ "matching": matching, "skipped": asked.skip() })
}

fn json(look: &Look, handles: &dyn Handles) -> serde_json::Value {
    let filter = look.filter.iter().cloned();
    serde_json::json!({
        "at": look.at.utc().text(), "principal": look.principal, "action": look.action,
        "view": look.view, "form": look.form, "denied": look.denied,
        "by_emergency": look.by_emergency,
        "about": look.about.as_ref().and_then(|about| handles.handle(&about.identity)),
        "people_named": look.named,
        "from": look.period.map(|period| period.from()),
        "to": look.period.map(|period| period.to()),
        "filter": filter.map(|(name, value)| [name, value]).collect::<Vec<_>>(),
        "rows": look.rows, "skipped": look.skipped, "matching": look.matching,
    })
}

#[cfg(test)]
mod tests {
    use tilsyn_app::permit::ACTIONS;

    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    /// Every page or list there is a look at.
    const VIEWS: [&str; 81] = [
        "reports",
        "report",
        "report-closed",
        "report-written",
        "report-approved",
        "findings-kept",
        "findings-settled",
        "findings-records",
        "finding",
        "finding-opened",
        "finding-decided",
        "sessions-ended",
        "emergency",
        "emergency-first",
        "emergency-second",
        "emergency-reviewed",
        "signed-in-by-codes",
        "readers",
        "reader",
        "looks-reviewed",
        "setting-set",
        "reveal-asked",
        "reveal-confirmed",
        "revealed",
        "reveals",
        "signed-out-elsewhere",
        "cases",
        "case",
        "case-step",
        "case-file",
        "case-events",
        "my-case",
        "mine",
        "people-many",
        "overview",
        "statement",
        "statement-pictures",
        "subjects",
        "pictures",
        "findings",
        "findings-ranked",
        "elements",
        "usage",
        "person",
        "user",
        "element",
        "log",
        "changes",
        "logons",
        "event",
        "search",
        "sources",
        "source",
        "quarantine",
        "piece",
        "own-log",
        "integrity",
        "checkpoint",
        "proof",
        "sample",
        "sample-seed",
        "sample-drawn",
        "sample-official",
        "sample-item",
        "sample-verdict",
        "sample-results",
        "samples",
        "sample-test",
        "sample-test-agreed",
        "erasures",
        "erasure",
        "erasure-asked",
        "erasure-approved",
        "erasure-declined",
        "erasure-parts",
        "hold",
        "hold-released",
        "hold-seen",
        "holds",
        "retention",
        "retention-set",
    ];

    #[test]
    fn the_page_is_whole_and_every_action_has_a_name_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/own-log", language.tag()));
            let html = render(&made_up::own_log(), &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            for action in ACTIONS {
                assert_ne!(
                    action_name(action, asked.words()),
                    *action,
                    "{}",
                    language.tag()
                );
            }
            for view in VIEWS {
                let key = format!("look-{view}");
                assert!(asked.words().try_say(&key).is_some(), "{key}");
            }
            for form in ["page", "xlsx", "csv", "json", "command"] {
                assert!(
                    asked.words().try_say(&format!("form-{form}")).is_some(),
                    "{form}"
                );
            }
        }
    }

    #[test]
    fn an_entry_says_what_about_whom_how_narrowed_and_how_much() {
        let asked = testing::asked("/en/own-log");
        let looks = made_up::own_log().looks;
        let said = |look: &Look| {
            let cells = cells(look, asked.words());
            let text = |cell: &Cell| match cell {
                Cell::Text(text) => text.clone(),
                Cell::Whole(number) => number.to_string(),
                _ => String::new(),
            };
            // Beside the moment, who it was and whether they came by codes.
            cells[3..].iter().map(text).collect::<Vec<_>>().join("|")
        };
        let by_codes = Look {
            by_emergency: true,
            ..looks[0].clone()
        };
        for (look, expected) in [(&looks[0], ""), (&by_codes, "emergency login")] {
            let cells = cells(look, asked.words());
            assert!(matches!(&cells[2], Cell::Text(said) if said == expected));
        }
        assert_eq!(
            said(&looks[0]),
            "The access statement|viewed on screen||50|2026-07-01|2026-09-30|\
             Unit: Barnevern; Text: a number that is not shown|50|51|118"
        );
        assert_eq!(
            said(&looks[1]),
            "What a user looked up|as an Excel file|Kari Solheim|0|2026-07-01|2026-09-30|\
             Kind: Look-up; Show: Outside own unit only|1402|1|1402"
        );
        assert_eq!(
            said(&looks[2]),
            "Look-ups on one screen|as data||200|||Tab: Lønn|50|1|90"
        );
        let event = Look {
            principal: Principal::local_operator().name().to_owned(),
            period: Period::new(Day(20_000), Day(20_000)),
            ..looks[1].clone()
        };
        let swedish = testing::asked("/sv/own-log");
        let said_of = (
            who(&event, swedish.words()),
            period(&event, swedish.words()),
        );
        assert_eq!(
            said_of,
            ("lokal operatör".to_owned(), "2024-10-04".to_owned())
        );
        // Filed by an earlier version.
        assert_eq!(
            said(&looks[3]),
            "Searched for people|viewed on screen||3||||3|1|"
        );
        assert_eq!(
            said(&looks[4]),
            "Refused: See single events|as an Excel file||0||||0|1|"
        );
        let html = render(&made_up::own_log(), &asked, &MadeUpHandles);
        for part in [
            "50 of 118",
            "from row 51",
            "200 or more named people",
            "/en/user/p-00",
        ] {
            assert!(html.contains(part), "{part}");
        }
    }
}
