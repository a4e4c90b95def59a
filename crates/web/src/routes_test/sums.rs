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

/// Seven users with nine look-ups each, of two systems, on nine days and at five hours.
fn busy_site() -> Site {
    let line = |number: u64| {
        let (day, hour) = (1 + number % 9, 6 + number % 5);
        let report = if number.is_multiple_of(2) { "A" } else { "B" };
        let user = number % 7;
        format!(
            concat!(
                r#"{{"id":"u{number}","source":"s{source}","#,
                r#""time":"2026-07-{day:02}T{hour:02}:30:00+02:00","#,
                r#""kind":"lookup","actor":{{"user":"user{user}"}},"#,
                r#""place":{{"screen":"S","report":"{report}"}},"#,
                r#""subjects":[{{"national_id":"01817010055"}}]}}"#,
                "\n"
            ),
            number = number,
            source = number % 2,
            day = day,
            hour = hour,
            user = user,
            report = report,
        )
    };
    site(&(0..63).map(line).collect::<String>())
}

#[tokio::test]
async fn figures_of_use_are_those_of_the_lists_they_lead_to() {
    let site = busy_site();
    let fetch = async |address: &str| {
        let response = answer_of(&site, getting(address)).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        text(response).await
    };
    let read = async |address: &str| -> serde_json::Value {
        serde_json::from_str(&fetch(address).await).expect("JSON")
    };
    for (field, query) in [
        ("hour", ""),
        ("week", "&only=all"),
        ("source", "&only=all&kind=lookup"),
        ("screen", ""),
        ("report", "&source=s1"),
    ] {
        let address = format!("/nb/usage?field={field}{query}&period=all");
        let html = fetch(&address).await;
        let rows = html.split("<tbody>").nth(1).expect("rows");
        let links = rows.split("href=\"").skip(1);
        let links = links.map(|rest| rest.split('"').next().unwrap_or_default());
        let lists = ["/nb/log?", "/nb/element?"];
        let events = links.filter(|link| lists.iter().any(|list| link.starts_with(list)));
        let links: Vec<String> = events.map(|link| link.replace("&#38;", "&")).collect();
        assert!(!links.is_empty(), "{address}: {html}");
        for link in links {
            let (path, query) = link.split_once('?').expect("a query");
            let list = read(&format!("{path}.json?{query}")).await;
            let total = number(&list["matching"]);
            assert!(total > 0, "{link}");
            let around = html
                .split(&link.replace('&', "&#38;"))
                .nth(1)
                .expect("the link");
            let figures = around.split("</tr>").next().unwrap_or_default();
            assert!(
                figures.contains(&format!(">{total}<")),
                "{link}: {total} in {figures}"
            );
        }
    }
    let hours = read("/nb/usage.json?field=hour&period=all").await;
    let rows = hours["rows"].as_array().expect("rows");
    let all: u64 = rows.iter().map(|row| number(&row["events"])).sum();
    assert_eq!(all, number(&hours["events"]));
}

#[tokio::test]
async fn the_use_of_few_people_is_not_told() {
    let few = data("/nb/usage.json?source=no-such-source&period=all").await;
    assert_eq!(
        (number(&few["events"]), few["withheld"].as_bool()),
        (0, Some(false))
    );
    let few = data("/nb/usage.json?only=all&kind=document_view&period=all").await;
    assert!(number(&few["events"]) > 0, "there are some");
    assert_eq!(few["withheld"].as_bool(), Some(true));
    assert_eq!(few["rows"].as_array().map(Vec::len), Some(0));
}
