//! An act becomes a line: the event in the fields of the contract.
//!
//! Ids are scrambled numbers of clerk, day and act: they tell nothing, and ordinary ones are
//! the same whether or not anything is planted.

use tilsyn_domain::day::Day;
use tilsyn_domain::event::Kind;

use super::Garrison;
use super::day::{Act, SHARED_DESKS, Twist};
use super::surnames::family_name;
use super::terms::{ACCESS, MAIN, Origin};
use crate::calendar::DayClock;
use crate::chance::mix;
use crate::line::Line;
use crate::sources::Screen;
use crate::units::NONE;

const FOLDERS: [&str; 4] = ["personalmappe", "sak", "kontrakt", "klage"];
const DOCUMENTS: [&str; 5] = ["brev", "vedtak", "søknad", "attest", "notat"];
/// Documents of one person.
const DOCUMENTS_EACH: u32 = 9;

/// The lines of one day.
pub(super) struct Page<'a> {
    world: &'a Garrison,
    day: Day,
    clock: DayClock,
}

/// The id of an act within its source.
pub(super) fn event_id(world: &Garrison, day: Day, act: &Act) -> String {
    let prefix = world.terms.origins[usize::from(act.system)].prefix;
    format!("{prefix}-{:016x}", scrambled(world, day, act))
}

