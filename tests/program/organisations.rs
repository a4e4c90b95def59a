//! Several organisations in one program: each under its own name, with its own people, and nothing
//! of one ever in an answer of another.
//!
//! Both have the same people by number, so that nothing is hidden by being unknown; their names
//! carry a mark of the organisation. `TILSYN_REQUESTS` asks for more mixed requests than the
//! ordinary run has time for, `TILSYN_REQUESTS_SEED` for others.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;
use tilsyn_tests::{
    Answer, Browser, DemoProvider, Folder, Server, fixture, free_address, ran, write,
};

use crate::batches::{Chance, seed, setting};

/// Requests of the ordinary run.
const REQUESTS: u64 = 1500;
/// Pages of one organisation that requests are made from.
const PAGES_MAX: usize = 160;
const DAYS: &str = "from=2026-07-01&to=2026-07-31";

/// One of two organisations.
struct Organisation {
    /// Stands in every name of its own, and nowhere in what is asked.
    mark: &'static str,
    host: String,
    /// Goes when nobody signs in any more.
    _provider: DemoProvider,
}

struct Place {
    home: Folder,
    listen: String,
    all: [Organisation; 2],
}

impl Place {
    /// None where the provider's packages are not installed.
    fn new() -> Option<Place> {
        let home = Folder::new();
        let listen = free_address();
        let all = [("nord", "Nordmerke"), ("viken", "Vikmerke")];
        let all = all.map(|(folder, mark)| Organisation::made(&home, &listen, folder, mark));
        let [Some(nord), Some(viken)] = all else {
            return None;
        };
        let file = home.data().join("installation.toml");
        let names = ["nord", "viken"].map(|name| format!("[[organisation]]\nfolder = '{name}'\n"));
        write(
            &file,
            format!("common = 'nord'\n{}", names.concat()).as_bytes(),
        );
        Some(Place {
            home,
            listen,
            all: [nord, viken],
        })
    }

    fn serve(&self) -> Server {
        self.home.serve_on(&self.listen)
    }

    fn data(&self, folder: &str) -> PathBuf {
        self.home.data().join(folder)
    }

    fn ask(&self, folder: &str, words: &[&str]) -> tilsyn_tests::Ran {
        ran(self
            .home
            .command_on(&self.data(folder), words)
            .arg("--json"))
    }
}

impl Organisation {
    fn made(
        home: &Folder,
        listen: &str,
        folder: &'static str,
        mark: &'static str,
    ) -> Option<Organisation> {
        let data = home.data().join(folder);
        std::fs::create_dir_all(&data).expect("temporary files can be made");
        let port = listen.rsplit_once(':').expect("a port").1;
        let host = format!("{folder}.localhost:{port}");
        let secret = home.secret(&format!("{folder}-secret"), "a secret of a test\n");
        let people = json!([
            {"sub": "s-anna", "name": "Anna", "about": "heads the review"},
            {"sub": "s-cecilie", "name": "Cecilie", "about": "reviews"},
        ]);
        let public = format!("http://{host}");
        let provider = DemoProvider::start(home, &public, &secret, &people)?;
        let issuer = provider.issuer();
        let on = |words: &[&str]| {
            let _done = ran(home.command_on(&data, words).arg("--json")).ended(0);
        };
        let register = marked(home, folder, mark);
        on(&["import", "directory", &register.display().to_string()]);
        on(&[
            "import",
            "events",
            &fixture("events.ndjson").display().to_string(),
        ]);
        on(&["settings", "organisation_name", &format!("{mark} kommune")]);
        on(&["settings", "reviewers_given_by", "TOP"]);
        on(&["settings", "reviewers_held_by", "U2"]);
        if folder == "nord" {
            on(&["settings", "people_per_hour_max", "77"]);
        }
        let me = ran(std::process::Command::new("id").arg("-un"))
            .ended(0)
            .out;
        let first = format!(
            "user,name,employee_no,issuer,subject,role,scope,need,to\n\
             anna,,101,{issuer},s-anna,head-of-review,,heads it,\n\
             bjorn,,102,{issuer},s-bjorn,head-of-review,,heads it too,\n\
             cecilie,,103,{issuer},s-cecilie,log-reviewer,,reviews,\n\
             me,Who Tests,,local,{},administrator,,runs it,\n",
            me.trim()
        );
        let first = home.file(&format!("{folder}-first.csv"), first);
        on(&["duties", "begin", &first.display().to_string()]);
        let settings = format!(
            "origin = '{folder}.example/log'\n[login]\nissuer = '{issuer}'\n\
             client_id = 'tilsyn'\nsecret_file = '{}'\npublic_address = '{public}'\n\
             strengths = ['high']\n",
            secret.display()
        );
        write(&data.join("settings.toml"), settings.as_bytes());
        Some(Organisation {
            mark,
            host,
            _provider: provider,
        })
    }

    fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// A browser in which somebody has signed in here.
    fn signed_in(&self, sub: &str) -> Browser {
        let mut browser = Browser::default();
        let begin = self.address("/nb/login/begin?back=%2Fnb");
        let away = browser.open(&begin);
        let (choose, page) = browser.follow(begin, away);
        assert!(
            page.body.contains("value=\"s-anna\""),
            "{choose} {}",
            page.body
        );
        let chosen = browser.post(&choose, &format!("sub={sub}"));
        let (_, page) = browser.follow(choose, chosen);
        assert_eq!(page.status, 200, "{}", page.body);
        browser
    }
}

/// The hand-written register, in whose names a mark stands.
fn marked(home: &Folder, folder: &str, mark: &str) -> PathBuf {
    let made = home.data().with_file_name(format!("{folder}-register"));
    std::fs::create_dir_all(&made).expect("temporary files can be made");
    for entry in std::fs::read_dir(fixture("directory")).expect("the register is there") {
        let file = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&file).expect("a text");
        let name = file.file_name().expect("a name");
        let column = match name.to_str() {
            Some("people.csv") => Some(1),
            Some("units.csv") => Some(2),
            _ => None,
        };
        write(&made.join(name), with_mark(&text, column, mark).as_bytes());
    }
    made
}

fn with_mark(text: &str, column: Option<usize>, mark: &str) -> String {
    let Some(column) = column else {
        return text.to_owned();
    };
    let mut lines = text.lines();
    let heading = lines.next().unwrap_or_default().to_owned();
    let rows = lines.map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells[column] += &format!(" {mark}");
        cells.join(",")
    });
    let all: Vec<String> = std::iter::once(heading).chain(rows).collect();
    all.join("\n") + "\n"
}

/// Addresses that the pages of an organisation lead to, files and data among them.
fn addresses(of: &Organisation, browser: &mut Browser) -> Vec<String> {
    let first = [
        "log",
        "statement",
        "subjects",
        "own-log",
        "elements",
        "pictures",
        "changes",
    ];
    let first = first.map(|name| format!("/nb/{name}?{DAYS}"));
    let mut waiting: Vec<String> = first.into();
    waiting
        .extend(["/nb", "/nb/mine", "/nb/cases", "/nb/duties", "/nb/sources"].map(str::to_owned));
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut all = Vec::new();
    while let Some(path) = waiting.pop() {
        let answer = browser.open(&of.address(&path));
        all.push(path.clone());
        if all.len() >= PAGES_MAX {
            break;
        }
        if answer
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"))
        {
            for link in links(&answer.body) {
                if !link.ends_with(".xlsx") && known.insert(link.clone()) {
                    waiting.insert(0, link);
                }
            }
        }
    }
    all
}

fn links(page: &str) -> impl Iterator<Item = String> {
    let pieces = page.split("href=\"/").skip(1);
    let links = pieces.filter_map(|piece| piece.split('"').next());
    let links = links.filter(|link| !link.starts_with("assets/"));
    links.map(|link| {
        let plain = link.replace("&amp;", "&").replace("&#38;", "&");
        // What stands behind it is the browser's.
        format!("/{}", plain.split('#').next().unwrap_or_default())
    })
}

/// The handle in an address, if it has one.
fn handle(path: &str) -> Option<&str> {
    let rest = path
        .split_once("/person/")
        .or_else(|| path.split_once("/user/"))?;
    let name = rest.1.split(['?', '.', '/']).next()?;
    (name.len() == 22).then_some(name)
}

/// What a page says beside its frame, which tells how far the log is.
fn said(answer: &Answer, handle: &str) -> String {
    let main = answer.body.split("<main").nth(1).unwrap_or(&answer.body);
    let main = main.split("</main>").next().unwrap_or_default();
    main.replace(handle, "")
}

/// Who asks: a reader of each organisation, each of them with that session at the other, nobody.
fn readers(place: &Place) -> (Vec<Browser>, Vec<Vec<String>>) {
    let mut readers: Vec<Browser> = Vec::new();
    let mut pages: Vec<Vec<String>> = Vec::new();
    for one in &place.all {
        let mut reader = one.signed_in("s-cecilie");
        pages.push(addresses(one, &mut reader));
        let people = reader.open(&one.address(&format!("/nb/subjects?{DAYS}")));
        assert_eq!(people.status, 200);
        assert!(people.body.contains(one.mark), "{}", people.body);
        readers.push(reader);
    }
    for (own, other) in [(0, 1), (1, 0)] {
        let cookie = readers[own].cookies_for(&place.all[own].host);
        let (name, value) = cookie.split_once('=').expect("a cookie");
        let mut with_it = Browser::default();
        with_it.keep(&place.all[other].host, name, value);
        readers.push(with_it);
    }
    readers.push(Browser::default());
    (readers, pages)
}

