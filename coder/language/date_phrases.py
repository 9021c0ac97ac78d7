"""Finds the dates of a text and says which days they mean.

    read_dates("Rebels attacked on Monday.", date(2024, 12, 25))
        -> [DatePhrase(20, 26, first=2024-12-23, last=2024-12-23, precision="day", basis="relative", …)]

The rules of `date_written` and `date_relative` read the dates themselves, leftmost and longest first. Here what stands before them is added
(early, the end of, since, until, from … to), distances find the date they are counted from, and everything is held
against the day of publication: news tells of the past, so no date lies after it unless the words say so (rules R45-R48).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from coder.language import date_relative as _relative  # noqa: F401  (registers its rules)
from coder.language import date_written as _written  # noqa: F401  (registers its rules)
from coder.language.date_readings import Handler, Reading, compiled, distance, part_of, width
from coder.ontology import calendar
from coder.ontology.calendar import Calendar, load_calendar

#: how far back words may stand that make a date lie ahead ("will … on Friday")
_REACH = 90
#: how far back words may stand that belong to a date ("in the early morning hours of …")
_NEAR = 60
_SENTENCE_END = re.compile(r"[.;!?\n]\s+|[\"“”]|\n")
_BEFORE = re.compile(
    r"(?:(?:the +)?(?:very +)?(?P<part>early|mid|late|beginning|start|middle|end|outset|close)(?: +part)?(?P<of> +of)?(?:[ -]+(?:in|on))?(?:[ -]+(?:the|month of))*"
    r"|(?:the +)?(?P<within>week) +of"
    r"|(?:the +)?(?:\w+ +){0,2}(?P<time>night|morning|evening|afternoon|hours|dawn) +of(?: +the)?"
    r"|(?:the +)?(?P<share>first|second|third|fourth|last|final|1st|2n?d|3r?d|4th) +(?P<size>half|quarter|week|weekend) +of(?: +the)?"
    r"|(?:the +)?(?P<edge>first|last|final|opening|closing) +(?:(?P<count>\w+) +)?(?P<unit>days|weeks|months) +of(?: +the)?)[ -]+$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?P<word>since|until|till|up +to|before|after)(?: +(?:at +least|about|around|as +early +as|as +late +as|the|on))* +$", re.IGNORECASE
)
_PLAIN_FOLLOWER = re.compile(r"\s*(?:$|[.,;:!?)\"”\n]|(?:and|but|when|in|at|by|to|that|as|with|on|the|for|from|or)\b)", re.IGNORECASE)
_INDEX = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "2d": 1, "third": 2, "3rd": 2, "3d": 2, "fourth": 3, "4th": 3, "last": -1, "final": -1}
_TO = re.compile(r" *(?:-|–|—|\b(?:to|through|until|till|into|and)\b) *(?:the +|on +)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date of a text: characters [start, end), days first..last (None where they cannot be known).

    precision: day, days, week, month, year, range. basis: explicit, relative (to publication), anaphoric (to an earlier
    date of the text). since, until: only one end is told; `ahead`: the words say that it lies in the future.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: str
    basis: str
    since: bool = False
    until: bool = False


@cache
def _hints() -> re.Pattern[str]:
    """What every date holds: a digit or a word of the calendar; of these, months are the group `month`."""
    cal = load_calendar()
    words = {*cal.weekdays, *cal.seasons, *cal.units, *(h.split()[-1] for h in (*cal.fixed, *cal.easter, *cal.moving)),
             "today", "tonight", "yesterday", "tomorrow", "overnight", "noon", "weekend", "week-end", "then", "eve"}
    months, others = ("|".join(map(re.escape, sorted(w, key=len, reverse=True))) for w in (cal.months, words))
    return re.compile(rf"\d|\b(?:(?P<month>{months})|{others})\b", re.IGNORECASE)


@cache
def _compiled() -> list[tuple[re.Pattern[str], Handler]]:
    return compiled(load_calendar())


def read_dates(text: str, published: date | None) -> list[DatePhrase]:
    """All dates of *text* in order. *published*: without it, relative dates have no days."""
    return _Reader(text, published).read()


@dataclass(slots=True)
class _Found:
    start: int
    end: int
    reading: Reading
    since: bool = False
    until: bool = False
    ahead: bool = False


class _Reader:
    """One pass over one text; the `Context` of the rules."""

    def __init__(self, text: str, published: date | None) -> None:
        # The same length as the original: offsets stay true. A single line break inside a sentence is a space.
        self.text = re.sub(r"(?<!\n)\n(?!\n)", " ", re.sub("[\xa0\u2009\u202f\t]", " ", text))
        self.published = published
        self.calendar: Calendar = load_calendar()
        self.found: list[_Found] = []
        self.cues = _word_pattern(self.calendar.future_cues)
        self.stops = _word_pattern(self.calendar.past_cues)

    def read(self) -> list[DatePhrase]:
        end = 0
        for start, stop, match, handler in self._candidates():
            if start < end:
                continue
            reading = handler(self, match)
            if reading is None or self._is_name(start, stop, reading):
                continue
            self._add(_Found(start, stop, reading, ahead=reading.ahead or self.ahead(start)))
            end = stop
        return [self._phrase(f) for f in self.found if f.reading.unit != "pending"]

    def _candidates(self) -> list[tuple[int, int, re.Match[str], Handler]]:
        """Every match of every rule, from left to right, the longest first."""
        found = []
        windows, near_months = self._windows()
        for rank, (pattern, handler) in enumerate(_compiled()):
            for first, last in near_months if "month" in pattern.groupindex else windows:
                for match in pattern.finditer(self.text, first, last):
                    span = match.span("x") if "x" in pattern.groupindex else match.span()
                    found.append((span[0], -span[1], rank, match, handler))
        found.sort(key=lambda item: item[:3])
        return [(start, -end, match, handler) for start, end, _, match, handler in found]

    def _windows(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The stretches of the text that hold a digit or a word of the calendar, and those that hold a month: only they are read."""
        windows: list[tuple[int, int]] = []
        near_months: list[tuple[int, int]] = []
        for hint in _hints().finditer(self.text):
            first = self.text.rfind(" ", 0, max(0, hint.start() - _NEAR)) + 1
            last = self.text.find(" ", hint.end() + _NEAR)
            last = len(self.text) if last < 0 else last
            for found in (windows, near_months) if hint["month"] else (windows,):
                if found and first <= found[-1][1]:
                    found[-1] = (found[-1][0], max(last, found[-1][1]))
                else:
                    found.append((first, last))
        return windows, near_months

    # ---- what the rules ask ------------------------------------------------------------------------------------

    def anchor(self) -> Reading | None:
        """The last date of the text so far that a phrase like "the next day" can be counted from."""
        for item in reversed(self.found):
            reading = item.reading
            if reading.first is not None and not item.since and not item.until and reading.unit != "pending":
                if self.published is not None and reading.first > self.published:
                    continue
                return reading
        return None

    def before(self, position: int) -> str:
        return self.text[max(0, position - _NEAR) : position]

    def capitals(self, position: int) -> bool:
        letters = [c for c in self.text[max(0, position - 80) : position + 80] if c.isalpha()]
        return len(letters) >= 6 and sum(c.isupper() for c in letters) > 0.8 * len(letters)

    def ahead(self, position: int) -> bool:
        """Whether the words before say that what happens at this date is still to come."""
        before = _SENTENCE_END.split(self.text[max(0, position - _REACH) : position])[-1]
        by = re.search(r"\bby +(?:the +end +of +)?(?:the +|late +|early +|mid-)?$", before, re.IGNORECASE)
        if by:
            opens = not before[: by.start()].strip()
            return self._cue_follows(position) if opens else not re.search(r"\bhad\b", before, re.IGNORECASE)
        begun = bool(self.found) and self.text[self.found[-1].end : position].strip().lower() in ("until", "till")
        if not begun and re.search(r"\b(?:ahead of|until|till|deadline of) +(?:the +)?$", before, re.IGNORECASE):
            return not re.search(r"\b(?:lasted|was|were|had|remained|stayed|served|ruled|held)\b", before, re.IGNORECASE)
        if re.match(r"[A-Z]\w+['’]s\b", self.text[position:]):
            return False
        if re.fullmatch(r"(?:\W*(?:on|in|at|over|this|next|the))*\W*", before, re.IGNORECASE):
            return self._cue_follows(position)
        cue = max((m.end() for m in self.cues.finditer(before) if not _past_cue(before, m)), default=-1)
        stop = max((m.end() for m in self.stops.finditer(before)), default=-1)
        return cue > stop

    def _cue_follows(self, position: int) -> bool:
        """ "On Friday the court will rule": the date opens the sentence."""
        after = re.split(r"[.;\n\"“”]\s", self.text[position : position + _REACH])[0]
        cue = next((m.start() for m in self.cues.finditer(after) if not _past_cue(after, m)), len(after))
        stop = next((m.start() for m in self.stops.finditer(after)), len(after))
        return cue < stop

    # ---- joining -----------------------------------------------------------------------------------------------

    def _is_name(self, start: int, end: int, reading: Reading) -> bool:
        """ "the 17 November Movement", "15 de Mayo Street": the date is part of a name."""
        if reading.month_day is None:
            return False
        if re.search(r"[\"“'‘]$", self.text[:start]) and re.match(r"[\"”'’]", self.text[end:]):
            return True  # the "9 May" group
        following = re.match(r"[ -]+([A-Z]\w+)", self.text[end:])
        if following is None or following[1].lower() not in self.calendar.names_after:
            return False
        return not re.search(r"\b(?:on|since|by|until|from|in)(?: +\w+)? +$", self.before(start), re.IGNORECASE)

    def _add(self, item: _Found) -> None:
        item = self._with_parts(item)
        if self.found:
            item = self._with_distance(item)
            item = self._with_range(item)
        self.found.append(self._bounded(item))

    def _with_parts(self, item: _Found) -> _Found:
        """ "early", "the end of", "the night of", "the first half of" before a date."""
        before = _BEFORE.search(self.text, max(0, item.start - _NEAR), item.start)
        suffix = re.match(rf" +(?:early +|late +)?(?:{'|'.join(self.calendar.parts_of_day)})\b", self.text[item.end :], re.IGNORECASE)
        if suffix and item.reading.unit == "day":
            item.end += suffix.end()
        if before is None or (self.found and before.start() < self.found[-1].end):
            return item
        reading = item.reading
        first, last, unit = reading.first, reading.last, reading.unit
        if before["part"]:
            noun = before["part"].lower() not in ("early", "mid", "late")
            if noun and not before["of"]:
                return item
            item.start = before.start()
            part = self.calendar.parts[before["part"].lower()]
            if unit in ("week", "month", "season", "year", "decade") and reading.precision != "days":
                precision = "days" if unit in ("week", "month") else "range"
                if first is not None and last is not None:
                    first, last = part_of(first, last, unit, part)
                item.reading = replace(reading, first=first, last=last, precision=precision, unit="window")
        elif before["within"] and unit == "day":
            item.start = before.start()
            if first is not None:
                first, last = calendar.span_of("week", first)
            item.reading = replace(reading, first=first, last=last, precision="week", unit="week")
        elif before["time"]:
            if unit == "day":
                item.start = before.start()
        elif unit in ("month", "year", "decade") and first is not None and last is not None:
            if before["edge"]:
                number = self._number(before["count"] or "a few")
                ends = None if number is None else _edge(first, last, before["edge"].lower(), number, before["unit"].lower())
            else:
                ends = _share(first, last, unit, before["share"].lower(), before["size"].lower())
            if ends is not None:
                item.start = before.start()
                item.reading = replace(reading, first=ends[0], last=ends[1], precision=width(*ends), unit="window")
        return item

    def _number(self, word: str) -> int | None:
        return int(word) if word.isdigit() else self.calendar.counts.get(word.lower())

    def _with_distance(self, item: _Found) -> _Found:
        """ "two days before" + "Christmas"."""
        waiting = self.found[-1]
        if waiting.reading.unit != "pending":
            return item
        self.found.pop()
        between = self.text[waiting.end : item.start]
        if waiting.reading.pending is None or not re.fullmatch(r" +(?:the +|last +)?", between):
            return item
        count, unit = waiting.reading.pending
        reading = item.reading
        if reading.first is None or reading.last is None:
            changed = replace(reading, precision="day" if unit == "day" else "range")
        else:
            first, last, precision = distance(reading.first, reading.last, count, unit, about=False)
            changed = replace(reading, first=first, last=last, precision=precision, unit="day")
        return _Found(waiting.start, item.end, changed, ahead=item.ahead)

    def _with_range(self, item: _Found) -> _Found:
        """ "from 3 May to 6 June", "between Monday and Wednesday", "January-March 2014"."""
        if not self.found or not _TO.fullmatch(self.text[self.found[-1].end : item.start]):
            return item
        begin = self.found[-1]
        between = self.text[begin.end : item.start].strip().lower()
        lead = re.search(r"\b(from|between) +(?:the +)?$", self.before(begin.start), re.IGNORECASE)
        if (between.startswith("and") and not (lead and lead[1].lower() == "between")) or begin.until:
            return item
        a, b = begin.reading, item.reading
        if {a.basis, b.basis} == {"anaphoric"} or a.unit == "pending" or (begin.since and not lead):
            return item
        self.found.pop()
        a = self._with_year_of(a, b)
        if a.first is None or b.last is None:
            joined = Reading(None, None, "range", "relative", unit="window")
        else:
            first, last = a.first, b.last
            if first > last and a.basis == "relative":
                first = calendar.days(first, -7) if a.month_day is None else calendar.same_day(first, -12)
            if first > last:
                self.found.append(begin)
                return item
            joined = Reading(first, last, width(first, last), b.basis if a.basis != "explicit" else a.basis, unit="window")
        return _Found(begin.start, item.end, joined, ahead=begin.ahead or item.ahead)

    @staticmethod
    def _with_year_of(a: Reading, b: Reading) -> Reading:
        """ "May 3 to June 6, 2014": the first date takes the year of the second."""
        if a.month_day is None or b.basis != "explicit" or b.last is None:
            return a
        month, day = a.month_day
        first = calendar.real_day(b.last.year, month, day or 1)
        if first is not None and first > b.last:
            first = calendar.real_day(b.last.year - 1, month, day or 1)
        return a if first is None else replace(a, first=first, last=first if day else calendar.month_end(first), basis="explicit")

    def _bounded(self, item: _Found) -> _Found:
        """ "since June", "until Friday": only one end is told."""
        bound = _BOUND.search(self.text, max(0, item.start - _NEAR), item.start)
        if bound is None or item.reading.unit == "pending" or re.match(r"['’]s", self.text[item.end :]):
            return item
        word = re.sub(" +", " ", bound["word"].lower())
        if word in ("before", "after") and not _PLAIN_FOLLOWER.match(self.text[item.end :]):
            return item
        if word in ("since", "after"):
            item.since = True
        else:
            item.until = True
        if word not in ("before", "after"):
            item.start = bound.start()
        return item

    # ---- the result --------------------------------------------------------------------------------------------

    def _phrase(self, item: _Found) -> DatePhrase:
        """Cut what the words say at the day of publication."""
        reading, published = item.reading, self.published
        first, last, precision = reading.first, reading.last, reading.precision
        if item.since:
            later = published is not None and first is not None and first > published
            return DatePhrase(item.start, item.end, first, None if later else published, "range", reading.basis, since=True)
        if item.until:
            first = published if published is not None and last is not None and last > published else None
            return DatePhrase(item.start, item.end, first, last, "range", reading.basis, until=True)
        if published is not None and first is not None and last is not None and first <= published < last and not item.ahead:
            last = published
        return DatePhrase(item.start, item.end, first, last, precision, reading.basis)


