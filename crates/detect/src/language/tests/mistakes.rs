//! Every kind of mistake, by example.
//!
//! Not here: what is over a limit (`limits`).

use super::super::{MistakeKind, read};
use super::{check, explain, limits, never};
use std::collections::BTreeSet;

/// Whole files, and their mistakes.
const FILES: [(&str, &str); 32] = [
    // Characters.
    ("relation § r", "1:10 '§' does not belong here"),
    (
        "\n  §§§ \u{a0}!",
        "2:3 '§' does not belong here\n2:8 '!' does not belong here",
    ),
    (
        "never n { say nb \"open\n; app != work; }",
        "1:18 a text in quotes must end on its line",
    ),
    (
        "never n { person = self; say nb \"a\\b\" da \"\t\" sv \"s\" en \"e\"; }",
        "1:35 only \\\" and \\\\ may stand behind a backslash\n\
 1:42 a text must not be empty\n\
 1:43 '\\t' does not belong here",
    ),
    // What should stand where.
    (
        "nonsense",
        "1:1 `nonsense` stands where one of `relation`, `explain`, `never` should",
    ),
    (
        "; ; \"x\" never",
        "1:1 `;` stands where one of `relation`, `explain`, `never` should\n\
 1:14 the file ends where a name should stand",
    ),
    ("relation", "1:9 the file ends where a name should stand"),
    (
        "relation r(user unit) from employments(national_id, unit);",
        "1:17 `unit` stands where `,` should",
    ),
    (
        "relation r(user, unit) from employments(national_id, unit)\nrelation s[",
        "2:1 `relation` stands where `;` should\n\
 2:11 `[` stands where `(` should",
    ),
    (
        "explain \"x\" { class strong; }",
        "1:1 no reason: `path`, `same`, or `person`\n\
 1:1 `say` is missing\n\
 1:9 \"x\" stands where a name should",
    ),
    (
        "explain own unit { clas strong; }",
        "1:13 `unit` stands where `{` should\n\
 1:20 `clas` stands where one of `if`, `app`, `screens`, `events`, \
      `path`, `same`, `once`, `person`, `slack`, `class`, `say` should",
    ),
    (
        "explain a path user r person; never b;",
        "1:11 `path` stands where `{` should\n\
 1:38 `;` stands where `{` should",
    ),
    (
        "explain a { class strong",
        "1:25 the file ends where `;` should stand",
    ),
    (
        "explain a { person = self; never b { person = self; }",
        "1:28 `never` stands where `}` should\n1:28 `say` is missing",
    ),
    // Names.
    (
        "relation Employed(user, unit) from employments(national_id, unit);",
        "1:10 `Employed` is no name: a to z, 0 to 9 and _, with a letter first",
    ),
    (
        "relation å(user, unit) from employments(national_id, unit);",
        "1:10 `å` is no name: a to z, 0 to 9 and _, with a letter first",
    ),
    (
        "relation 2r(user, unit) from employments(national_id, unit);",
        "1:10 `2r` is no name: a to z, 0 to 9 and _, with a letter first",
    ),
    (
        "relation explained(user, unit) from employments(national_id, unit);",
        "1:10 `explained` has a meaning of its own and cannot be a name here",
    ),
    (
        "relation never(user, unit) from employments(national_id, unit);",
        "1:10 `never` has a meaning of its own and cannot be a name here\n\
 1:15 `(` stands where a name should",
    ),
    // Relations and the directory.
    (
        "relation r(user, unit) from employments(national_id, unit);\n\
         relation r(user, unit) from person_units(national_id, unit);",
        "2:10 there is already a relation `r`",
    ),
    (
        "relation r(user, unit) from employment(x, y);",
        "1:29 `employment` is no file of the directory",
    ),
    (
        "relation r(user, unit) from shifts(national_id, units);",
        "1:49 `shifts` has no column `units`",
    ),
    (
        "relation r(user, day) from employments(national_id, from);",
        "1:53 `from` of `employments` cannot be used: it holds days, free text or lists",
    ),
    (
        "relation r(user, unit) from accounts(system, type);",
        "1:38 `system` of `accounts` holds text and cannot be someone\n\
 1:46 `type` of `accounts` holds text and cannot be unit",
    ),
    (
        "relation r(team, unit) from employments(national_id, position);",
        "1:41 `national_id` of `employments` holds someone and cannot be team\n\
 1:54 `position` of `employments` holds text and cannot be unit",
    ),
    (
        "relation r(person, person) from relations(user, user);",
        "1:49 both ends are the column `user`",
    ),
    (
        "relation r(user, unit) from shifts(national_id, unit) \
         where national_id in [x] and kind in [y];",
        "1:61 `national_id` names a person; `where` never does\n\
 1:84 `shifts` has no column `kind`",
    ),
    (
        "relation r(user, unit) from shifts(national_id, unit) \
         where unit in [] or shifts(national_id, unit);",
        "1:70 a list needs a value",
    ),
    (
        "relation r(user, unit) from shifts(national_id, unit) \
         where unit in [a, a] and unit in [b];",
        "1:73 `a` stands twice in the list\n\
 1:80 `unit` stands twice in `where`",
    ),
    (
        "relation r(user, unit) from assignments(national_id, unit) where kind in [team, lone];",
        "1:81 `kind` never holds `lone`, only `loan`, `duty`, `team`, `course`, `job`",
    ),
    (
        "never a { person = self; say nb \"n\" da \"d\" sv \"s\" en \"e\"; }\n\
         explain a { person = self; class weak; say nb \"n\" da \"d\" sv \"s\" en \"e\"; }",
        "2:9 there is already a rule `a`",
    ),
    (
        "explain a { }",
        "1:1 no reason: `path`, `same`, or `person`\n\
 1:1 `class` is missing\n\
 1:1 `say` is missing",
    ),
];

