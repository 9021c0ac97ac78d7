"""The decider: what it makes of features, how it is kept, and that training gives the same weights twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from coder.decider import features
from coder.decider.corpus import read_corpus
from coder.decider.model import NONE, Decider, Linear, load_decider, save
from coder.decider.triggers import candidates
from coder.pipeline.annotations import sentences

LINES = [
    "190 | [S Rebels] [V attacked] [T a town].", "190 | [S Militants] [V attacked] [T an army camp].", "190 | [S Gunmen] [V attacked] [T a bus].",
    "120 | [S Iran] [V spurned] [T the offer].", "120 | [S Cuba] [V spurned] [T the plan].", "120 | [S Chad] [V spurned] [T the deal].",
    "none sport | Arsenal [V attacked] down the left.", "none sport | Chelsea [V attacked] down the right.", "none sport | Leeds [V attacked] down the wing.",
]


@pytest.fixture(scope="session")
def nlp(nlp_by_rules: Language) -> Language:
    return nlp_by_rules


def small() -> Decider:
    root = Linear(("12", "19", NONE), np.array([[2.0, -1, 0], [-1, 3, 0]], dtype="float32"), np.zeros((2, 3), dtype="float32"), np.zeros(3, dtype="float32"))
    group = Linear(("120", "124", "190"), np.array([[1.0, 0, 0], [0, 2, 0]], dtype="float32"), np.zeros((2, 3), dtype="float32"), np.zeros(3, dtype="float32"))
    return Decider({"t=spurn": 0, "neg": 1}, root, group)


def test_probabilities_sum_to_one_and_follow_the_features() -> None:
    model, none = small(), np.zeros(2, dtype="float32")
    spurn, other = model.roots(["t=spurn"], none), model.roots(["neg"], none)
    assert sum(spurn.values()) == pytest.approx(1)
    assert max(spurn, key=spurn.__getitem__) == "12"
    assert max(other, key=other.__getitem__) == "19"
    assert len(set(model.roots(["unheard of"], none).values())) == 1


def test_the_code_is_the_likeliest_of_its_root() -> None:
    none = np.zeros(2, dtype="float32")
    assert [small().code("12", [n], none) for n in ("t=spurn", "neg")] == ["120", "124"]
    assert small().code("19", ["neg"], none) == "190"


def test_reasons_are_the_features_that_spoke_most() -> None:
    found = small().reasons(["neg", "t=spurn"], np.zeros(2, dtype="float32"), "12")
    assert found[0][0] == "t=spurn"
    assert found[0][1] > 0 > found[-1][1]


def test_weights_come_back_from_disk(tmp_path: Path) -> None:
    model, none = small(), np.zeros(2, dtype="float32")
    save(model, tmp_path / "w.npz")
    back = load_decider(tmp_path / "w.npz")
    assert (back.root.classes, back.group.classes, back.width) == (model.root.classes, model.group.classes, 2)
    for name in ("t=spurn", "neg"):
        assert back.roots([name], none) == pytest.approx(model.roots([name], none), abs=0.01)


def view_of(nlp: Language, text: str) -> features.View:
    doc = nlp(text)
    return features.View(next(iter(sentences(doc))), doc._.actors, doc._.actions)


def test_names_of_actors_are_kinds_and_not_words(nlp: Language) -> None:
    view = view_of(nlp, "Hezbollah fired rockets at Haifa.")
    (trigger,) = [t for t in candidates(view) if t.text == "fired"]
    names = features.names(view, trigger)
    assert {"t=fire", "r2=19", "t.o=fire|rocket"} <= set(names)
    assert not any("hezbollah" in n.lower() for n in names)


def test_a_verb_that_no_reading_knows_is_looked_at_and_a_used_up_noun_is_not(nlp: Language) -> None:
    view = view_of(nlp, "Rebels launched an attack on Goma while Rwanda dithered.")
    assert [t.text for t in candidates(view)] == ["attack", "dithered"]


def test_training_separates_and_repeats_itself(nlp: Language, tmp_path: Path) -> None:
    training = pytest.importorskip("coder.training", reason="needs the extra [training]")
    path = tmp_path / "c.txt"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    items = list(training.examples(nlp, list(read_corpus(path))))
    one, two = training.train(items), training.train(items)
    assert np.array_equal(one.root.weights, two.root.weights)
    for item in items:
        roots = one.roots(item.names, item.vector)
        assert max(roots, key=roots.__getitem__) == (NONE if item.label == NONE else item.label[:2])
