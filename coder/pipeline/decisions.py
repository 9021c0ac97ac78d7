"""coder_decisions: a small model looks at every act, and at every verb that no reading knows.

It drops an act whose words are all used in another sense ("the army *retreats* from its budget plan"), gives an act the code of
another root where the words around it leave no doubt, and proposes an act where two actors are joined by a verb without a reading.
Whatever it decides is in the rule id: `190.v.attack` stays, `190.v.strike~057` was changed, `model.120` is its own proposal. With
`rules_only` it decides nothing.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from coder.decider import features
from coder.decider.model import NONE, Decider, load_decider
from coder.decider.triggers import candidates
from coder.language import syntax
from coder.ontology.codes import Codes, load_codes
from coder.pipeline.annotations import Note, sentences

#: an act is changed if its own root is thought this unlikely and the other this likely
_UNLIKELY, _SURE = 0.15, 0.60
#: an act is dropped if it is thought to be none with this probability
_NOTHING = 0.97
#: a verb no reading knows becomes an act if one code group is thought this likely
_PROPOSED = 0.40
#: roots that a proposal may have in any text; statements are none
_NEVER = frozenset({"01", NONE})


class Decisions:
    """Change `doc._.actions` by what the model thinks of them."""

    def __init__(self, model: Decider | None, codes: Codes, name: str = "coder_decisions") -> None:
        self.model = model
        self.codes = codes
        self.name = name
        if model is not None:
            self.groups = [NONE if c == NONE else c[:2] for c in model.classes]

    def __call__(self, doc: Doc) -> Doc:
        if self.model is not None:
            doc._.actions = self.decide(doc)
        return doc

    def decide(self, doc: Doc) -> list[Note]:
        """The acts of a Doc after the decisions, in order of the text."""
        acts = list(doc._.actions or [])
        decided: list[Note] = []
        for number, sentence in enumerate(sentences(doc)):
            own = [a for a in acts if a["sentence"] == number]
            here = [a for a in doc._.actors or [] if a["sentence"] == number]
            if not own and not here:
                continue
            view = features.View(sentence, here, own)
            known = {a["trigger"]: a for a in own}
            for token in candidates(view):
                act = known.get(token.i)
                result = self._judge(view, token, act, number) if act is not None or _joins(view, token) else None
                if result is not None:
                    decided.append(result)
        return decided

    def _judge(self, view: features.View, token: Token, act: Note | None, number: int) -> Note | None:
        assert self.model is not None
        names, vector = features.names(view, token), features.vectors(view, token)
        p = self.model.probabilities(names, vector)
        roots: dict[str, float] = {}
        for group, value in zip(self.groups, p.tolist(), strict=True):
            roots[group] = roots.get(group, 0.0) + value
        root = max(roots, key=lambda r: (roots[r], r))
        if act is not None:
            return self._revise(act, roots, p)
        if root in _NEVER or roots[root] < _PROPOSED:
            return None
        return self._propose(view, token, root, p, number, roots[root])

    def _revise(self, act: Note, roots: dict[str, float], p: object) -> Note | None:
        nothing = roots.get(NONE, 0.0)
        if nothing >= _NOTHING:
            return None
        # that something is done is the reading's word; what it is, is weighed among the codes
        some = max(1e-6, 1.0 - nothing)
        own = roots.get(act["code"][:2], 0.0) / some
        root, best = max(((r, v / some) for r, v in roots.items() if r != NONE), key=lambda item: (item[1], item[0]))
        act = {**act, "probability": round(own, 3)}
        if root not in _NEVER and own < _UNLIKELY and best >= _SURE:
            code = self._best(root, p)
            return {**act, "code": code, "type": self.codes.by_code[code].name, "rule": f"{act['rule']}~{code}", "reciprocal": False,
                    "effect": False, "alternatives": [], "weapon": None, "outcome": None, "probability": round(best, 3)}
        return act

    def _best(self, root: str, p: object) -> str:
        """The likeliest three-digit code of a root."""
        assert self.model is not None
        ranked = [(float(v), c) for c, v in zip(self.model.classes, p, strict=True) if c[:2] == root]  # type: ignore[call-overload]
        return max(ranked)[1]

    def _propose(self, view: features.View, verb: Token, root: str, p: object, number: int, sure: float) -> Note:
        code = self._best(root, p)
        source = [c.i for t in syntax.subjects(verb) for c in syntax.coordinated(t)]
        groups = [syntax.objects(verb), syntax.indirect_objects(verb), *([n] for _, n in syntax.obliques(verb))]
        groups += [[n] for o in syntax.objects(verb) for _, n in syntax.obliques(o)]
        groups += [[g] for o in syntax.objects(verb) for g in syntax.genitive(o)]
        for clause in syntax.complements(verb):
            groups += [syntax.objects(clause), *([n] for _, n in syntax.obliques(clause))]
        targets = [[c.i for t in g for c in syntax.coordinated(t) if c.i not in source] for g in groups]
        targets = [g for g in targets if g]
        return {
            "trigger": verb.i, "rule": f"model.{code}", "code": code, "type": self.codes.by_code[code].name, "source": source,
            "target": targets[0] if targets else [], "other_sources": [], "other_targets": targets[1:], "chain": [], "inner": [],
            "covered": [], "inner_code": None, "reciprocal": False, "effect": False, "weapon": None, "outcome": None, "alternatives": [],
            "light": None, "sentence": number, "noun": False, "by_subject": True, "probability": round(sure, 3),
        }


def _joins(view: features.View, verb: Token) -> bool:
    """Whether a verb has somebody on its side: its subject, or its by-phrase, holds an actor; or it is a passive done to one."""
    parties = [*syntax.subjects(verb), *syntax.objects(verb)]
    return any(view.kind(t) != "-" for t in parties)


@Language.factory("coder_decisions", assigns=["doc._.actions"], requires=["doc._.actions", "doc._.actors"], default_config={"rules_only": False})
def make_decisions(nlp: Language, name: str, rules_only: bool) -> Decisions:
    return Decisions(None if rules_only else load_decider(), load_codes(), name)
