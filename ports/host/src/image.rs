//! `pyrite compile FILE.py -o FILE.img`.

use std::io::Write;

use pyrite_compiler::{Mode, Options};

/// Compiles as the arguments say; the exit status.
pub fn run(args: &[&str]) -> i32 {
    let [input, "-o", output] = args else {
        eprintln!("usage: pyrite compile FILE.py -o FILE.img");
        return 2;
    };
    match compile(input, output) {
        Ok(()) => 0,
        Err(message) => {
            eprintln!("pyrite: {message}");
            1
        }
    }
}

fn compile(input: &str, output: &str) -> Result<(), String> {
    let text = std::fs::read(input).map_err(|error| format!("{input}: {error}"))?;
    let mut options = Options::new(Mode::Exec);
    options.filename = input.as_bytes();
    let mut warn = |warning: &pyrite_syntax::Warning, text: &[u8]| {
        eprintln!("{input}:{}: SyntaxWarning: {}", warning.line, warning.message(text));
    };
    let mut words = pyrite_compiler::compile(&text, &options, &mut warn)
        .map_err(|error| format!("{input}:{}", error.at_line(&text)))?;
    pyrite_bytecode::image::seal(&mut words);
    let mut file = std::fs::File::create(output).map_err(|error| format!("{output}: {error}"))?;
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    file.write_all(&bytes).map_err(|error| format!("{output}: {error}"))
}
