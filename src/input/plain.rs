//! A file that is one article: its text, exactly as it stands there.

use crate::text::Article;
use crate::{Error, Result};

/// How many bytes an article may have. None has so many; a file without line ends that is taken for JSON lines has,
/// and would fill the memory.
pub(super) const LONGEST: u64 = 256 << 20;

/// That `what` at `place` exceeds [`LONGEST`].
pub(super) fn too_long(place: impl Into<String>, what: &str, remedy: &str) -> Error {
    Error::input(place, format!("{what} is longer than {} MB", LONGEST >> 20), remedy)
}

/// The article whose text is `bytes`; `name` stands for the file in messages.
///
/// Nothing is changed, a byte order mark stays: offsets count in the text as it was read.
///
/// # Errors
/// [`Error::Input`] when there is nothing but white space, or the bytes are not UTF-8.
pub fn article_of_text(bytes: Vec<u8>, id: &str, name: &str) -> Result<Article> {
    let text = utf8(bytes, name, 0)?;
    if is_blank(&text) {
        return Err(Error::input(name, "there is no text in it", "remove it, or fetch the article again"));
    }
    Ok(Article { id: id.to_owned(), text, ..Article::default() })
}

/// Whether there is nothing but white space and a byte order mark.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim().is_empty()
}

/// Bytes as text; `place` and `offset` tell where they were read.
pub(super) fn utf8(bytes: Vec<u8>, place: &str, offset: u64) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = offset + error.utf8_error().valid_up_to() as u64;
        let (problem, remedy) = match error.as_bytes() {
            [0x1f, 0x8b, ..] if offset == 0 => ("it is compressed".to_owned(), "unpack it with gunzip"),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] if offset == 0 => {
                ("it is UTF-16, not UTF-8".to_owned(), "convert it with `iconv -f UTF-16 -t UTF-8`")
            }
            _ => (
                format!("not UTF-8 from byte {at} on"),
                "convert the file to UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`",
            ),
        };
        Error::input(place, problem, remedy)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_stays_as_it_was_read() {
        let article = article_of_text("\u{feff}A b.\r\n".into(), "a", "a.txt").unwrap();
        assert_eq!((article.text.as_str(), article.id.as_str()), ("\u{feff}A b.\r\n", "a"));
    }

    #[test]
    fn bad_bytes_are_named() {
        let problem = |bytes: &[u8]| article_of_text(bytes.to_vec(), "a", "a.txt").unwrap_err().to_string();
        assert!(problem(b"caf\xe9").contains("a.txt: not UTF-8 from byte 3 on"));
        assert!(problem(b"\xff\xfea\0").contains("UTF-16"));
        assert!(problem(b"\x1f\x8b\x08\0").contains("gunzip"));
        assert!(problem(b" \n").contains("no text"));
    }
}
