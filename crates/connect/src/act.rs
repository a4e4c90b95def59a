//! What FHIR and DICOM share: their events, roles and codes have one origin (RFC 3881).
//!
//! One table says which code is which kind of event, one rule says which of the participants
//! acted. Not here: how the two formats write these things down (`fhir`, `dicom`).

use tilsyn_domain::event::{Actor, Place};
use tilsyn_domain::national_id::IdForm;
use tilsyn_domain::{Kind, NationalId, Outcome, Refusal, Via};

use crate::tree::bad;

/// What a source calls an event.
#[derive(Debug, Default)]
pub(crate) struct Called {
    /// The type or event id, then the subtypes: DICOM codes, FHIR interactions, IHE
    /// transactions.
    pub(crate) types: Vec<String>,
    pub(crate) subtypes: Vec<String>,
    /// `C` `R` `U` `D` `E`.
    pub(crate) action: Option<String>,
    pub(crate) has_query: bool,
    pub(crate) has_patient: bool,
}

/// The kind of each code, most telling first where a source states several.
const KINDS: &[(&str, Kind)] = &[
    // ISO 21089 and HL7: disclosure outweighs the transport it travels by.
    ("disclose", Kind::Disclosure),
    ("Disclosure", Kind::Disclosure),
    ("transmit", Kind::Export),
    ("extract", Kind::Export),
    ("access", Kind::Lookup),
    ("originate", Kind::Change),
    ("amend", Kind::Change),
    ("merge", Kind::Change),
    ("destroy", Kind::Change),
    ("report", Kind::ReportRun),
    // FHIR interactions.
    ("read", Kind::Lookup),
    ("vread", Kind::Lookup),
    ("history", Kind::Lookup),
    ("history-instance", Kind::Lookup),
    ("history-type", Kind::List),
    ("history-system", Kind::List),
    ("search", Kind::Search),
    ("search-type", Kind::Search),
    ("search-system", Kind::Search),
    ("search-compartment", Kind::Search),
    ("create", Kind::Change),
    ("update", Kind::Change),
    ("patch", Kind::Change),
    ("delete", Kind::Change),
    // IHE transactions that fetch documents and images.
    ("ITI-43", Kind::DocumentView),
    ("ITI-39", Kind::DocumentView),
    ("ITI-68", Kind::DocumentView),
    ("RAD-16", Kind::ImageView),
    ("RAD-55", Kind::ImageView),
    ("RAD-69", Kind::ImageView),
    ("RAD-107", Kind::ImageView),
    // DICOM PS3.16, CID 401 (subtypes first).
    ("110120", Kind::Heartbeat),
    ("110121", Kind::Heartbeat),
    ("110122", Kind::Logon),
    ("110123", Kind::Logoff),
    ("110126", Kind::Logon),
    ("110127", Kind::Lookup),
    ("110128", Kind::Change),
    ("110129", Kind::Change),
    ("110131", Kind::Change),
    ("110132", Kind::Change),
    ("110135", Kind::AccessChange),
    ("110136", Kind::AccessChange),
    ("110137", Kind::AccessChange),
    // An authorisation server decides whether somebody may look: an attempt, not yet a look.
    ("AuthZ-Consent", Kind::Lookup),
    // DICOM PS3.16, CID 400 (event ids).
    ("110100", Kind::Heartbeat),
    ("110101", Kind::ReportRun),
    ("110102", Kind::Export),
    ("110104", Kind::Export),
    ("110105", Kind::Change),
    ("110106", Kind::Export),
    ("110107", Kind::Change),
    ("110108", Kind::Heartbeat),
    ("110112", Kind::Search),
    ("110114", Kind::Logon),
];

impl Called {
    pub(crate) fn is(&self, code: &str) -> bool {
        self.types
            .iter()
            .chain(&self.subtypes)
            .any(|stated| stated == code)
    }

