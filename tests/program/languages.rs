//! Every command in four languages: what people read is in the language they ask for, what
//! programs read is the same in all.

use std::process::Command;

use tilsyn_tests::{Folder, Ran, ran};

const LANGUAGES: [&str; 4] = ["nb", "da", "sv", "en"];

/// Each command with a word that its answer must hold, in the order of `LANGUAGES`; `LANGUAGE` is
/// the one it is asked in.
const COMMANDS: [(&str, [&str; 4]); 18] = [
    (
        "statement --from 2026-07-01 --to 2026-07-31",
        ["Utenfor", "Uden for", "Utanför", "Outside"],
    ),
    (
        "subjects --from 2026-07-01 --to 2026-07-31",
        ["Fødselsnr.", "Cpr-nr.", "Personnr.", "National"],
    ),
    (
        "pictures --from 2026-07-01 --to 2026-07-31",
        ["Bilde", "Billede", "Bild", "Picture"],
    ),
    (
        "statement --from 2020-07-01 --to 2020-07-31",
        ["uten kjent", "uden kendt", "utan känd", "without a known"],
    ),
    (
        "sample --from 2026-07-01 --to 2026-07-31 --size 2 --seed 1",
        [
            "oppslag er trukket",
            "opslag er udtaget",
            "slagningar har dragits",
            "look-ups are drawn",
        ],
    ),
    (
        "history --user HR:anna --kind lookup",
        ["Oppslag ", "Opslag ", "Slagning ", "Look-up "],
    ),
    (
        "history --user HR:nobody",
        [
            "Ingen hendelser",
            "Ingen hændelser",
            "Inga händelser",
            "No events",
        ],
    ),
    (
        "search Anna",
        ["Fødselsnr.", "Cpr-nr.", "Personnr.", "National"],
    ),
    (
        "search Xyzzy",
        ["ble funnet", "blev fundet", "hittades", "were found"],
    ),
    (
        "sources",
        ["løpenumre", "løbenumre", "löpnummer", "sequence"],
    ),
    ("quarantine", ["mangler", "mangler", "saknas", "is missing"]),
    ("own-log", ["Så", "Så", "Såg", "Saw"]),
    (
        "verify",
        ["Loggen er hel", "Loggen er hel", "Loggen är hel", "whole"],
    ),
    (
        "settings",
        ["Innstilling", "Indstilling", "Inställning", "Setting"],
    ),
    (
        "holds list",
        [
            "holdt tilbake",
            "holdt tilbage",
            "hållits kvar",
            "has been held",
        ],
    ),
    ("retention list", ["Lagres", "Opbevares", "Lagras", "Kept"]),
    ("doctor", ["Rotnøkkel", "Rodnøgle", "Rotnyckel", "Root key"]),
    (
        "prove HR:e01 --parts act --out LANGUAGE.tlog-proof",
        [
            "under sjekkpunktet",
            "under kontrolpunktet",
            "under kontrollpunkten",
            "under the checkpoint",
        ],
    ),
];

/// A register with something in quarantine.
fn folder() -> Folder {
    let folder = Folder::with_register();
    let piece = folder.file("bad.ndjson", "{\"id\":\"1\",\"source\":\"HR\"}\n");
    let _refused = folder.takes(&piece).ended(1);
    folder
}

fn ask(folder: &Folder, line: &str, language: &str) -> Ran {
    let line = line.replace("LANGUAGE", language);
    let words: Vec<&str> = line.split(' ').collect();
    ran(folder.command(&words).args(["--lang", language]))
}

/// Keys that stand where sentences should: `cli-nothing-history`.
fn has_key(text: &str) -> bool {
    let families = ["cli-", "refusal-", "problem-", "action-", "kind-", "plant-"];
    text.split([' ', '\n'])
        .any(|word| families.iter().any(|family| word.starts_with(family)))
}

fn check_all(folder: &Folder) {
    for (line, expected) in COMMANDS {
        for (language, expected) in LANGUAGES.into_iter().zip(expected) {
            let ran = ask(folder, line, language);
            assert!(
                matches!(ran.exit, Some(0 | 1)),
                "{line} in {language}: {ran:?}"
            );
            // A heading may be broken over lines.
            let text = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
            let found = text.contains(expected.trim());
            assert!(found, "{line} in {language} lacks {expected}:\n{}", ran.out);
            assert!(!has_key(&ran.out) && !has_key(&ran.err), "{line}: {ran:?}");
        }
    }
}

#[test]
fn every_command_answers_in_the_language_asked_for() {
    check_all(&folder());
}

#[test]
fn a_running_server_answers_in_the_language_of_whoever_asks() {
    let folder = folder();
    let _server = folder.serve();
    check_all(&folder);
}

