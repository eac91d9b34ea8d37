//! From an article and what was found in it to the bytes of an output.

use crate::pipeline::Analysis;
use crate::stance::Question;
use crate::text::Article;

use super::{ArticleRecord, OffsetUnit, flat, table};

/// How an output is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: each article with its quotes.
    Table,
    /// One article a line, each a JSON object.
    Jsonl,
    /// One JSON array of articles.
    Json,
    /// One row a quote.
    Csv,
}

/// Turns articles into the bytes of an output: a head, articles with something between
/// them, and a foot. Articles don't depend on each other, so that threads can share them.
///
/// ```
/// use quotestance::Pipeline;
/// use quotestance::output::{Format, OffsetUnit, Renderer};
/// use quotestance::text::Article;
///
/// let article = Article { id: "a".into(), text: "It rained.".into(), ..Article::default() };
/// let pipeline = Pipeline::new(None);
/// let renderer = Renderer::new(Format::Jsonl, OffsetUnit::Codepoint, None, 80);
/// let line = renderer.article(&article, &pipeline.analyse(&article));
/// assert!(line.starts_with(br#"{"id":"a","title":null,"#) && line.ends_with(b"}\n"));
/// ```
#[derive(Debug, Clone)]
pub struct Renderer<'q> {
    format: Format,
    unit: OffsetUnit,
    questions: Option<&'q [Question]>,
    width: usize,
}

impl<'q> Renderer<'q> {
    /// An output in `format`, of stances on `questions` if there are any; `width` is
    /// how many columns a table may take.
    pub fn new(format: Format, unit: OffsetUnit, questions: Option<&'q [Question]>, width: usize) -> Self {
        Self { format, unit, questions, width }
    }

    /// What comes before the first article.
    pub fn head(&self) -> Vec<u8> {
        match self.format {
            Format::Csv => flat::header(self.questions),
            Format::Json => b"[\n".to_vec(),
            Format::Table | Format::Jsonl => Vec::new(),
        }
    }

    /// What comes between two articles.
    pub fn between(&self) -> &'static [u8] {
        match self.format {
            Format::Json => b",\n",
            Format::Table => b"\n",
            Format::Jsonl | Format::Csv => b"",
        }
    }

    /// What comes after the last article.
    pub fn foot(&self) -> &'static [u8] {
        if self.format == Format::Json { b"\n]\n" } else { b"" }
    }

    /// An article with what was found in it.
    ///
    /// # Panics
    /// When `found` is not of this article.
    pub fn article(&self, article: &Article, found: &Analysis<'_>) -> Vec<u8> {
        match self.format {
            Format::Table => table::article(article, found, self.width),
            Format::Csv => flat::rows(article, found, self.unit),
            Format::Json | Format::Jsonl => {
                let record = ArticleRecord::of(article, found, self.unit);
                let mut out = Vec::with_capacity(256 + 512 * found.quotes.len());
                serde_json::to_writer(&mut out, &record).expect("strings and numbers can be written to memory");
                if self.format == Format::Jsonl {
                    out.push(b'\n');
                }
                out
            }
        }
    }
}
