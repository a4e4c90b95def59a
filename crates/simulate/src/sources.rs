//! The source systems: what they are called, what their screens show, what they say of users.
//!
//! Each tells as much as systems of its kind usually do, so that the directory has to fill in
//! the rest.

/// The sources, in the order of `SOURCES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum System {
    Personnel,
    ChildCare,
    Labour,
    Journal,
    School,
    Archive,
    Finance,
    Payroll,
    Register,
    Analysis,
    Access,
    Driving,
}

/// What a source says of the one who acted, beyond the user name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    UserOnly,
    NameAndRole,
    Everything,
}

/// A screen with its tab, and the information element it shows.
pub(crate) struct Screen {
    pub screen: &'static str,
    pub tab: &'static str,
    pub element: &'static str,
    /// How often it is opened, against the others.
    pub weight: u32,
    /// Whether it counts as sensitive.
    pub care: Care,
}

/// How much care what a screen shows asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    Ordinary,
    Sensitive,
}

/// One source system.
pub(crate) struct Source {
    pub system: System,
    pub name: &'static str,
    /// Front of its event ids.
    pub prefix: &'static str,
    pub application: &'static str,
    pub server: &'static str,
    pub says: Says,
    /// The user of its interface and its night jobs.
    pub system_user: &'static str,
    pub screens: &'static [Screen],
    pub folders: &'static [&'static str],
    pub documents: &'static [&'static str],
}

const fn open(
    screen: &'static str,
    tab: &'static str,
    element: &'static str,
    weight: u32,
) -> Screen {
    Screen {
        screen,
        tab,
        element,
        weight,
        care: Care::Ordinary,
    }
}

const fn closed(
    screen: &'static str,
    tab: &'static str,
    element: &'static str,
    weight: u32,
) -> Screen {
    Screen {
        screen,
        tab,
        element,
        weight,
        care: Care::Sensitive,
    }
}

const PERSONNEL_SCREENS: &[Screen] = &[
    open("PE101S Rulleblad", "Personalia", "personalia", 30),
    open("PE101S Rulleblad", "Tjenesteforhold", "tjenesteforhold", 20),
    closed(
        "PE101S Rulleblad",
        "Tjenesteuttalelser",
        "tjenesteuttalelser",
        8,
    ),
    open("PE110S Utdanning", "Sivil utdanning", "utdanning", 8),
    open(
        "PE110S Utdanning",
        "Militær utdanning",
        "militaer_utdanning",
        9,
    ),
    open("VP201S Verneplikt", "Sesjon", "sesjon", 7),
    closed("VP201S Verneplikt", "Helseprofil", "helseprofil", 5),
    closed("PE130S Disiplin", "Disiplinærsaker", "disiplinaersaker", 3),
    open("PE140S Pårørende", "Pårørende", "paarorende", 5),
    closed("SK301S Sikkerhet", "Klarering", "klarering", 3),
];

const CHILD_CARE_SCREENS: &[Screen] = &[
    open("Barnekort", "Oversikt", "barnekort", 30),
    closed("Barnekort", "Bekymringsmeldinger", "bekymringsmelding", 15),
    closed("Undersøkelse", "Rapport", "undersokelse", 14),
    closed("Tiltak", "Tiltaksplan", "tiltaksplan", 16),
    closed("Journal", "Notater", "barnevernsnotat", 22),
];

const LABOUR_SCREENS: &[Screen] = &[
    open(
        "Brukeroversikt",
        "Personopplysninger",
        "personopplysninger",
        28,
    ),
    open("Brukeroversikt", "Aktivitetsplan", "aktivitetsplan", 20),
    closed("Økonomisk sosialhjelp", "Vedtak", "sosialhjelpsvedtak", 22),
    closed("Økonomisk sosialhjelp", "Inntekt og formue", "inntekt", 14),
    closed("Helse", "Arbeidsevnevurdering", "arbeidsevne", 9),
];

const JOURNAL_SCREENS: &[Screen] = &[
    open("Pasient", "Demografi", "demografi", 22),
    closed("Pasient", "Journalnotat", "journalnotat", 28),
    closed("Pasient", "Legemidler", "legemidler", 18),
    closed("Pasient", "Diagnoser", "diagnoser", 12),
    closed("Pasient", "Laboratoriesvar", "labsvar", 10),
    open("Pasient", "Tiltaksplan", "pleieplan", 14),
    closed("Psykisk helse", "Samtalenotat", "samtalenotat", 4),
];

const SCHOOL_SCREENS: &[Screen] = &[
    open("Elev", "Elevkort", "elevkort", 30),
    open("Elev", "Fravær", "fravaer", 22),
    open("Elev", "Vurdering", "vurdering", 18),
    closed("Elev", "Spesialundervisning", "spesialundervisning", 8),
    closed("Elev", "Skolemiljøsak", "skolemiljo", 4),
    open("Elev", "Foresatte", "foresatte", 14),
];

const ARCHIVE_SCREENS: &[Screen] = &[
    open("Sak", "Saksoversikt", "sak", 30),
    open("Sak", "Journalposter", "journalpost", 26),
    open("Sak", "Parter", "parter", 14),
    closed("Sak", "Unntatt offentlighet", "skjermet_sak", 6),
];

const FINANCE_SCREENS: &[Screen] = &[
    open("Kunde", "Kundekort", "kundekort", 24),
    open("Kunde", "Faktura", "faktura", 24),
    closed("Innfordring", "Krav", "krav", 10),
    closed("Innfordring", "Betalingsavtale", "betalingsavtale", 6),
];

