//! What all lists share: filters on top, headings that sort, pages, exports, and the lines
//! below that say what the list was made from.
//!
//! All of it is links and GET forms; the address holds the whole state.

pub(crate) mod figure;
pub(crate) mod page;
pub(crate) mod table;

use askama::Template;
use tilsyn_app::log_review::view::{MadeFrom, Order, UnitName};

use crate::asked::Asked;
use crate::period::{Choice, Fault, Otherwise};
use crate::reply::html;
use crate::settings::{PAGE_ROWS, XLSX_ROWS_MAX};
use crate::words::Words;

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its name in the JSON form, by which it is sorted; empty for one that is not.
    pub(crate) sort: &'static str,
    /// Key of its heading.
    pub(crate) heading: &'static str,
    side: Side,
}

impl Column {
    /// A column of texts; `sort` is empty where it does not sort.
    pub(crate) const fn text(sort: &'static str, heading: &'static str) -> Column {
        Column {
            sort,
            heading,
            side: Side::Text,
        }
    }

    pub(crate) const fn number(sort: &'static str, heading: &'static str) -> Column {
        Column {
            sort,
            heading,
            side: Side::Number,
        }
    }
}

/// Where a column's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Text,
    Number,
}

/// A heading as it is shown.
struct Heading {
    label: String,
    href: String,
    /// `ascending`, `descending` or nothing.
    sorted: &'static str,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "list/headings.html")]
struct Headings {
    headings: Vec<Heading>,
}

/// The row of headings; `first` is the column the list is sorted by when nothing is said.
pub(crate) fn headings(asked: &Asked, columns: &[Column], first: &str) -> String {
    let sorted_by = asked.get("sort").unwrap_or(first);
    let headings = columns.iter().map(|column| {
        let is_sorted = !column.sort.is_empty() && column.sort == sorted_by;
        // Numbers start with the largest, texts with the first; a second press turns it.
        let turn = match (is_sorted, asked.order()) {
            (true, Order::Descending) => "asc",
            (true, Order::Ascending) => "",
            (false, _) if column.side == Side::Text => "asc",
            (false, _) => "",
        };
        let href = match column.sort {
            "" => String::new(),
            sort => asked.again("", &[("sort", sort), ("order", turn), ("page", "")]) + "#list",
        };
        Heading {
            label: asked.words().say(column.heading),
            href,
            sorted: match (is_sorted, asked.order()) {
                (true, Order::Descending) => "descending",
                (true, Order::Ascending) => "ascending",
                (false, _) => "",
            },
            class: if column.side == Side::Number {
                "number"
            } else {
                ""
            },
        }
    });
    html(&Headings {
        headings: headings.collect(),
    })
}

/// One choice of a select.
pub(crate) struct Chance {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// A select beside the period.
pub(crate) struct Select {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) chances: Vec<Chance>,
}

/// A field for a text beside the period.
pub(crate) struct TextField {
    name: &'static str,
    label: String,
    value: String,
}

impl TextField {
    pub(crate) fn of(asked: &Asked, name: &'static str, label: &str) -> TextField {
        TextField {
            name,
            label: asked.words().say(label),
            value: asked.get(name).unwrap_or_default().to_owned(),
        }
    }
}

/// What the filters of a list offer.
#[derive(Default)]
pub(crate) struct FilterSet {
    /// What the period is when nothing is said.
    pub(crate) otherwise: Otherwise,
    pub(crate) selects: Vec<Select>,
    pub(crate) texts: Vec<TextField>,
    /// Those that fewer need, behind a word that opens them.
    pub(crate) more_selects: Vec<Select>,
    pub(crate) more_texts: Vec<TextField>,
}

#[derive(Template)]
#[template(path = "list/filters.html")]
struct Filters<'a> {
    words: Words,
    action: String,
    /// Nothing where the list has no period.
    period: Option<PeriodFields>,
    set: &'a FilterSet,
    /// ` open` where one of those behind the word narrows the list.
    more: &'static str,
    /// Kept as they are: sorting, and what the page is about.
    hidden: Vec<(String, String)>,
    clear: String,
}

