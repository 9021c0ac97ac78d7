"""The extension attributes through which the components talk, and the few views of a Doc they all need.

| attribute | set by | holds |
|---|---|---|
| `doc._.published` | the caller | ISO date of publication, or None |
| `doc._.body_start` | the caller | character where the article's text begins (a title may stand before it) |
| `doc._.explained` | the caller | whether components keep the reasons of what they decide, for `coder explain` |
| `doc._.actors` | coder_actors | list of actor dicts (token range, identity) |
| `doc._.actions` | coder_actions | list of action dicts (trigger token, rule, code, slots) |
| `doc._.decisions` | coder_decisions | if explained: what the decider thought of each predicate, one dict each |
| `doc._.context` | coder_context | one dict per sentence: attribution, cues |
| `doc._.dates` `._.places` `._.casualties` | the component of that name | list of dicts |
| `doc._.events` | coder_events | list of event dicts, ready to become Mentions |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from spacy.tokens import Doc, Span

#: What a component writes about one finding: JSON-like values only.
Note = dict[str, Any]

LISTS = ("actors", "actions", "decisions", "context", "dates", "places", "casualties", "events")

for _name in LISTS:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
for _name, _default in (("published", None), ("body_start", 0), ("dateline_end", 0), ("explained", False)):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


def sentences(doc: Doc) -> list[Span]:
    """The sentences of a Doc; a Doc without any counts as one."""
    if doc.has_annotation("SENT_START"):
        return list(doc.sents)
    return [doc[:]] if len(doc) else []


def by_sentence(notes: Iterable[Note] | None) -> defaultdict[int, list[Note]]:
    """Notes in their order, by the number of their sentence; a sentence without any has an empty list."""
    grouped: defaultdict[int, list[Note]] = defaultdict(list)
    for note in notes or []:
        grouped[note["sentence"]].append(note)
    return grouped


def described_id(country: str | None, role: str | None) -> str | None:
    """The actor_id of somebody known by country and role alone, "irq.mil"; None without a country."""
    return ".".join(part.lower() for part in (country, role) if part) if country else None


def in_capitals(text: str) -> bool:
    """Whether a stretch of text is written in capitals, so that capitals tell nothing about names."""
    letters = list(filter(str.isalpha, text))
    return len(letters) >= 12 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def token_range(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """Token range that covers characters [start, end), or None."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return None if span is None else (span.start, span.end)
