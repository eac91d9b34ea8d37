//! `classify` and `extract` on articles.

use std::any::Any;
use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;

use crate::input::{Articles, Source};
use crate::output::{Destination, Format, OffsetUnit, Renderer};
use crate::pipeline::Pipeline;
use crate::stance::StanceModel;
use crate::stream::{Bounds, Weight, in_order};
use crate::text::Article;
use crate::{Error, Result};

use super::messages::{Messages, Status};
use super::resume::{Chain, Known, Resume};

/// Text that was read ahead, a worker: so much that a slow disk or a network doesn't let it wait.
const WAITING_BYTES: usize = 1 << 18;
/// Records that wait for those of an article before them: so many that the other workers have enough to do while one is
/// at an article of several million words.
const DONE_BYTES: usize = 1 << 25;
/// What an article or a record needs beside its text.
const OVERHEAD: usize = 512;
/// What to do about an article that the program fails on.
const REPORT: &str = "this is a bug: report it with the article's text";

/// How the output is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// Its format.
    pub format: Format,
    /// What offsets count.
    pub offsets: OffsetUnit,
    /// How many columns a table may take.
    pub width: usize,
}

impl Look {
    fn renderer(self, pipeline: &Pipeline) -> Renderer<'_> {
        Renderer::new(self.format, self.offsets, pipeline.model().map(StanceModel::questions), self.width)
    }
}

/// Analyses the articles of `sources` on `jobs` threads and writes them in their order, after those that `resume` says
/// were written before.
///
/// # Errors
/// [`Error::Write`] when the output can't be written, [`Error::Usage`] when the articles are not those of the run before.
pub(super) fn run(
    sources: Vec<Source>,
    pipeline: Pipeline,
    look: Look,
    mut out: Destination,
    mut resume: Option<Resume>,
    jobs: NonZeroUsize,
    messages: &Messages,
) -> Result<Status> {
    let pipeline = Arc::new(pipeline);
    let renderer = look.renderer(&pipeline);
    let before = resume.as_ref().map(|resume| resume.before().clone()).unwrap_or_default();
    let mut written = before.articles;
    let (mut items, mut read) = (0, 0);
    let bounds = Bounds { waiting: WAITING_BYTES * jobs.get(), done: DONE_BYTES };
    let workers = Arc::clone(&pipeline);
    let incoming = move || Incoming::new(sources);
    let work = move |incoming: In| {
        let known = before.known(incoming.number);
        incoming.work(known, |article| look.renderer(&workers).article(article, &workers.analyse(article)))
    };
    let mut results = in_order(jobs, bounds, incoming, work).map_err(|error| {
        Error::usage(format!("threads can't be started ({error})"), "try fewer of them, as --jobs 1")
    })?;
    loop {
        // What there is goes out before waiting: an input that trickles must not hold it back.
        if !results.is_ready() {
            out.flush()?;
        }
        if out.is_closed() {
            break;
        }
        let Some(Out { number, warnings, fate, chain }) = results.next() else { break };
        items = number + 1;
        warnings.iter().for_each(|warning| messages.warn(warning));
        match fate {
            Fate::Rendered(bytes) => {
                match written {
                    0 => out.write(&renderer.head())?,
                    _ => out.write(renderer.between())?,
                }
                out.write(&bytes)?;
                written += 1;
                read += 1;
                messages.done(1);
            }
            Fate::WrittenBefore => {
                read += 1;
                messages.done(1);
            }
            Fate::Unread(error) => messages.unread(&error),
            Fate::Failed { id, problem } => {
                messages.unread(&Error::input(format!("article `{id}`"), &problem, REPORT));
                if let Some(resume) = &mut resume {
                    resume.failed(number, problem);
                }
            }
        }
        if let (Some(resume), Some(file)) = (&mut resume, out.as_partial()) {
            resume.after(number, written, chain, file)?;
        }
    }
    let status = messages.status(read, "articles");
    if status == Status::Unusable {
        out.discard();
        return Ok(status);
    }
    if let Some(resume) = &resume {
        resume.check_end(items)?;
    }
    out.write(renderer.foot())?;
    out.finish()?;
    Ok(status)
}

