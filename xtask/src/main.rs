//! The project's tasks: build, run, test, measure.
//!
//! `./pyrite VERB …` and `cargo xtask VERB …` end here. A verb is a module
//! with a function `main` that takes its arguments and returns the exit status.

#![forbid(unsafe_code)]

mod workspace;

mod args;
mod board;
mod image;
mod qemu;
mod run;
mod size;
mod tidy;
mod results;
mod prompt;
mod session;
mod bench;
mod conformance;
mod features;
mod levels;
mod fuzz;

use args::Args;

const HELP: &str = "\
usage: ./pyrite VERB [options]

  run [--board B] [FILE.py args | -c CODE | -m MOD]
                     build, boot and give the prompt, or run a program
      --files DIR    copy DIR into the device's file system first
      --ram SIZE     limit the device's heap, as in 200K
      --serial pty   print the device of the serial port and serve it
      --trace        write QEMU's log of interrupts and guest errors
  build [--board B] [--dev]
                     the last line printed is the path of what was built
  size [--board B]… [--totals]
                     what the images take, by crate and archive, against their budgets
  test [--level L,…] [FILTER]
                     levels: quick, all (the default), or some of tidy, unit, snapshot,
                     conformance, cpython, size, qemu, system, stress (samples, unless it is named)
  bench [--write] [FILTER]
                     instructions of single operations; --write updates docs/bench.md
  features [--list]  rows of tests/features.tsv that have a passing test
  tidy [--owe]       check style and layering; --owe writes the list of findings that are owed
  bless [--oracle] [FILTER]
                     write the snapshots anew: look at what changed before you commit;
                     --oracle writes what CPython 3.13 says where python3 says otherwise
  fuzz [TARGET] [--seconds N]
                     run a fuzz target, or list them
  ci                 what the server runs

Boards are host, and each TOML file in qemu/machines and ports/rp2/boards.
";

fn main() {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let verb = if words.is_empty() { String::from("help") } else { words.remove(0) };
    let args = Args::new(words);
    let result = match verb.as_str() {
        "run" => run::main(args),
        "size" => size::main(args),
        "test" => levels::main(args),
        "ci" => levels::ci(args),
        "bless" => levels::bless(args),
        "fuzz" => fuzz::main(args),
        "bench" => bench::main(args),
        "features" => features::main(args),
        "tidy" => tidy::main(args),
        "build" => image::main(args),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(0)
        }
        other => Err(anyhow::anyhow!("no verb {other:?}; see ./pyrite help")),
    };
    let code = result.unwrap_or_else(|error| {
        eprintln!("pyrite: {error:#}");
        1
    });
    std::process::exit(code);
}
