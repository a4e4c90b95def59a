//! The clauses of templates and never rules.
//!
//! A clause is read to just before its `;`.
//! Not here: which clauses a rule needs, and what its names stand for (`check`).

use super::super::LANGUAGES;
use super::super::lexer::Token;
use super::super::mistake::{Expected, MistakeKind, Place, Quantity, quoted};
use super::super::rules::{App, Class, Slack, Within};
use super::super::tree::{
    Clause, Explained, HopText, Link, Name, RuleType, Same, SameWhat, Says, Sentence, Value,
};
use super::super::{
    EVENTS_MAX, SENTENCE_CHARS_MAX, SLACK_DAYS_MAX, VALUE_CHARS_MAX, WITHIN_DAYS_MAX,
    WITHIN_MINUTES_MAX,
};
use super::pieces::Measure;
use super::{Parsed, Parser};

/// The words that clauses begin with.
pub(super) fn words(rule_type: RuleType) -> &'static [&'static str] {
    match rule_type {
        RuleType::Explain => &[
            "if", "app", "screens", "events", "path", "same", "once", "person", "slack", "class",
            "say",
        ],
        RuleType::Never => &["person", "app", "say"],
    }
}

/// What stands for a clause that could not be read.
pub(super) fn broken<'a>(place: Place) -> Clause<'a> {
    Clause {
        place,
        word: "",
        says: Says::Broken,
    }
}

const SLACK: Measure = Measure {
    of: Quantity::SlackDays,
    unit: "d",
    expected: Expected::Days,
    least: 0,
    most: SLACK_DAYS_MAX,
};
const WITHIN_DAYS: Measure = Measure {
    of: Quantity::WithinDays,
    unit: "d",
    expected: Expected::Days,
    least: 0,
    most: WITHIN_DAYS_MAX,
};
const WITHIN_MINUTES: Measure = Measure {
    of: Quantity::WithinMinutes,
    unit: "min",
    expected: Expected::Minutes,
    least: 1,
    most: WITHIN_MINUTES_MAX,
};
const EVENTS: Measure = Measure {
    of: Quantity::Events,
    unit: "",
    expected: Expected::Number,
    least: 1,
    most: EVENTS_MAX,
};

