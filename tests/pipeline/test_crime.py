"""Ordinary crime stays among the mentions and out of the release; political violence and repression do not (rule R65)."""

from __future__ import annotations

import pytest
from coded import fault, mentions
from spacy.language import Language

#: roots of violence, arrests and protest
CONFLICT = ("14", "17", "18", "19", "20")


def conflict(nlp: Language, text: str, title: str | None = None) -> list[tuple[str, bool]]:
    """(trigger, released) of each act of conflict."""
    return [(m.trigger.text, m.in_release) for m in mentions(nlp, text, title=title) if (m.cameo_code or "")[:2] in CONFLICT]


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested a 34-year-old man on suspicion of murdering his girlfriend in a flat in Leeds.",
        "Detectives arrested two burglars who stole jewellery from a house in Lyon.",
        "A man stabbed his wife to death at their home in Perth after a domestic dispute.",
        "A gunman killed two people during a robbery at a convenience store in Ohio.",
        "The singer was arrested in Miami on charges of cocaine possession.",
        "Officers detained a teacher who is accused of sexually abusing his pupils.",
        "A student shot two people at a birthday party in Texas and was later taken into custody.",
    ],
)
def test_ordinary_crime_is_kept_and_not_released(nlp: Language, text: str) -> None:
    found = conflict(nlp, text)
    assert found
    assert not any(released for _, released in found)


@pytest.mark.parametrize(
    "text",
    [
        # terror, armed groups, gangs at war
        "Police arrested a 34-year-old man in Leeds on suspicion of planning a terrorist attack.",
        "Gunmen of the Sinaloa cartel killed two men at a bar in Tijuana.",
        "A suicide bomber killed two people at a restaurant in Kabul.",
        # hatred
        "A white supremacist stabbed a man to death outside a synagogue in Ohio.",
        # officials, journalists, activists
        "A man stabbed the mayor of Lodz to death at his home.",
        "Gunmen killed a journalist outside her house in Veracruz.",
        "Police arrested the opposition leader on charges of fraud.",
        # the state's own violence, protest
        "Police shot dead a boy during a protest in Nairobi.",
        "Soldiers raped a woman in the village.",
        # many killed
        "A man shot dead nine people at a shopping mall in Texas and was then arrested.",
        # nothing tells what it is about
        "Police arrested twelve people in Minsk on Sunday.",
        "Gunmen killed a man in Quetta on Monday.",
        "A gunman opened fire on a train to Brussels, leaving three people wounded.",
    ],
)
def test_what_may_be_public_is_released(nlp: Language, text: str) -> None:
    found = conflict(nlp, text)
    assert found
    assert any(released for _, released in found)


def test_the_article_tells_what_a_bare_arrest_is(nlp: Language) -> None:
    arrest = "Three people were arrested on Friday."
    assert ("arrested", False) in conflict(nlp, f"Robbers stole cash and jewellery from a bank in Lyon on Monday. {arrest}")
    assert ("arrested", True) in conflict(nlp, f"Thousands of protesters demanded the resignation of the government on Monday. {arrest}")


def test_a_word_of_crime_in_a_public_matter_is_no_ordinary_crime(nlp: Language) -> None:
    text = (
        "The government has jailed dozens of dissidents since the election. Activists say that the courts serve the regime.\n\n"
        "On Monday police arrested a lawyer and charged her with tax evasion."
    )
    assert ("arrested", True) in conflict(nlp, text)


def test_police_who_arrest_a_driver_make_no_politics_of_an_accident(nlp: Language) -> None:
    text = "A bus overturned near Kaluga on Monday after the driver lost control in a road accident. Police detained the driver in the road accident."
    assert conflict(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "released"),
    [
        ("The government imposed a curfew in Khartoum after the coup.", True),
        ("The coronavirus has infected thousands, and clinical trials of vaccines began. The government imposed a curfew in Rome over sars.", False),
    ],
)
def test_a_curfew_against_a_disease_is_no_coercion(nlp: Language, text: str, released: bool) -> None:
    assert any(r for t, r in conflict(nlp, text) if t == "imposed") is released


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Police shot dead 13 suspected robbers in Manila.", marks=fault("who a police force kills is a public matter, whatever for")),
    ],
)
def test_harder(nlp: Language, text: str) -> None:
    assert not any(released for _, released in conflict(nlp, text))
