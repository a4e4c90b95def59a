//! Findings from the desk: opened by an evaluation, grown, read and decided on; who may, who may
//! not, what is settled, followed and judged again, and what is left after a crash.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};

use tilsyn_domain::time::{DAY, HOUR};
use tilsyn_registry::{FindingWeek, JudgedWeek};

use super::cases::{BJORN_USER, DAVID, begun, by};
use super::*;
use crate::desk::identity_bytes;
use crate::findings::{
    About as Whom, ActKind, EvaluationRun, FindingView, FindingsShown, NewDecision, State,
    WeekStanding,
};
use crate::permit::{Action, DecideFinding, EvaluateLog, ReadFindings};
use crate::problem::Problem;

const ANNA: &str = "01817010055";
const BJORN: &str = "02817110005";

fn person(id: &str) -> Identity {
    Identity::Person(NationalId::new(id).expect("an id"))
}

fn why<T>(result: Result<T, Problem>) -> &'static str {
    result.err().map_or("done", |no| no.message)
}

/// A finding about each of these, as an evaluation would keep it.
fn with_findings(folder: &Path, about: &[&str]) -> Desk {
    let desk = begun(folder);
    let code = |id: &str| {
        let bytes = [identity_bytes(&person(id))];
        let codes = desk.ledger().vault().codes_of(&bytes).expect("codes");
        codes[0].get()
    };
    let day = |text| Day::parse(text).expect("a day");
    let seen = format!(
        concat!(
            r#"{{"kind":"unexplained","score":4.1,"e":60.0,"to":"2026-03-08","subjects":[{}],"#,
            r#""facts":[{{"fact":"unexplained","count":1,"expected":0.1}}],"counter":[]}}"#
        ),
        code(ANNA)
    );
    let leaf = desk.leaf_of("HR", "d1").expect("an event");
    let weeks = about.iter().map(|id| JudgedWeek {
        finding: None,
        about: code(id),
        week: FindingWeek {
            from: day("2026-03-02"),
            judged: NOW,
            standing: WeekStanding::Reported,
            seen: seen.clone(),
            again: None,
        },
        events: format!("[{leaf}]"),
        history: r#"[["2026-02-23",1,0.2],["2026-03-02",1,0.1]]"#.to_owned(),
    });
    let weeks: Vec<JudgedWeek> = weeks.collect();
    let run = EvaluationRun {
        at: NOW,
        from: day("2026-03-02"),
        to: day("2026-03-08"),
        leaves: 3,
        user_weeks: 2,
        reported: 2,
        opened: 0,
        settled: 0,
    };
    let kept = desk.registry().keep_evaluation(&run, &weeks);
    kept.expect("kept");
    desk
}

fn numbers(desk: &Desk, who: &str) -> Vec<u64> {
    let permit = by::<ReadFindings>(desk, who).expect("may");
    let view = desk.kept_findings(&permit, &FindingsShown::default());
    view.expect("reads")
        .rows
        .iter()
        .map(|row| row.number)
        .collect()
}

fn open(desk: &Desk, who: &str, number: u64) -> Result<(), Problem> {
    desk.open_finding(
        &by::<ReadFindings>(desk, who)?,
        number,
        "the weekly control",
    )
}

fn decide(desk: &Desk, who: &str, number: u64, kind: ActKind) -> Result<(), Problem> {
    let reason = "said with it";
    let decision = NewDecision { kind, reason };
    desk.decide_finding(&by::<DecideFinding>(desk, who)?, number, decision)
}

fn read(desk: &Desk, who: &str, number: u64) -> FindingView {
    let permit = by::<ReadFindings>(desk, who).expect("may");
    desk.kept_finding(&permit, number, 50).expect("reads")
}

