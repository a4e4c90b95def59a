//! What a file of explanations says, and what each mistake in one is told as.
//!
//! Each example is short, in the field's words, with all its mistakes as `line:column sentence`.
//! Not here: random files (`tests/fuzz_language.rs`).

mod limits;
mod mistakes;

use super::rules::{
    App, Beside, Class, Close, Direction, Domain, Filter, Hop, Path, Reason, Scope, Slack, Tie,
    Within,
};
use super::schema::{self, Holds};
use super::{DEFAULT, MistakeKind, Rules, read};
use tilsyn_domain::directory::DirectoryFile;

/// Reads a text and compares its mistakes, one a line; none means that it loads.
fn check(text: &str, expected: &str) {
    let found = match read(text) {
        Ok(_) => String::new(),
        Err(mistakes) => {
            let line = |m: &super::Mistake| format!("{}:{} {}", m.line, m.column, m.kind);
            let lines: Vec<String> = mistakes.iter().map(line).collect();
            lines.join("\n")
        }
    };
    assert_eq!(found, expected, "\n{text}");
}

/// Some relations on the first line.
const RELATIONS: &str = "relation employed(user, unit) from employments(national_id, unit); \
     relation member(person, unit) from person_units(national_id, unit); \
     relation assigned(user, case) from relations(user, ref); \
     relation concerns(case, person) from relations(ref, subject_national_id); \
     relation kin(person, person) from relations(subject_national_id, other_national_id);";
const SAY: &str = "say nb \"n\" da \"d\" sv \"s\" en \"e\";";

/// A template of these clauses, which begin on the third line.
fn explain(clauses: &str) -> String {
    format!("{RELATIONS}\nexplain a {{\n{clauses}\nclass strong; {SAY} }}")
}

/// A never rule of these clauses, which begin on the third line.
fn never(clauses: &str) -> String {
    format!("{RELATIONS}\nnever a {{\n{clauses}\n{SAY} }}")
}

fn rules(text: &str) -> Rules {
    match read(text) {
        Ok(rules) => rules,
        Err(mistakes) => panic!("{}\n{text}", mistakes[0]),
    }
}

fn reason(clauses: &str) -> Reason {
    rules(&explain(clauses)).templates.remove(0).reason
}

#[test]
fn what_an_organisation_begins_with_loads() {
    let rules = rules(DEFAULT);
    let ids: Vec<&str> = rules.templates.iter().map(|t| t.id.as_str()).collect();
    assert_eq!(
        ids.join(" "),
        "own_unit head_of_unit manager loan scope case appointment care ward school project \
         course job handler unit_matter assigned_unit_matter unit_course assigned_unit_course \
         contact_person contact_followup kin_followup namesake portal"
    );
    let ids: Vec<&str> = rules.never.iter().map(|never| never.id.as_str()).collect();
    assert_eq!(ids, ["self", "close_kin"]);
}

#[test]
fn a_file_that_says_nothing_loads() {
    assert_eq!(rules(""), Rules::default());
    assert_eq!(rules("\u{feff}# Nothing yet.\r\n"), Rules::default());
}

