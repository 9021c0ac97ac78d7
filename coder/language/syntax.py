"""One view of a parse, whoever made it.

Our pipeline speaks Universal Dependencies ("a strike on Tarn": Tarn is `nmod`, "on" its `case`); spaCy's `en_core_web_*`
speak ClearNLP ("on" is `prep` of strike, Tarn its `pobj`). The coder never looks at labels: it asks this view who did what.

    shells were fired at a market by rebels
        subjects(fired)  -> [rebels]          the one who acts, also when the sentence is passive
        objects(fired)   -> [shells]          the one acted on
        obliques(fired)  -> [("at", market)]

Known weaknesses of a small parser are repaired here and only here: gapped passives ("two were killed and 24 others
wounded": *others* is patient, not agent), shared subjects along coordination, participles and relative clauses whose
subject is the noun they hang on.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from coder.ontology.words import load_words

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X", "SYM"})

_SUBJECT = frozenset({"nsubj", "csubj", "nsubj:outer"})
_PASSIVE_SUBJECT = frozenset({"nsubj:pass", "csubj:pass", "nsubjpass", "csubjpass"})
_OBJECT = frozenset({"obj", "dobj"})
_INDIRECT = frozenset({"iobj", "dative"})
_PASSIVE_AUXILIARY = frozenset({"aux:pass", "auxpass"})
#: labels of relative clauses
RELATIVE = frozenset({"acl:relcl", "relcl", "advcl:relcl"})
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl", "parataxis"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "nmod:desc", "nummod", "det", "nn", "flat", "quantmod"})
_NAME_PARTS = frozenset({"flat", "compound", "nn"})
_RELATIVE_PRONOUNS = frozenset({"that", "which", "who", "whom", "whose"})
_PARTICLES = frozenset({"in", "out", "off", "up", "down", "over", "back", "away", "on", "through", "apart", "aside"})
_AIMS = load_words().grammar["aims"]
_MEANS = load_words().grammar["bare_means"]


def label(token: Token) -> str:
    return token.dep_.lower()


def children(token: Token, *labels: str) -> list[Token]:
    return [c for c in token.children if label(c) in labels]


def path_up(token: Token, most: int) -> Iterator[Token]:
    """The token, its head, the head of that, and so on: at most *most* tokens, ending at the root."""
    for _ in range(most):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def preposition(token: Token) -> str | None:
    """The preposition that marks a noun, in lower case; several words are joined ("because of", "next to")."""
    marks = [c for c in token.children if label(c) == "case" and c.lower_ not in ("'s", "’s", "'", "’")]
    if marks:
        first = marks[0]
        fixed = [c.lower_ for c in first.children if label(c) == "fixed"]
        return " ".join([m.lower_ for m in marks[:1]] + fixed)
    if label(token) in ("pobj", "pcomp") and label(token.head) in ("prep", "agent", "dative", "prt"):
        return token.head.lower_
    return None


def particle(verb: Token) -> str | None:
    """The particle of a phrasal verb ("call *off*")."""
    for child in verb.children:
        if label(child) in ("compound:prt", "prt"):
            return child.lower_
    return None


def is_passive(verb: Token) -> bool:
    """A passive clause, or a bare past participle hanging on a noun ("drones fired from Iraq")."""
    kinds = {label(c) for c in verb.children}
    if kinds & _PASSIVE_AUXILIARY or kinds & _PASSIVE_SUBJECT:
        return True
    if _subject_above(verb) is not None:
        return False
    if kinds & {"obl:agent", "agent"} and not kinds & _OBJECT and not any(label(c) == "obl:agent" and _by_means(c) for c in verb.children):
        return True
    if "cop" in kinds and verb.tag_ == "VBN" and any(preposition(c) == "by" for c in verb.children):
        return True
    if verb.tag_ == "VBN" and label(verb) in ("acl", "amod", "advcl") and not kinds & (_OBJECT | _SUBJECT | {"aux"}):
        return True
    if verb.tag_ == "VBD" and label(verb) == "acl" and not kinds & (_OBJECT | _SUBJECT | {"aux"}):
        return True  # "students abducted in November", the participle tagged as past tense
    return _gapped_passive(verb)


def _gapped_passive(verb: Token) -> bool:
    """"… were killed and 24 others wounded": a bare participle coordinated with a passive."""
    if label(verb) != "conj" or verb.tag_ not in ("VBN", "VBD") or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    kinds = {label(c) for c in verb.children}
    if kinds & (_OBJECT | {"aux", "cop"}):
        return False
    own_subject = bool(kinds & _SUBJECT)
    head_passive = any(label(c) in _PASSIVE_AUXILIARY for c in verb.head.children)
    return head_passive and (own_subject or verb.tag_ == "VBN" or verb.head.tag_ == "VBN")


def _subject_above(verb: Token) -> Token | None:
    """The subject of a clause whose parse is upside down: "Soldiers in trucks *fired* on the crowd." with *Soldiers* as root.

    A small parser takes the first noun for the root and the only finite verb for a participle on it, or on a noun below it.
    """
    if label(verb) != "acl" or verb.tag_ not in ("VBD", "VBN") or own_subjects(verb) or agents(verb):
        return None
    noun = verb.head
    for above in path_up(noun, 6):
        if above.pos_ not in ("NOUN", "PROPN", "NUM"):
            return None
        noun = above
    if noun.head.i != noun.i or not any(c.text == "." for c in noun.children):
        return None
    opening = preposition(noun) in _OPENING and any(c.pos_ in ("PROPN", "NUM") and c.i < noun.i and label(c) in _SWALLOWING for c in noun.children)
    if preposition(noun) is not None and not opening:
        return None  # "On Friday *tanks* rolled in": the day may have swallowed the subject
    if any(label(c) in _SUBJECT | _PASSIVE_SUBJECT | {"cop", "aux", "parataxis", "ccomp"} for c in noun.children):
        return None
    return noun


_SWALLOWING = frozenset({"compound", "nummod", "nmod:unmarked", "nmod", "nmod:poss"})
_OPENING = frozenset({"in", "on", "at", "near", "by", "after", "during", "since", "before", "until", "from", "outside"})


def _swallowed_subject(verb: Token) -> list[Token]:
    """ "In Barcelona *officers* smashed the doors", "On May 3 *gunmen* raided": the subject taken into the phrase that opens the sentence."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or label(verb) not in ("root", "ccomp", "parataxis", "conj"):
        return []
    for child in verb.children:
        if label(child) not in ("obl", "obl:unmarked", "obl:tmod", "nmod") or child.i > verb.i or preposition(child) not in _OPENING:
            continue
        between = verb.doc[child.right_edge.i + 1 : verb.i]
        if any(t.text == "," for t in between):
            continue
        if child.pos_ in ("NOUN", "PROPN") and any(c.pos_ in ("PROPN", "NUM") and c.i < child.i and label(c) in _SWALLOWING for c in child.children):
            return [child]
        later = [c for c in child.children if c.i > child.i and c.pos_ in ("NOUN", "PROPN") and preposition(c) is None]
        if child.pos_ in ("NUM", "PROPN") and later:
            return [later[-1]]
    return []


