"""The one view of a parse, on hand-built Docs: the same sentence in Universal Dependencies and in ClearNLP labels."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Token

from coder.language import syntax

NLP = spacy.blank("en")


def parse(rows: str) -> Doc:
    """A Doc from lines "word POS/TAG head relation" with heads counted from 0."""
    cells = [line.split() for line in rows.strip().splitlines()]
    pos, tags = zip(*(c[1].partition("/")[::2] for c in cells), strict=True)
    return Doc(NLP.vocab, words=[c[0] for c in cells], pos=list(pos), tags=list(tags), heads=[int(c[2]) for c in cells],
               deps=[c[3] for c in cells])


def word(doc: Doc, text: str) -> Token:
    return next(t for t in doc if t.text == text)


def texts(tokens: list[Token]) -> list[str]:
    return [t.text for t in tokens]


SHELLED = {
    "universal": """
        Rebels    NOUN/NNS 1 nsubj
        shelled   VERB/VBD 1 ROOT
        a         DET/DT   3 det
        post      NOUN/NN  1 obj
        near      ADP/IN   5 case
        Goma      PROPN/NNP 3 nmod""",
    "clearnlp": """
        Rebels    NOUN/NNS 1 nsubj
        shelled   VERB/VBD 1 ROOT
        a         DET/DT   3 det
        post      NOUN/NN  1 dobj
        near      ADP/IN   3 prep
        Goma      PROPN/NNP 4 pobj""",
}

FIRED = {
    "universal": """
        Shells  NOUN/NNS 2 nsubj:pass
        were    AUX/VBD  2 aux:pass
        fired   VERB/VBN 2 ROOT
        at      ADP/IN   5 case
        a       DET/DT   5 det
        market  NOUN/NN  2 obl
        by      ADP/IN   7 case
        rebels  NOUN/NNS 2 obl:agent""",
    "clearnlp": """
        Shells  NOUN/NNS 2 nsubjpass
        were    AUX/VBD  2 auxpass
        fired   VERB/VBN 2 ROOT
        at      ADP/IN   2 prep
        a       DET/DT   5 det
        market  NOUN/NN  3 pobj
        by      ADP/IN   2 agent
        rebels  NOUN/NNS 6 pobj""",
}

GAPPED = {
    "universal": """
        Two      NUM/CD   1 nummod
        troops   NOUN/NNS 3 nsubj:pass
        were     AUX/VBD  3 aux:pass
        killed   VERB/VBN 3 ROOT
        and      CCONJ/CC 7 cc
        24       NUM/CD   6 nummod
        others   NOUN/NNS 7 nsubj
        wounded  VERB/VBN 3 conj""",
    "clearnlp": """
        Two      NUM/CD   1 nummod
        troops   NOUN/NNS 3 nsubjpass
        were     AUX/VBD  3 auxpass
        killed   VERB/VBN 3 ROOT
        and      CCONJ/CC 3 cc
        24       NUM/CD   6 nummod
        others   NOUN/NNS 7 nsubj
        wounded  VERB/VBN 3 conj""",
}

AGREED = {
    "universal": """
        Militias  NOUN/NNS 1 nsubj
        agreed    VERB/VBD 1 ROOT
        to        PART/TO  3 mark
        halt      VERB/VB  1 xcomp
        attacks   NOUN/NNS 3 obj
        on        ADP/IN   6 case
        Israel    PROPN/NNP 4 nmod""",
    "clearnlp": """
        Militias  NOUN/NNS 1 nsubj
        agreed    VERB/VBD 1 ROOT
        to        PART/TO  3 aux
        halt      VERB/VB  1 xcomp
        attacks   NOUN/NNS 3 dobj
        on        ADP/IN   4 prep
        Israel    PROPN/NNP 5 pobj""",
}

RELATIVE = {
    "universal": """
        militias  NOUN/NNS 0 ROOT
        that      PRON/WDT 2 nsubj
        attacked  VERB/VBD 0 acl:relcl
        Tarn      PROPN/NNP 2 obj
        and       CCONJ/CC 5 cc
        looted    VERB/VBD 2 conj
        shops     NOUN/NNS 5 obj""",
    "clearnlp": """
        militias  NOUN/NNS 0 ROOT
        that      PRON/WDT 2 nsubj
        attacked  VERB/VBD 0 relcl
        Tarn      PROPN/NNP 2 dobj
        and       CCONJ/CC 2 cc
        looted    VERB/VBD 2 conj
        shops     NOUN/NNS 5 dobj""",
}

LABELS = ("universal", "clearnlp")


@pytest.mark.parametrize("labels", LABELS)
def test_active_clause_names_actor_and_patient(labels: str) -> None:
    verb = word(parse(SHELLED[labels]), "shelled")
    assert (texts(syntax.subjects(verb)), texts(syntax.objects(verb))) == (["Rebels"], ["post"])


@pytest.mark.parametrize("labels", LABELS)
def test_prepositional_phrase_of_a_noun(labels: str) -> None:
    post = word(parse(SHELLED[labels]), "post")
    assert [(mark, noun.text) for mark, noun in syntax.obliques(post)] == [("near", "Goma")]


@pytest.mark.parametrize("labels", LABELS)
def test_passive_clause_names_the_same_roles(labels: str) -> None:
    verb = word(parse(FIRED[labels]), "fired")
    assert syntax.is_passive(verb)
    assert (texts(syntax.subjects(verb)), texts(syntax.objects(verb))) == (["rebels"], ["Shells"])
    assert ("at", "market") in [(mark, noun.text) for mark, noun in syntax.obliques(verb)]


@pytest.mark.parametrize("labels", LABELS)
def test_gapped_passive_makes_its_subject_a_patient(labels: str) -> None:
    verb = word(parse(GAPPED[labels]), "wounded")
    assert syntax.is_passive(verb)
    assert texts(syntax.objects(verb)) == ["others"]
    assert syntax.subjects(verb) == []


@pytest.mark.parametrize("labels", LABELS)
def test_infinitive_is_governed_and_shares_its_subject(labels: str) -> None:
    doc = parse(AGREED[labels])
    assert texts(syntax.complements(word(doc, "agreed"))) == ["halt"]
    assert texts(syntax.subjects(word(doc, "halt"))) == ["Militias"]
    assert syntax.has_to(word(doc, "halt"))


@pytest.mark.parametrize("labels", LABELS)
def test_relative_clause_and_its_conjunct_have_the_noun_as_subject(labels: str) -> None:
    doc = parse(RELATIVE[labels])
    assert texts(syntax.subjects(word(doc, "attacked"))) == ["militias"]
    assert texts(syntax.subjects(word(doc, "looted"))) == ["militias"]


def test_particle_of_a_phrasal_verb() -> None:
    doc = parse("""
        They    PRON/PRP 1 nsubj
        called  VERB/VBD 1 ROOT
        off     ADP/RP   1 compound:prt
        talks   NOUN/NNS 1 obj""")
    assert syntax.particle(word(doc, "called")) == "off"


def test_negation_is_found_at_the_verb() -> None:
    doc = parse("""
        Troops  NOUN/NNS 3 nsubj
        did     AUX/VBD  3 aux
        not     PART/RB  3 advmod
        fire    VERB/VB  3 ROOT""")
    assert texts(syntax.negations(word(doc, "fire"))) == ["not"]


def test_coordinated_actors_are_listed_in_order() -> None:
    doc = parse("""
        Norland  PROPN/NNP 4 nsubj
        ,        PUNCT/,   2 punct
        Arden    PROPN/NNP 0 conj
        and      CCONJ/CC  2 cc
        met      VERB/VBD  4 ROOT""")
    assert texts(syntax.coordinated(word(doc, "Norland"))) == ["Norland", "Arden"]


def test_participle_on_a_noun_is_passive_and_acts_on_the_noun() -> None:
    doc = parse("""
        drones  NOUN/NNS 0 ROOT
        fired   VERB/VBN 0 acl
        from    ADP/IN   3 case
        Iraq    PROPN/NNP 1 obl""")
    assert texts(syntax.objects(word(doc, "fired"))) == ["drones"]
    assert syntax.subjects(word(doc, "fired")) == []


def test_genitive_and_modifiers_of_a_noun() -> None:
    doc = parse("""
        Israel    PROPN/NNP 3 nmod:poss
        's        PART/POS  0 case
        air       NOUN/NN   3 compound
        strikes   NOUN/NNS  3 ROOT""")
    strikes = word(doc, "strikes")
    assert (texts(syntax.genitive(strikes)), texts(syntax.modifiers(strikes))) == (["Israel"], ["air"])
