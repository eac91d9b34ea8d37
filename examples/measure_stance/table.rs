//! Measures of one method, and the table of several.

use quotestance::Result;
use quotestance::encoder::Encoder;
use quotestance::evaluate::{
    Baseline, Calibration, CrossValidation, FoundQuotes, Outcome, SideReport, Sides, cross_outcomes, outcomes,
};
use quotestance::stance::{Question, StanceDataset, StanceModel, TrainParams};

/// What is measured on; all with the same questions and labels.
pub struct Bench {
    /// The rows to train on.
    pub train: StanceDataset,
    /// Real quotes, given.
    pub gold: StanceDataset,
    /// Quotes found in the same articles.
    pub found: FoundQuotes,
    /// Arguments that take a side.
    pub argkp: StanceDataset,
}

/// What one method reaches.
#[derive(Default)]
pub struct Column {
    pub name: String,
    /// One a question.
    pub gold: Vec<SideReport>,
    pub calibration: Vec<f64>,
    pub found: Vec<SideReport>,
    /// Accuracy between the sides when trained on the own data alone; `None` where there is no argument.
    pub own: Vec<Option<f64>>,
    /// The same by ten folds, the own data trained on too.
    pub folds: Vec<Option<f64>>,
}

impl Column {
    /// Measures a trained model.
    pub fn of_model(name: &str, model: &StanceModel, bench: &Bench) -> Self {
        let mut column = Self { name: name.to_owned(), ..Self::default() };
        column.add_gold(bench, &outcomes(model, &bench.gold));
        column.add_found(bench, &outcomes(model, bench.found.dataset()));
        column.own = between(bench.train.questions(), &outcomes(model, &bench.argkp));
        column
    }

    /// Trains a baseline on the bench's rows and measures it.
    pub fn of_baseline(baseline: Baseline, bench: &Bench) -> Result<Self> {
        let mut column = Self { name: baseline.name().to_owned(), ..Self::default() };
        // one training for all rows
        let tests = [&bench.gold, bench.found.dataset(), &bench.argkp];
        let questions = bench.train.questions();
        let rows = tests.iter().flat_map(|test| test.rows().iter().cloned()).collect();
        let all = baseline.outcomes(&bench.train, &StanceDataset::new(questions.to_vec(), rows));
        let mut first = 0;
        let mut part = |test: &StanceDataset| -> Vec<Vec<Outcome>> {
            let range = first..first + test.len();
            first = range.end;
            let of_test = |outcome: &&Outcome| range.contains(&outcome.row);
            let shifted = |outcome: &Outcome| Outcome { row: outcome.row - range.start, ..outcome.clone() };
            all.iter().map(|outcomes| outcomes.iter().filter(of_test).map(shifted).collect()).collect()
        };
        column.add_gold(bench, &part(tests[0]));
        column.add_found(bench, &part(tests[1]));
        column.own = between(questions, &part(tests[2]));
        Ok(column)
    }

    /// Measures a way of training by ten folds of the arguments.
    pub fn add_folds(
        &mut self,
        bench: &Bench,
        method: impl Fn(&StanceDataset, &StanceDataset) -> Result<Vec<Vec<Outcome>>> + Sync,
    ) -> Result<()> {
        let how = CrossValidation { folds: 10, seed: 1, baselines: Vec::new(), ..CrossValidation::default() };
        let found = cross_outcomes(&bench.argkp, Some(&bench.train), &how, method)?;
        self.folds = between(bench.train.questions(), &found);
        Ok(())
    }

    fn add_gold(&mut self, bench: &Bench, outcomes: &[Vec<Outcome>]) {
        for (question, outcomes) in bench.gold.questions().iter().zip(outcomes) {
            self.gold.push(SideReport::of(question, outcomes));
            let answers = outcomes.iter().map(|o| (o.confidence(), o.is_right()));
            self.calibration.push(Calibration::new(answers).error);
        }
    }

    fn add_found(&mut self, bench: &Bench, outcomes: &[Vec<Outcome>]) {
        for (place, (question, outcomes)) in bench.gold.questions().iter().zip(outcomes).enumerate() {
            self.found.push(SideReport::new(&Sides::of(question), &bench.found.side_rows(place, outcomes)));
        }
    }
}

