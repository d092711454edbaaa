//! Civil dates from seconds since 1970 and back: proleptic Gregorian, UTC.
//!
//! Source: H. Hinnant, "chrono-compatible low-level date algorithms": years begin in March, so
//! that the leap day is the last, and 400 of them are one era.

const DAY_S: i64 = 86_400;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH_DAYS: i64 = 719_468;
const ERA_DAYS: i64 = 146_097;
const ERA_YEARS: i64 = 400;

/// A moment by calendar and clock, as C's `struct tm` but for the origins of its fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Year.
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    /// 0 to 23.
    pub hour: i64,
    /// 0 to 59.
    pub minute: i64,
    /// 0 to 61.
    pub second: i64,
    /// 0 is Monday.
    pub weekday: i64,
    /// 1 to 366.
    pub yearday: i64,
}

/// The day number (0 is 1970-01-01) of a date; days and months may be out of range.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let month = month - 1;
    let year = year + month.div_euclid(12);
    let month = month.rem_euclid(12) + 1;
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(ERA_YEARS);
    let year_of_era = year.rem_euclid(ERA_YEARS);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * ERA_DAYS + day_of_era + day - 1 - EPOCH_DAYS
}

impl Moment {
    /// The moment `seconds` after 1970-01-01.
    pub fn from_seconds(seconds: i64) -> Moment {
        let days = seconds.div_euclid(DAY_S);
        let second = seconds.rem_euclid(DAY_S);
        let shifted = days + EPOCH_DAYS;
        let day_of_era = shifted.rem_euclid(ERA_DAYS);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = shifted.div_euclid(ERA_DAYS) * ERA_YEARS + year_of_era + i64::from(month <= 2);
        Moment {
            year,
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
            weekday: (days + 3).rem_euclid(7),
            yearday: days - days_of(year, 1, 1) + 1,
        }
    }

    /// Seconds since 1970-01-01; fields out of range carry over. `None` if they are too many.
    pub fn to_seconds(self) -> Option<i64> {
        let fits = |value: i64| i32::try_from(value).ok().map(i64::from);
        let days = days_of(fits(self.year)?, fits(self.month)?, fits(self.day)?);
        let (hour, minute, second) = (fits(self.hour)?, fits(self.minute)?, fits(self.second)?);
        Some(days * DAY_S + hour * 3600 + minute * 60 + second)
    }

    /// Year and week (1 to 53) of ISO 8601: weeks begin on Monday and belong to the year that
    /// their Thursday is in.
    pub fn iso_week(self) -> (i64, i64) {
        let week = (self.yearday - 1 - self.weekday + 10) / 7;
        if week < 1 {
            return (self.year - 1, weeks_in(self.year - 1));
        }
        if week > weeks_in(self.year) { (self.year + 1, 1) } else { (self.year, week) }
    }
}

/// Weeks in an ISO year: 53 if it has 53 Thursdays.
fn weeks_in(year: i64) -> i64 {
    let first = (days_of(year, 1, 1) + 3).rem_euclid(7);
    let last = (days_of(year, 12, 31) + 3).rem_euclid(7);
    if first == 3 || last == 3 { 53 } else { 52 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_moments_are_inverse() {
        for seconds in (-70_000_000_000..70_000_000_000).step_by(987_654_321) {
            assert_eq!(Moment::from_seconds(seconds).to_seconds(), Some(seconds));
        }
    }

    #[test]
    fn leap_day_of_2000_is_a_tuesday() {
        let moment = Moment::from_seconds(951_782_400);
        assert_eq!((moment.year, moment.month, moment.day), (2000, 2, 29));
        assert_eq!((moment.weekday, moment.yearday), (1, 60));
    }

    #[test]
    fn weeks_around_new_year_belong_to_the_year_of_their_thursday() {
        let week = |seconds| Moment::from_seconds(seconds).iso_week();
        assert_eq!(week(1_609_459_200), (2020, 53)); // 2021-01-01
        assert_eq!(week(1_735_603_200), (2025, 1)); // 2024-12-31
        assert_eq!(week(1_704_067_200), (2024, 1)); // 2024-01-01
    }
}
