//! The frame of every page: skip links, navigation, search, language, and who is looking.
//!
//! Navigation is the same for everyone and names only places that exist. The title never holds
//! a name or an id, since browsers keep titles in their history.

use tilsyn_app::permit::CameBy;

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

/// The pages of each place: path and key of the name.
const TABS: [(Place, &str, &str); 17] = [
    (Place::Statement, "/statement", "tab-statement"),
    (
        Place::Statement,
        "/statement/pictures",
        "tab-statement-pictures",
    ),
    (Place::Statement, "/subjects", "tab-subjects"),
    (Place::Statement, "/pictures", "tab-pictures"),
    (Place::Log, "/log", "tab-log"),
    (Place::Log, "/changes", "tab-changes"),
    (Place::Log, "/logons", "tab-logons"),
    (Place::Log, "/elements", "tab-elements"),
    (Place::Log, "/search", "tab-search"),
    (Place::Sources, "/sources", "tab-sources"),
    (Place::Sources, "/sources/imports", "tab-imports"),
    (Place::Sources, "/quarantine", "tab-quarantine"),
    (Place::Sources, "/integrity", "tab-integrity"),
    (Place::Sources, "/erasures", "tab-erasures"),
    (Place::Sources, "/own-log", "tab-own-log"),
    (Place::Settings, "/rules", "tab-rules"),
    (Place::Settings, "/duties", "tab-duties"),
];

const NAVIGATION: [(Place, &str, &str); 5] = [
    (Place::Front, "", "nav-front"),
    (Place::Statement, "/statement", "nav-statement"),
    (Place::Log, "/log", "nav-log"),
    (Place::Sources, "/sources", "nav-sources"),
    (Place::Settings, "/rules", "nav-settings"),
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
    pub(crate) search: String,
    pub(crate) own_log: String,
    /// From which checkpoint the page was made; empty where it holds nothing of the log.
    pub(crate) checkpoint: String,
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
        let navigation = NAVIGATION.iter().map(|(to, path, key)| {
            let current = match *to == place {
                true if asked.path.trim_end_matches('/') == *path => "page",
                true => "true",
                false => "",
            };
            NavLink {
                label: words.say(key),
                href: asked.to(path),
                current,
            }
        });
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
            navigation: navigation.collect(),
            tabs: tabs(asked, place),
            languages: languages(asked),
            search: asked.to("/search"),
            own_log: asked.to("/own-log"),
            checkpoint: checkpoint.unwrap_or_default(),
            integrity: asked.to("/integrity"),
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

/// The tabs keep the period, so that one quarter can be seen from all sides.
fn tabs(asked: &Asked, place: Place) -> Vec<NavLink> {
    let kept: Vec<(&str, String)> = ["period", "from", "to"]
        .into_iter()
        .filter(|_| asked.period_faults().is_empty())
        .filter_map(|key| Some((key, asked.get(key)?.to_owned())))
        .collect();
    TABS.iter()
        .filter(|(of, _, _)| *of == place)
        .map(|(_, path, key)| NavLink {
            label: asked.words().say(key),
            href: asked.to_with(
                path,
                if matches!(place, Place::Sources | Place::Settings) {
                    &[]
                } else {
                    &kept
                },
            ),
            current: if asked.path == *path { "page" } else { "" },
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
