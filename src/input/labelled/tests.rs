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
}
