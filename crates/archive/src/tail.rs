//! The tail: rows acknowledged but not yet in a segment on disk.
//!
//! Held in pieces that a question can keep while intake goes on. For the kernels each piece has
//! an image laid out like a segment, made when the first question needs it.

use std::sync::{Arc, OnceLock};

use crate::row::Row;
use crate::segment::Segment;
use crate::write;

/// Rows of one piece; an event is never cut.
const PIECE_ROWS: usize = 16_384;

/// Some rows, whole events, in the order they came.
#[derive(Default)]
pub(crate) struct Piece {
    rows: Vec<Row>,
    image: OnceLock<Arc<Segment>>,
}

impl Clone for Piece {
    fn clone(&self) -> Piece {
        Piece {
            rows: self.rows.clone(),
            image: OnceLock::new(),
        }
    }
}

impl Piece {
    /// The rows laid out like a segment.
    fn image(&self) -> Arc<Segment> {
        let make = || {
            let mut rows = self.rows.clone();
            write::sort_by_time(&mut rows);
            Arc::new(write::in_memory(&rows).expect("writing to memory does not fail"))
        };
        Arc::clone(self.image.get_or_init(make))
    }
}

/// The pieces, oldest first.
#[derive(Clone, Default)]
pub(crate) struct Tail {
    pieces: Vec<Arc<Piece>>,
    /// So many of the oldest are being written and stay as they are.
    frozen: usize,
}

impl Tail {
    /// Adds the rows of whole events.
    pub(crate) fn push(&mut self, rows: &[Row]) {
        for event in rows.chunk_by(|one, other| one.leaf == other.leaf) {
            let full = self
                .pieces
                .last()
                .is_none_or(|piece| piece.rows.len() >= PIECE_ROWS);
            if full || self.pieces.len() <= self.frozen {
                self.pieces.push(Arc::default());
            }
            let last = self
                .pieces
                .last_mut()
                .expect("a piece was just made sure of");
            // A question that still looks at the piece keeps its own copy.
            let piece = Arc::make_mut(last);
            piece.rows.extend_from_slice(event);
            piece.image = OnceLock::new();
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.pieces.iter().map(|piece| piece.rows.len()).sum()
    }

    /// What the kernels read.
    pub(crate) fn images(&self) -> impl Iterator<Item = Arc<Segment>> {
        self.pieces.iter().map(|piece| piece.image())
    }

    /// Takes all rows for a segment; later rows go into new pieces.
    pub(crate) fn freeze(&mut self) -> Vec<Row> {
        self.frozen = self.pieces.len();
        let mut rows = Vec::with_capacity(self.rows());
        for piece in &self.pieces {
            rows.extend_from_slice(&piece.rows);
        }
        rows
    }

    /// The frozen pieces are in a segment now.
    pub(crate) fn drop_frozen(&mut self) {
        self.pieces.drain(..self.frozen);
        self.frozen = 0;
    }

    /// The segment could not be written: the rows stay.
    pub(crate) fn thaw(&mut self) {
        self.frozen = 0;
    }

    /// The same rows after a change to each event.
    pub(crate) fn renewed(&self, mut change: impl FnMut(&mut [Row])) -> Tail {
        let mut tail = Tail::default();
        for piece in &self.pieces {
            let mut rows = piece.rows.clone();
            rows.chunk_by_mut(|one, other| one.leaf == other.leaf)
                .for_each(&mut change);
            tail.pieces.push(Arc::new(Piece {
                rows,
                image: OnceLock::new(),
            }));
        }
        tail
    }
}
