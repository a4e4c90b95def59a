//! Who is signed in: from a login that the provider vouched for to the end of the session.
//!
//! A session is known by 32 random bytes that the browser holds; kept is only their digest. It
//! lives in the memory of the server, so there is nothing of it in copies of the data, and a
//! server that starts again has nobody signed in. It ends after quarter of an hour without use,
//! after a working day, when its owner signs out here or at the provider, leaves, or has other
//! roles than when it began (OWASP ASVS 5.0, 7.3 and 7.4).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};
use tilsyn_domain::Instant;
use tilsyn_domain::time::{HOUR, MINUTE};
use tilsyn_registry::{Login, Staff};

use crate::desk::{Desk, registry_problem};
use crate::permit::{self, Action, CameBy, EndSessions, Form, Permit, Principal, Role, SignIn};
use crate::problem::Problem;

/// Without use, a session ends after this many minutes (ASVS 7.3.1).
const IDLE_MINUTES_MAX: i64 = 15;
/// However much it is used, it ends after this many hours (ASVS 7.3.2).
const SESSION_HOURS_MAX: i64 = 8;
/// One that two codes opened.
const EMERGENCY_HOURS_MAX: i64 = 1;
/// Of one person at a time; whoever signs in once more ends the oldest.
const SESSIONS_OF_ONE_MAX: usize = 5;

/// What a browser proves a session with: random, 256 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(pub [u8; 32]);

impl SessionToken {
    fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// Opens a door: never printed.
impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(hidden)")
    }
}

/// What the provider of logins vouches for.
#[derive(Clone)]
pub struct Vouched {
    pub login: Login,
    /// What the provider calls its own session (`sid`), for when it ends there.
    pub session: Option<String>,
    /// Whether it was proved as strongly as the organisation asks for (`acr`).
    pub is_strong: bool,
}

struct Session {
    staff: u64,
    vouched: Vouched,
    came_by: CameBy,
    begun: Instant,
    seen: Instant,
    roles: Vec<Role>,
}

impl Session {
    fn holds(&self, now: Instant) -> bool {
        let unused = now.0 - self.seen.0;
        let hours_max = match self.came_by {
            CameBy::Emergency => EMERGENCY_HOURS_MAX,
            _ => SESSION_HOURS_MAX,
        };
        // A clock that is set back would keep a session for as long again.
        (-MINUTE..IDLE_MINUTES_MAX * MINUTE).contains(&unused)
            && now.0 - self.begun.0 < hours_max * HOUR
    }
}

/// The sessions there are, by the digests of their tokens.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<[u8; 32], Session>>);

