//! What is about to be shown, told so that somebody who reads the own log understands it: which
//! page, about whom, narrowed by what, how many rows of how many.
//!
//! A whole national id never stands in a filter: a text with as many digits is kept as the word
//! that it was one. Not here: filing it (`own_log`).

use std::collections::HashSet;

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::question::{About, ElementField, HistoryQuestion, Only, account_text};
use tilsyn_domain::{Kind, NationalId, Pattern, Period};

use crate::log_review::view::Shown;

/// More people than this are not named one by one in a look; the list can be drawn again from
/// its period and its filters.
pub const PEOPLE_NAMED_MAX: usize = 200;
/// What stands in the own log for a filter text that may be a national id.
pub const NUMBER_HIDDEN: &str = "#";
/// Digits from which on a text may be a national id.
const ID_DIGITS_MIN: usize = 9;
/// Longer filter texts are cut.
pub(crate) const FILTER_CHARS_MAX: usize = 120;

/// What is about to be shown.
#[derive(Clone, Debug)]
pub(crate) struct Looked {
    /// The page or command, by its word in the own log.
    pub(crate) view: &'static str,
    pub(crate) period: Period,
    /// Whose page it is; `None` for lists.
    pub(crate) about: Option<Identity>,
    /// People named in the answer.
    pub(crate) people: Vec<NationalId>,
    /// What the list was narrowed by: the filter's name in addresses, and its value.
    pub(crate) filter: Vec<(&'static str, String)>,
    pub(crate) rows: u64,
    /// Rows left out before those shown.
    pub(crate) skipped: u64,
    /// How many rows match; `None` where all of them are shown.
    pub(crate) matching: Option<u64>,
}

impl Looked {
    /// A list that names people.
    pub(crate) fn list<'a>(
        view: &'static str,
        period: Period,
        people: impl Iterator<Item = &'a NationalId>,
        rows: usize,
    ) -> Looked {
        let mut looked = Looked {
            view,
            period,
            about: None,
            people: Vec::new(),
            filter: Vec::new(),
            rows: rows as u64,
            skipped: 0,
            matching: None,
        };
        looked.name(people);
        looked
    }

    /// A list or page that names nobody.
    pub(crate) fn plain(view: &'static str, rows: usize) -> Looked {
        Looked::list(view, Period::always(), std::iter::empty(), rows)
    }

    /// Events, as they were asked for.
    pub(crate) fn events(question: &HistoryQuestion, about: Option<Identity>) -> Looked {
        let mut looked = Looked::list(view_of(question), question.period, std::iter::empty(), 0);
        looked.about = about;
        if let About::Element(field, name) = &question.about {
            looked = looked.by("field", Some(field_word(*field)));
            looked = looked.by("name", Some(name));
        }
        if let About::Document { source, document } = &question.about {
            looked = looked.by("source", Some(source));
            looked = looked.by("document", Some(document));
        }
        if kinds_of(looked.view) != question.kinds {
            for kind in &question.kinds {
                looked = looked.by("kind", Some(kind.word()));
            }
        }
        let only = match question.only {
            Only::All => None,
            Only::Lookups => Some("lookups"),
            Only::Outside => Some("outside"),
        };
        let filter = &question.filter;
        let number = |number: Option<u8>| number.map(|number| number.to_string());
        let text = |pattern: &Option<Pattern>| pattern.as_ref().map(Pattern::text);
        let accounts = filter.accounts.as_ref().map(|accounts| {
            let texts = accounts
                .iter()
                .map(|(source, user)| account_text(source, user));
            texts.collect::<Vec<_>>().join(", ")
        });
        looked
            .by("only", only)
            .by("user", accounts.as_deref())
            .by("source", filter.source.as_deref())
            .by("client", text(&filter.client).as_deref())
            .by("server", text(&filter.server).as_deref())
            .by("unit", filter.unit.as_deref())
            // As in addresses, where Monday is the first day.
            .by(
                "weekday",
                number(filter.time.weekday.map(|day| day + 1)).as_deref(),
            )
            .by("hour", number(filter.time.hour).as_deref())
    }

