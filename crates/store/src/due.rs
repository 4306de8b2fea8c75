//! When the sync worker has to look at a publication.

use coupure_model::{Attempt, Standing, Timestamp, Wanted};

/// The moment from which a publication is due; `None`: not before somebody changes it.
///
/// An attempt under way is due whatever is wanted meanwhile, for its outcome must become known;
/// only the worker's own waiting (settling, the next try) holds it back.
pub(crate) fn due(
    wanted: &Wanted,
    attempt: Option<&Attempt>,
    standing: &Standing,
) -> Option<Timestamp> {
    match (standing, attempt) {
        (Standing::Waiting { until, .. }, Some(_)) => Some(*until),
        (Standing::Waiting { until, .. }, None) => Some((*until).max(wanted.not_before)),
        (_, Some(attempt)) => Some(attempt.started),
        (Standing::Due, None) => Some(wanted.not_before),
        (
            Standing::Settled
            | Standing::NeedsAuthor { .. }
            | Standing::Refused { .. }
            | Standing::Cancelled,
            None,
        ) => None,
    }
}
