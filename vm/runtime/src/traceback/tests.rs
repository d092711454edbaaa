//! Excerpts as CPython 3.13 prints them.

use super::excerpt;
use super::writer::Writer;

/// The excerpt of a text in which `«` and `»` stand around what failed.
fn shown(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(str::to_string).collect();
    let col = lines[0].find('«').unwrap();
    let end_line = lines.iter().position(|line| line.contains('»')).unwrap();
    let clean: Vec<String> = lines.iter().map(|line| line.replace(['«', '»'], "")).collect();
    let end = lines[end_line].replace('«', "").find('»').unwrap();
    let lines: Vec<&str> = clean.iter().map(String::as_str).take(end_line + 1).collect();
    let mut bytes = Vec::new();
    let mut sink = |text: &[u8]| bytes.extend_from_slice(text);
    excerpt::write(&mut Writer::new(&mut sink), &lines, col, end).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn carets_stress_operators_and_brackets() {
    for (text, expected) in [
        ("«1/0»", "    1/0\n    ~^~\n"),
        ("x = «a // b» + c", "    x = a // b + c\n        ~~^^~~\n"),
        ("«f(1, 2)»", "    f(1, 2)\n    ~^^^^^^\n"),
        ("    «x.y[3]»", "    x.y[3]\n    ~~~^^^\n"),
        ("«(a) + (b)»", "    (a) + (b)\n    ~~~~^~~~~\n"),
        ("print(«name»)", "    print(name)\n          ^^^^\n"),
        ("«raise ValueError»", "    raise ValueError\n"),
        ("return «f(x)»", "    return f(x)\n"),
        ("return «f(x)» + 1", "    return f(x) + 1\n           ~^^^\n"),
        ("return «o.f(x)»", "    return o.f(x)\n           ~~~^^^\n"),
        ("x = «o.f(x)»", "    x = o.f(x)\n"),
        ("x = «日本 + 1»", "    x = 日本 + 1\n        ~~~~~^~~\n"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn long_ranges_leave_lines_out() {
    let text = "    «f(\n        1,\n        2,\n        3,\n        4,\n    )»";
    let expected =
        "    f(\n    ~^\n        1,\n        ^^\n    ...<2 lines>...\n        4,\n        ^^\n    )\n    ^\n";
    assert_eq!(shown(text), expected);
}
