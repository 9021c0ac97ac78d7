"""Lexical substitution on gold trees: words of conflict and diplomacy in sentences whose structure is known.

The treebanks hardly have "bombed", "militia" or "al-Sudani". Swapping verbs of one frame for verbs of the same frame,
nouns for nouns of the same number and names for names, all from the project's own ontology, leaves the gold tree
true and shows the parser the vocabulary it will meet.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coder.language.training.conllu import DEPREL, FORM, HEAD, MISC, UPOS, XPOS, Sentence
from coder.language.training.variants import curl
from coder.ontology.actor_index import plural
from coder.ontology.files import read_table
from coder.ontology.readings import load_readings
from coder.ontology.words import load_words as load_ontology_words

HERE = Path(__file__).parent
ACTORS = HERE.parents[1] / "ontology" / "actors"
_VERB_TAGS = ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG")
_NOUN_RELATIONS = frozenset(
    ("nsubj", "obj", "nsubj:pass", "obl", "obl:agent", "nmod", "conj", "compound", "appos")
)
#: verbs that double their last consonant though they have two syllables, or only one
_DOUBLING = frozenset("ban plan jog rob stab grab bar rid trap stop step drop pin gun admit permit commit rebel quell repel propel".split()) - {"quell"}
#: operators whose verbs take a clause rather than a noun
_NO_NOUN_OBJECT = frozenset({"agree", "force", "warn"})
#: classes of speech verbs that take a that-clause
_SPEECH = ("neutral", "claim", "confirm", "deny", "warn", "promise")
#: share of eligible words that are swapped
_SHARE = 0.35


@dataclass(frozen=True)
class Words:
    """What is put in: verbs by frame (lemmas), nouns by number, nationalities and names."""

    transitive: tuple[str, ...]
    intransitive: tuple[str, ...]
    saying: tuple[str, ...]
    asking: tuple[str, ...]
    singular: tuple[str, ...]
    plural: tuple[str, ...]
    nationalities: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    places: tuple[str, ...]
    groups: tuple[str, ...]


def _single(words: list[str]) -> tuple[str, ...]:
    """One-word entries in a fixed order, each once."""
    return tuple(sorted({w for w in words if w.isalpha()}))


def load_words() -> Words:
    """The lists, drawn from the ontology."""
    readings, lists = load_readings(), load_ontology_words()
    verbs = [r for r in readings.all if r.kind == "verb" and r.particle is None]
    transitive = [r.lemma for r in verbs if "object" in r.target and not r.reciprocal]
    intransitive = [r.lemma for r in verbs if r.reciprocal or ("object" not in r.target and not r.object)]
    speech = [v for kind in _SPEECH for v in lists.context["speech"][kind]]
    operators = [(verb, operator) for verb, found in readings.operator_verbs.items() for particle, operator in found if particle is None]
    asking = [verb for verb, operator in operators if "object" in operator.addressee]
    transitive += [verb for verb, operator in operators if operator.name not in _NO_NOUN_OBJECT]
    agents = list(read_table(ACTORS / "agents.csv"))
    families = [w for name in ("weapons", "talks", "agreements", "ceasefires", "attacks", "territory", "buildings", "sanctions")
                for w in lists.families.get(name, ())]
    nouns = [a["agent"] for a in agents if a["plural"] != a["agent"]] + families
    plurals = [a["plural"] or plural(a["agent"]) for a in agents] + [plural(w) for w in families]
    countries = list(read_table(ACTORS / "countries.csv"))
    people = [row["name"].split() for row in read_table(ACTORS / "leaders.csv")]
    groups = [row["name"] for row in read_table(ACTORS / "groups.csv")]
    groups += [a for row in read_table(ACTORS / "groups.csv") for a in row["aliases"].split("|")]
    return Words(
        transitive=_single(transitive), intransitive=_single(intransitive), saying=_single(speech), asking=_single(asking),
        singular=_single(nouns), plural=_single(plurals),
        nationalities=_single([row["demonyms"].split("|")[0] for row in countries]),
        given=_single([p[0] for p in people if len(p) > 1]), family=_single([p[-1] for p in people]),
        places=_single([row[key] for row in countries for key in ("name", "capital")]),
        groups=_single(groups),
    )


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    lines = (HERE / "irregular_verbs.tsv").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: tuple(line.split("\t")[1:]) for line in lines}


def inflected(verb: str, tag: str) -> str:
    """The form of a verb for a Penn tag."""
    if tag in ("VB", "VBP"):
        return verb
    place = ("VBZ", "VBD", "VBN", "VBG").index(tag)
    if verb in _irregular():
        return _irregular()[verb][place]
    y = verb.endswith("y") and verb[-2] not in "aeiou"
    doubled = verb + verb[-1] if verb in _DOUBLING else verb
    if tag == "VBZ":
        return verb[:-1] + "ies" if y else verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    if tag == "VBG":
        return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else doubled) + "ing"
    return verb + "d" if verb.endswith("e") else verb[:-1] + "ied" if y else doubled + "ed"


def substitute(sentence: Sentence, rng: random.Random, words: Words, share: float = _SHARE) -> int:
    """Swap words of a sentence in place; returns how many. The names become unknown, since they changed."""
    rows = sentence.rows
    children: list[list[int]] = [[] for _ in range(len(rows) + 1)]
    for i, row in enumerate(rows):
        children[int(row[HEAD])].append(i)
    if rng.random() < 0.3:
        curl(sentence)
    changed = 0
    for i, row in enumerate(rows):
        if _hyphenated(rows, i) or not row[FORM].isalpha():
            continue
        below = {rows[k][DEPREL] for k in children[i + 1]}
        marks = {rows[k][FORM].lower() for k in children[i + 1]}
        new = _replacement(row, i, below, marks, rng, words, share)
        if new is None or (i and rows[i - 1][FORM].lower() in ("a", "an") and _vowel(new) != _vowel(row[FORM])):
            continue
        if i == 0 or row[FORM][:1].isupper():
            new = new[:1].upper() + new[1:]
        if row[FORM].isupper() and len(row[FORM]) > 3:
            new = new.upper()
        row[FORM] = new
        changed += 1
    if changed:
        sentence.reglue()
        sentence.comments = [c.replace("ner = yes", "ner = no") for c in sentence.comments]
    return changed


def _hyphenated(rows: list[list[str]], i: int) -> bool:
    after = "SpaceAfter=No" in rows[i][MISC] and i + 1 < len(rows) and rows[i + 1][FORM] == "-"
    return after or (i > 0 and rows[i - 1][FORM] == "-")


def _vowel(word: str) -> bool:
    return word[:1].lower() in "aeiou"


def _replacement(
    row: list[str], i: int, below: set[str], marks: set[str], rng: random.Random, words: Words, share: float
) -> str | None:
    tag, relation = row[XPOS], row[DEPREL]
    if row[UPOS] == "VERB" and tag in _VERB_TAGS:
        if relation in ("amod", "case", "fixed", "compound", "mark", "cc") or rng.random() >= share:
            return None
        lemmas = _verbs(below, words)
        return inflected(rng.choice(lemmas), tag) if lemmas else None
    if row[UPOS] == "NOUN" and relation in _NOUN_RELATIONS:
        if any(r.startswith(("acl", "ccomp", "csubj")) for r in below) or rng.random() >= share * 0.75:
            return None
        if tag == "NNS":
            return rng.choice(words.plural)
        if tag == "NN" and (below & {"det", "amod"} or relation == "compound"):
            return rng.choice(words.singular)
        return None
    if rng.random() >= share or not row[FORM][:1].isupper():
        return None
    if tag == "JJ" and i and relation == "amod":
        return rng.choice(words.nationalities)
    return _name(relation, below, marks, rng, words) if tag == "NNP" else None


def _verbs(below: set[str], words: Words) -> tuple[str, ...]:
    """Verbs that can stand with these dependents."""
    if below & {"compound:prt", "iobj", "expl"}:
        return ()
    if "ccomp" in below:
        return words.saying if "obj" not in below else ()
    if "xcomp" in below:
        return words.asking if "obj" in below else ()
    if "csubj" in below:
        return ()
    if below & {"obj", "nsubj:pass", "obl:agent"}:
        return words.transitive
    if "nsubj" in below and any(r.startswith("obl") for r in below):
        return words.intransitive
    return ()


def _name(relation: str, below: set[str], marks: set[str], rng: random.Random, words: Words) -> str | None:
    if relation == "flat":
        return rng.choice(words.family)
    if "flat" in below:
        return rng.choice(words.given)
    if relation in ("obl", "nmod") and marks & {"in", "from", "to", "near", "at"} and "compound" not in below:
        return rng.choice(words.places)
    if relation in ("nsubj", "obj", "nsubj:pass", "obl:agent", "conj", "nmod:poss") and not below & {
        "compound", "flat", "amod", "det", "nummod", "appos",
    }:
        return rng.choice(words.family + words.places + words.groups)
    return None
