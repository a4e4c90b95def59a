//! The directory folder (formats.md, section 2) as the baselines read it: plainly, from the files.
//!
//! Independent of the program's own reading, so that neither repeats the other's mistakes. Not
//! here: what follows from it for a lookup.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use tilsyn_domain::Day;

use crate::Outcome;
use crate::names::{Code, NOTHING, Names};

/// Something that holds from a day to another, both included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) what: Code,
}

impl Span {
    /// Whether it holds on a day, or held or will hold so many days around it.
    pub(crate) fn covers(&self, day: Day, before: i32, after: i32) -> bool {
        self.from.plus(-before) <= day && day <= self.to.plus(after)
    }
}

/// Spans by the person they are about.
pub(crate) type Spans = HashMap<Code, Vec<Span>>;

/// A fact that makes a lookup expected (`relations.csv`).
pub(crate) struct Tie {
    pub(crate) span: Span,
    /// An account's owner, or `NOTHING`.
    pub(crate) owner: Code,
    pub(crate) registered: Day,
}

struct Account {
    span: Span,
    is_system: bool,
}

/// What the files say.
#[derive(Default)]
pub(crate) struct Register {
    accounts: HashMap<Code, Vec<Account>>,
    employed: Spans,
    member: Spans,
    pub(crate) positions: Spans,
    /// Assignments: loans, duties, teams.
    pub(crate) lent: Spans,
    pub(crate) homes: Spans,
    pub(crate) streets: Spans,
    pub(crate) surnames: HashMap<Code, Code>,
    /// Relations by subject, without those of kin.
    pub(crate) ties: HashMap<Code, Vec<Tie>>,
    /// Kin in both directions, with the day it was registered.
    pub(crate) kin: HashMap<(Code, Code), Day>,
    pub(crate) figures: HashSet<Code>,
    pub(crate) news: HashMap<Code, Vec<Day>>,
    /// Those who have an account.
    pub(crate) users: HashSet<Code>,
}

impl Register {
    /// Reads a folder.
    pub(crate) fn read(folder: &Path, names: &mut Names) -> Outcome<Register> {
        let mut register = Register::default();
        register.read_accounts(folder, names)?;
        register.employed = spans(folder, names, "employments", "unit")?;
        register.positions = spans(folder, names, "employments", "position")?;
        register.member = spans(folder, names, "person_units", "unit")?;
        register.lent = spans(folder, names, "assignments", "unit")?;
        register.homes = spans(folder, names, "addresses", "address_key")?;
        register.streets = spans(folder, names, "addresses", "street_key")?;
        for row in table(folder, "people")? {
            let who = names.code(&row["national_id"]);
            let surname = row["name"].rsplit(' ').next().unwrap_or_default();
            register.surnames.insert(who, names.code(surname));
            if row["public_figure"] == "1" {
                register.figures.insert(who);
            }
        }
        for row in table(folder, "attention")? {
            let who = names.code(&row["national_id"]);
            let day = Day::parse(&row["date"]).ok_or("attention.csv: no date")?;
            register.news.entry(who).or_default().push(day);
        }
        register.read_relations(folder, names)?;
        Ok(register)
    }

    fn read_accounts(&mut self, folder: &Path, names: &mut Names) -> Outcome<()> {
        for row in table(folder, "accounts")? {
            let account = names.code(&format!("{}:{}", row["system"], row["user"]));
            let owner = names.code(&row["national_id"]);
            if owner != NOTHING {
                self.users.insert(owner);
            }
            let account = self.accounts.entry(account).or_default();
            account.push(Account {
                span: span(&row, owner),
                is_system: row["type"] == "system",
            });
        }
        Ok(())
    }

    fn read_relations(&mut self, folder: &Path, names: &mut Names) -> Outcome<()> {
        for row in table(folder, "relations")? {
            let subject = names.code(&row["subject_national_id"]);
            let registered = Day::parse(&row["registered_at"]).unwrap_or(Day::MIN);
            if row["kind"] == "kin" {
                let other = names.code(&row["other_national_id"]);
                self.kin.insert((subject, other), registered);
                self.kin.insert((other, subject), registered);
                continue;
            }
            let account = names.code(&row["user"]);
            let owners = self.accounts.get(&account).and_then(|all| all.last());
            let unit = names.code(&row["unit"]);
            self.ties.entry(subject).or_default().push(Tie {
                span: span(&row, unit),
                owner: owners.map_or(NOTHING, |account| account.span.what),
                registered,
            });
        }
        Ok(())
    }

