//! `--resume`: what an interrupted run noted, and whether this one can go on with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::error::few;
use crate::input::Source;
use crate::learn::hash;
use crate::output::PartialFile;
use crate::text::Article;
use crate::{Error, Result};

use super::messages::Messages;

/// Counts up whenever a note means something else.
const VERSION: u32 = 1;
/// The shortest time between two notes: so much work at most is done again.
const PAUSE: Duration = Duration::from_millis(500);
/// A pause is so many times as long as a note takes, so that a slow disk does not slow the run down.
const PAUSES: u32 = 50;
/// Of so many inputs each is noted by name, so that a message can say which has changed.
const NAMED_INPUTS: usize = 100;

/// A hash of all articles that were read so far, in their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chain(u64);

impl Chain {
    /// Adds an article; one that can't be read counts as such.
    pub fn add(&mut self, article: &Result<Article>) {
        let of = |text: &str| hash::bytes(text.as_bytes());
        self.0 = match article {
            Err(_) => hash::mix(self.0, 1),
            Ok(Article { id, title, source, date, url, text }) => {
                let kept = [title, source, date, url].map(|field| field.as_deref().map_or(2, of));
                kept.into_iter().chain([of(id), of(text)]).fold(self.0, hash::mix)
            }
        };
    }
}

/// What a run depends on: two runs of which it is the same write the same bytes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Facts {
    program: String,
    settings: BTreeMap<String, String>,
    inputs: Inputs,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Inputs {
    count: usize,
    bytes: u64,
    /// Of all names and lengths.
    digest: u64,
    /// The first of them, with their lengths.
    first: Vec<(String, u64)>,
}

impl Facts {
    /// The facts of a run over `sources`; options that name a file go by what is in it.
    ///
    /// # Errors
    /// [`Error::Usage`] when a source can't be read twice, [`Error::Read`] when a file can't be read.
    pub fn new(sources: &[Source], settings: &[(&str, String)], files: &[(&str, &Path)]) -> Result<Self> {
        let mut settings: BTreeMap<String, String> =
            settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        for (option, path) in files {
            // A name like `light` or `rules` is no file, and part of the program.
            if let Ok(bytes) = std::fs::read(path) {
                settings.insert(format!("the file that {option} names"), checksum(&bytes));
            }
        }
        Ok(Self { program: program(), settings, inputs: Inputs::of(sources)? })
    }

    /// In what another run differs, in words.
    fn differences(&self, other: &Self) -> Vec<String> {
        let differ = |what: &str, then: &str, now: &str| format!("{what} was {then} and is {now} now");
        let mut found = Vec::new();
        if other.program != self.program {
            found.push(differ("the program", &other.program, &self.program));
        }
        let names = self.settings.keys().chain(other.settings.keys());
        for name in names.collect::<std::collections::BTreeSet<_>>() {
            let [now, then] = [self, other].map(|facts| facts.settings.get(name).map_or("none", String::as_str));
            if now != then {
                found.push(differ(name, then, now));
            }
        }
        found.extend(self.inputs.difference(&other.inputs));
        found
    }
}

impl Inputs {
    fn of(sources: &[Source]) -> Result<Self> {
        let mut inputs = Self { count: sources.len(), bytes: 0, digest: 0, first: Vec::new() };
        for source in sources {
            let Source::File(path, _) = source else {
                let problem = "standard input can't be read a second time, so that a run over it can't be resumed";
                return Err(Error::usage(problem, "write it to a file first, or leave out --resume"));
            };
            let found = path.metadata().map_err(|source| Error::Read { path: path.clone(), source })?;
            let name = path.display().to_string();
            if !found.is_file() {
                let problem = format!("{name} is no regular file, so that a run over it can't be resumed");
                return Err(Error::usage(problem, "write it to a file first, or leave out --resume"));
            }
            inputs.bytes += found.len();
            inputs.digest = hash::mix(hash::mix(inputs.digest, hash::bytes(name.as_bytes())), found.len());
            if inputs.first.len() < NAMED_INPUTS {
                inputs.first.push((name, found.len()));
            }
        }
        Ok(inputs)
    }

    /// In what `other`, which was before, differs.
    fn difference(&self, other: &Self) -> Option<String> {
        if self == other {
            return None;
        }
        let pair = self.first.iter().zip(&other.first).find(|(now, then)| now != then);
        Some(match pair {
            Some(((now, length), (then, before))) if now == then => {
                format!("{now} had {before} bytes and has {length} now")
            }
            _ => {
                let tell = |inputs: &Self| format!("{} files with {} bytes", inputs.count, inputs.bytes);
                format!("the inputs were {} and are {} now, or others", tell(other), tell(self))
            }
        })
    }
}

/// How far a run came.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Progress {
    /// How many articles were dealt with, with those that can't be read.
    items: u64,
    /// How many were written.
    pub articles: u64,
    /// To how many bytes they came.
    bytes: u64,
    /// What was read.
    chain: Chain,
    /// Those of the articles that the program failed on, and how.
    failed: BTreeMap<u64, String>,
}

/// What came of an article in the run before.
#[derive(Debug)]
pub(super) enum Known {
    /// It was written.
    Written,
    /// The program failed on it.
    Failed(String),
}

impl Progress {
    /// What came of the article of this number, if that is known.
    pub fn known(&self, number: u64) -> Option<Known> {
        let failed = || self.failed.get(&number).cloned();
        (number < self.items).then(|| failed().map_or(Known::Written, Known::Failed))
    }
}