impl<'a> Parser<'a, '_> {
    pub(super) fn clause(&mut self, rule_type: RuleType) -> Parsed<Clause<'a>> {
        let (word, place) = self.one_of(words(rule_type))?;
        let says = match (word, rule_type) {
            ("if", _) => self.roles(),
            ("app", RuleType::Explain) => self.apps().map(Says::Apps),
            ("app", RuleType::Never) => self.needs("!=").and_then(|_| self.not_apps()),
            ("screens", _) => self.values().map(Says::Screens),
            ("events", _) => self.events(),
            ("path", _) => self.path(),
            ("same", _) => self.same(),
            ("once", _) => self.once(),
            ("person", RuleType::Explain) => self.oneself(),
            ("person", RuleType::Never) => self.whom(),
            ("slack", _) => self.slack(),
            ("class", _) => self.class(),
            _ => self.say(),
        }?;
        Ok(Clause { place, word, says })
    }

    fn roles(&mut self) -> Parsed<Says<'a>> {
        self.needs("role")?;
        self.needs("in")?;
        Ok(Says::Roles(self.list()?))
    }

    fn not_apps(&mut self) -> Parsed<Says<'a>> {
        Ok(Says::NotApps(self.apps()?))
    }

    fn apps(&mut self) -> Parsed<Vec<App>> {
        let mut apps = Vec::new();
        self.separated(|parser| {
            let (app, value) = parser.app()?;
            apps.push(app);
            Ok(value)
        })?;
        Ok(apps)
    }

    /// An application, and how it is written.
    fn app(&mut self) -> Parsed<(App, Value)> {
        let Token::Word(word) = *self.token() else {
            let mut value = self.text(VALUE_CHARS_MAX)?;
            let app = App::Named(value.text.clone());
            // An application that is named like one of the words is another one.
            value.text = format!("\"{}\"", value.text);
            return Ok((app, value));
        };
        let place = self.advance();
        let app = match word {
            "work" => App::Work,
            "register" => App::Register,
            "ownrecord" => App::OwnRecord,
            _ => {
                let name = quoted(word);
                return Err(self.tell(place, MistakeKind::UnknownApp { name }));
            }
        };
        let text = word.to_owned();
        Ok((app, Value { text, place }))
    }

    fn events(&mut self) -> Parsed<Says<'a>> {
        self.needs("=")?;
        Ok(Says::Events(self.number(&EVENTS)?))
    }

    fn path(&mut self) -> Parsed<Says<'a>> {
        let mut links = vec![self.link()?];
        while self.take(",") {
            links.push(self.link()?);
        }
        Ok(Says::Path(links))
    }

    fn link(&mut self) -> Parsed<Link<'a>> {
        if self.sees("user") && self.follows("explained") {
            return Ok(Link::Explained(self.explained_within()?));
        }
        let left = self.name()?;
        let relation = self.name()?;
        let right = self.name()?;
        Ok(Link::Hop(HopText {
            left,
            relation,
            right,
        }))
    }

    /// Whether this word stands behind the next one.
    fn follows(&self, written: &str) -> bool {
        let behind = self.tokens.get(self.at + 1);
        behind.is_some_and(|located| located.token == Token::Word(written))
    }

    /// `user explained q within 3d`.
    fn explained_within(&mut self) -> Parsed<Explained<'a>> {
        self.needs("user")?;
        self.needs("explained")?;
        let other = self.name()?;
        self.needs("within")?;
        let within = Within::Days(self.number(&WITHIN_DAYS)?);
        Ok(Explained { other, within })
    }

    fn same(&mut self) -> Parsed<Says<'a>> {
        let what = match self.one_of(&["surname", "household"])?.0 {
            "surname" => SameWhat::Surname,
            _ => SameWhat::Household,
        };
        let pair = [self.name()?, self.name()?];
        let explained = if self.take(",") {
            Some(self.explained_within()?)
        } else {
            None
        };
        Ok(Says::Same(Same {
            what,
            pair,
            explained,
        }))
    }

    /// `once within 5min before user explained q`.
    fn once(&mut self) -> Parsed<Says<'a>> {
        self.needs("within")?;
        let within = Within::MinutesBefore(self.number(&WITHIN_MINUTES)?);
        for word in ["before", "user", "explained"] {
            self.needs(word)?;
        }
        let other = self.name()?;
        Ok(Says::Once(Explained { other, within }))
    }

    fn oneself(&mut self) -> Parsed<Says<'a>> {
        self.needs("=")?;
        self.needs("self")?;
        Ok(Says::Oneself)
    }

    /// `person = self` or `person in kin of self or household of self`.
    fn whom(&mut self) -> Parsed<Says<'a>> {
        if self.sees("=") {
            return self.oneself();
        }
        self.one_of(&["in", "="])?;
        let mut ties = vec![self.tie()?];
        while self.take("or") {
            ties.push(self.tie()?);
        }
        Ok(Says::Close(ties))
    }

    fn tie(&mut self) -> Parsed<Name<'a>> {
        let name = self.name()?;
        self.needs("of")?;
        self.needs("self")?;
        Ok(name)
    }

    fn slack(&mut self) -> Parsed<Says<'a>> {
        let mut slack = Slack::default();
        let (sign, _) = self.one_of(&["-", "+"])?;
        if sign == "-" {
            slack.before_days = self.number(&SLACK)?;
        }
        if sign == "+" || self.take("+") {
            slack.after_days = self.number(&SLACK)?;
        }
        Ok(Says::Slack(slack))
    }

    fn class(&mut self) -> Parsed<Says<'a>> {
        let class = match self.one_of(&["strong", "weak"])?.0 {
            "strong" => Class::Strong,
            _ => Class::Weak,
        };
        Ok(Says::Class(class))
    }

    fn say(&mut self) -> Parsed<Says<'a>> {
        let mut sentences = vec![self.sentence()?];
        while self.sees_sentence() {
            sentences.push(self.sentence()?);
        }
        Ok(Says::Say(sentences))
    }

    /// Whether a sentence is next, be it in a language that there is not.
    fn sees_sentence(&self) -> bool {
        let behind = self.tokens.get(self.at + 1).map(|located| &located.token);
        matches!(
            (self.token(), behind),
            (Token::Word(_), Some(Token::Text(_) | Token::Broken))
        ) || LANGUAGES.iter().any(|language| self.sees(language))
    }

    fn sentence(&mut self) -> Parsed<Sentence> {
        let (language, place) = self.one_of(&LANGUAGES)?;
        let text = self.text(SENTENCE_CHARS_MAX)?;
        Ok(Sentence {
            place,
            language,
            text,
        })
    }
}
