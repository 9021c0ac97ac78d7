"""Where an act happened, and where what was fired came from (rules R49-R53).

The place that hangs on the act, on its victim or on the building hit; else the one told just before for the same story; else the
target's country. Never where an actor comes from, and never the place of another act or of a statement.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from coder.language import syntax
from coder.pipeline.annotations import Note
from coder.pipeline.bonds import FAR, NEAR, NO_BOND, Act, bond, way_up

#: sentences over which the place of an act holds for the next one that names none
_HOLDS = 3
#: an act so many days away from the one told before is another story
_OTHER_STORY_DAYS = 30
#: acts on the ground, which go on where the one before happened
_CONTINUING = ("08", "14", "15", "17", "18", "19", "20")
_COARSE = frozenset({"country", "region", "admin1", "border"})
_OBJECTS = frozenset({"obj", "dobj", "nsubj:pass", "nsubjpass"})
_INSIDE = frozenset({"compound", "nmod:poss", "poss", "nmod:desc", "nmod", "amod", "flat", "appos"})
_FARTHEST = 25
#: words behind the comma that follows a place, with which another place says where it lies, and what that costs
_TELLING = frozenset({"a", "an", "the", "near", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside", "on", "about", "in"})
_TELLS = 3.0


@dataclass(frozen=True, slots=True)
class Kind:
    """What of the type of an act decides its place: does it harm, what family is it, does it lead somewhere or away from there."""

    name: str
    family: str
    violent: bool

    @property
    def takes(self) -> bool:
        """Whether its object is a place: a town is attacked, taken, left, visited."""
        return self.violent or self.family in ("control", "coerce", "posture") or self.name in ("visit", "planned_meeting", "withdrawal", "surrender")

    def marks(self, grammar: Mapping[str, Collection[str]]) -> set[str]:
        """The prepositions that lead to its place."""
        found = set(grammar["place_prepositions"])
        if self.violent:
            found |= set(grammar["hit_prepositions"])
        for name, types in (("moving_types", {"to", "into"}), ("crowd_types", {"through", "to", "into", "towards", "toward", "past"}), ("leaving_types", {"from"})):
            if self.name in grammar[name]:
                found |= types
        return found


def place_of(
    doc: Doc, act: Act, kind: Kind, target: Sequence[Note], before: Sequence[Note], when: Note | None, grammar: Mapping[str, Collection[str]]
) -> tuple[Note | None, str | None]:
    """(place, origin) of an act; None where the text does not say."""
    here = [p for p in doc._.places or [] if p["sentence"] == act.sentence]
    marks = kind.marks(grammar)
    origin = None
    if kind.family in ("remote", "bomb", "direct") and "from" not in marks:
        origin = next((p["name"] for p in here if p["preposition"] == "from" and not p["again"] and _fired_from(doc, p, act)), None)
    ranked = [(_rank(doc, p, act, kind, marks, grammar) + _TELLS * _tells_where(doc, here[:n], p), p["first"], n) for n, p in enumerate(here)]
    best = min((r for r in ranked if r[0] < NO_BOND), default=None)
    if best is not None:
        found = here[best[2]]
        return {**found, "basis": "inherited" if found["again"] else "stated"}, origin
    if not act.code.startswith(_CONTINUING):
        return None, origin
    kept = _held(act, kind, before, when)
    if kept is not None and not any(p["precision"] != "country" and not p["again"] and _other_scene(p, act, marks) for p in here):
        return {**kept, "basis": "inherited"}, origin
    country = next((a["country"] for a in target if a["country"]), None)
    if country is not None and kind.violent:
        return {"country_only": country, "basis": "target_country"}, origin
    return None, origin


# --- places of the sentence ---------------------------------------------------------------------------------


def _rank(doc: Doc, place: Note, act: Act, kind: Kind, marks: Collection[str], grammar: Mapping[str, Collection[str]]) -> float:
    """Lower is better; NO_BOND means "not the place of this act"."""
    token, coarse = doc[place["token"]], place["kind"] in _COARSE
    mark = place["preposition"]
    if any(a["sponsor"] and a["start"] <= place["first"] < a["end"] for a in doc._.actors or []):
        return NO_BOND  # "the *Arden*-aligned rebels"
    if syntax.label(token) == "nsubj" and (place["kind"] == "country" or not kind.violent):
        return NO_BOND  # "Israel had attacked": who, not where
    if mark == "from" and "from" not in marks:
        return NO_BOND
    if not kind.violent and mark in ("on", "between", "with", "against", "of") and coarse and not (mark == "on" and kind.family == "coerce"):
        return NO_BOND  # "sanctions on Iran"
    if _told_of(token, act):
        return 1.0
    way = way_up(doc, {token.i}, act.tokens)
    if any(_attributed(s) for s in way or ()):
        return NO_BOND
    locative, struck = mark in marks, way is not None and _struck(way, kind, place)
    if not (locative or struck or (kind.violent and mark is None and not coarse)):
        return NO_BOND
    if way is not None and _of_doer(doc, way, act):
        return FAR if kind.violent and locative else NO_BOND
    tie = bond(doc, place["token"], act, grammar)
    rank = tie.rank
    if tie.order and tie.rank < 4 and (tie.apart or syntax.own_subjects(act.trigger)):
        return NO_BOND
    if rank in (NEAR, FAR) and not (locative and (kind.violent or place["first"] - token.sent.start < 3) and abs(place["token"] - act.trigger.i) < _FARTHEST):
        return NO_BOND
    rank += (0.0 if locative or struck else 1.5) + (3.5 if place["precision"] == "country" or place["kind"] in ("country", "border") else 0.6 if coarse else 0.0)
    return min(rank + (0.25 if place["again"] else 0.0), NO_BOND - 0.1) if rank < NO_BOND else NO_BOND


def _tells_where(doc: Doc, before: Sequence[Note], place: Note) -> bool:
    """Whether a place only says where the one before it lies: "in Arn, on the edge of *Bel*", "in Arn, 30 km from *Bel*"."""
    if not before or not 1 < place["first"] - before[-1]["last"] < 9:
        return False
    between = doc[before[-1]["last"] : place["first"]]
    return between[0].text == "," and (between[1].lower_ in _TELLING or between[1].is_digit) and not any(t.pos_ in ("VERB", "AUX") for t in between)


def _told_of(token: Token, act: Act) -> bool:
    """ "in *Bel*, where a bomb killed two": the act stands in a clause on the place."""
    for step in syntax.path_up(act.trigger, 6):
        if syntax.label(step) in ("acl:relcl", "relcl", "acl") and any(c.lower_ == "where" for c in step.children):
            return token.i == step.head.i or (token.i < step.i and any(s.i == step.head.i for s in syntax.path_up(token, 4)))
    return False


def _attributed(step: Token) -> bool:
    """ "according to the ministry in Bel"."""
    return any(c.lower_ in ("according", "per") for c in step.children) or step.lower_ == "according"


def _struck(way: Sequence[Token], kind: Kind, place: Note) -> bool:
    """Whether the place, or the thing whose name it is part of, is what the act strikes, takes or leads to."""
    if not way or not kind.takes:
        return False
    top = way[-1]
    if syntax.label(top) not in _OBJECTS and not (kind.violent and syntax.label(top) in ("obl", "nmod")):
        return False
    if place["preposition"] is None and all(syntax.label(s) in _INSIDE for s in way[:-1]):
        return len(way) > 1 or place["kind"] != "country" or kind.name in ("visit", "planned_meeting", "territory_captured", "blockade", "siege", "withdrawal")
    return False


def _of_doer(doc: Doc, way: Sequence[Token], act: Act) -> bool:
    """ "militants *in Gaza* fired": the place says who they are; "a bomb *in Gaza* killed" does not."""
    if len(way) < 2 or not any(a["start"] <= way[-1].i < a["end"] for a in doc._.actors or []):
        return False
    label = syntax.label(way[-1])
    return label == "obl:agent" or (label == "nsubj" and not syntax.is_passive(way[-1].head) and way[-1].head.i in act.tokens and not act.noun)


def _fired_from(doc: Doc, place: Note, act: Act) -> bool:
    return any(
        step.head.i in act.tokens or step.head.lemma_.lower() in ("fire", "launch", "send", "drone", "missile", "rocket")
        for step in syntax.path_up(doc[place["token"]], 4)
    )


# --- places told before -------------------------------------------------------------------------------------


def complete_headlines(events: Sequence[Note]) -> None:
    """Headlines leave out where: they tell of the first act of their kind in the text."""
    for event in events:
        if event["zone"] != "headline" or (event["place"] is not None and event["place"]["basis"] != "target_country") or not event["code"].startswith(_CONTINUING):
            continue
        told = next((e for e in events if e["zone"] != "headline" and e["code"][:2] == event["code"][:2] and e["polarity"] == event["polarity"]), None)
        if told is not None and told["place"] is not None and told["place"]["basis"] == "stated":
            event["place"] = {**told["place"], "basis": "inherited"}


def _held(act: Act, kind: Kind, before: Sequence[Note], when: Note | None) -> Note | None:
    """The place of the act told just before, or of all acts so far, if this one belongs to the same story."""
    placed = [e for e in before if e["place"] and e["place"]["basis"] != "target_country" and e["code"].startswith(_CONTINUING) and e["sentence"] <= act.sentence]
    if not placed:
        return None
    last = placed[-1]
    place: Note = last["place"]
    near = act.sentence - last["sentence"] <= _HOLDS
    one_scene = kind.violent and all(e["place"]["name"] == place["name"] for e in placed)
    if not (near or one_scene) or not (kind.violent or _on_the_ground(act)) or _apart(when, last["date"]):
        return None
    return place


def _on_the_ground(act: Act) -> bool:
    return act.code.startswith(("14", "15", "17", "18", "19", "20", "084", "087", "0874"))


def _apart(one: Note | None, other: Note | None) -> bool:
    """Whether two dates are so far from each other that the acts belong to different stories."""
    if one is None or other is None or one["from"] is None or other["from"] is None:
        return False
    return abs((date.fromisoformat(one["from"]) - date.fromisoformat(other["from"])).days) > _OTHER_STORY_DAYS


def _other_scene(place: Note, act: Act, marks: Collection[str]) -> bool:
    """Whether a place of the sentence that is not the act's own leads the story elsewhere."""
    return place["preposition"] in marks
