//! When the sync worker has to look at a publication.

use coupure_model::{Publication, Standing, Timestamp};

/// Whatever the clock says.
const AT_ONCE: Timestamp = Timestamp::UNIX_EPOCH;

/// The moment from which a publication is due; `None`: not before somebody changes it.
///
/// An attempt under way is due whatever is wanted meanwhile, for its outcome must become known, and
/// so must what a write of ours went over; only the worker's own waiting (settling, the next try)
/// holds them back.
pub(crate) fn due(publication: &Publication) -> Option<Timestamp> {
    let Publication { wanted, attempt, standing, .. } = publication;
    let is_open = attempt.is_some() || publication.is_unverified();
    match standing {
        Standing::Waiting { until, .. } if is_open => Some(*until),
        Standing::Waiting { until, .. } => Some((*until).max(wanted.not_before)),
        _ if is_open => Some(attempt.as_ref().map_or(AT_ONCE, |attempt| attempt.started)),
        Standing::Due => Some(wanted.not_before),
        _ => None,
    }
}
