"""Finding dictionary phrases in running text: longest first, whatever the tokenisation.

The index works on folded words (`names.fold`), so "Kata’ib Sayyid al-Shuhada", "Kataib Sayyid Al Shuhada" and
"KATAIB SAYYID AL-SHUHADA" are one phrase, and a tokenizer that splits at hyphens or apostrophes does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from coder.ontology.names import fold

P = TypeVar("P", bound=Hashable)

_CHUNK = re.compile(r"[^\s\-‐‑–—/,;:!?()\[\]{}\"“”«»]+|[,;:!?()\[\]\"“”«»]|\n")
_BREAKS = frozenset(",;:!?()[]\"“”«»\n")
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_TRAILING = ".'’‘"
#: "U.S.", "F.M.L.N": dotted initials are one word, the same as without dots
_INITIALS = re.compile(r"^(?:[A-Za-z]\.){2,}[A-Za-z]?\.?$")
_fold = lru_cache(maxsize=100_000)(fold)


class Word(NamedTuple):
    """One folded word of a text and where it stands; `raw` as written; `broken` if punctuation came before it."""

    key: str
    raw: str
    start: int
    end: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Match(Generic[P]):
    """A phrase of the index found in a text: character offsets and what the index holds for it."""

    start: int
    end: int
    text: str
    payloads: tuple[P, ...]


def words(text: str) -> list[Word]:
    """The folded words of *text* in order; a possessive 's is not part of its word."""
    found: list[Word] = []
    broken = False
    for match in _CHUNK.finditer(text):
        raw = match.group()
        if raw in _BREAKS:
            broken = True
            continue
        bare = raw[:-2] if raw.endswith(_POSSESSIVE) else raw
        if "." in bare and _INITIALS.match(bare):
            keys = [bare.replace(".", "").lower()]
        else:
            bare = bare.rstrip(_TRAILING)
            keys = _fold(bare).split()
        for i, key in enumerate(keys):
            found.append(Word(key, bare, match.start(), match.start() + len(bare), broken if i == 0 else False))
            broken = False
    return found


class PhraseIndex(Generic[P]):
    """Phrases and their payloads; several payloads may share one phrase."""

    def __init__(self) -> None:
        #: by its first word: how many words the phrases have, the longest first
        self._sizes: dict[str, list[int]] = {}
        self._frozen: dict[tuple[str, ...], tuple[P, ...]] = {}
        self._pending: dict[tuple[str, ...], dict[P, None]] = {}

    def add(self, phrase: str, payload: P) -> None:
        key = tuple(w.key for w in words(phrase))
        if key:
            self._pending.setdefault(key, {})[payload] = None

    def add_all(self, phrases: Iterable[str], payload: P) -> None:
        for phrase in phrases:
            self.add(phrase, payload)

    def freeze(self) -> PhraseIndex[P]:
        self._frozen = {key: tuple(payloads) for key, payloads in self._pending.items()}
        sizes: dict[str, set[int]] = {}
        for key in self._frozen:
            sizes.setdefault(key[0], set()).add(len(key))
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}
        return self

    def get(self, phrase: str) -> tuple[P, ...]:
        return tuple(self._pending.get(tuple(w.key for w in words(phrase)), ()))

    def __len__(self) -> int:
        return len(self._pending)

    def find(
        self, text: str, text_words: list[Word] | None = None, *, accept: Callable[[Match[P]], tuple[P, ...]] | None = None
    ) -> Iterator[Match[P]]:
        """Matches from left to right, not overlapping, the longest at each place first.

        *accept* sees each candidate and returns the payloads it lets stand; a candidate left with none is passed
        over in favour of a shorter one at the same place.
        """
        units = words(text) if text_words is None else text_words
        i = 0
        while i < len(units):
            match, size = self._longest(text, units, i, accept)
            if match is not None:
                yield match
            i += size

    def _longest(
        self, text: str, units: list[Word], i: int, accept: Callable[[Match[P]], tuple[P, ...]] | None
    ) -> tuple[Match[P] | None, int]:
        for size in self._sizes.get(units[i].key, ()):
            window = units[i : i + size]
            payloads = self._frozen.get(tuple([w.key for w in window]))
            if payloads is None or len(window) < size or any(w.broken for w in window[1:]):
                continue
            start, end = window[0].start, window[-1].end
            match = Match(start, end, text[start:end], payloads)
            if accept is not None:
                kept = accept(match)
                if not kept:
                    continue
                match = Match(start, end, match.text, kept)
            return match, size
        return None, 1
