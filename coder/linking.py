"""Mentions -> Events: which mentions tell of the same real-world event, and why.

Mentions meet when their kinds fit, their dates overlap and their actors do not contradict; tolls, places and equal
actors are evidence for, different exact places and far-apart tolls are vetoes (rules R66, R67). Clusters are connected
components in which no pair is vetoed, so that a chain of half-likenesses cannot drift from one event to another. Every
link keeps its reasons.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import cos, hypot, radians
from typing import Any

from coder.ontology.codes import load_codes
from coder.records import Actor, Article, Event, Mention, Place, Toll, When

#: two exact places further apart than this are two events
FAR_KM = 60.0
#: evidence needed for two mentions to be one event: (within an article, across articles) for violence, for acts in words of one
#: type, and for acts in words of types that retell one another; words are cheap and alike, blood and ruins are not
ENOUGH = {"violence": (1.25, 2.25), "same type": (1.75, 2.25), "other type": (2.5, 2.75)}
#: a report without a date tells of something of the last days
_RECENT = 7
#: types that retell one another: an agreement may be told as its content, an attack as its weapon
_ALIKE = (
    frozenset({"agreement", "halt_commitment", "ceasefire", "promise", "cooperation", "negotiation"}),
    frozenset({"meeting", "negotiation", "visit", "mediation"}),
    frozenset({"sanction", "aid_cut", "diplomatic_break"}),
    frozenset({"accusation", "condemnation", "criticism"}),
    frozenset({"demand", "appeal"}), frozenset({"threat", "ultimatum"}), frozenset({"rejection", "refusal"}),
    frozenset({"aid", "humanitarian_aid", "military_aid"}), frozenset({"protest", "riot", "repression"}),
    frozenset({"abduction", "hostage_taking"}), frozenset({"deployment", "mobilisation", "alert"}),
    frozenset({"arrest", "search_raid"}),
)
_GENERIC_VIOLENCE = frozenset({"attack", "killing", "ground_attack", "bombing", "shooting", "assassination", "mass_killing"})


@dataclass(frozen=True)
class Link:
    """Why two mentions are (or are not) one event."""

    first: str
    second: str
    score: float
    reasons: tuple[str, ...]
    veto: str | None = None


@dataclass(frozen=True)
class Linked:
    """The events, the mentions with their event ids, and the links that made them."""

    events: tuple[Event, ...]
    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]


def link(mentions: Sequence[Mention], articles: Iterable[Article]) -> Linked:
    """Group the released mentions into events; the others keep `event_id` None."""
    by_article = {a.article_id: a for a in articles}
    released = sorted((m for m in mentions if m.in_release), key=lambda m: (_published(m, by_article), m.mention_id))
    links = _links(released, by_article)
    clusters = _clusters(released, links, by_article)
    events: list[Event] = []
    owner: dict[str, str] = {}
    for cluster in clusters:
        event = merge(cluster, by_article)
        events.append(event)
        owner |= {m.mention_id: event.event_id for m in cluster}
    marked = tuple(replace(m, event_id=owner.get(m.mention_id)) for m in mentions)
    return Linked(tuple(sorted(events, key=lambda e: (e.date.start or "", e.event_id))), marked, tuple(links))


def _published(mention: Mention, articles: Mapping[str, Article]) -> str:
    article = articles.get(mention.article_id)
    return (article.published if article else None) or ""


# ---- pairs -----------------------------------------------------------------------------------------------------------


def _links(mentions: list[Mention], articles: Mapping[str, Article]) -> list[Link]:
    """All likely pairs; only mentions that share an article, or a family of types and a month, are compared."""
    blocks: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        blocks["article", mention.article_id].append(mention)
        for month in _months(mention.date):
            blocks[_block(mention), month].append(mention)
    seen: dict[tuple[str, str], Link] = {}
    for block in blocks.values():
        for i, a in enumerate(block):
            for b in block[i + 1 :]:
                key = (a.mention_id, b.mention_id)
                if key not in seen:
                    found = compare(a, b)
                    if found.veto is None:
                        seen[key] = found
    by_id = {m.mention_id: m for m in mentions}
    return [seen[k] for k in sorted(seen) if seen[k].score >= _enough(by_id[k[0]], by_id[k[1]])]


def _enough(a: Mention, b: Mention) -> float:
    kind = "violence" if _violent(a) and _violent(b) else "same type" if a.event_type == b.event_type else "other type"
    return ENOUGH[kind][a.article_id != b.article_id]


def _violent(mention: Mention) -> bool:
    return load_codes().type(mention.event_type).violent


def _block(mention: Mention) -> str:
    if _violent(mention):
        return "violence"
    group = next((i for i, types in enumerate(_ALIKE) if mention.event_type in types), None)
    return f"alike{group}" if group is not None else mention.event_type


def _months(when: When) -> list[str]:
    if when.start is None or when.end is None:
        return ["unknown"]
    low = date.fromisoformat(when.start) - timedelta(days=_RECENT)
    high = date.fromisoformat(when.end)
    months = {f"{low:%Y-%m}", f"{high:%Y-%m}"}
    return sorted(months)


def compare(a: Mention, b: Mention) -> Link:
    """The evidence that two mentions are one event; `veto` names a contradiction."""

    def refuse(reason: str) -> Link:
        return Link(a.mention_id, b.mention_id, 0.0, (), reason)

    reasons: list[str] = []
    score = 0.0
    likeness = _types_fit(a, b)
    if likeness is None:
        return refuse("other kind of event")
    score += likeness
    if not _dates_overlap(a.date, b.date):
        return refuse("other time")
    if a.date.precision == b.date.precision == "day":
        score += 1.0
        reasons.append("same day")
    sides = [_sides_fit(a.source, b.source), _sides_fit(a.target, b.target)]
    if a.reciprocal or b.reciprocal:
        crossed = [_sides_fit(a.source, b.target), _sides_fit(a.target, b.source)]
        sides = max(sides, crossed, key=lambda pair: sum(x if x is not None else -5 for x in pair))
    for name, side in zip(("source", "target"), sides, strict=True):
        if side is None and name == "target" and _violent(a) and _violent(b) and not _named(a.target, b.target):
            side = 0.0  # "killed 101 people", "attacked the hotels": victims of one attack are told in many ways
        if side is None:
            return refuse(f"other {name}")
        score += side
        if side > 0:
            reasons.append(f"same {name}")
    where = _places_fit(a.place, b.place)
    if where is None:
        return refuse("other place")
    score += where
    if where > 0:
        reasons.append("same place")
    for name, x, y in (("killed", a.killed, b.killed), ("wounded", a.wounded, b.wounded)):
        fit = _tolls_fit(x, y)
        if fit is None and a.article_id == b.article_id:
            return refuse(f"other number of {name}")
        score += fit if fit is not None else -1.0
        if fit:
            reasons.append(f"same number of {name}")
    names = {v.name for v in a.victims} & {v.name for v in b.victims}
    if names:
        score += 2.0
        reasons.append("same victim")
    if a.weapon and a.weapon == b.weapon:
        score += 0.5
        reasons.append("same weapon")
    return Link(a.mention_id, b.mention_id, round(score, 2), tuple(reasons))


def _named(*sides: Sequence[Actor]) -> bool:
    """Whether each side holds an actor with a name of its own, so that they can contradict each other."""
    return all(any(a.resolution in ("explicit", "alias") for a in side) for side in sides)


def _types_fit(a: Mention, b: Mention) -> float | None:
    if a.event_type == b.event_type:
        return 0.75
    if _violent(a) and _violent(b):
        if a.event_type in _GENERIC_VIOLENCE or b.event_type in _GENERIC_VIOLENCE:
            return 0.25
        return None
    return 0.25 if any(a.event_type in types and b.event_type in types for types in _ALIKE) else None


def _dates_overlap(a: When, b: When) -> bool:
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return True
    return _low(a) <= date.fromisoformat(b.end) and _low(b) <= date.fromisoformat(a.end)


def _low(when: When) -> date:
    start = date.fromisoformat(when.start or "0001-01-01")
    slack = _RECENT if when.precision == "reported" else 0
    return start - timedelta(days=slack)


def _sides_fit(a: Sequence[Actor], b: Sequence[Actor]) -> float | None:
    """1 for the same actor, 0.5 for one inside the other, 0 where one is unknown, None for different actors."""
    known_a, known_b = [x for x in a if x.code or x.actor_id], [x for x in b if x.code or x.actor_id]
    if not known_a or not known_b:
        return 0.0
    best = max(((_actors_fit(x, y)) for x in known_a for y in known_b), key=lambda v: -1 if v is None else v)
    return best


def _actors_fit(a: Actor, b: Actor) -> float | None:
    if a.actor_id and a.actor_id == b.actor_id:
        return 1.0
    if (a.group and a.group in (b.actor_id, b.group)) or (b.group and b.group == a.actor_id):
        return 0.75
    if a.country and b.country and a.country != b.country:
        return None
    if a.role and b.role and a.role != b.role:
        if {a.role, b.role} <= _ARMED_ROLES or {a.role, b.role} <= _STATE_ROLES:
            return 0.5 if a.country and a.country == b.country else 0.0
        return None
    if a.country and a.country == b.country:
        return 0.5
    return 0.25 if a.role and a.role == b.role else 0.0


_ARMED_ROLES = frozenset({"REB", "UAF", "PRM", "OPP", "CRM"})
_STATE_ROLES = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})


def _places_fit(a: Place | None, b: Place | None) -> float | None:
    if a is None or b is None:
        return 0.0
    if a.country and b.country and a.country != b.country:
        return None if "region" not in (a.precision, b.precision) else 0.0
    if (a.geonames_id is not None and a.geonames_id == b.geonames_id) or a.name == b.name:
        return 1.0 if a.basis == "stated" and b.basis == "stated" and a.precision != "country" else 0.25
    exact = ("exact", "near")
    if a.precision in exact and b.precision in exact:
        distance = kilometres(a, b)
        if distance is not None and distance > FAR_KM:
            return None
        return 0.25
    if a.precision in (*exact, "admin1") and b.precision in (*exact, "admin1") and a.admin1 and b.admin1:
        return 0.5 if a.admin1 == b.admin1 else None
    return 0.0


def kilometres(a: Place, b: Place) -> float | None:
    """Distance of two places, good to a per cent within a few hundred kilometres."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return None
    x = (a.longitude - b.longitude) * cos(radians((a.latitude + b.latitude) / 2))
    return 111.2 * hypot(x, a.latitude - b.latitude)


