//! The grammar of the explanation language: pieces in, syntax tree out.
//!
//! Each function reads what its name says or leaves a mistake; reading then goes on behind the
//! next `;`, before the next `}`, or at the next `relation`, `explain` or `never`.
//! Not here: whether names stand for anything and fit together (`check`).
//!
//! ```text
//! file     = { relation | explain | never } ;
//! relation = "relation" name "(" domain "," domain ")" "from" rows { "or" rows } ";" ;
//! rows     = file "(" column "," column ")" [ "where" filter { "and" filter } ] ;
//! filter   = column "in" "[" value { "," value } "]" ;
//!
//! explain  = "explain" name "{" { ( scope | reason | slack | class | say ) ";" } "}" ;
//! scope    = "if" "role" "in" "[" value { "," value } "]"
//!          | "app" app { "," app }
//!          | "screens" value { "," value }
//!          | "events" "=" number ;
//! reason   = "person" "=" "self"
//!          | "path" link { "," link }
//!          | "same" ( "surname" | "household" ) variable variable [ "," explained days ]
//!          | "once" "within" minutes "before" explained ;
//! link     = variable relation variable | explained days ;
//! explained = "user" "explained" variable ;   days = "within" number "d" ;
//! slack    = "slack" ( "-" number "d" [ "+" number "d" ] | "+" number "d" ) ;
//! class    = "class" ( "strong" | "weak" ) ;
//!
//! never    = "never" name "{" { ( whom | except | say ) ";" } "}" ;
//! whom     = "person" ( "=" "self" | "in" tie "of" "self" { "or" tie "of" "self" } ) ;
//! tie      = "household" | relation ;
//! except   = "app" "!=" app { "," app } ;
//!
//! app      = "work" | "register" | "ownrecord" | text ;
//! say      = "say" language text { language text } ;   language = "nb" | "da" | "sv" | "en" ;
//! value    = word | text ;
//! ```
//!
//! A word is letters, digits and `_`; a number and its unit are one word (`30d`, `5min`). Names
//! (of relations, domains, variables, rules, files and columns) are words of a to z, 0 to 9 and
//! `_` with a letter first, but not `relation`, `explain` or `never`. A text stands in double
//! quotes on one line, with `\"` and `\\` for a quote and a backslash. `#` begins a comment.

mod clauses;
mod pieces;

use super::lexer::{Located, Token};
use super::mistake::{Expected, Mistakes, Place};
use super::tree::{
    Clause, FilterText, Name, RelationBody, RelationText, RowsText, RuleText, RuleType, Tree,
};

/// Words that begin something at the top of a file, and are names of nothing.
const STATEMENTS: [&str; 3] = ["relation", "explain", "never"];

/// Reads a file as far as it can be read.
pub(super) fn parse<'a>(tokens: &'a [Located<'a>], mistakes: &mut Mistakes) -> Tree<'a> {
    let mut parser = Parser {
        tokens,
        at: 0,
        end_told: false,
        mistakes,
    };
    parser.file()
}

/// Something could not be read, and that was told.
struct Stop;

type Parsed<T> = Result<T, Stop>;

struct Parser<'a, 'm> {
    /// The last one is `Token::End`, which is never taken.
    tokens: &'a [Located<'a>],
    at: usize,
    /// Whether it was told that the file ends too soon; once is enough.
    end_told: bool,
    mistakes: &'m mut Mistakes,
}

impl<'a> Parser<'a, '_> {
    fn file(&mut self) -> Tree<'a> {
        let mut tree = Tree::default();
        loop {
            match self.token() {
                Token::End => return tree,
                Token::Word("relation") => tree.relations.extend(self.relation()),
                Token::Word("explain") => tree.rules.push(self.rule(RuleType::Explain)),
                Token::Word("never") => tree.rules.push(self.rule(RuleType::Never)),
                _ => {
                    self.fail(Expected::Words(STATEMENTS.to_vec()));
                    self.skip_to(&[]);
                }
            }
        }
    }

    /// `None` if not even its name can be read.
    fn relation(&mut self) -> Option<RelationText<'a>> {
        self.advance();
        let name = self.name();
        let body = if name.is_ok() {
            self.relation_body()
        } else {
            Err(Stop)
        };
        if body.is_ok() {
            self.end_of_clause(&[]);
        } else {
            self.skip_to(&[";"]);
            self.take(";");
        }
        let (name, body) = (name.ok()?, body.ok());
        Some(RelationText { name, body })
    }

    fn relation_body(&mut self) -> Parsed<RelationBody<'a>> {
        let ends = self.two_names()?;
        self.needs("from")?;
        let mut rows = vec![self.rows()?];
        while self.take("or") {
            rows.push(self.rows()?);
        }
        Ok(RelationBody { ends, rows })
    }

    fn rows(&mut self) -> Parsed<RowsText<'a>> {
        let file = self.name()?;
        let columns = self.two_names()?;
        let mut filters = Vec::new();
        if self.take("where") {
            filters.push(self.filter()?);
            while self.take("and") {
                filters.push(self.filter()?);
            }
        }
        Ok(RowsText {
            file,
            columns,
            filters,
        })
    }

    fn filter(&mut self) -> Parsed<FilterText<'a>> {
        let column = self.name()?;
        self.needs("in")?;
        let values = self.list()?;
        Ok(FilterText { column, values })
    }

    /// `(first, second)`.
    fn two_names(&mut self) -> Parsed<[Name<'a>; 2]> {
        self.needs("(")?;
        let first = self.name()?;
        self.needs(",")?;
        let second = self.name()?;
        self.needs(")")?;
        Ok([first, second])
    }

    fn rule(&mut self, rule_type: RuleType) -> RuleText<'a> {
        let place = self.advance();
        let id = self.name();
        let open = match id {
            Ok(_) => self.needs("{").is_ok(),
            // One mistake is enough where the name should be.
            Err(_) => self.take("{"),
        };
        if !open {
            self.skip_to(&["{", ";", "}"]);
        }
        let clauses = if open || self.take("{") {
            self.clauses(rule_type, place)
        } else {
            self.skip_to(&[]);
            vec![clauses::broken(place)]
        };
        let id = id.ok();
        RuleText {
            place,
            rule_type,
            id,
            clauses,
        }
    }

    /// Clauses up to the `}`; if any is broken, there is one that says so.
    fn clauses(&mut self, rule_type: RuleType, place: Place) -> Vec<Clause<'a>> {
        let mut clauses = Vec::new();
        while !self.take("}") {
            if self.at_statement() {
                self.fail(Expected::Words(vec!["}"]));
                clauses.push(clauses::broken(place));
                break;
            }
            if let Ok(clause) = self.clause(rule_type) {
                clauses.push(clause);
                self.end_of_clause(clauses::words(rule_type));
            } else {
                clauses.push(clauses::broken(place));
                self.skip_to(&[";", "}"]);
                self.take(";");
            }
        }
        clauses
    }

    /// The `;` behind a clause. Where only it is missing, the next clause is read all the same.
    fn end_of_clause(&mut self, next: &[&'static str]) {
        if self.needs(";").is_ok() || self.sees("}") || next.iter().any(|word| self.sees(word)) {
            return;
        }
        self.skip_to(&[";", "}"]);
        self.take(";");
    }
}
