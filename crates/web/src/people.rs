//! How somebody is named in a list: name, employee number and unit (H8.1), with a link.

use tilsyn_app::log_review::view::{Named, UnitName};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::question::account_text;

use crate::asked::Asked;
use crate::handles::Handles;
use crate::masked::masked_of;
use crate::period::Choice;
use crate::words::Words;

/// Which of a person's two pages a name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// Who looked at this person.
    Person,
    /// What this user looked at.
    User,
}

/// Somebody, ready to be laid out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Who {
    pub(crate) name: String,
    /// Empty: no page.
    pub(crate) href: String,
    /// Employee number and unit.
    pub(crate) detail: String,
}

impl Who {
    pub(crate) fn of(named: &Named, view: View, asked: &Asked, handles: &dyn Handles) -> Who {
        let href = handles.handle(&named.identity);
        Who {
            name: name_of(named, asked.words()),
            href: href
                .map(|handle| person_page(asked, view, &handle, None))
                .unwrap_or_default(),
            detail: detail(
                named.card.employee_no.as_deref(),
                named.unit_name.as_deref(),
            ),
        }
    }

    /// With the period of the page it stands on.
    pub(crate) fn within(
        named: &Named,
        view: View,
        choice: Choice,
        asked: &Asked,
        handles: &dyn Handles,
    ) -> Who {
        let href = handles.handle(&named.identity);
        let page = |handle: String| person_page(asked, view, &handle, Some(choice));
        Who {
            href: href.map(page).unwrap_or_default(),
            ..Who::of(named, view, asked, handles)
        }
    }
}

/// The address of somebody's page.
pub(crate) fn person_page(
    asked: &Asked,
    view: View,
    handle: &str,
    choice: Option<Choice>,
) -> String {
    let path = match view {
        View::Person => format!("/person/{handle}"),
        View::User => format!("/user/{handle}"),
    };
    asked.to_with(&path, &choice.map(Choice::parts).unwrap_or_default())
}

/// The name; without one the account, or the masked id.
pub(crate) fn name_of(named: &Named, words: Words) -> String {
    match (&named.card.name, &named.identity) {
        (Some(name), _) => name.clone(),
        (None, Identity::Account { source, user }) => account_text(source, user),
        (None, Identity::Person(_)) if named.card.is_protected => words.say("name-protected"),
        (None, Identity::Person(id)) => {
            format!("{} {}", words.say("name-unknown"), masked_of(id, false))
        }
    }
}

/// `104412 · Barnevern`.
pub(crate) fn detail(employee_no: Option<&str>, unit: Option<&str>) -> String {
    let parts = [employee_no, unit]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

/// Unit names, or the word for none.
pub(crate) fn unit_names(units: &[UnitName], words: Words) -> String {
    if units.is_empty() {
        return words.say("unit-none");
    }
    units
        .iter()
        .map(|unit| unit.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}
