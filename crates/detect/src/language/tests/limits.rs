//! Every limit, at it and one past it.

use super::super::{
    EVENTS_MAX, FILE_BYTES_MAX, HOPS_MAX, LIST_VALUES_MAX, MISTAKES_MAX, NAME_CHARS_MAX,
    RELATIONS_MAX, ROWS_MAX, RULES_MAX, SENTENCE_CHARS_MAX, SLACK_DAYS_MAX, TEMPLATES_MAX,
    VALUE_CHARS_MAX, WITHIN_DAYS_MAX, WITHIN_MINUTES_MAX, read,
};
use super::{SAY, check, explain};

/// A limit, what a file of so many is, and how one too many is told.
type Limit = (usize, fn(usize) -> String, &'static str);

const LIMITS: [Limit; 17] = [
    (
        FILE_BYTES_MAX,
        of_bytes,
        "1:1 the file has more than 262144 bytes",
    ),
    (
        RELATIONS_MAX,
        of_relations,
        "65:10 the file has more than 64 relations",
    ),
    (
        ROWS_MAX,
        of_rows,
        "17:4 the file has more than 16 files in one relation",
    ),
    (
        TEMPLATES_MAX,
        of_templates,
        "32:1 the file has more than 31 templates",
    ),
    (
        RULES_MAX,
        of_rules,
        "33:1 the file has more than 32 templates and never rules",
    ),
    (HOPS_MAX, of_hops, "3:41 a path has at most 3 relations"),
    (
        SLACK_DAYS_MAX as usize,
        of_slack_before,
        "3:30 days of slack must be from 0 to 400",
    ),
    (
        SLACK_DAYS_MAX as usize,
        of_slack_after,
        "3:34 days of slack must be from 0 to 400",
    ),
    (
        WITHIN_DAYS_MAX as usize,
        of_days,
        "3:44 days between lookups must be from 0 to 30",
    ),
    (
        WITHIN_MINUTES_MAX as usize,
        of_minutes,
        "3:36 minutes between lookups must be from 1 to 120",
    ),
    (
        EVENTS_MAX as usize,
        of_events,
        "3:32 events must be from 1 to 1000",
    ),
    (
        NAME_CHARS_MAX,
        of_name,
        "1:10 a name has at most 40 characters",
    ),
    (
        VALUE_CHARS_MAX,
        of_value,
        "3:31 a text has at most 200 characters here",
    ),
    (
        VALUE_CHARS_MAX,
        of_app,
        "3:27 a text has at most 200 characters here",
    ),
    (
        SENTENCE_CHARS_MAX,
        of_sentence,
        "1:49 a text has at most 400 characters here",
    ),
    (
        LIST_VALUES_MAX,
        of_list,
        "204:1 a list has at most 200 values",
    ),
    (
        LIST_VALUES_MAX,
        of_apps,
        "204:1 a list has at most 200 values",
    ),
];

#[test]
fn each_limit_may_be_reached_and_not_passed() {
    for (limit, text, told) in LIMITS {
        check(&text(limit), "");
        check(&text(limit + 1), told);
    }
}

#[test]
fn the_first_mistakes_are_told_in_order() {
    for many in [MISTAKES_MAX - 1, MISTAKES_MAX, MISTAKES_MAX + 1, 100_000] {
        // The relation is missed last, and stands first.
        let text =
            format!("explain a {{ path user r person; class weak; {SAY} }}\n") + &"! ".repeat(many);
        let found = read(&text).expect_err("mistakes");
        assert_eq!(found.len(), MISTAKES_MAX.min(many + 1));
        assert_eq!(found[0].kind.code(), "unknown_relation");
        assert!(found.is_sorted_by_key(|mistake| (mistake.line, mistake.column)));
    }
}

/// Files with one too many of each.
pub(super) fn one_past_each() -> Vec<String> {
    let past = |(limit, text, _): Limit| text(limit + 1);
    LIMITS.into_iter().map(past).collect()
}

fn of_bytes(many: usize) -> String {
    "#".repeat(many)
}

fn of_relations(many: usize) -> String {
    let one = |at| format!("relation r{at}(user, unit) from shifts(national_id, unit);\n");
    (0..many).map(one).collect()
}

fn of_rows(many: usize) -> String {
    let row = "shifts(national_id, unit)";
    format!(
        "relation r(user, unit) from\n{};",
        vec![row; many].join("\nor ")
    )
    .replacen("from\n", "from ", 1)
}

fn of_templates(many: usize) -> String {
    let one = |at| format!("explain t{at} {{ person = self; class weak; {SAY} }}\n");
    (0..many).map(one).collect()
}

fn of_rules(many: usize) -> String {
    let mut rules = of_templates(TEMPLATES_MAX.min(many));
    for at in TEMPLATES_MAX..many {
        rules += &format!("never n{at} {{ person = self; {SAY} }}\n");
    }
    rules
}

fn of_hops(many: usize) -> String {
    let mut hops = vec![String::new(); many];
    for (at, hop) in hops.iter_mut().enumerate() {
        *hop = format!("p{at} kin p{}", at + 1);
    }
    let path = hops.join(", ").replacen("p0", "user", 1);
    explain(&format!("path {path};").replace(&format!("p{many};"), "person;"))
}

fn of_slack_before(days: usize) -> String {
    explain(&format!("path user kin person; slack -{days}d;"))
}

fn of_slack_after(days: usize) -> String {
    explain(&format!("path user kin person; slack -1d +{days}d;"))
}

fn of_days(days: usize) -> String {
    explain(&format!(
        "path person kin q, user explained q within {days}d;"
    ))
}

fn of_minutes(minutes: usize) -> String {
    explain(&format!(
        "same surname person q; once within {minutes}min before user explained q;"
    ))
}

fn of_events(many: usize) -> String {
    explain(&format!("path user kin person; events = {many};"))
}

fn of_name(chars: usize) -> String {
    let name = "n".repeat(chars);
    format!("relation {name}(user, unit) from shifts(national_id, unit);")
}

fn of_value(chars: usize) -> String {
    let value = "å".repeat(chars);
    explain(&format!("path user kin person; screens {value};"))
}

fn of_app(chars: usize) -> String {
    let value = "å".repeat(chars);
    explain(&format!("path user kin person; app \"{value}\";"))
}

fn of_sentence(chars: usize) -> String {
    let sentence = "å".repeat(chars);
    let say = SAY.replacen("\"n\"", &format!("\"{sentence}\""), 1);
    format!("explain a {{ person = self; class strong; {say} }}")
}

fn of_list(many: usize) -> String {
    explain(&format!(
        "path user kin person; if role in [\n{}];",
        values(many, "")
    ))
}

fn of_apps(many: usize) -> String {
    explain(&format!(
        "path user kin person; app\n{};",
        values(many, "\"")
    ))
}

/// Values on lines of their own.
fn values(many: usize, quote: &str) -> String {
    let values: Vec<String> = (0..many).map(|at| format!("{quote}v{at}{quote}")).collect();
    values.join(",\n")
}