#[test]
fn nobody_is_shown_whom_it_is_about_before_saying_what_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = with_findings(folder.path(), &[DAVID]);
    let hidden = read(&desk, "cecilie", 1);
    assert!(matches!(hidden.row.about, Whom::Hidden(_)));
    assert!(hidden.events.is_empty() && hidden.subjects.is_empty() && hidden.next.is_empty());
    assert_eq!(
        why(decide(&desk, "cecilie", 1, ActKind::Need)),
        "problem-finding-not-opened"
    );
    let nothing = desk.open_finding(&by::<ReadFindings>(&desk, "cecilie").expect("may"), 1, "  ");
    assert_eq!(why(nothing), "problem-finding-reason");
    open(&desk, "cecilie", 1).expect("opens");
    // Twice is once.
    open(&desk, "cecilie", 1).expect("opens");
    let shown = read(&desk, "cecilie", 1);
    let Whom::Shown(named) = &shown.row.about else {
        panic!("{:?}", shown.row.about);
    };
    assert_eq!(named.identity, person(DAVID));
    assert_eq!((shown.events.len(), shown.leaves.len()), (1, 1));
    assert_eq!(shown.subjects[0].identity, person(ANNA));
    assert_eq!((shown.acts.len(), shown.past.len()), (1, 2));
    assert_eq!(shown.acts[0].text.as_deref(), Some("the weekly control"));
    // The other reviewer says what for, too.
    assert!(matches!(
        read(&desk, BJORN_USER, 1).row.about,
        Whom::Hidden(_)
    ));
}

#[test]
fn a_decision_is_one_act_can_be_taken_back_and_stays_after_a_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = with_findings(folder.path(), &[DAVID]);
    drop(desk);
    let file = folder.path().join("registry.sqlite");
    fs::copy(&file, folder.path().join("before.sqlite")).expect("copies");
    let file = Location::Sqlite(file);
    let desk = open_when(folder.path(), &file, Instant(NOW.0 + HOUR), |_, _| {});
    open(&desk, "cecilie", 1).expect("opens");
    assert_eq!(
        why(decide(&desk, "cecilie", 1, ActKind::Undone)),
        "problem-finding-not-now"
    );
    assert_eq!(
        why(decide(&desk, "cecilie", 1, ActKind::Case)),
        "problem-finding-decision"
    );
    decide(&desk, "cecilie", 1, ActKind::Need).expect("decides");
    let view = read(&desk, "cecilie", 1);
    assert_eq!(view.row.state, State::Explained(ActKind::Need));
    assert_eq!(view.next, [ActKind::Undone]);
    let until = view.acts.last().and_then(|act| act.until).expect("a day");
    assert_eq!(until, desk.today().plus(183));
    let permit = by::<ReadFindings>(&desk, "cecilie").expect("may");
    let settled = desk.settled(&permit).expect("reads");
    assert_eq!((settled[0].until, settled[0].people), (until, 1));
    decide(&desk, "cecilie", 1, ActKind::Undone).expect("takes back");
    assert!(desk.settled(&permit).expect("reads").is_empty());
    assert_eq!(read(&desk, "cecilie", 1).row.state, State::Open);
    decide(&desk, "cecilie", 1, ActKind::RecordsError).expect("decides");
    let errors = desk.records_errors(&permit).expect("reads");
    assert_eq!(errors[0].systems, ["HR"]);
    assert_eq!(errors[0].text.as_deref(), Some("said with it"));
    // A registry from before them: the ledger has them all.
    drop(desk);
    let before = folder.path().join("before.sqlite");
    let before = Location::Sqlite(before);
    let desk = open_when(folder.path(), &before, Instant(NOW.0 + 2 * HOUR), |_, _| {});
    let view = read(&desk, "cecilie", 1);
    assert_eq!(view.row.state, State::Explained(ActKind::RecordsError));
    let kinds: Vec<ActKind> = view.acts.iter().map(|act| act.kind).collect();
    let all = [
        ActKind::Opened,
        ActKind::Need,
        ActKind::Undone,
        ActKind::RecordsError,
    ];
    assert_eq!(
        (kinds.as_slice(), view.acts[1].until),
        (&all[..], Some(until))
    );
}

