"""The dateline of a wire story: where it was filed, when, and by which agency.

    KELSO, May 3 (Reuters) - Rebels …          place KELSO, date 3 May (year unknown), agency Reuters
    BAGHDAD, 20 NOV 89 (ACAN-EFE) -- …         place BAGHDAD, date 1989-11-20, agency ACAN-EFE
    KABUL, Afghanistan (AP) — …                place "KABUL, Afghanistan", agency AP
    SOFIA (BULGARIA), 31 MAR 89 (BTA) -- …     place "SOFIA, BULGARIA"
    Cairo - Egypt's president …                place Cairo

The place is where the reporter sat, never where something happened. The dateline stays in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coder.sources import dates


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A dateline is over after this many characters; what has no dash by then has no dateline.
_LONGEST = 120
# \u2013 and \u2014 are the en and em dash. Without spaces a dash joins two words ("Minsk-Kyiv talks") unless
# capitals or a bracket end before it.
_DASH = re.compile(
    r"\s*--+\s*|\s+[\u2013\u2014-]\s+|(?<=[A-Z]{3})\u2014|(?<=\))\s*[\u2013\u2014-]\s*|\s*:\s+"
)
_AGENCY = re.compile(r"\s*(?:\(([^()]{2,60})\)|/\s?([\w .&-]{2,40}?)\s?/)$")
_COUNTRY = re.compile(r"^([^()]+?)\s*\(([^()]{2,40})\)$")
_NO_DATE = re.compile(r",?\s*\bNO DATE$", re.IGNORECASE)
_WEEKDAY_LAST = re.compile(r",\s*" + dates.WEEKDAY.pattern + "$", re.IGNORECASE)
#: "Port-au-Prince", "St. Petersburg", "N'Djamena", "Rio de Janeiro", "Beirut/Cairo"
_NAME = r"[^\W\d_][^\W\d_'\u2019.]*(?:[-/'\u2019.]+[^\W\d_]+)*\.?"
_PLACE = re.compile(rf"{_NAME}(?: {_NAME}){{0,4}}(?:, {_NAME}(?: {_NAME}){{0,4}}){{0,2}}")
_SMALL_WORDS = _words(
    "al am an au bin da das de del der di do dos du e el en es in la las le los of on the y"
)
#: Broadcast monitors write these where the place is not known or is kept secret.
_NO_PLACE = frozenset({"no city", "clandestine", "no place"})
#: What stands before a dash or colon as a town does, and is a rubric.
_RUBRICS = _words(
    "analysis background breaking business comment correction culture economy editorial entertainment "
    "exclusive explainer factbox flash health interview live medicine note obituary opinion politics "
    "profile science space sport sports summary technology timeline update urgent video watch weather"
)
#: Short capitals before a colon are an acronym ("NATO: …"), not a town.
_SHORTEST_BEFORE_COLON = 5
_KNOWN_AGENCIES = _words(
    "aa afp aki ansa ap apa bbc bta cnn dpa ebc efe fbis ians interfax irna isna itar-tass jiji kcna "
    "kyodo mena notimex petra pti reuter reuters ria sana tass tasnim telam thr unb uni upi voa wafa "
    "xinhua yonhap"
)
_AGENCY_WORD = re.compile(
    r"news|press|radio|agenc|televis|\btv\b|\btimes\b|\bpost\b|daily|service|network", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says; `date` has no `day` where the year is left out."""

    place: str | None
    agency: str | None = None
    date: dates.Reading | None = None


def read(paragraph: str) -> Dateline | None:
    """The dateline at the start of *paragraph*, or None."""
    head = paragraph[:_LONGEST]
    shouting = paragraph[:1000].isupper()
    for dash in _DASH.finditer(head):
        before = head[: dash.start()]
        if before.count("(") > before.count(")"):  # the dash in "(ACAN - EFE)"
            continue
        following = paragraph[dash.end() : dash.end() + 1]
        found = _parse(before, following, shouting=shouting, colon=":" in dash[0])
        if found or ":" not in dash[0]:
            return found
    return None


def find(text: str) -> Dateline | None:
    """The dateline of an article: on its first line, or under a deck, a date line or a repeated title."""
    lines = text[:2000].split("\n")
    for place, line in enumerate([line for line in lines if line][:3]):
        found = read(line)
        # Lower down a bare "Cairo - …" is more often a sentence that begins with a name and a dash.
        if found and (place == 0 or found.date or found.agency or _in_capitals(found.place)):
            return found
    return None


def given(value: str) -> Dateline | None:
    """A dateline that stands alone in a header or a record: "KELSO, May 3 (Reuters)", or just "Kelso"."""
    return _parse(value.strip(" -\u2013\u2014"), "A", shouting=False, colon=False)


def _parse(words: str, following: str, *, shouting: bool, colon: bool) -> Dateline | None:
    rest = words.strip()
    agency_hit = _AGENCY.search(rest)
    agency = None
    if agency_hit:
        agency = (agency_hit[1] or agency_hit[2]).strip()
        rest = rest[: agency_hit.start()].rstrip(" ,")
    rest, undated = _NO_DATE.subn("", rest)
    rest, when = _cut_date(rest)
    rest = rest.strip(" ,")
    country = _COUNTRY.match(rest)
    place = country[1] if country else rest
    dated = when is not None or undated > 0
    if not (place or (dated and agency)) or (place and not _is_place(place)):
        return None
    capitals = _in_capitals(place) and not shouting
    trusted = agency is not None and (capitals or _is_agency(agency))
    bare = not (agency or country) and _is_bare_place(place, following, capitals=capitals, colon=colon)
    if not (dated or trusted or bare):
        return None
    if place.lower() in _NO_PLACE:
        place = ""
    named = [part for part in (place, country[2].strip() if country else "") if part]
    return Dateline(", ".join(named) or None, agency, when)


def _cut_date(words: str) -> tuple[str, dates.Reading | None]:
    """*words* without the date and weekday they end in, and that date."""
    for when in dates.find(words):
        if not words[when.end :].strip(" .,"):
            before = words[: when.start].rstrip(" ,")
            return _WEEKDAY_LAST.sub("", before), when
    return _WEEKDAY_LAST.sub("", words), None


def _is_place(words: str) -> bool:
    if len(words) > 60 or not _PLACE.fullmatch(words):
        return False
    return (
        all(w[0].isupper() or w.lower() in _SMALL_WORDS for w in re.split(r"[ ,]+", words))
        and words[0].isupper()
    )


def _is_bare_place(place: str, following: str, *, capitals: bool, colon: bool) -> bool:
    """May *place* be a dateline with nothing but the dash to show it: "KABUL, Afghanistan --", "Cairo --"?"""
    town = place.split(",")[0]
    words = town.lower().split()
    if not following or following.islower() or len(words) > 3 or _RUBRICS & set(words):
        return False
    if colon:
        return capitals and len(town) >= _SHORTEST_BEFORE_COLON
    # "Hamas, Islamic Jihad -- …" names groups, not a town and its country
    return capitals or not ("," in place or words[0] == "the")


def _in_capitals(place: str | None) -> bool:
    town = (place or "").split(",")[0]
    return town.isupper() and len(town) > 2


def _is_agency(name: str) -> bool:
    return any(part in _KNOWN_AGENCIES for part in re.split(r"[/, ]+", name.lower())) or bool(
        _AGENCY_WORD.search(name)
    )
