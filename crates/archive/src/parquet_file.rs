//! `events.parquet`: the rows of a segment for other tools, in the order of time.
//!
//! Sealed by Parquet's own modular encryption, all with one key, so that a tool that is given it
//! reads them. The schema is documented in docs/archive-format.md and in the file itself. Nothing
//! of ours reads it back: the kernels have files of their own.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::data_type::{Int32Type, Int64Type};
use parquet::encryption::encrypt::FileEncryptionProperties;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;

use crate::columns::{ColumnFile, FileSink, Scratch};
use crate::error::{ArchiveError, Result};
use crate::row::{act, day_of_number, marks};
use crate::seal::{ArchiveKey, Hash, Hex};
use crate::segment::ByTime;

const ROW_GROUP_ROWS: usize = 1 << 20;

const SCHEMA: &str = "message event {
    required int64 leaf (INTEGER(64,false));
    required int64 time (TIMESTAMP(MICROS,true));
    required int32 day (DATE);
    required int32 kind (INTEGER(8,false));
    required int32 outcome (INTEGER(8,false));
    required int32 via (INTEGER(8,false));
    required int32 system (INTEGER(8,false));
    required int32 relation (INTEGER(8,false));
    required int32 first (INTEGER(8,false));
    required int32 account (INTEGER(32,false));
    required int32 stated (INTEGER(32,false));
    required int32 actor (INTEGER(32,false));
    required int32 subject (INTEGER(32,false));
    required int32 actor_units (INTEGER(32,false));
    required int32 subject_units (INTEGER(32,false));
    required int32 source (INTEGER(32,false));
    required int32 application (INTEGER(32,false));
    required int32 element (INTEGER(32,false));
    required int32 screen (INTEGER(32,false));
    required int32 tab (INTEGER(32,false));
    required int32 report (INTEGER(32,false));
    required int32 document (INTEGER(32,false));
    required int32 client (INTEGER(32,false));
    required int32 server (INTEGER(32,false));
}";

const MEANING: &str = "One row for each event, distinct subject and via; one without subject (0) \
for an event towards nobody. Codes stand for identities of the vault (account, stated, actor, \
subject) and for lines of words.ndjson (all from source on, and sets of units). day is in the \
organisation's time zone. kind: 1 logon 2 logoff 3 logon_failed 4 lookup 5 list 6 search \
7 change 8 document_view 9 image_view 10 register_transfer 11 register_lookup 12 own_record \
13 access_change 14 report_run 15 export 16 print 17 disclosure 18 heartbeat. outcome: 0 permit \
1 deny 2 error. via: 0 shown 1 listed 2 criterion 3 kin 4 disclosed. relation: 0 not a lookup \
1 inside the own unit 2 outside 3 one side has no unit. first: 1 in the first row of an event. \
system: 1 if no person acted; such rows count nowhere.";

/// What the footer calls its key, in plain text.
const KEY_NAME: &str = "tilsyn/archive/parquet";

fn properties(key: &ArchiveKey) -> WriterPropertiesPtr {
    let note = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
    let encryption = FileEncryptionProperties::builder(key.parquet().to_vec())
        .with_footer_key_metadata(KEY_NAME.into())
        .build()
        .expect("one key for the whole file");
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(
            ZstdLevel::try_new(1).expect("level 1 is a level"),
        ))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_key_value_metadata(Some(vec![
            note("tilsyn.version", "4"),
            note("tilsyn.meaning", MEANING),
        ]))
        .with_file_encryption_properties(encryption);
    for column in ["leaf", "time"] {
        let column = ColumnPath::from(column);
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED);
    }
    for column in ["subject", "document"] {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(column), false);
    }
    Arc::new(properties.build())
}

/// Bytes read at a time for a checksum.
const CHECKED_BYTES: usize = 1 << 20;

