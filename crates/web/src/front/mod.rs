//! The front page: what waits. The last statement, sources that are late or have gaps, what
//! lies in quarantine, and the reader's own looks.

use askama::Template;
use tilsyn_app::cases::CasesWaiting;
use tilsyn_app::log_review::view::StatementView;
use tilsyn_app::overview::{Overview, OverviewPermits, OverviewSize};
use tilsyn_app::permit::{ReadOverview, ask};
use tilsyn_app::quarters::QuarterRow;
use tilsyn_app::sources::SourcesView;
use tilsyn_app::witnesses::RollBack;
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::{Day, Instant};

use crate::asked::Asked;
use crate::charts::bar;
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::log_review::statement::{since, unfinished};
use crate::own_log::{what, who};
use crate::people::{View, detail, person_page};
use crate::period::{Choice, Otherwise};
use crate::quarters;
use crate::reply::{Reply, html};
use crate::sources::{Standing, standing};
use crate::words::Words;

/// Users of the last statement that are named.
const USERS: usize = 5;
/// Own looks that are shown.
const LOOKS: u64 = 5;

/// `GET /{language}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    if asked.form != Form::Page {
        return Ok(Reply::Missing);
    }
    let who = asked.principal();
    let permit = ask::<ReadOverview>(who, Form::Page)?;
    // Parts the reader may not see are left out; a fault of ours is not.
    let parts = OverviewPermits {
        statement: ask(who, Form::Page).ok(),
        sources: ask(who, Form::Page).ok(),
        own_log: ask(who, Form::Page).ok(),
        cases: ask(who, Form::Page).ok(),
        findings: ask(who, Form::Page).ok(),
        mine: ask(who, Form::Page).ok(),
        reveals: ask(who, Form::Page).ok(),
        emergencies: ask(who, Form::Page).ok(),
        reports: ask(who, Form::Page).ok(),
    };
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let size = OverviewSize {
        users: USERS,
        looks: LOOKS,
    };
    let overview = desk.overview(&permit, &parts, choice.period(), size)?;
    Ok(Reply::Page(render(
        &overview,
        desk.now(),
        choice,
        asked,
        desk,
    )))
}

#[derive(Template)]
#[template(path = "front/front.html")]
struct FrontPage {
    frame: Frame,
    is_empty: bool,
    /// Empty unless the data was put back from an older copy.
    rolled_back: String,
    waits: Vec<Waiting>,
    statement: Option<StatementPart>,
    looks: Vec<OwnLook>,
    own_log: String,
    mine: String,
}

/// Something that waits, or a word that nothing does.
struct Waiting {
    /// `open`: somebody should do something; `unknown`: nobody can say; empty: all is well.
    class: &'static str,
    text: String,
    href: String,
    link: String,
}

struct StatementPart {
    heading: String,
    href: String,
    pictures: String,
    outside: String,
    users: String,
    change: String,
    unfinished: String,
    rows: Vec<ActorLine>,
}

struct ActorLine {
    name: String,
    href: String,
    detail: String,
    outside: String,
    bar: String,
}

struct OwnLook {
    /// Who and when.
    detail: String,
    text: String,
}

pub(crate) fn render(
    parts: &Overview,
    now: Instant,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let looks = parts
        .own_log
        .as_ref()
        .map(|view| view.looks.as_slice())
        .unwrap_or_default();
    let looks = looks.iter().map(|look| OwnLook {
        detail: detail(
            Some(&who(look, words)),
            Some(&words.figures().moment(asked.zone(), look.at)),
        ),
        text: what(look, words),
    });
    let statement = parts
        .statement
        .as_ref()
        .filter(|view| !view.rows.is_empty());
    html(&FrontPage {
        frame: Frame::of(asked, Place::Front, words.say("nav-front")),
        is_empty: parts
            .sources
            .as_ref()
            .is_some_and(|view| view.sources.is_empty()),
        rolled_back: rolled_back(parts, words),
        waits: waits(parts, now, asked),
        statement: statement.map(|view| last_statement(view, choice, asked, handles)),
        looks: looks.collect(),
        own_log: asked.to("/own-log"),
        mine: asked.to("/mine"),
    })
}

