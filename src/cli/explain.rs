//! `explain`: what moved the stances of quotes.

use std::io::IsTerminal;

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::features::QuoteContext;
use crate::input::labelled::Layout;
use crate::input::{Articles, InputFormat, Source};
use crate::output::{Destination, StanceExplanationRecord, quote_id, stance_explanation_text};
use crate::stance::{StanceExplanation, StanceModel, by_article};
use crate::text::{Article, Document};
use crate::{Error, Result};

use super::args::ExplainArgs;
use super::evaluate_args::ReportFormat;
use super::finder::{self, Finder};
use super::messages::{Messages, Status};
use super::{named_or_stdin, quotes, stance};

/// Explains the quotes of articles and of lists.
///
/// # Errors
/// [`Error::Usage`] when the model has no such question or the input no such quote; errors of the model and the output.
pub(super) fn run(args: &ExplainArgs, pool: &ThreadPool) -> Result<Status> {
    let layout = args.list.layout()?;
    let model = stance::load(args.model.named())?;
    let questions: Vec<&str> = match &args.question {
        Some(name) => vec![model.questions()[model.question_place(name)?].name.as_str()],
        None => model.questions().iter().map(|question| question.name.as_str()).collect(),
    };
    let resolved = named_or_stdin(&args.inputs, args.input_format)?;
    let to_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    // https://no-color.org: any value but the empty one.
    let colour = to_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let messages = Messages::new("quotes", to_terminal);
    resolved.warnings.iter().for_each(|warning| messages.warn(warning));
    resolved.errors.iter().for_each(|error| messages.unread(error));
    let out = Destination::open(args.output.as_deref())?;
    let teller = Teller { args, model: &model, questions, colour };
    let mut work = Work { args, teller, pool, out, read: 0, told: 0, ids: Vec::new() };
    for source in resolved.sources {
        work.source(source, &layout, &messages)?;
    }
    work.end(&messages)
}

/// How many ids an error names.
const NAMED_IDS: usize = 5;

/// Tells of quotes what is asked.
struct Teller<'w> {
    args: &'w ExplainArgs,
    model: &'w StanceModel,
    questions: Vec<&'w str>,
    colour: bool,
}

impl Teller<'_> {
    /// What is told of those of an article's quotes that are wanted, each with its place.
    fn tell(&self, (ids, contexts): &(Vec<String>, Vec<QuoteContext<'_>>)) -> Result<Vec<(usize, String)>> {
        let wanted = |id: &String| self.args.quote.as_ref().is_none_or(|wanted| wanted == id);
        let places: Vec<usize> = (0..ids.len()).filter(|at| wanted(&ids[*at])).collect();
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let mut by_quote: Vec<Vec<StanceExplanation<'_>>> = places.iter().map(|_| Vec::new()).collect();
        for question in &self.questions {
            let explained = self.model.explain_article(contexts, &places, question)?;
            by_quote.iter_mut().zip(explained).for_each(|(of_quote, why)| of_quote.push(why));
        }
        let render = |(at, explained): (&usize, &Vec<StanceExplanation<'_>>)| {
            let (id, context) = (&ids[*at], &contexts[*at]);
            let text = match self.args.format {
                ReportFormat::Text => stance_explanation_text(id, context, explained, self.args.top, self.colour),
                ReportFormat::Json => {
                    let record = StanceExplanationRecord::new(id, context, explained, self.args.top);
                    serde_json::to_string(&record).expect("strings and numbers can be written to memory")
                }
            };
            (*at, text)
        };
        Ok(places.par_iter().zip(&by_quote).map(render).collect())
    }
}

struct Work<'w> {
    args: &'w ExplainArgs,
    teller: Teller<'w>,
    pool: &'w ThreadPool,
    out: Destination,
    /// How many articles and rows were read.
    read: u64,
    /// How many quotes were written.
    told: u64,
    /// The first quotes of the input, for the error when the wanted one is not there.
    ids: Vec<String>,
}

