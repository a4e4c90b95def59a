//! Going through a sample: one lookup with everything that is needed to judge it, three answers,
//! and the next by itself. By keyboard alone, and without scripts.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::log_review::view::HistorySubject;
use tilsyn_app::permit::{ReviewSample, ask};
use tilsyn_app::spot_check::official::{Going, ItemView, Judgement, Reason, SAID_MAX, Stratum};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Identity;
use tilsyn_domain::question::account_text;

use super::{address, period_name, stratum_name};
use crate::asked::Asked;
use crate::cases;
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::language::Language;
use crate::log_review::history;
use crate::people::{View, Who, unit_names};
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

/// `GET /{language}/samples/{number}/review`: the next that waits.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let (Some(number), Form::Page) = (number_of(asked), asked.form) else {
        return Ok(Reply::Missing);
    };
    let after = asked.get("after").and_then(|place| place.parse().ok());
    show(desk, asked, (number, after.unwrap_or(0)), None)
}

/// `POST` to it: what is made of an item.
pub(crate) fn send(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ReviewSample>(asked.principal(), Form::Page)?;
    let place = field(sent, "place").parse::<u64>().ok();
    let place = place.filter(|place| *place > 0);
    let (Some(number), Some(place)) = (number_of(asked), place) else {
        return Ok(Reply::Missing);
    };
    let next = |after: u64| {
        let here = format!("/samples/{number}/review");
        Ok(Reply::Elsewhere(match after {
            0 => asked.to(&here),
            after => asked.to_with(&here, &[("after", after.to_string())]),
        }))
    };
    let Some(judgement) = Judgement::of(field(sent, "judgement")) else {
        return next(place - 1);
    };
    let text = field(sent, "text").replace("\r\n", "\n");
    match desk.judge_item(&permit, (number, place), judgement, &text) {
        Ok(_) => next(place),
        // Somebody else was quicker: there is nothing to be said twice.
        Err(problem) if problem.message == "problem-sample-judged" => next(place),
        Err(problem) => Reply::again(problem, asked, |said| {
            show(desk, asked, (number, place - 1), Some((sent, said)))
        }),
    }
}

/// `POST /{language}/samples/{number}/undo`: takes the last back, and shows it again.
pub(crate) fn undo(desk: &Arc<Desk>, asked: &Asked, _: &Sent) -> Result<Reply, Problem> {
    let Some(number) = number_of(asked) else {
        return Ok(Reply::Missing);
    };
    let permit = ask::<ReviewSample>(asked.principal(), Form::Page)?;
    let place = desk.undo_item(&permit, number)?;
    let before = ("after", place.saturating_sub(1).to_string());
    Ok(Reply::Elsewhere(
        asked.to_with(&format!("/samples/{number}/review"), &[before]),
    ))
}

/// The last but one part of the address.
fn number_of(asked: &Asked) -> Option<u64> {
    asked.path.rsplit('/').nth(1)?.parse().ok()
}

fn show(
    desk: &Desk,
    asked: &Asked,
    (number, after): (u64, u64),
    before: Option<(&Sent, String)>,
) -> Result<Reply, Problem> {
    let permit = ask::<ReviewSample>(asked.principal(), Form::Page)?;
    Ok(Reply::Page(
        match desk.next_item(&permit, number, after)? {
            Ok(item) => render(&item, before, asked, desk),
            Err(going) => render_done(number, &going, asked),
        },
    ))
}

#[derive(Template)]
#[template(path = "samples/item.html")]
struct ReviewPage {
    frame: Frame,
    heading: String,
    period: String,
    progress: String,
    done: u64,
    all: u64,
    fault: String,
    /// Empty where no item waits.
    facts: Vec<Fact>,
    place: u64,
    action: String,
    text: String,
    text_max: usize,
    /// What asking the user leads to.
    ask_about: String,
    links: Vec<(String, String)>,
    skip: String,
    undo: String,
    /// What is taken back.
    undo_said: String,
    back: String,
}

