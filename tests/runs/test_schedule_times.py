"""Schedule times are parsed strictly, and the last due time is never in the future."""

from datetime import datetime, timedelta

import pytest

from analysis.core.errors import ParameterError
from analysis.runs.schedule import read_times

NOW = datetime(2026, 11, 22, 12, 0)  # a Sunday


@pytest.mark.parametrize(
    ("text", "cron", "calendar", "last"),
    [
        ("Mon 07:00", "0 7 * * 1", "Mon *-*-* 07:00:00", datetime(2026, 11, 16, 7)),
        ("sunday 11:59", "59 11 * * 0", "Sun *-*-* 11:59:00", datetime(2026, 11, 22, 11, 59)),
        ("Sun 12:01", "1 12 * * 0", "Sun *-*-* 12:01:00", datetime(2026, 11, 15, 12, 1)),
        ("Thu,Mon 18:30", "30 18 * * 1,4", "Mon,Thu *-*-* 18:30:00", datetime(2026, 11, 19, 18, 30)),
        ("daily 6:05", "5 6 * * *", "*-*-* 06:05:00", datetime(2026, 11, 22, 6, 5)),
        ("weekdays 07:00", "0 7 * * 1,2,3,4,5", "Mon,Tue,Wed,Thu,Fri *-*-* 07:00:00", datetime(2026, 11, 20, 7)),
        ("1st 07:00", "0 7 1 * *", "*-*-01 07:00:00", datetime(2026, 11, 1, 7)),
        ("28. 07:00", "0 7 28 * *", "*-*-28 07:00:00", datetime(2026, 10, 28, 7)),
    ],
)
def test_valid_times(text, cron, calendar, last):
    times = read_times(text)
    assert (times.cron, times.calendar, times.last(NOW)) == (cron, calendar, last)
    assert times.last(last) == last  # due at that very minute
    assert times.last(last - timedelta(minutes=1)) < last


@pytest.mark.parametrize(
    "text", ["07:00", "Mon", "Mon 25:00", "Mon 07:60", "Mon 7", "Xyz 07:00", "31st 07:00", "Mon,,Tue 07:00", "Mo 07:00"]
)
def test_an_invalid_time_is_named_with_the_expected_form(text):
    with pytest.raises(ParameterError, match=f"'{text}'.*(Mon 07:00|up to 28)"):
        read_times(text)
