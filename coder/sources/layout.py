"""How plain-text articles are laid out: header block, title, deck, date line, byline.

Three layouts are read (the dateline, which stays in the text, is read by `dateline`):

* our own header block: lines `title: …`, `date: …`, `outlet: …`, `url: …`, `byline: …`, `dateline: …`,
  `licence: …`, `deck: …` in any order, then a blank line, then the body;
* `date 2024-12-23` in front of the first sentence;
* as on a news page: the title on the first line, perhaps a deck, a date line and a byline, then the body.

Title, date line and byline are cut off the body; the deck is the first thing the story says and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from coder.sources import dateline, dates


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What a header line may be called, and the field it fills.
HEADER_KEYS: Mapping[str, str] = {
    "title": "title", "headline": "title",
    "date": "published", "published": "published", "publication date": "published",
    "outlet": "outlet", "source": "outlet", "publisher": "outlet",
    "url": "url", "link": "url",
    "byline": "byline", "author": "byline",
    "dateline": "dateline",
    "licence": "licence", "license": "licence",
    "deck": "deck", "standfirst": "deck",
}
_LONGEST_HEADER_LINE = 5_000
_OTHER_VALUE = re.compile(r"[^.!?]{0,80}")  # what may follow an unknown key: "World", never a sentence
_HEADER_LINE = re.compile(r"\s*([A-Za-z][A-Za-z_ ]{1,19}?)\s*:[ \t]*(.*)", re.DOTALL)
_DATE_FIRST = re.compile(
    r"\s*date[ \t]*[ \t:][ \t]*(\d{4}-\d{2}-\d{2})\b[ \t,:.\u2013\u2014-]*", re.IGNORECASE
)

#: A headline is rarely over 120 characters; a first line over 200 is a paragraph.
_LONGEST_TITLE = 200
#: A deck may be a sentence or two; a line over 300 characters is the body, and no date line comes after it.
_LONGEST_DECK = 300
#: So many lines from the top a date line or byline is looked for.
_TOP = 6
_SENTENCE_END = re.compile(r"[.,;:…][\"'\u201d\u2019)\]]*$")
_ABBREVIATION_END = re.compile(r"\b(?:[A-Z]\.){2,}[\"'\u201d\u2019)\]]*$")

_LABEL = re.compile(
    r"\b(?:first |last )?(?:published|posted|updated|modified|issued|created|publication date|date)\b"
    r"(?: (?:on|at))?:?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?"
    r"|T\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?|[+-]\d{2}:?\d{2}\b"
    r"|\b(?:GMT|UTC|Z|[ECMP][DS]T|ET|BST|CES?T|EES?T|IST|local time|hrs|at|on)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by[: ]\s*(?=[^\W\d_])(.{3,100})", re.IGNORECASE)
_BYLINE_SMALL_WORDS = _words("al and at bin da de del den der di el for in of the van von with y")
_BETWEEN_PIECES = re.compile(r"\s+[|•·\u2013\u2014-]\s+")


@dataclass(frozen=True, slots=True)
class Layout:
    """A plain text taken apart; `date` is the date line as a reading, None where there is none."""

    body: str
    title: str | None = None
    date: dates.Reading | None = None
    byline: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def header(raw: str) -> tuple[dict[str, str], str]:
    """The header block of a raw text (line ends LF) as `{field: value}`, and the text after it.

    A line with an unknown key (`section: World`) is passed over when the block ends in a blank line.
    """
    dated = _DATE_FIRST.match(raw[:200])
    if dated and raw[dated.end() : dated.end() + 1] not in ("", "\n"):
        return {"published": dated[1]}, raw[dated.end() :]
    found: dict[str, str] = {}
    rest = after_known = raw.lstrip()
    while rest:
        line, _, following = rest.partition("\n")
        if not line.strip():
            return (found, following) if found else ({}, raw)
        hit = _HEADER_LINE.fullmatch(line[:_LONGEST_HEADER_LINE])
        key = " ".join(hit[1].replace("_", " ").lower().split()) if hit else ""
        if hit is None or not (key in HEADER_KEYS or (found and _OTHER_VALUE.fullmatch(hit[2]))):
            break
        rest = following
        if key in HEADER_KEYS:
            found.setdefault(HEADER_KEYS[key], hit[2].strip())
            after_known = rest
    return (found, after_known) if found else ({}, raw)


def stands_alone(line: str) -> bool:
    """Is this a byline or a date line, never part of a hard-wrapped paragraph?"""
    return _date_and_byline(line) is not None


def split(text: str, *, title: str | None = None) -> Layout:
    """Title, date line and byline of a normalised plain text, and the body without them.

    A *title* that is known already is not looked for again, only cut off where the text repeats it.
    """
    lines = text.split("\n")
    cut: set[int] = set()
    date: dates.Reading | None = None
    byline: str | None = None
    filled = [i for i, line in enumerate(lines[: 4 * _TOP]) if line]
    for place, i in enumerate(filled[:_TOP]):
        line = lines[i]
        followed = place + 1 < len(filled)
        if len(line) > _LONGEST_DECK or not followed:
            break
        if same_words(line, title):
            cut.add(i)
        elif (found := _date_and_byline(line)) is not None:
            date, byline = date or found[0], byline or found[1]
            cut.add(i)
        elif title is None and place == len(cut) and _is_title(line):
            title = line
            cut.add(i)
    body = "\n".join(line for i, line in enumerate(lines) if i not in cut)
    return Layout(re.sub(r"\n{3,}", "\n\n", body).strip("\n"), title, date, byline)


def date_line(text: str) -> dates.Reading | None:
    """The date when the first line of *text* is nothing but a date."""
    first, _, rest = text.partition("\n")
    return _only_date(first) if rest else None


def same_words(line: str, title: str | None) -> bool:
    """Is *line* the title again, up to capitals and punctuation?"""
    return title is not None and _letters(line) == _letters(title) != ""


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _is_title(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or (_SENTENCE_END.search(line) and not _ABBREVIATION_END.search(line)):
        return False
    return any(c.isalpha() for c in line) and dateline.read(line) is None


def _date_and_byline(line: str) -> tuple[dates.Reading | None, str | None] | None:
    """("Monday, 12/23/2024 | By Ann Lee") -> both; None where anything else stands on the line."""
    if len(line) > 160:
        return None
    if (only := _only_date(line)) is not None:
        return only, None
    date, byline = None, None
    for piece in _BETWEEN_PIECES.split(line):
        if (found := _only_date(piece)) is not None:
            date = date or found
        elif (name := _byline(piece)) is not None:
            byline = byline or name
        else:
            return None
    return date, byline


def _only_date(line: str) -> dates.Reading | None:
    """The first date of a line made of dates, weekdays, clock times and words such as "Published"."""
    if len(line) > 120 or not any(c.isdigit() for c in line):
        return None
    readings = [r for r in dates.find(line) if r.month_day is None]
    rest = line
    for reading in reversed(readings):
        rest = rest[: reading.start] + " " + rest[reading.end :]
    for pattern in (_CLOCK, _LABEL, dates.WEEKDAY):
        rest = pattern.sub(" ", rest)
    return readings[0] if readings and not any(c.isalnum() for c in rest) else None


def _byline(piece: str) -> str | None:
    """The names in "By Ann Lee and Tom Roe, Kelso Post"; None for "By noon rebels held it"."""
    hit = _BYLINE.fullmatch(piece)
    if hit is None or _SENTENCE_END.search(piece):
        return None
    words = re.findall(r"[^\s,/&]+", hit[1])
    named = all(w[0].isupper() or w in _BYLINE_SMALL_WORDS for w in words)
    return hit[1].strip() if named and len(words) <= 14 else None
