"""coder_casualties: who came to harm and how many. The cases are in tests/cases/casualties.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from coder.language.harm import forms
from coder.ontology.files import read_yaml
from coder.pipeline import casualties as _casualties  # noqa: F401
from coder.pipeline import dates as _dates  # noqa: F401

CASES = read_yaml(Path(__file__).parents[1] / "cases" / "casualties.yml")


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A pipeline without tags and parse: the component must do well without them."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("coder_dates")
    pipeline.add_pipe("coder_casualties")
    return pipeline


def read(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    doc._.published = "2024-05-15"
    return nlp(doc)


def check(doc: Doc, expected: list[list[Any]]) -> None:
    notes = doc._.casualties
    numbers = [[n["kind"], *("-" if n[k] is None else n[k] for k in ("low", "best", "high"))] for n in notes]
    assert numbers == [toll[:4] for toll in expected]
    for note, toll in zip(notes, expected, strict=True):
        for key, value in (toll[4] if len(toll) > 4 else {}).items():
            assert seen(doc, note, key) == value, f"{key} of {note}"


def seen(doc: Doc, note: dict[str, Any], key: str) -> Any:
    if key in ("verb", "head"):
        return None if note[key] is None else doc[note[key]].lower_
    if key == "victims":
        return [[v["name"], v["age"], v["rank"]] for v in note["victims"]]
    return note[key]


@pytest.mark.parametrize("case", CASES["found"], ids=lambda c: c[0])
def test_tolls(nlp: Language, case: list[Any]) -> None:
    check(read(nlp, case[0]), case[1:])


@pytest.mark.parametrize("text", CASES["nothing"])
def test_no_toll(nlp: Language, text: str) -> None:
    assert read(nlp, text)._.casualties == []


def parsed(nlp: Language, text: str, arcs: dict[str, tuple[str, str, str]]) -> Doc:
    """A Doc with a parse made by hand: word -> (head word, label, tag); words left out hang on the root as punctuation."""
    words = text.split()
    root = next(word for word, (_, label, _) in arcs.items() if label == "ROOT")
    heads = [words.index(arcs[w][0]) if w in arcs else words.index(root) for w in words]
    labels = [arcs[w][1] if w in arcs else "punct" for w in words]
    tags = [arcs[w][2] if w in arcs else "." for w in words]
    tagged = {"NN": "NOUN", "NNS": "NOUN", "VBN": "VERB", "VBD": "VERB", "CD": "NUM", "DT": "DET", "IN": "ADP", "WP": "PRON"}
    pos = ["AUX" if label.startswith("aux") else tagged.get(tag, "PUNCT") for label, tag in zip(labels, tags, strict=True)]
    doc = Doc(nlp.vocab, words=words, heads=heads, deps=labels, tags=tags, pos=pos, sent_starts=[i == 0 for i in range(len(words))])
    return nlp.get_pipe("coder_casualties")(doc)


def test_the_parse_says_who_was_harmed(nlp: Language) -> None:
    text = "Two miners whom the governor had praised when he toured the pit were killed ."
    arcs = {
        "Two": ("miners", "nummod", "CD"), "miners": ("killed", "nsubj:pass", "NNS"), "whom": ("praised", "obj", "WP"),
        "governor": ("praised", "nsubj", "NN"), "had": ("praised", "aux", "VBD"), "praised": ("miners", "acl:relcl", "VBN"),
        "toured": ("praised", "advcl", "VBD"), "pit": ("toured", "obj", "NN"), "were": ("killed", "aux:pass", "VBD"),
        "killed": ("killed", "ROOT", "VBN"),
    }
    check(parsed(nlp, text, arcs), [["killed", 2, 2, 2, {"head": "miners", "verb": "killed"}]])


def test_there_are_enough_cases() -> None:
    assert len(CASES["found"]) >= 120
    assert len(CASES["nothing"]) >= 25


def test_two_tolls_of_a_kind_keep_their_own_verbs(nlp: Language) -> None:
    doc = read(nlp, "A mine killed two farmers in Bel while gunmen killed three guards in Arn.")
    assert [(n["best"], doc[n["head"]].text, n["verb"]) for n in doc._.casualties] == [(2, "farmers", 2), (3, "guards", 9)]


def test_offsets_cover_the_words(nlp: Language) -> None:
    text = "A bomb went off. At least two soldiers were killed."
    (note,) = read(nlp, text)._.casualties
    assert text[note["start"] : note["end"]] == note["text"] == "At least two soldiers were killed"
    assert note["sentence"] == 1
    assert [t.text for t in nlp.make_doc(text)][note["token"]] == "two"


def test_findings_survive_serialisation(nlp: Language) -> None:
    doc = read(nlp, "Sgt. Ada Arn, 19, was killed and two others were hurt.")
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin(store_user_data=True).from_bytes(packed).get_docs(nlp.vocab)
    assert [n["best"] for n in again._.casualties] == [1, 2]


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("kill", {"kill", "kills", "killed", "killing"}),
        ("kidnap", {"kidnap", "kidnaps", "kidnapped", "kidnapping"}),
        ("die", {"die", "dies", "died", "dying"}),
        ("flee", {"flee", "flees", "fled", "fleeing"}),
        ("slay", {"slay", "slays", "slew", "slain", "slaying"}),
        ("take hostage", {"take hostage", "takes hostage", "took hostage", "taken hostage", "taking hostage"}),
    ],
)
def test_forms_of_verbs(verb: str, expected: set[str]) -> None:
    assert {text for _, text in forms(verb)} == expected


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from("two 12 , and soldiers killed were wounded the of him at least including children died dead no one . Arn".split()),
                      max_size=14))
def test_any_words_give_tolls_within_the_text(nlp: Language, words: list[str]) -> None:
    doc = read(nlp, " ".join(words))
    for note in doc._.casualties:
        assert 0 <= note["start"] < note["end"] <= len(doc.text)
        assert note["low"] is None or note["high"] is None or note["low"] <= note["high"]
        assert note["best"] is None or note["low"] is None or note["low"] <= note["best"]
