//! The command line: parse, call the library, return the exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    quotestance::cli::run(std::env::args_os())
}
