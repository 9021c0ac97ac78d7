"""What the rules of dates have in common: what a rule gives, what it may ask, how rules are registered, and how wide phrases are.

A rule is a pattern and a function that reads what it matched. The pattern may use <names in angle brackets> for the lists
of `dates.yml`. If it has a group `x`, only that part is the date; the rest is what must stand around it
("in <x>October</x>"). The function returns None for what only looks like a date. The rules themselves are in
`date_written` and `date_relative`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from coder.ontology import calendar
from coder.ontology.calendar import Calendar, days, span_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What one rule understood: days first..last as the words say, before they are cut at the publication date.

    `unit` is the size of what is named (day, week, month, season, year, decade, window, weekend). `month_day` is set for a
    date without year, `pending` for a distance that waits for the date it is counted from ("two days before …"), `ahead` where the words
    themselves look forward ("later this week").
    """

    first: date | None
    last: date | None
    precision: str
    basis: str
    unit: str = "day"
    month_day: tuple[int, int] | None = None
    pending: tuple[int, str] | None = None
    ahead: bool = False


class Context(Protocol):
    """What a rule may ask about the text around its match."""

    calendar: Calendar
    published: date | None
    text: str

    def ahead(self, position: int) -> bool: ...
    def anchor(self) -> Reading | None: ...
    def before(self, position: int) -> str: ...
    def capitals(self, position: int) -> bool: ...


Handler = Callable[[Context, re.Match[str]], Reading | None]

RULES: list[tuple[str, Handler]] = []


