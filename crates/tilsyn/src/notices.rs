//! Sending notices: again and again while the server runs, where there is a mail server. Here the
//! server also sees that a day has begun, and has it told what runs out.
//!
//! A mail is plain text, names its receiver in `To` alone, and has the same Message-ID however
//! often it is tried, so that one sent twice over a crash can be known for one.
//! Not here: its sentences (`web`), what is due (`app`), the way to the server (`mail`).

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName};
use lettre::message::header::{HeaderValue, MIME_VERSION_1_0};
use tilsyn_app::notices::{Notice, Unsent};
use tilsyn_app::permit::{Form, Permit, SendNotices, ask};
use tilsyn_app::{Desk, Principal};
use tilsyn_domain::Instant;
use tilsyn_web::{Language, Words, letter};

use crate::mail::Post;
use crate::rounds;

/// Rounds between two looks at what waits for too long, and at the day: about ten minutes.
const ROUNDS_BETWEEN_LOOKS: u64 = 600;

/// Sends notices until the desk is closed, reminds, and gives up what is too old; without a mail
/// server all but the sending. `address`: where people reach the pages.
///
/// # Errors
/// When there is no thread.
pub(crate) fn begin(desk: &Arc<Desk>, post: Option<Post>, address: String) -> anyhow::Result<()> {
    let permit = ask::<SendNotices>(&Principal::program(), Form::Command)?;
    let mut rounds: u64 = 0;
    rounds::go_on("notices", desk, move |desk| {
        // First, so that nothing is sent that waited while nobody could send it.
        if rounds.is_multiple_of(ROUNDS_BETWEEN_LOOKS) {
            give_up(desk, &permit);
            remind(desk, &permit);
        }
        rounds += 1;
        let Some(post) = &post else { return };
        let mut send = |notice: &Notice| send(post, notice, &address, desk.now());
        if let Err(problem) = desk.send_notices(&permit, &mut send) {
            tracing::error!(%problem, "notices could not be sent; it is tried again");
        }
    })
}

fn give_up(desk: &Desk, permit: &Permit<SendNotices>) {
    match desk.give_up_notices(permit) {
        Ok(0) => {}
        Ok(given_up) => tracing::error!(given_up, "notices waited for a week and were given up"),
        Err(problem) => tracing::error!(%problem, "old notices could not be given up"),
    }
}

fn remind(desk: &Desk, permit: &Permit<SendNotices>) {
    match desk.remind(permit) {
        Ok(0) => {}
        Ok(told) => tracing::info!(told, "it is to be told what runs out or is late"),
        Err(problem) => tracing::error!(%problem, "nobody could be reminded; it is tried again"),
    }
}

fn send(post: &Post, notice: &Notice, address: &str, now: Instant) -> Result<(), Unsent> {
    let message = message(&post.from, notice, address, now);
    // Its error could quote the address; an address that is kept has been checked.
    let message = message.map_err(|_| {
        let number = notice.number;
        tracing::error!(number, "a notice could not be made a mail of");
        Unsent::Refused
    })?;
    post.send(&message)
}

fn message(
    from: &Mailbox,
    notice: &Notice,
    address: &str,
    now: Instant,
) -> anyhow::Result<Message> {
    let language = Language::from_tag(&notice.language).unwrap_or(Language::Norwegian);
    let letter = letter::of_notice(notice.kind, Words::of(language), (address, &notice.path));
    let micros = u64::try_from(now.0).unwrap_or(0);
    let domain = from.email.domain();
    let id = format!("<notice-{}-{}@{domain}>", notice.number, notice.made.0);
    let message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, notice.mail.reveal().parse()?))
        .subject(letter.title)
        .date(UNIX_EPOCH + Duration::from_micros(micros))
        .message_id(Some(id))
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::QuotedPrintable)
        .header(AutoSubmitted)
        .body(letter.text)?;
    Ok(message)
}

/// Keeps answering machines from answering (RFC 3834, 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<AutoSubmitted, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(AutoSubmitted::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use tilsyn_app::notices::NoticeKind;
    use tilsyn_domain::MailAddress;

    use super::*;

    fn made(kind: NoticeKind, language: &str) -> String {
        let notice = Notice {
            number: 7,
            kind,
            path: "/mine/case/3".to_owned(),
            made: Instant(1_790_000_000_000_000),
            mail: MailAddress::new("kari@nordvik.example").expect("an address"),
            language: language.to_owned(),
        };
        let from: Mailbox = "Tilsyn <tilsyn@nordvik.example>".parse().expect("a sender");
        let now = Instant(1_790_000_100_000_000);
        let message = message(&from, &notice, "https://tilsyn.nordvik.example", now);
        String::from_utf8(message.expect("a mail").formatted()).expect("ASCII")
    }

    #[test]
    fn a_mail_says_that_a_program_wrote_it_and_when() {
        let mail = made(NoticeKind::Asked, "en");
        for header in [
            "From: Tilsyn <tilsyn@nordvik.example>\r\n",
            "To: kari@nordvik.example\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Message-ID: <notice-7-1790000000000000@nordvik.example>\r\n",
            "Date: Mon, 21 Sep 2026 14:15:00 +0000\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "MIME-Version: 1.0\r\n",
        ] {
            assert!(mail.contains(header), "{header} in {mail}");
        }
        assert!(mail.contains("https://tilsyn.nordvik.example/en/mine/case/3"));
    }

    #[test]
    fn every_kind_can_be_told_in_four_languages() {
        for language in Language::ALL {
            for kind in NoticeKind::ALL {
                let mail = made(kind, language.tag());
                assert!(
                    mail.is_ascii() && mail.lines().all(|line| line.len() <= 78),
                    "{mail}"
                );
                let head = mail.split("\r\n\r\n").next().expect("a head");
                assert_eq!(head.matches("kari").count(), 1, "{mail}");
                assert_eq!(mail.matches("kari").count(), 1, "{mail}");
            }
        }
    }
}
