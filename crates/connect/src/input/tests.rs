//! What the reader makes of good and bad files.

use std::io::{Cursor, Write};

use super::*;

/// Counts oversized records instead of keeping them.
#[derive(Default)]
struct Counting {
    records: Vec<(Position, u64, Option<Refusal>)>,
    bytes_max: Option<u64>,
}

impl Oversized for Counting {
    fn begin(&mut self, at: Position) -> io::Result<()> {
        self.records.push((at, 0, None));
        Ok(())
    }

    fn chunk(&mut self, bytes: &[u8]) -> io::Result<()> {
        let record = self.records.last_mut().expect("begun");
        record.1 += bytes.len() as u64;
        match self.bytes_max {
            Some(max) if record.1 > max => Err(io::Error::other("full")),
            _ => Ok(()),
        }
    }

    fn end(&mut self, refusal: Refusal) -> io::Result<()> {
        self.records.last_mut().expect("begun").2 = Some(refusal);
        Ok(())
    }
}

/// Hands out one byte at a time, so that every boundary is crossed somewhere.
struct Dripping(Cursor<Vec<u8>>);

impl Read for Dripping {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(1);
        self.0.read(&mut into[..most])
    }
}

/// The records as `line:offset text`, with a fault behind.
fn read(stream: Box<dyn Read + Send>, oversized: &mut Counting) -> Vec<String> {
    let mut input = Input::from_reader(stream, Path::new("test"), 0, None).expect("opens");
    let mut seen = Vec::new();
    while let Some(batch) = input.next_batch(oversized).expect("reads") {
        for raw in batch.iter() {
            let text = String::from_utf8_lossy(raw.bytes);
            let fault = raw
                .fault
                .map(|fault| format!(" ! {fault}"))
                .unwrap_or_default();
            seen.push(format!("{}:{} {text}{fault}", raw.at.line, raw.at.offset));
        }
    }
    seen
}

fn check_bytes(bytes: &[u8], expected: &[&str]) {
    for dripping in [false, true] {
        let cursor = Cursor::new(bytes.to_vec());
        let stream: Box<dyn Read + Send> = if dripping {
            Box::new(Dripping(cursor))
        } else {
            Box::new(cursor)
        };
        let mut oversized = Counting::default();
        assert_eq!(
            read(stream, &mut oversized),
            expected,
            "dripping: {dripping}"
        );
        assert!(oversized.records.is_empty());
    }
}

fn check(text: &str, expected: &[&str]) {
    check_bytes(text.as_bytes(), expected);
}

#[test]
fn lines_are_records_and_blank_ones_are_none() {
    check("a\nb", &["1:0 a", "2:2 b"]);
    check("a\r\n\r\n  \nb\r\n", &["1:0 a", "4:8 b"]);
    check("\u{feff}a\nb\n", &["1:3 a", "2:5 b"]);
    check("", &[]);
    check("\n\n", &[]);
    check("a\0b\n", &["1:0 a\0b"]);
}

#[test]
fn json_documents_are_records_whatever_lines_they_cover() {
    let one = "{\n \"resourceType\": \"A}\\\"\"\n}";
    check(
        &format!("\n{one}\n{one}\n"),
        &[&format!("2:1 {one}"), &format!("5:29 {one}")],
    );
    check(
        "[\n {\"resourceType\":1},\n {\"b\":[{}]}\n]",
        &["2:3 {\"resourceType\":1}", "3:24 {\"b\":[{}]}"],
    );
    check(
        "{\n\"resourceType\":1}\nrubbish\n{}",
        &["1:0 {\n\"resourceType\":1}", "3:20 rubbish", "4:28 {}"],
    );
}

#[test]
fn bundles_are_taken_apart() {
    let bundle = concat!(
        "{\"resourceType\":\"Bundle\",\n",
        "\"entry\":[{\"fullUrl\":\"u\",\"resource\":{\"a\":[{}]}},\n",
        "{\"resource\":{\"b\":{\"entry\":[{\"resource\":{}}]}}}],\"total\":2}\n"
    );
    let inner = "{\"b\":{\"entry\":[{\"resource\":{}}]}}";
    check(bundle, &["2:61 {\"a\":[{}]}", &format!("3:86 {inner}")]);
    let stray =
        "{\"resourceType\":\"Bundle\",\n\"entry\":[{\"resource\":{}},{\"fullUrl\":\"u\"}]}\n";
    let seen = ["2:47 {}", "2:49 },{\"fullUrl\":\"u\"}]}"];
    check(stray, &seen);
    let list = "{\"resourceType\":\"List\",\n\"entry\":[{\"item\":{}}]}";
    check(list, &[&format!("1:0 {list}")]);
}

