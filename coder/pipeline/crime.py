"""Whether a violent or legal act is ordinary crime, and no public matter (rule R65); `ontology/crime.yml` says what tells them apart.

Evidence is weighed twice, in the sentence and in the whole article: a trial for murder in a report on a coup is none of the first kind,
and an arrest that a sentence tells without a word of crime is, where the report is of a robbery.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coder.ontology.phrases import PhraseIndex, Word
from coder.pipeline.annotations import Note

#: what words of crime must weigh in an article: for acts of the law, and for violence, which politics has as often
_ENOUGH_FOR_LAW, _ENOUGH_FOR_VIOLENCE = 2, 3
#: … and in a sentence that has a weak word of public matters, too
_OUTWEIGHS = 3
_PUBLIC_KINDS = frozenset({"group", "leader"})
#: kinds of actors that are no evidence: a city of that name, whoever was named before
_NO_WORDS = frozenset({"capital", "pronoun"})
_WEIGHT = {"strong": 2, "weak": 1}


@dataclass(frozen=True)
class Evidence:
    """What the words of each sentence, and of the whole article, weigh."""

    crime: Sequence[int]
    public: Sequence[int]
    article_crime: int
    article_public: int


class Crime:
    """Weigh the words of crime against those of public matters."""

    def __init__(self, knowledge: Mapping[str, Any]) -> None:
        self.judged = frozenset(knowledge["judged"])
        self.by_law = frozenset(knowledge["by_law"])
        roles = knowledge["roles"]
        self.weights = {role: _WEIGHT[k] for k in ("weak", "strong") for role in roles[k]}
        self.sides = {side: frozenset(roles[side]) for side in ("source", "target", "by_law")}
        self.private = frozenset(roles["private"])
        self.no_office = frozenset(knowledge["no_office"])
        self.cues: PhraseIndex[tuple[str, int]] = PhraseIndex()
        for matter in ("crime", "public"):
            for strength, weight in _WEIGHT.items():
                for group in knowledge[matter][strength]:
                    self.cues.add_all(group, (matter, weight))
        self.cues.freeze()

    def weigh(self, text: str, sentence_words: Sequence[list[Word]], actors: Sequence[Note]) -> Evidence:
        """The evidence of an article, given the words of each of its sentences and its actors."""
        found: dict[str, list[dict[str, int]]] = {"crime": [], "public": []}
        for own in sentence_words:
            for hits in found.values():
                hits.append({})
            for match in self.cues.find(text, own):
                for matter, weight in match.payloads:
                    found[matter][-1][match.text.lower()] = weight
        for actor in actors:
            weight = self._weight(actor)
            # a birthday party is no party
            if weight and not any(cue.endswith(actor["text"].lower()) for cue in found["crime"][actor["sentence"]]):
                found["public"][actor["sentence"]][str(actor["actor_id"] or actor["text"]).lower()] = weight
        whole = {matter: sum({k: v for hits in lists for k, v in hits.items()}.values()) for matter, lists in found.items()}
        crime, public = ([sum(hits.values()) for hits in found[matter]] for matter in ("crime", "public"))
        return Evidence(crime, public, whole["crime"], whole["public"])

    def _weight(self, actor: Note) -> int:
        if actor["kind"] in _PUBLIC_KINDS:
            return _WEIGHT["strong"]
        if actor["kind"] in _NO_WORDS or self._everywhere(actor):
            return 0
        return self.weights.get(actor["role"] or "", 0)

    def _everywhere(self, actor: Note) -> bool:
        return (actor["agent"] or "") in self.no_office or actor["text"].lower() in self.no_office

    def ordinary(self, act: Note, evidence: Evidence, actors: Sequence[Note]) -> bool:
        """Whether an act is ordinary crime, as far as words and parties tell; how many it killed is not known here."""
        number = act["sentence"]
        if act["type"] not in self.judged:
            return False
        law = act["type"] in self.by_law
        source, target = ([a for a in actors if a["sentence"] == number and _holds(a, act[side])] for side in ("source", "target"))
        if self.public_party(act["type"], source, target):
            return False
        # rebels and soldiers come in numbers, who acts alone has mostly reasons of his own
        lone = not law and any((a["role"] or "UNK") in self.private and not a["plural"] for a in source)
        # … but that a gunman shot somebody tells no more than that
        alone = _WEIGHT["strong"] if lone and evidence.article_crime >= _ENOUGH_FOR_LAW else 0
        crime, public = evidence.article_crime + alone, evidence.article_public
        here = evidence.public[number]
        return (
            crime >= (_ENOUGH_FOR_LAW if law else _ENOUGH_FOR_VIOLENCE) and crime > public
            and (not here or (here < _WEIGHT["strong"] and evidence.crime[number] >= _OUTWEIGHS))
        )

    def public_party(self, event_type: str, source: Sequence[Note], target: Sequence[Note]) -> bool:
        """Whether somebody takes part of whom politics is made; police who arrest, or shoot the gunman, only end a crime."""
        law = event_type in self.by_law
        ended = any(a["role"] == "UAF" for a in target)
        return any(self._party(a, "source", law) for a in source if not (ended and a["role"] == "COP")) or any(self._party(a, "target", law) for a in target)

    def _party(self, actor: Note, side: str, law: bool) -> bool:
        if actor["kind"] in _PUBLIC_KINDS:
            return True
        if actor["kind"] == "capital" or self._everywhere(actor) or (law and side == "source"):
            return False
        return actor["role"] in self.sides["by_law" if law else side]


def _holds(actor: Note, slots: Sequence[int]) -> bool:
    return any(actor["start"] <= i < actor["end"] for i in slots)
