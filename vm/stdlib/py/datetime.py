"""Dates, times, the differences between them, and time zones.

Local time is UTC: there is no table of time zones.
"""

import time as _time
from math import modf as _modf
from operator import index as _index

__all__ = ["date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC"]

MINYEAR = 1
MAXYEAR = 9999
_MAX_ORDINAL = 3652059
_MONTH_NAMES = "JanFebMarAprMayJunJulAugSepOctNovDec"
_DAY_NAMES = "MonTueWedThuFriSatSun"
_SECOND_US = 1000000
_DAY_US = 86400 * _SECOND_US
_CUMULATED = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    if month == 2:
        return 28 + _is_leap(year)
    return 30 if month in (4, 6, 9, 11) else 31


def _before_year(year):
    """Days from the first one of year 1 to the first one of a year."""
    year -= 1
    return year * 365 + year // 4 - year // 100 + year // 400


def _year_day(year, month, day):
    return _CUMULATED[month] + (month > 2 and _is_leap(year)) + day


def _to_ordinal(year, month, day):
    return _before_year(year) + _year_day(year, month, day)


def _from_ordinal(n):
    n -= 1
    # A year too early at most; an average one has 365.2425 days.
    year = n * 400 // 146097 + 1
    if _before_year(year) > n:
        year -= 1
    elif _before_year(year + 1) <= n:
        year += 1
    rest = n - _before_year(year)
    month = rest // 31 + 1
    while month < 12 and _year_day(year, month + 1, 0) <= rest:
        month += 1
    return year, month, rest - _year_day(year, month, 0) + 1


def _week_one(year):
    """The ordinal of the Monday that ISO year starts with."""
    fourth = _to_ordinal(year, 1, 4)
    return fourth - (fourth + 6) % 7


