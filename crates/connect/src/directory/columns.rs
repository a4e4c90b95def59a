//! Columns: what each file must have, and the values of a row by column.

use tilsyn_domain::directory::{DirectoryFile, Validity};
use tilsyn_domain::time::Stamp;
use tilsyn_domain::{Day, NationalId, Refusal};

use crate::tree::{bad, bad_time, missing, utf8};

/// The columns of each file in the contract. All of them must be there: an absent `to` would
/// make a closed unit look open.
fn needed(file: DirectoryFile) -> Vec<&'static str> {
    let columns = match file {
        DirectoryFile::Units => "unit parent name head_national_id from to",
        DirectoryFile::People => {
            "national_id name birth_date address_key protection public_figure died_on"
        }
        DirectoryFile::Employments => {
            "employment national_id employee_no unit position manager_national_id from to \
             paid_through"
        }
        DirectoryFile::PersonUnits => "national_id unit from to",
        DirectoryFile::Accounts => "system user national_id type from to last_logon",
        DirectoryFile::Entitlements => "system entitlement name elements sensitive",
        DirectoryFile::Grants => {
            "grant system user entitlement scope rights from to ordered_by approved_by reason"
        }
        DirectoryFile::Clearances => "national_id level from expires withdrawn_on",
        DirectoryFile::Authorisations => {
            "national_id system by_national_id from to rules_version rules_signed_on"
        }
        DirectoryFile::Relations => {
            "subject_national_id kind ref unit user other_national_id from to registered_at"
        }
        DirectoryFile::Shifts => "national_id unit from to",
        DirectoryFile::Assignments => "national_id unit kind ref from to",
        DirectoryFile::Absences => "national_id kind from to",
        DirectoryFile::Addresses => "national_id address_key street_key from to",
        DirectoryFile::Attention => "national_id date what",
        DirectoryFile::Workstations => "client_host national_id unit",
    };
    columns.split(' ').collect()
}

/// Columns that a file may have.
fn allowed(file: DirectoryFile) -> &'static [&'static str] {
    if file == DirectoryFile::People {
        &["former_ids"]
    } else {
        &[]
    }
}

/// The refusal of a file with no header at all.
pub(super) fn no_columns(file: DirectoryFile) -> Refusal {
    missing(&needed(file).join(", "))
}

/// The header of a file: where each column stands.
pub(super) struct Header {
    pub(super) separator: char,
    pub(super) unknown: Vec<String>,
    names: Vec<String>,
}

impl Header {
    /// Reads the first line. Whichever separator gives more known columns is the file's.
    pub(super) fn read(file: DirectoryFile, bytes: &[u8]) -> Result<Header, Refusal> {
        let text = utf8(bytes)?;
        let needed = needed(file);
        let known = |name: &String| {
            needed.contains(&name.as_str()) || allowed(file).contains(&name.as_str())
        };
        let with = |separator| {
            let names = split(text, separator).unwrap_or_default().into_iter();
            let names: Vec<String> = names.map(|name| name.to_lowercase()).collect();
            (
                names.iter().filter(|name| known(name)).count(),
                separator,
                names,
            )
        };
        let (comma, semicolon) = (with(','), with(';'));
        let (_, separator, names) = if semicolon.0 > comma.0 {
            semicolon
        } else {
            comma
        };
        let absent: Vec<&str> = needed
            .iter()
            .copied()
            .filter(|column| !names.iter().any(|name| name == column))
            .collect();
        if !absent.is_empty() {
            return Err(missing(&absent.join(", ")));
        }
        let twice = names
            .iter()
            .enumerate()
            .find(|(at, name)| names[..*at].contains(name));
        if let Some((_, name)) = twice.filter(|(_, name)| known(name)) {
            return Err(Refusal::TwiceField {
                field: name.clone(),
            });
        }
        let unknown = names.iter().filter(|name| !known(name)).cloned().collect();
        Ok(Header {
            separator,
            unknown,
            names,
        })
    }
}

/// One row, its values by column.
pub(super) struct Row<'a> {
    pub(super) header: &'a Header,
    pub(super) values: &'a [String],
}

