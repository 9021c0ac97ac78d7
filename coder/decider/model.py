"""The weights in use: a multinomial linear model over names of features and word vectors.

    model = load_decider()
    model.scores(names, vector)        -> {"120": 0.91, "none": 0.05, …}      three-digit CAMEO codes, and "none"
    model.reasons(names, vector, "120")  -> [("ob=to:GOV", 0.8), …]              what spoke for it

Weights are kept as int8 with one scale per feature, as the word vectors are; a feature whose weights round to nothing is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

NONE = "none"
SHIPPED = Path(__file__).parent / "weights.npz"


@dataclass(frozen=True)
class Decider:
    """*classes* are three-digit codes and NONE; *rows* the row of each feature name in *weights* (features x classes)."""

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: np.ndarray
    dense: np.ndarray
    bias: np.ndarray

    def logits(self, names: Sequence[str], vector: np.ndarray) -> np.ndarray:
        known = [self.rows[n] for n in names if n in self.rows]
        total = self.bias + vector @ self.dense
        if known:
            total = total + self.weights[known].sum(axis=0) * scale_of(names)
        return np.asarray(total)

    def probabilities(self, names: Sequence[str], vector: np.ndarray) -> np.ndarray:
        """One probability per class, in the order of `classes`."""
        logits = self.logits(names, vector)
        powers = np.exp(logits - logits.max())
        return np.asarray(powers / powers.sum())

    def scores(self, names: Sequence[str], vector: np.ndarray) -> dict[str, float]:
        return dict(zip(self.classes, self.probabilities(names, vector).tolist(), strict=True))

    def reasons(self, names: Sequence[str], vector: np.ndarray, code: str, most: int = 5) -> list[tuple[str, float]]:
        """The features that spoke most for a code, against the mean of all codes, with their weights."""
        column, scale = self.classes.index(code), scale_of(names)
        found = [(n, float((self.weights[self.rows[n]][column] - self.weights[self.rows[n]].mean()) * scale)) for n in names if n in self.rows]
        found.append(("word vectors", float((vector @ self.dense)[column] - (vector @ self.dense).mean())))
        return sorted(found, key=lambda item: -item[1])[:most]


def scale_of(names: Sequence[str]) -> float:
    """What each of the features counts: together they have length one, however many they are (times a constant)."""
    return float(8.0 / np.sqrt(max(1, len(names))))


def save(model: Decider, path: Path) -> None:
    scale = np.maximum(np.abs(model.weights).max(axis=1, keepdims=True), 1e-8) / 127.0
    rounded = np.rint(model.weights / scale).astype("int8")
    names = sorted(model.rows, key=model.rows.__getitem__)
    np.savez_compressed(
        path, weights=rounded, scale=scale.astype("float32"), dense=model.dense.astype("float16"), bias=model.bias.astype("float32"),
        words=np.frombuffer(json.dumps({"classes": model.classes, "names": names}).encode(), dtype="uint8"),
    )


@cache
def load_decider(path: Path = SHIPPED) -> Decider:
    """The weights that ship with the package; read once."""
    with np.load(path) as stored:
        words = json.loads(stored["words"].tobytes())
        return Decider(
            tuple(words["classes"]), {n: i for i, n in enumerate(words["names"])},
            stored["weights"].astype("float32") * stored["scale"], stored["dense"].astype("float32"), stored["bias"],
        )
