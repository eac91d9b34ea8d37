//! Work on a stream of things on several threads, with the results in the order of the things.
//!
//! One thread reads, some work, and whoever asked takes the results; all at the same time, so that no core waits
//! for the end of a batch. What lies between them is bounded in bytes, not in things, since articles differ
//! in length by a factor of a thousand. No thing is too long: one that exceeds the bound goes alone.
//!
//! ```
//! use std::num::NonZeroUsize;
//! use quotestance::stream::{Bounds, Weight, in_order};
//!
//! struct Line(String);
//! impl Weight for Line {
//!     fn weight(&self) -> usize {
//!         self.0.len()
//!     }
//! }
//!
//! let lines = || (1..=3).map(|at| Line("x".repeat(at)));
//! let work = |line: Line| Line(line.0.to_uppercase());
//! let results = in_order(NonZeroUsize::new(2).unwrap(), Bounds { waiting: 64, done: 64 }, lines, work).unwrap();
//! assert_eq!(results.map(|line| line.0).collect::<Vec<_>>(), ["X", "XX", "XXX"]);
//! ```

use std::any::Any;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What knows about how many bytes it holds.
pub trait Weight {
    /// About how many bytes it holds in memory.
    fn weight(&self) -> usize;
}

/// How many bytes may lie between the threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Of things that were read and that nobody works on yet.
    pub waiting: usize,
    /// Of results that wait for an earlier one. Work that has begun is finished all the same, so that there can
    /// be more by as many results as there are workers.
    pub done: usize,
}

/// Reads `items`, does `work` on each on `jobs` threads, and gives the results in the order of the items.
///
/// `items` is called on the reading thread, so that what it gives need not be able to leave it. When reading or
/// working panics, so does whoever takes the results, at that place.
///
/// # Errors
/// When the threads can't be started.
pub fn in_order<I, T, R>(
    jobs: NonZeroUsize,
    bounds: Bounds,
    items: impl FnOnce() -> I + Send + 'static,
    work: impl Fn(T) -> R + Send + Sync + 'static,
) -> io::Result<InOrder<T, R>>
where
    I: Iterator<Item = T>,
    T: Weight + Send + 'static,
    R: Weight + Send + 'static,
{
    let state = State {
        waiting: VecDeque::new(),
        waiting_bytes: 0,
        taken: 0,
        done: BTreeMap::new(),
        done_bytes: 0,
        wanted: 0,
        reading: true,
        left: false,
        reader_panic: None,
    };
    let shared = Arc::new(Shared {
        state: Mutex::new(state),
        bounds,
        room: Condvar::new(),
        work: Condvar::new(),
        ready: Condvar::new(),
    });
    // From here on threads that were started end when this is dropped, also by an error.
    let results = InOrder { shared: Arc::clone(&shared) };
    let work = Arc::new(work);
    for at in 0..jobs.get() {
        let (shared, work) = (Arc::clone(&shared), Arc::clone(&work));
        thread::Builder::new().name(format!("worker {at}")).spawn(move || shared.work(&*work))?;
    }
    thread::Builder::new().name("reader".to_owned()).spawn(move || shared.read(items))?;
    Ok(results)
}

/// The results of [`in_order`].
///
/// When it is dropped, reading and working stop after what is at hand. Nobody waits for that: a read from a pipe
/// may take for ever.
pub struct InOrder<T, R> {
    shared: Arc<Shared<T, R>>,
}

impl<T, R> InOrder<T, R> {
    /// Whether the next result, or the end, can be had without waiting.
    pub fn is_ready(&self) -> bool {
        let state = self.shared.lock();
        state.done.contains_key(&state.wanted) || state.is_over()
    }
}

impl<T, R: Weight> Iterator for InOrder<T, R> {
    type Item = R;

    fn next(&mut self) -> Option<R> {
        let mut state = self.shared.lock();
        loop {
            let wanted = state.wanted;
            if let Some(done) = state.done.remove(&wanted) {
                state.wanted += 1;
                state.done_bytes -= weight(&done);
                if state.done_bytes <= self.shared.bounds.done {
                    self.shared.work.notify_all();
                }
                drop(state);
                return Some(done.unwrap_or_else(|panic| resume_unwind(panic)));
            }
            if state.is_over() {
                let panic = state.reader_panic.take();
                drop(state);
                return panic.map(|panic| resume_unwind(panic));
            }
            state = wait(&self.shared.ready, state);
        }
    }
}

