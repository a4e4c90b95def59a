//! Which address leads to which page: the tables that the router is made from, and from which
//! the document tells programs what can be asked (`openapi`).
//!
//! Addresses stand here without the language they begin with. Not here: the way of a request
//! (`routes`), what an address may say behind its `?` (`parameters`).

use std::sync::Arc;

use tilsyn_app::cases::NewFile;
use tilsyn_app::{Desk, Problem};

use crate::asked::Asked;
use crate::cases;
use crate::duties;
use crate::emergency;
use crate::erasures;
use crate::findings;
use crate::front;
use crate::integrity;
use crate::log_review::{
    actor, changes, element, elements, event, everything, evidence, logons, person, picture,
    pictures, statement, statement_pictures, subjects, usage,
};
use crate::mine;
use crate::openapi;
use crate::own_log;
use crate::printed;
use crate::quarantine;
use crate::quarters;
use crate::reply::Reply;
use crate::reveals;
use crate::rules;
use crate::samples;
use crate::search;
use crate::sent::Sent;
use crate::sources;

/// A page: asks the desk, lays out the answer.
pub(crate) type Page = fn(&Desk, &Asked) -> Result<Reply, Problem>;

/// What a form does: asks the desk to act, and says what came of it.
pub(crate) type Act = fn(&Arc<Desk>, &Asked, &Sent) -> Result<Reply, Problem>;

/// What a form with files does.
pub(crate) type Take = fn(&Arc<Desk>, &Asked, &Sent, Vec<NewFile>) -> Result<Reply, Problem>;

/// A page alone.
const PAGE: &[&str] = &[""];
/// A page, and what it shows as data.
const DATA: &[&str] = &["", ".json"];
/// A page with a list, as data and as files too.
const LIST: &[&str] = &["", ".json", ".csv", ".xlsx"];
/// A page, as data, and as files that are made of its document.
const REPORT: &[&str] = &["", ".json", ".pdf", ".xlsx", ".html"];

/// Pages, with the endings under which they are answered in their forms.
pub(crate) const PAGES: [(&str, &[&str], Page); 65] = [
    ("", PAGE, front::page),
    ("/cases", LIST, cases::list::page),
    ("/cases/open", PAGE, cases::open::page),
    ("/cases/{number}", PAGE, cases::one::page),
    ("/cases/{number}/file.pdf", PAGE, printed::case_file::page),
    ("/cases/{number}/{step}/{place}", PAGE, cases::one::file),
    (
        "/cases/{number}/{step}/letter.pdf",
        PAGE,
        printed::letter::page,
    ),
    ("/changes", LIST, changes::page),
    ("/duties", DATA, duties::list::page),
    ("/duties/bodies", PAGE, duties::bodies::page),
    ("/duties/propose", PAGE, duties::propose::page),
    ("/duties/{number}", PAGE, duties::one::page),
    ("/element", LIST, element::page),
    ("/elements", LIST, elements::page),
    ("/emergency", PAGE, emergency::page),
    ("/erasures", DATA, erasures::list::page),
    ("/erasures/holds", LIST, erasures::holds::page),
    ("/erasures/holds/{number}", PAGE, erasures::hold::page),
    ("/erasures/period/{period}", PAGE, erasures::ask::page),
    ("/erasures/person", PAGE, erasures::ask::page),
    ("/erasures/retention", DATA, erasures::retention::page),
    (
        "/erasures/retention/{number}",
        PAGE,
        erasures::retention::one,
    ),
    ("/erasures/{number}", PAGE, erasures::one::page),
    ("/event/{leaf}", DATA, event::page),
    ("/event/{leaf}/erasure", PAGE, erasures::ask::page),
    ("/event/{leaf}/proof", PAGE, evidence::page),
    ("/findings", LIST, findings::list::page),
    ("/findings/records", LIST, findings::left::records),
    ("/findings/settled", PAGE, findings::left::settled),
    ("/findings/{number}", PAGE, findings::one::page),
    ("/integrity", DATA, integrity::page),
    ("/integrity/checkpoint", PAGE, integrity::note),
    ("/log", LIST, everything::page),
    ("/logons", LIST, logons::page),
    ("/mine", LIST, mine::page),
    ("/mine/case/{number}", PAGE, mine::case::page),
    ("/openapi", &[".json"], openapi::page),
    ("/own-log", LIST, own_log::page),
    ("/own-log/readers", DATA, own_log::readers::page),
    ("/own-log/readers/{period}", DATA, own_log::readers::page),
    (
        "/own-log/readers/{period}/{handle}",
        PAGE,
        own_log::readers::one,
    ),
    ("/person/{handle}", LIST, person::page),
    ("/person/{handle}/letter.pdf", PAGE, printed::extract::page),
    ("/picture", LIST, picture::page),
    ("/pictures", LIST, pictures::page),
    ("/quarantine", LIST, quarantine::list::page),
    ("/quarantine/{id}", PAGE, quarantine::piece::page),
    ("/reports", DATA, quarters::list::page),
    ("/reports/{quarter}", REPORT, quarters::one::page),
    ("/reveals", PAGE, reveals::page),
    ("/rules", PAGE, rules::page),
    ("/samples", PAGE, samples::list::page),
    ("/samples/tests", PAGE, samples::planted::page),
    ("/samples/tests/{number}", PAGE, samples::planted::one),
    ("/samples/{number}", LIST, samples::one::page),
    ("/samples/{number}/review", PAGE, samples::item::page),
    ("/search", PAGE, search::form),
    ("/source", DATA, sources::one::page),
    ("/sources", LIST, sources::list::page),
    ("/sources/imports", LIST, sources::imports::page),
    ("/statement", LIST, statement::page),
    ("/statement/pictures", DATA, statement_pictures::page),
    ("/subjects", LIST, subjects::page),
    ("/usage", LIST, usage::page),
    ("/user/{handle}", LIST, actor::page),
];

