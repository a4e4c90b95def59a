//! One finding: what speaks for it and what against, at the same size; whom it is about, the
//! single events, and what becomes of it.
//!
//! Before it is opened the page says what was seen, and of nobody who. Not here: what may be
//! decided when (`app`).

use std::sync::Arc;

use askama::Template;
use tilsyn_app::findings::{
    About, ActKind, ActRow, FindingRow, FindingView, NewDecision, REASON_MAX, STRENGTHENED, State,
    UNDO_HOURS, WeekStanding,
};
use tilsyn_app::log_review::view::Named;
use tilsyn_app::permit::{Action as _, ReadHistory};
use tilsyn_app::permit::{DecideFinding, ReadFindings, TakeCaseStep, ask, may};
use tilsyn_app::{Desk, Form, Problem};

use super::list::when;
use super::{
    FACTS_FIRST, about_whom, act_name, address, kind_name, kind_word, likelihood, picture,
    sentences, state_name,
};
use crate::asked::Asked;
use crate::cases;
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::list::figure::figures;
use crate::list::table::{TableCell, plain_table};
use crate::people::{View, Who, detail, person_page};
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

/// Events that the page lists.
const EVENTS_SHOWN: usize = 100;

/// `GET /{language}/findings/{number}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    match (asked.last().parse(), asked.form) {
        (Ok(number), Form::Page) => show(desk, asked, number, None),
        _ => Ok(Reply::Missing),
    }
}

/// `POST` to it: decides what becomes of it.
pub(crate) fn send(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let Ok(number) = asked.last().parse() else {
        return Ok(Reply::Missing);
    };
    let permit = ask::<DecideFinding>(asked.principal(), Form::Page)?;
    let kind = ActKind::of(field(sent, "decision"));
    let kind = kind.ok_or_else(|| Problem::yours("problem-finding-decision"))?;
    // Browsers send two characters for the end of a line, and count one.
    let reason = field(sent, "reason").replace("\r\n", "\n");
    let reason = reason.as_str();
    match desk.decide_finding(&permit, number, NewDecision { kind, reason }) {
        Ok(()) => Ok(Reply::Elsewhere(address(asked, number))),
        Err(problem) => Reply::again(problem, asked, |said| {
            show(desk, asked, number, Some((sent, said)))
        }),
    }
}

/// `POST /{language}/findings/{number}/open`: shows whom it is about, for a reason.
pub(crate) fn open(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ReadFindings>(asked.principal(), Form::Page)?;
    let number = asked.path.rsplit('/').nth(1).unwrap_or_default();
    let Ok(number) = number.parse() else {
        return Ok(Reply::Missing);
    };
    desk.open_finding(&permit, number, field(sent, "reason"))?;
    Ok(Reply::Elsewhere(address(asked, number)))
}

#[derive(Template)]
#[template(path = "findings/one.html")]
struct OnePage {
    frame: Frame,
    heading: String,
    detail: String,
    answer: String,
    /// What was missing in a decision; empty where nothing was.
    fault: String,
    /// Empty while its ground stands.
    fallen: String,
    speaks_for: Vec<String>,
    rest: Vec<String>,
    against: Vec<String>,
    is_hidden: bool,
    open: String,
    reason_max: usize,
    likely: String,
    gathered: String,
    gathered_table: String,
    forms: Vec<DecisionForm>,
    action: String,
    /// Where a case is opened, or what was found joins one; empty for those who may not.
    case: String,
    case_label: String,
    figure: String,
    people_said: String,
    people: Vec<Who>,
    weeks: String,
    events_said: String,
    events: String,
    /// The user's own page; empty where it is not for the reader.
    user: String,
    others: Vec<(String, String)>,
    acts: Vec<Shown>,
    back: String,
}