impl<T, R> Drop for InOrder<T, R> {
    fn drop(&mut self) {
        self.shared.lock().left = true;
        self.shared.room.notify_all();
        self.shared.work.notify_all();
    }
}

impl<T, R> fmt::Debug for InOrder<T, R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("InOrder").field("bounds", &self.shared.bounds).finish_non_exhaustive()
    }
}

type Panic = Box<dyn Any + Send>;

struct Shared<T, R> {
    state: Mutex<State<T, R>>,
    bounds: Bounds,
    /// Told to the reader: there may be room for what it has.
    room: Condvar,
    /// Told to the workers: there may be something to work on.
    work: Condvar,
    /// Told to the taker: there may be the result that it wants.
    ready: Condvar,
}

struct State<T, R> {
    /// What was read and nobody works on yet.
    waiting: VecDeque<T>,
    waiting_bytes: usize,
    /// How many things workers have taken; that is the number of the next.
    taken: u64,
    /// Results that nobody has taken yet, by their number.
    done: BTreeMap<u64, Result<R, Panic>>,
    done_bytes: usize,
    /// The number of the result that comes next.
    wanted: u64,
    /// Whether more may be read.
    reading: bool,
    /// Whether nobody wants the results any more.
    left: bool,
    reader_panic: Option<Panic>,
}

impl<T, R> State<T, R> {
    fn is_over(&self) -> bool {
        !self.reading && self.waiting.is_empty() && self.wanted == self.taken
    }
}

impl<T, R> Shared<T, R> {
    /// The state stays sound when a thread panics, since none does so while it changes it.
    fn lock(&self) -> MutexGuard<'_, State<T, R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Weight, R: Weight> Shared<T, R> {
    fn read<I: Iterator<Item = T>>(&self, items: impl FnOnce() -> I) {
        let read = catch_unwind(AssertUnwindSafe(|| {
            for item in items() {
                if !self.hand_over(item) {
                    break;
                }
            }
        }));
        let mut state = self.lock();
        state.reading = false;
        state.reader_panic = read.err();
        drop(state);
        self.work.notify_all();
        self.ready.notify_all();
    }

    /// Waits for room and hands `item` to the workers; whether somebody still wants more.
    fn hand_over(&self, item: T) -> bool {
        let bytes = item.weight();
        let mut state = self.lock();
        while !state.left && !state.waiting.is_empty() && state.waiting_bytes + bytes > self.bounds.waiting {
            state = wait(&self.room, state);
        }
        state.waiting_bytes += bytes;
        state.waiting.push_back(item);
        let left = state.left;
        drop(state);
        self.work.notify_one();
        !left
    }

    fn work(&self, work: &impl Fn(T) -> R) {
        while let Some((number, item)) = self.next_item() {
            let done = catch_unwind(AssertUnwindSafe(|| work(item)));
            let mut state = self.lock();
            state.done_bytes += weight(&done);
            state.done.insert(number, done);
            let ready = number == state.wanted;
            drop(state);
            if ready {
                self.ready.notify_one();
            }
        }
    }

    /// The next thing to work on; `None` when there will be none.
    ///
    /// Things are taken in order, so the one whose result all wait for is worked on, or nothing is done that could
    /// exceed the bound: waiting for room among the results never lasts for ever.
    fn next_item(&self) -> Option<(u64, T)> {
        let mut state = self.lock();
        loop {
            if state.left || (!state.reading && state.waiting.is_empty()) {
                return None;
            }
            if state.done_bytes <= self.bounds.done
                && let Some(item) = state.waiting.pop_front()
            {
                let number = state.taken;
                state.taken += 1;
                state.waiting_bytes -= item.weight();
                drop(state);
                self.room.notify_one();
                return Some((number, item));
            }
            state = wait(&self.work, state);
        }
    }
}

