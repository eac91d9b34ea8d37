//! Runs the program, and makes what it needs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// An article with one quotation that any finder must see.
pub const ARTICLE: &str = "Bells rang. “We will not sell the ferry 😀 to anyone,” Mara Velde said on Monday.\n";

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The lines of standard output as JSON.
    pub fn json_lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

/// The program.
pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_quotestance"))
}

/// Runs the program with `arguments` and `stdin`.
pub fn run_with<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>, stdin: &[u8]) -> Ran {
    let mut command = program();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // The program writes while it reads; it may also end without reading its input.
        scope.spawn(move || pipe.write_all(stdin));
        child.wait_with_output().unwrap()
    });
    Ran {
        status: output.status.code().expect("no signal"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program with `arguments`.
pub fn run<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    run_with(arguments, b"")
}

/// A folder that goes away with its files.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Writes a file and gives its path.
    pub fn with(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(Path::new(&path).parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// The path of a file that may not exist.
    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// The names of its files, temporary ones included.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// A small labelled file on an invented question.
pub fn labelled_csv() -> String {
    let mut csv = String::from("id,quote,article,ferry_sale\n");
    let sides = [
        ("favor", ["sell the ferry", "a buyer must be found", "the sale is right", "take the money"]),
        ("against", ["never sell the ferry", "keep the boat", "the sale is wrong", "it belongs to us"]),
        ("none", ["the weather was bad", "my sister bakes bread", "the train came late", "we had soup"]),
    ];
    for round in 0..3 {
        for (label, quotes) in sides {
            for (at, quote) in quotes.iter().enumerate() {
                csv.push_str(&format!("{label}{round}{at},{quote} in year {round},a{round}{at}{label},{label}\n"));
            }
        }
    }
    csv
}

/// A model trained on [`labelled_csv`], once for all tests.
pub fn model() -> &'static Path {
    static MODEL: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let (csv, model) = (folder.path().join("ferry.csv"), folder.path().join("ferry.qsm"));
        fs::write(&csv, labelled_csv()).unwrap();
        let ran = run(["train".as_ref(), "stance".as_ref(), csv.as_os_str(), "-o".as_ref(), model.as_os_str()]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        (folder, model)
    });
    &MODEL.1
}

/// The path of [`model`] as an argument.
pub fn model_argument() -> &'static str {
    model().to_str().unwrap()
}