fn rolled_back(parts: &Overview, words: Words) -> String {
    let said = |found: &RollBack| {
        let whole = |size: u64| words.figures().whole(size);
        let arguments = [
            ("signed", whole(found.signed.size)),
            ("own", whole(found.own.size)),
        ];
        let what = words.fill("problem-rolled-back", &arguments);
        format!("{what} {}", words.say("hint-rolled-back"))
    };
    parts.roll_back.as_ref().map(said).unwrap_or_default()
}

/// What waits for the reader; what somebody should look at stands first.
fn waits(parts: &Overview, now: Instant, asked: &Asked) -> Vec<Waiting> {
    let asked_of_reader = parts
        .asked
        .iter()
        .map(|(number, due)| question(*number, *due, asked));
    let reveals = (parts.reveals > 0).then(|| to_confirm(parts.reveals, asked));
    let emergencies = (parts.emergencies > 0).then(|| to_go_through(parts.emergencies, asked));
    let findings = parts.findings.map(|waiting| of_findings(waiting, asked));
    let reports = parts.quarters.iter().map(|row| of_report(row, asked));
    let cases = parts.cases.iter().map(|waiting| of_cases(*waiting, asked));
    let sources = parts
        .sources
        .iter()
        .flat_map(|view| of_sources(view, now, asked));
    let mut waits: Vec<Waiting> = asked_of_reader
        .chain(reveals)
        .chain(emergencies)
        .chain(reports)
        .chain(findings)
        .chain(cases)
        .chain(sources)
        .collect();
    waits.sort_by_key(|wait| wait.class != "open");
    waits
}

/// A question to the reader in a case.
fn question(number: u64, due: Option<Day>, asked: &Asked) -> Waiting {
    let words = asked.words();
    let day = due.map(|due| words.figures().day(due)).unwrap_or_default();
    Waiting {
        class: "open",
        text: words.with("front-asked", "day", day),
        href: asked.to(&format!("/mine/case/{number}")),
        link: words.say("front-answer"),
    }
}

/// A second person is waited for.
fn to_confirm(reveals: usize, asked: &Asked) -> Waiting {
    let words = asked.words();
    Waiting {
        class: "open",
        text: words.count("front-reveals", reveals),
        href: asked.to("/reveals"),
        link: words.say("front-open-reveals"),
    }
}

/// Somebody came in by a login for emergencies.
fn to_go_through(uses: usize, asked: &Asked) -> Waiting {
    let words = asked.words();
    Waiting {
        class: "open",
        text: words.count("front-emergencies", uses),
        href: asked.to("/emergency"),
        link: words.say("front-open-emergencies"),
    }
}

/// Findings on which nobody has decided.
fn of_findings(findings: usize, asked: &Asked) -> Waiting {
    let words = asked.words();
    if findings == 0 {
        return calm(words, "front-no-findings");
    }
    Waiting {
        class: "open",
        text: words.count("found-waiting", findings),
        href: asked.to("/findings"),
        link: words.say("front-open-findings"),
    }
}

/// The report of a quarter that is over.
fn of_report(row: &QuarterRow, asked: &Asked) -> Waiting {
    let words = asked.words();
    let quarter = quarters::says::name(row.quarter, words);
    let day = words.figures().day(row.due);
    let arguments = [("quarter", quarter), ("day", day)];
    Waiting {
        class: "open",
        text: words.fill(
            match row.is_missed {
                true => "front-report-missed",
                false => "front-report-waits",
            },
            &arguments,
        ),
        href: asked.to(&format!("/reports/{}", row.quarter)),
        link: words.say("front-open-report"),
    }
}

