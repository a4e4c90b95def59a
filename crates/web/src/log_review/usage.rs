//! How the systems are used: by hour, week, system, screen, report and unit (K3, K7), each
//! figure with the way to its events.

use tilsyn_app::log_review::{SMALLEST_GROUP, Slot, UsageBy, UsageRow, UsageView};
use tilsyn_app::permit::{ReadElements, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Period;
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::{About, EventFilter, HistoryQuestion, Only};

use crate::asked::Asked;
use crate::charts::{BarsChart, Caption, WeekHoursChart, bar};
use crate::frame::Place;
use crate::list::figure::{Figure, figures};
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Chance, Column, FilterSet, Select};
use crate::log_review::filters::{hour_name, weekdays};
use crate::log_review::history::{self, kind_name};
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;
use crate::sheet::{About as AboutSheet, Cell, Sheet};
use crate::words::Words;

const HOURS: [Column; 9] = [
    Column::text("", "usage-col-hour"),
    Column::number("", "weekday-monday"),
    Column::number("", "weekday-tuesday"),
    Column::number("", "weekday-wednesday"),
    Column::number("", "weekday-thursday"),
    Column::number("", "weekday-friday"),
    Column::number("", "weekday-saturday"),
    Column::number("", "weekday-sunday"),
    Column::number("", "usage-col-all"),
];
const WEEKS: [Column; 2] = [
    Column::text("", "usage-col-week"),
    Column::number("", "usage-col-events"),
];
const PLACES: [Column; 3] = [
    Column::text("name", "elements-col-name"),
    Column::number("events", "usage-col-events"),
    Column::number("users", "elements-col-users"),
];

const FIELDS: [(UsageBy, &str); 7] = [
    (UsageBy::Hour, "usage-hour"),
    (UsageBy::Week, "usage-week"),
    (UsageBy::Source, "filter-source"),
    (UsageBy::Screen, "elements-screen"),
    (UsageBy::Element, "elements-element"),
    (UsageBy::Report, "elements-report"),
    (UsageBy::Unit, "filter-unit"),
];

/// What use can be counted by, in addresses.
pub(crate) fn field_names() -> Vec<&'static str> {
    UsageBy::ALL.map(UsageBy::word).to_vec()
}

/// Which events are counted, in addresses; look-ups where nothing is said.
pub(crate) fn only_names() -> Vec<&'static str> {
    vec!["lookups", "outside", "all"]
}

fn field_of(asked: &Asked) -> UsageBy {
    let named = asked.get("field").and_then(UsageBy::from_word);
    named.unwrap_or(UsageBy::Hour)
}

/// The events whose use an address asks for.
fn question(asked: &Asked, choice: Choice) -> HistoryQuestion {
    let asked_for = history::question(asked, About::Everything, &[], choice);
    HistoryQuestion {
        only: match asked.get("only") {
            Some("outside") => Only::Outside,
            Some("all") => Only::All,
            _ => Only::Lookups,
        },
        // Who, and from which machine, is no question of this page.
        filter: EventFilter {
            source: asked_for.filter.source,
            unit: asked_for.filter.unit,
            ..EventFilter::default()
        },
        kinds: asked_for.kinds,
        ..HistoryQuestion::every(About::Everything, choice.period())
    }
}

/// `GET /{language}/usage`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadElements>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let question = question(asked, choice);
    let view = desk.usage(&permit, &question, field_of(asked), &asked.shown())?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, choice, asked))),
        Form::Json => Ok(json(&view, choice.period(), asked)),
        form => sheet(&view, choice, asked).reply(form),
    }
}

