"""Which acts of an article are one real-world event told again, and the toll they share.

"A bomb exploded in Bel. … The blast killed nine." Both tell of one event, and both carry its toll: the numbers of a mention are
those the article gives for its event. Acts are held together only where the words do it: a headline and its lead, "the attack",
a verb of harm with no act of its own, the same day at the same stated place. Numbers that come on top ("two guards were *also*
killed") are added.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from spacy.tokens import Doc, Token

from coder.language import syntax
from coder.pipeline.annotations import Note

_VIOLENT = ("175", "18", "19", "20")
#: sentences over which "the attack" takes up what was told
_REACH = 4
_LEAD = 2
#: kinds that can be told of any attack, and kinds that are one sort
_ANY_KIND = frozenset({"attack", "killing", "mass_killing", "ground_attack", "assassination", "execution", "repression"})
_SORTS = (
    frozenset({"bombing", "car_bombing", "suicide_bombing", "ied_attack", "grenade_attack"}),
    frozenset({"air_strike", "drone_attack", "missile_attack", "rocket_attack", "shelling", "chemical_attack"}),
    frozenset({"shooting", "armed_clash", "stabbing", "vehicle_ramming"}),
)
#: words of many acts together
_MANY = frozenset({"offensive", "campaign", "war", "violence", "operation", "fighting"})
#: sentences between an act and a toll told with no act of its own
_ORPHAN_REACH = 2
_OTHER = frozenset({"another", "other", "second", "third", "separate", "elsewhere", "meanwhile", "earlier", "previous", "similar", "addition", "also", "later"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_APART = frozenset({"abduction", "hostage_taking", "hijacking", "property_destruction", "looting", "sabotage", "torture", "sexual_violence"})


def share_tolls(doc: Doc, events: Sequence[Note], grammar: Mapping[str, Collection[str]]) -> None:
    """Give the acts of one event the toll that the article tells of it."""
    stories: list[list[Note]] = []
    first = min((e["sentence"] for e in events if e["zone"] != "headline"), default=0)
    for event in events:
        if not event["code"].startswith(_VIOLENT) or event["polarity"] != "affirmed" or event["kind"] != "specific" or event["chain"]:
            continue
        story = next((s for s in reversed(stories) if _continues(doc, event, s, first, grammar)), None)
        if story is None:
            stories.append([event])
        else:
            story.append(event)
    _give_orphans(doc, events, stories)
    for story in stories:
        for kind in ("killed", "wounded"):
            _add_up(story, kind)
            _fill(story, kind)


def _continues(doc: Doc, event: Note, story: Sequence[Note], first: int, grammar: Mapping[str, Collection[str]]) -> bool:
    last = story[-1]
    if event["sentence"] - last["sentence"] > _REACH and last["zone"] != "headline":
        return False
    if (event["type"] in _APART or last["type"] in _APART) and event["type"] != last["type"]:
        return False
    if not _dates_agree(event["date"], last["date"]) or not _places_agree(event["place"], last["place"]):
        return False
    if not _kinds_agree(event["type"], last["type"]) or not _sizes_agree(event, story):
        return False
    if _another(doc, event) or _other_doer(event, story):
        return False
    if last["zone"] == "headline":
        return bool(event["sentence"] <= first + _LEAD)
    if event["sentence"] == last["sentence"]:
        return bool(_same_place(event["place"], last["place"]) and (event["effect"] or _taken_up(doc, event, grammar)))
    stated = event["place"] is not None and event["place"]["basis"] == "stated" and _same_place(event["place"], last["place"])
    dated = event["date"] is not None and last["date"] is not None and event["date"]["from"] == last["date"]["from"]
    own = dated and event["date"]["basis"] != "context"
    return _taken_up(doc, event, grammar) or (event["effect"] and not stated and not own) or (stated and own and event["sentence"] - first <= _LEAD)


def _other_doer(event: Note, story: Sequence[Note]) -> bool:
    """ "Gunmen attacked a college. … Security forces killed all four": the second is the answer to the first."""
    mine = {a["role"] for a in event["source"] if a["role"]}
    theirs = {a["role"] for e in story for a in e["source"] if a["role"]}
    return bool(mine and theirs and not mine & theirs)


def _another(doc: Doc, event: Note) -> bool:
    """Whether words before the act say that it is a different one: "another bomb", "in a separate attack"."""
    trigger = doc[event["trigger"]]
    return any(t.lower_ in _OTHER and t.lower_ not in ("also", "other") for t in doc[max(trigger.sent.start, trigger.i - 8) : trigger.i])


def _taken_up(doc: Doc, event: Note, grammar: Mapping[str, Collection[str]]) -> bool:
    """ "*the blast* killed two", "the bomb exploded", "in the attack"."""
    trigger = doc[event["trigger"]]
    nouns = [trigger] if trigger.pos_ == "NOUN" else [*syntax.grammatical_subjects(trigger), *(n for _, n in syntax.obliques(trigger))]
    return any(_definite(n) and n.lemma_.lower() not in _MANY and (n.lemma_.lower() in grammar["act_nouns"] or n.i == trigger.i or n.lemma_.lower() in ("bomb", "device", "explosive")) for n in nouns)


def _definite(noun: Token) -> bool:
    return any(c.lower_ in _DEFINITE for c in noun.children if c.i < noun.i) and not any(syntax.label(c) in ("acl:relcl", "relcl") for c in noun.children)


def _kinds_agree(a: str, b: str) -> bool:
    """Two kinds of attack that are both named must be of one sort: a clash is no bombing."""
    if a in _ANY_KIND or b in _ANY_KIND or a == b:
        return True
    return any(a in sort and b in sort for sort in _SORTS)


def _sizes_agree(event: Note, story: Sequence[Note]) -> bool:
    """Within an article tolls rise; a smaller one that is no part and names nobody is of another act."""
    mine = _size(event, "killed")
    theirs = max((size for e in story if (size := _size(e, "killed")) is not None), default=None)
    if mine is None or theirs is None or mine >= theirs:
        return True
    return any(t["more"] or t["victims"] for t in _own(event, "killed"))


def _dates_agree(a: Note | None, b: Note | None) -> bool:
    if a is None or b is None or a["from"] is None or b["from"] is None:
        return True
    return bool(a["from"] <= (b["to"] or b["from"]) and b["from"] <= (a["to"] or a["from"]))


def _same_place(a: Note | None, b: Note | None) -> bool:
    return a is None or b is None or a.get("name", a.get("country_only")) == b.get("name", b.get("country_only"))


def _places_agree(a: Note | None, b: Note | None) -> bool:
    """Same name, or one of them no more than the country or region of the other."""
    if _same_place(a, b) or a is None or b is None:
        return True
    countries = {a.get("country") or a.get("country_only"), b.get("country") or b.get("country_only")}
    coarse = "country_only" in a or "country_only" in b or a["precision"] == "country" or b["precision"] == "country"
    inside = a.get("admin1") == b.get("name") or b.get("admin1") == a.get("name")
    return len(countries) == 1 and (coarse or inside)


def _give_orphans(doc: Doc, events: Sequence[Note], stories: Sequence[Sequence[Note]]) -> None:
    """ "… Ten other people were also hurt.": a toll told with no act of its own belongs to the act told just before, or else just after."""
    held = {(t["start"], t["kind"]) for e in events for t in e["casualties"]}
    busy = {e["sentence"] for e in events if e["code"].startswith(_VIOLENT)}
    told = sorted((e for s in stories for e in s if e["zone"] != "headline"), key=lambda e: (e["sentence"], e["trigger"]))
    for toll in doc._.casualties or []:
        number = toll["sentence"]
        if (toll["start"], toll["kind"]) in held or toll["kind"] not in ("killed", "wounded") or toll["toll"] in ("cumulative", "shared") or number in busy:
            continue
        owner = next((e for e in reversed(told) if 0 < number - e["sentence"] <= _ORPHAN_REACH), None)
        owner = owner or (None if toll["more"] else next((e for e in told if 0 < e["sentence"] - number <= _ORPHAN_REACH), None))
        if owner is None or owner["type"] in _APART or not _fits(doc, toll, owner):
            continue
        own = _own(owner, toll["kind"])
        size = toll["best"] if toll["best"] is not None else toll["low"]
        mine = _size(owner, toll["kind"])
        if toll["more"] and own and not any(t["elsewhere"] for t in own):
            owner["casualties"] = [*owner["casualties"], *_told_elsewhere([toll])]
        elif not own or (size is not None and mine is not None and size > mine and not toll["more"]):
            owner["casualties"] = [*(t for t in owner["casualties"] if t["kind"] != toll["kind"]), *_told_elsewhere([toll])]


def _fits(doc: Doc, toll: Note, owner: Note) -> bool:
    """Whether nothing in the sentence of a toll leads away from the act: another day, another town, "in another attack", "had died"."""
    number = toll["sentence"]
    verb = doc[toll["verb"]] if toll["verb"] is not None else doc[toll["token"]]
    if any(t.lower_ in ("another", "separate", "previous", "earlier", "elsewhere", "last", "had") for t in verb.sent if abs(t.i - verb.i) < 12):
        return False
    days = [d for d in doc._.dates or [] if d["sentence"] == number and d["from"] is not None and not d["future"]]
    if any(not _dates_agree(d, owner["date"]) for d in days):
        return False
    places = [p for p in doc._.places or [] if p["sentence"] == number and p["precision"] != "country" and p["kind"] == "city" and not p["again"]]
    return all(_places_agree(p, owner["place"]) for p in places)


# --- tolls --------------------------------------------------------------------------------------------------


def own_tolls(tolls: Sequence[Note], kind: str) -> list[Note]:
    """Tolls of one kind that are an event's own: cumulative and shared ones are not (rule R62)."""
    return [t for t in tolls if t["kind"] == kind and t.get("toll") not in ("cumulative", "shared")]


