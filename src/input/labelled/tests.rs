//! Tests of the labelled reader.

use proptest::prelude::*;

use super::*;
use crate::quotes::Kind;
use crate::stance::TrainParams;

fn parse(text: &str) -> LabelledFile {
    LabelledFile::parse(text.as_bytes(), "f.csv", &Layout::default()).unwrap()
}

fn refused(bytes: &[u8], layout: &Layout) -> String {
    LabelledFile::parse(bytes, "f.csv", layout).unwrap_err().to_string()
}

#[test]
fn every_column_that_is_not_reserved_is_a_question() {
    let file = parse(
        "id,quote,speaker,kind,before,after,group,weight,note,bridge,toll\n\
         q1,\"Build it, now\",Ama Osei,direct,She said ,.,g1,0.5,x,favor,none\n\
         q2,Wait,,,,,,,,,\n",
    );
    assert_eq!(file.questions, ["bridge", "toll"]);
    assert!(file.errors.is_empty());
    let row = &file.rows[0];
    assert_eq!(row.quote.id, "q1");
    assert_eq!(row.quote.context.quote, "Build it, now");
    assert_eq!(row.quote.context.before, "She said ");
    assert_eq!(row.quote.context.kind, Some(Kind::Direct));
    assert_eq!((row.quote.weight, row.quote.unit()), (0.5, "g1"));
    assert_eq!(row.labels["toll"], "none");
    assert_eq!(row.record.len(), 11);
    assert!(file.rows[1].labels.is_empty());
    assert_eq!(file.dataset().label(0, 0), Some("favor"));
    assert_eq!(file.dataset().label(1, 0), None);
}

#[test]
fn question_columns_may_be_missing_and_records_come_back_whole() {
    let file = parse("quote,note\nWait,\"a \"\"b\"\"\"\n");
    assert!(file.questions.is_empty());
    assert_eq!(file.headers, ["quote", "note"]);
    assert_eq!(file.rows[0].record, ["Wait", "a \"b\""]);
    assert_eq!(file.rows[0].quote.id, "f.csv:2");
}

#[test]
fn a_bad_row_does_not_stop_the_others() {
    let bytes = b"quote,weight,kind,bridge\n\
        good,1,,favor\n\
        ,1,,favor\n\
        short,1\n\
        long,1,,favor,more\n\
        light,nothing,,favor\n\
        odd,1,spoken,favor\n\
        caf\xe9,1,,favor\n\
        \"two\nlines\",1,,favor\n\
        ,,,\n";
    let file = LabelledFile::parse(bytes, "f.csv", &Layout::default()).unwrap();
    assert_eq!(file.rows.len(), 2);
    assert_eq!(file.rows[1].line, 9);
    let errors: Vec<String> = file.errors.iter().map(ToString::to_string).collect();
    let expected = [
        "f.csv, line 3, column quote: the quote is empty; write the quote there, or remove the row",
        "f.csv, line 4, column kind: the row has 2 cells instead of 4; add the missing cells, empty ones too",
        "f.csv, line 5: the row has 5 cells instead of 4; put quotation marks around cells that hold the delimiter",
        "f.csv, line 6, column weight: the weight `nothing` is not a number above 0 (up to 1000000); \
         write a number such as 1 or 0.5, or leave the cell empty",
        "f.csv, line 7, column kind: `spoken` is no kind of quote; write direct, mixed or indirect, or leave the cell empty",
        "f.csv, line 8, column quote: byte 4 of the cell is not UTF-8; convert the file, for example with `iconv -f latin1 -t utf8`",
        "f.csv, line 11, column quote: the quote is empty; write the quote there, or remove the row",
    ];
    assert_eq!(errors, expected);
}

#[test]
fn a_file_that_does_not_fit_is_refused() {
    let layout = Layout::default();
    assert_eq!(
        refused(b"text,bridge\na,favor\n", &layout),
        "f.csv, line 1: no column is called `quote`, which holds the quote; name one of text, bridge with --text-column"
    );
    assert!(refused(b"", &layout).contains("empty"));
    assert!(refused(b"quote,a,a\nx,y,z\n", &layout).contains("two columns are called `a`"));
    assert!(refused(b"quote,caf\xe9\n", &layout).contains("not UTF-8"));
    let target = Layout { target_column: Some("t".into()), ..Layout::default() };
    assert!(refused(b"quote,t\nx,y\n", &target).contains("--label-column"));
    let absent = Layout { question: Some("toll".into()), ..Layout::default() };
    assert!(refused(b"quote,bridge\nx,favor\n", &absent).contains("`toll`"));
}

