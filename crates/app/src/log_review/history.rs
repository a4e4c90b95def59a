//! Single events: person, user, screen, change and logon views (H9.1–H9.5).
//!
//! The archive says which events and in what order; the ledger gives each one whole. What the
//! two sides were called on the day is added here.

use std::collections::HashSet;

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::directory::Employment;
use tilsyn_domain::question::{
    About, EventFilter, Flow, HistoryLine, HistoryQuestion, PersonCard, account_text,
};
use tilsyn_domain::{Day, Event, NationalId, Pattern, Period};

use super::sessions::SessionEnds;
use super::sought::folded;
use super::view::{
    AccessNames, HistoryEvent, HistorySubject, HistoryView, Named, PastEnd, PersonPictures,
    SessionEnd, UnitName, UserPictures, unusual_weeks,
};
use crate::desk::{Desk, answered};
use crate::own_log::Looked;
use crate::permit::{Form, Permit, Principal, ReadHistory};
use crate::problem::Problem;

/// The question that a reader is answered: narrowed to a unit, a list would tell that those belong
/// to it whom the register protects, by their accounts being there.
pub(super) fn told(question: &HistoryQuestion) -> HistoryQuestion {
    let mut question = question.clone();
    question.filter.unprotected |= question.filter.unit.is_some();
    question
}

/// Bands of one user's flow picture.
pub const FLOWS_MAX: usize = 12;

impl Desk {
    /// Events, newest first.
    ///
    /// # Errors
    /// When archive or ledger cannot be read, or the look cannot be filed.
    pub fn history(
        &self,
        permit: &Permit<ReadHistory>,
        question: &HistoryQuestion,
    ) -> Result<HistoryView, Problem> {
        let (view, looked) = self.history_page(permit.form(), question)?;
        self.file_look(permit, &looked)?;
        Ok(view)
    }

    /// The page of events asked for, or what there is instead past the end; and the look at it,
    /// which is still to be filed.
    pub(super) fn history_page(
        &self,
        form: Form,
        question: &HistoryQuestion,
    ) -> Result<(HistoryView, Looked), Problem> {
        let view = self.history_view(question)?;
        let past_end = PastEnd::of(form);
        let skip = past_end.start(question.skip, question.limit, view.total);
        if skip == question.skip {
            let looked = looked_at(question, &view);
            return Ok((view, looked));
        }
        let question = HistoryQuestion {
            skip,
            ..question.clone()
        };
        let view = self.history_view(&question)?;
        let looked = looked_at(&question, &view);
        Ok((view, looked))
    }

    /// Events, newest first, whose look is still to be filed.
    pub(super) fn history_view(&self, question: &HistoryQuestion) -> Result<HistoryView, Problem> {
        let found = answered(self.answers().history(&told(question)))?;
        let about = self.about(&question.about, question.period);
        let mut events = self.history_events(&found.lines)?;
        self.explain_events(&mut events)?;
        Ok(HistoryView {
            period: question.period,
            accounts: about
                .as_ref()
                .map(|named| self.accounts_of(&named.identity))
                .unwrap_or_default(),
            about,
            events,
            total: found.total,
            units: self.units_of_employees(),
            made_from: self.made_from()?,
        })
    }