def _own(event: Note, kind: str) -> list[Note]:
    return own_tolls(event["casualties"], kind)


def _size(event: Note, kind: str) -> int | None:
    tolls = _own(event, kind)
    known = [t["best"] if t["best"] is not None else t["low"] for t in tolls]
    numbers = [n for n in known if n is not None]
    return sum(numbers) if numbers else None


def _add_up(story: Sequence[Note], kind: str) -> None:
    """ "the minister was killed in an attack in which two guards were *also* killed": three."""
    for n, event in enumerate(story):
        tolls = _own(event, kind)
        if not tolls or not all(t["more"] for t in tolls):
            continue
        base = next((e for e in reversed(story[:n]) if _own(e, kind) and not any(t["more"] for t in _own(e, kind))), None)
        if base is None:
            continue
        both = [*_told_elsewhere(_own(base, kind)), *event["casualties"]]
        if base["sentence"] == event["sentence"]:
            base["casualties"] = [*base["casualties"], *_told_elsewhere(tolls)]
        event["casualties"] = both


def _fill(story: Sequence[Note], kind: str) -> None:
    """A mention without a number has the greatest that the story gives: tolls rise."""
    sizes = [(size, -n) for n, e in enumerate(story) if (size := _size(e, kind)) is not None]
    if not sizes:
        return
    tolls = _told_elsewhere(_own(story[-max(sizes)[1]], kind))
    for event in story:
        if not any(t["kind"] == kind for t in event["casualties"]):
            event["casualties"] = [*event["casualties"], *tolls]


def _told_elsewhere(tolls: Sequence[Note]) -> list[Note]:
    return [{**t, "elsewhere": True, "victims": []} for t in tolls]
