//! Numbers that stand in two places are the same number.

use super::*;

async fn data(address: &str) -> serde_json::Value {
    let text = text(get(address).await).await;
    serde_json::from_str(&text).expect("JSON")
}

fn number(value: &serde_json::Value) -> u64 {
    value.as_u64().expect("a number")
}

fn sum(values: &serde_json::Value) -> u64 {
    let values = values.as_array().expect("a list");
    values.iter().map(number).sum()
}

#[tokio::test]
async fn rows_of_the_heat_map_add_up() {
    let map = data("/nb/statement/pictures.json?period=all").await;
    let statement = data("/nb/statement.json?period=all").await;
    let subjects = data("/nb/subjects.json?period=all").await;
    let rows = map["rows"].as_array().expect("rows");
    assert!(!rows.is_empty());
    let mut shown = 0;
    for row in rows {
        let lines = statement["rows"].as_array().expect("lines");
        let line = lines.iter().find(|line| line["handle"] == row["handle"]);
        let lookups = number(&line.expect("a line")["lookups"]);
        assert_eq!(
            sum(&row["lookups"]) + number(&row["elsewhere"]),
            lookups,
            "{row}"
        );
        shown += lookups;
    }
    let others = sum(&map["others"]["lookups"]) + number(&map["others"]["elsewhere"]);
    let people = subjects["rows"].as_array().expect("people");
    let all: u64 = people.iter().map(|person| number(&person["lookups"])).sum();
    assert_eq!(shown + others, all, "nobody's lookups are missing");
}

#[tokio::test]
async fn a_persons_page_counts_what_the_list_of_people_counts() {
    let subjects = data("/nb/subjects.json?period=all").await;
    for person in subjects["rows"].as_array().expect("people") {
        let handle = person["handle"].as_str().expect("a handle");
        let html = text(get(&format!("/nb/person/{handle}?period=all")).await).await;
        let tiles = html.split("<dd><strong>").skip(1);
        let tiles = tiles.map(|rest| rest.split('<').next().unwrap_or_default());
        let tiles: Vec<&str> = tiles.collect();
        let counts = ["lookups", "users", "units"].map(|name| number(&person[name]).to_string());
        let counts: Vec<&str> = counts.iter().map(String::as_str).collect();
        assert_eq!([tiles[0], tiles[2], tiles[3]], counts[..], "{handle}");
    }
}

#[tokio::test]
async fn a_document_leads_to_as_many_events_as_the_list_counts() {
    let html = text(get("/nb/pictures?period=all").await).await;
    let rows = html.split("/nb/picture?").skip(1);
    let mut documents = 0;
    for row in rows {
        let (query, rest) = row.split_once('"').expect("an address");
        let address = format!("/nb/picture.json?{}", query.replace("&#38;", "&"));
        let found = data(&address).await;
        let cell = rest
            .split("data-label=\"Ganger\"")
            .nth(1)
            .expect("how often");
        let times = cell.split("<span>").nth(1).expect("a number");
        let times: u64 = times
            .split('<')
            .next()
            .expect("its end")
            .parse()
            .expect("a number");
        // A document that shows two people is two lookups and one event.
        let people = |event: &serde_json::Value| {
            event["subject_people"].as_array().map_or(0, Vec::len) as u64
        };
        let events = found["events"].as_array().expect("events");
        let lookups: u64 = events.iter().map(people).sum();
        assert_eq!(lookups, times, "{address}: {found}");
        documents += 1;
    }
    assert!(documents > 0, "{html}");
}
