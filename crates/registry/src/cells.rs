//! Cells as bytes: in snapshots, and in the copy of the directory.
//!
//! Big-endian. A cell is 0, or `1 ‖ i64`, or `2` (text), `3` (bytes), each of these
//! `‖ u32(length) ‖ bytes`. Not here: what stands around them.

use crate::error::Error;
use crate::store::Value;

/// No cell of the registry is longer: a piece in quarantine, sealed.
pub(crate) const CELL_BYTES_MAX: u32 = 1 << 30;

/// Puts a cell behind what is there.
pub(crate) fn push_cell(out: &mut Vec<u8>, cell: &Value) -> Result<(), Error> {
    let (kind, bytes) = match cell {
        Value::Null => {
            out.push(0);
            return Ok(());
        }
        Value::Integer(number) => {
            out.push(1);
            out.extend_from_slice(&number.to_be_bytes());
            return Ok(());
        }
        Value::Text(text) | Value::Personal(_, text) => (2, text.as_bytes()),
        Value::Blob(bytes) => (3, &**bytes),
    };
    let length = u32::try_from(bytes.len()).ok();
    let length = length.filter(|length| *length <= CELL_BYTES_MAX);
    let length = length.ok_or(Error::TooLong {
        what: "a cell",
        bytes_max: CELL_BYTES_MAX as usize,
    })?;
    out.push(kind);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
    Ok(())
}

/// Takes the cell in front of `bytes`; `None`: no whole cell stands there.
pub(crate) fn take_cell<'a>(bytes: &mut &'a [u8]) -> Option<Value<'a>> {
    let (kind, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(match kind {
        0 => Value::Null,
        1 => Value::Integer(i64::from_be_bytes(*take(bytes)?)),
        2 => Value::text(std::str::from_utf8(take_long(bytes)?).ok()?),
        3 => Value::blob(take_long(bytes)?),
        _ => return None,
    })
}

fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(taken)
}

fn take_long<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_be_bytes(*take(bytes)?);
    let (taken, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of(cells: &[Value]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for cell in cells {
            push_cell(&mut bytes, cell).expect("short");
        }
        bytes
    }

    fn some() -> Vec<u8> {
        bytes_of(&[
            Value::text("Čáhppes"),
            Value::Null,
            Value::Integer(i64::MIN),
            Value::blob(b"\xff\x00"),
            Value::text(""),
        ])
    }

    #[test]
    fn what_was_put_is_taken() {
        let bytes = some();
        let mut rest = bytes.as_slice();
        let taken: Vec<Value> = (0..5).filter_map(|_| take_cell(&mut rest)).collect();
        assert!(rest.is_empty());
        assert_eq!(bytes_of(&taken), bytes);
    }

    #[test]
    fn nothing_is_taken_of_a_part_of_a_cell() {
        let text = bytes_of(&[Value::text("Čá")]);
        for end in 0..text.len() {
            assert!(take_cell(&mut &text[..end]).is_none(), "{end} bytes");
        }
        let number = bytes_of(&[Value::Integer(5)]);
        assert!(take_cell(&mut &number[..8]).is_none());
        assert!(take_cell(&mut [4].as_slice()).is_none());
        assert!(take_cell(&mut [2, 0, 0, 0, 1, 0xff].as_slice()).is_none());
        assert!(take_cell(&mut [2, 0xff, 0xff, 0xff, 0xff, 0].as_slice()).is_none());
    }
}
