//! The Merkle tree over the journal (RFC 9162, 2.1.1): its leaves are the hashes the entries are stored with.
//!
//! Separate because whoever seals, verifies or compares must hash alike. Holds the right edge of the tree only, so
//! that it grows by one entry in a step and is never read again from its beginning. Must not know entries or where
//! they are stored.

use super::codec::Hash;
use sha2::{Digest as _, Sha256};

/// A tree that only grows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// Roots of the full subtrees, the largest first: one for each bit set in the size.
    peaks: Vec<Hash>,
}

impl Tree {
    /// A tree of so many leaves whose edge was kept as [`Tree::peaks`]; None when the two do not belong together.
    pub fn kept(size: u64, peaks: &[u8]) -> Option<Tree> {
        let (hashes, rest) = peaks.as_chunks::<32>();
        let fits = rest.is_empty() && hashes.len() == size.count_ones() as usize;
        fits.then(|| Tree { size, peaks: hashes.to_vec() })
    }

    /// The next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        // As many full subtrees end here as the size has ones at its end.
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            node = parent(&left, &node);
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its edge as bytes, to be kept.
    pub fn peaks(&self) -> Vec<u8> {
        self.peaks.concat()
    }

    /// The tree hash; that of no leaves is the hash of nothing.
    pub fn root(&self) -> Hash {
        match self.peaks.split_last() {
            None => Sha256::digest([]).into(),
            Some((last, before)) => before.iter().rev().fold(*last, |right, left| parent(left, &right)),
        }
    }
}

fn parent(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}
