//! How long to wait before the next try.

use std::time::Duration;

use coupure_model::Timestamp;

const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// Doubles from 5 s to 30 min over `tries` failures in a row (from 0), and is spread by a quarter
/// either way so that posts which failed together do not come back together. The spread is a hash
/// of when the post was pressed, so that a simulation repeats itself. Never earlier than the
/// server asked.
pub fn backoff(pressed: Timestamp, tries: u32, retry_after: Option<Duration>) -> Duration {
    let doubled = FIRST.saturating_mul(1 << tries.min(16)).min(LONGEST);
    let mut hasher = blake3::Hasher::new();
    hasher.update(&pressed.as_nanosecond().to_le_bytes()).update(&tries.to_le_bytes());
    let drawn = f64::from(hasher.finalize().as_bytes()[0]) / 255.0;
    let spread = doubled.mul_f64(0.75 + drawn / 2.0).min(LONGEST);
    retry_after.map_or(spread, |asked| asked.max(spread))
}

/// No wait after `tries` failures is longer.
pub fn longest(tries: u32, retry_after: Option<Duration>) -> Duration {
    let doubled = FIRST.saturating_mul(1 << tries.min(16)).mul_f64(1.25).min(LONGEST);
    retry_after.map_or(doubled, |asked| asked.max(doubled))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(n: i64) -> Timestamp {
        Timestamp::from_millisecond(1_800_000_000_000 + n).unwrap()
    }

    #[test]
    fn waits_grow_from_seconds_to_half_an_hour_and_respect_the_server() {
        let id = pressed(7);
        assert!(backoff(id, 0, None) <= Duration::from_secs(7));
        assert!(backoff(id, 3, None) > backoff(id, 0, None));
        for tries in 0..100 {
            let wait = backoff(id, tries, None);
            assert!(wait >= Duration::from_secs(3) && wait <= LONGEST, "{tries}: {wait:?}");
            assert!(wait <= longest(tries, None), "{tries}: {wait:?}");
        }
        let asked = Duration::from_secs(6000);
        assert_eq!(backoff(id, 0, Some(asked)), asked);
    }

    #[test]
    fn posts_that_fail_together_do_not_come_back_together() {
        let waits: std::collections::HashSet<_> =
            (0..20).map(|n| backoff(pressed(n), 2, None)).collect();
        assert!(waits.len() > 10);
    }
}
