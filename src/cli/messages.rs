//! What is told on standard error, and the exit status that comes of it.

use std::cell::Cell;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::Error;

/// How a command ended, when it did not fail as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Everything was read.
    Done = 0,
    /// Some inputs could not be read, the others were.
    Partly = 1,
    /// Nothing could be read.
    Unusable = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(status as u8)
    }
}

/// Long work whose stages are shown.
#[derive(Debug)]
pub(super) struct Work(ProgressBar);

impl Work {
    /// Shows what the work is at; can be called from any thread.
    pub fn at(&self, stage: &str) {
        self.0.set_message(stage.to_owned());
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Errors, warnings and progress, on standard error. That nobody reads them is no error.
#[derive(Debug)]
pub(super) struct Messages {
    progress: ProgressBar,
    failed: Cell<u64>,
}

impl Messages {
    /// Messages with a progress bar for `unit` (as "articles") where standard error is a
    /// terminal and the output does not go to one.
    pub fn new(unit: &str, output_on_terminal: bool) -> Self {
        let progress = if std::io::stderr().is_terminal() && !output_on_terminal {
            let style =
                ProgressStyle::with_template("{spinner} {human_pos} {msg} ({elapsed})").expect("a good template");
            let bar = ProgressBar::new_spinner().with_style(style).with_message(unit.to_owned());
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        } else {
            ProgressBar::hidden()
        };
        Self { progress, failed: Cell::new(0) }
    }

    /// Shows what long work is at, where there is a progress bar; can be called from any thread.
    pub fn stages(&self) -> impl Fn(&str) + Sync + use<> {
        let progress = self.progress.clone();
        move |stage| progress.set_message(stage.to_owned())
    }

    /// Shows what long work is at after all was read, where standard error is a terminal, until it is dropped.
    pub fn work(&self) -> Work {
        if !std::io::stderr().is_terminal() {
            return Work(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})").expect("a good template");
        let bar = ProgressBar::new_spinner().with_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        Work(bar)
    }

    /// Tells of an input that can't be read, and counts it.
    pub fn unread(&self, error: &Error) {
        self.failed.set(self.failed.get() + 1);
        self.say(&format!("error: {error}"));
    }

    /// Tells of something that the reader should know.
    pub fn warn(&self, text: &str) {
        self.say(&format!("warning: {text}"));
    }

    /// Tells something that is not amiss.
    pub fn note(&self, text: &str) {
        self.say(text);
    }

    /// Counts what was done.
    pub fn done(&self, count: usize) {
        self.progress.inc(count as u64);
    }

    /// The status after `read` inputs (of `unit`) that could be read, with a closing word when others could not.
    pub fn status(&self, read: u64, unit: &str) -> Status {
        self.progress.finish_and_clear();
        match (self.failed.get(), read) {
            (0, 0) => {
                self.say(&format!("error: no {unit} in the input; name files that hold some"));
                Status::Unusable
            }
            (0, _) => Status::Done,
            (_, 0) => {
                self.say("error: nothing could be read (see above), nothing was written");
                Status::Unusable
            }
            (failed, read) => {
                self.say(&format!("errors: {failed} (see above); {unit} read: {read}"));
                Status::Partly
            }
        }
    }

    fn say(&self, line: &str) {
        self.progress.suspend(|| {
            let _ = writeln!(std::io::stderr(), "{line}");
        });
    }
}
