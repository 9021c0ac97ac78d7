"""The grammar of dates: one rule per way of writing a date, each a pattern and a function that reads what it matched.

    "3 May 2014", "May 3", "20 NOV 89", "12/23/2024"        _day_month, _month_day, _numeric
    "in October", "last May", "the summer of 2014"          _month, _season
    "Monday", "last Tuesday", "Friday of last week"         _weekday
    "last week", "earlier this month", "the past year"      _calendar_unit, _window
    "two days ago", "a month later", "the same day"         _ago, _distance, _other_unit

A pattern may use <names in angle brackets> for the lists of `dates.yml`. If it has a group `x`, only that part is the
date; the rest is what must stand around it ("in <x>October</x>"). A function returns None for what only looks like a date.
What stands before a date (early, since, until, from … to) is the business of `date_phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from coder.ontology import calendar
from coder.ontology.calendar import Calendar, days, real_day, span_of


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
    def capitals(self, position: int) -> bool: ...


Handler = Callable[[Context, re.Match[str]], Reading | None]

RULES: list[tuple[str, Handler]] = []


def _rule(*patterns: str) -> Callable[[Handler], Handler]:
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


# --- written out --------------------------------------------------------------------------------------------


def _explicit_day(day: date | None) -> Reading | None:
    return None if day is None else Reading(day, day, "day", "explicit")


@_rule(r"(?<![\w/.-])(?P<year>(?:1[4-9]|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?![\w/-])")
def _iso(context: Context, m: re.Match[str]) -> Reading | None:
    return _explicit_day(real_day(int(m["year"]), int(m["m"]), int(m["d"])))


@_rule(r"(?<![\w/.-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?![\w/-])")
def _numeric(context: Context, m: re.Match[str]) -> Reading | None:
    """Month first, as the news in English mostly has it, unless only the other order is a date or dots are used."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["year"])
    orders = [(a, b), (b, a)] if m["sep"] == "/" else [(b, a)]
    return _explicit_day(next((d for d in (real_day(year, month, day) for month, day in orders) if d), None))


_DAY_MONTH = r"(?:<weekday>,? +)?(?:the +)?<day>(?: +day)?(?: +of +| ?- ?| +)<month>"
_MONTH_DAY = r"(?:<weekday>,? +)?<month> +(?:the +)?<day>"
_YEAR = r"(?:,? +(?:of +)?|-)<year>"


@_rule(_DAY_MONTH + _YEAR, _MONTH_DAY + _YEAR, _DAY_MONTH + r"[ -]['’]?(?P<yy>\d\d)\b(?![.,:]?\d)")
def _full_date(context: Context, m: re.Match[str]) -> Reading | None:
    if not _capital(m["month"]):
        return None
    found = m.groupdict()
    if found.get("yy"):
        wire = m["month"].isupper() or m["month"].lower().strip(".") in context.calendar.short
        year = _century(int(found["yy"]), context.published)
        distance_in_years = abs(year - context.published.year) if context.published is not None else 0
        counting = _next_word(context, m.end()) in context.calendar.counted
        if not wire or distance_in_years > (5 if counting else 15):
            return None
    else:
        year = int(m["year"])
    return _explicit_day(real_day(year, _month_number(context, m), int(m["day"])))


@_rule(_DAY_MONTH, _MONTH_DAY + r"(?! *%)")
def _month_and_day(context: Context, m: re.Match[str]) -> Reading | None:
    """A day without its year: the latest past one, unless a famous one or one to come is meant."""
    month, day = _month_number(context, m), int(m["day"])
    if not _capital(m["month"]) or (m.start("day") > m.start("month") and _counts_after_month(context, m)):
        return None
    famous = _famous(context, m, month, day)
    if famous is not None:
        return famous
    return _yearless(context, m, month, day)


def _yearless(context: Context, m: re.Match[str], month: int, day: int) -> Reading | None:
    published = context.published
    if real_day(2000, month, day) is None:
        return None
    if published is None:
        return Reading(None, None, "day", "relative", month_day=(month, day))
    wanted = context.calendar.weekdays[m["weekday"].lower().strip(".")] if m["weekday"] else None
    ahead = context.ahead(m.start())
    years = range(published.year, published.year + 7) if ahead else range(published.year, published.year - 7, -1)
    options = [d for d in (real_day(y, month, day) for y in years) if d and (d >= published if ahead else d <= published)]
    chosen = next((d for d in options if d.weekday() == wanted), None) or (options[0] if options else None)
    return None if chosen is None else Reading(chosen, chosen, "day", "relative", month_day=(month, day))


