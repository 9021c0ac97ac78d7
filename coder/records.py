"""The four records that walk through the coder: Article, Mention, Event and the parts they share.

    Article --(coding)--> Mention --(linking)--> Event

Every record is frozen and born complete. What the fields mean is written once, in `schemas/`; this module only
gives them Python shapes. Conventions that hold everywhere:

* `None` means "the text does not say"; never 0, -9 or "None".
* Offsets are 0-based Unicode code points, end exclusive, into `Article.text`; in the zone "headline" into
  `Article.title`.
* Codes are strings: "010" is not 10. Countries are ISO 3166 alpha-3, dates ISO 8601.
"""

from __future__ import annotations

import hashlib
import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as stored: `text` is normalised once at ingest and all offsets point into it."""

    article_id: str
    text: str
    title: str | None = None
    published: str | None = None
    #: how `published` is known: "given", "header", "dateline", "file_name", "page", or None
    published_basis: str | None = None
    url: str | None = None
    outlet: str | None = None
    outlet_domain: str | None = None
    outlet_country: str | None = None
    byline: str | None = None
    dateline_place: str | None = None
    licence: str | None = None
    text_sha256: str = ""
    n_chars: int = 0
    n_sentences: int | None = None
    cited_outlets: tuple[str, ...] = ()
    near_duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Actor:
    """A source or target as named in the text (`text`, offsets) and as resolved (`actor_id`, `code`)."""

    text: str | None
    start: int | None
    end: int | None
    actor_id: str | None
    name: str | None
    country: str | None
    #: CAMEO actor code: country and role, such as IRQGOV; role alone where the country is unknown
    code: str | None
    role: str | None
    #: the umbrella or parent group, where one is known
    group: str | None
    #: explicit, alias, metonym, description, pronoun, inherited or implicit
    resolution: str | None


@dataclass(frozen=True, slots=True)
class When:
    """A date as an interval: `start` and `end` are the first and last possible day."""

    text: str | None
    start: str | None
    end: str | None
    precision: str
    basis: str


@dataclass(frozen=True, slots=True)
class Place:
    text: str | None
    start: int | None
    end: int | None
    name: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    feature_code: str | None
    admin1: str | None
    admin2: str | None
    country: str | None
    precision: str
    basis: str


@dataclass(frozen=True, slots=True)
class Toll:
    """How many were killed, or wounded: the range, the best figure, and how many of them were whom."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    civilian: int | None = None
    military: int | None = None
    attacker: int | None = None


@dataclass(frozen=True, slots=True)
class Victim:
    name: str
    age: int | None = None
    rank: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One event as one sentence of one article tells it."""

    mention_id: str
    article_id: str
    event_id: str | None
    sentence_index: int
    sentence_start: int
    sentence_end: int
    sentence: str
    zone: str
    trigger: Trigger
    rule_id: str
    source: tuple[Actor, ...]
    target: tuple[Actor, ...]
    reciprocal: bool
    origin_place: str | None
    event_type: str
    event_family: str
    cameo_code: str | None
    cameo_alternatives: tuple[str, ...]
    cameo_root: str | None
    quad_class: int | None
    goldstein: float | None
    plover_event: str | None
    plover_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    event_kind: str
    event_count: int | None
    certainty: str
    polarity: str
    conditional: bool
    attribution: str | None
    attribution_role: str | None
    relayed_by: str | None
    weapon: str | None
    outcome: str | None
    date: When
    planned_for: When | None
    place: Place | None
    killed: Toll
    wounded: Toll
    children: int | None
    women: int | None
    captured: int | None
    arrested: int | None
    missing: int | None
    displaced: int | None
    casualty_text: str | None
    victims: tuple[Victim, ...]
    damage: str | None
    toll_kind: str | None
    confidence: float
    in_release: bool

    @property
    def medium(self) -> str | None:
        """The medium the mention relays or quotes, if any."""
        return self.relayed_by or (self.attribution if self.attribution_role == "media" else None)


@dataclass(frozen=True, slots=True)
class Event:
    """One real-world event, as told by all its mentions."""

    event_id: str
    date: When
    place: Place | None
    source: tuple[Actor, ...]
    target: tuple[Actor, ...]
    reciprocal: bool
    origin_place: str | None
    event_type: str
    event_family: str
    cameo_code: str | None
    cameo_alternatives: tuple[str, ...]
    cameo_root: str | None
    quad_class: int | None
    goldstein: float | None
    plover_event: str | None
    plover_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    certainty: str
    attribution: str | None
    claimed_by: str | None
    denied_by: str | None
    weapon: str | None
    outcome: str | None
    killed: Toll
    wounded: Toll
    children: int | None
    women: int | None
    captured: int | None
    arrested: int | None
    missing: int | None
    displaced: int | None
    victims: tuple[Victim, ...]
    damage: str | None
    planned_for: When | None
    civilian_targeting: bool
    type_of_violence: int | None
    n_mentions: int
    n_articles: int
    n_sources: int
    first_reported: str | None
    last_reported: str | None
    outlets: tuple[str, ...]
    headline_mention_id: str
    mention_ids: tuple[str, ...]
    article_ids: tuple[str, ...]
    confidence: float
    notes: str


def to_json(record: Any) -> Any:
    """The plain dicts and lists of a record, ready for `json.dumps(…, allow_nan=False)`."""
    if is_dataclass(record) and not isinstance(record, type):
        return {f.name: to_json(getattr(record, f.name)) for f in fields(record)}
    if isinstance(record, tuple | list):
        return [to_json(item) for item in record]
    return record


def from_json(kind: type, data: Any) -> Any:
    """The record of *kind* that `to_json` wrote; unknown keys raise TypeError."""
    return _build(kind, data)


def _build(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = next(k for k in get_args(kind) if k is not type(None))
        return _build(inner, data)
    if origin is tuple:
        return tuple(_build(get_args(kind)[0], item) for item in data)
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(data, Mapping):
        hints = get_type_hints(kind)
        unknown = set(data) - set(hints)
        if unknown:
            raise TypeError(f"{kind.__name__} has no field {sorted(unknown)[0]!r}")
        return kind(**{name: _build(hints[name], value) for name, value in data.items()})
    return data


def text_digest(text: str) -> str:
    """sha256 of a text, in hex: what `text_sha256` holds and article ids are cut from."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
