"""coder_headlines: clauses whose verb the tagger took for a noun, read again by word order.

    "Rebels seize Goma"   "Armed men kill 30"   "Law student kills Rabin"

Headlines, capitals and digests in the present tense have verbs without endings that look like nouns, and then the whole clause hangs
together wrongly. Where a stretch of text has no finite verb, but a word that readings know as a verb, that agrees with the noun before it,
it is made the verb of the clause: what stands before it its subject, what follows its object and its phrases.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from coder.language import syntax
from coder.ontology.readings import load_readings

NAME = "coder_headlines"
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
_INSIDE = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN", "ADV", "PRON", "SYM"})
_JOINTS = frozenset({"after", "as", "when", "while", "before", "because", "since"})
_BREAKS = frozenset({";", ":", "–", "—"})


@cache
def _verbs() -> frozenset[str]:
    readings = load_readings()
    return frozenset(readings.verbs) | frozenset(readings.operator_verbs)


@cache
def _nouns() -> frozenset[str]:
    readings = load_readings()
    return frozenset(readings.nouns) | frozenset(readings.operator_nouns)


def _base(form: str) -> tuple[str, bool] | None:
    """(lemma, whether it is the third person singular) if the form is one of a verb that readings know."""
    if form in _verbs():
        return form, False
    for ending, put in (("ies", "y"), ("es", ""), ("s", "")):
        if form.endswith(ending) and len(form) > len(ending) + 1 and form[: -len(ending)] + put in _verbs():
            return form[: -len(ending)] + put, True
    return None


def _segments(sentence: Span) -> Iterator[tuple[int, int]]:
    """Token ranges of the clauses a sentence may have, parted at conjunctions, colons and semicolons."""
    start = sentence.start
    for token in sentence:
        if token.lower_ in _JOINTS or token.text in _BREAKS:
            if token.i > start:
                yield start, token.i
            start = token.i + 1
    if sentence.end > start:
        yield start, sentence.end


def _plural(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS") or (token.lower_.endswith("s") and not token.lower_.endswith("ss")) or token.lower_ in (
        "police", "people", "men", "women", "troops", "children", "gunmen", "militiamen") or token.pos_ == "NUM"


def _subject(doc: Doc, start: int, verb: int) -> Token | None:
    """The first noun of the clause that heads a phrase of its own."""
    for token in doc[start:verb]:
        if token.pos_ in _NOMINAL and syntax.preposition(token) is None and not (
            token.i + 1 < verb and doc[token.i + 1].pos_ in ("NOUN", "PROPN") and syntax.label(token) in ("compound", "amod", "nmod:poss", "nummod", "flat", "nmod")
        ):
            return token
    return None


def find_verb(doc: Doc, start: int, end: int) -> tuple[Token, str, bool, Token] | None:
    """(verb, lemma, singular, subject) of a clause without a finite verb, or None."""
    if any(t.tag_ in _FINITE or t.pos_ == "AUX" for t in doc[start:end]):
        return None
    best: tuple[int, int, tuple[Token, str, bool, Token]] | None = None
    for token in doc[start + 1 : end]:
        found = _base(token.lower_) if token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ") and token.tag_ not in ("VBN", "VBG") else None
        if found is None or doc[token.i - 1].pos_ not in _NOMINAL | {"ADV"}:
            continue
        if any(syntax.label(c) in ("case", "nmod:poss", "poss") for c in token.children if c.i == token.i - 1) or token.i + 1 >= end:
            continue
        lemma, singular = found
        subject = _subject(doc, start, token.i)
        if subject is None:
            continue
        agrees = not _plural(doc[token.i - 1]) or not _plural(subject) if singular else _plural(subject) or _plural(doc[token.i - 1])
        follows = doc[token.i + 1]
        if not agrees or follows.pos_ in ("PUNCT", "VERB", "AUX", "CCONJ"):
            continue
        told = (follows.pos_ in ("DET", "NUM", "PROPN", "PRON", "ADJ", "NOUN")) + 2 * (lemma not in _nouns()) + (_base(follows.lower_) is None)
        key = (told, -token.i)
        if told >= 2 and (best is None or key > best[:2]):
            best = (told, -token.i, (token, lemma, singular, subject))
    return best[2] if best is not None else None


def rewire(doc: Doc, start: int, end: int, verb: Token, subject: Token, above: Token | None) -> dict[int, tuple[int, str]]:
    """token index -> (index of head, label) of a clause around its verb."""
    tree: dict[int, tuple[int, str]] = {verb.i: (above.i, "advcl") if above is not None else (verb.i, "ROOT"), subject.i: (verb.i, "nsubj")}
    for token in doc[start : verb.i]:
        if token.i not in tree:
            inside = start <= token.head.i < verb.i and token.head.i != token.i
            tree[token.i] = (token.head.i, token.dep_) if inside else (subject.i, "nmod" if token.pos_ in _NOMINAL else "punct" if token.is_punct else "dep")
    seen = {subject.i}
    for i in sorted(range(start, verb.i), key=lambda i: abs(i - subject.i)):
        path, at = [], i
        while at not in seen and at not in path and at != verb.i:
            path.append(at)
            at = tree[at][0]
        if at in path:  # a circle made by the new subject: hang its members on the subject
            tree[i] = (subject.i, "dep")
        seen.update(path)
    _phrases(doc, verb, end, tree)
    return tree


def _phrases(doc: Doc, verb: Token, end: int, tree: dict[int, tuple[int, str]]) -> None:
    """The phrases after the verb: the first without a preposition is its object, the others hang on it by theirs."""
    i, mark, object_found, last = verb.i + 1, None, False, None
    while i < end:
        token = doc[i]
        if token.pos_ == "ADP" and i + 1 < end:
            mark = token
            tree[i] = (verb.i, "advmod")
            i += 1
            continue
        run = i
        while run < end and doc[run].pos_ in _INSIDE:
            run += 1
        nominal = [t for t in doc[i:run] if t.pos_ in _NOMINAL]
        if not nominal:
            tree[i] = (verb.i, "punct" if token.is_punct else "cc" if token.pos_ == "CCONJ" else "dep")
            i += 1
            continue
        head = nominal[-1]
        joined = last is not None and doc[i - 1].pos_ == "CCONJ"
        if joined and last is not None:
            tree[head.i], tree[i - 1] = (last.i, "conj"), (head.i, "cc")
        elif mark is not None:
            of = mark.lower_ == "of" and last is not None
            tree[head.i] = (last.i, "nmod") if of and last is not None else (verb.i, "obl")
            tree[mark.i] = (head.i, "case")
        else:
            tree[head.i] = (verb.i, "dep" if object_found else "obj")
            object_found = True
        labels = {"DET": "det", "ADJ": "amod", "NUM": "nummod", "ADV": "advmod"}
        for inner in doc[i:run]:
            if inner.i != head.i:
                tree[inner.i] = (head.i, labels.get(inner.pos_, "compound"))
        last, mark, i = head, None, run


class Headlines:
    """Rewrite the trees of clauses whose verb was taken for a noun, and tags of verbs after modal verbs."""

    def __init__(self, name: str = NAME) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        if not doc.has_annotation("DEP"):
            return doc
        _mend_modals(doc)
        for sentence in list(doc.sents):
            above: Token | None = None
            for start, end in _segments(sentence):
                found = find_verb(doc, start, end)
                if found is None:
                    if above is None:
                        break  # the main clause stands: its parts are not ours to move
                    continue
                verb, lemma, singular, subject = found
                tree = rewire(doc, start, end, verb, subject, above)
                for token in sentence:
                    if not start <= token.i < end and (start <= token.head.i < end or (above is None and token.head.i == token.i)):
                        tree[token.i] = (verb.i, "punct" if token.is_punct else "dep")
                if not _is_tree(sentence, tree):
                    continue
                for i, (head, label) in sorted(tree.items()):
                    doc[i].head = doc[head]
                    doc[i].dep_ = label
                verb.tag_, verb.pos_, verb.lemma_ = ("VBZ" if singular else "VBP"), "VERB", lemma
                above = above or verb
        return doc


def _mend_modals(doc: Doc) -> None:
    """ "would *free* 1,500 prisoners": what a modal verb stands before, and no "be", is no adjective or noun but a verb."""
    for token in doc:
        if token.pos_ in ("ADJ", "NOUN", "ADV") and token.lower_ in _verbs():
            own = [c for c in token.children if syntax.label(c) in ("aux", "cop")]
            if any(c.tag_ == "MD" for c in own) and all(c.tag_ == "MD" for c in own):
                token.tag_, token.pos_, token.lemma_ = "VB", "VERB", token.lower_


def _is_tree(sentence: Span, changes: dict[int, tuple[int, str]]) -> bool:
    """Whether every token of the sentence would still hang, without a circle, on one that hangs on itself."""
    heads = {t.i: changes[t.i][0] if t.i in changes else t.head.i for t in sentence}
    for start in heads:
        at, steps = start, 0
        while heads.get(at, at) != at:
            at, steps = heads[at], steps + 1
            if steps > len(heads):
                return False
        if at not in heads:
            return False
    return True


@Language.factory(NAME, assigns=["token.head", "token.dep", "token.pos", "token.lemma"])
def make_headlines(nlp: Language, name: str) -> Headlines:
    return Headlines(name)
