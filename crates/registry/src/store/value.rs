//! Values on their way in, and rows on their way out.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tilsyn_domain::{Day, Instant, NationalId};

use super::Row;
use crate::error::Error;

/// What a cell can hold.
#[derive(Clone)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, str>),
    Blob(Cow<'a, [u8]>),
}

/// Hidden: a cell may hold a national id.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(hidden)")
    }
}

impl<'a> Value<'a> {
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

    pub(crate) fn id(id: &'a NationalId) -> Value<'a> {
        Value::text(id.reveal())
    }

    pub(crate) fn maybe_id(id: Option<&'a NationalId>) -> Value<'a> {
        id.map_or(Value::Null, Value::id)
    }

    /// Leaf numbers, lengths and running numbers: the 64 bits as they are. A number from 2^63 on
    /// looks negative in SQL, so lists of such numbers are sorted after reading.
    pub(crate) fn unsigned(number: u64) -> Value<'static> {
        Value::Integer(number.cast_signed())
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

/// PostgreSQL cannot keep a zero byte in a text, so neither database may.
pub(super) fn check(values: &[Value]) -> Result<(), Error> {
    let holds_zero = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
    if values.iter().any(holds_zero) {
        return Err(Error::ZeroByte);
    }
    Ok(())
}

/// Reads the cells of a row from left to right.
pub(crate) struct Reader<'a> {
    row: Row<'a>,
    next: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(row: Row<'a>) -> Reader<'a> {
        Reader { row, next: 0 }
    }

    pub(crate) fn maybe_integer(&mut self) -> Result<Option<i64>, Error> {
        let column = self.step();
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

    pub(crate) fn maybe_str(&mut self) -> Result<Option<&'a str>, Error> {
        let column = self.step();
        self.row.text(column).ok_or(Error::Unreadable { column })
    }

    pub(crate) fn str(&mut self) -> Result<&'a str, Error> {
        let found = self.maybe_str()?;
        found.ok_or(self.unreadable())
    }

    pub(crate) fn text(&mut self) -> Result<String, Error> {
        Ok(self.str()?.to_owned())
    }

    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, Error> {
        Ok(self.maybe_str()?.map(str::to_owned))
    }

    pub(crate) fn list<T: DeserializeOwned>(&mut self) -> Result<Vec<T>, Error> {
        let Some(text) = self.maybe_str()? else {
            return Ok(Vec::new());
        };
        serde_json::from_str(text).map_err(|_| self.unreadable())
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
        Ok(self.maybe_str()?.and_then(NationalId::new))
    }

    pub(crate) fn id(&mut self) -> Result<NationalId, Error> {
        self.maybe_id()?.ok_or(self.unreadable())
    }

    /// A cell as it is, whatever it holds.
    pub(crate) fn cell(&mut self) -> Result<Value<'a>, Error> {
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
