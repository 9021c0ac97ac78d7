"""Which words the decider looks at: the triggers of acts, and verbs that no reading knows."""

from __future__ import annotations

from spacy.tokens import Token

from coder.decider.features import View
from coder.language import syntax


def candidates(view: View) -> list[Token]:
    """In order of the text; words whose meaning an act has used up, auxiliaries and words of names are none."""
    used: set[int] = set()
    for act in view.acts.values():
        used.update(act["covered"], act["inner"], [act["light"]] if act["light"] is not None else [])
    found = []
    for token in view.sentence:
        if token.i in view.acts or (token.i not in used and token.i not in view.named and _is_plain_verb(token)):
            found.append(token)
    return found


def _is_plain_verb(token: Token) -> bool:
    return token.pos_ == "VERB" and syntax.label(token) not in ("amod", "case", "aux", "compound", "fixed", "mark")
