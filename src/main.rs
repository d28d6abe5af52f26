//! The door: hands the command line to the library and answers with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    kesu::cli::run(std::env::args_os())
}
