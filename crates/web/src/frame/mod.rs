//! The frame of every page: skip links, navigation, search, language, and who is looking.
//!
//! Navigation names only places that exist and that the reader may see. The title never holds
//! a name or an id, since browsers keep titles in their history.

use tilsyn_app::permit::{
    Action, CameBy, ReadDuties, ReadElements, ReadErasures, ReadHistory, ReadIntegrity, ReadOwnLog,
    ReadPictures, ReadQuarantine, ReadRules, ReadSources, ReadStatement, ReadSubjects,
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
    Log,
    Sources,
    Settings,
}

/// A page of a place: where it is, the key of its name, and what its reader must be allowed.
struct Tab {
    of: Place,
    path: &'static str,
    name: &'static str,
    action: &'static str,
}

const fn tab(of: Place, path: &'static str, name: &'static str, action: &'static str) -> Tab {
    Tab {
        of,
        path,
        name,
        action,
    }
}

const TABS: [Tab; 17] = [
    tab(
        Place::Statement,
        "/statement",
        "tab-statement",
        ReadStatement::NAME,
    ),
    tab(
        Place::Statement,
        "/statement/pictures",
        "tab-statement-pictures",
        ReadStatement::NAME,
    ),
    tab(
        Place::Statement,
        "/subjects",
        "tab-subjects",
        ReadSubjects::NAME,
    ),
    tab(
        Place::Statement,
        "/pictures",
        "tab-pictures",
        ReadPictures::NAME,
    ),
    tab(Place::Log, "/log", "tab-log", ReadHistory::NAME),
    tab(Place::Log, "/changes", "tab-changes", ReadHistory::NAME),
    tab(Place::Log, "/logons", "tab-logons", ReadHistory::NAME),
    tab(Place::Log, "/elements", "tab-elements", ReadElements::NAME),
    tab(Place::Log, "/search", "tab-search", SearchPeople::NAME),
    tab(Place::Sources, "/sources", "tab-sources", ReadSources::NAME),
    tab(
        Place::Sources,
        "/sources/imports",
        "tab-imports",
        ReadSources::NAME,
    ),
    tab(
        Place::Sources,
        "/quarantine",
        "tab-quarantine",
        ReadQuarantine::NAME,
    ),
    tab(
        Place::Sources,
        "/integrity",
        "tab-integrity",
        ReadIntegrity::NAME,
    ),
    tab(
        Place::Sources,
        "/erasures",
        "tab-erasures",
        ReadErasures::NAME,
    ),
    tab(Place::Sources, "/own-log", "tab-own-log", ReadOwnLog::NAME),
    tab(Place::Settings, "/rules", "tab-rules", ReadRules::NAME),
    tab(Place::Settings, "/duties", "tab-duties", ReadDuties::NAME),
];

/// The places, and the keys of their names; each leads to the first of its pages that the reader
/// may see.
const NAVIGATION: [(Place, &str); 5] = [
    (Place::Front, "nav-front"),
    (Place::Statement, "nav-statement"),
    (Place::Log, "nav-log"),
    (Place::Sources, "nav-sources"),
    (Place::Settings, "nav-settings"),
];

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
        let link_to = |path, action| match may(asked.principal(), action) {
            true => asked.to(path),
            false => String::new(),
        };
        Frame {
            words,
            title,
            language: asked.language.tag(),
            organisation: asked.shared.organisation.clone(),
            reader: asked.principal().name().to_owned(),
            sign_out: match asked.principal().came_by() {
                CameBy::Provider => asked.to("/login/out"),
                _ => String::new(),
            },
            people: people(asked),
            choose_reader: asked.to("/login"),
            here: asked.again("", &[]),
            strip: match asked.principal().came_by() {
                CameBy::DevelopmentLogin => "strip-development",
                CameBy::LocalCommand | CameBy::Provider | CameBy::Itself => "",
            },
            front: asked.to(""),
            navigation: navigation(asked, place),
            tabs: tabs(asked, place),
            languages: languages(asked),
            search: link_to("/search", SearchPeople::NAME),
            own_log: link_to("/own-log", ReadOwnLog::NAME),
            checkpoint: checkpoint.unwrap_or_default(),
            integrity: link_to("/integrity", ReadIntegrity::NAME),
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

/// The places where there is something for the reader.
fn navigation(asked: &Asked, place: Place) -> Vec<NavLink> {
    let link = |(to, name): &(Place, &str)| {
        let path = match to {
            Place::Front => "",
            to => tabs_for(asked, *to).next()?.path,
        };
        let current = match *to == place {
            true if asked.path.trim_end_matches('/') == path => "page",
            true => "true",
            false => "",
        };
        Some(NavLink {
            label: asked.words().say(name),
            href: asked.to(path),
            current,
        })
    };
    NAVIGATION.iter().filter_map(link).collect()
}

/// The pages of a place that the reader may see.
fn tabs_for(asked: &Asked, place: Place) -> impl Iterator<Item = &'static Tab> {
    let of_place = TABS.iter().filter(move |tab| tab.of == place);
    of_place.filter(|tab| may(asked.principal(), tab.action))
}

/// The tabs keep the period, so that one quarter can be seen from all sides.
fn tabs(asked: &Asked, place: Place) -> Vec<NavLink> {
    let kept: Vec<(&str, String)> = ["period", "from", "to"]
        .into_iter()
        .filter(|_| asked.period_faults().is_empty())
        .filter_map(|key| Some((key, asked.get(key)?.to_owned())))
        .collect();
    tabs_for(asked, place)
        .map(|tab| NavLink {
            label: asked.words().say(tab.name),
            href: asked.to_with(
                tab.path,
                if matches!(place, Place::Sources | Place::Settings) {
                    &[]
                } else {
                    &kept
                },
            ),
            current: if asked.path == tab.path { "page" } else { "" },
        })
        .collect()
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
