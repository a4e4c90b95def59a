//! Opaque handles in place of national ids in addresses.

use tilsyn_app::Desk;
use tilsyn_domain::codebook::Identity;

/// Gives out handles.
pub(crate) trait Handles {
    fn handle(&self, identity: &Identity) -> Option<String>;
}

impl Handles for Desk {
    fn handle(&self, identity: &Identity) -> Option<String> {
        Desk::handle(self, identity)
    }
}

/// The account behind `source:user`. A source may hold a colon, so the first way of cutting
/// that has a handle counts.
pub(crate) fn account_handle(handles: &dyn Handles, account: &str) -> Option<String> {
    account.match_indices(':').find_map(|(at, _)| {
        let (source, user) = (account[..at].to_owned(), account[at + 1..].to_owned());
        handles.handle(&Identity::Account { source, user })
    })
}
