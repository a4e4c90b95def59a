//! What the reader may do and may not, and why; and the rules themselves as the program has them.

use askama::Template;
use tilsyn_app::permit::{ReadRules, Ruled, TEXTS, ask, rulings};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::duties::role_name;
use crate::frame::{Frame, Place};
use crate::list::table::{TableCell, plain_table};
use crate::reply::{Reply, html};
use crate::words::Words;

/// `GET /{language}/rules`.
pub(crate) fn page(_: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let _may = ask::<ReadRules>(asked.principal(), Form::Page)?;
    match asked.form {
        Form::Page => Ok(Reply::Page(render(asked))),
        _ => Ok(Reply::Missing),
    }
}

#[derive(Template)]
#[template(path = "rules/rules.html")]
struct RulesPage {
    frame: Frame,
    answer: String,
    table: String,
    /// Names of the files of rules, and what stands there.
    texts: [(&'static str, &'static str); 3],
}

fn render(asked: &Asked) -> String {
    let words = asked.words();
    let principal = asked.principal();
    let headings = ["rules-col-action", "rules-col-may", "rules-col-why"].map(|key| words.say(key));
    let rows: Vec<Vec<TableCell>> = rulings(principal)
        .iter()
        .map(|one| row(one, words))
        .collect();
    let roles = principal.asker().roles.iter();
    let roles: Vec<String> = roles.map(|role| role_name(*role, words)).collect();
    let arguments = [
        ("name", principal.name().to_owned()),
        ("roles", roles.join(", ")),
    ];
    html(&RulesPage {
        frame: Frame::of(asked, Place::Settings, words.say("rules-title")),
        answer: match roles.is_empty() {
            true => words.with("rules-you-are", "name", principal.name()),
            false => words.fill("rules-you-are-with", &arguments),
        },
        table: plain_table(&words.say("rules-title"), &headings, &rows),
        texts: TEXTS,
    })
}

fn row(one: &Ruled, words: Words) -> Vec<TableCell> {
    let by = one.by.iter().map(|rule| words.say(&format!("rule-{rule}")));
    let why = by.collect::<Vec<_>>().join(" ");
    vec![
        TableCell::text(words.say(&format!("may-{}", one.action))).heading_row(),
        TableCell::text(words.say(if one.allowed {
            "rules-may"
        } else {
            "rules-may-not"
        })),
        TableCell::text(match why.is_empty() {
            true => words.say("rules-no-rule"),
            false => why,
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::testing::{self, check_page};

    #[test]
    fn every_action_has_its_reason_in_four_languages() {
        for language in Language::ALL {
            let path = format!("/{}/rules", language.tag());
            let html = render(&testing::asked(&path));
            check_page(&html, &path);
            assert!(html.contains("forbid (principal, action"));
        }
    }

    #[test]
    fn every_rule_has_a_sentence_in_four_languages() {
        let texts = TEXTS.map(|(_, text)| text).concat();
        let ids = texts.split("@id(\"").skip(1);
        let ids: Vec<&str> = ids.filter_map(|rest| rest.split('"').next()).collect();
        assert!(ids.len() > 20);
        for language in Language::ALL {
            for id in &ids {
                let key = format!("rule-{id}");
                assert!(Words::of(language).try_say(&key).is_some(), "{key}");
            }
        }
    }
}