def rule(*patterns: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        RULES.extend((pattern, handler) for pattern in patterns)
        return handler

    return register


def compiled(cal: Calendar) -> list[tuple[re.Pattern[str], Handler]]:
    """The rules with the calendar's words filled in."""

    def any_of(words: list[str]) -> str:
        return "|".join(re.escape(w).replace("'", "['’]") for w in sorted(words, key=lambda w: (-len(w), w)))

    def long_or_short(names: list[str]) -> str:
        long = any_of([n for n in names if n not in cal.short])
        return rf"(?:(?:{long})\b|(?:{any_of([n for n in names if n in cal.short])})\b\.?)"

    fragments = {
        "month": f"(?P<month>{long_or_short(list(cal.months))})",
        "months": any_of([n for n in cal.months if n not in cal.short]),
        "weekday": f"(?P<weekday>{long_or_short(list(cal.weekdays))})",
        "day": r"(?<![\d.,:/$-])(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|d)?(?![\w:]|[.,]\d)",
        "day2": r"(?P<day2>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w:]|[.,]\d)",
        "year": r"(?P<year>(?:1[4-9]|20)\d\d)(?![\w]|[.,]\d)",
        "season": f"(?P<season>{any_of(list(cal.seasons))})",
        "unit": rf"(?P<unit>{any_of(list(cal.units))})\b",
        "n": rf"(?P<n>\d{{1,3}}|{any_of(list(cal.counts))})",
        "holiday": rf"(?P<holiday>{any_of([*cal.fixed, *cal.easter, *cal.moving])})\b",
        "part_of_day": f"(?:{any_of(list(cal.parts_of_day))})",
        "part": f"(?P<part>{any_of(list(cal.parts))})",
    }
    found = []
    for pattern, handler in RULES:
        filled = re.sub(r"(?<!\?P)<(\w+)>", lambda name: fragments[name[1]], pattern)
        found.append((re.compile(filled, re.IGNORECASE), handler))
    return found


# --- shared -------------------------------------------------------------------------------------------------

#: counts that are never exact
LOOSE = frozenset({"a few", "few", "several", "some", "many"})
PRECISION_OF = {"hour": "day", "day": "day", "week": "week", "fortnight": "week", "month": "month", "year": "year"}
_FINENESS = {"day": 0, "days": 1, "week": 2, "month": 3, "year": 4, "range": 4}


def fits(unit: str, anchor: Reading) -> bool:
    """Whether the anchor is exact enough to count units of this size from it."""
    limit = {"hour": 1, "day": 1, "week": 2, "fortnight": 2, "month": 3}.get(unit, 4)
    return _FINENESS[anchor.precision] <= limit


def distance(first: date, last: date, count: int, unit: str, *, about: bool) -> tuple[date, date, str]:
    """The interval *count* units from first..last, as wide as such phrases are loose, and its precision."""
    if unit == "hour":
        shift = (abs(count) // 24) * (1 if count > 0 else -1)
        return days(first, shift), days(last, shift), "day" if first == last else "days"
    if unit == "day":
        slack = 1 if about else 0
        moved = days(first, count - slack), days(last, count + slack)
        return *moved, "day" if moved[0] == moved[1] else "days"
    if unit in ("week", "fortnight"):
        step = 7 * count * (2 if unit == "fortnight" else 1)
        return days(first, step - 3), days(last, step + 3), "week"
    if unit == "month":
        near = abs(count) == 1
        if near:
            return days(calendar.same_day(first, count), -7), days(calendar.same_day(last, count), 7), "month"
        return span_of("month", first, count)[0], span_of("month", last, count)[1], "month"
    if unit == "year" and not about and abs(count) < 20:
        return *span_of("year", first, count), "year"
    years = count * (10 if unit == "decade" else 1)
    slack = 1 if unit == "year" else 5
    return span_of("year", first, years - slack)[0], span_of("year", last, years + slack)[1], "range"


def part_of(first: date, last: date, unit: str, part: str) -> tuple[date, date]:
    """The first, middle or last third of a week, month, season, year or decade."""
    index = ("early", "mid", "late").index(part)
    if unit == "week":
        cut = ((0, 2), (2, 4), (3, 6))[index]
        return days(first, cut[0]), days(first, cut[1])
    if unit == "month":
        starts = (1, 11, 21, None)
        end = starts[index + 1]
        return first.replace(day=starts[index] or 1), first.replace(day=end - 1) if end else last
    if unit == "year":
        return date(first.year, 4 * index + 1, 1), calendar.month_end(date(first.year, 4 * index + 4, 1))
    if unit == "decade":
        return date(first.year + (0, 4, 7)[index], 1, 1), date(first.year + (3, 6, 9)[index], 12, 31)
    size = (last - first).days + 1
    return days(first, size * index // 3), days(first, size * (index + 1) // 3 - 1)


def width(first: date, last: date) -> str:
    """The precision of a stated stretch: one day, some days of a week, or a range."""
    size = (last - first).days + 1
    return "day" if size == 1 else "days" if size <= 7 else "range"


def moved(day: date, count: int, unit: str, sign: int) -> date:
    if unit == "hour":
        return days(day, sign * -(-count // 24))
    if unit in ("day", "week", "fortnight"):
        return days(day, sign * count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return calendar.same_day(day, sign * count * {"month": 1, "year": 12, "decade": 120}[unit])


def count_of(context: Context, words: str) -> int:
    return int(words) if words.isdigit() else context.calendar.counts[re.sub(" +", " ", words.lower())]


def is_capital(name: str) -> bool:
    return name[:1].isupper()


def month_number(context: Context, m: re.Match[str]) -> int:
    return context.calendar.months[m["month"].lower().strip(".")]


def next_word(context: Context, end: int) -> str:
    following = re.match(r" +([\w'.]+)", context.text[end : end + 40])
    return following[1].lower().rstrip(".") if following else ""


def counts_after_month(context: Context, m: re.Match[str]) -> bool:
    """ "in May 20 people died": the number counts people, it is no day."""
    led = re.search(r"\b(?:in|since|during|last|this) +$", context.before(m.start("month")), re.IGNORECASE)
    return led is not None and next_word(context, m.end()) in context.calendar.counted


def century(year: int, published: date | None) -> int:
    """A year of two digits is the one nearest to publication."""
    middle = published.year if published is not None else 2000
    return min((year + 1800, year + 1900, year + 2000), key=lambda full: abs(full - middle))
