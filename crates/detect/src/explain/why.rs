//! Why one lookup was expected, in the words of its templates.
//!
//! What `weekly` says of a whole log in marks, here said of single looks with what lies between:
//! which unit, which case, which other person on which day.

use std::collections::HashMap;

use tilsyn_domain::touch::{Channel, Marks, Touch};
use tilsyn_domain::{Day, Identity, NationalId};

use super::{Explaining, LaidReason, Reasons, Seen};
use crate::language::rules::{Class, Direction, Domain, Path, Reason, Sentences, Template, Within};
use crate::people::Who;

/// One look at somebody, as an event tells it.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    pub user: &'a Identity,
    pub person: &'a NationalId,
    pub day: Day,
    /// Local time, minutes after midnight.
    pub minute: u16,
    pub channel: Channel,
    pub application: Option<&'a str>,
    /// Element, screen, tab and report.
    pub places: [Option<&'a str>; 4],
}

/// What stands for a variable of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// The code of a unit.
    Unit(String),
    /// A reference, as the directory writes it.
    Reference(String),
    Person(NationalId),
    Day(Day),
}

/// A template that explains a look.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// Its id in the rules.
    pub template: String,
    pub class: Class,
    pub say: Sentences,
    /// Variables of the sentence and what stands for them.
    pub words: Vec<(String, Word)>,
}

impl Explaining {
    /// How many days around a look other looks of the user may explain it; `None` where no
    /// template asks for others in that channel.
    #[must_use]
    pub fn days_beside(&self, channel: Channel) -> Option<i32> {
        let laid = self.explainer.laid.iter();
        let days = laid.filter_map(|laid| match &laid.ground {
            LaidReason::Beside(other) if laid.channels[channel as usize] => {
                Some(match other.within {
                    Within::Days(days) => i32::from(days),
                    Within::MinutesBefore(_) => 0,
                })
            }
            _ => None,
        });
        days.max()
    }

    /// Why a look was expected, by the templates that count; empty where nothing explains it.
    /// `others`: looks of the same user on the days around, this one among them.
    #[must_use]
    pub fn why(&self, look: &Look<'_>, others: &[Look<'_>]) -> Vec<Why> {
        let Some(seen) = self.seen_of(look, others) else {
            return Vec::new();
        };
        let counting = self.counting();
        let mut mask = self.explainer.mask(&seen) & counting;
        let mut reasons = Reasons::default();
        if mask == 0 {
            for other in others {
                let Some(other) = self.seen_of(other, &[]) else {
                    continue;
                };
                if other.user != other.person && self.explainer.mask(&other) & counting != 0 {
                    reasons.add(&other);
                }
            }
            mask = super::beside(&self.explainer, &seen, &reasons, &self.ground) & counting;
        }
        let templates = self.explainer.templates().iter().enumerate();
        let explaining = templates.filter(|(place, _)| mask & 1 << place != 0);
        explaining
            .map(|(place, template)| Why {
                template: template.id.clone(),
                class: template.class,
                say: template.say.clone(),
                words: self.words(place, template, &seen, &reasons),
            })
            .collect()
    }

    /// Which rule says that nothing clears a look at oneself or one's own, and its sentence.
    #[must_use]
    pub fn never(&self, look: &Look<'_>) -> Option<(&str, &Sentences)> {
        let seen = self.seen_of(look, &[])?;
        let place = self.explainer.never(&seen, &self.ground)?;
        let never = &self.explainer.rules.never[place];
        Some((&never.id, &never.say))
    }

    fn seen_of(&self, look: &Look<'_>, others: &[Look<'_>]) -> Option<Seen> {
        let ground = &self.ground;
        let user = ground.people.find(look.user)?;
        let person = ground.people.find_person(look.person)?;
        let same = others.iter().filter(|other| {
            other.person == look.person
                && (other.day, other.channel) == (look.day, look.channel)
                && other.application == look.application
        });
        let place = |name: &str| {
            self.explainer
                .applications
                .iter()
                .position(|app| app == name)
        };
        let application = look.application.and_then(place);
        let mut marks = Marks::LOOKUP;
        for (set, names) in self.explainer.screens.iter().enumerate() {
            let is_there = |name: &&str| names.iter().any(|of| of == name);
            if look.places.iter().flatten().any(is_there) {
                marks = marks.with(Marks::screens(set));
            }
        }
        Some(Seen {
            user,
            person,
            day: look.day,
            role: ground.work.role_on(user, look.day),
            touch: Touch {
                subject: 0,
                actor: 0,
                weekday: 0,
                channel: look.channel,
                application: application.map_or(0, |at| u8::try_from(at + 1).unwrap_or(u8::MAX)),
                marks,
                minute: look.minute,
                events: u16::try_from(same.count().max(1)).unwrap_or(u16::MAX),
                lookups: 1,
            },
        })
    }

    fn words(
        &self,
        place: usize,
        template: &Template,
        seen: &Seen,
        reasons: &Reasons,
    ) -> Vec<(String, Word)> {
        let laid = &self.explainer.laid[place];
        match (&template.reason, &laid.ground) {
            (Reason::Path(path), LaidReason::Path(tied)) => {
                let middle = tied.meeting(seen.user, seen.person, seen.day, laid.slack);
                middle.map_or_else(Vec::new, |middle| self.between(path, middle, seen.person))
            }
            (Reason::Beside(other), LaidReason::Beside(tie)) => {
                let reason = tie.reason(seen, reasons, &self.ground);
                let Some(reason) = reason else {
                    return Vec::new();
                };
                let mut words = vec![("day".to_owned(), Word::Day(reason.day))];
                words.extend(
                    self.person(reason.person)
                        .map(|word| (other.other.clone(), word)),
                );
                words
            }
            _ => Vec::new(),
        }
    }

    /// What lies between the hops of a path that meets in `middle`, from the user on.
    fn between(&self, path: &Path, middle: u32, person: Who) -> Vec<(String, Word)> {
        let ties = &self.explainer.ties;
        let mut numbers = vec![middle];
        if path.hops.len() > 2 {
            let last = ties.hop(path.hops[2], false);
            let leads_there =
                |number: &u32| last.at(*number).iter().any(|span| span.other == person);
            let second = ties.hop(path.hops[1], false).at(middle).iter();
            numbers.extend(second.map(|span| span.other).find(leads_there));
        }
        let names = path.between.iter().zip(&path.hops).zip(numbers);
        let words = names.filter_map(|((name, hop), number)| {
            let ends = &self.explainer.rules.relations[hop.relation].ends;
            let domain = match hop.direction {
                Direction::Onwards => &ends[1],
                Direction::Back => &ends[0],
            };
            Some((name.clone(), self.word(domain, number)?))
        });
        words.collect()
    }

    fn word(&self, domain: &Domain, number: u32) -> Option<Word> {
        match domain {
            Domain::Someone => self.person(number),
            Domain::Unit => Some(Word::Unit(self.ground.units.text(number).to_owned())),
            Domain::Other(name) => {
                let text = self.explainer.names.get(name)?.text(number);
                Some(Word::Reference(text.to_owned()))
            }
        }
    }

    fn person(&self, who: Who) -> Option<Word> {
        match self.ground.people.identity(who) {
            Identity::Person(id) => Some(Word::Person(id.clone())),
            Identity::Account { .. } => None,
        }
    }
}

/// A sentence with the words in the place of its variables.
#[must_use]
pub fn filled(sentence: &str, words: &HashMap<String, String>) -> String {
    let mut text = sentence.to_owned();
    for (name, word) in words {
        text = text.replace(&format!("{{{name}}}"), word);
    }
    text
}
