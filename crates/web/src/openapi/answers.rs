//! With what each address can answer: statuses, media types and headers.
//!
//! A no is said in data where data were asked for, else on a page. Not here: what the data look
//! like (`data.txt`).

use serde_json::{Map, Value as Json, json};

use crate::reply::FileKind;

/// In which form an address answers, whether well or not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Page,
    Data,
    Scim,
}

const HTML: &str = "text/html";
const JSON: &str = "application/json";
const TEXT: &str = "text/plain";
pub(super) const SCIM: &str = "application/scim+json";

/// The schema of data at an address.
const DATA: [(&str, &str); 34] = [
    ("/cases", "Cases"),
    ("/changes", "Events"),
    ("/duties", "Duties"),
    ("/element", "Events"),
    ("/elements", "Elements"),
    ("/erasures", "Erasures"),
    ("/erasures/holds", "Holds"),
    ("/erasures/retention", "Retention"),
    ("/event/{leaf}", "EventAlone"),
    ("/findings", "Findings"),
    ("/findings/records", "RecordsErrors"),
    ("/integrity", "Integrity"),
    ("/log", "Events"),
    ("/logons", "Logons"),
    ("/mine", "Mine"),
    ("/openapi", "Document"),
    ("/own-log", "Looks"),
    ("/own-log/readers", "Readers"),
    ("/own-log/readers/{period}", "Readers"),
    ("/person/{handle}", "Events"),
    ("/picture", "Events"),
    ("/pictures", "Pictures"),
    ("/quarantine", "Quarantine"),
    ("/reports", "Quarters"),
    ("/reports/{quarter}", "QuarterReport"),
    ("/samples/{number}", "SampleResults"),
    ("/source", "SourceAlone"),
    ("/sources", "Sources"),
    ("/sources/imports", "Imports"),
    ("/statement", "Statement"),
    ("/statement/pictures", "StatementPictures"),
    ("/subjects", "Subjects"),
    ("/usage", "Usage"),
    ("/user/{handle}", "Events"),
];

/// Addresses without an ending that are no page.
const FILES: [(&str, &str); 5] = [
    ("/cases/{number}/file.pdf", "application/pdf"),
    ("/cases/{number}/{step}/letter.pdf", "application/pdf"),
    ("/person/{handle}/letter.pdf", "application/pdf"),
    ("/integrity/checkpoint", TEXT),
    // Of the kinds that can be put to a case.
    ("/cases/{number}/{step}/{place}", "*/*"),
];

/// Forms that answer with something else than the way to a page.
const FORMS: [(&str, &str); 4] = [
    ("/search", HTML),
    ("/event/{leaf}/proof", TEXT),
    ("/mine/emergency", HTML),
    ("/emergency/{number}/second", HTML),
];

