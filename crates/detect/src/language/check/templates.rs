//! Templates and never rules: each clause once, none missing.
//!
//! Not here: what makes a reason (`reason`), what stands in sentences (`sentences`).

use std::collections::HashSet;

use super::super::mistake::{MistakeKind, Mistakes, Place, quoted};
use super::super::rules::{
    App, Class, Close, Never, Reason, Scope, Sentences, Slack, Template, Tie,
};
use super::super::tree::{Clause, Name, RuleText, Says, Sentence, Value};
use super::reason::{self, Ground};
use super::relations::Known;
use super::sentences;

/// The template of a rule, if it has no mistake that leaves it incomplete.
pub(super) fn template(
    rule: &RuleText<'_>,
    known: &Known<'_>,
    mistakes: &mut Mistakes,
) -> Option<Template> {
    let clauses = Clauses::of(rule, mistakes);
    let reason = reason::reason(rule.place, &clauses.ground, known, mistakes);
    let class = clauses.needed(clauses.class, "class", mistakes);
    let slack = clauses.slack(reason.as_ref(), mistakes);
    let names = reason.as_ref().map(names_for);
    let say = clauses.sentences(names.as_deref(), mistakes);
    Some(Template {
        id: rule.id?.text.to_owned(),
        class: class?,
        scope: clauses.scope,
        reason: reason?,
        slack,
        say: say?,
    })
}

/// The never rule of a rule, if it has no mistake that leaves it incomplete.
pub(super) fn never(
    rule: &RuleText<'_>,
    known: &Known<'_>,
    mistakes: &mut Mistakes,
) -> Option<Never> {
    let clauses = Clauses::of(rule, mistakes);
    let whom = match (clauses.ground.oneself, clauses.close) {
        (Some(_), _) => Some(vec![Close::Oneself]),
        (None, Some(ties)) => Some(close(ties, known, mistakes)),
        (None, None) => clauses.needed(None, "person", mistakes),
    };
    let say = clauses.sentences(Some(&["user", "person"]), mistakes);
    Some(Never {
        id: rule.id?.text.to_owned(),
        except: clauses.except,
        whom: whom?,
        say: say?,
    })
}

/// What the sentences of a template may name.
fn names_for(reason: &Reason) -> Vec<&str> {
    let mut names = vec!["user", "person"];
    match reason {
        Reason::Path(path) => {
            names.extend(path.between.iter().map(String::as_str));
            names.extend(["from", "to"]);
        }
        Reason::Beside(beside) => names.extend([beside.other.as_str(), "day"]),
        Reason::Oneself => {}
    }
    names
}

fn close(ties: &[Name<'_>], known: &Known<'_>, mistakes: &mut Mistakes) -> Vec<Close> {
    let mut seen = HashSet::new();
    let mut whom = Vec::new();
    for tie in ties {
        if !seen.insert(tie.text) {
            let value = quoted(tie.text);
            mistakes.add(tie.place, MistakeKind::ValueTwice { value });
        } else if tie.text == "household" {
            whom.push(Close::Household);
        } else {
            whom.extend(known.find_of_people(*tie, mistakes).map(Close::Relation));
        }
    }
    whom
}

/// The clauses of one rule, each by what it says.
struct Clauses<'r, 'a> {
    place: Place,
    ground: Ground<'r, 'a>,
    close: Option<&'r [Name<'a>]>,
    scope: Scope,
    except: Vec<App>,
    slack: Option<(Place, Slack)>,
    class: Option<Class>,
    say: Option<(Place, &'r [Sentence])>,
}

impl<'r, 'a> Clauses<'r, 'a> {
    fn of(rule: &'r RuleText<'a>, mistakes: &mut Mistakes) -> Clauses<'r, 'a> {
        let mut clauses = Clauses {
            place: rule.place,
            ground: Ground {
                complete: true,
                ..Ground::default()
            },
            close: None,
            scope: Scope::default(),
            except: Vec::new(),
            slack: None,
            class: None,
            say: None,
        };
        let mut seen: Vec<&'static str> = Vec::new();
        for clause in &rule.clauses {
            let word = clause.word;
            if seen.contains(&word) && !matches!(clause.says, Says::Broken) {
                let kind = MistakeKind::ClauseTwice { clause: word };
                mistakes.add(clause.place, kind);
                continue;
            }
            if !seen.contains(&word) {
                seen.push(word);
            }
            clauses.take(clause);
        }
        clauses
    }

    fn take(&mut self, clause: &'r Clause<'a>) {
        let place = clause.place;
        match &clause.says {
            Says::Roles(roles) => self.scope.roles = texts(roles, str::to_lowercase),
            Says::Apps(apps) => self.scope.apps.clone_from(apps),
            Says::NotApps(apps) => self.except.clone_from(apps),
            Says::Screens(screens) => self.scope.screens = texts(screens, str::to_owned),
            Says::Path(links) => self.ground.links = Some((place, links)),
            Says::Same(same) => self.ground.same = Some((place, same)),
            Says::Once(explained) => self.ground.once = Some(explained),
            Says::Oneself => self.ground.oneself = Some(place),
            Says::Close(ties) => self.close = Some(ties),
            Says::Events(events) => self.scope.events_max = Some(*events),
            Says::Slack(slack) => self.slack = Some((place, *slack)),
            Says::Class(class) => self.class = Some(*class),
            Says::Say(sentences) => self.say = Some((place, sentences)),
            Says::Broken => self.ground.complete = false,
        }
    }

    /// A clause that every such rule has.
    fn needed<T>(
        &self,
        clause: Option<T>,
        word: &'static str,
        mistakes: &mut Mistakes,
    ) -> Option<T> {
        if clause.is_none() && self.ground.complete {
            let kind = MistakeKind::ClauseMissing { clause: word };
            mistakes.add(self.place, kind);
        }
        clause
    }

    fn slack(&self, reason: Option<&Reason>, mistakes: &mut Mistakes) -> Slack {
        let Some((place, slack)) = self.slack else {
            return Slack::default();
        };
        let relation = match reason {
            None | Some(Reason::Path(_)) => true,
            Some(Reason::Beside(beside)) => matches!(beside.tie, Tie::Relation(_)),
            Some(Reason::Oneself) => false,
        };
        if !relation {
            mistakes.add(place, MistakeKind::SlackWithoutRelation);
        }
        slack
    }

    fn sentences(&self, names: Option<&[&str]>, mistakes: &mut Mistakes) -> Option<Sentences> {
        let (place, say) = self.needed(self.say, "say", mistakes)?;
        Some(sentences::check(place, say, names, mistakes))
    }
}

fn texts(values: &[Value], written: impl Fn(&str) -> String) -> Vec<String> {
    values.iter().map(|value| written(&value.text)).collect()
}