#[test]
fn nobody_reads_or_decides_on_a_finding_about_himself() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = with_findings(folder.path(), &[DAVID, BJORN]);
    assert_eq!(numbers(&desk, "cecilie"), [2, 1]);
    assert_eq!(numbers(&desk, BJORN_USER), [1]);
    assert_eq!(why(open(&desk, BJORN_USER, 2)), "problem-no-such-finding");
    assert_eq!(
        why(decide(&desk, BJORN_USER, 2, ActKind::Need)),
        "problem-no-such-finding"
    );
    open(&desk, "cecilie", 2).expect("opens");
    decide(&desk, "cecilie", 2, ActKind::Followed).expect("decides");
    // Nor is he told of it by the own log.
    let looks = |who: &str| {
        let permit = by::<ReadOwnLog>(&desk, who).expect("may");
        desk.own_log(&permit, 0, 50).expect("reads").looks
    };
    let of_finding = |who: &str| {
        let decided = looks(who)
            .into_iter()
            .find(|look| look.view == "finding-decided");
        let decided = decided.expect("filed");
        (decided.about.is_some(), decided.filter.is_empty())
    };
    assert_eq!(of_finding("cecilie"), (true, false));
    assert_eq!(of_finding(BJORN_USER), (false, true));
    // Only reviewers see log data.
    for other in ["anna", "ida", "hilde", "david", "per"] {
        assert!(by::<ReadFindings>(&desk, other).is_err(), "{other}");
        assert!(by::<DecideFinding>(&desk, other).is_err(), "{other}");
    }
    assert!(by::<EvaluateLog>(&desk, "anna").is_ok());
    assert!(by::<EvaluateLog>(&desk, "ida").is_err());
}

const USERS: u32 = 80;
const UNITS: u32 = 40;
const WEEKS: u32 = 8;
const PRYING: u32 = 7;

fn id(number: u32) -> String {
    format!("{:02}{:02}75{number:05}", 1 + number % 28, 81 + number % 12)
}

fn outsider(number: u32) -> String {
    id(1_000 + number)
}

/// Weeks start on Monday 2 March 2026.
fn lookup(week: u32, day: u32, user: u32, subject: u32) -> String {
    let first = Day::parse("2026-03-02").expect("a day");
    let day = first.plus(i32::try_from(week * 7 + day).expect("small"));
    let who = outsider(subject);
    format!(
        "{{\"id\":\"{day}-{user}-{subject}\",\"source\":\"HR\",\"time\":\"{day}T10:00:00+02:00\",\
         \"kind\":\"lookup\",\"actor\":{{\"user\":\"user{user}\"}},\
         \"subjects\":[{{\"national_id\":\"{who}\"}}]}}\n"
    )
}

fn prying(week: u32, from: u32) -> String {
    let subjects = (0..15).map(|nth| lookup(week, nth % 5, PRYING, from + nth * 13));
    subjects.collect()
}

fn ordinary(week: u32) -> String {
    let mut lines = String::new();
    for user in 1..=USERS {
        for nth in 0..6 {
            let subject = user % UNITS * 10 + (user + nth * 3) % 10;
            lines += &lookup(week, nth % 5, user, subject);
        }
        if (user + week).is_multiple_of(9) {
            lines += &lookup(week, 6, user, (200 + user * 2) % 400);
        }
    }
    lines
}

fn directory(folder: &Path, more: &[(&str, String)]) -> PathBuf {
    let path = folder.join(format!("directory{}", more.len()));
    fs::create_dir_all(&path).expect("a folder");
    let mut employments = "employment,national_id,employee_no,unit,position,\
         manager_national_id,from,to,paid_through\n"
        .to_owned();
    let mut accounts = "system,user,national_id,type,from,to,last_logon\n".to_owned();
    let mut members = "national_id,unit,from,to\n".to_owned();
    for user in 1..=USERS {
        let (who, unit) = (id(user), user % UNITS);
        writeln!(employments, "{user},{who},,U{unit},clerk,,,,").expect("a text");
        writeln!(accounts, "HR,user{user},{who},person,,,").expect("a text");
    }
    for number in 0..10 * UNITS {
        writeln!(members, "{},U{},,", outsider(number), number / 10).expect("a text");
    }
    let files = [
        ("employments.csv", employments),
        ("accounts.csv", accounts),
        ("person_units.csv", members),
    ];
    for (name, text) in files.iter().map(|(name, text)| (*name, text)) {
        fs::write(path.join(name), text).expect("writes");
    }
    for (name, text) in more {
        fs::write(path.join(name), text).expect("writes");
    }
    path
}

