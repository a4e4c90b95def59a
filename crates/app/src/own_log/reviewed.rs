//! The own log, reviewed like any other: what each reader looked at in a month is gone through by
//! another reviewer, who says what came of it.
//!
//! What a reviewer said is a look of its own, so nobody changes it, and the next reviewer finds
//! both. Nobody reviews himself, nor whoever has reviewed him (`permit`). Not here: a suspicion
//! that comes of it, which becomes a case.

use std::collections::{BTreeMap, HashMap, HashSet};

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Instant, Period};
use tilsyn_ledger::StoredEntry;

use super::looked::is_kept;
use super::walk::{ERASED, OneLook};
use super::withheld::Withheld;
use super::{FILTER_CHARS_MAX, Look, Looked, OWN_SOURCE};
use crate::desk::Desk;
use crate::permit::{
    About, Action, AnswerCase, Permit, ReadMine, ReadOverview, ReadRules, ReviewLooks, SignIn, Who,
};
use crate::problem::Problem;
use crate::staff::{Names, own_account};

/// Characters of what a reviewer says: as many as the own log keeps.
pub const REMARK_MAX: usize = FILTER_CHARS_MAX;
/// Looks of one reader that a page shows; the own log has all of them.
pub const LOOKS_SHOWN: usize = 500;
/// The word of a review in the own log.
pub(super) const REVIEWED: &str = "looks-reviewed";
/// Who is no human being: what these do is what people decided.
const PROGRAMS: [&str; 2] = ["tilsyn", "provider"];

/// What one reader did in a month, in figures.
#[derive(Clone, Debug)]
pub struct ReaderRow {
    /// As the own log names readers.
    pub reader: Identity,
    pub name: String,
    pub looks: u64,
    /// Distinct people whose pages or events were opened.
    pub people: u64,
    pub searches: u64,
    /// Files and data that left.
    pub files: u64,
    pub refused: u64,
    /// How often the warning came that many people were opened within an hour.
    pub warnings: u64,
    /// What was said of it last.
    pub reviewed: Option<LooksReviewed>,
    /// Whether whoever asks may review it: not the own looks, and not those of whoever reviewed
    /// theirs.
    pub may_review: bool,
}

/// What a reviewer said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooksReviewed {
    pub at: Instant,
    pub by: String,
    pub remark: String,
}

/// What one reader did in a month.
#[derive(Clone, Debug)]
pub struct ReaderLooks {
    pub row: ReaderRow,
    /// Newest first, [`LOOKS_SHOWN`] at most.
    pub looks: Vec<Look>,
}

impl Desk {
    /// The readers of a month, those with the most people first.
    ///
    /// # Errors
    /// When the own log cannot be read or the look cannot be filed.
    pub fn readers(
        &self,
        permit: &Permit<ReviewLooks>,
        month: Period,
    ) -> Result<Vec<ReaderRow>, Problem> {
        let seen = self.month_seen(month, permit, |_, _| {})?;
        let rows = rows(&seen, permit, &self.names()?);
        let looked = Looked::plain("readers", rows.len()).by("month", Some(&word_of(month)));
        self.file_look(permit, &looked)?;
        Ok(rows)
    }

    /// What one reader did in a month.
    ///
    /// # Errors
    /// Gone, where that is nobody who looked at anything then.
    pub fn reader_looks(
        &self,
        permit: &Permit<ReviewLooks>,
        (month, reader): (Period, &Identity),
    ) -> Result<ReaderLooks, Problem> {
        let user = user_of(reader).unwrap_or_default();
        let withheld = self.withheld_from(permit.principal())?;
        let names = self.names()?;
        let mut looks = Vec::new();
        let seen = self.month_seen(month, permit, |entry, look| {
            if look.user == user && looks.len() < LOOKS_SHOWN {
                looks.extend(self.look(entry, &names, &withheld));
            }
        })?;
        let mut rows = rows(&seen, permit, &names).into_iter();
        let row = rows.find(|row| row.reader == *reader);
        let row = row.ok_or_else(|| Problem::gone("problem-no-such-reader"))?;
        let mut looked = Looked::plain("reader", looks.len()).by("month", Some(&word_of(month)));
        looked.about = Some(reader.clone());
        self.file_look(permit, &looked)?;
        Ok(ReaderLooks { row, looks })
    }

    /// Says what came of going through a reader's looks of a month.
    ///
    /// # Errors
    /// Yours, where nothing is said or the month is not over; refused, where it is the own month,
    /// or that of whoever reviewed this one; gone, where nobody looked.
    pub fn review_looks(
        &self,
        permit: &Permit<ReviewLooks>,
        (month, reader): (Period, &Identity),
        remark: &str,
    ) -> Result<(), Problem> {
        let remark = remark.trim();
        // What could not be kept as it is written is not signed.
        if remark.is_empty() || !is_kept(remark) {
            return Err(Problem::yours("problem-looks-remark").with("max", REMARK_MAX));
        }
        if month.to() >= self.today() {
            return Err(Problem::yours("problem-looks-month"));
        }
        let month_word = word_of(month);
        // Between the ruling and the entry nobody else signs.
        let stopped = |_| Problem::ours("problem-ledger", "a review before this one broke off");
        let _one = self.reviews.lock().map_err(stopped)?;
        let seen = self.month_seen(month, permit, |_, _| {})?;
        let user = user_of(reader).unwrap_or_default();
        if !seen.readers.contains_key(user) {
            return Err(Problem::gone("problem-no-such-reader"));
        }
        permit.over(&seen.about(reader))?;
        let mut looked = Looked::plain(REVIEWED, 1)
            .by("month", Some(&month_word))
            .by("text", Some(remark));
        looked.about = Some(reader.clone());
        self.file_look(permit, &looked)
    }

