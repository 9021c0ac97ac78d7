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
    if _is_to(verb):
        return True
    head = verb.head
    words = _GRAMMAR["future_adjectives"]
    if syntax.label(verb) == "xcomp" and syntax.has_to(verb) and (head.lower_ in words or head.lemma_.lower() in words):
        return any(a.lemma_.lower() == "be" for a in syntax.auxiliaries(head)) or head.lower_ == "going"
    return "would" in own and syntax.label(verb) == "ccomp" and head.pos_ == "VERB" and head.tag_ in ("VBD", "VBN")


def _is_to(verb: Token) -> bool:
    """ "are *to* sign", "is *due to* sign", where the parse makes the infinitive the predicate of "be"."""
    if verb.tag_ != "VB" or (not syntax.has_to(verb) and not any(c.lower_ == "due" and syntax.label(c) == "mark" for c in verb.children)):
        return False
    be = [c for c in verb.children if syntax.label(c) == "cop" and c.lower_ in ("is", "are", "were", "was", "'s", "’s", "'re")]
    return bool(be) and be[-1].i < verb.i and any(
        t.lower_ == "to" or (t.lower_ in _GRAMMAR["future_adjectives"]) for t in verb.doc[be[-1].i + 1 : min(be[-1].i + 3, verb.i)]
    ) and any(c.i < be[-1].i for c in syntax.own_subjects(verb))