def _famous(context: Context, m: re.Match[str], month: int, day: int) -> Reading | None:
    after = {w.lower() for w in re.findall(r"[A-Za-z]+", context.text[m.end() : m.end() + 40])[:2]}
    for known, words in context.calendar.famous:
        if (known.month, known.day) == (month, day) and after & words and (context.published or known) >= known:
            return _explicit_day(known)
    return None


@_rule(r"(?<![\w/])9/11(?![\w/])")
def _nine_eleven(context: Context, m: re.Match[str]) -> Reading | None:
    return _explicit_day(date(2001, 9, 11))


@_rule(
    r"\b(?:(?P<and>between|from|on) +)?(?P<x><day> ?(?:-|–|\b(?:and|to|through|until|till)\b) ?<day2> +(?:of +)?<month>(?:,? +<year>)?)",
    r"(?P<x><month> +<day> ?(?P<and>-|–|\b(?:and|to|through|until|till)\b) ?<day2>(?! +(?:of +)?[a-z]+ (?:were|was))(?:,? +<year>)?)",
)
def _days_of_month(context: Context, m: re.Match[str]) -> Reading | None:
    """ "May 3-6", "between 3 and 5 May": several days of one month."""
    joined_by_and = re.search(r"\band\b", m["x"], re.IGNORECASE) is not None
    if not _capital(m["month"]) or int(m["day2"]) <= int(m["day"]) or (not m["year"] and _counts_after_month(context, m)):
        return None
    if joined_by_and and not m["and"]:
        return None
    month = _month_number(context, m)
    year = int(m["year"]) if m["year"] else None
    if year is None:
        if context.published is None:
            return Reading(None, None, "days", "relative", unit="window")
        year = context.published.year
        if real_day(year, month, 1) and (date(year, month, 1) > context.published) and not context.ahead(m.start()):
            year -= 1
    first, last = real_day(year, month, int(m["day"])), real_day(year, month, int(m["day2"]))
    if first is None or last is None:
        return None
    return Reading(first, last, width(first, last), "explicit" if m["year"] else "relative", unit="window")


# --- months, seasons, years ---------------------------------------------------------------------------------


@_rule(r"\b<month>(?:,| +of)? +<year>")
def _month_year(context: Context, m: re.Match[str]) -> Reading | None:
    if not _capital(m["month"]) or _next_word(context, m.end()) in context.calendar.clock:
        return None
    first, last = span_of("month", date(int(m["year"]), _month_number(context, m), 1))
    return Reading(first, last, "month", "explicit", unit="month")


_STRONG = r"(?:in|since|during|until|till|throughout|early|late|mid|month of|(?:end|start|beginning|middle|week) of)"
_WEAK = r"(?:by|of|from|through|before|after|around|between|and|to|the|’s|'s)"


@_rule(
    rf"\b(?P<strong>{_STRONG})[ -]+(?P<x><month>)(?!\w)",
    rf"\b{_WEAK} +(?P<x><month>)(?!\w)",
    r"\b(?P<x>(?P<mod>last|this|next|this past|this coming) +<month>)(?!\w)",
    r"\b(?P<x><month>)(?=['’]s )",
    r"\b(?P<x><month>)(?=(?: +(?:to|and|until|through) +| *[-–] *)(?P<other><months>)\b)",
    r"\b(?P<other><months>)(?: +(?:to|and|until|through) +| *[-–] *)(?P<x><month>)(?!\w)",
)
def _month(context: Context, m: re.Match[str]) -> Reading | None:
    """A month without year: the latest that has begun (rule R46)."""
    found = m.groupdict()
    name, mod = m["month"], (found.get("mod") or "").lower()
    everyday = name.lower().strip(".") in context.calendar.everyday
    if not _capital(name) or (found.get("other") and not _capital(found["other"])):
        return None
    if everyday and not found.get("strong") and not found.get("other") and (not mod or context.capitals(m.start())):
        return None
    number, published = _month_number(context, m), context.published
    if published is None:
        return Reading(None, None, "month", "relative", unit="month", month_day=(number, 0))
    ahead = mod in ("next", "this coming") or (not mod.startswith(("last", "this past")) and context.ahead(m.start("x")))
    year = published.year
    if ahead:
        year += number < published.month or (mod == "next" and number == published.month)
    elif mod == "this":
        pass
    else:
        year -= number > published.month or (mod == "last" and number == published.month)
    first, last = span_of("month", date(year, number, 1))
    return Reading(first, last, "month", "relative", unit="month", month_day=(number, 0))


