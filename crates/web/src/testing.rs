//! Requests made by hand, for tests.

use std::sync::Arc;

use tilsyn_app::Principal;
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Day, Zone};

use crate::asked::{Asked, Shared};
use crate::handles::Handles;
use crate::login::{FormKey, Reader};
use crate::made_up;
use crate::printed::Print;

/// What the made-up installation shares.
pub(crate) fn shared() -> Arc<Shared> {
    Arc::new(Shared {
        organisation: "Nordvik kommune".to_owned(),
        zone: Zone::named("Europe/Oslo").expect("Oslo"),
        form_key: FormKey::of_a_test(),
        print: print(),
        session_cookie: "tilsyn-session",
    })
}

/// Makes no PDF of a document, but its texts for a test to look at.
pub(crate) fn print() -> Print {
    Print::new(|document| Ok(format!("%PDF of a test\n{document:#?}").into_bytes()))
}

/// A request for an address with filters.
pub(crate) fn asked(address: &str) -> Asked {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut asked = Asked::read(shared(), path, query).expect("an address with a language");
    asked.is_by(Reader {
        principal: Principal::development("Siv Dahl"),
        choice: ["Siv Dahl", "Jonas Berg"].map(str::to_owned).to_vec(),
        chosen: 0,
    });
    asked.token = "token-of-a-test".to_owned();
    asked.latest = Day::from_ymd(2026, 9, 30);
    asked
}

/// Handles as the desk would give them.
pub(crate) struct MadeUpHandles;

impl Handles for MadeUpHandles {
    fn handle(&self, identity: &Identity) -> Option<String> {
        made_up::handle(identity)
    }
}

/// What every page must keep to, whatever it shows.
pub(crate) fn check_page(html: &str, what: &str) {
    assert!(html.starts_with("<!doctype html>"), "{what}");
    assert!(
        !html.contains(" style=") && !html.contains("<script"),
        "{what}: inline"
    );
    assert_eq!(html.matches("<h1").count(), 1, "{what}: one h1");
    let body = html.split("<main").nth(1).expect("main");
    let mut level = 1;
    for heading in body.split("<h").skip(1) {
        let next = heading
            .chars()
            .next()
            .and_then(|c| c.to_digit(10))
            .unwrap_or(level);
        assert!(next <= level + 1, "{what}: a heading is skipped");
        level = next;
    }
    let unsaid = crate::words::keys_in(html);
    assert!(unsaid.is_empty(), "{what}: no sentence for {unsaid:?}");
    let mut ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{what}: an id stands twice");
}
