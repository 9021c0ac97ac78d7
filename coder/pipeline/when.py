"""When an act happened: which of the dates of a text is its own (rules R45-R48).

The date of its clause is its own (`bonds`); an act told as earlier or later is dated from it ("on Monday, two days after gunmen
attacked"). An act of violence or unrest without a date goes on with the date of the one told just before (basis `context`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from spacy.tokens import Doc

from coder.language import syntax
from coder.language.date_readings import distance, width
from coder.ontology import calendar
from coder.ontology.calendar import load_calendar
from coder.pipeline.annotations import Note
from coder.pipeline.bonds import NO_BOND, Act, Bond, bond, count_before

#: sentences over which the date of an act holds for the acts told after it
_HOLDS = 3
_CONTINUING = ("14", "175", "17", "18", "19", "20")


def date_of(doc: Doc, act: Act, before: Sequence[Note], grammar: Mapping[str, Collection[str]]) -> tuple[Note | None, Note | None]:
    """(date of the act, date it is planned for); None where the text does not say."""
    here = [d for d in doc._.dates or [] if d["sentence"] == act.sentence]
    published = doc._.published
    ahead = act.certainty in ("planned", "hypothetical") or act.code[:2] in ("03", "13")
    planned = next((d for d in here if d["future"]), None) if ahead else None
    fitting = [d for d in here if not d["future"] and not d["until"] and d["from"] is not None and (published is None or d["from"] <= published)]
    bonds = [(bond(doc, d["token"], act, grammar), d) for d in fitting]
    own = min(((b.rank, d["start"], n) for n, (b, d) in enumerate(bonds) if b.rank < NO_BOND), default=None)
    if own is None:
        return _continued(doc, act, before, here, grammar), planned
    tie, found = bonds[own[2]]
    if tie.order:
        found = _counted_from(doc, found, tie)
    elif published is not None and _opens_period(doc, found):
        found = {**found, "to": published, "precision": "range"}
    return found, planned


# --- dates counted from other dates -------------------------------------------------------------------------


def _counted_from(doc: Doc, note: Note, tie: Bond) -> Note | None:
    """ "on Monday, *two days after*": the days of the act that came before or after; None where the text does not say how long."""
    count, unit = count_before(doc, tie.mark)
    if unit is None:
        return None
    first, last = date.fromisoformat(note["from"]), date.fromisoformat(note["to"] or note["from"])
    if unit == "moments":
        days = sorted((first, calendar.days(first, tie.order)))
        first, last, precision = days[0], max(last, days[1]) if tie.order > 0 else last, "days"
    elif count is None:
        least, most = load_calendar().vague["bare"]
        ends = [distance(first, last, tie.order * n, unit, about=False) for n in (least, most)]
        first, last = min(e[0] for e in ends), max(e[1] for e in ends)
        precision = width(first, last)
    else:
        first, last, precision = distance(first, last, tie.order * count, unit, about=False)
    return {**note, "from": first.isoformat(), "to": last.isoformat(), "precision": precision, "basis": "anaphoric"}


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
