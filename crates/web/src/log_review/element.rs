//! Screen view (H9.3): every lookup on one screen, element, tab or report.

use tilsyn_app::log_review::view::HistoryView;
use tilsyn_app::permit::{ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::About;

use crate::asked::Asked;
use crate::handles::Handles;
use crate::list::page::ListPage;
use crate::log_review::elements::{field_of, field_words};
use crate::log_review::history;
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;

/// `GET /{language}/element`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let Some(name) = asked.get("name") else {
        return Reply::about_nothing(asked, "/elements");
    };
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let about = About::Element(field_of(asked), name.to_owned());
    let question = history::question(asked, about, &[], choice);
    let question = history::narrowed(desk, asked, question);
    if asked.form != Form::Page {
        let title = asked.words().with("element-title", "name", name);
        let of = history::FileOf::everyone("screen", title);
        return history::file(desk, &permit, &question, of, asked);
    }
    let view = desk.history(&permit, &question)?;
    Ok(Reply::Page(render(&view, name, choice, asked, desk)))
}

pub(crate) fn render(
    view: &HistoryView,
    name: &str,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let (_, field) = field_words(field_of(asked));
    let offered = history::Offered {
        kinds: &Kind::ALL,
        otherwise: Otherwise::LastQuarter,
        at_once: &["user"],
        left_out: &[],
    };
    let title = words.with("element-title", "name", name);
    let page = ListPage {
        heading: name.to_owned(),
        detail: format!(
            "{} · {}",
            words.say(field),
            history::period_line(choice, words)
        ),
        lead: words.say("element-lead"),
        list_note: words.say("history-list-note"),
        filters: history::filters(view, &offered, asked),
        ..ListPage::of(asked, title, view.total, &view.made_from)
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
    fn the_page_is_whole_in_four_languages() {
        for language in Language::ALL {
            let asked =
                testing::asked(&format!("/{}/element?field=tab&name=A%26B", language.tag()));
            let question = history::question(&asked, About::Everything, &[], Choice::All);
            let view = made_up::history(&question);
            let html = render(&view, "A&B", Choice::All, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert!(html.contains("A&#38;B"));
        }
    }
}