def _tolls_fit(a: Toll, b: Toll) -> float | None:
    if a.low is None or b.low is None:
        return 0.0
    if a.best is not None and a.best == b.best:
        return 1.0 if a.best > 0 else 0.25
    low, high = max(a.low, b.low), min(a.high or 10**9, b.high or 10**9)
    return 0.0 if low <= high and (a.best is None or b.best is None) else None


# ---- clusters --------------------------------------------------------------------------------------------------------


def _clusters(mentions: list[Mention], links: list[Link], articles: Mapping[str, Article]) -> list[list[Mention]]:
    """Join along links, the strongest first; two clusters join only if no pair across them is vetoed."""
    members: dict[str, list[Mention]] = {m.mention_id: [m] for m in mentions}
    home = {m.mention_id: m.mention_id for m in mentions}
    for found in sorted(links, key=lambda x: (-x.score, x.first, x.second)):
        a, b = home[found.first], home[found.second]
        if a == b or any(compare(x, y).veto for x in members[a] for y in members[b]):
            continue
        keep, gone = min(a, b), max(a, b)
        for mention in members[gone]:
            home[mention.mention_id] = keep
        members[keep] = sorted(members[keep] + members.pop(gone), key=lambda m: (_published(m, articles), m.mention_id))
    return [members[k] for k in sorted(members)]


