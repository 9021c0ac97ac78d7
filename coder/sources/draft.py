"""From what a reader found to an Article: the steps that are the same for every format.

A reader yields a `Draft`: the raw text, and the fields as the file states them. `finish` cleans them, reads
the layout of a plain text and the dateline, settles the publication date, and yields the Article, preceded by
what is doubtful about it.

The publication date is the first of these that can be read: given in the record or by the page; a date in the
header block or on a line of its own; a dateline with its year; a dateline without year where the file name,
the address or the caller's default tells it; the file name; the caller's default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from coder.errors import Problem, problem
from coder.records import Article, text_digest
from coder.sources import dateline, dates, identity, layout, normalise

_BY = re.compile(r"^by[: ]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as a reader found it; every field is raw text.

    `file_name` and `file_id` are set where the file is this one article; `plain` where the text may begin
    with a title, a date line or a byline; `basis` says what `published` was read from.
    """

    where: str
    text: str
    line: int | None = None
    article_id: str | None = None
    file_id: str | None = None
    file_name: str | None = None
    plain: bool = False
    title: str | None = None
    deck: str | None = None
    published: str | None = None
    basis: str = "given"
    url: str | None = None
    outlet: str | None = None
    byline: str | None = None
    dateline: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class _Dated:
    """A settled publication date, and what was wrong with the dates tried: (code, message)."""

    day: str | None
    basis: str | None
    troubles: tuple[tuple[str, str], ...]


def finish(draft: Draft, *, published: str | None = None) -> Iterator[Article | Problem]:
    """The warnings about *draft* and its Article, or the one Problem why there is none, last.

    *published* is the date, ISO 8601, of an article that has none.
    """
    try:
        text = normalise.article(draft.text)
    except normalise.TooLongError as error:
        yield problem(draft.where, draft.line, "too-long", str(error))
        return
    title, byline = (
        normalise.line(draft.title),
        _BY.sub("", normalise.line(draft.byline) or "", count=1) or None,
    )
    date_line = layout.date_line(text)
    if draft.plain:
        page = layout.split(text, title=title)
        text, title, date_line, byline = page.body, title or page.title, page.date, byline or page.byline
    deck = normalise.line(draft.deck)
    if deck and not layout.same_words(text.partition("\n")[0], deck):
        text = f"{deck}\n\n{text}"
    if not text:
        yield problem(draft.where, draft.line, "missing-text", "the article has no text")
        return
    given_id = (draft.article_id or "").strip()
    if given_id and identity.checked(given_id) is None:
        yield problem(draft.where, draft.line, "bad-id", _bad_id(given_id))
        return
    if draft.title and draft.title.strip() and title is None:
        message = (
            f"the title is left out: it has {len(draft.title):,} characters, over {normalise.LONGEST_LINE:,}"
        )
        yield problem(draft.where, draft.line, "bad-title", message, severity="warning")
    line_of_place = _dateline(draft, text)
    url = normalise.line(draft.url)
    dated = _settle(draft, date_line, line_of_place, url, published)
    for code, message in dated.troubles:
        yield problem(draft.where, draft.line, code, message, severity="warning")
    sha = text_digest(text)
    yield Article(
        article_id=identity.checked(given_id or draft.file_id or "") or identity.of_text(sha),
        text=text,
        title=title,
        published=dated.day,
        published_basis=dated.basis,
        url=url,
        outlet=normalise.line(draft.outlet) or (line_of_place.agency if line_of_place else None),
        outlet_domain=_domain(url),
        byline=byline,
        dateline_place=line_of_place.place if line_of_place else None,
        licence=normalise.line(draft.licence),
        text_sha256=sha,
        n_chars=len(text),
    )


def _bad_id(given: str) -> str:
    if len(given) > identity.LONGEST_ID:
        return f"the id has {len(given):,} characters; the limit is {identity.LONGEST_ID}"
    return f"the id {given!r} holds characters that cannot be printed"


def _dateline(draft: Draft, text: str) -> dateline.Dateline | None:
    """The dateline as given, its gaps filled from the text; a given one that cannot be parsed is a place."""
    in_text = dateline.find(text)
    stated = normalise.line(draft.dateline)
    if stated is None:
        return in_text
    given = dateline.given(stated) or dateline.Dateline(stated)
    if in_text is None:
        return given
    return dateline.Dateline(
        given.place or in_text.place, given.agency or in_text.agency, given.date or in_text.date
    )


def _settle(
    draft: Draft,
    line: dates.Reading | None,
    place: dateline.Dateline | None,
    url: str | None,
    default: str | None,
) -> _Dated:
    """The publication date by the order of the module docstring."""
    tried: list[tuple[str, dates.Reading]] = []
    if draft.published and draft.published.strip():
        tried.append((draft.basis, dates.read(" ".join(draft.published.split()))))
    if line:
        tried.append(("header", line))
    filed = place.date if place else None
    if filed and not filed.month_day:
        tried.append(("dateline", filed))
    troubles: list[tuple[str, str]] = []
    for basis, reading in tried:
        if reading.trouble == "ambiguous-date":
            troubles.append(
                (reading.trouble, f"the date {reading.text!r} can be read two ways; taken as {reading.day}")
            )
        if reading.day:
            return _Dated(reading.day, basis, tuple(troubles))
        troubles.append(
            ("bad-date", f"the date {reading.text!r} is no full date of a possible day and was not used")
        )
    in_name = dates.of_file_name(draft.file_name) if draft.file_name else None
    if filed and filed.month_day:
        near = in_name or dates.year_in(draft.file_name or "") or default or dates.year_in(url or "")
        day = dates.with_year(filed.month_day, str(near)) if near else None
        if day:
            return _Dated(day, "dateline", tuple(troubles))
    if in_name:
        return _Dated(in_name, "file_name", tuple(troubles))
    if default:
        return _Dated(default, "given", tuple(troubles))
    if not troubles:
        message = "no publication date in the record, the text or the file name: 'on Monday' cannot be dated"
        troubles.append(("no-date", message))
    return _Dated(None, None, tuple(troubles))


def _domain(url: str | None) -> str | None:
    """The host of an address without `www.`; None where it has none."""
    if url is None:
        return None
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    host = (host or "").removeprefix("www.").rstrip(".")
    return host if "." in host and host.isprintable() and " " not in host else None