/// Clauses of a template, from the third line on, and their mistakes.
const TEMPLATES: [(&str, &str); 47] = [
    // Clauses.
    (
        "path user kin person",
        "4:1 `class` stands where `;` should",
    ),
    (
        "path user kin person; fine = 3;",
        "3:23 `fine` stands where one of `if`, `app`, `screens`, `events`, \
      `path`, `same`, `once`, `person`, `slack`, `class`, `say` should",
    ),
    (
        "path user kin person;; app work;",
        "3:22 `;` stands where one of `if`, `app`, `screens`, `events`, \
      `path`, `same`, `once`, `person`, `slack`, `class`, `say` should",
    ),
    (
        "path user kin person; app work; app register;",
        "3:33 `app` stands twice",
    ),
    (
        "path user kin person; app portal;",
        "3:27 `portal` is none of `work`, `register`, `ownrecord`; other applications in quotes",
    ),
    (
        "path user kin person; app work, work, \"work\";",
        "3:33 `work` stands twice in the list",
    ),
    (
        "path user kin person; screens \"\";",
        "3:31 a text must not be empty",
    ),
    (
        "path user kin person; if role in leader;",
        "3:34 `leader` stands where `[` should",
    ),
    (
        "path user kin person; slack 3d;",
        "3:29 `3d` stands where one of `-`, `+` should",
    ),
    (
        "path user kin person; slack –3d;",
        "3:29 '–' does not belong here",
    ),
    (
        "path user kin person; slack -3;",
        "3:30 `3` stands where a number of days such as `30d` should",
    ),
    (
        "path user kin person; events = 0;",
        "3:32 events must be from 1 to 1000",
    ),
    (
        "path user kin person; events = many;",
        "3:32 `many` stands where a number should",
    ),
    (
        "path user kin person; class middling;",
        "3:29 `middling` stands where one of `strong`, `weak` should",
    ),
    // Reasons.
    ("", "2:1 no reason: `path`, `same`, or `person`"),
    ("app work;", "2:1 no reason: `path`, `same`, or `person`"),
    (
        "path user kin person; person = self;",
        "3:23 a second reason; a rule has one",
    ),
    (
        "path user kin person; same surname person q;",
        "3:23 a second reason; a rule has one",
    ),
    (
        "person = self; once within 5min before user explained q;",
        "3:55 a second reason; a rule has one",
    ),
    (
        "path person kin q, user explained q within 3d, user explained q within 4d;",
        "3:63 a second reason; a rule has one",
    ),
    ("person = user;", "3:10 `user` stands where `self` should"),
    // Paths.
    (
        "path user knows person;",
        "3:11 there is no relation `knows`",
    ),
    (
        "path user employed q, q kin person;",
        "3:23 `q` is unit and someone at once",
    ),
    (
        "path user member unit, person employed unit, user kin person;",
        "3:46 the path branches at `user`\n\
 3:55 the path branches at `person`",
    ),
    (
        "path unit employed user, person member unit;",
        "3:20 `user` is someone and unit at once\n\
 3:40 `unit` is someone and unit at once",
    ),
    (
        "path user employed unit, person member units;",
        "3:20 `unit` hangs loose: the path does not go on from it\n\
 3:40 `units` hangs loose: the path does not go on from it",
    ),
    (
        "path user employed unit;",
        "3:1 no relation of the path reaches `person`\n\
 3:20 `unit` hangs loose: the path does not go on from it",
    ),
    (
        "path person kin q;",
        "3:1 no relation of the path reaches `user`\n\
 3:17 `q` hangs loose: the path does not go on from it",
    ),
    (
        "path user kin user;",
        "3:15 `user` cannot be tied to itself",
    ),
    (
        "path user kin q, q kin person, q kin person;",
        "3:32 the path branches at `q`\n3:38 the path branches at `person`",
    ),
    (
        "path user kin person, user kin person;",
        "3:23 the path branches at `user`\n\
 3:32 the path branches at `person`",
    ),
    (
        "path user kin person, p kin q, q kin p;",
        "3:23 `p` hangs loose: the path does not go on from it",
    ),
    (
        "path user kin self, self kin person;",
        "3:15 `self` has a meaning of its own and cannot be a name here\n\
 3:21 `self` has a meaning of its own and cannot be a name here",
    ),
    (
        "path user kin person person;",
        "3:22 `person` stands where `;` should\n\
 3:28 `;` stands where `=` should",
    ),
    // Somebody beside.
    (
        "path person kin q, user explained r within 3d;",
        "3:35 nothing here ties `r` to the person",
    ),
    (
        "path q kin r, user explained q within 3d;",
        "3:6 no relation of the path reaches `person`",
    ),
    (
        "path person kin person, user explained person within 3d;",
        "3:17 `person` cannot be tied to itself",
    ),
    (
        "path person kin q, user explained person within 3d;",
        "3:35 nothing here ties `person` to the person",
    ),
    (
        "path person kin user, user explained user within 3d;",
        "3:38 `user` has a meaning of its own and cannot be a name here",
    ),
    (
        "path person kin day, user explained day within 3d;",
        "3:37 `day` has a meaning of its own and cannot be a name here",
    ),
    (
        "path person kin p, p kin q, user explained q within 3d;",
        "3:20 exactly one relation ties the other person",
    ),
    (
        "path person member q, user explained q within 3d;",
        "3:13 `member` ties someone to unit, not two people",
    ),
    (
        "path user explained q within 3d;",
        "3:21 nothing ties the person to `q`: `path` or `same`",
    ),
    (
        "same surname person q;",
        "3:1 `user explained q` is missing",
    ),
    (
        "path user explained q within 3;",
        "3:30 `3` stands where a number of days such as `30d` should",
    ),
    (
        "once within 3d before user explained q; same surname person q;",
        "3:13 `3d` stands where a number of minutes such as `5min` should",
    ),
    (
        "person = self; slack -3d;",
        "3:16 slack needs a relation that begins and ends",
    ),
];