/// The fields of a period.
struct PeriodFields {
    chances: Vec<Chance>,
    /// What is wrong with the choice; empty where nothing is.
    fault: String,
    days: [DayField; 2],
}

/// A field for a day.
struct DayField {
    name: &'static str,
    label: String,
    /// `date`, or `text` where the value is none and a browser would show nothing.
    kind: &'static str,
    value: String,
    fault: String,
}

/// Narrows of lists; all are taken away together.
const CLEARED: [&str; 16] = [
    "period", "from", "to", "text", "page", "unit", "kind", "only", "user", "client", "server",
    "source", "state", "what", "weekday", "hour",
];

/// The form of filters.
pub(crate) fn filters(asked: &Asked, set: &FilterSet) -> String {
    let selects = || set.selects.iter().chain(&set.more_selects);
    let hidden = ["sort", "order", "field", "name", "system", "document"]
        .into_iter()
        .filter(|key| !selects().any(|select| select.name == *key))
        .filter_map(|key| Some((key.to_owned(), asked.get(key)?.to_owned())))
        .collect();
    html(&Filters {
        words: asked.words(),
        action: asked.to(&asked.path),
        period: Some(period_fields(asked, set.otherwise)),
        more: set.opened(asked),
        set,
        hidden,
        clear: asked.again("", &CLEARED.map(|name| (name, ""))),
    })
}

/// The form of a period that cannot be read: what was filled in, with what is wrong beside it.
///
/// The page's other filters need what the page would show, so those that were written stand here
/// as they were, and those that were chosen are kept unseen.
pub(crate) fn period_again(asked: &Asked) -> String {
    let text = match asked.path.as_str() {
        "/subjects" => "subjects-text",
        "/pictures" => "pictures-text",
        "/elements" => "elements-col-name",
        _ => "statement-text",
    };
    let written = [
        ("text", text),
        ("user", "filter-user"),
        ("client", "filter-client"),
        ("server", "logons-col-server"),
    ];
    let written = written.into_iter();
    let written = written.filter(|(name, _)| asked.get(name).is_some());
    let set = FilterSet {
        texts: written
            .map(|(name, label)| TextField::of(asked, name, label))
            .collect(),
        ..FilterSet::default()
    };
    let mut shown = vec!["period", "from", "to", "page"];
    shown.extend(set.texts.iter().map(|field| field.name));
    html(&Filters {
        words: asked.words(),
        action: asked.to(&asked.path),
        period: Some(period_fields(asked, set.otherwise)),
        more: "",
        hidden: asked.filters_but(&shown),
        clear: asked.again("", &CLEARED.map(|name| (name, ""))),
        set: &set,
    })
}

fn period_fields(asked: &Asked, otherwise: Otherwise) -> PeriodFields {
    let words = asked.words();
    let read = asked.choice_read(otherwise);
    let faults = read.as_ref().err().map(Vec::as_slice).unwrap_or_default();
    let said = |name: &str| {
        let fault = faults.iter().find(|fault| fault.field() == name);
        fault.map_or_else(String::new, |fault| words.say(fault.key()))
    };
    let days = [("from", "filter-from"), ("to", "filter-to")];
    let shown = read.as_ref().ok().map(|choice| choice.parts());
    let days = days.map(|(name, label)| {
        let part = |parts: &Vec<(&str, String)>| {
            let part = parts.iter().find(|(part, _)| *part == name);
            part.map_or_else(String::new, |(_, value)| value.clone())
        };
        let written = || asked.get(name).unwrap_or_default().to_owned();
        let value = shown.as_ref().map_or_else(written, part);
        let is_day = value.is_empty() || tilsyn_domain::Day::parse(&value).is_some();
        DayField {
            name,
            label: words.say(label),
            kind: if is_day { "date" } else { "text" },
            value,
            fault: said(name),
        }
    });
    PeriodFields {
        chances: periods(asked, read.as_ref()),
        fault: said("period"),
        days,
    }
}

