//! Which user of the operating system asks: the kernel says so, not the one who asks.
//!
//! Not here: who of the staff that is, and what they may do (`app`).

use std::io;
use std::os::unix::net::UnixStream;

use nix::unistd::{Uid, User};

/// Who runs this process.
pub(crate) fn this_process() -> String {
    name(rustix::process::getuid().as_raw())
}

/// Who opened the other end of a socket.
///
/// # Errors
/// When the kernel does not say.
pub(crate) fn other_end(stream: &UnixStream) -> io::Result<String> {
    let peer = rustix::net::sockopt::socket_peercred(stream)?;
    Ok(name(peer.uid.as_raw()))
}

/// A user that has no name goes by the number.
fn name(number: u32) -> String {
    let known = User::from_uid(Uid::from_raw(number));
    let known = known.ok().flatten().map(|user| user.name);
    known.unwrap_or_else(|| format!("uid-{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_says_who_is_on_the_other_end() {
        let (here, _there) = UnixStream::pair().expect("a pair of sockets");
        let found = other_end(&here).expect("the kernel says");
        assert_eq!(found, this_process());
        assert!(!found.is_empty());
        assert_eq!(name(4_000_000_123), "uid-4000000123");
    }
}
