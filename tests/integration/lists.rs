//! Lists of quotes that come back with their stances.

use crate::support::{ARTICLE, Folder, model_argument, run, run_with};

#[test]
fn each_row_comes_back_with_its_stances() {
    let folder = Folder::new();
    let csv = folder.with("quotes.csv", "note,quote\n\"a,b\",never sell the ferry\n,\"We \"\"had\"\" soup\"\n");
    let ran = run(["classify", &csv, "--model", model_argument()]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let expected =
        ["note", "quote", "ferry_sale_predicted", "ferry_sale_p_against", "ferry_sale_p_favor", "ferry_sale_p_none"];
    assert_eq!(reader.headers().unwrap(), expected.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!((&rows[0][0], &rows[0][1], &rows[0][2]), ("a,b", "never sell the ferry", "against"));
    assert_eq!((&rows[1][1], &rows[1][2]), ("We \"had\" soup", "none"));
    let sum: f64 = (3..6).map(|at| rows[0][at].parse::<f64>().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-3);

    let again = run_with(["classify", "-", "--input-format", "csv", "--model", model_argument()], ran.out.as_bytes());
    assert_eq!(again.out, ran.out, "the columns are replaced, not added again");
}

#[test]
fn a_list_laid_out_otherwise_is_mapped() {
    let arguments = ["classify", "-", "--input-format", "csv", "--model", model_argument()];
    let mapped = arguments.iter().chain(&["--no-header", "--delimiter", "tab", "--text-column", "2"]);
    let ran = run_with(mapped, b"1\tkeep the boat\n2\ttake the money\n");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("1\tkeep the boat\tagainst\t"), "{}", lines[0]);
}

#[test]
fn articles_and_lists_do_not_mix() {
    let folder = Folder::new();
    let (csv, article) = (folder.with("quotes.csv", "quote\nkeep the boat\n"), folder.with("a.txt", ARTICLE));
    let ran = run(["classify", &csv, &article, "--model", model_argument()]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains(&csv) && ran.err.contains(&article), "{}", ran.err);
    let limited = run(["classify", &folder.path(""), "--input-format", "txt", "--model", model_argument()]);
    assert_eq!(limited.status, 0, "{}", limited.err);
    assert_eq!(run(["extract", &csv]).status, 2);
    let format = run(["classify", &csv, "--format", "jsonl", "--model", model_argument()]);
    assert!(format.status == 2 && format.err.contains("CSV only"), "{}", format.err);
    let other = folder.with("other.csv", "id,quote\n1,keep the boat\n");
    let two = run(["classify", &csv, &other, "-o", &folder.path("out"), "--model", model_argument()]);
    assert!(two.status == 2 && two.err.contains("different columns"), "{}", two.err);
    assert_eq!(folder.names(), ["a.txt", "other.csv", "quotes.csv"]);
}
