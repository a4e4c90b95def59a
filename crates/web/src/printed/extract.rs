//! The letter to somebody who asks who looked at them (GDPR, article 15), in plain words.

use askama::Template;
use tilsyn_app::log_review::{Extract, ExtractRow, Naming};
use tilsyn_app::permit::{ReadHistory, ask};
use tilsyn_app::{Desk, Problem};
use tilsyn_domain::Document;
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::document::{Block, Column, Level, Table, Text};

use super::{about, file, letterhead};
use crate::asked::Asked;
use crate::log_review::history::kind_name;
use crate::period::{Choice, Otherwise, span_name};
use crate::reply::{Reply, html};
use crate::words::Words;

/// `GET /{language}/person/{handle}/letter.pdf`; with `names=1` employees are named.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let handle = asked.path.split('/').nth(2).unwrap_or_default();
    let Some(Identity::Person(person)) = desk.identity_of(handle) else {
        return Ok(Reply::Missing);
    };
    let period = asked.choice(Otherwise::All)?.period();
    let naming = match asked.get("names") {
        Some("1") => Naming::Names,
        _ => Naming::Units,
    };
    let extract = desk.extract(&permit, (&person, period), naming)?;
    let document = document(&extract, naming, desk, asked);
    file(asked, "extract.pdf".to_owned(), &document)
}

/// The links to it on the person's page, with the period of the page.
pub(crate) fn ways(asked: &Asked, choice: Choice) -> String {
    let handle = asked.last();
    let to = |more: &[(&'static str, String)]| {
        let parts = choice.parts().into_iter().chain(more.iter().cloned());
        let parts: Vec<_> = parts.collect();
        asked.to_with(&format!("/person/{handle}/letter.pdf"), &parts)
    };
    html(&Ways {
        words: asked.words(),
        units: to(&[]),
        names: to(&[("names", "1".to_owned())]),
    })
}

#[derive(Template)]
#[template(path = "printed/ways.html")]
struct Ways {
    words: Words,
    units: String,
    names: String,
}

fn document(extract: &Extract, naming: Naming, desk: &Desk, asked: &Asked) -> Document {
    let words = asked.words();
    let figures = words.figures();
    let period = span_name(words, extract.period);
    let named = &extract.about;
    let addressee = named.card.name.iter().filter(|_| !named.is_withheld());
    let head = letterhead(desk, asked, addressee.cloned().collect(), String::new());
    let title = words.say("extract-title");
    let subject = words.with("extract-subject", "period", period.clone());
    let mut letter = Document::letter(about(desk, asked, title, subject), head);
    let mut lead = Text::default().plain(words.with("extract-lead", "period", period));
    // That nobody looked is only said where nothing is withheld.
    if extract.lookups > 0 || extract.withheld == 0 {
        let lookups = words.count("extract-lookups", extract.lookups);
        lead = lead.plain(" ").strong(lookups);
    }
    letter.push(Block::paragraph(lead));
    if extract.withheld > 0 {
        letter.push(Block::note(
            words.count("extract-withheld", extract.withheld),
        ));
    }
    if !extract.rows.is_empty() {
        letter.push(table(extract, naming, words));
    }
    letter.push(Block::heading(Level::One, words.say("extract-means")));
    letter.push(Block::list([
        words.say("extract-means-lookup"),
        words.say("extract-means-system"),
        words.say(match naming {
            Naming::Units => "extract-means-units",
            Naming::Names => "extract-means-names",
        }),
    ]));
    letter.push(Block::heading(Level::One, words.say("extract-do")));
    letter.push(Block::list([
        words.say("extract-do-ask"),
        words.say("extract-do-complain"),
    ]));
    let made = figures.moment(asked.zone(), desk.now());
    letter.with(Block::paragraph(words.with("extract-made", "at", made)))
}

fn table(extract: &Extract, naming: Naming, words: Words) -> Block {
    let columns = [
        Column::new(words.say("extract-col-day"), 4),
        Column::new(
            words.say(match naming {
                Naming::Units => "extract-col-unit",
                Naming::Names => "extract-col-who",
            }),
            6,
        ),
        Column::new(words.say("extract-col-system"), 4),
        Column::new(words.say("extract-col-shown"), 7),
        Column::numbers(words.say("extract-col-times"), 3),
    ];
    let mut table = Table::new(words.say("extract-table"), columns);
    for row in &extract.rows {
        table.push(cells(row, words));
    }
    if extract.rows.len() < extract.rows_in_all {
        let shown = words.figures().whole(extract.rows.len() as u64);
        let remark = words.count_with("extract-cut", extract.rows_in_all, ("shown", shown));
        table = table.remark(remark);
    }
    Block::Table(table)
}

fn cells(row: &ExtractRow, words: Words) -> [String; 5] {
    let figures = words.figures();
    let who: Vec<String> = row.who.name.iter().chain(&row.who.units).cloned().collect();
    let who = match who.is_empty() {
        true => words.say("extract-who-withheld"),
        false => who.join(", "),
    };
    let shown: Vec<String> = match row.shown.is_empty() {
        true => row
            .kinds
            .iter()
            .map(|kind| kind_name(*kind, words))
            .collect(),
        false => row.shown.iter().cloned().collect(),
    };
    [
        figures.day(row.day),
        who,
        row.system.clone(),
        shown.join(", "),
        figures.whole(row.lookups),
    ]
}
