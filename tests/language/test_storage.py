"""The small form on disk: written, read back, and as good as before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.vectors import Vectors

from coder.language import storage

TEXT = "Rebels attacked a convoy."


def small_pipeline() -> Language:
    """A tagger with word vectors, trained for a moment."""
    nlp = spacy.blank("en")
    rng = np.random.default_rng(3)
    words = TEXT.rstrip(".").split()
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=rng.normal(size=(len(words), 8)).astype("float32"), keys=words)
    nlp.add_pipe("tagger")
    gold = {"words": [*words, "."], "tags": ["NNS", "VBD", "DT", "NN", "."]}
    examples = [Example.from_dict(nlp.make_doc(TEXT), gold)]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(20):
        nlp.update(examples, sgd=optimizer)
    return nlp


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, np.ndarray, np.ndarray]:
    """The folder, and vectors and tag scores of the pipeline before it was written."""
    nlp = small_pipeline()
    vectors = nlp.vocab.vectors.data.copy()
    scores = nlp.get_pipe("tagger").model.predict([nlp.make_doc(TEXT)])[0]
    storage.shrink(nlp, tmp_path / "small")
    return tmp_path / "small", vectors, scores


def test_vectors_are_kept_within_the_rounding(written: tuple[Path, np.ndarray, np.ndarray]) -> None:
    folder, before, _ = written
    after = storage.open_shrunk(folder).vocab.vectors.data
    assert after.dtype == np.float32
    largest = np.abs(before).max(axis=1, keepdims=True)
    assert (np.abs(after - before) <= largest / 127 * 0.51).all()


def test_weights_come_back_as_float32_and_predict_the_same(written: tuple[Path, np.ndarray, np.ndarray]) -> None:
    folder, _, before = written
    nlp = storage.open_shrunk(folder)
    tagger = nlp.get_pipe("tagger")
    for node in tagger.model.walk():
        for name in node.param_names:
            if node.has_param(name):
                assert node.get_param(name).dtype == np.float32
    after = tagger.model.predict([nlp.make_doc(TEXT)])[0]
    assert np.abs(after - before).max() < 0.02
    assert [t.tag_ for t in nlp(TEXT)] == ["NNS", "VBD", "DT", "NN", "."]


def test_only_the_small_table_is_on_disk(written: tuple[Path, np.ndarray, np.ndarray]) -> None:
    folder, _, _ = written
    assert (folder / storage.VECTORS).is_file()
    assert not (folder / "vocab" / "vectors").exists()


def test_writing_again_replaces_the_folder(written: tuple[Path, np.ndarray, np.ndarray]) -> None:
    folder, _, _ = written
    (folder / "left_over.txt").write_text("old", encoding="utf-8")
    storage.shrink(small_pipeline(), folder)
    assert not (folder / "left_over.txt").exists()
    assert storage.open_shrunk(folder).pipe_names == ["tagger"]


def test_a_row_of_zeros_stays_zero(tmp_path: Path) -> None:
    nlp = small_pipeline()
    nlp.vocab.vectors.data[0] = 0
    storage.shrink(nlp, tmp_path / "small")
    assert (storage.open_shrunk(tmp_path / "small").vocab.vectors.data[0] == 0).all()