@_rule(
    r"\b(?P<x>(?:the +)?<season>(?: +of|,)? +<year>)",
    r"\b(?P<x>(?P<mod>last|this|next|this past) +<season>)\b",
    r"\b(?:in|during|since|over) +(?P<x>the +<season>)\b(?! +of\b)",
)
def _season(context: Context, m: re.Match[str]) -> Reading | None:
    found, published = m.groupdict(), context.published
    name = m["season"]
    before = re.search(r"([A-Z][a-z]+) +$", context.text[: m.start("x")])
    if name[0].isupper() and not name.isupper() and before and before[1] not in ("In", "The", "Since", "During", "Last", "This"):
        return None  # the Prague Spring
    months = context.calendar.seasons[name.lower()]
    if found.get("year"):
        if name.lower() == "fall" and not re.search(r"fall +of|fall +\d", m["x"], re.IGNORECASE):
            return None
        first, last = calendar.season_of(months, int(m["year"]))
        if published is not None and first > published:
            earlier = calendar.season_of(months, int(m["year"]) - 1)
            first, last = earlier if earlier[1].year == int(m["year"]) else (first, last)
        return Reading(first, last, "range", "explicit", unit="season")
    if published is None:
        return Reading(None, None, "range", "relative", unit="season")
    mod = (found.get("mod") or "").lower()
    year = published.year
    ahead = mod == "next" or (mod != "last" and context.ahead(m.start("x")))
    seasons = [calendar.season_of(months, year + shift) for shift in (1, 0, -1, -2)]
    if ahead:
        first, last = next(s for s in reversed(seasons) if (s[0] > published if mod == "next" else s[1] >= published))
    else:
        first, last = next(s for s in seasons if (s[1] < published if mod == "last" else s[0] <= published))
    return Reading(first, last, "range", "relative", unit="season")


_YEAR_LEAD = (
    r"(?:in|since|during|until|till|by|from|before|after|through|throughout|between|back to|early|late|mid|year|circa|around|about|"
    r"(?:end|start|beginning|middle|half|quarter|months|days) of|and|to|for)"
)


@_rule(
    rf"\b{_YEAR_LEAD}(?: +(?:at +least|about|around|early|late|mid|the +(?:start|beginning|end|middle) +of))?[ -]+(?P<x><year>)",
    r"\b(?P<noun>the|a|an|his|her|its|their|['’]s) +(?:\w+ly +)?(?P<x><year>)(?= +[a-z])",
    r"\b(?P<of>[a-z]+ +of) +(?P<x><year>)",
    r"(?<=\()(?P<x><year>)(?=\))",
    r"(?:^|\n|[.!?] )(?P<x><year>)(?=:)",
)
def _year(context: Context, m: re.Match[str]) -> Reading | None:
    found = m.groupdict()
    year = int(m["year"])
    following = _next_word(context, m.end())
    sure = re.match(r"in|since|during|until|till|throughout|early|late|mid", m[0], re.IGNORECASE) and year % 50
    if following in context.calendar.clock or (following in context.calendar.counted and not sure):
        return None
    if found.get("of") and re.match(r" +[a-z]+", context.text[m.end() :]):
        following = re.match(r" +(?:by|in|when|that|and|to|from|with|after|for|on|at|between|which|is|was|were|has|had)\b", context.text[m.end() :])
        if not following:
            return None
    if context.published is not None and year > context.published.year + 30:
        return None
    first, last = span_of("year", date(year, 1, 1))
    return Reading(first, last, "year", "explicit", unit="year")