    /// What was done, or the refusal if no code and no action tells.
    pub(crate) fn kind(&self) -> Result<Kind, Refusal> {
        let of = |codes: &[String]| {
            KINDS
                .iter()
                .find(|(code, _)| codes.iter().any(|c| c == code))
                .map(|(_, kind)| *kind)
        };
        if let Some(kind) = of(&self.subtypes) {
            return Ok(kind);
        }
        // Images read are a view of pictures; written, a change (110103: instances accessed).
        if self.is("110103") && self.action.as_deref() == Some("R") {
            return Ok(Kind::ImageView);
        }
        if let Some(kind) = of(&self.types) {
            return Ok(kind);
        }
        match self.action.as_deref() {
            Some("C" | "U" | "D") => Ok(Kind::Change),
            Some("R") => Ok(Kind::Lookup),
            Some("E") if self.has_query => Ok(Kind::Search),
            Some("E") if self.has_patient => Ok(Kind::Lookup),
            Some("E") => Ok(Kind::ReportRun),
            _ => Err(bad("type", "an event type or action known here")),
        }
    }

    /// How the people named came into the event.
    pub(crate) fn via(&self, kind: Kind) -> Via {
        match kind {
            Kind::Disclosure | Kind::Export => Via::Disclosed,
            // Demographics queries name those they found, other queries those asked about.
            Kind::Search if ["ITI-21", "ITI-47", "ITI-78"].iter().any(|c| self.is(c)) => {
                Via::Listed
            }
            Kind::Search => Via::Criterion,
            Kind::Lookup if self.is("AuthZ-Consent") => Via::Criterion,
            _ => Via::Shown,
        }
    }
}

/// The kind and outcome of an outcome indicator: 0 success, 4, 8 and 12 failures.
///
/// A refused sign-in or authorisation is a denial; any other failure is an error.
pub(crate) fn outcome(called: &Called, kind: Kind, code: &str) -> Result<(Kind, Outcome), Refusal> {
    match code {
        "0" => Ok((kind, Outcome::Permit)),
        "4" | "8" | "12" if kind == Kind::Logon => Ok((Kind::LogonFailed, Outcome::Deny)),
        "4" | "8" | "12" if called.is("110113") => Ok((kind, Outcome::Deny)),
        "4" | "8" | "12" => Ok((kind, Outcome::Error)),
        _ => Err(bad("outcome", "0, 4, 8 or 12")),
    }
}

/// One of those who took part, person or machine.
#[derive(Debug, Default)]
pub(crate) struct Participant {
    /// The account.
    pub(crate) user: Option<String>,
    pub(crate) national_id: Option<NationalId>,
    pub(crate) name: Option<String>,
    pub(crate) role: Option<String>,
    /// Codes of types and roles.
    pub(crate) codes: Vec<String>,
    pub(crate) requestor: Requestor,
    pub(crate) nature: Nature,
    pub(crate) network: Option<Network>,
}

/// Whether a participant asked for what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Requestor {
    Yes,
    #[default]
    No,
}

/// What there is to show whether a participant is a person.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Nature {
    Person,
    Machine,
    Organisation,
    #[default]
    Unknown,
}

/// Where a participant was.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Network {
    Host(String),
    Ip(String),
    Uri(String),
}

impl Network {
    /// The address with its type code: 1 name, 2 IP, 5 URI; telephones and mail are no places.
    pub(crate) fn new(address: &str, code: &str) -> Option<Network> {
        match code {
            "1" => Some(Network::Host(address.to_owned())),
            "2" => Some(Network::Ip(address.to_owned())),
            "5" => Some(Network::Uri(address.to_owned())),
            _ => None,
        }
    }
}

