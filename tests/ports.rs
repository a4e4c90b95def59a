//! Ports for servers that are told theirs.
//!
//! They lie below those that the system hands out by itself, so no connection that somebody opens
//! takes one meanwhile; and a lock on a file keeps tests that run beside each other apart.

use std::fs::{File, create_dir_all};
use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

/// The ports that tests take theirs from. Linux hands out those from 32768 on.
const FIRST: u16 = 20_000;
const PORTS: u16 = 12_000;

/// How far this process has looked.
static LOOKED: AtomicU16 = AtomicU16::new(0);

/// An address on this machine that nobody else has until this process ends.
///
/// # Panics
/// When all are taken, or nothing can be written to the folder for temporary files.
#[must_use]
pub fn free_address() -> String {
    let folder = std::env::temp_dir().join("tilsyn-test-ports");
    create_dir_all(&folder).expect("temporary files can be written");
    // Each process begins elsewhere, so that few look at the same one.
    let begin = std::process::id().wrapping_mul(31) % u32::from(PORTS);
    let begin = u16::try_from(begin).expect("it is below the number of ports");
    for _ in 0..PORTS {
        let step = LOOKED.fetch_add(1, Ordering::Relaxed) % PORTS;
        let port = FIRST + (begin + step) % PORTS;
        // One that another user of the machine has looked at is theirs.
        let Ok(lock) = File::create(folder.join(port.to_string())) else {
            continue;
        };
        if lock.try_lock().is_ok() && TcpListener::bind(("127.0.0.1", port)).is_ok() {
            // Held until the process ends: a server that is started again has the same address.
            std::mem::forget(lock);
            return format!("127.0.0.1:{port}");
        }
    }
    panic!("no port is free");
}