/// The addresses of a page that the router tells apart. What names something takes its ending
/// along: the page reads it there.
pub(crate) fn routed(path: &str, endings: &[&str]) -> Vec<String> {
    match path.ends_with('}') {
        true => vec![path.to_owned()],
        false => endings.iter().map(|end| format!("{path}{end}")).collect(),
    }
}

/// What forms are sent to; a page of the same address shows the form.
pub(crate) const FORMS: [(&str, Act); 36] = [
    ("/findings/evaluate", findings::list::evaluate),
    ("/findings/{number}", findings::one::send),
    ("/findings/{number}/open", findings::one::open),
    (
        "/own-log/readers/{period}/{handle}",
        own_log::readers::review,
    ),
    ("/person/{handle}/reveal", reveals::send),
    ("/reveals/{number}", reveals::confirm),
    ("/mine/sessions", mine::sessions::end),
    ("/mine/emergency", emergency::mine::first),
    ("/emergency/{number}/second", emergency::second),
    ("/emergency/{number}/review", emergency::review),
    ("/integrity/verify", integrity::verify),
    ("/source/explain", sources::forms::explain),
    ("/source/state", sources::forms::state),
    ("/event/{leaf}/proof", evidence::make),
    ("/event/{leaf}/erasure", erasures::ask::send),
    ("/erasures/person", erasures::ask::send),
    ("/erasures/period/{period}", erasures::ask::send),
    ("/erasures/holds", erasures::holds::send),
    ("/erasures/holds/{number}/release", erasures::hold::release),
    ("/erasures/retention", erasures::retention::send),
    ("/erasures/{number}/approve", erasures::one::approve),
    ("/erasures/{number}/decline", erasures::one::decline),
    ("/reports/{quarter}/close", quarters::one::close),
    ("/reports/{quarter}/write", quarters::one::write),
    ("/reports/{quarter}/approve", quarters::one::approve),
    ("/samples/draw", samples::list::draw),
    ("/samples/tests", samples::planted::send),
    ("/samples/{number}/review", samples::item::send),
    ("/samples/{number}/undo", samples::item::undo),
    ("/search", search::hits),
    ("/duties/bodies", duties::bodies::send),
    ("/duties/propose", duties::propose::send),
    ("/duties/sign-out", duties::list::sign_out),
    ("/duties/{number}/give", duties::one::give),
    ("/duties/{number}/decline", duties::one::decline),
    ("/duties/{number}/end", duties::one::end),
];

/// The same of forms with files.
pub(crate) const UPLOADS: [(&str, Take); 3] = [
    ("/cases/open", cases::open::send),
    ("/cases/{number}", cases::one::send),
    ("/mine/case/{number}", mine::case::send),
];

/// Whether an address is one of a pattern, whose parts in braces stand for any text.
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(part)) if pattern == part => {}
            (Some(pattern), Some(part)) if pattern.starts_with('{') && !part.is_empty() => {}
            _ => return false,
        }
    }
}
