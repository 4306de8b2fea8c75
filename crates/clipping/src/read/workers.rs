//! A few workers over a list of pieces of work.
//!
//! A single run of a model hardly gains from a second thread; two runs beside each other do. So
//! each worker runs the models on one thread of its own.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use rten::ThreadPool;

use crate::Error;

/// More would cost memory for the models' intermediate results, and the window its smoothness.
const WORKERS_MAX: usize = 4;

/// The threads of each worker.
pub fn pools() -> Vec<Arc<ThreadPool>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (0..cores.clamp(1, WORKERS_MAX)).map(|_| Arc::new(ThreadPool::with_num_threads(1))).collect()
}

/// One piece of work, on a worker's own threads.
type Work<'a> = dyn Fn(usize, &Arc<ThreadPool>) -> Result<(), Error> + Sync + 'a;

/// Does `work(0)` … `work(count - 1)`, each once, in any order; stops at the first error.
pub fn each(pools: &[Arc<ThreadPool>], count: usize, work: &Work<'_>) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let failure = Mutex::new(None);
    std::thread::scope(|scope| {
        for pool in &pools[..pools.len().min(count)] {
            let (next, stopped, failure) = (&next, &stopped, &failure);
            scope.spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= count {
                        break;
                    }
                    if let Err(error) = work(i, pool) {
                        stopped.store(true, Ordering::Relaxed);
                        failure
                            .lock()
                            .expect("storing an error does not panic")
                            .get_or_insert(error);
                    }
                }
            });
        }
    });
    match failure.into_inner().expect("storing an error does not panic") {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_done_once() {
        let counts: Vec<AtomicUsize> = (0..100).map(|_| AtomicUsize::new(0)).collect();
        each(&pools(), 100, &|i, _| {
            counts[i].fetch_add(1, Ordering::Relaxed);
            Ok(())
        })
        .expect("nothing fails");
        assert!(counts.iter().all(|c| c.load(Ordering::Relaxed) == 1));
    }

    #[test]
    fn the_first_error_stops_the_rest() {
        let done = AtomicUsize::new(0);
        let result = each(&pools(), 100_000, &|i, _| {
            done.fetch_add(1, Ordering::Relaxed);
            if i == 3 { Err(Error::Cancelled) } else { Ok(()) }
        });
        assert_eq!(result, Err(Error::Cancelled));
        assert!(done.load(Ordering::Relaxed) < 100_000);
    }
}