/// The periods offered; one that cannot be read stands among them as it was written.
fn periods(asked: &Asked, read: Result<&Choice, &Vec<Fault>>) -> Vec<Chance> {
    let words = asked.words();
    let written = match read {
        Ok(choice) => choice.value(),
        Err(_) => asked.get("period").unwrap_or("span").to_owned(),
    };
    let offered = read.copied().unwrap_or(Choice::All).offered(asked.latest);
    let mut named: Vec<(String, String)> = offered
        .into_iter()
        .map(|offered| (offered.value(), offered.name(words)))
        .collect();
    named.push(("span".to_owned(), words.say("filter-span")));
    if !named.iter().any(|(value, _)| *value == written) {
        named.insert(0, (written.clone(), written.clone()));
    }
    let chance = |(value, label): (String, String)| Chance {
        chosen: value == written,
        value,
        label,
    };
    named.into_iter().map(chance).collect()
}

impl FilterSet {
    fn opened(&self, asked: &Asked) -> &'static str {
        let mut names = (self.more_selects.iter().map(|select| select.name))
            .chain(self.more_texts.iter().map(|field| field.name));
        if names.any(|name| asked.get(name).is_some()) {
            " open"
        } else {
            ""
        }
    }

    fn has_more(&self) -> bool {
        !self.more_selects.is_empty() || !self.more_texts.is_empty()
    }
}

/// Filters of a list that has no period.
pub(crate) fn plain_filters(asked: &Asked, selects: Vec<Select>) -> String {
    let cleared: Vec<(&str, &str)> = selects.iter().map(|select| (select.name, "")).collect();
    html(&Filters {
        words: asked.words(),
        action: asked.to(&asked.path),
        period: None,
        more: "",
        hidden: Vec::new(),
        clear: asked.again("", &cleared),
        set: &FilterSet {
            selects,
            ..FilterSet::default()
        },
    })
}

/// The select of units, in the order of the language's alphabet.
pub(crate) fn unit_select(asked: &Asked, units: &[UnitName]) -> Select {
    let words = asked.words();
    let named = units
        .iter()
        .map(|unit| (unit.unit.clone(), unit.name.clone()));
    let mut named: Vec<(String, String)> = named.collect();
    named.sort_by(|(_, one), (_, two)| words.figures().order(one, two));
    let all = words.count("filter-all-units", units.len());
    select(asked, "unit", words.say("filter-unit"), all, named)
}

/// The select of source systems.
pub(crate) fn source_select(asked: &Asked, made: &MadeFrom) -> Select {
    let words = asked.words();
    let named = made.sources.iter().map(|known| known.source.clone());
    let named = named.map(|source| (source.clone(), source)).collect();
    let all = words.say("filter-all");
    select(asked, "source", words.say("filter-source"), all, named)
}

/// A select of values with their labels; one in the address that is not among them stands last,
/// so that nobody reads a narrowed list as a whole one.
pub(crate) fn select(
    asked: &Asked,
    name: &'static str,
    label: String,
    all: String,
    mut named: Vec<(String, String)>,
) -> Select {
    let chosen = asked.get(name).unwrap_or_default();
    if !chosen.is_empty() && !named.iter().any(|(value, _)| value == chosen) {
        named.push((chosen.to_owned(), chosen.to_owned()));
    }
    named.insert(0, (String::new(), all));
    let chance = |(value, label): (String, String)| Chance {
        chosen: value == chosen,
        value,
        label,
    };
    Select {
        name,
        label,
        chances: named.into_iter().map(chance).collect(),
    }
}

struct PageLink {
    label: String,
    href: String,
    current: &'static str,
}

#[derive(Template)]
#[template(path = "list/paging.html")]
struct Paging {
    words: Words,
    shown: String,
    previous: String,
    next: String,
    pages: Vec<PageLink>,
}

