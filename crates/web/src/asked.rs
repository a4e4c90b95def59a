//! What a request asks for: language, page, form and the filters in its address.
//!
//! National ids never stand in addresses; a filter text that looks like one is sent to the
//! search form instead. Not here: who may ask (`app`), whether to answer at all (`door`).

use std::sync::Arc;

use tilsyn_app::integrity::CheckpointMark;
use tilsyn_app::log_review::view::{Order, PastEnd, Shown};
use tilsyn_app::own_log::Opened;
use tilsyn_app::staff::SessionToken;
use tilsyn_app::{Form, Principal, Problem};
use tilsyn_domain::{Day, NationalId, Zone};

use crate::language::Language;
use crate::login::{FormKey, Reader};
use crate::openapi::parameters;
use crate::period::{Choice, Fault, Otherwise};
use crate::printed::Print;
use crate::settings::{PAGE_ROWS, XLSX_ROWS_MAX};
use crate::words::Words;

/// The filters that hold what the reader wrote.
const WRITTEN: [&str; 6] = ["text", "name", "user", "client", "server", "document"];

/// Key of the problem of a value that is none of those that an address takes.
pub(crate) const PARAMETER_UNREADABLE: &str = "problem-parameter";
/// Key of the problem of a period that cannot be read; its page has the form again.
pub(crate) const PERIOD_UNREADABLE: &str = "problem-period";

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) organisation: String,
    pub(crate) zone: Zone,
    pub(crate) form_key: FormKey,
    pub(crate) print: Print,
    /// The name of the cookie that sessions lie in.
    pub(crate) session_cookie: &'static str,
}

/// One request, read.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) shared: Arc<Shared>,
    pub(crate) language: Language,
    /// Without language and ending: `/person/…`.
    pub(crate) path: String,
    pub(crate) form: Form,
    query: Vec<(String, String)>,
    /// Whether somebody wrote a national id into a filter, which would keep it in addresses.
    pub(crate) holds_national_id: bool,
    /// Who asks; nobody, until that is known.
    principal: Principal,
    /// Names of those the reader may be, in the login for development, and which it is.
    choice: (Arc<[String]>, usize),
    /// Proves that a form came from one of our pages, made for this session.
    pub(crate) token: String,
    /// The session that it came in; none in the login for development.
    pub(crate) session: Option<SessionToken>,
    /// The last day with events, for choosing periods.
    pub(crate) latest: Option<Day>,
    /// The checkpoint that the answer is made from.
    pub(crate) mark: Option<CheckpointMark>,
    /// How many people the reader opened within the last hour, before this page.
    pub(crate) opened: Option<Opened>,
}

impl Asked {
    /// Reads an address; `None` where it names no language.
    pub(crate) fn read(shared: Arc<Shared>, path: &str, query: &str) -> Option<Asked> {
        let rest = path.strip_prefix('/')?;
        let (tag, page) = rest.split_once('/').unwrap_or((rest, ""));
        let language = Language::from_tag(tag)?;
        let (page, form) = ending(page);
        let path = format!("/{}", page.trim_end_matches('/'));
        let is_read = |key: &str| parameters::of(&path).any(|(name, _)| *name == key);
        let query = pairs(query);
        // Also where nobody reads it: it stands in the address.
        let holds_national_id = holds_national_id(&query);
        let query = query
            .into_iter()
            .filter(|(key, value)| is_read(key) && !value.trim().is_empty())
            .map(|(key, value)| (key, value.trim().to_owned()))
            .collect();
        Some(Asked {
            shared,
            language,
            path,
            form,
            query,
            holds_national_id,
            principal: Principal::nobody(),
            choice: (Arc::from([]), 0),
            token: String::new(),
            session: None,
            latest: None,
            mark: None,
            opened: None,
        })
    }

    pub(crate) fn is_by(&mut self, reader: Reader) {
        self.principal = reader.principal;
        self.choice = (reader.choice.into(), reader.chosen);
    }

    /// Names of those the reader may be, and which it is.
    pub(crate) fn readers(&self) -> (&[String], usize) {
        (&self.choice.0, self.choice.1)
    }

    /// The address of a page of ours that somebody sent; the front page, where it is none.
    pub(crate) fn page_of_ours(&self, sent: &str) -> String {
        let (path, query) = sent.split_once('?').unwrap_or((sent, ""));
        let page = Asked::read(self.shared.clone(), path, query);
        page.map_or_else(|| self.to(""), |page| page.again("", &[]))
    }

