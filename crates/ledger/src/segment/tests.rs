//! Segments: their order, how full they become, and what follows a torn frame.

use super::*;

use crate::frame::{Durable, Line, write_frame};
use crate::tests::at;

const SEGMENT_BYTES: u64 = 4096;

fn segments(folder: &Path) -> Segments {
    Segments::new(folder, [7; 32], SEGMENT_BYTES)
}

/// A segment of these frames, one entry each.
fn segment(number: u64, first: u64, frames: &[u64]) -> Segment {
    let frame = |first: &u64| FramePlace {
        first: *first,
        offset: 64,
        places_at: 40,
    };
    Segment {
        number,
        first,
        frames: frames.iter().map(frame).collect(),
    }
}

/// A frame of one entry that is this long.
fn frame(first: u64, length: usize) -> Vec<u8> {
    let line = |row: usize| Line {
        entry: [1; ENTRY_BYTES],
        retention_class: 1,
        month: 24_315,
        row: vec![1; row],
    };
    let bare = write_frame(first, Durable::default(), &[], &[&line(0)]).len();
    write_frame(first, Durable::default(), &[], &[&line(length - bare)])
}

/// What is said of segments that are there in this order.
fn complaint(found: Vec<Segment>) -> String {
    let places = Places {
        end: 9,
        segments: found,
    };
    let checked = segments(Path::new("segments")).check_order(&places);
    checked
        .err()
        .map_or(String::new(), |error| error.to_string())
}

#[test]
fn segments_follow_each_other_from_the_first_entry_on() {
    let whole = || segment(1, 0, &[0, 1, 2]);
    assert_eq!(complaint(vec![whole(), segment(2, 3, &[3])]), "");
    assert_eq!(complaint(vec![whole(), segment(2, 3, &[])]), "");
    let without_any = vec![segment(1, 0, &[]), segment(2, 0, &[0])];
    assert_eq!(complaint(without_any), "", "one that was begun and cut off");
    for (found, named, said) in [
        (vec![whole(), segment(3, 3, &[3])], "0000000002", "missing"),
        (vec![segment(2, 0, &[0])], "0000000001", "missing"),
        (vec![segment(1, 1, &[1])], "0000000001", "follow"),
        (vec![whole(), segment(2, 2, &[2])], "0000000002", "follow"),
        (vec![whole(), segment(2, 3, &[4])], "0000000002", "begins"),
    ] {
        let told = complaint(found);
        assert!(told.contains(named) && told.contains(said), "{told}");
    }
}

#[test]
fn a_segment_takes_the_room_it_was_given_and_more_only_for_what_is_in_it() {
    let home = tempfile::tempdir().unwrap();
    let segments = segments(home.path());
    for (frames, length) in [(0, SEGMENT_BYTES), (100, SEGMENT_BYTES), (5000, 5064)] {
        let written = segments.write_new(1, 0, &vec![1; frames]).unwrap();
        assert_eq!(
            written.length().unwrap(),
            length,
            "{frames} bytes of frames"
        );
    }
}

#[test]
fn a_segment_is_filled_to_its_last_byte_and_no_further() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("segments");
    Segments::create(&folder, [7; 32], SEGMENT_BYTES).unwrap();
    let (segments, mut tail) = Segments::open(&folder, [7; 32], SEGMENT_BYTES).unwrap();
    let room = at(SEGMENT_BYTES) - HEADER_BYTES;
    let lengths = [1000, room - 1000, 1000, room - 999, room + 1, 200];
    for (first, length) in (0..).zip(lengths) {
        segments.append(&mut tail, &frame(first, length)).unwrap();
    }
    let of = |index| segments.find(index).unwrap().0;
    let found: Vec<u64> = (0..6).map(of).collect();
    assert_eq!(
        found,
        [1, 1, 2, 3, 4, 5],
        "too long a group has one of its own"
    );
    for (index, length) in (0..).zip(lengths) {
        let frame = segments.frame_of(index).unwrap().unwrap();
        assert_eq!(frame.bytes.len(), length, "entry {index}");
    }
    assert!(segments.frame_of(6).unwrap().is_none());
}

