//! Values on their way in, and rows on their way out.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tilsyn_domain::{Day, Instant, MailAddress, NationalId};

use super::{Row, sqlite_side};
use crate::error::Error;
use crate::personal::{Column, Kind, NATIONAL_ID, personal};
use crate::seal::Sealer;

/// What would be said of a personal value that came to a database unsealed.
pub(super) const NOT_SEALED: &str = "a personal value was not sealed";

/// What a cell can hold.
#[derive(Clone)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, str>),
    Blob(Cow<'a, [u8]>),
    /// A text for a column that is about people; sealed before a database sees it.
    Personal(&'static Column, Cow<'a, str>),
}

/// Hidden: a cell may hold a national id.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(hidden)")
    }
}

impl<'a> Value<'a> {
    pub(crate) fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Integer(number) => Value::Integer(number),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Blob(bytes) => Value::Blob(Cow::Owned(bytes.into_owned())),
            Value::Personal(column, text) => Value::Personal(column, Cow::Owned(text.into_owned())),
        }
    }

    pub(crate) fn text(text: &'a str) -> Value<'a> {
        Value::Text(Cow::Borrowed(text))
    }

    /// A list is kept as JSON, so that no separator can be mistaken; an empty one as NULL.
    pub(crate) fn list<T: Serialize>(list: &[T]) -> Value<'static> {
        if list.is_empty() {
            return Value::Null;
        }
        Value::Text(Cow::Owned(
            serde_json::to_string(list).expect("texts can be written as JSON"),
        ))
    }

    pub(crate) fn day(day: Option<Day>) -> Value<'static> {
        day.map_or(Value::Null, |day| Value::Integer(i64::from(day.0)))
    }

    pub(crate) fn maybe_instant(at: Option<Instant>) -> Value<'static> {
        at.map_or(Value::Null, Value::from)
    }

    pub(crate) fn maybe_text(text: Option<&'a str>) -> Value<'a> {
        text.map_or(Value::Null, Value::text)
    }

    /// For a column that is about people, in a statement. Rows that are added name their
    /// columns, so those know by themselves.
    pub(crate) fn personal(column: &'static Column, text: &'a str) -> Value<'a> {
        Value::Personal(column, Cow::Borrowed(text))
    }

    pub(crate) fn maybe_personal(column: &'static Column, text: Option<&'a str>) -> Value<'a> {
        text.map_or(Value::Null, |text| Value::personal(column, text))
    }

    pub(crate) fn id(id: &'a NationalId) -> Value<'a> {
        Value::personal(NATIONAL_ID, id.reveal())
    }

    pub(crate) fn maybe_id(id: Option<&'a NationalId>) -> Value<'a> {
        id.map_or(Value::Null, Value::id)
    }

    /// Leaf numbers, lengths and running numbers: the 64 bits as they are. A number from 2^63 on
    /// looks negative in SQL, so lists of such numbers are sorted after reading.
    pub(crate) fn unsigned(number: u64) -> Value<'static> {
        Value::Integer(number.cast_signed())
    }

    pub(crate) fn maybe_unsigned(number: Option<u64>) -> Value<'static> {
        number.map_or(Value::Null, Value::unsigned)
    }

    pub(crate) fn blob(bytes: &'a [u8]) -> Value<'a> {
        Value::Blob(Cow::Borrowed(bytes))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Integer(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Integer(i64::from(number))
    }
}

impl From<Instant> for Value<'_> {
    fn from(at: Instant) -> Self {
        Value::Integer(at.0)
    }
}

impl From<Day> for Value<'_> {
    fn from(day: Day) -> Self {
        Value::Integer(i64::from(day.0))
    }
}

/// What a cell holds, asked as a database is.
fn unless_null<'a, T>(
    cells: &'a [Value<'a>],
    column: usize,
    held: impl FnOnce(&'a Value<'a>) -> Option<T>,
) -> Option<Option<T>> {
    match cells.get(column)? {
        Value::Null => Some(None),
        cell => held(cell).map(Some),
    }
}

impl<'a> Row<'a> {
    /// `None`: the cell holds something else. `Some(None)`: it is NULL.
    fn integer(self, column: usize) -> Option<Option<i64>> {
        match self {
            Row::Sqlite(row) => sqlite_side::integer(row, column),
            Row::Postgres(row) => row.try_get(column).ok(),
            Row::Cells(cells) => unless_null(cells, column, |cell| match cell {
                Value::Integer(number) => Some(*number),
                _ => None,
            }),
        }
    }

