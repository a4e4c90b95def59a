//! What must hold for any bytes whatever: shared by the fuzz targets and the ordinary tests.

use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::OnceLock;

use tilsyn_connect::directory::{Refused, RefusedRow, read_file};
use tilsyn_connect::input::{Input, Oversized, Position};
use tilsyn_connect::{Format, Settings, events};
use tilsyn_domain::directory::{Directory, DirectoryFile};
use tilsyn_domain::{Event, Refusal, Zone};

/// Takes any bytes; fails where something does not hold.
pub(crate) type Target = fn(&[u8]);

/// The target of a name; each is a folder of `fuzz/corpus` too.
pub(crate) const TARGETS: [(&str, Target); 6] = [
    ("native", native),
    ("fhir", fhir),
    ("dicom", dicom),
    ("cef", cef),
    ("directory_csv", directory_csv),
    ("input_framing", input_framing),
];

pub(crate) fn native(bytes: &[u8]) {
    parser(Format::Native, bytes);
}

pub(crate) fn fhir(bytes: &[u8]) {
    parser(Format::Fhir, bytes);
}

pub(crate) fn dicom(bytes: &[u8]) {
    parser(Format::Dicom, bytes);
}

pub(crate) fn cef(bytes: &[u8]) {
    parser(Format::Cef, bytes);
}

fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| Settings::new(Zone::named("Europe/Oslo").expect("Oslo")))
}

/// Each record becomes events or a refusal, and what became an event is one when it is written
/// in the native format and read again.
fn parser(format: Format, bytes: &[u8]) {
    let records = events(Some(format), bytes, settings());
    assert!(!records.is_empty(), "every piece is accounted for");
    for record in records {
        let Ok(made) = record.result else { continue };
        assert!(!made.is_empty(), "a record that is stored has events");
        made.iter().for_each(written_and_read_again);
    }
}

fn written_and_read_again(event: &Event) {
    let text = serde_json::to_vec(event).expect("an event is written");
    let mut again = events(Some(Format::Native), &text, settings());
    match again.remove(0).result {
        Ok(events) => assert_eq!(&events[0], event),
        // What was kept in `extra` lies deeper there than in its own document.
        Err(Refusal::TooDeep) => {}
        Err(refusal) => panic!("refused when read again: {refusal}"),
    }
}

/// The first byte chooses the file, the rest is what stands in it.
pub(crate) fn directory_csv(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let file = DirectoryFile::ALL[usize::from(*first) % DirectoryFile::ALL.len()];
    let mut directory = Directory::default();
    let mut count = Count::default();
    let stream = Box::new(Cursor::new(rest.to_vec()));
    let reading = read_file(file, stream, Path::new("fuzz"), &mut directory, &mut count);
    let reading = reading.expect("memory can be read");
    assert_eq!(reading.refused, count.0);
    assert!(reading.refused <= reading.rows);
    assert!(reading.whole.is_none() || reading.rows == reading.refused);
}

/// Counts what is refused; what is too long when it went by, since its row may not follow.
#[derive(Default)]
struct Count(u64);

impl Oversized for Count {
    fn begin(&mut self, _at: Position) -> io::Result<()> {
        self.0 += 1;
        Ok(())
    }

    fn chunk(&mut self, _bytes: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _refusal: Refusal) -> io::Result<()> {
        Ok(())
    }
}

impl Refused for Count {
    fn file(&mut self, _file: DirectoryFile) {}

    fn row(&mut self, row: RefusedRow<'_>) -> io::Result<()> {
        self.0 += u64::from(row.bytes.is_some());
        Ok(())
    }
}

/// However a file is read, byte by byte or at once, its records are the same, in order, and
/// stand where they say.
pub(crate) fn input_framing(bytes: &[u8]) {
    for chosen in [
        None,
        Some(Format::Native),
        Some(Format::Fhir),
        Some(Format::Dicom),
    ] {
        let whole = framed(bytes, chosen, usize::MAX);
        let pieces = framed(bytes, chosen, 7);
        let compressed = bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(&[0x28, 0xb5]);
        let skippable = bytes.get(1..4) == Some(&[0x2a, 0x4d, 0x18]);
        // How much comes out before a damaged place depends on how the stream is read.
        if compressed || skippable {
            continue;
        }
        assert_eq!(whole, pieces, "{chosen:?}");
        let mut end = 0;
        for (at, record) in &whole {
            let start = usize::try_from(at.offset).expect("small");
            assert_eq!(bytes.get(start..start + record.len()), Some(&record[..]));
            assert!(start >= end, "records do not overlap");
            end = start + record.len();
            let before = bytes[..start].iter().filter(|byte| **byte == b'\n').count() as u64;
            assert_eq!(at.line, before + 1);
        }
    }
}

fn framed(bytes: &[u8], chosen: Option<Format>, step: usize) -> Vec<(Position, Vec<u8>)> {
    let stream = Box::new(Stepping {
        bytes: Cursor::new(bytes.to_vec()),
        step,
    });
    let mut input = Input::from_reader(stream, Path::new("fuzz"), 0, chosen).expect("readable");
    let mut records = Vec::new();
    while let Some(batch) = input.next_batch(&mut Dropped).expect("readable") {
        records.extend(batch.iter().map(|raw| (raw.at, raw.bytes.to_vec())));
    }
    records
}

/// Hands out a few bytes at a time.
struct Stepping {
    bytes: Cursor<Vec<u8>>,
    step: usize,
}

impl Read for Stepping {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(self.step);
        self.bytes.read(&mut into[..most])
    }
}

struct Dropped;

impl Oversized for Dropped {
    fn begin(&mut self, _: Position) -> io::Result<()> {
        Ok(())
    }
    fn chunk(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
    fn end(&mut self, _: Refusal) -> io::Result<()> {
        Ok(())
    }
}
