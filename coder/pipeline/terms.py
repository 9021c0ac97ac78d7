"""What a reading may call a token: its lemma, the words before it, and the common nouns that a name or a pronoun stands for.

    "precision air strike"   strike, air strike, precision air strike
    "Boko Haram"             rebel, militant, fighter, group
    "some of its troops"     some, some of troop, troop
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from coder.language import syntax
from coder.ontology.words import load_words

NOUN_POS = frozenset({"NOUN", "PROPN"})
HYPHENS = frozenset({"-", "‐", "‑"})
_GRAMMAR = load_words().grammar
_PERSON = frozenset({"person"})
_PERSONAL = frozenset({"he", "she", "him", "her", "himself", "herself"})


def lemma_of(token: Token) -> str:
    """The lemma in lower case; plurals that the tagger took for singulars or names (headlines, capitals) lose their s."""
    lemma = token.lemma_.lower() or token.lower_
    if token.pos_ == "PROPN" and lemma.endswith("men"):
        return lemma[:-2] + "an"
    if token.pos_ in NOUN_POS and lemma == token.lower_ and len(lemma) > 4 and lemma.endswith("s") and not lemma.endswith(("ss", "is", "us", "ies", "news")):
        return lemma[:-1]  # a plural tagged as singular or as a name
    return lemma


def words_before(noun: Token) -> list[Token]:
    """Words right before a noun inside its phrase, for compounds the parse has not joined ("car bomb attack")."""
    found = []
    # not `noun.sent`, which walks the whole document each time
    token = noun
    while token.i and not token.is_sent_start and noun.i - token.i < 3:
        token = token.nbor(-1)
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") and token.text != "-" and not (token.tag_ == "VBN" and syntax.label(token) == "amod"):
            break
        found.append(token)
    return found


def fits(lemmas: frozenset[str], tokens: Sequence[Token], *, names: bool = True, capitals: bool = True, acting: bool = False) -> bool:
    """Whether one of the tokens (or a token with the words before it, "air strike") is in the set; a name by its role."""
    return not lemmas or not lemmas.isdisjoint(terms_of(tokens, names=names, capitals=capitals, acting=acting))


def terms_of(tokens: Sequence[Token], *, names: bool = True, capitals: bool = True, acting: bool = False) -> set[str]:
    """What a reading may call these tokens, or those joined with them: their words, with what stands before or "of" behind, and the roles of names.

    Without *capitals*, a capital is the town and not the government: "seized Kabul" seized no officials.
    """
    found: set[str] = set()
    for token in tokens:
        for item in syntax.coordinated(token):
            found.update(phrases_of(item))
            if names:
                found |= _role_words(item, capitals=capitals, acting=acting)
            lemma = lemma_of(item)
            for mark, noun in syntax.obliques(item):
                if mark == "of":
                    found.add(f"{lemma} of {lemma_of(noun)}")
                    # "some of its troops", "a batch of 200 peacekeepers", "the last of the hostages": the second noun is what is meant
                    if lemma in _GRAMMAR["measures"] or item.pos_ in ("NUM", "DET", "PRON"):
                        found |= terms_of([noun], names=names)
    return found


def _role_words(token: Token, *, capitals: bool = True, acting: bool = False) -> frozenset[str]:
    """The common nouns that a name or pronoun stands for, by the role of its actor: Boko Haram are rebels, the FBI are police."""
    if token.lower_ in _PERSONAL:
        words = _spoken_of(token)
        return _PERSON | words if words or not acting else words  # of whoever acts it must be known that he is somebody
    for actor in token.doc._.actors or []:
        if not actor["start"] <= token.i < actor["end"] or actor["sponsor"]:
            continue
        if actor["kind"] == "demonym":
            # "the American", "three Moroccans"
            return _PERSON if token.pos_ in NOUN_POS and actor["end"] - actor["start"] == 1 and not actor["modifier"] else frozenset()
        if actor["kind"] == "capital" and not capitals:
            return frozenset()
        if actor["kind"] == "pronoun":
            return _spoken_of(token)
        if actor["kind"] != "agent":
            words = _GRAMMAR.get(f"role_{(actor['role'] or '').lower()}", frozenset())
            return words | _PERSON if actor["kind"] in ("person", "leader") else words
    return frozenset()


def _spoken_of(pronoun: Token) -> frozenset[str]:
    """The common nouns that a pronoun stands for, where it is known of whom it speaks."""
    for actor in pronoun.doc._.actors or []:
        if actor["start"] <= pronoun.i < actor["end"]:
            words = _GRAMMAR.get(f"role_{(actor['role'] or '').lower()}", frozenset())
            if pronoun.lower_ in ("it", "its", "itself"):
                words -= load_words().persons
            return words | {actor["name"].lower()} if actor["country"] and not actor["role"] and actor["name"] else words
    return frozenset()


def phrases_of(token: Token) -> list[str]:
    """The word and the words before it, as a family may list them: "strike", "air strike", "precision air strike", "ceasefire"."""
    own = dict.fromkeys((lemma_of(token), token.lower_))
    found = list(own)
    parts = [t for t in words_before(token) if t.text not in HYPHENS][:2]
    for size in range(1, len(parts) + 1):
        for before in ([p.lower_ for p in parts[:size]], [lemma_of(p) for p in parts[:size]]):
            found += [" ".join([*reversed(before), last]) for last in own]
    if token.i and token.nbor(-1).text in HYPHENS and len(parts) > 0:
        found += [parts[0].lower_ + last for last in own]
    return found
