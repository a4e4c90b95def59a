//! The file around the pages: its name, language, moment, list of headings, and what it keeps to.

use jiff::Timestamp;
use jiff::tz::Offset;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::{Document as File, SerializeSettings};
use tilsyn_domain::Document;
use tilsyn_domain::document::About;
use tilsyn_domain::time::Stamp;

use crate::Error;
use crate::draw;
use crate::layout::{Bookmark, Laid, NAME_CHARS_MAX};
use crate::pages::{Page, What};
use crate::readable::on_one_line;
use crate::style::Sheet;
use crate::typesetter::Typesetter;

/// What made the file, as its properties say.
const PROGRAM: &str = "Tilsyn";
/// Minutes an hour, and seconds a minute.
const SIXTY: i32 = 60;

/// Writes the file.
///
/// # Errors
/// [`Error::NotWritten`].
pub(crate) fn write(
    typesetter: &Typesetter<'_>,
    document: &Document,
    mut laid: Laid,
    pages: &[Page],
) -> Result<Vec<u8>, Error> {
    let mut file = File::new_with(SerializeSettings {
        configuration: configuration()?,
        ..SerializeSettings::default()
    });
    draw::draw(
        &mut file,
        typesetter,
        &mut laid,
        &document.about.foot,
        pages,
    );
    file.set_metadata(metadata(&document.about, &laid.bookmarks));
    file.set_outline(outline(&laid.bookmarks, pages));
    let language = document.about.language.tag();
    file.set_tag_tree(laid.structure.into_tree(language));
    file.finish()
        .map_err(|error| Error::NotWritten(error.to_string()))
}

/// For archives with all of the structure, and for screen readers; both allow PDF 1.7 at most.
fn configuration() -> Result<Configuration, Error> {
    ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| Error::NotWritten("PDF/A-2a and PDF/UA-1 exclude each other".to_owned()))
}

fn metadata(about: &About, bookmarks: &[Bookmark]) -> Metadata {
    // The first heading is the title, or what stands for one.
    let title = bookmarks.first().map(|first| first.text.clone());
    let author = on_one_line(&about.author, NAME_CHARS_MAX);
    Metadata::new()
        .title(title.unwrap_or_default())
        .authors(
            Some(author)
                .filter(|name| !name.is_empty())
                .into_iter()
                .collect(),
        )
        .description(on_one_line(&about.subject, 4 * NAME_CHARS_MAX))
        .language(about.language.tag().to_owned())
        .creator(PROGRAM.to_owned())
        .producer(PROGRAM.to_owned())
        .creation_date(date(about.written))
}

/// A moment by the clock of the place. Moments beyond the calendar, which a `Stamp` that was read
/// cannot hold, are 1970.
fn date(stamp: Stamp) -> DateTime {
    let offset = Offset::from_seconds(stamp.offset_seconds).unwrap_or(Offset::UTC);
    let moment = Timestamp::from_microsecond(stamp.at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    let clock = offset.to_datetime(moment);
    let minutes = offset.seconds() / SIXTY;
    DateTime::new(clock.year().unsigned_abs())
        .month(clock.month().unsigned_abs())
        .day(clock.day().unsigned_abs())
        .hour(clock.hour().unsigned_abs())
        .minute(clock.minute().unsigned_abs())
        .second(clock.second().unsigned_abs())
        .utc_offset_hour(i8::try_from(minutes / SIXTY).unwrap_or(0))
        .utc_offset_minute(u8::try_from((minutes % SIXTY).abs()).unwrap_or(0))
}

/// The headings, each below the last one before it that is less deep.
fn outline(bookmarks: &[Bookmark], pages: &[Page]) -> Outline {
    let places = places(bookmarks, pages);
    let mut outline = Outline::new();
    let mut open: Vec<(u16, OutlineNode)> = Vec::new();
    for (bookmark, (page, y)) in bookmarks.iter().zip(places) {
        let depth = bookmark.depth.get();
        close(&mut open, &mut outline, depth);
        let destination = XyzDestination::new(page, Point::from_xy(0.0, y));
        let node = OutlineNode::new(bookmark.text.clone(), destination).with_open(true);
        open.push((depth, node));
    }
    close(&mut open, &mut outline, 0);
    outline
}

/// Hands every node that is as deep as this or deeper to the one above it.
fn close(open: &mut Vec<(u16, OutlineNode)>, outline: &mut Outline, depth: u16) {
    while let Some((_, node)) = open.pop_if(|(other, _)| *other >= depth) {
        match open.last_mut() {
            Some((_, parent)) => parent.push_child(node),
            None => outline.push_child(node),
        }
    }
}

/// The page of each bookmark, from 0, and how far down it is there.
fn places(bookmarks: &[Bookmark], pages: &[Page]) -> Vec<(usize, f32)> {
    let mut places = Vec::with_capacity(bookmarks.len());
    let mut wanted = bookmarks.iter().peekable();
    for (at, page) in pages.iter().enumerate() {
        for placed in &page.placed {
            while wanted
                .next_if(|bookmark| placed.what == What::Strip(bookmark.strip))
                .is_some()
            {
                places.push((at, Sheet::TOP + placed.y));
            }
        }
    }
    places
}