struct Fact {
    label: String,
    lines: Vec<Line>,
}

struct Line {
    text: String,
    href: String,
    detail: String,
}

fn plain(text: String) -> Line {
    Line {
        text,
        href: String::new(),
        detail: String::new(),
    }
}

pub(crate) fn render(
    item: &ItemView,
    before: Option<(&Sent, String)>,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let here = address(asked, item.sample);
    let (sent, fault) = before.unzip();
    let places = [
        ("place", words.figures().whole(item.place)),
        ("all", words.figures().whole(item.going.all)),
    ];
    html(&ReviewPage {
        frame: Frame::of(asked, Place::Samples, words.say("samples-review")),
        heading: words.fill("samples-item", &places),
        period: period_name(item.period, words),
        progress: progress(&item.going, words),
        done: item.going.judged,
        all: item.going.all,
        fault: fault.unwrap_or_default(),
        facts: facts(item, asked, handles),
        place: item.place,
        action: format!("{here}/review"),
        text: sent
            .map(|sent| field(sent, "text").to_owned())
            .unwrap_or_default(),
        text_max: SAID_MAX,
        ask_about: match item.case {
            Some(case) => words.with("samples-ask-joins", "number", case),
            None => words.say("samples-ask-opens"),
        },
        links: links(item, asked),
        skip: asked.to_with(
            &format!("/samples/{}/review", item.sample),
            &[("after", item.place.to_string())],
        ),
        undo: match item.last {
            Some((_, Judgement::Needed | Judgement::Unclear)) => format!("{here}/undo"),
            _ => String::new(),
        },
        undo_said: item.last.map_or_else(String::new, |(place, judgement)| {
            let last = [
                ("place", words.figures().whole(place)),
                ("judgement", judgement_name(judgement, words)),
            ];
            words.fill("samples-undo-about", &last)
        }),
        back: here,
    })
}

/// Nothing waits for whoever asks.
pub(crate) fn render_done(number: u64, going: &Going, asked: &Asked) -> String {
    let words = asked.words();
    let open = going.all - going.judged;
    html(&ReviewPage {
        frame: Frame::of(asked, Place::Samples, words.say("samples-review")),
        heading: match open {
            0 => words.say("samples-done"),
            _ => words.say("samples-done-for-you"),
        },
        period: String::new(),
        progress: progress(going, words),
        done: going.judged,
        all: going.all,
        fault: String::new(),
        facts: Vec::new(),
        place: 0,
        action: String::new(),
        text: String::new(),
        text_max: SAID_MAX,
        ask_about: String::new(),
        links: Vec::new(),
        skip: String::new(),
        undo: String::new(),
        undo_said: String::new(),
        back: address(asked, number),
    })
}

fn judgement_name(judgement: Judgement, words: Words) -> String {
    words.say(&format!("samples-judgement-{}", judgement.word()))
}

