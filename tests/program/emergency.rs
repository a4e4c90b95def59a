//! Coming in by two codes on paper while the provider of logins is down.

use std::path::Path;

use tilsyn_tests::{Browser, Server};

use super::sign_in::{Installation, LOG, between, form_token};

/// Posts a form of a page, with these fields beside its token.
fn posted(browser: &mut Browser, page: &str, action: &str, fields: &str) -> tilsyn_tests::Answer {
    let token = form_token(&browser.open(page).body);
    browser.post(action, &format!("token={token}&{fields}"))
}

/// The code that a page shows.
fn code_on(page: &str) -> String {
    between(page, "<p class=\"secret-code\"><strong>", "<", "-")
}

/// Cecilie and a head of review make the halves.
fn sealed(place: &Installation) -> [String; 2] {
    let [mut cecilie, mut anna, mut ida] = [(); 3].map(|()| Browser::default());
    let mine = place.address("/en/mine");
    let _in = place.come_in(&mut cecilie, "/en/mine", "s-cecilie");
    let first = posted(&mut cecilie, &mine, &format!("{mine}/emergency"), "");
    assert_eq!(first.status, 200);
    let all = place.address("/en/emergency");
    let (_, refused) = place.come_in(&mut ida, "/en/emergency", "s-ida");
    assert_eq!(refused.status, 403);
    let _in = place.come_in(&mut anna, "/en/emergency", "s-anna");
    let second = posted(&mut anna, &all, &format!("{all}/1/second"), "");
    assert_eq!(second.status, 200);
    // Shown once: nobody finds it on the page again.
    let codes = [code_on(&first.body), code_on(&second.body)];
    for (browser, page) in [(&mut cecilie, &mine), (&mut anna, &all)] {
        let shown = browser.open(page).body;
        assert!(codes.iter().all(|code| !shown.contains(code)));
    }
    codes
}

fn typed(user: &str, [first, second]: &[String; 2]) -> String {
    format!("user={user}&first={first}&second={second}&reason=the+provider+is+down")
}

#[test]
fn two_codes_open_one_session_while_the_provider_is_down() {
    let Some(mut place) = Installation::new() else {
        return;
    };
    let server = place.serve();
    let codes = sealed(&place);
    place.stop_provider();
    // A server that starts now has never heard of the provider.
    let _ended = server.terminate();
    let server = place.serve();
    let mut browser = Browser::default();
    let begin = browser.open(&place.address("/en/login/begin"));
    assert_eq!(begin.status, 503);
    let page = place.address("/en/login/emergency");
    let swapped = [codes[1].clone(), codes[0].clone()];
    for wrong in [typed("cecilie", &swapped), typed("anna", &codes)] {
        let answer = posted(&mut browser, &page, &page, &wrong);
        assert_eq!(answer.status, 403);
        assert!(
            answer.body.contains("the provider is down"),
            "what was typed is kept"
        );
        assert!(codes.iter().all(|code| !answer.body.contains(code)));
    }
    assert_eq!(browser.open(&place.address(LOG)).status, 401);
    let small = codes
        .clone()
        .map(|code| code.to_lowercase().replace('-', "+"));
    let answer = posted(&mut browser, &page, &page, &typed("cecilie", &small));
    assert_eq!(answer.status, 303, "{}", answer.body);
    let log = browser.open(&place.address(LOG));
    assert!(log.status == 200 && log.body.contains("class=\"strip\""));
    let looks = browser.open(&place.address("/en/own-log.json"));
    assert!(looks.body.contains("\"by_emergency\":true"));
    let again = posted(
        &mut Browser::default(),
        &page,
        &page,
        &typed("cecilie", &codes),
    );
    assert_eq!(again.status, 403, "it is used up");
    check_nowhere(&place, server, &codes);
}

/// Neither of the codes stands in anything that is kept or said.
fn check_nowhere(place: &Installation, server: Server, codes: &[String; 2]) {
    let said = server.terminate();
    let mut kept = vec![said.out.into_bytes(), said.err.into_bytes()];
    read_all(&place.folder.data(), &mut kept);
    for code in codes {
        for written in [code.clone(), code.replace('-', "")] {
            let holds = |bytes: &[u8]| {
                bytes
                    .windows(written.len())
                    .any(|at| at == written.as_bytes())
            };
            assert!(!kept.iter().any(|bytes| holds(bytes)));
        }
    }
}

fn read_all(folder: &Path, into: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_all(&path, into);
        } else if path.is_file() {
            into.push(std::fs::read(path).expect("readable"));
        }
    }
}
