//! What is sent from the page of a source: why numbers are missing, and what it says it has sent.
//!
//! Each leads back to its part of the page. Not here: the page with the forms (`one`).

use std::sync::Arc;

use tilsyn_app::permit::{ExplainGap, ImportEvents, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::{SourceStatement, Stamp};

use crate::asked::Asked;
use crate::reply::Reply;
use crate::sent::{Sent, field};

/// `POST /{language}/source/explain`: why numbers are missing.
pub(crate) fn explain(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ExplainGap>(asked.principal(), Form::Page)?;
    let source = field(sent, "source");
    let gap = field(sent, "gap").split_once('-');
    let numbers = gap.and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    let numbers = numbers.ok_or_else(|| Problem::gone("problem-no-such-gap"))?;
    desk.explain_gap(&permit, source, numbers, field(sent, "reason"))?;
    Ok(back(asked, source, "#gaps"))
}

/// `POST /{language}/source/state`: what the source says it has sent.
pub(crate) fn state(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ImportEvents>(asked.principal(), Form::Page)?;
    let source = field(sent, "source");
    let wrong = || Problem::yours("problem-bad-statement").hint("hint-statement");
    let number = |name: &str| match field(sent, name) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| wrong()),
    };
    // A time on the local clock, to the minute, as browsers send it.
    let moment = |name: &str| match field(sent, name) {
        "" => Ok(None),
        text => {
            let local = Stamp::parse(&format!("{text}:00Z")).map_err(|_| wrong())?;
            Ok(Some(asked.zone().instant_of(local.at.0).utc()))
        }
    };
    let statement = SourceStatement {
        from_seq: number("from_seq")?,
        to_seq: number("to_seq")?,
        count: number("count")?,
        from: moment("from")?,
        to: moment("to")?,
    };
    desk.state_source(&permit, source, &statement)?;
    Ok(back(asked, source, "#statements"))
}

fn back(asked: &Asked, source: &str, part: &str) -> Reply {
    let page = asked.to_with("/source", &[("source", source.to_owned())]);
    Reply::Elsewhere(format!("{page}{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_local_time_of_the_form_is_read_in_the_organisations_zone() {
        let sent = [("from".to_owned(), " 2026-09-01T00:00 ".to_owned())];
        assert_eq!(field(&sent, "from"), "2026-09-01T00:00");
        let local = Stamp::parse("2026-09-01T00:00:00Z").expect("a time");
        let asked = testing::asked("/en/source");
        let at = asked.zone().instant_of(local.at.0);
        assert_eq!(at.utc().text(), "2026-08-31T22:00:00.000Z");
    }
}