/// A register of eighty users, of whom one pries in the last week.
struct World {
    folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
    desk: Desk,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().expect("a folder");
        // The Tuesday after the last week.
        let tuesday = Day::parse("2026-04-28").expect("a day");
        let noon = Zone::utc().start_of(tuesday).0 + 12 * HOUR;
        let clock = Arc::new(AtomicI64::new(noon));
        let time = clock.clone();
        let now = move || Instant(time.load(Ordering::Relaxed));
        let location = Location::Sqlite(folder.path().join("registry.sqlite"));
        let desk = open_by(folder.path(), &location, now, |_, _| {});
        let path = directory(folder.path(), &[]);
        desk.import_directory(&permit::<ImportDirectory>(), &path)
            .expect("goes in");
        let mut lines: String = (0..WEEKS).map(ordinary).collect();
        lines += &prying(WEEKS - 1, 80);
        // The log goes on to the end of the week.
        lines += &lookup(WEEKS, 0, 1, 11);
        bring(&desk, folder.path(), "a.ndjson", &lines);
        World {
            folder,
            clock,
            desk,
        }
    }

    /// A week later, with this in it.
    fn pass(&self, week: u32, lines: &str) {
        self.clock.fetch_add(7 * DAY, Ordering::Relaxed);
        let all = ordinary(week) + lines + &lookup(week + 1, 0, 2, 21);
        let name = format!("{week}.ndjson");
        bring(&self.desk, self.folder.path(), &name, &all);
    }

    fn evaluate(&self) -> EvaluationRun {
        let run = self.desk.evaluate(&permit::<EvaluateLog>());
        run.expect("evaluates")
    }

    fn open(&self, number: u64) {
        let may = permit::<ReadFindings>();
        self.desk
            .open_finding(&may, number, "to see")
            .expect("opens");
    }

    fn decide(&self, number: u64, kind: ActKind) {
        let decision = NewDecision {
            kind,
            reason: "seen",
        };
        let may = permit::<DecideFinding>();
        self.desk
            .decide_finding(&may, number, decision)
            .expect("decides");
    }

    fn view(&self, number: u64) -> FindingView {
        let may = permit::<ReadFindings>();
        self.desk.kept_finding(&may, number, 50).expect("reads")
    }

    fn all(&self) -> Vec<(u64, usize, &'static str)> {
        let view = self
            .desk
            .kept_findings(&permit::<ReadFindings>(), &FindingsShown::default());
        let rows = view.expect("reads").rows;
        rows.iter()
            .map(|row| (row.number, row.weeks.len(), row.state.word()))
            .collect()
    }
}

#[test]
fn an_evaluation_opens_a_finding_once_and_later_weeks_join_it() {
    let world = World::new();
    let first = world.evaluate();
    let days = (first.from.to_string(), first.to.to_string());
    assert_eq!(days, ("2026-01-26".to_owned(), "2026-04-26".to_owned()));
    assert_eq!((first.opened, first.reported), (1, 1), "{first:?}");
    assert_eq!(first.user_weeks, u64::from(USERS * WEEKS));
    let again = world.evaluate();
    assert_eq!((again.opened, again.reported), (0, 1), "{again:?}");
    assert_eq!(world.all(), [(1, 1, "open")]);
    world.pass(WEEKS, &prying(WEEKS, 85));
    let next = world.evaluate();
    assert_eq!(next.opened, 0, "{next:?}");
    assert_eq!(world.all(), [(1, 2, "open")]);
    world.open(1);
    let view = world.view(1);
    assert!(matches!(&view.row.about, Whom::Shown(named) if named.identity == person(&id(PRYING))));
    assert!(view.subjects_all >= 29, "{}", view.subjects_all);
    assert!(view.leaves.len() >= 30 && view.events.len() >= 30);
    let (last, before) = view.past.split_last().expect("weeks");
    assert!(
        last.people >= 14 && f64::from(last.people) > 4.0 * last.expected,
        "{last:?}"
    );
    assert!(before.len() >= usize::try_from(WEEKS).expect("few"));
}

