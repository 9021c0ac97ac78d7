"""Spellings of names: which meet and which do not."""

from __future__ import annotations

import pytest

from coder.ontology.names import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # case
        ("HEZBOLLAH", "Hezbollah"),
        # accents
        ("Medellín", "Medellin"),
        # apostrophes of every kind
        ("Kata'ib Hezbollah", "Kata’ib Hezbollah"),
        ("Kata'ib Hezbollah", "Kataib Hezbollah"),
        # hyphens of every kind
        ("Al-Nujaba Movement", "Al Nujaba Movement"),
        ("Al‑Nujaba", "Al-Nujaba"),
        # full stops and doubled spaces
        ("St. Petersburg", "St  Petersburg"),
    ],
)
def test_fold_levels(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # letters are not levelled
        ("Hezbollah", "Hizballah"),
        ("Iran", "Iraq"),
        # words are not dropped
        ("al-Qaeda", "Qaeda"),
    ],
)
def test_fold_keeps_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)