    /// What was found in a month; `met`: each look that counts, newest first.
    fn month_seen(
        &self,
        month: Period,
        permit: &Permit<ReviewLooks>,
        mut met: impl FnMut(&StoredEntry, &OneLook),
    ) -> Result<Seen, Problem> {
        let mut seen = Seen::default();
        let withheld = self.withheld_from(permit.principal())?;
        let after = Period::month_of(month.to().plus(1));
        let words = [month, before(month), after].map(word_of);
        let since = |at| self.zone().day_of(at) >= month.from();
        // What is said of a month is said after it, and all that was is met here.
        self.walk_looks(since, |entry, look| {
            if look.act.view == REVIEWED {
                seen.review(&look, &words);
            }
            if month.contains(self.zone().day_of(look.at)) && look.is_of_others() {
                let tally = seen.readers.entry(look.user.clone()).or_default();
                tally.add(&look, &withheld);
                met(entry, &look);
            }
        })?;
        Ok(seen)
    }
}

/// Actions by which one sees nobody else: everybody who signs in takes them.
const OF_ONESELF: [&str; 5] = [
    ReadMine::NAME,
    AnswerCase::NAME,
    SignIn::NAME,
    ReadRules::NAME,
    ReadOverview::NAME,
];

impl OneLook {
    /// Whether a human being looked at something that is not their own.
    pub(super) fn is_of_others(&self) -> bool {
        let user = self.user.as_str();
        user != ERASED
            && !PROGRAMS.contains(&user)
            && !OF_ONESELF.contains(&self.act.action.as_str())
    }
}

/// The readers of a month, those with the most people first.
fn rows(seen: &Seen, permit: &Permit<ReviewLooks>, names: &Names) -> Vec<ReaderRow> {
    let own = permit.principal().user();
    let row = |(user, tally): (&String, &Tally)| {
        let reader = own_account(user);
        ReaderRow {
            name: names.called(user),
            looks: tally.looks,
            people: tally.people.len() as u64,
            searches: tally.searches,
            files: tally.files,
            refused: tally.refused,
            warnings: tally.warnings,
            reviewed: seen.reviewed(user, names).map(|said| match user == own {
                // What others made of one's own looks is for others.
                true => LooksReviewed {
                    remark: String::new(),
                    ..said
                },
                false => said,
            }),
            may_review: permit.ruling(&seen.about(&reader)).allowed,
            reader,
        }
    };
    let mut rows: Vec<ReaderRow> = seen.readers.iter().map(row).collect();
    rows.sort_by_key(|row| (std::cmp::Reverse((row.people, row.looks)), row.name.clone()));
    rows
}

/// What was found in a month.
#[derive(Default)]
struct Seen {
    readers: BTreeMap<String, Tally>,
    /// By reader: what was said last of the month, by whom.
    said: HashMap<String, (Instant, String, String)>,
    /// By reviewer: whose looks of the month, or of one beside it, they have reviewed.
    judged: HashMap<String, HashSet<String>>,
}

#[derive(Default)]
pub(super) struct Tally {
    pub(super) looks: u64,
    pub(super) people: HashSet<Identity>,
    pub(super) searches: u64,
    pub(super) files: u64,
    pub(super) refused: u64,
    warnings: u64,
}

impl Tally {
    pub(super) fn add(&mut self, look: &OneLook, withheld: &Withheld) {
        let act = &look.act;
        if act.denied.is_some() {
            self.refused += 1;
            return;
        }
        self.looks += 1;
        let about = look.about.as_ref().filter(|who| user_of(who).is_none());
        // A case about whoever reads this counts for nobody.
        let about = about.filter(|who| !withheld.holds(act, Some(who)));
        self.people.extend(about.cloned());
        self.searches += u64::from(act.view == "search");
        self.files += u64::from(["csv", "xlsx", "json", "pdf"].contains(&act.form.as_str()));
        self.warnings += u64::from(act.view == "people-many");
    }
}

impl Seen {
    /// A review, met newest first; `words`: the month, the one
    /// before and the one after.
    fn review(&mut self, look: &OneLook, words: &[String; 3]) {
        let get = |name: &str| {
            let found = look.act.filter.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        };
        let (Some(month), Some(of)) = (get("month"), look.about.as_ref().and_then(user_of)) else {
            return;
        };
        if !words.contains(&month) {
            return;
        }
        let judged = self.judged.entry(look.user.clone()).or_default();
        judged.insert(of.to_owned());
        if month == words[0] {
            let remark = get("text").unwrap_or_default();
            let said = (look.at, look.user.clone(), remark);
            self.said.entry(of.to_owned()).or_insert(said);
        }
    }

    fn reviewed(&self, user: &str, names: &Names) -> Option<LooksReviewed> {
        let (at, by, remark) = self.said.get(user)?;
        Some(LooksReviewed {
            at: *at,
            by: names.called(by),
            remark: remark.clone(),
        })
    }

    /// A reader's looks as the rules see them.
    fn about(&self, reader: &Identity) -> About {
        let user = user_of(reader).unwrap_or_default();
        let judged = self.judged.get(user).into_iter().flatten();
        About::Looks {
            of: Who(user.to_owned()),
            judged: judged.map(|who| Who(who.clone())).collect(),
        }
    }
}

/// The user name of somebody who reads here; none for whoever stands in the log.
pub(super) fn user_of(who: &Identity) -> Option<&str> {
    match who {
        Identity::Account { source, user } if source == OWN_SOURCE => Some(user),
        _ => None,
    }
}

/// `2026-10`.
pub(super) fn word_of(month: Period) -> String {
    let day = month.from().to_string();
    day.get(..7).unwrap_or(&day).to_owned()
}

/// The month before.
fn before(month: Period) -> Period {
    Period::month_of(month.from().plus(-1))
}
