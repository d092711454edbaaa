# features: SM17, SM46
# Texts to times by a format.
import time
from datetime import datetime

for text, format in [
    ('2024-03-10 14:05:06', '%Y-%m-%d %H:%M:%S'), ('10 Mar 24', '%d %b %y'), ('March 5, 2021', '%B %d, %Y'), ('Sun Mar 10 14:05:06 2024', '%c'),
    ('03/10/24', '%x'), ('14:05:06', '%X'), ('12:30 PM', '%I:%M %p'), ('12:30 am', '%I:%M %p'), ('070 2024', '%j %Y'), ('2024 10 1', '%Y %W %w'),
    ('2024 10 0', '%Y %U %w'), ('2024 W10 7', '%G W%V %u'), ('5.25', '%S.%f'), ('  7', ' %d'), ('a%b', 'a%%b'), ('29 Feb', '%d %b'), ('UTC 5', '%Z %H'),
    ('+0130', '%z'), ('-01:30:15.5', '%z'), ('Z', '%z'), ('2024-03-10x', '%Y-%m-%d'), ('nope', '%Y'), ('1', '%q'), ('1', '%'), ('31 Feb', '%d %b'), ('2024 366', '%Y %j'),
    ('TUESDAY', '%A'), ('99', '%y'), ('68', '%y'), ('a.b', 'a.b'), ('2024 10', '%Y %V'), ('2024', '%G'),
]:
    for function in time.strptime, datetime.strptime:
        try:
            print(repr(text), format, repr(function(text, format)))
        except Exception as error:
            print(repr(text), format, type(error).__name__, error)
print(time.strptime('Sun Mar 10 14:05:06 2024'), time.strftime('%Y', time.strptime('1999', '%Y')))
try:
    time.strptime(1, '%Y')
except TypeError as error:
    print(error)
info = time.get_clock_info('monotonic')
print(info.monotonic, info.adjustable, info.resolution < 1, time.get_clock_info('time').adjustable)
try:
    time.get_clock_info('nothing')
except ValueError as error:
    print(error)
print(time.thread_time() >= 0, time.thread_time_ns() >= 0, time.clock_gettime(time.CLOCK_MONOTONIC) > 0, time.clock_gettime_ns(time.CLOCK_REALTIME) > 0)