fn progress(going: &Going, words: Words) -> String {
    let whole = |number: u64| words.figures().whole(number);
    let of = [("judged", whole(going.judged)), ("items", whole(going.all))];
    let others =
        (going.for_others > 0).then(|| words.count("samples-for-others", going.for_others));
    let erased = (going.erased > 0).then(|| words.count("samples-erased", going.erased));
    let said = [Some(words.fill("samples-progress", &of)), others, erased];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The event and the case, for who wants to see more.
fn links(item: &ItemView, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let event = asked.to(&format!("/event/{}", item.event.leaf));
    let case = item.case.map(|case| {
        let name = words.with("case-number", "number", case);
        (name, cases::address(asked, case))
    });
    let event = (words.say("samples-event"), event);
    [event].into_iter().chain(case).collect()
}

fn facts(item: &ItemView, asked: &Asked, handles: &dyn Handles) -> Vec<Fact> {
    let words = asked.words();
    let event = &item.event;
    let act = &event.event;
    let text = |key: &str, text: Option<String>| {
        let text = text.filter(|text| !text.is_empty())?;
        Some(Fact {
            label: words.say(key),
            lines: vec![plain(text)],
        })
    };
    let user = Who::of(&event.actor, View::User, asked, handles);
    let units = unit_names(&event.actor_units, words);
    let account = account_text(&act.source, &act.actor.user);
    let role = act.actor.role.clone().unwrap_or_default();
    let detail = [units, account, role];
    let detail: Vec<String> = detail.into_iter().filter(|part| !part.is_empty()).collect();
    let who = Fact {
        label: words.say("history-col-user"),
        lines: vec![Line {
            text: user.name,
            href: user.href,
            detail: detail.join(" · "),
        }],
    };
    let when = words.figures().exact(asked.zone(), act.time.at);
    let facts = [
        text("history-col-time", Some(when)),
        Some(who),
        Some(people(item, asked, handles)),
        text("history-col-act", Some(what(item, words))),
        text("history-col-where", Some(place(item))),
        text("event-why", Some(why(item))),
        text("samples-expected", Some(expected(item, words))),
        text(
            "samples-col-stratum",
            Some(stratum_name(item.stratum, words)),
        ),
    ];
    facts.into_iter().flatten().collect()
}

/// Whom the item is about; how many others the event showed.
fn people(item: &ItemView, asked: &Asked, handles: &dyn Handles) -> Fact {
    let words = asked.words();
    let is_about = |subject: &&HistorySubject| match &subject.named.identity {
        Identity::Person(id) => Some(id) == item.about.as_ref(),
        Identity::Account { .. } => false,
    };
    let subject = item.event.subjects.iter().find(is_about);
    let mut lines = match subject {
        None => vec![plain(words.say("samples-person-erased"))],
        Some(subject) => {
            let who = Who::of(&subject.named, View::Person, asked, handles);
            vec![Line {
                text: who.name,
                href: who.href,
                detail: unit_names(&subject.units, words),
            }]
        }
    };
    let others = item.event.subjects.len() - usize::from(subject.is_some());
    if others > 0 {
        lines.push(plain(words.count("samples-others", others)));
    }
    Fact {
        label: words.say("history-col-people"),
        lines,
    }
}

fn joined(parts: &[Option<&str>]) -> String {
    let parts = parts.iter().flatten().filter(|part| !part.is_empty());
    parts.copied().collect::<Vec<_>>().join(" · ")
}

fn what(item: &ItemView, words: Words) -> String {
    let act = &item.event.event;
    let object = &act.object;
    let kind = history::kind_name(act.kind, words);
    joined(&[
        Some(&kind),
        object.element.as_deref(),
        object.document_type.as_deref(),
        object.document.as_deref(),
    ])
}

fn place(item: &ItemView) -> String {
    let place = &item.event.event.place;
    joined(&[
        place.application.as_deref(),
        place.module.as_deref(),
        place.screen.as_deref(),
        place.tab.as_deref(),
        place.report.as_deref(),
        place.client_host.as_deref(),
    ])
}

/// What the source itself says of why.
fn why(item: &ItemView) -> String {
    let why = &item.event.event.why;
    joined(&[
        why.purpose.as_deref(),
        why.case.as_deref(),
        why.legal_basis.as_deref(),
        why.reason.as_deref(),
    ])
}

/// Why it was to be expected, as the rules say it.
fn expected(item: &ItemView, words: Words) -> String {
    let sentence = |reason: &Reason| {
        let at = match words.language() {
            Language::Norwegian => 0,
            Language::Danish => 1,
            Language::Swedish => 2,
            Language::English => 3,
        };
        reason.sentences[at].clone()
    };
    match (&item.reason, item.stratum) {
        (Some(reason), _) => sentence(reason),
        (None, Stratum::Reported) => words.say("samples-expected-reported"),
        (None, _) => words.say("samples-expected-nothing"),
    }
}
