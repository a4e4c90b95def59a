//! What stands inside changes, transfers, queries and grants of access.
//!
//! A change carries the complete content before and after.

use tilsyn_domain::event::Kind;

use crate::act::{Act, Twist};
use crate::calendar::LOG_FIRST;
use crate::chance::mix;
use crate::directory::{entitlement_code, scope_text};
use crate::line::Line;
use crate::names::PLACES;
use crate::render::Page;
use crate::sources::{Source, System};
use crate::staff::AccountKind;

/// Appends `change`, `transfer`, `query` or `access`, whichever the act has.
pub(crate) fn write(page: &Page<'_>, act: &Act, source: &Source, line: &mut Line<'_>) {
    match act.kind {
        Kind::Change => change(page, act, source, line),
        Kind::RegisterTransfer => transfer(page, act, line),
        Kind::Search => search(page, act, line),
        Kind::ReportRun | Kind::Export => report(page, act, source, line),
        Kind::AccessChange => access(page, act, line),
        _ => {}
    }
}

const POSITIONS: [&str; 6] = [
    "menig",
    "visekorporal",
    "korporal",
    "sersjant",
    "oversersjant",
    "løytnant",
];
const STATES: [&str; 4] = ["ny", "under arbeid", "avsluttet", "henlagt"];

fn change(page: &Page<'_>, act: &Act, source: &Source, line: &mut Line<'_>) {
    let account = &page.world.staff.accounts[act.account as usize];
    let interface = account.kind == AccountKind::System;
    line.open("change");
    let fixed = mix(u64::from(act.subject), 21);
    for (key, step) in [("before", 0), ("after", 1)] {
        let turn = (act.salt % 1_000 + step) as usize;
        let place = PLACES[(fixed as usize + turn) % PLACES.len()];
        let still = PLACES[fixed as usize % PLACES.len()];
        let house = fixed % 60 + 1;
        match (source.system, interface) {
            (_, true) => line.value(
                key,
                format_args!(
                    "{{\"adresse\":\"{place}veien {house}\",\"postnr\":\"9{:03}\",\
                     \"sivilstand\":\"ugift\",\"kilde\":\"Folkeregisteret\"}}",
                    (fixed as usize + turn) % 1_000
                ),
            ),
            (System::Personnel, _) => line.value(
                key,
                format_args!(
                    "{{\"grad\":\"{}\",\"stilling\":\"{}\",\"tjenestested\":\"{still}\",\
                     \"kontraktslutt\":\"2027-{:02}-01\",\"merknad\":null}}",
                    POSITIONS[turn % POSITIONS.len()],
                    ["skytter", "sjåfør", "sanitetssoldat", "signalist"][fixed as usize % 4],
                    fixed % 12 + 1
                ),
            ),
            _ => line.value(
                key,
                format_args!(
                    "{{\"status\":\"{}\",\"ansvarlig\":\"{still}\",\"frist\":\"2026-{:02}-15\",\
                     \"tiltak\":[\"samtale\",\"oppfølging {}\"]}}",
                    STATES[turn % STATES.len()],
                    turn % 12 + 1,
                    turn % 5
                ),
            ),
        }
    }
    line.text("origin", if interface { "interface" } else { "screen" });
    line.close();
}

fn transfer(page: &Page<'_>, act: &Act, line: &mut Line<'_>) {
    let person = &page.world.people[act.subject as usize];
    let first = LOG_FIRST.plus(-((act.salt % 600) as i32));
    line.open("transfer");
    line.pieces(
        "first_at",
        format_args!("{first}T09:{:02}:00.000+01:00", act.salt % 60),
    );
    line.written("updated_at", |out| page.clock.write(act.at, out));
    let kin = [(person.mother, "mother"), (person.father, "father")];
    let along = |parent: u32| act.twist == Twist::WithKin && page.may_come_along(parent);
    if kin.iter().any(|(parent, _)| along(*parent)) {
        line.open_list("kin");
        for (parent, relation) in kin.into_iter().filter(|(parent, _)| along(*parent)) {
            line.open("");
            line.text("national_id", page.world.people[parent as usize].id.text());
            line.text("relation", relation);
            line.close();
        }
        line.close_list();
    }
    line.close();
}

