//! `--resume`: a run that was killed goes on, and nobody can tell from its output.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{ARTICLE, Folder, Ran, labelled_csv, program, run, run_with};

/// Articles that take a thread a few seconds, and a line that can't be read near their beginning.
fn input(folder: &Folder) -> String {
    let article = |at: usize| {
        let text: String =
            (0..40).map(|part| format!("{ARTICLE}\nItem {part} of meeting {at} was put off.\n\n")).collect();
        format!("{{\"id\":\"{at}\",\"text\":{}}}\n", serde_json::to_string(&text).unwrap())
    };
    let mut lines: Vec<String> = (0..400).map(article).collect();
    lines.insert(3, "{\"text\":7}\n".to_owned());
    folder.with("in.jsonl", lines.concat())
}

fn arguments<'a>(input: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["extract", input, "-o", out, "--resume"];
    arguments.extend(more);
    arguments
}

/// How many articles the state file says are done.
fn noted(state: &str) -> Option<u64> {
    let note: Value = serde_json::from_slice(&std::fs::read(state).ok()?).ok()?;
    note["progress"]["articles"].as_u64()
}

/// Runs until more than `after` articles are noted.
fn begin(arguments: &[&str], state: &str, after: u64) -> Child {
    let mut child = program().args(arguments).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while noted(state).is_none_or(|articles| articles <= after) {
        assert!(child.try_wait().unwrap().is_none(), "it ended before");
        assert!(begun.elapsed() < Duration::from_secs(120), "nothing is noted");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

/// Runs until more than `after` articles are noted, and kills the program.
fn interrupt(arguments: &[&str], state: &str, after: u64) {
    let mut child = begin(arguments, state, after);
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "it ended before");
}

#[test]
fn a_run_killed_several_times_writes_the_bytes_of_one_that_was_not() {
    let folder = Folder::new();
    let (input, whole) = (input(&folder), folder.path("whole"));
    for (format, kills) in [("jsonl", 2), ("json", 1), ("csv", 1)] {
        let uninterrupted = run(["extract", &input, "-o", &whole, "--format", format]);
        let out = folder.with("out", "of an earlier run");
        let (state, more) = (folder.path("out.partial.state"), ["--format", format, "--jobs", "1"]);
        let arguments = arguments(&input, &out, &more);
        let mut last = 0;
        for _ in 0..kills {
            interrupt(&arguments, &state, last);
            last = noted(&state).unwrap();
            assert_eq!(std::fs::read(&out).unwrap(), b"of an earlier run");
        }
        // Once more at a time that nothing tells of, perhaps before it has begun.
        let mut child = program().args(&arguments).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(50));
        child.kill().unwrap();
        child.wait().unwrap();
        let left = folder.names();
        assert!(
            left.starts_with(&["in.jsonl", "out", "out.partial", "out.partial.state"].map(str::to_owned)),
            "{left:?}"
        );

        last = noted(&state).unwrap();
        let ended = run(&arguments);
        assert_eq!((ended.status, ended.out.as_str()), (1, ""), "{}", ended.err);
        assert!(ended.err.contains(&format!("going on after {last} articles")), "{}", ended.err);
        // What can't be read is told and counted again.
        assert!(ended.err.ends_with(&uninterrupted.err) && ended.err.contains("line 4: `text`"), "{}", ended.err);
        assert!(std::fs::read(&out).unwrap() == std::fs::read(&whole).unwrap(), "{format}: the outputs differ");
        assert_eq!(folder.names(), ["in.jsonl", "out", "whole"]);
    }
}

fn refused(ran: &Ran, expected: &[&str]) {
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
    for expected in expected {
        assert!(ran.err.contains(expected), "{expected:?} is not in {}", ran.err);
    }
}