def own_subjects(verb: Token) -> list[Token]:
    """Grammatical subjects written at this verb, active or passive."""
    return [c for c in verb.children if (label(c) in _SUBJECT or label(c) in _PASSIVE_SUBJECT) and not (label(c) == "nsubj:outer" and c.lemma_.lower() in _AIMS)]


def grammatical_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The subject of the clause, its own or the one it shares with the clause it hangs on."""
    own = [_antecedent(s) for s in own_subjects(verb)]
    if own or depth > 6:
        return own
    own = _swallowed_subject(verb)
    if own:
        return own
    kind = label(verb)
    above = _subject_above(verb)
    if above is not None:
        return [above]
    if kind == "conj" and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
        if any(label(c) in _PASSIVE_AUXILIARY for c in verb.children) and not is_passive(verb.head):
            return objects(verb.head, depth + 1) or grammatical_subjects(verb.head, depth + 1)
        return grammatical_subjects(verb.head, depth + 1)
    if kind in RELATIVE or (kind == "acl" and verb.tag_ in ("VBG", "VBN", "VB", "VBD")):
        return [verb.head] if verb.head.pos_ in NOMINAL else []
    if kind == "root" and verb.tag_ in ("VBD", "VBZ"):
        # "Iran apologised to Russia, called it a mistake": the first clause hung below the second
        for child in verb.children:
            if label(child) == "advcl" and child.i < verb.i and child.tag_ in ("VBD", "VBN", "VBZ") and clause_mark(child) is None and own_subjects(child):
                return [_antecedent(s) for s in own_subjects(child)]
    if joined(verb):
        return grammatical_subjects(verb.head, depth + 1)
    if kind == "xcomp":
        controllers = [c for c in verb.head.children if label(c) in _OBJECT | _INDIRECT]
        return controllers or _controller(verb.head, depth)
    if verb.tag_ == "VBG" and kind in ("advcl", "acl", "obl") and clause_mark(verb) in ("for", "of", "with", "from", "over"):
        # "arrested two men for attacking a mosque": the men attacked
        patients = objects(verb.head, depth + 1) if verb.head.pos_ == "VERB" else []
        if patients:
            return patients
    if kind == "advcl" and verb.tag_ in ("VBG", "VBN", "VB"):
        return _controller(verb.head, depth)
    if kind in ("ccomp", "parataxis") and verb.tag_ in ("VBG", "VB"):
        return _controller(verb.head, depth)
    return []


def joined(verb: Token) -> bool:
    """Whether a clause taken for a complement only goes on with its sentence: "removed the president, *declared* an emergency and sent tanks".

    A finite clause without subject and without conjunction is governed by nothing.
    """
    if label(verb) not in ("ccomp", "parataxis", "xcomp") or verb.tag_ not in ("VBD", "VBZ") or verb.i < verb.head.i or verb.head.pos_ != "VERB":
        return False
    if own_subjects(verb) or any(label(c) in ("mark", "aux", "aux:pass", "cop", "auxpass") for c in verb.children) or verb.nbor(-1).text in ('"', "“", "‘", "``"):
        return False
    return verb.nbor(-1).text == "," or any(c.text == "," and c.i < verb.i for c in verb.children) or (verb.nbor(-1).pos_ == "ADV" and verb.nbor(-2).text == ",")


def _controller(head: Token, depth: int) -> list[Token]:
    return agents(head) or grammatical_subjects(head, depth + 1)


def _antecedent(token: Token) -> Token:
    """The noun a relative pronoun stands for: "militias *that* attacked" -> militias."""
    if token.lower_ in _RELATIVE_PRONOUNS and token.pos_ in ("PRON", "DET", "SCONJ"):
        clause = token.head
        while label(clause) == "conj" and clause.head.i != clause.i:
            clause = clause.head
        if label(clause) in RELATIVE | {"acl"} and clause.head.pos_ in NOMINAL:
            return clause.head
        if label(clause) == "advcl:relcl" and token.i > 1 and token.nbor(-1).text == "," and token.nbor(-2).pos_ in ("NOUN", "PROPN"):
            return token.nbor(-2)  # "Riyadh blamed Tehran, *which* denied it"
    return token


def agents(verb: Token) -> list[Token]:
    """The by-phrase of a passive."""
    found = []
    for child in verb.children:
        if label(child) == "obl:agent" or (label(child) == "obl" and preposition(child) == "by"):
            if not _by_means(child):
                found.append(child)
        elif label(child) in ("agent", "prep") and child.lower_ == "by":
            found += [c for c in child.children if label(c) == "pobj"]
    return found


def _by_means(noun: Token) -> bool:
    return noun.lower_ in _MEANS and all(label(c) == "case" for c in noun.children if c.i < noun.i)


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who acts: the by-phrase of a passive, the subject otherwise; empty if the text does not say."""
    if is_passive(verb):
        return agents(verb)
    return grammatical_subjects(verb, depth)