pub(crate) fn render(view: &UsageView, choice: Choice, asked: &Asked) -> String {
    let words = asked.words();
    let heading = words.with("usage-title", "period", choice.name(words));
    let matching = view.matching as u64;
    let detail = words.figures().whole(view.events);
    let mut page = ListPage {
        title: heading.clone(),
        heading,
        detail: words.with("usage-detail", "events", detail),
        lead: words.say("usage-lead"),
        above: figures(words, &picture(view, words)),
        filters: filters(view, asked),
        exports: list::exports(asked, matching),
        made_from: list::made_from(asked, &view.made_from),
        ..ListPage::default()
    };
    if view.is_withheld {
        page.empty = words.with("usage-withheld", "n", SMALLEST_GROUP);
    }
    let links = Links { asked, choice };
    match view.by {
        UsageBy::Hour => {
            let rows = links.hours(view);
            page.render(asked, Place::Log, &HOURS, "", &rows)
        }
        UsageBy::Week => {
            let rows = links.weeks(view);
            page.paging = list::paging(asked, matching);
            page.render(asked, Place::Log, &WEEKS, "", &rows)
        }
        by => {
            page.paging = list::paging(asked, matching);
            if by == UsageBy::Unit {
                page.list_note = words.with("usage-units-note", "n", SMALLEST_GROUP);
            }
            let rows = links.places(view);
            page.render(asked, Place::Log, &PLACES, "events", &rows)
        }
    }
}

fn filters(view: &UsageView, asked: &Asked) -> String {
    let words = asked.words();
    let field = Select {
        name: "field",
        label: words.say("elements-field"),
        chances: FIELDS
            .map(|(by, key)| Chance {
                value: by.word().to_owned(),
                label: words.say(key),
                chosen: by == view.by,
            })
            .into(),
    };
    let kinds = Kind::ALL.map(|kind| (kind.word().to_owned(), kind_name(kind, words)));
    let kind = list::select(
        asked,
        "kind",
        words.say("history-kind"),
        words.say("filter-all"),
        kinds.into(),
    );
    let only = [
        ("outside".to_owned(), words.say("history-only-outside")),
        ("all".to_owned(), words.say("filter-all")),
    ];
    let only = list::select(
        asked,
        "only",
        words.say("history-only"),
        words.say("history-only-lookups"),
        only.into(),
    );
    let set = FilterSet {
        selects: vec![field, list::source_select(asked, &view.made_from)],
        more_selects: vec![list::unit_select(asked, &view.units), only, kind],
        ..FilterSet::default()
    };
    list::filters(asked, &set)
}

/// The picture of times; places are drawn as bars in their rows.
fn picture(view: &UsageView, words: Words) -> Vec<Figure> {
    if view.rows.is_empty() {
        return Vec::new();
    }
    let count = |count: u64| words.figures().whole(count);
    let figure = |id, title: String, note: String, svg: &dyn Fn(Caption) -> String| Figure {
        svg: svg(Caption {
            id,
            title: title.clone(),
            description: note.clone(),
        }),
        title,
        note,
        // It is the list of the page.
        table: String::new(),
        class: "whole",
    };
    match view.by {
        UsageBy::Hour => vec![figure(
            "week-hours",
            words.say("usage-hours-title"),
            words.say("usage-hours-note"),
            &|caption| {
                let days = weekdays(words);
                WeekHoursChart {
                    caption,
                    counts: &view.hours,
                    days: &days,
                }
                .svg()
            },
        )],
        UsageBy::Week => vec![figure(
            "usage-weeks",
            words.say("usage-weeks-title"),
            words.say("usage-weeks-note"),
            &|caption| {
                let counts: Vec<u64> = view.weeks.iter().map(|(_, events)| *events).collect();
                let name = |week: &(tilsyn_domain::Day, u64)| {
                    words.with("week-name", "week", week.0.iso_week())
                };
                let names: Vec<String> = view.weeks.iter().map(name).collect();
                BarsChart {
                    caption,
                    counts: &counts,
                    names: &names,
                    count: &count,
                }
                .svg()
            },
        )],
        _ => Vec::new(),
    }
}

/// Rows, and the ways to the events that they count.
struct Links<'a> {
    asked: &'a Asked,
    choice: Choice,
}

