//! The tables of the two kinds of organisation: roles, units, ages, and how people work.
//!
//! Shares are of a thousand unless said otherwise. What a role does is its `Diet`.

use super::plan::USERS_MIN;
use crate::sources::{Care, Screen, System};

/// What somebody with an account is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Works for the people of the own unit.
    Unit,
    /// A central team with a queue of matters.
    Team,
    Clearance,
    Medical,
    Recruiting,
    Head,
    Scanning,
    Support,
    /// Goes from unit to unit and looks whether all is as it should be.
    Checking,
    /// Evenings and weekends for all units of a base, one week in four.
    Duty,
    Press,
}

/// Where somebody of a role sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    Department,
    /// Offices of about so many people.
    Office(u32),
    Base,
}

/// Where an ordinary lookup comes from. Sums to a thousand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Diet {
    /// People of the own unit.
    pub own: u32,
    /// Own matters: cases, appointments, tickets, jobs.
    pub matter: u32,
    /// Matters of others in the team.
    pub cover: u32,
    /// People who are about to come or have just left.
    pub moves: u32,
    /// Somebody asks at the door or by telephone; nothing is ever written down.
    pub corridor: u32,
}

pub(super) struct Job {
    pub role: Role,
    pub position: &'static str,
    /// Of a thousand users.
    pub share: u32,
    pub seat: Seat,
    /// What its offices are called; the town or a number follows.
    pub office: &'static str,
    /// The kind of relation its matters are registered as.
    pub tie: &'static str,
    /// How many of a thousand working days the register is opened at all.
    pub opens: u32,
    /// People looked up on such a day, in tenths.
    pub visits: u32,
    /// Visits that end in a change.
    pub writes: u32,
    /// Visits followed up in the population register.
    pub register: u32,
    /// How much likelier than usual a sensitive screen is opened, in tenths.
    pub sensitive: u32,
    pub diet: Diet,
}

/// What people of an age are: shares of a thousand, the rest has nothing to do with it.
pub(super) struct Band {
    pub oldest: i32,
    pub served: u32,
    pub employed: u32,
    pub former: u32,
}

/// A kind of department, and the ages it serves.
pub(super) struct Line {
    pub name: &'static str,
    pub ages: (i32, i32),
}

/// A source system's name, front of its ids, and application.
pub(super) struct Origin {
    pub name: &'static str,
    pub prefix: &'static str,
    pub application: &'static str,
    /// What stands before a user's name in it.
    pub user_front: &'static str,
}

/// The main register, the population register, and the management of access.
pub(super) const MAIN: u8 = 0;
pub(super) const REGISTER: u8 = 1;
pub(super) const ACCESS: u8 = 2;

pub(super) struct Terms {
    pub root: &'static str,
    pub branches: [&'static str; 5],
    pub base: &'static str,
    pub lines: &'static [Line],
    pub jobs: &'static [Job],
    pub bands: &'static [Band],
    /// Age of the oldest adult who founds a household.
    pub oldest: i32,
    pub origins: [Origin; 3],
    pub system: System,
    /// Matters that are never registered.
    pub unrecorded: u32,
    /// Matters that are registered days after they began.
    pub late: u32,
    /// Users with days off every week.
    pub part_time: u32,
    /// Positions of employees without an account.
    pub positions: &'static [&'static str],
}

impl Terms {
    pub(super) fn screens(&self) -> &'static [Screen] {
        self.system.source().screens
    }

    /// How often a job opens each screen.
    pub(super) fn weights_for(&self, job: &Job) -> impl Iterator<Item = u32> {
        let sensitive = job.sensitive;
        self.screens().iter().map(move |screen| match screen.care {
            Care::Ordinary => screen.weight * 10,
            Care::Sensitive => screen.weight * sensitive,
        })
    }

    /// How many users have a job; the first job has what the others leave.
    pub(super) fn staff_of(&self, job: usize, users: u32) -> u32 {
        let count = |job: &Job| (users * job.share / 1_000).max(1);
        let others: u32 = self.jobs[1..].iter().map(count).sum();
        debug_assert!(users >= USERS_MIN && others < users);
        if job == 0 {
            users - others
        } else {
            count(&self.jobs[job])
        }
    }
}

