//! Append-only log: write-ahead log, Merkle tree, checkpoints, vault, verification.
