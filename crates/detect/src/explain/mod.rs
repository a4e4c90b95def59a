//! Why each touch was expected: the templates of the rules, checked against the directory.
//!
//! Every template is asked of every touch, those too that do not count, so that what each covers
//! is always known. Which of them count, `admission` says. Not here: the language (`language`).

mod admission;
mod beside;
pub mod propose;
pub mod report;
mod weekly;
mod why;

use std::collections::HashMap;

use tilsyn_domain::touch::{Channel, Marks, SCREEN_SETS_MAX, Touch};
use tilsyn_domain::{Day, Directory};

use crate::ground::{Ground, Names, Tied, Ties, ties};
use crate::language::rules::{App, Close, Reason, Rules, Slack, Template};
use crate::people::Who;
use crate::spans::Spans;

use admission::Admission;
pub use admission::{Coverage, FALSE_COVERAGE_MAX};
use beside::{Reasons, beside};
pub(crate) use weekly::ExplainedWeek;
pub use weekly::{Explained, Explaining};
pub use why::{Look, Why, Word, filled};

/// A set of templates, by place: bit 0 is the first.
pub(crate) type Mask = u32;

/// A touch with who stood on its two sides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) user: Who,
    pub(crate) person: Who,
    pub(crate) day: Day,
    pub(crate) role: u32,
    pub(crate) touch: Touch,
}

/// A template, laid out against the directory.
struct Laid {
    channels: [bool; 3],
    /// Numbers of applications in touches; empty narrows nothing.
    applications: Vec<u8>,
    screens: Option<Marks>,
    /// Empty narrows nothing.
    roles: Vec<u32>,
    events_max: u16,
    slack: Slack,
    ground: LaidReason,
}

enum LaidReason {
    Path(Tied),
    Oneself,
    Beside(beside::Laid),
}

/// What no template clears, laid out.
struct LaidNever {
    except: [bool; 3],
    whom: Vec<LaidClose>,
}

enum LaidClose {
    Oneself,
    Household,
    Relation(Spans),
}

/// All templates of a file, ready to be asked.
pub(crate) struct Explainer {
    rules: Rules,
    ties: Ties,
    /// Of what has neither person nor unit, by the name of its domain.
    names: HashMap<String, Names>,
    laid: Vec<Laid>,
    never: Vec<LaidNever>,
    applications: Vec<String>,
    screens: Vec<Vec<String>>,
}

impl Explainer {
    pub(crate) fn of(
        rules: &Rules,
        directory: &Directory,
        known_on: Day,
        ground: &mut Ground,
    ) -> Explainer {
        let mut names = HashMap::new();
        let tied = ties(rules, directory, known_on, ground, &mut names);
        let mut explainer = Explainer {
            rules: rules.clone(),
            ties: tied,
            names,
            laid: Vec::new(),
            never: Vec::new(),
            applications: Vec::new(),
            screens: vec![sensitive_elements(directory)],
        };
        for template in &rules.templates {
            let ground_of = match &template.reason {
                Reason::Path(path) => LaidReason::Path(explainer.ties.path(path)),
                Reason::Oneself => LaidReason::Oneself,
                Reason::Beside(other) => {
                    LaidReason::Beside(beside::Laid::of(other, &explainer.ties))
                }
            };
            let laid = explainer.lay(template, ground_of, ground);
            explainer.laid.push(laid);
        }
        for never in &rules.never {
            explainer.never.push(LaidNever {
                except: channels_of(&never.except).unwrap_or([false; 3]),
                whom: never
                    .whom
                    .iter()
                    .map(|close| match close {
                        Close::Oneself => LaidClose::Oneself,
                        Close::Household => LaidClose::Household,
                        Close::Relation(relation) => {
                            LaidClose::Relation(explainer.ties.both_ways(*relation))
                        }
                    })
                    .collect(),
            });
        }
        explainer
    }

