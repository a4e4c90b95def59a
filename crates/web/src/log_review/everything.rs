//! All events, newest first, narrowed by period, kind and whether they went outside the unit.

use tilsyn_app::log_review::view::HistoryView;
use tilsyn_app::permit::{ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::About;

use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list;
use crate::list::page::ListPage;
use crate::log_review::history;
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;

/// `GET /{language}/log`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let otherwise = Otherwise::LastQuarter;
    let question = history::question(asked, About::Everything, &[], otherwise);
    let view = desk.history(&permit, &question)?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(
            &view,
            asked.choice(otherwise),
            asked,
            desk,
        ))),
        Form::Json => Ok(history::json(&view, None, asked, desk)),
        form => {
            let title = asked.words().say("log-title");
            history::sheet(&view, "log", title, None, asked).reply(form)
        }
    }
}

pub(crate) fn render(
    view: &HistoryView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let page = ListPage {
        title: words.say("log-title"),
        heading: words.say("log-title"),
        detail: history::period_line(choice, words),
        lead: words.say("log-lead"),
        filters: history::filters(asked, &Kind::ALL, Otherwise::LastQuarter),
        exports: list::exports(asked, view.total),
        paging: list::paging(asked, view.total),
        made_from: list::made_from(asked, &view.made_from),
        ..ListPage::default()
    };
    let rows = history::rows(view, asked, handles);
    page.render(asked, Place::Log, &history::COLUMNS, "", &rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn every_kind_of_event_has_words_in_four_languages_and_no_id_is_shown() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/log", language.tag()));
            let choice = asked.choice(Otherwise::LastQuarter);
            let question = history::question(&asked, About::Everything, &[], Otherwise::All);
            let view = made_up::history(&question);
            let html = render(&view, choice, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert_eq!(html.matches("/event/").count(), Kind::ALL.len());
            let Reply::Json(data) = history::json(&view, None, &asked, &MadeUpHandles) else {
                panic!("data")
            };
            let data = String::from_utf8(data).expect("UTF-8");
            for person in 0..8 {
                assert!(!html.contains(made_up::id(person).reveal()));
                assert!(!data.contains(made_up::id(person).reveal()));
            }
        }
    }

    #[test]
    fn filters_become_a_question() {
        let asked = testing::asked("/nb/log?kind=change&only=outside&page=3&period=2026-Q1");
        let question = history::question(&asked, About::Everything, &[], Otherwise::All);
        assert_eq!(question.kinds, [Kind::Change]);
        assert_eq!(question.only, tilsyn_domain::question::Only::Outside);
        assert_eq!((question.skip, question.limit), (100, 50));
        assert_eq!(question.period.to().to_string(), "2026-03-31");
    }
}