    fn text(self, column: usize) -> Option<Option<&'a str>> {
        match self {
            Row::Sqlite(row) => sqlite_side::text(row, column),
            Row::Postgres(row) => row.try_get(column).ok(),
            Row::Cells(cells) => unless_null(cells, column, |cell| match cell {
                Value::Text(text) => Some(&**text),
                _ => None,
            }),
        }
    }

    fn blob(self, column: usize) -> Option<Option<&'a [u8]>> {
        match self {
            Row::Sqlite(row) => sqlite_side::blob(row, column),
            Row::Postgres(row) => row.try_get(column).ok(),
            Row::Cells(cells) => unless_null(cells, column, |cell| match cell {
                Value::Blob(bytes) => Some(&**bytes),
                _ => None,
            }),
        }
    }
}

/// PostgreSQL cannot keep a zero byte in a text, so neither database may.
pub(super) fn check(values: &[Value]) -> Result<(), Error> {
    let holds_zero = |value: &Value| match value {
        Value::Text(text) | Value::Personal(_, text) => text.contains('\0'),
        _ => false,
    };
    if values.iter().any(holds_zero) {
        return Err(Error::ZeroByte);
    }
    Ok(())
}

/// Seals those that are personal.
pub(super) fn seal<'v>(sealer: &Sealer, values: &'v [Value<'v>]) -> Result<Vec<Value<'v>>, Error> {
    let seal = |value: &'v Value<'v>| match value {
        Value::Personal(column, _) => sealer.seal(column, value),
        other => Ok(other.clone()),
    };
    values.iter().map(seal).collect()
}

/// Which of some columns are about people, and what seals and opens those.
pub(super) struct Sealing<'a> {
    sealer: &'a Sealer,
    columns: Vec<Option<&'static Column>>,
}

