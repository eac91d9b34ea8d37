//! Labelled files as people publish them: each layout trains and is measured, and its questions, labels and rows are
//! counted right. The layouts are those of known corpora, the rows are invented.

use serde_json::Value;

use crate::support::{Folder, run};

/// Twelve statements on a question, their side (0 for, 1 against, 2 neither) in turn.
fn statements(what: &str) -> Vec<(String, usize)> {
    let sides = [
        [" is a blessing, build it", " brings us work, we want it", " must come soon", " helps every village"],
        [" is a curse, stop it", " ruins the meadow, nobody wants it", " must never come", " harms every village"],
        [" was in the paper", " has a name", " lies north of here", " is what they talked about"],
    ];
    (0..12).map(|at| (format!("The {what}{}", sides[at % 3][at / 3]), at % 3)).collect()
}

/// Trains on a file with these options and measures by cross-validation; gives what the training said and the report.
fn train_and_measure(name: &str, content: &str, options: &[&str]) -> (String, Value) {
    let folder = Folder::new();
    let (file, model) = (folder.with(name, content), folder.path("m.qsm"));
    let trained = run(["train", "stance", &file, "-o", &model].iter().chain(options));
    assert_eq!(trained.status, 0, "{name}: {}", trained.err);
    let measured = run(["evaluate", "stance", &file, "--cv", "2", "--format", "json"].iter().chain(options));
    assert_eq!(measured.status, 0, "{name}: {}", measured.err);
    let with_model = run(["evaluate", "stance", &file, "--model", &model].iter().chain(options));
    assert_eq!(with_model.status, 0, "{name}: {}", with_model.err);
    (trained.err, serde_json::from_str(&measured.out).expect(&measured.out))
}

/// The same, and compares with the expected questions: name, rows, labels.
fn expect(name: &str, content: &str, options: &[&str], questions: &[(&str, usize, &str)]) {
    let (said, report) = train_and_measure(name, content, options);
    let found = report["questions"].as_array().unwrap();
    assert_eq!(found.len(), questions.len(), "{name}: {report}");
    for (found, (question, rows, labels)) in found.iter().zip(questions) {
        assert!(said.contains(&format!("{question}: {rows} rows, labels {labels}\n")), "{name}: {said}");
        let names: Vec<&str> =
            found["labels"].as_array().unwrap().iter().map(|l| l["label"].as_str().unwrap()).collect();
        let found = (found["question"].as_str().unwrap(), found["rows"].as_u64().unwrap() as usize, names.join(", "));
        assert_eq!(found, (*question, *rows, (*labels).to_owned()), "{name}");
    }
}

#[test]
fn semeval_2016_tweets_between_tabs() {
    let mut rows = String::from("ID\tTarget\tTweet\tStance\n");
    for target in ["Old Bridge", "Night Ferry"] {
        for (at, (text, side)) in statements(target).iter().enumerate() {
            // a lone quotation mark is text here
            rows += &format!("{at}\t{target}\t\"{text} #SemST\t{}\n", ["FAVOR", "AGAINST", "NONE"][*side]);
        }
    }
    let options = "--delimiter tab --no-quoting --text-column Tweet --label-column Stance --target-column Target \
                   --map FAVOR=favor,AGAINST=against,NONE=none";
    let options: Vec<&str> = options.split_whitespace().collect();
    let labels = "against, favor, none";
    expect("semeval.txt", &rows, &options, &[("Old Bridge", 12, labels), ("Night Ferry", 12, labels)]);
}

#[test]
fn p_stance() {
    let mut rows = String::from("Tweet,Target,Stance\n");
    for (text, side) in statements("mayor").iter().filter(|(_, side)| *side < 2) {
        rows += &format!("\"{text}, they say\",Ada Roe,{}\n", ["FAVOR", "AGAINST"][*side]);
    }
    let options = ["--text-column", "Tweet", "--label-column", "Stance", "--target-column", "Target"];
    expect("pstance.csv", &rows, &options, &[("Ada Roe", 8, "AGAINST, FAVOR")]);
}