impl Sessions {
    fn open(&self) -> MutexGuard<'_, HashMap<[u8; 32], Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, token: &SessionToken, session: Session) {
        let mut open = self.open();
        let now = session.begun;
        open.retain(|_, one| one.holds(now));
        let mut own: Vec<_> = open
            .iter()
            .filter(|(_, one)| one.staff == session.staff)
            .map(|(digest, one)| (one.seen, *digest))
            .collect();
        own.sort_unstable();
        let too_many = (own.len() + 1).saturating_sub(SESSIONS_OF_ONE_MAX);
        for (_, digest) in own.into_iter().take(too_many) {
            open.remove(&digest);
        }
        open.insert(token.digest(), session);
    }

    /// Whose session it is, how they came in and with which roles; notes that it was used.
    fn used(&self, token: &SessionToken, now: Instant) -> Option<(u64, CameBy, Vec<Role>)> {
        let mut open = self.open();
        let digest = token.digest();
        let session = open.get_mut(&digest)?;
        if session.holds(now) {
            session.seen = now;
            return Some((session.staff, session.came_by, session.roles.clone()));
        }
        open.remove(&digest);
        None
    }

    /// Those of whoever has this one: their names, and when each began and was used last.
    fn of_owner(&self, token: &SessionToken) -> Vec<MySession> {
        let open = self.open();
        let digest = token.digest();
        let Some(staff) = open.get(&digest).map(|one| one.staff) else {
            return Vec::new();
        };
        let own = open.iter().filter(|(_, one)| one.staff == staff);
        let mut own: Vec<MySession> = own
            .map(|(other, one)| MySession {
                name: name_of(other),
                begun: one.begun,
                seen: one.seen,
                is_this: *other == digest,
            })
            .collect();
        own.sort_by_key(|one| (std::cmp::Reverse(one.seen), one.name.clone()));
        own
    }

    /// Ends other sessions of whoever has this one: the one of a name, or all of them.
    fn end_others(&self, token: &SessionToken, name: Option<&str>) -> usize {
        let digest = token.digest();
        let mut open = self.open();
        let Some(staff) = open.get(&digest).map(|one| one.staff) else {
            return 0;
        };
        let before = open.len();
        open.retain(|other, one| {
            let is_meant = name.is_none_or(|name| name_of(other) == name);
            one.staff != staff || *other == digest || !is_meant
        });
        before - open.len()
    }

    fn end(&self, token: &SessionToken) -> bool {
        self.open().remove(&token.digest()).is_some()
    }

    /// Ends all but this one: those of one member of staff, or everybody's. One that codes opened
    /// ends by name only: its codes are used up.
    fn end_others_of(&self, this: &[u8; 32], staff: Option<u64>) -> usize {
        let mut open = self.open();
        let before = open.len();
        let is_meant = |one: &Session| match staff {
            Some(of) => one.staff == of,
            None => one.came_by != CameBy::Emergency,
        };
        open.retain(|digest, one| digest == this || !is_meant(one));
        before - open.len()
    }

    /// Ends those that are `over`; says how many there were.
    fn end_all(&self, over: impl Fn(&Session) -> bool) -> usize {
        let mut open = self.open();
        let before = open.len();
        open.retain(|_, session| !over(session));
        before - open.len()
    }
}

/// What a session is called on its owner's page: some of its digest, which opens nothing.
fn name_of(digest: &[u8; 32]) -> String {
    let first = digest.iter().take(8);
    first.map(|byte| format!("{byte:02x}")).collect()
}

/// A session of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MySession {
    pub name: String,
    pub begun: Instant,
    /// When it was used last.
    pub seen: Instant,
    /// The one that asks.
    pub is_this: bool,
}

impl Desk {
    /// The sessions of whoever has this one, last used first (ASVS 7.5.2).
    #[must_use]
    pub fn my_sessions(&self, this: &SessionToken) -> Vec<MySession> {
        let mut own = self.sessions.of_owner(this);
        let now = self.now();
        own.retain(|one| now.0 - one.seen.0 < IDLE_MINUTES_MAX * MINUTE);
        own
    }

    /// Ends another session of whoever has this one, by its name, or all others.
    ///
    /// # Errors
    /// When it cannot be filed; they have ended all the same.
    pub fn end_my_sessions(
        &self,
        permit: &Permit<SignIn>,
        this: &SessionToken,
        name: Option<&str>,
    ) -> Result<usize, Problem> {
        let ended = self.sessions.end_others(this, name);
        if ended > 0 {
            let user = permit.principal().user();
            self.file_staff(permit, "signed-out-elsewhere", user)?;
        }
        Ok(ended)
    }

    /// Ends the sessions of somebody, by user name, or everybody's but one's own; gives how many.
    ///
    /// # Errors
    /// Gone, where nobody of that name works here; ours, when it cannot be filed.
    pub fn end_sessions(
        &self,
        permit: &Permit<EndSessions>,
        this: &SessionToken,
        of: Option<&str>,
    ) -> Result<usize, Problem> {
        let staff = of.map(|user| self.staff_called(user)).transpose()?;
        let about = staff.as_ref().map(|one| one.user.as_str());
        self.file_staff_or_all(permit, "sessions-ended", about)?;
        let own = this.digest();
        Ok(self
            .sessions
            .end_others_of(&own, staff.map(|one| one.number)))
    }

