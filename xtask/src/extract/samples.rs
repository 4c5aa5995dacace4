//! Reads request and answer samples, tolerantly: the second witness for every shape.
