//! A page that is a list: heading and answer first, then pictures, filters, the list, and what
//! it was made from.

use askama::Template;
use tilsyn_app::log_review::view::MadeFrom;

use super::table::{TableCell, table};
use super::{Column, headings};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::reply::html;

/// A figure with what it counts.
pub(crate) struct Tile {
    pub(crate) label: String,
    pub(crate) figure: String,
    pub(crate) note: String,
}

/// What a page with a list is made of; parts left empty do not show.
#[derive(Default)]
pub(crate) struct ListPage {
    /// For the browser's title bar and history: no name, no id.
    pub(crate) title: String,
    pub(crate) heading: String,
    /// Small line below the heading, such as employee number and unit.
    pub(crate) detail: String,
    pub(crate) lead: String,
    pub(crate) tiles: Vec<Tile>,
    /// Above the filters: pictures.
    pub(crate) above: String,
    /// Heading of the list, where something stands above it.
    pub(crate) list_heading: String,
    /// What a row of the list is, where a number elsewhere counts something else.
    pub(crate) list_note: String,
    pub(crate) filters: String,
    pub(crate) exports: String,
    pub(crate) paging: String,
    /// Said where no row shows, if it is not that nothing fits the filters.
    pub(crate) empty: String,
    /// Directly below the table.
    pub(crate) key: String,
    /// Below the list, before what it was made from: sections that are about something else.
    pub(crate) below: String,
    pub(crate) made_from: String,
}

#[derive(Template)]
#[template(path = "list/page.html")]
struct Page {
    frame: Frame,
    page: ListPage,
    table: String,
}

impl ListPage {
    /// What all lists share: their name, files, pages, and what they were made from.
    pub(crate) fn of(asked: &Asked, title: String, matching: u64, made: &MadeFrom) -> ListPage {
        ListPage {
            heading: title.clone(),
            title,
            exports: super::exports(asked, matching),
            paging: super::paging(asked, matching),
            made_from: super::made_from(asked, made),
            ..ListPage::default()
        }
    }

    pub(crate) fn render(
        self,
        asked: &Asked,
        place: Place,
        columns: &[Column],
        first: &str,
        rows: &[Vec<TableCell>],
    ) -> String {
        let words = asked.words();
        let names: Vec<String> = columns
            .iter()
            .map(|column| words.say(column.heading))
            .collect();
        let table = match rows.is_empty() {
            true => String::new(),
            false => table(
                &self.heading,
                &headings(asked, columns, first),
                &names,
                rows,
            ),
        };
        let frame = Frame::of(asked, place, self.title.clone());
        html(&Page {
            frame,
            page: self,
            table,
        })
    }
}
