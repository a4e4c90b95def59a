//! What somebody does to a ledger that lies on a disk: to bytes, items, rows, files, times, and
//! with copies of before and of elsewhere.
//!
//! Pure: the files of a folder in, the files that change out. Checksums that need no key are made
//! right again wherever an item was changed on purpose. Not here: who finds it (`tampering`).

use super::*;
use crate::digest::leaf_hash;
use crate::frame::{Frame, Line, write_frame};
use crate::tiles::TreeBuilder;
use rand::RngExt;
use std::collections::BTreeMap;

const HEADER: usize = 64;
const SLOT: usize = 192;

/// The files of a folder, by their paths in it.
pub(super) type Image = BTreeMap<String, Vec<u8>>;
/// The files that change; nothing for one that goes.
pub(super) type Changes = BTreeMap<String, Option<Vec<u8>>>;

/// All files of a folder but the lock.
pub(super) fn image_of(folder: &Path) -> Image {
    let name = |path: &Path| {
        path.strip_prefix(folder)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    let files = files_in(folder).into_iter();
    let named = files.map(|path| (name(&path), std::fs::read(path).unwrap()));
    named.filter(|(name, _)| name != "lock").collect()
}

/// Writes a folder's files.
pub(super) fn write_image(folder: &Path, image: &Image) {
    for (name, bytes) in image {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        write_file(path, bytes).unwrap();
    }
}

/// Makes the changes, or takes them back with those of the image.
pub(super) fn apply(folder: &Path, changes: &Changes) {
    for (name, bytes) in changes {
        let path = folder.join(name);
        match bytes {
            Some(bytes) => {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                write_file(path, bytes).unwrap();
            }
            None => std::fs::remove_file(path).unwrap(),
        }
    }
}

/// What takes the changes back.
pub(super) fn undoing(image: &Image, changes: &Changes) -> Changes {
    let before = |name: &String| (name.clone(), image.get(name).cloned());
    changes.keys().map(before).collect()
}

/// What an edit has to work with.
pub(super) struct Material {
    pub(super) image: Image,
    /// The same ledger, earlier.
    pub(super) older: Image,
    /// Another ledger: the same name, other keys.
    pub(super) stranger: Image,
    /// The files that may be edited.
    pub(super) files: Vec<String>,
}

/// One thing that is done.
pub(super) struct Edit {
    pub(super) what: &'static str,
    /// The file it was done to first.
    pub(super) file: String,
    pub(super) changes: Changes,
}

type Kind = (
    &'static str,
    fn(&Material, &str, &mut ChaCha8Rng) -> Option<Changes>,
);

/// What can be done to any file.
pub(super) const TO_FILES: [Kind; 11] = [
    ("bytes changed", |material, file, chance| {
        let mut bytes = material.image[file].clone();
        let (from, upto) = stretch(meaningful(&bytes), 40, chance)?;
        let upto = if chance.random() { from + 1 } else { upto };
        for byte in &mut bytes[from..upto] {
            *byte ^= chance.random_range(1..=255_u8);
        }
        one(file, bytes)
    }),
    ("bytes zeroed", |material, file, chance| {
        let mut bytes = material.image[file].clone();
        let (from, upto) = stretch(meaningful(&bytes), 600, chance)?;
        bytes[from..upto].fill(0);
        one(file, bytes)
    }),
    ("bytes taken out", |material, file, chance| {
        let mut bytes = material.image[file].clone();
        let (from, upto) = stretch(meaningful(&bytes), 200, chance)?;
        bytes.drain(from..upto);
        one(file, bytes)
    }),
    ("bytes put in", |material, file, chance| {
        let mut bytes = material.image[file].clone();
        let (from, upto) = stretch(meaningful(&bytes), 200, chance)?;
        bytes.extend_from_within(from..upto);
        bytes[from..].rotate_right(upto - from);
        one(file, bytes)
    }),
    ("cut off", |material, file, chance| {
        let bytes = &material.image[file];
        let end = chance.random_range(0..meaningful(bytes).max(1));
        one(file, bytes[..end].to_vec())
    }),
    ("longer", |material, file, chance| {
        let more = (0..chance.random_range(1..200)).map(|_| chance.random_range(1..=255_u8));
        one(
            file,
            material.image[file].iter().copied().chain(more).collect(),
        )
    }),
    ("gone", |_, file, _| Some([(file.to_owned(), None)].into())),
    ("two files swapped", |material, file, chance| {
        let other = any(&material.files, chance);
        let (a, b) = (material.image[file].clone(), material.image[other].clone());
        Some([(file.to_owned(), Some(b)), (other.to_owned(), Some(a))].into())
    }),
    ("another file in its place", |material, file, chance| {
        one(file, material.image[any(&material.files, chance)].clone())
    }),
    ("an older copy of it", |material, file, _| {
        one(file, material.older.get(file)?.clone())
    }),
    ("the file of another ledger", |material, file, _| {
        one(file, material.stranger.get(file)?.clone())
    }),
];

/// What can be done to what is in a file, checksums and all.
pub(super) const TO_ITEMS: [Kind; 6] = [
    ("two items swapped", |material, file, chance| {
        let width = item_bytes(file)?;
        let mut bytes = material.image[file].clone();
        let many = bytes.len() / width;
        let (a, b) = (chance.random_range(0..many), chance.random_range(0..many));
        let first = bytes[a * width..][..width].to_vec();
        bytes.copy_within(b * width..(b + 1) * width, a * width);
        bytes[b * width..][..width].copy_from_slice(&first);
        one(file, bytes)
    }),
    ("an item that is another's", |material, file, chance| {
        let width = item_bytes(file)?;
        let mut bytes = material.image[file].clone();
        let many = bytes.len() / width;
        let (from, to) = (chance.random_range(0..many), chance.random_range(0..many));
        bytes.copy_within(from * width..(from + 1) * width, to * width);
        one(file, bytes)
    }),
    ("two rows swapped", |material, file, chance| {
        rewritten(material, file, |lines| {
            let (a, b) = (any_of(lines.len(), chance), any_of(lines.len(), chance));
            let first = lines[a].row.clone();
            lines[a].row = std::mem::replace(&mut lines[b].row, first);
        })
    }),
    ("a row altered", |material, file, chance| {
        rewritten(material, file, |lines| {
            let at = any_of(lines.len(), chance);
            let row = &mut lines[at].row;
            let byte = any_of(row.len(), chance);
            row[byte] ^= chance.random_range(1..=255_u8);
        })
    }),
    ("a row emptied", |material, file, chance| {
        rewritten(material, file, |lines| {
            let at = any_of(lines.len(), chance);
            lines[at].row.clear();
        })
    }),
    (
        "a row put under another period",
        |material, file, chance| {
            rewritten(material, file, |lines| {
                let at = any_of(lines.len(), chance);
                match chance.random() {
                    true => lines[at].month += chance.random_range(1..5),
                    false => lines[at].retention_class += chance.random_range(1..5_u16),
                }
            })
        },
    ),
];

/// What is done to a ledger as a whole: every hash is right again, and no signature is.
pub(super) const TO_LEDGERS: [Kind; 6] = [
    ("back-dated", |material, _, chance| {
        let from = any_of(entries(&material.image).len(), chance);
        let by = chance.random_range(1..100_000);
        let upto = from + chance.random_range(1..20);
        Some(remade(material, &|index, entry: &mut [u8; ENTRY_BYTES]| {
            if (from..upto).contains(&index) {
                let received = u64::from_be_bytes(entry[4..12].try_into().unwrap()) - by;
                entry[4..12].copy_from_slice(&received.to_be_bytes());
            }
        }))
    }),
    ("an entry rewritten", |material, _, chance| {
        let at = any_of(entries(&material.image).len(), chance);
        let byte = chance.random_range(12..ENTRY_BYTES);
        let bit = 1 << chance.random_range(0..8);
        Some(remade(material, &|index, entry: &mut [u8; ENTRY_BYTES]| {
            if index == at {
                entry[byte] ^= bit;
            }
        }))
    }),
    ("tiles of before", |material, _, _| {
        Some(of_other(material, &material.older, &["tile/"]))
    }),
    ("tiles and checkpoint of before", |material, _, _| {
        Some(of_other(
            material,
            &material.older,
            &["tile/", "checkpoint"],
        ))
    }),
    (
        "everything of before but what was kept of it",
        |material, _, _| {
            let kept = ["checkpoints", "witnessed/"];
            let mut changes = of_other(material, &material.older, &[""]);
            changes.retain(|name, _| !kept.iter().any(|kept| name.starts_with(kept)));
            Some(changes)
        },
    ),
    (
        "tiles and checkpoints of another ledger",
        |material, _, chance| {
            let all = ["tile/", "checkpoint", "checkpoints", "witnessed/"];
            let some = &all[..chance.random_range(1..=all.len())];
            Some(of_other(material, &material.stranger, some))
        },
    ),
];

/// Files tried for one kind, before another kind is.
const TRIES: usize = 100;

/// An edit of one of these kinds that changes something.
pub(super) fn edit(material: &Material, kinds: &[Kind], chance: &mut ChaCha8Rng) -> Edit {
    loop {
        let (what, make) = kinds[any_of(kinds.len(), chance)];
        for _ in 0..TRIES {
            let file = any(&material.files, chance);
            let Some(mut changes) = make(material, file, chance) else {
                continue;
            };
            changes.retain(|name, bytes| material.image.get(name) != bytes.as_ref());
            if let Some(first) = changes.keys().next() {
                let file = if changes.contains_key(file) {
                    file
                } else {
                    first
                };
                return Edit {
                    what,
                    file: file.to_owned(),
                    changes,
                };
            }
        }
    }
}

fn one(file: &str, bytes: Vec<u8>) -> Option<Changes> {
    Some([(file.to_owned(), Some(bytes))].into())
}

fn any<'a>(files: &'a [String], chance: &mut ChaCha8Rng) -> &'a str {
    &files[any_of(files.len(), chance)]
}

