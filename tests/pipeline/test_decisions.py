"""coder_decisions: what the decider proposes, leaves and says of itself. Thresholds and weights change; what is asserted here must hold for all."""

from __future__ import annotations

import pytest
from coded import code, lines, released
from spacy.language import Language

import coder
from coder.explain import explain


@pytest.fixture(scope="module")
def deciding() -> Language:
    return coder.load()


@pytest.mark.parametrize(
    ("sentence", "root"),
    [
        ("Baghdad gave the envoy short shrift.", "12"),
        ("The French president heaped scorn on the Russian proposal.", "11"),
    ],
)
def test_a_predicate_without_a_reading_is_proposed_with_a_rule_that_says_so(deciding: Language, nlp: Language, sentence: str, root: str) -> None:
    assert lines(code(nlp, sentence)) == []
    events = code(deciding, sentence)._.events
    assert [(e["code"][:2], e["rule"].partition(".")[0]) for e in events] == [(root, "model")]
    assert events[0]["confidence"] < 0.9


def test_plain_events_are_coded_as_by_the_rules_alone(deciding: Language, nlp: Language) -> None:
    for sentence in ("Rebels shelled an army post near Goma.", "The United States imposed sanctions on Iran.", "Biden met Netanyahu in Washington.",
                     "Russia denied shelling the hospital.", "Police arrested three activists in Minsk."):
        assert lines(code(deciding, sentence)) == lines(code(nlp, sentence)), sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Arsenal attacked down the left all afternoon and hit the bar twice.",
        "The novel besieges its reader with footnotes.",
        "The central bank said growth would slow next year.",
        "She has lived in a village near the border since 1987.",
    ],
)
def test_nothing_is_proposed_where_nothing_happens(deciding: Language, sentence: str) -> None:
    assert released(deciding, sentence) == []


def test_explained_decisions_name_their_features(deciding: Language) -> None:
    doc = deciding.make_doc("Baghdad has spurned the referendum.")
    doc._.explained = True
    told = "\n".join(explain(deciding(doc)))
    assert "decider" in told
    assert "because" in told
    assert code(deciding, "Baghdad has spurned the referendum.")._.decisions is None


def test_with_other_word_vectors_the_readings_decide() -> None:
    nlp = coder.load()
    nlp.vocab.vectors.resize((10, 7))
    doc = code(nlp, "Rebels shelled an army post near Goma.")
    assert all("probability" not in act for act in doc._.actions)