def objects(verb: Token, depth: int = 0) -> list[Token]:
    """Who or what is acted on: the subject of a passive, the object otherwise."""
    if is_passive(verb):
        if label(verb) in ("acl", "amod") or (label(verb) in RELATIVE and verb.head.pos_ in NOMINAL):
            own = [s for s in own_subjects(verb) if s.lower_ not in _RELATIVE_PRONOUNS]
            return own or [verb.head]
        return grammatical_subjects(verb, depth)
    direct = [_antecedent(c) for c in verb.children if label(c) in _OBJECT]
    # "hit Odesa a day *after* the deal": what has a preposition is no second object
    direct = [d for d in direct if preposition(d) is None] or direct
    if direct or depth > 6:
        return direct
    if label(verb) in RELATIVE and own_subjects(verb) and verb.head.pos_ in NOMINAL:
        subject = own_subjects(verb)[0]
        if subject.lower_ not in _RELATIVE_PRONOUNS and not any(label(c) in ("obl", "prep") and
                c.lower_ in _RELATIVE_PRONOUNS for c in verb.children):
            return [verb.head]
    if any(label(c) in _INDIRECT for c in verb.children):
        measured = [c for c in verb.children if label(c) in ("obl:unmarked", "obl:tmod", "obl:npmod") and c.i > verb.i]
        if measured:
            return measured[:1]  # "gave the rebels *three days* to leave"
    shared = [c for c in verb.conjuncts if c.pos_ == "VERB" and c.i > verb.i]
    for other in shared[:1]:
        between = other.i - verb.i
        if between <= 4 and not any(label(c) in ("obl", "prep", "ccomp", "xcomp") for c in verb.children):
            return [c for c in other.children if label(c) in _OBJECT]
    return []