impl Row<'_> {
    /// Refuses a row with more or fewer values than the header.
    pub(super) fn check_width(&self) -> Result<(), Refusal> {
        let (found, expected) = (self.values.len(), self.header.names.len());
        if found == expected {
            return Ok(());
        }
        Err(Refusal::Columns {
            found: found as u64,
            expected: expected as u64,
        })
    }

    /// Refuses a zero byte in a column that is read: no database keeps it in a text.
    pub(super) fn check_zero(&self) -> Result<(), Refusal> {
        let columns = self.header.names.iter().zip(self.values);
        let mut read = columns.filter(|(name, _)| !self.header.unknown.contains(name));
        match read.find(|(_, value)| value.contains('\0')) {
            Some((name, _)) => Err(Refusal::ZeroByte {
                field: name.clone(),
            }),
            None => Ok(()),
        }
    }

    /// A value; empty is none.
    pub(super) fn may(&self, column: &str) -> Option<&str> {
        let place = self.header.names.iter().position(|name| name == column)?;
        self.values
            .get(place)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    pub(super) fn text(&self, column: &str) -> Option<String> {
        self.may(column).map(str::to_owned)
    }

    pub(super) fn needs(&self, column: &str) -> Result<String, Refusal> {
        self.text(column).ok_or_else(|| missing(column))
    }

    pub(super) fn id(&self, column: &str) -> Option<NationalId> {
        self.may(column).and_then(NationalId::new)
    }

    pub(super) fn needs_id(&self, column: &str) -> Result<NationalId, Refusal> {
        self.id(column).ok_or_else(|| missing(column))
    }

    pub(super) fn day(&self, column: &str) -> Result<Option<Day>, Refusal> {
        let read = |text| Day::parse(text).ok_or_else(|| bad(column, "a date YYYY-MM-DD"));
        self.may(column).map(read).transpose()
    }

    pub(super) fn needs_day(&self, column: &str) -> Result<Day, Refusal> {
        self.day(column)?.ok_or_else(|| missing(column))
    }

    pub(super) fn needs_time(&self, column: &str) -> Result<Stamp, Refusal> {
        Stamp::parse(&self.needs(column)?).map_err(|why| bad_time(column, why))
    }

    /// A day, or a moment with offset, kept as written.
    pub(super) fn day_or_time(&self, column: &str) -> Result<Option<String>, Refusal> {
        match self.may(column) {
            Some(text) if Day::parse(text).is_none() => match Stamp::parse(text) {
                Ok(_) => Ok(Some(text.to_owned())),
                Err(why) => Err(bad_time(column, why)),
            },
            other => Ok(other.map(str::to_owned)),
        }
    }

    /// `from` and `to`, both days included.
    pub(super) fn validity(&self) -> Result<Validity, Refusal> {
        let valid = Validity {
            from: self.day("from")?,
            to: self.day("to")?,
        };
        if valid.first() > valid.last() {
            return Err(Refusal::EndsBeforeStart);
        }
        Ok(valid)
    }

    /// 0 or 1; empty is 0.
    pub(super) fn flag(&self, column: &str) -> Result<bool, Refusal> {
        match self.may(column) {
            None | Some("0") => Ok(false),
            Some("1") => Ok(true),
            Some(_) => Err(bad(column, "0 or 1")),
        }
    }

    /// One of the words of the contract; empty is the first.
    pub(super) fn word<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Result<T, Refusal> {
        let stated = self.may(column).unwrap_or(words[0].0);
        let found = words
            .iter()
            .find(|(word, _)| *word == stated)
            .map(|(_, value)| *value);
        found.ok_or_else(|| {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            bad(column, &format!("one of {}", words.join(", ")))
        })
    }
}

/// Why a line is no row.
#[derive(Debug, PartialEq)]
pub(super) enum Unsplit {
    /// A quote is open at its end.
    Open { column: u64 },
    /// Something stands behind a closing quote.
    Wrong { column: u64 },
}

/// The values of a line (RFC 4180): quotes around a value, doubled within it; blanks around a
/// value without quotes do not count.
pub(super) fn split(line: &str, separator: char) -> Result<Vec<String>, Unsplit> {
    let mut values = Vec::new();
    let mut rest = line;
    loop {
        let at = (line.len() - rest.len()) as u64 + 1;
        let lead = rest.trim_start_matches([' ', '\t']);
        let (value, behind) = match lead.strip_prefix('"') {
            Some(quoted) => unquote(quoted).ok_or(Unsplit::Open { column: at })?,
            None => {
                let end = rest.find(separator).unwrap_or(rest.len());
                (rest[..end].trim().to_owned(), &rest[end..])
            }
        };
        values.push(value);
        let behind = behind.trim_start_matches([' ', '\t', '\r']);
        match behind.strip_prefix(separator) {
            Some(next) => rest = next,
            None if behind.is_empty() => return Ok(values),
            None => {
                let column = (line.len() - behind.len()) as u64 + 1;
                return Err(Unsplit::Wrong { column });
            }
        }
    }
}

/// A quoted value without its quotes, and what stands behind; `None` if it does not close.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let quote = rest.find('"')?;
        value.push_str(&rest[..quote]);
        rest = &rest[quote + 1..];
        match rest.strip_prefix('"') {
            Some(next) => {
                value.push('"');
                rest = next;
            }
            None => return Some((value, rest)),
        }
    }
}
