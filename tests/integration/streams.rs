//! Articles flow in and records flow out, whatever the input is like.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::support::{ARTICLE, Folder, program, run, run_with};

fn line(id: &str, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"text\":{}}}\n", serde_json::to_string(text).unwrap())
}

fn piped(arguments: &[&str]) -> Child {
    let mut command = program();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// The status of a program that is about to end.
fn status_soon(child: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    panic!("it does not end");
}

#[test]
fn a_record_comes_out_before_the_next_article_comes_in() {
    for (arguments, lines) in
        [(["extract", "--jobs", "1"].as_slice(), 1), (&["extract", "--jobs", "3", "--format", "table"], 3)]
    {
        let mut child = piped(arguments);
        let (mut give, out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || BufReader::new(out).lines().try_for_each(|line| tell.send(line.unwrap())));
        for id in ["one", "two"] {
            give.write_all(line(id, ARTICLE).as_bytes()).unwrap();
            let first = (0..lines).map(|_| told.recv_timeout(Duration::from_secs(60)).expect("a line"));
            assert!(first.collect::<String>().contains("Mara Velde") || lines == 3);
        }
        drop(give);
        assert_eq!(status_soon(&mut child), Some(0));
    }
}

#[test]
fn the_program_ends_with_its_reader_though_its_input_goes_on() {
    let mut child = piped(&["extract"]);
    let (mut give, out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    give.write_all(line("one", ARTICLE).as_bytes()).unwrap();
    BufReader::new(out).read_line(&mut String::new()).unwrap();
    give.write_all(line("two", ARTICLE).as_bytes()).unwrap();
    assert_eq!(status_soon(&mut child), Some(0), "the input is still open");
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(told, "");
}

#[test]
fn a_long_article_among_short_ones_keeps_its_place_on_any_number_of_threads() {
    let long: String = (0..400).map(|at| format!("{ARTICLE}Number {at} of the town council met.\n\n")).collect();
    let text = |at: usize| if at == 5 { long.clone() } else { format!("{ARTICLE}It was {at} o’clock.") };
    let mut input: String = (0..40).map(|at| line(&at.to_string(), &text(at))).collect();
    input.insert_str(0, "{\"text\":\"cut sho\n");
    input.push_str("{\"text\":1}\n");
    let runs = ["1", "2", "64"].map(|jobs| run_with(["extract", "--jobs", jobs], input.as_bytes()));
    let ids: Vec<String> = runs[0].json_lines().iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..40).map(|at| at.to_string()).collect::<Vec<_>>());
    assert!(runs.iter().all(|ran| ran.out == runs[0].out), "the outputs differ");
    assert!(runs.iter().all(|ran| ran.err == runs[0].err && ran.status == 1), "what is told differs");
    let places: Vec<usize> = ["line 1: ", "line 42: "].iter().map(|place| runs[0].err.find(place).unwrap()).collect();
    assert!(places.is_sorted(), "{}", runs[0].err);
}

#[test]
fn a_broken_line_of_megabytes_is_named_and_not_printed() {
    let input = format!("{{\"text\":\"{}\n{}", "The bells rang. ".repeat(200_000), line("good", ARTICLE));
    let ran = run_with(["extract", "-"], input.as_bytes());
    assert_eq!((ran.status, ran.json_lines().len()), (1, 1));
    assert!(ran.err.contains("stdin, line 1: the JSON is cut short") && ran.err.len() < 500, "{} bytes", ran.err.len());
}

#[test]
#[cfg(unix)]
fn a_named_pipe_is_an_input() {
    let folder = Folder::new();
    let pipe = folder.path("pipe.jsonl");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let end = pipe.clone();
    let writer = std::thread::spawn(move || std::fs::write(end, line("one", ARTICLE) + &line("two", ARTICLE)));
    let ran = run(["extract", &pipe]);
    writer.join().unwrap().unwrap();
    assert_eq!((ran.status, ran.json_lines().len(), ran.err.as_str()), (0, 2, ""));
}

#[test]
#[cfg(unix)]
fn a_folder_of_many_files_needs_few_of_them_open() {
    let folder = Folder::new();
    for at in 0..200 {
        folder.with(&format!("in/{at:03}.txt"), if at == 77 { "" } else { ARTICLE });
    }
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 20 && exec \"$@\"", "sh", env!("CARGO_BIN_EXE_quotestance")]);
    let output = command.args(["extract", "--finder", "rules", &folder.path("in")]).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!((output.status.code(), out.lines().count()), (Some(1), 199), "{err}");
    assert!(err.contains("077.txt: there is no text in it"), "{err}");
}