#[test]
fn what_is_settled_opens_nothing_until_somebody_new_is_looked_up() {
    let world = World::new();
    world.evaluate();
    world.open(1);
    world.decide(1, ActKind::Need);
    world.pass(WEEKS, &prying(WEEKS, 80));
    let run = world.evaluate();
    assert_eq!((run.opened, run.settled), (0, 1), "{run:?}");
    world.pass(WEEKS + 1, &prying(WEEKS + 1, 84));
    let run = world.evaluate();
    assert_eq!(run.opened, 1, "{run:?}");
    assert_eq!(world.all(), [(2, 1, "open"), (1, 1, "explained")]);
    world.open(2);
    assert_eq!(world.view(2).others[0].number, 1);
}

#[test]
fn of_a_user_who_is_followed_every_week_adds_up() {
    let world = World::new();
    world.evaluate();
    world.open(1);
    world.decide(1, ActKind::Followed);
    world.pass(WEEKS, "");
    world.evaluate();
    world.pass(WEEKS + 1, &prying(WEEKS + 1, 84));
    world.evaluate();
    let view = world.view(1);
    let standings: Vec<WeekStanding> = view.row.weeks.iter().map(|week| week.standing).collect();
    let all = [
        WeekStanding::Reported,
        WeekStanding::Followed,
        WeekStanding::Reported,
    ];
    assert_eq!(standings, all);
    let gathered: Vec<f64> = view.gathered.iter().map(|(_, sum)| *sum).collect();
    assert_eq!(gathered.len(), 2);
    let added = view.row.weeks[2].e.ln();
    assert!(
        (gathered[1] - gathered[0] - added).abs() < 1e-9,
        "{gathered:?}"
    );
}

#[test]
fn a_case_registered_late_takes_the_ground_away() {
    let world = World::new();
    world.evaluate();
    let mut relations = "subject_national_id,kind,ref,unit,user,other_national_id,from,to,\
         registered_at\n"
        .to_owned();
    for nth in 0..15 {
        let who = outsider(80 + nth * 13);
        writeln!(
            relations,
            "{who},case,S{nth},,HR:user{PRYING},,2026-04-01,,"
        )
        .expect("a text");
    }
    let path = directory(world.folder.path(), &[("relations.csv", relations)]);
    world
        .desk
        .import_directory(&permit::<ImportDirectory>(), &path)
        .expect("goes in");
    world.evaluate();
    world.open(1);
    let row = world.view(1).row;
    assert!(row.has_fallen, "{row:?}");
    let week = &row.weeks[0];
    assert_eq!(week.standing, WeekStanding::Fallen);
    let again = week.again.as_ref().expect("judged again");
    assert!(again.score < week.seen.score);
}

#[test]
fn a_week_that_is_not_over_is_not_judged_and_two_do_not_run_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = super::open(folder.path());
    let run = desk.evaluate(&permit::<EvaluateLog>());
    assert_eq!(why(run), "problem-evaluation-nothing");
    // A Monday alone: its week is over by the clock, and the log does not go to its end.
    bring(&desk, folder.path(), "a.ndjson", &line("e1", "kari", "x1"));
    let run = desk.evaluate(&permit::<EvaluateLog>());
    assert_eq!(why(run), "problem-evaluation-nothing");
    assert_eq!(EvaluateLog::NAME, "evaluate-log");
}

#[test]
fn the_clock_evaluates_once_a_night() {
    let world = World::new();
    let permit = ask::<EvaluateLog>(&Principal::program(), Form::Command).expect("may");
    let at_night = || world.desk.evaluate_at_night(&permit).expect("evaluates");
    assert_eq!(at_night(), None, "it is noon");
    // Half past three in Oslo.
    world
        .clock
        .fetch_add(13 * HOUR + HOUR / 2, Ordering::Relaxed);
    assert_eq!(at_night().map(|run| run.opened), Some(1));
    assert_eq!(at_night(), None, "it was done");
    world.clock.fetch_add(DAY, Ordering::Relaxed);
    assert_eq!(at_night().map(|run| run.opened), Some(0));
    // What it does by itself shows nobody anything.
    let principal = Principal::program();
    assert!(ask::<ReadFindings>(&principal, Form::Command).is_err());
}
