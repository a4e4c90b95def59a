//! Access events as columns and the kernels that answer questions; alone in knowing Parquet.
