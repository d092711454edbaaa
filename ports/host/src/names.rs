//! Names of characters, for `\N{...}`: a table made by `vm/algo/tables/names.py`.

static TABLE: &[u8] = include_bytes!("names.bin");

/// A number in groups of seven bits.
fn number(bytes: &mut std::slice::Iter<'_, u8>) -> Option<usize> {
    let (mut value, mut shift) = (0usize, 0);
    loop {
        let byte = *bytes.next()?;
        value |= usize::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 == 0 || shift > 28 {
            return Some(value);
        }
    }
}

/// The character of a name, in whatever case.
pub fn character(name: &str) -> Option<char> {
    let name = name.to_ascii_uppercase();
    computed(&name).or_else(|| in_table(&name))
}

/// Names that end in the code point.
fn computed(name: &str) -> Option<char> {
    let digits = ["CJK UNIFIED IDEOGRAPH-", "CJK COMPATIBILITY IDEOGRAPH-"];
    let digits = digits.iter().find_map(|prefix| name.strip_prefix(prefix))?;
    if !(4..=5).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let code = u32::from_str_radix(digits, 16).ok()?;
    let known = matches!(code, 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAD9 | 0x20000..=0x323AF);
    char::from_u32(code).filter(|_| known)
}

fn in_table(name: &str) -> Option<char> {
    let mut bytes = TABLE.iter();
    let count = usize::from(*bytes.next()?) | usize::from(*bytes.next()?) << 8;
    let wanted: Vec<&str> = name.split(' ').collect();
    let mut indices = vec![None; wanted.len()];
    for index in 0..count {
        let len = usize::from(*bytes.next()?);
        let (word, rest) = bytes.as_slice().split_at_checked(len)?;
        bytes = rest.iter();
        for (place, _) in indices.iter_mut().zip(&wanted).filter(|(_, each)| each.as_bytes() == word) {
            *place = Some(index);
        }
    }
    if indices.contains(&None) {
        return None;
    }
    let mut code = 0;
    loop {
        code += number(&mut bytes)?;
        let words = usize::from(*bytes.next()?);
        let mut same = words == wanted.len();
        for place in 0..words {
            let word = number(&mut bytes)?;
            same &= indices.get(place) == Some(&Some(word));
        }
        if same {
            return u32::try_from(code).ok().and_then(char::from_u32);
        }
        code += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn names_in_any_case_are_found_and_others_are_not() {
        assert_eq!(character("LATIN SMALL LETTER A"), Some('a'));
        assert_eq!(character("greek capital letter delta"), Some('Δ'));
        assert_eq!(character("SNAKE"), Some('🐍'));
        assert_eq!(character("CJK UNIFIED IDEOGRAPH-4E00"), Some('一'));
        for unknown in ["", "LATIN", "SPAM", "LATIN SMALL LETTER A ", "CJK UNIFIED IDEOGRAPH-0041"] {
            assert_eq!(character(unknown), None);
        }
    }
}
