"""Which words the decider looks at: the triggers of acts, and predicates that no reading knows.

A predicate is a verb, an adjective with an infinitive ("is *ready* to send troops"), or a noun to which somebody belongs as doer or
undergoer ("the *snub* to Jakarta by Canberra", "dealt the generals a *rebuke*").
"""

from __future__ import annotations

from spacy.tokens import Token

from coder.decider.features import View
from coder.language import syntax

#: prepositions by which a noun of action has its parties
_PARTIES = frozenset({"on", "against", "of", "by", "between", "with", "to", "for", "from", "at", "over"})


def candidates(view: View) -> list[Token]:
    """In order of the text; words whose meaning an act has used up, auxiliaries and words of names are none."""
    used: set[int] = set()
    for act in view.acts.values():
        used.update(act["covered"], act["inner"], [act["light"]] if act["light"] is not None else [])
    found = []
    for token in view.sentence:
        if token.i in view.acts or (token.i not in used and token.i not in view.named and _is_predicate(view, token)):
            found.append(token)
    return found


def _is_predicate(view: View, token: Token) -> bool:
    if token.pos_ == "VERB":
        return syntax.label(token) not in ("amod", "case", "aux", "compound", "fixed", "mark")
    if token.pos_ == "ADJ":
        return any(syntax.label(c) == "cop" for c in token.children) and any(syntax.has_to(c) for c in token.children)
    return token.pos_ == "NOUN" and token.i not in view.who and _has_parties(view, token)


def _has_parties(view: View, noun: Token) -> bool:
    if any(view.kind(owner) != "-" for owner in syntax.genitive(noun)):
        return True
    if any(mark in _PARTIES and view.kind(party) != "-" for mark, party in syntax.obliques(noun)):
        return True
    verb = noun.head
    return verb.pos_ == "VERB" and syntax.label(noun) in ("obj", "dobj", "nsubj:pass") and any(view.kind(s) != "-" for s in syntax.subjects(verb))