    pub(crate) fn words(&self) -> Words {
        Words::of(self.language)
    }

    pub(crate) fn zone(&self) -> &Zone {
        &self.shared.zone
    }

    pub(crate) fn principal(&self) -> &Principal {
        &self.principal
    }

    pub(crate) fn is_by_nobody(&self) -> bool {
        self.principal == Principal::nobody()
    }

    /// The last part of the path: a handle or a number.
    pub(crate) fn last(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn all(&self, key: &str) -> impl Iterator<Item = &str> {
        self.query
            .iter()
            .filter(move |(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    /// # Errors
    /// Yours, when a filter cannot be read: nothing is shown then, rather than what was not asked
    /// for.
    pub(crate) fn readable(&self) -> Result<(), Problem> {
        match self.wrong().next() {
            None => Ok(()),
            Some(_) => Err(self.problem_of_parameters()),
        }
    }

    /// The no to an address whose parameters are wrong or too few.
    pub(crate) fn problem_of_parameters(&self) -> Problem {
        let names = self.unreadable().join(", ");
        Problem::yours(PARAMETER_UNREADABLE).with("names", names)
    }

    /// Names of the parameters whose values are none of those that the address takes, and of those
    /// that data cannot do without.
    pub(crate) fn unreadable(&self) -> Vec<&str> {
        let needed = parameters::needed(&self.path).iter().copied();
        let missing = needed.filter(|name| self.form != Form::Page && self.get(name).is_none());
        self.wrong().chain(missing).collect()
    }

    fn wrong(&self) -> impl Iterator<Item = &str> {
        let takes = |name: &str, text: &str| {
            let told = parameters::of(&self.path).find(|(told, _)| *told == name);
            told.is_some_and(|(_, value)| value.takes(text))
        };
        let wrong = self
            .query
            .iter()
            .filter(move |(name, text)| !takes(name, text));
        wrong.map(|(name, _)| name.as_str())
    }

    /// The period that the address names, or the page's own where it names none.
    ///
    /// # Errors
    /// Yours, when it cannot be read: nothing is shown then, rather than another period.
    pub(crate) fn choice(&self, otherwise: Otherwise) -> Result<Choice, Problem> {
        let choice = self.choice_read(otherwise);
        choice.map_err(|_| Problem::yours(PERIOD_UNREADABLE))
    }

    /// The same, with what is wrong with it.
    pub(crate) fn choice_read(&self, otherwise: Otherwise) -> Result<Choice, Vec<Fault>> {
        let (period, from, to) = (self.get("period"), self.get("from"), self.get("to"));
        Choice::read(period, from, to, self.latest, otherwise)
    }

    /// What is wrong with the period that the address names.
    pub(crate) fn period_faults(&self) -> Vec<Fault> {
        let choice = self.choice_read(Otherwise::default());
        choice.err().unwrap_or_default()
    }

    /// The filters in the address, but these.
    pub(crate) fn filters_but(&self, but: &[&str]) -> Vec<(String, String)> {
        let kept = self.query.iter();
        let kept = kept.filter(|(name, _)| !but.contains(&name.as_str()));
        kept.cloned().collect()
    }

    /// Counted from 1.
    pub(crate) fn page(&self) -> usize {
        self.get("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1)
            .clamp(1, 1_000_000)
    }

    /// How many rows to leave out before those shown.
    pub(crate) fn skip(&self) -> usize {
        if self.is_whole() {
            0
        } else {
            (self.page() - 1) * PAGE_ROWS
        }
    }

    pub(crate) fn limit(&self) -> usize {
        match self.form {
            Form::Xlsx => XLSX_ROWS_MAX as usize,
            _ if self.is_whole() => usize::MAX,
            _ => PAGE_ROWS,
        }
    }

    /// Whether the whole list was asked for and not a page of it: a file, or data of no page.
    pub(crate) fn is_whole(&self) -> bool {
        match self.form {
            Form::Csv | Form::Xlsx => true,
            Form::Json => self.get("page").is_none(),
            Form::Page | Form::Pdf | Form::Command => false,
        }
    }

    pub(crate) fn order(&self) -> Order {
        if self.get("order") == Some("asc") {
            Order::Ascending
        } else {
            Order::Descending
        }
    }

    pub(crate) fn shown(&self) -> Shown {
        Shown {
            unit: self.get("unit").map(str::to_owned),
            text: self.get("text").map(str::to_owned),
            sort: self.get("sort").map(str::to_owned),
            order: self.order(),
            skip: self.skip(),
            limit: Some(self.limit()),
            past_end: PastEnd::of(self.form),
        }
    }

    /// The address of another page, in the same language.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("/{}{path}", self.language.tag())
    }

    /// The address of another page with filters.
    pub(crate) fn to_with(&self, path: &str, query: &[(&str, String)]) -> String {
        let query = encode(query.iter().map(|(key, value)| (*key, value.as_str())));
        if query.is_empty() {
            self.to(path)
        } else {
            format!("{}?{query}", self.to(path))
        }
    }

    /// This page with some filters set anew; an empty value takes a filter away.
    pub(crate) fn again(&self, ending: &str, changes: &[(&str, &str)]) -> String {
        self.again_in(self.language, ending, changes)
    }

    pub(crate) fn again_in(
        &self,
        language: Language,
        ending: &str,
        changes: &[(&str, &str)],
    ) -> String {
        let kept = self
            .query
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .filter(|(key, _)| !changes.iter().any(|(changed, _)| changed == key));
        let query = encode(kept.chain(changes.iter().copied()));
        let mark = if query.is_empty() { "" } else { "?" };
        let path = if self.path == "/" { "" } else { &self.path };
        format!("/{}{path}{ending}{mark}{query}", language.tag())
    }
}

fn holds_national_id(query: &[(String, String)]) -> bool {
    let written = query
        .iter()
        .filter(|(key, _)| WRITTEN.contains(&key.as_str()));
    written
        .flat_map(|(_, value)| value.split(','))
        .any(|text| looks_like_national_id(text.trim()))
}

/// Whether a text has the length and make-up of a national id of one of the four countries.
pub(crate) fn looks_like_national_id(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others = text
        .chars()
        .filter(|c| !c.is_ascii_digit() && !" -+".contains(*c))
        .count();
    // Six digits of a birth date first; a PC called `PC200012345` is none.
    let dated = text.chars().take(6).all(|c| c.is_ascii_digit());
    let finnish = dated && digits >= 9 && others <= 2 && text.len() <= 11;
    let fits = NationalId::new(text).is_some();
    fits && (((10..=12).contains(&digits) && others == 0) || (finnish && others > 0))
}

fn ending(page: &str) -> (&str, Form) {
    for (ending, form) in [
        (".json", Form::Json),
        (".csv", Form::Csv),
        (".xlsx", Form::Xlsx),
        (".pdf", Form::Pdf),
    ] {
        if let Some(page) = page.strip_suffix(ending) {
            return (page, form);
        }
    }
    (page, Form::Page)
}

/// Takes `a=1&b=2` apart; what is no UTF-8 after decoding is shown with replacement marks.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .take(64)
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'+', _, _) => bytes.push(b' '),
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn encode<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = String::new();
    for (key, value) in pairs.filter(|(_, value)| !value.is_empty()) {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(key);
        query.push('=');
        query.push_str(&encoded(value));
    }
    query
}

/// A text as part of an address.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn filters_survive_in_links_and_unknown_ones_do_not() {
        let asked = testing::asked("/nb/statement.csv?unit=Barnevern+%26+helse&evil=1&page=3");
        assert_eq!(asked.form, Form::Csv);
        assert_eq!(asked.get("unit"), Some("Barnevern & helse"));
        assert_eq!(
            asked.again(".xlsx", &[("page", "")]),
            "/nb/statement.xlsx?unit=Barnevern%20%26%20helse"
        );
        assert_eq!(
            asked.again_in(Language::Swedish, "", &[("sort", "name")]),
            "/sv/statement?unit=Barnevern%20%26%20helse&page=3&sort=name"
        );
    }

    #[test]
    fn a_national_id_in_a_filter_is_noticed() {
        let check = |text, expected| assert_eq!(looks_like_national_id(text), expected, "{text}");
        check("01928500012", true);
        check("019285 00012", true);
        check("19900101-9802", true);
        check("010190-907N", true);
        check("104412", false);
        check("PC200012345", false);
        check("192.168.10.20", false);
        check("Kari Solheim", false);
        check("solheim.kari", false);
        for filter in ["user", "client", "server", "text", "name"] {
            let address = format!("/nb/logons?{filter}=kari,+01928500012");
            assert!(testing::asked(&address).holds_national_id, "{filter}");
        }
        assert!(!testing::asked("/nb/logons?user=kari,+ola&client=10.20.*").holds_national_id);
    }

    #[test]
    fn broken_escapes_do_not_panic() {
        assert_eq!(decode("%zz%4%C3%B8%FF"), "%zz%4ø\u{fffd}");
    }
}
