"""coder_dates: which days the dates of a text mean. The cases are in tests/cases/dates.yml."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import DocBin

from coder.language.date_phrases import read_dates
from coder.ontology.calendar import easter_sunday, load_calendar, same_day, span_of
from coder.ontology.files import read_yaml
from coder.pipeline import dates as _registers_the_factory  # noqa: F401

CASES = read_yaml(Path(__file__).parents[1] / "cases" / "dates.yml")
SINGLE = [(group["published"], case) for group in CASES["found"] for case in group["cases"]]


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("coder_dates")
    return pipeline


def found(nlp: Language, text: str, published: str | None, *, dateline_end: int = 0) -> list[dict[str, Any]]:
    doc = nlp.make_doc(text)
    doc._.published = published
    doc._.dateline_end = dateline_end
    notes: list[dict[str, Any]] = nlp(doc)._.dates
    return notes


def shown(note: dict[str, Any]) -> list[str]:
    return [note["text"], note["from"] or "-", note["to"] or "-", note["precision"], note["basis"]]


@pytest.mark.parametrize(("published", "case"), SINGLE, ids=[f"{c[0]} ({p})" for p, c in SINGLE])
def test_one_date(nlp: Language, published: str | None, case: list[str]) -> None:
    text, *expected = case
    notes = found(nlp, text, published)
    assert [shown(n) for n in notes] == [expected[:5]]
    mark = expected[5] if len(expected) > 5 else None
    ahead = bool(mark == "future" or (mark == "until" and notes[0]["to"] > published))
    assert (notes[0]["since"], notes[0]["until"], notes[0]["future"]) == (mark == "since", mark == "until", ahead)
    assert text[notes[0]["start"] : notes[0]["end"]] == expected[0]


@pytest.mark.parametrize("case", CASES["texts"], ids=lambda c: c["text"])
def test_dates_of_a_text(nlp: Language, case: dict[str, Any]) -> None:
    assert [shown(n) for n in found(nlp, case["text"], case["published"])] == case["dates"]


@pytest.mark.parametrize("text", CASES["nothing"]["sentences"])
def test_no_date(nlp: Language, text: str) -> None:
    assert found(nlp, text, CASES["nothing"]["published"]) == []


def test_there_are_enough_cases() -> None:
    assert len(SINGLE) >= 150
    assert len(CASES["nothing"]["sentences"]) >= 30


def test_tokens_and_sentences(nlp: Language) -> None:
    text = "A bomb went off. Two died on May 3, 2014, in Bel."
    (note,) = found(nlp, text, "2024-05-15")
    tokens = [t.text for t in nlp.make_doc(text)]
    assert tokens[note["first"] : note["last"]] == ["May", "3", ",", "2014"]
    assert tokens[note["token"]] == "2014"
    assert note["sentence"] == 1


def test_the_date_of_the_dateline_is_no_finding(nlp: Language) -> None:
    text = "BEL, May 14 (Arn Press) - A bomb went off on Monday."
    assert [n["text"] for n in found(nlp, text, "2024-05-15", dateline_end=text.index("A bomb"))] == ["Monday"]
    assert len(found(nlp, text, "2024-05-15")) == 2


def test_line_breaks_inside_a_date(nlp: Language) -> None:
    assert [n["from"] for n in found(nlp, "Rebels came on May\n3, 2014, by boat.", None)] == ["2014-05-03"]
    assert found(nlp, "They left in May\n\n3 men died.", "2024-05-15")[0]["text"] == "May"


def test_a_wrong_publication_date_counts_as_none(nlp: Language) -> None:
    assert found(nlp, "Rebels came on Monday.", "soon")[0]["from"] is None


def test_no_text_no_dates(nlp: Language) -> None:
    assert found(nlp, "", "2024-05-15") == []


def test_findings_survive_serialisation(nlp: Language) -> None:
    doc = nlp.make_doc("Rebels came on Monday.")
    doc._.published = "2024-05-15"
    packed = DocBin(store_user_data=True, docs=[nlp(doc)]).to_bytes()
    (again,) = DocBin(store_user_data=True).from_bytes(packed).get_docs(nlp.vocab)
    assert list(again._.dates) == doc._.dates


@pytest.mark.parametrize(
    ("year", "day"), [(1961, "04-02"), (2000, "04-23"), (2008, "03-23"), (2019, "04-21"), (2024, "03-31"), (2038, "04-25")]
)
def test_easter(year: int, day: str) -> None:
    assert easter_sunday(year).isoformat() == f"{year}-{day}"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["Monday", "Wednesday", "Sunday"]))
def test_a_bare_weekday_is_one_of_the_last_seven_days(published: date, name: str) -> None:
    (phrase,) = read_dates(f"Rebels came on {name}.", published)
    assert phrase.first is not None
    assert phrase.first.strftime("%A") == name
    assert timedelta(0) <= published - phrase.first < timedelta(7)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 12), st.integers(1, 31))
def test_a_day_without_year_never_lies_ahead(published: date, month: int, day: int) -> None:
    name = next(n for n, number in load_calendar().months.items() if number == month).capitalize()
    for phrase in read_dates(f"Rebels came on {name} {day}.", published):
        assert phrase.last is None or phrase.last <= published


@given(st.text(alphabet="Monday may3 0123456789,./-'sincelaTuOct\n ", max_size=80), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_any_text_gives_dates_in_order_and_in_bounds(text: str, published: date) -> None:
    phrases = read_dates(text, published)
    assert all(0 <= p.start < p.end <= len(text) for p in phrases)
    assert all(a.end <= b.start for a, b in pairwise(phrases))
    assert all(p.first is None or p.last is None or p.first <= p.last for p in phrases)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(-30, 30))
def test_months_keep_the_day_where_they_can(day: date, months: int) -> None:
    moved = same_day(day, months)
    assert moved.day == min(day.day, span_of("month", moved)[1].day)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