/// The SHA-256 of a file.
pub(crate) fn sha256(path: &Path) -> Result<Hex> {
    let file = tilsyn_durable::DurableFile::open_to_read(path)?;
    let length = file.length()?;
    let mut bytes = vec![0; CHECKED_BYTES];
    let (mut at, mut hash) = (0, Hash::new());
    while at < length {
        let take =
            usize::try_from(length - at).map_or(CHECKED_BYTES, |left| left.min(CHECKED_BYTES));
        file.read_at(at, &mut bytes[..take])?;
        hash.feed(&bytes[..take]);
        at += take as u64;
    }
    Ok(hash.finish())
}

/// Writes the file, durably, and says how many bytes it has.
pub(crate) fn write(path: &Path, key: &ArchiveKey, rows: &ColumnFile) -> Result<u64> {
    let failed = |source: ParquetError| ArchiveError::Parquet {
        path: path.to_path_buf(),
        source,
    };
    let schema = Arc::new(parse_message_type(SCHEMA).expect("the schema is a schema"));
    let sink = FileSink::create(path)?;
    let mut writer = SerializedFileWriter::new(sink, schema, properties(key)).map_err(failed)?;
    let all = rows.rows(ByTime::Leaf as usize);
    for start in (0..all).step_by(ROW_GROUP_ROWS) {
        let range = start..all.min(start + ROW_GROUP_ROWS);
        let mut group = writer.next_row_group().map_err(failed)?;
        write_group(&mut group, rows, &range, &failed)?;
        group.close().map_err(failed)?;
    }
    let file = writer.into_inner().map_err(failed)?.finish()?;
    Ok(file.length()?)
}

/// Codes and small numbers are stored with the bits of their unsigned value.
fn bits(value: u32) -> i32 {
    value.cast_signed()
}

fn write_group(
    group: &mut SerializedRowGroupWriter<'_, FileSink>,
    rows: &ColumnFile,
    range: &Range<usize>,
    failed: &impl Fn(ParquetError) -> ArchiveError,
) -> Result<()> {
    let mut scratch = Scratch::default();
    for column in [ByTime::Leaf, ByTime::Time] {
        let values = rows.i64s(column as usize, range.clone(), &mut scratch)?;
        let mut writer = next(group, failed)?;
        let typed = writer.typed::<Int64Type>();
        typed.write_batch(values, None, None).map_err(failed)?;
        writer.close().map_err(failed)?;
    }
    let mut write = |column: ByTime, meaning: &dyn Fn(u32) -> i32| -> Result<()> {
        let values = rows.u32s(column as usize, range.clone(), &mut scratch)?;
        let values: Vec<i32> = values.iter().map(|value| meaning(*value)).collect();
        let mut writer = next(group, failed)?;
        let typed = writer.typed::<Int32Type>();
        typed.write_batch(&values, None, None).map_err(failed)?;
        writer.close().map_err(failed)
    };
    write(ByTime::Day, &|day| day_of_number(day).0)?;
    write(ByTime::Marks, &|found| bits(marks::kind(found)))?;
    write(ByTime::Marks, &|found| bits(marks::outcome(found)))?;
    write(ByTime::Act, &|found| bits(found & act::VIA))?;
    write(ByTime::Marks, &|found| {
        i32::from(found & marks::SYSTEM != 0)
    })?;
    write(ByTime::Marks, &|found| bits(found & marks::RELATION))?;
    write(ByTime::Marks, &|found| i32::from(found & marks::FIRST != 0))?;
    for column in [
        ByTime::Account,
        ByTime::Stated,
        ByTime::Actor,
        ByTime::Subject,
        ByTime::ActorUnits,
        ByTime::SubjectUnits,
        ByTime::Source,
        ByTime::Application,
        ByTime::Element,
        ByTime::Screen,
        ByTime::Tab,
        ByTime::Report,
        ByTime::Document,
        ByTime::Client,
        ByTime::Server,
    ] {
        write(column, &bits)?;
    }
    Ok(())
}

fn next<'g>(
    group: &'g mut SerializedRowGroupWriter<'_, FileSink>,
    failed: &impl Fn(ParquetError) -> ArchiveError,
) -> Result<parquet::file::writer::SerializedColumnWriter<'g>> {
    let writer = group.next_column().map_err(failed)?;
    Ok(writer.expect("the schema has as many columns as are written"))
}