@_rule(
    r"(?<![\w$/-])(?P<x>(?P<y1>(?:1[5-9]|20)\d\d) ?[-–/] ?(?P<y2>(?:(?:1[5-9]|20)\d\d)|\d\d))(?![\w/-]|[.,]\d)",
    r"\b(?:from|between) +(?P<x>(?P<y1>(?:1[5-9]|20)\d\d) +(?:to|and|until|till|through) +(?P<y2>(?:1[5-9]|20)\d\d))(?![\w]|[.,]\d)",
)
def _years(context: Context, m: re.Match[str]) -> Reading | None:
    """ "1980-88", "from 1989 to 1992"."""
    first = int(m["y1"])
    last = int(m["y2"]) if len(m["y2"]) == 4 else first // 100 * 100 + int(m["y2"])
    listed = context.calendar.clock | context.calendar.counted
    if not first < last <= first + 80 or _next_word(context, m.end()) in listed:
        return None
    return Reading(date(first, 1, 1), date(last, 12, 31), "range", "explicit", unit="window")


@_rule(r"\b(?:the|early|late|mid|in|during|since|to)(?:[ -]+(?:early|late|mid))?[ -]+(?P<x>(?:(?:1[5-9]|20)\d0|['’]?[2-9]0)['’]?s)\b")
def _decade(context: Context, m: re.Match[str]) -> Reading | None:
    digits = re.sub(r"\D", "", m["x"])
    if len(digits) == 2 and not re.match(r"the\b|early|late|mid", m[0], re.IGNORECASE):
        return None
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    first, last = span_of("decade", date(year, 1, 1))
    return Reading(first, last, "range", "explicit", unit="decade")


# --- feasts, weekdays, days ---------------------------------------------------------------------------------


@_rule(r"\b(?P<lead>on|at|over|before|since|last|this|next|during|around|by|until|after)? ?(?P<x>\b<holiday>(?:(?:,| +of|,? +in)? +<year>)?)")
def _holiday(context: Context, m: re.Match[str]) -> Reading | None:
    name = re.sub("’", "'", m["holiday"].lower())
    cal, published = context.calendar, context.published
    if not _capital(m["holiday"]) or (" " not in name and not m["lead"]):
        return None
    if re.match(r" +(?:Square|Avenue|Street|Bridge|Island)\b", context.text[m.end() :]):
        return None
    if name in cal.moving or (published is None and not m["year"]):
        return Reading(None, None, "day", "explicit" if m["year"] else "relative")

    def on(year: int) -> date:
        if name in cal.fixed:
            return date.fromisoformat(f"{year}-{cal.fixed[name]}")
        return days(calendar.easter_sunday(year), cal.easter[name])

    if m["year"]:
        return _explicit_day(on(int(m["year"])))
    assert published is not None
    lead = (m["lead"] or "").lower()
    years = (published.year - 1, published.year, published.year + 1)
    if lead == "next" or (lead not in ("last", "since") and context.ahead(m.start("x"))):
        day = next(d for d in map(on, years) if d >= published)
    else:
        day = next(d for d in map(on, reversed(years)) if d <= published)
    return Reading(day, day, "day", "relative")


_THIS_WEEK = r"(?:(?:of|in) +)?(?P<week>last|this|next|the +previous|the +following) +week"


@_rule(
    r"\b(?P<x>(?:(?P<mod>the +following|the +previous|the +next|that +same|that|this +past|this +coming|last|this|next|past|coming) +)?"
    rf"<weekday>(?:(?: +<part_of_day>)? +{_THIS_WEEK})?(?!s\b))(?!\w)",
    r"\b(?P<x>(?P<week>last|this|next) +week['’]s +<weekday>)(?!\w)",
    r"\b(?P<x><n> +weeks? +ago(?: +on|,)? +<weekday>)(?!\w)",
)
def _weekday(context: Context, m: re.Match[str]) -> Reading | None:
    """A weekday: the latest one up to the day of publication (rule R45)."""
    found, published = m.groupdict(), context.published
    name = m["weekday"].lower()
    mod = re.sub(" +", " ", (found.get("mod") or "").lower())
    week = re.sub(" +", " ", (found.get("week") or "").lower())
    if not _capital(m["weekday"]) or not _real_weekday(context, m, name.strip("."), mod):
        return None
    wanted = context.calendar.weekdays[name.strip(".")]
    if mod.startswith(("the following", "the previous", "that", "the next")) or week.startswith("the "):
        return _weekday_from_anchor(context, wanted, mod or week)
    if published is None:
        return Reading(None, None, "day", "relative")
    if week or found.get("n"):
        shift = {"last": -1, "this": 0, "next": 1}[week] if week else -_count(context, found["n"] or "")
        day = days(calendar.week_start(published), 7 * shift + wanted)
        return Reading(day, day, "day", "relative")
    back = (published.weekday() - wanted) % 7
    if mod in ("next", "coming", "this coming"):
        day = days(published, 7 - back)
    elif mod in ("last", "past", "this past"):
        day = days(published, -(back or 7))
    elif context.ahead(m.start("x")):
        day = days(published, (7 - back) % 7)
    else:
        day = days(published, -back)
    return Reading(day, day, "day", "relative")


