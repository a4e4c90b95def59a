//! Names of machines, their folders and package servers: a clone works anywhere.

use super::Source;

/// What gives a machine away; put together so that this file does not name one.
const NAMES: [(&str, &str); 6] = [
    (concat!("/wo", "rk/"), "a folder of one machine"),
    (concat!("/ro", "ot/"), "a folder of one machine"),
    (concat!("registry.", "npmjs"), "a package server"),
    (concat!("pypi.", "org"), "a package server"),
    (concat!("files.python", "hosted"), "a package server"),
    (concat!("\"resolved\": ", "\"http"), "a package server"),
];

/// No file names a machine.
pub(super) fn names_no_machine(source: &Source) -> Vec<String> {
    let mut sins = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        for (name, what) in NAMES {
            if line.contains(name) {
                sins.push(format!("{}:{}: names {what}", source.path, at + 1));
            }
        }
    }
    sins
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    #[test]
    fn machine_folders_and_servers_are_caught() {
        let bad = format!("cd {}main\nhttps://{}.org\n", NAMES[0].0, NAMES[2].0);
        assert_eq!(names_no_machine(&source("a.sh", &bad)).len(), 2);
        assert_eq!(
            names_no_machine(&source("a.sh", "cd ../shared/data")).len(),
            0
        );
    }
}
