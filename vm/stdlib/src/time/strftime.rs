//! `strftime` in the C locale and UTC.
//!
//! Source: ISO C 7.27.3.5, POSIX `strftime`; directives that neither knows are copied.

use core::fmt::{self, Write};

use super::calendar::Moment;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn day_name(moment: &Moment) -> &'static str {
    DAYS.get(moment.weekday.rem_euclid(7) as usize).copied().unwrap_or("?")
}

fn month_name(moment: &Moment) -> &'static str {
    MONTHS.get((moment.month - 1).rem_euclid(12) as usize).copied().unwrap_or("?")
}

/// The first three letters.
fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}

/// The text of `asctime`.
///
/// # Errors
/// If `out` has no room.
pub fn write_ascii(moment: &Moment, out: &mut impl Write) -> fmt::Result {
    write!(
        out,
        "{} {} {:2} {:02}:{:02}:{:02} {}",
        short(day_name(moment)),
        short(month_name(moment)),
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        moment.year
    )
}

/// Writes `moment` as `format` says.
///
/// # Errors
/// If `out` has no room.
pub fn write(moment: &Moment, format: &str, out: &mut impl Write) -> fmt::Result {
    let mut rest = format;
    while let Some(start) = rest.find('%') {
        let (before, from) = rest.split_at(start);
        out.write_str(before)?;
        // `E` and `O` ask for the forms of a locale, of which C has none.
        let mut after = from.get(1..).unwrap_or("");
        if let Some(plain) = after.strip_prefix(['E', 'O']).filter(|plain| !plain.is_empty()) {
            after = plain;
        }
        let Some(directive) = after.chars().next() else { return out.write_char('%') };
        rest = after.get(directive.len_utf8()..).unwrap_or("");
        if !write_directive(moment, directive, out)? {
            out.write_str(from.get(..from.len() - rest.len()).unwrap_or(""))?;
        }
    }
    out.write_str(rest)
}

/// Writes what a directive stands for; false if it stands for nothing.
fn write_directive(moment: &Moment, directive: char, out: &mut impl Write) -> Result<bool, fmt::Error> {
    let m = moment;
    match directive {
        'a' => out.write_str(short(day_name(m)))?,
        'A' => out.write_str(day_name(m))?,
        'b' | 'h' => out.write_str(short(month_name(m)))?,
        'B' => out.write_str(month_name(m))?,
        'c' => write(m, "%a %b %e %H:%M:%S %Y", out)?,
        'C' => write!(out, "{:02}", m.year.div_euclid(100))?,
        'd' => write!(out, "{:02}", m.day)?,
        'D' | 'x' => write(m, "%m/%d/%y", out)?,
        'e' => write!(out, "{:2}", m.day)?,
        'F' => write!(out, "{}-{:02}-{:02}", m.year, m.month, m.day)?,
        'g' => write!(out, "{:02}", m.iso_week().0.rem_euclid(100))?,
        'G' => write!(out, "{}", m.iso_week().0)?,
        'H' => write!(out, "{:02}", m.hour)?,
        'I' => write!(out, "{:02}", hour_of_half(m))?,
        'j' => write!(out, "{:03}", m.yearday)?,
        'k' => write!(out, "{:2}", m.hour)?,
        'l' => write!(out, "{:2}", hour_of_half(m))?,
        'm' => write!(out, "{:02}", m.month)?,
        'M' => write!(out, "{:02}", m.minute)?,
        'n' => out.write_char('\n')?,
        'p' => out.write_str(if m.hour < 12 { "AM" } else { "PM" })?,
        'P' => out.write_str(if m.hour < 12 { "am" } else { "pm" })?,
        'r' => write(m, "%I:%M:%S %p", out)?,
        'R' => write(m, "%H:%M", out)?,
        's' => write!(out, "{}", m.to_seconds().unwrap_or(-1))?,
        'S' => write!(out, "{:02}", m.second)?,
        't' => out.write_char('\t')?,
        'T' | 'X' => write(m, "%H:%M:%S", out)?,
        'u' => write!(out, "{}", m.weekday + 1)?,
        'U' => write!(out, "{:02}", (m.yearday + 6 - (m.weekday + 1) % 7) / 7)?,
        'V' => write!(out, "{:02}", m.iso_week().1)?,
        'w' => write!(out, "{}", (m.weekday + 1) % 7)?,
        'W' => write!(out, "{:02}", (m.yearday + 6 - m.weekday) / 7)?,
        'y' => write!(out, "{:02}", m.year.rem_euclid(100))?,
        'Y' => write!(out, "{}", m.year)?,
        'z' => out.write_str("+0000")?,
        'Z' => out.write_str("UTC")?,
        '%' => out.write_char('%')?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// The hour of a clock that shows 1 to 12.
fn hour_of_half(moment: &Moment) -> i64 {
    (moment.hour + 11).rem_euclid(12) + 1
}
