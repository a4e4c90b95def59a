//! The archive as the one who answers questions about events.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use tilsyn_domain::counted::{CountedPictures, CountedSubjects};
use tilsyn_domain::question::{
    AnswerError, Dropped, ElementField, ElementLine, Flow, History, HistoryQuestion, OneLookup,
    PersonCard, PictureLine, SourceHours, SourceTotals, StatementLine, Stored, SubjectLine, Viewer,
    WeekCount,
};
use tilsyn_domain::touch::{TouchQuestion, TouchWeek};
use tilsyn_domain::usage::Usage;
use tilsyn_domain::{Answers, Code, Day, Directory, Identity, Instant, NationalId, Period};

use crate::archive::Archive;
use crate::kernels::{self, View};
use crate::words::Field;

type Answer<T> = Result<T, AnswerError>;

impl Archive {
    fn view(&self) -> View<'_> {
        View::of(&self.core)
    }
}

impl Answers for Archive {
    fn next_leaf(&self) -> u64 {
        self.core.state().next_leaf
    }

    fn take_in(&self, events: &[Stored]) -> Answer<()> {
        Ok(self.take_in_stored(events)?)
    }

    fn seen_up_to(&self, leaf: u64) {
        let mut state = self.core.state_mut();
        state.next_leaf = state.next_leaf.max(leaf);
    }

    fn drop_events(&self, dropped: &BTreeMap<u64, Dropped>) -> Answer<()> {
        Ok(self.core.drop_events(dropped)?)
    }

    fn forget_people(&self, codes: &[Code]) {
        self.core.forget_people(codes);
    }

    fn renew(&self, directory: Arc<Directory>) -> Answer<()> {
        Ok(self.core.renew(directory)?)
    }

    fn statement(&self, period: Period, limit: Option<usize>) -> Answer<Vec<StatementLine>> {
        Ok(kernels::statement(&self.view(), period, limit)?)
    }

    fn subjects(&self, period: Period, limit: Option<usize>) -> Answer<Vec<SubjectLine>> {
        Ok(kernels::subjects(&self.view(), period, limit)?)
    }

    fn pictures(&self, period: Period, limit: Option<usize>) -> Answer<Vec<PictureLine>> {
        Ok(kernels::pictures(&self.view(), period, limit)?)
    }

    fn counted_subjects(&self, period: Period) -> Answer<Arc<CountedSubjects>> {
        Ok(kernels::counted_subjects(&self.core, period)?)
    }

    fn counted_pictures(&self, period: Period) -> Answer<Arc<CountedPictures>> {
        Ok(kernels::counted_pictures(&self.core, period)?)
    }

    fn elements(&self, field: ElementField, period: Period) -> Answer<Vec<ElementLine>> {
        Ok(kernels::elements(&self.view(), field, period)?)
    }

    fn history(&self, question: &HistoryQuestion) -> Answer<History> {
        Ok(kernels::history(&self.view(), question)?)
    }

    fn leaves(&self, question: &HistoryQuestion) -> Answer<Vec<u64>> {
        Ok(kernels::leaves(&self.view(), question)?)
    }

    fn hours(&self, question: &HistoryQuestion) -> Answer<[u64; 24]> {
        Ok(kernels::hours(&self.view(), question)?)
    }

    fn usage(&self, question: &HistoryQuestion) -> Answer<Usage> {
        Ok(kernels::usage(&self.view(), question)?)
    }

    fn weeks(&self, actors: &[Identity], period: Period) -> Answer<Vec<Vec<WeekCount>>> {
        Ok(kernels::weeks(&self.view(), actors, period)?)
    }

    fn flows(&self, period: Period, actor: Option<&Identity>) -> Answer<Vec<Flow>> {
        Ok(kernels::flows(&self.view(), period, actor)?)
    }

    fn viewers(&self, subject: &NationalId, period: Period) -> Answer<Vec<Viewer>> {
        Ok(kernels::viewers(&self.view(), subject, period)?)
    }

    fn touches(
        &self,
        question: &TouchQuestion,
        each: &mut dyn FnMut(TouchWeek) -> ControlFlow<()>,
    ) -> Answer<()> {
        Ok(kernels::touches(&self.view(), question, each)?)
    }

    fn lookup_count(&self, period: Period) -> Answer<u64> {
        Ok(kernels::lookup_count(&self.view(), period)?)
    }

    fn lookups(
        &self,
        period: Period,
        each: &mut dyn FnMut(Vec<OneLookup>) -> ControlFlow<()>,
    ) -> Answer<()> {
        Ok(kernels::lookups(&self.view(), period, each)?)
    }

    fn card(&self, who: &Identity, day: Day) -> PersonCard {
        let resolver = Arc::clone(&self.core.state().resolver);
        resolver.card(who, day, &self.core.words())
    }

    fn check(&self) -> Answer<Vec<String>> {
        let view = self.view();
        let home = &self.core.home;
        let checked = view.segments.iter().map(|segment| segment.check(home));
        Ok(checked
            .filter_map(Result::err)
            .map(|error| error.to_string())
            .collect())
    }

    fn sources(&self) -> Answer<Vec<SourceTotals>> {
        let view = self.view();
        let words = self.core.words();
        let mut totals: BTreeMap<&str, SourceTotals> = BTreeMap::new();
        for found in view
            .segments
            .iter()
            .flat_map(|segment| &segment.summary.sources)
        {
            let source = words.text(Field::Source, found.source);
            let total = totals.entry(source).or_insert_with(|| SourceTotals {
                source: source.to_owned(),
                events: 0,
                first: Instant(found.first),
                last: Instant(found.last),
            });
            total.events += found.events;
            total.first = total.first.min(Instant(found.first));
            total.last = total.last.max(Instant(found.last));
        }
        Ok(totals.into_values().collect())
    }

    fn hours_of_sources(&self, span: Range<Instant>) -> Answer<Vec<SourceHours>> {
        Ok(kernels::hours_of_sources(&self.view(), &span)?)
    }

    fn records_between(&self, source: &str, span: Range<Instant>) -> Answer<u64> {
        Ok(kernels::records_between(&self.view(), source, &span)?)
    }
}
