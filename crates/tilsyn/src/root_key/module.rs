//! The root key in a hardware module, by PKCS #11.
//!
//! The key is made in the token and never leaves it: what is wrapped goes in, and what is
//! unwrapped comes out (AES-256-GCM, laid out as the key file's: nonce, content, tag). Each use
//! is a session of its own: between uses nothing is logged in, so a token that is pulled out
//! ends nothing. Not here: which key is in force (`root_key`), the PIN (`pin`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Function, Pkcs11};
use cryptoki::error::{Error as Said, RvError};
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use serde::Deserialize;
use tilsyn_ledger::{KEY_BYTES, Kek, Randomness, SystemRandomness};
use zeroize::Zeroizing;

use super::Trouble;
use super::pin::{self, Refusals};

/// What the names of such keys begin with; those of key files are hex digits only.
const NAME_START: &str = "pkcs11-";
/// Bytes of the id of a key in its token (`CKA_ID`): drawn at random, so that it tells nothing.
const ID_BYTES: usize = 8;
const NONCE_BYTES: usize = 12;
const TAG_BITS: u64 = 128;
const WRAPPED_BYTES: usize = NONCE_BYTES + KEY_BYTES + 16;
/// What a wrapped key is bound to.
const BOUND_TO: &[u8] = b"tilsyn/kek-module/1";

/// `[key_pkcs11]` in `settings.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModuleSettings {
    /// The module's library; its code runs in this program.
    pub module: PathBuf,
    /// The token's label, its serial number, or both.
    pub token: Option<String>,
    pub serial: Option<String>,
    /// The label that keys get in the token: one for each data folder.
    #[serde(default = "usual_label")]
    pub label: String,
    /// A file with the PIN that only its owner may read.
    pub pin_file: Option<PathBuf>,
    /// The name of a systemd credential with the PIN.
    pub pin_credential: Option<String>,
}

fn usual_label() -> String {
    "tilsyn root key".to_owned()
}

impl ModuleSettings {
    /// What people call the token.
    pub(crate) fn token_named(&self) -> String {
        let parts = [self.token.as_deref(), self.serial.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" / ")
    }

    /// Whether anyone but its owner may read the file with the PIN.
    pub(crate) fn shows_pin_to_others(&self) -> bool {
        self.pin_file.as_deref().is_some_and(pin::is_open_to_others)
    }

    fn check(&self) -> Result<(), Trouble> {
        let name = self.pin_credential.as_deref();
        let is_named = self.token.is_some() || self.serial.is_some();
        let has_one_pin = self.pin_file.is_some() != name.is_some();
        let is_plain = name.is_none_or(|name| !name.contains('/') && name != "..");
        match self.module.is_absolute() && is_named && has_one_pin && is_plain {
            true => Ok(()),
            false => Err(Trouble::Setting),
        }
    }

    fn is_meant(&self, info: &TokenInfo) -> bool {
        let is = |wanted: &Option<String>, found: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == found)
        };
        is(&self.token, info.label()) && is(&self.serial, info.serial_number())
    }
}

/// Whether the key of this name lies in a module.
pub(crate) fn is_name(name: &str) -> bool {
    id_of(name).is_some()
}

fn id_of(name: &str) -> Option<[u8; ID_BYTES]> {
    let digits = name.strip_prefix(NAME_START)?;
    let mut id = [0; ID_BYTES];
    if digits.len() != 2 * ID_BYTES || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in id.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(id)
}

/// A root key in a token.
pub(crate) struct ModuleKek {
    settings: ModuleSettings,
    refusals: Refusals,
    id: [u8; ID_BYTES],
}

/// What a session may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Reads,
    Writes,
}

/// Modules that have been loaded. PKCS #11 knows one state for a whole process, so they are used
/// one at a time; and they stay loaded, since few of them survive being unloaded.
static LOADED: Mutex<BTreeMap<PathBuf, Pkcs11>> = Mutex::new(BTreeMap::new());

impl ModuleKek {
    /// The key of this name; the token is not asked yet.
    pub(super) fn named(
        settings: &ModuleSettings,
        refusals: Refusals,
        name: &str,
    ) -> Result<ModuleKek, Trouble> {
        settings.check()?;
        let id = id_of(name).ok_or(Trouble::NoSettings)?;
        Ok(ModuleKek {
            settings: settings.clone(),
            refusals,
            id,
        })
    }

