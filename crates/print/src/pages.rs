//! Strips on pages: where each page ends.
//!
//! Strips that want to stay together go on as one, unless no page is high enough for all of them.
//! Not here: where strips may be parted at all (`layout`).

use crate::strip::{After, HeadId, Strip};
use crate::style::TOLERANCE;
use crate::{Error, PAGES_MAX};

/// What stands on a page, from its top.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) placed: Vec<Placed>,
    /// How far it is filled.
    height: f32,
}

/// A strip on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    pub(crate) what: What,
    /// Of its upper edge, from the top of the body.
    pub(crate) y: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    /// A strip, by its place among all.
    Strip(usize),
    /// The head of a table once more.
    Head(HeadId),
}

/// The pages that the strips fill; one at least.
///
/// # Errors
/// [`Error::TooManyPages`].
pub(crate) fn paginate(
    strips: &[Strip],
    heads: &[Strip],
    page_height: f32,
) -> Result<Vec<Page>, Error> {
    let mut pages = vec![Page::default()];
    let mut next = 0;
    while next < strips.len() {
        let waiting = &strips[next..];
        let page = last(&mut pages);
        let turns = next > 0 && strips[next - 1].after == After::NewPage;
        let fits = page.fitting(waiting, heads, page_height).is_some();
        if turns || !fits && !page.placed.is_empty() {
            if pages.len() == PAGES_MAX {
                return Err(Error::TooManyPages);
            }
            pages.push(Page::default());
        }
        let page = last(&mut pages);
        // What no page holds is parted wherever it has to be, one strip at a time.
        let count = page.fitting(waiting, heads, page_height).unwrap_or(1);
        for (at, strip) in waiting.iter().enumerate().take(count) {
            page.place(next + at, strip, heads);
        }
        next += count;
    }
    Ok(pages)
}

fn last(pages: &mut [Page]) -> &mut Page {
    pages.last_mut().expect("there is one page at least")
}

impl Page {
    /// How many of these go onto the page as one, if there is room for all that want to stay
    /// together.
    fn fitting(&self, strips: &[Strip], heads: &[Strip], page_height: f32) -> Option<usize> {
        let mut height = self.height;
        for (at, strip) in strips.iter().enumerate() {
            if at > 0 || !self.placed.is_empty() {
                height += strip.above;
            } else if let Some(head) = strip.head {
                height += heads[head.0].height;
            }
            height += strip.height;
            if height > page_height + TOLERANCE {
                return None;
            }
            if strip.after != After::NextStrip {
                return Some(at + 1);
            }
        }
        Some(strips.len())
    }

    fn place(&mut self, at: usize, strip: &Strip, heads: &[Strip]) {
        if !self.placed.is_empty() {
            self.height += strip.above;
        } else if let Some(head) = strip.head {
            self.put(What::Head(head), heads[head.0].height);
        }
        self.put(What::Strip(at), strip.height);
    }

    fn put(&mut self, what: What, height: f32) {
        let y = self.height;
        self.placed.push(Placed { what, y });
        self.height += height;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets strips on pages of height 10. A strip is its height, with `+` if it stays with the
    /// next, `/` if a page ends after it, `'` if it repeats a head of height 2.
    fn check(strips: &str, pages: &str) {
        let strips: Vec<Strip> = strips.split_whitespace().map(strip).collect();
        let heads = [Strip::new(0.0, 2.0)];
        let got = paginate(&strips, &heads, 10.0).expect("few pages");
        let page = |page: &Page| {
            let placed = page.placed.iter().map(|placed| match placed.what {
                What::Strip(at) => at.to_string(),
                What::Head(_) => "head".to_owned(),
            });
            placed.collect::<Vec<_>>().join(" ")
        };
        let got: Vec<String> = got.iter().map(page).collect();
        assert_eq!(got.join(" | "), pages);
    }

    fn strip(text: &str) -> Strip {
        let height = text.trim_end_matches(['+', '/', '\'']);
        let mut strip = Strip::new(1.0, height.parse().expect("a height"));
        strip.after = match text {
            _ if text.ends_with('+') => After::NextStrip,
            _ if text.ends_with('/') => After::NewPage,
            _ => After::Anything,
        };
        strip.head = text.ends_with('\'').then_some(HeadId(0));
        strip
    }

    #[test]
    fn a_page_ends_where_the_next_strip_does_not_fit() {
        check("4 5 1", "0 1 | 2");
        check("4 5.1", "0 | 1");
        check("", "");
    }

    #[test]
    fn what_stays_together_goes_on_as_one() {
        check("5 2+ 2+ 2", "0 | 1 2 3");
        check("2+ 2", "0 1");
    }

    #[test]
    fn what_no_page_holds_is_parted() {
        check("1 6+ 6+ 2", "0 | 1 | 2 3");
        check("12 1", "0 | 1");
    }

    #[test]
    fn the_head_is_repeated_above_the_first_row_of_a_page() {
        check("2+ 4' 4' 4' 3", "0 1 | head 2 | head 3 4");
    }

    #[test]
    fn a_page_ends_where_it_is_told_to() {
        check("1/ 1", "0 | 1");
        check("1/", "0");
    }
}
