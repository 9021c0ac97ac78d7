"""Whether a clause speaks of the future: "will meet", "is to meet", "is set to meet", and "said they would meet"."""

from __future__ import annotations

from spacy.tokens import Token

from coder.language import syntax
from coder.ontology.words import load_words

_GRAMMAR = load_words().grammar
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})


def is_future(verb: Token) -> bool:
    own = {a.lower_ for a in syntax.auxiliaries(verb)}
    if own & _FUTURE:
        return True
    head = verb.head
    words = _GRAMMAR["future_adjectives"]
    if syntax.label(verb) == "xcomp" and syntax.has_to(verb) and (head.lower_ in words or head.lemma_.lower() in words):
        return any(a.lemma_.lower() == "be" for a in syntax.auxiliaries(head)) or head.lower_ == "going"
    return "would" in own and syntax.label(verb) == "ccomp" and head.pos_ == "VERB" and head.tag_ in ("VBD", "VBN")
