//! Settings: what the organisation decides once, each with its meaning and its default.
//!
//! One rule: a setting that nobody set is its default; one that cannot be read is an error, not
//! the default, since a wrong time zone or limit must not go unnoticed.

use std::fmt::Display;
use std::str::FromStr;

use tilsyn_domain::{Day, Zone};

use crate::error::Error;
use crate::registry::Registry;
use crate::store::{Transaction, Value};

/// One setting: its key and what holds until it is set.
pub struct Setting<T> {
    pub key: &'static str,
    pub default: &'static str,
    /// What is wrong with a value that can be read but makes no sense.
    accepts: fn(&T) -> Fit,
}

/// Whether a value makes sense.
enum Fit {
    Yes,
    No,
}

/// The organisation's time zone, an IANA name: decides which day an event belongs to.
pub const TIME_ZONE: Setting<String> = Setting {
    key: "time_zone",
    default: "Europe/Oslo",
    accepts: |name| fit(Zone::named(name).is_some()),
};

/// The organisation's name, as pages, letters and reports head it.
pub const ORGANISATION_NAME: Setting<String> = Setting {
    key: "organisation_name",
    default: "",
    accepts: |name| fit(name.len() <= SETTING_BYTES_MAX),
};

/// The language of what is made for nobody in particular: `nb`, `da`, `sv` or `en`.
pub const LANGUAGE: Setting<String> = Setting {
    key: "language",
    default: "nb",
    accepts: |code| fit(["nb", "da", "sv", "en"].contains(&code.as_str())),
};

/// Units that give out the role of log reviewer, by their codes, separated by commas (H10.1).
/// Nobody gives it out before it is set.
pub const REVIEWERS_GIVEN_BY: Setting<String> = Setting {
    key: "reviewers_given_by",
    default: "",
    accepts: |codes| fit(codes.len() <= SETTING_BYTES_MAX),
};

/// Units whose staff may hold it (H10.1). Nobody may before it is set.
pub const REVIEWERS_HELD_BY: Setting<String> = Setting {
    key: "reviewers_held_by",
    default: "",
    accepts: |codes| fit(codes.len() <= SETTING_BYTES_MAX),
};

/// How much quarantine may hold, sealed, in bytes; beyond it an import stops.
pub const QUARANTINE_BYTES_MAX: Setting<u64> = Setting {
    key: "quarantine_bytes_max",
    default: "10737418240",
    accepts: |_| Fit::Yes,
};

/// From how many different people on, opened by one reader within an hour, there is a warning.
pub const PEOPLE_PER_HOUR_WARNED: Setting<u64> = Setting {
    key: "people_per_hour_warned",
    default: "30",
    accepts: |people| fit(*people > 0),
};

/// How many different people one reader can open within an hour.
pub const PEOPLE_PER_HOUR_MAX: Setting<u64> = Setting {
    key: "people_per_hour_max",
    default: "100",
    accepts: |people| fit(*people > 0),
};

/// Within so many days of its end the report of a quarter is approved; else the quarter counts as
/// missed.
pub const REPORT_DAYS: Setting<u64> = Setting {
    key: "report_days",
    default: "30",
    accepts: |days| fit((1..=366).contains(days)),
};

/// What the last full check of everything stored came to, as `app` writes it down. Nobody sets it:
/// it is a note, not among [`ALL`].
pub const LAST_VERIFICATION: Setting<String> = Setting {
    key: "last_verification",
    default: "",
    accepts: |note| fit(note.len() <= SETTING_BYTES_MAX),
};

/// The last day of which it was told by mail what is due; empty before the first. A note as well.
pub const REMINDED_TO: Setting<String> = Setting {
    key: "reminded_to",
    default: "",
    accepts: |day| fit(day.is_empty() || Day::parse(day).is_some()),
};

/// Every setting there is, with its default: documentation and pages list these.
pub const ALL: &[(&str, &str)] = &[
    (TIME_ZONE.key, TIME_ZONE.default),
    (ORGANISATION_NAME.key, ORGANISATION_NAME.default),
    (LANGUAGE.key, LANGUAGE.default),
    (REVIEWERS_GIVEN_BY.key, REVIEWERS_GIVEN_BY.default),
    (REVIEWERS_HELD_BY.key, REVIEWERS_HELD_BY.default),
    (QUARANTINE_BYTES_MAX.key, QUARANTINE_BYTES_MAX.default),
    (PEOPLE_PER_HOUR_WARNED.key, PEOPLE_PER_HOUR_WARNED.default),
    (PEOPLE_PER_HOUR_MAX.key, PEOPLE_PER_HOUR_MAX.default),
    (REPORT_DAYS.key, REPORT_DAYS.default),
];

/// Those that a common body may decide for several organisations: what it has set there holds in
/// all of them, whatever they have set themselves.
pub const COMMON: [&str; 2] = [PEOPLE_PER_HOUR_WARNED.key, PEOPLE_PER_HOUR_MAX.key];