/// What a page, its data or its files are answered with.
pub(super) fn of_page(path: &str, ending: &str) -> Json {
    let found = |table: &[(&str, &'static str)]| {
        let found = table.iter().find(|(known, _)| *known == path);
        found.map(|(_, found)| *found)
    };
    let (says, media, schema) = match ending {
        ".json" => {
            let name = found(&DATA);
            let name = name.unwrap_or_else(|| panic!("{path} has data that nobody described"));
            let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
            (Says::Data, JSON, schema)
        }
        ".csv" => (Says::Page, media_of(FileKind::Csv), text()),
        ".pdf" => (Says::Page, media_of(FileKind::Pdf), json!({})),
        ".html" => (Says::Page, media_of(FileKind::Html), text()),
        ".xlsx" => (Says::Page, media_of(FileKind::Xlsx), json!({})),
        _ => match found(&FILES) {
            Some(media) => (Says::Page, media, json!({})),
            None => (Says::Page, HTML, text()),
        },
    };
    let mut answer = told("It is answered.", media, &schema);
    if matches!(ending, ".csv" | ".xlsx" | ".pdf" | ".html") {
        answer["headers"] = json!({ "Content-Disposition": header_of("Content-Disposition") });
    }
    let mut answers = noes(says, &[400, 401, 403, 404, 414, 500, 503]);
    answers.insert("200".to_owned(), answer);
    answers.insert("303".to_owned(), reference("Elsewhere"));
    answers.into()
}

/// What a form is answered with.
pub(super) fn of_form(path: &str) -> Json {
    let mut answers = noes(
        Says::Page,
        &[400, 401, 403, 404, 408, 409, 413, 414, 500, 503],
    );
    answers.insert("303".to_owned(), reference("Elsewhere"));
    if let Some((_, media)) = FORMS.iter().find(|(known, _)| *known == path) {
        let answer = told("It is done, and this came of it.", media, &text());
        answers.insert("200".to_owned(), answer);
    }
    answers.into()
}

pub(super) fn noes(says: Says, statuses: &[u16]) -> Map<String, Json> {
    let kind = match says {
        Says::Page => "Page",
        Says::Data => "Data",
        Says::Scim => "Scim",
    };
    let no = |status: &u16| {
        // The door says this one, which knows of no SCIM.
        let kind = match (says, status) {
            (Says::Scim, 414) => "Page",
            _ => kind,
        };
        (status.to_string(), reference(&format!("{kind}{status}")))
    };
    statuses.iter().map(no).collect()
}

/// The noes, in both forms; what each means.
const NOES: [(u16, &str); 11] = [
    (
        400,
        "Something in the address or the form cannot be read, or is not enough.",
    ),
    (401, "Nobody is signed in."),
    (
        403,
        "The rules do not let this person, or the form is none of a page of this session.",
    ),
    (404, "There is no such page, or nothing of that name."),
    (405, "The address takes no such request."),
    (408, "The form did not arrive in time."),
    (
        409,
        "It has changed meanwhile, or a rule of the field stands in the way.",
    ),
    (413, "More was sent than a form holds."),
    (414, "The address is too long."),
    (500, "It went wrong here, and is in the diagnostics."),
    (
        503,
        "Too much is asked at once, or something has to be mended first: ask again later.",
    ),
];

/// The responses that several operations have.
pub(super) fn responses() -> Json {
    let mut all = Map::new();
    let problem = json!({ "$ref": "#/components/schemas/Problem" });
    let scim = json!({ "$ref": "#/components/schemas/ScimError" });
    for (status, about) in NOES {
        let forms = [
            ("Page", HTML, text()),
            ("Data", JSON, problem.clone()),
            ("Scim", SCIM, scim.clone()),
        ];
        for (kind, media, schema) in forms {
            let mut no = told(about, media, &schema);
            if status == 404 {
                // An address without a language is answered in none.
                no["content"][TEXT] = json!({ "schema": text() });
            }
            if status == 401 && kind == "Scim" {
                no["headers"] = json!({ "WWW-Authenticate": header_of("WWW-Authenticate") });
            }
            if status == 405 {
                no["headers"] = json!({ "Allow": header_of("Allow") });
            }
            if status == 503 {
                no["headers"] = json!({ "Retry-After": header_of("Retry-After") });
            }
            all.insert(format!("{kind}{status}"), no);
        }
    }
    let mut elsewhere = told("It is answered elsewhere.", TEXT, &text());
    elsewhere["headers"] = json!({ "Location": header_of("Location") });
    all.insert("Elsewhere".to_owned(), elsewhere);
    all.into()
}

/// The headers that tell a program something.
pub(super) fn headers() -> Json {
    let text = text();
    let always = |about: &str| json!({ "required": true, "schema": text, "description": about });
    let again = "In how many seconds to ask again.";
    json!({
        "Allow": always("What the address takes."),
        "Content-Disposition": always("The name of the file."),
        "Location": always("Where to go on, by GET."),
        "Retry-After": { "schema": { "type": "integer" }, "description": again },
        "WWW-Authenticate": always("What to show."),
    })
}

/// The way to another address.
pub(super) fn elsewhere() -> Json {
    reference("Elsewhere")
}

/// An answer of this media type; `schema` is empty where that is no data.
pub(super) fn well(media: &str, schema: &str) -> Json {
    let schema = match schema {
        "" => json!({}),
        name => json!({ "$ref": format!("#/components/schemas/{name}") }),
    };
    told("It is answered.", media, &schema)
}

fn header_of(name: &str) -> Json {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

fn told(about: &str, media: &str, schema: &Json) -> Json {
    json!({ "description": about, "content": { media: { "schema": schema } } })
}

fn text() -> Json {
    json!({ "type": "string" })
}

/// Without its character set.
fn media_of(kind: FileKind) -> &'static str {
    kind.mime().split(';').next().unwrap_or_default()
}
