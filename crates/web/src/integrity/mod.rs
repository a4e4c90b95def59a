//! Is the log whole, and who besides us says so: the answer, what it rests on, and how a stranger
//! checks it. Printed, it is a sheet to sign and keep in a binder.

mod checkpoint;
mod parts;
mod texts;

pub(crate) use checkpoint::{file_part, json as checkpoint_json, line, note};

use std::sync::Arc;

use askama::Template;
use tilsyn_app::integrity::{IntegrityView, Outcome};
use tilsyn_app::permit::{ReadIntegrity, VerifyLedger, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;

use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::list::page::Tile;
use crate::reply::{Reply, html};
use crate::sent::Sent;

/// `GET /{language}/integrity`, and its data.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadIntegrity>(asked.principal(), asked.form)?;
    let may_verify = ask::<VerifyLedger>(asked.principal(), asked.form).is_ok();
    match asked.form {
        Form::Page | Form::Command => {
            let view = desk.integrity(&permit)?;
            Ok(Reply::Page(render(&view, may_verify, desk.now(), asked)))
        }
        Form::Json => Ok(json(&desk.integrity(&permit)?)),
        Form::Csv | Form::Xlsx | Form::Pdf => Ok(Reply::Missing),
    }
}

/// `POST /{language}/integrity/verify`: a full check begins, and the page shows how far it is.
pub(crate) fn verify(desk: &Arc<Desk>, asked: &Asked, _: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<VerifyLedger>(asked.principal(), Form::Page)?;
    desk.begin_verification(permit)?;
    Ok(Reply::Elsewhere(asked.to("/integrity#verification")))
}

#[derive(Template)]
#[template(path = "integrity/integrity.html")]
struct IntegrityPage {
    frame: Frame,
    /// Empty unless something is wrong that cannot wait.
    alarm: String,
    answer: String,
    who_says: String,
    tiles: Vec<Tile>,
    facts: Vec<(String, String)>,
    /// The root in groups of eight digits, to compare by eye.
    root: Vec<String>,
    note: String,
    witnesses: String,
    no_witness: String,
    verification: Verification,
    /// What was erased and why, as a table; empty if nothing was.
    erased: String,
    erased_count: String,
    picture: String,
    verifier_key: String,
    sheet: Sheet,
}

/// The last full check, and the one that runs.
struct Verification {
    said: String,
    counts: Vec<(String, String)>,
    faults: Vec<String>,
    running: String,
    done: u64,
    total: u64,
    again: String,
    /// Where to start one; empty for those who may not, and while one runs.
    start: String,
}

/// What is printed for the binder.
struct Sheet {
    made: String,
    facts: Vec<(String, String)>,
    witnesses: Vec<String>,
}

pub(crate) fn render(
    view: &IntegrityView,
    may_verify: bool,
    now: Instant,
    asked: &Asked,
) -> String {
    let words = asked.words();
    html(&IntegrityPage {
        frame: Frame::of(asked, Place::Sources, words.say("integrity-title")),
        alarm: texts::alarm(view, words),
        answer: texts::answer(view, asked),
        who_says: texts::who_says(view, words),
        tiles: parts::tiles(view, now, asked),
        facts: parts::facts(view, now, asked),
        root: parts::groups(&view.mark.root_hex()),
        note: asked.to("/integrity/checkpoint"),
        no_witness: match view.witnesses.is_empty() {
            true => words.say("integrity-no-witness"),
            false => String::new(),
        },
        witnesses: parts::witnesses(view, now, asked),
        verification: parts::verification(view, may_verify, asked),
        erased: parts::erased(view, asked),
        erased_count: words.count("integrity-erased-count", view.erasures_total),
        picture: parts::picture(view, now, asked),
        verifier_key: view.verifier_key.clone(),
        sheet: parts::sheet(view, now, asked),
    })
}