    /// Every event of several views together, newest first, each once; the question says which
    /// events of each view.
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn newest_first(
        &self,
        permit: &Permit<ReadHistory>,
        abouts: Vec<About>,
        question: &HistoryQuestion,
    ) -> Result<NewestFirst<'_>, Problem> {
        let period = question.period;
        let mut lines = Vec::new();
        let mut looked = None;
        for about in abouts {
            let named = self.about(&about, period);
            let question = HistoryQuestion {
                about,
                ..question.clone()
            };
            lines.extend(answered(self.answers().history(&question))?.lines);
            let about = named.map(|named| named.identity);
            looked.get_or_insert_with(|| Looked::events(&question, about));
        }
        lines.sort_by_key(|line| std::cmp::Reverse((line.time, line.leaf)));
        lines.dedup_by_key(|line| line.leaf);
        if let Some(looked) = looked {
            let rows = lines.len() as u64;
            self.file_look(permit, &looked.rows(rows, 0, rows))?;
        }
        Ok(NewestFirst {
            desk: self,
            lines: lines.into_iter(),
            ends: SessionEnds::since(period.from()),
        })
    }

    /// The accounts that a text names: `source:user`, or a user name in any source.
    #[must_use]
    pub fn accounts_named(&self, text: &str) -> Vec<(String, String)> {
        let sources = self.registry().sources().unwrap_or_default();
        let known = |source: &str, user: &str| {
            let who = Identity::Account {
                source: source.to_owned(),
                user: user.to_owned(),
            };
            self.handle(&who).is_some()
        };
        let whole = text
            .split_once(':')
            .filter(|(source, user)| known(source, user));
        if let Some((source, user)) = whole {
            return vec![(source.to_owned(), user.to_owned())];
        }
        let named = sources
            .into_iter()
            .filter(|source| known(&source.name, text));
        named.map(|source| (source.name, text.to_owned())).collect()
    }

    /// The accounts that somebody who narrows a list may mean, several with commas between:
    /// `source:user` or the user name, with `*` for any characters, or the name or employee
    /// number of who owns it.
    #[must_use]
    pub fn accounts_like(&self, texts: &str) -> Vec<(String, String)> {
        let texts = texts.split(',').map(str::trim);
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        let patterns: Vec<Pattern> = texts.iter().map(|text| Pattern::new(text)).collect();
        let fits = |text: &str| patterns.iter().any(|pattern| pattern.fits(text));
        let spelled = texts.iter().map(|text| folded(&text.to_lowercase()));
        let spelled: Vec<Pattern> = spelled.map(|text| Pattern::new(&text)).collect();
        let is_named = |name: &str| {
            let name = folded(&name.to_lowercase());
            spelled.iter().any(|pattern| pattern.fits(&name))
        };
        let directory = self.directory();
        // Whom the register protects is not found by guessing.
        let index = self.directory_index();
        let named = directory.people.iter();
        let named = named.filter(|row| !index.is_protected(&row.national_id));
        let named = named.filter(|row| fits(&row.name) || is_named(&row.name));
        let mut owners: HashSet<&NationalId> = named.map(|row| &row.national_id).collect();
        let numbered = |row: &&Employment| {
            let is_open = !index.is_protected(&row.national_id);
            is_open && row.employee_no.as_deref().is_some_and(fits)
        };
        let numbered = directory.employments.iter().filter(numbered);
        owners.extend(numbered.map(|row| &row.national_id));
        let like = directory.accounts.iter().filter(|row| {
            let owner = row.national_id.as_ref();
            fits(&row.user)
                || fits(&account_text(&row.system, &row.user))
                || owner.is_some_and(|id| owners.contains(id))
        });
        let mut accounts: Vec<(String, String)> = like
            .map(|row| (row.system.clone(), row.user.clone()))
            .collect();
        // Accounts of the log that stand in no directory file are known by their whole name.
        accounts.extend(texts.iter().flat_map(|text| self.accounts_named(text)));
        accounts.sort();
        accounts.dedup();
        accounts
    }

    pub(super) fn units_of_employees(&self) -> Vec<UnitName> {
        let directory = self.directory();
        let units = directory.employments.iter().map(|row| row.unit.as_str());
        self.unit_names(units)
    }

    /// One event, whole.
    ///
    /// # Errors
    /// Gone, when there is no such event; ours, when it cannot be read.
    pub fn event(&self, permit: &Permit<ReadHistory>, leaf: u64) -> Result<HistoryEvent, Problem> {
        let (line, event) = self.line_of(leaf)?;
        let people = event.subjects.iter().map(|s| &s.national_id);
        let that_day = Period::new(line.day, line.day).unwrap_or(Period::always());
        let mut looked = Looked::list("event", that_day, people, 1);
        looked.about = Some(line.actor.clone());
        self.file_look(permit, &looked)?;
        let mut events = [self.history_event(&line, event)];
        self.explain_events(&mut events)?;
        let [event] = events;
        Ok(event)
    }

    /// One event with its line; the look is still to be filed.
    ///
    /// # Errors
    /// Gone, when there is no such event; ours, when it cannot be read.
    pub(crate) fn line_of(&self, leaf: u64) -> Result<(HistoryLine, Event), Problem> {
        let gone = || Problem::gone("problem-no-such-event");
        let event = self.stored_event(leaf)?.ok_or_else(gone)?;
        let day = self.zone().day_of(event.time.at);
        let account = About::Account {
            source: event.source.clone(),
            user: event.actor.user.clone(),
        };
        let that_day = Period::new(day, day).unwrap_or(Period::always());
        let question = HistoryQuestion {
            kinds: vec![event.kind],
            ..HistoryQuestion::every(account, that_day)
        };
        let lines = answered(self.answers().history(&question))?.lines;
        let line = lines
            .into_iter()
            .find(|line| line.leaf == leaf)
            .ok_or_else(gone)?;
        Ok((line, event))
    }

    fn about(&self, about: &About, period: Period) -> Option<Named> {
        let identity = match about {
            About::Subject(id) => Identity::Person(id.clone()),
            About::Actor(identity) => identity.clone(),
            About::Account { source, user } => Identity::Account {
                source: source.clone(),
                user: user.clone(),
            },
            About::Element(..) | About::Document { .. } | About::Everything => return None,
        };
        Some(self.named(identity, self.last_day_of(period)))
    }

    /// The last day of a period that the log has reached.
    fn last_day_of(&self, period: Period) -> Day {
        let latest = self.latest_day();
        latest.map_or(period.to(), |last| last.min(period.to()))
    }

    pub(crate) fn history_events(
        &self,
        lines: &[HistoryLine],
    ) -> Result<Vec<HistoryEvent>, Problem> {
        let leaves: Vec<u64> = lines.iter().map(|line| line.leaf).collect();
        let events = self.stored_events(&leaves)?;
        let known = lines.iter().zip(events);
        Ok(known
            .filter_map(|(line, event)| Some(self.history_event(line, event?)))
            .collect())
    }

    pub(crate) fn history_event(&self, line: &HistoryLine, mut event: Event) -> HistoryEvent {
        let subjects = line.subject_units.iter().map(|(id, units)| {
            let named = self.named(Identity::Person(id.clone()), line.day);
            HistorySubject {
                units: self.units_unless(named.card.is_protected, units),
                named,
            }
        });
        let actor = self.named(line.actor.clone(), line.day);
        let protected = self.keep_back(&mut event, line.day);
        HistoryEvent {
            leaf: line.leaf,
            day: line.day,
            minute: self.zone().minute_of(line.time),
            actor_units: self.units_unless(actor.card.is_protected, &line.actor_units),
            actor,
            subjects: subjects.collect(),
            outside: line.outside,
            access: self.access_names(&event, line.day),
            event,
            protected,
            explanations: None,
        }
    }

    /// What units are called; of whom the register protects, none.
    fn units_unless(&self, is_protected: bool, units: &[String]) -> Vec<UnitName> {
        match is_protected {
            true => Vec::new(),
            false => self.unit_names(units.iter().map(String::as_str)),
        }
    }

    fn access_names(&self, event: &Event, day: Day) -> AccessNames {
        let Some(access) = &event.access else {
            return AccessNames::default();
        };
        let system = access.system.as_ref().unwrap_or(&event.source);
        let whose = match &access.national_id {
            Some(id) => Identity::Person(id.clone()),
            None => Identity::Account {
                source: system.clone(),
                user: access.user.clone(),
            },
        };
        let directory = self.directory();
        let entitlement = directory.entitlements.iter().find(|row| {
            row.system == *system && Some(&row.entitlement) == access.entitlement.as_ref()
        });
        let unit = (access.scope.as_deref()).and_then(|scope| scope.strip_prefix("unit:"));
        AccessNames {
            user: self.card(&whose, day).name,
            entitlement: entitlement.map(|row| row.name.clone()),
            unit: unit.map(|unit| self.unit_name(unit)),
        }
    }

    /// How somebody is called; of whom the register protects, nothing.
    pub(crate) fn card(&self, identity: &Identity, day: Day) -> PersonCard {
        self.answers().card(identity, day).withheld()
    }

    pub(crate) fn named(&self, identity: Identity, day: Day) -> Named {
        let card = self.card(&identity, day);
        self.named_by(identity, card)
    }

    /// The same for a reader who may have been shown who it is.
    pub(crate) fn named_to(&self, reader: &Principal, identity: Identity, day: Day) -> Named {
        let is_shown = match &identity {
            Identity::Person(id) => self.is_shown_to(reader, id),
            Identity::Account { .. } => false,
        };
        let card = self.answers().card(&identity, day);
        match is_shown {
            true => self.named_by(identity, card),
            false => self.named_by(identity, card.withheld()),
        }
    }

    fn named_by(&self, identity: Identity, card: PersonCard) -> Named {
        let unit_name = card.unit.as_deref().map(|unit| self.unit_name(unit));
        Named {
            identity,
            card,
            unit_name,
        }
    }

    /// The accounts of a person, or the account itself.
    pub(crate) fn accounts_of(&self, identity: &Identity) -> Vec<String> {
        match identity {
            Identity::Account { source, user } => vec![account_text(source, user)],
            Identity::Person(id) => {
                let directory = self.directory();
                let own = directory
                    .accounts
                    .iter()
                    .filter(|a| a.national_id.as_ref() == Some(id));
                let mut texts: Vec<String> = own
                    .map(|row| account_text(&row.system, &row.user))
                    .collect();
                texts.sort();
                texts.dedup();
                texts
            }
        }
    }

    /// A person's page: the events, and who looked this person up, most first.
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn person_page(
        &self,
        permit: &Permit<ReadHistory>,
        subject: &NationalId,
        question: &HistoryQuestion,
    ) -> Result<(HistoryView, PersonPictures), Problem> {
        let (mut view, looked) = self.history_page(permit.form(), question)?;
        self.name_to(permit.principal(), &mut view);
        let mut viewers = answered(self.answers().viewers(subject, question.period))?;
        for viewer in &mut viewers {
            if viewer.card.is_protected {
                viewer.units.clear();
            }
            viewer.card = std::mem::take(&mut viewer.card).withheld();
        }
        self.file_look(permit, &looked)?;
        let units = (viewers.iter()).filter_map(|viewer| viewer.card.unit.as_deref());
        let named = self.unit_names(units).into_iter();
        let unit_names = named.map(|unit| (unit.unit, unit.name)).collect();
        Ok((
            view,
            PersonPictures {
                viewers,
                unit_names,
                identity: self.revealed(permit.principal(), subject),
            },
        ))
    }

    /// A user's page: the events, the weeks, the units looked into, and the hours of the day.
    ///
    /// Weeks are drawn over `drawn`, which may be shorter than the period of the list; hours are
    /// those of all events that the list holds.
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn user_page(
        &self,
        permit: &Permit<ReadHistory>,
        actor: &Identity,
        drawn: Period,
        question: &HistoryQuestion,
    ) -> Result<(HistoryView, UserPictures), Problem> {
        let (mut view, looked) = self.history_page(permit.form(), question)?;
        self.name_to(permit.principal(), &mut view);
        let mut pictures = self.user_pictures(actor, drawn, question)?;
        if view.about.as_ref().is_some_and(Named::is_withheld) {
            // From where somebody protected looks is where they work.
            pictures.flows.iter_mut().for_each(|flow| flow.from = None);
        }
        self.file_look(permit, &looked)?;
        Ok((view, pictures))
    }

    /// Names whom a page is about, where its reader was shown who that is.
    fn name_to(&self, reader: &Principal, view: &mut HistoryView) {
        let day = self.last_day_of(view.period);
        let about = view.about.take();
        view.about = about.map(|named| self.named_to(reader, named.identity, day));
    }

    pub(super) fn user_pictures(
        &self,
        actor: &Identity,
        drawn: Period,
        list: &HistoryQuestion,
    ) -> Result<UserPictures, Problem> {
        let covered = self.within_log(drawn)?;
        let weeks = answered(self.answers().weeks(std::slice::from_ref(actor), covered))?;
        let weeks = weeks.into_iter().next().unwrap_or_default();
        let mut flows = answered(self.answers().flows(drawn, Some(actor)))?;
        flows.truncate(FLOWS_MAX);
        let hours = answered(self.answers().hours(&told(list)))?;
        let lookups: Vec<u64> = weeks.iter().map(|week| week.lookups).collect();
        Ok(UserPictures {
            covered,
            unusual: unusual_weeks(&lookups, &covered.whole_weeks()),
            weeks,
            hours,
            flows: self.named_flows(flows),
            authorisations: self.authorisations_of(actor, self.today()),
        })
    }

    pub(crate) fn named_flows(&self, flows: Vec<Flow>) -> Vec<Flow> {
        let name = |unit: Option<String>| unit.map(|unit| self.unit_name(&unit));
        let named = |flow: Flow| Flow {
            from: name(flow.from),
            to: name(flow.to),
            ..flow
        };
        flows.into_iter().map(named).collect()
    }
}