impl Work<'_> {
    fn source(&mut self, source: Source, layout: &Layout, messages: &Messages) -> Result<()> {
        if source.format() == Some(InputFormat::Csv) {
            let Some(file) = quotes::open(&source, layout, messages) else { return Ok(()) };
            self.read += file.rows.len() as u64;
            // Rows of an article are read together, wherever in the file they stand, and told in the file's order.
            let articles = by_article(file.rows.iter().map(|row| row.quote.article.as_deref()));
            let teller = &self.teller;
            let told = |rows: &Vec<usize>| -> Result<Vec<(usize, String)>> {
                let quotes = rows.iter().map(|at| &file.rows[*at].quote);
                let (ids, contexts) = quotes.map(|quote| (quote.id.clone(), quote.context.clone())).unzip();
                let told = teller.tell(&(ids, contexts))?;
                Ok(told.into_iter().map(|(place, text)| (rows[place], text)).collect())
            };
            let told: Vec<Vec<(usize, String)>> =
                self.pool.install(|| articles.par_iter().map(told).collect::<Result<_>>())?;
            let mut told: Vec<(usize, String)> = told.into_iter().flatten().collect();
            told.sort_by_key(|(row, _)| *row);
            file.rows.iter().for_each(|row| self.know(&row.quote.id));
            return self.write(told.into_iter().map(|(_, text)| text).collect(), messages);
        }
        let finder = finder::choose(&self.args.finder)?;
        for article in Articles::new(vec![source], |warning| messages.warn(&warning)) {
            match article {
                Ok(article) => {
                    self.read += 1;
                    self.article(&article, &finder, messages)?;
                }
                Err(error) => messages.unread(&error),
            }
        }
        Ok(())
    }

    fn article(&mut self, article: &Article, finder: &Finder, messages: &Messages) -> Result<()> {
        let document = Document::new(&article.text);
        let found = finder.find(&document);
        let contexts = found.iter().map(|quote| QuoteContext::of_quote(&document, quote));
        let contexts = contexts.enumerate().map(|(at, context)| (quote_id(&article.id, at), context));
        let quotes: (Vec<String>, Vec<QuoteContext<'_>>) = contexts.unzip();
        let teller = &self.teller;
        let told = self.pool.install(|| teller.tell(&quotes))?;
        quotes.0.iter().for_each(|id| self.know(id));
        self.write(told.into_iter().map(|(_, text)| text).collect(), messages)
    }

    /// Remembers the first quotes of the input.
    fn know(&mut self, id: &str) {
        if self.ids.len() <= NAMED_IDS {
            self.ids.push(id.to_owned());
        }
    }

    fn write(&mut self, rendered: Vec<String>, messages: &Messages) -> Result<()> {
        for text in &rendered {
            self.out.write(match (self.args.format, self.told) {
                (ReportFormat::Text, 0) => b"",
                (ReportFormat::Text, _) => b"\n",
                (ReportFormat::Json, 0) => b"[\n",
                (ReportFormat::Json, _) => b",\n",
            })?;
            self.out.write(text.as_bytes())?;
            self.told += 1;
        }
        messages.done(rendered.len());
        Ok(())
    }

    fn end(mut self, messages: &Messages) -> Result<Status> {
        let status = messages.status(self.read, "articles or quotes");
        if status == Status::Unusable {
            return Ok(status);
        }
        if let (Some(wanted), 0) = (&self.args.quote, self.told) {
            let remedy = match self.ids.as_slice() {
                [] => "no quote was found in it".to_owned(),
                ids if ids.len() > NAMED_IDS => format!("its quotes are {} and more", ids[..NAMED_IDS].join(", ")),
                ids => format!("its quotes are {}", ids.join(", ")),
            };
            return Err(Error::usage(format!("the input has no quote `{wanted}`"), remedy));
        }
        match (self.args.format, self.told) {
            (ReportFormat::Text, 0) => self.out.write(b"no quotes\n")?,
            (ReportFormat::Text, _) => {}
            (ReportFormat::Json, 0) => self.out.write(b"[]\n")?,
            (ReportFormat::Json, _) => self.out.write(b"\n]\n")?,
        }
        self.out.finish()?;
        Ok(status)
    }
}