fn weight<R: Weight>(done: &Result<R, Panic>) -> usize {
    done.as_ref().map_or(0, Weight::weight)
}

fn wait<'g, S>(told: &Condvar, state: MutexGuard<'g, S>) -> MutexGuard<'g, S> {
    told.wait(state).unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    impl Weight for usize {
        fn weight(&self) -> usize {
            *self
        }
    }

    const BOUNDS: Bounds = Bounds { waiting: 100, done: 100 };

    fn jobs(jobs: usize) -> NonZeroUsize {
        NonZeroUsize::new(jobs).unwrap()
    }

    #[test]
    fn results_come_in_order_however_long_each_takes() {
        for threads in [1, 2, 9] {
            let work = |item: usize| {
                thread::sleep(Duration::from_micros([900, 10, 300][item % 3]));
                item * 2
            };
            let results: Vec<usize> = in_order(jobs(threads), BOUNDS, || 0..300, work).unwrap().collect();
            assert_eq!(results, (0..300).map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn one_that_exceeds_every_bound_goes_through_alone() {
        let items = || [5000, 1, 1, 5000, 5000, 1].into_iter();
        let results: Vec<usize> = in_order(jobs(3), BOUNDS, items, |item| item).unwrap().collect();
        assert_eq!(results, [5000, 1, 1, 5000, 5000, 1]);
    }

    #[test]
    fn what_lies_between_the_threads_is_bounded() {
        static READ: AtomicUsize = AtomicUsize::new(0);
        let items = || {
            (0..1000).map(|_| {
                READ.fetch_add(1, Ordering::SeqCst);
                10
            })
        };
        let mut results = in_order(jobs(2), BOUNDS, items, |item: usize| item).unwrap();
        results.next();
        thread::sleep(Duration::from_millis(50));
        // One taken; results of 110 bytes and two more; waiting 100 bytes; one in the reader's hand.
        let read = READ.load(Ordering::SeqCst);
        assert!(read <= 1 + 11 + 2 + 10 + 1, "{read}");
        assert_eq!(results.count(), 999);
    }

    #[test]
    fn the_first_result_is_ready_before_the_input_ends() {
        let (give, take) = mpsc::channel::<usize>();
        let mut results = in_order(jobs(2), BOUNDS, move || take.into_iter(), |item| item + 1).unwrap();
        assert!(!results.is_ready());
        give.send(6).unwrap();
        assert_eq!(results.next(), Some(7));
        drop(give);
        assert_eq!(results.next(), None);
        assert_eq!((results.is_ready(), results.next()), (true, None));
    }

    #[test]
    fn leaving_stops_a_reader_without_end_and_waits_for_no_other() {
        let (ended, has_ended) = mpsc::channel();
        let items = move || {
            let ended = ended;
            std::iter::repeat_with(move || ended.send(()).map_or(1, |()| 1))
        };
        let mut results = in_order(jobs(2), BOUNDS, items, |item: usize| item).unwrap();
        assert_eq!(results.next(), Some(1));
        drop(results);
        while has_ended.recv_timeout(Duration::from_secs(20)) != Err(mpsc::RecvTimeoutError::Disconnected) {}

        let (_blocks, take) = mpsc::channel::<usize>();
        drop(in_order(jobs(2), BOUNDS, move || take.into_iter(), |item| item).unwrap());
    }

    #[test]
    fn a_panic_comes_out_in_its_place_and_nothing_hangs() {
        let work = |item: usize| if item == 3 { panic!("no three") } else { item };
        let mut results = in_order(jobs(2), BOUNDS, || 0..100, work).unwrap();
        for expected in 0..3 {
            assert_eq!(results.next(), Some(expected));
        }
        assert!(catch_unwind(AssertUnwindSafe(|| results.next())).is_err());
        assert_eq!(results.next(), Some(4), "the others go on");

        let items = || (0..100).inspect(|item| assert!(*item < 2, "no more"));
        let mut results = in_order(jobs(2), BOUNDS, items, |item: usize| item).unwrap();
        assert_eq!((results.next(), results.next()), (Some(0), Some(1)));
        assert!(catch_unwind(AssertUnwindSafe(|| results.next())).is_err());
    }
}