/// One to one, so that no two acts of a source have the same (the finisher of `SplitMix64`).
fn scrambled(world: &Garrison, day: Day, act: &Act) -> u64 {
    let clerk = u64::from(act.clerk) & 0xf_ffff;
    let of_day = u64::from(day.0.unsigned_abs()) & 0xffff;
    let mut id = clerk << 44 | of_day << 28 | u64::from(act.number);
    id ^= world.plan.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    id = (id ^ id >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    id = (id ^ id >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    id ^ id >> 31
}

/// What a machine is called.
pub(super) fn desk_name(world: &Garrison, desk: u32) -> String {
    if desk < SHARED_DESKS {
        return format!("PC{desk:05}");
    }
    let shared = desk - SHARED_DESKS;
    let code = &world.places.units[(shared / 4) as usize].code;
    format!("FELLES-{code}-{}", shared % 4 + 1)
}

impl Page<'_> {
    pub(super) fn new(world: &Garrison, day: Day) -> Page<'_> {
        Page {
            world,
            day,
            clock: DayClock::new(&world.zone, day),
        }
    }

    /// Appends the line of an act, without its line end.
    pub(super) fn write(&self, act: &Act, out: &mut Vec<u8>) {
        let origin = &self.world.terms.origins[usize::from(act.system)];
        let line = &mut Line(out);
        line.open("");
        let id = scrambled(self.world, self.day, act);
        line.pieces("id", format_args!("{}-{id:016x}", origin.prefix));
        line.text("source", origin.name);
        line.written("time", |out| {
            self.clock.write(self.clock.at_local(act.at), out);
        });
        line.text("kind", act.kind.word());
        self.actor(act, line);
        self.place(act, origin, line);
        self.subjects(act, line);
        self.object(act, line);
        self.content(act, line);
        line.close();
    }

    fn actor(&self, act: &Act, line: &mut Line<'_>) {
        line.open("actor");
        if act.clerk == NONE {
            line.text("user", "nattjobb");
            line.yes("system");
        } else {
            let clerk = &self.world.clerks[act.clerk as usize];
            let front = self.world.terms.origins[usize::from(act.system)].user_front;
            line.pieces("user", format_args!("{front}{}", clerk.user));
            if act.kind == Kind::OwnRecord {
                let id = &self.world.person_of(act.clerk).id;
                line.text("national_id", id.text());
            } else if act.system == MAIN {
                line.numbered("employee_no", "", u64::from(clerk.employee_no), 6);
            }
        }
        line.close();
    }

    fn place(&self, act: &Act, origin: &Origin, line: &mut Line<'_>) {
        line.open("place");
        let own = act.kind == Kind::OwnRecord;
        let application = if own {
            "Egen innsyn"
        } else {
            origin.application
        };
        line.text("application", application);
        match act.kind {
            Kind::Lookup | Kind::Change if act.system == MAIN => {
                line.text("screen", self.screen(act).screen);
                line.text("tab", self.screen(act).tab);
            }
            Kind::DocumentView => line.text("screen", "Dokumentvisning"),
            Kind::ReportRun => line.numbered("report", "RP", u64::from(act.clerk % 9), 3),
            _ => {}
        }
        if act.desk != NONE {
            line.written("client_host", |out| {
                out.extend_from_slice(desk_name(self.world, act.desk).as_bytes());
            });
        }
        line.close();
    }

    fn screen(&self, act: &Act) -> &'static Screen {
        let screens = self.world.terms.screens();
        &screens[act.detail as usize % screens.len()]
    }

    fn subjects(&self, act: &Act, line: &mut Line<'_>) {
        if act.subject == NONE || act.kind == Kind::AccessChange {
            return;
        }
        line.open_list("subjects");
        match (act.kind, act.twist) {
            (Kind::Search, Twist::ByNumber) => self.subject(act.subject, "criterion", line),
            (_, Twist::ListOf(more)) => self.listed(act, u32::from(more), line),
            _ => self.subject(act.subject, "", line),
        }
        line.close_list();
    }

    fn subject(&self, person: u32, via: &str, line: &mut Line<'_>) {
        let person = &self.world.people[person as usize];
        line.open("");
        line.text("national_id", person.id.text());
        if !via.is_empty() {
            line.text("via", via);
        }
        line.close();
    }

    /// Namesakes of the one who was looked for, or others of the same unit.
    fn listed(&self, act: &Act, more: u32, line: &mut Line<'_>) {
        self.subject(act.subject, "listed", line);
        let person = &self.world.people[act.subject as usize];
        let ties = &self.world.ties;
        let others = if act.kind == Kind::Search || person.stay.unit == NONE {
            &ties.namesakes[usize::from(person.family)]
        } else {
            &ties.rosters[person.stay.unit as usize]
        };
        let start = mix(u64::from(act.detail), u64::from(act.subject));
        let count = (others.len() as u32).min(more);
        for n in 0..count {
            let other = others[(start.wrapping_add(n)) as usize % others.len()];
            if other != act.subject {
                self.subject(other, "listed", line);
            }
        }
    }

    fn object(&self, act: &Act, line: &mut Line<'_>) {
        let (person, detail) = (u64::from(act.subject), act.detail % DOCUMENTS_EACH);
        match act.kind {
            Kind::Lookup | Kind::Change if act.system == MAIN => {
                line.open("object");
                line.text("element", self.screen(act).element);
            }
            Kind::ImageView => {
                line.open("object");
                line.text("element", "portrett");
                line.numbered("document", "BILDE-", person, 7);
                line.yes("image");
            }
            Kind::DocumentView => {
                let salt = mix(person, u64::from(detail)) as usize;
                line.open("object");
                line.text("element", "dokument");
                line.text("folder_type", FOLDERS[salt % FOLDERS.len()]);
                line.numbered("document", "DOK-", person * 10 + u64::from(detail), 8);
                line.text("document_type", DOCUMENTS[salt / 8 % DOCUMENTS.len()]);
            }
            Kind::OwnRecord => {
                line.open("object");
                line.text("element", "eget_rulleblad");
            }
            _ => return,
        }
        line.close();
    }

    fn content(&self, act: &Act, line: &mut Line<'_>) {
        match act.kind {
            Kind::Change => self.change(act, line),
            Kind::RegisterTransfer => self.transfer(act, line),
            Kind::Search if act.twist != Twist::ByNumber => {
                let person = &self.world.people[act.subject as usize];
                let name = family_name(person.family);
                line.open("query");
                line.open_list("criteria");
                line.open("");
                line.text("field", "etternavn");
                line.text("op", "=");
                line.text("value", &name);
                line.close();
                line.close_list();
                line.close();
            }
            Kind::AccessChange => self.access(act, line),
            _ => {}
        }
    }

    fn change(&self, act: &Act, line: &mut Line<'_>) {
        const STATES: [&str; 5] = ["ny", "registrert", "under arbeid", "godkjent", "avsluttet"];
        let at = act.detail as usize / 16;
        line.open("change");
        for (key, step) in [("before", 0), ("after", 1)] {
            let state = STATES[(at + step) % STATES.len()];
            line.value(key, format_args!("{{\"status\":\"{state}\"}}"));
        }
        let origin = if act.clerk == NONE {
            "interface"
        } else {
            "screen"
        };
        line.text("origin", origin);
        line.close();
    }

    fn transfer(&self, act: &Act, line: &mut Line<'_>) {
        let person = &self.world.people[act.subject as usize];
        let kin = [
            (person.mother, "mor"),
            (person.father, "far"),
            (person.partner, "ektefelle"),
        ];
        line.open("transfer");
        line.written("updated_at", |out| {
            self.clock.write(self.clock.at_local(act.at), out);
        });
        if act.twist == Twist::WithKin && kin.iter().any(|(kin, _)| *kin != NONE) {
            line.open_list("kin");
            for (kin, relation) in kin.into_iter().filter(|(kin, _)| *kin != NONE) {
                line.open("");
                line.text("national_id", self.world.people[kin as usize].id.text());
                line.text("relation", relation);
                line.close();
            }
            line.close_list();
        }
        line.close();
    }

    /// The subject of such an act is the clerk whose access it is.
    fn access(&self, act: &Act, line: &mut Line<'_>) {
        let clerk = &self.world.clerks[act.subject as usize];
        let by = self.world.user_in(ACCESS, act.clerk);
        let own = act.subject == act.clerk;
        line.open("access");
        line.text("user", &clerk.user);
        line.text("national_id", self.world.person_of(act.subject).id.text());
        line.text("system", self.world.terms.origins[0].name);
        line.text("entitlement", "les");
        line.text("scope", if own { "all" } else { "own_unit" });
        line.text("rights", if own { "update" } else { "read" });
        line.text("op", "grant");
        let ordered = if own {
            NONE
        } else {
            self.world
                .head_of(self.world.person_of(act.subject).stay.unit)
        };
        if ordered == NONE {
            line.text("ordered_by", &by);
        } else {
            line.text("ordered_by", &self.world.clerks[ordered as usize].user);
        }
        line.text("approved_by", &by);
        line.close();
    }
}