    /// Begins a session for whoever has this login; from now on the token opens it.
    ///
    /// # Errors
    /// Refused, where it is nobody's login, its owner left, nobody has a duty yet, or the login
    /// was not strong enough.
    pub fn sign_in(&self, vouched: &Vouched, token: &SessionToken) -> Result<(), Problem> {
        if !vouched.is_strong {
            return Err(self.turned_away(&vouched.login, "problem-sign-in-weak"));
        }
        let staff = self.registry().staff_of_login(&vouched.login);
        let staff = staff.map_err(registry_problem)?;
        let known = match &staff {
            Some(staff) => self.principal(staff, CameBy::Provider)?,
            None => None,
        };
        let (Some(staff), Some(principal)) = (staff, known) else {
            return Err(self.turned_away(&vouched.login, "problem-no-staff"));
        };
        self.file_session(&principal, "signed-in")?;
        self.begin_session((&staff, &principal), vouched, token);
        Ok(())
    }

    /// From now on the token opens a session of that member of staff.
    pub(super) fn begin_session(
        &self,
        (staff, principal): (&Staff, &Principal),
        vouched: &Vouched,
        token: &SessionToken,
    ) {
        let now = self.now();
        let session = Session {
            staff: staff.number,
            vouched: vouched.clone(),
            came_by: principal.came_by(),
            begun: now,
            seen: now,
            roles: principal.asker().roles.clone(),
        };
        self.sessions.begin(token, session);
    }

    fn turned_away(&self, login: &Login, message: &'static str) -> Problem {
        let no = Problem::denied(message, SignIn::NAME);
        self.filed_of_stranger(login, Form::Page, no)
    }

    /// Whose session a token opens now; `None`: nobody's, or one that has ended.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn principal_of_session(&self, token: &SessionToken) -> Result<Option<Principal>, Problem> {
        let Some((number, came_by, roles)) = self.sessions.used(token, self.now()) else {
            return Ok(None);
        };
        let staff = self.registry().staff_of_number(number);
        let staff = staff.map_err(registry_problem)?;
        let known = match staff.filter(|staff| staff.left.is_none()) {
            Some(staff) => self.principal(&staff, came_by)?,
            None => None,
        };
        let same = known.filter(|principal| principal.asker().roles == roles);
        if same.is_none() {
            self.sessions.end(token);
        }
        Ok(same)
    }

    /// Ends a session, if it has not ended yet.
    ///
    /// # Errors
    /// When it cannot be filed; it has ended all the same.
    pub fn sign_out(&self, token: &SessionToken) -> Result<(), Problem> {
        let principal = self.principal_of_session(token);
        self.sessions.end(token);
        match principal? {
            Some(principal) => self.file_session(&principal, "signed-out"),
            None => Ok(()),
        }
    }

    /// Ends what the provider says has ended there: one session of it, or all of one login.
    pub fn signed_out_at_provider(&self, issuer: &str, who: &SignedOut) -> usize {
        self.sessions.end_all(|session| {
            let vouched = &session.vouched;
            vouched.login.issuer == issuer
                && match who {
                    SignedOut::Session(sid) => vouched.session.as_ref() == Some(sid),
                    SignedOut::Subject(subject) => vouched.login.subject == *subject,
                }
        })
    }

    fn file_session(&self, principal: &Principal, step: &'static str) -> Result<(), Problem> {
        let permit = permit::ask::<SignIn>(principal, Form::Page)?;
        self.file_staff(&permit, step, principal.user())
    }
}

