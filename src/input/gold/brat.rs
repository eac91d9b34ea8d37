//! brat standoff: <https://brat.nlplab.org/standoff.html>.

use std::collections::BTreeMap;
use std::path::Path;

use crate::input::plain::utf8;
use crate::quotes::{GoldArticle, GoldQuote};
use crate::text::Span;
use crate::{Error, Result};

use super::offsets::{Fault, Offsets, joined};
use super::relations;
use super::texts::read_text;

/// Which part of a quote a text span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Content,
    Cue,
    Source,
}

impl Part {
    /// The part that a type or role names: `Content`, `Content2`, `source`.
    fn of(name: &str) -> Option<Self> {
        match name.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase().as_str() {
            "content" => Some(Part::Content),
            "cue" => Some(Part::Cue),
            "source" => Some(Part::Source),
            _ => None,
        }
    }
}

/// A text span of a standoff file.
#[derive(Debug)]
pub(super) struct Entity {
    pub part: Option<Part>,
    pub spans: Vec<Span>,
}

/// The text spans by their ids.
pub(super) type Entities = BTreeMap<String, Entity>;

/// Roles or names with their targets.
type Arguments = Vec<(String, String)>;

/// Reads a text and its annotation.
pub(super) fn read(text: &Path, ann: &Path) -> Result<GoldArticle> {
    let id = text.file_stem().unwrap_or_default().to_string_lossy();
    let article = read_text(text, &id)?;
    let bytes = std::fs::read(ann).map_err(|source| Error::Read { path: ann.to_owned(), source })?;
    let name = ann.display().to_string();
    let standoff = utf8(bytes, &name, 0)?;
    let quotes = parse(&standoff, &article.text, &name)?;
    Ok(GoldArticle { article, quotes })
}

/// The quotes of a standoff file, by their contents.
pub(super) fn parse(standoff: &str, text: &str, name: &str) -> Result<Vec<GoldQuote>> {
    let at = |line: usize, (problem, remedy): Fault| Error::input(format!("{name}, line {line}"), problem, remedy);
    let offsets = Offsets::of_code_points(text);
    let mut entities = Entities::new();
    let mut events: Vec<(usize, Arguments)> = Vec::new();
    let mut links: Vec<(usize, Arguments)> = Vec::new();
    for (line, content) in records(standoff).map_err(|(line, fault)| at(line, fault))? {
        let mut cells = content.splitn(3, '\t');
        let (id, what, words) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default(), cells.next());
        match id.as_bytes().first() {
            Some(b'T') => {
                let entity = entity(what, words, &offsets).map_err(|fault| at(line, fault))?;
                if entities.insert(id.to_owned(), entity).is_some() {
                    return Err(at(line, (format!("{id} is there twice"), "give each text span an id of its own")));
                }
            }
            Some(b'E') => events.push((line, arguments(what))),
            Some(b'R') => links.push((line, arguments(what))),
            _ => {}
        }
    }
    for (line, arguments) in events.iter().chain(&links) {
        let missing = |target: &&String| target.starts_with('T') && !entities.contains_key(*target);
        if let Some(target) = arguments.iter().map(|(_, target)| target).find(missing) {
            return Err(at(*line, (format!("there is no text span {target}"), "add its line, or remove this one")));
        }
    }
    for (line, arguments) in &events {
        let astray = arguments.iter().find(|(role, target)| Part::of(role).is_some() && !target.starts_with('T'));
        if let Some((role, target)) = astray {
            let problem = format!("{role} is {target}, which is no text span");
            return Err(at(*line, (problem, "let it point at the T line of the words")));
        }
    }
    let mut quotes: Vec<GoldQuote> = if events.is_empty() {
        let pairs = links.iter().filter_map(|(_, found)| Some((found.first()?.1.as_str(), found.get(1)?.1.as_str())));
        relations::quotes(&entities, pairs)
    } else {
        events.iter().map(|(_, arguments)| of_event(arguments, &entities)).collect()
    };
    for quote in &mut quotes {
        joined(text, &mut quote.contents);
        joined(text, &mut quote.sources);
    }
    quotes.retain(|quote| !quote.contents.is_empty());
    quotes.sort_by(|a, b| a.contents.cmp(&b.contents));
    Ok(quotes)
}

/// The lines with their numbers. The words of a text span or a note may run over several lines.
fn records(standoff: &str) -> std::result::Result<Vec<(usize, String)>, (usize, Fault)> {
    let mut records: Vec<(usize, String)> = Vec::new();
    let standoff = standoff.strip_prefix('\u{feff}').unwrap_or(standoff);
    for (line, content) in (1..).zip(standoff.split('\n')) {
        let content = content.strip_suffix('\r').unwrap_or(content);
        if starts_record(content) {
            records.push((line, content.to_owned()));
        } else if let Some((_, last)) = records.last_mut().filter(|(_, last)| last.starts_with(['T', '#'])) {
            last.push('\n');
            last.push_str(content);
        } else if !content.trim().is_empty() {
            let shown = content.chars().take(30).collect::<String>();
            let remedy = "a line starts with an id like T1 and a tab; correct it or remove it";
            return Err((line, (format!("`{shown}` is no brat annotation"), remedy)));
        }
    }
    Ok(records)
}

/// Whether a line starts with an id and a tab: `T1`, `E12`, `#3`, `*`.
fn starts_record(line: &str) -> bool {
    line.split_once('\t').is_some_and(|(id, _)| {
        let mut chars = id.chars();
        chars.next().is_some_and(|c| "TREAMN#*".contains(c)) && chars.all(|c| c.is_ascii_digit())
    })
}

/// `Content 12 20;25 30` with the words that stand there.
fn entity(what: &str, words: Option<&str>, offsets: &Offsets<'_>) -> std::result::Result<Entity, Fault> {
    let malformed = || (format!("`{what}` is no text span"), "write the type, a space and offsets like 12 20;25 30");
    let (kind, fragments) = what.split_once(' ').ok_or_else(malformed)?;
    let mut spans = Vec::new();
    for fragment in fragments.split(';') {
        let (start, end) = fragment.trim().split_once(' ').ok_or_else(malformed)?;
        let number = |cell: &str| cell.trim().parse::<u64>().map_err(|_| malformed());
        spans.push(offsets.span(number(start)?, number(end)?)?);
    }
    if let Some(words) = words {
        offsets.check(&spans, words)?;
    }
    Ok(Entity { part: Part::of(kind), spans })
}

/// `Attribution:T4 Content:T3` as roles and targets; the name of a relation, which has no colon, is left out.
fn arguments(what: &str) -> Arguments {
    let pairs = what.split_whitespace().filter_map(|cell| cell.split_once(':'));
    pairs.map(|(role, target)| (role.to_owned(), target.to_owned())).collect()
}

fn of_event(arguments: &[(String, String)], entities: &Entities) -> GoldQuote {
    let spans = |part| {
        let of_part = arguments.iter().filter(move |(role, _)| Part::of(role) == Some(part));
        of_part.filter_map(|(_, target)| entities.get(target.as_str())).flat_map(|entity| entity.spans.iter().copied())
    };
    GoldQuote {
        contents: spans(Part::Content).collect(),
        cue: hull(spans(Part::Cue)),
        sources: spans(Part::Source).collect(),
        ..GoldQuote::default()
    }
}

/// From the first to the last of several spans: a cue is one span.
pub(super) fn hull(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)))
}