# ---- the merged event ------------------------------------------------------------------------------------------------


def event_id(founder: Mention) -> str:
    """`e` + 12 hex, from the founding mention."""
    return "e" + hashlib.sha256(founder.mention_id.encode("utf-8")).hexdigest()[:12]


_CERTAIN = ("asserted", "reported", "claimed", "disputed", "denied", "planned", "hypothetical")
_ZONES = ("lead", "body", "headline", "quote", "caption", "deck", "boilerplate")


def merge(cluster: Sequence[Mention], articles: Mapping[str, Article]) -> Event:
    """One event from its mentions: the fullest mention leads, gaps are filled from the others (rule R62 for tolls)."""
    codes = load_codes()
    ranked = sorted(cluster, key=_fullness)
    lead = ranked[0]
    dates = sorted((m.date for m in cluster), key=_date_rank)
    place = next((m.place for m in sorted(cluster, key=_place_rank) if m.place is not None), None)
    ids = sorted({m.article_id for m in cluster})
    published = sorted(p for p in (_published(m, articles) for m in cluster) if p)
    outlets = sorted({o for i in ids if i in articles for o in [articles[i].outlet] if o})
    source = lead.source or next((m.source for m in ranked if m.source), ())
    target = lead.target or next((m.target for m in ranked if m.target), ())
    killed, wounded = (_merged_toll(cluster, name, articles) for name in ("killed", "wounded"))
    certainty = min((m.certainty for m in cluster), key=_CERTAIN.index)
    claims = [m for m in cluster if m.certainty == "claimed"]
    event = Event(
        event_id=event_id(cluster[0]), date=dates[0], place=place, source=_anywhere(source), target=_anywhere(target),
        reciprocal=lead.reciprocal, origin_place=_first(ranked, "origin_place"), event_type=lead.event_type,
        event_family=lead.event_family, cameo_code=lead.cameo_code, cameo_alternatives=lead.cameo_alternatives,
        cameo_root=lead.cameo_root, quad_class=lead.quad_class, goldstein=lead.goldstein, plover_event=lead.plover_event,
        plover_mode=lead.plover_mode, acled_event_type=lead.acled_event_type,
        acled_sub_event_type=lead.acled_sub_event_type, certainty=certainty, attribution=_first(ranked, "attribution"),
        claimed_by=claims[0].source[0].name if claims and claims[0].source else None, denied_by=None,
        weapon=_first(ranked, "weapon"), outcome=_first(ranked, "outcome"), killed=killed, wounded=wounded,
        children=_first(ranked, "children"), women=_first(ranked, "women"), captured=_first(ranked, "captured"),
        arrested=_first(ranked, "arrested"), missing=_first(ranked, "missing"), displaced=_first(ranked, "displaced"),
        victims=max((m.victims for m in cluster), key=len), damage=_first(ranked, "damage"), planned_for=lead.planned_for,
        civilian_targeting=codes.type(lead.event_type).violent and any(a.role in _CIVILIAN for a in target),
        type_of_violence=_type_of_violence(source, target, killed) if codes.type(lead.event_type).violent else None,
        n_mentions=len(cluster), n_articles=len(ids), n_sources=_n_sources(ids, cluster, articles),
        first_reported=published[0] if published else None, last_reported=published[-1] if published else None,
        outlets=tuple(outlets), headline_mention_id=lead.mention_id, mention_ids=tuple(sorted(m.mention_id for m in cluster)),
        article_ids=tuple(ids), confidence=max(m.confidence for m in cluster), notes="",
    )
    return replace(event, notes=summary(event))


