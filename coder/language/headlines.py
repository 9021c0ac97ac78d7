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
from coder.ontology.words import load_words

NAME = "coder_headlines"
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
_INSIDE = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN", "ADV", "PRON", "SYM"})
_JOINTS = frozenset({"after", "as", "when", "while", "before", "because", "since"})
_BREAKS = frozenset({";", ":", "–", "—"})
_NOMINAL_LABELS = frozenset({"compound", "amod", "nmod", "flat", "appos", "nummod", "nmod:unmarked", "nmod:desc"})
#: tokens between a noun and the verb it is the subject of
_SUBJECT_REACH = 6


@cache
def _verbs() -> frozenset[str]:
    readings = load_readings()
    return frozenset(readings.verbs) | frozenset(readings.operator_verbs)


@cache
def _people() -> frozenset[str]:
    """Nouns for people whose plural before a word makes that word their verb: "fighters *surrender*"."""
    families = load_words().families
    return frozenset().union(*(families[f] for f in ("people", "combatants", "irregulars", "nationals", "killing_weapons")))


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


def _segments(sentence: Span, *, headline: bool) -> Iterator[tuple[int, int]]:
    """Token ranges of the clauses a sentence may have, parted at conjunctions, colons and semicolons, in headlines also at commas."""
    start = sentence.start
    for token in sentence:
        if token.lower_ in _JOINTS or token.text in _BREAKS or (headline and token.text == ",") or _goes_on(token):
            if token.i > start:
                yield start, token.i
            start = token.i + 1
    if sentence.end > start:
        yield start, sentence.end


def _goes_on(token: Token) -> bool:
    """The "and" of a second verb that the parse joined to a noun: "a missile destroyed homes *and* killed two", all under *homes*."""
    return token.lower_ == "and" and token.i + 1 < len(token.doc) and token.nbor(1).tag_ in ("VBD", "VBZ") and token.head.i == token.i + 1 and (
        syntax.label(token.head) == "conj" and token.head.head.pos_ in ("NUM", "NOUN", "PROPN") and not syntax.own_subjects(token.head)
    )


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


def _people_in_plural(token: Token) -> bool:
    lower = token.lower_
    return _plural(token) and (lower in _people() or lower.removesuffix("s") in _people() or lower.removesuffix("men") + "man" in _people())


def _is_finite(token: Token) -> bool:
    """A finite verb by its tag, unless it stands as a noun does ("court *blocks* result", all one phrase) or is a plural before its verb."""
    if token.tag_ not in _FINITE and token.pos_ != "AUX":
        return False
    if token.pos_ == "AUX":
        return True
    if token.tag_ == "VBZ" and syntax.label(token) in _NOMINAL_LABELS:
        return False
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return not (token.tag_ == "VBZ" and _people_in_plural(token) and after is not None and after.lower_ in _verbs())


def _past(token: Token) -> bool:
    """ "a missile *destroyed* homes", all one phrase: a participle with a noun before it that hangs on the noun behind it."""
    if token.tag_ != "VBN" or syntax.label(token) != "amod" or token.head.i < token.i or not token.i or token.is_sent_start:
        return False
    before = token.nbor(-1)
    return before.pos_ in ("NOUN", "PROPN") and syntax.label(before) in ("compound", "amod", "nmod") and before.head.i in (token.i, token.head.i) and token.lemma_.lower() in _verbs()


def find_verb(doc: Doc, start: int, end: int) -> tuple[Token, str, bool, Token] | None:
    """(verb, lemma, singular, subject) of a clause without a finite verb, or None."""
    if any(_is_finite(t) for t in doc[start:end]):
        return None
    best: tuple[int, int, tuple[Token, str, bool, Token]] | None = None
    for token in doc[start + 1 : end]:
        if _past(token):
            subject = _subject(doc, start, token.i)
            if subject is not None:
                return token, token.lemma_.lower(), False, subject
        found = _base(token.lower_) if token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ") and token.tag_ not in ("VBN", "VBG") else None
        if found is None or doc[token.i - 1].pos_ not in _NOMINAL | {"ADV"}:
            continue
        if any(syntax.label(c) in ("case", "nmod:poss", "poss") for c in token.children if c.i == token.i - 1):
            continue
        lemma, singular = found
        follows = doc[token.i + 1] if token.i + 1 < end and not doc[token.i + 1].is_space else None
        last = follows is None or (follows.pos_ == "CCONJ" and token.i + 2 < end and _base(doc[token.i + 2].lower_) is not None)
        subject = _subject(doc, start, token.i)
        if subject is None:
            continue
        agrees = not _plural(doc[token.i - 1]) or not _plural(subject) if singular else _plural(subject) or _plural(doc[token.i - 1])
        person = not singular and _people_in_plural(doc[token.i - 1])
        if not agrees or (last and lemma in _nouns() and not person) or (follows is not None and not last and follows.pos_ in ("PUNCT", "VERB", "AUX", "CCONJ")):
            continue
        told = 2 * (lemma not in _nouns()) + person
        if follows is not None and not last:
            told += (follows.pos_ in ("DET", "NUM", "PROPN", "PRON", "ADJ", "NOUN")) + (_base(follows.lower_) is None)
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
    """Rewrite the trees of clauses whose verb was taken for a noun."""

    def __init__(self, name: str = NAME) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        if not doc.has_annotation("DEP"):
            return doc
        for token in doc:
            _mend_tag(token)
        for sentence in list(doc.sents):
            above: Token | None = None
            headline = _is_headline(sentence)
            for start, end in _segments(sentence, headline=headline):
                found = find_verb(doc, start, end)
                if found is None:
                    if above is None:
                        if not headline or sentence.root.pos_ not in ("VERB", "AUX") or not start <= sentence.root.i < end:
                            break  # the main clause stands: its parts are not ours to move
                        above = sentence.root
                    continue
                verb, lemma, singular, subject = found
                tree = rewire(doc, start, end, verb, subject, above)
                for token in sentence:
                    if not start <= token.i < end and (start <= token.head.i < end or (above is None and token.head.i == token.i)):
                        tree[token.i] = (verb.i, "punct" if token.is_punct else "conj" if token.tag_ == "VBD" and token.dep_ == "conj" else "dep")
                if not _is_tree(sentence, tree):
                    continue
                for i, (head, label) in sorted(tree.items()):
                    doc[i].head = doc[head]
                    doc[i].dep_ = label
                verb.tag_, verb.pos_, verb.lemma_ = ("VBD" if verb.tag_ == "VBN" else "VBZ" if singular else "VBP"), "VERB", lemma
                above = above or verb
            _join_clauses(sentence)
        return doc


