//! Everything a person reads: pages, exports, API; four languages.
