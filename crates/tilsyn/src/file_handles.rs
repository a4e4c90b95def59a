//! File handles: as many as the system gives a process that asks, and what they are for.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What is left for the stores, the provider of logins and mail.
const KEPT: u64 = 512;
/// Below that a server is of no use.
const CONNECTIONS_MIN: u64 = 64;

/// Asks for as many as may be had, and says how many connections that leaves room for.
///
/// Most systems give 1,024 at first, for the sake of programs that are forty years old, and more
/// to whoever asks.
pub(crate) fn for_connections() -> usize {
    let had = getrlimit(Resource::Nofile);
    let wanted = Rlimit {
        current: had.maximum,
        ..had
    };
    let current = match setrlimit(Resource::Nofile, wanted) {
        Ok(()) => wanted.current,
        Err(_) => had.current,
    };
    let left = current.unwrap_or(u64::MAX).saturating_sub(KEPT);
    usize::try_from(left.max(CONNECTIONS_MIN)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_had_is_had() {
        let room = for_connections();
        let given = getrlimit(Resource::Nofile);
        assert_eq!(given.current, given.maximum);
        let left = given.current.map_or(usize::MAX, |all| {
            usize::try_from(all.saturating_sub(KEPT)).unwrap_or(usize::MAX)
        });
        assert_eq!(room, left.max(64));
    }
}