@cache
def _past_forms() -> dict[str, str]:
    return {entry.split()[0]: entry.split()[1] for entry in load_words().grammar["past_forms"]}


def _mend_tag(token: Token) -> None:
    """A verb whose part of speech contradicts its tag ("when a mob *set* fire"), or whose form the tagger does not know ("*tore* down")."""
    lower = token.lower_
    if token.tag_ == "VBZ" and _people_in_plural(token) and lower not in _verbs() and token.i + 1 < len(token.doc) and token.nbor(1).lower_ in _verbs() and _base(lower) is None:
        token.pos_, token.tag_ = "NOUN", "NNS"  # "as army *troops* fire on crowds"
    takes = any(syntax.label(c) in ("nsubj", "obj", "nsubj:pass", "compound:prt") for c in token.children)
    if token.tag_.startswith("VB") and token.pos_ in ("NOUN", "ADJ", "ADV") and takes and syntax.label(token) not in ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "compound"):
        base = _base(lower)
        lemma = _past_forms().get(lower) or (base[0] if base is not None else None)
        if lemma is not None:
            token.pos_, token.lemma_ = "VERB", lemma
    elif token.norm_ != lower and lower in _past_forms():
        token.pos_, token.tag_, token.lemma_ = "VERB", "VBD", _past_forms()[lower]
        behind = token.nbor(1) if token.i + 1 < len(token.doc) else None
        if behind is not None and behind.lower_ in ("open", "apart") and behind.pos_ == "VERB" and not token.is_sent_start:
            _take_over(token, behind)


def _take_over(verb: Token, taken: Token) -> None:
    """ "tore *open* the building", the adjective taken for the verb: what hangs on it hangs on the verb before it."""
    root = taken.head.i == taken.i
    subject = next((c for c in taken.children if syntax.label(c) == "nsubj"), None)
    above = verb if root else taken.head if taken.head.i != verb.i else verb.head
    if not root and any(step.i == verb.i for step in syntax.path_up(above, 10)):
        return
    label = taken.dep_
    verb.head, verb.dep_ = (verb if root else above), label
    for child in [c for c in taken.children if c.i != verb.i and c.i > taken.i]:
        child.head = verb
    if subject is not None:
        subject.head = verb
    taken.head, taken.dep_, taken.pos_, taken.tag_ = verb, "xcomp", "ADJ", "JJ"


def _is_headline(sentence: Span) -> bool:
    """A sentence without a full stop."""
    last = next((t for t in reversed(list(sentence)) if not t.is_space and t.text not in ('"', "”", "’", "'", ")")), None)
    return last is not None and last.text not in (".", "?", "!", "…")


def _join_clauses(sentence: Span) -> None:
    """ "vows revenge after a *drone kills* two", the conjunction taken for a preposition: the noun behind it is the subject of the verb behind that."""
    for noun in sentence:
        marks = [c for c in noun.children if syntax.label(c) == "case" and c.lower_ in _JOINTS]
        if not marks or syntax.label(noun) not in ("obl", "nmod"):
            continue
        verb = _verb_behind(noun, sentence.end)
        if verb is None:
            continue
        changes = {noun.i: (verb.i, "nsubj"), marks[0].i: (verb.i, "mark")}
        if verb.head.i == noun.i or syntax.label(verb) == "xcomp":
            changes[verb.i] = (noun.head.i if noun.head.i != verb.i else verb.head.i, "advcl")
        if _is_tree(sentence, changes):
            for i, (head, label) in sorted(changes.items()):
                sentence.doc[i].head = sentence.doc[head]
                sentence.doc[i].dep_ = label


def _verb_behind(noun: Token, end: int) -> Token | None:
    """The finite verb right behind a noun phrase that has no subject and takes an object, or stands as a clause of its own."""
    for token in noun.doc[noun.i + 1 : min(noun.i + _SUBJECT_REACH, end)]:
        if (token.is_punct and token.text not in ("-", "'")) or token.pos_ in ("CCONJ", "SCONJ", "AUX") or token.lower_ in _JOINTS:
            return None
        if token.pos_ != "VERB":
            continue
        if token.tag_ not in ("VBZ", "VBP", "VBD") or syntax.own_subjects(token):
            return None
        takes = any(syntax.label(c) in ("obj", "dobj") for c in token.children)
        clause = syntax.label(token) in ("advcl", "xcomp", "ccomp") or (token.head.i == noun.i and takes)
        return token if clause and (takes or token.tag_ != "VBD" or syntax.label(token) == "advcl") and not syntax.agents(token) else None
    return None


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
