//! Where `--html` goes.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::output::WholeFile;
use crate::{Error, Result};

/// The file of a page, or none when no page is asked for.
#[derive(Debug)]
pub(super) struct PageFile(Option<(PathBuf, WholeFile)>);

impl PageFile {
    /// Opens the file, so that a place where nothing can be written is told before the work. `others` are the files that the
    /// command writes too.
    ///
    /// # Errors
    /// [`Error::Usage`] when it is standard output or one of the others, [`Error::Write`] when it can't be written.
    pub fn open(path: Option<&Path>, others: &[Option<&Path>]) -> Result<Self> {
        let Some(path) = path else { return Ok(Self(None)) };
        if path.as_os_str() == "-" {
            return Err(Error::usage("--html needs a file, the report goes to standard output", "name an .html file"));
        }
        if others.contains(&Some(path)) {
            let problem = format!("--html and another option both write {}", path.display());
            return Err(Error::usage(problem, "give each a file of its own"));
        }
        Ok(Self(Some((path.to_owned(), WholeFile::create(path)?))))
    }

    /// Writes the page, if one is asked for.
    ///
    /// # Errors
    /// [`Error::Write`] when it can't be written.
    pub fn finish(self, page: impl FnOnce() -> String) -> Result<()> {
        let Some((path, mut file)) = self.0 else { return Ok(()) };
        file.write_all(page().as_bytes()).map_err(|source| Error::Write { path, source })?;
        file.finish()
    }
}
