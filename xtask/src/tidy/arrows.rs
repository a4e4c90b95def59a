//! Which crate may depend on which: the table in ARCHITECTURE.md against the manifests.
//!
//! Both ways: an arrow in a manifest that the map does not show, and one that the map still shows
//! though nothing uses it. Tests may lean on any crate (`dev-dependencies` are not read).

use super::Manifest;

/// The prefix of our packages' names.
const OURS: &str = "tilsyn-";

/// One row of the table: a crate and what it may depend on.
#[derive(Debug, PartialEq)]
struct Row {
    name: String,
    may: Vec<String>,
}

/// The manifests have exactly the arrows of the map.
pub(super) fn match_the_map(manifests: &[Manifest], map: &str) -> Vec<String> {
    let rows = table(map);
    let mut sins = Vec::new();
    for manifest in manifests {
        let name = short(&manifest.package);
        if ["xtask", "tests"].contains(&name) {
            continue;
        }
        let Some(row) = rows.iter().find(|row| row.name == name) else {
            sins.push(format!(
                "ARCHITECTURE.md: no row for `{name}` in the table of arrows"
            ));
            continue;
        };
        let have = arrows(&manifest.toml);
        for to in have.iter().filter(|to| !row.may.contains(*to)) {
            sins.push(format!(
                "crates/{name}/Cargo.toml: `{to}` is no arrow of the map"
            ));
        }
        for to in row.may.iter().filter(|to| !have.contains(*to)) {
            sins.push(format!(
                "ARCHITECTURE.md: nothing in `{name}` uses `{to}` any more"
            ));
        }
    }
    sins
}

fn short(package: &str) -> &str {
    package.strip_prefix(OURS).unwrap_or(package)
}

fn arrows(toml: &toml::Table) -> Vec<String> {
    let mut arrows = Vec::new();
    for part in ["dependencies", "build-dependencies"] {
        let names = toml.get(part).and_then(|p| p.as_table());
        let ours = names.into_iter().flat_map(|all| all.keys());
        arrows.extend(
            ours.filter_map(|name| name.strip_prefix(OURS))
                .map(str::to_owned),
        );
    }
    arrows
}

/// Rows of the form `| \`name\` | \`one\`, \`other\` | … |` under the heading "Arrows".
fn table(map: &str) -> Vec<Row> {
    let start = map.find("## Arrows").unwrap_or(map.len());
    let section = &map[start..];
    let end = section[2..]
        .find("\n## ")
        .map_or(section.len(), |at| at + 2);
    let mut rows = Vec::new();
    for line in section[..end]
        .lines()
        .filter(|line| line.starts_with("| `"))
    {
        let mut cells = line.split('|').skip(1);
        let names = quoted(cells.next().unwrap_or_default());
        let may = quoted(cells.next().unwrap_or_default());
        for name in names {
            let may = may.clone();
            rows.push(Row { name, may });
        }
    }
    rows
}

fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "## Arrows\n| crate | may |\n|---|---|\n| `a`, `b` | nothing | x |\n\
        | `c` | `a`, `b` | y |\n\n## Next\n| `z` | `c` |\n";

    fn check(package: &str, dependencies: &str, caught: usize) {
        let toml = format!("[dependencies]\n{dependencies}\n").parse();
        let manifest = Manifest {
            folder: package.into(),
            package: package.into(),
            toml: toml.expect("a manifest"),
        };
        assert_eq!(match_the_map(&[manifest], MAP).len(), caught, "{package}");
    }

    #[test]
    fn an_arrow_that_the_map_lacks_is_caught() {
        check("tilsyn-a", "tilsyn-b.workspace = true", 1);
        check("tilsyn-a", "serde = \"1\"", 0);
    }

    #[test]
    fn an_arrow_that_nobody_uses_is_caught() {
        check("tilsyn-c", "tilsyn-b.workspace = true", 1);
        check(
            "tilsyn-c",
            "tilsyn-a.workspace = true\ntilsyn-b.workspace = true",
            0,
        );
    }

    #[test]
    fn a_crate_without_a_row_is_caught() {
        check("tilsyn-z", "", 1);
    }
}
