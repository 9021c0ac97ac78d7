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
    return any(_definite(n) and (n.lemma_.lower() in grammar["act_nouns"] or n.i == trigger.i or n.lemma_.lower() in ("bomb", "device", "explosive")) for n in nouns)


def _definite(noun: Token) -> bool:
    return any(c.lower_ in _DEFINITE for c in noun.children if c.i < noun.i) and not any(syntax.label(c) in ("acl:relcl", "relcl") for c in noun.children)


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


# --- tolls --------------------------------------------------------------------------------------------------


def _own(event: Note, kind: str) -> list[Note]:
    return [t for t in event["casualties"] if t["kind"] == kind and t["toll"] not in ("cumulative", "shared")]


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
