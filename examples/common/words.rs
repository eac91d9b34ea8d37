//! Words as `score_quotes.py` counts them.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// Runs of non-space characters, by byte and by code point.
pub struct Words {
    spans: Vec<(usize, usize)>,
    bytes: HashMap<usize, usize>,
}

impl Words {
    /// The words of `text`.
    pub fn of(text: &str) -> Self {
        let mut spans = Vec::new();
        let mut start = None;
        let mut bytes = HashMap::new();
        for (point, (at, c)) in text.char_indices().enumerate() {
            bytes.insert(point, at);
            match (c.is_whitespace(), start) {
                (true, Some(s)) => {
                    spans.push((s, at));
                    start = None;
                }
                (false, None) => start = Some(at),
                _ => {}
            }
        }
        bytes.insert(text.chars().count(), text.len());
        if let Some(s) = start {
            spans.push((s, text.len()));
        }
        Self { spans, bytes }
    }

    /// Words that share a byte with the span.
    pub fn covered(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let first = self.spans.partition_point(|s| s.1 <= start);
        let last = self.spans.partition_point(|s| s.0 < end);
        first..last.max(first)
    }

    /// Words that share a character with spans in code points: `[start, end]` or `{"start", "end"}`.
    pub fn covered_points(&self, spans: &Value) -> HashSet<usize> {
        let at = |span: &Value, place: usize, name: &str| {
            let point = if span.is_array() { span[place].as_u64() } else { span[name].as_u64() };
            point.and_then(|p| self.bytes.get(&(p as usize))).copied().unwrap_or(0)
        };
        let spans = spans.as_array().into_iter().flatten();
        spans.flat_map(|span| self.covered(at(span, 0, "start"), at(span, 1, "end"))).collect()
    }
}