/// What holds of a setting that nobody has set.
#[must_use]
pub fn built_in(key: &str) -> Option<String> {
    let found = ALL.iter().find(|(known, _)| *known == key);
    found.map(|(_, default)| (*default).to_owned())
}

/// Those that hold a text.
const TEXTS: [&Setting<String>; 5] = [
    &TIME_ZONE,
    &ORGANISATION_NAME,
    &LANGUAGE,
    &REVIEWERS_GIVEN_BY,
    &REVIEWERS_HELD_BY,
];

/// Those that hold a number.
const NUMBERS: [&Setting<u64>; 4] = [
    &QUARANTINE_BYTES_MAX,
    &PEOPLE_PER_HOUR_WARNED,
    &PEOPLE_PER_HOUR_MAX,
    &REPORT_DAYS,
];

fn number(key: &str) -> Option<&'static Setting<u64>> {
    NUMBERS.into_iter().find(|setting| setting.key == key)
}

fn text(key: &str) -> Option<&'static Setting<String>> {
    TEXTS.into_iter().find(|setting| setting.key == key)
}

/// No value is longer than this.
pub const SETTING_BYTES_MAX: usize = 1_000;

impl Registry {
    /// What a setting is now.
    ///
    /// # Errors
    /// If the database fails or what stands there makes no sense.
    pub fn setting<T: FromStr>(&self, setting: &Setting<T>) -> Result<T, Error> {
        let kept = match self.decided_for_us(setting.key) {
            None => self.own_setting(setting.key)?,
            decided => decided,
        };
        read(setting, kept.as_deref().unwrap_or(setting.default))
    }

    /// What somebody has set here; `None` where the default holds.
    ///
    /// # Errors
    /// If the database fails.
    pub fn own_setting(&self, key: &str) -> Result<Option<String>, Error> {
        self.store.read(|open| {
            open.first(
                "SELECT value FROM settings WHERE setting = $1",
                &[Value::text(key)],
                |row| row.text(),
            )
        })
    }

    fn decided_for_us(&self, key: &str) -> Option<String> {
        let common = self.common.as_ref().filter(|_| COMMON.contains(&key));
        common.and_then(|common| common(key))
    }

    /// What the setting of that key is now, as text.
    ///
    /// # Errors
    /// If the database fails or there is no such setting.
    pub fn setting_text(&self, key: &str) -> Result<String, Error> {
        if let Some(setting) = text(key) {
            return self.setting(setting);
        }
        match number(key) {
            Some(setting) => self.setting(setting).map(|number| number.to_string()),
            None => Err(Error::BadSetting { key: "unknown" }),
        }
    }

    /// Whether a text can be the setting of that key.
    ///
    /// # Errors
    /// If there is no such setting, the value makes no sense, or a common body has decided it.
    pub fn could_set(&self, key: &str, value: &str) -> Result<(), Error> {
        if self.decided_for_us(key).is_some() {
            let key = key.to_owned();
            return Err(Error::SettingDecided { key });
        }
        match (text(key), number(key)) {
            (Some(setting), _) => read(setting, value).map(drop),
            (None, Some(setting)) => read(setting, value).map(drop),
            (None, None) => Err(Error::BadSetting { key: "unknown" }),
        }
    }

    /// Sets the setting of that key from text.
    ///
    /// # Errors
    /// As `could_set`, or if the database fails.
    pub fn set_text(&self, key: &str, value: &str) -> Result<(), Error> {
        self.could_set(key, value)?;
        self.keep(key, value)
    }

    /// Sets it.
    ///
    /// # Errors
    /// If the database fails or the value makes no sense.
    pub fn set<T: FromStr + Display>(&self, setting: &Setting<T>, value: &T) -> Result<(), Error> {
        let text = value.to_string();
        read(setting, &text)?;
        self.keep(setting.key, &text)
    }

    fn keep(&self, key: &str, value: &str) -> Result<(), Error> {
        self.store.write(|open| keep(open, key, value))
    }
}

/// Keeps a value that was looked at, in a step with others.
pub(crate) fn keep(open: &mut Transaction, key: &str, value: &str) -> Result<(), Error> {
    let sql = "INSERT INTO settings (setting, value) VALUES ($1, $2)
               ON CONFLICT (setting) DO UPDATE SET value = excluded.value";
    let values = [Value::text(key), Value::text(value)];
    open.execute(sql, &values).map(drop)
}

fn read<T: FromStr>(setting: &Setting<T>, text: &str) -> Result<T, Error> {
    let bad = Error::BadSetting { key: setting.key };
    match text.parse() {
        Ok(value) if matches!((setting.accepts)(&value), Fit::Yes) => Ok(value),
        _ => Err(bad),
    }
}

fn fit(fits: bool) -> Fit {
    if fits { Fit::Yes } else { Fit::No }
}
