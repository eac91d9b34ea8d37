//! The rules' candidates by the paragraph that they stand in.

use super::view::View;

/// For each paragraph the candidates whose cue, or else content, stands in it.
#[derive(Debug)]
pub(super) struct Nearby(Vec<(u32, u32)>);

impl Nearby {
    pub fn new(view: &View<'_, '_, '_>) -> Self {
        let place = |(index, candidate): (usize, &super::super::rules::attribution::Attribution)| {
            let at = candidate.cue.as_ref().map_or(candidate.first(), |cue| cue.start);
            (paragraph(view, at) as u32, index as u32)
        };
        let mut places: Vec<(u32, u32)> = view.candidates.iter().enumerate().map(place).collect();
        places.sort_unstable();
        Self(places)
    }

    /// Indices of the candidates in the paragraph that holds token `at`.
    pub fn of(&self, view: &View<'_, '_, '_>, at: usize) -> impl Iterator<Item = usize> + '_ {
        let paragraph = paragraph(view, at) as u32;
        let start = self.0.partition_point(|(p, _)| *p < paragraph);
        self.0[start..].iter().take_while(move |(p, _)| *p == paragraph).map(|(_, index)| *index as usize)
    }
}

/// Number of the paragraph that holds token `at`.
pub(super) fn paragraph(view: &View<'_, '_, '_>, at: usize) -> usize {
    let document = view.scene.document;
    document.paragraph_at(document.tokens()[at].span.start)
}