fn of_cases(waiting: CasesWaiting, asked: &Asked) -> Waiting {
    let words = asked.words();
    if waiting.all == 0 {
        return calm(words, "front-no-cases");
    }
    let late = match waiting.late {
        0 => String::new(),
        late => words.count("case-late", late),
    };
    let text = format!("{} {late}", words.count("case-waiting", waiting.all));
    Waiting {
        class: "open",
        text: text.trim().to_owned(),
        href: asked.to("/cases"),
        link: words.say("front-open-cases"),
    }
}

fn of_sources(view: &SourcesView, now: Instant, asked: &Asked) -> Vec<Waiting> {
    let words = asked.words();
    let late = view
        .sources
        .iter()
        .filter(|source| standing(source, now) == Standing::Late);
    let late: Vec<&str> = late.map(|source| source.source.as_str()).collect();
    let is_agreed =
        (view.sources.iter()).any(|source| standing(source, now) != Standing::NotAgreed);
    let gaps: u64 = view.sources.iter().map(|source| source.unexplained).sum();
    let heard = view
        .sources
        .iter()
        .filter(|source| source.heard.needs_attention());
    let heard: Vec<&str> = heard.map(|source| source.source.as_str()).collect();
    let names = ("sources", late.join(", "));
    let mut waits = vec![
        match late.len() {
            0 if !is_agreed => unknown(words, "front-none-agreed"),
            0 => calm(words, "front-none-late"),
            some => waiting(
                asked,
                words.count_with("front-late", some, names),
                "/sources",
            ),
        },
        match heard.len() {
            0 => calm(words, "front-all-heard"),
            some => {
                let names = ("sources", heard.join(", "));
                waiting(
                    asked,
                    words.count_with("front-heard", some, names),
                    "/sources",
                )
            }
        },
        match view
            .sources
            .iter()
            .map(|source| source.disagreeing)
            .sum::<u64>()
        {
            0 => calm(words, "front-all-agree"),
            some => waiting(asked, words.count("source-disagreeing", some), "/sources"),
        },
        match gaps {
            0 => calm(words, "front-no-gaps"),
            some => waiting(asked, words.count("front-gaps", some), "/sources"),
        },
        match view.quarantined {
            0 => calm(words, "front-no-quarantine"),
            some => waiting(asked, words.count("front-quarantine", some), "/quarantine"),
        },
    ];
    if view.conflicts > 0 {
        waits.push(waiting(
            asked,
            words.count("made-conflicts", view.conflicts),
            "/sources",
        ));
    }
    waits
}

fn waiting(asked: &Asked, text: String, path: &str) -> Waiting {
    let key = if path == "/quarantine" {
        "front-open-quarantine"
    } else {
        "front-open-sources"
    };
    let link = asked.words().say(key);
    Waiting {
        class: "open",
        text,
        href: asked.to(path),
        link,
    }
}

fn calm(words: Words, key: &str) -> Waiting {
    Waiting {
        class: "",
        text: words.say(key),
        href: String::new(),
        link: String::new(),
    }
}

/// Nothing that waits, and no good news either: nobody can say.
fn unknown(words: Words, key: &str) -> Waiting {
    Waiting {
        class: "unknown",
        ..calm(words, key)
    }
}

