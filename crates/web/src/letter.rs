//! What is written to people outside the pages: titles and texts of mails.
//!
//! Mail is read on the way and by whoever stands in for somebody. So it says that something waits,
//! of which kind, and where; never whom or what it is about. Not here: headers, sending (`tilsyn`).

use tilsyn_app::notices::NoticeKind;

use crate::words::Words;

/// A mail as it is read.
pub struct Letter {
    pub title: String,
    /// Plain text, in lines that end with `\n`.
    pub text: String,
}

/// That something waits, on a page of ours: where people reach us, and the path without a language.
#[must_use]
pub fn of_notice(kind: NoticeKind, words: Words, (address, path): (&str, &str)) -> Letter {
    let address = address.trim_end_matches('/');
    let page = format!("{address}/{}{path}", words.language().tag());
    let told = words.say(&format!("notice-{}", kind.word()));
    let (open, automatic) = (words.say("notices-open"), words.say("notices-automatic"));
    Letter {
        title: words.say(&format!("notice-title-{}", kind.word())),
        text: format!("{told}\n\n{open}\n{page}\n\n{automatic}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn every_kind_has_its_sentences_and_one_link_in_four_languages() {
        for language in Language::ALL {
            let words = Words::of(language);
            for kind in NoticeKind::ALL {
                let place = ("https://tilsyn.nordvik.example/", "/cases/3");
                let letter = of_notice(kind, words, place);
                let link = format!(
                    "\nhttps://tilsyn.nordvik.example/{}/cases/3\n",
                    language.tag()
                );
                assert_eq!(letter.text.matches("://").count(), 1);
                assert!(letter.text.contains(&link), "{}", letter.text);
                assert!(!letter.title.is_empty() && !letter.title.contains('\n'));
                let both = format!("{} {}", letter.title, letter.text);
                // A key without a sentence shows as itself.
                assert!(
                    !both.contains("notice-") && !both.contains("notices-"),
                    "{both}"
                );
            }
        }
    }
}
