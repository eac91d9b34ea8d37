//! The state of an arc-hybrid transition parser (Kuhlmann, Gómez-Rodríguez and Satta 2011): a stack of words
//! whose heads are not known yet, the words to come, and the arcs so far.
//!
//! The root stands after the last word. Every word is shifted once and attached once, so
//! that a sentence of n words takes 2n steps, however long it is.

use super::Relation;

/// What the parser can do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Action {
    /// The next word goes onto the stack.
    Shift,
    /// The stack's top hangs on the next word.
    Left,
    /// The stack's top hangs on the one below it.
    Right,
}

impl Action {
    pub const ALL: [Action; 3] = [Action::Shift, Action::Left, Action::Right];
}

/// What is known of a word's dependents on one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    /// The outermost, and the one found before it.
    pub outer: usize,
    pub inner: usize,
    pub count: u8,
    /// A bit for each relation.
    pub relations: u32,
}

/// Arcs and the words without a head.
#[derive(Debug, Default)]
pub(super) struct State {
    pub stack: Vec<usize>,
    /// The next word; `count` for the root.
    pub next: usize,
    pub count: usize,
    pub heads: Vec<usize>,
    pub relations: Vec<Relation>,
    pub left: Vec<Side>,
    pub right: Vec<Side>,
}

impl State {
    /// The place of what is not there: beyond the root.
    pub fn none(&self) -> usize {
        self.count + 1
    }

    /// Begins a sentence of `count` words.
    pub fn reset(&mut self, count: usize) {
        let none = count + 1;
        let side = Side { outer: none, inner: none, count: 0, relations: 0 };
        self.stack.clear();
        self.next = 0;
        self.count = count;
        self.heads.clear();
        self.heads.resize(count, none);
        self.relations.clear();
        self.relations.resize(count + 2, Relation::Other);
        self.left.clear();
        self.left.resize(count + 2, side);
        self.right.clear();
        self.right.resize(count + 2, side);
    }

    /// Whether every word has its head.
    pub fn is_done(&self) -> bool {
        self.next == self.count && self.stack.is_empty()
    }

    /// The stack's word at `depth` from its top.
    #[inline]
    pub fn top(&self, depth: usize) -> usize {
        if depth < self.stack.len() { self.stack[self.stack.len() - 1 - depth] } else { self.none() }
    }

    /// Whether `action` is possible: only the last word left may hang on the root.
    #[inline]
    pub fn allows(&self, action: Action) -> bool {
        match action {
            Action::Shift => self.next < self.count,
            Action::Left if self.next == self.count => self.stack.len() == 1,
            Action::Left => !self.stack.is_empty(),
            Action::Right => self.stack.len() > 1,
        }
    }

    /// The arc that `action` makes: head and dependent.
    #[inline]
    pub fn arc(&self, action: Action) -> Option<(usize, usize)> {
        match action {
            Action::Shift => None,
            Action::Left => Some((self.next, self.top(0))),
            Action::Right => Some((self.top(1), self.top(0))),
        }
    }

    /// Does it; the arc, if it makes one, has `relation`.
    pub fn step(&mut self, action: Action, relation: Relation) {
        let Some((head, word)) = self.arc(action) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.heads[word] = head;
        self.relations[word] = relation;
        let sides = if head > word { &mut self.left } else { &mut self.right };
        let side = &mut sides[head];
        side.inner = side.outer;
        side.outer = word;
        side.count = side.count.saturating_add(1);
        side.relations |= 1 << relation as u32;
    }
}
