"""The lists of `tolls.yml`, whose head explains each: how numbers of victims are read beyond `quantities.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coder.ontology.files import read_yaml

FILE = Path(__file__).parent / "tolls.yml"


@dataclass(frozen=True)
class TollWords:
    left_out: frozenset[str]
    sure: frozenset[str]
    event_nouns: frozenset[str]
    to_death: tuple[str, ...]
    taken: Mapping[str, str]
    toll_nouns: Mapping[str, tuple[str, ...]]
    generic: frozenset[str]
    members: frozenset[str]
    collectives: frozenset[str]
    labels: frozenset[str]
    between: frozenset[str]
    implicative: tuple[str, ...]
    shared: tuple[str, ...]
    name_parts: frozenset[str]
    ranks: Mapping[str, str]
    titles: frozenset[str]


@cache
def load_toll_words(file: Path = FILE) -> TollWords:
    """Read `tolls.yml` once."""
    raw = read_yaml(file)
    return TollWords(
        left_out=frozenset(raw["left_out"]),
        sure=frozenset(raw["sure"]),
        event_nouns=frozenset(raw["event_nouns"]),
        to_death=tuple(raw["to_death"]),
        taken=raw["taken"],
        toll_nouns={kind: tuple(nouns) for kind, nouns in raw["toll_nouns"].items()},
        generic=frozenset(raw["generic"]),
        members=frozenset(raw["members"]),
        collectives=frozenset(raw["collectives"]),
        labels=frozenset(raw["labels"]),
        between=frozenset(raw["between"]),
        implicative=tuple(raw["implicative"]),
        shared=tuple(raw["shared"]),
        name_parts=frozenset(raw["name_parts"]),
        ranks=raw["ranks"],
        titles=frozenset(raw["titles"]),
    )
