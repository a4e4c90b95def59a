//! People, units, grants, settings, jobs; alone in knowing SQL.
