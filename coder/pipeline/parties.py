"""Whom an act concerns where its reading names no slot for him: the actors of what it governs.

    offered to market the tuna jointly with *Funafuti*      below the infinitive
    reserved the right to answer *Kinshasa*                 below the noun's clause
    insisted that *Beijing* lift its barriers               the subject of the clause

Only what the act governs counts: no relative clauses, no "while", "after" or "as" beside it, and no phrase that says where or when.
"""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from coder.language import syntax
from coder.ontology.words import load_words

#: phrases of these say where, when, how or by whom, not whom an act is about
_ASIDE = load_words().grammar["aside_prepositions"]
#: acts whose parties stand in their own slots or nowhere: harm, arrests, protest
_OWN_SLOTS = frozenset({"01", "14", "17", "18", "19", "20"})
_DEEPEST = 4


def governed(trigger: Token, code: str, content: Collection[int] = ()) -> list[list[int]]:
    """Groups of tokens (indices into the Doc) that may name the target of an act, the nearest first.

    Tokens of the *content* are what the reading asked for ("appointed a *commission* of inquiry"): no parties, but parties may hang on them.
    """
    if code[:2] in _OWN_SLOTS:
        return []
    groups: list[list[int]] = []
    level, seen = [trigger], {trigger.i}
    for _ in range(_DEEPEST):
        below: list[Token] = []
        for token in level:
            for group in _of(token, top=token is trigger, own_forces=code.startswith("15")):
                fresh = [t for t in group if t.i not in seen]
                seen.update(t.i for t in fresh)
                if not fresh:
                    continue
                if fresh[0].pos_ not in ("VERB", "AUX") and not _ones_own(fresh[0]):
                    groups.append([t.i for t in fresh if t.i not in content])
                below += fresh
        level = below
    return [g for g in groups if g]


def _ones_own(noun: Token) -> bool:
    """ "laid down *their* weapons": what belongs to whoever acts."""
    return any(t.pos_ == "PRON" for t in syntax.genitive(noun))


def _of(token: Token, *, top: bool, own_forces: bool) -> list[list[Token]]:
    """What a predicate or a noun governs, one group a slot, in the order in which it is likely to be the one concerned.

    With *own_forces* the object is no party: "put its *soldiers* on alert".
    """
    phrases = [[n] for m, n in syntax.obliques(token) if m not in _ASIDE]
    clauses = [c for c in syntax.complements(token) if c.i > token.i]
    if token.pos_ not in ("VERB", "AUX", "ADJ"):
        return [[t for t in syntax.genitive(token) if t.pos_ != "PRON"], *phrases, *([c] for c in clauses)]
    told = [] if top else [s for s in syntax.own_subjects(token) if syntax.label(token) == "ccomp"]
    objects = [] if own_forces or syntax.is_passive(token) else [c for o in syntax.objects(token) for c in syntax.coordinated(o)]
    return [told, objects, syntax.indirect_objects(token), *phrases, *([c] for c in clauses)]
