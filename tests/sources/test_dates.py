"""Dates as papers print them, and what is not a date."""

from __future__ import annotations

import pytest

from coder.sources import dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-12-23", "2024-12-23"),
        ("2024/12/23", "2024-12-23"),
        ("2024-12-23T23:30:00-05:00", "2024-12-23"),
        ("2024-12-23 00:00:00", "2024-12-23"),
        ("20241223", "2024-12-23"),
        ("20241223140500", "2024-12-23"),
        ("20241223T140500Z", "2024-12-23"),
        ("Mon, 23 Dec 2024 14:05:00 GMT", "2024-12-23"),
        ("December 23, 2024", "2024-12-23"),
        ("Dec. 23 2024", "2024-12-23"),
        ("23rd of December 2024", "2024-12-23"),
        ("23-Dec-2024", "2024-12-23"),
        ("SEPT 3, 1999", "1999-09-03"),
        ("3 JAN 90", "1990-01-03"),
        ("3 JAN 21", "2021-01-03"),
        ("Monday, 12/23/2024", "2024-12-23"),
        ("23/12/2024", "2024-12-23"),
        ("23/12/24", "2024-12-23"),
        ("03.05.2024", "2024-05-03"),
        ("05/05/2024", "2024-05-05"),
        ("29 February 2024", "2024-02-29"),
    ],
)
def test_a_date_is_read_without_doubt(text, day):
    reading = dates.read(text)
    assert (reading.day, reading.trouble) == (day, None)


@pytest.mark.parametrize(
    ("text", "day", "trouble"),
    [
        pytest.param("05/03/2024", "2024-05-03", "ambiguous-date", id="no weekday: month first, doubted"),
        pytest.param("Friday, 05/03/2024", "2024-05-03", None, id="the weekday says month first"),
        pytest.param("Tue 05/03/2024", "2024-03-05", None, id="the weekday says day first"),
        pytest.param("Sunday 05/03/2024", "2024-05-03", "ambiguous-date", id="a weekday that fits neither"),
    ],
)
def test_the_weekday_decides_between_two_readings(text, day, trouble):
    reading = dates.read(text)
    assert (reading.day, reading.trouble) == (day, trouble)


@pytest.mark.parametrize(
    "text",
    ["", "Monday", "2024", "December 2024", "2024-02-30", "2024-13-01", "31/31/2024", "0000-01-01",
     "9999-12-31", "2150-01-01", "1734912000", "12:30", "192.168.1.20", "a 24 hour ceasefire",
     "x" * 10_000, "1/2/" * 3000],
)
def test_no_date(text):
    reading = dates.read(text)
    assert (reading.day, reading.month_day) == (None, None)
    assert reading.trouble == "bad-date"


@pytest.mark.parametrize(
    ("text", "month_day"),
    [
        ("May 3", (5, 3)),
        ("3 May", (5, 3)),
        ("Dec. 31", (12, 31)),
        ("23 Dec 14:05", (12, 23)),
        ("Feb 29", (2, 29)),
    ],
)
def test_a_date_without_a_year(text, month_day):
    assert dates.read(text).month_day == month_day
    assert dates.read(text).day is None


@pytest.mark.parametrize(
    ("month_day", "near", "day"),
    [
        ((12, 31), "2024-01-02", "2023-12-31"),
        ((1, 2), "2023-12-31", "2024-01-02"),
        ((5, 3), "1989", "1989-05-03"),
        ((2, 29), "1989", None),
    ],
)
def test_the_year_is_the_one_that_lies_closest(month_day, near, day):
    assert dates.with_year(month_day, near) == day


def test_every_date_of_a_line_is_found_with_its_place():
    line = "Published May 4, 2024, updated 9 May 2024"
    assert [(r.day, line[r.start : r.end]) for r in dates.find(line)] == [
        ("2024-05-04", "May 4, 2024"),
        ("2024-05-09", "9 May 2024"),
    ]
