//! The answer in sentences: yes, no, or nobody knows; and who besides us says so.
//!
//! Only what was checked is claimed. A roll-back that was found stands above a check from before.

use tilsyn_app::integrity::{IntegrityView, Outcome};
use tilsyn_domain::Instant;

use crate::asked::Asked;
use crate::words::Words;

/// What cannot wait; empty if there is no such thing.
pub(super) fn alarm(view: &IntegrityView, words: Words) -> String {
    if let Some(found) = &view.roll_back {
        let whole = |size: u64| words.figures().whole(size);
        let arguments = [
            ("signed", whole(found.signed.size)),
            ("own", whole(found.own.size)),
        ];
        let what = words.fill("problem-rolled-back", &arguments);
        return format!("{what} {}", words.say("hint-rolled-back"));
    }
    let broken = view.verified.as_ref();
    match broken.filter(|verified| verified.outcome == Outcome::Broken) {
        Some(_) => words.say("integrity-broken-hint"),
        None => String::new(),
    }
}

/// Is the log whole?
pub(super) fn answer(view: &IntegrityView, asked: &Asked) -> String {
    let words = asked.words();
    if view.roll_back.is_some() {
        return words.say("integrity-rolled-back");
    }
    let Some(verified) = &view.verified else {
        return words.say("integrity-never");
    };
    let figures = words.figures();
    let at = figures.moment(asked.zone(), Instant(verified.at));
    let size = figures.whole(verified.leaves);
    match verified.outcome {
        Outcome::Whole => words.fill("integrity-yes", &[("at", at), ("size", size)]),
        Outcome::NotDone => words.with("integrity-not-done", "at", at),
        Outcome::Broken => {
            let wrong = verified.faults + verified.unexplained;
            words.count_with("integrity-no", wrong, ("at", at))
        }
    }
}

/// Who besides us says so?
pub(super) fn who_says(view: &IntegrityView, words: Words) -> String {
    let Some(quorum) = &view.quorum else {
        return words.say("integrity-nobody-else");
    };
    let Some(leaves) = quorum.leaves else {
        return words.with("integrity-too-few", "names", quorum.missing.join(", "));
    };
    let signed = view.witnesses.iter().map(|witness| witness.name.as_str());
    let signed: Vec<&str> = signed
        .filter(|name| !quorum.missing.iter().any(|missing| missing == name))
        .collect();
    if signed.is_empty() {
        return words.say("integrity-nobody-else");
    }
    words.count_with("integrity-say-so", leaves, ("names", signed.join(", ")))
}

/// How long ago something was.
pub(super) fn age(seconds: u64, words: Words) -> String {
    match seconds {
        0..120 => words.count("age-seconds", seconds),
        120..7_200 => words.count("age-minutes", seconds / 60),
        7_200..172_800 => words.count("age-hours", seconds / 3_600),
        _ => words.count("age-days", seconds / 86_400),
    }
}

/// How long ago a moment was; nothing before it.
pub(super) fn since(at: Instant, now: Instant, words: Words) -> String {
    age(
        u64::try_from((now.0 - at.0) / 1_000_000).unwrap_or(0),
        words,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn ages_are_told_in_the_largest_unit_that_still_says_something() {
        let check = |seconds, expected| {
            assert_eq!(age(seconds, Words::of(Language::English)), expected);
        };
        check(1, "1 second ago");
        check(119, "119 seconds ago");
        check(120, "2 minutes ago");
        check(7_199, "119 minutes ago");
        check(7_200, "2 hours ago");
        check(172_800, "2 days ago");
    }
}
