"""What the decider sees of a trigger: names of features, and word vectors of its neighbours.

    "Baghdad has rejected the referendum as unconstitutional"     trigger: rejected
    names    t=reject  aux=have  c=obj:referendum  c=obl.as:unconstitutional  subj=GOV  r=120 …
    vectors  the word, what it governs, its neighbours, its clause: four means of word vectors, one after another

Names of people, groups and places are replaced by the kind of actor they are, so that the model learns how acts are told and
not who did what in the corpus. Whoever reads `coder explain` sees these names with their weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span, Token

from coder.language import syntax
from coder.ontology.words import load_words

Note = dict[str, Any]
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN"})
_AROUND = _CONTENT | {"ADP", "SCONJ", "PART", "AUX"}
_NAMED = frozenset({"group", "organisation", "institution", "medium", "name", "leader", "person", "country", "demonym", "capital"})
_HYPHENS = frozenset({"-", "‐", "‑"})
_WINDOW_BEFORE, _WINDOW_AFTER = 4, 7
#: beginnings of the names that tell what the readings think of a trigger
OF_READINGS = ("r=", "r3=", "r2=", "rule=", "op=", "inner=", "effect")
#: how many vectors stand one after another, and how long each is made
BLOCKS, SIZE = 4, 2.5


class View:
    """A sentence and what is known of its tokens, made once for all its triggers."""

    def __init__(self, sentence: Span, actors: Sequence[Note], acts: Sequence[Note], units: dict[int, np.ndarray] | None = None) -> None:
        self.sentence = sentence
        #: word vectors of length one by lower-case form; a caller with many views of one vocabulary shares them
        self.units: dict[int, np.ndarray] = {} if units is None else units
        self.doc: Doc = sentence.doc
        self.who: dict[int, str] = {}
        self.named: set[int] = set()
        for actor in actors:
            kind = _class(actor)
            for i in range(actor["start"], actor["end"]):
                if i not in self.who or not actor["modifier"]:
                    self.who[i] = kind
                if actor["kind"] in _NAMED and (actor["kind"] != "leader" or self.doc[i].pos_ == "PROPN"):
                    self.named.add(i)
        self.acts = {act["trigger"]: act for act in acts}
        self._lemmas: dict[int, str] = {}
        self._kinds: dict[int, str] = {}
        #: lemma and part of speech of every token, from the start of the sentence
        self.words = [(self.lemma(x), x.pos_) for x in sentence]
        #: what every trigger of the sentence sees: its content words, each with its place
        self.content = [(i, f"s={lemma}") for i, (lemma, pos) in enumerate(self.words, sentence.start) if pos in _CONTENT]

    def lemma(self, token: Token) -> str:
        """The lemma, or the kind of actor for (a part of) a name."""
        known = self._lemmas.get(token.i)
        if known is None:
            known = self._lemmas[token.i] = self._lemma(token)
        return known

    def _lemma(self, token: Token) -> str:
        if token.i in self.named or (token.pos_ == "PROPN" and token.ent_type_):
            return f"<{self.who.get(token.i, 'NAME')}>"
        if token.pos_ == "NUM" or token.like_num:
            return "<NUM>"
        lemma = token.lemma_.lower() or token.lower_
        if token.i > 1 and token.nbor(-1).text in _HYPHENS and token.nbor(-2).is_alpha and not token.nbor(-1).whitespace_:
            return f"{token.nbor(-2).lower_}-{lemma}"  # "cease-fire" is no fire
        return lemma

    def families(self, token: Token) -> tuple[str, ...]:
        return _families_by_lemma().get(token.lemma_.lower(), ())

    def kind(self, token: Token) -> str:
        """The kind of actor a noun phrase stands for, "-" if none."""
        known = self._kinds.get(token.i)
        if known is None:
            known = self._kinds[token.i] = self._kind(token)
        return known

    def _kind(self, token: Token) -> str:
        found = self.who.get(token.i)
        if found is None:
            for i in range(*syntax.name_span(token)):
                if i in self.who and i not in self.named:
                    return "in." + self.who[i]
                if i in self.who:
                    found = "of." + self.who[i]
        return found or "-"


@cache
def _families_by_lemma() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for name, lemmas in sorted(load_words().families.items()):
        for item in lemmas:
            index.setdefault(item, []).append(name)
    return {lemma: tuple(families) for lemma, families in index.items()}


def _class(actor: Note) -> str:
    if actor["role"]:
        return str(actor["role"])
    if actor["kind"] in ("country", "demonym", "capital"):
        return "STATE"
    return {"person": "PERSON", "pronoun": "PRON", "organisation": "ORG", "name": "NAME"}.get(actor["kind"], "AGENT")


def names(view: View, token: Token) -> list[str]:
    """The names of all features of a trigger, each once, in order of finding."""
    t = view.lemma(token)
    act = view.acts.get(token.i)
    found = [f"t={t}", f"pos={token.pos_}", *(f"tf={f}" for f in view.families(token))]
    particle = syntax.particle(token)
    if particle:
        found.append(f"t={t}+{particle}")
    found += _form(view, token, t)
    found += _above(view, token)
    for child in token.children:
        found += _child(view, token, t, child)
    found += _parties(view, token, t)
    found += _rules(view, act)
    found += _around(view, token)
    return list(dict.fromkeys(found))


def _form(view: View, token: Token, t: str) -> list[str]:
    own = sorted({a.lemma_.lower() if a.lower_ not in ("will", "would", "could", "may", "might", "must", "should", "'ll") else a.lower_ for a in syntax.auxiliaries(token)})
    found = [f"aux={a}" for a in own] + [f"t.aux={t}|{a}" for a in own if a not in ("have", "be")]
    if syntax.is_passive(token):
        found.append("passive")
    if syntax.negations(token):
        found += ["neg", f"t.neg={t}"]
    if syntax.has_to(token):
        found.append("to")
    found.append(f"tag={token.tag_}")
    return found


def _above(view: View, token: Token) -> list[str]:
    head, kind = token.head, syntax.label(token)
    if head.i == token.i:
        return ["dep=root"]
    found = [f"dep={kind}", f"h={kind}:{view.lemma(head)}", f"hl={view.lemma(head)}"]
    mark = syntax.preposition(token) or syntax.clause_mark(token)
    if mark:
        found.append(f"hm={mark}:{view.lemma(head)}")
    for a in syntax.auxiliaries(head):
        found.append(f"h.aux={a.lower_}")
    if syntax.negations(head):
        found.append("h.neg")
    return found


def _child(view: View, token: Token, t: str, child: Token) -> list[str]:
    kind = syntax.label(child)
    if kind in ("punct", "aux", "aux:pass", "auxpass", "det"):
        return []
    mark = syntax.preposition(child) if kind in ("obl", "nmod", "pobj", "obl:agent") else syntax.clause_mark(child) if child.pos_ == "VERB" else None
    slot = f"{kind}.{mark}" if mark else kind
    lemma = view.lemma(child)
    found = [f"c={slot}", f"c={slot}:{lemma}", f"t.c={t}|{slot}"]
    if kind in ("obj", "dobj", "xcomp", "ccomp", "obl", "nmod", "nsubj:pass", "compound", "amod", "acl", "advcl"):
        found.append(f"t.o={t}|{lemma}")
        found.append(f"o={lemma}")
        found += [f"cf={slot}:{f}" for f in view.families(child)]
        found += [f"t.of={t}|{f}" for f in view.families(child)]
        if syntax.negations(child):
            found.append(f"c.neg={kind}")
        for inner in child.children:
            inner_kind = syntax.label(inner)
            if inner_kind in ("punct", "det", "case", "aux", "mark"):
                continue
            found.append(f"g={kind}.{inner_kind}:{view.lemma(inner)}")
            found.append(f"o2={view.lemma(inner)}")
            found += [f"gf={kind}:{f}" for f in view.families(inner)]
    elif kind == "prep":
        found += [f"t.o={t}|{view.lemma(c)}" for c in child.children if syntax.label(c) == "pobj"]
    return found


def _parties(view: View, token: Token, t: str) -> list[str]:
    subjects, objects = syntax.subjects(token)[:1], syntax.objects(token)[:1]
    if token.pos_ in ("NOUN", "PROPN") and token.head.pos_ == "VERB":
        subjects = subjects or syntax.subjects(token.head)[:1]
    s = view.kind(subjects[0]) if subjects else "0"
    o = view.kind(objects[0]) if objects else "0"
    found = [f"subj={s}", f"obj={o}", f"so={s}>{o}", f"t.s={t}|{s}", f"t.obj={t}|{o}"]
    found += [f"sl={view.lemma(x)}" for x in subjects] + [f"sf={f}" for x in subjects for f in view.families(x)]
    found += [f"ob={mark}:{view.kind(noun)}" for mark, noun in syntax.obliques(token)]
    return found


def _rules(view: View, act: Note | None) -> list[str]:
    others = {a["code"][:2] for i, a in view.acts.items() if a["code"] and (act is None or i != act["trigger"])}
    found = [f"other={c}" for c in sorted(others)]
    if act is None or act["code"] is None:
        return [*found, "r=none"]
    code = act["code"]
    found += [f"r={code}", f"r3={code[:3]}", f"r2={code[:2]}", f"rule={act['rule'].split('(')[0]}", *(f"op={o}" for o in act["chain"][-1:])]
    if act["inner_code"]:
        found.append(f"inner={act['inner_code'][:2]}")
    if act["effect"]:
        found.append("effect")
    return found


def _around(view: View, token: Token) -> list[str]:
    found: list[str] = []
    here = token.i - view.sentence.start
    for at in range(max(0, here - _WINDOW_BEFORE), min(len(view.words), here + _WINDOW_AFTER + 1)):
        offset = at - here
        if offset == 0:
            continue
        lemma, pos = view.words[at]
        if abs(offset) <= 2:
            found.append(f"w{offset:+d}={lemma}")
        if pos in _AROUND:
            found.append(f"b{'-' if offset < 0 else '+'}={lemma}")
    found += [name for i, name in view.content if i != token.i]
    return found


def vectors(view: View, token: Token) -> np.ndarray:
    """Four means of word vectors, each of length SIZE or zero: shape (BLOCKS * width,), float32."""
    governed = [c for c in token.children if syntax.label(c) in ("obj", "dobj", "xcomp", "ccomp", "nsubj:pass", "acl", "advcl", "compound", "nmod", "obl")
                and c.i not in view.named]
    below = [g for c in governed for g in c.children if g.pos_ in _CONTENT and g.i not in view.named]
    first, last = token.i - _WINDOW_BEFORE, token.i + _WINDOW_AFTER
    near = [view.doc[i] for i, _ in view.content if first <= i <= last and i not in view.named]
    return np.concatenate([_mean(view, group) for group in ([token], governed, below, near)])


def _mean(view: View, tokens: Sequence[Token]) -> np.ndarray:
    total = np.zeros(view.doc.vocab.vectors_length, dtype="float32")
    for token in tokens:
        unit = view.units.get(token.lower)
        if unit is None:
            vector = np.asarray(token.vector)
            size = float(np.sqrt(vector.dot(vector)))
            unit = view.units[token.lower] = vector / size if size > 0 else vector
        total += unit
    size = float(np.sqrt(total.dot(total)))
    return total * (SIZE / size) if size > 0 else total
