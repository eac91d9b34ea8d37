//! The header of an annotated article.

use std::collections::BTreeMap;

use crate::Result;
use crate::quotes::{Speaker, SpeakerType};

use super::Place;
use super::table::{Row, one_of};

const STYLES: &[&str] = &["wire", "broadsheet", "tabloid", "broadcaster", "local", "foreign", "statement", "court"];
const SUBJECTS: &[&str] = &["death_penalty", "custody", "guantanamo", "combined", "other"];
const SPEAKER_TYPES: [SpeakerType; 5] =
    [SpeakerType::Person, SpeakerType::Organisation, SpeakerType::Group, SpeakerType::Unnamed, SpeakerType::Unknown];

/// What the header says of the article and its speakers.
pub(super) struct Header {
    pub id: String,
    pub title: String,
    pub publisher: String,
    pub date: String,
    pub style: String,
    pub subject: String,
    pub group: String,
    pub speakers: BTreeMap<String, Speaker>,
    /// The line of each speaker.
    lines: BTreeMap<String, usize>,
}

impl Header {
    pub(super) fn parse(head: &str, place: Place<'_>) -> Result<Self> {
        let mut fields = BTreeMap::new();
        let mut speakers = BTreeMap::new();
        let mut lines = BTreeMap::new();
        for (line, content) in (1..).zip(head.split('\n')) {
            let Some((name, value)) = content.split_once(": ") else {
                return place.fail(line, format!("`{content}` is no header line"), "write it as `name: value`");
            };
            if let Some(key) = name.strip_prefix("speaker ") {
                lines.insert(key.to_owned(), line);
                if speakers.insert(key.to_owned(), speaker(value, line, place)?).is_some() {
                    return place.fail(line, format!("speaker {key} is given twice"), "give each its own letter");
                }
            } else if fields.insert(name, (line, value)).is_some() {
                return place.fail(line, format!("`{name}` is given twice"), "remove one");
            }
        }
        let mut take = |name: &str| match fields.remove(name) {
            Some((line, value)) if !value.trim().is_empty() => Ok((line, value.trim().to_owned())),
            _ => place.fail(1, format!("`{name}` is missing from the header"), "add it"),
        };
        let (id, title, publisher) = (take("id")?.1, take("title")?.1, take("publisher")?.1);
        let (date, style, subject, group) = (take("date")?, take("style")?, take("subject")?, take("group")?.1);
        if !is_date(&date.1) {
            return place.fail(date.0, format!("`{}` is no date", date.1), "write it as 2019-03-14");
        }
        one_of(&style.1, STYLES, "style", style.0, place)?;
        one_of(&subject.1, SUBJECTS, "subject", subject.0, place)?;
        if let Some((name, (line, _))) = fields.into_iter().next() {
            return place.fail(line, format!("unknown header field `{name}`"), "remove it");
        }
        Ok(Self { id, title, publisher, date: date.1, style: style.1, subject: subject.1, group, speakers, lines })
    }

    /// Every speaker speaks, and a person's name occurs in the text.
    pub(super) fn check_speakers(&self, text: &str, rows: &[Row<'_>], place: Place<'_>) -> Result<()> {
        for (key, speaker) in &self.speakers {
            let line = self.lines[key];
            if !rows.iter().any(|row| row.speaker == key) {
                return place.fail(line, format!("speaker {key} has no quote"), "remove the speaker");
            }
            let name = speaker.name.as_deref().unwrap_or_default();
            if speaker.kind == SpeakerType::Person && !text.contains(name) {
                return place.fail(line, format!("the name `{name}` is not in the text"), "give a form that occurs");
            }
        }
        Ok(())
    }
}

/// `name | type | description`, the last may be empty.
fn speaker(value: &str, line: usize, place: Place<'_>) -> Result<Speaker> {
    let fields: Vec<&str> = value.split('|').map(str::trim).collect();
    let [name, kind, description] = fields[..] else {
        return place.fail(line, "a speaker needs three fields", "write it as `name | type | description`");
    };
    if name.is_empty() {
        return place.fail(line, "a speaker without a name", "give the name, or a description in its place");
    }
    let names = SPEAKER_TYPES.map(SpeakerType::as_str);
    let at = one_of(kind, &names, "speaker type", line, place)?;
    let description = (!description.is_empty()).then(|| description.to_owned());
    Ok(Speaker { name: Some(name.to_owned()), description, kind: SPEAKER_TYPES[at] })
}

/// Whether it has the form 2019-03-14.
fn is_date(date: &str) -> bool {
    date.len() == 10
        && date.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
}
