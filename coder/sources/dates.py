"""Publication dates as newspapers, wires, spreadsheets and file names write them.

    read("Monday, 12/23/2024").day        == "2024-12-23"
    read("23 Dec 2024 14:05 GMT").day     == "2024-12-23"     the day as printed, without the clock
    read("3 JAN 90").day                  == "1990-01-03"
    read("Tuesday, 05/03/2024").day       == "2024-03-05"     only 5 March was a Tuesday
    read("05/03/2024").trouble            == "ambiguous-date" month first is taken, and said
    read("2024-02-31").trouble            == "bad-date"

There is no clock in here: the same text gives the same date in any year. "Far future" is therefore a fixed
year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

#: Nobody codes newspapers older than the first, and a date past LAST is a typing error, not an edition.
FIRST, LAST = date(1600, 1, 1), date(2050, 12, 31)
#: A year of two digits: 49 is 2049, 50 is 1950.
_PIVOT = 50
#: No date needs more characters; what is longer is prose and not searched.
_LONGEST = 200

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ISO = r"(?<![\w/-])(?P<year>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"
_COMPACT = r"(?<![\w/-])(?P<year>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?=(?:T?\d{4,6}Z?)?(?!\w))"
_DAY_MONTH = (
    r"(?<![\w:])(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]?"
    + _MONTH
    # "23 Dec 2024", "3 JAN 90", but not the hour in "23 Dec 14:05"
    + r"(?:,?[ -](?P<year>\d{4}|\d{2})(?![\d:]))?"
)
_MONTH_DAY = r"\b" + _MONTH + r"[ -]?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:,? (?P<year>\d{4})(?![\d:]))?"
_NUMERIC = r"(?<![\w/-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d/])"
_PATTERNS = tuple(re.compile(p, re.IGNORECASE) for p in (_ISO, _COMPACT, _NUMERIC, _DAY_MONTH, _MONTH_DAY))

WEEKDAY = re.compile(
    r"\b(?P<day>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE
)

_FILE_NAME = re.compile(
    r"(?<![^\W_])(?P<year>[12]\d{3})(?P<sep>[-_.]?)(?P<m>\d{2})(?P=sep)(?P<d>\d{2})(?![^\W_])"
)
_YEAR_IN_NAME = re.compile(r"(?<![^\W_])(?P<year>1[6-9]\d\d|20[0-4]\d)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one stretch of text says about a date.

    `day` is ISO 8601 or None. `trouble` is None, "ambiguous-date" (`day` is the better guess) or "bad-date"
    (`day` is None). A date without its year has `month_day` and no `day`. `start` and `end` bound the date in
    the text.
    """

    text: str
    start: int
    end: int
    day: str | None = None
    trouble: str | None = None
    month_day: tuple[int, int] | None = None


def read(text: str) -> Reading:
    """The first date of a short text; one without any date is a "bad-date"."""
    return next(find(text), Reading(text[:60], 0, 0, trouble="bad-date"))


def find(text: str) -> Iterator[Reading]:
    """Every date of a short text (a line, a table cell), left to right; nothing in longer ones."""
    at = 0
    while len(text) <= _LONGEST:
        hits = [m for m in (p.search(text, at) for p in _PATTERNS) if m]
        if not hits:
            return
        # Of two readings that begin at one place the longer one knows more (its year).
        hit = min(hits, key=lambda m: (m.start(), -m.end()))
        yield _reading(text, hit)
        at = hit.end()


def of_file_name(name: str) -> str | None:
    """The day in a file name such as `2024-12-23-foo.txt` or `20241223_x.txt`."""
    for hit in _FILE_NAME.finditer(name):
        day = _day(int(hit["year"]), int(hit["m"]), int(hit["d"]))
        if day:
            return day.isoformat()
    return None


def year_in(name: str) -> int | None:
    """A year that stands alone in a file name or address: `reuters_1989_x.txt`, `/news/1989/05/`."""
    hit = _YEAR_IN_NAME.search(name)
    return int(hit["year"]) if hit else None


def with_year(month_day: tuple[int, int], near: str) -> str | None:
    """The day of a date without year that lies closest to *near*, an ISO day or just a year ("1989")."""
    month, day = month_day
    if len(near) == 4:
        only = _day(int(near), month, day)
        return only.isoformat() if only else None
    anchor = date.fromisoformat(near)
    days = [d for d in (_day(anchor.year + step, month, day) for step in (-1, 0, 1)) if d]
    return min(days, key=lambda d: abs((d - anchor).days)).isoformat() if days else None


def _reading(text: str, hit: re.Match[str]) -> Reading:
    found, start, end = hit.groupdict(), hit.start(), hit.end()
    shown = hit[0].strip()
    if "a" in found:
        return _numeric(text, hit)
    month = MONTHS.index(found["month"][:3].lower()) + 1 if "month" in found else int(found["m"])
    if found["year"] is None:
        # A leap year, so that 29 February passes until the year is known.
        known = _day(2000, month, int(found["d"]))
        return Reading(
            shown,
            start,
            end,
            trouble=None if known else "bad-date",
            month_day=(month, int(found["d"])) if known else None,
        )
    day = _day(_full_year(found["year"]), month, int(found["d"]))
    return Reading(shown, start, end, day.isoformat() if day else None, None if day else "bad-date")


def _numeric(text: str, hit: re.Match[str]) -> Reading:
    """12/23/2024 or 23/12/2024: what is possible, else what the weekday says, else month first, doubted."""
    first, second, year = int(hit["a"]), int(hit["b"]), _full_year(hit["year"])
    shown, start, end = hit[0], hit.start(), hit.end()
    month_first, day_first = _day(year, first, second), _day(year, second, first)
    options = sorted({d for d in (month_first, day_first) if d})
    if len(options) < 2:
        day = options[0] if options else None
        return Reading(shown, start, end, day.isoformat() if day else None, None if day else "bad-date")
    assert month_first is not None
    assert day_first is not None
    if hit["sep"] == ".":  # 03.05.2024 is only written where the day comes first
        return Reading(shown, start, end, day_first.isoformat())
    named = WEEKDAY.search(text)
    agreeing = [d for d in options if named and WEEKDAYS[d.weekday()].startswith(named["day"].lower()[:3])]
    if len(agreeing) == 1:
        return Reading(shown, start, end, agreeing[0].isoformat())
    return Reading(shown, start, end, month_first.isoformat(), "ambiguous-date")


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= _PIVOT else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None
