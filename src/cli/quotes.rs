//! `classify` on lists of quotes, and what else reads labelled CSV files.

use std::io::Read;
use std::path::PathBuf;

use rayon::ThreadPool;

use crate::features::QuoteContext;
use crate::input::labelled::{LabelledFile, Layout};
use crate::input::{InputFormat, Source, resolve};
use crate::output::{Destination, PredictedRows};
use crate::stance::StanceModel;
use crate::{Error, Result};

use super::messages::{Messages, Status};

/// Writes each row of the lists with its predicted stances.
///
/// # Errors
/// [`Error::Usage`] when the lists have different columns, [`Error::Write`] when the output can't be written.
pub(super) fn run(
    sources: &[Source],
    layout: &Layout,
    model: &StanceModel,
    mut out: Destination,
    pool: &ThreadPool,
    messages: &Messages,
) -> Result<Status> {
    let mut first: Option<(String, Vec<String>, PredictedRows)> = None;
    let mut read: u64 = 0;
    for source in sources {
        let Some(file) = open(source, layout, messages) else { continue };
        if file.rows.is_empty() {
            continue;
        }
        if let Some((name, headers, _)) = &first
            && *headers != file.headers
        {
            let problem = format!("{name} and {} have different columns", file.name);
            return Err(Error::usage(problem, "classify them one by one"));
        }
        let (_, headers, rows) = first.get_or_insert_with(|| {
            let rows = PredictedRows::new(&file.headers, model.questions(), layout.delimiter);
            (file.name.clone(), file.headers.clone(), rows)
        });
        if read == 0 && !headers.is_empty() {
            out.write(&rows.header())?;
        }
        // The quotes of an article are read together, wherever in the file they stand.
        let contexts: Vec<QuoteContext<'_>> = file.rows.iter().map(|row| row.quote.context.clone()).collect();
        let articles: Vec<Option<&str>> = file.rows.iter().map(|row| row.quote.article.as_deref()).collect();
        let stances = pool.install(|| model.predict_many(&contexts, &articles));
        for (row, stances) in file.rows.iter().zip(&stances) {
            out.write(&rows.row(&row.record, stances))?;
        }
        read += file.rows.len() as u64;
        messages.done(file.rows.len());
    }
    let status = messages.status(read, "quotes");
    if status != Status::Unusable {
        out.finish()?;
    }
    Ok(status)
}

/// Reads all labelled files that `inputs` name; what can't be read is told.
pub(super) fn read_all(inputs: &[PathBuf], layout: &Layout, messages: &Messages) -> Vec<LabelledFile> {
    let resolved = resolve(inputs, Some(InputFormat::Csv));
    resolved.warnings.iter().for_each(|warning| messages.warn(warning));
    resolved.errors.iter().for_each(|error| messages.unread(error));
    resolved.sources.iter().filter_map(|source| open(source, layout, messages)).collect()
}

/// Reads a labelled file; what can't be read of it is told.
pub(super) fn open(source: &Source, layout: &Layout, messages: &Messages) -> Option<LabelledFile> {
    let file = match source {
        Source::File(path, _) => LabelledFile::read(path, layout),
        Source::Stdin(_) => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            let read = read.map_err(|source| Error::Read { path: "stdin".into(), source });
            read.and_then(|_| LabelledFile::parse(&bytes, "stdin", layout))
        }
    };
    match file {
        Ok(file) => {
            file.errors.iter().for_each(|error| messages.unread(error));
            if file.rows.is_empty() && file.errors.is_empty() {
                messages.unread(&Error::input(&file.name, "there is no row in it", "add rows, or leave the file out"));
            }
            Some(file)
        }
        Err(error) => {
            messages.unread(&error);
            None
        }
    }
}
