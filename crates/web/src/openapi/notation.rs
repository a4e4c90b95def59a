//! The notation in which it is written down what data look like, and its way into JSON Schema.
//!
//! JSON Schema says the same in eight times as many lines, which nobody reads beside the code.
//! Not here: the data (`data.txt`).

use serde_json::{Map, Value as Json, json};

/// All schemas of a text.
///
/// # Panics
/// When the text is not in the notation. It is built in, and a test reads it.
pub(super) fn schemas(text: &str) -> Map<String, Json> {
    let mut all = Map::new();
    for block in text.split("\n\n") {
        let mut about = Vec::new();
        let mut said = String::new();
        for line in block.lines().filter(|line| !line.starts_with(';')) {
            match line.strip_prefix("# ") {
                Some(line) => about.push(line),
                None => said += line,
            }
        }
        let Some((name, kind)) = said.split_once(" = ") else {
            continue;
        };
        let mut reader = Reader {
            rest: kind,
            all: &all,
        };
        let mut schema = reader.kind();
        assert!(reader.rest.is_empty(), "{name}: {}", reader.rest);
        if !about.is_empty() {
            schema["description"] = about.join(" ").into();
        }
        all.insert(name.to_owned(), schema);
    }
    all
}

/// Reads what something is.
struct Reader<'a> {
    rest: &'a str,
    /// Those that were read before.
    all: &'a Map<String, Json>,
}

impl<'a> Reader<'a> {
    /// One kind, or several with `|` between.
    fn kind(&mut self) -> Json {
        let mut kinds = vec![self.one()];
        while self.takes("|") {
            kinds.push(self.one());
        }
        if kinds.len() == 1 {
            return kinds.remove(0);
        }
        match kinds
            .iter()
            .map(|kind| kind.get("const"))
            .collect::<Option<Vec<_>>>()
        {
            Some(words) => json!({ "enum": words }),
            None => json!({ "anyOf": kinds }),
        }
    }

    fn one(&mut self) -> Json {
        if self.takes("{") {
            return self.fields();
        }
        if self.takes("[") {
            let items = self.kind();
            self.must("]");
            return match self.takes("+") {
                true => json!({ "type": "array", "items": items, "minItems": 1 }),
                false => json!({ "type": "array", "items": items }),
            };
        }
        if self.takes("(") {
            let first = self.kind();
            self.must(",");
            let second = self.kind();
            self.must(")");
            return json!({
                "type": "array", "prefixItems": [first, second], "minItems": 2, "maxItems": 2,
            });
        }
        if self.takes("/") {
            let pattern = self.up_to('/');
            return json!({ "type": "string", "pattern": pattern });
        }
        if self.takes("\"") {
            return json!({ "const": self.up_to('"') });
        }
        match self.name() {
            "any" => json!({}),
            "count" => json!({ "type": "integer", "minimum": 0 }),
            "day" => json!({ "type": "string", "format": "date" }),
            "moment" => json!({ "type": "string", "format": "date-time" }),
            "null" => json!({ "type": "null" }),
            "number" => json!({ "type": "number" }),
            "text" => json!({ "type": "string" }),
            "truth" => json!({ "type": "boolean" }),
            "whole" => {
                json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX })
            }
            name => json!({ "$ref": format!("#/components/schemas/{name}") }),
        }
    }

    fn fields(&mut self) -> Json {
        let (mut fields, mut needed, mut others) = (Map::new(), Vec::new(), false);
        while !self.takes("}") {
            if self.takes("...") {
                let other = self.all.get(self.name());
                others |= other.is_none();
                let of = |part: &str| other.and_then(|other| other.get(part));
                let more = of("properties").and_then(Json::as_object);
                fields.extend(more.cloned().unwrap_or_default());
                let more = of("required").and_then(Json::as_array);
                needed.extend(more.cloned().unwrap_or_default());
            } else {
                let name = match self.takes("\"") {
                    true => self.up_to('"'),
                    false => self.name(),
                };
                if !self.takes("?") {
                    needed.push(name.into());
                }
                self.must(":");
                let kind = self.kind();
                fields.insert(name.to_owned(), kind);
            }
            self.takes(",");
        }
        json!({
            "type": "object", "required": needed, "properties": fields,
            "additionalProperties": others,
        })
    }

    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn must(&mut self, sign: &str) {
        assert!(self.takes(sign), "{sign} is missing before {}", self.rest);
    }

    fn up_to(&mut self, end: char) -> &'a str {
        let (text, rest) = self.rest.split_once(end).expect("it has an end");
        self.rest = rest;
        text
    }

    fn name(&mut self) -> &'a str {
        let text = self.rest.trim_start();
        let is_end = |sign: char| !sign.is_alphanumeric() && sign != '_';
        let (name, rest) = text.split_at(text.find(is_end).unwrap_or(text.len()));
        self.rest = rest;
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, name: &str, expected: &Json) {
        assert_eq!(&schemas(text)[name], expected, "{text}");
    }

    #[test]
    fn what_is_written_is_said_as_json_schema() {
        let text = "; a remark\n\n# Who.\nActor = { user: text, \"for\"?: Actor | null }";
        let actor = json!({ "$ref": "#/components/schemas/Actor" });
        let expected = json!({
            "description": "Who.", "type": "object", "required": ["user"],
            "additionalProperties": false,
            "properties": {
                "user": { "type": "string" },
                "for": { "anyOf": [actor, { "type": "null" }] },
            },
        });
        check(text, "Actor", &expected);
        let both = "A = { a: day }\n\nB = { ...A, b: [\"x\" | \"y\"]+, ... }";
        let expected = json!({
            "type": "object", "required": ["a", "b"], "additionalProperties": true,
            "properties": {
                "a": { "type": "string", "format": "date" },
                "b": { "type": "array", "minItems": 1, "items": { "enum": ["x", "y"] } },
            },
        });
        check(both, "B", &expected);
        let pair = json!({
            "type": "array", "minItems": 2, "maxItems": 2,
            "prefixItems": [{ "type": "string" }, { "type": "integer", "minimum": 0 }],
        });
        check("P = (text, count)", "P", &pair);
        check(
            "H = /^[0-9]+$/",
            "H",
            &json!({ "type": "string", "pattern": "^[0-9]+$" }),
        );
    }
}
