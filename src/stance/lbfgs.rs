//! L-BFGS (Liu and Nocedal 1989): makes a smooth function small from what its last steps told of its curvature.
//!
//! The line search is argmin's, after Moré and Thuente. argmin's own L-BFGS takes the same steps, but where a search fails it
//! ends with an error and keeps nothing of what was reached, and it makes the products of all remembered steps anew at each
//! iteration.

use std::cell::RefCell;
use std::collections::VecDeque;

use argmin::core::{CostFunction, Error, Executor, Gradient, LineSearch};
use argmin::solver::linesearch::MoreThuenteLineSearch;

/// How many steps are remembered.
const MEMORY: usize = 10;
/// The end is reached where the gradient is shorter.
const GRADIENT: f64 = 1e-5;
/// The end is reached where a step changes the cost by less.
const CHANGE: f64 = 1e-6;

/// A function of many numbers with a slope everywhere.
pub(super) trait Smooth {
    /// Its value at a point and its gradient there.
    fn at(&self, point: &[f64]) -> (f64, Vec<f64>);
}

/// The point of least cost among those that lead from `start` to where the cost is flat, or as far as `steps` lead.
pub(super) fn minimise(function: &impl Smooth, start: Vec<f64>, steps: u64) -> Vec<f64> {
    let (mut cost, mut gradient) = function.at(&start);
    let mut best = (cost, start.clone());
    let mut point = start;
    let mut change = f64::INFINITY;
    let mut memory: VecDeque<Step> = VecDeque::new();
    for _ in 0..steps {
        if dot(&gradient, &gradient).sqrt() < GRADIENT || change < CHANGE {
            break;
        }
        let direction = downhill(&gradient, &memory);
        // The search fails where rounding leaves nothing to gain: the best point so far stands.
        let Some(next) = search(function, &point, cost, &gradient, direction) else { break };
        if memory.len() == MEMORY {
            memory.pop_front();
        }
        memory.push_back(Step::new(less(&next.point, &point), less(&next.gradient, &gradient)));
        change = (cost - next.cost).abs();
        (point, cost, gradient) = (next.point, next.cost, next.gradient);
        if cost < best.0 {
            best = (cost, point.clone());
        }
    }
    best.1
}

/// A step that was taken: how far it led and by how much the gradient changed on the way.
struct Step {
    way: Vec<f64>,
    bend: Vec<f64>,
    /// 1 over the product of the two.
    rho: f64,
    /// The length of a step that the bend tells of: the product over the square of the bend.
    scale: f64,
}

impl Step {
    fn new(way: Vec<f64>, bend: Vec<f64>) -> Self {
        let product = dot(&bend, &way);
        Self { rho: 1.0 / product, scale: product / dot(&bend, &bend), way, bend }
    }
}

/// The direction of the next step: the gradient, bent by what the remembered steps told, downwards.
fn downhill(gradient: &[f64], memory: &VecDeque<Step>) -> Vec<f64> {
    let mut direction = gradient.to_vec();
    let mut shares = [0.0; MEMORY];
    for (share, step) in shares.iter_mut().zip(memory).rev() {
        *share = dot(&step.way, &direction) * step.rho;
        direction.iter_mut().zip(&step.bend).for_each(|(slot, bend)| *slot -= bend * *share);
    }
    let scale = memory.back().map_or(1.0, |last| last.scale);
    direction.iter_mut().for_each(|slot| *slot *= scale);
    for (share, step) in shares.iter().zip(memory) {
        let more = share - dot(&step.bend, &direction) * step.rho;
        direction.iter_mut().zip(&step.way).for_each(|(slot, way)| *slot += way * more);
    }
    direction.iter_mut().for_each(|slot| *slot = -*slot);
    direction
}

/// In order on one thread: the same bytes every time.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn less(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a - b).collect()
}

/// A point with what the function is there.
struct Found {
    point: Vec<f64>,
    cost: f64,
    gradient: Vec<f64>,
}

/// A point in this direction where the cost is well lower; `None` where the search found none.
fn search(function: &impl Smooth, point: &[f64], cost: f64, gradient: &[f64], direction: Vec<f64>) -> Option<Found> {
    let mut search = MoreThuenteLineSearch::new();
    search.search_direction(direction);
    let along = Along { function, last: RefCell::new(None) };
    let start = |state: argmin::core::IterState<_, _, (), (), (), f64>| {
        state.param(point.to_vec()).gradient(gradient.to_vec()).cost(cost)
    };
    let mut state = Executor::new(along, search).configure(start).ctrlc(false).timer(false).run().ok()?.state;
    Some(Found { point: state.take_param()?, cost: state.get_cost(), gradient: state.take_gradient()? })
}

/// A function as the line search asks it: for the cost at a point and then for the gradient there. Both are made at once.
struct Along<'f, F> {
    function: &'f F,
    /// The point whose cost was asked, and its gradient.
    last: RefCell<Option<(Vec<f64>, Vec<f64>)>>,
}

impl<F: Smooth> CostFunction for Along<'_, F> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        let (cost, gradient) = self.function.at(point);
        *self.last.borrow_mut() = Some((point.clone(), gradient));
        Ok(cost)
    }
}

impl<F: Smooth> Gradient for Along<'_, F> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        let last = self.last.borrow_mut().take();
        Ok(last.filter(|(of, _)| of == point).map_or_else(|| self.function.at(point).1, |(_, gradient)| gradient))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A valley whose floor bends: (1 - x)² + 100 (y - x²)², least at (1, 1).
    struct Rosenbrock;

    impl Smooth for Rosenbrock {
        fn at(&self, point: &[f64]) -> (f64, Vec<f64>) {
            let (x, y) = (point[0], point[1]);
            let floor = y - x * x;
            let cost = (1.0 - x).powi(2) + 100.0 * floor * floor;
            (cost, vec![-2.0 * (1.0 - x) - 400.0 * x * floor, 200.0 * floor])
        }
    }

    #[test]
    fn a_bent_valley_is_followed_to_its_end() {
        let found = minimise(&Rosenbrock, vec![-1.2, 1.0], 100);
        assert!(found.iter().all(|x| (x - 1.0).abs() < 1e-2), "{found:?}");
        // As many steps as are allowed, and each is a gain.
        let cost = |steps| Rosenbrock.at(&minimise(&Rosenbrock, vec![-1.2, 1.0], steps)).0;
        assert_eq!(cost(0), Rosenbrock.at(&[-1.2, 1.0]).0);
        assert!(cost(5) < cost(2) && cost(2) < cost(0));
    }

    /// Has no least value and no number beyond its edge.
    struct Cliff;

    impl Smooth for Cliff {
        fn at(&self, point: &[f64]) -> (f64, Vec<f64>) {
            (point[0].ln(), vec![1.0 / point[0]])
        }
    }

    #[test]
    fn where_the_search_fails_the_best_point_so_far_stands() {
        let found = minimise(&Cliff, vec![1.0], 50);
        assert!(found[0] > 0.0 && found[0] <= 1.0, "{found:?}");
    }
}
