//! User view (H9.2): what one user looked at, week by week beside the own normal level, and
//! where the lookups went.

use tilsyn_app::log_review::view::{HistoryView, UserPictures};
use tilsyn_app::permit::{ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::{About, Flow};
use tilsyn_domain::{Day, Period};

use crate::asked::Asked;
use crate::charts::{Caption, FlowLine, FlowsChart, HoursChart, WeeksChart, own_band};
use crate::frame::Place;
use crate::handles::Handles;
use crate::list;
use crate::list::figure::{Figure, figures};
use crate::list::page::ListPage;
use crate::list::table::{TableCell, plain_table};
use crate::log_review::history;
use crate::log_review::person::named;
use crate::masked::masked;
use crate::people::{View, person_page};
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;
use crate::words::Words;

/// The longest span drawn week by week.
const WEEKS_DRAWN_MAX: i32 = 53;

/// `GET /{language}/user/{handle}`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let Some(identity) = desk.identity_of(asked.last()) else {
        return Ok(Reply::Missing);
    };
    let otherwise = Otherwise::All;
    let question = history::question(asked, About::Actor(identity.clone()), &[], otherwise);
    if asked.form == Form::Page {
        let drawn = drawn(question.period, asked.latest);
        let (view, pictures) = desk.user_page(&permit, &identity, drawn, &question)?;
        let choice = asked.choice(otherwise);
        let html = render(&view, &pictures, &identity, choice, asked, desk);
        return Ok(Reply::Page(html));
    }
    let view = desk.history(&permit, &question)?;
    match asked.form {
        Form::Json => Ok(history::json(&view, None, asked, desk)),
        form => {
            let title = asked.words().say("user-title");
            history::sheet(&view, "user", title, None, asked).reply(form)
        }
    }
}

/// The end of a period that is too long to be drawn; nothing after the last event.
fn drawn(period: Period, latest: Option<Day>) -> Period {
    let to = latest.map_or(period.to(), |latest| latest.min(period.to()));
    let to = to.max(period.from());
    let from = period.from().max(to.plus(1 - WEEKS_DRAWN_MAX * 7));
    Period::new(from, to).unwrap_or(period)
}

