//! The shapes of what a provider says: the library's, with what we read beyond them.

use std::collections::HashMap;

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClaimName, CoreClaimType, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
    CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreSubjectIdentifierType, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AdditionalProviderMetadata, Client, EmptyExtraTokenFields, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IdToken, IdTokenFields, ProviderMetadata, StandardErrorResponse,
    StandardTokenResponse,
};
use serde::{Deserialize, Serialize};

/// The only signatures that count: nobody who can check one can make one.
pub(super) const SIGNATURES: [CoreJwsSigningAlgorithm; 10] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EcdsaP521Sha512,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What a provider says of itself beyond the library's list.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Extras {
    /// Whether its answers name it (RFC 9207), which keeps two providers from being mixed up.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
    pub(super) end_session_endpoint: Option<String>,
}
impl AdditionalProviderMetadata for Extras {}

/// Of an ID token: the provider's own session.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct OfSession {
    pub(super) sid: Option<String>,
    pub(super) nbf: NotBefore,
}
impl AdditionalClaims for OfSession {}

/// From when on a token holds (`nbf`; RFC 7519, section 4.1.5), which the library does not look at.
/// Seconds since 1970, perhaps with a fraction; none: it always did.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(super) struct NotBefore(Option<f64>);

impl NotBefore {
    /// Whether it holds at that second.
    #[expect(clippy::cast_precision_loss, reason = "seconds of this age are exact")]
    pub(super) fn has_come(self, seconds: i64) -> bool {
        self.0.is_none_or(|from| from <= seconds as f64)
    }
}

/// Of a logout token (Back-Channel Logout 1.0, section 2.4).
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct OfLogout {
    pub(super) sid: Option<String>,
    pub(super) nbf: NotBefore,
    pub(super) jti: Option<String>,
    #[serde(default)]
    pub(super) events: HashMap<String, serde_json::Value>,
}
impl AdditionalClaims for OfLogout {}

pub(super) const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

pub(super) type Metadata = ProviderMetadata<
    Extras,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;
pub(super) type Token<Claims> =
    IdToken<Claims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
pub(super) type Tokens = StandardTokenResponse<
    IdTokenFields<
        OfSession,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;
pub(super) type Ours = Client<
    OfSession,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;
