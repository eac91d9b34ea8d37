//! Where articles come from, in which order, and on how many threads.

use std::io::Read;
use std::process::Stdio;

use crate::support::{ARTICLE, Folder, Ran, program, run, run_with};

fn ids(ran: &Ran) -> Vec<String> {
    ran.json_lines().iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn standard_input_is_looked_at() {
    assert_eq!(ids(&run_with(["extract", "-"], ARTICLE.as_bytes())), ["stdin"]);
    assert_eq!(ids(&run_with(["extract"], b" \n{\"id\":\"x\",\"text\":\"A.\"}")), ["x"]);
    let forced = run_with(["extract", "-", "--input-format", "txt"], b"{\"text\":\"A.\"}");
    assert_eq!(ids(&forced), ["stdin"]);
}

#[test]
fn folders_are_walked_in_sorted_order() {
    let folder = Folder::new();
    for name in ["b.txt", "a/z.txt", "a/10.txt", "a/9.txt", ".git/x.txt"] {
        folder.with(name, ARTICLE);
    }
    folder.with("c.jsonl", "{\"id\":\"j\",\"text\":\"A.\"}\n{\"text\":\"B.\"}\n");
    let ran = run(["extract", &folder.path("")]);
    assert_eq!(ids(&ran), ["10", "9", "z", "b", "j", "c:2"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
}

#[test]
fn files_passed_over_in_a_folder_are_told() {
    let folder = Folder::new();
    folder.with("a.txt", ARTICLE);
    folder.with("b.pdf", "x");
    let ran = run(["extract", &folder.path("")]);
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("warning:") && ran.err.contains("`.pdf`"), "{}", ran.err);
}

#[test]
fn ids_that_come_twice_are_told_apart() {
    let folder = Folder::new();
    let paths = [folder.with("1/a.txt", ARTICLE), folder.with("2/a.txt", ARTICLE)];
    let ran = run(["extract", &paths[0], &paths[1]]);
    assert_eq!(ids(&ran), ["a", "a~2"]);
    assert!(ran.status == 0 && ran.err.contains("warning:") && ran.err.contains("`a~2`"), "{}", ran.err);
}

#[test]
fn a_byte_order_mark_belongs_to_the_text() {
    let ran = run_with(["extract"], format!("\u{feff}{ARTICLE}").as_bytes());
    assert_eq!(ran.json_lines()[0]["quotes"][0]["contents"][0]["start"], 13);
}

/// Articles of more text than a batch holds.
fn many_articles() -> String {
    let text: String = (0..30).map(|at| format!("{ARTICLE}\nNumber {at} of the town council met.\n\n")).collect();
    let text = serde_json::to_string(&text).unwrap();
    (0..360).map(|at| format!("{{\"id\":\"{at}\",\"text\":{text}}}\n")).collect()
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let input = many_articles();
    let of = |jobs: &str| run_with(["extract", "--jobs", jobs], input.as_bytes());
    let (one, three) = (of("1"), of("3"));
    assert_eq!((one.status, one.out.lines().count()), (0, 360));
    assert!(one.out == three.out, "the outputs differ");
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let folder = Folder::new();
    let path = folder.with("many.jsonl", many_articles());
    let mut child = program().args(["extract", &path]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8(ended.stderr).unwrap()), (Some(0), String::new()));
}

#[test]
fn an_output_file_replaces_the_old_one() {
    let folder = Folder::new();
    let path = folder.with("a.txt", ARTICLE);
    let out = folder.with("out.jsonl", "old");
    let ran = run(["extract", &path, "-o", &out]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    assert!(std::fs::read_to_string(&out).unwrap().starts_with("{\"id\":\"a\""));
    assert_eq!(folder.names(), ["a.txt", "out.jsonl"]);
}
