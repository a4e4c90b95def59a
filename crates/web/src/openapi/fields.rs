//! What each form sends.
//!
//! The program hands on to a form's handler what stands here for it, and nothing else: so none
//! reads what the document does not tell. Whether it can be done as it was sent, the desk says.
//! Not here: the token, which all forms send first (`routes`).

use tilsyn_app::cases::{Outcome, StepKind, TEXT_MAX};
use tilsyn_app::erasure::{MONTHS_MAX, REASON_MAX as ERASURE_REASON_MAX, REFERENCE_MAX};
use tilsyn_app::findings::{ActKind, REASON_MAX as FINDING_REASON_MAX};
use tilsyn_app::own_log::REMARK_MAX;
use tilsyn_app::permit::Role;
use tilsyn_app::quarters::TEXT_MAX as REPORT_TEXT_MAX;
use tilsyn_app::reveals::REASON_MAX as REVEAL_REASON_MAX;
use tilsyn_app::sources::gaps::EXPLANATION_CHARS_MAX;
use tilsyn_app::spot_check::official::{Judgement, PER_DEPARTMENT_MAX, SAID_MAX};
use tilsyn_app::staff::REASON_MAX as DUTY_REASON_MAX;

use super::parameters::Parameter;
use super::value::{NUMBER_MAX, Value};
use crate::addresses::fits;
use crate::log_review::evidence::part_names;
use crate::search::SOUGHT_CHARS_MAX;

/// A field, and whether the form is nothing without it.
pub(crate) type Field = (Parameter, Needed);

/// Whether a form is nothing without a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needed {
    Always,
    No,
    /// It may be there several times.
    Several,
}

use Needed::{Always, No, Several};

const ERASURE_REASON: [Field; 2] = [
    (("basis", Value::Text), Always),
    (("reason", Value::Short(ERASURE_REASON_MAX)), Always),
];
const DUTY_REASON: Field = (("reason", Value::Short(DUTY_REASON_MAX)), Always);
/// Characters of a share in percent.
const PERCENT_MAX: usize = 12;
const COUNTED: Value = Value::Number(0, NUMBER_MAX);
/// A step of a case: which fields count is told by its kind.
const STEP: [Field; 8] = [
    (("step", Value::OneOf(step_names)), No),
    (("text", Value::Short(TEXT_MAX)), No),
    (("due", Value::Day), No),
    (("outcome", Value::OneOf(outcome_names)), No),
    (("system", Value::Text), Several),
    (("other_system", Value::Text), No),
    (("event", COUNTED), Several),
    (("files", Value::File), Several),
];

fn step_names() -> Vec<&'static str> {
    StepKind::ALL.iter().map(|kind| kind.word()).collect()
}

/// What can be decided by the form of a finding.
fn decision_names() -> Vec<&'static str> {
    let more = [ActKind::Followed, ActKind::Undone];
    let all = ActKind::EXPLAINED.into_iter().chain(more);
    all.map(ActKind::word).collect()
}

fn judgements() -> Vec<&'static str> {
    Judgement::ALL.iter().map(|one| one.word()).collect()
}

fn outcome_names() -> Vec<&'static str> {
    Outcome::ALL.iter().map(|outcome| outcome.word()).collect()
}

