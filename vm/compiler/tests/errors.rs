//! SyntaxErrors found behind the parser: texts and lines of CPython.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use pyrite_compiler::Mode;

/// Text, and the error CPython 3.13 gives for it.
const CASES: &[(&str, &str)] = &[
    ("return 1", "1: 'return' outside function"),
    ("class C:\n  return", "2: 'return' outside function"),
    ("yield 1", "1: 'yield' outside function"),
    ("class C: x = yield", "1: 'yield' outside function"),
    ("await x", "1: 'await' outside function"),
    ("def f():\n  await x", "2: 'await' outside async function"),
    ("def f():\n  async with a: pass", "2: 'async with' outside async function"),
    ("def f():\n  async for a in b: pass", "2: 'async for' outside async function"),
    ("def f(): [x async for x in y]", "1: asynchronous comprehension outside of an asynchronous function"),
    ("async def f():\n  yield 1\n  return 2", "3: 'return' with value in async generator"),
    ("async def f(): yield from x", "1: 'yield from' inside async function"),
    ("break", "1: 'break' outside loop"),
    ("continue", "1: 'continue' not properly in loop"),
    ("for x in y:\n  def f(): break", "2: 'break' outside loop"),
    ("for x in y: pass\nelse: break", "2: 'break' outside loop"),
    ("def f(x, x): pass", "1: duplicate argument 'x' in function definition"),
    ("lambda x, *, x: 1", "1: duplicate argument 'x' in function definition"),
    ("def f():\n  print(x)\n  global x", "3: name 'x' is used prior to global declaration"),
    ("def f():\n  x = 1\n  global x", "3: name 'x' is assigned to before global declaration"),
    ("def f(x):\n  global x", "2: name 'x' is parameter and global"),
    ("def f():\n  x: int\n  global x", "3: annotated name 'x' can't be global"),
    ("def f():\n  global x\n  x: int", "3: annotated name 'x' can't be global"),
    ("def f():\n  nonlocal x", "2: no binding for nonlocal 'x' found"),
    ("x = 1\ndef f():\n  nonlocal x", "3: no binding for nonlocal 'x' found"),
    ("nonlocal x", "1: nonlocal declaration not allowed at module level"),
    ("def f():\n  x = 1\n  def g():\n    global x\n    nonlocal x", "4: name 'x' is nonlocal and global"),
    ("def f():\n  from x import *", "2: import * only allowed at module level"),
    ("try: pass\nexcept: pass\nexcept A: pass", "2: default 'except:' must be last"),
    ("a, *b, *c = d", "1: multiple starred expressions in assignment"),
    ("*a = d", "1: starred assignment target must be in a list or tuple"),
    ("x = *a", "1: can't use starred expression here"),
    ("__debug__ = 1", "1: cannot assign to __debug__"),
    ("def f(__debug__): pass", "1: cannot assign to __debug__"),
    ("x.__debug__ = 1", "1: cannot assign to __debug__"),
    ("del __debug__", "1: cannot delete __debug__"),
    ("[(yield) for x in y]", "1: 'yield' inside list comprehension"),
    ("(i for i in (yield))", "1: 'yield' outside function"),
    ("def f(): return {(yield) for x in y}", "1: 'yield' inside set comprehension"),
    (
        "[i := 0 for i in range(5)]",
        "1: assignment expression cannot rebind comprehension iteration variable 'i'",
    ),
    (
        "[[(j := 0) for i in range(5)] for j in range(5)]",
        "1: assignment expression cannot rebind comprehension iteration variable 'j'",
    ),
    (
        "class C: [i := 0 for x in y]",
        "1: assignment expression within a comprehension cannot be used in a class body",
    ),
    (
        "x = 1\nfrom __future__ import annotations",
        "2: from __future__ imports must occur at the beginning of the file",
    ),
    ("from __future__ import nothing", "1: future feature nothing is not defined"),
    ("from __future__ import braces", "1: not a chance"),
    ("match x:\n  case _: pass\n  case 1: pass", "2: wildcard makes remaining patterns unreachable"),
    ("match x:\n  case y: pass\n  case 1: pass", "2: name capture 'y' makes remaining patterns unreachable"),
    ("match x:\n  case [y, y]: pass", "2: multiple assignments to name 'y' in pattern"),
    ("match x:\n  case [*a, *b]: pass", "2: multiple starred names in sequence pattern"),
    ("match x:\n  case 1 | y: pass", "2: alternative patterns bind different names"),
    ("match x:\n  case C(a=1, a=2): pass", "2: attribute name repeated in class pattern: a"),
    ("try: f()\nexcept* A:\n  return", "3: 'return' outside function"),
    (
        "def f():\n  try: f()\n  except* A:\n    return",
        "4: 'break', 'continue' and 'return' cannot appear in an except* block",
    ),
];

#[test]
fn messages_are_those_of_cpython() {
    let mut failures = Vec::new();
    for &(text, expected) in CASES {
        let found = match support::build(text.as_bytes(), Mode::Exec) {
            Ok(_) => "compiles".to_string(),
            Err(error) => support::describe(text.as_bytes(), &error),
        };
        if found != expected {
            failures.push(format!("{text:?}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn messages_agree_with_installed_cpython() {
    // The oracle is 3.11; these texts changed since.
    const CHANGED: &[&str] = &["except*"];
    let script = r"
import sys
for text in sys.stdin.read().split('\0'):
    try:
        compile(text, 'test.py', 'exec')
        print('compiles')
    except SyntaxError as e:
        print(f'{e.lineno}: {e.msg}')
";
    let mut child = std::process::Command::new("python3")
        .args(["-W", "ignore", "-c", script])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("python3");
    let texts: Vec<&str> = CASES.iter().map(|case| case.0).collect();
    std::io::Write::write_all(&mut child.stdin.take().expect("pipe"), texts.join("\0").as_bytes())
        .expect("pipe");
    let output = child.wait_with_output().expect("python3");
    let answers = String::from_utf8(output.stdout).expect("text");
    for ((text, expected), answer) in CASES.iter().zip(answers.lines()) {
        if !CHANGED.iter().any(|part| text.contains(part)) {
            assert_eq!(*expected, answer, "{text:?}");
        }
    }
}