/// What became of requests.
#[derive(Debug, Default)]
struct Answers {
    to_the_own: u64,
    to_nobody: u64,
    of_the_other: u64,
}

/// Opens an address that pages of `of` lead to; by one of `readers`, at `host`.
fn open(
    place: &Place,
    reader: &mut Browser,
    (is_own, host, of): (bool, usize, usize),
    path: &str,
    answers: &mut Answers,
) {
    let (here, there) = (&place.all[host], &place.all[1 - host]);
    let answer = reader.open(&here.address(path));
    assert!(!answer.body.contains(there.mark), "{}", answer.body);
    if !is_own {
        // Not there for anybody, or for whoever signs in.
        assert!([401, 404].contains(&answer.status), "{}", answer.status);
        assert!(!answer.body.contains(&format!(" {}", here.mark)));
        answers.to_nobody += 1;
        return;
    }
    let Some(foreign) = handle(path).filter(|_| of != host) else {
        answers.to_the_own += u64::from(answer.status == 200);
        return;
    };
    let guess = "AAAAAAAAAAAAAAAAAAAAAA";
    let none = reader.open(&here.address(&path.replace(foreign, guess)));
    // As though it were made up; a filter that cannot be read is said before either.
    assert!([400, 404].contains(&answer.status), "{}", answer.status);
    assert_eq!(answer.status, none.status);
    assert_eq!(said(&answer, foreign), said(&none, guess));
    answers.of_the_other += 1;
}

#[test]
fn nothing_of_one_organisation_is_in_an_answer_of_another() {
    let Some(place) = Place::new() else {
        return;
    };
    let _server = place.serve();
    let (mut readers, pages) = readers(&place);
    let with_handles = pages.iter().flatten().filter(|path| handle(path).is_some());
    assert!(
        with_handles.count() > 20,
        "pages about people are among them"
    );
    let mut chance = Chance(seed("TILSYN_REQUESTS_SEED"));
    let requests = setting("TILSYN_REQUESTS").unwrap_or(REQUESTS);
    let mut answers = Answers::default();
    for number in 0..requests {
        let mut below = |end| usize::try_from(chance.below(end)).expect("few");
        let (host, of) = (below(2), below(2));
        // Half of them by readers of that organisation, or little would be answered.
        let who = Some(below(10)).filter(|who| *who < 5).unwrap_or(host);
        let at = below(pages[of].len() as u64);
        let path = varied(&pages[of][at], &mut chance);
        eprint_last(number, who, host, &path);
        let about = (who == host, host, of);
        open(&place, &mut readers[who], about, &path, &mut answers);
    }
    eprintln!("{requests} requests, no mark of another in any answer: {answers:?}");
    let few = requests / 20;
    assert!(answers.to_the_own > few && answers.to_nobody > few && answers.of_the_other > 0);
}

/// What is asked next, so that a failure says at what: the last line of the test's words.
fn eprint_last(number: u64, who: usize, host: usize, path: &str) {
    eprint!("request {number}: {who} at {host} for {path}          \r");
}

/// The same page, narrowed, in another language or as data.
fn varied(path: &str, chance: &mut Chance) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    match chance.below(8) {
        0 => format!("{path}{join}unit=U2"),
        1 => format!("{path}{join}text=aas"),
        2 => format!("{path}{join}user=anna&sort=name"),
        3 => format!("{path}{join}skip=1&limit=3"),
        4 => path.replacen("/nb", "/en", 1),
        5 if !path.contains('.') => match path.split_once('?') {
            Some((name, query)) => format!("{name}.json?{query}"),
            None => format!("{path}.json"),
        },
        _ => path.to_owned(),
    }
}

#[test]
fn what_a_common_body_has_decided_holds_for_all_and_nothing_else_does() {
    let Some(place) = Place::new() else {
        return;
    };
    let _server = place.serve();
    let shown = |folder: &str, key: &str| {
        let settings = place.ask(folder, &["settings", key]).ended(0).json();
        settings[key].as_str().expect("a text").to_owned()
    };
    assert_eq!(shown("viken", "people_per_hour_max"), "77");
    assert_eq!(shown("viken", "people_per_hour_warned"), "30");
    assert_eq!(shown("viken", "organisation_name"), "Vikmerke kommune");
    let own = place.ask("viken", &["settings", "people_per_hour_max", "500"]);
    assert_eq!(own.exit, Some(3), "{own:?}");
    assert!(own.err.contains("common body"), "{}", own.err);
    let _set = place
        .ask("nord", &["settings", "people_per_hour_max", "55"])
        .ended(0);
    assert_eq!(shown("viken", "people_per_hour_max"), "55");
    let _own = place
        .ask("viken", &["settings", "people_per_hour_warned", "5"])
        .ended(0);
    assert_eq!(
        shown("nord", "people_per_hour_warned"),
        "30",
        "nothing goes up"
    );
}

