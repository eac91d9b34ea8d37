//! Where the text of an annotation lies when the annotation does not hold it.

use std::path::{Component, Path, PathBuf};

use crate::text::Article;
use crate::{Error, Result};

use crate::input::article_of_text;

/// The folders in which texts are looked for.
pub(super) struct Texts<'p> {
    named: Option<&'p Path>,
}

impl<'p> Texts<'p> {
    /// The folder that the user names, if any; the annotation's own comes as well.
    pub fn new(named: Option<&'p Path>) -> Self {
        Self { named }
    }

    /// The article `id` whose record stands at `place` of a file in `folder`; `stem` is the file's own name if it is one article's.
    pub fn read(&self, id: &str, stem: Option<&str>, folder: &Path, place: &str) -> Result<Article> {
        let plain =
            |name: &&str| !name.is_empty() && Path::new(name).components().all(|c| matches!(c, Component::Normal(_)));
        let names: Vec<&str> = [Some(id), stem].into_iter().flatten().filter(plain).collect();
        let folders = self.named.into_iter().chain([folder]);
        let mut looked: Vec<PathBuf> = Vec::new();
        for folder in folders.flat_map(|folder| [folder.to_owned(), folder.join("text")]) {
            for name in &names {
                let path = folder.join(format!("{name}.txt"));
                if path.is_file() {
                    return read_text(&path, id);
                }
            }
            looked.push(folder);
        }
        let looked: Vec<String> = looked.iter().map(|folder| folder.display().to_string()).collect();
        let problem =
            format!("`text` is missing and there is no {}.txt in {}", names.join(".txt or "), looked.join(", "));
        Err(Error::input(place, problem, "add the text, or name the folder of texts with --text"))
    }
}

/// A file's text as an article.
pub(super) fn read_text(path: &Path, id: &str) -> Result<Article> {
    let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    article_of_text(bytes, id, &path.display().to_string())
}
