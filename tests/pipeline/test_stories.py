"""Acts of one article: dates, places and tolls that are told with one of them and hold for another."""

from __future__ import annotations

import pytest
from coded import mentions
from spacy.language import Language

from coder.records import Mention


def told(nlp: Language, text: str, **fields: str) -> list[Mention]:
    return [m for m in mentions(nlp, text, **fields) if m.event_family not in ("say", "blame")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # an act without a date goes on with the day of the one before
        ("Rebels attacked Goma on Monday. The rebels also shelled Sake.", ["2024-05-13", "2024-05-13"]),
        # the perfect leaves the line of the story; so does a day of its own
        ("Rebels attacked Goma on Monday. The rebels had shelled Sake.", ["2024-05-13", None]),
        ("Rebels attacked Goma on Monday. On Tuesday they shelled Sake.", ["2024-05-13", "2024-05-14"]),
        # told as earlier or later than the act of the main clause
        ("Troops shelled Goma on Monday, two days after rebels attacked Sake.", ["2024-05-13", "2024-05-11"]),
        ("Troops shelled Goma on Monday, a day before rebels attacked Sake.", ["2024-05-13", "2024-05-14"]),
        ("Troops shelled Goma on Monday after rebels attacked Sake.", ["2024-05-13", None]),
        # two clauses, two days
        ("Rebels attacked Goma on Sunday, and on Monday they shelled Sake.", ["2024-05-12", "2024-05-13"]),
        # when it was is told in a sentence of its own
        ("Gunmen killed a judge in Medellin. The murder took place on Friday.", ["2024-05-10"]),
        # the day of saying is not the day of doing, the day inside what was said is
        ("Police said on Tuesday that gunmen had killed a judge in Medellin.", [None]),
        ("Police said that a judge died on Monday in Medellin when gunmen attacked her car.", ["2024-05-13"]),
    ],
)
def test_days(nlp: Language, text: str, days: list[str | None]) -> None:
    found = [None if m.date.precision == "reported" else m.date.start for m in told(nlp, text)]
    assert found == days


def test_a_carried_date_says_so(nlp: Language) -> None:
    assert [m.date.basis for m in told(nlp, "Rebels attacked Goma on Monday. The rebels also shelled Sake.")] == ["relative", "context"]


def test_where_it_was_is_told_in_a_sentence_of_its_own(nlp: Language) -> None:
    first = told(nlp, "A bomb killed two soldiers on Monday. The attack took place in Medellin.")[0]
    assert first.place is not None
    assert (first.place.name, first.place.basis) == ("Medellin", "inherited")


def test_a_headline_lies_where_its_story_does(nlp: Language) -> None:
    headline = told(nlp, "A car bomb killed six soldiers in Baidoa on Saturday.", title="Car bomb kills six soldiers")[0]
    assert headline.place is not None
    assert headline.place.name == "Baidoa"


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        # the blast is the bomb of the sentence before: both have the whole toll
        ("A bomb exploded in Medellin on Monday. The blast killed nine people and wounded 20.", [(9, 20), (9, 20)]),
        # a toll with no act of its own
        ("Gunmen attacked a bus near Goma on Monday, killing six passengers. Ten other people were wounded.", [(6, 10), (6, 10)]),
        # on top of the first number
        ("Gunmen attacked a bus near Goma on Monday, killing six passengers. Two policemen were also killed.", [(6, None), (8, None)]),
        # another act, its own toll
        ("A bomb killed six soldiers in Goma on Monday. Another bomb exploded in Sake.", [(6, None), (None, None)]),
        ("Gunmen killed six students in Goma on Monday. Security forces killed all four attackers.", [(6, None), (4, None)]),
        # an earlier attack that killed does not lend its dead to the answer
        ("Kenyan jets bombed a camp in Somalia on Sunday, three days after gunmen killed nine people in Garissa.", [(None, None), (9, None)]),
        # who dies with him
        ("The mayor was shot dead in Goma on Monday along with two guards.", [(3, None)]),
    ],
)
def test_tolls(nlp: Language, text: str, tolls: list[tuple[int | None, int | None]]) -> None:
    assert [(m.killed.best, m.wounded.best) for m in told(nlp, text)] == tolls
