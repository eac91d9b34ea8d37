//! The command line: parse, call the library, return the exit status.
fn main() {}