def _weekday_from_anchor(context: Context, wanted: int, mod: str) -> Reading:
    anchor = context.anchor()
    if anchor is None or anchor.first is None or anchor.precision not in ("day", "days", "week"):
        return Reading(None, None, "day", "anaphoric")
    if "week" in mod or mod.startswith(("the previous week", "the following week")):
        day = days(calendar.week_start(anchor.first), wanted + (7 if "following" in mod else -7))
    elif mod == "the previous":
        day = days(anchor.first, -((anchor.first.weekday() - wanted) % 7 or 7))
    elif mod.startswith("that"):
        day = days(anchor.first, (wanted - anchor.first.weekday() + 3) % 7 - 3)
    else:
        day = days(anchor.first, (wanted - anchor.first.weekday()) % 7 or 7)
    return Reading(day, day, "day", "anaphoric")


def _real_weekday(context: Context, m: re.Match[str], name: str, mod: str) -> bool:
    """No newspaper, no "Bloody Sunday", no "every Monday", no "The Sun."."""
    before = context.text[: m.start("x")]
    previous = re.findall(r"[\w']+", before[-24:])
    last = previous[-1] if previous and not re.search(r"[.,;:\n]\s*$", before) else ""
    following = re.match(r" +([A-Z][\w]*)", context.text[m.end() :])
    if following and following[1].lower() in context.calendar.papers_after and last.lower() in ("the", "of"):
        return False
    if last.lower() in context.calendar.names_before and last[:1].isupper() and not mod:
        return False
    if last.lower() in context.calendar.habitual and not mod:
        return False
    if name in context.calendar.short and not mod:
        return last.lower() in ("on", "since", "by", "until", "from", "late", "early", "to") or before.rstrip()[-1:] == "("
    return True


@_rule(
    r"\b(?P<x>(?:the +)?day +(?:before +yesterday|after +tomorrow)|(?:the +)?night +before +last)\b",
    r"\b(?P<x>(?:(?:earlier|later|early|late) +)?(?:yesterday|today|tonight|tomorrow))\b(?![-'’]s? +(?:world|society|youth))",
    r"\b(?P<x>(?:(?:earlier|later|early|late) +)?(?:this +(?:morning|afternoon|evening|noon)|last +(?:night|evening)))\b",
)
def _near_day(context: Context, m: re.Match[str]) -> Reading | None:
    words = m["x"].lower()
    last = re.search(r"([A-Z][\w]+) +$", context.text[: m.start("x")])
    if m["x"][0].isupper() and not m["x"].isupper() and last and last[1].lower() in context.calendar.names_before:
        return None  # USA Today
    shift = -2 if "before" in words else 2 if "after tomorrow" in words else 0
    shift = shift or (-1 if "yesterday" in words or "last" in words else 1 if "tomorrow" in words else 0)
    day = None if context.published is None else days(context.published, shift)
    return Reading(day, day, "day", "relative")


@_rule(r"\b(?P<x>overnight)\b(?: +(?P<into>into|to|from|on)? *<weekday>)?")
def _overnight(context: Context, m: re.Match[str]) -> Reading | None:
    """The night up to the day of publication, or up to a weekday ("overnight into Saturday")."""
    if m["weekday"] and (m["into"] or "").lower() not in ("into", "to"):
        return None  # the weekday dates it
    day = context.published
    if day is not None and m["weekday"]:
        if not _capital(m["weekday"]):
            return None
        day = days(day, -((day.weekday() - context.calendar.weekdays[m["weekday"].lower().strip(".")]) % 7))
    return Reading(None if day is None else days(day, -1), day, "days", "relative", unit="window")