#[test]
fn a_broken_document_ends_where_the_next_one_starts() {
    let broken = "{\n\"resourceType\":\"A\", \"b\": [\"\n";
    check(
        &format!("{broken}{{\"resourceType\":\"B\"}}\n"),
        &[
            "1:0 {\n\"resourceType\":\"A\", \"b\": [\"",
            "3:30 {\"resourceType\":\"B\"}",
        ],
    );
    check("{\n\"resourceType\":", &["1:0 {\n\"resourceType\":"]);
}

#[test]
fn audit_messages_are_records_wherever_they_stand() {
    let one = "<AuditMessage a=\">\">\n<x/><!-- </AuditMessage> --></AuditMessage>";
    let wrapped = format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"b\">]>\n<r>\n{one}\n{one}</r>\n"
    );
    let offset = wrapped.find(one).expect("there");
    let second = offset + one.len() + 1;
    check(
        &wrapped,
        &[&format!("4:{offset} {one}"), &format!("6:{second} {one}")],
    );
    check(
        "<a:AuditMessage/><a:AuditMessage/>",
        &["1:0 <a:AuditMessage/>", "1:17 <a:AuditMessage/>"],
    );
    let syslog = "<85>1 - h a - - - <AuditMessage></AuditMessage>";
    check(
        &format!("{syslog}\n{syslog}\n"),
        &[&format!("1:0 {syslog}"), &format!("2:48 {syslog}")],
    );
}

#[test]
fn what_stands_between_messages_is_not_lost() {
    check(
        "<r><AuditMessage/>rubbish<AuditMessage/><x>1</x></r>",
        &[
            "1:3 <AuditMessage/>",
            "1:18 rubbish",
            "1:25 <AuditMessage/>",
            "1:40 <x>1</x></r>",
        ],
    );
    check(
        "<AuditMessage><a><AuditMessage/>",
        &["1:0 <AuditMessage><a>", "1:17 <AuditMessage/>"],
    );
    check("<AuditMessage>cut", &["1:0 <AuditMessage>cut"]);
    check("<html><p>No</p></html>", &["1:0 <html><p>No</p></html>"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("in memory")
}

#[test]
fn compression_is_undone_whatever_the_name() {
    check_bytes(&gzip(b"a\nb\n"), &["1:0 a", "2:2 b"]);
    check_bytes(&[gzip(b"a\n"), gzip(b"b\n")].concat(), &["1:0 a", "2:2 b"]);
    check_bytes(&zstd(b"a\nb\n"), &["1:0 a", "2:2 b"]);
    check_bytes(&[zstd(b"a\n"), zstd(b"b\n")].concat(), &["1:0 a", "2:2 b"]);
    check_bytes(&gzip(b""), &[]);
}

#[test]
fn of_damaged_compression_what_could_be_read_goes_in() {
    let lines: Vec<u8> = (0..40_000)
        .flat_map(|n| format!("line {n} {}\n", n * n).into_bytes())
        .collect();
    for whole in [gzip(&lines), zstd(&lines)] {
        let cut = whole[..whole.len() / 2].to_vec();
        let seen = read(Box::new(Cursor::new(cut)), &mut Counting::default());
        assert!(seen.len() > 1_000, "{} lines before the break", seen.len());
        assert!(seen[0].ends_with("line 0 0"));
        let broken = " ! the compressed file breaks off or is damaged";
        assert!(seen.last().expect("some").ends_with(broken));
        assert_eq!(seen.iter().filter(|line| line.ends_with(broken)).count(), 1);
    }
    let mut flipped = gzip(&lines);
    let last = flipped.len() - 5;
    flipped[last] ^= 0xff;
    let seen = read(Box::new(Cursor::new(flipped)), &mut Counting::default());
    assert_eq!(
        seen.len(),
        40_001,
        "a wrong checksum is reported behind the lines"
    );
    check_bytes(
        &[0x1f, 0x8b, 0x08],
        &["1:0  ! the compressed file breaks off or is damaged"],
    );
}

#[test]
fn the_longest_record_goes_in_and_one_byte_more_does_not() {
    let longest = vec![b'x'; RECORD_BYTES_MAX];
    let text = [&longest[..], b"\r\n", &longest[..], b"x\nafter\n"].concat();
    let mut oversized = Counting::default();
    let seen = read(Box::new(Cursor::new(text)), &mut oversized);
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].len(), "1:0 ".len() + RECORD_BYTES_MAX);
    assert!(seen[1].starts_with("3:") && seen[1].ends_with(" after"));
    let offset = RECORD_BYTES_MAX as u64 + 2;
    let at = Position {
        file: 0,
        line: 2,
        offset,
    };
    let too_long = Refusal::TooLong {
        bytes_max: RECORD_BYTES_MAX as u64,
    };
    assert_eq!(
        oversized.records,
        [(at, RECORD_BYTES_MAX as u64 + 1, Some(too_long))]
    );
}

