//! A picture on a page: heading, the picture, and the table behind it.

use askama::Template;

use crate::reply::html;
use crate::words::Words;

/// A picture with what stands around it.
pub(crate) struct Figure {
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) svg: String,
    /// The figures behind it, as a table.
    pub(crate) table: String,
    /// Over the whole width of the page, for pictures with much in them.
    pub(crate) class: &'static str,
}

#[derive(Template)]
#[template(path = "list/figure.html")]
struct Figures<'a> {
    words: Words,
    figures: &'a [Figure],
}

/// Pictures side by side where there is room.
pub(crate) fn figures(words: Words, figures: &[Figure]) -> String {
    if figures.is_empty() {
        String::new()
    } else {
        html(&Figures { words, figures })
    }
}
