//! Lists of quotes with the predicted stances beside them.

use crate::stance::{Question, QuestionPrediction};

use super::flat::p_column;
use super::rounded;

/// Rows of a labelled CSV with columns added: for each question `<question>_predicted`
/// and, for each label, `<question>_p_<label>`. Columns that already have one of these
/// names are replaced.
#[derive(Debug, Clone)]
pub struct PredictedRows {
    /// The columns of the input that are kept.
    kept: Vec<usize>,
    header: Vec<String>,
    delimiter: u8,
}

impl PredictedRows {
    /// For rows with these column names and stances on these questions.
    pub fn new(headers: &[String], questions: &[Question], delimiter: u8) -> Self {
        let mut added = Vec::new();
        for question in questions {
            added.push(format!("{}_predicted", question.name));
            added.extend(question.labels.iter().map(|label| p_column(question, label)));
        }
        let kept: Vec<usize> = (0..headers.len()).filter(|&at| !added.contains(&headers[at])).collect();
        let header = kept.iter().map(|&at| headers[at].clone()).chain(added).collect();
        Self { kept, header, delimiter }
    }

    /// The row of column names.
    pub fn header(&self) -> Vec<u8> {
        self.line(self.header.iter().map(String::as_str))
    }

    /// A row with what was predicted for it; without column names all of it is kept.
    pub fn row(&self, cells: &[String], stances: &[QuestionPrediction<'_>]) -> Vec<u8> {
        let mut added = Vec::new();
        for stance in stances {
            added.push(stance.decided().unwrap_or_default().to_owned());
            added.extend(stance.probabilities.iter().map(|value| rounded(*value).to_string()));
        }
        let added = added.iter().map(String::as_str);
        if self.kept.is_empty() {
            return self.line(cells.iter().map(String::as_str).chain(added));
        }
        self.line(self.kept.iter().map(|&at| cells[at].as_str()).chain(added))
    }

    fn line<'c>(&self, cells: impl Iterator<Item = &'c str>) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().delimiter(self.delimiter).from_writer(Vec::new());
        writer.write_record(cells).expect("memory can be written");
        writer.into_inner().expect("memory can be written")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_added_or_replaced() {
        let question = Question::new("bridge", ["favor", "none"].map(str::to_owned));
        let probabilities = vec![0.123_45, 0.876_55];
        let stances = [QuestionPrediction { question: &question, best: 1, probabilities, sure: true }];
        let headers = ["quote", "bridge_predicted", "note"].map(str::to_owned);
        let rows = PredictedRows::new(&headers, std::slice::from_ref(&question), b';');
        let text = |bytes| String::from_utf8(bytes).unwrap();
        assert_eq!(text(rows.header()), "quote;note;bridge_predicted;bridge_p_favor;bridge_p_none\n");
        assert_eq!(text(rows.row(&["a;b", "old", ""].map(str::to_owned), &stances)), "\"a;b\";;none;0.1235;0.8766\n");
        let rows = PredictedRows::new(&[], std::slice::from_ref(&question), b',');
        assert_eq!(text(rows.row(&["a".to_owned()], &stances)), "a,none,0.1235,0.8766\n");
        let unsure = stances.map(|stance| QuestionPrediction { sure: false, ..stance });
        assert_eq!(text(rows.row(&["a".to_owned()], &unsure)), "a,,0.1235,0.8766\n");
    }
}
