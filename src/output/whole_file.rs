//! A file that is written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// A file that appears under its name only when [`WholeFile::finish`] is called;
/// until then what is written goes to a temporary file beside it, which is removed
/// when the writer is dropped. A device or a pipe is written to as it stands.
#[derive(Debug)]
pub struct WholeFile {
    path: PathBuf,
    temporary: Option<PathBuf>,
    writer: BufWriter<File>,
}

impl WholeFile {
    /// Opens the temporary file beside `path`.
    ///
    /// # Errors
    /// [`Error::Write`] when the folder is missing or can't be written, or `path` is a folder.
    pub fn create(path: &Path) -> Result<Self> {
        let failed = |source| Error::Write { path: path.to_owned(), source };
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let existing = fs::metadata(&target).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        let Some(name) = target.file_name() else {
            return Err(failed(io::Error::from(io::ErrorKind::InvalidFilename)));
        };
        if existing.as_ref().is_some_and(|found| !found.is_file()) {
            let file = File::options().write(true).open(&target).map_err(failed)?;
            return Ok(Self { path: target, temporary: None, writer: BufWriter::new(file) });
        }
        let mut temporary_name = std::ffi::OsString::from(".");
        temporary_name.push(name);
        temporary_name.push(format!(".{}.tmp", std::process::id()));
        let temporary = target.with_file_name(temporary_name);
        let file = File::create(&temporary).map_err(failed)?;
        let whole = Self { path: target, temporary: Some(temporary), writer: BufWriter::with_capacity(1 << 16, file) };
        if let Some(found) = existing {
            whole.writer.get_ref().set_permissions(found.permissions()).map_err(failed)?;
        }
        Ok(whole)
    }

    /// Writes `bytes` to `path`, whole or not at all.
    ///
    /// # Errors
    /// [`Error::Write`] when it can't.
    pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<()> {
        let mut file = Self::create(path)?;
        file.write_all(bytes).map_err(|source| Error::Write { path: path.to_owned(), source })?;
        file.finish()
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// [`Error::Write`] when the rest can't be written or the file can't be renamed.
    pub fn finish(mut self) -> Result<()> {
        let renamed = self.writer.flush().and_then(|()| match &self.temporary {
            Some(temporary) => fs::rename(temporary, &self.path),
            None => Ok(()),
        });
        match renamed {
            Ok(()) => {
                self.temporary = None;
                Ok(())
            }
            Err(source) => Err(Error::Write { path: self.path.clone(), source }),
        }
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // Nothing is left to be done about a temporary file that can't be removed.
            let _ = fs::remove_file(temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appears_only_when_finished() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

        WholeFile::write_bytes(&path, b"old").unwrap();
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_or_a_missing_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(WholeFile::create(folder.path()), Err(Error::Write { .. })));
        assert!(matches!(WholeFile::create(&folder.path().join("no/out")), Err(Error::Write { .. })));
    }
}