#[test]
fn a_relation_is_the_union_of_rows() {
    let text = "relation t(user, team) from assignments(national_id, unit) \
         where kind in [team, \"duty\"] and ref in [2026] or grants(user, scope);";
    let relation = rules(text).relations.remove(0);
    assert_eq!(relation.name, "t");
    let team = Domain::Other("team".to_owned());
    assert_eq!(relation.ends, [Domain::Someone, team]);
    let [first, second] = &relation.rows[..] else {
        panic!("{relation:?}")
    };
    assert_eq!(first.file, DirectoryFile::Assignments);
    assert_eq!(first.columns, ["national_id", "unit"]);
    let filter = |column, values: &[&str]| Filter {
        column,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let expected = [filter("kind", &["team", "duty"]), filter("ref", &["2026"])];
    assert_eq!(first.filters, expected);
    assert_eq!(second.file, DirectoryFile::Grants);
    assert_eq!(second.columns, ["user", "scope"]);
}

#[test]
fn hops_are_ordered_from_the_user_on_however_they_are_written() {
    let hop = |relation, direction| Hop {
        relation,
        direction,
    };
    let expected = Reason::Path(Path {
        hops: vec![hop(0, Direction::Onwards), hop(1, Direction::Back)],
        between: vec!["u".to_owned()],
    });
    assert_eq!(reason("path user employed u, person member u;"), expected);
    assert_eq!(reason("path person member u, user employed u;"), expected);
    let expected = Reason::Path(Path {
        hops: vec![
            hop(4, Direction::Back),
            hop(4, Direction::Onwards),
            hop(4, Direction::Onwards),
        ],
        between: vec!["p".to_owned(), "q".to_owned()],
    });
    let written = "path q kin person, p kin q, p kin user;";
    assert_eq!(reason(written), expected);
}

#[test]
fn somebody_beside_is_tied_and_explained_in_one_clause_or_two() {
    let beside = |tie, within| {
        let other = "q".to_owned();
        Reason::Beside(Beside { other, tie, within })
    };
    for (clauses, expected) in [
        (
            "path person kin q, user explained q within 3d;",
            beside(Tie::Relation(4), Within::Days(3)),
        ),
        (
            "path user explained q within 0d, q kin person;",
            beside(Tie::Relation(4), Within::Days(0)),
        ),
        (
            "once within 5min before user explained q; same surname person q;",
            beside(Tie::Surname, Within::MinutesBefore(5)),
        ),
        (
            "same household q person, user explained q within 30d;",
            beside(Tie::Household, Within::Days(30)),
        ),
        (
            "path person kin q; once within 1min before user explained q;",
            beside(Tie::Relation(4), Within::MinutesBefore(1)),
        ),
    ] {
        assert_eq!(reason(clauses), expected, "{clauses}");
    }
}

#[test]
fn a_scope_narrows_and_slack_widens() {
    let text = explain(
        "if role in [Rådgiver, \"B C\"]; app work, register, ownrecord, \"work\"; \
         screens Photo, \"Side 2\"; events = 1; slack -30d +21d; \
         path user employed unit, person member unit;",
    );
    let template = rules(&text).templates.remove(0);
    let expected = Scope {
        roles: vec!["rådgiver".to_owned(), "b c".to_owned()],
        apps: vec![
            App::Work,
            App::Register,
            App::OwnRecord,
            App::Named("work".to_owned()),
        ],
        screens: vec!["Photo".to_owned(), "Side 2".to_owned()],
        events_max: Some(1),
    };
    assert_eq!(template.scope, expected);
    assert_eq!(template.class, Class::Strong);
    let slack = |before_days, after_days| Slack {
        before_days,
        after_days,
    };
    assert_eq!(template.slack, slack(30, 21));
    let only_after = explain("slack +5d; path user kin person;");
    assert_eq!(rules(&only_after).templates[0].slack, slack(0, 5));
    let only_before = explain("slack -5d; path user kin person;");
    assert_eq!(rules(&only_before).templates[0].slack, slack(5, 0));
}

#[test]
fn oneself_is_a_reason() {
    assert_eq!(reason("person = self;"), Reason::Oneself);
}

#[test]
fn a_never_rule_says_whom_and_where_not() {
    let text = never("person = self; app != ownrecord, \"Portal\";");
    let rule = rules(&text).never.remove(0);
    assert_eq!(rule.whom, [Close::Oneself]);
    let portal = App::Named("Portal".to_owned());
    assert_eq!(rule.except, [App::OwnRecord, portal]);
    let text = never("person in household of self or kin of self;");
    let rule = rules(&text).never.remove(0);
    assert_eq!(rule.whom, [Close::Household, Close::Relation(4)]);
    assert_eq!(rule.except, []);
}

#[test]
fn sentences_are_kept_as_meant() {
    let text = format!(
        "{RELATIONS} explain a {{ path user assigned c, c concerns person; class weak; \
         say en \"{{c}} {{from}}–{{to}}\" sv \"s\" nb \"a \\\"b\\\" \\\\ {{user}}\" \
         da \"{{person}}\"; }}"
    );
    let say = rules(&text).templates.remove(0).say;
    assert_eq!(say.nb, "a \"b\" \\ {user}");
    assert_eq!(say.da, "{person}");
    assert_eq!(say.sv, "s");
    assert_eq!(say.en, "{c} {from}–{to}");
}

#[test]
fn every_file_has_its_columns_once() {
    for file in DirectoryFile::ALL {
        assert_eq!(schema::file(file.name()), Some(file));
        let mut names: Vec<&str> = schema::columns(file).iter().map(|c| c.name).collect();
        names.extend(schema::unusable(file));
        let many = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), many, "{}", file.name());
    }
}

#[test]
fn people_are_told_by_national_ids_and_accounts() {
    for file in DirectoryFile::ALL {
        for column in schema::columns(file) {
            let names_people = column.name.ends_with("national_id") || column.name == "user";
            let holds_people = column.holds == Holds::Someone;
            assert_eq!(
                names_people,
                holds_people,
                "{} {}",
                file.name(),
                column.name
            );
        }
    }
}

/// What is told to those who write such files.
const MANUAL: &str = include_str!("../../../../docs/explanations.md");

#[test]
fn the_examples_of_the_manual_make_a_file_that_loads() {
    let blocks = MANUAL.split("```explanations\n").skip(1);
    let blocks = blocks.filter_map(|block| block.split("```").next());
    let rules = rules(&blocks.collect::<String>());
    assert_eq!(rules.templates.len(), 5);
    assert_eq!(rules.never.len(), 2);
}

#[test]
fn the_manual_names_every_mistake_and_every_column() {
    for code in MistakeKind::CODES {
        assert!(MANUAL.contains(&format!("| `{code}` |")), "{code}");
    }
    for file in DirectoryFile::ALL {
        let row = format!("| `{}` |", file.name());
        let row = MANUAL.lines().find(|line| line.starts_with(&row));
        let row = row.expect("each file has its row");
        for column in schema::columns(file) {
            assert!(row.contains(&format!("`{}`", column.name)), "{row}");
        }
    }
}
