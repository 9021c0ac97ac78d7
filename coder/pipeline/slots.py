"""The slots of readings and operators: where in the parse the parties of an act stand.

What each slot means is told, with examples, in `coder/ontology/actions/README.md`. A slot of a slot is joined by a dot: `object.of`.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from coder.language import syntax
from coder.ontology.words import load_words
from coder.pipeline.terms import HYPHENS, NOUN_POS, lemma_of

_GRAMMAR = load_words().grammar
#: prepositions of phrases that may stand before that of a party and take it, by its preposition: "a pledge *of* aid *over* two years *to* Kenya"
_BETWEEN = {
    **dict.fromkeys(("on", "against", "at"), ("by", "of", "between", "from")), "with": ("of", "for", "in", "during", "after", "on"),
    "by": ("of", "for", "to", "on", "against", "in"), "to": ("of", "for", "in", "over", "by", "on", "about"), "for": ("of", "for", "in", "over"),
    "between": ("of", "for", "in", "at"),
}
#: nouns after which stands what is given back: "aid in *exchange* for prisoners"
_RETURNS = frozenset({"exchange", "return", "response", "reaction", "answer"})
#: what somebody stands along when he faces the one on the other side
_BORDERS = frozenset({"border", "frontier", "boundary"})
_ALONG = frozenset({"along", "near", "on", "at", "to", "toward", "towards", "across"})
_AROUND = frozenset({"around", "round", "outside", "at", "near", "opposite"})
#: slots for whoever acts in a clause beside the verb, by the words that open it
_OCCASIONS = {"circumstance": frozenset({"as", "after", "when", "because", "since"}), "condition": frozenset({"if", "unless", "until"})}

#: the tokens that fill the slot of a name on a token
Slot = Callable[[Token, str], list[Token]]


def verb_slot(verb: Token, name: str) -> list[Token]:
    """The tokens that fill a slot of a verb, such as subject, object, `against` or `object.of`; a name that is no slot of its own is a preposition."""
    if name == "subject":
        found = syntax.subjects(verb)
        if found or not syntax.is_passive(verb):
            return found
        return [t for n in _asides(verb) for t in preposition_slot(n, "by")]  # "were fed for a month *by* the Red Cross"
    if name == "object":
        found = syntax.objects(verb)
        # "kidnapped five *of its guards*": what is counted may hang on the verb
        return found + [n for m, n in syntax.obliques(verb) if m == "of" and any(o.pos_ == "NUM" and o.i < n.i for o in found)]
    if name == "indirect":
        return syntax.indirect_objects(verb) or _recipient(verb)
    if name == "clause":
        return [s for c in syntax.complements(verb) for s in syntax.own_subjects(c)]
    if name.startswith("subject."):
        return [t for o in syntax.grammatical_subjects(verb) for t in noun_slot(o, name[8:])]
    if name == "recipient":  # "denied *the fishermen* a permit": the first of two objects, or one that is an actor
        objects = syntax.objects(verb)
        return objects[:1] if len(objects) > 1 else _known(objects)
    if name == "told":  # "ordered *Cuba* to leave": who is to do what the infinitive says
        return _known(syntax.objects(verb)) if any(syntax.has_to(c) for c in syntax.complements(verb)) else []
    if name == "aim":
        # "scrambled jets *to intercept Russian bombers*"
        return [o for n in (verb, *syntax.objects(verb)) for c in syntax.complements(n) if syntax.has_to(c) for o in syntax.objects(c)]
    if name in _OCCASIONS:
        # "put troops on alert *as Chinese bombers* passed"; small parsers take the subject for the noun of a phrase
        said = [c for c in verb.children if syntax.label(c) == "advcl" and syntax.clause_mark(c) in _OCCASIONS[name] and not syntax.is_passive(c)]
        told = [n for m, n in syntax.obliques(verb) if m in _OCCASIONS[name] and any(syntax.label(c) == "acl" for c in n.children)]
        return [s for c in said for s in syntax.own_subjects(c)] + told
    if name == "border":
        # "along the frontier with China", "to woods near the Ukrainian border"
        phrases = [x for n in (verb, *syntax.objects(verb)) for x in syntax.obliques(n)]
        phrases += [x for _, n in phrases for x in syntax.obliques(n)]
        borders = [n for m, n in phrases if m in _ALONG and lemma_of(n) in _BORDERS] + [o for o in syntax.objects(verb) if lemma_of(o) in _BORDERS]
        return [t for n in borders for t in noun_slot(n, "with") or preposition_slot(verb, "with") or [*syntax.modifiers(n), *syntax.genitive(n)]]
    if name == "site":
        # "stepped up security *at American missions*"; a town that is named is only where it is done
        phrases = [x for n in (verb, *syntax.objects(verb)) for x in syntax.obliques(n)]
        return [n for m, n in phrases if m in _AROUND and n.pos_ == "NOUN"]
    if name == "facing":
        return [o for c in syntax.clauses(verb) if lemma_of(c) == "face" and not syntax.is_passive(c) for o in syntax.objects(c)]
    if name == "front":
        return [t for n in (verb, *syntax.objects(verb)) for t in noun_slot(n, "front")]
    first, _, rest = name.partition(".")
    if first == "complement":  # "let go *of* the sailors"
        return [t for c in syntax.complements(verb) for t in verb_slot(c, rest)]
    if rest:  # "object.by", "into.by", "to.with": the phrase on the noun that fills the first slot
        return [t for noun in with_coordinated(verb_slot(verb, first)) for t in noun_slot(noun, rest)]
    # "gave it back *to* Cuba", "talked for hours *with* rebels": the phrase hangs on what stands between
    beside = [*_asides(verb), *(syntax.agents(verb) if name == "with" else [])]
    found = preposition_slot(verb, name)
    if name == "by" and not syntax.is_passive(verb):
        found += [t for t in syntax.agents(verb) if t not in found]  # "claimed fraud *by* the commission"
    return (found or [t for n in beside for t in preposition_slot(n, name)]
            or [t for c in verb.children if c.pos_ == "ADV" and c.i > verb.i for t in preposition_slot(c, name)])


def noun_slot(noun: Token, name: str) -> list[Token]:
    """The tokens that fill a slot of a noun, such as poss, compound, maker or a preposition."""
    if name == "poss":
        return syntax.genitive(noun)
    if name == "compound":
        # an adjective is a party only if it names one: "Israeli talks", not "secret talks"
        return [m for m in syntax.modifiers(noun) if m.pos_ in ("NOUN", "PROPN") or (m.pos_ == "ADJ" and _names_somebody(m))]
    if name == "head":
        return [noun.head]
    if name == "party":  # "a *British* request": only who is known
        start, end = syntax.name_span(noun)
        return [noun.doc[a["start"]] for a in noun.doc._.actors or [] if start <= a["start"] and a["end"] <= min(end, noun.i) and not a["sponsor"]]
    if name == "subject":
        return syntax.own_subjects(noun)  # "police were on *alert*"
    if name == "front":
        return [t for m, n in syntax.obliques(noun) if m == "in" and lemma_of(n) == "front" for t in preposition_slot(n, "of")]
    if name == "targeting":
        return [o for c in syntax.clauses(noun) if lemma_of(c) in _GRAMMAR["aiming_verbs"] and not syntax.is_passive(c) for o in syntax.objects(c)]
    first, _, rest = name.partition(".")
    if rest:
        return [t for other in noun_slot(noun, first) for t in noun_slot(other, rest)]
    if name == "maker":  # "an offer made by *Cuba*", "the offer that *Cuba* made"
        return [s for c in _restrictive(noun) if noun in syntax.objects(c) for s in syntax.subjects(c) if s != noun and s.pos_ != "PRON"]
    if name == "clause":  # "reports that *Cuba* paid"
        return [s for c in syntax.clauses(noun) if syntax.clause_mark(c) == "that" for s in syntax.own_subjects(c)]
    if name == "affected":  # "a ban that kept *Cubans* out", "a rule hurting *Cubans*"
        return [t for c in _restrictive(noun) if noun in syntax.subjects(c) for t in fill(("object", "on", "clause"), c, verb_slot)]
    direct = preposition_slot(noun, name)
    if direct or name == "of":
        return direct
    # "an attack by rebels on a base", "the withdrawal of troops from Lebanon": the second phrase often hangs on the noun of the first
    return [t for mark, n in syntax.obliques(noun) if mark in _BETWEEN.get(name, ("of", "for")) and lemma_of(n) not in _RETURNS for t in preposition_slot(n, name)]


def preposition_slot(token: Token, name: str) -> list[Token]:
    """The nouns that hang on a token by a preposition."""
    return [noun for mark, noun in syntax.obliques(token) if mark == name]


def filled(slots: tuple[str, ...], token: Token, slot: Slot) -> list[list[Token]]:
    """The tokens of every slot that is filled, in order, each with what is coordinated with them."""
    groups = [list(dict.fromkeys(c for t in slot(token, name) for c in syntax.coordinated(t))) for name in slots]
    return [group for group in groups if group]


def fill(slots: tuple[str, ...], token: Token, slot: Slot) -> list[Token]:
    """The tokens of the first slot that is filled."""
    return next(iter(filled(slots, token, slot)), [])


def with_coordinated(tokens: list[Token]) -> list[Token]:
    return list(dict.fromkeys(c for t in tokens for c in syntax.coordinated(t)))


def _asides(verb: Token) -> list[Token]:
    """When, where and by what means: nouns on which no party hangs ("talked for hours *with* rebels", "met in Doha *with* rebels"), whatever the parse says."""
    found = [c for c in verb.children if c.i > verb.i and syntax.label(c) in ("obl", "obl:unmarked", "obl:tmod", "obl:agent", "nmod:unmarked", "xcomp")]
    return [n for n in found if (syntax.label(n) == "xcomp" and n.pos_ == "ADJ") or lemma_of(n) in _GRAMMAR["time_nouns"] or lemma_of(n) in _GRAMMAR["means_nouns"]
            or (n.pos_ == "PROPN" and syntax.preposition(n) in ("in", "at", "near"))]


def _recipient(verb: Token) -> list[Token]:
    """Who is given something, where the parse took him for a part of what is given: "lent *Angola* two billion dollars"."""
    if lemma_of(verb) not in _GRAMMAR["giving_verbs"] or syntax.is_passive(verb):
        return []
    given = syntax.objects(verb)
    if len(given) > 1 and given[0].i > verb.i and given[0] not in given[1].conjuncts:
        return given[:1]
    if len(given) != 1 or given[0].i < verb.i or verb_slot(verb, "to") or noun_slot(given[0], "to"):
        return []
    before = [m for m in given[0].children if verb.i < m.i < given[0].i]
    nouns = [m for m in before if m.pos_ in NOUN_POS and m.nbor(-1).text not in HYPHENS
             and not any(q.i < m.i and q.pos_ in ("NUM", "ADJ") and q.text.islower() and syntax.label(q) != "compound" for q in before)]
    for noun in reversed(nouns):
        following = noun.nbor()
        if following.pos_ in ("NUM", "DET", "SYM") or following.tag_ == "PRP$" or (following.pos_ in ("ADJ", "ADV") and not noun.text.isupper()):
            return [noun]
        if noun.tag_ == "NNS" and following.pos_ in NOUN_POS:
            return [noun]
    bare = not any(m.pos_ == "DET" for m in before)
    return [n for n in nouns if n.pos_ == "PROPN" and n.nbor().pos_ != "PROPN" and not n.text.isupper() and bare][:1]


def _names_somebody(token: Token) -> bool:
    return any(a["start"] <= token.i < a["end"] for a in token.doc._.actors or [])


def _known(tokens: list[Token]) -> list[Token]:
    """Those that are named as actors themselves, not by a word before them."""
    return [t for t in tokens if any(a["start"] <= t.i < a["end"] for a in t.doc._.actors or [])]


def _restrictive(noun: Token) -> list[Token]:
    """The participles and relative clauses that say which one is meant, without a comma before them: "a plan *drawn up by Cuba*"."""
    found = [c for c in syntax.clauses(noun) if not syntax.has_to(c) and c.left_edge.i > noun.i]
    return [c for c in found if "," not in (c.left_edge.text, c.left_edge.nbor(-1).text)]
