//! The one error type of the library. Each message names the place (file, line
//! or row, column) and what to do about it.

use std::path::PathBuf;

/// The result of everything in this library that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong, with the place where it did and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read.
    #[error("{}: cannot be read ({source}); check the path and its permissions", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("{}: cannot be written ({source}); choose a place that exists and is writable", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something in an input file is wrong.
    #[error("{place}: {problem}; {remedy}")]
    Input {
        /// The file, with line, row and column where they are known.
        place: String,
        /// What is wrong there.
        problem: String,
        /// What to do about it.
        remedy: String,
    },
    /// A model file can't be used.
    #[error("model {}: {problem}; {remedy}", path.display())]
    Model {
        /// The model file.
        path: PathBuf,
        /// Why it is refused.
        problem: String,
        /// What to do about it.
        remedy: String,
    },
    /// The training data can't give a model.
    #[error("training: {problem}; {remedy}")]
    Training {
        /// What is wrong with the data.
        problem: String,
        /// What to do about it.
        remedy: String,
    },
    /// The command line asks for something that can't be done.
    #[error("{problem}; {remedy}")]
    Usage {
        /// What was asked.
        problem: String,
        /// What to do instead.
        remedy: String,
    },
}

impl Error {
    /// Something wrong in an input, with its place and the remedy.
    pub fn input(place: impl Into<String>, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Input { place: place.into(), problem: problem.into(), remedy: remedy.into() }
    }

    /// A command line that can't be followed, and what to write instead.
    pub fn usage(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Usage { problem: problem.into(), remedy: remedy.into() }
    }
}

/// The first `most` of some names, and how many more there are.
pub(crate) fn few<T: AsRef<str>>(names: &[T], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::few;

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(few(&["a", "b"], 2), "a, b");
        assert_eq!(few(&["a", "b", "c", "d"], 2), "a, b and 2 more");
        assert_eq!(few::<&str>(&[], 2), "");
    }
}
