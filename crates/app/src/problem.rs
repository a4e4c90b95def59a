//! A no from the application's door: whose move it is, and what to say.
//!
//! A problem holds a message key and its arguments; the sentence stands in the text files of
//! the four languages. It never holds a name, a national id or what was looked up.

use std::error::Error;
use std::fmt;
use std::io;

/// Whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The question is wrong; ask differently.
    Yours,
    /// Not allowed.
    Refused,
    /// Something else holds it, or has changed in between.
    Conflict,
    /// There is no such thing, or none you may know of.
    Gone,
    /// Our fault.
    Ours,
    /// Our fault, and for now only: the same question again will be answered.
    Later,
}

/// When to ask again where somebody has to mend something first, such as a full disk.
const AGAIN_LATER_SECONDS: u16 = 10;

/// Why an action was not done.
#[derive(Debug)]
pub struct Problem {
    pub whose: Whose,
    /// Key of the sentence in the text files.
    pub message: &'static str,
    /// Placeholders of the sentence; never personal data.
    pub arguments: Vec<(&'static str, String)>,
    pub hint: Option<&'static str>,
    /// What somebody may not do (`Action::NAME`); such a no is filed in the own log.
    pub denied: Option<&'static str>,
    /// Key of the sentence that the own log has instead, where whoever asked may not learn it.
    pub(crate) filed: Option<&'static str>,
    /// After how many seconds the same may be asked again; `None` where that would not help.
    pub again_after_seconds: Option<u16>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Problem {
    fn of(whose: Whose, message: &'static str) -> Problem {
        Problem {
            whose,
            message,
            arguments: Vec::new(),
            hint: None,
            denied: None,
            filed: None,
            again_after_seconds: (whose == Whose::Later).then_some(AGAIN_LATER_SECONDS),
            cause: None,
        }
    }

    #[must_use]
    pub fn yours(message: &'static str) -> Problem {
        Problem::of(Whose::Yours, message)
    }

    #[must_use]
    pub fn refused(message: &'static str) -> Problem {
        Problem::of(Whose::Refused, message)
    }

    /// Refused by the rules; the sentence may name the action.
    #[must_use]
    pub fn denied(message: &'static str, action: &'static str) -> Problem {
        Problem {
            denied: Some(action),
            ..Problem::refused(message).with("action", action)
        }
    }

    /// The same no, told like something that is not there: that there is one is not theirs to
    /// know. The own log has why.
    #[must_use]
    pub(crate) fn told_as_gone(self, message: &'static str) -> Problem {
        Problem {
            denied: self.denied,
            filed: Some(self.message),
            ..Problem::gone(message)
        }
    }

    #[must_use]
    pub fn conflict(message: &'static str) -> Problem {
        Problem::of(Whose::Conflict, message)
    }

    #[must_use]
    pub fn gone(message: &'static str) -> Problem {
        Problem::of(Whose::Gone, message)
    }

    /// Our fault; the cause goes to the diagnostics, not to the reader. A full disk says so.
    pub fn ours(message: &'static str, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Problem {
        let cause = cause.into();
        if is_full(cause.as_ref()) {
            return Problem::caused(Whose::Later, "problem-disk-full", cause)
                .hint("hint-make-room");
        }
        Problem::caused(Whose::Ours, message, cause)
    }

    /// Our fault, until somebody has mended the cause.
    pub fn later(message: &'static str, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Problem {
        let cause = cause.into();
        let hint = is_full(cause.as_ref()).then_some("hint-make-room");
        Problem {
            hint,
            ..Problem::caused(Whose::Later, message, cause)
        }
    }

    /// With what lies behind it, for the diagnostics.
    pub fn caused(
        whose: Whose,
        message: &'static str,
        cause: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Problem {
        Problem {
            cause: Some(cause.into()),
            ..Problem::of(whose, message)
        }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Problem {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// The same may be asked again after so many seconds.
    #[must_use]
    pub fn again_after(mut self, seconds: u16) -> Problem {
        self.again_after_seconds = Some(seconds);
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Problem {
        self.hint = Some(hint);
        self
    }
}

/// Whether a disk or a quota was full, however far down.
fn is_full(error: &(dyn Error + 'static)) -> bool {
    let system = error.downcast_ref::<io::Error>().map(io::Error::kind);
    match system {
        Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => true,
        _ => error.source().is_some_and(is_full),
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)?;
        for (name, value) in &self.arguments {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause
            .as_ref()
            .map(|cause| cause.as_ref() as &(dyn Error + 'static))
    }
}
