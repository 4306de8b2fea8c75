//! A grid of cells over the page, and the connected areas of it.

/// Rows of cells, from the top.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grid<T> {
    pub columns: usize,
    pub rows: usize,
    pub cells: Vec<T>,
}

impl<T: Copy> Grid<T> {
    pub fn map<U>(&self, of: impl Fn(T) -> U) -> Grid<U> {
        Grid {
            columns: self.columns,
            rows: self.rows,
            cells: self.cells.iter().map(|&cell| of(cell)).collect(),
        }
    }

    /// Each cell becomes the best of those up to `radius` away, across and then down.
    fn spread(&self, radius: usize, better: impl Fn(T, T) -> T) -> Self {
        let (columns, rows) = (self.columns, self.rows);
        let mut across = self.clone();
        for y in 0..rows {
            let line = &self.cells[y * columns..(y + 1) * columns];
            for x in 0..columns {
                let near = &line[x.saturating_sub(radius)..(x + radius + 1).min(columns)];
                across.cells[y * columns + x] =
                    near.iter().copied().reduce(&better).unwrap_or(line[x]);
            }
        }
        let mut down = across.clone();
        for y in 0..rows {
            for other in y.saturating_sub(radius)..(y + radius + 1).min(rows) {
                for x in 0..columns {
                    let at = y * columns + x;
                    down.cells[at] = better(down.cells[at], across.cells[other * columns + x]);
                }
            }
        }
        down
    }
}

impl Grid<f32> {
    /// Each cell as bright as the brightest up to `radius` away.
    pub fn dilated(&self, radius: usize) -> Self {
        self.spread(radius, f32::max)
    }

    pub fn eroded(&self, radius: usize) -> Self {
        self.spread(radius, f32::min)
    }

    /// The mean of those up to `radius` away: soft edges.
    pub fn softened(&self, radius: usize) -> Self {
        let (columns, rows) = (self.columns, self.rows);
        let mut across = self.clone();
        for y in 0..rows {
            let line = &self.cells[y * columns..(y + 1) * columns];
            for x in 0..columns {
                let near = &line[x.saturating_sub(radius)..(x + radius + 1).min(columns)];
                across.cells[y * columns + x] = near.iter().sum::<f32>() / near.len() as f32;
            }
        }
        let mut down = across.clone();
        for y in 0..rows {
            let (from, to) = (y.saturating_sub(radius), (y + radius + 1).min(rows));
            for x in 0..columns {
                let sum: f32 = (from..to).map(|v| across.cells[v * columns + x]).sum();
                down.cells[y * columns + x] = sum / (to - from) as f32;
            }
        }
        down
    }
}

/// Cells that hang together side by side; the ends of the box are not in it.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub cells: Vec<usize>,
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
}

impl Area {
    /// How much of its box it fills.
    pub fn fill(&self) -> f32 {
        let size = (self.right - self.left) * (self.bottom - self.top);
        self.cells.len() as f32 / size.max(1) as f32
    }

    pub fn touches_rim(&self, columns: usize, rows: usize) -> bool {
        self.left == 0 || self.top == 0 || self.right == columns || self.bottom == rows
    }

    /// Whether a square of that radius fits in.
    pub fn has_core(&self, columns: usize, radius: usize) -> bool {
        let (width, height) = (self.right - self.left, self.bottom - self.top);
        let side = 2 * radius + 1;
        if width < side || height < side {
            return false;
        }
        // The side of the largest square that ends at each cell.
        let mut squares = vec![0_usize; width * height];
        let mut inside = vec![false; width * height];
        for &at in &self.cells {
            inside[(at / columns - self.top) * width + at % columns - self.left] = true;
        }
        for y in 0..height {
            for x in 0..width {
                if inside[y * width + x] {
                    let before = if x == 0 || y == 0 {
                        0
                    } else {
                        let (above, left) =
                            (squares[(y - 1) * width + x], squares[y * width + x - 1]);
                        above.min(left).min(squares[(y - 1) * width + x - 1])
                    };
                    squares[y * width + x] = before + 1;
                    if before + 1 >= side {
                        return true;
                    }
                }
            }
        }
        false
    }
}

/// The areas of cells that are `wanted`, the first cell from the top leading.
pub(crate) fn areas_of(marked: &Grid<bool>, wanted: bool) -> Vec<Area> {
    let (columns, rows) = (marked.columns, marked.rows);
    let mut seen: Vec<bool> = marked.cells.iter().map(|&mark| mark != wanted).collect();
    let mut areas = Vec::new();
    let mut waiting = Vec::new();
    for start in 0..seen.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        waiting.push(start);
        let mut area = Area { cells: Vec::new(), left: columns, top: rows, right: 0, bottom: 0 };
        while let Some(at) = waiting.pop() {
            let (x, y) = (at % columns, at / columns);
            area.cells.push(at);
            area.left = area.left.min(x);
            area.top = area.top.min(y);
            area.right = area.right.max(x + 1);
            area.bottom = area.bottom.max(y + 1);
            let mut visit = |to: usize| {
                if !seen[to] {
                    seen[to] = true;
                    waiting.push(to);
                }
            };
            if x > 0 {
                visit(at - 1);
            }
            if x + 1 < columns {
                visit(at + 1);
            }
            if y > 0 {
                visit(at - columns);
            }
            if y + 1 < rows {
                visit(at + columns);
            }
        }
        areas.push(area);
    }
    areas
}