#[test]
fn one_column_of_labels_with_a_column_of_targets() {
    let text = "argument;topic;stance\nBuild it;bridge;1\nKeep it;toll;-1\nDrop it;toll;\n";
    let mut layout = Layout {
        text_column: Some("argument".into()),
        label_columns: vec!["stance".into()],
        target_column: Some("topic".into()),
        map: Layout::parse_map("1=favor,-1=against").unwrap(),
        delimiter: b';',
        ..Layout::default()
    };
    let file = LabelledFile::parse(text.as_bytes(), "f.csv", &layout).unwrap();
    assert_eq!(file.questions, ["bridge", "toll"]);
    let dataset = file.dataset();
    assert_eq!(dataset.label(0, 0), Some("favor"));
    assert_eq!(dataset.label(1, 1), Some("against"));
    assert_eq!((dataset.label(1, 0), dataset.label(2, 1)), (None, None));
    layout.question = Some("toll".into());
    let file = LabelledFile::parse(text.as_bytes(), "f.csv", &layout).unwrap();
    assert_eq!((file.rows.len(), file.questions.len()), (2, 1));
}

#[test]
fn a_file_about_one_target_without_a_header_or_quoting() {
    let layout = Layout {
        text_column: Some("2".into()),
        label_columns: vec!["3".into()],
        question: Some("bridge".into()),
        delimiter: b'\t',
        header: false,
        quoting: false,
        ..Layout::default()
    };
    let text = "7\t\"Build\" it\tFAVOR\n8\tNo\tAGAINST\n";
    let file = LabelledFile::parse(text.as_bytes(), "f.tsv", &layout).unwrap();
    assert_eq!(file.rows[0].quote.context.quote, "\"Build\" it");
    assert_eq!(file.rows[0].line, 1);
    assert_eq!(file.dataset().label(1, 0), Some("AGAINST"));
    let far = Layout { text_column: Some("9".into()), ..layout };
    assert!(refused(text.as_bytes(), &far).contains("only 1 to 3"));
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
}

#[test]
fn reserved_columns_may_be_called_otherwise_or_be_none() {
    let layout =
        Layout { roles: pairs(&[("weight", "conf"), ("group", "Body ID"), ("kind", "")]), ..Layout::default() };
    let text = "quote,conf,Body ID,kind,bridge\nBuild it,0.5,7,tweet,favor\n";
    let file = LabelledFile::parse(text.as_bytes(), "f.csv", &layout).unwrap();
    let row = &file.rows[0].quote;
    assert_eq!((row.weight, row.unit(), row.context.kind), (0.5, "7", None));
    assert_eq!(file.questions, ["bridge"], "what has a role is no question");
    let absent = Layout { roles: pairs(&[("weight", "confidence")]), ..Layout::default() };
    assert_eq!(
        refused(text.as_bytes(), &absent),
        "f.csv, line 1: no column is called `confidence`, which holds the weight; \
         name one of quote, conf, Body ID, kind, bridge with --columns"
    );
    let bad = LabelledFile::parse(text.replace("0.5", "high").as_bytes(), "f.csv", &layout).unwrap();
    assert!(
        bad.errors[0].to_string().starts_with("f.csv, line 2, column conf: the weight `high`"),
        "{}",
        bad.errors[0]
    );
}

#[test]
fn rows_are_chosen_by_their_columns() {
    let text =
        "quote,set,lang,bridge,weight\na,train,en,favor,\nb,dev,en,favor,none\nc,train,de,against,\nd,test,en,favor,\n";
    let quotes = |only: &[(&str, &str)]| -> String {
        let layout = Layout { only: pairs(only), roles: pairs(&[("split", "set")]), ..Layout::default() };
        let file = LabelledFile::parse(text.as_bytes(), "f.csv", &layout).unwrap();
        assert!(file.errors.is_empty(), "what is not read is not refused");
        file.rows.iter().map(|row| row.quote.context.quote.as_ref()).collect()
    };
    assert_eq!(quotes(&[("set", "train")]), "ac");
    assert_eq!(quotes(&[("split", "train"), ("lang", "en")]), "a", "a role's name will do");
    assert_eq!(quotes(&[("set", "train"), ("set", "test")]), "acd");
    let none = Layout { only: pairs(&[("set", "validation")]), ..Layout::default() };
    assert_eq!(
        refused(text.as_bytes(), &none),
        "f.csv, column set: no row that is wanted has `validation`; ask for `dev`, `test`, `train`, or leave the file out"
    );
    let absent = Layout { only: pairs(&[("part", "dev")]), ..Layout::default() };
    assert!(
        refused(text.as_bytes(), &absent).contains("no column is called `part`, which holds what rows are chosen by")
    );
}

