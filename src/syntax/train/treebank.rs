//! Treebanks as published: words with their place in the text, tag, head and relation.

use crate::syntax::{Relation, Tag};

/// A word of a treebank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreebankWord {
    /// First byte in the sentence's text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Part of speech.
    pub tag: Tag,
    /// Index of its head in the sentence; none for the root.
    pub head: Option<usize>,
    /// What it is to its head.
    pub relation: Relation,
}

/// A sentence of a treebank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TreebankSentence {
    /// The document that it is from.
    pub document: String,
    /// Whether it begins a paragraph.
    pub begins_paragraph: bool,
    /// Whether a program, not a person, analysed it.
    pub silver: bool,
    /// Its text, with the spaces that the treebank records.
    pub text: String,
    /// Its words.
    pub words: Vec<TreebankWord>,
}

/// Reads Universal Dependencies' CoNLL-U. Lines that are none are passed over.
pub fn read_conllu(content: &str) -> Vec<TreebankSentence> {
    let mut sentences = Vec::new();
    let mut sentence = TreebankSentence::default();
    let mut document = String::new();
    let mut paragraph = true;
    // the last word of a unit like "don't", whether a space follows the unit, and the unit's bytes
    let mut unit: Option<(usize, bool)> = None;
    for line in content.lines().chain([""]) {
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(id) = comment.trim().strip_prefix("newdoc id =") {
                document = id.trim().to_owned();
                paragraph = true;
            }
            paragraph |= comment.trim().starts_with("newpar");
            continue;
        }
        if line.is_empty() {
            if !sentence.words.is_empty() {
                sentence.document.clone_from(&document);
                sentence.begins_paragraph = paragraph;
                sentence.text.truncate(sentence.text.trim_end().len());
                sentences.push(std::mem::take(&mut sentence));
                paragraph = false;
            }
            unit = None;
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, _, _, tag, _, head, relation, _, misc] = columns[..] else { continue };
        let space = !misc.split('|').any(|item| item == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            unit = last.parse().ok().map(|last| (last, space));
            continue;
        }
        let Ok(id) = id.parse::<usize>() else { continue };
        let space = match unit {
            Some((last, space)) if id <= last => space && id == last,
            _ => space,
        };
        let start = sentence.text.len();
        sentence.text.push_str(form);
        let head = head.parse::<usize>().ok().and_then(|head| head.checked_sub(1));
        let (tag, relation) = (Tag::from_name(tag), Relation::from_name(relation));
        sentence.words.push(TreebankWord { start, end: sentence.text.len(), tag, head, relation });
        if space {
            sentence.text.push(' ');
        }
    }
    sentences
}

/// Reads a table of tokens as CoreNLP made it (columns: document, sentence, token, start, end, form, lemma, tag,
/// named entity, head, relation; offsets in code points) with Universal Dependencies 1, which become version 2.
/// `text` gives a document's text; documents without one are left out.
pub fn read_corenlp(table: &str, mut text: impl FnMut(&str) -> Option<String>) -> Vec<TreebankSentence> {
    let mut sentences = Vec::new();
    let mut document: (String, Option<Vec<char>>) = (String::new(), None);
    let mut rows: Vec<Row> = Vec::new();
    let mut before = (String::new(), 0);
    for line in table.lines().chain([""]) {
        let columns: Vec<&str> = line.split('\t').collect();
        if let [id, _, _, start, end, _, _, tag, _, head, relation] = columns[..] {
            if document.0 != id {
                document = (id.to_owned(), text(id).map(|text| text.chars().collect()));
            }
            let (Ok(start), Ok(end), Ok(head)) = (start.parse(), end.parse(), head.parse()) else { continue };
            rows.push(Row { start, end, tag: tag.to_owned(), head, relation: relation.to_owned() });
        } else if let (Some(first), Some(letters)) = (rows.first(), &document.1) {
            let (from, to) = (first.start, rows.last().map_or(0, |row| row.end));
            if from < to && to <= letters.len() {
                let gap = if before.0 == document.0 { letters.get(before.1..from) } else { None };
                let mut sentence = TreebankSentence {
                    document: document.0.clone(),
                    silver: true,
                    begins_paragraph: gap.is_none_or(|gap| gap.contains(&'\n')),
                    ..TreebankSentence::default()
                };
                let mut places = Vec::with_capacity(to - from + 1);
                for letter in &letters[from..to] {
                    places.push(sentence.text.len());
                    sentence.text.push(if *letter == '\n' { ' ' } else { *letter });
                }
                places.push(sentence.text.len());
                sentence.words = words(&rows, from, &places);
                sentences.push(sentence);
                before = (document.0.clone(), to);
            }
            rows.clear();
        } else {
            rows.clear();
        }
    }
    sentences
}

struct Row {
    start: usize,
    end: usize,
    tag: String,
    head: usize,
    relation: String,
}

fn words(rows: &[Row], from: usize, places: &[usize]) -> Vec<TreebankWord> {
    let place = |at: usize| places[at.saturating_sub(from).min(places.len() - 1)];
    let verb = |at: usize| {
        // adjectives and nouns with a copula have clauses' dependents too
        rows[at].tag.starts_with('V') || rows.iter().any(|row| row.head == at + 1 && row.relation == "cop")
    };
    let mut words: Vec<TreebankWord> = rows
        .iter()
        .map(|row| {
            let head = row.head.checked_sub(1).filter(|head| *head < rows.len());
            let relation = match row.relation.as_str() {
                "dobj" => "obj",
                "nsubjpass" => "nsubj:pass",
                "auxpass" => "aux",
                "neg" => "advmod",
                "mwe" | "name" | "foreign" => "flat",
                "nmod" | "nmod:tmod" | "nmod:npmod" if head.is_some_and(verb) => "obl",
                other => other,
            };
            let tag = if row.tag == "TO" && row.relation == "case" { "IN" } else { row.tag.as_str() };
            TreebankWord {
                start: place(row.start),
                end: place(row.end),
                tag: Tag::from_name(tag),
                head,
                relation: Relation::from_name(relation),
            }
        })
        .collect();
    // version 2 hangs "and", and the comma before it, on the conjunct that follows
    for at in 0..words.len() {
        let comma = words[at].tag == Tag::Comma;
        if words[at].relation == Relation::Coordinator || comma && words[at].relation == Relation::Punctuation {
            let next = (at + 1..words.len())
                .find(|later| words[*later].head == words[at].head && words[*later].relation == Relation::Conjunct);
            let near = next.is_some_and(|next| !comma || leads(&words, at + 1, next));
            if let Some(next) = next.filter(|_| near && words[at].head.is_some_and(|head| head < at)) {
                words[at].head = Some(next);
            }
        }
    }
    words
}

/// Whether the conjunct `next` begins at `from`: all between hangs on it, or is the coordinator before it.
fn leads(words: &[TreebankWord], from: usize, next: usize) -> bool {
    (from..next).all(|at| {
        words[at].relation == Relation::Coordinator || {
            let mut at = at;
            let mut steps = 0;
            while let Some(head) = words[at].head
                && at != next
                && steps < words.len()
            {
                at = head;
                steps += 1;
            }
            at == next
        }
    })
}
