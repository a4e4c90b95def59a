//! Handles: what stands in addresses in place of people and accounts.
//!
//! A handle is a code of the vault in disguise. It says nothing, cannot be guessed or counted,
//! and stays the same as long as the ledger's key for handles lives, so that a bookmark leads
//! where it led and the own log can be followed. One that we did not make leads nowhere, just
//! like one of somebody who was erased.
//! Not here: who may see what a handle leads to (`permit`).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tilsyn_domain::codebook::{Code, Identity};
use tilsyn_ledger::{DISGUISE_BYTES, Disguise, Ledger};

use crate::desk::{identity_bytes, identity_of_bytes, unreadable};
use crate::problem::Problem;

/// What the key is for; a ledger has one of its own for each purpose.
const PURPOSE: &str = "handles";
/// Fixed bytes between kind and code. A guess would have to hit all of them: 1 in 2^88.
const FIXED: &[u8; 11] = b"tilsyn/hdl1";

/// Makes and reads handles.
pub(crate) struct Handles {
    disguise: Disguise,
}

impl Handles {
    pub(crate) fn of(ledger: &Ledger) -> Result<Handles, Problem> {
        let disguise = ledger.disguise(PURPOSE).map_err(unreadable)?;
        Ok(Handles { disguise })
    }

    /// The handle of an identity; `None` for one that the vault has never seen.
    pub(crate) fn handle(&self, ledger: &Ledger, identity: &Identity) -> Option<String> {
        let code = ledger.vault().find(&identity_bytes(identity))?;
        let block = self.disguise.put_on(block(kind_of(identity), code.get()));
        Some(URL_SAFE_NO_PAD.encode(block))
    }

    /// Whom a handle leads to.
    pub(crate) fn identity(&self, ledger: &Ledger, handle: &str) -> Option<Identity> {
        let bytes = URL_SAFE_NO_PAD.decode(handle).ok()?;
        let opened = self.disguise.take_off(bytes.try_into().ok()?);
        let code = Code::from_be_bytes(*opened.last_chunk()?);
        if opened != block(opened[0], code) {
            return None;
        }
        let bytes = ledger.vault().identity(code.try_into().ok()?).ok()??;
        identity_of_bytes(&bytes).filter(|identity| kind_of(identity) == opened[0])
    }
}

fn kind_of(identity: &Identity) -> u8 {
    match identity {
        Identity::Person(_) => b'p',
        Identity::Account { .. } => b'a',
    }
}

/// `kind ‖ fixed ‖ code`.
fn block(kind: u8, code: Code) -> [u8; DISGUISE_BYTES] {
    let mut block = [kind; DISGUISE_BYTES];
    block[1..12].copy_from_slice(FIXED);
    block[12..].copy_from_slice(&code.to_be_bytes());
    block
}