fn last_statement(
    view: &StatementView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> StatementPart {
    let words = asked.words();
    let figures = words.figures();
    let totals = view.totals;
    let change = since(view, words);
    let rows = view.rows.iter().take(USERS).map(|row| {
        let line = &row.line;
        let identity = line
            .national_id
            .clone()
            .map(tilsyn_domain::Identity::Person);
        let handle = identity.and_then(|identity| handles.handle(&identity));
        let href = handle.map(|handle| person_page(asked, View::User, &handle, Some(choice)));
        ActorLine {
            name: line.name.clone().unwrap_or_else(|| line.user.clone()),
            href: href.unwrap_or_default(),
            detail: detail(line.employee_no.as_deref(), row.unit_name.as_deref()),
            outside: figures.whole(line.outside_lookups),
            bar: bar(line.outside_lookups, view.outside_max),
        }
    });
    StatementPart {
        heading: words.with("statement-title", "period", choice.name(words)),
        href: asked.to_with("/statement", &choice.parts()),
        pictures: asked.to_with("/statement/pictures", &choice.parts()),
        outside: words.count("front-outside", totals.outside_lookups),
        users: words.count("front-users", totals.users),
        change: change.unwrap_or_default(),
        unfinished: unfinished(view, choice, words),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    fn parts() -> (Overview, Instant) {
        let sources = made_up::sources();
        let now = sources.sources[0].last.expect("a last event");
        let period = tilsyn_domain::Period::always();
        let overview = Overview {
            cases: Some(CasesWaiting { all: 3, late: 1 }),
            findings: Some(2),
            reveals: 2,
            emergencies: 2,
            quarters: Vec::new(),
            asked: vec![(3, Day::from_ymd(2026, 10, 5))],
            statement: Some(made_up::statement(period)),
            sources: Some(sources),
            own_log: Some(made_up::own_log()),
            roll_back: None,
        };
        (overview, now)
    }

    #[test]
    fn what_waits_stands_first_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}", language.tag()));
            let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
            let (parts, now) = parts();
            let html = render(&parts, now, choice, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert_eq!(html.matches("<li class=\"open\">").count(), 11);
            assert!(html.contains("personreg"));
        }
    }

    #[test]
    fn data_from_an_older_copy_is_announced_before_all_else_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}", language.tag()));
            let (mut parts, now) = parts();
            let html = render(&parts, now, Choice::All, &asked, &MadeUpHandles);
            assert!(!html.contains("role=\"alert\""), "{}", language.tag());
            parts.roll_back = Some(RollBack {
                signed: tilsyn_ledger::Checkpoint {
                    size: 5_123,
                    root: [1; 32],
                },
                own: tilsyn_ledger::Checkpoint {
                    size: 4_012,
                    root: [2; 32],
                },
            });
            let html = render(&parts, now, Choice::All, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            let alert = html.find("role=\"alert\"").expect("the notice");
            assert!(alert < html.find("class=\"waits\"").expect("what waits"));
            assert!(html.contains("tilsyn doctor"));
            for size in [5_123, 4_012] {
                assert!(html.contains(&asked.words().figures().whole(size as u64)));
            }
        }
    }

    #[test]
    fn without_an_agreed_interval_nobody_is_said_to_be_on_time() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}", language.tag()));
            let (mut parts, now) = parts();
            for source in &mut parts.sources.as_mut().expect("sources").sources {
                source.agreed_every_hours = None;
            }
            let html = render(&parts, now, Choice::All, &asked, &MadeUpHandles);
            assert!(!html.contains(&asked.words().say("front-none-late")));
            let (before, _) = html
                .split_once(&asked.words().say("front-none-agreed"))
                .expect("the sentence");
            let line = before.rsplit("<li").next().expect("its line");
            assert!(line.contains("unknown") && !line.contains("done"), "{line}");
        }
    }

    #[test]
    fn an_empty_product_says_how_to_begin_and_a_reader_without_rights_sees_no_parts() {
        let asked = testing::asked("/en");
        let (mut empty, now) = parts();
        empty.statement = None;
        if let Some(sources) = empty.sources.as_mut() {
            sources.sources.clear();
        }
        let html = render(&empty, now, Choice::All, &asked, &MadeUpHandles);
        assert!(html.contains("tilsyn import events"));
        let none = Overview {
            cases: None,
            findings: None,
            reveals: 0,
            emergencies: 0,
            quarters: Vec::new(),
            asked: Vec::new(),
            statement: None,
            sources: None,
            own_log: None,
            roll_back: None,
        };
        let html = render(&none, now, Choice::All, &asked, &MadeUpHandles);
        check_page(&html, "no rights");
    }
}
