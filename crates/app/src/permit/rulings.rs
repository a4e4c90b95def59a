//! What somebody may do, all of it, and which rules say so: "why may I see this, why not".

use super::{ACTIONS, About, Principal, Question, rule};

/// What the rules say of one action, about nothing in particular.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// `Action::NAME`.
    pub action: &'static str,
    pub allowed: bool,
    /// The ids of the rules that decided; none where no rule allows it.
    pub by: Vec<String>,
}

/// Of every action.
#[must_use]
pub fn rulings(principal: &Principal) -> Vec<Ruled> {
    let ruled = ACTIONS.iter().map(|action| {
        let ruling = rule(&Question {
            asker: principal.asker(),
            action,
            about: &About::Organisation,
        });
        Ruled {
            action,
            allowed: ruling.allowed,
            by: ruling.by,
        }
    });
    ruled.collect()
}
