//! What somebody is authorised for, and which rules of use they signed for it (H10.5).
//!
//! The directory says it. Which version of a system's rules is the newest it does not say: that is
//! the one whose first signature is the latest, so that whoever signed an older one is asked again.

use std::collections::HashMap;

use tilsyn_domain::Day;
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::directory::Authorisation;

use crate::desk::Desk;

/// An authorisation, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorisationRow {
    pub system: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Who gave it, by name.
    pub by: Option<String>,
    /// The version of the rules that was signed; none where nothing was.
    pub rules: Option<String>,
    pub signed_on: Option<Day>,
    /// The version that is to be signed instead, where there is a newer one.
    pub newer_rules: Option<String>,
}

impl Desk {
    /// What a person is authorised for on a day; nothing for an account without owner.
    pub(crate) fn authorisations_of(&self, who: &Identity, day: Day) -> Vec<AuthorisationRow> {
        let Identity::Person(id) = who else {
            return Vec::new();
        };
        let ids = self.directory_index().ids_of(id);
        let directory = self.directory();
        let newest = newest_rules(&directory.authorisations);
        let own = directory.authorisations.iter();
        let own = own.filter(|row| ids.contains(&row.national_id) && row.valid.on(day));
        let mut rows: Vec<AuthorisationRow> = own
            .map(|row| {
                let by = row.by_national_id.clone().map(Identity::Person);
                let newest = newest.get(row.system.as_str()).copied();
                let newer = newest.filter(|newest| row.rules_version.as_deref() != Some(*newest));
                AuthorisationRow {
                    system: row.system.clone(),
                    from: row.valid.from,
                    to: row.valid.to,
                    by: by.and_then(|who| self.card(&who, day).name),
                    rules: row.rules_version.clone(),
                    signed_on: row.rules_signed_on,
                    newer_rules: newer.map(str::to_owned),
                }
            })
            .collect();
        rows.sort_by(|a, b| (&a.system, a.from).cmp(&(&b.system, b.from)));
        // Several accounts in one system may have an authorisation each that says the same.
        rows.dedup();
        rows
    }
}

/// The newest version of the rules of each system.
fn newest_rules(rows: &[Authorisation]) -> HashMap<&str, &str> {
    let mut first_signed: HashMap<(&str, &str), Day> = HashMap::new();
    for row in rows {
        if let (Some(version), Some(day)) = (&row.rules_version, row.rules_signed_on) {
            let first = first_signed.entry((&row.system, version)).or_insert(day);
            *first = day.min(*first);
        }
    }
    let mut newest: HashMap<&str, (Day, &str)> = HashMap::new();
    for ((system, version), day) in first_signed {
        // Of two that began on one day the one with the greater name.
        let found = newest.entry(system).or_insert((day, version));
        *found = (*found).max((day, version));
    }
    let versions = newest.into_iter();
    versions
        .map(|(system, (_, version))| (system, version))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilsyn_domain::NationalId;
    use tilsyn_domain::directory::Validity;

    fn signed(system: &str, version: &str, on: (i16, i8, i8)) -> Authorisation {
        Authorisation {
            national_id: NationalId::new("01817010055").expect("an id"),
            system: system.to_owned(),
            by_national_id: None,
            valid: Validity {
                from: None,
                to: None,
            },
            rules_version: Some(version.to_owned()),
            rules_signed_on: Day::from_ymd(on.0, on.1, on.2),
        }
    }

    #[test]
    fn the_version_that_was_first_signed_last_is_the_newest() {
        let rows = [
            signed("HR", "2", (2025, 9, 1)),
            // Late, and by then an old one.
            signed("HR", "1", (2026, 1, 1)),
            signed("HR", "1", (2024, 2, 1)),
            signed("CASE", "A", (2024, 2, 1)),
            Authorisation {
                rules_signed_on: None,
                ..signed("CASE", "B", (2024, 2, 1))
            },
        ];
        let newest = newest_rules(&rows);
        assert_eq!((newest["HR"], newest["CASE"], newest.len()), ("2", "A", 2));
        assert!(newest_rules(&[]).is_empty());
    }
}
