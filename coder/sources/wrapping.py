"""Undoing hard wraps: wire copy broken at 60 to 100 columns becomes one line per paragraph again.

A line break inside a sentence would be read as the end of one. But a headline, a deck and a byline also stand
each on its own short line, so a text is only unwrapped when it looks wrapped as a whole: no long lines, and
many breaks inside sentences. Then a break is undone where the line was full, that is, where the next word
would not have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coder.sources import dateline, layout

#: No typewriter or wire printer was wider; a text with longer lines has one paragraph per line.
_WIDEST, _NARROWEST = 110, 40
#: Hand-set lines end early; a line this much short of the widest still counts as full.
_RAGGED = 12
#: Bylines, date lines and datelines stand this near the top; further down the same words are prose.
_TOP = 8
_ENDS_SENTENCE = re.compile(r"[.!?:][\"'\u201d\u2019)\]]*$")
_HYPHENATED = re.compile(r"[^\W\d_]-$")


def unwrap(lines: Sequence[str]) -> list[str]:
    """*lines* with the lines of a hard-wrapped paragraph joined; bylines and date lines are left alone.

    Leading spaces are read (an indented line begins a paragraph), so this comes before they are removed.
    """
    width = _width(lines)
    if width is None:
        return list(lines)
    joined: list[str] = []
    previous = ""
    for place, line in enumerate(lines):
        apart = place < _TOP and (_stands_apart(previous) or _stands_apart(line) or _opens_story(line))
        if previous and line.strip() and not apart and _continues(previous, line, width):
            glue = "" if _HYPHENATED.search(joined[-1]) and line.lstrip()[:1].islower() else " "
            joined[-1] = joined[-1] + glue + line.lstrip()
        else:
            joined.append(line)
        previous = line.rstrip()
    return joined


def _width(lines: Sequence[str]) -> int | None:
    """The column at which a hard-wrapped text was wrapped; None for a text that was not."""
    # An address cannot be broken and may stick out of any column.
    filled = [line.strip() for line in lines if " " in line.strip()]
    if len(filled) < 3 or not _NARROWEST <= max(map(len, filled)) <= _WIDEST:
        return None
    breaks = [(a.strip(), b.strip()) for a, b in pairwise(lines) if a.strip() and b.strip()]
    shouting = "".join(filled).isupper()
    inside = sum(not _ENDS_SENTENCE.search(a) and (shouting or not b[0].isupper()) for a, b in breaks)
    return max(map(len, filled)) if inside >= 2 and inside * 3 >= len(breaks) else None


def _continues(previous: str, line: str, width: int) -> bool:
    """Was the break between two lines only there because the next word did not fit?"""
    text, following = previous.strip(), line.strip()
    if _indent(line) > _indent(previous):
        return False
    if following[0].islower() and not _ENDS_SENTENCE.search(text):
        return len(text) * 2 >= width
    return len(text) + 1 + len(following.split(" ", 1)[0]) > width - _RAGGED


def _stands_apart(line: str) -> bool:
    return layout.stands_alone(line.strip())


def _opens_story(line: str) -> bool:
    """Does a full dateline stand here? Then what is above it is the headline."""
    found = dateline.read(line.strip())
    return found is not None and (found.date is not None or found.agency is not None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
