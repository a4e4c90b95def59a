//! Lists without whom the register protects: their counts stand, their names, numbers and units
//! do not, so that nobody is found by sorting, narrowing or guessing either.

use tilsyn_domain::Counted;
use tilsyn_domain::counted::{CountedSubjects, SubjectColumn};
use tilsyn_domain::question::{StatementLine, SubjectLine};

use crate::directory_index::DirectoryIndex;

/// People looked up, as they may be shown.
pub(super) struct Withheld<'a> {
    pub(super) list: &'a CountedSubjects,
    pub(super) index: &'a DirectoryIndex,
}

impl Counted for Withheld<'_> {
    type Line = SubjectLine;
    type Column = SubjectColumn;

    fn len(&self) -> usize {
        self.list.len()
    }

    fn number(&self, place: usize, column: SubjectColumn) -> u64 {
        self.list.number(place, column)
    }

    fn unit(&self, place: usize) -> Option<String> {
        self.line(place)?.unit
    }

    fn line(&self, place: usize) -> Option<SubjectLine> {
        let line = self.list.line(place)?;
        Some(match self.index.is_protected(&line.national_id) {
            true => SubjectLine {
                name: None,
                employee_no: None,
                unit: None,
                ..line
            },
            false => line,
        })
    }
}

/// A statement as it may be shown: users whom the register protects go by their accounts.
pub(super) fn withheld(
    mut lines: Vec<StatementLine>,
    index: &DirectoryIndex,
) -> Vec<StatementLine> {
    for line in &mut lines {
        let id = line.national_id.as_ref();
        if id.is_some_and(|id| index.is_protected(id)) {
            (line.name, line.employee_no, line.unit) = (None, None, None);
        }
    }
    lines
}
