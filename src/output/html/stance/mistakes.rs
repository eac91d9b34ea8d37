//! The most confident mistakes, to be read, sorted and searched.

use std::collections::HashMap;

use super::note;
use crate::evaluate::{Answered, Mistake, QuestionReport};
use crate::output::html::number::{Unit, count};
use crate::output::html::page::section;
use crate::output::html::table::{Column, boxed};
use crate::output::html::writer::Html;

/// So many characters before a quote and after it are shown.
const CONTEXT: usize = 180;

/// Writes the table; nothing where the report has no mistakes.
pub(super) fn write(html: &mut Html, id: &str, question: &QuestionReport) {
    if question.mistakes.is_empty() {
        return;
    }
    let mut of_row: HashMap<&str, &Answered> = HashMap::new();
    for answer in &question.answers {
        of_row.entry(&answer.id).or_insert(answer);
    }
    section(html, "h3", &format!("{id}-mistakes"), "Mistakes, the most confident first", |html| {
        let wrong = question.answers.iter().filter(|answer| answer.truth != answer.predicted).count();
        let shown = question.mistakes.len();
        if wrong > shown {
            note(html, &format!("{} of {} mistakes.", count(shown as u64), count(wrong as u64)));
        }
        let columns = [
            Column::text("Quote in its context"),
            Column::choice("True label"),
            Column::choice("Given label"),
            Column::numbers("Probability of given"),
            Column::numbers("Probability of true"),
            Column::choice("Kind"),
            Column::text("Speaker"),
            Column::text("What moved the decision (log-odds)"),
            Column::text("Row"),
        ];
        boxed(html, "Mistakes", &columns, true, |html| {
            for mistake in &question.mistakes {
                let answer = of_row.get(mistake.id.as_str()).filter(|answer| answer.predicted == mistake.predicted);
                row(html, question, mistake, answer.copied());
            }
        });
    });
}

fn row(html: &mut Html, question: &QuestionReport, mistake: &Mistake, answer: Option<&Answered>) {
    let text = |html: &mut Html, text: &str| html.leaf("td", &[("dir", "auto")], text);
    html.element("tr", &[], |html| {
        html.element("td", &[("class", "quote"), ("dir", "auto")], |html| {
            html.leaf("bdi", &[("class", "around")], &end_of(&mistake.before));
            html.leaf("mark", &[("dir", "auto")], &mistake.quote);
            html.leaf("bdi", &[("class", "around")], &start_of(&mistake.after));
        });
        text(html, &mistake.truth);
        text(html, &mistake.predicted);
        html.element("td", &[("class", "n")], |html| {
            html.text(&Unit::Share.write(mistake.probability));
            if let Some(answer) = answer {
                html.element("ul", &[("class", "all")], |html| {
                    for (label, probability) in question.labels.iter().zip(&answer.probabilities) {
                        html.element("li", &[], |html| {
                            html.leaf("bdi", &[], &label.label);
                            html.text(&format!(" {probability:.2}"));
                        });
                    }
                });
            }
        });
        html.leaf("td", &[("class", "n")], &Unit::Share.write(mistake.probability_of_truth));
        text(html, &mistake.kind);
        text(html, &mistake.speaker);
        html.element("td", &[], |html| {
            if mistake.moved.is_empty() {
                return;
            }
            html.element("ul", &[("class", "moved")], |html| {
                for moved in &mistake.moved {
                    let (class, sign) = if moved.log_odds < 0.0 { ("minus", "−") } else { ("plus", "+") };
                    html.element("li", &[], |html| {
                        html.leaf("span", &[("class", class)], &format!("{sign}{:.2}", moved.log_odds.abs()));
                        html.text(" ");
                        html.leaf("bdi", &[], &moved.what);
                    });
                }
            });
        });
        html.element("td", &[("dir", "auto"), ("class", "row")], |html| {
            html.text(&mistake.id);
            if !mistake.article.is_empty() && mistake.article != mistake.id {
                html.text(" ");
                html.leaf("span", &[("class", "ci")], &format!("of {}", mistake.article));
            }
        });
    });
    html.text("\n");
}

/// The start of a text, to the end of a word; the whole text where it is short.
fn start_of(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(CONTEXT) else { return text.to_owned() };
    let kept = &text[..cut];
    // a text without spaces is cut where it is
    let end = kept.rfind(char::is_whitespace).filter(|end| *end > 0).unwrap_or(cut);
    format!("{} …", kept[..end].trim_end())
}

/// The end of a text, from the start of a word.
fn end_of(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(CONTEXT) else { return text.to_owned() };
    let kept = &text[cut..];
    let start = kept.find(char::is_whitespace).filter(|start| !kept[*start..].trim().is_empty()).unwrap_or(0);
    format!("… {}", kept[start..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_is_cut_between_words_and_keeps_what_joins_the_quote() {
        assert_eq!((start_of(", he said. "), end_of("She said ")), (", he said. ".to_owned(), "She said ".to_owned()));
        let long = "é word ".repeat(60);
        let (start, end) = (start_of(&long), end_of(&long));
        assert!(start.starts_with("é word ") && (start.ends_with(" word …") || start.ends_with(" é …")), "{start}");
        assert!(end.starts_with("… ") && end.ends_with("é word "), "{end}");
        assert!(start.chars().count() <= CONTEXT + 2 && end.chars().count() <= CONTEXT + 3);
        let unbroken = "日".repeat(500);
        assert_eq!(start_of(&unbroken).chars().count(), CONTEXT + 2);
        assert_eq!(end_of(&unbroken).chars().count(), CONTEXT + 3);
    }
}
