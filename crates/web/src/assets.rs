//! Style sheets and fonts, built into the program.
//!
//! Their address holds a hash of all of them, so that a browser may keep them for good and
//! still gets the new ones after an upgrade. Not here: making them (`cargo xtask assets`).

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, StatusCode, header};
use rust_embed::RustEmbed;

use crate::door::plain;

#[derive(RustEmbed)]
#[folder = "assets/dist"]
#[allow_missing = true]
struct Assets;

/// The folder in all addresses of assets.
static FOLDER: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Assets::iter().collect();
    names.sort();
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for name in names {
        let hash = Assets::get(&name).map(|file| file.metadata.sha256_hash());
        for byte in name.bytes().chain(hash.unwrap_or_default()) {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("/assets/{sum:016x}")
});

/// The address of a style sheet or font.
pub(crate) fn address(name: &str) -> String {
    format!("{}/{name}", *FOLDER)
}

/// `GET /assets/{hash}/{name}`.
pub(crate) async fn asset(Path((hash, name)): Path<(String, String)>) -> Response<Body> {
    let found = Assets::get(&name)
        .filter(|_| !name.starts_with('.'))
        .filter(|_| FOLDER.ends_with(&hash));
    let Some(file) = found else {
        return plain(StatusCode::NOT_FOUND, "");
    };
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(&name)));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    *response.body_mut() = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Body::from(bytes),
        std::borrow::Cow::Owned(bytes) => Body::from(bytes),
    };
    response
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}
