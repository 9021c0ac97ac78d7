"""Dates counted from the day of publication or from an earlier date of the text.

    "Monday", "last Tuesday", "Friday of last week"         _weekday
    "today", "overnight", "over the weekend"                _near_day, _overnight, _weekend
    "last week", "earlier this month", "the past year"      _calendar_unit, _window
    "two days ago", "a month later", "the same day"         _ago, _distance, _other_unit
"""

from __future__ import annotations

import re

from coder.language.date_readings import LOOSE, PRECISION_OF, Context, Reading, count_of, distance, fits, is_capital, moved, part_of, rule
from coder.ontology import calendar
from coder.ontology.calendar import days, span_of

_THIS_WEEK = r"(?:(?:of|in) +)?(?P<week>last|this|next|the +previous|the +following) +week"


@rule(
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
    if not is_capital(m["weekday"]) or not _real_weekday(context, m, name.strip("."), mod):
        return None
    wanted = context.calendar.weekdays[name.strip(".")]
    if mod.startswith(("the following", "the previous", "that", "the next")) or week.startswith("the "):
        return _weekday_from_anchor(context, wanted, mod or week)
    if published is None:
        return Reading(None, None, "day", "relative")
    if week or found.get("n"):
        shift = {"last": -1, "this": 0, "next": 1}[week] if week else -count_of(context, found["n"] or "")
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
    before = context.before(m.start("x"))
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


@rule(
    r"\b(?P<x>(?:the +)?day +(?:before +yesterday|after +tomorrow)|(?:the +)?night +before +last)\b",
    r"\b(?P<x>(?:(?:earlier|later|early|late) +)?(?:yesterday|today|tonight|tomorrow))\b(?![-'’]s? +(?:world|society|youth))",
    r"\b(?P<x>(?:(?:earlier|later|early|late) +)?(?:this +(?:morning|afternoon|evening|noon)|last +(?:night|evening)))\b",
)
def _near_day(context: Context, m: re.Match[str]) -> Reading | None:
    words = m["x"].lower()
    last = re.search(r"([A-Z][\w]+) +$", context.before(m.start("x")))
    if m["x"][0].isupper() and not m["x"].isupper() and last and last[1].lower() in context.calendar.names_before:
        return None  # USA Today
    shift = -2 if "before" in words else 2 if "after tomorrow" in words else 0
    shift = shift or (-1 if "yesterday" in words or "last" in words else 1 if "tomorrow" in words else 0)
    day = None if context.published is None else days(context.published, shift)
    return Reading(day, day, "day", "relative")


@rule(r"\b(?P<x>overnight)\b(?: +(?P<into>into|to|from|on)? *<weekday>)?")
def _overnight(context: Context, m: re.Match[str]) -> Reading | None:
    """The night up to the day of publication, or up to a weekday ("overnight into Saturday")."""
    if m["weekday"] and (m["into"] or "").lower() not in ("into", "to"):
        return None  # the weekday dates it
    day = context.published
    if day is not None and m["weekday"]:
        if not is_capital(m["weekday"]):
            return None
        day = days(day, -((day.weekday() - context.calendar.weekdays[m["weekday"].lower().strip(".")]) % 7))
    return Reading(None if day is None else days(day, -1), day, "days", "relative", unit="window")


@rule(r"\b(?P<x>(?:(?P<mod>last|this|next|this past|the past|past|this coming|coming|previous) +)?week-?end)\b(?!s)")
def _weekend(context: Context, m: re.Match[str]) -> Reading | None:
    published = context.published
    if published is None:
        return Reading(None, None, "days", "relative", unit="weekend")
    if re.search(r"\b(?:every|each) +$", context.before(m.start("x")), re.IGNORECASE):
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


@rule(
    r"\b(?P<x>(?:(?P<mod>earlier|later|early|late|the +start|start) +)?(?P<which>last|this|next) +(?P<unit>week|month|year|decade|fortnight))\b",
    r"\b(?P<x>(?P<mod>earlier|later|early|late) +in +(?P<which>the) +(?P<unit>week|month|year))\b",
    r"\b(?P<x>(?P<mod>start|beginning|end|middle|turn|close) +of +(?P<which>the) +(?P<unit>week|month|year))\b",
)
def _calendar_unit(context: Context, m: re.Match[str]) -> Reading | None:
    """ "last week" is the calendar week before that of publication, "earlier this month" ends with publication."""
    unit, which, mod = m["unit"].lower(), m["which"].lower(), (m["mod"] or "").lower()
    before = context.before(m.start("x"))
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


@rule(
    r"\b(?P<x>(?:(?:the|these|this) +)?(?P<way>past|last|recent|previous|next|coming|following) +(?:<n> +)?"
    r"(?P<unit>hours|days|nights|weeks|months|years|decades))\b(?! +of\b)",
    r"\b(?P<x>(?:the|this) +(?P<way>past|last|coming|next) +(?:<n> +)?(?P<unit>hour|day|week|month|year|decade|fortnight))\b(?! +of\b|['’]s)",
)
def _window(context: Context, m: re.Match[str]) -> Reading | None:
    """A stretch of time up to (or from) publication: "over the past year", "in recent weeks"."""
    way, unit = m["way"].lower(), context.calendar.units[m["unit"].lower()]
    count = count_of(context, m["n"]) if m["n"] else 1
    if not m["n"] and m["unit"].lower().endswith("s"):
        count = context.calendar.vague["recent"][1]
    if way == "following" or (way == "next" and unit == "day" and m["unit"].lower() == "day"):
        return None
    anchor = context.anchor()
    if way == "next" and not context.ahead(m.start("x")) and anchor is not None:
        return None
    if context.published is None:
        return Reading(None, None, "range", "relative", unit="window")
    other = moved(context.published, count, unit, 1 if way in ("next", "coming") else -1)
    first, last = sorted((context.published, other))
    return Reading(first, last, "range", "relative", unit="window")


@rule(
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
        return Reading(moved(published, most, unit, -1), moved(published, least, unit, -1), "range", "relative", unit="window")
    count = count_of(context, found["n"] or "")
    if published is None:
        return Reading(None, None, PRECISION_OF.get(unit, "range"), "relative")
    if found.get("exact") and unit == "year" and "today" in m["x"].lower():
        day = calendar.same_day(published, -12 * count)
        return Reading(day, day, "day", "relative")
    about = bool(found.get("about")) or (found["n"] or "").lower() in LOOSE
    first, last, precision = distance(published, published, -count, unit, about=about)
    return Reading(first, last, precision, "relative")


# --- counted from an earlier date of the text ---------------------------------------------------------------


@rule(
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
    count = count_of(context, found["n"]) if found.get("n") else 1
    signed = -count if back else count
    if (way in ("before", "after") or eve) and re.match(r" +[\w'\"“]", context.text[m.end() :]):
        return Reading(None, None, "day", "anaphoric", pending=None if plural_only else (signed, unit), unit="pending")
    anchor = context.anchor()
    if anchor is None or anchor.first is None or anchor.last is None or not fits(unit, anchor):
        return Reading(None, None, PRECISION_OF.get(unit, "range"), "anaphoric")
    if plural_only and unit != "hour":
        least, most = context.calendar.vague["bare"]
        ends = sorted(moved(anchor.first, c, unit, -1 if back else 1) for c in (least, most))
        return Reading(ends[0], ends[1], "range", "anaphoric", unit="window")
    about = bool(found.get("about")) or (found.get("n") or "").lower() in LOOSE
    first, last, precision = distance(anchor.first, anchor.last, signed, unit, about=about)
    return Reading(first, last, precision, "anaphoric")


@rule(
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
    precision = PRECISION_OF.get(unit, "range")
    if which == "the next" and unit != "day" and context.ahead(m.start("x")):
        if context.published is None:
            return Reading(None, None, precision, "relative", unit=unit)
        return Reading(*span_of(unit, context.published, 1), precision, "relative", unit=unit)
    if anchor is None or anchor.first is None or anchor.last is None or not fits(unit, anchor):
        return Reading(None, None, precision, "anaphoric", unit=unit)
    if unit == "day":
        return Reading(days(anchor.first, shift), days(anchor.last, shift), anchor.precision, "anaphoric")
    first, last = span_of(unit, anchor.last if shift > 0 else anchor.first, shift)
    return Reading(first, last, precision, "anaphoric", unit=unit)


@rule(r"\bsince +(?P<x>then)\b")
def _since_then(context: Context, m: re.Match[str]) -> Reading | None:
    anchor = context.anchor()
    if anchor is None:
        return Reading(None, None, "range", "anaphoric", unit="window")
    return Reading(anchor.first, anchor.last, "range", "anaphoric", unit="window")
