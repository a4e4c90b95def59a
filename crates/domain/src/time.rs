//! Moments: when something happened, with the offset the source stated.
//!
//! Inside, time is UTC microseconds in 64 bits, so that two stores sort it alike.
//! Not here: calendar days and time zones (`day`).

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Lengths of time, in microseconds as instants are.
pub const SECOND: i64 = 1_000_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// A moment: microseconds since 1970-01-01T00:00:00 UTC, negative before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(pub i64);

/// Why a text is not a time we can keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    #[error("not an RFC 3339 time")]
    NotATime,
    #[error("the time states no offset from UTC")]
    NoOffset,
    #[error("the year is outside 1900 to 2100")]
    OutOfRange,
}

const YEAR_MIN: i16 = 1900;
const YEAR_MAX: i16 = 2100;

/// A moment as a source stated it: the instant, and the offset it was written with.
///
/// Two stamps are equal when they name the same instant, whatever their offsets.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    pub at: Instant,
    /// Seconds east of UTC.
    pub offset_seconds: i32,
}

impl Instant {
    /// Whole seconds since 1970, rounded towards the past.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Milliseconds since 1970, rounded towards the past.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    #[must_use]
    pub fn from_millis(millis: i64) -> Instant {
        Instant(millis.saturating_mul(1_000))
    }

    /// This instant written in UTC.
    #[must_use]
    pub fn utc(self) -> Stamp {
        Stamp {
            at: self,
            offset_seconds: 0,
        }
    }
}

impl Stamp {
    /// Reads an RFC 3339 time with offset whose year lies in 1900 to 2100.
    ///
    /// # Errors
    /// What is wrong with the text; the text itself is not repeated.
    pub fn parse(text: &str) -> Result<Stamp, TimeError> {
        let pieces = Pieces::parse(text).map_err(|_| TimeError::NotATime)?;
        let clock = pieces.time().ok_or(TimeError::NotATime)?;
        let offset = pieces.to_numeric_offset().ok_or(TimeError::NoOffset)?;
        let year = pieces.date().year();
        if !(YEAR_MIN..=YEAR_MAX).contains(&year) {
            return Err(TimeError::OutOfRange);
        }
        let at = offset
            .to_timestamp(pieces.date().to_datetime(clock))
            .map_err(|_| TimeError::OutOfRange)?;
        Ok(Stamp {
            at: Instant(at.as_microsecond()),
            offset_seconds: offset.seconds(),
        })
    }

    /// The RFC 3339 text, with the stated offset; milliseconds, or microseconds where needed.
    #[must_use]
    pub fn text(self) -> String {
        let offset =
            jiff::tz::Offset::from_seconds(self.offset_seconds).unwrap_or(jiff::tz::Offset::UTC);
        let instant = Timestamp::from_microsecond(self.at.0).unwrap_or(Timestamp::UNIX_EPOCH);
        let digits = if self.at.0 % 1_000 == 0 { 3 } else { 6 };
        if self.offset_seconds == 0 {
            format!("{instant:.digits$}")
        } else {
            instant.display_with_offset(offset).to_string_with(digits)
        }
    }
}

/// Formats with a fixed number of decimals; jiff's own display drops trailing zeros.
trait FixedDecimals {
    fn to_string_with(&self, digits: usize) -> String;
}

impl FixedDecimals for jiff::TimestampDisplayWithOffset {
    fn to_string_with(&self, digits: usize) -> String {
        format!("{self:.digits$}")
    }
}

impl PartialEq for Stamp {
    fn eq(&self, other: &Stamp) -> bool {
        self.at == other.at
    }
}

impl Eq for Stamp {}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Stamp, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Stamp::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offset_and_milliseconds_are_kept() {
        let stamp = Stamp::parse("2026-04-02T21:06:00.5+02:00").expect("a valid time");
        assert_eq!(stamp.text(), "2026-04-02T21:06:00.500+02:00");
        assert_eq!(
            stamp,
            Stamp::parse("2026-04-02T19:06:00.500Z").expect("a valid time")
        );
        assert_eq!(stamp.at.utc().text(), "2026-04-02T19:06:00.500Z");
    }

    #[test]
    fn what_cannot_be_kept_is_named() {
        let why = |text| Stamp::parse(text).expect_err("refused");
        assert_eq!(why("2026-04-02T21:06:00"), TimeError::NoOffset);
        assert_eq!(why("0001-01-01T00:00:00Z"), TimeError::OutOfRange);
        assert_eq!(why("9999-12-31T23:59:59Z"), TimeError::OutOfRange);
        assert_eq!(why("2026-02-30T00:00:00Z"), TimeError::NotATime);
        assert_eq!(why("yesterday"), TimeError::NotATime);
    }
}
