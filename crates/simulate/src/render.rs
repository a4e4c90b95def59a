//! An act becomes a line: the event in the fields of the contract.
//!
//! What each source states differs; the rest is the directory's to know. Not here: the contents
//! of changes and queries (`content`).

use tilsyn_domain::day::Day;
use tilsyn_domain::event::{Kind, Outcome};

use crate::act::{Act, Twist};
use crate::calendar::DayClock;
use crate::chance::mix;
use crate::content;
use crate::line::Line;
use crate::people::Part;
use crate::plants::RELEASE;
use crate::sources::{Says, Source, System};
use crate::staff::AccountKind;
use crate::units::NONE;
use crate::world::World;

/// The acts of one day as lines.
pub(crate) struct Page<'a> {
    pub(crate) world: &'a World,
    pub(crate) day: Day,
    pub(crate) clock: DayClock,
}

impl Page<'_> {
    /// Appends the line of an act, without its line end.
    pub(crate) fn write(&self, act: &Act, sequence: u64, out: &mut Vec<u8>) {
        let source = act.system.source();
        let line = &mut Line(out);
        line.open("");
        line.numbered("id", source.prefix, sequence, 9);
        line.text("source", source.name);
        line.number("seq", sequence);
        line.written("time", |out| self.clock.write(act.at, out));
        line.text("kind", act.kind.word());
        match act.outcome {
            Outcome::Permit => {}
            Outcome::Deny => line.text("outcome", "deny"),
            Outcome::Error => line.text("outcome", "error"),
        }
        line.open("actor");
        self.actor(act, source, line);
        line.close();
        line.open("place");
        self.place(act, source, line);
        line.close();
        self.subjects(act, line);
        self.object(act, source, line);
        content::write(self, act, source, line);
        self.why(act, line);
        if act.system == System::Driving {
            line.open("extra");
            line.text("version", if self.day >= RELEASE { "4.7" } else { "4.6" });
            line.close();
        }
        line.close();
    }

    fn actor(&self, act: &Act, source: &Source, line: &mut Line<'_>) {
        let account = &self.world.staff.accounts[act.account as usize];
        line.text("user", &account.user);
        if account.kind == AccountKind::System {
            line.yes("system");
        }
        if account.worker == NONE {
            return;
        }
        let worker = &self.world.staff.workers[account.worker as usize];
        let person = &self.world.people[worker.person as usize];
        let posts = self.world.staff.posts_of(account.worker);
        let post = posts
            .iter()
            .find(|post| post.valid_on(self.day))
            .unwrap_or(&posts[0]);
        let says = if act.kind == Kind::OwnRecord {
            Says::Everything
        } else {
            source.says
        };
        if says == Says::Everything {
            line.text("national_id", person.id.text());
        }
        if says != Says::UserOnly {
            write_name(line, person.given_name(), person.family_name());
        }
        if says == Says::Everything {
            line.numbered("employee_no", "", u64::from(worker.number), 6);
            line.text("unit", self.world.units.code(post.unit));
        }
        if says == Says::NameAndRole {
            line.text("role", post.position);
        }
        if act.twist == Twist::OnBehalf {
            self.on_behalf(post.unit, act.system, account.worker, line);
        }
    }

    fn on_behalf(&self, unit: u32, system: System, worker: u32, line: &mut Line<'_>) {
        let head = self.world.staff.heads[unit as usize];
        if head == NONE || head == worker {
            return;
        }
        let Some(account) = self.world.staff.account(head, system) else {
            return;
        };
        line.open("for");
        line.text("user", &self.world.staff.accounts[account as usize].user);
        line.close();
    }

    fn place(&self, act: &Act, source: &Source, line: &mut Line<'_>) {
        let portal = act.kind == Kind::OwnRecord;
        let application = if portal {
            "Eget rulleblad"
        } else {
            source.application
        };
        line.text("application", application);
        let screen = self.screen(act, source);
        if act.system == System::Analysis {
            if act.kind == Kind::ReportRun || act.kind == Kind::Export {
                line.text("module", screen.screen);
                line.text("report", screen.tab);
            }
        } else if matches!(act.kind, Kind::Lookup | Kind::RegisterLookup | Kind::Change) {
            line.text("screen", screen.screen);
            line.text("tab", screen.tab);
        } else if act.kind == Kind::ReportRun {
            line.numbered("report", "RP", u64::from(200 + act.detail % 9 * 10), 3);
        } else if act.kind == Kind::DocumentView {
            line.text("screen", "Dokumentvisning");
        }
        let account = &self.world.staff.accounts[act.account as usize];
        let server = u64::from(mix(u64::from(act.account), 8) % 6 + 1);
        let session = matches!(act.kind, Kind::Logon | Kind::Logoff | Kind::LogonFailed);
        if session || act.system == System::Analysis {
            line.numbered("server", source.server, server, 2);
        }
        if account.worker == NONE && account.kind != AccountKind::Shared {
            return;
        }
        if session || act.system == System::Personnel {
            match act.twist {
                Twist::Elsewhere(n) => line.numbered("client_host", "FELLES", u64::from(n), 3),
                _ => line.numbered("client_host", "PC", u64::from(account.worker % 900_000), 6),
            }
        }
        if session || act.system == System::Analysis {
            let host = mix(u64::from(account.worker), 6);
            let (third, last) = (host >> 8 & 0xff, host % 250 + 2);
            line.pieces("client_ip", format_args!("10.42.{third}.{last}"));
        }
        if session {
            line.text("os_user", &account.user);
            if act.system == System::Personnel {
                line.numbered("base_user", "FISB", u64::from(account.worker), 6);
            }
        }
        if session || act.system == System::Personnel {
            let day = self.day.0.unsigned_abs();
            line.pieces("session", format_args!("{day}-{}", act.account));
        }
    }

    pub(crate) fn screen(&self, act: &Act, source: &Source) -> &'static crate::sources::Screen {
        let screens = source.screens;
        &screens[act.detail as usize % screens.len()]
    }

    fn subjects(&self, act: &Act, line: &mut Line<'_>) {
        if act.subject == NONE || act.kind == Kind::AccessChange {
            return;
        }
        let via = match (act.kind, act.twist) {
            (Kind::Search, Twist::ByNumber) | (Kind::ReportRun | Kind::Export, _) => "criterion",
            (Kind::Search | Kind::List, _) => "listed",
            (Kind::Disclosure, _) => "disclosed",
            _ => "",
        };
        line.open_list("subjects");
        self.subject(act.subject, via, line);
        match act.twist {
            Twist::Household => {
                let person = &self.world.people[act.subject as usize];
                for parent in [person.mother, person.father] {
                    if self.may_come_along(parent) {
                        self.subject(parent, via, line);
                    }
                }
            }
            Twist::ListOf(count) => self.listed(act, u32::from(count), via, line),
            _ if via == "listed" => self.listed(act, act.salt % 4, via, line),
            _ => {}
        }
        line.close_list();
    }

    pub(crate) fn may_come_along(&self, person: u32) -> bool {
        let people = &self.world.people;
        people
            .get(person as usize)
            .is_some_and(|person| person.part == Part::Ordinary)
    }

    fn listed(&self, act: &Act, count: u32, via: &str, line: &mut Line<'_>) {
        let people = self.world.people.len() as u32;
        for n in 1..=count {
            let other = (act.subject + n * 389) % people;
            if other != act.subject && self.may_come_along(other) {
                self.subject(other, via, line);
            }
        }
    }

    fn subject(&self, person: u32, via: &str, line: &mut Line<'_>) {
        let person = &self.world.people[person as usize];
        line.open("");
        line.text("national_id", person.id_on(self.day).text());
        if !person.household.is_multiple_of(3) {
            write_name(line, person.given_name(), person.family_name());
        }
        if !via.is_empty() {
            line.text("via", via);
        }
        line.close();
    }

    fn object(&self, act: &Act, source: &Source, line: &mut Line<'_>) {
        match act.kind {
            Kind::Lookup | Kind::Change | Kind::RegisterLookup => {
                line.open("object");
                line.text("element", self.screen(act, source).element);
            }
            Kind::ReportRun | Kind::Export if act.system == System::Analysis => {
                line.open("object");
                line.text("element", self.screen(act, source).element);
            }
            Kind::ImageView => {
                line.open("object");
                line.text("element", "portrett");
                line.numbered("document", "BILDE-", u64::from(act.subject), 7);
                line.yes("image");
            }
            Kind::OwnRecord => {
                line.open("object");
                line.text("element", "eget_rulleblad");
            }
            Kind::DocumentView | Kind::Print | Kind::Disclosure if !source.folders.is_empty() => {
                // A person has a handful of documents, the same ones every time.
                let document = act.detail % 7;
                let salt = mix(u64::from(act.subject), u64::from(document));
                let pick = |from: &[&'static str]| from[salt as usize % from.len()];
                line.open("object");
                line.text("element", "dokument");
                line.text("folder_type", pick(source.folders));
                let number = u64::from(act.subject) * 10 + u64::from(document);
                line.numbered("document", "DOK-", number, 8);
                line.text("document_type", pick(source.documents));
            }
            _ => return,
        }
        line.close();
    }

    fn why(&self, act: &Act, line: &mut Line<'_>) {
        let broke = act.twist == Twist::BrokeGlass;
        let search = act.kind == Kind::Disclosure;
        let stated = act.system == System::Archive && act.kind == Kind::Lookup;
        if act.case == NONE && !broke && !search && !stated {
            return;
        }
        line.open("why");
        if search {
            line.text("purpose", "innsynsbegjæring");
        }
        if act.case != NONE {
            line.numbered("case", "2026/", u64::from(act.case), 5);
        } else if stated {
            line.numbered("case", "2026/", u64::from(500_000 + act.subject), 5);
        }
        if search {
            line.text("legal_basis", "offentleglova § 3");
        }
        if broke {
            line.text("reason", "Øyeblikkelig hjelp");
            line.yes("break_glass");
        }
        line.close();
    }
}

fn write_name(line: &mut Line<'_>, given: &str, family: &str) {
    line.written("name", |out| {
        out.extend_from_slice(given.as_bytes());
        out.push(b' ');
        out.extend_from_slice(family.as_bytes());
    });
}
