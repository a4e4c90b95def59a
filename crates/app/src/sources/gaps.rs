//! Running numbers that never came: since when that is known, filled or not, and who explained
//! them.
//!
//! A gap closes by itself when its numbers come. An explanation is an entry of the ledger, by
//! name; the gap stays where it is. Not here: which numbers came (`intake`).

use serde::{Deserialize, Serialize};
use tilsyn_domain::Instant;
use tilsyn_ledger::{Appended, Compartment, CompartmentKind, EntryKind, NewEntry, StoredEntry};
use tilsyn_registry::{Gap, NoteKind, Page};

use crate::desk::{Desk, registry_problem, seconds, unreadable};
use crate::intake::tally::{Taken, What};
use crate::intake::{Missing, Sequence, month};
use crate::permit::{ExplainGap, Permit};
use crate::problem::Problem;

/// Gaps of a source that are followed; a source whose numbers are strewn has millions.
const GAPS_FOLLOWED_MAX: usize = 5_000;
/// Explanations of a source that are read.
const EXPLANATIONS_READ_MAX: u32 = 500;
/// Gaps that were filled, as listed.
const FILLED_LISTED_MAX: u32 = 20;
/// The longest explanation, in characters.
pub const EXPLANATION_CHARS_MAX: usize = 1_000;
/// The layout of an explanation's compartments.
pub(crate) const EXPLANATION_SCHEMA: u16 = 2;
/// Kept as long as the events themselves.
const STANDARD_RETENTION: u16 = 1;

/// Missing numbers, as they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapRow {
    pub gap: Gap,
    /// Newest last.
    pub explained: Vec<Explanation>,
}

/// Why numbers are missing, as somebody has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub first: u64,
    pub last: u64,
    pub at: Instant,
    pub by: String,
    /// `None`: it was erased.
    pub reason: Option<String>,
}

/// The act compartment of an explanation.
#[derive(Serialize, Deserialize)]
struct ExplanationAct {
    /// Microseconds since 1970, UTC.
    at: i64,
    source: String,
    first: u64,
    last: u64,
}

impl Desk {
    /// Follows the gaps of a source: what is new, and what was filled since.
    pub(crate) fn follow_gaps(&self, source: u32, sequence: &Sequence) -> Result<(), Problem> {
        let known = self
            .registry()
            .open_gaps(source)
            .map_err(registry_problem)?;
        let missing: Vec<Missing> = sequence.gaps().take(GAPS_FOLLOWED_MAX).collect();
        let (open, filled) = compared(&known, &missing, self.now());
        if open == known && filled.is_empty() {
            return Ok(());
        }
        self.registry()
            .keep_gaps(source, &open, &filled)
            .map_err(registry_problem)
    }

    /// Follows the gaps of all sources: those of an earlier version are not followed yet.
    pub(crate) fn follow_all_gaps(&self) -> Result<(), Problem> {
        let sequences = self.sequences.lock();
        let sequences = sequences.expect("nobody panics while holding it");
        let mut all = sequences.iter();
        all.try_for_each(|(source, sequence)| self.follow_gaps(*source, sequence))
    }

    /// Open gaps of a source with what was said about them, by number.
    pub(crate) fn gap_rows(&self, source: u32, gaps: Vec<Gap>) -> Result<Vec<GapRow>, Problem> {
        let explained = match gaps.is_empty() {
            true => Vec::new(),
            false => self.explanations(source)?,
        };
        let row = |gap: Gap| {
            let of_gap = explained.iter().filter(|one| touches(one, &gap));
            GapRow {
                explained: of_gap.cloned().collect(),
                gap,
            }
        };
        Ok(gaps.into_iter().map(row).collect())
    }

    pub(crate) fn filled_gaps(&self, source: u32) -> Result<Vec<GapRow>, Problem> {
        let page = Page::first(FILLED_LISTED_MAX);
        let filled = self.registry().filled_gaps(source, page);
        self.gap_rows(source, filled.map_err(registry_problem)?)
    }

    /// Oldest first.
    fn explanations(&self, source: u32) -> Result<Vec<Explanation>, Problem> {
        let page = Page::first(EXPLANATIONS_READ_MAX);
        let leaves = self
            .registry()
            .source_notes(source, NoteKind::Explanation, page)
            .map_err(registry_problem)?;
        let entries = self.ledger().read_many(&leaves).map_err(unreadable)?;
        let entries = entries.iter().flatten().rev();
        Ok(entries.filter_map(explanation).collect())
    }

