"""coder_decisions: a small model looks at every act, and at every verb that no reading knows.

It drops an act whose words are all used in another sense ("the army *retreats* from its budget plan"), gives an act the code of
another root where the words around it leave no doubt, and proposes an act where two actors are joined by a verb without a reading.
Whatever it decides is in the rule id: `190.v.attack` stays, `190.v.strike~057` was changed, `model.120` is its own proposal. With
`rules_only` it decides nothing.
"""

from __future__ import annotations

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from coder.decider import features
from coder.decider.model import NONE, Decider, load_decider
from coder.decider.triggers import candidates
from coder.language import syntax
from coder.language.tense import is_future
from coder.ontology.codes import Codes, load_codes
from coder.ontology.readings import SAME, Operator, load_readings
from coder.ontology.words import load_words
from coder.pipeline.annotations import Note, by_sentence, sentences

#: an act is changed if its own root is thought this unlikely and the other this likely
_UNLIKELY, _SURE = 0.08, 0.75
#: … and an operator over something that no reading knows ("vowed to …") as soon as another is likelier
_UNREAD = (0.40, 0.45)
#: an act is dropped if it is thought to be none with this probability
_NOTHING = 0.995
#: … or, where a reading found both who did it and to whom, with this one
_NOTHING_JOINED = 0.9995
#: a verb no reading knows becomes an act if one code group is thought this likely
_PROPOSED = 0.12
#: verbs of saying, and the roots that saying itself may have: to ask, to demand, to blame; of others, what is said tells
_SPEECH = frozenset(load_words().context["speech"]["neutral"])
_SAID = frozenset({"02", "10", "11"})
#: roots of violence, between which the weapon decides and not the wording
_ASSAULT = frozenset({"18", "19", "20"})
#: words under which an act is a fact, whoever did it: "claimed responsibility for the attack"
_CLAIMS = frozenset({"responsibility", "credit", "claim"})
#: word vectors kept between texts
_MOST_UNITS = 50_000
#: what is no root of a proposal: statements, and nothing
_NEVER = frozenset({"01", NONE})


class Decisions:
    """Change `doc._.actions` by what the model thinks of them."""

    def __init__(self, model: Decider | None, codes: Codes, name: str = "coder_decisions") -> None:
        self.model = model
        self.codes = codes
        self.name = name
        self.units: dict[int, np.ndarray] = {}
        readings = load_readings()
        self.future, self.refused = readings.future, readings.refused

    def __call__(self, doc: Doc) -> Doc:
        # the weights go with the word vectors of our own pipeline: with another one the readings decide
        if self.model is not None and doc.vocab.vectors_length * features.BLOCKS == self.model.width:
            doc._.decisions = [] if doc._.explained else None
            doc._.actions = self.decide(doc)
        return doc

    def decide(self, doc: Doc) -> list[Note]:
        """The acts of a Doc after the decisions, in order of the text."""
        acts, actors = by_sentence(doc._.actions), by_sentence(doc._.actors)
        decided: list[Note] = []
        if len(self.units) > _MOST_UNITS:
            self.units.clear()
        for number, sentence in enumerate(sentences(doc)):
            own, here = acts[number], actors[number]
            if not own and not here:
                continue
            view = features.View(sentence, here, own, self.units)
            known = {a["trigger"]: a for a in own}
            for token in candidates(view):
                act = known.get(token.i)
                result = self._judge(view, token, act, number) if act is not None or _joins(view, token) else None
                if result is not None and (act is not None or not _tells_again(token, result, known)):
                    decided.append(result)
        return decided

    def _judge(self, view: features.View, token: Token, act: Note | None, number: int) -> Note | None:
        assert self.model is not None
        if act is not None and _untouched(act) and not view.doc._.explained:
            return act
        names, vector = features.names(view, token), features.vectors(view, token)
        roots = self.model.roots(names, vector)
        if view.doc._.explained:
            self._note_reasons(view.doc, token, number, roots, names, vector)
        if act is not None:
            return self._revise(act, view, token, roots, names, vector)
        root = max((r for r in roots if r != NONE), key=lambda r: (roots[r], r))
        if root in _NEVER or roots[root] < _PROPOSED or (root not in _SAID and _reports(token)):
            return None
        return self._propose(view, token, self.model.code(root, names, vector), number, roots[root])

    def _note_reasons(self, doc: Doc, token: Token, number: int, roots: dict[str, float], names: list[str], vector: np.ndarray) -> None:
        assert self.model is not None
        best = sorted(roots.items(), key=lambda item: (-item[1], item[0]))[:3]
        doc._.decisions.append({
            "token": token.i, "sentence": number, "roots": [[r, round(p, 3)] for r, p in best],
            "reasons": [[n, round(w, 2)] for n, w in self.model.reasons(names, vector, best[0][0])],
        })

    def _revise(self, act: Note, view: features.View, token: Token, roots: dict[str, float], names: list[str], vector: np.ndarray) -> Note | None:
        assert self.model is not None
        nothing = roots[NONE]
        if _untouched(act):
            return act
        joined = any(view.kind(view.doc[i]) != "-" for i in act["source"]) and (act["target"] or act["reading"] > 1)
        if nothing >= (_NOTHING_JOINED if joined else _NOTHING) and not _claimed(token):
            return None
        # that something is done is the reading's word; what it is, is weighed among the codes
        some = max(1e-6, 1.0 - nothing)
        own = roots.get(act["code"][:2], 0.0) / some
        root, best = max(((r, v / some) for r, v in roots.items() if r != NONE), key=lambda item: (item[1], item[0]))
        act = {**act, "probability": round(own, 3)}
        unread = act["rule"].startswith("op.") and not act["chain"]
        unlikely, sure = _UNREAD if unread else (_UNLIKELY, _SURE)
        # what operators make of a reading is composed by their table, which knows more than the words around it
        if root not in _NEVER and own < unlikely and best >= sure and not act["chain"] and not {root, act["code"][:2]} <= _ASSAULT:
            code = self.model.code(root, names, vector)
            return {**act, "code": code, "type": self.codes.by_code[code].name, "rule": f"{act['rule']}~{code}", "reciprocal": False,
                    "effect": False, "alternatives": [], "weapon": None, "outcome": None, "probability": round(best, 3)}
        return act

    def _in_time(self, token: Token, code: str) -> tuple[str, str]:
        """The code and rule of a proposal: what will be done is an intention, what will not a refusal, as with readings."""
        if token.pos_ == "VERB" and is_future(token):
            operator: Operator | None = self.refused if syntax.negations(token) else self.future
            cell = operator.cell(code) if operator is not None else None
            if operator is not None and cell is not None and cell.code not in (None, SAME) and not code.startswith(("03", "12", "13")):
                assert cell.code is not None
                return cell.code, f"model.{code}>{operator.name}"
        return code, f"model.{code}"

    def _propose(self, view: features.View, token: Token, code: str, number: int, sure: float) -> Note:
        code, rule = self._in_time(token, code)
        sources: list[list[int]] = [*_sources(token), []]
        source, other_sources = sources[0], sources[1:]
        targets = [[i for i in group if i not in source] for group in _targets(token)]
        targets = [g for g in targets if g]
        return {
            "trigger": token.i, "rule": rule, "code": code, "type": self.codes.by_code[code].name, "source": source,
            "target": targets[0] if targets else [], "other_sources": [g for g in other_sources if g], "other_targets": targets[1:], "chain": [],
            "inner": [], "covered": [], "inner_code": None, "reciprocal": False, "effect": False, "weapon": None, "outcome": None,
            "alternatives": [], "light": None, "sentence": number, "noun": token.pos_ == "NOUN", "by_subject": token.pos_ != "NOUN", "reading": 0,
            "probability": round(sure, 3),
        }