/// What ended at the provider.
pub enum SignedOut {
    /// One of its sessions (`sid`).
    Session(String),
    /// All of one login (`sub`).
    Subject(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(number: u8) -> SessionToken {
        SessionToken([number; 32])
    }

    fn session(staff: u64, at: i64) -> Session {
        let subject = format!("s{staff}");
        Session {
            staff,
            vouched: Vouched {
                login: Login {
                    issuer: "https://login.nordvik.example".to_owned(),
                    subject,
                },
                session: None,
                is_strong: true,
            },
            came_by: CameBy::Provider,
            begun: Instant(at),
            seen: Instant(at),
            roles: Vec::new(),
        }
    }

    #[test]
    fn a_session_ends_a_quarter_of_an_hour_after_its_last_use() {
        let sessions = Sessions::default();
        sessions.begin(&token(1), session(1, 0));
        let used = |at| sessions.used(&token(1), Instant(at)).is_some();
        assert!(used(14 * MINUTE) && used(28 * MINUTE));
        assert!(!used(43 * MINUTE));
        // And does not come back, whatever the clock says then.
        assert!(!used(29 * MINUTE));
        sessions.begin(&token(1), session(1, 10 * MINUTE));
        assert!(used(9 * MINUTE + 1));
        assert!(!used(8 * MINUTE));
    }

    #[test]
    fn a_session_ends_after_a_working_day_however_much_it_is_used() {
        let sessions = Sessions::default();
        sessions.begin(&token(1), session(1, 0));
        let last = (1..).find(|minute| {
            sessions
                .used(&token(1), Instant(minute * 10 * MINUTE))
                .is_none()
        });
        assert_eq!(last.map(|tens| tens * 10 * MINUTE), Some(8 * HOUR));
    }

    #[test]
    fn a_session_that_codes_opened_ends_after_an_hour() {
        let sessions = Sessions::default();
        let mut by_codes = session(1, 0);
        by_codes.came_by = CameBy::Emergency;
        sessions.begin(&token(1), by_codes);
        let used = |at| sessions.used(&token(1), Instant(at)).is_some();
        assert!((1..6).all(|tens| used(tens * 10 * MINUTE)));
        assert!(!used(HOUR));
    }

    #[test]
    fn whoever_is_signed_in_sees_and_ends_their_own_sessions_alone() {
        let sessions = Sessions::default();
        for (number, staff) in [(1, 1), (2, 1), (3, 1), (4, 2)] {
            sessions.begin(&token(number), session(staff, i64::from(number)));
        }
        let own = sessions.of_owner(&token(2));
        let seen: Vec<(i64, bool)> = own.iter().map(|one| (one.seen.0, one.is_this)).collect();
        assert_eq!(seen, [(3, false), (2, true), (1, false)]);
        let is_open = |number| !sessions.of_owner(&token(number)).is_empty();
        let of_another = sessions.of_owner(&token(4)).remove(0).name;
        assert_eq!(sessions.end_others(&token(2), Some(&of_another)), 0);
        assert_eq!(sessions.end_others(&token(2), Some(&own[1].name)), 0);
        assert_eq!(sessions.end_others(&token(2), Some(&own[0].name)), 1);
        assert_eq!([1, 2, 3, 4].map(is_open), [true, true, false, true]);
        assert_eq!(sessions.end_others(&token(3), None), 0);
        assert_eq!(sessions.end_others(&token(2), None), 1);
        assert_eq!([1, 2, 3, 4].map(is_open), [false, true, false, true]);
    }

    #[test]
    fn one_person_has_so_many_sessions_and_no_more() {
        let sessions = Sessions::default();
        sessions.begin(&token(100), session(2, 0));
        for number in 0..7 {
            sessions.begin(&token(number), session(1, i64::from(number)));
        }
        let open: Vec<u8> = (0..7)
            .filter(|number| sessions.used(&token(*number), Instant(9)).is_some())
            .collect();
        assert_eq!(open, [2, 3, 4, 5, 6]);
        assert!(sessions.used(&token(100), Instant(9)).is_some());
        assert!(sessions.used(&token(101), Instant(9)).is_none());
        assert_eq!(sessions.end_all(|one| one.staff == 1), 5);
        assert!(!sessions.end(&token(3)) && sessions.end(&token(100)));
    }
}
