//! Every stage on its own, the whole pipeline, loading, training, and the limits that no reader of text can pass.
//!
//! `cargo bench --bench stages [-- NAME]`. Times are processor time; `elem/s` are words a second, `docs/performance.md`
//! says what was measured. `ARTICLES=news.jsonl` measures on other articles than the project's own.

mod common;

#[path = "common/clock.rs"]
mod clock;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput};
use quotestance::encoder::Encoder;
use quotestance::features::QuoteContext;
use quotestance::input::gold::read_gold;
use quotestance::input::labelled::{LabelledFile, Layout};
use quotestance::output::{Format, OffsetUnit, Renderer};
use quotestance::pipeline::{shipped_model, shipped_model_with_encoder};
use quotestance::quotes::learned::train::{QuoteParams, train};
use quotestance::quotes::{LearnedFinder, Quote, QuoteFinder, QuoteModel, RuleFinder, speakers};
use quotestance::stance::{StanceModel, TrainParams};
use quotestance::syntax::Syntax;
use quotestance::text::{Article, Document};
use quotestance::{Analysis, Pipeline};

/// Words of the articles that most stages read; the sentence encoder, which takes a hundred times as long, reads a fortieth.
const WORDS: usize = 40_000;
/// How often the limits read them: 30 MB don't fit into a processor's caches.
const TIMES: usize = 100;

fn main() {
    // one thread, this one: so that training and scans are told in processor time too
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    threads.build_global().expect("no thread pool was built before");
    let mut criterion = Criterion::default()
        .with_measurement(ProcessorTime)
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .without_plots()
        .configure_from_args();
    let articles = common::articles(WORDS);
    limits(&mut criterion, &articles);
    finding(&mut criterion, &articles);
    stances(&mut criterion, &articles);
    pipeline(&mut criterion, &articles);
    loading(&mut criterion);
    training(&mut criterion);
    criterion.final_summary();
}

/// A group whose throughput is told in the words of `articles`.
fn group<'c>(
    criterion: &'c mut Criterion<ProcessorTime>,
    name: &str,
    articles: &[Article],
) -> BenchmarkGroup<'c, ProcessorTime> {
    let mut group = criterion.benchmark_group(name);
    let words: usize = articles.iter().map(|article| common::words(&article.text)).sum();
    group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(words as u64));
    group
}

/// What any program that reads the text must at least do.
fn limits(criterion: &mut Criterion<ProcessorTime>, articles: &[Article]) {
    let mut group = criterion.benchmark_group("limit");
    let text = articles.iter().map(|article| article.text.as_str()).collect::<String>().repeat(TIMES);
    group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(common::words(&text) as u64));
    let mut room = String::with_capacity(text.len());
    group.bench_function("copy", |bench| {
        bench.iter(|| {
            room.clear();
            room.push_str(black_box(&text));
            black_box(room.len())
        });
    });
    let marks = regex::Regex::new("[\"“”„«»]|''").expect("the pattern is one");
    group.bench_function("regex_marks", |bench| bench.iter(|| marks.find_iter(black_box(&text)).count()));
    group.bench_function("words", |bench| bench.iter(|| common::words(black_box(&text))));
}

/// From the text to quotes with their speakers.
fn finding(criterion: &mut Criterion<ProcessorTime>, articles: &[Article]) {
    let mut group = group(criterion, "stage", articles);
    let finder = LearnedFinder::shipped().expect("this build has a finder");
    let rules = RuleFinder::default();
    let syntax = Syntax::shared();
    let documents: Vec<Document<'_>> = articles.iter().map(|article| Document::new(&article.text)).collect();
    let found: Vec<Vec<Quote>> = documents.iter().map(|document| finder.find(document)).collect();
    group.bench_function("tokens", |bench| {
        bench.iter(|| articles.iter().map(|article| Document::new(&article.text).tokens().len()).sum::<usize>());
    });
    group.bench_function("tags", |bench| {
        bench.iter(|| documents.iter().for_each(|document| drop(black_box(syntax.tags_only(document)))));
    });
    group.bench_function("tags_and_parse", |bench| {
        bench.iter(|| documents.iter().for_each(|document| drop(black_box(syntax.analyse(document)))));
    });
    group.bench_function("quotes_by_rules", |bench| {
        bench.iter(|| documents.iter().map(|document| rules.find(document).len()).sum::<usize>());
    });
    group.bench_function("quotes", |bench| {
        bench.iter(|| documents.iter().map(|document| finder.find(document).len()).sum::<usize>());
    });
    let mut quotes = found;
    group.bench_function("speakers", |bench| {
        bench.iter(|| documents.iter().zip(&mut quotes).for_each(|(document, of)| speakers::resolve(document, of)));
    });
}

