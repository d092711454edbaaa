//! The program's command line, exit status and tracebacks, from outside.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Exit status and text on standard error.
fn pyrite(args: &[&str], directory: &Path) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pyrite"))
        .args(args)
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn code(code: &str) -> (i32, String) {
    pyrite(&["-c", code], Path::new("."))
}

/// A fresh directory with files.
fn directory(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _absent = fs::remove_dir_all(&root);
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

#[test]
fn the_status_is_the_programs() {
    for (text, status, error) in [
        ("", 0, ""),
        ("raise SystemExit", 0, ""),
        ("raise SystemExit(3)", 3, ""),
        ("raise SystemExit(300)", 44, ""),
        ("raise SystemExit('bye')", 1, "bye\n"),
    ] {
        assert_eq!(code(text), (status, error.to_string()), "{text}");
    }
    let (status, error) = code("raise KeyboardInterrupt");
    assert_eq!(status, 130);
    assert!(error.ends_with("KeyboardInterrupt\n"), "{error}");
}

#[test]
fn a_traceback_has_lines_and_carets() {
    let expected = "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\n    1/0\n    ~^~\n\
        ZeroDivisionError: division by zero\n";
    assert_eq!(code("1/0"), (1, expected.to_string()));
}

#[test]
fn a_traceback_counts_repeated_lines() {
    let (_, error) = code("def f(n):\n    return f(n - 1) if n else 1/0\nf(9)");
    let expected =
        "Traceback (most recent call last):\n  File \"<string>\", line 3, in <module>\n    f(9)\n    ~^^^\n";
    let each = "  File \"<string>\", line 2, in f\n    return f(n - 1) if n else 1/0\n           ~^^^^^^^\n";
    let expected = format!("{expected}{}  [Previous line repeated 7 more times]\n", each.repeat(3));
    assert_eq!(error, format!("{expected}ZeroDivisionError: division by zero\n"));
}

#[test]
fn a_traceback_tells_causes_once() {
    let (_, error) = code("try:\n    1/0\nexcept Exception as e:\n    raise KeyError(5) from e");
    let expected = "Traceback (most recent call last):\n  File \"<string>\", line 2, in <module>\n    1/0\n    ~^~\n\
        ZeroDivisionError: division by zero\n\n\
        The above exception was the direct cause of the following exception:\n\n\
        Traceback (most recent call last):\n  File \"<string>\", line 4, in <module>\n    raise KeyError(5) from e\n\
        KeyError: 5\n";
    assert_eq!(error, expected);
}

#[test]
fn a_syntax_error_has_its_place() {
    let expected = "  File \"<string>\", line 2\n    y = (1\n        ^\nSyntaxError: '(' was never closed\n";
    assert_eq!(code("x = 1\ny = (1"), (1, expected.to_string()));
}

#[test]
fn modules_come_from_files_and_packages() {
    let root = directory(
        "packages",
        &[
            ("plain.py", "value = 5\n"),
            ("pack/__init__.py", "from . import one\nfrom .deep import two\n"),
            ("pack/one.py", "names = __name__, __package__, __file__\n"),
            ("pack/__main__.py", "raise SystemExit(7)\n"),
            ("pack/deep/__init__.py", ""),
            ("pack/deep/two.py", "from ..one import names\n"),
            ("space/part.py", "x = 1\n"),
            (
                "main.py",
                "import plain, pack.deep.two, space.part\nimport pack.deep.two as t\n\
                 assert plain.value == 5 and space.part.x == 1\n\
                 folder = __file__.rpartition('/')[0]\n\
                 assert t.names == ('pack.one', 'pack', folder + '/pack/one.py'), t.names\n\
                 assert pack.one.names is t.names\n",
            ),
        ],
    );
    assert_eq!(pyrite(&["main.py"], &root), (0, String::new()));
    assert_eq!(pyrite(&["-m", "pack"], &root), (7, String::new()));
    assert_eq!(pyrite(&["-m", "nix"], &root), (1, "pyrite: No module named nix\n".to_string()));
    let message =
        format!("pyrite: can't open file '{}/nix.py': [Errno 2] No such file or directory\n", root.display());
    assert_eq!(pyrite(&["nix.py"], &root), (2, message));
}

// features: LG32
#[test]
fn folders_and_modules_run_as_programs() {
    let main = "import sys\nassert sys.argv[1:] == ['a'], sys.argv\nimport beside\n\
        assert (__name__, __spec__.name.rpartition('.')[2]) == ('__main__',) * 2\nraise SystemExit(beside.x)\n";
    let root = directory(
        "programs",
        &[
            ("tool/__main__.py", main),
            ("tool/beside.py", "x = 4"),
            ("pack/__init__.py", "x = 5"),
            ("pack/__main__.py", &main.replace("import beside", "import pack as beside")),
            ("empty/x.py", ""),
            ("bare/__init__.py", ""),
        ],
    );
    assert_eq!(pyrite(&["tool", "a"], &root), (4, String::new()));
    assert_eq!(pyrite(&["-m", "pack", "a"], &root), (5, String::new()));
    let message = format!("pyrite: can't find '__main__' module in '{}/empty'\n", root.display());
    assert_eq!(pyrite(&["empty"], &root), (1, message));
    let message =
        "pyrite: No module named bare.__main__; 'bare' is a package and cannot be directly executed\n";
    assert_eq!(pyrite(&["-m", "bare"], &root), (1, message.to_string()));
}

#[test]
fn frozen_modules_have_lines_but_no_text() {
    let (status, error) = code("import __future__\n__future__._Feature.__repr__(3)");
    let expected = "  File \"<frozen __future__>\", line 30, in __repr__\n\
        AttributeError: 'int' object has no attribute 'optional'\n";
    assert!(status == 1 && error.ends_with(expected), "{error}");
}

/// Runs `main.py`, which imports `kept.py`; what `kept.py` printed, and the file beside it.
fn import_kept(root: &Path, options: &[&str]) -> (String, Option<Vec<u8>>) {
    let output = Command::new(env!("CARGO_BIN_EXE_pyrite"))
        .args(options)
        .arg("main.py")
        .current_dir(root)
        .env_remove("PYTHONDONTWRITEBYTECODE")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let kept = fs::read(root.join("__pycache__/kept.pyrite-313.pyc")).ok();
    (String::from_utf8(output.stdout).unwrap(), kept)
}

// features: LG31
#[test]
fn compiled_code_is_kept_and_used() {
    let root = directory("kept", &[("main.py", "import kept"), ("kept.py", "print('one')")]);
    let cached = root.join("__pycache__/kept.pyrite-313.pyc");
    assert_eq!(import_kept(&root, &["-B"]), ("one\n".to_string(), None));
    let (said, kept) = import_kept(&root, &[]);
    let kept = kept.unwrap();
    assert_eq!(said, "one\n");
    assert_eq!(fs::read_dir(root.join("__pycache__")).unwrap().count(), 1);

    // What is used is the file: another sealed image in its place is believed.
    let other = directory("kept-other", &[("main.py", "import kept"), ("kept.py", "print('two')")]);
    let (_, two) = import_kept(&other, &[]);
    let mut swapped = kept[..24].to_vec();
    swapped.extend(&two.unwrap()[24..]);
    fs::write(&cached, &swapped).unwrap();
    assert_eq!(import_kept(&root, &[]), ("two\n".to_string(), Some(swapped)));

    // A changed source, and whatever is not right, is compiled again.
    fs::write(root.join("kept.py"), "print('three')").unwrap();
    let (said, fresh) = import_kept(&root, &[]);
    let fresh = fresh.unwrap();
    assert_eq!(said, "three\n");
    let version = 24 + 4;
    for broken in [
        fresh[..fresh.len() - 4].to_vec(),
        fresh[..20].to_vec(),
        Vec::new(),
        changed(&fresh, 0),
        changed(&fresh, version),
        changed(&fresh, fresh.len() - 8),
        changed(&fresh, 24 + 16),
    ] {
        fs::write(&cached, broken).unwrap();
        assert_eq!(import_kept(&root, &[]), ("three\n".to_string(), Some(fresh.clone())));
    }
}

/// `bytes` with one of them changed.
fn changed(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 0x20;
    bytes
}

#[test]
fn imports_say_what_is_missing() {
    let root =
        directory("missing", &[("m.py", ""), ("p/__init__.py", ""), ("p/q.py", "from ... import x\n")]);
    for (text, expected) in [
        ("import nix", "ModuleNotFoundError: No module named 'nix'\n"),
        ("import m.x", "ModuleNotFoundError: No module named 'm.x'; 'm' is not a package\n"),
        ("from p import x", "ImportError: cannot import name 'x' from 'p' (ROOT/p/__init__.py)\n"),
        ("from .x import y", "ImportError: attempted relative import with no known parent package\n"),
        ("import p.q", "ImportError: attempted relative import beyond top-level package\n"),
    ] {
        let (status, error) = pyrite(&["-c", text], &root);
        let expected = expected.replace("ROOT", &root.display().to_string());
        assert!(status == 1 && error.ends_with(&expected), "{text}: {error}");
    }
}

#[test]
fn output_is_the_programs_and_nothing_else() {
    let text = "import sys\nprint(sum(i * i for i in range(1000)), sys.argv[1:], sys.implementation.name)";
    let output = Command::new(env!("CARGO_BIN_EXE_pyrite")).args(["-c", text, "a", "b"]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "332833500 ['a', 'b'] pyrite\n");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn hooks_of_sys_are_called() {
    let (status, error) =
        code("import sys\nsys.excepthook = lambda t, v, tb: sys.stderr.write(f'{t.__name__}!\\n')\n1/0");
    assert_eq!((status, error.as_str()), (1, "ZeroDivisionError!\n"));
}
