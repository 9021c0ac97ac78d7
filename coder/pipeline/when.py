"""When an act happened: which of the dates of a text is its own (rules R45-R48).

A date belongs to the clause it stands in. An act of that clause has it; an act told inside ("killing nine", "in a raid") shares
it; an act the clause only speaks of ("condemned the raid on Monday", "police said Monday that") does not; an act told as
earlier or later ("on Monday, two days after gunmen attacked") is dated from it. An act of violence or unrest without a date
goes on with the date of the one told just before (basis `context`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from coder.language import syntax
from coder.language.date_readings import LOOSE, distance, width
from coder.ontology import calendar
from coder.ontology.calendar import load_calendar
from coder.pipeline.annotations import Note

NO_BOND = 9.0
#: a date of another clause is taken when it stands so near
_NEAR, _FAR = 6.0, 8.0
_NEAR_TOKENS = 20
#: sentences over which the date of an act holds for the acts told after it
_HOLDS = 3
_ORDER = {"after": -1, "following": -1, "since": -1, "before": 1}
_MOMENTS = frozenset({"minutes", "moments", "seconds", "hours", "shortly", "immediately", "soon", "minute", "hour", "just"})
_CONTINUING = ("14", "175", "17", "18", "19", "20")
_RELATIVE = frozenset({"acl:relcl", "relcl"})


@dataclass(frozen=True, slots=True)
class Act:
    """What the choice of a date needs to know of an act; `others` are the tokens of the sentence's other acts."""

    trigger: Token
    tokens: frozenset[int]
    others: frozenset[int]
    code: str
    certainty: str
    sentence: int
    noun: bool
    zone: str


@dataclass(frozen=True, slots=True)
class _Bond:
    """How a date hangs together with an act: `rank`, lower is closer; `order` -1 where the act came before that date, 1 after it."""

    rank: float
    order: int = 0
    mark: int = 0


def date_of(doc: Doc, act: Act, before: Sequence[Note], grammar: Mapping[str, Collection[str]]) -> tuple[Note | None, Note | None]:
    """(date of the act, date it is planned for); None where the text does not say."""
    here = [d for d in doc._.dates or [] if d["sentence"] == act.sentence]
    published = doc._.published
    ahead = act.certainty in ("planned", "hypothetical") or act.code[:2] in ("03", "13")
    planned = next((d for d in here if d["future"]), None) if ahead else None
    fitting = [d for d in here if not d["future"] and not d["until"] and d["from"] is not None and (published is None or d["from"] <= published)]
    bonds = [(_bond(doc, d, act, grammar), d) for d in fitting]
    own = min(((b.rank, d["start"], n) for n, (b, d) in enumerate(bonds) if b.rank < NO_BOND), default=None)
    if own is None:
        return _continued(doc, act, before, here, grammar), planned
    bond, found = bonds[own[2]]
    if bond.order:
        found = _counted_from(doc, found, bond)
    elif published is not None and _opens_period(doc, found):
        found = {**found, "to": published, "precision": "range"}
    return found, planned


# --- which clause a date stands in --------------------------------------------------------------------------


def _bond(doc: Doc, note: Note, act: Act, grammar: Mapping[str, Collection[str]]) -> _Bond:
    host, distance_up = doc[note["token"]], 0
    for step in syntax.path_up(doc[note["token"]], 10):
        host = step
        if step.i in act.tokens:
            return _Bond(distance_up)
        if step.lemma_.lower() in grammar["reporting_nouns"] and distance_up:
            return _Bond(NO_BOND)
        if step.i in act.others or step.pos_ in ("VERB", "AUX"):
            break
        distance_up += 1
    if host.lemma_.lower() in grammar["reporting_verbs"] and host.pos_ == "VERB":
        return _Bond(NO_BOND)
    inside = _links(act.tokens, host, doc)
    if inside is not None:
        return _told_inside(inside, host, note, act)
    outside = _links({host.i}, None, doc, until=act.tokens)
    if outside is not None:
        return _told_outside(outside, host, note, act)
    apart = abs(note["token"] - act.trigger.i)
    return _Bond(_NEAR if apart < _NEAR_TOKENS else _FAR)


def _links(starts: Collection[int], goal: Token | None, doc: Doc, until: Collection[int] = ()) -> list[Token] | None:
    """The tokens from one of *starts* up to just below the goal; None if the way does not lead there."""
    best: list[Token] | None = None
    for start in sorted(starts):
        steps: list[Token] = []
        for step in syntax.path_up(doc[start], 9):
            if (goal is not None and step.i == goal.i) or step.i in until:
                if best is None or len(steps) < len(best):
                    best = steps
                break
            steps.append(step)
    return best


