//! Labelled files as people publish them: each layout trains and is measured, and its questions, labels and rows are
//! counted right. The layouts are those of known corpora, the rows are invented.

use serde_json::Value;

use crate::support::{Folder, run, run_with};

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
    let options = "--text-column Headline --label-column Stance --question claim --map unrelated=none --columns";
    let options: Vec<&str> = options.split_whitespace().chain(["group=Body ID"]).collect();
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

#[test]
fn ibm_argq_with_weights_and_parts() {
    let mut rows = String::from("argument,topic,set,WA,MACE-P,stance_WA,stance_WA_conf\n");
    for (at, (text, side)) in statements("zoo").iter().enumerate() {
        let set = ["train", "train", "dev"][(at / 3) % 3];
        rows += &format!("\"{text}\",Close the zoo,{set},0.8,0.9,{},0.{}\n", ["1", "-1", "0"][*side], at % 9 + 1);
    }
    let options = "--text-column argument --label-column stance_WA --target-column topic --map 1=favor,-1=against,0=neutral \
                   --columns weight=stance_WA_conf,split=set";
    let options: Vec<&str> = options.split_whitespace().collect();
    let labels = "against, favor, neutral";
    expect("argq.csv", &rows, &options, &[("Close the zoo", 12, labels)]);
    let train: Vec<&str> = options.iter().copied().chain(["--where", "set=train"]).collect();
    expect("argq.csv", &rows, &train, &[("Close the zoo", 9, labels)]);

    let folder = Folder::new();
    let (file, model) = (folder.with("argq.csv", &rows), folder.path("m.qsm"));
    assert_eq!(run(["train", "stance", &file, "-o", &model].iter().chain(&train)).status, 0);
    let evaluate = ["evaluate", "stance", &file, "--model", &model, "--where", "split=dev"];
    let measured = run(evaluate.iter().chain(&options));
    assert!(measured.status == 0 && measured.out.contains("Close the zoo: 3 labelled rows"), "{measured:?}");
    let none = run(["train", "stance", &file, "-o", &model, "--where", "set=test"].iter().chain(&options));
    assert!(
        none.status == 2 && none.err.contains("column set: no row that is wanted has `test`; ask for `dev`, `train`"),
        "{none:?}"
    );
}

#[test]
fn gwsd_votes_and_probabilities() {
    let names: Vec<String> = (0..8).map(|reader| format!("worker_{reader}")).collect();
    let mut rows = format!("sentence\t{}\tdisagree\tagree\tneutral\tguid\n", names.join("\t"));
    let labels = ["agrees", "disagrees", "neutral"];
    for (at, (text, side)) in statements("glacier").iter().enumerate() {
        // five for the side, two for another, one who did not say; the first row ties
        let own = if at == 0 { 3 } else { 5 };
        let vote = |reader: usize| match reader {
            7 => "",
            6 if at == 0 => "",
            _ if reader < own => labels[*side],
            _ => labels[(side + 1) % 3],
        };
        let votes: Vec<&str> = (0..8).map(vote).collect();
        let mut shares = [0.15; 3];
        shares[*side] = 0.7;
        let [agree, disagree, neutral] = shares;
        rows += &format!("{text}\t{}\t{disagree}\t{agree}\t{neutral}\t{at}\n", votes.join("\t"));
    }
    let common = ["--delimiter", "tab", "--no-quoting", "--text-column", "sentence", "--question", "warming"];
    let names = names.join(",");
    let votes: Vec<&str> = common.into_iter().chain(["--label-column", &names, "--columns", "id=guid"]).collect();
    let (said, report) = train_and_measure("gwsd.tsv", &rows, &votes);
    assert!(said.contains("warming: 12 rows, labels agrees, disagrees, neutral\n"), "{said}");
    assert_eq!(report["questions"][0]["rows"], 11, "a tie trains and is not measured");
    let columns = ["--probability-columns", "disagree,agree,neutral", "--map", "agree=favor,disagree=against"];
    let shares: Vec<&str> = common.into_iter().chain(columns).collect();
    expect("gwsd.tsv", &rows, &shares, &[("warming", 12, "against, favor, neutral")]);
    let folder = Folder::new();
    let file = folder.with("gwsd.tsv", &rows);
    let told = run(["evaluate", "stance", &file, "--cv", "2"].iter().chain(&votes));
    assert!(told.err.contains("1 rows are not measured: their labels tie"), "{}", told.err);
    let both = run(["train", "stance", &file, "-o", "m", "--label-column", "agree"].iter().chain(&shares));
    assert!(both.status == 2 && both.err.contains("--probability-columns"), "{}", both.err);
}

