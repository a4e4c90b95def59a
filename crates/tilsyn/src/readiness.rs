//! Telling the service manager that the server is ready (systemd's `sd_notify`).
//!
//! `systemctl start` then returns once commands can go through the server. Before that a command
//! finds no server, and the one of the two that comes second is refused the folder. Without a
//! service manager nothing is done.

use std::ffi::OsStr;
use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// Where a service manager listens: a path, or `@` and a name that is in no folder.
const SOCKET: &str = "NOTIFY_SOCKET";
const READY: &[u8] = b"READY=1";

/// Says that the pages and the commands are served.
pub(crate) fn say_ready() {
    let Some(socket) = std::env::var_os(SOCKET).filter(|socket| !socket.is_empty()) else {
        return;
    };
    if let Err(error) = tell(&socket) {
        // The server works; whoever waits for it only waits in vain.
        tracing::warn!(%error, "the service manager could not be told that the server is ready");
    }
}

fn tell(socket: &OsStr) -> io::Result<()> {
    let address = match socket.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(socket)?,
    };
    UnixDatagram::unbound()?.send_to_addr(READY, &address)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_told(socket: &OsStr, listener: &UnixDatagram) {
        tell(socket).expect("somebody listens");
        let mut heard = [0; 64];
        let length = listener.recv(&mut heard).expect("something was said");
        assert_eq!(&heard[..length], READY);
    }

    #[test]
    fn a_path_is_told() {
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("notify");
        let listener = UnixDatagram::bind(&path).expect("there is room");
        check_told(path.as_os_str(), &listener);
    }

    #[test]
    fn a_name_in_no_folder_is_told() {
        let name = format!("tilsyn-test-{}", std::process::id());
        let address = SocketAddr::from_abstract_name(&name).expect("short");
        let listener = UnixDatagram::bind_addr(&address).expect("nobody else has it");
        check_told(format!("@{name}").as_ref(), &listener);
    }

    #[test]
    fn nobody_there_is_an_error_and_no_panic() {
        assert!(tell("/nowhere/notify".as_ref()).is_err());
    }
}