/// The forms that send more than the token.
const OF_FORMS: [(&str, &[Field]); 31] = [
    ("/cases/open", &STEP),
    ("/cases/{number}", &STEP),
    (
        "/duties/bodies",
        &[
            (("reviewers_given_by", Value::Text), Always),
            (("reviewers_held_by", Value::Text), Always),
        ],
    ),
    (
        "/duties/propose",
        &[
            (("user", Value::Text), Always),
            (
                ("role", Value::OneOf(|| Role::ALL.map(Role::word).to_vec())),
                Always,
            ),
            (("scope", Value::Text), No),
            (("need", Value::Short(DUTY_REASON_MAX)), Always),
            (("from", Value::Day), No),
            (("to", Value::Day), No),
            (("deputy-for", Value::Text), No),
        ],
    ),
    ("/duties/sign-out", &[(("user", Value::Text), Always)]),
    ("/duties/{number}/decline", &[DUTY_REASON]),
    ("/duties/{number}/end", &[DUTY_REASON]),
    ("/emergency/{number}/review", &[DUTY_REASON]),
    (
        "/erasures/holds",
        &[
            (("source", Value::Text), Always),
            (("id", Value::Text), Always),
            (("reference", Value::Short(REFERENCE_MAX)), Always),
        ],
    ),
    ("/erasures/holds/{number}/release", &[ERASURE_REASON[1]]),
    ("/erasures/period/{period}", &ERASURE_REASON),
    (
        "/erasures/person",
        &[
            (("national_id", Value::Text), Always),
            (("own_acts", Value::OneOf(|| vec!["yes"])), No),
            ERASURE_REASON[0],
            ERASURE_REASON[1],
        ],
    ),
    (
        "/erasures/retention",
        &[
            (("class", Value::Number(0, 65_535)), Always),
            (("months", Value::Number(1, MONTHS_MAX as u64)), No),
            (("basis", Value::Text), No),
            (("clear", Value::OneOf(|| vec!["yes"])), No),
        ],
    ),
    (
        "/event/{leaf}/erasure",
        &[
            (("what", Value::OneOf(|| vec!["parts", "all"])), Always),
            (("part", Value::Number(0, 65_535)), Several),
            ERASURE_REASON[0],
            ERASURE_REASON[1],
        ],
    ),
    (
        "/event/{leaf}/proof",
        &[(("open", Value::OneOf(part_names)), Several)],
    ),
    (
        "/findings/{number}",
        &[
            (("decision", Value::OneOf(decision_names)), Always),
            (("reason", Value::Short(FINDING_REASON_MAX)), Always),
        ],
    ),
    (
        "/findings/{number}/open",
        &[(("reason", Value::Short(FINDING_REASON_MAX)), Always)],
    ),
    (
        "/login",
        &[(("reader", COUNTED), Always), (("back", Value::Text), No)],
    ),
    (
        "/login/emergency",
        &[
            (("user", Value::Text), Always),
            (("first", Value::Text), Always),
            (("second", Value::Text), Always),
            DUTY_REASON,
        ],
    ),
    ("/mine/case/{number}", &STEP),
    ("/mine/sessions", &[(("session", Value::Text), No)]),
    (
        "/own-log/readers/{period}/{handle}",
        &[(("remark", Value::Short(REMARK_MAX)), Always)],
    ),
    (
        "/person/{handle}/reveal",
        &[(("reason", Value::Short(REVEAL_REASON_MAX)), Always)],
    ),
    (
        "/reports/{quarter}/write",
        &[
            (("assessment", Value::Short(REPORT_TEXT_MAX)), Always),
            (("came", Value::Short(REPORT_TEXT_MAX)), No),
            (("what-1", Value::Text), No),
            (("who-1", Value::Text), No),
            (("due-1", Value::Day), No),
        ],
    ),
    (
        "/reports/{quarter}/approve",
        &[
            (("edition", Value::Number(1, NUMBER_MAX)), Always),
            (("written", Value::Text), Always),
        ],
    ),
    (
        "/samples/draw",
        &[
            (
                (
                    "days",
                    Value::Of(r"^\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}$"),
                ),
                Always,
            ),
            (("rate", Value::Short(PERCENT_MAX)), Always),
            (("others", Value::Short(PERCENT_MAX)), Always),
            (("sensitivity", Value::Number(1, 100)), Always),
            (
                ("per_department", Value::Number(0, PER_DEPARTMENT_MAX)),
                Always,
            ),
        ],
    ),
    (
        "/samples/tests",
        &[
            (("account", Value::Text), Always),
            (("people", Value::Text), Always),
            (("tester", Value::Text), Always),
            (("from", Value::Day), Always),
            (("to", Value::Day), Always),
        ],
    ),
    (
        "/samples/{number}/review",
        &[
            (("place", Value::Number(1, NUMBER_MAX)), Always),
            (("judgement", Value::OneOf(judgements)), No),
            (("text", Value::Short(SAID_MAX)), No),
        ],
    ),
    (
        "/search",
        &[(("sought", Value::Short(SOUGHT_CHARS_MAX)), No)],
    ),
    (
        "/source/explain",
        &[
            (("source", Value::Text), Always),
            (("gap", Value::Of(r"^[0-9]{1,18}-[0-9]{1,18}$")), Always),
            (("reason", Value::Short(EXPLANATION_CHARS_MAX)), Always),
        ],
    ),
    (
        "/source/state",
        &[
            (("source", Value::Text), Always),
            (("from_seq", COUNTED), No),
            (("to_seq", COUNTED), No),
            (("count", COUNTED), No),
            (("from", Value::Minute), No),
            (("to", Value::Minute), No),
        ],
    ),
];

/// What the form of an address sends; it stands here without language.
pub(crate) fn of(path: &str) -> &'static [Field] {
    let found = OF_FORMS.iter().find(|(pattern, _)| fits(pattern, path));
    found.map(|(_, fields)| *fields).unwrap_or_default()
}

/// What was sent, but what is no field of the form.
pub(crate) fn kept(path: &str, mut sent: Vec<(String, String)>) -> Vec<(String, String)> {
    let fields = of(path);
    sent.retain(|(name, _)| name == "token" || fields.iter().any(|((field, _), _)| field == name));
    sent
}