#[test]
fn what_programs_read_is_the_same_in_all_languages() {
    let folder = folder();
    // Each look grows the log, and with it what is told of the log itself.
    let grows = ["own-log", "verify", "sources", "prove"];
    for (line, _) in COMMANDS {
        if grows.iter().any(|word| line.starts_with(word)) {
            continue;
        }
        let json = |language| ask(&folder, &format!("{line} --json"), language).out;
        let norwegian = json("nb");
        for language in LANGUAGES {
            assert_eq!(json(language), norwegian, "{line} in {language}");
        }
    }
}

#[test]
fn the_language_is_bokmal_unless_another_is_chosen() {
    let folder = Folder::new();
    let said = |chosen: Option<&str>, words: &[&str]| {
        let mut command: Command = folder.command(words);
        command
            .env_remove("TILSYN_LANG")
            .env("LC_ALL", "en_GB.UTF-8");
        ran(command.envs(chosen.map(|tag| ("TILSYN_LANG", tag)))).out
    };
    assert!(said(None, &["search", "Xyzzy"]).contains("ble funnet"));
    assert!(said(Some("da"), &["search", "Xyzzy"]).contains("blev fundet"));
    assert!(said(Some("en"), &["search", "Xyzzy"]).contains("were found"));
    let asked = ["search", "Xyzzy", "--lang", "sv"];
    assert!(said(Some("da"), &asked).contains("hittades"));
}

#[test]
fn mistakes_and_problems_are_told_in_the_language_asked_for() {
    let folder = folder();
    let check = |line: &str, exit: i32, expected: [&str; 4]| {
        for (language, expected) in LANGUAGES.into_iter().zip(expected) {
            let ran = ask(&folder, line, language).ended(exit);
            assert!(
                ran.err.contains(expected),
                "{line} in {language}: {}",
                ran.err
            );
            assert!(!has_key(&ran.err), "{line}: {}", ran.err);
        }
    };
    check("statement", 2, ["mangler", "mangler", "saknas", "missing"]);
    check(
        "peek",
        2,
        ["finnes ikke", "findes ikke", "finns inte", "no such"],
    );
    check(
        "import events no-such-file",
        2,
        ["finnes ikke", "findes ikke", "finns inte", "does not exist"],
    );
    check(
        "statement --from 2026-07-01 --to yesterday",
        2,
        ["ingen dato", "ingen dato", "inget datum", "no date"],
    );
    check(
        "serve --listen 0.0.0.0:0",
        2,
        [
            "maskinen selv",
            "maskinen selv",
            "datorn själv",
            "machine itself",
        ],
    );
    check(
        "prove HR:none --out none.tlog-proof",
        2,
        [
            "ingen slik hendelse",
            "ingen sådan hændelse",
            "ingen sådan händelse",
            "no such event",
        ],
    );
    check(
        "settings time_zone Nowhere/Land",
        2,
        ["innstilling", "indstilling", "inställning", "setting"],
    );
}

#[test]
fn tables_keep_within_eighty_columns_where_their_words_can_be_broken() {
    let folder = folder();
    for line in [
        "statement --from 2026-07-01 --to 2026-07-31",
        "own-log",
        "verify",
        "settings",
        "retention list",
    ] {
        for language in LANGUAGES {
            let out = ask(&folder, line, language).out;
            let widest = out.lines().map(|line| line.chars().count()).max();
            assert!(
                widest.is_some_and(|widest| widest <= 80),
                "{line} in {language}:\n{out}"
            );
        }
    }
}

#[test]
fn the_quarantine_shows_the_newest_first_and_what_is_left() {
    let folder = Folder::new();
    let lines = (1..=7).map(|n| format!("not JSON {n}\n"));
    let piece = folder.file("bad.ndjson", lines.collect::<String>());
    let _refused = folder.takes(&piece).ended(1);
    let page = |words: &[&str]| {
        let answer = folder
            .ask(&[&["quarantine"][..], words].concat())
            .ended(0)
            .json();
        let rows = answer["rows"].as_array().cloned().expect("rows");
        let lines = rows.iter().filter_map(|row| row["line"].as_u64());
        (
            lines.collect::<Vec<_>>(),
            answer["total"].clone(),
            answer["left"].clone(),
        )
    };
    assert_eq!(page(&["--limit", "3"]), (vec![7, 6, 5], 7.into(), 4.into()));
    assert_eq!(
        page(&["--limit", "3", "--skip", "6"]),
        (vec![1], 7.into(), 0.into())
    );
    assert_eq!(page(&["--skip", "7"]), (vec![], 7.into(), 0.into()));
    let said = ask(&folder, "quarantine --limit 3 --skip 1", "en");
    assert!(
        said.err.contains("3 older") && said.err.contains("--skip 4"),
        "{said:?}"
    );
    assert!(
        ask(&folder, "quarantine --skip 7", "en")
            .out
            .contains("does not go that far")
    );
}
