//! The organisations of the world: a municipality, a garrison, driving schools, Danish towns.
//!
//! Top units are written down; their sub-units are made from kinds and places, more of them in
//! larger worlds. Codes stay the same for the same size.

use tilsyn_domain::day::Day;

use crate::calendar::date;
use crate::names::{DANISH_MUNICIPALITIES, PLACES, plain};
use crate::sources::System;
use crate::world::Size;

/// No unit, person, worker or case.
pub(crate) const NONE: u32 = u32::MAX;

/// The fields of work, one for each top unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sector {
    Direction,
    Personnel,
    Technology,
    Finance,
    Citizens,
    ChildCare,
    Labour,
    Emergency,
    HomeCare,
    Nursing,
    Clinic,
    School,
    Planning,
    Works,
    Garrison,
}

/// A top unit and how it grows.
pub(crate) struct Field {
    pub sector: Sector,
    pub code: &'static str,
    pub name: &'static str,
    /// The system its people mostly work in.
    pub system: System,
    /// Of a thousand workers with accounts.
    pub share: u32,
    /// Sub-units in a small world.
    pub small: u32,
    pub kinds: &'static [&'static str],
    pub positions: &'static [&'static str],
}

#[expect(clippy::too_many_arguments, reason = "one row of the table below")]
const fn field(
    sector: Sector,
    code: &'static str,
    name: &'static str,
    system: System,
    share: u32,
    small: u32,
    kinds: &'static [&'static str],
    positions: &'static [&'static str],
) -> Field {
    Field {
        sector,
        code,
        name,
        system,
        share,
        small,
        kinds,
        positions,
    }
}

#[rustfmt::skip]
pub(crate) const FIELDS: [Field; 15] = [
    field(Sector::Direction, "RS", "Kommunedirektørens stab", System::Archive, 20, 1,
        &["Politisk sekretariat", "Kommuneadvokat", "Kommunikasjon"], &["Rådgiver", "Sekretær"]),
    field(Sector::Personnel, "HR", "HR og lønn", System::Payroll, 30, 2,
        &["Lønn", "Personal", "Rekruttering"], &["Lønnskonsulent", "HR-rådgiver"]),
    field(Sector::Technology, "IT", "IT og digitalisering", System::Access, 30, 2,
        &["Brukerstøtte", "Drift", "Tilganger"], &["IT-konsulent", "Driftsansvarlig"]),
    field(Sector::Finance, "OK", "Økonomi", System::Finance, 40, 2,
        &["Fakturering", "Innfordring", "Regnskap"], &["Økonomikonsulent", "Controller"]),
    field(Sector::Citizens, "IB", "Innbyggertorg", System::Archive, 40, 2,
        &["Skranke", "Bolig", "Bevilling"], &["Servicemedarbeider", "Saksbehandler"]),
    field(Sector::ChildCare, "BV", "Barnevern", System::ChildCare, 80, 4,
        &["Mottak", "Undersøkelse", "Tiltak", "Fosterhjem"],
        &["Barnevernspedagog", "Kontaktperson", "Barnevernsleder"]),
    field(Sector::Labour, "NAV", "NAV Nordvik", System::Labour, 120, 5,
        &["Mottak", "Sosialtjeneste", "Oppfølging", "Ungdom", "Flyktning"],
        &["Veileder", "Saksbehandler", "Gjeldsrådgiver"]),
    field(Sector::Emergency, "LV", "Legevakt", System::Journal, 60, 2,
        &["Vakt", "Telefonvakt", "Overgrepsmottak"], &["Sykepleier", "Lege", "Sekretær"]),
    field(Sector::HomeCare, "HT", "Hjemmetjenesten", System::Journal, 100, 5,
        &["Sone"], &["Sykepleier", "Helsefagarbeider", "Vernepleier"]),
    field(Sector::Nursing, "SH", "Sykehjem og omsorg", System::Journal, 110, 4,
        &["Sykehjem", "Omsorgsbolig"], &["Sykepleier", "Helsefagarbeider", "Lege"]),
    field(Sector::Clinic, "HS", "Helsestasjon og psykisk helse", System::Journal, 60, 3,
        &["Helsestasjon", "Psykisk helse", "Fysioterapi"], &["Helsesykepleier", "Psykolog"]),
    field(Sector::School, "SO", "Skole og oppvekst", System::School, 90, 6,
        &["Skole"], &["Lærer", "Rektor", "Skolesekretær"]),
    field(Sector::Planning, "PB", "Plan og bygg", System::Archive, 40, 2,
        &["Byggesak", "Oppmåling", "Arealplan"], &["Byggesaksbehandler", "Ingeniør"]),
    field(Sector::Works, "TK", "Teknisk og kultur", System::Archive, 40, 2,
        &["Vann og avløp", "Kulturskole", "Bibliotek"], &["Fagarbeider", "Konsulent"]),
    field(Sector::Garrison, "GB", "Nordvik garnison", System::Personnel, 140, 7,
        &["Personellkontor", "Kompani", "Sanitet", "Rekruttering", "Kompani", "Skannesenter",
          "Kompani"],
        &["Personellmedarbeider", "Kompanisjef", "Arkivmedarbeider"]),
];

