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
    /// Whether head and relation can be learnt from.
    pub certain: bool,
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
        sentence.words.push(TreebankWord { start, end: sentence.text.len(), tag, head, relation, certain: true });
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
        if let [id, _, _, start, end, _, _, tag, entity, head, relation] = columns[..] {
            if document.0 != id {
                document = (id.to_owned(), text(id).map(|text| text.chars().collect()));
            }
            let (Ok(start), Ok(end), Ok(head)) = (start.parse(), end.parse(), head.parse()) else { continue };
            let person = entity == "PERSON";
            rows.push(Row { start, end, tag: tag.to_owned(), person, head, relation: relation.to_owned() });
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
    person: bool,
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
                certain: !matches!(relation, "punct" | "dep"),
            }
        })
        .collect();
    turn_names(rows, &mut words);
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

/// The first part of a person's name is its head in version 2, the last was in version 1. Titles before it describe it.
fn turn_names(rows: &[Row], words: &mut [TreebankWord]) {
    let mut start = 0;
    while start < rows.len() {
        let name = |at: usize| rows[at].person && rows[at].tag.starts_with("NNP");
        let mut end = start;
        while end < rows.len() && name(end) {
            end += 1;
        }
        let Some(last) = end.checked_sub(1).filter(|_| end > start) else {
            start += 1;
            continue;
        };
        let parts = start..last;
        for word in &mut words[..start] {
            if word.head == Some(last) && word.relation == Relation::Compound && word.tag.is_name() {
                word.relation = Relation::NounModifier;
            }
        }
        if parts.clone().all(|at| words[at].head == Some(last)) && start < last {
            words[start].head = words[last].head;
            words[start].relation = words[last].relation;
            for (_, word) in words.iter_mut().enumerate().filter(|(at, word)| *at != start && word.head == Some(last)) {
                word.head = Some(start);
            }
            for word in &mut words[start + 1..=last] {
                word.head = Some(start);
                word.relation = Relation::Flat;
            }
        }
        start = end;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
a\t1\t1\t0\t5\tMayor\tmayor\tNNP\tO\t3\tcompound
a\t1\t2\t6\t9\tAda\tAda\tNNP\tPERSON\t3\tcompound
a\t1\t3\t10\t13\tRoe\tRoe\tNNP\tPERSON\t4\tnsubj
a\t1\t4\t14\t18\tsang\tsing\tVBD\tO\t0\troot
a\t1\t5\t19\t22\tand\tand\tCC\tO\t4\tcc
a\t1\t6\t23\t27\twent\tgo\tVBD\tO\t4\tconj
a\t1\t7\t28\t32\thome\thome\tNN\tO\t6\tdobj
a\t1\t8\t32\t33\t.\t.\t.\tO\t4\tpunct

";

    #[test]
    fn what_corenlp_made_becomes_version_2() {
        let text = "Mayor Ada Roe\nsang and went home.";
        let sentences = read_corenlp(TABLE, |id| (id == "a").then(|| text.to_owned()));
        let words = &sentences[0].words;
        assert_eq!(sentences[0].text, text.replace('\n', " "));
        let heads: Vec<Option<usize>> = words.iter().map(|word| word.head).collect();
        assert_eq!(heads, [Some(1), Some(3), Some(1), None, Some(5), Some(3), Some(5), Some(3)]);
        assert_eq!((words[2].relation, words[6].relation), (Relation::Flat, Relation::Object));
        assert!(words[6].certain && !words[7].certain);
        assert!(read_corenlp(TABLE, |_| None).is_empty());
    }

    #[test]
    fn lines_that_are_no_words_are_passed_over() {
        assert!(read_conllu("\n# text = x\n1\tx\n\nnonsense\n").is_empty());
    }
}
