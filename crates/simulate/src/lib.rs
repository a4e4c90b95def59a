//! Makes registers, logs and planted misuse for demo, tests and benchmarks.