/// Clauses of a never rule, from the third line on, and their mistakes.
const NEVER: [(&str, &str); 7] = [
    ("app != work;", "2:1 `person` is missing"),
    (
        "person = self; app work;",
        "3:20 `work` stands where `!=` should",
    ),
    (
        "person = self; class strong;",
        "3:16 `class` stands where one of `person`, `app`, `say` should",
    ),
    (
        "person is self;",
        "3:8 `is` stands where one of `in`, `=` should",
    ),
    (
        "person in kin of self or kin of self;",
        "3:26 `kin` stands twice in the list",
    ),
    (
        "person in friends of self;",
        "3:11 there is no relation `friends`",
    ),
    (
        "person in member of self;",
        "3:11 `member` ties someone to unit, not two people",
    ),
];

/// Sentences of a template with a path over `unit`, from the third line on.
const SENTENCES: [(&str, &str); 8] = [
    ("say nb \"n\" da \"d\" en \"e\";", "3:1 no sentence in `sv`"),
    (
        "say nb \"n\" nb \"m\" da \"d\" sv \"s\" en \"e\";",
        "3:12 a second sentence in `nb`",
    ),
    (
        "say nb \"n\" da \"d\" sv \"s\" en \"e\" fi \"f\";",
        "3:33 `fi` stands where one of `nb`, `da`, `sv`, `en` should",
    ),
    ("say nb n;", "3:8 `n` stands where a text in quotes should"),
    (
        "say nb \"n\" da \"d\" sv \"s\" en \"e\" slack -1d;",
        "3:33 `slack` stands where `;` should",
    ),
    (
        "say nb \"{untt}\" da \"d {day}\" sv \"\\\"{ unit}\" en \"{}\";",
        "3:9 {untt} is nothing here; there are `user`, `person`, `unit`, `from`, `to`\n\
 3:23 {day} is nothing here; there are `user`, `person`, `unit`, `from`, `to`\n\
 3:36 { unit} is nothing here; there are `user`, `person`, `unit`, `from`, `to`\n\
 3:49 {} is nothing here; there are `user`, `person`, `unit`, `from`, `to`",
    ),
    (
        "say nb \"{unit\" da \"}d{\" sv \"{{unit}}\" en \"{unit} {from} {to}\";",
        "3:9 a brace has no other\n\
 3:20 a brace has no other\n\
 3:22 a brace has no other\n\
 3:29 a brace has no other\n\
 3:36 a brace has no other",
    ),
    (
        "say;",
        "3:4 `;` stands where one of `nb`, `da`, `sv`, `en` should",
    ),
];