    /// A key that is to be made, under a new name.
    pub(super) fn drawn(
        settings: &ModuleSettings,
        refusals: Refusals,
    ) -> Result<ModuleKek, Trouble> {
        settings.check()?;
        let mut id = [0; ID_BYTES];
        SystemRandomness.fill(&mut id)?;
        Ok(ModuleKek {
            settings: settings.clone(),
            refusals,
            id,
        })
    }

    /// Logs in, and sees whether the token can do what is asked of it.
    pub(super) fn check_token(&self) -> Result<(), Trouble> {
        self.in_session(Access::Reads, |_| Ok(()))
    }

    /// Logs in, and sees whether the key is there.
    pub(super) fn check_key(&self) -> Result<(), Trouble> {
        self.in_session(Access::Reads, |session| self.find(session).map(|_| ()))
    }

    /// Makes the key in the token.
    pub(super) fn generate(&self) -> Result<(), Trouble> {
        self.in_session(Access::Writes, |session| self.generate_in(session))
    }

    /// Makes the key in the token, whose label must be new there; one that is there is taken.
    pub(super) fn generate_first(&self) -> Result<(), Trouble> {
        self.in_session(Access::Writes, |session| {
            let template = [
                Attribute::Class(ObjectClass::SECRET_KEY),
                Attribute::Label(self.settings.label.clone().into_bytes()),
            ];
            if !self.handles(session)?.is_empty() {
                return Ok(());
            }
            let others = session.find_objects(&template);
            match others.map_err(|said| self.failed(said))?.is_empty() {
                true => self.generate_in(session),
                false => Err(Trouble::LabelTaken {
                    token: self.settings.token_named(),
                    label: self.settings.label.clone(),
                }),
            }
        })
    }

    /// Destroys the key in the token, if it is there.
    pub(super) fn destroy(&self) -> Result<(), Trouble> {
        self.in_session(Access::Writes, |session| {
            for handle in self.handles(session)? {
                let destroyed = session.destroy_object(handle);
                destroyed.map_err(|said| self.failed(said))?;
            }
            Ok(())
        })
    }

    /// How many keys the token has under the label of the settings.
    #[cfg(test)]
    pub(super) fn labelled(&self) -> Result<usize, Trouble> {
        let template = [Attribute::Label(self.settings.label.clone().into_bytes())];
        self.in_session(Access::Reads, |session| {
            let found = session.find_objects(&template);
            Ok(found.map_err(|said| self.failed(said))?.len())
        })
    }

    fn generate_in(&self, session: &Session) -> Result<(), Trouble> {
        let length = u64::try_from(KEY_BYTES).unwrap_or(0);
        let template = [
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::ValueLen(length.into()),
            Attribute::Label(self.settings.label.clone().into_bytes()),
            Attribute::Id(self.id.to_vec()),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            // A key that both wraps and decrypts gives other keys away.
            Attribute::Wrap(false),
            Attribute::Unwrap(false),
            Attribute::Sign(false),
            Attribute::Verify(false),
            Attribute::Derive(false),
        ];
        let made = session.generate_key(&Mechanism::AesKeyGen, &template);
        let made = made.map_err(|said| self.failed(said))?;
        let asked = [AttributeType::Sensitive, AttributeType::Extractable];
        let found = session.get_attributes(made, &asked);
        let found = found.map_err(|said| self.failed(said))?;
        let expected = [Attribute::Sensitive(true), Attribute::Extractable(false)];
        if expected.iter().all(|attribute| found.contains(attribute)) {
            return Ok(());
        }
        let destroyed = session.destroy_object(made);
        destroyed.map_err(|said| self.failed(said))?;
        Err(self.cannot("the key that it made could leave it"))
    }