const SOURCE: &str = "110153";
const DESTINATION: &str = "110152";
const APPLICATION: &str = "110150";
/// The roles of machines in an exchange.
const MACHINE_ROLES: [&str; 4] = [APPLICATION, "110151", DESTINATION, SOURCE];
/// Codes that say how somebody took part, not what function they have.
const NO_FUNCTION: [&str; 11] = [
    APPLICATION,
    "110151",
    DESTINATION,
    SOURCE,
    "110154",
    "110155",
    "humanuser",
    "IRCP",
    "UserOauthAgent",
    "UserSamlAgent",
    "authserver",
];
/// The roles of those on whose behalf an assistant or agent acts.
const PRINCIPALS: [&str; 3] = ["DELEGATOR", "GRANTOR", "RESP"];
/// The roles of those who act for another (v3 and CH:ATC).
const DEPUTIES: [&str; 3] = ["DELEGATEE", "ASS", "TCU"];

impl Participant {
    pub(crate) fn has(&self, code: &str) -> bool {
        self.codes.iter().any(|stated| stated == code)
    }

    fn has_any(&self, codes: &[&str]) -> bool {
        codes.iter().any(|code| self.has(code))
    }

    /// The account, else whatever names the participant.
    fn named(&self) -> Option<String> {
        let network = || match self.network.as_ref()? {
            Network::Host(address) | Network::Ip(address) | Network::Uri(address) => {
                Some(address.clone())
            }
        };
        self.user
            .clone()
            .or_else(|| self.name.clone())
            .or_else(network)
    }

    fn actor(&self) -> Actor {
        let user = self.named().unwrap_or_else(|| "unknown".to_owned());
        let name = self.name.clone().filter(|name| *name != user);
        Actor {
            user,
            national_id: self.national_id.clone(),
            name,
            role: self.role.clone(),
            ..Actor::default()
        }
    }
}

/// Whether a code names a function in the organisation, such as nurse, rather than a part in
/// the exchange.
pub(crate) fn is_function(code: &str) -> bool {
    !NO_FUNCTION.contains(&code)
}

/// Who acted, from where, and with what.
pub(crate) struct Cast {
    pub(crate) actor: Actor,
    pub(crate) place: Place,
    /// Which of the participants the actor is.
    pub(crate) actor_index: usize,
}

/// Finds among the participants who acted. `None` if there are none.
///
/// Whoever asked for it; of several, a person. If nobody asked, a person, or one that nothing
/// marks as a machine; else the machine that drove the exchange: the one that reads receives,
/// the one that writes sends.
pub(crate) fn cast(participants: &[Participant], called: &Called, kind: Kind) -> Option<Cast> {
    let asked = |p: &&Participant| p.requestor == Requestor::Yes;
    let person = |p: &&Participant| p.nature == Nature::Person;
    let unmarked = |p: &&Participant| {
        p.nature == Nature::Unknown && p.user.is_some() && !p.has_any(&MACHINE_ROLES)
    };
    let reads = called.action.as_deref() == Some("R") || kind.looks_up();
    let driver = if reads { DESTINATION } else { SOURCE };
    let all = || participants.iter();
    let chosen = all()
        .find(|p| asked(p) && person(p) && !p.has_any(&PRINCIPALS))
        .or_else(|| all().find(asked))
        .or_else(|| all().find(person))
        .or_else(|| all().find(unmarked))
        .or_else(|| all().find(|p| p.has(driver)))
        .or_else(|| all().next())?;
    let index_of = |wanted: &Participant| all().position(|p| std::ptr::eq(p, wanted));
    let mut actor = chosen.actor();
    actor.system = is_system(chosen);
    actor.unit = all()
        .find(|p| p.nature == Nature::Organisation && p.has("PROV"))
        .and_then(|p| p.name.clone().or_else(|| p.user.clone()));
    let principal = all().find(|p| {
        let deputised = chosen.has_any(&DEPUTIES) && p.nature == Nature::Person && p.has("HCP");
        !std::ptr::eq(*p, chosen) && (p.has_any(&PRINCIPALS) || deputised)
    });
    actor.on_behalf_of = principal.map(|p| Box::new(p.actor()));
    let client = client(participants, chosen, driver);
    let place = place(participants, client, driver);
    Some(Cast {
        actor,
        place,
        actor_index: index_of(chosen)?,
    })
}

