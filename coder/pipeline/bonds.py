"""How close a phrase of time or place hangs together with an act.

A phrase belongs to the clause it stands in. An act of that clause has it; an act told inside ("killing nine", "in a raid") shares
it; an act the clause only speaks of ("condemned the raid on Monday", "said in Bel that") does not; an act told as earlier or
later ("on Monday, two days after gunmen attacked") stands in a known order to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from coder.language import syntax
from coder.language.date_readings import LOOSE
from coder.ontology.calendar import load_calendar

NO_BOND = 9.0
#: a phrase of another clause is taken when it stands so near
NEAR, FAR = 6.0, 8.0
_NEAR_TOKENS = 20
ORDER = {"after": -1, "following": -1, "since": -1, "before": 1}
_MOMENTS = frozenset({"minutes", "moments", "seconds", "hours", "shortly", "immediately", "soon", "minute", "hour", "just"})
_RELATIVE = frozenset({"acl:relcl", "relcl"})


@dataclass(frozen=True, slots=True)
class Act:
    """What the choice of a date and a place needs to know of an act; `others` are the tokens of the sentence's other acts."""

    trigger: Token
    tokens: frozenset[int]
    others: frozenset[int]
    code: str
    certainty: str
    sentence: int
    noun: bool
    zone: str


@dataclass(frozen=True, slots=True)
class Bond:
    """How a phrase hangs together with an act: `rank`, lower is closer; `order` -1 where the act came before that time, 1 after it,
    by the word `mark`; `apart`: the phrase belongs to another act."""

    rank: float
    order: int = 0
    mark: int = 0
    apart: bool = False


def bond(doc: Doc, at: int, act: Act, grammar: Mapping[str, Collection[str]]) -> Bond:
    """How the phrase whose head is token *at* hangs together with an act."""
    host = doc[at]
    for distance_up, step in enumerate(syntax.path_up(doc[at], 10)):
        host = step
        if step.i in act.tokens:
            return Bond(distance_up)
        if step.lemma_.lower() in grammar["reporting_nouns"] and distance_up:
            return Bond(NO_BOND)
        if step.i in act.others or step.pos_ in ("VERB", "AUX"):
            break
    if host.lemma_.lower() in grammar["reporting_verbs"] and host.pos_ == "VERB":
        return Bond(NO_BOND)
    inside = way_up(doc, act.tokens, {host.i})
    if inside is not None:
        return _told_inside(inside, host, at, act)
    outside = way_up(doc, {host.i}, act.tokens)
    if outside is not None:
        return _told_outside(outside, host, at, act)
    apart = abs(at - act.trigger.i)
    return Bond(NEAR if apart < _NEAR_TOKENS else FAR)


def way_up(doc: Doc, starts: Collection[int], goals: Collection[int]) -> list[Token] | None:
    """The tokens from one of *starts* up to just below one of the goals, the shortest way; None if none leads there."""
    best: list[Token] | None = None
    for start in sorted(starts):
        steps: list[Token] = []
        for step in syntax.path_up(doc[start], 9):
            if step.i in goals:
                if best is None or len(steps) < len(best):
                    best = steps
                break
            steps.append(step)
    return best


def _told_inside(steps: Sequence[Token], host: Token, at: int, act: Act) -> Bond:
    """The phrase stands in a clause that tells of the act somewhere below."""
    rank = 2.0 + len(steps) / 2
    for step in steps:
        kind, mark = syntax.label(step), _mark(step)
        if kind in _RELATIVE:
            return Bond(NO_BOND)
        if mark is not None and mark.lower_ in ORDER:
            return Bond(rank, ORDER[mark.lower_], mark.i, host.i in act.others)
        if kind == "ccomp" and host.i in act.others:
            return Bond(NO_BOND)
        if kind == "acl":
            rank += 3
    if steps and host.i in act.others and syntax.label(steps[-1]) in ("obj", "dobj") and act.noun:
        # "condemned the raid on Monday" dates the condemning, "has condemned the raid on Monday" cannot
        perfect = any(a.lower_ in ("has", "have") for a in syntax.auxiliaries(host))
        return Bond(rank if perfect and at > act.trigger.i else NO_BOND)
    return Bond(rank)


def _told_outside(steps: Sequence[Token], host: Token, at: int, act: Act) -> Bond:
    """The phrase stands in a clause somewhere below the act."""
    rank = 4.0 + len(steps) / 4
    for step in steps:
        kind, mark = syntax.label(step), _mark(step)
        if mark is not None and mark.lower_ in ORDER:
            # "was killed, eight days *after* taking office on 1 June": the act is counted from that date; without a number it is near it
            counted = mark.lower_ in ("after", "before") and mark.i < at and count_before(step.doc, mark.i)[1] is not None
            return Bond(max(rank, 7), -ORDER[mark.lower_] if counted else 0, mark.i)
        if kind in _RELATIVE | {"acl", "ccomp"}:
            return Bond(NO_BOND if host.i in act.others or kind == "ccomp" else 7)
        if kind == "conj" and host.i in act.others and act.trigger.i < at < host.i:
            return Bond(NO_BOND)  # "… accuses Sova, and on Saturday it broke off relations"
    return Bond(rank)


def _mark(token: Token) -> Token | None:
    """The word that opens a clause or leads a noun, if it is one of order."""
    return next((c for c in token.children if syntax.label(c) in ("mark", "case", "advmod") and c.lower_ in ORDER), None)


def count_before(doc: Doc, mark: int) -> tuple[int | None, str | None]:
    """The number and unit that stand before "after": (2, "day"), (None, "week") for "weeks after", (None, "moments")."""
    cal = load_calendar()
    word = doc[mark - 1].lower_ if mark else ""
    if word in _MOMENTS:
        return None, "moments"
    unit = cal.units.get(word)
    if unit is None:
        return None, None
    number = doc[mark - 2].lower_ if mark > 1 else ""
    if number == "the" and word in ("day", "night", "week", "month", "year"):
        return 1, unit
    if number in LOOSE:
        return None, unit
    if number.isdigit() and len(number) < 4:
        return int(number), unit
    return cal.counts.get(number), unit