    /// Whose account it was that day (formats.md, section 4): the owner, or the account itself;
    /// `None` where it is no person's.
    pub(crate) fn who_acted(&self, account: Code, stated: Code, day: Day) -> Option<Code> {
        let rows = self.accounts.get(&account).map_or(&[][..], Vec::as_slice);
        let valid = rows.iter().find(|row| row.span.covers(day, 0, 0));
        let ended = || {
            let ended = rows.iter().filter(|row| row.span.to < day);
            ended.max_by_key(|row| row.span.to)
        };
        let row = valid.or_else(ended);
        if row.is_some_and(|row| row.is_system) {
            return None;
        }
        let owner = row.map_or(NOTHING, |row| row.span.what);
        let found = [owner, stated, account];
        found.into_iter().find(|code| *code != NOTHING)
    }

    /// The units of a person as of a day: those of employments, else those of `person_units`.
    pub(crate) fn units_on(&self, who: Code, day: Day) -> Vec<Code> {
        let employed = valid(&self.employed, who, day);
        if employed.is_empty() {
            return valid(&self.member, who, day);
        }
        employed
    }

    /// The position of somebody on a day, else any that they had; `NOTHING` without one.
    pub(crate) fn position(&self, who: Code, day: Day) -> Code {
        let all = self.positions.get(&who).map_or(&[][..], Vec::as_slice);
        let held = all.iter().find(|span| span.covers(day, 0, 0));
        held.or(all.last()).map_or(NOTHING, |span| span.what)
    }

    /// The last day of all employments, if there is one.
    pub(crate) fn left_on(&self, who: Code) -> Option<Day> {
        let all = self.employed.get(&who)?;
        let last = all.iter().map(|span| span.to).max()?;
        (last < Day::MAX).then_some(last)
    }

    /// Units that somebody is employed in or works for, with days of slack on both sides.
    pub(crate) fn serves(&self, who: Code, day: Day, before: i32, after: i32) -> Vec<Code> {
        let mut units = around(&self.employed, who, day, (before, after));
        units.extend(around(&self.lent, who, day, (before, after)));
        units
    }

    /// Units that somebody belongs to, with days of slack on both sides.
    pub(crate) fn belongs(&self, who: Code, day: Day, before: i32, after: i32) -> Vec<Code> {
        let mut units = around(&self.employed, who, day, (before, after));
        units.extend(around(&self.member, who, day, (before, after)));
        units
    }
}

/// What holds of a person on a day.
pub(crate) fn valid(spans: &Spans, who: Code, day: Day) -> Vec<Code> {
    around(spans, who, day, (0, 0))
}

fn around(spans: &Spans, who: Code, day: Day, (before, after): (i32, i32)) -> Vec<Code> {
    let all = spans.get(&who).into_iter().flatten();
    let found = all.filter(|span| span.covers(day, before, after));
    found.map(|span| span.what).collect()
}

type Row = HashMap<String, String>;

/// The rows of a file; none where the file is missing.
fn table(folder: &Path, name: &str) -> Outcome<Vec<Row>> {
    let file = folder.join(format!("{name}.csv"));
    if !file.is_file() {
        return Ok(Vec::new());
    }
    let mut reader = csv::Reader::from_path(file)?;
    let rows: Result<Vec<Row>, csv::Error> = reader.deserialize().collect();
    Ok(rows?)
}

fn span(row: &Row, what: Code) -> Span {
    Span {
        from: Day::parse(&row["from"]).unwrap_or(Day::MIN),
        to: Day::parse(&row["to"]).unwrap_or(Day::MAX),
        what,
    }
}

fn spans(folder: &Path, names: &mut Names, file: &str, column: &str) -> Outcome<Spans> {
    let mut all = Spans::new();
    for row in table(folder, file)? {
        let who = names.code(&row["national_id"]);
        let what = names.code(&row[column]);
        if what != NOTHING {
            all.entry(who).or_default().push(span(&row, what));
        }
    }
    Ok(all)
}
