"""The calendar: names of months, days and feasts from `dates.yml`, and the arithmetic of days, weeks and months.

Everything here is exact and knows no text. `coder.language.date_phrases` reads phrases with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from coder.ontology.files import read_yaml

FILE = Path(__file__).parent / "dates.yml"


@dataclass(frozen=True)
class Calendar:
    """The lists of `dates.yml`, whose head explains each."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, tuple[int, int]]
    short: frozenset[str]
    everyday: frozenset[str]
    units: Mapping[str, str]
    counts: Mapping[str, int]
    vague: Mapping[str, tuple[int, int]]
    fixed: Mapping[str, str]
    easter: Mapping[str, int]
    moving: tuple[str, ...]
    famous: tuple[tuple[date, frozenset[str]], ...]
    parts_of_day: tuple[str, ...]
    parts: Mapping[str, str]
    future_cues: tuple[str, ...]
    past_cues: tuple[str, ...]
    names_after: frozenset[str]
    papers_after: frozenset[str]
    names_before: frozenset[str]
    counted: frozenset[str]
    clock: frozenset[str]
    habitual: tuple[str, ...]


@cache
def load_calendar(file: Path = FILE) -> Calendar:
    """Read `dates.yml` once."""
    raw: dict[str, Any] = read_yaml(file)
    holidays = raw["holidays"]
    return Calendar(
        months=raw["months"],
        weekdays=raw["weekdays"],
        seasons={name: (first, last) for name, (first, last) in raw["seasons"].items()},
        short=frozenset(raw["short"]),
        everyday=frozenset(raw["everyday"]),
        units=raw["units"],
        counts=raw["counts"],
        vague={name: (low, high) for name, (low, high) in raw["vague"].items()},
        fixed=holidays["fixed"],
        easter=holidays["easter"],
        moving=tuple(holidays["moving"]),
        famous=tuple((date.fromisoformat(f["day"]), frozenset(f["words"])) for f in raw["famous"]),
        parts_of_day=tuple(raw["parts_of_day"]),
        parts={word: part for part, words in raw["parts"].items() for word in words},
        future_cues=tuple(raw["future_cues"]),
        past_cues=tuple(raw["past_cues"]),
        names_after=frozenset(raw["names_after"]),
        papers_after=frozenset(raw["papers_after"]),
        names_before=frozenset(raw["names_before"]),
        counted=frozenset(raw["counted"]),
        clock=frozenset(raw["clock"]),
        habitual=tuple(raw["habitual"]),
    )


# --- arithmetic ---------------------------------------------------------------------------------------------


def days(day: date, count: int) -> date:
    """*day* moved by *count* days; the ends of the calendar where it would leave them."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return date.max if count > 0 else date.min


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_start(day: date, months: int = 0) -> date:
    """First day of the month *months* after that of *day*."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9998 * 12)
    return date(index // 12, index % 12 + 1, 1)


def month_end(day: date) -> date:
    """Last day of the month of *day*."""
    return month_start(day, 1) - timedelta(days=1)


def same_day(day: date, months: int) -> date:
    """*day* moved by whole months; 31 becomes the last day where a month is shorter."""
    start = month_start(day, months)
    return date(start.year, start.month, min(day.day, month_end(start).day))


def week_start(day: date) -> date:
    """Monday of the week of *day*."""
    return days(day, -day.weekday())


def span_of(unit: str, day: date, shift: int = 0) -> tuple[date, date]:
    """First and last day of the calendar week, month, year or decade *shift* units from that of *day*."""
    if unit == "week":
        first = days(week_start(day), 7 * shift)
        return first, days(first, 6)
    if unit == "month":
        first = month_start(day, shift)
        return first, month_end(first)
    if unit in ("year", "decade"):
        size = 10 if unit == "decade" else 1
        year = min(max((day.year // size + shift) * size, 1), 9990)
        return date(year, 1, 1), date(year + size - 1, 12, 31)
    moved = days(day, shift)
    return moved, moved


def season_of(months: tuple[int, int], year: int) -> tuple[date, date]:
    """First and last day of a season that begins in *year*."""
    first, last = months
    return date(year, first, 1), month_end(date(year + (last < first), last, 1))


def easter_sunday(year: int) -> date:
    """Western Easter in the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, left = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    quarter, remainder = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * quarter - epact - remainder) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