_CIVILIAN = frozenset({"CVL", "NGO", "MED", "EDU", "JRN", "REF", "REL", "LAB", "BUS", "AGR"})


def _fullness(mention: Mention) -> tuple[int, int, int, float, str]:
    """The best mention first: actors on both sides, a specific type, figures, then zone."""
    sides = bool(mention.source) + bool(mention.target)
    figures = (mention.killed.low is not None) + (mention.wounded.low is not None) + (mention.weapon is not None)
    generic = mention.event_type in _GENERIC_VIOLENCE
    return (-sides - (not generic), -figures, _ZONES.index(mention.zone), -mention.confidence, mention.mention_id)


_PRECISIONS = ("day", "days", "week", "month", "range", "year", "reported")


def _date_rank(when: When) -> tuple[int, str]:
    return (_PRECISIONS.index(when.precision), when.start or "")


def _place_rank(mention: Mention) -> tuple[int, int, str]:
    place = mention.place
    if place is None:
        return (9, 9, mention.mention_id)
    basis = ("stated", "inherited", "target_country").index(place.basis)
    precision = ("exact", "near", "admin2", "admin1", "region", "sea_air", "country").index(place.precision)
    return (basis, precision, mention.mention_id)


def _first(mentions: Sequence[Mention], name: str) -> Any:
    return next((getattr(m, name) for m in mentions if getattr(m, name) is not None), None)


