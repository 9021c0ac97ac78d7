"""What text clean-up changes, and what it must leave as printed."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.sources import normalise

PARAGRAPHS = [
    "KELSO, May 3 (Reuters) - Rebels in the northern province of Tarn shelled the harbour town of Bel for "
    "two hours on Friday, killing two soldiers and wounding five, the Arden army said in a statement.",
    "The Northern Front, which has fought for autonomy since 2011, did not say whether its forces had taken "
    "part. Residents told the Kelso Post that several houses near the market had burned down.",
    "Talks between the two sides are to go on in Kelso next week.",
]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("Two\r\ndied.\rIn Bel.", "Two\ndied.\nIn Bel.", id="line ends"),
        pytest.param("a\tb\u00a0c\u2009d\u3000e", "a b c d e", id="odd spaces"),
        pytest.param("a  b   c", "a b c", id="runs of spaces"),
        pytest.param("  a  \n  b  ", "a\nb", id="spaces at the ends of lines"),
        pytest.param("a\n\n\n\n \nb", "a\n\nb", id="more than one blank line"),
        pytest.param("ze\u200bro\u00ad wid\u2060th\ufeff", "zero width", id="zero-width and soft hyphens"),
        pytest.param("a\u202eb\u202cc\u2066d\u2069", "abcd", id="bidi overrides and isolates"),
        pytest.param("a\x07b\x1b[31mc\x9dd", "abcd", id="control characters and terminal codes"),
        pytest.param("a\ud800b", "a\ufffdb", id="half a surrogate pair"),
        pytest.param("a\U000e0041b", "ab", id="tag characters"),
        pytest.param(
            "Culiac\u00c3\u00a1n, Iraq\u00e2\u20ac\u2122s", "Culiac\u00e1n, Iraq\u2019s", id="mojibake"
        ),
        pytest.param("Cafe\u0301", "Caf\u00e9", id="composed"),
        pytest.param("Smith &amp; Sons", "Smith & Sons", id="entities"),
        pytest.param("\u201cWe\u2019ll go\u201d \u2013 ok\u2026", "\u201cWe\u2019ll go\u201d \u2013 ok\u2026",
                     id="curly quotes and dashes stay"),
        pytest.param("\ufb01re \uff21", "\ufb01re \uff21", id="ligatures and wide letters stay"),
    ],
)
def test_article(raw, text):
    assert normalise.article(raw) == text


@given(st.text(st.sampled_from("ab .-\n\r\t\u00a0\u200b\u00e9\u0301\u2019&<"), max_size=300))
def test_clean_text_stays_as_it_is(raw):
    once = normalise.article(raw)
    assert normalise.article(once) == once


@given(st.text(max_size=300))
def test_any_text_comes_out_tidy(raw):
    once = normalise.article(raw)
    assert once == once.strip()
    assert "\r" not in once
    assert "  " not in once
    assert "\n\n\n" not in once
    once.encode("utf-8")


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("shouting", [False, True], ids=["mixed case", "capitals"])
def test_hard_wrapped_paragraphs_become_one_line_each(width, shouting):
    paragraphs = [p.upper() if shouting else p for p in PARAGRAPHS]
    wrapped = "\n\n".join(textwrap.fill(p, width, break_on_hyphens=False) for p in paragraphs)
    assert normalise.article(wrapped) == "\n\n".join(paragraphs)


def test_indented_paragraphs_without_blank_lines():
    wrapped = "\n".join(
        textwrap.fill(p, 72, initial_indent="   ", break_on_hyphens=False) for p in PARAGRAPHS
    )
    assert normalise.article(wrapped) == "\n".join(PARAGRAPHS)


def test_the_headline_date_and_byline_above_wrapped_copy_stay_apart():
    story = "\n\n".join(textwrap.fill(p, 70, break_on_hyphens=False) for p in PARAGRAPHS)
    head = "Rebels shell harbour town of Bel, army says two soldiers were dead\nBy Ann Lee\nMay 4, 2024\n"
    assert normalise.article(head + story) == head + "\n\n".join(PARAGRAPHS)


def test_a_word_broken_at_its_hyphen_is_joined_without_a_space():
    lines = (
        "Rebels in the northern province shelled the pro-\ngovernment militia in the harbour town of Bel\n"
    )
    lines += "and killed two of its members, the army said.\n"
    lines += "The Northern Front did not say whether\nit had part in it."
    assert "the pro-government militia" in normalise.article(lines)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Rebels shell Bel\nTwo soldiers dead\n" + "Rebels shelled the town of Bel. " * 6,
            id="headline, deck, body",
        ),
        pytest.param(
            "\n".join(f"The army shelled town number {n} on Friday, killing two." for n in range(9)),
            id="sentences",
        ),
        pytest.param("Rebels shell Bel\nTwo die in Tarn\nTalks go on in Kelso\nMayor quits", id="headlines"),
        pytest.param("to the sea\nand the hills\nand the town\nof Bel", id="short lines"),
    ],
)
def test_lines_that_are_not_wrapped_stay(text):
    assert normalise.article(text) == text.strip()


def test_a_title_is_one_line():
    assert normalise.line(" Rebels\n shell\u00a0Bel ") == "Rebels shell Bel"
    assert normalise.line("\u200b") is None
    assert normalise.line("x" * 1001) is None