/// One unit of the tree.
pub(crate) struct Unit {
    pub code: String,
    pub name: String,
    /// Place of the parent in the list, or `NONE`.
    pub parent: u32,
    pub from: Day,
    pub to: Option<Day>,
}

/// All units, and where the kinds of them stand.
pub(crate) struct Units {
    pub list: Vec<Unit>,
    /// Places of each field's sub-units.
    pub of_field: Vec<Vec<u32>>,
    pub driving_schools: Vec<u32>,
    pub danish_towns: Vec<u32>,
    /// The company of the garrison that closes in the middle of the log.
    pub closed_company: u32,
}

/// The day on which a company of the garrison is closed.
pub(crate) const COMPANY_CLOSES: Day = date(2026, 6, 30);
/// The day on which an office of NAV was closed, before the log begins.
pub(crate) const OFFICE_CLOSES: Day = date(2025, 12, 31);
const FOUNDED: Day = date(2020, 1, 1);

impl Units {
    pub(crate) fn new(size: Size) -> Units {
        let mut list = Vec::new();
        let mut add = |code: String, name: String, parent: u32| {
            list.push(Unit {
                code,
                name,
                parent,
                from: FOUNDED,
                to: None,
            });
            list.len() as u32 - 1
        };
        let municipality = add("NK".to_owned(), "Nordvik kommune".to_owned(), NONE);
        let forces = add(
            "FP".to_owned(),
            "Forsvarets personelltjenester".to_owned(),
            NONE,
        );
        let mut of_field = Vec::new();
        for field in &FIELDS {
            let root = if field.sector == Sector::Garrison {
                forces
            } else {
                municipality
            };
            let above = add(field.code.to_owned(), field.name.to_owned(), root);
            let count = field.small * size.unit_factor() / 10;
            let subs = (0..count).map(|n| {
                let (code, name) = sub_unit(field, n);
                add(code, name, above)
            });
            of_field.push(subs.collect::<Vec<u32>>());
        }
        let board = add("KPB".to_owned(), "Køreprøvebooking".to_owned(), NONE);
        let schools = (1..=6).map(|n| {
            let name = format!("Køreskolen {}", PLACES[n as usize * 5]);
            add(format!("KS-{n:02}"), name, board)
        });
        let driving_schools = schools.collect();
        let towns = DANISH_MUNICIPALITIES.iter().map(|town| {
            add(
                format!("DK-{}", plain(town).to_uppercase()),
                format!("{town} Kommune"),
                board,
            )
        });
        let danish_towns = towns.collect();
        let mut units = Units {
            list,
            of_field,
            driving_schools,
            danish_towns,
            closed_company: NONE,
        };
        units.open_and_close();
        units
    }

    /// A company closes in the middle of the log, an office before it; a zone opened in between.
    fn open_and_close(&mut self) {
        let garrison = &self.of_field[Sector::Garrison as usize];
        self.closed_company = garrison[4];
        self.list[garrison[4] as usize].to = Some(COMPANY_CLOSES);
        let office = self.closed_office();
        self.list[office as usize].to = Some(OFFICE_CLOSES);
        let zones = &self.of_field[Sector::HomeCare as usize];
        let zone = zones[zones.len() - 1];
        self.list[zone as usize].from = date(2025, 3, 1);
    }

    /// The office of NAV that was closed before the log begins.
    pub(crate) fn closed_office(&self) -> u32 {
        let offices = &self.of_field[Sector::Labour as usize];
        offices[offices.len() - 1]
    }

    pub(crate) fn code(&self, unit: u32) -> &str {
        &self.list[unit as usize].code
    }
}

fn sub_unit(field: &Field, n: u32) -> (String, String) {
    let kinds = field.kinds.len() as u32;
    let kind = field.kinds[(n % kinds) as usize];
    let place = PLACES[(n / kinds) as usize % PLACES.len()];
    let code = format!("{}-{:02}", field.code, n + 1);
    let name = match field.sector {
        Sector::School => format!("{place} skole"),
        Sector::HomeCare => format!("Sone {place}"),
        Sector::Nursing => format!("{place} {}", kind.to_lowercase()),
        Sector::Garrison if kind == "Kompani" => format!("{}. kompani", n + 1),
        _ if n < kinds => kind.to_owned(),
        _ => format!("{kind} {place}"),
    };
    (code, name)
}
