//! One suite, two databases: every case gives the same transcript on both.
//!
//! A case gets an empty place, checks what it claims, and returns what it saw. On SQLite each is
//! a test of its own; on PostgreSQL one test runs them all and compares the transcripts.

mod cases;
mod completeness;
mod copy;
mod directory;
mod emergency;
mod erasures;
mod findings;
mod fixture;
mod intake;
mod notices;
mod quarters;
mod random;
mod samples;
mod schema;
mod sealed;
mod snapshot;
mod speed;
mod staff;

use std::path::Path;

use crate::registry::{Location, Registry};
use crate::testing::{self, Cluster};

/// Needs an empty database; gives what it saw there.
type Case = fn(&Location) -> String;

macro_rules! cases {
    ($($module:ident :: $case:ident),* $(,)?) => {
        mod sqlite {
            $(#[test]
            fn $case() {
                super::on_sqlite(super::$module::$case);
            })*
        }

        const CASES: &[(&str, Case)] = &[$((stringify!($case), $module::$case)),*];
    };
}

cases! {
    directory::a_first_import_adds_every_row,
    directory::the_same_files_again_change_nothing,
    directory::a_correction_keeps_what_was_known_before,
    directory::an_absent_row_ends_on_the_day_of_import,
    directory::a_row_that_had_ended_stays_as_it_is,
    directory::a_row_that_comes_back_is_open_again,
    directory::a_row_that_had_not_begun_is_withdrawn,
    directory::someone_who_left_the_file_keeps_the_name,
    directory::a_workstation_holds_only_while_it_is_in_the_file,
    directory::what_a_refused_row_is_about_does_not_end,
    directory::a_refused_row_about_nobody_known_spares_its_file,
    directory::a_computer_may_be_shared,
    directory::a_clearance_that_is_absent_expires_but_is_not_withdrawn,
    directory::a_night_shift_ends_with_the_day,
    directory::two_imports_on_one_day_leave_one_version,
    directory::a_missing_file_changes_nothing,
    directory::a_key_that_stands_twice_is_refused_and_nothing_is_kept,
    directory::keys_stand_in_the_order_of_their_bytes,
    directory::an_earlier_day_is_refused,
    directory::a_zero_byte_is_refused_and_nothing_is_kept,
    directory::every_table_keeps_every_column,
    directory::what_is_read_together_is_of_one_state,
    copy::it_says_what_the_tables_say,
    copy::what_changes_the_directory_closes_it,
    copy::one_of_an_earlier_state_is_not_used,
    copy::whatever_is_altered_in_the_file_closes_it,
    copy::a_table_that_says_something_else_is_a_fault,
    copy::nobody_stands_in_it_in_plain,
    copy::where_it_cannot_be_written_the_tables_are_read,
    random::what_was_known_is_never_rewritten,
    intake::sources_keep_their_numbers,
    intake::an_import_that_never_ended_is_seen,
    intake::an_import_is_made_good_by_what_came_later,
    intake::quarantine_keeps_the_same_line_once,
    intake::conflicts_and_running_numbers,
    intake::a_look_is_listed_once,
    intake::settings_have_defaults_and_limits,
    intake::filters_are_replaced_by_name,
    intake::an_instant_near_midnight_is_counted_once,
    completeness::arrivals_add_up_and_are_counted_once,
    completeness::gaps_open_and_are_filled,
    completeness::an_entry_about_a_source_is_noted_once,
    erasures::an_erasure_goes_its_way,
    erasures::retention_classes_keep_their_numbers,
    erasures::holds_are_let_go_once,
    erasures::nothing_of_a_forgotten_person_is_left,
    schema::the_schema_is_the_one_written_down,
    schema::a_newer_schema_is_refused,
    schema::an_interrupted_migration_leaves_nothing,
    schema::errors_show_no_values,
    cases::a_case_has_its_steps_once_and_in_order,
    findings::a_finding_is_one_for_a_user_and_grows,
    findings::what_was_done_about_it_stands_once_and_in_order,
    quarters::an_edition_is_closed_written_about_and_frozen,
    samples::a_sample_is_kept_once_with_what_was_said_of_each,
    samples::a_test_is_kept_once,
    notices::a_step_is_told_once_and_to_whom_it_may_be,
    notices::what_is_sent_or_forgotten_leaves_nothing,
    notices::what_waits_for_too_long_is_given_up_and_counted,
    notices::a_day_is_reminded_of_once_and_a_step_takes_it_back,
    staff::people_are_added_once_and_leave,
    staff::a_login_is_of_one_person_for_good,
    staff::accounts_are_renamed_and_kept_out,
    staff::a_duty_goes_its_way,
    emergency::a_login_goes_its_way_once,
    emergency::who_leaves_or_begins_anew_has_no_old_one,
    emergency::a_copy_put_back_has_none_to_use,
    staff::the_first_duties_come_together_and_once,
    sealed::every_column_is_declared_personal_or_harmless,
    sealed::the_tables_hold_nobody_in_plain,
    sealed::a_registry_from_before_is_sealed_at_its_first_start,
    sealed::what_breaks_off_goes_on,
    sealed::another_key_is_refused,
    sealed::a_value_that_was_altered_or_moved_is_a_fault,
    snapshot::a_snapshot_put_back_is_the_registry_of_that_moment,
    snapshot::what_is_there_is_not_replaced,
    snapshot::bytes_cut_or_altered_are_refused_and_nothing_is_kept,
}

fn on_sqlite(case: Case) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    case(&in_folder(folder.path()))
}

fn in_folder(folder: &Path) -> Location {
    Location::Sqlite(folder.join("registry.sqlite"))
}

/// In a folder, with a copy of the directory beside it, as the program has it.
fn open(location: &Location) -> Registry {
    let registry = Registry::open(location, &testing::key()).expect("a registry");
    match location {
        Location::Sqlite(file) => registry.keeping_copy(file.with_file_name("directory.copy")),
        Location::Postgres(_) => registry,
    }
}

#[test]
fn postgres_says_the_same_as_sqlite() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    for (name, case) in CASES {
        eprintln!("on PostgreSQL: {name}");
        let said = case(&Location::Postgres(cluster.database()));
        assert_eq!(said, on_sqlite(*case), "{name}");
    }
}

#[test]
fn a_connection_that_postgres_ended_is_made_again() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let address = cluster.database();
    let registry = open(&Location::Postgres(address.clone()));
    let end = |registry: &Registry| {
        let ended = registry
            .store
            .read(|open| open.rows("SELECT pg_backend_pid()::bigint", &[], |row| row.integer()));
        let mut other = postgres::Client::connect(&address, postgres::NoTls).expect("the server");
        let all = ended.expect("a number");
        let sql = format!("SELECT pg_terminate_backend({})", all[0]);
        other.batch_execute(&sql).expect("our own connection");
    };
    end(&registry);
    registry.source_no("reading first").expect("it writes");
    end(&registry);
    assert_eq!(registry.sources().expect("it reads").len(), 1);
}

#[test]
fn every_migration_has_both_dialects_and_is_known_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .expect("the migrations")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .map(|path| {
            assert!(path.join("sqlite.sql").exists() && path.join("postgres.sql").exists());
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    found.sort();
    let known: Vec<&str> = crate::migrations::MIGRATIONS
        .iter()
        .map(|migration| migration.name)
        .collect();
    assert_eq!(found, known);
    for (nth, migration) in (1_i64..).zip(crate::migrations::MIGRATIONS) {
        assert_eq!(nth, migration.number);
        assert!(migration.name.starts_with(&format!("{nth:04}-")));
    }
}
