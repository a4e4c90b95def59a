//! Work of the server itself that is done again and again, each in a thread of its own.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tilsyn_app::Desk;

/// How often the clock is looked at, witnesses are asked, erasures worked on and mails sent.
pub(crate) const ROUND_EVERY: Duration = Duration::from_secs(1);

/// Does this again and again in a thread of its own, until the desk is closed.
///
/// # Errors
/// When there is no thread.
pub(crate) fn go_on(
    name: &str,
    desk: &Arc<Desk>,
    mut work: impl FnMut(&Arc<Desk>) + Send + 'static,
) -> anyhow::Result<()> {
    let desk: Weak<Desk> = Arc::downgrade(desk);
    let again = move || {
        loop {
            std::thread::sleep(ROUND_EVERY);
            let Some(desk) = desk.upgrade() else { return };
            work(&desk);
        }
    };
    let thread = std::thread::Builder::new().name(name.to_owned());
    thread.spawn(again)?;
    Ok(())
}
