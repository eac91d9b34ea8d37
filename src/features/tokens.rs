//! The words of a text as features see them.
//!
//! Marks and spellings that mean the same are made one: curly and straight apostrophes,
//! accented letters and plain ones, `U.S.`, `US`, `United States` and `America`, `won't` and
//! `will not`. Numbers become `#`. Each word knows whether a negation governs it and
//! whether punctuation parts it from the word before.

use super::hash;
use super::spelling::{is_negation, one_spelling, plain_letter};
use super::stem::stem;

mod origins;

/// A word of a [`Words`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    start: u32,
    end: u32,
    /// Hash of the word.
    pub hash: u64,
    /// Hash of its stem.
    pub stem: u64,
    /// Whether a negation earlier in the clause governs it.
    pub negated: bool,
    /// Whether punctuation stands between it and the word before.
    pub after_mark: bool,
    /// Whether a sentence ends before it.
    pub after_stop: bool,
}

impl Word {
    /// Where its letters begin; it tells the words of one text apart.
    pub fn start(&self) -> u32 {
        self.start
    }
}

/// The words of a text. Reading another text into it reuses its memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    text: String,
    words: Vec<Word>,
    /// What [`Words::finish`] has to know of the word being read.
    pending: Pending,
}

/// The word being read and the marks before it.
#[derive(Debug, Clone, Copy, Default)]
struct Pending {
    start: usize,
    mark: bool,
    stop: bool,
    /// All letters so far are capitals.
    capitals: bool,
    /// Letters with points between them, as in `U.S.`
    pointed: bool,
}

/// A negation governs at most this many words after it.
const NEGATION_REACH: usize = 6;

impl Words {
    /// Reads `text`, forgetting what was read before.
    pub fn read(&mut self, text: &str) {
        self.text.clear();
        self.words.clear();
        self.pending = Pending { capitals: true, ..Pending::default() };
        self.read_more(text);
    }

    /// Reads `text` after what was read before, as a sentence of its own.
    pub fn read_more(&mut self, text: &str) {
        self.scan(text, |_, _| {});
    }