const fn diet(own: u32, matter: u32, cover: u32, moves: u32, corridor: u32) -> Diet {
    Diet {
        own,
        matter,
        cover,
        moves,
        corridor,
    }
}

#[expect(clippy::too_many_arguments, reason = "one row of the tables below")]
const fn job(
    role: Role,
    position: &'static str,
    (share, seat, office): (u32, Seat, &'static str),
    tie: &'static str,
    (opens, visits): (u32, u32),
    writes: u32,
    (register, sensitive): (u32, u32),
    diet: Diet,
) -> Job {
    Job {
        role,
        position,
        share,
        seat,
        office,
        tie,
        opens,
        visits,
        writes,
        register,
        sensitive,
        diet,
    }
}

const fn band(oldest: i32, served: u32, employed: u32, former: u32) -> Band {
    Band {
        oldest,
        served,
        employed,
        former,
    }
}

const fn line(name: &'static str, youngest: i32, oldest: i32) -> Line {
    Line {
        name,
        ages: (youngest, oldest),
    }
}

const fn origin(
    name: &'static str,
    prefix: &'static str,
    application: &'static str,
    user_front: &'static str,
) -> Origin {
    Origin {
        name,
        prefix,
        application,
        user_front,
    }
}

const OFFICE: Seat = Seat::Office(10);
const DEPARTMENT: Seat = Seat::Department;

#[rustfmt::skip]
const GARRISON_JOBS: &[Job] = &[
    job(Role::Unit, "personellmedarbeider", (550, DEPARTMENT, ""), "case",
        (470, 36), 170, (40, 8), diet(833, 65, 15, 45, 42)),
    job(Role::Team, "saksbehandler", (120, OFFICE, "Saksteam"), "case",
        (640, 40), 240, (60, 10), diet(0, 755, 200, 0, 45)),
    job(Role::Clearance, "klareringsmedarbeider", (40, OFFICE, "Klareringskontor"), "case",
        (600, 30), 260, (90, 40), diet(0, 760, 190, 0, 50)),
    job(Role::Medical, "helsesekretær", (70, Seat::Office(8), "Sanitetskontor"), "appointment",
        (520, 40), 270, (20, 30), diet(0, 775, 175, 0, 50)),
    job(Role::Recruiting, "rekrutterer", (50, Seat::Office(8), "Rekrutteringskontor"), "case",
        (560, 38), 200, (80, 6), diet(0, 765, 185, 0, 50)),
    job(Role::Head, "avdelingssjef", (60, DEPARTMENT, ""), "case",
        (180, 20), 60, (10, 12), diet(870, 0, 20, 60, 50)),
    job(Role::Scanning, "skannemedarbeider", (20, Seat::Office(12), "Skannesentral"), "job",
        (760, 90), 500, (0, 4), diet(0, 960, 30, 0, 10)),
    job(Role::Support, "brukerstøtte", (30, OFFICE, "Brukerstøtte"), "project",
        (380, 22), 120, (10, 5), diet(0, 700, 150, 0, 150)),
    job(Role::Checking, "controller", (25, OFFICE, "Internkontroll"), "project",
        (350, 50), 30, (20, 15), diet(0, 500, 350, 0, 150)),
    job(Role::Duty, "vaktoffiser", (30, Seat::Base, ""), "case",
        (420, 24), 80, (50, 8), diet(700, 0, 0, 60, 240)),
    job(Role::Press, "pressemedarbeider", (5, OFFICE, "Presse og kommunikasjon"), "project",
        (350, 16), 20, (0, 4), diet(0, 500, 300, 0, 200)),
];

pub(super) const GARRISON: Terms = Terms {
    root: "Forsvaret",
    branches: [
        "Hæren",
        "Sjøforsvaret",
        "Luftforsvaret",
        "Heimevernet",
        "Fellesstaben",
    ],
    base: "Garnison",
    lines: &[
        line("Kompani", 17, 66),
        line("Eskadron", 17, 66),
        line("Batteri", 17, 66),
        line("Troppsskole", 17, 40),
        line("Stab", 19, 66),
        line("Verksted", 18, 66),
    ],
    jobs: GARRISON_JOBS,
    bands: &[
        band(18, 0, 0, 0),
        band(22, 620, 60, 70),
        band(59, 130, 430, 230),
        band(99, 20, 60, 450),
    ],
    oldest: 64,
    origins: [
        origin("hovedrulla", "HR", "Hovedrulla", ""),
        origin("folkeregister", "FR", "Folkeregisteret", "fr-"),
        origin("tilgang", "TG", "Tilgangsstyring", "adm-"),
    ],
    system: System::Personnel,
    unrecorded: 60,
    late: 85,
    part_time: 60,
    positions: &["offiser", "spesialist", "sivilt ansatt", "instruktør"],
};

#[rustfmt::skip]
const MUNICIPALITY_JOBS: &[Job] = &[
    job(Role::Unit, "miljøarbeider", (610, DEPARTMENT, ""), "care",
        (520, 34), 300, (10, 12), diet(820, 70, 15, 40, 55)),
    job(Role::Team, "saksbehandler", (140, Seat::Office(9), "Tjenestekontor"), "care",
        (620, 38), 300, (70, 14), diet(0, 725, 200, 0, 75)),
    job(Role::Clearance, "barnevernskonsulent", (30, OFFICE, "Barnevernstjeneste"), "care",
        (560, 26), 330, (120, 45), diet(0, 780, 150, 0, 70)),
    job(Role::Medical, "helsesykepleier", (80, Seat::Office(7), "Legevakt"), "appointment",
        (540, 42), 340, (20, 35), diet(0, 720, 200, 0, 80)),
    job(Role::Recruiting, "inntakskonsulent", (30, Seat::Office(8), "Inntakskontor"), "school",
        (420, 36), 220, (70, 6), diet(0, 720, 180, 0, 100)),
    job(Role::Head, "virksomhetsleder", (45, DEPARTMENT, ""), "care",
        (200, 22), 70, (10, 12), diet(850, 0, 30, 50, 70)),
    job(Role::Scanning, "arkivmedarbeider", (15, Seat::Office(12), "Arkivsentral"), "job",
        (700, 80), 680, (0, 4), diet(0, 950, 30, 0, 20)),
    job(Role::Support, "IT-konsulent", (20, OFFICE, "IT-senter"), "project",
        (340, 20), 110, (10, 5), diet(0, 640, 160, 0, 200)),
    job(Role::Checking, "rådgiver internkontroll", (10, OFFICE, "Internkontroll"), "project",
        (320, 40), 30, (20, 15), diet(0, 450, 350, 0, 200)),
    job(Role::Duty, "vaktleder", (15, Seat::Base, ""), "care",
        (460, 26), 160, (30, 10), diet(720, 0, 0, 40, 240)),
    job(Role::Press, "kommunikasjonsrådgiver", (5, OFFICE, "Kommunikasjon"), "project",
        (300, 14), 20, (0, 4), diet(0, 480, 300, 0, 220)),
];

pub(super) const MUNICIPALITY: Terms = Terms {
    root: "Storkommunen",
    branches: [
        "Helse og omsorg",
        "Oppvekst",
        "Velferd",
        "Kultur og fritid",
        "Stab",
    ],
    base: "Distrikt",
    lines: &[
        line("Hjemmetjeneste", 19, 99),
        line("Skole", 6, 18),
        line("Sykehjem", 60, 99),
        line("Barnehage", 0, 5),
        line("Bofellesskap", 16, 80),
        line("Skole", 6, 18),
    ],
    jobs: MUNICIPALITY_JOBS,
    bands: &[
        band(5, 700, 0, 0),
        band(18, 930, 0, 10),
        band(66, 90, 260, 60),
        band(99, 460, 0, 150),
    ],
    oldest: 88,
    origins: [
        origin("fagsystem", "FS", "Fagsystem", ""),
        origin("folkeregister", "FR", "Folkeregisteret", "fr-"),
        origin("tilgang", "TG", "Tilgangsstyring", "adm-"),
    ],
    system: System::Journal,
    unrecorded: 110,
    late: 110,
    part_time: 420,
    positions: &["lærer", "assistent", "fagarbeider", "ingeniør"],
};