def _told_inside(steps: Sequence[Token], host: Token, note: Note, act: Act) -> _Bond:
    """The date stands in a clause that tells of the act somewhere below."""
    rank = 2.0 + len(steps) / 2
    for step in steps:
        kind, mark = syntax.label(step), _mark(step)
        if kind in _RELATIVE:
            return _Bond(NO_BOND)
        if mark is not None and mark.lower_ in _ORDER:
            return _Bond(rank, _ORDER[mark.lower_], mark.i)
        if kind == "ccomp" and host.i in act.others:
            return _Bond(NO_BOND)
        if kind == "acl":
            rank += 3
    if steps and host.i in act.others and syntax.label(steps[-1]) in ("obj", "dobj") and act.noun:
        # "condemned the raid on Monday" dates the condemning, "has condemned the raid on Monday" cannot
        perfect = any(a.lower_ in ("has", "have") for a in syntax.auxiliaries(host))
        return _Bond(rank if perfect and note["token"] > act.trigger.i else NO_BOND)
    return _Bond(rank)


def _told_outside(steps: Sequence[Token], host: Token, note: Note, act: Act) -> _Bond:
    """The date stands in a clause somewhere below the act."""
    rank = 4.0 + len(steps) / 4
    for step in steps:
        kind, mark = syntax.label(step), _mark(step)
        if mark is not None and mark.lower_ in _ORDER:
            # "was killed, eight days *after* taking office on 1 June": the act is counted from that date; without a number it is near it
            counted = mark.lower_ in ("after", "before") and mark.i < note["token"] and _count_before(step.doc, mark.i)[1] is not None
            return _Bond(max(rank, 7), -_ORDER[mark.lower_] if counted else 0, mark.i)
        if kind in _RELATIVE | {"acl", "ccomp"}:
            return _Bond(NO_BOND if host.i in act.others or kind == "ccomp" else 7)
        if kind == "conj" and host.i in act.others and act.trigger.i < note["token"] < host.i:
            return _Bond(NO_BOND)  # "… accuses Sova, and on Saturday it broke off relations"
    return _Bond(rank)


def _mark(token: Token) -> Token | None:
    """The word that opens a clause or leads a noun, if it is one of order."""
    return next((c for c in token.children if syntax.label(c) in ("mark", "case", "advmod") and c.lower_ in _ORDER), None)


# --- dates counted from other dates -------------------------------------------------------------------------


def _counted_from(doc: Doc, note: Note, bond: _Bond) -> Note | None:
    """ "on Monday, *two days after*": the days of the act that came before or after; None where the text does not say how long."""
    count, unit = _count_before(doc, bond.mark)
    if unit is None:
        return None
    first, last = date.fromisoformat(note["from"]), date.fromisoformat(note["to"] or note["from"])
    if unit == "moments":
        days = sorted((first, calendar.days(first, bond.order)))
        first, last, precision = days[0], max(last, days[1]) if bond.order > 0 else last, "days"
    elif count is None:
        least, most = load_calendar().vague["bare"]
        ends = [distance(first, last, bond.order * n, unit, about=False) for n in (least, most)]
        first, last = min(e[0] for e in ends), max(e[1] for e in ends)
        precision = width(first, last)
    else:
        first, last, precision = distance(first, last, bond.order * count, unit, about=False)
    return {**note, "from": first.isoformat(), "to": last.isoformat(), "precision": precision, "basis": "anaphoric"}


def _count_before(doc: Doc, mark: int) -> tuple[int | None, str | None]:
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


def _opens_period(doc: Doc, note: Note) -> bool:
    """ "Since the outbreak of the war on October 7": the date begins a period."""
    if note["since"]:
        return True
    for step in syntax.path_up(doc[note["token"]], 4):
        if syntax.preposition(step) == "since":
            return True
        if step.pos_ in ("VERB", "AUX"):
            return False
    return False


# --- dates carried on ---------------------------------------------------------------------------------------


def _continued(doc: Doc, act: Act, before: Sequence[Note], here: Sequence[Note], grammar: Mapping[str, Collection[str]]) -> Note | None:
    """The date of the act told just before, for the next act of the same story."""
    if not act.code.startswith(_CONTINUING) or act.certainty in ("planned", "hypothetical") or act.zone == "headline" or _further_back(act):
        return None
    if any(not _of_report(doc, d, grammar) for d in here):
        return None
    last = next((e for e in reversed(before) if e["sentence"] < act.sentence and e["zone"] != "headline" and e["code"].startswith(_CONTINUING)), None)
    if last is None or act.sentence - last["sentence"] > _HOLDS or last["date"] is None or last["date"]["from"] is None:
        return None
    kept: Note = last["date"]
    if kept["precision"] == "range" or kept["since"] or last["kind"] != "specific":
        return None
    between = [d for d in doc._.dates or [] if last["sentence"] < d["sentence"] < act.sentence and not _of_report(doc, d, grammar)]
    return None if between else {**kept, "basis": "context"}


def _of_report(doc: Doc, note: Note, grammar: Mapping[str, Collection[str]]) -> bool:
    for step in syntax.path_up(doc[note["token"]], 6):
        if step.pos_ in ("VERB", "AUX"):
            return step.lemma_.lower() in grammar["reporting_verbs"]
    return False


def _further_back(act: Act) -> bool:
    """ "had attacked", "has killed": the perfect leaves the line of the story."""
    verb = next((t for t in syntax.path_up(act.trigger, 5) if t.pos_ in ("VERB", "AUX")), None)
    return verb is not None and any(a.lower_ in ("had", "has", "have") for a in syntax.auxiliaries(verb))
