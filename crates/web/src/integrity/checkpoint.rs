//! From which checkpoint something was made: the same words and figures on pages, in workbooks,
//! in data and in names of files; and the signed note itself.

use serde_json::{Value, json as data};
use tilsyn_app::integrity::CheckpointMark;
use tilsyn_app::permit::{ReadIntegrity, ask};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::reply::{File, FileKind, Reply};
use crate::sheet::no_file;

/// Digits of the root in names of files: 64 bits.
const NAME_DIGITS: usize = 16;

/// "Made from checkpoint N, root R, at T", in words.
pub(crate) fn line(mark: &CheckpointMark, asked: &Asked) -> String {
    let words = asked.words();
    let figures = words.figures();
    let until = mark.until.map(|at| figures.exact(asked.zone(), at));
    let arguments = [
        ("size", figures.whole(mark.size)),
        ("root", mark.root_hex()),
        ("until", until.unwrap_or_else(|| "–".to_owned())),
        ("origin", mark.origin.clone()),
    ];
    let said = words.fill("checkpoint-line", &arguments);
    match mark.newer {
        0 => said,
        newer => format!("{said} {}", words.count("checkpoint-newer", newer)),
    }
}

/// The same for programs.
pub(crate) fn json(mark: &CheckpointMark) -> Value {
    data!({
        "origin": mark.origin, "size": mark.size, "root": mark.root_hex(),
        "until": mark.until.map(|at| at.utc().text()), "newer": mark.newer,
    })
}

/// The same in the name of a file: `checkpoint-1048000-0a0a0a0a0a0a0a0a`.
pub(crate) fn file_part(mark: &CheckpointMark) -> String {
    let mut root = mark.root_hex();
    root.truncate(NAME_DIGITS);
    format!("checkpoint-{}-{root}", mark.size)
}

/// `GET /{language}/integrity/checkpoint`: the signed note, to keep elsewhere.
pub(crate) fn note(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    if asked.form != Form::Page {
        return Ok(Reply::Missing);
    }
    let permit = ask::<ReadIntegrity>(asked.principal(), Form::Page)?;
    let note = desk.checkpoint_note(&permit)?;
    Ok(Reply::File(File {
        name: Some("checkpoint.txt".to_owned()),
        kind: FileKind::Note,
        write: Box::new(move |_, _, out| out.write_all(&note).map_err(no_file)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing;

    #[test]
    fn size_root_and_time_are_told_everywhere_in_four_languages() {
        let mark = made_up::integrity().mark;
        let root = mark.root_hex();
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}", language.tag()));
            let said = line(&mark, &asked);
            let size = asked.words().figures().whole(mark.size);
            assert!(said.contains(&root) && said.contains(&size), "{said}");
            assert!(
                said.contains("2026") && said.contains(&mark.origin),
                "{said}"
            );
            let newer = CheckpointMark {
                newer: 7,
                ..mark.clone()
            };
            assert!(line(&newer, &asked).contains('7') && !said.contains(" 7 "));
        }
        assert_eq!(json(&mark)["root"], root.as_str());
        assert_eq!(file_part(&mark), "checkpoint-1048000-0a0a0a0a0a0a0a0a");
    }
}
