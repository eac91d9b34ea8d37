//! Trains the parser with a dynamic oracle (Goldberg and Nivre 2013): it follows its own mistakes,
//! and learns the best that can still be done after them.

use super::{Example, Shuffle};
use crate::learn::{Averaged, Rarity};
use crate::syntax::Relation;
use crate::syntax::parser::{Parser, Room, best_allowed, best_relation, only};
use crate::syntax::state::{Action, State};
use crate::syntax::template::{self, ACTION_FEATURES, RELATION_FEATURES};

/// How the parser is trained.
#[derive(Debug, Clone, Copy)]
pub struct ParserParams {
    /// Passes over the training sentences.
    pub passes: usize,
    /// How often each sentence that a person analysed is seen in a pass; the others are seen once.
    pub gold: usize,
    /// Features of actions seen less often get no weight.
    pub least_seen: u8,
    /// The same for features of relations.
    pub relation_seen: u8,
    /// Features that changed less often are left out of the model.
    pub least_updates: u32,
    /// Features of relations without a weight of this size are left out.
    pub light: f32,
    /// At most as many features of actions are kept.
    pub features: usize,
}

impl Default for ParserParams {
    fn default() -> Self {
        Self { passes: 6, gold: 2, least_seen: 4, relation_seen: 4, least_updates: 2, light: 1.0, features: 330_000 }
    }
}

/// In place of a head that nobody is sure of.
const UNKNOWN: usize = usize::MAX;

/// The gold tree, as the oracle asks for it.
struct Gold {
    heads: Vec<usize>,
    children: Vec<Vec<usize>>,
}

impl Gold {
    fn new(example: &Example, all: bool) -> Self {
        let mut children = vec![Vec::new(); example.heads.len() + 1];
        let mut heads = example.heads.clone();
        for (word, head) in heads.iter_mut().enumerate() {
            if all || example.certain[word] {
                children[*head].push(word);
            } else {
                *head = UNKNOWN;
            }
        }
        Self { heads, children }
    }

    /// How many arcs of the gold tree `action` puts out of reach.
    fn cost(&self, state: &State, action: Action) -> usize {
        let on_stack = |at: usize| at < state.next && state.heads[at] == state.none();
        let (top, next) = (state.top(0), state.next);
        match action {
            Action::Shift => {
                let head = self.heads[next];
                let lost = head != top && head < next && on_stack(head);
                usize::from(lost) + self.children[next].iter().filter(|child| on_stack(**child)).count()
            }
            Action::Left | Action::Right => {
                let head = self.heads[top];
                let lost = match action {
                    _ if head == UNKNOWN => false,
                    Action::Left => head != next && (head > next || head == state.top(1)),
                    _ => head >= next,
                };
                usize::from(lost) + self.children[top].iter().rev().take_while(|child| **child >= next).count()
            }
        }
    }
}

/// Trains a parser on `examples`, with the tags that they have.
pub fn train(examples: &[Example], params: &ParserParams, mut progress: impl FnMut(&str)) -> Parser {
    let (mut rare, mut rare_arcs) = (Rarity::new(params.least_seen), Rarity::new(params.relation_seen));
    let mut features = [0; ACTION_FEATURES];
    let mut arc_features = [0; RELATION_FEATURES];
    let mut room = Room::default();
    // the features on the way of a parser without mistakes are counted
    for example in examples {
        let gold = Gold::new(example, true);
        let Room { nodes, state, .. } = &mut room;
        template::nodes(&example.forms, &example.tags, nodes);
        state.reset(example.tags.len());
        while !state.is_done() {
            let action = only(state).unwrap_or_else(|| {
                template::action(state, nodes, &mut features);
                features.iter().for_each(|feature| rare.see(*feature));
                let allowed = Action::ALL.into_iter().filter(|action| state.allows(*action));
                allowed.min_by_key(|action| gold.cost(state, *action)).unwrap_or(Action::Shift)
            });
            let mut relation = Relation::Other;
            if let Some((head, word)) = state.arc(action) {
                template::relation(state, nodes, head, word, &mut arc_features);
                arc_features.iter().for_each(|feature| rare_arcs.see(*feature));
                relation = example.relations[word];
            }
            state.step(action, relation);
        }
    }
    let mut actions = Averaged::new(Action::ALL.len(), rare);
    let mut arcs = Averaged::new(Relation::COUNT, rare_arcs);
    let mut shuffle = Shuffle::new(11);
    let times = |at: &usize| if examples[*at].silver { 1 } else { params.gold };
    let mut order: Vec<usize> = (0..examples.len()).flat_map(|at| std::iter::repeat_n(at, times(&at))).collect();
    let (mut scores, mut arc_scores) = ([0; 3], [0; Relation::COUNT]);
    for pass in 0..params.passes {
        shuffle.shuffle(&mut order);
        let (mut right, mut named, mut total) = (0, 0, 0usize);
        for &at in &order {
            let example = &examples[at];
            let gold = Gold::new(example, false);
            let Room { nodes, state, .. } = &mut room;
            template::nodes(&example.forms, &example.tags, nodes);
            state.reset(example.tags.len());
            while !state.is_done() {
                let action = match only(state) {
                    Some(action) => action,
                    None => {
                        template::action(state, nodes, &mut features);
                        actions.score(&features, &mut scores);
                        let guess = best_allowed(state, &scores);
                        let costs = Action::ALL
                            .map(|action| if state.allows(action) { gold.cost(state, action) } else { usize::MAX });
                        let least = costs.iter().min().copied().unwrap_or(0);
                        let mut target = guess;
                        if costs[guess as usize] > least {
                            let best = Action::ALL.into_iter().filter(|action| costs[*action as usize] == least);
                            target = best.rev().max_by_key(|action| scores[*action as usize]).unwrap_or(guess);
                            actions.update(&features, target as usize, guess as usize);
                        }
                        actions.tick();
                        // one decision in ten is made right after the first pass, all before that
                        if pass == 0 || shuffle.next().is_multiple_of(10) { target } else { guess }
                    }
                };
                let mut relation = Relation::Other;
                if let Some((head, word)) = state.arc(action) {
                    total += usize::from(gold.heads[word] != UNKNOWN);
                    if head == state.count {
                        relation = Relation::Root;
                        right += usize::from(gold.heads[word] == head);
                        named += usize::from(gold.heads[word] == head);
                    } else if example.tags[word].is_punctuation() {
                        relation = Relation::Punctuation;
                        right += usize::from(gold.heads[word] == head);
                        named += usize::from(gold.heads[word] == head && example.relations[word] == relation);
                    } else {
                        template::relation(state, nodes, head, word, &mut arc_features);
                        arcs.score(&arc_features, &mut arc_scores);
                        relation = best_relation(&arc_scores);
                        if gold.heads[word] == head {
                            let target = example.relations[word];
                            right += 1;
                            named += usize::from(relation == target);
                            if relation != target {
                                arcs.update(&arc_features, target as usize, relation as usize);
                            }
                            arcs.tick();
                        }
                    }
                }
                state.step(action, relation);
            }
        }
        let share = |count: usize| 100.0 * count as f64 / total as f64;
        progress(&format!(
            "parser, pass {}: {:.2}% heads, {:.2}% with relation right while learning",
            pass + 1,
            share(right),
            share(named)
        ));
    }
    let parser = Parser {
        actions: actions.choices(0.1, params.least_updates, params.features),
        relations: arcs.average(0.1, 0.3, params.light, params.least_updates),
    };
    progress(&format!("parser: {} features of actions, {} of relations", parser.actions.len(), parser.relations.len()));
    parser
}