/// So many bytes of the same, made as they are read.
fn endless(byte: u8, bytes: u64) -> Box<dyn Read + Send> {
    Box::new(io::repeat(byte).take(bytes))
}

#[test]
fn a_line_without_end_is_passed_on_in_pieces() {
    const BYTES: u64 = 256 << 20;
    for start in [
        "",
        "{\"id\":\"",
        "{\n\"resourceType\":\"",
        "<AuditMessage>",
        "CEF:0|",
    ] {
        let stream = Cursor::new(start.to_owned()).chain(endless(b'a', BYTES));
        let stream = stream.chain(Cursor::new("\n".to_owned()));
        let mut oversized = Counting::default();
        let seen = read(Box::new(stream), &mut oversized);
        assert_eq!(seen, [""; 0], "{start}");
        assert_eq!(oversized.records.len(), 1, "{start}");
        assert!(oversized.records[0].1 >= BYTES, "{start}");
    }
}

#[test]
fn deep_brackets_and_bombs_do_not_grow() {
    let mut oversized = Counting::default();
    assert!(read(endless(b'[', 64 << 20), &mut oversized).is_empty());
    let bomb = gzip(&vec![0; 64 << 20]);
    assert!(bomb.len() < 1 << 20);
    assert!(read(Box::new(Cursor::new(bomb)), &mut oversized).is_empty());
    let bomb = zstd(&vec![b' '; 64 << 20]);
    assert!(read(Box::new(Cursor::new(bomb)), &mut oversized).is_empty());
    assert_eq!(oversized.records.len(), 3);
}

#[test]
fn a_full_quarantine_stops_the_reading() {
    let mut input =
        Input::from_reader(endless(b'a', 8 << 20), Path::new("test"), 0, None).expect("opens");
    let mut oversized = Counting {
        bytes_max: Some(2 << 20),
        ..Counting::default()
    };
    let stopped = input.next_batch(&mut oversized).expect_err("stops");
    assert_eq!(
        stopped.to_string(),
        "an oversized record of test cannot be kept"
    );
}

#[test]
fn a_large_bundle_is_read_resource_by_resource() {
    let resource = format!(
        "{{\"resourceType\":\"AuditEvent\",\"x\":\"{}\"}}",
        "y".repeat(400)
    );
    let start = "{\"resourceType\":\"Bundle\",\"entry\":[".to_owned();
    let entries: Vec<String> = (0..10_000)
        .map(|_| format!("{{\"resource\":{resource}}}"))
        .collect();
    let bundle = format!("{start}{}]}}", entries.join(",\n"));
    assert!(bundle.len() > 4 * RECORD_BYTES_MAX);
    let mut oversized = Counting::default();
    let seen = read(Box::new(Cursor::new(bundle)), &mut oversized);
    assert_eq!((seen.len(), oversized.records.len()), (10_000, 0));
    assert!(seen.iter().all(|record| record.ends_with(&resource)));
}

#[test]
fn batches_are_bounded() {
    let lines = "x\n".repeat(BATCH_RECORDS_MAX * 2 + 1);
    let mut input = Input::from_reader(Box::new(Cursor::new(lines)), Path::new("test"), 7, None)
        .expect("opens");
    let mut sizes = Vec::new();
    while let Some(batch) = input.next_batch(&mut Counting::default()).expect("reads") {
        assert_eq!(batch.get(0).expect("one").at.file, 7);
        sizes.push(batch.len());
    }
    assert_eq!(sizes, [BATCH_RECORDS_MAX, BATCH_RECORDS_MAX, 1]);
    assert_eq!(
        input.progress().bytes(),
        2 * (2 * BATCH_RECORDS_MAX as u64 + 1)
    );
}

#[test]
fn folders_are_walked_in_the_order_of_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let make = |name: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        File::create(path)
            .expect("made")
            .write_all(b"x")
            .expect("written");
    };
    ["b/2.gz", "b/1", "a", "c", ".hidden", "b/.hidden/x"]
        .into_iter()
        .for_each(make);
    let found = inputs(&[folder.path().to_owned()]).expect("walks");
    let names: Vec<String> = found
        .iter()
        .map(|file| {
            file.path
                .strip_prefix(folder.path())
                .expect("within")
                .display()
                .to_string()
        })
        .collect();
    assert_eq!(names, ["a", "b/1", "b/2.gz", "c"]);
    assert_eq!(found[0].bytes, 1);
    assert!(inputs(&[folder.path().join("none")]).is_err());
}