    /// Names people, each once; beyond [`PEOPLE_NAMED_MAX`] no more.
    pub(crate) fn name<'a>(&mut self, people: impl Iterator<Item = &'a NationalId>) {
        let own = match &self.about {
            Some(Identity::Person(id)) => Some(id),
            _ => None,
        };
        let mut seen = HashSet::new();
        let others = people.filter(|id| Some(*id) != own && seen.insert(*id));
        self.people = others.take(PEOPLE_NAMED_MAX).cloned().collect();
    }

    /// With a filter, if it is set.
    pub(crate) fn by(mut self, name: &'static str, value: Option<&str>) -> Looked {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            self.filter.push((name, fit_to_keep(value)));
        }
        self
    }

    /// With what somebody set, whole: it is no person's number.
    pub(crate) fn set_to(mut self, value: &str) -> Looked {
        self.filter.push(("value", value.to_owned()));
        self
    }

    /// With what the program made, or found to be no person's number, whole: a hash has many
    /// digits.
    pub(crate) fn with_made(mut self, name: &'static str, value: &str) -> Looked {
        self.filter.push((name, value.to_owned()));
        self
    }

    /// With why something was done, whole: whoever says it was told to name no number of a person,
    /// and [`holds_number`] that they did not.
    pub(crate) fn because(mut self, reason: &str) -> Looked {
        self.filter.push(("why", reason.to_owned()));
        self
    }

    /// So many rows, after leaving out so many, of so many that match.
    pub(crate) fn rows(mut self, rows: u64, skipped: u64, matching: u64) -> Looked {
        (self.rows, self.skipped, self.matching) = (rows, skipped, Some(matching));
        self
    }

    /// A list as it was cut.
    pub(crate) fn shown(self, shown: &Shown, matching: usize) -> Looked {
        let rows = self.rows;
        self.by("unit", shown.unit.as_deref())
            .by("text", shown.text.as_deref())
            .rows(rows, shown.start(matching) as u64, matching as u64)
    }
}

const FETCHES: &[Kind] = &[Kind::DocumentView, Kind::ImageView];
const CHANGES: &[Kind] = &[Kind::Change, Kind::AccessChange];
/// Logoffs stand beside their logons.
const LOGONS: &[Kind] = &[Kind::Logon, Kind::LogonFailed];
const SESSIONS: &[Kind] = &[Kind::Logon, Kind::Logoff, Kind::LogonFailed];

fn view_of(question: &HistoryQuestion) -> &'static str {
    let all_of = |kinds: &[Kind]| {
        !question.kinds.is_empty() && question.kinds.iter().all(|kind| kinds.contains(kind))
    };
    match &question.about {
        About::Subject(_) => "person",
        About::Actor(_) | About::Account { .. } => "user",
        About::Element(..) => "element",
        About::Document { .. } => "picture",
        About::Everything if all_of(CHANGES) => "changes",
        About::Everything if all_of(SESSIONS) => "logons",
        About::Everything => "log",
    }
}

/// The kinds a view shows when it is not narrowed.
fn kinds_of(view: &str) -> &'static [Kind] {
    match view {
        "picture" => FETCHES,
        "changes" => CHANGES,
        "logons" => LOGONS,
        _ => &[],
    }
}

pub(crate) fn field_word(field: ElementField) -> &'static str {
    match field {
        ElementField::Element => "element",
        ElementField::Screen => "screen",
        ElementField::Tab => "tab",
        ElementField::Report => "report",
    }
}

/// Whether the own log keeps a text as it was written.
pub(crate) fn is_kept(text: &str) -> bool {
    fit_to_keep(text) == text
}

/// Whether a text has a number in it that may be a national id: ten digits or more in a row, or a
/// date of birth and a few more behind one sign. Cases and organisations have shorter ones.
pub(crate) fn holds_number(text: &str) -> bool {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match runs.last_mut() {
            Some((_, end)) if *end == at => *end = at + 1,
            _ => runs.push((at, at + 1)),
        }
    }
    let digits = |(start, end): &(usize, usize)| end - start;
    let is_one_sign = |sign: &str| matches!(sign, " " | "-" | "+");
    let is_split = |two: &[(usize, usize)]| {
        let between = text.get(two[0].1..two[1].0).unwrap_or_default();
        is_one_sign(between) && (6..=8).contains(&digits(&two[0])) && digits(&two[1]) >= 3
    };
    runs.iter().any(|run| digits(run) > ID_DIGITS_MIN) || runs.windows(2).any(is_split)
}