#[test]
fn argkp() {
    let mut rows = String::from("arg_id,argument,topic,stance\n");
    for (at, (text, side)) in statements("canal").iter().filter(|(_, side)| *side < 2).enumerate() {
        rows += &format!("arg_0_{at},\"{text}\",We should dig the canal,{}\n", ["1", "-1"][*side]);
    }
    let options = "--text-column argument --label-column stance --target-column topic --map 1=favor,-1=against";
    let options: Vec<&str> = options.split_whitespace().collect();
    expect("argkp.csv", &rows, &options, &[("We should dig the canal", 8, "against, favor")]);
}

#[test]
fn ibm_claims_with_dotted_column_names_in_quotation_marks() {
    let mut rows =
        String::from("\"topicId\",\"split\",\"topicText\",\"claims.claimCorrectedText\",\"claims.stance\"\n");
    for (text, side) in statements("tram").iter().filter(|(_, side)| *side < 2) {
        rows += &format!("\"7\",\"train\",\"Keep the tram\",\"{text}\",\"{}\"\n", ["PRO", "CON"][*side]);
    }
    let options = "--text-column claims.claimCorrectedText --label-column claims.stance --target-column topicText";
    let options: Vec<&str> = options.split_whitespace().collect();
    expect("claims.csv", &rows, &options, &[("Keep the tram", 8, "CON, PRO")]);
}

#[test]
fn ukp_between_tabs_without_quoting() {
    let mut rows = String::from("topic\tretrievedUrl\tarchivedUrl\tsentenceHash\tsentence\tannotation\tset\n");
    for (at, (text, side)) in statements("dam").iter().enumerate() {
        let label = ["Argument_for", "Argument_against", "NoArgument"][*side];
        rows += &format!("dam building\thttp://a.example/\t\th{at}\t{text}, \"he wrote\t{label}\ttrain\n");
    }
    let map = "--map=Argument_for=favor,Argument_against=against,NoArgument=none";
    let options = "--delimiter tab --no-quoting --text-column sentence --label-column annotation --target-column topic";
    let options: Vec<&str> = options.split_whitespace().chain([map]).collect();
    expect("ukp.tsv", &rows, &options, &[("dam building", 12, "against, favor, none")]);
}

#[test]
fn vast() {
    let mut rows = String::from("author,post,ori_topic,new_topic,label,type_idx\n");
    for topic in ["tunnel", "harbour"] {
        for (text, side) in statements(topic) {
            rows += &format!("someone,\"{text}.\n\nOr so I heard.\",x,{topic},{},1\n", [1, 0, 2][side]);
        }
    }
    let options = "--text-column post --label-column label --target-column new_topic --map 0=against,1=favor,2=neutral";
    let options: Vec<&str> = options.split_whitespace().collect();
    let labels = "against, favor, neutral";
    expect("vast.csv", &rows, &options, &[("tunnel", 12, labels), ("harbour", 12, labels)]);
}

#[test]
fn fnc_headlines() {
    let mut rows = String::from("Headline,Body ID,Stance\n");
    for (at, (text, side)) in statements("rumour").iter().enumerate() {
        rows += &format!("\"{text}\",{},{}\n", at % 5, ["agree", "disagree", "unrelated"][*side]);
    }
    let options = "--text-column Headline --label-column Stance --question claim --map unrelated=none";
    let options: Vec<&str> = options.split_whitespace().collect();
    expect("stances.csv", &rows, &options, &[("claim", 12, "agree, disagree, none")]);
}

#[test]
fn ten_labels_on_one_question() {
    let colours = ["amber", "blue", "cyan", "grey", "green", "lilac", "ochre", "pink", "red", "white"];
    let mut rows = String::from("quote,hue\n");
    for round in 0..4 {
        for colour in colours {
            rows += &format!("Paint the gate {colour} in year {round},{colour}\n");
        }
    }
    let sorted = "amber, blue, cyan, green, grey, lilac, ochre, pink, red, white";
    expect("hues.csv", &rows, &[], &[("hue", 40, sorted)]);
}
