//! Everyday news as examples of quotes that address no question.
//!
//! Labelled data are about their questions: nearly every row comes from an article in the thick of one. A gate that was
//! trained on them alone has never seen a budget or a football match, and takes what it doesn't know for half on topic:
//! a quarter of the quotes of 2,826 real articles on anything were said to bear on Guantanamo. So a training adds rows
//! whose words are drawn one by one from how often words occur in news, labelled as not addressing
//! any question. Draws from counts do nearly as well as real passages (docs/experiments.md), and hold no text.

use std::sync::LazyLock;

use super::lexical::is_one_of_many;
use super::{LabelledQuote, StanceDataset};
use crate::features::QuoteContext;
use crate::learn::random::Random;

/// Words with the number of draws that fall on them or on a word before them.
struct Words {
    words: Vec<&'static str>,
    upto: Vec<u64>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut all = Words { words: Vec::new(), upto: Vec::new() };
    let mut sum = 0;
    for line in include_str!("../../data/lexicon/news_words.txt").lines().filter(|line| !line.starts_with("# ")) {
        let counted = line.rsplit_once(' ').and_then(|(word, count)| Some((word, count.parse::<u64>().ok()?)));
        if let Some((word, count)) = counted {
            sum += count;
            all.words.push(word);
            all.upto.push(sum);
        }
    }
    all
});

/// How many words a drawn quote has: at least, and fewer than.
const QUOTE: (u64, u64) = (6, 40);
/// How many words are drawn before and after it: about 500 characters.
const AROUND: (u64, u64) = (70, 100);

/// `count` rows that address none of the questions, the same ones each time. A question that has no label `off_topic`, or
/// is one of many with few rows each, is left unlabelled in them.
pub(super) fn rows(dataset: &StanceDataset, off_topic: &str, count: usize) -> Vec<LabelledQuote> {
    let questions = dataset.questions().iter().enumerate();
    let labels: Vec<Option<usize>> = questions
        .map(|(place, question)| question.position(off_topic).filter(|_| !is_one_of_many(dataset, place)))
        .collect();
    if labels.iter().all(Option::is_none) {
        return Vec::new();
    }
    let mut random = Random::new(1);
    (0..count)
        .map(|number| {
            let quote = draw(&mut random, QUOTE);
            let before = draw(&mut random, AROUND) + " ";
            let after = " ".to_owned() + &draw(&mut random, AROUND);
            let context = QuoteContext::new(quote).between(before, after);
            let mut row = LabelledQuote::new(format!("background {number}"), context);
            row.labels = labels.clone();
            row
        })
        .collect()
}

fn draw(random: &mut Random, (least, most): (u64, u64)) -> String {
    let words = &*WORDS;
    let all = words.upto.last().copied().unwrap_or(1);
    let length = least + random.number() % (most - least);
    let drawn: Vec<&str> = (0..length)
        .filter_map(|_| {
            let at = random.number() % all;
            words.words.get(words.upto.partition_point(|upto| *upto <= at)).copied()
        })
        .collect();
    drawn.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::Question;
    use super::*;

    #[test]
    fn rows_are_drawn_alike_each_time_and_labelled_where_a_question_can_be_off_topic() {
        let questions = [
            Question::new("bridge", ["for", "none"].map(str::to_owned)),
            Question::new("toll", ["for", "against"].map(str::to_owned)),
        ];
        let dataset = |questions: &[Question]| StanceDataset::new(questions.to_vec(), Vec::new());
        let both = dataset(&questions);
        let drawn = rows(&both, "none", 40);
        assert_eq!(drawn, rows(&both, "none", 40));
        assert_eq!(drawn.len(), 40);
        for row in &drawn {
            assert_eq!(row.labels, [questions[0].position("none"), None]);
            assert!((6..40).contains(&row.context.quote.split(' ').count()), "{}", row.context.quote);
        }
        let the = drawn.iter().flat_map(|row| row.context.before.split(' ')).filter(|word| *word == "the").count();
        assert!((60..240).contains(&the), "{the} of some 3,400");
        assert!(rows(&dataset(&questions[1..]), "none", 40).is_empty());
    }
}
