//! Sources: what came in from each, complete up to when, with gaps; and the imports.

pub(crate) mod forms;
pub(crate) mod imports;
pub(crate) mod list;
pub(crate) mod one;

use tilsyn_app::sources::SourceRow;
use tilsyn_domain::Instant;

use crate::words::Words;

/// How a source stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    OnTime,
    Late,
    /// No interval has been agreed, so nobody can say.
    NotAgreed,
}

/// Late is a source whose last event is older than its agreed interval.
pub(crate) fn standing(source: &SourceRow, now: Instant) -> Standing {
    match (source.agreed_every_hours, source.last) {
        (None, _) => Standing::NotAgreed,
        (Some(_), None) => Standing::Late,
        (Some(hours), Some(last)) => {
            let due = last.0.saturating_add(i64::from(hours) * 3_600_000_000);
            if due < now.0 {
                Standing::Late
            } else {
                Standing::OnTime
            }
        }
    }
}

/// Running numbers from the first to the last.
pub(crate) fn numbers(first: u64, last: u64, words: Words) -> String {
    let whole = |number: u64| words.figures().whole(number);
    match first == last {
        true => whole(first),
        false => format!("{}–{}", whole(first), whole(last)),
    }
}

/// A count that is expected, as people write it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an expectation, never below 0 and far from the ends of its type"
)]
pub(crate) fn rounded(expected: f64) -> u64 {
    expected.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up;

    #[test]
    fn a_source_is_late_when_its_interval_has_passed() {
        let mut source = made_up::sources().sources.swap_remove(0);
        let last = source.last.expect("a last event").0;
        let after = |hours: i64| Instant(last + hours * 3_600_000_000);
        assert_eq!(standing(&source, after(24)), Standing::OnTime);
        assert_eq!(standing(&source, after(25)), Standing::Late);
        source.agreed_every_hours = None;
        assert_eq!(standing(&source, after(10_000)), Standing::NotAgreed);
    }
}
