"""The English pipeline: what it must be able to do, line breaks as sentence ends, and models that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from coder.errors import ModelError
from coder.language.pipeline import SHIPPED, describe, load_language
from coder.pipeline import COMPONENTS, add_components


@pytest.fixture(scope="module")
def english() -> Language:
    return load_language()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        # a line break ends a sentence, with or without a full stop
        ("Rebels attack post\n\nTwo soldiers were killed.", ["Rebels attack post", "Two soldiers were killed."]),
        ("Rebels attack post\nTwo soldiers die", ["Rebels attack post", "Two soldiers die"]),
        # full stops of initials and abbreviations end none
        ("U.S. troops met Gen. Haftar. He left.", ["U.S. troops met Gen. Haftar.", "He left."]),
        # a full stop inside closing quotes
        ("“We will stay.” The minister left.", ["“We will stay.”", "The minister left."]),
    ],
)
def test_sentences(english: Language, text: str, sentences: list[str]) -> None:
    assert [s.text.strip() for s in english(text).sents] == sentences


@pytest.mark.parametrize(
    ("sentence", "word", "relation", "head"),
    [
        # who acts, who is acted on, in active and passive
        ("Rebels attacked a convoy.", "Rebels", "nsubj", "attacked"),
        ("Rebels attacked a convoy.", "convoy", "obj", "attacked"),
        ("A convoy was attacked by rebels.", "convoy", "nsubj:pass", "attacked"),
        ("A convoy was attacked by rebels.", "rebels", "obl:agent", "attacked"),
        # what is governed
        ("Militias agreed to halt the attacks.", "halt", "xcomp", "agreed"),
    ],
)
def test_trees_are_universal_dependencies(english: Language, sentence: str, word: str, relation: str, head: str) -> None:
    token = next(t for t in english(sentence) if t.text == word)
    assert (token.dep_, token.head.text) == (relation, head)


@pytest.mark.parametrize(
    ("sentence", "word", "lemma"),
    [
        ("Gunmen shot two soldiers.", "shot", "shoot"),
        ("Militias were attacking villages.", "attacking", "attack"),
        ("They hoped for peace.", "hoped", "hope"),
        ("Two policemen fled.", "policemen", "policeman"),
    ],
)
def test_lemmas(english: Language, sentence: str, word: str, lemma: str) -> None:
    assert next(t.lemma_ for t in english(sentence) if t.text == word) == lemma


def test_names_have_labels(english: Language) -> None:
    doc = english("President Macron visited Nairobi on Friday.")
    assert {(e.text.removeprefix("President "), e.label_) for e in doc.ents} >= {("Macron", "PER"), ("Nairobi", "LOC")}


def test_same_text_same_parse_in_any_company(english: Language) -> None:
    texts = ["Rebels attacked a convoy near Goma.", "It rained.", "The minister of Egypt visited Nairobi on Friday."]
    alone = [[(t.dep_, t.head.i) for t in english(x)] for x in texts]
    together = [[(t.dep_, t.head.i) for t in doc] for doc in english.pipe(texts * 3, batch_size=9)]
    assert together == alone * 3


def test_description_is_name_and_version(english: Language) -> None:
    assert describe(english) == f"en_{english.meta['name']} {english.meta['version']}"


def test_the_shipped_folder_is_small() -> None:
    assert sum(f.stat().st_size for f in SHIPPED.rglob("*") if f.is_file()) < 20_000_000


def test_components_stand_in_their_order_once(nlp: Language) -> None:
    assert [name for name in nlp.pipe_names if name in COMPONENTS] == list(COMPONENTS)
    before = list(nlp.pipe_names)
    assert add_components(nlp).pipe_names == before


# --- models that cannot be used -----------------------------------------------------------------------------


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="model no_such_model cannot be loaded"):
        load_language("no_such_model")


@pytest.mark.parametrize(
    ("components", "missing"),
    [
        ([], "has no parser and no lemmatizer"),
        (["parser"], "has no lemmatizer"),
    ],
)
def test_a_model_that_cannot_parse_is_refused(tmp_path: Path, components: list[str], missing: str) -> None:
    blank = spacy.blank("en")
    for name in components:
        blank.add_pipe(name)
    blank.to_disk(tmp_path / "model")
    with pytest.raises(ModelError, match=missing):
        load_language(tmp_path / "model")


def test_components_fit_into_anybodys_pipeline() -> None:
    """No parser, no tagger: nothing is found by parse, and nothing breaks."""
    blank = add_components(spacy.blank("en"))
    doc = blank("Israel attacked Hamas on Friday.")
    assert [a["code"] for a in doc._.actors] == ["ISR", "PSEREB"]
    assert doc._.events == []