fn any_of(many: usize, chance: &mut ChaCha8Rng) -> usize {
    chance.random_range(0..many)
}

/// The bytes of a file that mean something: a segment that is written to ends in zeros.
fn meaningful(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1)
}

fn stretch(end: usize, longest: usize, chance: &mut ChaCha8Rng) -> Option<(usize, usize)> {
    let from = (end > 0).then(|| chance.random_range(0..end))?;
    Some((from, end.min(from + chance.random_range(1..=longest))))
}

/// How long the items of a file are that has items of one length.
fn item_bytes(file: &str) -> Option<usize> {
    match file {
        file if file.starts_with("tile/entries/") => Some(2 + ENTRY_BYTES),
        file if file.starts_with("tile/") => Some(32),
        "vault/slots" => Some(SLOT),
        _ => None,
    }
}

/// A segment with its lines changed, and every checksum right.
fn rewritten(material: &Material, file: &str, change: impl FnOnce(&mut [Line])) -> Option<Changes> {
    file.ends_with(".segment").then_some(())?;
    let bytes = &material.image[file];
    let mut frames = Vec::new();
    let mut lines = Vec::new();
    let mut at = HEADER;
    while let Some(frame) = bytes.get(at..).and_then(Frame::parse) {
        frames.push(frame.head);
        lines.extend(frame.lines().map(|(_, line)| Line {
            entry: *line.entry_bytes(),
            retention_class: line.retention_class(),
            month: line.month(),
            row: line.row().to_vec(),
        }));
        at += frame.head.length;
    }
    if lines.is_empty() {
        return None;
    }
    change(&mut lines);
    let mut written = bytes[..HEADER].to_vec();
    let mut rest = &lines[..];
    for head in frames {
        let (own, others) = rest.split_at(head.count as usize);
        let own: Vec<&Line> = own.iter().collect();
        written.extend(write_frame(head.first, head.durable, &[], &own));
        rest = others;
    }
    // What was reserved stays as long as it was.
    if at < bytes.len() {
        written.resize(bytes.len(), 0);
    }
    one(file, written)
}