def _of_iso_week(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53 and not (week == 53 and _week_one(year + 1) - _week_one(year) == 371):
        raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
    return _from_ordinal(_week_one(year) + (week - 1) * 7 + day - 1)


def _check_date(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    fields = []
    for value, limit, name in ((hour, 23, "hour"), (minute, 59, "minute"), (second, 59, "second"),
                               (microsecond, 999999, "microsecond")):
        value = _index(value)
        if not 0 <= value <= limit:
            raise ValueError(f"{name} must be in 0..{limit}")
        fields.append(value)
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return fields


def _check_tzinfo(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")


def _check_offset(name, offset):
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{name}() must return None or a timedelta, not '{type(offset).__name__}'")
    if not -86400 * _SECOND_US < offset._us < 86400 * _SECOND_US:
        raise ValueError("offset must be a timedelta strictly between "
                         f"-timedelta(hours=24) and timedelta(hours=24), not {offset!r}.")
    return offset


def _format_offset(offset, colon=":"):
    if offset is None:
        return ""
    us = offset._us
    sign, us = ("-", -us) if us < 0 else ("+", us)
    minutes, us = divmod(us, 60 * _SECOND_US)
    text = f"{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}"
    if us:
        seconds, us = divmod(us, _SECOND_US)
        text += f"{colon}{seconds:02d}"
        if us:
            text += f".{us:06d}"
    return text


def _format_time(hour, minute, second, us, timespec):
    if timespec == "auto":
        timespec = "microseconds" if us else "seconds"
    if timespec == "hours":
        return f"{hour:02d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    text = f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "seconds":
        return text
    if timespec == "milliseconds":
        return f"{text}.{us // 1000:03d}"
    if timespec == "microseconds":
        return f"{text}.{us:06d}"
    raise ValueError("Unknown timespec value")


def _strftime(self, format, timetuple):
    """strftime with the directives that C's does not know: %f, %z, %:z, %Z."""
    parts = []
    at = 0
    while True:
        start = format.find("%", at)
        if start < 0 or start + 1 >= len(format):
            parts.append(format[at:])
            break
        parts.append(format[at:start])
        letter = format[start + 1]
        at = start + 2
        if letter == "f":
            parts.append(f"{getattr(self, 'microsecond', 0):06d}")
        elif letter in "zZ" or format.startswith(":z", start + 1):
            if letter == ":":
                at += 1
            if not hasattr(self, "utcoffset"):
                text = ""
            elif letter == "Z":
                text = (self.tzname() or "").replace("%", "%%")
            else:
                text = _format_offset(self.utcoffset(), ":" if letter == ":" else "")
            parts.append(text)
        else:
            parts.append("%" + letter)
    return _time.strftime("".join(parts), timetuple)


def _digits(text, at, count):
    part = text[at:at + count]
    if len(part) != count or not (part.isascii() and part.isdigit()):
        raise ValueError
    return int(part)


def _parse_date(text):
    """Year, month and day of YYYY-MM-DD, YYYY-Www-D and their short forms."""
    year = _digits(text, 0, 4)
    dash = text[4:5] == "-"
    at = 4 + dash
    if text[at:at + 1] == "W":
        week, day = _digits(text, at + 1, 2), 1
        at += 3
        if at < len(text):
            if (text[at] == "-") != dash:
                raise ValueError
            day = _digits(text, at + dash, 1)
            at += 1 + dash
        result = _of_iso_week(year, week, day)
    else:
        month = _digits(text, at, 2)
        at += 2
        if (text[at:at + 1] == "-") != dash:
            raise ValueError
        result = year, month, _digits(text, at + dash, 2)
        at += 2 + dash
    if at != len(text):
        raise ValueError
    return result


def _date_len(text):
    """How much of the text of a date and a time is the date."""
    dash = text[4:5] == "-"
    if text[4 + dash:5 + dash] != "W":
        return 8 + 2 * dash
    if dash:
        return 10 if text[8:9] == "-" else 8
    # The weekday may be missing; a digit behind it may be the separator.
    end = 7
    while end < len(text) and text[end].isdigit():
        end += 1
    if end < 9:
        return end
    return 7 if end % 2 == 0 else 8


def _parse_fields(text):
    """Hour, minute, second and microsecond of HH[:MM[:SS[.fff]]] or HHMMSS."""
    fields = [_digits(text, 0, 2), 0, 0, 0]
    at = 2
    colon = text[2:3] == ":"
    for place in 1, 2:
        if at >= len(text) or text[at] in ".,":
            break
        if colon:
            if text[at] != ":":
                raise ValueError
            at += 1
        fields[place] = _digits(text, at, 2)
        at += 2
    if at < len(text):
        if text[at] not in ".," or place != 2:
            raise ValueError
        fraction = text[at + 1:]
        if not (fraction.isascii() and fraction.isdigit()):
            raise ValueError
        fields[3] = int(fraction[:6].ljust(6, "0"))
    return fields


def _parse_time(text):
    """As _parse_fields, and the offset behind it, a timedelta."""
    place = next((at for at, c in enumerate(text) if c in "+-Z"), None)
    zone = None
    if place is not None:
        tail = text[place + 1:]
        if text[place] == "Z":
            if tail:
                raise ValueError
            zone = timedelta(0)
        else:
            hour, minute, second, us = _parse_fields(tail)
            zone = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=us)
            if text[place] == "-":
                zone = -zone
        text = text[:place]
    return _parse_fields(text) + [zone]


def _zoned(parts):
    """With a zone in place of an offset at the end."""
    if isinstance(parts[-1], timedelta):
        parts[-1] = timezone(parts[-1])
    return parts


class timedelta:
    """A duration, in microseconds."""

    __slots__ = ("_us",)

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total, rest = 0, 0.0
        for name, value, factor in (("days", days, _DAY_US), ("seconds", seconds, _SECOND_US),
                                    ("microseconds", microseconds, 1), ("milliseconds", milliseconds, 1000),
                                    ("minutes", minutes, 60 * _SECOND_US), ("hours", hours, 3600 * _SECOND_US),
                                    ("weeks", weeks, 7 * _DAY_US)):
            if isinstance(value, int):
                total += value * factor
            elif isinstance(value, float):
                fraction, whole = _modf(value)
                total += int(whole) * factor
                fraction, whole = _modf(fraction * factor)
                total += int(whole)
                rest += fraction
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        if rest:
            whole = round(rest)
            if abs(whole - rest) == 0.5:
                # A tie goes to the even one of the sums.
                odd = total & 1
                whole = 2 * round((rest + odd) * 0.5) - odd
            total += whole
        return cls._of(total)

    @classmethod
    def _of(cls, us):
        days = us // _DAY_US
        if abs(days) > 999999999:
            raise OverflowError(f"days={days}; must have magnitude <= 999999999")
        self = object.__new__(cls)
        self._us = us
        return self

    @property
    def days(self):
        return self._us // _DAY_US

    @property
    def seconds(self):
        return self._us % _DAY_US // _SECOND_US

    @property
    def microseconds(self):
        return self._us % _SECOND_US

    def total_seconds(self):
        """The duration in seconds."""
        return self._us / _SECOND_US

    def __repr__(self):
        parts = [f"{name}={value}" for name in ("days", "seconds", "microseconds") if (value := getattr(self, name))]
        return f"{_full_name(self)}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self.seconds, 60)
        text = f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
        days = self.days
        if days:
            text = f"{days} day{'s' * (abs(days) != 1)}, {text}"
        return text + (f".{self.microseconds:06d}" if self.microseconds else "")

    def __add__(self, other):
        return timedelta._of(self._us + other._us) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return timedelta._of(self._us - other._us) if isinstance(other, timedelta) else NotImplemented

    def __rsub__(self, other):
        return timedelta._of(other._us - self._us) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return timedelta._of(-self._us)

    def __pos__(self):
        return timedelta._of(self._us)

    def __abs__(self):
        return timedelta._of(abs(self._us))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._us * other)
        if isinstance(other, float):
            numerator, denominator = other.as_integer_ratio()
            return timedelta._of(_nearest(self._us * numerator, denominator))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._us // other._us
        return timedelta._of(self._us // other) if isinstance(other, int) else NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._us / other._us
        if isinstance(other, int):
            return timedelta._of(_nearest(self._us, other))
        if isinstance(other, float):
            numerator, denominator = other.as_integer_ratio()
            return timedelta._of(_nearest(self._us * denominator, numerator))
        return NotImplemented

    def __mod__(self, other):
        return timedelta._of(self._us % other._us) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        quotient, rest = divmod(self._us, other._us)
        return quotient, timedelta._of(rest)

    def __eq__(self, other):
        return self._us == other._us if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._us < other._us if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._us <= other._us if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._us > other._us if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._us >= other._us if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash((self.days, self.seconds, self.microseconds))

    def __bool__(self):
        return self._us != 0

    def __reduce__(self):
        return self.__class__, (self.days, self.seconds, self.microseconds)


def _full_name(self):
    cls = type(self)
    return "datetime." * (cls.__module__ == "datetime") + cls.__qualname__


def _nearest(a, b):
    """a / b as an int, ties to even."""
    quotient, rest = divmod(a, b)
    twice = 2 * rest
    up = twice > b if b > 0 else twice < b
    return quotient + 1 if up or (twice == b and quotient & 1) else quotient


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


class tzinfo:
    """Base of time zones."""

    __slots__ = ()

    def tzname(self, dt):
        """The name of the zone."""
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        """How far local time is ahead of UTC, a timedelta."""
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        """How far summer time is ahead, a timedelta; 0 if it is not in effect."""
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        """A datetime in UTC, whose zone is this one, as local time."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc() requires a non-None utcoffset() result")
        summer = dt.dst()
        if summer is None:
            raise ValueError("fromutc() requires a non-None dst() result")
        delta = offset - summer
        if delta:
            dt += delta
            summer = dt.dst()
            if summer is None:
                raise ValueError("fromutc(): dt.dst gave inconsistent results; cannot convert")
        return dt + summer

    def __reduce__(self):
        args = getattr(self, "__getinitargs__", tuple)()
        return self.__class__, args, self.__getstate__()


class timezone(tzinfo):
    """A zone with one offset."""

    __slots__ = ("_offset", "_name")

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if name is None:
            if not offset:
                return cls.utc
        elif not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {type(name).__name__}")
        return cls._make(_check_offset("utcoffset", offset), name)

    @classmethod
    def _make(cls, offset, name=None):
        self = tzinfo.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __init_subclass__(cls):
        raise TypeError("type 'datetime.timezone' is not an acceptable base type")

    def _check(self, dt, name):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f"{name}(dt) argument must be a datetime instance or None, not {type(dt).__name__}")

    def utcoffset(self, dt):
        self._check(dt, "utcoffset")
        return self._offset

    def tzname(self, dt):
        self._check(dt, "tzname")
        if self._name is not None:
            return self._name
        return "UTC" + _format_offset(self._offset) if self._offset else "UTC"

    def dst(self, dt):
        self._check(dt, "dst")
        return None

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() argument must be a datetime instance or None")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        name = "" if self._name is None else f", {self._name!r}"
        return f"{_full_name(self)}({self._offset!r}{name})"

    def __str__(self):
        return self.tzname(None)

    def __reduce__(self):
        return self.__class__, (self._offset,) if self._name is None else (self._offset, self._name)


UTC = timezone.utc = timezone._make(timedelta(0))
timezone.min = timezone._make(-timedelta(hours=23, minutes=59))
timezone.max = timezone._make(timedelta(hours=23, minutes=59))


class IsoCalendarDate(tuple):
    """Year, week and weekday as ISO 8601 counts them."""

    __slots__ = ()

    def __new__(cls, year, week, weekday):
        return super().__new__(cls, (year, week, weekday))

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return "datetime.IsoCalendarDate(year=%s, week=%s, weekday=%s)" % self

    def __reduce__(self):
        return tuple, (tuple(self),)


def _compared(name):
    """A comparison of two of a kind by their keys."""
    def compare(self, other):
        pair = self._pair(other, name)
        return NotImplemented if pair is None else getattr(pair[0], name)(pair[1])

    compare.__name__ = name
    return compare


class date:
    """A day of the Gregorian calendar."""

    __slots__ = ("_year", "_month", "_day")

    def __new__(cls, year, month, day):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    year = property(lambda self: self._year)
    month = property(lambda self: self._month)
    day = property(lambda self: self._day)

    @classmethod
    def fromtimestamp(cls, timestamp):
        """The day of seconds since 1970."""
        if timestamp is None:
            raise TypeError("'NoneType' object cannot be interpreted as an integer")
        return cls(*_time.localtime(timestamp)[:3])

    @classmethod
    def today(cls):
        """The current day."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        """The day of a number: 1 is the first one of year 1."""
        if not 1 <= n <= _MAX_ORDINAL:
            if n < 1:
                raise ValueError("ordinal must be >= 1")
            raise ValueError(f"year {_from_ordinal(n)[0]} is out of range")
        return cls(*_from_ordinal(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """The day of a text in ISO 8601's form."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            if len(date_string) not in (7, 8, 10):
                raise ValueError
            parts = _parse_date(date_string)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        return cls(*parts)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day of a year, week and weekday."""
        return cls(*_of_iso_week(year, week, day))

    def __repr__(self):
        return f"{_full_name(self)}({self._year}, {self._month}, {self._day})"

    def isoformat(self):
        """YYYY-MM-DD"""
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    def __str__(self):
        return self.isoformat()

    def ctime(self):
        """As time.ctime()."""
        return self._ctime("00:00:00")

    def _ctime(self, clock):
        at, month = 3 * self.weekday(), 3 * self._month
        return (f"{_DAY_NAMES[at:at + 3]} {_MONTH_NAMES[month - 3:month]} {self._day:2d} "
                f"{clock} {self._year:04d}")

    def strftime(self, format):
        """As time.strftime()."""
        return _strftime(self, format, self.timetuple())

    def __format__(self, format):
        if not isinstance(format, str):
            raise TypeError(f"__format__() argument 1 must be str, not {type(format).__name__}")
        return self.strftime(format) if format else str(self)

    def timetuple(self):
        """A time.struct_time."""
        return self._timetuple(0, 0, 0, -1)

    def _timetuple(self, hour, minute, second, dst):
        yearday = _year_day(self._year, self._month, self._day)
        return _time.struct_time((self._year, self._month, self._day, hour, minute, second, self.weekday(),
                                  yearday, dst))

    def toordinal(self):
        """The number of the day."""
        return _to_ordinal(self._year, self._month, self._day)

    def weekday(self):
        """Monday is 0."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """Monday is 1."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """Year, week and weekday."""
        year, today = self._year, self.toordinal()
        if today < _week_one(year):
            year -= 1
        elif today >= _week_one(year + 1):
            year += 1
        week, day = divmod(today - _week_one(year), 7)
        return IsoCalendarDate(year, week + 1, day + 1)

    def replace(self, year=None, month=None, day=None):
        """Another day with these parts."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    __replace__ = replace

    def _pair(self, other, name):
        if isinstance(other, datetime) or not isinstance(other, date):
            return None
        return self.toordinal(), other.toordinal()

    __eq__, __lt__, __le__, __gt__, __ge__ = map(_compared, ("__eq__", "__lt__", "__le__", "__gt__", "__ge__"))

    def __hash__(self):
        return hash((self._year, self._month, self._day))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        n = self.toordinal() + other.days
        if 0 < n <= _MAX_ORDINAL:
            return type(self).fromordinal(n)
        raise OverflowError("date value out of range")

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def __reduce__(self):
        return self.__class__, (self._year, self._month, self._day)


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


class time:
    """A time of day, perhaps in a zone."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        fields = _check_time(hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = fields
        self._tzinfo = tzinfo
        self._fold = fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    def _us(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * _SECOND_US + self._microsecond

    def _pair(self, other, name):
        if not isinstance(other, time):
            return None
        if self._tzinfo is other._tzinfo:
            return self._us(), other._us()
        mine, theirs = self.utcoffset(), other.utcoffset()
        if (mine is None) != (theirs is None):
            if name == "__eq__":
                return 0, 1
            raise TypeError("can't compare offset-naive and offset-aware times")
        if mine is None:
            return self._us(), other._us()
        return self._us() - mine._us, other._us() - theirs._us

    __eq__, __lt__, __le__, __gt__, __ge__ = map(_compared, ("__eq__", "__lt__", "__le__", "__gt__", "__ge__"))

    def __hash__(self):
        me = self.replace(fold=0) if self._fold else self
        offset = me.utcoffset()
        return hash(self._us() - (offset._us if offset else 0))

    def __repr__(self):
        text = f"{self._hour}, {self._minute}"
        if self._second or self._microsecond:
            text += f", {self._second}"
        if self._microsecond:
            text += f", {self._microsecond}"
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        if self._fold:
            text += ", fold=1"
        return f"{_full_name(self)}({text})"

    def isoformat(self, timespec="auto"):
        """HH:MM:SS, with a fraction and an offset if there are any."""
        text = _format_time(self._hour, self._minute, self._second, self._microsecond, timespec)
        return text + _format_offset(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    @classmethod
    def fromisoformat(cls, time_string):
        """The time of a text in ISO 8601's form."""
        if not isinstance(time_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            parts = _parse_time(time_string.removeprefix("T"))
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {time_string!r}") from None
        return cls(*_zoned(parts))

    def strftime(self, format):
        """As time.strftime(), on the first day of 1900."""
        return _strftime(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    __format__ = date.__format__

    def utcoffset(self):
        return None if self._tzinfo is None else _check_offset("utcoffset", self._tzinfo.utcoffset(None))

    def dst(self):
        return None if self._tzinfo is None else _check_offset("dst", self._tzinfo.dst(None))

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """Another time with these parts."""
        return type(self)(
            self._hour if hour is None else hour, self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def __reduce__(self):
        return _made, (self.__class__, (self._hour, self._minute, self._second, self._microsecond, self._tzinfo),
                       self._fold)


def _made(cls, args, fold):
    return cls(*args, fold=fold)


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)


class datetime(date):
    """A day and a time of it, perhaps in a zone."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        fields = _check_time(hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        self._hour, self._minute, self._second, self._microsecond = fields
        self._tzinfo = tzinfo
        self._fold = fold
        return self

    hour, minute, second, microsecond = time.hour, time.minute, time.second, time.microsecond
    tzinfo, fold = time.tzinfo, time.fold

    @classmethod
    def _of_us(cls, us, tz):
        """Of microseconds since the first day of year 1, day 1."""
        days, us = divmod(us, _DAY_US)
        if not 0 < days <= _MAX_ORDINAL:
            raise OverflowError("date value out of range")
        seconds, us = divmod(us, _SECOND_US)
        minutes, second = divmod(seconds, 60)
        return cls(*_from_ordinal(days), minutes // 60, minutes % 60, second, us, tz)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The local time of seconds since 1970."""
        _check_tzinfo(tz)
        if isinstance(timestamp, int):
            us = timestamp * _SECOND_US
        else:
            fraction, whole = _modf(timestamp)
            us = int(whole) * _SECOND_US + round(fraction * 1e6)
        try:
            result = cls._of_us(us + 719163 * _DAY_US, tz)
        except OverflowError:
            year = 1970 + us // (_DAY_US * 146097 // 400)
            raise ValueError(f"year {year} is out of range") from None
        return result if tz is None else tz.fromutc(result)

    @classmethod
    def utcfromtimestamp(cls, t):
        """The time in UTC of seconds since 1970."""
        return cls.fromtimestamp(t)

    @classmethod
    def now(cls, tz=None):
        """The current time."""
        _check_tzinfo(tz)
        result = cls._of_us(_time.time_ns() // 1000 + 719163 * _DAY_US, tz)
        return result if tz is None else tz.fromutc(result)

    @classmethod
    def utcnow(cls):
        """The current time in UTC."""
        return cls.now()

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A day and a time."""
        if not isinstance(date, _date_class):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time_class):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """The time of a text in ISO 8601's form."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            if len(date_string) < 7:
                raise ValueError
            end = _date_len(date_string)
            parts = list(_parse_date(date_string[:end]))
            if end < len(date_string):
                parts += _parse_time(date_string[end + 1:])
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        return cls(*_zoned(parts))

    @classmethod
    def strptime(cls, date_string, format):
        """The time of a text in a form as for time.strptime()."""
        from _strptime import parse

        return parse(date_string, format).datetime(cls, timezone, timedelta)

    def timetuple(self):
        summer = self.dst()
        return self._timetuple(self._hour, self._minute, self._second, -1 if summer is None else int(bool(summer)))

    def utctimetuple(self):
        """A time.struct_time in UTC."""
        offset = self.utcoffset()
        me = self - offset if offset else self
        return me._timetuple(me._hour, me._minute, me._second, 0)

    def _us(self):
        return self.toordinal() * _DAY_US + time._us(self)

    def timestamp(self):
        """Seconds since 1970."""
        offset = self.utcoffset()
        return (self._us() - 719163 * _DAY_US - (offset._us if offset else 0)) / _SECOND_US

    def date(self):
        """The day."""
        return _date_class(self._year, self._month, self._day)

    def time(self):
        """The time of day, without the zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        """The time of day, with the zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        """Another time with these parts."""
        return type(self)(
            self._year if year is None else year, self._month if month is None else month,
            self._day if day is None else day, self._hour if hour is None else hour,
            self._minute if minute is None else minute, self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def astimezone(self, tz=None):
        """The same moment in another zone; without one, in the local one."""
        if tz is None:
            tz = timezone(timedelta(0), "UTC")
        elif not isinstance(tz, _tzinfo_class):
            raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")
        if tz is self._tzinfo:
            return self
        offset = self.utcoffset()
        utc = self - offset if offset else self
        return tz.fromutc(utc.replace(tzinfo=tz))

    def ctime(self):
        return self._ctime(f"{self._hour:02d}:{self._minute:02d}:{self._second:02d}")

    def isoformat(self, sep="T", timespec="auto"):
        """YYYY-MM-DD, a separator and the time."""
        if not isinstance(sep, str) or len(sep) != 1:
            raise TypeError("isoformat() argument 1 must be a unicode character, not " + type(sep).__name__)
        text = _format_time(self._hour, self._minute, self._second, self._microsecond, timespec)
        return f"{date.isoformat(self)}{sep}{text}{_format_offset(self.utcoffset())}"

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._microsecond:
            parts.append(self._second)
        if self._microsecond:
            parts.append(self._microsecond)
        text = ", ".join(map(str, parts))
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        if self._fold:
            text += ", fold=1"
        return f"{_full_name(self)}({text})"

    def utcoffset(self):
        return None if self._tzinfo is None else _check_offset("utcoffset", self._tzinfo.utcoffset(self))

    def dst(self):
        return None if self._tzinfo is None else _check_offset("dst", self._tzinfo.dst(self))

    def tzname(self):
        if self._tzinfo is None:
            return None
        name = self._tzinfo.tzname(self)
        if name is not None and not isinstance(name, str):
            raise TypeError(f"tzinfo.tzname() must return None or a string, not '{type(name).__name__}'")
        return name

    def _pair(self, other, name):
        if not isinstance(other, datetime):
            return None
        if self._tzinfo is other._tzinfo:
            return self._us(), other._us()
        mine, theirs = self.utcoffset(), other.utcoffset()
        if name == "__eq__":
            # In the gap or the fold of a zone, no time equals one of another zone.
            if mine != self.replace(fold=not self._fold).utcoffset():
                return 0, 1
            if theirs != other.replace(fold=not other._fold).utcoffset():
                return 0, 1
        if (mine is None) != (theirs is None):
            if name == "__eq__":
                return 0, 1
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        if mine is None:
            return self._us(), other._us()
        return self._us() - mine._us, other._us() - theirs._us

    def __hash__(self):
        me = self.replace(fold=0) if self._fold else self
        offset = me.utcoffset()
        return hash(self._us() - (offset._us if offset else 0))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)._of_us(self._us() + other._us, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return type(self)._of_us(self._us() - other._us, self._tzinfo)
        if not isinstance(other, datetime):
            return NotImplemented
        difference = self._us() - other._us()
        if self._tzinfo is not other._tzinfo:
            mine, theirs = self.utcoffset(), other.utcoffset()
            if (mine is None) != (theirs is None):
                raise TypeError("can't subtract offset-naive and offset-aware datetimes")
            if mine is not None:
                difference += theirs._us - mine._us
        return timedelta._of(difference)

    def __reduce__(self):
        return _made, (self.__class__, (self._year, self._month, self._day, self._hour, self._minute, self._second,
                                        self._microsecond, self._tzinfo), self._fold)


_date_class = date
_time_class = time
_tzinfo_class = tzinfo
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
