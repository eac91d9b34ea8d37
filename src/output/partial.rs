//! A file that an interrupted run leaves unfinished, so that another goes on with it.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// A file that appears under its name only when [`PartialFile::finish`] is called. Until then what is written goes
/// to `NAME.partial` beside it, and [`PartialFile::note`] says in `NAME.partial.state` how far that is good. Both
/// stay when the run is interrupted.
///
/// What is noted is on the disk before the note is, and a note replaces the one before whole: whenever the power
/// fails, there is a note, and what it says is there.
#[derive(Debug)]
pub struct PartialFile {
    target: PathBuf,
    partial: PathBuf,
    state: PathBuf,
    writer: BufWriter<File>,
    /// How many bytes were written.
    bytes: u64,
    /// What the run before noted last.
    noted: Option<String>,
}

impl PartialFile {
    /// Opens what an interrupted run left of `path`, or begins it. No other run can write it meanwhile.
    ///
    /// # Errors
    /// [`Error::Write`] when it can't be written there; [`Error::Usage`] when `path` is a device or a pipe, when
    /// another run writes it, or when a file is in the way that no run has left.
    pub fn open(path: &Path) -> Result<Self> {
        let failed = |source| Error::Write { path: path.to_owned(), source };
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&target) {
            Ok(found) if found.is_dir() => return Err(failed(io::ErrorKind::IsADirectory.into())),
            Ok(found) if !found.is_file() => {
                let problem = format!("{} is no regular file, and can't be gone on with", path.display());
                return Err(Error::usage(problem, "name a file, or leave out --resume"));
            }
            _ => {}
        }
        if target.file_name().is_none() {
            return Err(failed(io::ErrorKind::InvalidFilename.into()));
        }
        let (partial, state) = (beside(&target, ".partial"), beside(&target, ".partial.state"));
        let unwritable = |source| Error::Write { path: partial.clone(), source };
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&partial);
        let file = file.map_err(unwritable)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                let problem = format!("another run is writing {}", partial.display());
                return Err(Error::usage(problem, "wait for its end, or write to another file"));
            }
            // A file system without locks is no reason not to write to it.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let length = file.metadata().map_err(unwritable)?.len();
        let noted = match fs::read(&state) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(Error::Read { path: state, source }),
        };
        if noted.is_none() && length > 0 {
            let problem =
                format!("{} is there, but not {}, which tells what it is", partial.display(), state.display());
            return Err(Error::usage(problem, "remove it to begin anew, or write to another file"));
        }
        let writer = BufWriter::with_capacity(1 << 16, file);
        Ok(Self { target, partial, state, writer, bytes: 0, noted: noted.filter(|_| length > 0) })
    }

    /// What the run before noted last; `None` when it left nothing to go on with.
    pub fn noted(&self) -> Option<&str> {
        self.noted.as_deref()
    }

    /// The file that says how far this one is good, as messages name it.
    pub fn state_path(&self) -> &Path {
        &self.state
    }

    /// The file that is written, as messages name it.
    pub fn partial_path(&self) -> &Path {
        &self.partial
    }

    /// How many bytes there are by now.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Leaves of the run before no more than its first `bytes`, and writes on after them; whether there are so many.
    ///
    /// # Errors
    /// [`Error::Write`] when the file can't be cut.
    pub fn keep(&mut self, bytes: u64) -> Result<bool> {
        let file = self.writer.get_mut();
        let cut = file.metadata().and_then(|found| {
            let enough = found.len() >= bytes;
            if enough {
                file.set_len(bytes)?;
                file.seek(SeekFrom::Start(bytes))?;
            }
            Ok(enough)
        });
        self.bytes = bytes;
        cut.map_err(|source| Error::Write { path: self.partial.clone(), source })
    }

    /// Writes `bytes`.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes += bytes.len() as u64;
        self.writer.write_all(bytes)
    }

    /// Brings all that was written to the disk, then `state`, which replaces what was noted before.
    ///
    /// # Errors
    /// [`Error::Write`] when one of them can't be written.
    pub fn note(&mut self, state: &str) -> Result<()> {
        let synced = self.writer.flush().and_then(|()| self.writer.get_ref().sync_data());
        synced.map_err(|source| Error::Write { path: self.partial.clone(), source })?;
        let new = self.new_state();
        let noted = File::create(&new).and_then(|mut file| {
            file.write_all(state.as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, &self.state)
        });
        noted.map_err(|source| Error::Write { path: self.state.clone(), source })?;
        self.sync_folder();
        Ok(())
    }

    /// Gives the file its name, and removes the note.
    ///
    /// # Errors
    /// [`Error::Write`] when the rest can't be written or the file can't be renamed.
    pub fn finish(mut self) -> Result<()> {
        let failed = |source| Error::Write { path: self.target.clone(), source };
        let file = self.writer.flush().and_then(|()| {
            let file = self.writer.get_ref();
            if let Ok(existing) = fs::metadata(&self.target) {
                file.set_permissions(existing.permissions())?;
            }
            file.sync_all()?;
            fs::rename(&self.partial, &self.target)
        });
        file.map_err(failed)?;
        self.sync_folder();
        self.forget();
        Ok(())
    }

    /// Leaves nothing.
    pub fn discard(self) {
        let _ = fs::remove_file(&self.partial);
        self.forget();
    }

    /// Removes the note. When that fails it does no harm: without its file it means nothing to the next run.
    fn forget(&self) {
        let _ = fs::remove_file(&self.state);
        let _ = fs::remove_file(self.new_state());
    }

    /// Where a note is written before it replaces the last.
    fn new_state(&self) -> PathBuf {
        beside(&self.state, ".new")
    }

    /// Brings names to the disk, where the system can do so.
    fn sync_folder(&self) {
        let folder = self.partial.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// The path with `ending` after its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn another_goes_on_from_what_was_noted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let mut file = PartialFile::open(&path).unwrap();
        assert_eq!(file.noted(), None);
        assert!(file.keep(0).unwrap());
        file.write(b"one two").unwrap();
        file.note("7 bytes").unwrap();
        file.write(b" and half of").unwrap();
        drop(file);
        assert_eq!(names(folder.path()), ["out.partial", "out.partial.state"]);

        let mut file = PartialFile::open(&path).unwrap();
        assert_eq!(file.noted(), Some("7 bytes"));
        assert!(!file.keep(100).unwrap(), "there are not so many");
        assert!(file.keep(7).unwrap());
        file.write(b" three").unwrap();
        assert_eq!(file.bytes(), 13);
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one two three");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn what_can_not_be_gone_on_with_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        fs::write(folder.path().join("out.partial"), "of somebody else").unwrap();
        assert!(PartialFile::open(&path).unwrap_err().to_string().contains("remove it to begin anew"));
        assert_eq!(fs::read(folder.path().join("out.partial")).unwrap(), b"of somebody else");

        let path = folder.path().join("other");
        let first = PartialFile::open(&path).unwrap();
        assert!(PartialFile::open(&path).unwrap_err().to_string().contains("another run"));
        first.discard();
        assert_eq!(names(folder.path()), ["out.partial"]);
        assert!(matches!(PartialFile::open(folder.path()), Err(Error::Write { .. })));
    }
}