/// From quotes to stances and to the bytes of the output.
fn stances(criterion: &mut Criterion<ProcessorTime>, articles: &[Article]) {
    let mut group = group(criterion, "stage", articles);
    let model = shipped_model().expect("this build has a model");
    let pipeline = Pipeline::new(Some(model.clone()));
    let documents: Vec<Document<'_>> = articles.iter().map(|article| Document::new(&article.text)).collect();
    let found: Vec<Analysis<'_>> = articles.iter().map(|article| pipeline.analyse(article)).collect();
    let contexts = |at: usize| -> Vec<QuoteContext<'_>> {
        found[at].quotes.iter().map(|quote| QuoteContext::of_quote(&documents[at], quote)).collect()
    };
    let of_all: Vec<Vec<QuoteContext<'_>>> = (0..articles.len()).map(contexts).collect();
    group.bench_function("contexts", |bench| {
        bench.iter(|| (0..articles.len()).for_each(|at| drop(black_box(contexts(at)))));
    });
    group.bench_function("vectorise", |bench| {
        bench.iter(|| {
            let mut numbers = 0;
            of_all.iter().for_each(|of| model.rows(of, |_, _, row| numbers += row.len()));
            numbers
        });
    });
    group.bench_function("classify", |bench| {
        bench.iter(|| of_all.iter().for_each(|of| drop(black_box(model.predict_article(of)))));
    });
    let renderer = Renderer::new(Format::Jsonl, OffsetUnit::Codepoint, Some(model.questions()), 80);
    group.bench_function("render", |bench| {
        bench
            .iter(|| articles.iter().zip(&found).map(|(one, found)| renderer.article(one, found).len()).sum::<usize>());
    });
}

/// All stages, as the program runs them.
fn pipeline(criterion: &mut Criterion<ProcessorTime>, articles: &[Article]) {
    let run = |name: &str, pipeline: &Pipeline, articles: &[Article], criterion: &mut Criterion<ProcessorTime>| {
        let questions = pipeline.model().map(StanceModel::questions);
        let renderer = Renderer::new(Format::Jsonl, OffsetUnit::Codepoint, questions, 80);
        group(criterion, "pipeline", articles).bench_function(name, |bench| {
            let bytes = |article: &Article| renderer.article(article, &pipeline.analyse(article)).len();
            bench.iter(|| articles.iter().map(bytes).sum::<usize>());
        });
    };
    let model = || shipped_model().expect("this build has a model");
    run("extract", &Pipeline::new(None), articles, criterion);
    run("classify", &Pipeline::new(Some(model())), articles, criterion);
    let rules = Pipeline::with_finder(Box::new(RuleFinder::default()), None);
    run("extract_by_rules", &rules, articles, criterion);
    if let Ok(full) = shipped_model_with_encoder() {
        run("classify_full", &Pipeline::new(Some(full)), &articles[..articles.len() / 40], criterion);
    }
}

/// The model files, from bytes in memory.
fn loading(criterion: &mut Criterion<ProcessorTime>) {
    let mut group = criterion.benchmark_group("load");
    group.sampling_mode(SamplingMode::Flat);
    let name = Path::new("model");
    let bytes = |file: &str| std::fs::read(common::file(file)).expect("the repository has its models");
    let (syntax, quotes) = (bytes("models/syntax.qsm"), bytes("models/quotes.qsm"));
    let (stance, encoder) = (bytes("models/stance.qsm"), bytes("models/encoder.qsm"));
    group.bench_function("syntax", |bench| bench.iter(|| Syntax::from_bytes(&syntax, name)));
    group.bench_function("quotes", |bench| bench.iter(|| QuoteModel::from_bytes(&quotes, name)));
    group.bench_function("stance", |bench| bench.iter(|| StanceModel::from_bytes(&stance, name)));
    group.bench_function("encoder", |bench| bench.iter(|| Encoder::from_bytes(&encoder, name)));
}

/// Small trainings, that show a change of speed and give no model worth having: every tenth row of the labelled quotes; of
/// the annotated articles every sixtieth, in two folds of two passes.
fn training(criterion: &mut Criterion<ProcessorTime>) {
    let mut group = criterion.benchmark_group("train");
    group.sampling_mode(SamplingMode::Flat);
    let labelled = LabelledFile::read(&common::file("data/quotes.csv"), &Layout::default());
    let dataset = labelled.expect("the repository has its labelled quotes").dataset();
    let part = dataset.select(&(0..dataset.len()).step_by(10).collect::<Vec<usize>>());
    let params = TrainParams::for_dataset(&part);
    group.throughput(Throughput::Elements(part.len() as u64));
    group.bench_function("stance_rows", |bench| {
        bench.iter(|| StanceModel::train(&part, &params).expect("there are rows of each label"))
    });
    let gold = read_gold(&[common::file("data/gold.jsonl")], Some(&common::file("data/text")));
    let part: Vec<_> = gold.articles.into_iter().step_by(60).collect();
    let words: usize = part.iter().map(|gold| common::words(&gold.article.text)).sum();
    group.throughput(Throughput::Elements(words as u64));
    let mut params = QuoteParams { folds: 2, ..QuoteParams::new(1) };
    (params.joint.passes, params.cue.passes) = (2, 2);
    group.bench_function("quotes", |bench| {
        bench.iter(|| train(&part, &params, &|_| {}).expect("there are quotes to learn from"))
    });
}

/// Processor time instead of time on the wall.
struct ProcessorTime;

impl Measurement for ProcessorTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        clock::now()
    }

    fn end(&self, start: Duration) -> Duration {
        clock::now().saturating_sub(start)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}
