//! A page of a list that is too long to write out: which places, in which order.
//!
//! Sorting by numbers touches numbers alone, and only as many places as the page needs are put in
//! order. Names are looked up only where the page is narrowed or sorted by them.

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;
use tilsyn_domain::Counted;

use super::view::{Order, Shown};

/// What a list is sorted by.
pub(super) enum By<L, C> {
    Number(C),
    Text(fn(&L) -> Option<&str>),
}

/// The columns of a counted list by their names in the JSON form; the first where none is asked
/// for.
pub(super) type CountedColumns<L, C> = &'static [(&'static str, By<L, C>)];

/// Places of a list, narrowed and in order, as far as a page needs them.
pub(super) struct Page<L> {
    pub lines: Vec<L>,
    /// Lines in all that fit what is shown.
    pub matching: usize,
}

/// A page of the list. Equal lines stand in the order of `first`, most first, then of the list.
///
/// # Panics
/// Without any columns.
pub(super) fn page<L, C>(
    list: &dyn Counted<Line = L, Column = C>,
    shown: &Shown,
    fits: impl Fn(&L) -> bool + Sync,
    columns: CountedColumns<L, C>,
    first: C,
) -> Page<L>
where
    L: Send,
    C: Copy + Send + Sync,
{
    let mut places = narrowed(list, shown, fits);
    let matching = places.len();
    let skip = shown.start(matching);
    let end = shown
        .limit
        .map_or(matching, |limit| skip.saturating_add(limit));
    match column_of(columns, shown) {
        By::Number(column) => {
            let rank = |place: u32| {
                let at = place as usize;
                (list.number(at, *column), Reverse(list.number(at, first)))
            };
            let compare = |one: &u32, two: &u32| {
                let (one_rank, two_rank) = (rank(*one), rank(*two));
                directed(shown.order, one_rank.0.cmp(&two_rank.0))
                    .then(one_rank.1.cmp(&two_rank.1))
                    .then(one.cmp(two))
            };
            keep_first(&mut places, end, compare);
        }
        By::Text(text) => {
            let named = |place: &u32| {
                let line = list.line(*place as usize);
                (line.as_ref().and_then(text).map(str::to_owned), *place)
            };
            let mut named: Vec<(Option<String>, u32)> = places.par_iter().map(named).collect();
            keep_first(&mut named, end, |one, two| {
                directed(shown.order, one.0.cmp(&two.0)).then(one.1.cmp(&two.1))
            });
            places = named.into_iter().map(|(_, place)| place).collect();
        }
    }
    let on_page = places.iter().skip(skip);
    let lines = on_page.filter_map(|place| list.line(*place as usize));
    Page {
        lines: lines.collect(),
        matching,
    }
}

/// The column asked for, else the first.
///
/// # Panics
/// Without any columns.
pub(super) fn column_of<L, C>(columns: CountedColumns<L, C>, shown: &Shown) -> &'static By<L, C> {
    let wanted = shown.sort.as_deref();
    let column = columns.iter().find(|(name, _)| Some(*name) == wanted);
    &column.unwrap_or(&columns[0]).1
}

pub(super) fn directed(order: Order, ascending: Ordering) -> Ordering {
    match order {
        Order::Ascending => ascending,
        Order::Descending => ascending.reverse(),
    }
}

/// The places of the lines that fit; all of them where nothing narrows the list.
fn narrowed<L: Send, C: Copy + Send + Sync>(
    list: &dyn Counted<Line = L, Column = C>,
    shown: &Shown,
    fits: impl Fn(&L) -> bool + Sync,
) -> Vec<u32> {
    let all = 0..u32::try_from(list.len()).unwrap_or(u32::MAX);
    if shown.unit.is_none() && shown.text.is_none() {
        return all.collect();
    }
    let in_unit = |place: &u32| shown.unit.is_none() || shown.unit == list.unit(*place as usize);
    let fits = |place: &u32| {
        shown.text.is_none() || list.line(*place as usize).is_some_and(|line| fits(&line))
    };
    all.into_par_iter()
        .filter(|place| in_unit(place) && fits(place))
        .collect()
}

/// Keeps the first `end` items in order.
fn keep_first<T: Send>(
    items: &mut Vec<T>,
    end: usize,
    compare: impl Fn(&T, &T) -> Ordering + Sync,
) {
    if end == 0 {
        items.clear();
    }
    if end < items.len() {
        items.select_nth_unstable_by(end - 1, &compare);
        items.truncate(end);
    }
    items.par_sort_unstable_by(compare);
}

#[cfg(test)]
mod tests {
    use tilsyn_domain::NationalId;
    use tilsyn_domain::counted::SubjectColumn;
    use tilsyn_domain::question::SubjectLine;

    use super::*;

    fn line(number: u64) -> SubjectLine {
        SubjectLine {
            national_id: NationalId::new(&format!("id{number}")).expect("not empty"),
            name: Some(format!("Name {}", number * 7 % 10)),
            employee_no: None,
            unit: Some(format!("unit {}", number % 2)),
            lookups: number * 3 % 10,
            users: number % 3,
            units: 1,
            expected: None,
            p: None,
        }
    }

    const COLUMNS: CountedColumns<SubjectLine, SubjectColumn> = &[
        ("users", By::Number(SubjectColumn::Users)),
        ("name", By::Text(|line| line.name.as_deref())),
    ];

    fn ask(shown: &Shown) -> (Vec<SubjectLine>, usize) {
        let list: Vec<SubjectLine> = (0..10).map(line).collect();
        let fits = |line: &SubjectLine| {
            let wanted = shown.text.as_deref().unwrap_or_default();
            line.name
                .as_deref()
                .is_some_and(|name| name.contains(wanted))
        };
        let page = page(&list, shown, fits, COLUMNS, SubjectColumn::Lookups);
        (page.lines, page.matching)
    }

    #[test]
    fn a_page_is_a_piece_of_the_whole_list_in_order() {
        let whole = Shown {
            order: Order::Descending,
            ..Shown::default()
        };
        let (all, matching) = ask(&whole);
        assert_eq!((all.len(), matching), (10, 10));
        let ranks: Vec<(u64, u64)> = all.iter().map(|line| (line.users, line.lookups)).collect();
        let mut sorted = ranks.clone();
        sorted.sort_by(|one, two| two.cmp(one));
        assert_eq!(ranks, sorted);
        for skip in 0..12 {
            let shown = Shown {
                skip,
                limit: Some(3),
                ..whole.clone()
            };
            let wanted: Vec<SubjectLine> = all.iter().skip(skip).take(3).cloned().collect();
            assert_eq!(ask(&shown), (wanted, 10), "from {skip}");
        }
    }

    #[test]
    fn names_and_units_narrow_and_sort() {
        let shown = Shown {
            unit: Some("unit 1".to_owned()),
            sort: Some("name".to_owned()),
            order: Order::Ascending,
            limit: Some(2),
            ..Shown::default()
        };
        let (lines, matching) = ask(&shown);
        let names: Vec<&str> = lines
            .iter()
            .filter_map(|line| line.name.as_deref())
            .collect();
        assert_eq!((names, matching), (vec!["Name 1", "Name 3"], 5));
        let shown = Shown {
            text: Some("Name 3".to_owned()),
            ..Shown::default()
        };
        assert_eq!(ask(&shown).1, 1);
    }
}
