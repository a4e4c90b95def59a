//! One document (H8.3): every event that names it, and so everybody who opened it.

use tilsyn_app::log_review::view::HistoryView;
use tilsyn_app::permit::{ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::About;

use crate::asked::Asked;
use crate::handles::Handles;
use crate::list::page::ListPage;
use crate::log_review::history;
use crate::masked::may_hold_national_id;
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;

/// The kinds of events by which pictures and documents are fetched.
pub(crate) const FETCHES: [Kind; 2] = [Kind::DocumentView, Kind::ImageView];

/// `GET /{language}/picture`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let Some((source, document)) = asked.get("system").zip(asked.get("document")) else {
        return Reply::about_nothing(asked, "/pictures");
    };
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let about = About::Document {
        source: source.to_owned(),
        document: document.to_owned(),
    };
    let question = history::question(asked, about, &FETCHES, choice);
    let question = history::narrowed(desk, asked, question);
    if asked.form != Form::Page {
        let title = asked.words().say("picture-title");
        let of = history::FileOf::everyone("document", title);
        return history::file(desk, &permit, &question, of, asked);
    }
    let view = desk.history(&permit, &question)?;
    let named = format!("{document} · {source}");
    Ok(Reply::Page(render(&view, &named, choice, asked, desk)))
}

/// The address of the lookups that the list of documents counts of one; nothing where its name
/// may hold a national id.
pub(crate) fn address(
    source: &str,
    document: &str,
    choice: Choice,
    asked: &Asked,
) -> Option<String> {
    if may_hold_national_id(document) {
        return None;
    }
    let mut parts = vec![
        ("system", source.to_owned()),
        ("document", document.to_owned()),
    ];
    parts.extend(choice.parts());
    parts.push(("only", "lookups".to_owned()));
    Some(asked.to_with("/picture", &parts))
}

pub(crate) fn render(
    view: &HistoryView,
    named: &str,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let offered = history::Offered {
        kinds: &FETCHES,
        otherwise: Otherwise::LastQuarter,
        at_once: &["user"],
        left_out: &["source"],
    };
    let title = words.say("picture-title");
    let page = ListPage {
        heading: named.to_owned(),
        detail: history::period_line(choice, words),
        lead: words.say("picture-lead"),
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
    fn the_page_is_whole_in_four_languages_and_its_form_stays_with_the_document() {
        for language in Language::ALL {
            let address = format!(
                "/{}/picture?system=hr&document=A%26B&only=lookups",
                language.tag()
            );
            let asked = testing::asked(&address);
            let question = history::question(&asked, About::Everything, &[], Choice::All);
            let view = made_up::history(&question);
            let html = render(&view, "A&B · hr", Choice::All, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert!(html.contains("type=\"hidden\" name=\"document\" value=\"A&#38;B\""));
            assert!(html.contains("type=\"hidden\" name=\"system\" value=\"hr\""));
            assert!(
                !html.contains("select-source"),
                "the document is one of its source"
            );
            assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
        }
    }

    #[test]
    fn a_name_that_may_hold_a_national_id_stands_in_no_address() {
        let asked = testing::asked("/nb/pictures");
        let led = |name: &str| address("hr", name, Choice::All, &asked).is_some();
        assert!(led("DOK-00047706") && led("Fagbrev 2019-04.pdf") && led("Foto 77"));
        assert!(!led("CV 01817010055.pdf") && !led("018170 10055") && !led("010190-907N"));
    }
}
