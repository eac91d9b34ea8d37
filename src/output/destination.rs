//! Where an output goes.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

use super::{PartialFile, WholeFile};

/// Standard output, or a file that is written whole or not at all, or so that another run can go on with it.
#[derive(Debug)]
pub struct Destination {
    writer: Writer,
    /// What messages call it.
    path: PathBuf,
    /// Whether nobody reads on.
    closed: bool,
}

#[derive(Debug)]
enum Writer {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(WholeFile),
    Partial(PartialFile),
}

impl Destination {
    /// Opens a file, or standard output without one.
    ///
    /// # Errors
    /// [`Error::Write`] when the file can't be written where it should be.
    pub fn open(file: Option<&Path>) -> Result<Self> {
        let writer = match file {
            Some(path) if path.as_os_str() != "-" => Writer::File(WholeFile::create(path)?),
            _ => Writer::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
        };
        Ok(Self { writer, path: file.unwrap_or(Path::new("stdout")).to_owned(), closed: false })
    }

    /// A file that another run can go on with; `path` is what messages call it.
    pub fn partial(file: PartialFile, path: &Path) -> Self {
        Self { writer: Writer::Partial(file), path: path.to_owned(), closed: false }
    }

    /// The file, if another run can go on with it.
    pub fn as_partial(&mut self) -> Option<&mut PartialFile> {
        match &mut self.writer {
            Writer::Partial(file) => Some(file),
            Writer::Stdout(_) | Writer::File(_) => None,
        }
    }

    /// Writes `bytes`. When the reader of a pipe has gone (as `head` does), that is no
    /// error: nothing more is written, and [`Destination::is_closed`] says so.
    ///
    /// # Errors
    /// [`Error::Write`] when it can't be written for another reason.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if self.closed {
            return Ok(());
        }
        let written = match &mut self.writer {
            Writer::Stdout(writer) => writer.write_all(bytes),
            Writer::File(file) => file.write_all(bytes),
            Writer::Partial(file) => file.write(bytes),
        };
        self.check(written)
    }

    /// Hands on what is buffered for a terminal or a pipe.
    ///
    /// # Errors
    /// As [`Destination::write`].
    pub fn flush(&mut self) -> Result<()> {
        match &mut self.writer {
            Writer::Stdout(writer) if !self.closed => {
                let flushed = writer.flush();
                self.check(flushed)
            }
            _ => Ok(()),
        }
    }

    /// Whether nobody reads on, so that the rest of the work can be left.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Writes what is left; a file gets its name.
    ///
    /// # Errors
    /// As [`Destination::write`].
    pub fn finish(mut self) -> Result<()> {
        self.flush()?;
        match self.writer {
            Writer::File(file) if !self.closed => file.finish(),
            Writer::Partial(file) => file.finish(),
            _ => Ok(()),
        }
    }

    /// Leaves no file.
    pub fn discard(self) {
        if let Writer::Partial(file) = self.writer {
            file.discard();
        }
    }

    fn check(&mut self, written: io::Result<()>) -> Result<()> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            written => written.map_err(|source| Error::Write { path: self.path.clone(), source }),
        }
    }
}
