//! Invented articles, one for each thing that the stage promises.
//!
//! `{1:...}` is content of quote 1, `{1=...}` its cue, `{1@...}` its source.

use crate::quotes::{Kind, Quote, Speaker, SpeakerType};
use crate::text::{Document, Span};

/// The speakers of a text with marked quotes.
fn speakers(marked: &str) -> Vec<Speaker> {
    let mut text = String::new();
    let mut open: Vec<(usize, char, usize)> = Vec::new();
    let mut quotes: Vec<Quote> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        if c == '{' {
            let sort = rest.find([':', '=', '@']).expect("a sort of mark");
            let number: usize = rest[1..sort].parse().expect("a number");
            open.push((number - 1, rest[sort..].chars().next().expect("a sort"), text.len()));
            rest = &rest[sort + 1..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c != '}' {
            text.push(c);
            continue;
        }
        let (number, sort, start) = open.pop().expect("an open mark");
        let empty = || Quote {
            kind: Kind::Direct,
            contents: Vec::new(),
            cue: None,
            sources: Vec::new(),
            speaker: Speaker::unknown(),
            confidence: 1.0,
        };
        quotes.resize_with(quotes.len().max(number + 1), empty);
        let span = Span::new(start, text.len());
        match sort {
            ':' => quotes[number].contents.push(span),
            '=' => quotes[number].cue = Some(span),
            _ => quotes[number].sources.push(span),
        }
    }
    super::resolve(&Document::new(&text), &mut quotes);
    quotes.into_iter().map(|quote| quote.speaker).collect()
}

/// The names, "?" for unknown.
fn names(marked: &str) -> Vec<String> {
    speakers(marked).into_iter().map(|speaker| speaker.name.unwrap_or_else(|| "?".into())).collect()
}

fn last(marked: &str) -> Speaker {
    speakers(marked).pop().expect("a quote")
}

#[test]
fn a_surname_becomes_the_fullest_name() {
    let text = "Deputy Mayor Orla P. Quist spoke first. {1@Quist} {1=said} {1:it was late}. {2@Ms. Quist}’s aides {2=said} {2:no}.";
    assert_eq!(names(text)[0], "Orla P. Quist");
    assert_eq!(names("{1:“No,”} {1=said} {1@Gen. Strand}. Erik Strand left.")[0], "Erik Strand");
    assert_eq!(names("Samir al-Tayeb came. {1:“No,”} {1=said} {1@Mr Tayeb}.")[0], "Samir al-Tayeb");
    assert_eq!(names("Piet van der Lubbe came. {1:“No,”} {1=said} {1@Van der Lubbe}.")[0], "Piet van der Lubbe");
    assert_eq!(names("Kate Orlop came. {1:“No,”} {1=said} {1@Kate}.")[0], "Kate Orlop");
    assert_eq!(names("{1:“No,”} {1=said} {1@Dr Ann Strand QC}.")[0], "Ann Strand");
}

#[test]
fn a_title_or_an_apposition_describes() {
    for (text, role) in [
        ("{1@Harbour Minister Orla Quist} {1=said} {1:no}.", "Harbour Minister"),
        ("{1@Orla Quist}, the harbour minister, {1=said} {1:no}.", "harbour minister"),
        ("{1@Orla Quist}, who heads the harbour office, {1=said} {1:no}.", "heads the harbour office"),
        ("{1@Orla Quist} (D-Ohio) {1=said} {1:no}.", "D-Ohio"),
        ("{1@Orla Quist}, 54, director of the harbour office, {1=said} {1:no}.", "director of the harbour office"),
        ("The group’s deputy manager, {1@Orla Quist}, {1=said} {1:no}.", "group’s deputy manager"),
        ("In a letter, {1=said} spokeswoman {1@Orla Quist}, {1:no}.", "spokeswoman"),
        ("former harbour chief {1@Orla Quist} {1=said} {1:no}.", "former harbour chief"),
        ("Orla Quist is the director of the port. {1@Quist} {1=said} {1:no}.", "director of the port"),
    ] {
        let speaker = last(text);
        assert_eq!(speaker.name.as_deref(), Some("Orla Quist"), "{text}");
        assert_eq!(speaker.description.as_deref(), Some(role), "{text}");
        assert_eq!(speaker.kind, SpeakerType::Person);
    }
}

#[test]
fn a_mention_that_holds_the_name_gives_the_name() {
    for source in
        ["the prosecutor, Dov Rusk", "Dov Rusk, a lawyer", "the Home Secretary (Dov Rusk)", "Al Risala's Dov Rusk"]
    {
        assert_eq!(names(&format!("{{1@{source}}} {{1=said}} {{1:no}}.")), ["Dov Rusk"], "{source}");
    }
    // the source tells where the name starts
    assert_eq!(names("In Parliament {1@Bixi Rusk} {1=said} {1:no}."), ["Bixi Rusk"]);
    // convention: the mention leaves the apposition out
    assert_eq!(names("{1@His lawyer}, Dov Rusk, {1=said} {1:no}."), ["Dov Rusk"]);
}

#[test]
fn people_of_one_surname_are_told_apart() {
    let text = "Ann Roe and Carl Roe waited. {1:“No,”} {1=said} {1@Mr Roe}. {2:“Yes,”} {2=said} {2@Mrs Roe}.";
    assert_eq!(names(text), ["Carl Roe", "Ann Roe"]);
    // neither first name is known: the brother is the man
    let text = "Wuxo Orlop came. Her brother, Bixi Orlop, stayed away. {1:“No,”} {1=said} {1@Ms Orlop}. {2:“Yes,”} {2=said} {2@Mr Orlop}.";
    assert_eq!(names(text), ["Wuxo Orlop", "Bixi Orlop"]);
}

#[test]
fn he_and_she_look_for_their_gender() {
    let text = "Ann Orlop met Carl Strand on Monday. {1:“No,”} {1@she} {1=said}. {2:“Yes,”} {2@he} {2=said}.";
    assert_eq!(names(text), ["Ann Orlop", "Carl Strand"]);
    // a name in no list: told by the pronoun of an earlier sentence
    let text = "Wuxo Orlop came in. She was late. Bixi Strand came in. He was early.\n\n{1:“No,”} {1@she} {1=said}.";
    assert_eq!(names(text), ["Wuxo Orlop"]);
}

#[test]
fn a_pronoun_prefers_the_subject_and_the_speaker() {
    let text = "Carl Strand met Erik Orlop on Monday. {1@He} {1=said} {1:it was late}.";
    assert_eq!(names(text), ["Carl Strand"]);
    let text = "{1@Carl Strand} {1=told} Erik Orlop {1:to wait}.\n\n{2:“It is late,”} {2@he} {2=said}.";
    assert_eq!(names(text), ["Carl Strand", "Carl Strand"]);
}

#[test]
fn somebody_inside_the_quotation_is_not_the_speaker() {
    let text = "{1@Carl Strand} {1=said} {1:no}. {2:“Erik Orlop was late and Erik knows it,”} {2@he} {2=said}.";
    assert_eq!(names(text)[1], "Carl Strand");
}

#[test]
fn a_quote_can_come_before_its_speakers_name() {
    assert_eq!(names("{1:“I am late,”} {1@she} {1=said}.\n\nAnn Orlop walked on to the harbour."), ["Ann Orlop"]);
    let text =
        "{1@A federal judge} {1=ruled} on Monday {1:that it stays}.\n\nIt was late. Judge Ann Orlop wrote a page.";
    assert_eq!(names(text), ["Ann Orlop"]);
}

#[test]
fn who_is_the_one_right_before() {
    let text = "It amused Carl Strand, a guard in the port authority, {1@who} {1=said} {1:it was late}.";
    assert_eq!(names(text), ["Carl Strand"]);
}

#[test]
fn first_persons_are_the_speaker_they_stand_in() {
    let text = "{1:“}{2@I} {2=told} him {2:to go}{1:,”} {1=said} {1@Ann Orlop}.";
    assert_eq!(names(text)[0], "Ann Orlop");
    let nested = "{1:“{2@My wife} {2=said} {2:go},”} {1=said} {1@Carl Strand}.";
    assert_eq!(names(nested), ["Carl Strand", "wife of Carl Strand"]);
    assert_eq!(names("{1@I} {1=told} him {1:to go}."), ["?"]);
}

#[test]
fn they_and_it_look_for_groups_and_bodies() {
    let text = "{1@Three harbour pilots} {1=said} {1:it was late}. {2@They} {2=added} {2:that it rained}.";
    assert_eq!(names(text), ["Three harbour pilots", "Three harbour pilots"].map(str::to_lowercase));
    let text = "{1@Orlop Logistics} {1=said} {1:it was late}. {2@It} {2=added} {2:that it rained}.";
    assert_eq!(names(text)[1], "Orlop Logistics");
}

#[test]
fn a_role_is_whoever_was_introduced_with_it() {
    let text = "Harbour Minister Orla Quist met Judge Carl Strand. {1@The minister} {1=said} {1:no}. {2@The judge} {2=said} {2:yes}.";
    assert_eq!(names(text), ["Orla Quist", "Carl Strand"]);
    let text = "Turkish envoy Ann Orlop met Dutch envoy Carl Strand. {1@Turkey’s envoy} {1=said} {1:no}.";
    assert_eq!(names(text), ["Ann Orlop"]);
    // kindred nouns
    assert_eq!(names("Ann Orlop, an attorney, rose. {1@The lawyer} {1=said} {1:no}."), ["Ann Orlop"]);
}

#[test]
fn a_role_that_nobody_was_introduced_with_stays_unnamed() {
    let speaker = last("Harbour Minister Orla Quist left. {1@The judge} {1=said} {1:no}.");
    assert_eq!((speaker.name.as_deref(), speaker.kind), (Some("judge"), SpeakerType::Unnamed));
    let speaker = last("{1@A senior harbour official} {1=said} {1:no}.");
    assert_eq!((speaker.name.as_deref(), speaker.kind), (Some("senior harbour official"), SpeakerType::Unnamed));
    let speaker = last("{1@Two officials briefed on it} {1=said} {1:no}.");
    assert_eq!((speaker.name.as_deref(), speaker.kind), (Some("two officials briefed on it"), SpeakerType::Group));
}

#[test]
fn an_unnamed_speaker_is_found_again() {
    let text = "{1@A retired pilot} {1=said} {1:no}.\n\nIt rained. {2@The pilot} {2=said} {2:yes}.";
    assert_eq!(names(text), ["retired pilot", "retired pilot"]);
}

#[test]
fn an_owner_is_spelled_out() {
    assert_eq!(names("Orla Quist left. {1@Her spokesman} {1=said} {1:no}."), ["spokesman for Orla Quist"]);
    assert_eq!(names("Orla Quist left. {1@Quist’s lawyers} {1=said} {1:no}."), ["lawyers for Orla Quist"]);
    assert_eq!(names("Orla Quist left. {1@Her mother} {1=said} {1:no}."), ["mother of Orla Quist"]);
}

#[test]
fn an_epithet_means_whom_the_sentences_are_about() {
    assert_eq!(
        names("Ann Orlop, whose house burned, spoke up. It was late, {1@the widow} {1=said}: {1:“No.”}"),
        ["Ann Orlop"]
    );
}

#[test]
fn bodies_go_by_their_name() {
    let text = "The National Harbour Council met. {1@The council} {1=said} {1:no}. {2@The NHC} {2=said} {2:yes}.";
    assert_eq!(names(text), ["National Harbour Council", "National Harbour Council"]);
    let text = "Orlop Logistics lost a ship. {1@The company} {1=said} {1:no}.";
    assert_eq!(names(text), ["Orlop Logistics"]);
    let speaker = last("{1@The harbour ministry} {1=said} {1:no}.");
    assert_eq!((speaker.name.as_deref(), speaker.kind), (Some("harbour ministry"), SpeakerType::Organisation));
    assert_eq!(
        names("{1@The harbour ministry} {1=said} {1:no}. {2@The ministry} {2=added} {2:yes}.")[1],
        "harbour ministry"
    );
    assert_eq!(names("{1@The Marlow Courier} {1=said} {1:no}."), ["Marlow Courier"]);
}

#[test]
fn capitals_and_countries_are_governments() {
    let text = "Norway wrote to Denmark. {1@Oslo} {1=said} {1:no}.";
    assert_eq!(names(text), ["Norway"]);
    let speaker = last("{1@Oslo} {1=said} {1:no}.");
    assert_eq!((speaker.name.as_deref(), speaker.kind), (Some("Oslo"), SpeakerType::Organisation));
}

#[test]
fn joint_speakers_are_joined() {
    let speaker = last("{1@Ann Orlop and Carl Strand} {1=said} {1:no}.");
    assert_eq!((speaker.name.as_deref(), speaker.kind), (Some("Ann Orlop; Carl Strand"), SpeakerType::Group));
    assert_eq!(
        names("Both {1@Ann Orlop} and {1@Carl Strand} {1=said} {1:no}. {2@They} {2=left}, {2:angry}.")[1],
        "Ann Orlop; Carl Strand"
    );
}

#[test]
fn documents_speak_for_their_authors() {
    assert_eq!(names("{1@A report by the Orlop Institute} {1=says} {1:no}."), ["Orlop Institute"]);
    assert_eq!(names("{1@Ann Orlop} {1=said} {1:no}. {2:“Never,”} {2@the statement} {2=said}.")[1], "Ann Orlop");
    assert_eq!(last("{1@A notice} {1=said} {1:no}.").kind, SpeakerType::Unknown);
}

#[test]
fn a_quote_without_source_goes_on_only_right_after_another() {
    assert_eq!(names("{1:“No,”} {1@Ann Orlop} {1=said}.\n\n{2:“Never.”}"), ["Ann Orlop", "Ann Orlop"]);
    assert_eq!(names("{1:“No,”} {1@Ann Orlop} {1=said}.\n\nThen it rained on all of them. {2:“Never.”}")[1], "?");
    assert_eq!(names("{1:“Never.”}"), ["?"]);
    // a second cue of one sentence
    assert_eq!(names("{1@Ann Orlop} {1=said} {1:no} and {2=warned} {2:of rain}.")[1], "Ann Orlop");
    assert_eq!(names("{1@Ann Orlop} {1=said} {1:no}, {2=adding} {2:that it rained}.")[1], "Ann Orlop");
}

#[test]
fn transcripts_and_press_releases_name_their_speakers() {
    let text =
        "Carl Strand asked Ann Orlop.\n\n{1@STRAND}: {1:Is it late?}\n\n{2@ORLOP}: {2:It is.}\n\n{3@Q}: {3:Why?}";
    assert_eq!(names(text), ["Carl Strand", "Ann Orlop", "?"]);
    assert_eq!(names("Carl Strand asked.\n\n{1@CS}: {1:Is it late?}"), ["Carl Strand"]);
    let speaker = last("{1:“It is late.”} — {1@Commissioner Ann Orlop}, chair of the board");
    assert_eq!(speaker.name.as_deref(), Some("Ann Orlop"));
}

#[test]
fn a_name_of_no_speaker_is_not_taken_for_one() {
    // a relative clause, not a role before a name
    let speaker = last("Carl Orlop came. The woman Orlop struck was late. {1@Orlop} {1=said} {1:it rained}.");
    assert_eq!(speaker.description, None);
    // contractions, datelines, months and sites are nobody
    let text = "OSLO (AP) — In June it rained on Quiet Bay. “I’ve lost it.” {1@She} {1=said} {1:no}.";
    assert_eq!(names(text), ["?"]);
    let text = "It goes to a town in Frell, {1@an official} {1=said}, {1:“at last.”}";
    assert_eq!(names(text), ["official"]);
}

#[test]
fn odd_texts_do_no_harm() {
    for text in
        ["{1:“”}", "{1@’s} {1:x}", "{1:“a”} {1@,}", "{1@A.} {1:b}", "{1@the} {1:c}", "{1@’} {1:d}", "{1@(} {1:e})"]
    {
        let _ = speakers(text);
    }
}

#[test]
fn father_and_son_are_told_apart_by_their_suffix() {
    let text = "Samuel “Sonny” Drake Sr. came with Samuel Drake Jr. today. {1@Drake Sr.} {1=said} {1:no}. {2@Drake Jr.} {2=said} {2:yes}.";
    assert_eq!(names(text), ["Samuel Drake Sr.", "Samuel Drake Jr."]);
}

#[test]
fn spellings_of_one_first_name_are_one_person() {
    let text = "Muhammad al-Khatib came. {1@Mohammed al-Khatib} {1=said} {1:no}. {2@Khatib} {2=said} {2:yes}.";
    let names = names(text);
    assert_eq!(names[0], names[1]);
    assert!(names[0].ends_with("Khatib"), "{names:?}");
}

#[test]
fn a_surname_of_two_words_can_look_like_a_place() {
    assert_eq!(
        names("Sarah St. Vincent came. {1:“No,”} {1=said} {1@St. Vincent}.").last().unwrap(),
        "Sarah St. Vincent"
    );
}

#[test]
fn a_lone_surname_is_a_persons_when_pronouns_say_so() {
    let speaker = last("Orlop walked in and took her seat. Orlop smiled as she sat. {1@Orlop} {1=said} {1:no}.");
    assert_eq!((speaker.name.as_deref(), speaker.kind), (Some("Orlop"), SpeakerType::Person));
}

#[test]
fn captions_and_datelines_are_nobody() {
    let text = "Carl Strand came.\n\nJUST WATCHED Strand: late again\n\n{1:“No,”} {1=said} {1@Strand}.";
    assert_eq!(names(text), ["Carl Strand"]);
    assert_eq!(names("MARLOW FORKS (AP) — {1@He} {1=said} {1:no}."), ["?"]);
    let speaker = last("MARLOW (QNN) — Mayor Orla Quist rose. {1@Quist} {1=said} {1:no}.");
    assert_eq!((speaker.name.as_deref(), speaker.description.as_deref()), (Some("Orla Quist"), Some("Mayor")));
}

#[test]
fn a_building_is_no_person() {
    let text = "Sheriff Carl Strand spoke at the Orlop Veterans Memorial Arena. {1@He} {1=said} {1:no}.";
    assert_eq!(names(text), ["Carl Strand"]);
}

#[test]
fn the_last_noun_is_the_head() {
    for (source, kind) in [
        ("Conservative organizations", SpeakerType::Organisation),
        ("Media buyers", SpeakerType::Group),
        ("Dutch and Danish officials", SpeakerType::Group),
        ("Prominent Democrats", SpeakerType::Group),
    ] {
        assert_eq!(last(&format!("{{1@{source}}} {{1=said}} {{1:no}}.")).kind, kind, "{source}");
    }
}

#[test]
fn two_who_are_named_together_are_they() {
    let text = "Ann Orlop and Carl Strand wept. {1:“No,”} {1@they} {1=said}.";
    assert_eq!(names(text), ["Ann Orlop; Carl Strand"]);
    let text = "Ann Orlop and Carl Strand, the dock’s owners, wept. {1:“No,”} {1@they} {1=said}.";
    assert_eq!(names(text), ["Ann Orlop; Carl Strand"]);
    let text = "Donald Orlop Jr. met his father, Donald Orlop. {1:“No,”} {1=said} {1@Orlop Jr}.";
    assert_eq!(names(text), ["Donald Orlop Jr."]);
    assert_eq!(names("{1@Van Mobley} {1=said} {1:no}. {2@Mobley} {2=said} {2:yes}."), ["Van Mobley", "Van Mobley"]);
}

#[test]
fn one_of_several_has_the_title_in_the_singular() {
    for (title, role) in [("Harbour pilots", "Harbour pilot"), ("Sens.", "Sen.")] {
        let speaker = last(&format!("{title} Ann Orlop and Carl Strand came. {{1@Orlop}} {{1=said}} {{1:no}}."));
        assert_eq!((speaker.name.as_deref(), speaker.description.as_deref()), (Some("Ann Orlop"), Some(role)));
    }
}

#[test]
fn descriptions_come_from_where_somebody_belongs() {
    for (text, role) in [
        ("{1@Wuxo Orlop} of the Harbour Institute {1=said} {1:no}.", "Harbour Institute"),
        ("Sen. Wuxo Orlop, D-Ohio, chairwoman of the panel, rose. {1@Orlop} {1=said} {1:no}.", "Sen."),
        ("Wuxo Orlop, D-Ohio, rose. {1@Orlop} {1=said} {1:no}.", "D-Ohio"),
        ("A chemist for the state, {1@Wuxo Orlop}, {1=said} {1:no}.", "chemist for the state"),
        ("{1@Wuxo Orlop}, a chemist called by the court, {1=said} {1:no}.", "chemist called by the court"),
        ("{1@Wuxo Orlop}, one of six children born here, {1=said} {1:no}.", "one of six children born here"),
        ("{1@Wuxo Orlop}, the Danish state prosecutor, {1=said} {1:no}.", "Danish state prosecutor"),
        ("Her predecessor, Wuxo Orlop, once a mayor, came. Mayor Orlop left. {1@Orlop} {1=said} {1:no}.", "Mayor"),
    ] {
        let speaker = last(text);
        assert_eq!((speaker.kind, speaker.description.as_deref()), (SpeakerType::Person, Some(role)), "{text}");
    }
    let text = "Orla Quist rose. Her lawyer, Ann Orlop, sat. {1@Orlop} {1=said} {1:no}.";
    assert_eq!(last(text).description.as_deref(), Some("lawyer for Orla Quist"));
}

#[test]
fn the_narrator_is_who_signs() {
    assert_eq!(names("By Ann Orlop\n\nIt rained. {1@I} {1=believe} {1:it will stop}."), ["Ann Orlop"]);
    assert_eq!(names("{1@I} {1=believe} {1:it rains}.\n\nAnn Orlop is a writer in Marlow."), ["Ann Orlop"]);
}

#[test]
fn what_somebody_owns_to_say_is_theirs() {
    assert_eq!(names("Orla Quist rose. {1@Her explanation} {1=was} {1:that it rained}."), ["Orla Quist"]);
    assert_eq!(names("{1@Orla Quist} {1=said} {1:no}. {2@The letter} {2=added} {2:yes}.")[1], "Orla Quist");
}

#[test]
fn a_town_is_not_its_newspaper() {
    let text = "The Marlow Courier came out. It rained. {1@Marlow} {1=said} {1:no}.";
    assert_eq!(names(text), ["Marlow"]);
}
