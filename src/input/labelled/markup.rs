//! Text as a reader of the page sees it: without HTML's tags, its entities decoded.
//!
//! Only what is surely markup goes: elements of running text whose tags pair or need no pair, comments, and entities that
//! end in a semicolon. "a < b", "x<y>z" and an address or @name stay as they are.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Elements without an end.
const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];
/// Elements that begin a line; those of the second list may lack an end.
const BLOCK: [&str; 14] =
    ["article", "blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "pre", "section", "table", "ul"];
const OPEN_BLOCK: [&str; 7] = ["dd", "dt", "li", "p", "td", "th", "tr"];
/// Elements within a line.
const INLINE: [&str; 21] = [
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s", "small", "span",
    "strike", "strong", "sub", "sup", "u",
];

/// A tag, its attributes with values so that "a <b and c> d" is none, or a comment.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    let attribute = r#"\s+[A-Za-z][\w:-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+)"#;
    Regex::new(&format!(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:{attribute})*\s*/?>|(?s:<!--.*?-->)")).expect("a good pattern")
});

static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));").expect("a good pattern")
});

/// The characters from U+00A0 to U+00FF as HTML calls them.
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml \
    Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
    times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave \
    eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute \
    ucirc uuml yacute thorn yuml";

/// Others that occur in running text.
const OTHERS: [(&str, char); 22] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("bull", '•'),
    ("hellip", '…'),
    ("euro", '€'),
    ("trade", '™'),
];

/// What browsers read for U+0080 to U+009F: Windows-1252, where it has a character.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

static NAMED: LazyLock<HashMap<&str, char>> = LazyLock::new(|| {
    let latin = LATIN_1.split_whitespace().zip('\u{a0}'..='\u{ff}');
    latin.chain(OTHERS).collect()
});

/// The text without markup.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = if text.contains('<') { Cow::Owned(without_tags(text)) } else { Cow::Borrowed(text) };
    match text.contains('&') {
        true => Cow::Owned(ENTITY.replace_all(&text, |found: &Captures<'_>| decoded(found)).into_owned()),
        false => text,
    }
}

fn decoded(entity: &Captures<'_>) -> String {
    let number = |at, base| entity.get(at).and_then(|digits| u32::from_str_radix(digits.as_str(), base).ok());
    let character = match number(1, 10).or_else(|| number(2, 16)) {
        Some(code @ 0x80..=0x9f) => WINDOWS_1252.chars().nth(code as usize - 0x80),
        Some(code) => char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace()),
        None => entity.get(3).and_then(|name| NAMED.get(name.as_str()).copied()),
    };
    character.map_or_else(|| entity[0].to_owned(), String::from)
}

fn without_tags(text: &str) -> String {
    struct Tag {
        at: std::ops::Range<usize>,
        /// What stands for it; nothing when it is no markup.
        becomes: Option<&'static str>,
    }
    let mut tags: Vec<Tag> = Vec::new();
    // The tags of an element that were opened and not yet closed.
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    for found in TAG.captures_iter(text) {
        let at = found.get_match().range();
        let Some(name) = found.get(2) else {
            tags.push(Tag { at, becomes: Some("") });
            continue;
        };
        let name = name.as_str().to_ascii_lowercase();
        let is = |list: &[&str]| list.contains(&name.as_str());
        let after_word = text[..at.start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let (becomes, alone) = match () {
            () if is(&VOID) => ("\n", true),
            () if is(&OPEN_BLOCK) => ("\n", !after_word),
            () if is(&BLOCK) => ("\n", false),
            () if is(&INLINE) => ("", false),
            () => continue,
        };
        let own = tags.len();
        tags.push(Tag { at, becomes: alone.then_some(becomes) });
        if found[1].is_empty() {
            open.entry(name).or_default().push(own);
        } else if let Some(opened) = open.get_mut(&name).and_then(Vec::pop) {
            tags[opened].becomes = Some(becomes);
            tags[own].becomes = Some(becomes);
        }
    }
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    for tag in tags {
        if let Some(becomes) = tag.becomes {
            plain.push_str(&text[from..tag.at.start]);
            plain.push_str(becomes);
            from = tag.at.end;
        }
    }
    plain.push_str(&text[from..]);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_go_and_entities_are_decoded() {
        for (text, expected) in [
            ("The <b>bridge</b> is <a href=\"http://a.example/?x=1\" rel='x'>shut</a>.", "The bridge is shut."),
            ("One.<br/>Two.<BR>Three.", "One.\nTwo.\nThree."),
            ("<p>One.<p>Two.</p>", "\nOne.\nTwo.\n"),
            ("<div class=quote><i>So</i> it is</div>", "\nSo it is\n"),
            ("Salt &amp; pepper, it&#8217;s &#x201c;fine&#x201D; &lt;b&gt;", "Salt & pepper, it’s “fine” <b>"),
            ("Ren&eacute;e&nbsp;&ndash; caf&#233;, don&#146;t", "Renée\u{a0}– café, don’t"),
            ("before<!-- a <b> note -->after", "beforeafter"),
        ] {
            assert_eq!(plain(text), expected);
        }
        assert_eq!(LATIN_1.split_whitespace().count(), 96);
        assert_eq!(WINDOWS_1252.chars().count(), 32);
        assert_eq!((NAMED["yuml"], NAMED["times"]), ('ÿ', '×'));
    }

    #[test]
    fn what_only_looks_like_markup_stays() {
        for text in [
            "a < b and c > d",
            "x<y>z",
            "if i<b && c>d",
            "a <b and c> d",
            "Vec<a> and List<p>",
            "I <3 it, @ada http://a.example/?a=1&b=2&copy=3",
            "AT&T; R&D; &nosuch; &#0; &#xD800; &#99999999;",
            "a <b> without its end, </i> without its beginning",
            "<3 <> </> <!-- no end",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(?s)(<|>|/|b|p|br|&|#|;|amp|x|146|=|\"| |é|<!--|-->|.){0,40}") {
            plain(&text);
        }
    }
}
