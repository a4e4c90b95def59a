//! The lock file has a ceiling: dependencies are guests.

/// Most packages of others in Cargo.lock. Raising it needs a reason in the commit.
const GUESTS_MAX: usize = 570;

/// The lock file has not grown above its ceiling. Our own crates come from no registry.
pub(super) fn is_below_its_ceiling(lock: &str) -> Option<String> {
    let is_guest = |line: &&str| line.starts_with("source = ");
    let guests = lock.lines().filter(is_guest).count();
    (guests > GUESTS_MAX)
        .then(|| format!("Cargo.lock: {guests} packages of others, {GUESTS_MAX} at most"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_package_too_many_is_caught_and_our_own_are_not_counted() {
        let guest = "[[package]]\nname = \"a\"\nsource = \"registry+b\"\n\n";
        let ours = "[[package]]\nname = \"tilsyn\"\n\n";
        let lock = guest.repeat(GUESTS_MAX) + ours;
        assert!(is_below_its_ceiling(&lock).is_none());
        assert!(is_below_its_ceiling(&(lock + guest)).is_some());
    }
}
