//! A table of a document: headings over columns, and rows of exactly as many cells.

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    /// As many cells each as there are columns.
    rows: Vec<Vec<String>>,
    remark: String,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub heading: String,
    /// Its share of the width, beside the weights of the others; 0 counts as 1.
    pub weight: u16,
    pub align: Align,
}

/// On which side of its column a cell begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Where reading starts: texts.
    #[default]
    Start,
    /// Where reading ends: numbers.
    End,
}

impl Column {
    /// A column of texts.
    #[must_use]
    pub fn new(heading: impl Into<String>, weight: u16) -> Column {
        Column {
            heading: heading.into(),
            weight,
            align: Align::Start,
        }
    }

    /// A column of numbers.
    #[must_use]
    pub fn numbers(heading: impl Into<String>, weight: u16) -> Column {
        Column {
            align: Align::End,
            ..Column::new(heading, weight)
        }
    }
}

impl Table {
    /// A table without rows. An empty caption is none.
    #[must_use]
    pub fn new(caption: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Table {
        Table {
            caption: caption.into(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            remark: String::new(),
        }
    }

    /// The same with a sentence below it, such as "the first 500 of 1,234 are here".
    #[must_use]
    pub fn remark(mut self, remark: impl Into<String>) -> Table {
        self.remark = remark.into();
        self
    }

    /// The same with one more row.
    #[must_use]
    pub fn row<T: Into<String>>(mut self, cells: impl IntoIterator<Item = T>) -> Table {
        self.push(cells);
        self
    }

    /// Puts a row at the end. Cells that are missing are empty; those for which there is no column
    /// go into the last one, so that nothing is lost, and to nowhere where there are no columns.
    pub fn push<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let mut row = Vec::with_capacity(self.columns.len());
        for cell in cells {
            let cell = cell.into();
            if row.len() < self.columns.len() {
                row.push(cell);
            } else if let Some(last) = row.last_mut() {
                *last = format!("{last} {cell}");
            }
        }
        row.resize_with(self.columns.len(), String::new);
        self.rows.push(row);
    }

    #[must_use]
    pub fn caption(&self) -> &str {
        &self.caption
    }

    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows, of as many cells each as there are columns.
    #[must_use]
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The sentence below it; empty where there is none.
    #[must_use]
    pub fn sentence_below(&self) -> &str {
        &self.remark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_cell_for_each_column_and_loses_none() {
        let check = |cells: &[&str], row: &[&str]| {
            let columns = [Column::new("unit", 2), Column::numbers("look-ups", 1)];
            let table = Table::new("", columns).row(cells.iter().copied());
            assert_eq!(table.rows(), [row], "{cells:?}");
        };
        check(&["ward 1", "17"], &["ward 1", "17"]);
        check(&["ward 1"], &["ward 1", ""]);
        check(&[], &["", ""]);
        check(&["ward 1", "17", "18", "19"], &["ward 1", "17 18 19"]);
        let none = Table::new("", []).row(["lost to nobody"]);
        assert_eq!(none.rows(), [Vec::<String>::new()]);
    }
}