#[test]
fn a_run_that_is_not_the_same_is_refused_and_loses_nothing() {
    let folder = Folder::new();
    let (input, out) = (input(&folder), folder.path("out"));
    let (partial, state) = (folder.path("out.partial"), folder.path("out.partial.state"));
    let same = arguments(&input, &out, &[]);
    interrupt(&same, &state, 0);
    let files = [&partial, &state].map(|path| std::fs::read(path).unwrap());
    let unchanged = || assert!([&partial, &state].map(|path| std::fs::read(path).unwrap()) == files, "it was touched");

    let remedy = "out.partial.state to begin anew";
    refused(
        &run(arguments(&input, &out, &["--offsets", "utf8"])),
        &["--offsets was codepoint and is utf8 now", remedy],
    );
    unchanged();
    let as_rules = run(arguments(&input, &out, &["--finder", "rules", "--min-confidence", "0.5"]));
    refused(&as_rules, &["--finder was none and is rules now", "--min-confidence was none and is 0.5 now"]);
    refused(&run(["classify", &input, "-o", &out, "--resume"]), &["the command was extract and is classify now"]);
    let other = folder.with("other.jsonl", "{\"text\":\"A.\"}");
    refused(&run(arguments(&other, &out, &[])), &["the inputs were 1 files", remedy]);
    unchanged();

    let text = std::fs::read_to_string(&input).unwrap();
    let longer = format!("{text}{{\"text\":\"A.\"}}\n");
    std::fs::write(&input, &longer).unwrap();
    let told = format!("{input} had {} bytes and has {} now", text.len(), longer.len());
    refused(&run(&same), &[told.as_str(), remedy]);
    // As long as before, but one of the articles that were done is another.
    std::fs::write(&input, text.replacen("ferry", "berry", 1)).unwrap();
    refused(&run(&same), &["are not those that the interrupted run read", "give the inputs as they were"]);
    std::fs::write(&input, &text).unwrap();

    for (note, expected) in [
        ("not what was written", "is damaged"),
        ("{\"quotestance_resume\":99}", "is of version 99, this program writes 1"),
        ("{\"quotestance_resume\":1,\"run\":{}}", "is damaged"),
    ] {
        std::fs::write(&state, note).unwrap();
        refused(&run(&same), &[expected, remedy]);
    }
    let build = String::from_utf8(files[1].clone()).unwrap().replace(", build ", ", build f");
    std::fs::write(&state, build).unwrap();
    refused(&run(&same), &["the program was 0."]);
    std::fs::write(&state, &files[1]).unwrap();
    std::fs::write(&partial, &files[0][..10]).unwrap();
    refused(&run(&same), &["out.partial is shorter than the"]);
    std::fs::remove_file(&state).unwrap();
    refused(&run(&same), &["out.partial is there, but not", "begin anew"]);
    assert_eq!(std::fs::read(&partial).unwrap(), &files[0][..10]);

    std::fs::remove_file(&partial).unwrap();
    let mut first = begin(&same, &state, 0);
    // Stopped, so that it does not end before the second has begun.
    if Command::new("kill").args(["-STOP", &first.id().to_string()]).status().is_ok_and(|stopped| stopped.success()) {
        refused(&run(&same), &["another run is writing", "wait for its end"]);
    }
    first.kill().unwrap();
    first.wait().unwrap();
}

#[test]
fn what_can_not_be_resumed_is_told() {
    let folder = Folder::new();
    let (good, out) = (folder.with("good.txt", ARTICLE), folder.path("out"));
    let stdin = run_with(["extract", "-", "-o", &out, "--resume"], ARTICLE.as_bytes());
    refused(&stdin, &["standard input can't be read a second time", "write it to a file first"]);
    refused(&run(["extract", &good, "--resume"]), &["--resume needs a file", "-o FILE"]);
    refused(&run(arguments(&good, &out, &["--format", "table"])), &["a table can't be resumed", "--format jsonl"]);
    let csv = folder.with("ferry.csv", labelled_csv());
    refused(&run(["classify", &csv, "-o", &out, "--resume"]), &["a list of quotes is read as a whole"]);
    let missing = folder.path("missing/out");
    refused(&run(arguments(&good, &missing, &[])), &["cannot be written"]);
    let empty = folder.with("empty.txt", "");
    refused(&run(arguments(&empty, &out, &[])), &["nothing could be read"]);
    assert_eq!(folder.names(), ["empty.txt", "ferry.csv", "good.txt"]);
    if cfg!(unix) {
        refused(&run(arguments(&good, "/dev/null", &[])), &["no regular file"]);
        refused(&run(arguments("/dev/null", &out, &["--input-format", "txt"])), &["no regular file"]);
    }
}

#[test]
fn without_anything_to_resume_it_begins_and_says_so() {
    let folder = Folder::new();
    let (good, out) = (folder.with("good.txt", ARTICLE), folder.with("out", "old"));
    let ran = run(arguments(&good, &out, &[]));
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("nothing to resume of") && ran.err.contains("beginning with the first"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), run(["extract", &good]).out);
    assert_eq!(folder.names(), ["good.txt", "out"]);
}