def particle_objects(verb: Token, word: str) -> list[Token]:
    """The object behind a particle that the parse took for a preposition: "called *off* days of protests", "broke off a round of talks"."""
    if word not in _PARTICLES:
        return []
    for child in verb.children:
        if label(child) in ("obl", "obl:unmarked", "nmod") and child.i > verb.i:
            marks = [c for c in child.children if label(c) == "case"]
            before = verb.doc[child.left_edge.i].nbor(-1) if not marks and child.left_edge.i else None
            if (marks and marks[0].lower_ == word and marks[0].i - verb.i <= 2) or (before is not None and before.lower_ == word and before.head.i == verb.i):
                return [child]
    return []


def indirect_objects(verb: Token) -> list[Token]:
    return [c for c in verb.children if label(c) in _INDIRECT and preposition(c) is None and label(c) != "prep"]


def obliques(token: Token) -> list[tuple[str, Token]]:
    """(preposition, noun) of every prepositional phrase on a verb, or on a noun; by-phrases of passives apart."""
    found: list[tuple[str, Token]] = []
    for child in token.children:
        kind = label(child)
        if kind in ("obl", "nmod", "obl:tmod", "obl:npmod", "obl:unmarked", "nmod:unmarked", "obl:agent"):
            mark = preposition(child)
            if mark and not (kind == "obl:agent" and token.pos_ == "VERB" and not _by_means(child)):
                found.append((mark, child))
        elif kind == "prep" or kind == "dative":
            found += [(child.lower_, c) for c in child.children if label(c) == "pobj"]
            for inner in child.children:
                if label(inner) == "prep":
                    found += [(f"{child.lower_} {inner.lower_}", c) for c in inner.children if label(c) == "pobj"]
        elif kind in ("advmod", "compound:prt") and child.lower_ in _PARTICLES:
            found += obliques(child)  # "drove them away *with tear gas*"
        elif kind in ("advcl", "acl") and child.pos_ in ("NOUN", "PROPN") and preposition(child):
            found.append((preposition(child) or "", child))
    return found


