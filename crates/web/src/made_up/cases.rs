//! A case with every step there is, and others beside it.

use tilsyn_app::cases::{
    CaseRow, CaseView, FileRow, FileType, MyCase, Outcome, Said, StepKind, StepRow, Waiting,
};

use super::{at, day, named};

fn row(number: u64, person: usize, waiting: Waiting) -> CaseRow {
    CaseRow {
        number,
        about: Some(named(person)),
        opened: at("2026-09-01T08:00:00Z"),
        opened_by: "Siv Dahl".to_owned(),
        last: at("2026-09-20T09:30:00Z"),
        waiting,
        due: None,
        outcome: None,
    }
}

/// One late, one in time, one whose user is erased, one that has ended.
pub(crate) fn cases() -> Vec<CaseRow> {
    vec![
        CaseRow {
            due: Some(day("2026-09-21")),
            ..row(3, 0, Waiting::Answer)
        },
        CaseRow {
            due: Some(day("2026-10-21")),
            ..row(4, 1, Waiting::Assessment)
        },
        CaseRow {
            about: None,
            ..row(2, 2, Waiting::Decision)
        },
        CaseRow {
            outcome: Some(Outcome::NeedEstablished),
            ..row(1, 0, Waiting::Nothing)
        },
    ]
}

fn step(number: u64, kind: StepKind) -> StepRow {
    let text = "Oppslag på naboen, tre kvelder på rad.\n\nSe vaktlisten for uke 36 <her>.";
    StepRow {
        number,
        at: at("2026-09-20T09:30:00Z"),
        by: "Siv Dahl".to_owned(),
        kind,
        said: Some(Said {
            text: text.to_owned(),
            files: Vec::new(),
        }),
        due: kind.has_deadline().then(|| day("2026-10-05")),
        outcome: (kind == StepKind::Closed).then_some(Outcome::Unwarranted),
        events: Vec::new(),
        systems: Vec::new(),
        leaf: 1_000 + number,
    }
}

/// A case that took every step; the second of them was erased.
pub(crate) fn case() -> CaseView {
    let steps = (1..).zip(StepKind::ALL);
    let mut steps: Vec<StepRow> = steps.map(|(number, kind)| step(number, kind)).collect();
    steps[0].events = vec![17, 18];
    steps[1].said = None;
    if let Some(said) = &mut steps[2].said {
        said.files.push(FileRow {
            name: "Referat \"1\".pdf".to_owned(),
            kind: FileType::Pdf,
            bytes: 20_480,
        });
    }
    let withdrawn = steps
        .iter_mut()
        .filter(|step| step.kind == StepKind::Withdrawn);
    withdrawn.for_each(|step| step.systems = vec!["personreg".to_owned()]);
    CaseView {
        row: cases().swap_remove(0),
        steps,
        next: StepKind::ALL.into(),
        others: vec![cases().swap_remove(3)],
        systems: vec!["personreg".to_owned(), "famac".to_owned()],
    }
}

/// The same as its user sees it, asked and not answered yet.
pub(crate) fn my_case() -> MyCase {
    MyCase {
        number: 3,
        steps: vec![step(4, StepKind::Question)],
        waits: true,
        may_answer: true,
        due: Some(day("2026-10-05")),
        outcome: None,
    }
}