impl Links<'_> {
    /// The list of events that a figure counts: as this page is narrowed, and by these parts.
    fn to(&self, path: &str, parts: &[(&'static str, String)]) -> String {
        let mut query = self.choice.parts();
        match self.asked.get("only") {
            Some("all") => {}
            Some("outside") => query.push(("only", "outside".to_owned())),
            _ => query.push(("only", "lookups".to_owned())),
        }
        for name in ["kind", "source", "unit"] {
            let value = self.asked.get(name).filter(|value| !value.is_empty());
            query.extend(value.map(|value| (name, value.to_owned())));
        }
        query.retain(|(name, _)| !parts.iter().any(|(part, _)| part == name));
        query.extend_from_slice(parts);
        self.asked.to_with(path, &query)
    }

    fn number(&self, events: u64, parts: &[(&'static str, String)]) -> TableCell {
        let text = self.asked.words().figures().whole(events);
        match events {
            0 => TableCell::number(text),
            _ => TableCell::link(text, self.to("/log", parts)).class("number"),
        }
    }

    fn hours(&self, view: &UsageView) -> Vec<Vec<TableCell>> {
        if view.rows.is_empty() {
            return Vec::new();
        }
        let row = |hour: usize| {
            let of_hour = ("hour", hour.to_string());
            let days = view.hours.iter().enumerate().map(|(day, hours)| {
                let parts = [("weekday", (day + 1).to_string()), of_hour.clone()];
                self.number(hours[hour], &parts)
            });
            let mut cells = vec![TableCell::heading(hour_name(hour), "")];
            cells.extend(days);
            let all = view.hours.iter().map(|hours| hours[hour]).sum();
            cells.push(self.number(all, &[of_hour]));
            cells
        };
        (0..24).map(row).collect()
    }

    fn weeks(&self, view: &UsageView) -> Vec<Vec<TableCell>> {
        let words = self.asked.words();
        let largest = view.weeks.iter().map(|(_, events)| *events).max();
        let row = |row: &UsageRow| {
            let Slot::Week(monday) = row.slot else {
                return None;
            };
            let asked = self.choice.period();
            let days = Period::new(monday.max(asked.from()), monday.plus(6).min(asked.to()))?;
            let parts = [
                ("period", "span".to_owned()),
                ("from", days.from().to_string()),
                ("to", days.to().to_string()),
            ];
            let name = words.with("week-name", "week", monday.iso_week());
            let day = words.figures().day(days.from());
            Some(vec![
                TableCell::heading(name, "").below(day),
                self.number(row.events, &parts)
                    .class("number strong")
                    .svg(bar(row.events, largest.unwrap_or(0))),
            ])
        };
        view.rows.iter().filter_map(row).collect()
    }

    fn places(&self, view: &UsageView) -> Vec<Vec<TableCell>> {
        let words = self.asked.words();
        let largest = view.rows.iter().map(|row| row.events).max().unwrap_or(0);
        let row = |row: &UsageRow| {
            let heading = TableCell::heading(name_of(row, words), self.place(view.by, row));
            let users = match (&row.slot, row.users) {
                (_, Some(users)) => words.figures().whole(users),
                (Slot::Place(_), None) => words.with("usage-few-users", "n", SMALLEST_GROUP),
                (_, None) => String::new(),
            };
            vec![
                heading,
                TableCell::number(words.figures().whole(row.events))
                    .class("number strong")
                    .svg(bar(row.events, largest)),
                TableCell::number(users),
            ]
        };
        view.rows.iter().map(row).collect()
    }

    /// The way to the events of a place; units told together have none.
    fn place(&self, by: UsageBy, row: &UsageRow) -> String {
        let Slot::Place(name) = &row.slot else {
            return String::new();
        };
        match by {
            UsageBy::Source => self.to("/log", &[("source", name.clone())]),
            UsageBy::Unit => self.to("/log", &[("unit", name.clone())]),
            by => {
                let field = ("field", by.word().to_owned());
                self.to("/element", &[field, ("name", name.clone())])
            }
        }
    }
}

/// What a row is called.
fn name_of(row: &UsageRow, words: Words) -> String {
    match (&row.slot, &row.name) {
        (_, Some(name)) | (Slot::Place(name), None) => name.clone(),
        (Slot::FewUnits(units), None) => words.count("usage-few-units", *units),
        (Slot::NoUnit, None) => words.say("usage-no-unit"),
        (Slot::Hour(_, hour), None) => hour_name(usize::from(*hour)),
        (Slot::Week(monday), None) => monday.to_string(),
    }
}

fn sheet(view: &UsageView, choice: Choice, asked: &Asked) -> Sheet {
    let words = asked.words();
    let period = choice.name(words);
    let days = choice.period();
    let about = AboutSheet {
        stem: "usage",
        title: words.with("usage-title", "period", period.clone()),
        period: format!("{period} ({} – {})", days.from(), days.to()),
        matching: view.matching as u64,
        made_from: Some(&view.made_from),
    };
    let columns: &[&str] = match view.by {
        UsageBy::Hour => &["usage-col-weekday", "usage-col-hour", "usage-col-events"],
        UsageBy::Week => &["usage-col-week", "usage-col-events"],
        _ => &[
            "elements-col-name",
            "usage-col-events",
            "elements-col-users",
        ],
    };
    let rows = view.rows.iter().map(|row| {
        let mut cells = match &row.slot {
            Slot::Hour(day, _) => vec![Cell::Text(weekdays(words)[usize::from(*day)].clone())],
            _ => Vec::new(),
        };
        cells.extend([Cell::Text(name_of(row, words)), Cell::Whole(row.events)]);
        if matches!(row.slot, Slot::Place(_) | Slot::FewUnits(_) | Slot::NoUnit) {
            cells.push(Cell::whole(row.users));
        }
        cells
    });
    Sheet::new(asked, about, columns, rows.collect())
}

fn json(view: &UsageView, period: Period, asked: &Asked) -> Reply {
    let mut data = view.as_json();
    data["from"] = period.from().to_string().into();
    data["to"] = period.to().to_string().into();
    data["skipped"] = asked.skip().into();
    Reply::Json(data.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    fn page_of(language: Language, by: UsageBy, query: &str) -> String {
        let address = format!("/{}/usage?field={}{query}", language.tag(), by.word());
        let asked = testing::asked(&address);
        let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
        render(&made_up::usage(by), choice, &asked)
    }

    #[test]
    fn every_way_of_counting_is_a_whole_page_in_four_languages() {
        for language in Language::ALL {
            for by in UsageBy::ALL {
                let html = page_of(language, by, "");
                check_page(&html, language.tag());
                let pictures = html.matches("role=\"img\"").count();
                let times = matches!(by, UsageBy::Hour | UsageBy::Week);
                assert_eq!(pictures, usize::from(times), "{by:?}");
            }
        }
    }

    #[test]
    fn figures_lead_to_the_events_they_count() {
        let check = |by, query, link: &str| {
            let html = page_of(Language::Norwegian, by, query);
            assert!(html.contains(link), "{link}: {html}");
        };
        check(
            UsageBy::Hour,
            "&source=hr",
            "/nb/log?period=2026-Q3&#38;only=lookups&#38;source=hr&#38;weekday=1&#38;hour=8",
        );
        check(
            UsageBy::Week,
            "&only=all",
            "/nb/log?period=span&#38;from=2026-07-01&#38;to=2026-07-05\"",
        );
        check(
            UsageBy::Screen,
            "&only=outside",
            "/nb/element?period=2026-Q3&#38;only=outside&#38;field=screen&#38;name=Personalia",
        );
        check(UsageBy::Unit, "", "only=lookups&#38;unit=u1\"");
    }

    #[test]
    fn of_few_people_no_figures_are_shown() {
        let asked = testing::asked("/en/usage?field=hour");
        let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
        let view = UsageView {
            is_withheld: true,
            rows: Vec::new(),
            matching: 0,
            ..made_up::usage(UsageBy::Hour)
        };
        let html = render(&view, choice, &asked);
        assert!(!html.contains("<table") && !html.contains("role=\"img\""));
        let said = asked.words().with("usage-withheld", "n", SMALLEST_GROUP);
        assert!(
            html.contains(said.split('5').next().unwrap_or_default()),
            "{said}"
        );
    }
}