#[test]
fn files_of_another_organisation_open_nothing_and_stop_nobody_else() {
    let Some(place) = Place::new() else {
        return;
    };
    let copy = |name: &str| {
        let from = std::fs::read(place.data("viken").join(name)).expect("a file");
        write(&place.data("nord").join(name), &from);
    };
    let whole = std::fs::read(place.data("nord").join("registry.sqlite")).expect("a file");
    copy("registry.sqlite");
    let refused = place.ask(
        "nord",
        &["statement", "--from", "2026-07-01", "--to", "2026-07-31"],
    );
    assert_eq!(refused.exit, Some(3), "{refused:?}");
    assert!(!refused.out.contains("merke") && !refused.err.contains("merke"));
    let server = place.serve();
    let [nord, viken] = &place.all;
    let nobody = Browser::default().open(&nord.address("/nb"));
    assert_eq!(
        (nobody.status, nobody.body.as_str()),
        (503, "not served just now")
    );
    let mut reader = viken.signed_in("s-cecilie");
    assert_eq!(reader.open(&viken.address("/nb/log")).status, 200);
    drop(server);
    write(&place.data("nord").join("registry.sqlite"), &whole);
    let _server = place.serve();
    let mut reader = nord.signed_in("s-cecilie");
    assert_eq!(reader.open(&nord.address("/nb/log")).status, 200);
    // A name that nobody has is told nothing.
    let stranger = format!("http://{}/nb", place.listen);
    let stranger = Browser::default().open(&stranger);
    assert_eq!(
        (stranger.status, stranger.body.as_str()),
        (421, "unknown host")
    );
}

#[test]
fn a_command_on_the_folder_of_an_installation_makes_nothing_there() {
    let home = Folder::new();
    let data = home.data();
    std::fs::create_dir_all(&data).expect("temporary files can be made");
    write(
        &data.join("installation.toml"),
        b"[[organisation]]\nfolder = 'a'\n",
    );
    for words in [&["settings"][..], &["verify"], &["upgrade"], &["doctor"]] {
        let ran = ran(home.command_on(&data, words).arg("--json"));
        assert_eq!(ran.exit, Some(2), "{words:?} {ran:?}");
        assert!(ran.err.contains("several organisations"), "{}", ran.err);
    }
    let made = std::fs::read_dir(&data).expect("is there").count();
    assert_eq!(made, 1, "but the file that says so");
}

#[test]
fn one_without_login_is_not_served_beside_one_that_has_it() {
    let Some(place) = Place::new() else {
        return;
    };
    let file = place.data("nord").join("settings.toml");
    write(&file, b"origin = 'nord.example/log'\n");
    let _server = place.serve();
    let port = place.listen.rsplit_once(':').expect("a port").1;
    let open = Browser::default().open(&format!("http://nord.localhost:{port}/nb"));
    assert_eq!((open.status, open.body.as_str()), (421, "unknown host"));
    let viken = &place.all[1];
    let mut reader = viken.signed_in("s-cecilie");
    assert_eq!(reader.open(&viken.address("/nb/log")).status, 200);
    // What the common body cannot be asked for is what is built in, and not one's own.
    let shown = place
        .ask("viken", &["settings", "people_per_hour_max"])
        .ended(0)
        .json();
    assert_eq!(
        shown["people_per_hour_max"], "77",
        "its folder opens all the same"
    );
}

#[test]
fn an_installation_that_cannot_be_served_says_why() {
    let home = Folder::new();
    let said = |text: &str, data: &Path| {
        std::fs::create_dir_all(data).expect("temporary files can be made");
        write(&data.join("installation.toml"), text.as_bytes());
        let ran = ran(&mut home.command_on(data, &["serve", "--listen", &free_address()]));
        assert_eq!(ran.exit, Some(3), "{ran:?}");
        ran.err
    };
    let data = home.data();
    let twice = "[[organisation]]\nfolder = 'a'\n".repeat(2);
    assert!(said(&twice, &data).contains("stands there twice"));
    assert!(said("organisation = []\n", &data).contains("there is no [[organisation]]"));
    let outside = "[[organisation]]\nfolder = '../a'\n";
    assert!(said(outside, &data).contains("no name of a folder here"));
}