    fn lay(&mut self, template: &Template, reason: LaidReason, ground: &mut Ground) -> Laid {
        let scope = &template.scope;
        let mut applications = Vec::new();
        for app in &scope.apps {
            if let App::Named(name) = app {
                applications.push(self.application(name));
            }
        }
        let screens = (!scope.screens.is_empty()).then(|| self.screen_set(&scope.screens));
        Laid {
            channels: channels_of(&scope.apps).unwrap_or(match applications.is_empty() {
                true => [true, true, false],
                false => [true; 3],
            }),
            applications,
            screens,
            roles: scope
                .roles
                .iter()
                .map(|role| ground.work.roles.meet(role))
                .collect(),
            events_max: scope.events_max.unwrap_or(u16::MAX),
            slack: template.slack,
            ground: reason,
        }
    }

    fn application(&mut self, name: &str) -> u8 {
        let known = self.applications.iter().position(|known| known == name);
        let place = known.unwrap_or_else(|| {
            self.applications.push(name.to_owned());
            self.applications.len() - 1
        });
        u8::try_from(place + 1).unwrap_or(u8::MAX)
    }

    /// The marks of a set of screens; sets beyond the last share its mark.
    fn screen_set(&mut self, names: &[String]) -> Marks {
        let known = self.screens.iter().position(|set| set == names);
        let place = known.unwrap_or_else(|| {
            if self.screens.len() < SCREEN_SETS_MAX {
                self.screens.push(names.to_vec());
            } else {
                self.screens[SCREEN_SETS_MAX - 1].extend_from_slice(names);
            }
            self.screens.len() - 1
        });
        Marks::screens(place)
    }

    /// What a question for touches must tell apart.
    pub(crate) fn applications(&self) -> &[String] {
        &self.applications
    }

    /// The first set is that of sensitive elements.
    pub(crate) fn screens(&self) -> &[Vec<String>] {
        &self.screens
    }

    pub(crate) fn templates(&self) -> &[Template] {
        &self.rules.templates
    }

    /// Templates that explain a touch by the directory alone.
    pub(crate) fn mask(&self, seen: &Seen) -> Mask {
        let mut mask = 0;
        for (place, laid) in self.laid.iter().enumerate() {
            let explains = laid.is_about(seen)
                && match &laid.ground {
                    LaidReason::Path(tied) => {
                        tied.meets(seen.user, seen.person, seen.day, laid.slack)
                    }
                    LaidReason::Oneself => seen.user == seen.person,
                    LaidReason::Beside(_) => false,
                };
            mask |= u32::from(explains) << place;
        }
        mask
    }

    /// Which never rule says that nothing clears this touch.
    pub(crate) fn never(&self, seen: &Seen, ground: &Ground) -> Option<usize> {
        self.never.iter().position(|never| {
            !never.except[seen.touch.channel as usize]
                && never.whom.iter().any(|close| match close {
                    LaidClose::Oneself => seen.user == seen.person,
                    LaidClose::Household => {
                        seen.user != seen.person
                            && ground
                                .kinship
                                .share_household(seen.user, seen.person, seen.day)
                    }
                    LaidClose::Relation(ties) => ties
                        .at(seen.user)
                        .iter()
                        .any(|span| span.other == seen.person),
                })
        })
    }
}

impl Laid {
    /// Whether the template is about touches like this one.
    fn is_about(&self, seen: &Seen) -> bool {
        let touch = &seen.touch;
        self.channels[touch.channel as usize]
            && (self.applications.is_empty() || self.applications.contains(&touch.application))
            && self.screens.is_none_or(|set| touch.marks.any(set))
            && (self.roles.is_empty() || self.roles.contains(&seen.role))
            && touch.events <= self.events_max
    }
}

/// The channels named; `None` where none is.
fn channels_of(apps: &[App]) -> Option<[bool; 3]> {
    let channels = apps.iter().filter_map(|app| match app {
        App::Work => Some(Channel::Work),
        App::Register => Some(Channel::Register),
        App::OwnRecord => Some(Channel::OwnRecord),
        App::Named(_) => None,
    });
    channels.fold(None, |all: Option<[bool; 3]>, channel| {
        let mut all = all.unwrap_or_default();
        all[channel as usize] = true;
        Some(all)
    })
}

/// Elements that entitlements call sensitive.
fn sensitive_elements(directory: &Directory) -> Vec<String> {
    let sensitive = directory.entitlements.iter().filter(|row| row.sensitive);
    let mut names: Vec<String> = sensitive.flat_map(|row| row.elements.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}
