# features: SM46
# Dates, times, differences, zones: made, shown, read, compared, reckoned with.
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo


def attempt(function, *args, **named):
    try:
        print(repr(function(*args, **named)))
    except Exception as error:
        print(type(error).__name__, error)


for args in [{}, {'days': 1}, {'seconds': -1}, {'weeks': 1, 'hours': 25, 'minutes': 61, 'milliseconds': 1001}, {'days': 1.5}, {'days': 0.1, 'seconds': 0.1},
             {'microseconds': 0.5}, {'microseconds': 1.5}, {'microseconds': 2.5}, {'days': -1, 'microseconds': 1}, {'seconds': 86399.9999995}, {'hours': 1e-5}]:
    d = timedelta(**args)
    print(args, repr(d), d, d.days, d.seconds, d.microseconds, d.total_seconds(), bool(d))
a, b = timedelta(days=2, seconds=5), timedelta(hours=7, microseconds=3)
print(a + b, a - b, -a, +a, abs(-a), a * 3, 2 * a, a * 1.5, a // b, a // 7, a / b, a / 7, a / 1.7, a % b, divmod(a, b))
print(a == b, a < b, a >= b, a != timedelta(2, 5), hash(a) == hash(timedelta(2, 5)), a == 1, timedelta.min, timedelta.max, timedelta.resolution)
for wrong in (lambda: timedelta('x'), lambda: timedelta(10**9), lambda: a / 0, lambda: a // timedelta(0), lambda: timedelta.max + a):
    attempt(wrong)

d = date(2024, 2, 29)
print(d, repr(d), d.year, d.month, d.day, d.weekday(), d.isoweekday(), d.toordinal(), d.isocalendar(), d.ctime(), d.timetuple())
print(d + timedelta(366), d - timedelta(1), d - date(2000, 1, 1), d.replace(year=2020), date.fromordinal(738000), date.min, date.max, MAXYEAR)
print(d < date(2025, 1, 1), d == date(2024, 2, 29), d == 5, hash(d) == hash(date(2024, 2, 29)), d.strftime('%Y/%m/%d %j %A %b'), f'{d:%d.%m.%y}', f'{d}')
for y in range(1995, 2032):
    first, last = date(y, 1, 1).isocalendar(), date(y, 12, 31).isocalendar()
    assert date.fromisocalendar(*first) == date(y, 1, 1) and date.fromordinal(date(y, 12, 31).toordinal()) == date(y, 12, 31)
    print(tuple(first), tuple(last), end=' ')
print()
for text in '2024-02-29', '20240229', '2024-W09-4', '2024W094', '2024-W09', '2024W09', '2023-02-29', '2024-2-29', '2024-13-01', 'x', '2024-W54-1', '2024-W01-8', '2024-W0', '2024/01/01':
    attempt(date.fromisoformat, text)
for args in (0, 1, 1), (10000, 1, 1), (2023, 2, 29), (2024, 13, 1), (2024, 1, 0):
    attempt(date, *args)
attempt(date.fromordinal, 0)
attempt(lambda: date.max + timedelta(1))

t = time(12, 34, 56, 789)
print(t, repr(t), t.hour, t.microsecond, t.isoformat('minutes'), t.isoformat('milliseconds'), t.isoformat('hours'), t.replace(hour=1), time(), time(1, 2), time.min, time.max)
print(t < time(13), t == time(12, 34, 56, 789), t == 1, t.strftime('%H-%M-%S.%f|%z|%Z'), time(1, tzinfo=UTC), time(1, fold=1), bool(time(0)), t.utcoffset(), t.tzname())
for text in '12', '12:34', '1234', '12:34:56', '123456', '12:34:56.789', '12:34:56,123456789', '123456.5', '12:34Z', '12:34+01:30', '12:34:56.5-0130', 'T12:34', '25:00', '12:3', '1', '12:34:56.', '12:34x':
    attempt(time.fromisoformat, text)
for args in (24,), (0, 60), (0, 0, 60), (0, 0, 0, 10**6), ('1',):
    attempt(time, *args)

dt = datetime(2024, 3, 10, 14, 5, 6, 7)
print(dt, repr(dt), dt.date(), dt.time(), dt.isoformat(), dt.isoformat(' ', 'minutes'), dt.ctime(), dt.weekday(), dt.timetuple(), dt.toordinal())
print(dt + timedelta(hours=10), dt - timedelta(days=70), dt - datetime(2024, 1, 1), dt.replace(minute=0), datetime.combine(d, t), datetime.min, datetime.max)
print(dt < datetime(2025, 1, 1), dt == datetime(2024, 3, 10, 14, 5, 6, 7), dt == dt.date(), dt != 1, dt.strftime('%a %d %b %Y %I:%M:%S %p %f %% %j %U'), f'{dt:%H:%M}')
for text in ('2024-03-10', '2024-03-10T14:05', '2024-03-10 14:05:06', '20240310T140506', '2024-03-10T14:05:06.123456+02:00', '2024-W10-7T12', '2024W107T12:30Z',
             '2024-03-10T14:05:06.1', '2024-03-10T', '2024-03-10T25:00', '2024-03-10x14:05', '2024-03-10T14:05:06-00:00', 'nonsense', '2024-03-10T14:05+25:00'):
    attempt(datetime.fromisoformat, text)
zone = timezone(timedelta(hours=2), 'EET')
print(zone, repr(zone), timezone.utc, repr(timezone.utc), timezone(-timedelta(hours=3, minutes=30)), timezone(timedelta(seconds=1)), timezone(timedelta(0)) is UTC,
      timezone.min, timezone.max, zone == timezone(timedelta(hours=2)), hash(zone) == hash(timezone(timedelta(hours=2))))
aware = datetime(2024, 3, 10, 14, tzinfo=zone)
print(aware, repr(aware), aware.utcoffset(), aware.tzname(), aware.dst(), aware.astimezone(UTC), aware.astimezone(timezone(timedelta(hours=-5))), aware.timestamp(), aware.utctimetuple())
print(aware == datetime(2024, 3, 10, 12, tzinfo=UTC), aware == dt, aware - datetime(2024, 3, 10, tzinfo=UTC), aware.strftime('%z %Z'), aware.timetz(), hash(aware) == hash(aware.astimezone(UTC)))
print(datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(1e9 + 0.123456, UTC), datetime.fromtimestamp(-1.5, UTC), datetime(1970, 1, 2, tzinfo=UTC).timestamp())
for wrong in (lambda: aware < dt, lambda: aware - dt, lambda: datetime.max + timedelta(1), lambda: timezone(timedelta(days=1)), lambda: timezone(1),
              lambda: datetime(2024, 1, 1, tzinfo=5), lambda: datetime.combine(1, t), lambda: dt.isoformat('ab'), lambda: dt.isoformat(timespec='x'), lambda: tzinfo().utcoffset(dt)):
    attempt(wrong)


class Summer(tzinfo):
    def utcoffset(self, when):
        return timedelta(hours=1) + self.dst(when)

    def dst(self, when):
        return timedelta(hours=1) if when is not None and 4 <= when.month <= 10 else timedelta(0)

    def tzname(self, when):
        return 'CEST' if self.dst(when) else 'CET'


summer = datetime(2024, 7, 1, 12, tzinfo=Summer())
print(summer, summer.tzname(), summer.dst(), summer.astimezone(UTC), datetime(2024, 7, 1, 10, tzinfo=UTC).astimezone(Summer()), summer.timetuple().tm_isdst)


class Day(date):
    pass


class Moment(datetime):
    pass


print(repr(Day(2024, 1, 1) + timedelta(1)), repr(Moment(2024, 1, 1) + timedelta(1)), type(Moment.fromisoformat('2024-01-01')).__name__, isinstance(datetime.now(), date))