def _anywhere(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Actors of an event: offsets belong to mentions."""
    return tuple(replace(a, start=None, end=None) for a in actors)


def _merged_toll(cluster: Sequence[Mention], name: str, articles: Mapping[str, Article]) -> Toll:
    """Best of the latest report, lowest low, highest high (rule R62)."""
    told = [m for m in cluster if getattr(m, name).low is not None]
    if not told:
        return Toll()
    latest = max(told, key=lambda m: (_published(m, articles), getattr(m, name).best is not None, m.mention_id))
    tolls = [getattr(m, name) for m in told]
    low = min(t.low for t in tolls)
    highs = [t.high if t.high is not None else t.best for t in tolls]
    high = None if any(h is None for h in highs) else max(h for h in highs if h is not None)
    best: Toll = getattr(latest, name)
    return replace(best, low=low, high=high if high is None or best.best is None or high >= best.best else best.best)


def _n_sources(ids: Sequence[str], cluster: Sequence[Mention], articles: Mapping[str, Article]) -> int:
    """Independent sources: articles that relay one medium ("according to Al-Akhbar") count as that medium, once."""
    sources = set()
    for article_id in ids:
        relays = sorted(name for m in cluster if m.article_id == article_id and (name := m.medium) is not None)
        article = articles.get(article_id)
        sources.add(relays[0] if relays else (article.outlet if article and article.outlet else article_id))
    return len(sources)


def _type_of_violence(source: Sequence[Actor], target: Sequence[Actor], killed: Toll) -> int | None:
    """UCDP: 1 state-based, 2 non-state, 3 one-sided; only with at least one death."""
    if not killed.best or killed.best < 1:
        return None
    one, other = {a.role for a in source}, {a.role for a in target}
    if other & _CIVILIAN:
        return 3
    state, armed = {"GOV", "MIL", "COP"}, {"REB", "UAF", "PRM", "CRM"}
    if (one & state and other & (armed | state)) or (other & state and one & armed):
        return 1
    return 2 if one & armed and other & armed else None


def summary(event: Event) -> str:
    """The event in one sentence, from its fields."""
    title = load_codes().type(event.event_type).title.lower()
    who = ", ".join(a.name or a.code or "" for a in event.source) or "unknown actor"
    whom = ", ".join(a.name or a.code or "" for a in event.target)
    parts = [f"{who}: {title}" + (f" ({whom})" if whom else "")]
    if event.place is not None and event.place.name:
        parts.append(f"{event.place.precision if event.place.precision == 'near' else 'at'} {event.place.name}")
    if event.date.start:
        span = event.date.start if event.date.start == event.date.end else f"{event.date.start} to {event.date.end}"
        parts.append(("reported " if event.date.precision == "reported" else "on ") + span)
    for name, toll in (("killed", event.killed), ("wounded", event.wounded)):
        if toll.low is not None:
            parts.append(f"{toll.best if toll.best is not None else f'at least {toll.low}'} {name}")
    return ", ".join(parts) + "."
