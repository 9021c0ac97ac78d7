"""The weights in use: multinomial linear models over names of features and word vectors.

    decider = load_decider()
    decider.roots(names, vector)              -> {"12": 0.91, "none": 0.05, …}   CAMEO roots, and "none"
    decider.code("12", names, vector)         -> "124"                            the likeliest three-digit code of a root
    decider.reasons(names, vector, "12")      -> [("t.neg=lift", 0.8), …]          what spoke for it

Two models share the names of features: one tells the roots apart, one the three-digit codes within a root. Weights are kept as int8 with
one scale per feature, as the word vectors are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

NONE = "none"
#: a name whose largest weight is smaller is not kept
_FAINT = 0.05
SHIPPED = Path(__file__).parent / "weights.npz"


@dataclass(frozen=True)
class Linear:
    """One row per feature name, one per dimension of the word vectors, and a constant; one column per class.

    Weights read from disk stay int8 (18 million of them), and *steps* (one per row) say what one step of theirs is worth.
    """

    classes: tuple[str, ...]
    weights: np.ndarray
    dense: np.ndarray
    bias: np.ndarray
    steps: np.ndarray | None = None

    def weighted(self, rows: Sequence[int]) -> np.ndarray:
        """The weights of some rows, float32, shape (rows, classes)."""
        weights = self.weights[rows].astype("float32")
        return weights if self.steps is None else weights * self.steps[rows, None]

    def logits(self, rows: Sequence[int], scale: float, vector: np.ndarray) -> np.ndarray:
        total = self.bias + vector @ self.dense
        if rows:
            total = total + self.weighted(rows).sum(axis=0) * scale
        return np.asarray(total)


@dataclass(frozen=True)
class Decider:
    """*rows* has the row of each feature name, *width* the length of the vectors the weights were made for."""

    rows: Mapping[str, int]
    root: Linear
    group: Linear

    @property
    def width(self) -> int:
        return int(self.root.dense.shape[0])

    def known(self, names: Sequence[str]) -> list[int]:
        found = map(self.rows.get, names)
        return [row for row in found if row is not None]

    def roots(self, names: Sequence[str], vector: np.ndarray) -> dict[str, float]:
        """The probability of each root, and of NONE."""
        logits = self.root.logits(self.known(names), scale_of(names), vector)
        powers = np.exp(logits - logits.max())
        return dict(zip(self.root.classes, (powers / powers.sum()).tolist(), strict=True))

    def code(self, root: str, names: Sequence[str], vector: np.ndarray) -> str:
        """The likeliest three-digit code of a root."""
        logits = self.group.logits(self.known(names), scale_of(names), vector)
        return max((float(v), c) for c, v in zip(self.group.classes, logits, strict=True) if c.startswith(root))[1]

    def reasons(self, names: Sequence[str], vector: np.ndarray, root: str, most: int = 5) -> list[tuple[str, float]]:
        """The features that spoke most for a root, against the mean of all, with their weights."""
        column, scale = self.root.classes.index(root), scale_of(names)
        found = []
        for name in names:
            if name in self.rows:
                row = self.root.weighted([self.rows[name]])[0]
                found.append((name, float((row[column] - row.mean()) * scale)))
        dense = vector @ self.root.dense
        found.append(("word vectors", float(dense[column] - dense.mean())))
        return sorted(found, key=lambda item: (-item[1], item[0]))[:most]


def scale_of(names: Sequence[str]) -> float:
    """What each of the features counts: together they have the same length, however many they are."""
    return float(8.0 / np.sqrt(max(1, len(names))))


def save(model: Decider, path: Path) -> None:
    """Write the weights, without the names that hardly speak for or against anything."""
    scales = {name: np.maximum(np.abs(part.weights).max(axis=1, keepdims=True), 1e-8) / 127.0 for name, part in (("root", model.root), ("group", model.group))}
    kept = np.flatnonzero(np.maximum(scales["root"], scales["group"])[:, 0] * 127.0 >= _FAINT)
    names = sorted(model.rows, key=model.rows.__getitem__)
    arrays: dict[str, np.ndarray] = {}
    for name, part in (("root", model.root), ("group", model.group)):
        scale = scales[name][kept]
        arrays |= {
            f"{name}_weights": np.rint(part.weights[kept] / scale).astype("int8"), f"{name}_scale": scale.astype("float16"),
            f"{name}_dense": part.dense.astype("float16"), f"{name}_bias": part.bias.astype("float32"),
        }
    words = {"names": [names[i] for i in kept], "root": model.root.classes, "group": model.group.classes}
    arrays["words"] = np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), dtype="uint8")
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


@cache
def load_decider(path: Path = SHIPPED) -> Decider:
    """The weights that ship with the package; read once."""
    with np.load(path) as stored:
        words = json.loads(stored["words"].tobytes())
        parts = [
            Linear(tuple(words[n]), stored[f"{n}_weights"], stored[f"{n}_dense"].astype("float32"), stored[f"{n}_bias"],
                   stored[f"{n}_scale"].astype("float32")[:, 0])
            for n in ("root", "group")
        ]
    return Decider({n: i for i, n in enumerate(words["names"])}, *parts)
