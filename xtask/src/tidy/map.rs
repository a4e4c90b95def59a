//! ARCHITECTURE.md names every crate and top folder, and nothing that is not there.

/// Every top folder stands in the map.
pub(super) fn names_every_folder(folders: &[String], map: &str) -> Vec<String> {
    let named = |folder: &&String| !map.contains(&format!("`{folder}/`"));
    let missing = folders.iter().filter(named);
    missing
        .map(|folder| format!("ARCHITECTURE.md: does not name `{folder}/`"))
        .collect()
}

/// Every crate has a paragraph (`### \`name\``), and every paragraph a crate.
pub(super) fn names_every_crate(crates: &[String], map: &str) -> Vec<String> {
    let paragraphs: Vec<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("### `")?.split('`').next())
        .collect();
    let mut sins = Vec::new();
    for name in crates {
        if !paragraphs.contains(&name.as_str()) {
            sins.push(format!(
                "ARCHITECTURE.md: no paragraph on the crate `{name}`"
            ));
        }
    }
    for name in paragraphs {
        if !crates.iter().any(|known| known == name) {
            sins.push(format!("ARCHITECTURE.md: there is no crate `{name}`"));
        }
    }
    sins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_folder_that_the_map_lacks_is_caught() {
        let map = "`docs/` holds what operators read.";
        assert_eq!(names_every_folder(&names("docs bench"), map).len(), 1);
    }

    #[test]
    fn a_crate_without_paragraph_and_a_paragraph_without_crate_are_caught() {
        let map = "### `domain`\nWords.\n### `gone`\n";
        assert_eq!(names_every_crate(&names("domain ledger"), map).len(), 2);
        assert_eq!(names_every_crate(&names("domain gone"), map).len(), 0);
    }
}
