"""coder_decisions: what the decider proposes, leaves and says of itself. Thresholds and weights change; what is asserted here must hold for all."""

from __future__ import annotations

import pytest
from coded import code, lines, released
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

import coder
from coder.decider.model import load_decider
from coder.explain import explain
from coder.ontology.codes import load_codes
from coder.pipeline.decisions import Decisions


@pytest.fixture(scope="module")
def deciding() -> Language:
    return coder.load()


@pytest.mark.parametrize(
    ("sentence", "root"),
    [
        ("The Iraqi government poured cold water on the Kurdish offer.", "12"),
        ("Tehran left the American invitation unanswered.", "12"),
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


def test_with_other_word_vectors_the_readings_decide(nlp: Language) -> None:
    component = Decisions(load_decider(), load_codes())
    doc = code(nlp, "Rebels shelled an army post near Goma.")
    assert all("probability" in act for act in component(doc)._.actions)
    other = Doc(Vocab(), words=["Rebels", "shelled", "Goma", "."])
    other._.actions = [{"trigger": 1}]
    assert component(other)._.actions == [{"trigger": 1}]
