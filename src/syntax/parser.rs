//! Dependency parser: greedy, one pass from left to right, in time linear in a sentence's length.
//!
//! One perceptron chooses among three actions, another names each arc's relation as the arc is
//! made. Apart, their rows are short (3 and 27 numbers instead of 55), which keeps the
//! model small and in the cache.

use serde::{Deserialize, Serialize};

use super::Relation;
use super::form::Form;
use super::state::{Action, State};
use super::template::{self, MOVING_FEATURES, Node, RELATION_FEATURES};
use super::{Tag, template::nodes};
use crate::learn::{ChoiceTable, WeightTable};

/// A trained parser.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Parser {
    /// Weights of the features of an action.
    pub actions: ChoiceTable,
    /// Weights of the features of a relation.
    pub relations: WeightTable,
}

/// Room to work in, kept between sentences.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub nodes: Vec<Node>,
    steady: Vec<Steady>,
    pub state: State,
}

/// What a word's own features add to the scores of actions, wherever it stands: most words are met twice on top of
/// the stack, below its top and as the next.
#[derive(Debug, Clone, Copy)]
struct Steady {
    top: [i32; 2],
    second: [i32; 2],
    ahead: [i32; 2],
}

impl Parser {
    /// Without weights.
    pub fn untrained() -> Self {
        Self { actions: ChoiceTable::build(1.0, []), relations: WeightTable::build(Relation::COUNT, 1.0, []) }
    }

    /// Whether the tables have as many columns as they must.
    pub fn is_sound(&self) -> bool {
        self.relations.outputs() == Relation::COUNT
    }

    /// Parses a sentence; heads and relations are in `room.state` then.
    pub fn parse(&self, forms: &[Form], tags: &[Tag], room: &mut Room) {
        let Room { nodes: words, state, steady } = room;
        nodes(forms, tags, words);
        self.look_up(words, steady);
        state.reset(tags.len());
        let mut features = [0; MOVING_FEATURES];
        let mut arc_features = [0; RELATION_FEATURES];
        while !state.is_done() {
            let action = match only(state) {
                Some(action) => action,
                None => {
                    template::moving(state, words, &mut features);
                    let moving = self.actions.differences(&features);
                    let (top, second) = (steady[state.top(0)].top, steady[state.top(1)].second);
                    let ahead = steady[state.next].ahead;
                    let [second, third] = std::array::from_fn(|at| moving[at] + top[at] + second[at] + ahead[at]);
                    best_allowed(state, &[0, second, third])
                }
            };
            let relation = match state.arc(action) {
                None => Relation::Other,
                Some((head, _)) if head == state.count => Relation::Root,
                // no other relation was ever seen, and one word in eight need not be asked about
                Some((_, word)) if tags[word].is_punctuation() => Relation::Punctuation,
                Some((head, word)) => {
                    template::relation(state, words, head, word, &mut arc_features);
                    let mut scores = [0i32; Relation::COUNT.next_multiple_of(4)];
                    self.relations.add_all(&arc_features, &mut scores);
                    best_relation(&scores[..Relation::COUNT])
                }
            };
            state.step(action, relation);
        }
    }

    fn look_up(&self, nodes: &[Node], steady: &mut Vec<Steady>) {
        let of = |features: &[u64]| self.actions.differences(features);
        steady.clear();
        steady.extend(nodes.iter().enumerate().map(|(at, node)| Steady {
            top: of(&template::top(node)),
            second: of(&template::second(node)),
            ahead: of(&template::ahead(nodes, at)),
        }));
    }
}

/// The action, where there is no choice.
#[inline]
pub(super) fn only(state: &State) -> Option<Action> {
    let mut allowed = Action::ALL.into_iter().filter(|action| state.allows(*action));
    match (allowed.next(), allowed.next()) {
        (Some(action), None) => Some(action),
        _ => None,
    }
}

/// The allowed action with the highest score.
#[inline]
pub(super) fn best_allowed(state: &State, scores: &[i32]) -> Action {
    let allowed = Action::ALL.into_iter().filter(|action| state.allows(*action));
    // of equal scores the first action's: max_by_key would take the last
    allowed.rev().max_by_key(|action| scores[*action as usize]).unwrap_or(Action::Shift)
}

/// The relation between words with the highest score.
#[inline]
pub(super) fn best_relation(scores: &[i32]) -> Relation {
    let between = (0..Relation::COUNT).filter(|at| template::is_between_words(*at));
    Relation::from_index(between.rev().max_by_key(|at| scores[*at]).unwrap_or(0))
}