@_rule(r"\b(?P<x>(?:(?P<mod>last|this|next|this past|the past|past|this coming|coming|previous) +)?week-?end)\b(?!s)")
def _weekend(context: Context, m: re.Match[str]) -> Reading | None:
    published = context.published
    if published is None:
        return Reading(None, None, "days", "relative", unit="weekend")
    if re.search(r"\b(?:every|each) +$", context.text[: m.start("x")], re.IGNORECASE):
        return None
    mod = (m["mod"] or "").lower()
    saturday = days(calendar.week_start(published), 5)
    if mod in ("next", "coming", "this coming") or (mod != "last" and context.ahead(m.start("x"))):
        if mod == "next" and published >= saturday:
            saturday = days(saturday, 7)
    elif saturday > published or mod in ("last", "previous"):
        saturday = days(saturday, -7)
    return Reading(saturday, days(saturday, 1), "days", "relative", unit="weekend")


# --- weeks, months and years counted from publication ---------------------------------------------------------


@_rule(
    r"\b(?P<x>(?:(?P<mod>earlier|later|early|late|the +start|start) +)?(?P<which>last|this|next) +(?P<unit>week|month|year|decade|fortnight))\b",
    r"\b(?P<x>(?P<mod>earlier|later|early|late) +in +(?P<which>the) +(?P<unit>week|month|year))\b",
    r"\b(?P<x>(?P<mod>start|beginning|end|middle|turn|close) +of +(?P<which>the) +(?P<unit>week|month|year))\b",
)
def _calendar_unit(context: Context, m: re.Match[str]) -> Reading | None:
    """ "last week" is the calendar week before that of publication, "earlier this month" ends with publication."""
    unit, which, mod = m["unit"].lower(), m["which"].lower(), (m["mod"] or "").lower()
    before = context.text[: m.start("x")]
    if which == "last" and not mod and re.search(r"\b(?:the|these) +$", before, re.IGNORECASE):
        return None  # "the last week" is a window
    if which == "next" and re.search(r"\bthe +$", before, re.IGNORECASE):
        return None
    if re.match(r" +of\b(?! +(?:war|fighting|clashes))", context.text[m.end() :]) and which == "last":
        return None
    published = context.published
    size = "week" if unit == "fortnight" else unit
    precision = {"decade": "range"}.get(size, size)
    if published is None:
        return Reading(None, None, precision, "relative", unit=size)
    first, last = span_of(size, published, {"last": -1, "next": 1}.get(which, 0))
    if unit == "fortnight" and which == "last":
        first = days(first, -7)
    if mod in ("early", "late", "start", "beginning", "the start", "turn", "middle", "end", "close"):
        first, last = part_of(first, last, size, context.calendar.parts.get(mod.removeprefix("the "), "early"))
        precision = "days" if size in ("week", "month") else "range"
        if mod == "end" and which == "the" and first > published and not context.ahead(m.start("x")):
            first, last = part_of(*span_of(size, published, -1), size, "late")
    elif mod == "earlier" and which != "last":
        last = published
    elif (mod == "later" and which != "last") or (which == "this" and context.ahead(m.start("x"))):
        first = published
    return Reading(first, last, precision, "relative", unit=size, ahead=mod == "later")


@_rule(
    r"\b(?P<x>(?:(?:the|these|this) +)?(?P<way>past|last|recent|previous|next|coming|following) +(?:<n> +)?"
    r"(?P<unit>hours|days|nights|weeks|months|years|decades))\b(?! +of\b)",
    r"\b(?P<x>(?:the|this) +(?P<way>past|last|coming|next) +(?:<n> +)?(?P<unit>hour|day|week|month|year|decade|fortnight))\b(?! +of\b|['’]s)",
)
def _window(context: Context, m: re.Match[str]) -> Reading | None:
    """A stretch of time up to (or from) publication: "over the past year", "in recent weeks"."""
    way, unit = m["way"].lower(), context.calendar.units[m["unit"].lower()]
    count = _count(context, m["n"]) if m["n"] else 1
    if not m["n"] and m["unit"].lower().endswith("s"):
        count = context.calendar.vague["recent"][1]
    if way == "following" or (way == "next" and unit == "day" and m["unit"].lower() == "day"):
        return None
    anchor = context.anchor()
    if way == "next" and not context.ahead(m.start("x")) and anchor is not None:
        return None
    if context.published is None:
        return Reading(None, None, "range", "relative", unit="window")
    other = _moved(context.published, count, unit, 1 if way in ("next", "coming") else -1)
    first, last = sorted((context.published, other))
    return Reading(first, last, "range", "relative", unit="window")