/// The entries in the segments, in order.
fn entries(image: &Image) -> Vec<[u8; ENTRY_BYTES]> {
    let mut entries = Vec::new();
    let segments = image.iter().filter(|(name, _)| name.ends_with(".segment"));
    for (_, bytes) in segments {
        let mut at = HEADER;
        while let Some(frame) = bytes.get(at..).and_then(Frame::parse) {
            entries.extend(frame.lines().map(|(_, line)| *line.entry_bytes()));
            at += frame.head.length;
        }
    }
    entries
}

/// The same ledger with other entries: segments, and every tile over them.
fn remade(material: &Material, change: &dyn Fn(usize, &mut [u8; ENTRY_BYTES])) -> Changes {
    let mut changes = Changes::new();
    let mut index = 0;
    let image = &material.image;
    for name in image.keys().filter(|name| name.ends_with(".segment")) {
        let written = rewritten(material, name, |lines| {
            for line in lines {
                change(index, &mut line.entry);
                index += 1;
            }
        });
        changes.extend(written.unwrap_or_default());
    }
    let mut builder = TreeBuilder::default();
    let mut tiles = Vec::new();
    for (index, mut entry) in entries(image).into_iter().enumerate() {
        change(index, &mut entry);
        builder.push(&entry, leaf_hash(&entry), &mut |file| tiles.push(file));
    }
    tiles.extend(builder.partial());
    let old = image.keys().filter(|name| name.starts_with("tile/"));
    changes.extend(old.map(|name| (name.clone(), None)));
    changes.extend(tiles.into_iter().map(|(name, bytes)| (name, Some(bytes))));
    changes
}

/// The files under these names as another image has them.
fn of_other(material: &Material, other: &Image, names: &[&str]) -> Changes {
    let is_meant = |name: &&String| {
        let is_folder = |one: &str| one.is_empty() || one.ends_with('/');
        let meant = |one: &str| *name == one || is_folder(one) && name.starts_with(one);
        names.iter().any(|one| meant(one))
    };
    let gone = material.image.keys().filter(is_meant);
    let mut changes: Changes = gone.map(|name| (name.clone(), None)).collect();
    let there = other.iter().filter(|(name, _)| is_meant(name));
    changes.extend(there.map(|(name, bytes)| (name.clone(), Some(bytes.clone()))));
    changes
}