#[test]
fn several_readers_and_their_shares() {
    let text = "quote,a,b,c,for,against\nx,1,-1,1,.25,.75\ny,1,,-1,.5,.5\nz,,,,,\n";
    let map = Layout::parse_map("1=for,-1=against").unwrap();
    let columns = ["a", "b", "c"].map(str::to_owned).to_vec();
    let votes = Layout { label_columns: columns, map, ..Layout::default() };
    let file = LabelledFile::parse(text.as_bytes(), "f.csv", &votes).unwrap();
    assert_eq!((file.questions.join(" "), file.ties()), ("stance".into(), 1));
    let third = 1.0 / 3.0;
    let soft = |at: usize| file.rows[at].quote.soft["stance"].clone();
    assert_eq!(soft(0), [("against".to_owned(), third), ("for".to_owned(), 2.0 * third)]);
    assert_eq!(soft(1), [("against".to_owned(), 0.5), ("for".to_owned(), 0.5)], "an empty vote is none");
    let dataset = file.dataset();
    let labels: Vec<Option<&str>> = (0..3).map(|row| dataset.label(row, 0)).collect();
    assert_eq!(labels, [Some("for"), None, None]);
    assert_eq!(dataset.targets(0).rows, [0, 0, 1, 1]);

    let shares = Layout {
        probability_columns: pairs(&[("for", "for"), ("against", "against")]),
        question: Some("bridge".into()),
        ..Layout::default()
    };
    let file = LabelledFile::parse(text.as_bytes(), "f.csv", &shares).unwrap();
    assert_eq!(file.questions, ["bridge"]);
    assert_eq!(file.rows[0].labels["bridge"], "against");
    let bad = LabelledFile::parse(text.replace(".25", "some").as_bytes(), "f.csv", &shares).unwrap();
    assert_eq!(
        bad.errors[0].to_string(),
        "f.csv, line 2, column for: the share `some` of the label `for` is not a number from 0 on; \
         write a probability such as 0.25 or a count of votes, or leave the cell empty"
    );
    let absent = Layout { probability_columns: pairs(&[("for", "pro")]), ..Layout::default() };
    assert!(refused(text.as_bytes(), &absent).contains("`pro`, which holds the share of `for`; name one of quote, a,"));
}

#[test]
fn json_lines_with_objects_within() {
    let text = "\u{feff}{\"id\":7,\"text\":{\"en\":\"Build it\"},\"by\":[\"favor\",\"against\"],\"ok\":true}\n\n\
                {\"text\":{\"en\":\"Wait\",\"de\":null},\"new\":0.50}\n{\"text\":{}}\n[1]\n{\"text\":\n";
    let layout = Layout {
        text_column: Some("text.en".into()),
        label_columns: vec!["by.0".into()],
        question: Some("bridge".into()),
        ..Layout::default()
    };
    let file = LabelledFile::parse(text.as_bytes(), "f.jsonl", &layout).unwrap();
    assert_eq!(file.headers, ["by.0", "by.1", "id", "ok", "text.en", "new"]);
    assert_eq!(file.rows[0].record, ["favor", "against", "7", "true", "Build it", ""]);
    assert_eq!(file.rows[1].record, ["", "", "", "", "Wait", "0.5"]);
    assert_eq!((file.rows[0].quote.id.as_str(), file.rows[1].line), ("7", 3));
    assert_eq!(file.rows[0].labels["bridge"], "favor");
    let errors: Vec<String> = file.errors.iter().map(ToString::to_string).collect();
    assert!(errors[0].starts_with("f.jsonl, line 4, column text.en: the quote is empty;"), "{}", errors[0]);
    assert!(errors[1].starts_with("f.jsonl, line 5: the line is no JSON object; write one"), "{}", errors[1]);
    assert!(errors[2].starts_with("f.jsonl, line 6: the JSON is cut short after column 8; fetch"), "{}", errors[2]);
    let absent = refused(b"{\"text\":\"x\"}", &Layout::default());
    assert_eq!(
        absent,
        "f.csv: no column is called `quote`, which holds the quote; name one of text with --text-column"
    );
    assert!(
        refused(b"[ {\"quote\":1}]", &Layout::default()).contains("a JSON array, not JSON lines; write one object")
    );
    let field = |line: usize| (0..600).map(|at| format!("\"{line}-{at}\":1")).collect::<Vec<_>>().join(",");
    let wide: String = (0..2).map(|line| format!("{{\"quote\":\"a\",{}}}\n", field(line))).collect();
    let file = LabelledFile::parse(wide.as_bytes(), "f.jsonl", &layout_of_quotes()).unwrap();
    let error = file.errors[0].to_string();
    assert!(
        error.starts_with("f.jsonl, line 2: the lines up to here have more than 1000 different fields; leave"),
        "{error}"
    );
}

