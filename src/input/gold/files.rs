//! Which files hold annotated articles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::Error;
use crate::input::walk::{extension, files_under};

/// A file to read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum GoldFile {
    /// A text and its standoff annotation.
    Brat { text: PathBuf, ann: PathBuf },
    /// JSON: an article, or an array of them.
    Json(PathBuf),
    /// JSON lines; `None` is standard input.
    Lines(Option<PathBuf>),
}

/// What the inputs come to.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub files: Vec<GoldFile>,
    pub errors: Vec<Error>,
    pub warnings: Vec<String>,
}

/// The files that `inputs` name; `texts` is a folder where texts may be.
pub(super) fn find(inputs: &[PathBuf], texts: Option<&Path>) -> Found {
    let mut found = Found::default();
    for input in inputs {
        if input.as_os_str() == "-" {
            found.files.push(GoldFile::Lines(None));
        } else if input.is_dir() {
            found.add_folder(input, texts);
        } else if let Err(source) = input.metadata() {
            found.errors.push(Error::Read { path: input.clone(), source });
        } else {
            match extension(input).as_str() {
                "ann" => found.add_standoff(vec![input.clone()], texts, &input.display().to_string()),
                "json" => found.files.push(GoldFile::Json(input.clone())),
                "jsonl" => found.files.push(GoldFile::Lines(Some(input.clone()))),
                _ => {
                    let remedy = "name a folder with .ann files, or a .json or .jsonl file";
                    found.errors.push(Error::input(input.display().to_string(), "not an annotated article", remedy));
                }
            }
        }
    }
    found
}

impl Found {
    fn add_folder(&mut self, folder: &Path, texts: Option<&Path>) {
        let files = match files_under(folder) {
            Ok(files) => files,
            Err(error) => return self.errors.push(error),
        };
        let place = folder.display().to_string();
        let layout = ["ann", "json", "jsonl"].into_iter().find(|layout| files.iter().any(|f| extension(f) == *layout));
        let Some(layout) = layout else {
            let remedy = "name a folder with .ann, .json or .jsonl files";
            return self.errors.push(Error::input(place, "there is no annotated article in this folder", remedy));
        };
        let (chosen, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| extension(file) == layout);
        let other: Vec<String> = others.iter().map(|file| extension(file)).filter(|e| e != "txt").collect();
        if !other.is_empty() {
            let kinds: BTreeSet<String> = other.iter().map(|kind| format!("`.{kind}`")).collect();
            let kinds = kinds.into_iter().collect::<Vec<_>>().join(", ");
            let count = other.len();
            self.warnings
                .push(format!("{place}: {count} files passed over, it is read for its .{layout} files: {kinds}"));
        }
        match layout {
            "ann" => {
                self.add_standoff(chosen, texts, &place);
                self.warn_of_bare_texts(&others, &place);
            }
            "json" => self.files.extend(chosen.into_iter().map(GoldFile::Json)),
            _ => self.files.extend(chosen.into_iter().map(|path| GoldFile::Lines(Some(path)))),
        }
    }

    /// Texts with their annotations, the first of several annotators.
    fn add_standoff(&mut self, anns: Vec<PathBuf>, texts: Option<&Path>, place: &str) {
        let mut by_text: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
        let mut further = 0;
        for ann in anns {
            match text_of(&ann, texts) {
                Some(text) if by_text.contains_key(&text) => further += 1,
                Some(text) => _ = by_text.insert(text, ann),
                None => {
                    let remedy = "put NAME.txt beside NAME.ann or in ../text, or name the folder of texts with --text";
                    self.errors.push(Error::input(ann.display().to_string(), "there is no text for it", remedy));
                }
            }
        }
        if further > 0 {
            self.warnings.push(format!("{place}: {further} annotations by further annotators passed over"));
        }
        self.files.extend(by_text.into_iter().map(|(text, ann)| GoldFile::Brat { text, ann }));
    }

    fn warn_of_bare_texts(&mut self, others: &[PathBuf], place: &str) {
        let used = |path: &PathBuf| self.files.iter().any(|f| matches!(f, GoldFile::Brat { text, .. } if text == path));
        let bare = others.iter().filter(|path| extension(path) == "txt" && !used(path)).count();
        if bare > 0 {
            self.warnings.push(format!("{place}: {bare} texts without .ann passed over"));
        }
    }
}

/// The text of a standoff file: of the same name, or of the name before the last `_`, which parts the annotator off.
fn text_of(ann: &Path, texts: Option<&Path>) -> Option<PathBuf> {
    let stem = ann.file_stem()?.to_string_lossy();
    let folder = ann.parent().unwrap_or(Path::new(""));
    let mut folders = vec![folder.to_owned()];
    // "attributions/x.ann" has its text in "text/x.txt" beside the folder
    folders.push(match folder.file_name() {
        Some(_) => folder.with_file_name("text"),
        None => folder.join("../text"),
    });
    folders.extend(texts.into_iter().flat_map(|texts| [texts.to_owned(), texts.join("text")]));
    let cut = stem.rsplit_once('_').map(|(name, _)| name);
    [Some(&*stem), cut].into_iter().flatten().find_map(|name| {
        let paths = folders.iter().map(|folder| folder.join(format!("{name}.txt")));
        paths.into_iter().find(|path| path.is_file())
    })
}
