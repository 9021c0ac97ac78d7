"""Clauses whose verb was taken for a noun are read by word order; sentences that have a verb are left alone."""

from __future__ import annotations

import pytest
from spacy.language import Language

from coder.language.pipeline import load_language


@pytest.fixture(scope="module")
def language() -> Language:
    return load_language()


def frame(nlp: Language, text: str) -> tuple[str, str, str]:
    """(subject, verb, object) of the root."""
    doc = nlp(text)
    root = next(t for t in doc if t.head.i == t.i and t.pos_ == "VERB")
    found = {c.dep_: c.text for c in root.children}
    return found.get("nsubj", ""), root.text, found.get("obj", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels seize Goma", ("Rebels", "seize", "Goma")),
        ("Law student kills Rabin after peace rally in Tel Aviv", ("student", "kills", "Rabin")),
        ("Forces loyal to the Government of National Accord retake Tripoli International Airport from the Libyan National Army.",
         ("Forces", "retake", "Airport")),
        ("Bus bomb attacks kill 12 in Iraq", ("attacks", "kill", "12")),
        ("Police arrest two men over attack on mosque", ("Police", "arrest", "men")),
        # the verb tagged as one but hung as a noun, in capitals too
        ("TRUCK BOMB WRECKS POLICE HEADQUARTERS", ("BOMB", "WRECKS", "HEADQUARTERS")),
        # nothing behind it, or a preposition behind plural people
        ("Kenyan president quits", ("president", "quits", "")),
        ("Rebel chief and 300 fighters surrender in Rwanda", ("chief", "surrender", "")),
        # a past form that the tagger does not know
        ("Protesters tore down the statue of the king.", ("Protesters", "tore", "statue")),
        ("A truck bomb tore open the bank in Oslo.", ("bomb", "tore", "bank")),
    ],
)
def test_the_verb_of_a_headline(language: Language, text: str, expected: tuple[str, str, str]) -> None:
    assert frame(language, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The deadliest attacks in years",
        "Second Libyan Civil War",
        "The army attacked the village after rebels burned a bus.",
        "Peace talks in Geneva",
    ],
)
def test_what_has_a_verb_or_needs_none_stays_as_it_is(language: Language, text: str) -> None:
    repaired = language(text)
    with language.select_pipes(disable=["coder_headlines"]):
        plain = language(text)
    assert [(t.head.i, t.dep_, t.pos_) for t in repaired] == [(t.head.i, t.dep_, t.pos_) for t in plain]


def test_every_tree_stays_a_tree(language: Language) -> None:
    for text in ("Iran vows revenge after American drone kills General", "Taliban seize Kabul, thousands besiege airport to flee",
                 "Yemenis march after funeral bombing; Saudi-led coalition opens inquiry", "Gunmen kill at least 101 in Mumbai; guests held in two hotels"):
        for token in language(text):
            steps = 0
            while token.head.i != token.i and steps < 100:
                token, steps = token.head, steps + 1
            assert steps < 100


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Chad vows revenge after Libyan drone kills General Deby", "kills", "drone"),
        ("Kurds retake hill as coalition jets bomb militants", "bomb", "jets"),
        ("Nigerians march after mosque bombing; government opens inquiry", "opens", "government"),
    ],
)
def test_the_verb_of_a_later_clause(language: Language, text: str, verb: str, subject: str) -> None:
    found = next(t for t in language(text) if t.text == verb)
    assert (found.pos_, [c.text for c in found.children if c.dep_ == "nsubj"]) == ("VERB", [subject])