@_rule(
    r"\b(?P<x>(?:(?P<about>about|around|nearly|almost|roughly|approximately|some|over|more +than|less +than|just +over) +)?"
    r"(?:(?:just|only|at +least) +)?<n> +<unit>(?: +and +a +half)? +ago(?P<exact> +(?:today|this +(?:week|month)))?)\b",
    r"\b(?P<x>(?P<unit>days|weeks|months|years|decades|hours) +ago)\b",
)
def _ago(context: Context, m: re.Match[str]) -> Reading | None:
    """ "two days ago" is a day, "a month ago" a month give or take a week, "two years ago" a calendar year (rule R45)."""
    found, published = m.groupdict(), context.published
    unit = context.calendar.units[m["unit"].lower()]
    if not found.get("n"):
        if published is None:
            return Reading(None, None, "range", "relative", unit="window")
        least, most = context.calendar.vague["bare"]
        return Reading(_moved(published, most, unit, -1), _moved(published, least, unit, -1), "range", "relative", unit="window")
    count = _count(context, found["n"] or "")
    if published is None:
        return Reading(None, None, _PRECISION_OF.get(unit, "range"), "relative")
    if found.get("exact") and unit == "year" and "today" in m["x"].lower():
        day = calendar.same_day(published, -12 * count)
        return Reading(day, day, "day", "relative")
    about = bool(found.get("about")) or (found["n"] or "").lower() in _LOOSE
    first, last, precision = distance(published, published, -count, unit, about=about)
    return Reading(first, last, precision, "relative")


# --- counted from an earlier date of the text ---------------------------------------------------------------


@_rule(
    r"\b(?P<x>(?:(?P<about>about|around|nearly|almost|roughly|approximately|some|over|more +than|less +than) +)?"
    r"(?:(?:just|only|at +least) +)?<n> +<unit> +(?P<way>later|earlier|afterwards?|beforehand|prior|before|after))\b(?! +than\b| +this\b)",
    r"\b(?P<x>(?P<unit>hours|days|weeks|months|years) +(?P<way>later|earlier|afterwards?|before|after))\b(?! +than\b| +this\b)",
    r"\b(?P<x>(?:the|on +the) +(?P<unit>day|night|evening|week|month|year) +(?P<way>before|after))\b(?! +(?:yesterday|tomorrow)\b)",
    r"\b(?P<x>(?:the +)?(?P<eve>eve) +of)\b",
)
def _distance(context: Context, m: re.Match[str]) -> Reading | None:
    """ "two days later", "the day before"; "before" and "after" may be followed by the date they count from."""
    found = m.groupdict()
    eve = bool(found.get("eve"))
    unit = "day" if eve else context.calendar.units[m["unit"].lower()]
    way = "before" if eve else m["way"].lower()
    back = way in ("earlier", "before", "beforehand", "prior")
    plural_only = not eve and not found.get("n") and m["unit"].lower().endswith("s")
    count = _count(context, found["n"]) if found.get("n") else 1
    signed = -count if back else count
    if (way in ("before", "after") or eve) and re.match(r" +[\w'\"“]", context.text[m.end() :]):
        return Reading(None, None, "day", "anaphoric", pending=None if plural_only else (signed, unit), unit="pending")
    anchor = context.anchor()
    if anchor is None or anchor.first is None or anchor.last is None or not _fits(unit, anchor):
        return Reading(None, None, _PRECISION_OF.get(unit, "range"), "anaphoric")
    if plural_only and unit != "hour":
        least, most = context.calendar.vague["bare"]
        ends = sorted(_moved(anchor.first, c, unit, -1 if back else 1) for c in (least, most))
        return Reading(ends[0], ends[1], "range", "anaphoric", unit="window")
    about = bool(found.get("about")) or (found.get("n") or "").lower() in _LOOSE
    first, last, precision = distance(anchor.first, anchor.last, signed, unit, about=about)
    return Reading(first, last, precision, "anaphoric")


