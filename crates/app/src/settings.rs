//! The organisation's settings.

use tilsyn_registry::Error;
use tilsyn_registry::settings::{ALL, COMMON, REVIEWERS_GIVEN_BY, REVIEWERS_HELD_BY};

use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
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
    /// who are log reviewers and this one may not, or a common body has decided it.
    pub fn set(
        &self,
        permit: &Permit<ChangeSettings>,
        key: &str,
        value: &str,
    ) -> Result<(), Problem> {
        if [REVIEWERS_GIVEN_BY.key, REVIEWERS_HELD_BY.key].contains(&key) {
            permit::ask::<NameBodies>(permit.principal(), permit.form())?;
        }
        self.registry().could_set(key, value).map_err(caused)?;
        let looked = Looked::plain("setting-set", 1)
            .by("setting", Some(key))
            .set_to(value);
        self.file_look(permit, &looked)?;
        self.registry().set_text(key, value).map_err(caused)
    }

    /// What this organisation, as the common body of several, has decided for all of them; `None`
    /// where it has decided nothing. Nothing about people is ever decided so.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn decided(&self, key: &str) -> Result<Option<String>, Error> {
        match COMMON.contains(&key) {
            true => self.registry().own_setting(key),
            false => Ok(None),
        }
    }
}

fn caused(cause: Error) -> Problem {
    match cause {
        Error::BadSetting { .. } => Problem::caused(Whose::Yours, "problem-bad-setting", cause),
        Error::SettingDecided { .. } => {
            Problem::caused(Whose::Refused, "problem-setting-decided", cause)
        }
        other => registry_problem(other),
    }
}