    /// Reads `text`; after each character, and with length 0 at the end, `observe` sees what has been read and the
    /// character's length.
    fn scan(&mut self, text: &str, mut observe: impl FnMut(&Self, usize)) {
        let from = self.words.len();
        if from > 0 {
            self.pending.mark = true;
            self.pending.stop = true;
        }
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            self.take(c, next);
            observe(self, c.len_utf8());
        }
        self.finish();
        observe(self, 0);
        self.negate(from);
    }

    /// The words, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Word> {
        self.words.iter()
    }

    /// The words, in order.
    pub fn as_slice(&self) -> &[Word] {
        &self.words
    }

    /// The letters of a word.
    pub fn text(&self, word: &Word) -> &str {
        &self.text[word.start as usize..word.end as usize]
    }

    /// The letters of a word's stem.
    pub fn stem_text(&self, word: &Word) -> &str {
        stem(self.text(word))
    }

    fn take(&mut self, c: char, next: Option<char>) {
        let inside = self.text.len() > self.pending.start;
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_lowercase() {
                self.pending.capitals = false;
            }
            self.text.push(c.to_ascii_lowercase());
            return;
        }
        match c {
            '\'' | '’' | '‘' | 'ʼ' | '`' => {
                if inside && next.is_some_and(char::is_alphabetic) {
                    self.text.push('\'');
                } else {
                    self.finish();
                }
            }
            '.' | ',' if inside && self.is_number() && next.is_some_and(|n| n.is_ascii_digit()) => {}
            '.' if inside && self.is_initials() && next.is_some_and(|n| n.is_ascii_uppercase()) => {
                self.pending.pointed = true;
            }
            '.' if inside && self.pending.pointed => self.finish(),
            '.' | '!' | '?' | ';' | '…' | '\n' => {
                self.finish();
                self.pending.mark = true;
                self.pending.stop = true;
            }
            ',' | ':' | '(' | ')' | '—' | '–' | '[' | ']' => {
                self.finish();
                self.pending.mark = true;
            }
            '-' | '‐' | '‑' => {
                self.finish();
                if next.is_none_or(|n| !n.is_alphanumeric()) {
                    self.pending.mark = true;
                }
            }
            _ if c.is_alphanumeric() => {
                let plain = plain_letter(c);
                if c.is_lowercase() {
                    self.pending.capitals = false;
                }
                match plain {
                    Some(letter) => self.text.push(letter),
                    None => self.text.extend(c.to_lowercase()),
                }
            }
            _ => self.finish(),
        }
    }

    fn is_number(&self) -> bool {
        self.text[self.pending.start..].bytes().all(|b| b.is_ascii_digit())
    }

    fn is_initials(&self) -> bool {
        self.pending.capitals
            && (self.pending.pointed || self.text.len() == self.pending.start + 1)
            && !self.is_number()
    }

    /// Ends the word being read, if there is one.
    fn finish(&mut self) {
        let start = self.pending.start;
        let end = self.text.len();
        let capitals = self.pending.capitals;
        self.pending.pointed = false;
        self.pending.capitals = true;
        if end == start {
            return;
        }
        let word = &self.text[start..end];
        if let Some(cut) = word.find('\'') {
            let (head, tail) = (start + cut, &word[cut..]);
            if tail == "'t" && word[..cut].ends_with('n') {
                match &word[..cut] {
                    "can" => self.replace(start, "can"),
                    "won" => self.replace(start, "will"),
                    "shan" => self.replace(start, "shall"),
                    _ => {
                        self.text.truncate(start + cut - 1);
                        self.push(start);
                    }
                }
                self.replace(self.text.len(), "not");
                return;
            }
            if matches!(tail, "'s" | "'re" | "'ve" | "'ll" | "'d" | "'m") {
                self.text.truncate(head);
            }
        } else if word == "cannot" {
            self.replace(start, "can");
            self.replace(self.text.len(), "not");
            return;
        } else if word.bytes().all(|b| b.is_ascii_digit()) {
            self.replace(start, "#");
            return;
        } else if let Some(one) = one_spelling(word, capitals) {
            self.replace(start, one);
            return;
        } else if let ("states" | "kingdom", Some(last)) = (word, self.words.last().copied())
            && self.text(&last) == "united"
            && !self.pending.mark
        {
            let one = if word == "states" { "usa" } else { "uk" };
            self.words.pop();
            self.pending.mark = last.after_mark;
            self.pending.stop = last.after_stop;
            self.replace(last.start as usize, one);
            return;
        }
        self.push(start);
    }

    /// Puts `word` in place of all that was written from `start` on.
    fn replace(&mut self, start: usize, word: &str) {
        self.text.truncate(start);
        self.text.push_str(word);
        self.push(start);
    }

    fn push(&mut self, start: usize) {
        let end = self.text.len();
        if end > start {
            let word = &self.text[start..];
            self.words.push(Word {
                start: start as u32,
                end: end as u32,
                hash: hash::word(word.as_bytes()),
                stem: hash::word(stem(word).as_bytes()),
                negated: false,
                after_mark: self.pending.mark,
                after_stop: self.pending.stop,
            });
        }
        self.pending = Pending { start: end, capitals: true, ..Pending::default() };
    }

    /// Marks the words that a negation governs.
    fn negate(&mut self, from: usize) {
        let mut reach = 0;
        for index in from..self.words.len() {
            let word = self.words[index];
            let text = &self.text[word.start as usize..word.end as usize];
            if word.after_mark || text == "but" {
                reach = 0;
            }
            if is_negation(text) {
                self.words[index].negated = false;
                reach = NEGATION_REACH;
            } else if reach > 0 {
                self.words[index].negated = true;
                reach -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Words::default();
        words.read(text);
        words
            .iter()
            .map(|word| {
                let mark = if word.negated { "!" } else { "" };
                format!("{mark}{}", words.text(word))
            })
            .collect()
    }

    #[test]
    fn spellings_become_one() {
        let one = words("the usa");
        for text in ["the U.S.", "The US", "the United States", "the U.S.A", "the United States’"] {
            assert_eq!(words(text), one, "{text}");
        }
        assert_eq!(words("He told us"), ["he", "told", "us"]);
        assert_eq!(words("Guantánamo"), ["guantanamo"]);
        assert_eq!(words("death-penalty"), ["death", "penalty"]);
        assert_eq!(words("1,200.50 people"), ["#", "people"]);
    }

    #[test]
    fn apostrophes_and_quotation_marks_are_told_apart() {
        assert_eq!(words("‘It’s Ama’s,’ he said"), ["it", "ama", "he", "said"]);
        assert_eq!(words("''Everyone'' `agrees'"), ["everyone", "agrees"]);
    }

    #[test]
    fn negation_reaches_to_the_end_of_the_clause() {
        assert_eq!(
            words("We won't hang him, but we can’t wait."),
            ["we", "will", "not", "!hang", "!him", "but", "we", "can", "not", "!wait"]
        );
    }

    #[test]
    fn marks_are_kept() {
        let mut words = Words::default();
        words.read("No. Not here: there - now");
        let marks: Vec<_> = words.iter().map(|w| (w.after_mark, w.after_stop)).collect();
        assert_eq!(marks, [(false, false), (true, true), (false, false), (true, false), (true, false)]);
    }
}