impl<'a> Sealing<'a> {
    pub(super) fn of(sealer: &'a Sealer, table: &str, columns: &[&str]) -> Sealing<'a> {
        let columns = columns.iter().map(|name| personal(table, name)).collect();
        Sealing { sealer, columns }
    }

    /// Seals the cells of a row where they stand.
    pub(super) fn seal(&self, cells: &mut [Value]) -> Result<(), Error> {
        for (cell, column) in cells.iter_mut().zip(&self.columns) {
            if let Some(column) = column {
                *cell = self.sealer.seal(column, cell)?;
            }
        }
        Ok(())
    }
}

/// Reads the cells of a row from left to right.
pub(crate) struct Reader<'a> {
    row: Row<'a>,
    next: usize,
    sealing: Option<&'a Sealing<'a>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(row: Row<'a>, sealing: Option<&'a Sealing<'a>>) -> Reader<'a> {
        Reader {
            row,
            next: 0,
            sealing,
        }
    }

    /// Of cells that are open already.
    pub(crate) fn of_cells(cells: &'a [Value<'a>]) -> Reader<'a> {
        Reader::new(Row::Cells(cells), None)
    }

    /// The declaration of that column, if it is about people.
    fn personal(&self, column: usize) -> Option<(&'a Sealer, &'static Column)> {
        let sealing = self.sealing?;
        let declared = sealing.columns.get(column).copied().flatten()?;
        Some((sealing.sealer, declared))
    }

    /// What is sealed in a cell.
    fn opened(
        &self,
        at: usize,
        (sealer, column): (&Sealer, &'static Column),
    ) -> Result<Option<Vec<u8>>, Error> {
        let sealed = self.row.blob(at).ok_or(Error::Unreadable { column: at })?;
        sealed.map(|sealed| sealer.open(column, sealed)).transpose()
    }

    pub(crate) fn maybe_integer(&mut self) -> Result<Option<i64>, Error> {
        let column = self.step();
        if let Some(personal) = self.personal(column) {
            let opened = self.opened(column, personal)?;
            let number = opened.map(|bytes| <[u8; 8]>::try_from(bytes.as_slice()));
            let number = number.transpose().map_err(|_| self.unreadable())?;
            return Ok(number.map(i64::from_be_bytes));
        }
        self.row.integer(column).ok_or(Error::Unreadable { column })
    }

    pub(crate) fn integer(&mut self) -> Result<i64, Error> {
        let found = self.maybe_integer()?;
        found.ok_or(self.unreadable())
    }

    pub(crate) fn unsigned(&mut self) -> Result<u64, Error> {
        Ok(self.integer()?.cast_unsigned())
    }

    /// A number that is small by its nature.
    pub(crate) fn small<T: TryFrom<i64>>(&mut self) -> Result<T, Error> {
        let found = self.integer()?;
        T::try_from(found).map_err(|_| self.unreadable())
    }

    pub(crate) fn maybe_str(&mut self) -> Result<Option<Cow<'a, str>>, Error> {
        let column = self.step();
        if let Some(personal) = self.personal(column) {
            let opened = self.opened(column, personal)?;
            let text = opened.map(String::from_utf8).transpose();
            return Ok(text.map_err(|_| self.unreadable())?.map(Cow::Owned));
        }
        let text = self.row.text(column);
        Ok(text.ok_or(Error::Unreadable { column })?.map(Cow::Borrowed))
    }

    pub(crate) fn str(&mut self) -> Result<Cow<'a, str>, Error> {
        let found = self.maybe_str()?;
        found.ok_or(self.unreadable())
    }

    pub(crate) fn text(&mut self) -> Result<String, Error> {
        Ok(self.str()?.into_owned())
    }

    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, Error> {
        Ok(self.maybe_str()?.map(Cow::into_owned))
    }

    pub(crate) fn list<T: DeserializeOwned>(&mut self) -> Result<Vec<T>, Error> {
        let Some(text) = self.maybe_str()? else {
            return Ok(Vec::new());
        };
        serde_json::from_str(&text).map_err(|_| self.unreadable())
    }

    pub(crate) fn maybe_blob(&mut self) -> Result<Option<&'a [u8]>, Error> {
        let column = self.step();
        self.row.blob(column).ok_or(Error::Unreadable { column })
    }

    pub(crate) fn maybe_day(&mut self) -> Result<Option<Day>, Error> {
        let found = self.maybe_integer()?;
        let day = found.map(i32::try_from).transpose();
        Ok(day.map_err(|_| self.unreadable())?.map(Day))
    }

    pub(crate) fn day(&mut self) -> Result<Day, Error> {
        self.maybe_day()?.ok_or(self.unreadable())
    }

    pub(crate) fn instant(&mut self) -> Result<Instant, Error> {
        Ok(Instant(self.integer()?))
    }

    pub(crate) fn maybe_id(&mut self) -> Result<Option<NationalId>, Error> {
        Ok(self.maybe_str()?.and_then(|text| NationalId::new(&text)))
    }

    pub(crate) fn id(&mut self) -> Result<NationalId, Error> {
        self.maybe_id()?.ok_or(self.unreadable())
    }

    pub(crate) fn maybe_mail(&mut self) -> Result<Option<MailAddress>, Error> {
        Ok(self.maybe_str()?.and_then(|text| MailAddress::new(&text)))
    }

    /// A cell whatever it holds, opened if it is sealed.
    pub(crate) fn cell(&mut self) -> Result<Value<'a>, Error> {
        match self.personal(self.next).map(|(_, column)| column.kind) {
            Some(Kind::Text) => {
                let text = self.maybe_str()?;
                return Ok(text.map_or(Value::Null, Value::Text));
            }
            Some(Kind::Number) => {
                let number = self.maybe_integer()?;
                return Ok(number.map_or(Value::Null, Value::Integer));
            }
            None => {}
        }
        let column = self.step();
        if let Some(number) = self.row.integer(column) {
            return Ok(number.map_or(Value::Null, Value::Integer));
        }
        if let Some(text) = self.row.text(column) {
            return Ok(text.map_or(Value::Null, Value::text));
        }
        let bytes = self.row.blob(column);
        let bytes = bytes.ok_or(Error::Unreadable { column })?;
        Ok(bytes.map_or(Value::Null, Value::blob))
    }

    /// The cell just read does not hold what it should.
    pub(crate) fn unreadable(&self) -> Error {
        Error::Unreadable {
            column: self.next.saturating_sub(1),
        }
    }

    fn step(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }
}
