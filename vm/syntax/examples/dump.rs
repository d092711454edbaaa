//! Prints the trees of files, or what is wrong: `dump [-i] FILE...`.
//!
//! `-i` parses as the prompt does.
//! For each file a line with the length of the answer in bytes, then the answer.

use pyrite_syntax::{Ast, Mode, Options, Parser, Source, SyntaxError, dump};

fn tree(bytes: &[u8], mode: Mode) -> String {
    let mut out = String::new();
    let source = match Source::decode(bytes) {
        Ok(source) => source,
        Err(error) => return describe(&error, bytes),
    };
    let mut parser = Parser::new(&source, Options::new(mode));
    let mut ast = Ast::new();
    loop {
        match parser.next_statement(&mut ast) {
            Ok(Some(id)) => dump::statement(&ast, id, &mut out).unwrap_or_default(),
            Ok(None) => return out,
            Err(error) => return describe(&error, source.text()),
        }
        out.push('\n');
        ast.reset();
    }
}

fn describe(error: &SyntaxError, text: &[u8]) -> String {
    let at = error.location(text);
    format!("{:?}|{}|{}|{}", error.kind, error.message(text), at.line, at.column)
}

fn main() {
    let mut mode = Mode::Exec;
    for argument in std::env::args().skip(1) {
        if argument == "-i" {
            mode = Mode::Interactive;
            continue;
        }
        let answer = match std::fs::read(&argument) {
            Ok(bytes) => tree(&bytes, mode),
            Err(error) => error.to_string(),
        };
        println!("{}\n{answer}", answer.len());
    }
}