def genitive(noun: Token) -> list[Token]:
    """"Israel's strikes", "its base": the possessor."""
    return children(noun, "nmod:poss", "poss")


def modifiers(noun: Token) -> list[Token]:
    """Adjectives, compounds and other words before or in a noun phrase, without prepositional phrases."""
    return [c for c in noun.children if label(c) in _MODIFIERS and preposition(c) is None and label(c) != "det"]


def complements(token: Token) -> list[Token]:
    """Clauses a verb or noun governs: "agreed to *halt*", "said troops *fired*", "the decision to *withdraw*"."""
    found = [c for c in token.children if label(c) in ("xcomp", "ccomp", "pcomp", "csubj") and not joined(c)]
    found += [c for c in token.children if label(c) in ("acl", "advcl") and has_to(c)]
    for child in token.children:
        if label(child) == "prep":
            found += [c for c in child.children if label(c) == "pcomp"]
        elif label(child) in ("advcl", "acl", "obl") and child.tag_ == "VBG" and clause_mark(child) in _GERUND_MARKS:
            found.append(child)
    return list(dict.fromkeys(found))


_GERUND_MARKS = frozenset({"of", "from", "in", "to", "for", "with", "against", "by", "about", "on", "at"})


def has_to(verb: Token) -> bool:
    return any(c.lower_ == "to" and label(c) in ("mark", "aux") for c in verb.children)


def clause_mark(verb: Token) -> str | None:
    """The word that opens a clause: "if", "when", "after", "to", "of" (… of *shelling*)."""
    for child in verb.children:
        if label(child) == "mark" or (label(child) in ("advmod", "case") and child.i < verb.i and child.tag_ in ("WRB", "IN")):
            return child.lower_
    if label(verb) == "pcomp":
        return verb.head.lower_
    return None


def clauses(token: Token) -> Iterator[Token]:
    """Every clause hanging on a verb or noun, of whatever kind."""
    for child in token.children:
        if label(child) in _CLAUSES or label(child) in RELATIVE:
            yield child


def auxiliaries(verb: Token) -> list[Token]:
    own = [c for c in verb.children if label(c) in ("aux", "aux:pass", "auxpass", "cop")]
    if not own and label(verb) == "conj" and verb.head.pos_ in ("VERB", "AUX") and not own_subjects(verb):
        return auxiliaries(verb.head)
    return own


def negations(token: Token) -> list[Token]:
    """"not", "never", "no" at a verb, its auxiliaries or a noun."""
    words = {"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly"}
    return [c for c in token.children if c.lower_ in words or label(c) == "neg" or (c.lower_ == "longer" and c.i and c.nbor(-1).lower_ == "no")]


def coordinated(token: Token) -> list[Token]:
    """The token and what is joined to it by "and" or a comma, in order of the text."""
    found = [token]
    for child in token.children:
        if label(child) == "conj" and child.pos_ not in ("VERB", "AUX"):
            found += coordinated(child)
    return found


def name_span(token: Token) -> tuple[int, int]:
    """Token range [start, end) of the name or noun phrase core a token heads: modifiers, compounds and flat parts."""
    start = end = token.i
    stack = [token]
    while stack:
        for child in stack.pop().children:
            if label(child) in _MODIFIERS | {"punct"} and preposition(child) is None and abs(child.i - token.i) < 12:
                if label(child) == "punct" and child.text not in ("-", "‐", "–", "/", "."):
                    continue
                start, end = min(start, child.i), max(end, child.i)
                if label(child) != "punct":
                    stack.append(child)
    return start, end + 1


def phrase_span(token: Token) -> tuple[int, int]:
    """Token range [start, end) of a noun phrase with its "of" and "in" phrases, without clauses."""
    start, end = name_span(token)
    for child in token.children:
        if label(child) in ("nmod:poss", "poss"):
            start = min(start, child.left_edge.i)
    for mark, noun in obliques(token):
        if mark in ("of", "from", "in") and noun.i > token.i:
            end = max(end, phrase_span(noun)[1])
    return start, end
