//! All events, newest first, narrowed by period, kind and whether they went outside the unit.

use tilsyn_app::log_review::view::HistoryView;
use tilsyn_app::permit::{ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::About;

use crate::asked::Asked;
use crate::handles::Handles;
use crate::list::page::ListPage;
use crate::log_review::history;
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;

/// `GET /{language}/log`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let question = history::question(asked, About::Everything, &[], choice);
    let question = history::narrowed(desk, asked, question);
    if asked.form != Form::Page {
        let title = asked.words().say("log-title");
        let of = history::FileOf::everyone("log", title);
        return history::file(desk, &permit, &question, of, asked);
    }
    let view = desk.history(&permit, &question)?;
    Ok(Reply::Page(render(&view, choice, asked, desk)))
}

pub(crate) fn render(
    view: &HistoryView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let offered = history::Offered {
        kinds: &Kind::ALL,
        otherwise: Otherwise::LastQuarter,
        at_once: &["user"],
        left_out: &[],
    };
    let page = ListPage {
        detail: history::period_line(choice, words),
        lead: words.say("log-lead"),
        filters: history::filters(view, &offered, asked),
        ..ListPage::of(asked, words.say("log-title"), view.total, &view.made_from)
    };
    history::page_of(page, view, choice, asked, handles)
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
            let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
            let question = history::question(&asked, About::Everything, &[], Choice::All);
            let view = made_up::history(&question);
            let html = render(&view, choice, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert_eq!(html.matches("/event/").count(), Kind::ALL.len());
            let links = html.split("href=\"").filter(|link| {
                ["/person/", "/user/"]
                    .iter()
                    .any(|page| link[3..].starts_with(page))
            });
            let links: Vec<&str> = links.filter_map(|link| link.split('"').next()).collect();
            assert!(!links.is_empty());
            for link in links {
                assert!(
                    link.ends_with("?period=2026-Q3"),
                    "the same quarter: {link}"
                );
            }
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
        let choice = asked.choice(Otherwise::All).expect("a period");
        let question = history::question(&asked, About::Everything, &[], choice);
        assert_eq!(question.kinds, [Kind::Change]);
        assert_eq!(question.only, tilsyn_domain::question::Only::Outside);
        assert_eq!((question.skip, question.limit), (100, 50));
        assert_eq!(question.period.to().to_string(), "2026-03-31");
    }

    #[test]
    fn several_kinds_are_one_choice_of_the_filter() {
        let asked = testing::asked("/nb/log?kind=document_view,image_view");
        let question = history::question(&asked, About::Everything, &[], Choice::All);
        assert_eq!(question.kinds, [Kind::DocumentView, Kind::ImageView]);
        let html = render(
            &made_up::history(&question),
            Choice::All,
            &asked,
            &MadeUpHandles,
        );
        let chosen = "<option value=\"document_view,image_view\" selected>\
            Dokument åpnet, Bilde åpnet</option>";
        assert!(html.contains(chosen), "{html}");
    }

    #[test]
    fn who_from_where_and_the_order_become_a_question() {
        let address = "/nb/log?client=pc-1&server=ctx*&source=hr&unit=u1&sort=client&order=asc";
        let asked = testing::asked(address);
        let question = history::question(&asked, About::Everything, &[], Choice::All);
        let filter = &question.filter;
        assert!(
            filter
                .client
                .as_ref()
                .is_some_and(|c| c.fits("PC-1") && !c.fits("PC-10"))
        );
        assert!(
            filter
                .server
                .as_ref()
                .is_some_and(|server| server.fits("CTX-02"))
        );
        assert_eq!(filter.source.as_deref(), Some("hr"));
        assert_eq!(filter.unit.as_deref(), Some("u1"));
        assert_eq!(question.sort.by, tilsyn_domain::question::SortBy::Client);
        assert_eq!(
            question.sort.order,
            tilsyn_domain::question::Order::Ascending
        );
    }
}
