//! The lock file has a ceiling: dependencies are guests.

/// Most packages in Cargo.lock. Raising it needs a reason in the commit.
const LOCKED_PACKAGES_MAX: usize = 420;

/// The lock file has not grown above its ceiling.
pub(super) fn is_below_its_ceiling(lock: &str) -> Option<String> {
    let packages = lock.lines().filter(|line| *line == "[[package]]").count();
    (packages > LOCKED_PACKAGES_MAX)
        .then(|| format!("Cargo.lock: {packages} packages, {LOCKED_PACKAGES_MAX} at most"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_package_too_many_is_caught() {
        let lock = "[[package]]\n".repeat(LOCKED_PACKAGES_MAX);
        assert!(is_below_its_ceiling(&lock).is_none());
        assert!(is_below_its_ceiling(&format!("{lock}[[package]]\n")).is_some());
    }
}
