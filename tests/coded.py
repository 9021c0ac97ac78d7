"""Codes sentences and writes down what came out in one line each, so that a test is a table row.

    lines(code(nlp, "Rebels shelled an army post."))   ->  ["REB>MIL 194 shelling"]
"""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from coder.coding import finish, prepare
from coder.records import Article, Mention

#: a Wednesday: the day on which the sentences of the tests are published
PUBLISHED = "2024-05-15"


def article(text: str, *, title: str | None = None, published: str | None = PUBLISHED, article_id: str = "a1", **fields: Any) -> Article:
    return Article(article_id, text, title=title, published=published, **fields)


def code(nlp: Language, text: str, **fields: Any) -> Doc:
    """The Doc of a text, read as an article (whose *fields* may be given) by all components."""
    return nlp(prepare(nlp, article(text, **fields)))


def mentions(nlp: Language, text: str, **fields: Any) -> tuple[Mention, ...]:
    """The mentions of an article."""
    told = article(text, **fields)
    return finish(nlp(prepare(nlp, told)), told).mentions


def line(event: Any) -> str:
    """SOURCE>TARGET CODE type of an event as the pipeline writes it; several actors joined with `;`, ? for one without a code."""
    source, target = (";".join(actor["code"] or "?" for actor in event[side]) for side in ("source", "target"))
    return f"{source}>{target} {event['code']} {event['type']}"


def lines(doc: Doc) -> list[str]:
    return [line(event) for event in doc._.events]


def released(nlp: Language, text: str, **fields: Any) -> list[str]:
    """SOURCE>TARGET CODE type of the mentions that the default release admits."""
    found = []
    for mention in mentions(nlp, text, **fields):
        if mention.in_release:
            source, target = (";".join(actor.code or "?" for actor in side) for side in (mention.source, mention.target))
            found.append(f"{source}>{target} {mention.cameo_code} {mention.event_type}")
    return found


def fault(reason: str) -> Any:
    """Marks a table row that the coder gets wrong today; when it is mended, the row fails until the mark is taken off."""
    return pytest.mark.xfail(strict=True, reason=reason)
