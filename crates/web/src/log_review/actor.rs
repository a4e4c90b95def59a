//! User view (H9.2): what one user looked at, week by week beside the own normal level, and
//! where the lookups went.

use tilsyn_app::log_review::USER_FLOWS_MAX;
use tilsyn_app::log_review::view::{HistoryView, UserPictures, own_band};
use tilsyn_app::permit::{ReadCases, ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::{About, Flow};
use tilsyn_domain::{Day, Period};

use crate::asked::Asked;
use crate::cases;
use crate::charts::{Caption, FlowLine, FlowsChart, HoursChart, WeeksChart};
use crate::handles::Handles;
use crate::list::figure::{Figure, figures};
use crate::list::page::ListPage;
use crate::list::table::{TableCell, plain_table};
use crate::log_review::person::named;
use crate::log_review::{authorised, history};
use crate::masked::masked_of;
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
    let choice = asked.choice(Otherwise::All)?;
    let question = history::question(asked, About::Actor(identity.clone()), &[], choice);
    if asked.form != Form::Page {
        let title = asked.words().say("user-title");
        let of = history::FileOf::everyone("user", title);
        return history::file(desk, &permit, &question, of, asked);
    }
    let drawn = drawn(question.period, asked.latest);
    let (view, pictures) = desk.user_page(&permit, &identity, drawn, &question)?;
    let cases = match ask::<ReadCases>(asked.principal(), Form::Page) {
        Ok(may) => Some(desk.cases_about(&may, &identity)?),
        Err(_) => None,
    };
    let cases = cases.map(|cases| cases::about::section(&cases, asked));
    let cases = cases.unwrap_or_default();
    let html = render((&view, &pictures, &cases), &identity, choice, asked, desk);
    Ok(Reply::Page(html))
}

/// The end of a period that is too long to be drawn; nothing after the last event.
pub(crate) fn drawn(period: Period, latest: Option<Day>) -> Period {
    let to = latest.map_or(period.to(), |latest| latest.min(period.to()));
    let to = to.max(period.from());
    let from = period.from().max(to.plus(1 - WEEKS_DRAWN_MAX * 7));
    Period::new(from, to).unwrap_or(period)
}

pub(crate) fn render(
    (view, pictures, cases): (&HistoryView, &UserPictures, &str),
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
        Identity::Person(id) => {
            let about = view.about.as_ref();
            masked_of(id, about.is_some_and(|named| named.card.is_protected))
        }
        Identity::Account { .. } => words.say("statement-account-only"),
    };
    let parts = [under, id, history::period_line(choice, words)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let mut shown = vec![weeks(pictures, words)];
    shown.extend(flows(
        &pictures.flows,
        words.say("user-flows-title"),
        words.count("user-flows-description", USER_FLOWS_MAX),
        words,
    ));
    shown.extend(hours(&pictures.hours, words));
    let offered = history::Offered {
        kinds: &Kind::ALL,
        otherwise: Otherwise::All,
        at_once: &[],
        left_out: &["user"],
    };
    let title = words.say("user-title");
    let page = ListPage {
        heading,
        detail: parts.join(" · "),
        lead: lead(view, words),
        above: figures(words, &shown)
            + &authorised::section(&pictures.authorisations, words)
            + cases
            + &elsewhere(view, identity, choice, asked, handles),
        list_heading: words.say("user-events"),
        list_note: words.say("history-list-note"),
        filters: history::filters(view, &offered, asked),
        ..ListPage::of(asked, title, view.total, &view.made_from)
    };
    history::page_of(page, view, choice, asked, handles)
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

/// Where else this user stands: as a person looked up, and in the logon log.
fn elsewhere(
    view: &HistoryView,
    identity: &Identity,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let mut links = Vec::new();
    if let (Identity::Person(_), Some(handle)) = (identity, handles.handle(identity)) {
        let href = person_page(asked, View::Person, &handle, Some(choice));
        links.push((href, "user-other"));
    }
    if !view.accounts.is_empty() {
        let mut parts = choice.parts();
        parts.push(("user", view.accounts.join(", ")));
        links.push((asked.to_with("/logons", &parts), "user-logons"));
    }
    let link = |(href, key): (String, &str)| {
        let href = href.replace('&', "&amp;");
        let text = asked.words().say(key);
        format!("<p><a class=\"ds-link\" href=\"{href}\">{text}</a></p>")
    };
    links.into_iter().map(link).collect()
}

/// Lookups a week beside the own normal level.
pub(crate) fn weeks(pictures: &UserPictures, words: Words) -> Figure {
    let figures = words.figures();
    let count = |count: u64| figures.whole(count);
    let counts: Vec<u64> = pictures.weeks.iter().map(|week| week.lookups).collect();
    let (covered, whole) = (pictures.covered, pictures.covered.whole_weeks());
    let monday = |week: usize| {
        let first = covered.from().monday();
        first.plus(i32::try_from(week * 7).unwrap_or(0))
    };
    let name = |week: usize| words.with("week-name", "week", monday(week).iso_week());
    let labels: Vec<String> = (0..counts.len()).map(name).collect();
    let (low, centre, high) = own_band(&counts, &whole);
    let title = words.say("weeks-title");
    let parts = [
        ("median", count(centre)),
        ("low", count(low)),
        ("high", count(high)),
    ];
    let mut description = words.fill("weeks-description", &parts);
    if whole.len() < counts.len() {
        description = format!("{description} {}", words.say("weeks-partial-note"));
    }
    let chart = WeeksChart {
        caption: Caption {
            id: "weeks",
            title: title.clone(),
            description: description.clone(),
        },
        counts: &counts,
        whole: whole.clone(),
        unusual: &pictures.unusual,
        labels: &labels,
        count: &count,
    };
    let columns = [
        "weeks-col-week",
        "weeks-col-from",
        "person-lookups",
        "person-outside",
        "history-col-remark",
    ];
    let columns = columns.map(|key| words.say(key));
    let remark = |week: usize| {
        let mut remarks = Vec::new();
        if pictures.unusual.contains(&week) {
            remarks.push(words.say("weeks-unusual"));
        }
        if !whole.contains(&week) {
            let days = covered.days_of_week(week);
            remarks.push(words.count("weeks-partial", days));
        }
        remarks.join(" · ")
    };
    let rows = pictures.weeks.iter().enumerate().map(|(week, counts)| {
        vec![
            TableCell::heading(name(week), ""),
            TableCell::text(figures.day(monday(week).max(covered.from()))),
            TableCell::number(count(counts.lookups)),
            TableCell::number(count(counts.outside)),
            TableCell::text(remark(week)),
        ]
    });
    let table = plain_table(&title, &columns, &rows.collect::<Vec<_>>());
    Figure {
        note: description,
        svg: chart.svg(),
        table,
        title,
        class: "",
    }
}

/// Lookups from unit to unit.
pub(crate) fn flows(
    flows: &[Flow],
    title: String,
    description: String,
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

/// Hours of the day of all events in the list.
fn hours(counts: &[u64; 24], words: Words) -> Option<Figure> {
    let events: u64 = counts.iter().sum();
    if events < 2 {
        return None;
    }
    let count = |count: u64| words.figures().whole(count);
    let title = words.say("hours-title");
    let description = words.count("hours-description", events);
    let caption = Caption {
        id: "hours",
        title: title.clone(),
        description: description.clone(),
    };
    let svg = HoursChart {
        caption,
        counts,
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
            let question = history::question(&asked, about, &[], Choice::All);
            let view = made_up::history(&question);
            let pictures = made_up::user_pictures();
            let html = render(
                (&view, &pictures, ""),
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