fn json(view: &IntegrityView) -> Reply {
    let verified = view.verified.as_ref().map(|verified| {
        serde_json::json!({
            "at": Instant(verified.at).utc().text(), "by": verified.by,
            "ok": verified.outcome == Outcome::Whole, "outcome": verified.outcome,
            "leaves": verified.leaves, "checkpoints": verified.checkpoints,
            "erased": verified.erased, "unexplained": verified.unexplained,
            "faults": verified.faults, "seconds": verified.seconds,
        })
    });
    let witness = |one: &tilsyn_app::witnesses::WitnessStanding| {
        serde_json::json!({
            "name": one.name, "leaves": one.leaves, "silent_seconds": one.silent_seconds,
            "needs_attention": one.needs_attention(),
        })
    };
    let quorum = view.quorum.as_ref().map(|quorum| {
        serde_json::json!({
            "ok": quorum.holds(), "leaves": quorum.leaves, "missing": quorum.missing,
        })
    });
    let running = view.running.as_ref();
    let data = serde_json::json!({
        "entries": view.entries,
        "signed": checkpoint_json(&view.mark),
        "log_key": view.verifier_key,
        "witnesses": view.witnesses.iter().map(witness).collect::<Vec<_>>(),
        "quorum": quorum,
        "rolled_back_from": view.roll_back.map(|found| found.signed.size),
        "verified": verified,
        "erasures": view.erasures.iter().map(parts::erased_json).collect::<Vec<_>>(),
        "erasures_total": view.erasures_total,
        "verifying": running.map(|running| [running.done, running.total]),
    });
    Reply::Json(data.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use tilsyn_app::integrity::Verified;
    use tilsyn_app::witnesses::RollBack;

    use super::*;
    use crate::figures::Figures;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    fn rendered(view: &IntegrityView, language: Language) -> String {
        let asked = testing::asked(&format!("/{}/integrity", language.tag()));
        let html = render(view, true, made_up::integrity_now(), &asked);
        check_page(&html, language.tag());
        html
    }

    #[test]
    fn a_whole_log_is_said_to_be_so_with_its_witnesses_in_four_languages() {
        for language in Language::ALL {
            let html = rendered(&made_up::integrity(), language);
            assert!(!html.contains("role=\"alert\""), "{}", language.tag());
            assert!(html.contains("datatilsynet") && html.contains("revisor"));
            // The root stands whole on the sheet, and in groups on the screen.
            assert!(html.contains("0a0a0a0a"));
            assert!(html.contains("test.example/log+db9081b5+AVsZZ9sf"));
            let figures = Figures::of(language);
            assert!(html.contains(&figures.whole(1_048_000)));
        }
    }

    #[test]
    fn damage_and_an_older_copy_are_announced_before_all_else_in_four_languages() {
        for language in Language::ALL {
            let mut view = made_up::integrity();
            view.verified = view.verified.map(|verified| Verified {
                outcome: Outcome::Broken,
                faults: 2,
                unexplained: 3,
                ..verified
            });
            let html = rendered(&view, language);
            assert!(html.contains("role=\"alert\""), "{}", language.tag());
            view = made_up::integrity();
            view.roll_back = Some(RollBack {
                signed: tilsyn_ledger::Checkpoint {
                    size: 5_123,
                    root: [1; 32],
                },
                own: tilsyn_ledger::Checkpoint {
                    size: 4_012,
                    root: [2; 32],
                },
            });
            let html = rendered(&view, language);
            let alert = html.find("role=\"alert\"").expect("the notice");
            assert!(alert < html.find("class=\"tiles\"").expect("the figures"));
        }
    }

    #[test]
    fn nothing_is_claimed_that_nobody_has_checked() {
        for language in Language::ALL {
            let mut view = made_up::integrity();
            view.verified = None;
            view.witnesses.clear();
            view.quorum = None;
            view.growth.clear();
            let html = rendered(&view, language);
            let words = crate::words::Words::of(language);
            assert!(html.contains(&words.say("integrity-never")));
            assert!(html.contains(&words.say("integrity-nobody-else")));
            let none = [("at", String::new()), ("size", String::new())];
            let yes = words.fill("integrity-yes", &none);
            let (yes, _) = yes.split_once('.').expect("a sentence");
            assert!(
                !html.contains(&format!("<strong>{yes}.")),
                "{}",
                language.tag()
            );
        }
    }

    #[test]
    fn a_check_under_way_shows_how_far_it_is_and_cannot_be_started_twice() {
        let mut view = made_up::integrity();
        let start = "action=\"/en/integrity/verify\"";
        assert!(rendered(&view, Language::English).contains(start));
        view.running = Some(tilsyn_app::integrity::Running {
            since: made_up::integrity_now(),
            by: "Siv Dahl".to_owned(),
            done: 300,
            total: 1_200,
        });
        let html = rendered(&view, Language::English);
        assert!(html.contains("<progress") && html.contains("value=\"300\" max=\"1200\""));
        assert!(!html.contains(start));
    }
}