/// Only clear signs make a system of an actor: a lookup wrongly called a machine's would vanish
/// from every access statement.
fn is_system(chosen: &Participant) -> bool {
    match chosen.nature {
        Nature::Machine | Nature::Organisation => true,
        Nature::Person => false,
        Nature::Unknown => chosen.requestor == Requestor::No && chosen.has_any(&MACHINE_ROLES),
    }
}

/// The machine the actor sat at: the actor's own address, else that of the driving end.
fn client<'a>(
    participants: &'a [Participant],
    chosen: &'a Participant,
    driver: &str,
) -> Option<&'a Participant> {
    let all = || participants.iter();
    let reachable = |p: &&Participant| matches!(p.network, Some(Network::Host(_) | Network::Ip(_)));
    let near = |p: &&Participant| reachable(p) && p.nature != Nature::Person;
    // Some list the same account once more, as the process that acted for its owner.
    let twin = |p: &&Participant| p.user.is_some() && p.user == chosen.user;
    all()
        .find(|p| std::ptr::eq(*p, chosen) && reachable(p))
        .or_else(|| all().find(|p| twin(p) && reachable(p)))
        .or_else(|| all().find(|p| near(p) && p.has(driver)))
        .or_else(|| all().find(|p| near(p) && p.has_any(&[APPLICATION, SOURCE])))
}

/// The client, the machine at the other end, and the application in between.
fn place(participants: &[Participant], client: Option<&Participant>, driver: &str) -> Place {
    let mut place = Place::default();
    match client.and_then(|client| client.network.clone()) {
        Some(Network::Host(host)) => place.client_host = Some(host),
        Some(Network::Ip(ip)) => place.client_ip = Some(ip),
        _ => {}
    }
    let served = if driver == SOURCE {
        DESTINATION
    } else {
        SOURCE
    };
    let mut others = participants.iter().filter(|p| {
        let is_client = client.is_some_and(|client| std::ptr::eq(*p, client));
        !is_client && p.requestor == Requestor::No && (p.has(served) || p.has("custodian"))
    });
    let server = others.next();
    place.server = server.and_then(|p| match p.network.as_ref()? {
        Network::Host(at) | Network::Ip(at) | Network::Uri(at) => Some(at.clone()),
    });
    // A program without address is no server, but it is what was used.
    let unplaced = server.filter(|p| p.network.is_none());
    let application = participants
        .iter()
        .find(|p| p.has(APPLICATION))
        .or(unplaced);
    place.application = application.and_then(|p| p.user.clone().or_else(|| p.name.clone()));
    place
}

/// The systems under which the Nordic countries issue national ids, as OIDs.
const NATIONAL: [&str; 8] = [
    "2.16.578.1.12.4.1.4.1", // Norway: fødselsnummer
    "2.16.578.1.12.4.1.4.2", // Norway: D-nummer
    "1.2.208.176.1.2",       // Denmark: CPR
    "1.2.752.129.2.1.3.1",   // Sweden: personnummer
    "1.2.752.129.2.1.3.3",   // Sweden: samordningsnummer
    "1.2.246.21",            // Finland: henkilötunnus
    "1.2.352.1.2.1",         // Iceland: kennitala
    "1.2.208.176.1.6.1.3",   // Denmark: replacement CPR
];

/// Whether an identifier's system is a national register.
pub(crate) fn is_national(system: &str) -> bool {
    NATIONAL.contains(&system.strip_prefix("urn:oid:").unwrap_or(system))
}

/// The national id that an account name is, if it is one beyond doubt: from a national
/// register, or eleven digits with right check digits.
pub(crate) fn national(system: Option<&str>, value: &str) -> Option<NationalId> {
    let id = NationalId::new(value)?;
    let stated = system.is_some_and(is_national);
    let eleven = value.len() == 11 && value.bytes().all(|byte| byte.is_ascii_digit());
    let right = matches!(id.form(), IdForm::Valid | IdForm::Synthetic);
    (stated || eleven && right).then_some(id)
}

