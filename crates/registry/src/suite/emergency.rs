//! Logins for emergencies: two codes, used once, gone through once; the same on both databases.

use tilsyn_domain::Instant;

use super::open;
use crate::registry::{Location, Registry};
use crate::{CodeDigest, Login, NewNotice, NewStaff, Telling};

const FIRST: CodeDigest = [1; 32];
const SECOND: CodeDigest = [2; 32];

fn staffed(at: &Location) -> (Registry, u64) {
    let registry = open(at);
    let new = NewStaff {
        user: "kari".to_owned(),
        name: "Kari".to_owned(),
        national_id: None,
        logins: vec![Login {
            issuer: "https://login.nordvik.example".to_owned(),
            subject: "sub-kari".to_owned(),
        }],
    };
    let number = registry.add_staff(&new, Instant(1), "siv").expect("added");
    (registry, number)
}

/// Of whom codes open which.
fn opened(registry: &Registry, staff: u64, codes: (&CodeDigest, &CodeDigest)) -> Option<u64> {
    let found = registry.emergency_login_opened_by(staff, codes);
    found.expect("asked").map(|one| one.number)
}

pub(super) fn a_login_goes_its_way_once(at: &Location) -> String {
    let (registry, kari) = staffed(at);
    let begun = registry.begin_emergency_login(kari, &FIRST, Instant(2));
    begun.expect("begun");
    assert_eq!(opened(&registry, kari, (&FIRST, &SECOND)), None);
    let complete = |code, by| {
        let done = registry.complete_emergency_login(1, code, Instant(3), by);
        done.expect("written")
    };
    assert!(complete(&[9; 32], "siv") && complete(&SECOND, "siv"));
    for (staff, first, second, expected) in [
        (kari, &FIRST, &SECOND, Some(1)),
        (kari, &SECOND, &FIRST, None),
        (kari, &FIRST, &FIRST, None),
        (kari + 1, &FIRST, &SECOND, None),
    ] {
        assert_eq!(opened(&registry, staff, (first, second)), expected);
    }
    let review = |by| {
        let done = registry.review_emergency_login(1, Instant(5), by, "as it should be");
        done.expect("written")
    };
    assert!(!review("liv"), "nobody used it");
    let new = vec![NewNotice {
        staff: kari,
        kind: "emergency-used".to_owned(),
        path: "/emergency".to_owned(),
    }];
    let over = Vec::new();
    let told = Telling { new, over };
    let use_it = || {
        let used = registry.use_emergency_login(1, Instant(4), "the provider is down", &told);
        used.expect("written")
    };
    assert!(use_it() && !use_it());
    assert_eq!(opened(&registry, kari, (&FIRST, &SECOND)), None);
    assert!(review("liv") && !review("siv"));
    let waiting = registry.notice_counts(Instant(9)).expect("counts").waiting;
    assert_eq!(waiting, 1, "told once");
    format!("{:?}", registry.emergency_logins().expect("listed"))
}

pub(super) fn who_leaves_or_begins_anew_has_no_old_one(at: &Location) -> String {
    let (registry, kari) = staffed(at);
    let begin = |code: &CodeDigest| {
        let begun = registry.begin_emergency_login(kari, code, Instant(2));
        begun.expect("begun");
    };
    let complete = || {
        let done = registry.complete_emergency_login(1, &SECOND, Instant(3), "siv");
        assert!(done.expect("written"));
    };
    begin(&FIRST);
    complete();
    begin(&[7; 32]);
    assert_eq!(opened(&registry, kari, (&FIRST, &SECOND)), None);
    assert_eq!(opened(&registry, kari, (&[7; 32], &SECOND)), None);
    complete();
    assert_eq!(opened(&registry, kari, (&[7; 32], &SECOND)), Some(1));
    let used = registry.use_emergency_login(1, Instant(4), "a fire", &Telling::default());
    assert!(used.expect("written"));
    begin(&FIRST);
    registry.end_staff(kari, Instant(5), "siv").expect("ended");
    let left = registry.emergency_logins().expect("listed");
    assert_eq!(left.len(), 1, "what was used stays");
    format!("{left:?}")
}

pub(super) fn a_copy_put_back_has_none_to_use(at: &Location) -> String {
    let (registry, kari) = staffed(at);
    let used = |code: &CodeDigest, number| {
        let begun = registry.begin_emergency_login(kari, code, Instant(2));
        begun.expect("begun");
        let by = registry.complete_emergency_login(number, &SECOND, Instant(3), "siv");
        assert!(by.expect("written"));
    };
    used(&FIRST, 1);
    let done = registry.use_emergency_login(1, Instant(4), "a fire", &Telling::default());
    assert!(done.expect("written"));
    used(&[7; 32], 2);
    let mut bytes = Vec::new();
    let taken = registry.snapshot(|snapshot| {
        snapshot.write(&mut |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })
    });
    taken.expect("taken");
    let folder = tempfile::tempdir().expect("a folder");
    let other = Location::Sqlite(folder.path().join("other.sqlite"));
    crate::restore(&other, &crate::testing::key(), &mut bytes.as_slice()).expect("put back");
    let other = open(&other);
    let left: Vec<u64> = other
        .emergency_logins()
        .expect("listed")
        .iter()
        .map(|one| one.number)
        .collect();
    assert_eq!(left, [1], "what was used stays to be gone through");
    format!("{left:?}")
}