#[test]
fn x_stance_json_lines() {
    let (mut flat, mut nested) = (String::new(), String::new());
    for (at, (text, side)) in statements("bath").iter().filter(|(_, side)| *side < 2).enumerate() {
        let label = ["FAVOR", "AGAINST"][*side];
        let question = "Soll das Bad, das alte, bleiben?";
        flat += &serde_json::json!({"id": at, "question": question, "comment": text, "label": label, "language": "de"})
            .to_string();
        nested += &serde_json::json!({"key": at, "about": {"question": question}, "comment": {"text": text}, "label": [label]}).to_string();
        (flat, nested) = (flat + "\n", nested + "\n");
    }
    let expected = [("Soll das Bad, das alte, bleiben?", 8, "AGAINST, FAVOR")];
    let options = ["--text-column", "comment", "--label-column", "label", "--target-column", "question"];
    expect("xstance.jsonl", &flat, &options, &expected);
    let german: Vec<&str> = options.into_iter().chain(["--where", "language=de"]).collect();
    expect("xstance.jsonl", &flat, &german, &expected);
    let options = "--text-column comment.text --label-column label.0 --target-column about.question --columns id=key";
    let options: Vec<&str> = options.split_whitespace().collect();
    expect("nested.jsonl", &nested, &options, &expected);

    let folder = Folder::new();
    let model = folder.path("m.qsm");
    let train = ["train", "stance", "-", "-o", &model].into_iter().chain(options.iter().copied());
    assert_eq!(run_with(train, nested.as_bytes()).status, 0, "from standard input too");
    let list = folder.with("list.jsonl", &nested);
    for command in ["classify", "explain"] {
        let ran = run([command, &list, "--input-format", "quotes", "--text-column", "comment.text", "--model", &model]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let header = "about.question,comment.text,key,label.0,";
        assert!(command == "explain" || (ran.out.starts_with(header) && ran.out.lines().count() == 9), "{}", ran.out);
    }
}

#[test]
fn targets_of_one_label_are_left_out_of_many() {
    let mut rows = String::from("post,topic,label\n");
    for (text, side) in statements("lock").iter().chain(&statements("weir")) {
        rows += &format!("\"{text}\",{},{side}\n", if text.contains("lock") { "lock" } else { "weir" });
    }
    for at in 0..40 {
        rows += &format!("The mill of farm {at} may stay,mill {at},1\n");
    }
    let options = ["--text-column", "post", "--label-column", "label", "--target-column", "topic"];
    expect("vast.csv", &rows, &options, &[("lock", 12, "0, 1, 2"), ("weir", 12, "0, 1, 2")]);
    let (said, _) = train_and_measure("vast.csv", &rows, &options);
    let expected = "warning: questions left out, since they have no two different labels: 40 (mill 0, mill 1, mill 2, mill 3, \
                    mill 4 and 35 more), with 40 rows; label more rows of them to have them in\n";
    assert!(said.contains(expected), "{said}");
    let folder = Folder::new();
    let (many, model) = (folder.with("many.csv", &rows), folder.path("m"));
    assert_eq!(run(["train", "stance", &many, "-o", &model].iter().chain(&options)).status, 0);
    let measured = run(["evaluate", "stance", &many, "--model", &model].iter().chain(&options));
    let expected = "questions that the model does not answer are not measured: 40 (mill 0, mill 1, mill 10, mill 11, \
                    mill 12 and 35 more), with 40 rows\n";
    assert!(measured.err.contains(expected) && measured.out.contains("(24 rows)"), "{measured:?}");
    let folder = Folder::new();
    let (file, model) = (folder.with("one.csv", "post,topic,label\nYes,mill,1\nNo,mill,1\n"), folder.path("m"));
    let nothing = run(["train", "stance", &file, "-o", &model].iter().chain(&options));
    assert!(
        nothing.status == 2 && nothing.err.contains("question `mill` has one label only, `1`, in 2 rows"),
        "{nothing:?}"
    );
    assert_eq!(folder.names(), ["one.csv"]);
}

#[test]
fn options_that_cannot_be_meant_are_refused() {
    let folder = Folder::new();
    let (file, model) = (folder.with("f.csv", "quote,conf,stance\na,1,b\n"), folder.path("m"));
    for (options, expected) in [
        (["--columns", "weight=conf,weight=stance"], "--columns names `weight` twice; give each one column"),
        (["--columns", "heft=conf"], "`heft` is no reserved column; write it like weight=conf"),
        (["--where", "conf"], "`conf` has not the form COLUMN=VALUE; write it like set=train"),
        (["--probability-columns", "=conf"], "`=conf` has not the form LABEL=COLUMN"),
        (["--target-column", "conf"], "a target column is given, but no label column; name the column of the labels"),
    ] {
        let ran = run(["train", "stance", &file, "-o", &model].iter().chain(&options));
        assert!(ran.status == 2 && ran.err.contains(expected), "{options:?}: {}", ran.err);
    }
    assert_eq!(folder.names(), ["f.csv"]);
}
