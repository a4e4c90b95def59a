//! The organisation's settings.

use tilsyn_registry::settings::{ALL, REVIEWERS_GIVEN_BY, REVIEWERS_HELD_BY};

use crate::desk::{Desk, registry_problem};
use crate::permit::{self, ChangeSettings, NameBodies, Permit};
use crate::problem::{Problem, Whose};

impl Desk {
    /// Every setting with its value.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn settings(
        &self,
        _permit: &Permit<ChangeSettings>,
    ) -> Result<Vec<(&'static str, String)>, Problem> {
        let known = ALL.iter().map(|(key, _)| {
            let value = self
                .registry()
                .setting_text(key)
                .map_err(registry_problem)?;
            Ok((*key, value))
        });
        known.collect()
    }

    /// Sets one; it holds from the next start on.
    ///
    /// # Errors
    /// Yours, when there is no such setting or the value makes no sense. Refused, where it says
    /// who are log reviewers and this one may not.
    pub fn set(
        &self,
        permit: &Permit<ChangeSettings>,
        key: &str,
        value: &str,
    ) -> Result<(), Problem> {
        if [REVIEWERS_GIVEN_BY.key, REVIEWERS_HELD_BY.key].contains(&key) {
            permit::ask::<NameBodies>(permit.principal(), permit.form())?;
        }
        tracing::info!(
            principal = permit.principal().user(),
            setting = key,
            "a setting is set"
        );
        self.registry()
            .set_text(key, value)
            .map_err(|cause| match cause {
                tilsyn_registry::Error::BadSetting { .. } => {
                    Problem::caused(Whose::Yours, "problem-bad-setting", cause)
                }
                other => registry_problem(other),
            })
    }
}