    fn handles(&self, session: &Session) -> Result<Vec<ObjectHandle>, Trouble> {
        let template = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::Id(self.id.to_vec()),
        ];
        let found = session.find_objects(&template);
        found.map_err(|said| self.failed(said))
    }

    fn find(&self, session: &Session) -> Result<ObjectHandle, Trouble> {
        match self.handles(session)?.as_slice() {
            [handle] => Ok(*handle),
            [] => Err(Trouble::NoKey {
                token: self.settings.token_named(),
                label: self.settings.label.clone(),
                key: self.id(),
            }),
            _ => Err(self.cannot("several keys have the same id")),
        }
    }

    /// Does something in a session that is logged in, and leaves nothing of it behind.
    fn in_session<T>(
        &self,
        access: Access,
        act: impl FnOnce(&Session) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        let library = load(&mut loaded, &self.settings.module)?;
        let arguments = CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK);
        match library.initialize(arguments) {
            Ok(()) | Err(Said::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(said) => return Err(not_loaded(&self.settings.module, &said)),
        }
        // The session ends before the module is told to.
        let done = self
            .log_in(&library, access)
            .and_then(|session| act(&session));
        if let Err(said) = library.finalize() {
            tracing::warn!("the module could not be ended: {}", brief(&said));
        }
        done
    }

    fn log_in(&self, library: &Pkcs11, access: Access) -> Result<Session, Trouble> {
        let (slot, info) = self.token_in(library)?;
        let token = self.settings.token_named();
        if info.user_pin_locked() {
            return Err(Trouble::PinLocked { token });
        }
        if info.user_pin_final_try() {
            return Err(Trouble::PinLastTry { token });
        }
        self.refusals.check(&token)?;
        self.check_mechanisms(library, slot)?;
        let pin = pin::read(&self.settings)?;
        let session = match access {
            Access::Reads => library.open_ro_session(slot),
            Access::Writes => library.open_rw_session(slot),
        };
        let session = session.map_err(|said| self.failed(said))?;
        match session.login(UserType::User, Some(&pin)) {
            Ok(()) => Ok(session),
            Err(Said::Pkcs11(why, _)) if is_no_to_pin(why) => Err(self.refusals.add(&token)),
            Err(Said::Pkcs11(RvError::PinLocked, _)) => Err(Trouble::PinLocked { token }),
            Err(said) => Err(self.failed(said)),
        }
    }

    /// The one token that the settings mean.
    fn token_in(&self, library: &Pkcs11) -> Result<(Slot, TokenInfo), Trouble> {
        let path = self.settings.module.clone();
        let slots = library.get_slots_with_token();
        let slots = slots.map_err(|said| not_loaded(&path, &said))?;
        let tokens = slots
            .into_iter()
            .filter_map(|slot| Some((slot, library.get_token_info(slot).ok()?)));
        let tokens: Vec<(Slot, TokenInfo)> = tokens.collect();
        let labels = tokens.iter().map(|(_, info)| info.label().to_owned());
        let found = labels.filter(|label| !label.is_empty()).collect::<Vec<_>>();
        let token = self.settings.token_named();
        let meant = |(_, info): &(Slot, TokenInfo)| self.settings.is_meant(info);
        let mut meant = tokens.into_iter().filter(meant);
        match (meant.next(), meant.next()) {
            (Some(one), None) => Ok(one),
            (Some(_), Some(_)) => Err(Trouble::ManyTokens { path, token }),
            (None, _) => Err(Trouble::NoToken {
                path,
                token,
                found: match found.as_slice() {
                    [] => "–".to_owned(),
                    labels => labels.join(", "),
                },
            }),
        }
    }

    fn check_mechanisms(&self, library: &Pkcs11, slot: Slot) -> Result<(), Trouble> {
        let known = library.get_mechanism_list(slot);
        let known = known.map_err(|said| self.failed(said))?;
        for (mechanism, name) in [
            (MechanismType::AES_GCM, "CKM_AES_GCM"),
            (MechanismType::AES_KEY_GEN, "CKM_AES_KEY_GEN"),
        ] {
            if !known.contains(&mechanism) {
                return Err(self.cannot(&format!("it does not know {name}")));
            }
        }
        Ok(())
    }

    fn seal(
        &self,
        session: &Session,
        key: &[u8; KEY_BYTES],
        mut nonce: [u8; NONCE_BYTES],
    ) -> Result<Vec<u8>, Trouble> {
        let handle = self.find(session)?;
        let parameters = GcmParams::new(&mut nonce, BOUND_TO, TAG_BITS.into());
        let parameters = parameters.map_err(|said| self.failed(said))?;
        let sealed = session.encrypt(&Mechanism::AesGcm(parameters), handle, key);
        let sealed = sealed.map_err(|said| self.failed(said))?;
        // Read after the call: modules that draw nonces themselves write theirs over ours.
        let wrapped = [nonce.as_slice(), &sealed].concat();
        // What does not open again now never will.
        match self.open(session, &wrapped)? {
            Some(opened) if *opened == *key => Ok(wrapped),
            _ => Err(self.cannot("what it seals does not open again")),
        }
    }

    /// `None`: it was sealed with another key, or altered.
    fn open(
        &self,
        session: &Session,
        wrapped: &[u8],
    ) -> Result<Option<Zeroizing<[u8; KEY_BYTES]>>, Trouble> {
        if wrapped.len() != WRAPPED_BYTES {
            return Ok(None);
        }
        let handle = self.find(session)?;
        let (nonce, sealed) = wrapped.split_at(NONCE_BYTES);
        let mut nonce = nonce.to_vec();
        let parameters = GcmParams::new(&mut nonce, BOUND_TO, TAG_BITS.into());
        let parameters = parameters.map_err(|said| self.failed(said))?;
        match session.decrypt(&Mechanism::AesGcm(parameters), handle, sealed) {
            Ok(opened) => {
                let opened = Zeroizing::new(opened);
                let key = <[u8; KEY_BYTES]>::try_from(opened.as_slice());
                Ok(key.ok().map(Zeroizing::new))
            }
            Err(Said::Pkcs11(why, Function::Decrypt)) if is_no_to_content(why) => Ok(None),
            Err(said) => Err(self.failed(said)),
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
    fn failed(&self, said: Said) -> Trouble {
        self.cannot(&brief(&said))
    }

    fn cannot(&self, detail: &str) -> Trouble {
        Trouble::Failed {
            token: self.settings.token_named(),
            detail: detail.to_owned(),
        }
    }
}

impl Kek for ModuleKek {
    fn wrap(
        &self,
        key: &[u8; KEY_BYTES],
        randomness: &dyn Randomness,
    ) -> tilsyn_ledger::Result<Vec<u8>> {
        let mut nonce = [0; NONCE_BYTES];
        randomness.fill(&mut nonce)?;
        Ok(self.in_session(Access::Reads, |session| self.seal(session, key, nonce))?)
    }

    fn unwrap(&self, wrapped: &[u8]) -> tilsyn_ledger::Result<Zeroizing<[u8; KEY_BYTES]>> {
        let opened = self.in_session(Access::Reads, |session| self.open(session, wrapped))?;
        opened.ok_or(tilsyn_ledger::Error::NotOpened)
    }

    fn id(&self) -> String {
        let digits = self.id.iter().map(|byte| format!("{byte:02x}"));
        NAME_START.to_owned() + &digits.collect::<String>()
    }
}

fn load(loaded: &mut BTreeMap<PathBuf, Pkcs11>, path: &Path) -> Result<Pkcs11, Trouble> {
    if let Some(library) = loaded.get(path) {
        return Ok(library.clone());
    }
    let library = Pkcs11::new(path).map_err(|said| not_loaded(path, &said))?;
    loaded.insert(path.to_owned(), library.clone());
    Ok(library)
}

fn not_loaded(path: &Path, said: &Said) -> Trouble {
    Trouble::NotLoaded {
        path: path.to_owned(),
        detail: brief(said),
    }
}

/// What a module said, in the words of PKCS #11.
fn brief(said: &Said) -> String {
    match said {
        Said::Pkcs11(why, function) => format!("C_{function:?}: {why:?}"),
        other => other.to_string(),
    }
}

fn is_no_to_pin(why: RvError) -> bool {
    let nos = [
        RvError::PinIncorrect,
        RvError::PinInvalid,
        RvError::PinLenRange,
    ];
    nos.contains(&why)
}

/// What modules say of a tag that does not fit. SoftHSM2 says "general error".
fn is_no_to_content(why: RvError) -> bool {
    let nos = [
        RvError::EncryptedDataInvalid,
        RvError::EncryptedDataLenRange,
        RvError::GeneralError,
    ];
    nos.contains(&why)
}