pub(crate) fn render(
    view: &HistoryView,
    pictures: &UserPictures,
    identity: &Identity,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let (heading, under) = match (&view.about, identity) {
        (None, Identity::Account { source, user }) => (format!("{source}:{user}"), String::new()),
        (about, _) => named(about.as_ref(), words),
    };
    let id = match identity {
        Identity::Person(id) => masked(id),
        Identity::Account { .. } => words.say("statement-account-only"),
    };
    let parts = [under, id, history::period_line(choice, words)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let mut shown = vec![weeks(pictures, words)];
    shown.extend(flows(
        &pictures.flows,
        ("user-flows-title", "user-flows-description"),
        words,
    ));
    shown.extend(hours(view, words));
    let page = ListPage {
        title: words.say("user-title"),
        heading,
        detail: parts.join(" · "),
        lead: lead(view, words),
        above: figures(words, &shown) + &other_side(identity, choice, asked, handles),
        list_heading: words.say("user-events"),
        filters: history::filters(asked, &Kind::ALL, Otherwise::All),
        exports: list::exports(asked, view.total),
        paging: list::paging(asked, view.total),
        made_from: list::made_from(asked, &view.made_from),
        ..ListPage::default()
    };
    let rows = history::rows(view, asked, handles);
    page.render(asked, Place::Log, &history::COLUMNS, "", &rows)
}

fn lead(view: &HistoryView, words: Words) -> String {
    let accounts = view.accounts.join(", ");
    if accounts.is_empty() {
        words.say("user-lead")
    } else {
        format!(
            "{} {}",
            words.say("user-lead"),
            words.with("user-accounts", "accounts", accounts)
        )
    }
}

/// A link to who looked at this user as a person.
fn other_side(identity: &Identity, choice: Choice, asked: &Asked, handles: &dyn Handles) -> String {
    let Identity::Person(_) = identity else {
        return String::new();
    };
    let Some(handle) = handles.handle(identity) else {
        return String::new();
    };
    let href = person_page(asked, View::Person, &handle, Some(choice)).replace('&', "&amp;");
    format!(
        "<p><a class=\"ds-link\" href=\"{href}\">{}</a></p>",
        asked.words().say("user-other")
    )
}

/// Lookups a week beside the own normal level.
fn weeks(pictures: &UserPictures, words: Words) -> Figure {
    let figures = words.figures();
    let count = |count: u64| figures.whole(count);
    let counts: Vec<u64> = pictures.weeks.iter().map(|week| week.lookups).collect();
    let monday = |week: usize| {
        pictures
            .first_week
            .plus(i32::try_from(week * 7).unwrap_or(0))
    };
    let name = |week: usize| words.with("week-name", "week", monday(week).iso_week());
    let labels: Vec<String> = (0..counts.len()).map(name).collect();
    let (low, centre, high) = own_band(&counts);
    let title = words.say("weeks-title");
    let description = words.fill(
        "weeks-description",
        &[
            ("median", count(centre)),
            ("low", count(low)),
            ("high", count(high)),
        ],
    );
    let caption = Caption {
        id: "weeks",
        title: title.clone(),
        description: description.clone(),
    };
    let unusual = &pictures.unusual;
    let svg = WeeksChart {
        caption,
        counts: &counts,
        unusual,
        labels: &labels,
        count: &count,
    };
    let svg = svg.svg();
    let columns = [
        "weeks-col-week",
        "weeks-col-from",
        "person-lookups",
        "person-outside",
        "history-col-remark",
    ];
    let columns = columns.map(|key| words.say(key));
    let rows = pictures.weeks.iter().enumerate().map(|(week, counts)| {
        let remark = if unusual.contains(&week) {
            words.say("weeks-unusual")
        } else {
            String::new()
        };
        vec![
            TableCell::heading(name(week), ""),
            TableCell::text(figures.day(monday(week))),
            TableCell::number(count(counts.lookups)),
            TableCell::number(count(counts.outside)),
            TableCell::text(remark),
        ]
    });
    let table = plain_table(&title, &columns, &rows.collect::<Vec<_>>());
    Figure {
        title,
        note: description,
        svg,
        table,
        class: "",
    }
}

/// Lookups from unit to unit.
pub(crate) fn flows(
    flows: &[Flow],
    (title, description): (&str, &str),
    words: Words,
) -> Option<Figure> {
    if flows.is_empty() {
        return None;
    }
    let count = |count: u64| words.figures().whole(count);
    let unit = |unit: &Option<String>| unit.clone().unwrap_or_else(|| words.say("unit-none"));
    let lines: Vec<FlowLine> = flows
        .iter()
        .map(|flow| FlowLine {
            from: unit(&flow.from),
            to: unit(&flow.to),
            count: flow.lookups,
        })
        .collect();
    let title = words.say(title);
    let description = words.say(description);
    let chart = FlowsChart {
        caption: Caption {
            id: "flows",
            title: title.clone(),
            description: description.clone(),
        },
        sides: [words.say("flows-from"), words.say("flows-to")],
        others: words.say("flows-others"),
        flows: &lines,
        count: &count,
    };
    let svg = chart.svg();
    let columns = ["flows-from", "flows-to", "flows-count"].map(|key| words.say(key));
    let rows = lines.iter().map(|line| {
        vec![
            TableCell::heading(line.from.clone(), ""),
            TableCell::text(line.to.clone()),
            TableCell::number(count(line.count)),
        ]
    });
    let table = plain_table(&title, &columns, &rows.collect::<Vec<_>>());
    Some(Figure {
        title,
        note: description,
        svg,
        table,
        class: "",
    })
}

/// Hours of the day of the events on this page.
fn hours(view: &HistoryView, words: Words) -> Option<Figure> {
    if view.events.len() < 2 {
        return None;
    }
    let count = |count: u64| words.figures().whole(count);
    let counts = history::hours(&view.events);
    let title = words.say("hours-title");
    let description = words.count("hours-description", view.events.len());
    let caption = Caption {
        id: "hours",
        title: title.clone(),
        description: description.clone(),
    };
    let svg = HoursChart {
        caption,
        counts: &counts,
        count: &count,
    }
    .svg();
    let columns = ["hours-col-hour", "hours-col-events"].map(|key| words.say(key));
    let rows = counts.iter().enumerate().filter(|(_, events)| **events > 0);
    let rows = rows.map(|(hour, events)| {
        let minute = u16::try_from(hour * 60).unwrap_or(0);
        vec![
            TableCell::heading(words.figures().minute(minute), ""),
            TableCell::number(count(*events)),
        ]
    });
    let table = plain_table(&title, &columns, &rows.collect::<Vec<_>>());
    Some(Figure {
        title,
        note: description,
        svg,
        table,
        class: "",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn the_page_is_whole_in_four_languages_and_masks_the_id() {
        let identity = Identity::Person(made_up::id(0));
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/user/p-00", language.tag()));
            let about = About::Actor(identity.clone());
            let question = history::question(&asked, about, &[], Otherwise::All);
            let view = made_up::history(&question);
            let pictures = made_up::user_pictures();
            let html = render(
                &view,
                &pictures,
                &identity,
                Choice::All,
                &asked,
                &MadeUpHandles,
            );
            check_page(&html, language.tag());
            assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
            assert_eq!(html.matches("role=\"img\"").count(), 3);
        }
    }

    #[test]
    fn an_endless_period_is_drawn_to_the_last_event_and_no_more_than_a_year() {
        let latest = Day::parse("2026-09-30");
        let drawn_days = |choice: Choice| {
            let drawn = drawn(choice.period(), latest);
            format!("{}..{}", drawn.from(), drawn.to())
        };
        assert_eq!(drawn_days(Choice::All), "2025-09-25..2026-09-30");
        let quarter = Choice::Quarter {
            year: 2026,
            quarter: 3,
        };
        assert_eq!(drawn_days(quarter), "2026-07-01..2026-09-30");
        let later = Choice::Quarter {
            year: 2027,
            quarter: 3,
        };
        assert_eq!(drawn_days(later), "2027-07-01..2027-07-01");
    }
}
