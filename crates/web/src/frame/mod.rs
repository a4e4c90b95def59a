//! The frame of every page: skip links, navigation, search, language, and who is looking.
//!
//! Navigation names only places that exist and that the reader may see. The title never holds
//! a name or an id, since browsers keep titles in their history.

use tilsyn_app::own_log::Opened;
use tilsyn_app::permit::{
    Action, CameBy, ConfirmReveal, HoldEvents, ReadCases, ReadDuties, ReadElements, ReadEmergency,
    ReadErasures, ReadFindings, ReadHistory, ReadIntegrity, ReadMine, ReadOwnLog, ReadPictures,
    ReadQuarantine, ReadReports, ReadRules, ReadSamples, ReadSources, ReadStatement, ReadSubjects,
    SearchPeople, may,
};

use crate::asked::Asked;
use crate::assets;
use crate::integrity;
use crate::language::Language;
use crate::words::Words;

/// Where a page belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    None,
    Front,
    Statement,
    Findings,
    Log,
    Cases,
    Samples,
    Reports,
    Sources,
    Settings,
    Mine,
}

/// A page of a place: where it is, the key of its name, and what its reader must be allowed.
type Tab = (&'static str, &'static str, &'static str);

/// The places, the keys of their names, and their pages; a place leads to the first of them that
/// the reader may see.
const PLACES: [(Place, &str, &[Tab]); 10] = [
    (Place::Front, "nav-front", &[]),
    (
        Place::Statement,
        "nav-statement",
        &[
            ("/statement", "tab-statement", ReadStatement::NAME),
            (
                "/statement/pictures",
                "tab-statement-pictures",
                ReadStatement::NAME,
            ),
            ("/subjects", "tab-subjects", ReadSubjects::NAME),
            ("/pictures", "tab-pictures", ReadPictures::NAME),
        ],
    ),
    (
        Place::Findings,
        "nav-findings",
        &[
            ("/findings", "tab-findings", ReadFindings::NAME),
            (
                "/findings/settled",
                "tab-findings-settled",
                ReadFindings::NAME,
            ),
            (
                "/findings/records",
                "tab-findings-records",
                ReadFindings::NAME,
            ),
        ],
    ),
    (
        Place::Log,
        "nav-log",
        &[
            ("/log", "tab-log", ReadHistory::NAME),
            ("/changes", "tab-changes", ReadHistory::NAME),
            ("/logons", "tab-logons", ReadHistory::NAME),
            ("/elements", "tab-elements", ReadElements::NAME),
            ("/usage", "tab-usage", ReadElements::NAME),
            ("/search", "tab-search", SearchPeople::NAME),
        ],
    ),
    (
        Place::Cases,
        "nav-cases",
        &[
            ("/cases", "nav-cases", ReadCases::NAME),
            ("/reveals", "tab-reveals", ConfirmReveal::NAME),
        ],
    ),
    (
        Place::Samples,
        "nav-samples",
        &[("/samples", "nav-samples", ReadSamples::NAME)],
    ),
    (
        Place::Reports,
        "nav-reports",
        &[("/reports", "nav-reports", ReadReports::NAME)],
    ),
    (
        Place::Sources,
        "nav-sources",
        &[
            ("/sources", "tab-sources", ReadSources::NAME),
            ("/sources/imports", "tab-imports", ReadSources::NAME),
            ("/quarantine", "tab-quarantine", ReadQuarantine::NAME),
            ("/integrity", "tab-integrity", ReadIntegrity::NAME),
            ("/erasures", "tab-erasures", ReadErasures::NAME),
            ("/erasures/holds", "tab-holds", HoldEvents::NAME),
            ("/own-log", "tab-own-log", ReadOwnLog::NAME),
        ],
    ),
    (
        Place::Settings,
        "nav-settings",
        &[
            ("/rules", "tab-rules", ReadRules::NAME),
            ("/duties", "tab-duties", ReadDuties::NAME),
            ("/emergency", "tab-emergency", ReadEmergency::NAME),
        ],
    ),
    (
        Place::Mine,
        "nav-mine",
        &[("/mine", "nav-mine", ReadMine::NAME)],
    ),
];

/// The places as far as there is something for the reader; asked once for a page.
struct Open(Vec<(Place, &'static str, Vec<Tab>)>);

impl Open {
    fn to(asked: &Asked) -> Open {
        let may_see = |tab: &&Tab| may(asked.principal(), tab.2);
        let places = PLACES.iter().map(|(place, name, tabs)| {
            let tabs = tabs.iter().filter(may_see).copied().collect();
            (*place, *name, tabs)
        });
        let places = places.filter(|(place, _, tabs): &(_, _, Vec<Tab>)| {
            *place == Place::Front || !tabs.is_empty()
        });
        Open(places.collect())
    }

    fn tabs_of(&self, place: Place) -> &[Tab] {
        let found = self.0.iter().find(|(of, _, _)| *of == place);
        found.map_or(&[], |(_, _, tabs)| tabs)
    }

    /// Where a page is; empty where it is not for the reader.
    fn link_to(&self, path: &str, asked: &Asked) -> String {
        let mut tabs = self.0.iter().flat_map(|(_, _, tabs)| tabs);
        match tabs.any(|tab| tab.0 == path) {
            true => asked.to(path),
            false => String::new(),
        }
    }
}

/// A link of the navigation.
pub(crate) struct NavLink {
    pub(crate) label: String,
    pub(crate) href: String,
    /// `page`, `true` or nothing: the value of `aria-current`.
    pub(crate) current: &'static str,
}

/// The same page in another language.
pub(crate) struct OtherLanguage {
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    pub(crate) href: String,
    pub(crate) current: &'static str,
}

/// Somebody the reader may be.
pub(crate) struct OtherReader {
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) is_chosen: bool,
}

/// What the frame template needs.
pub(crate) struct Frame {
    pub(crate) words: Words,
    pub(crate) title: String,
    pub(crate) language: &'static str,
    pub(crate) organisation: String,
    pub(crate) reader: String,
    /// Where to sign out; empty where nobody is signed in, or nobody can be signed out.
    pub(crate) sign_out: String,
    /// Whom one may be instead; empty for a real login, or where there is nobody else.
    pub(crate) people: Vec<OtherReader>,
    pub(crate) choose_reader: String,
    /// This page, to come back to.
    pub(crate) here: String,
    /// Key of the strip on top; empty for a real login.
    pub(crate) strip: &'static str,
    pub(crate) front: String,
    pub(crate) navigation: Vec<NavLink>,
    pub(crate) tabs: Vec<NavLink>,
    pub(crate) languages: Vec<OtherLanguage>,
    /// Where to search, and where the own log is; empty where the reader may not.
    pub(crate) search: String,
    pub(crate) own_log: String,
    /// That many people were opened within an hour; empty while they are few.
    pub(crate) pace: String,
    /// From which checkpoint the page was made; empty where it holds nothing of the log.
    pub(crate) checkpoint: String,
    /// Empty where the reader may not see it.
    pub(crate) integrity: String,
    pub(crate) token: String,
    pub(crate) style_sheets: [String; 3],
    pub(crate) fonts: [String; 2],
}

impl Frame {
    pub(crate) fn of(asked: &Asked, place: Place, title: String) -> Frame {
        let words = asked.words();
        let checkpoint = asked.mark.as_ref();
        let checkpoint = checkpoint.map(|mark| integrity::line(mark, asked));
        let open = Open::to(asked);
        Frame {
            words,
            title,
            language: asked.language.tag(),
            organisation: asked.shared.organisation.clone(),
            reader: asked.principal().name().to_owned(),
            sign_out: match asked.principal().came_by() {
                CameBy::Provider | CameBy::Emergency => asked.to("/login/out"),
                _ => String::new(),
            },
            people: people(asked),
            choose_reader: asked.to("/login"),
            here: asked.again("", &[]),
            strip: match asked.principal().came_by() {
                CameBy::DevelopmentLogin => "strip-development",
                CameBy::Emergency => "strip-emergency",
                CameBy::LocalCommand | CameBy::Provider | CameBy::Itself => "",
            },
            front: asked.to(""),
            navigation: navigation(asked, place, &open),
            tabs: tabs(asked, place, &open),
            languages: languages(asked),
            search: open.link_to("/search", asked),
            own_log: open.link_to("/own-log", asked),
            pace: pace(asked),
            checkpoint: checkpoint.unwrap_or_default(),
            integrity: open.link_to("/integrity", asked),
            token: asked.token.clone(),
            style_sheets: [
                "designsystemet-theme.css",
                "designsystemet.css",
                "tilsyn.css",
            ]
            .map(assets::address),
            fonts: [
                "inter-latin-400-normal.woff2",
                "inter-latin-600-normal.woff2",
            ]
            .map(assets::address),
        }
    }
}

/// A word of warning to who opens one person after the other.
fn pace(asked: &Asked) -> String {
    let many = asked.opened.filter(Opened::are_many);
    let said = many.map(|opened| {
        let max = asked.words().figures().whole(opened.max);
        asked
            .words()
            .count_with("pace-many", opened.people, ("max", max))
    });
    said.unwrap_or_default()
}

/// Who can be chosen in the login for development.
fn people(asked: &Asked) -> Vec<OtherReader> {
    let (names, chosen) = asked.readers();
    let readers = names.iter().enumerate();
    let readers = readers.map(|(number, name)| OtherReader {
        number,
        name: name.clone(),
        is_chosen: number == chosen,
    });
    readers.filter(|_| names.len() > 1).collect()
}

fn navigation(asked: &Asked, place: Place, open: &Open) -> Vec<NavLink> {
    let link = |(to, name, tabs): &(Place, &str, Vec<Tab>)| {
        let path = tabs.first().map_or("", |tab| tab.0);
        let current = match *to == place {
            true if asked.path.trim_end_matches('/') == path => "page",
            true => "true",
            false => "",
        };
        NavLink {
            label: asked.words().say(name),
            href: asked.to(path),
            current,
        }
    };
    open.0.iter().map(link).collect()
}

/// The tabs keep the period, so that one quarter can be seen from all sides.
fn tabs(asked: &Asked, place: Place, open: &Open) -> Vec<NavLink> {
    let kept: Vec<(&str, String)> = ["period", "from", "to"]
        .into_iter()
        .filter(|_| asked.period_faults().is_empty())
        .filter_map(|key| Some((key, asked.get(key)?.to_owned())))
        .collect();
    let kept: &[_] = match place {
        Place::Sources | Place::Settings => &[],
        _ => &kept,
    };
    let link = |(path, name, _): &Tab| NavLink {
        label: asked.words().say(name),
        href: asked.to_with(path, kept),
        current: if asked.path == *path { "page" } else { "" },
    };
    open.tabs_of(place).iter().map(link).collect()
}

fn languages(asked: &Asked) -> Vec<OtherLanguage> {
    Language::ALL
        .into_iter()
        .map(|language| OtherLanguage {
            tag: language.tag(),
            name: language.own_name(),
            href: asked.again_in(language, "", &[]),
            current: if language == asked.language {
                "true"
            } else {
                ""
            },
        })
        .collect()
}