@_rule(
    r"\b(?P<x>(?:(?:earlier|later|early|late) +)?(?:on +)?(?P<which>that +same|this +same|the +same|the +very +same|that|the +following|"
    r"the +next|the +previous|the +preceding|the +very +next) +"
    r"(?P<unit>day|night|morning|afternoon|evening|week|month|year))\b(?!s)",
)
def _other_unit(context: Context, m: re.Match[str]) -> Reading | None:
    """ "the following day", "the previous month", "that year": calendar units next to the last date of the text (R47)."""
    which = re.sub(" +", " ", m["which"].lower())
    unit = context.calendar.units.get(m["unit"].lower(), "day")
    if re.match(r" +(?:of|for) +(?:the +)?(?:war|fighting|work)", context.text[m.end() :]):
        return None
    shift = 1 if "following" in which or "next" in which else -1 if "previous" in which or "preceding" in which else 0
    anchor = context.anchor()
    precision = _PRECISION_OF.get(unit, "range")
    if which == "the next" and unit != "day" and context.ahead(m.start("x")):
        if context.published is None:
            return Reading(None, None, precision, "relative", unit=unit)
        return Reading(*span_of(unit, context.published, 1), precision, "relative", unit=unit)
    if anchor is None or anchor.first is None or anchor.last is None or not _fits(unit, anchor):
        return Reading(None, None, precision, "anaphoric", unit=unit)
    if unit == "day":
        return Reading(days(anchor.first, shift), days(anchor.last, shift), anchor.precision, "anaphoric")
    first, last = span_of(unit, anchor.last if shift > 0 else anchor.first, shift)
    return Reading(first, last, precision, "anaphoric", unit=unit)


@_rule(r"\bsince +(?P<x>then)\b")
def _since_then(context: Context, m: re.Match[str]) -> Reading | None:
    anchor = context.anchor()
    if anchor is None:
        return Reading(None, None, "range", "anaphoric", unit="window")
    return Reading(anchor.first, anchor.last, "range", "anaphoric", unit="window")


# --- shared -------------------------------------------------------------------------------------------------

#: counts that are never exact
_LOOSE = frozenset({"a few", "few", "several", "some", "many"})
_PRECISION_OF = {"hour": "day", "day": "day", "week": "week", "fortnight": "week", "month": "month", "year": "year"}
_FINENESS = {"day": 0, "days": 1, "week": 2, "month": 3, "year": 4, "range": 4}


def _fits(unit: str, anchor: Reading) -> bool:
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


def _moved(day: date, count: int, unit: str, sign: int) -> date:
    if unit == "hour":
        return days(day, sign * -(-count // 24))
    if unit in ("day", "week", "fortnight"):
        return days(day, sign * count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return calendar.same_day(day, sign * count * {"month": 1, "year": 12, "decade": 120}[unit])


def _count(context: Context, words: str) -> int:
    return int(words) if words.isdigit() else context.calendar.counts[re.sub(" +", " ", words.lower())]


def _capital(name: str) -> bool:
    return name[:1].isupper()


def _month_number(context: Context, m: re.Match[str]) -> int:
    return context.calendar.months[m["month"].lower().strip(".")]


def _next_word(context: Context, end: int) -> str:
    following = re.match(r" +([\w'.]+)", context.text[end : end + 40])
    return following[1].lower().rstrip(".") if following else ""


def _counts_after_month(context: Context, m: re.Match[str]) -> bool:
    """ "in May 20 people died": the number counts people, it is no day."""
    led = re.search(r"\b(?:in|since|during|last|this) +$", context.text[: m.start("month")], re.IGNORECASE)
    return led is not None and _next_word(context, m.end()) in context.calendar.counted


def _century(year: int, published: date | None) -> int:
    """A year of two digits is the one nearest to publication."""
    middle = published.year if published is not None else 2000
    return min((year + 1800, year + 1900, year + 2000), key=lambda full: abs(full - middle))
