"""Dates and places told after the act: "The attack took place at dawn on Monday in Bel."

Such a sentence says nothing of who did what; its date and place belong to the acts told just before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from coder.language import syntax
from coder.pipeline.annotations import Note

#: sentences between an act and what is told of it later
_REACH = 3
_ACTS = ("14", "175", "17", "18", "19", "20")


def complete(doc: Doc, number: int, span: Span, before: Sequence[Note], grammar: Mapping[str, Collection[str]]) -> None:
    """Give the acts told just before the date and the place that sentence *number* tells of them, where they have none of their own."""
    verb = next((t for t in span if _tells_of_an_act(t, grammar)), None)
    if verb is None:
        return
    when = _hanging_on(doc._.dates or [], number, verb)
    when = [d for d in when if d["from"] is not None and not d["future"] and not d["until"] and not d["since"]]
    where = [p for p in _hanging_on(doc._.places or [], number, verb) if p["preposition"] in grammar["place_prepositions"]]
    for event in reversed(before):
        if number - event["sentence"] > _REACH:
            return
        if not event["code"].startswith(_ACTS) or event["sentence"] == number or event["zone"] == "headline":
            continue
        own = event["date"] is not None and event["date"]["from"] is not None and event["date"]["basis"] != "context"
        if own and when and when[0]["from"] != event["date"]["from"]:
            return
        if when and not own:
            event["date"] = {**when[0], "basis": "context"}
        if where and (event["place"] is None or event["place"]["basis"] != "stated"):
            event["place"] = {**where[0], "basis": "inherited"}
        if own:
            return  # an act with a date of its own: what came before it is another story


def _tells_of_an_act(verb: Token, grammar: Mapping[str, Collection[str]]) -> bool:
    """ "the attack took place", "it happened", "the murder, which was carried out …"."""
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB" or lemma not in (*grammar["happening_verbs"], *grammar["committing_verbs"]):
        return False
    if lemma == "take" and not any(c.lower_ == "place" for c in verb.children):
        return False
    passive = syntax.is_passive(verb)
    if lemma in grammar["committing_verbs"] and not passive:
        return False
    subjects = syntax.objects(verb) if passive else syntax.grammatical_subjects(verb)
    return any(_taken_up(s, grammar) for s in subjects)


def _taken_up(noun: Token, grammar: Mapping[str, Collection[str]]) -> bool:
    if noun.lower_ in ("it", "this"):
        return True
    definite = any(c.lower_ in ("the", "this", "that", "these", "those", "'s", "’s") for c in noun.subtree if c.i < noun.i)
    return definite and noun.lemma_.lower() in grammar["act_nouns"]


def _hanging_on(notes: Sequence[Note], number: int, verb: Token) -> list[Note]:
    return [n for n in notes if n["sentence"] == number and any(step.i == verb.i for step in syntax.path_up(verb.doc[n["token"]], 6))]