fn layout_of_quotes() -> Layout {
    Layout { label_columns: vec!["0-0".into()], ..Layout::default() }
}

#[test]
fn markup_is_no_part_of_what_is_said_and_the_cells_stay() {
    let file = parse("quote,before,speaker\n<p>Build &amp; <b>pay</b></p>,She said:<br>,Ren&eacute;e\n<p></p>,,\n");
    let row = &file.rows[0];
    let context = &row.quote.context;
    assert_eq!((context.quote.as_ref(), context.before.as_ref()), ("Build & pay", "She said:\n"));
    assert_eq!(context.speaker.as_deref(), Some("Renée"));
    assert_eq!(row.record[0], "<p>Build &amp; <b>pay</b></p>");
    assert!(file.errors[0].to_string().contains("line 3, column quote: the quote is empty"));
}

#[test]
fn regression_a_lone_quotation_mark_does_not_swallow_rows_in_silence() {
    let text = "id\tquote\tbridge\n1\t\"So they say\tfavor\n2\t\"Never\tagainst\n3\t\"two\n\tlines\"\tfavor\n4\t\"Open\tfavor\n";
    let mut layout = Layout { delimiter: b'\t', ..Layout::default() };
    let file = LabelledFile::parse(text.as_bytes(), "f.tsv", &layout).unwrap();
    let errors: Vec<String> = file.errors.iter().map(ToString::to_string).collect();
    let expected = [
        "f.tsv, line 2, column quote: between its quotation marks the cell holds the tabs of a whole row; \
         say --no-quoting if quotation marks stand for themselves",
        "f.tsv, line 6, column bridge: the row has 2 cells instead of 3; \
         say --no-quoting if quotation marks stand for themselves, or close them",
    ];
    assert_eq!(errors, expected);
    assert_eq!(file.rows[0].quote.context.quote, "two\n\tlines");
    layout.quoting = false;
    assert_eq!(LabelledFile::parse(text.as_bytes(), "f.tsv", &layout).unwrap().rows.len(), 4);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_part_of_the_cells() {
    let file = parse("\u{feff}quote,bridge\r\nBuild it,favor\r\n");
    assert_eq!(file.headers, ["quote", "bridge"]);
    assert_eq!(file.rows[0].labels["bridge"], "favor");
}

#[test]
fn labels_that_a_model_does_not_know_are_named() {
    let known = parse("quote,bridge\nBuild it,favor\nDrop it,against\n");
    let model = StanceModel::train(&known.dataset(), &TrainParams::default()).unwrap();
    assert!(known.unknown_labels(&model).is_empty());
    let other = parse("quote,bridge,ferry\nBuild it,FAVOR,slow\n");
    let errors = other.unknown_labels(&model);
    assert_eq!(errors.len(), 1);
    assert_eq!(
        errors[0].to_string(),
        "f.csv, line 2, column bridge: the model does not know the label `FAVOR`; it knows against, favor"
    );
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut file = b"quote,bridge\n".to_vec();
        file.extend(bytes);
        let _ = LabelledFile::parse(&file, "f.csv", &Layout::default());
    }

    #[test]
    fn no_json_panics(lines in "(\\{|\\}|\\[|\\]|\"quote\":|\"a\":|\"x\"|1|null|,|\n){0,30}") {
        let _ = LabelledFile::parse(format!("{{\"quote\":\"a\"}}\n{lines}").as_bytes(), "f.jsonl", &Layout::default());
    }
}
