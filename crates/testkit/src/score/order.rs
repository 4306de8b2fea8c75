//! How well lines were put in order, whatever was read in them.
//!
//! A line that was read has the place of the true line that it is: its group (an article) and its
//! rank there. Two measures, each a share from 0 to 1:
//! - *pairs*: of all pairs of lines of one group, those that stand as they should, the first before
//!   the second, wherever they stand: (1 + τ) / 2 of Kendall's rank correlation without ties
//!   (Kendall, "A New Measure of Rank Correlation", Biometrika 30, 1938).
//! - *neighbours*: of all true successions of two lines that were both read, those where the second
//!   comes next after the first. One column in the wrong place costs few neighbours and many pairs.

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub group: usize,
    pub rank: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    pub pairs_right: usize,
    pub pairs: usize,
    pub neighbours_right: usize,
    pub neighbours: usize,
}

impl Order {
    /// Of lines in the order in which they were read.
    pub fn of(read: &[Place]) -> Self {
        let mut order = Self::default();
        for (i, first) in read.iter().enumerate() {
            for second in &read[i + 1..] {
                if first.group == second.group && first.rank != second.rank {
                    order.pairs += 1;
                    order.pairs_right += usize::from(first.rank < second.rank);
                }
            }
        }
        // A line that was read in two parts is one.
        let mut lines = read.to_vec();
        lines.dedup();
        let mut there = lines.clone();
        there.sort_unstable();
        there.dedup();
        for pair in there.windows(2).filter(|pair| pair[0].group == pair[1].group) {
            if pair[0].rank + 1 == pair[1].rank {
                order.neighbours += 1;
                let follows = lines.windows(2).any(|two| two == pair);
                order.neighbours_right += usize::from(follows);
            }
        }
        order
    }

    pub fn pairs_share(&self) -> f64 {
        share(self.pairs_right, self.pairs)
    }

    pub fn neighbours_share(&self) -> f64 {
        share(self.neighbours_right, self.neighbours)
    }

    pub fn add(&mut self, other: &Self) {
        self.pairs_right += other.pairs_right;
        self.pairs += other.pairs;
        self.neighbours_right += other.neighbours_right;
        self.neighbours += other.neighbours;
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(read: &[(usize, usize)]) -> Order {
        let places: Vec<Place> = read.iter().map(|&(group, rank)| Place { group, rank }).collect();
        Order::of(&places)
    }

    #[test]
    fn groups_in_any_order_and_lines_in_two_parts_are_in_order() {
        let order = order(&[(1, 0), (1, 1), (1, 1), (0, 0), (0, 1), (0, 2)]);
        assert_eq!((order.pairs_share(), order.neighbours_share()), (1.0, 1.0));
        assert_eq!(order.neighbours, 3);
    }

    #[test]
    fn columns_exchanged_cost_pairs_and_columns_read_across_cost_neighbours() {
        let exchanged = order(&[(0, 3), (0, 4), (0, 5), (0, 0), (0, 1), (0, 2)]);
        assert_eq!(exchanged.pairs_share(), 6.0 / 15.0);
        assert_eq!(exchanged.neighbours_share(), 4.0 / 5.0);
        let across = order(&[(0, 0), (0, 3), (0, 1), (0, 4), (0, 2), (0, 5)]);
        assert_eq!(across.pairs_share(), 12.0 / 15.0);
        assert_eq!(across.neighbours_share(), 0.0);
    }

    #[test]
    fn a_missing_line_is_no_matter_of_order() {
        assert_eq!(order(&[(0, 0), (0, 2)]).neighbours_share(), 1.0);
        assert_eq!(order(&[]).pairs_share(), 1.0);
    }
}
