//! The files of a folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// All files under a folder, at any depth, in the order of their paths.
///
/// Names that start with a dot are left out, folders with all that they hold; so
/// that a walk ends, links to folders are not followed, links to files are.
///
/// # Errors
/// [`Error::Read`] when a folder can't be listed.
pub fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |source| Error::Read { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if entry.file_type().map_err(failed)?.is_dir() {
                folders.push(entry.path());
            } else if !entry.path().is_dir() {
                files.push(entry.path());
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// The end of a file's name after its last dot, in lower case; empty without one.
pub fn extension(path: &Path) -> String {
    path.extension().map(|found| found.to_string_lossy().to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_of_their_paths() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["b/2.txt", "b/10.txt", "a.txt", ".git/x.txt", "c/d/e.txt", ".hidden"] {
            fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            fs::write(at(name), "x").unwrap();
        }
        assert_eq!(files_under(folder.path()).unwrap(), ["a.txt", "b/10.txt", "b/2.txt", "c/d/e.txt"].map(at));
        assert_eq!(extension(Path::new("a/B.TXT")), "txt");
    }
}