/// The person that an HL7 identifier `number^^^name&authority&ISO` names: the number alone where
/// a national register gave it, otherwise all of it, since numbers of two hospitals may be equal.
/// Of several identifiers (`~` between) of one person, the national one, else the first.
pub(crate) fn subject(identifier: &str) -> Option<NationalId> {
    let each = || identifier.split('~').filter(|one| !one.trim().is_empty());
    let national = each().find_map(|one| {
        let mut parts = one.split('^');
        let number = parts.next()?;
        let authority = parts.nth(2)?.split('&').nth(1)?;
        is_national(authority).then(|| NationalId::new(number))?
    });
    national.or_else(|| NationalId::new(each().next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_subject(identifier: &str, expected: &str) {
        let subject = subject(identifier).expect("an id");
        assert_eq!(subject.reveal(), expected, "{identifier}");
    }

    #[test]
    fn numbers_of_two_hospitals_stay_apart() {
        check_subject("12^^^A&1.2.3&ISO", "12^^^A&1.2.3&ISO");
        check_subject("12^^^A&1.2.3&ISO~13^^^B&1.2.4&ISO", "12^^^A&1.2.3&ISO");
        check_subject("plain", "plain");
    }

    #[test]
    fn a_national_number_is_taken_out_of_its_wrapping() {
        check_subject(
            "01928500012^^^&2.16.578.1.12.4.1.4.1&ISO^NNNOR",
            "01928500012",
        );
        check_subject(
            "12^^^A&1.2.3&ISO~6101850012^^^&1.2.208.176.1.2&ISO",
            "6101850012",
        );
    }

    /// Says the kind and outcome of codes: `type subtype action outcome`.
    fn check_kind(codes: &str, expected: &str) {
        let words: Vec<&str> = codes.split(' ').collect();
        let called = Called {
            types: vec![words[0].to_owned()],
            subtypes: vec![words[1].to_owned()],
            action: Some(words[2].to_owned()).filter(|action| action != "-"),
            ..Called::default()
        };
        let got = called
            .kind()
            .and_then(|kind| outcome(&called, kind, words[3]));
        let got = match got {
            Ok((kind, outcome)) => format!("{} {outcome:?}", kind.word()),
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(got, expected, "{codes}");
    }

    #[test]
    fn codes_tell_what_was_done() {
        check_kind("rest vread R 0", "lookup Permit");
        check_kind("rest create C 8", "change Error");
        check_kind("110106 disclose R 0", "disclosure Permit");
        check_kind("110114 110122 E 0", "logon Permit");
        check_kind("110114 110122 E 4", "logon_failed Deny");
        check_kind("110113 AuthZ-Consent E 8", "lookup Deny");
        check_kind("110103 x R 0", "image_view Permit");
        check_kind("110103 x U 0", "change Permit");
        check_kind("110110 x D 0", "change Permit");
        check_kind(
            "x x - 0",
            "the field type should be an event type or action known here",
        );
        check_kind("rest read R 7", "the field outcome should be 0, 4, 8 or 12");
    }

    #[test]
    fn an_unknown_requestor_is_no_machine() {
        let sent = Participant {
            codes: vec![SOURCE.to_owned()],
            ..Participant::default()
        };
        let called = Called::default();
        assert!(
            cast(&[sent], &called, Kind::Change)
                .expect("a cast")
                .actor
                .system
        );
        let asked = Participant {
            codes: vec![SOURCE.to_owned()],
            requestor: Requestor::Yes,
            ..Participant::default()
        };
        assert!(
            !cast(&[asked], &called, Kind::Change)
                .expect("a cast")
                .actor
                .system
        );
        assert!(cast(&[], &called, Kind::Change).is_none());
    }
}
