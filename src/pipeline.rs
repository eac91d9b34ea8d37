//! All stages at work on one article: its units, its quotes, their stances.

use std::fmt;
use std::path::Path;

use crate::encoder::Encoder;
use crate::features::QuoteContext;
use crate::quotes::{Explanation, LearnedFinder, Quote, QuoteFinder, RuleFinder};
use crate::stance::{QuestionPrediction, StanceModel};
use crate::text::{Article, Document};
use crate::{Error, Result};

/// The model file that is part of the program; empty when a build has none.
static SHIPPED: &[u8] = include_bytes!("../models/stance.qsm");

/// Finds the quotes of articles and, with a model, the stances taken in them.
///
/// ```
/// use quotestance::Pipeline;
/// use quotestance::text::Article;
///
/// let text = "“The ferry stays,” said Ruth Okonjo.".to_owned();
/// let article = Article { id: "a".into(), text, ..Article::default() };
/// let pipeline = Pipeline::new(None);
/// let found = pipeline.analyse(&article);
/// assert_eq!(found.quotes[0].contents[0].of(&article.text), "“The ferry stays,”");
/// assert!(found.stances.is_none());
/// ```
pub struct Pipeline {
    finder: Box<dyn QuoteFinder + Send>,
    model: Option<StanceModel>,
    explains: bool,
}

/// What was found in an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis<'m> {
    /// Its quotes, in the order of their content.
    pub quotes: Vec<Quote>,
    /// For each quote the stance on each question of the model; `None` without a model.
    pub stances: Option<Vec<Vec<QuestionPrediction<'m>>>>,
    /// For each quote the reasons for it; `None` unless the pipeline explains.
    pub explanations: Option<Vec<Explanation>>,
}

impl Pipeline {
    /// The usual quote finder, and stances if there is a model.
    pub fn new(model: Option<StanceModel>) -> Self {
        match LearnedFinder::shipped() {
            Some(finder) => Self::with_finder(Box::new(finder), model),
            None => Self::with_finder(Box::new(RuleFinder::default()), model),
        }
    }

    /// Another quote finder.
    pub fn with_finder(finder: Box<dyn QuoteFinder + Send>, model: Option<StanceModel>) -> Self {
        Self { finder, model, explains: false }
    }

    /// The same pipeline that also gives its reasons.
    pub fn explaining(self) -> Self {
        Self { explains: true, ..self }
    }

    /// The model, if there is one.
    pub fn model(&self) -> Option<&StanceModel> {
        self.model.as_ref()
    }

    /// The quote finder.
    pub fn finder(&self) -> &dyn QuoteFinder {
        &*self.finder
    }

    /// What there is in an article. The same article always gives the same.
    pub fn analyse(&self, article: &Article) -> Analysis<'_> {
        let document = Document::new(&article.text);
        let (quotes, explanations) = if self.explains {
            let (quotes, explanations) = self.finder.explain(&document).into_iter().unzip();
            (quotes, Some(explanations))
        } else {
            (self.finder.find(&document), None)
        };
        let quotes: Vec<Quote> = quotes;
        let stances = self.model.as_ref().map(|model| {
            let contexts: Vec<QuoteContext<'_>> =
                quotes.iter().map(|quote| QuoteContext::of_quote(&document, quote)).collect();
            model.predict_article(&contexts)
        });
        Analysis { quotes, stances, explanations }
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let questions = self.model.as_ref().map(StanceModel::questions);
        out.debug_struct("Pipeline").field("questions", &questions).finish_non_exhaustive()
    }
}

/// The stance model that is part of the program and its sentence encoder: more often right than [`shipped_model`] alone,
/// and several times slower on articles about its questions.
///
/// # Errors
/// [`Error::Usage`] when this build lacks one of them.
pub fn shipped_model_with_encoder() -> Result<StanceModel> {
    let encoder = Encoder::shipped()
        .ok_or_else(|| Error::usage("this build has no sentence encoder", "use the model called light"))?;
    Ok(shipped_model()?.with_encoder(encoder))
}

/// The stance model that is part of the program: it answers the default questions by words alone.
///
/// # Errors
/// [`Error::Usage`] when this build has none.
pub fn shipped_model() -> Result<StanceModel> {
    if SHIPPED.is_empty() {
        return Err(Error::usage("this build has no model of its own", "name one with --model"));
    }
    StanceModel::from_bytes(SHIPPED, Path::new("(shipped)"))
}
