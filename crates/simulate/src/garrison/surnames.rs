//! Family names as they are spread in a population: a few very common, most of them rare.
//!
//! The list of the crate comes first; names of farms, put together from two parts, are the tail.

use crate::chance::Chance;
use crate::names::FAMILY;

const STEMS: [&str; 40] = [
    "Gran", "Bjørke", "Sol", "Fjell", "Sand", "Nord", "Sør", "Vest", "Øst", "Lang", "Stor",
    "Lille", "Kvit", "Svart", "Rød", "Grøn", "Stein", "Myr", "Elve", "Foss", "Sjø", "Fugle",
    "Ulve", "Rein", "Hest", "Eike", "Aske", "Rogne", "Selje", "Furu", "Lyng", "Mose", "Kirke",
    "Bru", "Dam", "Vind", "Frost", "Snø", "Haug", "Berg",
];
const ENDINGS: [&str; 26] = [
    "heim", "li", "mo", "bakken", "rud", "stad", "vik", "nes", "dal", "haug", "åsen", "tveit",
    "set", "land", "gård", "vold", "eng", "lund", "moen", "bø", "hus", "berget", "vatn", "sletta",
    "eide", "kroken",
];
/// Names that there are.
const COUNT: u32 = 150 + 40 * 26;
/// Flattens the front of the list: the commonest name is borne by one in fifty.
const OFFSET: u32 = 10;

/// The family name of a rank, the commonest first.
pub(super) fn family_name(rank: u16) -> String {
    let rank = usize::from(rank);
    if let Some(name) = FAMILY.get(rank) {
        return (*name).to_owned();
    }
    // Scattered, so that neighbours in rank do not begin alike.
    let place = (rank - FAMILY.len()) * 7 % (STEMS.len() * ENDINGS.len());
    format!("{}{}", STEMS[place % 40], ENDINGS[place / 40])
}

/// Draws ranks as Zipf's law has them.
pub(super) struct Surnames {
    /// Sums of the weights up to a rank.
    sums: Vec<u32>,
}

impl Surnames {
    pub(super) fn new() -> Surnames {
        let mut sum = 0;
        let weigh = |rank: u32| {
            sum += 1_000_000 / (rank + OFFSET);
            sum
        };
        Surnames {
            sums: (0..COUNT).map(weigh).collect(),
        }
    }

    pub(super) fn draw(&self, chance: &mut Chance) -> u16 {
        let wanted = chance.below(self.sums[self.sums.len() - 1]);
        self.sums.partition_point(|sum| *sum <= wanted) as u16
    }
}
