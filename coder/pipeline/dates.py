"""coder_dates: the dates a text names, in `doc._.dates`.

Each finding says which words, which days they mean ("from", "to": ISO days, None where they cannot be known), how exactly
(`precision`), and whence we know (`basis`: explicit, relative to the day of publication, anaphoric: relative to an earlier
date of the text). `since` and `until` tell that only one end is given, `future` that the date lies after publication.
Which date belongs to which act is for `coder_events` to decide. The dateline's own date is left out: it is known already.

The reading itself needs no parse and is done by `coder.language.date_phrases`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from coder.language.date_phrases import DatePhrase, read_dates
from coder.pipeline.annotations import Note, sentences, token_range


class Dates:
    """Find dates and write them to `doc._.dates`."""

    def __init__(self, name: str = "coder_dates") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        doc._.dates = self.find(doc)
        return doc

    def find(self, doc: Doc) -> list[Note]:
        """All dates of a Doc in order of the text, the dateline left out."""
        starts = [s.start for s in sentences(doc)]
        published, text = _day(doc._.published), doc.text
        notes = []
        for phrase in read_dates(text, published):
            tokens = token_range(doc, phrase.start, phrase.end)
            if tokens is not None and not doc._.body_start <= phrase.start < doc._.dateline_end:
                notes.append(_note(doc, text[phrase.start : phrase.end], phrase, tokens, bisect_right(starts, tokens[0]) - 1, published))
        return notes


def _note(doc: Doc, written: str, phrase: DatePhrase, tokens: tuple[int, int], sentence: int, published: date | None) -> Note:
    first, last = tokens
    content = [t.i for t in doc[first:last] if re.search(r"\w", t.text) and t.lower_ not in ("'s", "’s")]
    return {
        "start": phrase.start, "end": phrase.end, "text": written,
        "from": phrase.first.isoformat() if phrase.first else None, "to": phrase.last.isoformat() if phrase.last else None,
        "precision": phrase.precision, "basis": phrase.basis, "sentence": sentence,
        "token": content[-1] if content else last - 1, "first": first, "last": last,
        "future": bool(published and phrase.last and phrase.last > published),
        "since": phrase.since, "until": phrase.until,
    }


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published) if published else None
    except ValueError:
        return None


@Language.factory("coder_dates", assigns=["doc._.dates"])
def make_dates(nlp: Language, name: str) -> Dates:
    return Dates(name)