#[test]
fn a_group_too_long_for_any_segment_leaves_none_empty() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("segments");
    Segments::create(&folder, [7; 32], SEGMENT_BYTES).unwrap();
    let (segments, mut tail) = Segments::open(&folder, [7; 32], SEGMENT_BYTES).unwrap();
    segments
        .append(&mut tail, &frame(0, at(SEGMENT_BYTES)))
        .unwrap();
    assert_eq!(segments.path_of(0), folder.join("0000000001.segment"));
    assert_eq!(
        segments.path_of(1),
        folder.join("0000000001.segment"),
        "the last one"
    );
    assert_eq!(segments.full(), []);
    segments.end_last(&mut tail).unwrap();
    segments.end_last(&mut tail).unwrap();
    assert_eq!(segments.full(), [1], "one that is empty is not ended");
}

#[test]
fn a_list_of_frames_is_whole_and_of_its_segment_or_none() {
    let segments = segments(Path::new("segments"));
    let frames = segment(1, 0, &[0, 1, 2]).frames;
    let header = segments.header(FileKind::FrameIndex, 1, 0);
    let written = segments.index_bytes(1, 0, &frames);
    assert_eq!(listed_places(&written, &header), Some(frames));
    let of_another = segments.header(FileKind::FrameIndex, 2, 0);
    assert_eq!(listed_places(&written, &of_another), None);
    let with_sum = |content: &[u8]| [content, &crc32c::crc32c(content).to_be_bytes()].concat();
    let content = &written[..written.len() - 4];
    assert_eq!(with_sum(content), written);
    for cut in 1..PLACE_BYTES {
        let cut = &content[..content.len() - cut];
        assert_eq!(listed_places(&with_sum(cut), &header), None, "half a place");
    }
    let mut altered = written;
    altered[HEADER_BYTES] ^= 1;
    assert_eq!(listed_places(&altered, &header), None);
}

#[test]
fn a_file_stays_open_until_many_others_were_read_or_another_takes_its_name() {
    let home = tempfile::tempdir().unwrap();
    let segments = segments(home.path());
    let write = |number| Arc::new(segments.write_new(number, 0, &[]).unwrap());
    let first = write(1);
    segments.remember_open(1, &first);
    assert!(Arc::ptr_eq(&segments.file(1).unwrap(), &first));
    let second = write(2);
    segments.remember_open(2, &second);
    let again = write(1);
    segments.remember_open(1, &again);
    assert!(Arc::ptr_eq(&segments.file(1).unwrap(), &again));
    assert!(Arc::ptr_eq(&segments.file(2).unwrap(), &second));
    assert_eq!(Arc::strong_count(&first), 1, "nobody reads the old one");
    for number in 3..=OPEN_FILES_MAX as u64 {
        segments.remember_open(number, &second);
    }
    assert!(Arc::ptr_eq(&segments.file(2).unwrap(), &second));
    segments.remember_open(1000, &first);
    assert_eq!(segments.open_files.lock().unwrap().len(), OPEN_FILES_MAX);
    assert!(
        !Arc::ptr_eq(&segments.file(2).unwrap(), &second),
        "the oldest goes"
    );
}

/// A frame written when `settled` entries were durable, with one entry of this index.
fn settled_frame(first: u64, settled: u64) -> Vec<u8> {
    let line = Line {
        entry: [1; ENTRY_BYTES],
        retention_class: 1,
        month: 24_315,
        row: vec![2; 30],
    };
    write_frame(first, Durable { settled, codes: 0 }, &[], &[&line])
}

#[test]
fn what_follows_a_torn_frame_tells_whether_it_had_been_acknowledged() {
    let whole = settled_frame(0, 0);
    let mut torn = settled_frame(1, 1);
    let last = torn.len() - 1;
    torn[last] ^= 1;
    // Frame 1 is torn. Those behind it were written with it, and say so, or later.
    for (behind, settled) in [(1, vec![1]), (2, vec![0, 1]), (1, vec![2]), (2, vec![1, 2])] {
        let mut segment = vec![0; HEADER_BYTES];
        segment.extend_from_slice(&whole);
        segment.extend_from_slice(&torn);
        let mut expected = None;
        for (number, settled) in (2..).zip(&settled) {
            if *settled > 1 {
                expected = Some(segment.len());
            }
            segment.extend_from_slice(&settled_frame(number, *settled));
        }
        let valid = valid_frames(&segment, 0);
        assert_eq!((valid.frames.len(), valid.next), (1, 1));
        let found = acknowledged_after(&segment, &valid);
        assert_eq!(found, expected, "{behind} behind it: {settled:?}");
    }
}