/// Something that can be decided, as a form.
struct DecisionForm {
    word: &'static str,
    name: String,
    about: String,
    /// Kinds of an explanation: word, name, whether it was chosen.
    choices: Vec<(&'static str, String, bool)>,
    text: String,
    open: &'static str,
}

/// Something done about it, as it is shown.
struct Shown {
    name: String,
    detail: String,
    until: String,
    paragraphs: Vec<String>,
}

fn show(
    desk: &Desk,
    asked: &Asked,
    number: u64,
    before: Option<(&Sent, String)>,
) -> Result<Reply, Problem> {
    let permit = ask::<ReadFindings>(asked.principal(), Form::Page)?;
    let view = desk.kept_finding(&permit, number, EVENTS_SHOWN)?;
    Ok(Reply::Page(render(&view, before, asked, desk)))
}

pub(crate) fn render(
    view: &FindingView,
    before: Option<(&Sent, String)>,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let row = &view.row;
    let (sent, fault) = before.unzip();
    let seen = row.strongest().map(|week| &week.seen);
    let mut speaks_for = seen
        .map(|seen| sentences(&seen.facts, words))
        .unwrap_or_default();
    let rest = speaks_for.split_off(speaks_for.len().min(FACTS_FIRST));
    let against = seen
        .map(|seen| sentences(&seen.counter, words))
        .unwrap_or_default();
    let number = words.with("found-number", "number", row.number);
    let user = shown_user(row);
    let handle = user.and_then(|named| handles.handle(&named.identity));
    let handle = handle.filter(|_| may(asked.principal(), ReadHistory::NAME));
    html(&OnePage {
        frame: Frame::of(asked, Place::Findings, number.clone()),
        heading: format!("{number} · {}", about_whom(&row.about, words)),
        detail: user
            .map(|named| {
                let number = named.card.employee_no.as_deref();
                detail(number, named.unit_name.as_deref())
            })
            .unwrap_or_default(),
        answer: answer(view, words),
        fault: fault.unwrap_or_default(),
        fallen: fallen(view, words),
        speaks_for,
        rest,
        against: match against.is_empty() {
            true => vec![words.say("finding-nothing-against")],
            false => against,
        },
        is_hidden: !row.is_shown(),
        open: asked.to(&format!("/findings/{}/open", row.number)),
        reason_max: REASON_MAX,
        likely: row
            .strongest()
            .map(|week| likelihood(week.e, words))
            .unwrap_or_default(),
        gathered: gathered(view, words),
        gathered_table: gathered_table(view, words),
        forms: forms(view, sent, words),
        action: address(asked, row.number),
        case: case(view, asked),
        case_label: words.say(match view.cases.iter().any(|case| case.is_open()) {
            true => "found-join-case",
            false => "case-open",
        }),
        figure: picture::weeks(view, words)
            .map(|figure| figures(words, &[figure]))
            .unwrap_or_default(),
        people_said: people_said(view, words),
        people: view
            .subjects
            .iter()
            .map(|named| Who::of(named, View::Person, asked, handles))
            .collect(),
        weeks: weeks(view, words),
        events_said: events_said(view, words),
        events: cases::one::table(&view.events, asked),
        user: handle
            .map(|handle| person_page(asked, View::User, &handle, None))
            .unwrap_or_default(),
        others: others(view, asked),
        acts: view.acts.iter().map(|act| shown(act, asked)).collect(),
        back: asked.to("/findings"),
    })
}

fn shown_user(row: &FindingRow) -> Option<&Named> {
    match &row.about {
        About::Shown(named) => Some(named),
        About::Hidden(_) | About::Erased => None,
    }
}

/// How it stands, what it is mostly about, and when.
fn answer(view: &FindingView, words: Words) -> String {
    let row = &view.row;
    let parts = [
        state_name(row.state, words),
        kind_name(row, words),
        when(row, words),
    ];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn fallen(view: &FindingView, words: Words) -> String {
    let mut weeks = view.row.weeks.iter();
    let again = weeks.find_map(|week| Some((week, week.again.as_ref()?)));
    let Some((week, again)) = again else {
        return String::new();
    };
    let day = words.figures().day(week.seen.days.from());
    let now = match again.facts.is_empty() {
        true => words.say("found-fallen-nothing"),
        false => super::reason(again, words),
    };
    words.fill("found-fallen-week", &[("day", day), ("now", now)])
}

/// What was gathered of a user who is followed, and whether it is enough to say so.
fn gathered(view: &FindingView, words: Words) -> String {
    let State::Followed(since) = view.row.state else {
        return String::new();
    };
    let day = words.figures().day(since);
    let Some((_, sum)) = view.gathered.last() else {
        return words.with("found-followed-nothing", "day", day);
    };
    let key = match *sum >= STRENGTHENED {
        true => "found-followed-strengthened",
        false => "found-followed-not-yet",
    };
    let arguments = [("day", day), ("likely", likelihood(sum.exp(), words))];
    words.fill(key, &arguments)
}

fn gathered_table(view: &FindingView, words: Words) -> String {
    if view.gathered.is_empty() {
        return String::new();
    }
    let columns = [
        "weeks-col-from",
        "found-col-week-alone",
        "found-col-together",
    ];
    let columns = columns.map(|key| words.say(key));
    let rows = view.gathered.iter().map(|(from, sum)| {
        let mut weeks = view.row.weeks.iter();
        let week = weeks.find(|week| week.seen.days.from() == *from);
        vec![
            TableCell::heading(words.figures().day(*from), ""),
            TableCell::text(
                week.map(|week| likelihood(week.e, words))
                    .unwrap_or_default(),
            ),
            TableCell::text(likelihood(sum.exp(), words)),
        ]
    });
    let rows: Vec<_> = rows.collect();
    plain_table(&words.say("found-col-together"), &columns, &rows)
}

fn forms(view: &FindingView, sent: Option<&Sent>, words: Words) -> Vec<DecisionForm> {
    let before = sent.map(|sent| field(sent, "decision").to_owned());
    let text = |is_of: bool| match sent.filter(|_| is_of) {
        Some(sent) => field(sent, "reason").to_owned(),
        None => String::new(),
    };
    let can = |kind: &ActKind| view.next.contains(kind);
    let mut forms = Vec::new();
    if ActKind::EXPLAINED.iter().any(can) {
        let is_of = |kind: ActKind| before.as_deref() == Some(kind.word());
        let was_sent = ActKind::EXPLAINED.into_iter().any(is_of);
        forms.push(DecisionForm {
            word: "explained",
            name: words.say("found-explain"),
            about: words.with("found-explain-about", "hours", UNDO_HOURS),
            choices: ActKind::EXPLAINED
                .map(|kind| {
                    let name = words.say(&format!("found-how-{}", kind.word()));
                    (kind.word(), name, is_of(kind))
                })
                .into(),
            text: text(was_sent),
            open: if was_sent { " open" } else { "" },
        });
    }
    let plain = [
        (ActKind::Followed, "found-follow", "found-follow-about"),
        (ActKind::Undone, "found-undo", "found-undo-about"),
    ];
    for (kind, name, about) in plain.into_iter().filter(|(kind, ..)| can(kind)) {
        let was_sent = before.as_deref() == Some(kind.word());
        forms.push(DecisionForm {
            word: kind.word(),
            name: words.say(name),
            about: words.with(about, "hours", UNDO_HOURS),
            choices: Vec::new(),
            text: text(was_sent),
            open: if was_sent { " open" } else { "" },
        });
    }
    forms
}

fn case(view: &FindingView, asked: &Asked) -> String {
    let may_take = may(asked.principal(), TakeCaseStep::NAME);
    match may_take && view.next.contains(&ActKind::Case) {
        true => {
            let finding = [("finding", view.row.number.to_string())];
            asked.to_with("/cases/open", &finding)
        }
        false => String::new(),
    }
}

fn people_said(view: &FindingView, words: Words) -> String {
    match (view.subjects_all, view.subjects.len()) {
        (0, _) => words.say("found-people-none"),
        (all, shown) if all > shown => {
            words.count_with("found-people-cut", all, ("shown", shown.to_string()))
        }
        (all, _) => words.count("found-people-all", all),
    }
}

fn events_said(view: &FindingView, words: Words) -> String {
    match (view.leaves.len(), view.events.len()) {
        (0, _) => words.say("case-events-none"),
        (all, shown) if all > shown => {
            words.count_with("case-events-cut", all, ("shown", shown.to_string()))
        }
        (all, _) => words.count("found-events-all", all),
    }
}

/// The weeks of a finding, where there is more than one.
fn weeks(view: &FindingView, words: Words) -> String {
    if view.row.weeks.len() < 2 {
        return String::new();
    }
    let columns = ["weeks-col-from", "found-col-what", "found-col-state"];
    let columns = columns.map(|key| words.say(key));
    let rows = view.row.weeks.iter().map(|week| {
        let kind = words.say(&format!("found-kind-{}", kind_word(week.seen.kind)));
        vec![
            TableCell::heading(words.figures().day(week.seen.days.from()), ""),
            TableCell::text(kind).below(super::reason(&week.seen, words)),
            TableCell::text(words.say(match week.standing {
                WeekStanding::Reported => "found-week-reported",
                WeekStanding::Fallen => "found-fallen",
                WeekStanding::Followed => "found-week-followed",
            })),
        ]
    });
    let rows: Vec<_> = rows.collect();
    plain_table(&words.say("found-col-weeks"), &columns, &rows)
}

/// Other findings and cases about the same user.
fn others(view: &FindingView, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let findings = view.others.iter().map(|other| {
        let number = words.with("found-number", "number", other.number);
        let parts = [number, state_name(other.state, words), when(other, words)];
        (address(asked, other.number), parts.join(" · "))
    });
    let cases = view.cases.iter().map(|case| {
        let said = cases::line(case, words);
        (cases::address(asked, case.number), said)
    });
    findings.chain(cases).collect()
}

fn shown(act: &ActRow, asked: &Asked) -> Shown {
    let words = asked.words();
    let figures = words.figures();
    let detail = [
        figures.moment(asked.zone(), act.at),
        act.by.clone(),
        words.with("case-leaf", "leaf", figures.whole(act.leaf)),
    ];
    let until = act
        .until
        .map(|until| words.with("found-until", "day", figures.day(until)));
    let case = act
        .case
        .map(|case| words.with("case-number", "number", case));
    let paragraphs = match &act.text {
        None => vec![words.say("case-step-erased")],
        Some(text) => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(str::to_owned).collect()
        }
    };
    Shown {
        name: act_name(act.kind, words),
        detail: detail.join(" · "),
        until: until.or(case).unwrap_or_default(),
        paragraphs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn a_finding_is_whole_in_four_languages_and_hides_who_until_it_is_opened() {
        for language in Language::ALL {
            let path = format!("/{}/findings/3", language.tag());
            let asked = testing::asked(&path);
            let words = asked.words();
            let view = made_up::finding();
            let html = render(&view, None, &asked, &MadeUpHandles);
            check_page(&html, &path);
            assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
            let name = about_whom(&view.row.about, words);
            assert!(html.contains(&name) && html.contains("/person/") && html.contains("/event/"));
            assert!(html.contains(&words.say("found-follow")));
            assert!(html.contains(&format!("/cases/open?finding={}", view.row.number)));
            let hidden = made_up::hidden_finding();
            let html = render(&hidden, None, &asked, &MadeUpHandles);
            check_page(&html, &path);
            assert!(!html.contains(&name) && !html.contains("/person/"));
            assert!(!html.contains("/event/") && html.contains("/open\""));
        }
    }

    #[test]
    fn what_was_written_stands_there_again_where_something_is_missing() {
        let asked = testing::asked("/en/findings/3");
        let sent = [("decision", "need"), ("reason", "A <new> case.")];
        let sent: Vec<(String, String)> = sent
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let before = Some((sent.as_slice(), "Say why.".to_owned()));
        let html = render(&made_up::finding(), before, &asked, &MadeUpHandles);
        assert!(html.contains("A &#60;new&#62; case.") && html.contains("Say why."));
        assert_eq!(html.matches("<details class=\"step\" open>").count(), 1);
        assert!(html.contains("value=\"need\" checked"));
    }

    #[test]
    fn likelihoods_are_told_in_two_digits_and_no_more() {
        let words = Words::of(Language::English);
        let said = |e: f64| likelihood(e, words);
        assert_eq!(said(0.3), words.say("found-likely-alike"));
        assert!(said(43.4).contains("43"));
        assert!(said(436.0).contains("440"));
        assert!(said(99.7).contains("100"));
        assert!(said(1e7).contains("1,000"));
    }
}
