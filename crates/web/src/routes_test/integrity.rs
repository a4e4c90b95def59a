//! The pages of the ledger through the router: the checkpoint in everything that leaves, a full
//! check started from the page, and evidence of one event.

use tilsyn_ledger::{Proof, VerifierKey};

use super::login::{send, token_of};
use super::*;

/// A checkpoint over all there is, as the newest.
fn checkpoint() -> (u64, String) {
    let mark = SITE.desk.covering_mark();
    (mark.size, mark.root_hex())
}

#[tokio::test]
async fn every_page_and_file_names_a_signed_checkpoint() {
    checkpoint();
    for page in ["/statement", "/log", "/sources", "/quarantine", "/own-log"] {
        let html = text(get(&format!("/en{page}")).await).await;
        let (_, line) = html.split_once("<p class=\"checkpoint\">").expect(page);
        assert!(
            line.contains("root ") && line.contains("test.example/log"),
            "{page}"
        );
        let data = text(get(&format!("/en{page}.json")).await).await;
        let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
        let (mark, root) = (&data["checkpoint"], data["checkpoint"]["root"].as_str());
        assert_eq!(mark["origin"], "test.example/log", "{page}");
        assert!(mark["size"].as_u64().is_some_and(|size| size > 0), "{page}");
        assert_eq!(root.map(str::len), Some(64), "{page}");
        for ending in ["csv", "xlsx"] {
            let file = get(&format!("/en{page}.{ending}")).await;
            let name = file.headers()["content-disposition"].to_str();
            let name = name.expect("a name").to_owned();
            assert!(name.contains("-checkpoint-") && name.ends_with(&format!(".{ending}\"")));
            // A CSV file begins with its headings, as every reader expects.
            if ending == "csv" {
                let text = text(file).await;
                let first = text.lines().next().expect("headings");
                assert!(
                    first.contains(';') && !text.contains("test.example/log"),
                    "{first}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_note_is_the_one_that_a_stranger_checks() {
    let (size, _) = checkpoint();
    let response = get("/nb/integrity/checkpoint").await;
    assert_eq!(response.status(), StatusCode::OK);
    check_headers(&response, "the note");
    let note = text(response).await;
    let parsed = tilsyn_ledger::parse_checkpoint(note.as_bytes()).expect("a checkpoint");
    assert!(parsed.checkpoint.size >= size);
    let key = VerifierKey::parse(&SITE.desk.log_key()).expect("a key");
    assert_eq!(key.check(&parsed), tilsyn_ledger::Signed::Well);
}

#[tokio::test]
async fn a_full_check_is_started_from_the_page_and_its_result_is_shown() {
    let page = text(get("/en/integrity").await).await;
    let body = format!("token={}", token_of(&page));
    let response = send("/en/integrity/verify", body, "").await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], "/en/integrity#verification");
    for _ in 0..600 {
        let page = text(get("/en/integrity").await).await;
        check_page(&page, "/en/integrity");
        if page.contains("Siv Dahl. It took") {
            let data = text(get("/en/integrity.json").await).await;
            let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
            assert_eq!(data["verified"]["by"], "Siv Dahl");
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the check did not end");
}

#[tokio::test]
async fn evidence_opens_what_was_chosen_and_the_look_is_filed_first() {
    let page = text(get("/en/event/0/proof").await).await;
    check_page(&page, "/en/event/0/proof");
    let body = format!("token={}&open=act", token_of(&page));
    let response = send("/en/event/0/proof", body, "").await;
    assert_eq!(response.status(), StatusCode::OK);
    check_headers(&response, "evidence");
    let headers = response.headers();
    assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
    let name = headers["content-disposition"].to_str().expect("a name");
    assert_eq!(name, "attachment; filename=\"tilsyn-event-0.tlog-proof\"");
    let file = text(response).await;
    let proof = Proof::parse(file.as_bytes()).expect("a proof");
    let key = VerifierKey::parse(&SITE.desk.log_key()).expect("a key");
    proof.check(&key).expect("holds");
    assert_eq!(proof.openings.len(), 1);
    let opened = String::from_utf8_lossy(&proof.openings[0].bytes);
    assert!(
        opened.contains("\"kind\"") && !opened.contains("national_id"),
        "{opened}"
    );
    let permit = ask::<ReadOwnLog>(&Principal::local_operator(), Form::Page).expect("may");
    let looks = SITE.desk.own_log(&permit, 0, 1000).expect("reads").looks;
    assert!(
        looks
            .iter()
            .any(|look| look.view == "proof" && look.principal == "Siv Dahl")
    );
    let missing = send("/en/event/x/proof", String::new(), "").await;
    assert_eq!(missing.status(), StatusCode::FORBIDDEN, "no token");
}
