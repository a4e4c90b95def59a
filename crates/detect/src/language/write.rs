//! Parts of rules as text that loads again.
//!
//! Not here: whole files. An organisation's file is its own text, comments and all.

use std::fmt::Write as _;

use super::rules::{Direction, Domain, Path, Relation, Rows, Rules};

/// A relation as it is declared.
#[must_use]
pub fn relation(relation: &Relation) -> String {
    let [one, other] = relation.ends.each_ref().map(domain);
    let mut text = format!("relation {}({one}, {other})\n  from ", relation.name);
    let rows: Vec<String> = relation.rows.iter().map(rows).collect();
    text.push_str(&rows.join("\n    or "));
    text.push(';');
    text
}

/// A path as its clause has it, without the word `path`.
#[must_use]
pub fn path(rules: &Rules, path: &Path) -> String {
    let mut stops = vec!["user"];
    stops.extend(path.between.iter().map(String::as_str));
    stops.push("person");
    let hops = path.hops.iter().zip(stops.windows(2)).map(|(hop, ends)| {
        let name = &rules.relations[hop.relation].name;
        match hop.direction {
            Direction::Onwards => format!("{} {name} {}", ends[0], ends[1]),
            Direction::Back => format!("{} {name} {}", ends[1], ends[0]),
        }
    });
    hops.collect::<Vec<String>>().join(", ")
}

fn domain(domain: &Domain) -> &str {
    match domain {
        Domain::Someone => "person",
        Domain::Unit => "unit",
        Domain::Other(name) => name,
    }
}

fn rows(rows: &Rows) -> String {
    let [one, other] = rows.columns;
    let mut text = format!("{}({one}, {other})", rows.file.name());
    for (place, filter) in rows.filters.iter().enumerate() {
        let word = if place == 0 { "where" } else { "and" };
        let values: Vec<String> = filter.values.iter().map(|value| quoted(value)).collect();
        let _ = write!(text, " {word} {} in [{}]", filter.column, values.join(", "));
    }
    text
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::super::rules::Reason;
    use super::super::{DEFAULT, read};

    #[test]
    fn what_is_written_reads_as_the_same() {
        let rules = read(DEFAULT).expect("the rules are right");
        let relations = rules.relations.iter().map(super::relation);
        let mut text = relations.collect::<Vec<String>>().join("\n");
        for template in &rules.templates {
            if let Reason::Path(path) = &template.reason {
                text.push_str(&format!(
                    "\nexplain {} {{ path {}; class strong;\n\
                     say nb \"a\" da \"a\" sv \"a\" en \"a\"; }}",
                    template.id,
                    super::path(&rules, path)
                ));
            }
        }
        let again = read(&text).expect("it loads");
        assert_eq!(again.relations, rules.relations);
        let reasons = |rules: &super::Rules| {
            let all = rules.templates.iter().map(|of| of.reason.clone());
            let paths = all.filter(|reason| matches!(reason, Reason::Path(_)));
            paths.collect::<Vec<Reason>>()
        };
        assert_eq!(reasons(&again), reasons(&rules));
    }
}