const PAYROLL_SCREENS: &[Screen] = &[
    open("Ansatt", "Stilling", "stilling", 20),
    open("Ansatt", "Lønn", "lonn", 20),
    closed("Ansatt", "Sykefravær", "sykefravaer", 9),
    closed("Ansatt", "Personalmappe", "personalmappe", 6),
];

const REGISTER_SCREENS: &[Screen] = &[
    open("Personsøk", "Grunndata", "grunndata", 30),
    open("Personsøk", "Adressehistorikk", "adressehistorikk", 8),
    open("Personsøk", "Familierelasjoner", "familie", 12),
];

const ANALYSIS_SCREENS: &[Screen] = &[
    open("Skole", "Fravær per elev", "bi_fravaer", 10),
    open("Økonomi", "Restanser per debitor", "bi_restanser", 10),
    closed("Omsorg", "Vedtakstimer per bruker", "bi_vedtakstimer", 10),
    open("Personale", "Sykefravær per enhet", "bi_sykefravaer", 12),
    closed("Barnevern", "Tiltak per barn", "bi_tiltak", 5),
    open("Ledelse", "Tjenestekjøp", "bi_tjenestekjop", 6),
];

const ACCESS_SCREENS: &[Screen] = &[
    open("Bruker", "Kontoer", "kontoer", 20),
    open("Bruker", "Tilganger", "tilganger", 20),
];

const DRIVING_SCREENS: &[Screen] = &[
    open("Booking", "Prøver", "booking", 10),
    open("Booking", "Elev", "cpr_og_koerekorttype", 10),
];

const LETTERS: &[&str] = &["Vedtak", "Søknad", "Brev inn", "Brev ut", "Notat"];
const CASES: &[&str] = &["Saksmappe", "Vedleggsmappe"];

#[expect(clippy::too_many_arguments, reason = "one row of the table below")]
const fn source(
    system: System,
    name: &'static str,
    prefix: &'static str,
    application: &'static str,
    server: &'static str,
    says: Says,
    system_user: &'static str,
    screens: &'static [Screen],
    folders: &'static [&'static str],
    documents: &'static [&'static str],
) -> Source {
    Source {
        system,
        name,
        prefix,
        application,
        server,
        says,
        system_user,
        screens,
        folders,
        documents,
    }
}

#[rustfmt::skip]
pub(crate) const SOURCES: [Source; 12] = [
    source(System::Personnel, "hovedrulla", "P3", "P3 Hovedrulla", "CTX-NV", Says::Everything,
        "sys-p3-grensesnitt", PERSONNEL_SCREENS,
        &["Personellmappe", "Vernepliktsmappe", "Helsemappe", "Disiplinærmappe"],
        &["Tjenesteuttalelse", "Vitnemål", "Beordring", "Legeerklæring", "Kontrakt"]),
    source(System::ChildCare, "fagsystem-barnevern", "BV", "Familia Nord", "FAM", Says::NameAndRole,
        "sys-barnevern", CHILD_CARE_SCREENS, &["Barnemappe", "Klientmappe"],
        &["Bekymringsmelding", "Vedtak", "Sakkyndig rapport"]),
    source(System::Labour, "fagsystem-nav", "NA", "Sosio", "SOS", Says::NameAndRole,
        "sys-nav", LABOUR_SCREENS, CASES, LETTERS),
    source(System::Journal, "journal", "JO", "Pasientjournal", "EPJ", Says::NameAndRole,
        "sys-journal", JOURNAL_SCREENS, &["Pasientmappe"],
        &["Epikrise", "Henvisning", "Røntgensvar"]),
    source(System::School, "skole", "SK", "Elev Nord", "SKO", Says::NameAndRole,
        "sys-skole", SCHOOL_SCREENS, &["Elevmappe"], &["Halvårsvurdering", "Sakkyndig uttalelse"]),
    source(System::Archive, "sak-arkiv", "SA", "Sak og arkiv", "ESA", Says::UserOnly,
        "sys-arkiv", ARCHIVE_SCREENS, CASES, LETTERS),
    source(System::Finance, "okonomi", "OK", "Kommunekasse", "OKO", Says::UserOnly,
        "sys-okonomi", FINANCE_SCREENS, CASES, &["Faktura", "Purring"]),
    source(System::Payroll, "hr-lonn", "HL", "Lønn og personal", "LON", Says::Everything,
        "sys-lonn", PAYROLL_SCREENS, &["Personalmappe"], &["Arbeidsavtale", "Sykmelding"]),
    source(System::Register, "folkeregister", "FR", "Folkeregisteroppslag", "FRE", Says::UserOnly,
        "sys-folkeregister", REGISTER_SCREENS, &[], &[]),
    source(System::Analysis, "bi", "BI", "Innsikt", "BIS", Says::UserOnly,
        "sys-bi", ANALYSIS_SCREENS, &[], &[]),
    source(System::Access, "tilgang", "TI", "Tilgangsportal", "IDM", Says::NameAndRole,
        "sys-tilgang", ACCESS_SCREENS, &[], &[]),
    source(System::Driving, "koereproeve", "KP", "Køreprøvebooking", "KPB", Says::UserOnly,
        "sys-koereproeve", DRIVING_SCREENS, &[], &[]),
];

impl System {
    pub(crate) fn source(self) -> &'static Source {
        &SOURCES[self as usize]
    }
}