fn fit_to_keep(text: &str) -> String {
    if text.chars().filter(char::is_ascii_digit).count() >= ID_DIGITS_MIN {
        return NUMBER_HIDDEN.to_owned();
    }
    text.chars().take(FILTER_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use tilsyn_domain::question::EventFilter;
    use tilsyn_domain::usage::TimeOfWeek;

    use super::*;

    fn question(about: About, kinds: &[Kind], only: Only) -> HistoryQuestion {
        HistoryQuestion {
            kinds: kinds.to_vec(),
            only,
            ..HistoryQuestion::every(about, Period::always())
        }
    }

    fn check(question: &HistoryQuestion, view: &str, filter: &str) {
        let looked = Looked::events(question, None);
        let pairs: Vec<String> = looked
            .filter
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!((looked.view, pairs.join(" ").as_str()), (view, filter));
    }

    #[test]
    fn a_look_says_which_page_and_what_narrowed_it() {
        let all = About::Everything;
        check(&question(all.clone(), &[], Only::All), "log", "");
        check(&question(all.clone(), LOGONS, Only::All), "logons", "");
        let failed = [Kind::LogonFailed];
        check(
            &question(all.clone(), &failed, Only::All),
            "logons",
            "kind=logon_failed",
        );
        check(
            &question(all.clone(), CHANGES, Only::Outside),
            "changes",
            "only=outside",
        );
        check(
            &question(all, &[Kind::Lookup], Only::Lookups),
            "log",
            "kind=lookup only=lookups",
        );
        let filter = EventFilter {
            accounts: Some(vec![("hr".to_owned(), "kso".to_owned())]),
            source: Some("hr".to_owned()),
            client: Some(Pattern::new("PC-1*")),
            server: Some(Pattern::new("ctx01")),
            unit: Some("u1".to_owned()),
            time: TimeOfWeek {
                weekday: Some(5),
                hour: Some(23),
            },
            unprotected: false,
        };
        check(
            &HistoryQuestion {
                filter,
                ..question(About::Everything, LOGONS, Only::All)
            },
            "logons",
            "user=hr:kso source=hr client=pc-1* server=ctx01 unit=u1 weekday=6 hour=23",
        );
        let document = About::Document {
            source: "hr".to_owned(),
            document: "Vedtak 7".to_owned(),
        };
        check(
            &question(document.clone(), FETCHES, Only::Lookups),
            "picture",
            "source=hr document=Vedtak 7 only=lookups",
        );
        check(
            &question(document, &[Kind::DocumentView], Only::All),
            "picture",
            "source=hr document=Vedtak 7 kind=document_view",
        );
        let screen = About::Element(ElementField::Screen, "Lønn".to_owned());
        check(
            &question(screen, &[], Only::All),
            "element",
            "field=screen name=Lønn",
        );
    }

    #[test]
    fn a_reason_is_told_to_hold_an_id_and_not_for_its_days_and_cases() {
        for id in [
            "01817010055",
            "gjelder 018170 10055",
            "född 19850101-1234",
            "010185-123A",
        ] {
            assert!(holds_number(id), "{id}");
        }
        for plain in [
            "",
            "sak 2026/12345-7",
            "sak 202600123",
            "2026-11-23 12:00",
            "12345678",
            "ÅÆØ 7",
        ] {
            assert!(!holds_number(plain), "{plain}");
        }
    }

    #[test]
    fn what_may_be_an_id_is_not_kept_in_a_filter() {
        let kept = |text| {
            let looked = Looked::plain("search", 0).by("text", Some(text));
            looked.filter.into_iter().next().map(|(_, value)| value)
        };
        assert_eq!(kept(" Solheim ").as_deref(), Some("Solheim"));
        assert_eq!(kept("104412").as_deref(), Some("104412"));
        assert_eq!(kept("018170 10055").as_deref(), Some(NUMBER_HIDDEN));
        assert_eq!(kept("Anna 01817010055").as_deref(), Some(NUMBER_HIDDEN));
        assert_eq!(kept("  "), None);
        assert_eq!(
            kept(&"å".repeat(200)).map(|text| text.chars().count()),
            Some(120)
        );
    }
}
