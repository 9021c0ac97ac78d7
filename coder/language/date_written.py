"""Dates written out, and those that only lack their year.

    "3 May 2014", "May 3", "20 NOV 89", "12/23/2024"        _full_date, _month_and_day, _numeric
    "May 3-6", "1980-88"                                    _days_of_month, _years
    "in October", "last May", "the summer of 2014"          _month, _season
    "in 1991", "the 1980s", "Easter Sunday"                 _year, _decade, _holiday

What stands before a date (early, since, until, from … to) is the business of `date_phrases`.
"""

from __future__ import annotations

import re
from datetime import date

from coder.language.date_readings import Context, Reading, century, counts_after_month, is_capital, month_number, next_word, rule, width
from coder.ontology import calendar
from coder.ontology.calendar import days, real_day, span_of

# --- written out --------------------------------------------------------------------------------------------


def _explicit_day(day: date | None) -> Reading | None:
    return None if day is None else Reading(day, day, "day", "explicit")


@rule(r"(?<![\w/.-])(?P<year>(?:1[4-9]|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?![\w/-])")
def _iso(context: Context, m: re.Match[str]) -> Reading | None:
    return _explicit_day(real_day(int(m["year"]), int(m["m"]), int(m["d"])))


@rule(r"(?<![\w/.-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?![\w/-])")
def _numeric(context: Context, m: re.Match[str]) -> Reading | None:
    """Month first, as the news in English mostly has it, unless only the other order is a date or dots are used."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["year"])
    orders = [(a, b), (b, a)] if m["sep"] == "/" else [(b, a)]
    return _explicit_day(next((d for d in (real_day(year, month, day) for month, day in orders) if d), None))


_DAY_MONTH = r"(?:<weekday>,? +)?(?:the +)?<day>(?: +day)?(?: +of +| ?- ?| +)<month>"
_MONTH_DAY = r"(?:<weekday>,? +)?<month> +(?:the +)?<day>"
_YEAR = r"(?:,? +(?:of +)?|-)<year>"


@rule(_DAY_MONTH + _YEAR, _MONTH_DAY + _YEAR, _DAY_MONTH + r"[ -]['’]?(?P<yy>\d\d)\b(?![.,:]?\d)")
def _full_date(context: Context, m: re.Match[str]) -> Reading | None:
    if not is_capital(m["month"]):
        return None
    found = m.groupdict()
    if found.get("yy"):
        wire = m["month"].isupper() or m["month"].lower().strip(".") in context.calendar.short
        year = century(int(found["yy"]), context.published)
        distance_in_years = abs(year - context.published.year) if context.published is not None else 0
        counting = next_word(context, m.end()) in context.calendar.counted
        if not wire or distance_in_years > (5 if counting else 15):
            return None
    else:
        year = int(m["year"])
    return _explicit_day(real_day(year, month_number(context, m), int(m["day"])))


@rule(_DAY_MONTH, _MONTH_DAY + r"(?! *%)")
def _month_and_day(context: Context, m: re.Match[str]) -> Reading | None:
    """A day without its year: the latest past one, unless a famous one or one to come is meant."""
    month, day = month_number(context, m), int(m["day"])
    if not is_capital(m["month"]) or (m.start("day") > m.start("month") and counts_after_month(context, m)):
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


@rule(r"(?<![\w/])9/11(?![\w/])")
def _nine_eleven(context: Context, m: re.Match[str]) -> Reading | None:
    return _explicit_day(date(2001, 9, 11))


@rule(
    r"\b(?:(?P<and>between|from|on) +)?(?P<x><day> ?(?:-|–|\b(?:and|to|through|until|till)\b) ?<day2> +(?:of +)?<month>(?:,? +<year>)?)",
    r"(?P<x><month> +<day> ?(?P<and>-|–|\b(?:and|to|through|until|till)\b) ?<day2>(?! +(?:of +)?[a-z]+ (?:were|was))(?:,? +<year>)?)",
)
def _days_of_month(context: Context, m: re.Match[str]) -> Reading | None:
    """ "May 3-6", "between 3 and 5 May": several days of one month."""
    joined_by_and = re.search(r"\band\b", m["x"], re.IGNORECASE) is not None
    if not is_capital(m["month"]) or int(m["day2"]) <= int(m["day"]) or (not m["year"] and counts_after_month(context, m)):
        return None
    if joined_by_and and not m["and"]:
        return None
    month = month_number(context, m)
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


@rule(r"\b<month>(?:,| +of)? +<year>")
def _month_year(context: Context, m: re.Match[str]) -> Reading | None:
    if not is_capital(m["month"]) or next_word(context, m.end()) in context.calendar.clock:
        return None
    first, last = span_of("month", date(int(m["year"]), month_number(context, m), 1))
    return Reading(first, last, "month", "explicit", unit="month")


_STRONG = r"(?:in|since|during|until|till|throughout|early|late|mid|(?:end|start|beginning|middle|close|weeks?|days|half|month|rest|night|morning|evening|weekend) of)"
_WEAK = r"(?:by|of|from|through|before|after|around|between|and|to|the|’s|'s)"


@rule(
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
    if not is_capital(name) or (found.get("other") and not is_capital(found["other"])):
        return None
    if everyday and not found.get("strong") and not found.get("other") and (not mod or context.capitals(m.start())):
        return None
    number, published = month_number(context, m), context.published
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


@rule(
    r"\b(?P<x>(?:the +)?<season>(?: +of|,)? +<year>)",
    r"\b(?P<x>(?P<mod>last|this|next|this past) +<season>)\b",
    r"\b(?:in|during|since|over) +(?P<x>the +<season>)\b(?! +of\b)",
)
def _season(context: Context, m: re.Match[str]) -> Reading | None:
    found, published = m.groupdict(), context.published
    name = m["season"]
    before = re.search(r"([A-Z][a-z]+) +$", context.before(m.start("x")))
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


@rule(
    rf"\b{_YEAR_LEAD}(?: +(?:at +least|about|around|early|late|mid|the +(?:start|beginning|end|middle) +of))?[ -]+(?P<x><year>)",
    r"\b(?P<noun>the|a|an|his|her|its|their|['’]s) +(?:\w+ly +)?(?P<x><year>)(?= +[a-z])",
    r"\b(?P<of>[a-z]+ +of) +(?P<x><year>)",
    r"(?<=\()(?P<x><year>)(?=\))",
    r"(?:^|\n|[.!?] )(?P<x><year>)(?=:)",
)
def _year(context: Context, m: re.Match[str]) -> Reading | None:
    found = m.groupdict()
    year = int(m["year"])
    following = next_word(context, m.end())
    sure = re.match(r"in|since|during|until|till|throughout|early|late|mid", m[0], re.IGNORECASE) and year % 50
    if following in context.calendar.clock or (following in context.calendar.counted and not sure):
        return None
    if found.get("of") and re.match(r" +[a-z]+", context.text[m.end() :]):
        led = re.match(r" +(?:by|in|when|that|and|to|from|with|after|for|on|at|between|which|is|was|were|has|had)\b", context.text[m.end() :])
        if led is None:
            return None
    if context.published is not None and year > context.published.year + 30:
        return None
    first, last = span_of("year", date(year, 1, 1))
    return Reading(first, last, "year", "explicit", unit="year")


@rule(
    r"(?<![\w$/-])(?P<x>(?P<y1>(?:1[5-9]|20)\d\d) ?[-–/] ?(?P<y2>(?:(?:1[5-9]|20)\d\d)|\d\d))(?![\w/-]|[.,]\d)",
    r"\b(?:from|between) +(?P<x>(?P<y1>(?:1[5-9]|20)\d\d) +(?:to|and|until|till|through) +(?P<y2>(?:1[5-9]|20)\d\d))(?![\w]|[.,]\d)",
)
def _years(context: Context, m: re.Match[str]) -> Reading | None:
    """ "1980-88", "from 1989 to 1992"."""
    first = int(m["y1"])
    last = int(m["y2"]) if len(m["y2"]) == 4 else first // 100 * 100 + int(m["y2"])
    listed = context.calendar.clock | context.calendar.counted
    if not first < last <= first + 80 or next_word(context, m.end()) in listed:
        return None
    return Reading(date(first, 1, 1), date(last, 12, 31), "range", "explicit", unit="window")


@rule(r"\b(?:the|early|late|mid|in|during|since|to)(?:[ -]+(?:early|late|mid))?[ -]+(?P<x>(?:(?:1[5-9]|20)\d0|['’]?[2-9]0)['’]?s)\b")
def _decade(context: Context, m: re.Match[str]) -> Reading | None:
    digits = re.sub(r"\D", "", m["x"])
    if len(digits) == 2 and not re.match(r"the\b|early|late|mid", m[0], re.IGNORECASE):
        return None
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    first, last = span_of("decade", date(year, 1, 1))
    return Reading(first, last, "range", "explicit", unit="decade")


# --- feasts, weekdays, days ---------------------------------------------------------------------------------


@rule(r"\b(?P<lead>on|at|over|before|since|last|this|next|during|around|by|until|after)? ?(?P<x>\b<holiday>(?:(?:,| +of|,? +in)? +<year>)?)")
def _holiday(context: Context, m: re.Match[str]) -> Reading | None:
    name = re.sub("’", "'", m["holiday"].lower())
    cal, published = context.calendar, context.published
    if not is_capital(m["holiday"]) or (" " not in name and not m["lead"]):
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