def _past_cue(text: str, cue: re.Match[str]) -> bool:
    """ "was due on Monday": no longer ahead when the news was written."""
    if cue.group()[:1].isupper() and cue.group().lower() == "may":
        return True  # the month
    if re.match(r" +(?:also +)?have +\w+(?:ed|en|t)\b", text[cue.end() :], re.IGNORECASE):
        return True  # "may have been killed in June"
    return re.search(r"\b(?:was|were|been|had) +$", text[: cue.start()], re.IGNORECASE) is not None


def _share(first: date, last: date, unit: str, which: str, size: str) -> tuple[date, date] | None:
    """The first half, third quarter, last week, second weekend of a month or year."""
    index = _INDEX[which]
    if size in ("half", "quarter") and unit == "year":
        parts, months = (2, 6) if size == "half" else (4, 3)
        start = calendar.month_start(first, (index % parts) * months)
        return start, calendar.month_end(calendar.month_start(start, months - 1))
    if size == "half":
        middle = calendar.days(first, 14)
        return (first, middle) if index == 0 else (calendar.days(middle, 1), last)
    if size == "week" and unit == "month":
        if index == -1:
            return calendar.days(last, -6), last
        return calendar.days(first, 7 * index), min(last, calendar.days(first, 7 * index + 6))
    if size == "weekend" and unit == "month":
        saturdays = [d for n in range(31) if (d := calendar.days(first, n)) <= last and d.weekday() == 5]
        return saturdays[index], calendar.days(saturdays[index], 1)
    return None


def _edge(first: date, last: date, which: str, count: int, unit: str) -> tuple[date, date]:
    """The first three months, the last few days of a month, year or decade."""
    opening = which in ("first", "opening")
    if unit == "months":
        start = first if opening else calendar.month_start(last, 1 - count)
        return start, calendar.month_end(calendar.month_start(start, count - 1))
    size = count * (7 if unit == "weeks" else 1)
    return (first, min(last, calendar.days(first, size - 1))) if opening else (max(first, calendar.days(last, 1 - size)), last)


@cache
def _word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = [re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))]
    whole, endings = [w for w in ordered if w[0].isalpha()], [w for w in ordered if not w[0].isalpha()]
    # one look behind for all words: with one each the pattern takes several times as long
    parts = [rf"(?<!\w)(?:{'|'.join(whole)})(?!\w)", rf"(?:{'|'.join(endings)})(?!\w)"]
    return re.compile("|".join(part for part, listed in zip(parts, (whole, endings), strict=True) if listed), re.IGNORECASE)