/// What was read: an article or why there is none.
struct In {
    /// How many were read before it.
    number: u64,
    warnings: Vec<String>,
    article: Result<Article>,
    /// What was read up to here.
    chain: Chain,
}

impl In {
    /// Does the work, unless what comes of it is known. One article in a million that the program fails on must not
    /// cost the others.
    fn work(self, known: Option<Known>, render: impl FnOnce(&Article) -> Vec<u8>) -> Out {
        let fate = match (self.article, known) {
            (Err(error), _) => Fate::Unread(error),
            (Ok(_), Some(Known::Written)) => Fate::WrittenBefore,
            (Ok(article), Some(Known::Failed(problem))) => Fate::Failed { id: article.id, problem },
            (Ok(article), None) => match catch_unwind(AssertUnwindSafe(|| render(&article))) {
                Ok(bytes) => Fate::Rendered(bytes),
                Err(panic) => Fate::Failed { id: article.id, problem: failure(&*panic) },
            },
        };
        Out { number: self.number, warnings: self.warnings, fate, chain: self.chain }
    }
}

/// What a panic of the analysis is called.
fn failure(panic: &(dyn Any + Send)) -> String {
    let message = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    format!("its analysis failed ({})", message.unwrap_or("no reason given"))
}

impl Weight for In {
    fn weight(&self) -> usize {
        let text = self.article.as_ref().map_or(0, |article| article.text.len());
        OVERHEAD + text
    }
}

/// What came of it.
struct Out {
    number: u64,
    warnings: Vec<String>,
    fate: Fate,
    chain: Chain,
}

enum Fate {
    /// It is ready to be written.
    Rendered(Vec<u8>),
    /// An interrupted run has written it.
    WrittenBefore,
    /// It can't be read.
    Unread(Error),
    /// The program failed on it.
    Failed { id: String, problem: String },
}

impl Weight for Out {
    fn weight(&self) -> usize {
        match &self.fate {
            Fate::Rendered(bytes) => OVERHEAD + bytes.capacity(),
            Fate::WrittenBefore | Fate::Unread(_) | Fate::Failed { .. } => OVERHEAD,
        }
    }
}

/// The articles of the sources, with what is told of them.
struct Incoming {
    articles: Articles<'static>,
    warnings: Rc<RefCell<Vec<String>>>,
    number: u64,
    chain: Chain,
}

impl Incoming {
    fn new(sources: Vec<Source>) -> Self {
        let warnings = Rc::new(RefCell::new(Vec::new()));
        let told = Rc::clone(&warnings);
        let articles = Articles::new(sources, move |warning| told.borrow_mut().push(warning));
        Self { articles, warnings, number: 0, chain: Chain::default() }
    }
}

impl Iterator for Incoming {
    type Item = In;

    fn next(&mut self) -> Option<In> {
        let article = self.articles.next()?;
        let number = self.number;
        self.number += 1;
        self.chain.add(&article);
        Some(In { number, warnings: self.warnings.take(), article, chain: self.chain })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(id: &str) -> In {
        let article = Article { id: id.into(), text: "It rained.".into(), ..Article::default() };
        In { number: 0, warnings: Vec::new(), article: Ok(article), chain: Chain::default() }
    }

    #[test]
    fn an_article_that_the_program_fails_on_is_named_and_costs_no_other() {
        let Fate::Failed { id, problem } = read("odd").work(None, |_| panic!("no verb")).fate else { panic!() };
        assert_eq!((id.as_str(), problem.as_str()), ("odd", "its analysis failed (no verb)"));
        let next = read("even").work(None, |article| article.id.clone().into_bytes());
        assert!(matches!(next.fate, Fate::Rendered(bytes) if bytes == b"even"));
    }

    #[test]
    fn what_is_known_of_an_article_is_not_worked_out_again() {
        let known = |known| read("a").work(Some(known), |_| panic!("worked on")).fate;
        assert!(matches!(known(Known::Written), Fate::WrittenBefore));
        assert!(matches!(known(Known::Failed("no verb".into())), Fate::Failed { problem, .. } if problem == "no verb"));
    }
}
