//! `entrace`: the command line is a part of the library, behind the feature `cli`; this only begins it.

use std::process::ExitCode;

fn main() -> ExitCode {
    entrace::cli::main()
}
