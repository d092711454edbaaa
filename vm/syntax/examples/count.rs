//! Parses a file a number of times, to count instructions: `count FILE TIMES`.

use pyrite_syntax::{Ast, Mode, Options, Parser, Source};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let bytes = arguments.next().and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
    let times = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let Ok(source) = Source::decode(&bytes) else { return };
    let mut ast = Ast::new();
    let mut statements = 0;
    for _ in 0..times {
        let mut parser = Parser::new(&source, Options::new(Mode::Exec));
        while let Ok(Some(_)) = parser.next_statement(&mut ast) {
            statements += 1;
            ast.reset();
        }
    }
    println!("{statements} statements");
}