/// Which rows are shown of how many, and the way to the others.
pub(crate) fn paging(asked: &Asked, matching: u64) -> String {
    let words = asked.words();
    let figures = words.figures();
    let rows = PAGE_ROWS as u64;
    let last = matching.div_ceil(rows).max(1);
    let page = (asked.page() as u64).min(last);
    let first_row = (page - 1) * rows + 1;
    let to = |page: u64| asked.again("", &[("page", &page.to_string())]) + "#list";
    let shown = words.fill(
        "paging-shown",
        &[
            ("from", figures.whole(first_row.min(matching))),
            ("to", figures.whole((page * rows).min(matching))),
            ("all", figures.whole(matching)),
        ],
    );
    let mut pages: Vec<PageLink> = Vec::new();
    let mut before = 0;
    for number in (1..=last).filter(|n| *n == 1 || *n == last || n.abs_diff(page) <= 2) {
        if number > before + 1 {
            pages.push(PageLink {
                label: "…".to_owned(),
                href: String::new(),
                current: "",
            });
        }
        let current = if number == page { "page" } else { "" };
        pages.push(PageLink {
            label: figures.whole(number),
            href: to(number),
            current,
        });
        before = number;
    }
    let previous = if page > 1 {
        to(page - 1)
    } else {
        String::new()
    };
    let next = if page < last {
        to(page + 1)
    } else {
        String::new()
    };
    html(&Paging {
        words,
        shown,
        previous,
        next,
        pages,
    })
}

struct ExportLink {
    label: String,
    href: String,
}

#[derive(Template)]
#[template(path = "list/exports.html")]
struct Exports {
    words: Words,
    links: Vec<ExportLink>,
    cut: String,
}

/// The list as files, by the side of its heading.
pub(crate) fn exports(asked: &Asked, matching: u64) -> String {
    let words = asked.words();
    let link = |key: &str, ending: &str| ExportLink {
        label: words.say(key),
        href: asked.again(ending, &[("page", "")]),
    };
    let cut = match matching > u64::from(XLSX_ROWS_MAX) {
        true => words.fill(
            "export-cut",
            &[
                ("rows", words.figures().whole(XLSX_ROWS_MAX.into())),
                ("all", words.figures().whole(matching)),
            ],
        ),
        false => String::new(),
    };
    let links = vec![
        link("export-xlsx", ".xlsx"),
        link("export-csv", ".csv"),
        ExportLink {
            label: words.say("export-json"),
            href: asked.again(".json", &[("page", "")]),
        },
    ];
    html(&Exports { words, links, cut })
}

#[derive(Template)]
#[template(path = "list/made_from.html")]
struct MadeFromLines {
    words: Words,
    sources: Vec<String>,
    rest: Vec<String>,
    sources_page: String,
    quarantine_page: String,
}

/// What stands under every list: from which events it was made, and what it does not say.
pub(crate) fn made_from(asked: &Asked, made: &MadeFrom) -> String {
    let words = asked.words();
    html(&MadeFromLines {
        words,
        sources: source_lines(asked, made),
        rest: rest_lines(words, made),
        sources_page: asked.to("/sources"),
        quarantine_page: asked.to("/quarantine"),
    })
}

fn source_lines(asked: &Asked, made: &MadeFrom) -> Vec<String> {
    let words = asked.words();
    let line = |source: &tilsyn_app::log_review::view::Completeness| {
        let gaps = match source.gaps {
            0 => words.say("made-no-gaps"),
            gaps => words.count("made-gaps", gaps),
        };
        let until = words.figures().moment(asked.zone(), source.last);
        words.fill(
            "made-source",
            &[
                ("source", source.source.clone()),
                ("until", until),
                ("gaps", gaps),
            ],
        )
    };
    made.sources.iter().map(line).collect()
}

fn rest_lines(words: Words, made: &MadeFrom) -> Vec<String> {
    let mut lines = vec![words.count("made-leaves", made.leaves)];
    if made.conflicts > 0 {
        lines.push(words.count("made-conflicts", made.conflicts));
    }
    if made.quarantined > 0 {
        lines.push(words.count("made-quarantined", made.quarantined));
    }
    lines
}

/// The same lines as plain text, for the first sheet of a workbook.
pub(crate) fn made_from_text(asked: &Asked, made: &MadeFrom) -> Vec<String> {
    let mut lines = source_lines(asked, made);
    lines.extend(rest_lines(asked.words(), made));
    lines
}
