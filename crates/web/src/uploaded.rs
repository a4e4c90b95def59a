//! What a form with files sent (RFC 7578).
//!
//! The token of our page comes first, and what follows is only read once it is right, so that a
//! stranger cannot make us hold megabytes. Not here: which files are taken (`app`).

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use tilsyn_app::cases::{FILE_BYTES_MAX, FILES_MAX, NewFile};

/// The longest body of a form with files: as many as a step can have, and its texts.
pub(crate) const UPLOAD_BYTES_MAX: usize = FILES_MAX * FILE_BYTES_MAX + (1 << 20);
/// So many fields and files at most.
const PARTS_MAX: usize = 2_000;

/// Fields and files, in the order of the form's fields.
#[derive(Default)]
pub(crate) struct Uploaded {
    pub(crate) sent: Vec<(String, String)>,
    pub(crate) files: Vec<NewFile>,
}

/// Why nothing was read: the status, and the key of the sentence.
pub(crate) type NotRead = (StatusCode, &'static str);

/// Reads a form; `is_ours`: whether a token is one of our page.
pub(crate) async fn read(
    request: Request,
    is_ours: impl Fn(&str) -> bool,
) -> Result<Uploaded, NotRead> {
    let stale = (StatusCode::FORBIDDEN, "problem-stale-form");
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| stale)?;
    let first = parts.next_field().await.map_err(|why| not_read(&why))?;
    let token = first.filter(|field| field.name() == Some("token"));
    let token = token
        .ok_or(stale)?
        .text()
        .await
        .map_err(|why| not_read(&why))?;
    if !is_ours(&token) {
        return Err(stale);
    }
    let mut read = Uploaded::default();
    for _ in 0..PARTS_MAX {
        match parts.next_field().await.map_err(|why| not_read(&why))? {
            Some(field) => take(&mut read, field).await?,
            None => return Ok(read),
        }
    }
    Err((StatusCode::PAYLOAD_TOO_LARGE, "problem-too-long"))
}

async fn take(read: &mut Uploaded, field: Field<'_>) -> Result<(), NotRead> {
    let name = field.name().unwrap_or_default().to_owned();
    let Some(file_name) = field.file_name().map(str::to_owned) else {
        let value = field.text().await.map_err(|why| not_read(&why))?;
        read.sent.push((name, value));
        return Ok(());
    };
    let bytes = field.bytes().await.map_err(|why| not_read(&why))?;
    // A file field that was left empty is sent with neither name nor bytes.
    if !file_name.is_empty() || !bytes.is_empty() {
        let bytes = bytes.to_vec();
        read.files.push(NewFile {
            name: file_name,
            bytes,
        });
    }
    Ok(())
}

fn not_read(why: &MultipartError) -> NotRead {
    match why.status() {
        StatusCode::PAYLOAD_TOO_LARGE => (StatusCode::PAYLOAD_TOO_LARGE, "problem-too-long"),
        _ => (StatusCode::BAD_REQUEST, "problem-form-broken"),
    }
}