def _claimed(token: Token) -> bool:
    """Whether an act is what somebody claims: "claimed responsibility on Saturday *for the attack* in Nice"."""
    return any(step.head.lemma_.lower() in _CLAIMS and syntax.preposition(step) in ("for", "of") for step in syntax.path_up(token, 3))


def _untouched(act: Note) -> bool:
    """Harm told apart from its cause, and words about words: the corpus marks neither alike."""
    return bool(act["effect"] or act["code"].startswith("01"))


def _reports(token: Token) -> bool:
    """Whether a verb only reports what a clause of its own tells: "*said* it would not accept refugees"."""
    return token.lemma_.lower() in _SPEECH and any(syntax.label(c) == "ccomp" for c in token.children)


def _tells_again(token: Token, proposal: Note, known: dict[int, Note]) -> bool:
    """Whether a proposal is what the verb or noun that it governs tells already: "*kept* firing rockets", "*staged* a protest"."""
    governed = [*syntax.complements(token), *syntax.objects(token)]
    return any(t.i in known and known[t.i]["code"][:2] == proposal["code"][:2] for t in governed)


def _with_others(tokens: list[Token]) -> list[int]:
    return [c.i for t in tokens for c in syntax.coordinated(t)]


def _sources(token: Token) -> list[list[int]]:
    """Who may do it, the likeliest first: the subject; of a noun its by-phrase, its owner, the subject of its verb."""
    if token.pos_ != "NOUN":
        return [g for g in [_with_others(syntax.subjects(token))] if g]
    groups = [[n for m, n in syntax.obliques(token) if m == "by"], syntax.genitive(token)]
    if token.head.pos_ == "VERB":
        groups.append(syntax.subjects(token.head))
    return [g for g in map(_with_others, groups) if g]


def _targets(token: Token) -> list[list[int]]:
    """Whom it may be done to, the likeliest first: object, prepositional phrases, the same of the object, the same of its clauses."""
    objects = syntax.objects(token) if token.pos_ != "NOUN" else []
    groups = [objects, syntax.indirect_objects(token), *([n] for m, n in syntax.obliques(token) if m != "by")]
    # "broke off relations *with Qatar*": the phrase hangs on a noun that hangs on the verb
    groups += [[n] for m, below in syntax.obliques(token) if m != "by" for _, n in syntax.obliques(below)]
    for noun in objects:
        groups += [*([n] for _, n in syntax.obliques(noun)), syntax.genitive(noun)]
    for clause in syntax.complements(token):
        groups += [syntax.objects(clause), *([n] for _, n in syntax.obliques(clause))]
        groups += [[n] for o in syntax.objects(clause) for _, n in syntax.obliques(o)]
    if token.pos_ == "NOUN" and token.head.pos_ == "VERB":
        groups += [syntax.indirect_objects(token.head), *([n] for m, n in syntax.obliques(token.head) if m != "by")]
    return [g for g in map(_with_others, groups) if g]


def _joins(view: features.View, token: Token) -> bool:
    """Whether a predicate has somebody on its side: as doer, or as the one it is done to."""
    return any(view.kind(view.doc[i]) != "-" for side in (_sources, _targets) for group in side(token) for i in group)


@Language.factory("coder_decisions", assigns=["doc._.actions"], requires=["doc._.actions", "doc._.actors"], default_config={"rules_only": False})
def make_decisions(nlp: Language, name: str, rules_only: bool) -> Decisions:
    return Decisions(None if rules_only else load_decider(), load_codes(), name)
