//! The filters that lists of events share: period, kind, which, and by whom from where.
//!
//! Not here: the question they become (`history`).

use tilsyn_app::log_review::view::HistoryView;
use tilsyn_domain::event::Kind;

use crate::asked::Asked;
use crate::list::{self, Chance, FilterSet, Select, TextField};
use crate::log_review::history::kind_name;
use crate::period::Otherwise;
use crate::words::Words;

/// What the filters of a list of events offer at once; the rest stands behind a word.
pub(crate) struct Offered<'a> {
    pub(crate) kinds: &'a [Kind],
    pub(crate) otherwise: Otherwise,
    pub(crate) at_once: &'a [&'static str],
    /// What the page is about need not be asked for.
    pub(crate) left_out: &'a [&'static str],
}

/// Filters of a list of events: period, kind, which, and by whom from where.
pub(crate) fn filters(view: &HistoryView, offered: &Offered<'_>, asked: &Asked) -> String {
    let mut set = FilterSet {
        otherwise: offered.otherwise,
        selects: kind_selects(asked, offered.kinds),
        ..FilterSet::default()
    };
    let texts = [
        ("user", "filter-user"),
        ("client", "filter-client"),
        ("server", "logons-col-server"),
    ];
    for (name, label) in texts {
        if offered.left_out.contains(&name) {
            continue;
        }
        let field = TextField::of(asked, name, label);
        if offered.at_once.contains(&name) {
            set.texts.push(field);
        } else {
            set.more_texts.push(field);
        }
    }
    if !offered.left_out.contains(&"source") {
        let sources = list::source_select(asked, &view.made_from);
        set.more_selects.push(sources);
    }
    set.more_selects.push(list::unit_select(asked, &view.units));
    set.more_selects.extend(time_selects(asked));
    list::filters(asked, &set)
}

/// The weekdays, Monday first.
pub(crate) fn weekdays(words: Words) -> [String; 7] {
    [
        "weekday-monday",
        "weekday-tuesday",
        "weekday-wednesday",
        "weekday-thursday",
        "weekday-friday",
        "weekday-saturday",
        "weekday-sunday",
    ]
    .map(|key| words.say(key))
}

/// From one full hour to the next.
pub(crate) fn hour_name(hour: usize) -> String {
    format!("{hour:02}–{:02}", hour + 1)
}

fn time_selects(asked: &Asked) -> [Select; 2] {
    let words = asked.words();
    let days = (1..).zip(weekdays(words));
    let days = days.map(|(number, name): (u32, String)| (number.to_string(), name));
    let hours = (0..24).map(|hour| (hour.to_string(), hour_name(hour)));
    let select = |name, label: &str, chances| {
        list::select(
            asked,
            name,
            words.say(label),
            words.say("filter-all"),
            chances,
        )
    };
    [
        select("weekday", "usage-col-weekday", days.collect()),
        select("hour", "usage-col-hour", hours.collect()),
    ]
}

/// The kinds that a filter names, several with commas between.
pub(super) fn kinds_named(text: &str) -> Vec<Kind> {
    text.split(',').filter_map(Kind::from_word).collect()
}

fn kind_selects(asked: &Asked, kinds: &[Kind]) -> Vec<Select> {
    let words = asked.words();
    let several = asked.get("kind").filter(|text| text.contains(','));
    let several = several.map(|text| Chance {
        value: text.to_owned(),
        label: kinds_named(text)
            .into_iter()
            .map(|kind| kind_name(kind, words))
            .collect::<Vec<_>>()
            .join(", "),
        chosen: true,
    });
    let all = |value: &str| Chance {
        value: String::new(),
        label: words.say("filter-all"),
        chosen: asked.get(value).is_none(),
    };
    let kind_chances = kinds.iter().map(|kind| Chance {
        value: kind.word().to_owned(),
        label: kind_name(*kind, words),
        chosen: asked.get("kind") == Some(kind.word()),
    });
    let mut selects = vec![Select {
        name: "kind",
        label: words.say("history-kind"),
        chances: std::iter::once(all("kind"))
            .chain(kind_chances)
            .chain(several)
            .collect(),
    }];
    if kinds.iter().any(|kind| kind.looks_up()) {
        let only = [
            ("lookups", "history-only-lookups"),
            ("outside", "history-only-outside"),
        ];
        let only = only.map(|(value, key)| Chance {
            value: value.to_owned(),
            label: words.say(key),
            chosen: asked.get("only") == Some(value),
        });
        selects.push(Select {
            name: "only",
            label: words.say("history-only"),
            chances: std::iter::once(all("only")).chain(only).collect(),
        });
    }
    selects
}