#[derive(Serialize, Deserialize)]
struct Note<F, P> {
    quotestance_resume: u32,
    run: F,
    progress: P,
}

/// A run that can be resumed.
#[derive(Debug)]
pub(super) struct Resume {
    facts: Facts,
    before: Progress,
    progress: Progress,
    /// When the last note was written, and how long to wait for the next.
    noted: Instant,
    pause: Duration,
    state: PathBuf,
}

impl Resume {
    /// Goes on with what another run left of `path`, or begins it, and tells which.
    ///
    /// # Errors
    /// [`Error::Usage`] when the other run had other facts or its note can't be understood; those of [`PartialFile::open`].
    pub fn open(path: &Path, facts: Facts, messages: &Messages) -> Result<(Self, PartialFile)> {
        let mut file = PartialFile::open(path)?;
        let refuse = |problem: String, remedy: &str| {
            let files = format!("{} and {}", file.partial_path().display(), file.state_path().display());
            Err(Error::usage(problem, format!("{remedy}remove {files} to begin anew")))
        };
        let state = file.state_path().to_owned();
        let before = match file.noted() {
            None => Progress::default(),
            Some(note) => {
                let version = serde_json::from_str::<serde_json::Value>(note).ok();
                let version = version.and_then(|note| note.get("quotestance_resume")?.as_u64());
                let note = serde_json::from_str::<Note<Facts, Progress>>(note);
                let (version, note) = match (version, note) {
                    (Some(version), note) if version != u64::from(VERSION) => (Some(version), note.ok()),
                    (_, note) => (None, note.ok()),
                };
                if let Some(version) = version {
                    let problem = format!("{} is of version {version}, this program writes {VERSION}", state.display());
                    return refuse(problem, "resume with the version that began, or ");
                }
                let Some(note) = note else {
                    return refuse(format!("{} is damaged", state.display()), "");
                };
                let differences = facts.differences(&note.run);
                if !differences.is_empty() {
                    let problem = format!("{} is of another run: {}", state.display(), few(&differences, 5));
                    return refuse(problem, "run it as it was, or ");
                }
                note.progress
            }
        };
        if file.noted().is_some() && before.articles > 0 {
            messages.note(&format!("going on after {} articles of an interrupted run", before.articles));
        } else {
            messages.note(&format!("nothing to resume of {}, beginning with the first article", path.display()));
        }
        let (length, articles) = (before.bytes, before.articles);
        if !file.keep(length)? {
            let partial = file.partial_path().display();
            let problem = format!("{partial} is shorter than the {length} bytes of its {articles} articles");
            return Err(Error::usage(problem, format!("remove it and {} to begin anew", state.display())));
        }
        let progress = before.clone();
        let mut resume = Self { facts, before, progress, noted: Instant::now(), pause: PAUSE, state };
        resume.note(&mut file)?;
        Ok((resume, file))
    }

    /// How far the run before came.
    pub fn before(&self) -> &Progress {
        &self.before
    }

    /// The program failed on the article of this number.
    pub fn failed(&mut self, number: u64, problem: String) {
        self.progress.failed.insert(number, problem);
    }

    /// The article of this number was dealt with, `articles` were written to `file`, `chain` is of what was read.
    ///
    /// # Errors
    /// [`Error::Usage`] when it is not what the run before had read, [`Error::Write`] when that can't be noted.
    pub fn after(&mut self, number: u64, articles: u64, chain: Chain, file: &mut PartialFile) -> Result<()> {
        let items = number + 1;
        if items < self.before.items {
            return Ok(());
        }
        if items == self.before.items {
            return if chain == self.before.chain { Ok(()) } else { Err(self.others()) };
        }
        self.progress.items = items;
        self.progress.articles = articles;
        self.progress.bytes = file.bytes();
        self.progress.chain = chain;
        if self.noted.elapsed() < self.pause { Ok(()) } else { self.note(file) }
    }

    /// Checks that the input did not end before the place where the run before was.
    ///
    /// # Errors
    /// [`Error::Usage`] when it did.
    pub fn check_end(&self, items: u64) -> Result<()> {
        if items < self.before.items { Err(self.others()) } else { Ok(()) }
    }

    fn others(&self) -> Error {
        let state = self.state.display();
        let problem = format!("the first {} articles are not those that the interrupted run read", self.before.items);
        Error::usage(problem, format!("give the inputs as they were, or remove {state} and its .partial to begin anew"))
    }

    fn note(&mut self, file: &mut PartialFile) -> Result<()> {
        let begun = Instant::now();
        let note = Note { quotestance_resume: VERSION, run: &self.facts, progress: &self.progress };
        let note = serde_json::to_string_pretty(&note).expect("names and numbers can be written to memory");
        file.note(&note)?;
        self.noted = Instant::now();
        self.pause = PAUSE.max(begun.elapsed() * PAUSES);
        Ok(())
    }
}

/// The version of this program, and a checksum of its bytes, with which models are that are part of it.
fn program() -> String {
    let bytes = std::env::current_exe().and_then(std::fs::read);
    let build = bytes.map_or("unknown".to_owned(), |bytes| checksum(&bytes));
    format!("{}, build {build}", env!("CARGO_PKG_VERSION"))
}

fn checksum(bytes: &[u8]) -> String {
    format!("{:016x}", hash::bytes(bytes))
}
