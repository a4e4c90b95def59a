//! The list of ASVS names tests and files that are there, and says of each requirement how it
//! stands.

use std::collections::HashSet;

use super::Source;

const LIST: &str = "docs/asvs.toml";

/// What breaks the list's own rules.
pub(super) fn names_what_is_there(sources: &[Source]) -> Vec<String> {
    let Some(list) = sources.iter().find(|source| source.path == LIST) else {
        return vec![format!("{LIST} is missing")];
    };
    let all = match list.text.parse::<toml::Table>() {
        Ok(all) => all,
        Err(error) => return vec![format!("{LIST}: {error}")],
    };
    let tests = tests_in(sources);
    let paths: HashSet<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    let wrong = all.iter().filter_map(|(id, entry)| {
        let why = fault(entry, &tests, &paths)?;
        Some(format!("{LIST}: {id}: {why}"))
    });
    wrong.collect()
}

fn fault(entry: &toml::Value, tests: &HashSet<&str>, paths: &HashSet<&str>) -> Option<String> {
    let said = |key: &str| entry.get(key).and_then(toml::Value::as_str);
    let needed = match said("state") {
        Some("met") => "how",
        Some("not-applicable") => "why",
        Some("open") => "missing",
        _ => return Some("its state is met, not-applicable or open".to_owned()),
    };
    if said(needed).is_none_or(str::is_empty) {
        return Some(format!("`{needed}` is missing"));
    }
    let named = entry.get("tests").and_then(toml::Value::as_array);
    let named = named.into_iter().flatten().filter_map(toml::Value::as_str);
    let named: Vec<&str> = named.collect();
    if needed == "how" && named.is_empty() && said("by").is_none() {
        return Some("neither `tests` nor `by` shows it".to_owned());
    }
    if let Some(gone) = named.iter().find(|name| !tests.contains(*name)) {
        return Some(format!("there is no test {gone}"));
    }
    let gone = said("by").filter(|path| !paths.contains(path))?;
    Some(format!("there is no file {gone}"))
}

/// Functions of tests, and checks that run in the browser.
fn tests_in(sources: &[Source]) -> HashSet<&str> {
    let mut names = HashSet::new();
    for source in sources {
        let in_browser = source.path.starts_with("tests/browser/checks/");
        let mut is_test = in_browser;
        for line in source.text.lines().map(str::trim_start) {
            if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                is_test = true;
            }
            let name = line.split_once(if in_browser { "function " } else { "fn " });
            let name = name.and_then(|(_, rest)| rest.split_once('('));
            if let Some((name, _)) = name.filter(|_| is_test) {
                names.insert(name);
                is_test = in_browser;
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn sins(list: &str) -> Vec<String> {
        let tests =
            "#[test]\nfn it_holds() {}\nfn helper() {}\n#[tokio::test]\nasync fn it_waits() {}";
        names_what_is_there(&[
            source(LIST, list),
            source("crates/x/src/tests.rs", tests),
            source(
                "tests/browser/checks/a.mjs",
                "export async function checkA(page) {}",
            ),
        ])
    }

    #[test]
    fn a_name_that_nothing_has_is_found() {
        let entry = |rest: &str| sins(&format!("[\"1.2.3\"]\n{rest}")).join("; ");
        for fine in [
            "state = 'met'\nhow = 'so'\ntests = ['it_holds', 'it_waits', 'checkA']",
            "state = 'met'\nhow = 'so'\nby = 'crates/x/src/tests.rs'",
            "state = 'open'\nmissing = 'all'",
            "state = 'not-applicable'\nwhy = 'none'",
        ] {
            assert_eq!(entry(fine), "", "{fine}");
        }
        for (wrong, why) in [
            ("state = 'fine'", "its state is"),
            ("state = 'met'\nhow = 'so'", "neither"),
            (
                "state = 'met'\nhow = 'so'\ntests = ['helper']",
                "there is no test helper",
            ),
            (
                "state = 'met'\nhow = 'so'\nby = 'crates/y.rs'",
                "there is no file",
            ),
            ("state = 'open'", "`missing` is missing"),
        ] {
            assert!(entry(wrong).contains(why), "{wrong}: {}", entry(wrong));
        }
        assert!(sins("[").join("").contains(LIST));
    }
}