/// How often the side is right, for the questions that arguments take a side on.
pub fn between(questions: &[Question], outcomes: &[Vec<Outcome>]) -> Vec<Option<f64>> {
    let of = |(question, outcomes): (&Question, &Vec<Outcome>)| {
        (!outcomes.is_empty()).then(|| Sides::of(question).between(outcomes))
    };
    questions.iter().zip(outcomes).map(of).collect()
}

/// Trains with `params` and answers.
pub fn trained(
    train: &StanceDataset,
    test: &StanceDataset,
    params: &TrainParams,
    encoder: Option<&'static Encoder>,
) -> Result<Vec<Vec<Outcome>>> {
    let model = StanceModel::train(train, params)?;
    let model = match encoder {
        Some(encoder) => model.with_encoder(encoder),
        None => model,
    };
    Ok(outcomes(&model, test))
}

/// Prints the table, and what its measures are.
pub fn print(bench: &Bench, columns: &[Column]) {
    println!(
        "| measure | question | to reach |{}",
        columns.iter().map(|c| format!(" {} |", c.name)).collect::<String>()
    );
    println!("|---|---|---|{}", "---|".repeat(columns.len()));
    type Pick = fn(&Column, usize) -> Option<f64>;
    let lines: [(&str, Pick, [&str; 3]); 11] = [
        ("gold-dev: macro-F1", |c, q| Some(c.gold.get(q)?.macro_f1), [".78", ".68", ".75"]),
        ("gold-dev: false sides", |c, q| Some(c.gold.get(q)?.false_sides), ["<= .05"; 3]),
        ("gold-dev: opposite sides", |c, q| Some(c.gold.get(q)?.opposite_sides), ["<= .06"; 3]),
        ("gold-dev: surest half", |c, q| Some(c.gold.get(q)?.surest_half), [".92"; 3]),
        ("gold-dev: calibration error", |c, q| c.calibration.get(q).copied(), ["<= .06"; 3]),
        ("end to end: macro-F1", |c, q| Some(c.found.get(q)?.macro_f1), ["within .06"; 3]),
        ("end to end: false sides", |c, q| Some(c.found.get(q)?.false_sides), [""; 3]),
        ("end to end: opposite sides", |c, q| Some(c.found.get(q)?.opposite_sides), [""; 3]),
        ("end to end: surest half", |c, q| Some(c.found.get(q)?.surest_half), [""; 3]),
        ("ArgKP, own data alone", |c, q| *c.own.get(q)?, [".84", "", ".86"]),
        ("ArgKP, 10 folds and own data", |c, q| *c.folds.get(q)?, [".90", "", ".945"]),
    ];
    for (measure, pick, marks) in lines {
        for (place, question) in bench.train.questions().iter().enumerate() {
            let values: Vec<Option<f64>> = columns.iter().map(|column| pick(column, place)).collect();
            if values.iter().all(Option::is_none) {
                continue;
            }
            let cells: String = values.iter().map(|v| v.map_or(" |".into(), |v| format!(" {v:.3} |"))).collect();
            println!("| {measure} | {} | {} |{cells}", question.name, marks.get(place).unwrap_or(&""));
        }
    }
    println!(
        "
Gold-dev: {} hand-labelled quotes of 30 real articles, given; end to end: the {} quotes that the shipped finder finds in
their texts, {} of which are gold quotes. `neutral` and `none` are one, *neither*.
- macro-F1: mean F1 of the sides and neither.
- false sides: of the quotes without a side, the share that is given one.
- opposite sides: of the quotes that take a side, the share that is given another.
- surest half: of the quotes that take a side, the half whose likeliest side is most probable (before any label is
  decided for); the share of it whose predicted label is right. A quote taken for neither is wrong.
- calibration error: ten bins of equal width over the probability of the label that is given.
- end to end: a gold quote that was not found counts as taken for neither; a found quote that is none counts, as one
  without a side, where it is given one.
- ArgKP: {} arguments; how often the likelier side is the right one. Ten folds: trained on the other nine and the own data.",
        bench.gold.len(),
        bench.found.dataset().len(),
        bench.found.paired(),
        bench.argkp.len()
    );
}