    /// Writes down why numbers are missing. They stay missing.
    ///
    /// # Errors
    /// Gone, when none of these numbers is missing; yours, when no reason is given.
    pub fn explain_gap(
        &self,
        permit: &Permit<ExplainGap>,
        source: &str,
        numbers: (u64, u64),
        reason: &str,
    ) -> Result<(), Problem> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Problem::yours("problem-no-reason"));
        }
        if reason.chars().count() > EXPLANATION_CHARS_MAX {
            return Err(Problem::yours("problem-too-long"));
        }
        let number = self.known_source(source)?;
        let open = self
            .registry()
            .open_gaps(number)
            .map_err(registry_problem)?;
        let is_in = |gap: &Gap| gap.first <= numbers.1 && numbers.0 <= gap.last;
        if !open.iter().any(is_in) {
            return Err(Problem::gone("problem-no-such-gap"));
        }
        // One writer at a time, so that the tally counts every entry.
        let _guard = self.intake.try_lock().map_err(|_| {
            Problem::conflict("problem-import-running").hint("hint-wait-for-import")
        })?;
        self.check_not_rolled_back()?;
        self.append_explanation(permit, source, number, numbers, reason)
    }

    fn append_explanation(
        &self,
        permit: &Permit<ExplainGap>,
        source: &str,
        number: u32,
        (first, last): (u64, u64),
        reason: &str,
    ) -> Result<(), Problem> {
        let at = self.now();
        let act = ExplanationAct {
            at: at.0,
            source: source.to_owned(),
            first,
            last,
        };
        let act = serde_json::to_vec(&act).map_err(|cause| Problem::ours(NOT_KEPT, cause))?;
        let name = permit.principal().user();
        let who = Some(self.code_of_principal(name)?);
        let entry = NewEntry {
            kind: EntryKind::Statement,
            schema: EXPLANATION_SCHEMA,
            source: number,
            source_sequence: 0,
            event_id: format!("\0explanation {first} {last} {}", at.0).into_bytes(),
            retention_class: STANDARD_RETENTION,
            month: month(self.zone().day_of(at)),
            compartments: vec![
                Compartment::actor(who, name.as_bytes().to_vec()),
                Compartment::act(act),
                Compartment::detail(reason.as_bytes().to_vec()),
            ],
            position: None,
        };
        let received_seconds = seconds(at);
        let appended = self.ledger().append(&[vec![entry]], received_seconds);
        let Some(Appended::Stored(leaf)) = appended.map_err(unreadable)?.first().copied() else {
            return Err(Problem::ours(NOT_KEPT, "it was there already"));
        };
        self.tally.add(Taken {
            leaf,
            source: number,
            received_seconds,
            what: What::Note(NoteKind::Explanation),
        });
        // The tally says that everything before it is kept.
        self.keep_all_sequences()?;
        self.keep_tally()
    }
}

const NOT_KEPT: &str = "problem-ledger";

fn touches(one: &Explanation, gap: &Gap) -> bool {
    one.first <= gap.last && gap.first <= one.last
}

fn explanation(entry: &StoredEntry) -> Option<Explanation> {
    let parts = entry.compartments.as_ref()?;
    let bytes = |kind| {
        let part = parts.iter().find(|part| part.kind == kind)?;
        part.bytes.as_deref()
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let act: ExplanationAct = serde_json::from_slice(bytes(CompartmentKind::Act)?).ok()?;
    Some(Explanation {
        first: act.first,
        last: act.last,
        at: Instant(act.at),
        by: bytes(CompartmentKind::Actor).map_or_else(|| "?".to_owned(), text),
        reason: bytes(CompartmentKind::Detail).map(text),
    })
}

/// The gaps that are open now, each since when any of it was known; and what was filled.
fn compared(known: &[Gap], missing: &[Missing], now: Instant) -> (Vec<Gap>, Vec<Gap>) {
    let meets = |gap: &Gap, one: &Missing| gap.first <= one.last && one.first <= gap.last;
    let open = missing.iter().map(|one| Gap {
        first: one.first,
        last: one.last,
        noticed: (known.iter())
            .filter(|gap| meets(gap, one))
            .map(|gap| gap.noticed)
            .min()
            .unwrap_or(now),
        filled: None,
        after: one.after,
        before: one.before,
    });
    // Behind the last one that is followed nothing is known to be filled.
    let end = match missing.len() {
        GAPS_FOLLOWED_MAX => missing.last().map_or(0, |one| one.last),
        _ => u64::MAX,
    };
    let mut filled = Vec::new();
    for gap in known.iter().filter(|gap| gap.last <= end) {
        let mut next = Some(gap.first);
        let left = missing.iter().filter(|one| meets(gap, one));
        for one in left {
            let part = next.filter(|next| *next < one.first);
            filled.extend(part.map(|next| (gap, next, one.first - 1)));
            next = one.last.checked_add(1);
        }
        let rest = next.filter(|next| *next <= gap.last);
        filled.extend(rest.map(|next| (gap, next, gap.last)));
    }
    let filled = filled.into_iter().map(|(gap, first, last)| Gap {
        first,
        last,
        filled: Some(now),
        ..gap.clone()
    });
    (open.collect(), filled.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(known: &[(u64, u64)], missing: &[(u64, u64)], filled: &[(u64, u64)]) {
        let known: Vec<Gap> = known
            .iter()
            .map(|(first, last)| Gap {
                first: *first,
                last: *last,
                noticed: Instant(3),
                filled: None,
                after: None,
                before: None,
            })
            .collect();
        let missing: Vec<Missing> = missing
            .iter()
            .map(|(first, last)| Missing {
                first: *first,
                last: *last,
                after: None,
                before: None,
            })
            .collect();
        let (open, done) = compared(&known, &missing, Instant(9));
        let numbers = |gap: &Gap| (gap.first, gap.last);
        assert_eq!(done.iter().map(numbers).collect::<Vec<_>>(), filled);
        assert!(done.iter().all(|gap| gap.filled == Some(Instant(9))));
        assert_eq!(open.len(), missing.len());
        for gap in &open {
            let was_known = known
                .iter()
                .any(|one| one.first <= gap.last && gap.first <= one.last);
            assert_eq!(gap.noticed, Instant(if was_known { 3 } else { 9 }));
        }
    }

    #[test]
    fn a_gap_closes_by_as_much_as_came() {
        check(&[(4, 6)], &[], &[(4, 6)]);
        check(&[(4, 6)], &[(4, 6), (9, 9)], &[]);
        check(&[(4, 9)], &[(5, 6), (8, 8)], &[(4, 4), (7, 7), (9, 9)]);
        check(&[(2, 3), (7, 8)], &[(7, 7)], &[(2, 3), (8, 8)]);
        check(&[], &[(1, u64::MAX)], &[]);
        check(&[(1, u64::MAX)], &[(5, u64::MAX)], &[(1, 4)]);
    }
}