fn with_sentences(say: &str) -> String {
    format!(
        "{}\nexplain a {{\n{say}\nclass strong; path user employed unit, person member unit; }}",
        super::RELATIONS
    )
}

/// All examples as whole files.
fn examples() -> Vec<(String, &'static str)> {
    let files = FILES.map(|(text, expected)| (text.to_owned(), expected));
    let templates = TEMPLATES.map(|(clauses, expected)| (explain(clauses), expected));
    let never = NEVER.map(|(clauses, expected)| (never(clauses), expected));
    let sentences = SENTENCES.map(|(say, expected)| (with_sentences(say), expected));
    let mut all = Vec::from(files);
    all.extend(templates);
    all.extend(never);
    all.extend(sentences);
    all
}

#[test]
fn each_mistake_is_told_where_it_is() {
    for (text, expected) in examples() {
        check(&text, expected);
    }
}

#[test]
fn there_is_an_example_of_every_mistake() {
    let mut texts: Vec<String> = examples().into_iter().map(|(text, _)| text).collect();
    texts.extend(limits::one_past_each());
    let mut codes = BTreeSet::new();
    for text in texts {
        let mistakes = read(&text).expect_err("an example of a mistake");
        codes.extend(mistakes.iter().map(|mistake| mistake.kind.code()));
    }
    assert_eq!(codes, MistakeKind::CODES.into_iter().collect());
}
