//! National ids as they may be shown: masked everywhere, but whole on the person's own page for
//! whoever was shown it; of whom the register protects, no digit.
//!
//! The birth date part stays, since with the name it tells two people apart; what identifies is
//! hidden. Not here: addresses, which hold opaque handles only.

use serde_json::Value;
use tilsyn_domain::NationalId;

use crate::asked::looks_like_national_id;

const DOT: char = '•';
/// Of whom the register protects, not even how long the id is.
const HIDDEN: &str = "•••••••••••";

/// `019285•••••`; of another kind of identifier only the end, `•••••1217`.
fn masked(id: &NationalId) -> String {
    let text = id.reveal();
    let chars: Vec<char> = text.chars().collect();
    let date = match chars.len() {
        10 | 11 if chars[..6].iter().all(char::is_ascii_digit) => 6,
        12 if chars.iter().all(char::is_ascii_digit) => 8,
        _ => 0,
    };
    if date > 0 {
        let hidden = std::iter::repeat_n(DOT, chars.len() - date);
        return chars[..date].iter().copied().chain(hidden).collect();
    }
    let kept = if chars.len() >= 8 { 4 } else { 0 };
    let hidden = std::iter::repeat_n(DOT, chars.len() - kept);
    hidden
        .chain(chars[chars.len() - kept..].iter().copied())
        .collect()
}

/// The id of somebody whom the register may protect: then not even the day of birth.
pub(crate) fn masked_of(id: &NationalId, is_protected: bool) -> String {
    match is_protected {
        true => HIDDEN.to_owned(),
        false => masked(id),
    }
}

/// More digits in a row than this may be a national id.
const DIGITS_MAX: usize = 8;

/// Whether a national id may stand in a text that somebody wrote or a source sent.
pub(crate) fn may_hold_national_id(text: &str) -> bool {
    let kept: String = text.chars().filter(|c| !" -+".contains(*c)).collect();
    let runs = kept.split(|c: char| !c.is_ascii_digit());
    runs.map(str::len).max().unwrap_or(0) > DIGITS_MAX
}

/// A text, masked where it has the form of a national id.
pub(crate) fn without_id(text: &str, protected: &[NationalId]) -> String {
    match NationalId::new(text).filter(|_| looks_like_national_id(text)) {
        Some(id) => masked_of(&id, protected.contains(&id)),
        None => text.to_owned(),
    }
}

/// Masks what was sought in a query, at any depth.
fn mask_sought(data: &mut Value, own: Option<&NationalId>, protected: &[NationalId]) {
    let each = |value: &mut Value| mask_sought(value, own, protected);
    match data {
        Value::String(text) if NationalId::new(text).as_ref() != own => {
            *text = without_id(text, protected);
        }
        Value::Number(number) if looks_like_national_id(&number.to_string()) => {
            *data = without_id(&number.to_string(), protected).into();
        }
        Value::Array(values) => values.iter_mut().for_each(each),
        Value::Object(fields) => fields.values_mut().for_each(each),
        _ => {}
    }
}

/// Masks every `national_id` in data, at any depth, but that of `own`; the field is then named
/// `national_id_masked`, so that nobody takes it for the contract's field. What was sought by a
/// query is masked in its place; of `protected` people nothing stands.
pub(crate) fn mask_data(data: &mut Value, own: Option<&NationalId>, protected: &[NationalId]) {
    let each = |value: &mut Value| mask_data(value, own, protected);
    match data {
        Value::Array(values) => values.iter_mut().for_each(each),
        Value::Object(fields) => {
            if let Some(Value::String(text)) = fields.get("national_id") {
                let id = NationalId::new(text);
                if let Some(id) = id.filter(|id| Some(id) != own) {
                    fields.remove("national_id");
                    let shown = masked_of(&id, protected.contains(&id));
                    fields.insert("national_id_masked".to_owned(), shown.into());
                }
            }
            if let Some(criteria) = fields.get_mut("criteria") {
                mask_sought(criteria, own, protected);
            }
            fields.values_mut().for_each(each);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(id: &str, expected: &str) {
        assert_eq!(masked(&NationalId::new(id).expect("an id")), expected);
    }

    #[test]
    fn what_identifies_is_hidden_in_every_kind_of_id() {
        check("01928500012", "019285•••••");
        check("0101909802", "010190••••");
        check("199001019802", "19900101••••");
        check("010190A907N", "010190•••••");
        check("1000046021217", "•••••••••1217");
        check("P-118", "••••");
    }

    #[test]
    fn data_holds_no_id_but_the_own_one() {
        let mut data = serde_json::json!({
            "actor": {"national_id": "01928500012", "for": {"national_id": "02928500013"}},
            "subjects": [{"national_id": "02928500013"}, {"national_id": null}],
        });
        mask_data(&mut data, NationalId::new("02928500013").as_ref(), &[]);
        let text = data.to_string();
        assert!(!text.contains("01928500012") && text.contains("019285•••••"));
        let mut query = serde_json::json!({"query": {"criteria": [
            {"field": "fnr", "value": ["01928500012", "Ås"]},
            {"field": "fnr", "value": 19_285_000_123_u64},
            {"field": "fnr", "value": "02928500013"},
        ]}});
        mask_data(&mut query, NationalId::new("02928500013").as_ref(), &[]);
        let told = query.to_string();
        assert!(
            !told.contains("01928500012") && !told.contains("19285000123"),
            "{told}"
        );
        assert!(
            told.contains("019285•••••") && told.contains("02928500013"),
            "{told}"
        );
        assert_eq!(text.matches("02928500013").count(), 2);
        let mut data = serde_json::json!({"subjects": [{"national_id": "03928500014"}]});
        let protected = NationalId::new("03928500014").expect("an id");
        mask_data(&mut data, None, &[protected]);
        assert!(
            !data.to_string().contains("039285"),
            "not even the day of birth"
        );
    }
}