/// The account that a list is narrowed to.
fn sole_account(filter: &EventFilter) -> Option<Identity> {
    match filter.accounts.as_deref() {
        Some([(source, user)]) => Some(Identity::Account {
            source: source.clone(),
            user: user.clone(),
        }),
        _ => None,
    }
}

/// A look at events, as it is filed.
pub(super) fn looked_at(question: &HistoryQuestion, view: &HistoryView) -> Looked {
    let about = view.about.as_ref().map(|named| named.identity.clone());
    let about = about.or_else(|| sole_account(&question.filter));
    let mut looked = Looked::events(question, about);
    let people = view.events.iter().flat_map(|event| &event.event.subjects);
    looked.name(people.map(|subject| &subject.national_id));
    looked.rows(view.events.len() as u64, question.skip, view.total)
}

/// Events of a large answer, read from the ledger as they are asked for.
pub struct NewestFirst<'a> {
    desk: &'a Desk,
    lines: std::vec::IntoIter<HistoryLine>,
    ends: SessionEnds,
}

impl NewestFirst<'_> {
    /// The next events; none at the end.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn next_page(&mut self, events: usize) -> Result<Vec<HistoryEvent>, Problem> {
        let lines: Vec<HistoryLine> = self.lines.by_ref().take(events).collect();
        let mut events = self.desk.history_events(&lines)?;
        self.desk.explain_events(&mut events)?;
        Ok(events)
    }

    /// How an event's session ended; `None` where the event is no logon that was let in.
    ///
    /// # Errors
    /// When archive or ledger cannot be read.
    pub fn session_end(&mut self, shown: &HistoryEvent) -> Result<Option<SessionEnd>, Problem> {
        self.ends.of(self.desk, shown)
    }
}
