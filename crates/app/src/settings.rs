//! The organisation's settings.

use tilsyn_registry::Error;
use tilsyn_registry::settings::{ALL, COMMON, REVIEWERS_GIVEN_BY, REVIEWERS_HELD_BY};

use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
use crate::permit::{Action, ChangeSettings, NameBodies, Permit};
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
    /// who are log reviewers, which is not said here, or a common body has decided it.
    pub fn set(
        &self,
        permit: &Permit<ChangeSettings>,
        key: &str,
        value: &str,
    ) -> Result<(), Problem> {
        if names_bodies(key) {
            return Err(Problem::denied(
                "problem-setting-bodies",
                ChangeSettings::NAME,
            ));
        }
        self.put(permit, key, value)
    }

    /// Names the bodies that give out, or whose staff may hold, the role of log reviewer (H10.1):
    /// codes of units with commas between, by setting. It holds at once.
    ///
    /// # Errors
    /// Yours, where it is another setting, none is named, or the directory has no such unit; then
    /// everything stays as it was.
    pub fn name_bodies(
        &self,
        permit: &Permit<NameBodies>,
        named: &[(&str, &str)],
    ) -> Result<(), Problem> {
        let mut wanted = Vec::new();
        for (key, codes) in named {
            wanted.push((*key, self.codes_of_bodies(key, codes)?));
        }
        for (key, codes) in wanted {
            if self
                .registry()
                .setting_text(key)
                .map_err(registry_problem)?
                != codes
            {
                self.put(permit, key, &codes)?;
            }
        }
        Ok(())
    }

    fn codes_of_bodies(&self, key: &str, codes: &str) -> Result<String, Problem> {
        if !names_bodies(key) {
            return Err(Problem::yours("problem-bad-setting"));
        }
        let index = self.directory_index();
        let codes = codes.split(',').map(str::trim);
        let codes: Vec<&str> = codes.filter(|code| !code.is_empty()).collect();
        if codes.is_empty() {
            return Err(Problem::yours("problem-bodies-none"));
        }
        match codes.iter().all(|code| index.has_unit(code)) {
            true => Ok(codes.join(",")),
            false => Err(Problem::yours("problem-duty-scope-unit")),
        }
    }

    /// Which they are: the settings with their values.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn bodies_named(
        &self,
        _permit: &Permit<NameBodies>,
    ) -> Result<[(&'static str, String); 2], Problem> {
        let value = |key| self.registry().setting_text(key).map_err(registry_problem);
        Ok([
            (REVIEWERS_GIVEN_BY.key, value(REVIEWERS_GIVEN_BY.key)?),
            (REVIEWERS_HELD_BY.key, value(REVIEWERS_HELD_BY.key)?),
        ])
    }

    fn put<A: Action>(&self, permit: &Permit<A>, key: &str, value: &str) -> Result<(), Problem> {
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

/// Whether a setting says who gives out or holds the role of log reviewer.
#[must_use]
pub fn names_bodies(key: &str) -> bool {
    [REVIEWERS_GIVEN_BY.key, REVIEWERS_HELD_BY.key].contains(&key)
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
