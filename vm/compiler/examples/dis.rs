//! Shows the code of Python files, or only checks that they verify (`-q`).

use pyrite_bytecode::{CodeView, Constant, ImageView, disasm, image, verify};
use pyrite_compiler::{CompileError, Mode, Options, compile};

fn main() {
    let mut quiet = false;
    let mut mode = Mode::Exec;
    let mut failed = 0;
    for arg in std::env::args().skip(1) {
        match arg.as_str() {
            "-q" => quiet = true,
            "-e" => mode = Mode::Eval,
            "-i" => mode = Mode::Single,
            path => failed += usize::from(!one(path, mode, quiet)),
        }
    }
    if failed > 0 {
        eprintln!("{failed} failed");
        std::process::exit(1);
    }
}

fn one(path: &str, mode: Mode, quiet: bool) -> bool {
    let source = match std::fs::read(path) {
        Ok(source) => source,
        Err(error) => {
            eprintln!("{path}: {error}");
            return false;
        }
    };
    let options = Options { filename: path.as_bytes(), ..Options::new(mode) };
    let mut words = match compile(&source, &options, &mut |_, _| ()) {
        Ok(words) => words,
        Err(CompileError::Syntax(error)) => {
            let place = error.location(&source);
            eprintln!("{path}:{}:{}: {}", place.line, place.column, error.message(&source));
            return false;
        }
        Err(CompileError::Meaning(error)) => {
            let line = pyrite_syntax::span::line_number(&source, error.span.start);
            eprintln!("{path}:{line}: {}", error.message());
            return false;
        }
        Err(error) => {
            eprintln!("{path}: {error:?}");
            return false;
        }
    };
    image::seal(&mut words);
    let view = match ImageView::new(&words) {
        Ok(view) => view,
        Err(error) => {
            eprintln!("{path}: {error:?}");
            return false;
        }
    };
    if !quiet {
        let mut text = String::new();
        let _ = disasm::disassemble(&view.module(), &mut text);
        print!("{text}");
    }
    verified(path, &view.module())
}

/// Verifies code by code, to say which one is at fault.
fn verified(path: &str, code: &CodeView<'_>) -> bool {
    if let Err(error) = verify::verify(code) {
        eprintln!("{path}: {}: {error:?}", String::from_utf8_lossy(code.qualname()));
        return false;
    }
    (0..code.constants_len()).all(|index| match code.constant(index) {
        Some(Constant::Code(distance)) => code.child(distance).is_some_and(|child| verified(path, &child)),
        _ => true,
    })
}
