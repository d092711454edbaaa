"""Texts to times, by a format: for time.strptime() and datetime.strptime()."""

import re
from functools import lru_cache

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")
_CUMULATED = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)

_PARTS = {
    "a": "|".join(name[:3] for name in _DAYS),
    "A": "|".join(_DAYS),
    "b": "|".join(name[:3] for name in _MONTHS),
    "B": "|".join(_MONTHS),
    "d": r"3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]",
    "f": "[0-9]{1,6}",
    "G": r"\d\d\d\d",
    "H": r"2[0-3]|[0-1]\d|\d",
    "I": "1[0-2]|0[1-9]|[1-9]",
    "j": r"36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]",
    "m": "1[0-2]|0[1-9]|[1-9]",
    "M": r"[0-5]\d|\d",
    "p": "am|pm",
    "S": r"6[0-1]|[0-5]\d|\d",
    "u": "[1-7]",
    "U": r"5[0-3]|[0-4]\d|\d",
    "V": r"5[0-3]|0[1-9]|[1-4]\d|\d",
    "w": "[0-6]",
    "W": r"5[0-3]|[0-4]\d|\d",
    "y": r"\d\d",
    "Y": r"\d\d\d\d",
    "z": r"[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|(?-i:Z)",
    "Z": "utc|gmt",
}
_WHOLE = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S"}


@lru_cache(16)
def _pattern(format):
    """The pattern of a format."""
    out = []
    at = 0
    while at < len(format):
        character = format[at]
        at += 1
        if character.isspace():
            while at < len(format) and format[at].isspace():
                at += 1
            out.append(r"\s+")
        elif character != "%":
            out.append(re.escape(character))
        else:
            if at >= len(format):
                raise ValueError(f"stray % in format '{format}'")
            letter = format[at]
            at += 1
            if letter == "%":
                out.append("%")
            elif letter in "cxX":
                format = format[:at] + _WHOLE[letter] + format[at:]
            elif letter in _PARTS:
                out.append(f"(?P<{letter}>{_PARTS[letter]})")
            else:
                raise ValueError(f"'{letter}' is a bad directive in format '{format}'")
    return re.compile("".join(out), re.IGNORECASE)


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _before(year):
    year -= 1
    return year * 365 + year // 4 - year // 100 + year // 400


def _year_day(year, month, day):
    return _CUMULATED[month - 1] + (month > 2 and _is_leap(year)) + day


def _weekday(year, yearday):
    return (_before(year) + yearday + 6) % 7


class Found:
    """The parts of a time."""

    def __init__(self, parts):
        get = parts.get
        number = lambda letter, default=None: default if get(letter) is None else int(get(letter))
        self.hour = number("H", 0)
        if get("I") is not None:
            self.hour = number("I") % 12 + 12 * ((get("p") or "").lower() == "pm")
        self.minute = number("M", 0)
        self.second = number("S", 0)
        self.microsecond = int((get("f") or "0").ljust(6, "0"))
        self.month = number("m", 1)
        for letter, names in ("b", _MONTHS), ("B", _MONTHS):
            if get(letter):
                self.month = 1 + [name[:3] for name in names].index(get(letter)[:3].lower())
        self.day = number("d", 1)
        year = number("Y")
        if get("y") is not None:
            year = number("y")
            year += 1900 if year >= 69 else 2000
        weekday = None
        for letter in "aA":
            if get(letter):
                weekday = [name[:3] for name in _DAYS].index(get(letter)[:3].lower())
        if get("w") is not None:
            weekday = (number("w") - 1) % 7
        if get("u") is not None:
            weekday = number("u") - 1
        self._date(year, number("G"), number("V"), weekday, number("j"), number("U"), number("W"))
        self._zone(get("z"), get("Z"))

    def _date(self, year, iso_year, iso_week, weekday, yearday, sunday_week, monday_week):
        if iso_year is not None:
            if yearday is not None:
                raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive '%G'. "
                                 "Use '%Y' instead.")
            if iso_week is None or weekday is None:
                raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' and a "
                                 "weekday directive ('%A', '%a', '%w', or '%u').")
        elif iso_week is not None:
            if year is None or weekday is None:
                raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' and a "
                                 "weekday directive ('%A', '%a', '%w', or '%u').")
            raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO "
                             "year '%G' instead.")
        leap_only = False
        if year is None:
            if self.month == 2 and self.day == 29:
                # The only day that 1900 lacks.
                year = 1904
                leap_only = True
            else:
                year = 1900
        if yearday is None and weekday is not None:
            if sunday_week is not None or monday_week is not None:
                starts_monday = sunday_week is None
                week = monday_week if starts_monday else sunday_week
                first = _weekday(year, 1)
                place = weekday
                if not starts_monday:
                    first, place = (first + 1) % 7, (weekday + 1) % 7
                into = (7 - first) % 7
                yearday = 1 + place - first if week == 0 else 1 + into + 7 * (week - 1) + place
            elif iso_year is not None:
                year = iso_year
                fourth = _weekday(year, 4)
                yearday = iso_week * 7 + weekday + 1 - (fourth + 4)
            if yearday is not None and yearday <= 0:
                year -= 1
                yearday += 366 if _is_leap(year) else 365
        if yearday is None:
            yearday = _year_day(year, self.month, self.day)
            if self.day > (29 if self.month == 2 and _is_leap(year) else _CUMULATED[self.month] - _CUMULATED[self.month - 1]):
                raise ValueError("day is out of range for month")
        else:
            length = 366 if _is_leap(year) else 365
            if yearday > length:
                year, yearday = year + 1, yearday - length
            month = 1
            while month < 12 and _year_day(year, month + 1, 0) < yearday:
                month += 1
            self.month, self.day = month, yearday - _year_day(year, month, 0)
        self.weekday = _weekday(year, yearday) if weekday is None else weekday
        self.yearday = yearday
        self.year = 1900 if leap_only else year

    def _zone(self, offset, name):
        self.zone = name
        self.offset_us = None
        if offset is None:
            return
        if offset == "Z":
            self.offset_us = 0
            return
        digits = offset[1:].replace(":", "")
        if ":" in offset and len(offset) > 6 and offset[6] != ":":
            raise ValueError(f"Inconsistent use of : in {offset}")
        whole, _, fraction = digits.partition(".")
        seconds = int(whole[:2]) * 3600 + int(whole[2:4]) * 60 + int(whole[4:6] or 0)
        us = seconds * 1000000 + int((fraction or "0").ljust(6, "0"))
        self.offset_us = -us if offset[0] == "-" else us

    def datetime(self, cls, timezone, timedelta):
        """An instance of a class of datetimes."""
        zone = None
        if self.offset_us is not None:
            offset = timedelta(microseconds=self.offset_us)
            zone = timezone(offset, self.zone) if self.zone else timezone(offset)
        return cls(self.year, self.month, self.day, self.hour, self.minute, self.second, self.microsecond, zone)


def parse(text, format):
    """The parts of a time in a text."""
    for number, value in enumerate((text, format)):
        if not isinstance(value, str):
            raise TypeError(f"strptime() argument {number} must be str, not {type(value)}")
    found = _pattern(format).match(text)
    if not found:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    if found.end() != len(text):
        raise ValueError(f"unconverted data remains: {text[found.end():]}")
    return Found(found.groupdict())


def struct_time(text, format="%a %b %d %H:%M:%S %Y"):
    """A time.struct_time of a text."""
    from time import struct_time

    found = parse(text, format)
    summer = 0 if found.zone else -1
    return struct_time((found.year, found.month, found.day, found.hour, found.minute, found.second,
                        found.weekday, found.yearday, summer))
