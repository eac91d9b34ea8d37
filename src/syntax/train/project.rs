//! A treebank's words brought onto the project's own tokens.

use crate::syntax::{Relation, Tag};
use crate::text::Document;

use super::treebank::TreebankSentence;

/// Tags and arcs of a sentence's own tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Projected {
    /// Tag of each token.
    pub tags: Vec<Tag>,
    /// Head of each token; none for the root.
    pub heads: Vec<Option<usize>>,
    /// What each token is to its head.
    pub relations: Vec<Relation>,
    /// Whether head and relation can be learnt from.
    pub certain: Vec<bool>,
    /// How many of the treebank's words begin and end where tokens do.
    pub respected: usize,
}

/// The treebank's analysis of `sentence` for the tokens of `doc`, which is its text. None when the tokens leave no tree.
///
/// A token that holds several words ("won't") has the tag and the arc of the first that hangs on a word outside it;
/// one joined by hyphens those of the last. A token that is only part of a word hangs on the word's first token.
pub fn project(sentence: &TreebankSentence, doc: &Document) -> Option<Projected> {
    let words = &sentence.words;
    let tokens = doc.tokens();
    let count = tokens.len();
    // the words that begin in each token or cover it, and each word's first token
    let mut owner = vec![usize::MAX; words.len()];
    let mut pieces: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut inside_of: Vec<Option<usize>> = vec![None; count];
    let mut result = Projected::default();
    let mut from = 0;
    for (at, word) in words.iter().enumerate() {
        while from < count && tokens[from].span.end <= word.start {
            from += 1;
        }
        let mut token = from;
        while token < count && tokens[token].span.start < word.end {
            if owner[at] == usize::MAX {
                owner[at] = token;
                pieces[token].push(at);
            } else if pieces[token].is_empty() {
                inside_of[token] = Some(at);
            }
            token += 1;
        }
        let starts = from < count && tokens[from].span.start == word.start;
        let ends = token > from && token <= count && tokens[token - 1].span.end == word.end;
        result.respected += usize::from(starts && ends);
    }
    // a word without a token (white space of a rare sort) leaves its place to the next one
    if owner.contains(&usize::MAX) {
        return None;
    }
    for token in 0..count {
        let Some(piece) = chosen(sentence, &pieces[token]) else {
            let word = inside_of[token]?;
            result.tags.push(words[word].tag);
            result.heads.push(Some(owner[word]));
            // each sign of a row of signs is a token
            let sign = words[word].tag.is_punctuation();
            result.relations.push(if sign { Relation::Punctuation } else { Relation::Flat });
            result.certain.push(words[word].certain);
            continue;
        };
        let word = words[piece];
        let hyphened = pieces[token].iter().any(|piece| words[*piece].tag == Tag::Hyphen);
        let first = pieces[token].iter().find(|piece| !words[**piece].tag.is_punctuation()).unwrap_or(&piece);
        let tag = match word.relation {
            Relation::AdjectiveModifier if hyphened && pieces[token].len() > 1 => Tag::Adjective,
            _ if hyphened => word.tag,
            _ => words[*first].tag,
        };
        result.tags.push(if is_dash(doc.word(token)) { Tag::Colon } else { tag });
        result.heads.push(word.head.map(|head| owner[head]));
        result.relations.push(word.relation);
        result.certain.push(word.certain);
    }
    is_tree(&result.heads).then_some(result)
}

/// Dashes and dots, which treebanks tag as commas, colons, stops or hyphens, each in its own way.
fn is_dash(token: &str) -> bool {
    token == "…"
        || token.len() > 1 && token.chars().all(|c| c == '.')
        || token.chars().all(|c| matches!(c, '-' | '–' | '—'))
}

/// The word whose arc a token takes.
fn chosen(sentence: &TreebankSentence, pieces: &[usize]) -> Option<usize> {
    let words = &sentence.words;
    let outside = |piece: &&usize| words[**piece].head.is_none_or(|head| !pieces.contains(&head));
    let wordy = |piece: &&usize| !words[**piece].tag.is_punctuation();
    let hyphened = pieces.iter().any(|piece| words[*piece].tag == Tag::Hyphen);
    let mut candidates = pieces.iter().filter(outside).filter(wordy);
    let found = if hyphened { candidates.next_back() } else { candidates.next() };
    found.or_else(|| pieces.iter().find(outside)).or(pieces.first()).copied()
}

/// One root, and every other token below it.
fn is_tree(heads: &[Option<usize>]) -> bool {
    if heads.iter().filter(|head| head.is_none()).count() != 1 {
        return false;
    }
    // 0 unknown, 1 on the way, 2 leads to the root
    let mut state = vec![0u8; heads.len()];
    for start in 0..heads.len() {
        let mut path = Vec::new();
        let mut at = start;
        while state[at] == 0 {
            state[at] = 1;
            path.push(at);
            match heads[at] {
                Some(head) => at = head,
                None => {
                    state[at] = 2;
                    break;
                }
            }
        }
        if state[at] == 1 {
            return false;
        }
        path.into_iter().for_each(|token| state[token] = 2);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::train::read_conllu;

    const SENTENCE: &str = "\
# newdoc id = a
1-2\tWon’t\t_\t_\t_\t_\t_\t_\t_\t_
1\tWo\twill\tAUX\tMD\t_\t5\taux\t_\t_
2\tn’t\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
3\tAnna\tAnna\tPROPN\tNNP\t_\t5\tnsubj\t_\tSpaceAfter=No
4\t’s\t’s\tPART\tPOS\t_\t3\tcase\t_\t_
5\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_
6\twell\twell\tADV\tRB\t_\t8\tadvmod\t_\tSpaceAfter=No
7\t-\t-\tPUNCT\tHYPH\t_\t8\tpunct\t_\tSpaceAfter=No
8\tknown\tknow\tVERB\tVBN\t_\t9\tamod\t_\t_
9\tways\tway\tNOUN\tNNS\t_\t5\tobj\t_\tSpaceAfter=No
10\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_
";

    #[test]
    fn words_are_brought_onto_tokens() {
        let sentence = read_conllu(SENTENCE).remove(0);
        assert_eq!(sentence.text, "Won’t Anna’s go well-known ways.");
        let doc = Document::new(&sentence.text);
        let own = project(&sentence, &doc).expect("a tree");
        let tags: Vec<&str> = own.tags.iter().map(|tag| tag.name()).collect();
        assert_eq!(tags, ["MD", "NNP", "POS", "VB", "JJ", "NNS", "."]);
        assert_eq!(own.heads, [Some(3), Some(3), Some(1), None, Some(5), Some(3), Some(3)]);
        let mut circle = sentence.clone();
        circle.words[2].head = Some(3);
        assert!(project(&circle, &doc).is_none());
    }
}
