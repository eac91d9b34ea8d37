//! Questions that nothing can be learned of.

use std::collections::{HashMap, HashSet};

use super::LabelledFile;

/// Questions that a training can't have, since their rows have no two different labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Their names, in the order of the files.
    pub questions: Vec<String>,
    /// How many rows went with them, having labels on no other question.
    pub rows: usize,
}

/// Leaves out of `files` the questions without two different labels in all of them together, and the rows that are
/// labelled on no other, so that thousands of targets can be trained on of which some have few rows. Where none would be
/// left the files stay as they are, and a training tells what is wrong.
pub fn leave_out_unlearnable(files: &mut [LabelledFile]) -> LeftOut {
    // The first label of each question, until there is a second.
    let mut labels: HashMap<&str, Option<&str>> = HashMap::new();
    let mut learnable: HashMap<&str, bool> = HashMap::new();
    for file in files.iter() {
        for question in &file.questions {
            learnable.entry(question).or_insert(false);
        }
        for row in &file.rows {
            let hard = row.labels.iter().map(|(question, label)| (question.as_str(), label.as_str()));
            let soft = row.quote.soft.iter();
            let soft =
                soft.flat_map(|(question, all)| all.iter().map(|(label, _)| (question.as_str(), label.as_str())));
            for (question, label) in hard.chain(soft) {
                let first = labels.entry(question).or_insert(Some(label));
                if *first != Some(label) {
                    learnable.insert(question, true);
                }
            }
        }
    }
    let mut left_out = LeftOut::default();
    for question in files.iter().flat_map(|file| &file.questions) {
        if learnable.get(question.as_str()) == Some(&false) {
            learnable.remove(question.as_str());
            left_out.questions.push(question.clone());
        }
    }
    if learnable.is_empty() || left_out.questions.is_empty() {
        return LeftOut::default();
    }
    let gone: HashSet<String> = left_out.questions.iter().cloned().collect();
    left_out.rows = files.iter_mut().map(|file| file.keep_questions(|question| !gone.contains(question))).sum();
    left_out
}

impl LabelledFile {
    /// Keeps the questions that `keep` wants, and leaves out the rows that were labelled on others alone; gives how many.
    pub fn keep_questions(&mut self, keep: impl Fn(&str) -> bool) -> usize {
        self.questions.retain(|question| keep(question));
        let before = self.rows.len();
        self.rows.retain_mut(|row| {
            let labelled = row.labels.len() + row.quote.soft.len();
            row.labels.retain(|question, _| keep(question));
            row.quote.soft.retain(|question, _| keep(question));
            let left = row.labels.len() + row.quote.soft.len();
            left == labelled || left > 0
        });
        before - self.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Layout;
    use super::*;

    fn read(csv: &str, layout: &Layout) -> LabelledFile {
        LabelledFile::parse(csv.as_bytes(), "f.csv", layout).unwrap()
    }

    #[test]
    fn questions_with_one_label_go_with_the_rows_that_answer_no_other() {
        let mut files = [
            read("quote,bridge,toll,ferry\na,favor,favor,\nb,against,,\nc,,favor,\nd,,,\n", &Layout::default()),
            read("quote,ferry,bridge\ne,late,\nf,,favor\n", &Layout::default()),
        ];
        let left_out = leave_out_unlearnable(&mut files);
        assert_eq!(left_out, LeftOut { questions: vec!["toll".into(), "ferry".into()], rows: 2 });
        let quotes =
            |file: &LabelledFile| file.rows.iter().map(|row| row.quote.context.quote.to_string()).collect::<String>();
        assert_eq!((quotes(&files[0]), quotes(&files[1])), ("abd".into(), "f".into()));
        assert_eq!((files[0].questions.join(" "), files[1].questions.join(" ")), ("bridge".into(), "bridge".into()));
        assert_eq!(leave_out_unlearnable(&mut files), LeftOut::default());
    }

    #[test]
    fn labels_of_two_files_and_of_several_readers_count_together() {
        let mut apart =
            [read("quote,toll\na,favor\n", &Layout::default()), read("quote,toll\nb,against\n", &Layout::default())];
        assert_eq!(leave_out_unlearnable(&mut apart), LeftOut::default());
        let votes = Layout {
            label_columns: vec!["a".into(), "b".into()],
            target_column: Some("t".into()),
            ..Layout::default()
        };
        let mut file = [read("quote,t,a,b\nx,toll,yes,no\ny,ferry,yes,yes\n", &votes)];
        assert_eq!(leave_out_unlearnable(&mut file).questions, ["ferry"]);
        assert_eq!(file[0].questions, ["toll"]);
    }

    #[test]
    fn when_nothing_would_be_left_all_stays() {
        let mut files = [read("quote,bridge,toll\na,favor,\n", &Layout::default())];
        assert_eq!(leave_out_unlearnable(&mut files), LeftOut::default());
        assert_eq!((files[0].questions.len(), files[0].rows.len()), (2, 1));
    }
}
