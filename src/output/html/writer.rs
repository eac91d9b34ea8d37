//! Writes elements that are closed by construction and text that is escaped by construction.

/// A page, or a part of one, as it grows. Tags and the names of attributes are the program's own; texts and values may
/// be anybody's.
#[derive(Debug, Default)]
pub(super) struct Html {
    out: String,
}

impl Html {
    /// An element with what `inside` writes.
    pub fn element(&mut self, tag: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.open(tag, attributes);
        inside(self);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// An element with nothing but text.
    pub fn leaf(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(tag, attributes, |html| html.text(text));
    }

    /// An element that HTML closes by itself, such as `meta`.
    pub fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// Text, escaped so that it stands for itself in an element and in a quoted attribute. Control characters, which
    /// HTML forbids, are shown by their pictures.
    pub fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                other => self.out.push(visible(other)),
            }
        }
    }

    /// The program's own markup, style or script as it stands; never anything that was read.
    pub fn raw(&mut self, markup: &'static str) {
        self.out.push_str(markup);
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }
}

/// A character as HTML may have it: controls become their pictures (U+2400 and on), noncharacters the replacement character.
fn visible(character: char) -> char {
    match character {
        '\t' | '\n' => character,
        '\r' => '\n',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => '\u{fffd}',
        _ if character as u32 & 0xfffe == 0xfffe => '\u{fffd}',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_values_stand_for_themselves() {
        let mut html = Html::default();
        html.element("p", &[("title", "a\"b'&<>")], |html| html.text("</p><script>\0\u{7}\u{85}\u{ffff} & \u{5d0}\n"));
        let expected = "<p title=\"a&quot;b&#39;&amp;&lt;&gt;\">&lt;/p&gt;&lt;script&gt;\u{2400}\u{2407}\u{fffd}\u{fffd} &amp; \u{5d0}\n</p>";
        assert_eq!(html.finish(), expected);
    }
}
