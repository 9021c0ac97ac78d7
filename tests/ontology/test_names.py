"""Spellings of names: which meet and which do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.ontology.names import fold, loose


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # article, ou and u, o and u, doubled letters
        ("Mohammed Shia' al-Sudani", "Muhammad Shia Al Sudani"),
        ("Moqtada el-Sadr", "Muqtada al-Sadr"),
        # q and k, kh and h
        ("Muammar Qaddafi", "Muamar Kadafi"),
    ],
)
def test_loose_levels_romanisations(one: str, other: str) -> None:
    assert loose(one) == loose(other)


def test_loose_keeps_a_name_that_is_only_an_article() -> None:
    assert loose("Al") != ""


@given(st.text(max_size=40))
def test_fold_is_done_after_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=40))
def test_folded_names_have_no_stray_spaces(name: str) -> None:
    assert fold(name).split() == [w for w in fold(name).split(" ") if w]
