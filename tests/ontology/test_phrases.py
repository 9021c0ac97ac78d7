"""Dictionary phrases in running text: longest first, whatever the spelling and tokenisation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.ontology.phrases import Match, PhraseIndex, words


def index(*phrases: str) -> PhraseIndex[str]:
    found: PhraseIndex[str] = PhraseIndex()
    found.add_all(phrases, "x")
    return found.freeze()


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("Kataib Hezbollah", "Fighters of Kata’ib Hezbollah left.", ["Kata’ib Hezbollah"]),
        # capitals, hyphens
        ("al-Nujaba Movement", "THE AL NUJABA MOVEMENT LEFT", ["AL NUJABA MOVEMENT"]),
        ("air strike", "an air-strike", ["air-strike"]),
        # a possessive is no part of the name, with either apostrophe
        ("Israel", "Israel's army and Israel’s navy", ["Israel", "Israel"]),
        # initials with and without full stops
        ("US", "U.S. troops left the US.", ["U.S.", "US"]),
        ("FMLN", "the F.M.L.N. rebels", ["F.M.L.N."]),
        # no phrase runs over a comma or a line
        ("Hamas Israel", "Hamas, Israel", []),
        ("Hamas Israel", "Hamas\nIsrael", []),
        # whole words only
        ("Iran", "Iranian", []),
        # the full stop of the sentence is left out
        ("Boko Haram", "They fled Boko Haram.", ["Boko Haram"]),
        # no phrase
        ("Boko Haram", "", []),
    ],
)
def test_phrases_are_found(phrase: str, text: str, found: list[str]) -> None:
    matches = list(index(phrase).find(text))
    assert [m.text for m in matches] == found
    assert [text[m.start : m.end] for m in matches] == found


def test_longest_phrase_wins_and_matches_do_not_overlap() -> None:
    found = index("Hezbollah", "Kataib Hezbollah", "Hezbollah fighters").find("Kataib Hezbollah fighters and Hezbollah fighters")
    assert [m.text for m in found] == ["Kataib Hezbollah", "Hezbollah fighters"]


def test_two_meanings_of_one_phrase_come_together() -> None:
    found: PhraseIndex[str] = PhraseIndex()
    found.add("Georgia", "the country")
    found.add("Georgia", "the state")
    (match,) = found.freeze().find("in Georgia")
    assert match.payloads == ("the country", "the state")


def test_a_meaning_that_is_refused_leaves_the_shorter_phrase() -> None:
    found: PhraseIndex[str] = PhraseIndex()
    found.add("Front", "front")
    found.add("Front page", "paper")

    def accept(match: Match[str]) -> tuple[str, ...]:
        return tuple(p for p in match.payloads if p != "paper")

    assert [m.payloads for m in found.freeze().find("the Front page", accept=accept)] == [("front",)]


def test_get_looks_a_phrase_up_in_any_spelling() -> None:
    assert index("Kata'ib Hezbollah").get("KATAIB HEZBOLLAH") == ("x",)
    assert index("Kata'ib Hezbollah").get("Hezbollah") == ()


def test_length_counts_phrases_not_spellings() -> None:
    assert len(index("Boko Haram", "BOKO HARAM", "Hamas")) == 2


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    for word in words(text):
        assert text[word.start : word.end] == word.raw