fn search(page: &Page<'_>, act: &Act, line: &mut Line<'_>) {
    let Some(person) = page.world.people.get(act.subject as usize) else {
        return;
    };
    line.open("query");
    line.open_list("criteria");
    line.open("");
    if act.twist == Twist::ByNumber {
        line.text("field", "fødselsnummer");
        line.text("op", "=");
        line.text("value", person.id_on(page.day).text());
    } else {
        line.text("field", "navn");
        line.text("op", "like");
        line.text("value", person.family_name());
    }
    line.close();
    line.close_list();
    line.number("rows", u64::from(act.salt % 4 + 1));
    line.close();
}

fn report(page: &Page<'_>, act: &Act, source: &Source, line: &mut Line<'_>) {
    if source.system != System::Analysis {
        return;
    }
    let screen = page.screen(act, source);
    let person = page.world.people.get(act.subject as usize);
    let period = page.day.plus(-30 - (act.salt % 180) as i32).date();
    let (year, month) = (period.year(), period.month());
    line.open("query");
    line.pieces(
        "text",
        format_args!(
            "select enhet, sum(verdi) from {} where periode = {year}-{month:02} group by enhet",
            screen.element
        ),
    );
    line.open_list("criteria");
    line.open("");
    line.text("field", "periode");
    line.text("op", "=");
    line.pieces("value", format_args!("{year}-{month:02}"));
    line.close();
    if let Some(person) = person {
        line.open("");
        line.text("field", "fødselsnummer");
        line.text("op", "in");
        line.value(
            "value",
            format_args!("[\"{}\"]", person.id_on(page.day).text()),
        );
        line.close();
    }
    line.close_list();
    line.open_list("dimensions");
    line.item("enhet");
    line.item(["aldersgruppe", "tiltakstype", "måned"][act.salt as usize % 3]);
    line.close_list();
    line.open_list("measures");
    line.item(["antall", "beløp", "timer"][act.salt as usize / 7 % 3]);
    line.close_list();
    let rows = if act.kind == Kind::Export {
        200 + act.salt % 4_000
    } else {
        act.salt % 120 + 1
    };
    line.number("rows", u64::from(rows));
    line.close();
}

fn access(page: &Page<'_>, act: &Act, line: &mut Line<'_>) {
    let staff = &page.world.staff;
    let grant = &staff.grants[act.detail as usize];
    let account = &staff.accounts[grant.account as usize];
    let ends = grant.to.is_some_and(|to| to <= page.day);
    line.open("access");
    line.text("user", &account.user);
    if let Some(owner) = staff.workers.get(account.worker as usize) {
        line.text(
            "national_id",
            page.world.people[owner.person as usize].id.text(),
        );
    }
    line.text("system", account.system.source().name);
    line.text(
        "entitlement",
        &entitlement_code(account.system, grant.entitlement),
    );
    line.text("scope", &scope_text(&page.world.units, grant.scope));
    line.text("rights", grant.rights);
    let op = match (ends, act.salt % 5) {
        (true, 0) => "expire",
        (true, _) => "revoke",
        (false, 0) => "change",
        (false, _) => "grant",
    };
    line.text("op", op);
    line.pieces("from", format_args!("{}", grant.from));
    if let Some(to) = grant.to {
        line.pieces("to", format_args!("{to}"));
    }
    for (key, worker) in [
        ("ordered_by", grant.ordered_by),
        ("approved_by", grant.approved_by),
    ] {
        if let Some(account) = staff.workers.get(worker as usize) {
            let held = &staff.accounts[account.accounts.start as usize];
            line.text(key, &held.user);
        }
    }
    line.close();
}
