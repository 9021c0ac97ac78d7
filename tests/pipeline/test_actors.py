"""Who is spoken of: phrases and the actors they stand for."""

from __future__ import annotations

from typing import Any

import pytest
from coded import code
from spacy.language import Language
from spacy.tokens import Doc


def actor(doc: Doc, phrase: str) -> dict[str, Any]:
    """The one actor written *phrase*."""
    (found,) = (a for a in doc._.actors if a["text"] == phrase)
    return dict(found)


@pytest.mark.parametrize(
    ("sentence", "phrase", "expected"),
    [
        # a country and its adjective
        ("Israel sent envoys to Cairo.", "Israel", "ISR"),
        # adjective and agent noun: country and role
        ("Colombian soldiers withdrew.", "Colombian soldiers", "COLMIL"),
        ("The Kenyan police withdrew.", "Kenyan police", "KENCOP"),
        # dotted and undotted initials
        ("U.S. officials arrived.", "U.S. officials", "USAGOV"),
        ("US troops arrived.", "US troops", "USAMIL"),
        # a capital stands for the government
        ("Moscow recalled its envoy.", "Moscow", "RUSGOV"),
        # the country follows the noun
        ("Police in Kenya searched the house.", "Police", "KENCOP"),
        ("The foreign minister of Egypt arrived.", "foreign minister", "EGYGOV"),
        # the country owns the noun, with either apostrophe
        ("Israel's soldiers withdrew.", "soldiers", "ISRMIL"),
        ("Israel’s soldiers withdrew.", "soldiers", "ISRMIL"),
        # a group by name, by alias, and with its fighters
        ("Boko Haram burned a school.", "Boko Haram", "NGAREB"),
        ("M23 rebels took the town.", "M23 rebels", "CODREB"),
        # the longest name wins: not Lebanon's Hezbollah
        ("Kataib Hezbollah withdrew.", "Kataib Hezbollah", "IRQUAF"),
        ("The Pakistani Taliban withdrew.", "Pakistani Taliban", "PAKREB"),
        # a spokesman speaks for his group
        ("A spokesman for Hamas arrived.", "spokesman", "PSEREB"),
        # a leader with office and name
        ("French President Emmanuel Macron arrived.", "French President Emmanuel Macron", "FRAGOV"),
        # who stands behind a group is not the group
        ("Iran-backed Iraqi militias withdrew.", "Iraqi militias", "IRQUAF"),
        ("Militias backed by Iran withdrew.", "Militias", "UAF"),
        # roles without a country
        ("Two aid workers were abducted.", "aid workers", "NGO"),
        ("Gunmen shot a judge.", "Gunmen", "UAF"),
        # common nouns of all walks of life, and of bodies
        ("Angry truckers blocked the bridge.", "truckers", "LAB"),
        ("A Belarusian novelist was jailed.", "Belarusian novelist", "BLRCVL"),
        ("The Kenyan commission rejected the complaint.", "Kenyan commission", "KENGOV"),
        ("Two plaintiffs sued the ministry.", "plaintiffs", "CVL"),
        # a counterpart is of the other government
        ("He met his Norwegian counterpart.", "Norwegian counterpart", "NORGOV"),
        # a committee of a group is the group's
        ("A committee of the African Union condemned the coup.", "committee", "IGOAFR"),
        # an organisation between states
        ("The African Union sent envoys.", "African Union", "IGOAFR"),
        # all capitals
        ("ISRAELI SOLDIERS WITHDREW FROM THE NORTH", "ISRAELI SOLDIERS", "ISRMIL"),
        ("REBELS ATTACK ARMY POST IN SUDAN", "REBELS", "REB"),
        # the full stop of the sentence is no part of a name at its end
        ("The army chased Boko Haram.", "Boko Haram", "NGAREB"),
    ],
)
def test_phrase_has_code(nlp: Language, sentence: str, phrase: str, expected: str) -> None:
    assert actor(code(nlp, sentence), phrase)["code"] == expected


@pytest.mark.parametrize(
    ("published", "phrase", "expected"),
    [
        # out of power, in power
        ("2010-06-01", "The Taliban", "AFGREB"),
        ("2022-06-01", "The Taliban", "AFGGOV"),
        # before, in and after office
        ("2024-05-15", "Mohammed al-Sudani", "IRQGOV"),
        ("2010-03-01", "Nouri al-Maliki", "IRQGOV"),
        ("2024-05-15", "Nouri al-Maliki", "IRQELI"),
        # no date: any meaning may hold, the name still stands for its bearer
        (None, "Nouri al-Maliki", "IRQGOV"),
    ],
)
def test_code_depends_on_the_day(nlp: Language, published: str | None, phrase: str, expected: str) -> None:
    doc = code(nlp, f"{phrase} rejected the offer.", published=published)
    assert actor(doc, phrase.removeprefix("The "))["code"] == expected


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        # words that say the office is over
        ("Former prime minister Nouri al-Maliki spoke.", "Former prime minister Nouri al-Maliki"),
        ("Ousted president Mohamed Bazoum spoke.", "Ousted president Mohamed Bazoum"),
        ("Former president Alberto Fujimori spoke.", "Former president Alberto Fujimori"),
    ],
)
def test_former_leaders_are_elites(nlp: Language, sentence: str, phrase: str) -> None:
    found = actor(code(nlp, sentence), phrase)
    assert found["former"]
    assert found["code"].endswith("ELI")


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        # the group, the movement: the one named before
        ("Boko Haram burned a school. The group also looted a market.", "group", "boko-haram"),
        # the council: the one whose name ended so
        ("The Security Council met on Mali. France asked the Council to act.", "Council", "un-security-council"),
        # they: the nearest plural or group
        ("Boko Haram fighters burned a school. They also looted a market.", "They", "boko-haram"),
        # it: a body, not a person
        ("President Vladimir Putin praised Hamas. It withdrew.", "It", "hamas"),
        # he: a person, not a country
        ("President Vladimir Putin visited Egypt. He praised the army.", "He", "vladimir-putin"),
        # too far away
        ("Hamas withdrew. It rained. It was cold. It snowed. Roads were closed. They were shut.", "They", None),
        # the subject before the object
        ("President Vladimir Putin met Xi Jinping. He praised the army.", "He", "vladimir-putin"),
        # named in full before: by the last name, by the noun
        ("President Lenin Moreno spoke in Quito. Moreno went home.", "Moreno", "lenin-moreno"),
        ("Kenya's electoral commission met. The army blamed the commission.", "commission", "ken.gov"),
        # whose fighters: told by the possessive
        ("Troops shelled the Shining Path. Its fighters fled.", "fighters", "sendero-luminoso"),
        # one of them is the subject: the other is meant
        ("Emmanuel Macron met Joe Biden. She thanked him.", "him", "joe-biden"),
        # a body is no person, a person no body
        ("General Jan Oru spoke. The army withdrew.", "army", None),
        # an object pronoun is not its own subject
        ("The Taliban denied it.", "it", None),
    ],
)
def test_pronouns_and_descriptions_find_who_was_named_before(nlp: Language, text: str, phrase: str, expected: str | None) -> None:
    found = [a for a in code(nlp, text)._.actors if a["text"].rstrip(".") == phrase]
    assert found[-1]["actor_id"] == expected


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        # nationality of a thing
        ("Israeli airstrikes continued.", "Israeli"),
        # an actor inside the name of a building
        ("The army base burned.", "army"),
    ],
)
def test_what_only_modifies_a_thing_is_marked(nlp: Language, sentence: str, phrase: str) -> None:
    assert actor(code(nlp, sentence), phrase)["modifier"]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        # the pronoun, not the country
        ("The soldiers gave us bread.", "USA"),
        # the verb and pronoun, not the agency
        ("Soldiers who fled were safe.", "IGOUNO"),
        # sponsors are no actors
        ("Iran-backed militias withdrew.", "IRN"),
        ("Russian-backed separatists withdrew.", "RUS"),
        # a verb that is also an agent noun
        ("They guard the border.", "MIL"),
    ],
)
def test_no_actor_has_code(nlp: Language, sentence: str, wrong: str) -> None:
    assert wrong not in [a["code"] for a in code(nlp, sentence)._.actors if not a["sponsor"]]


def test_media_are_known_as_media(nlp: Language) -> None:
    assert actor(code(nlp, "Reuters reported that troops had arrived."), "Reuters")["kind"] == "medium"


def test_unknown_names_are_actors_without_a_code(nlp: Language) -> None:
    found = actor(code(nlp, "Police questioned John Merriweather on Friday."), "John Merriweather")
    assert (found["kind"], found["code"], found["actor_id"]) == ("person", None, "name:john-merriweather")


def test_actors_come_in_order_and_know_their_sentence(nlp: Language) -> None:
    doc = code(nlp, "Israel and Hamas met. Egypt watched.")
    assert [(a["actor_id"], a["sentence"]) for a in doc._.actors] == [("isr", 0), ("hamas", 0), ("egy", 1)]


@pytest.mark.parametrize(
    ("sentence", "phrase", "expected"),
    [
        # the description before and behind the name
        ("The European Union's envoy, Pieter Jansen, spoke.", "Pieter Jansen", "IGOEUREEC"),
        ("Pieter Jansen, the head of Kenya's electoral commission, spoke.", "Pieter Jansen", "KENGOV"),
        ("Pieter Jansen, a Dutch diplomat who leads the talks, spoke.", "Pieter Jansen", "NLDGOV"),
        # a list of people is no description
        ("Pieter Jansen, a bishop, and a soldier were killed.", "soldier", "MIL"),
        ("Police arrested Pieter Jansen, a student and two priests.", "Pieter Jansen", None),
    ],
)
def test_a_name_and_its_description_are_one_person(nlp: Language, sentence: str, phrase: str, expected: str | None) -> None:
    assert actor(code(nlp, sentence), phrase)["code"] == expected


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Iran and Saudi Arabia restored ties. China mediated between the two rivals.", "rivals", {"IRN", "SAU"}),
        ("Iran and Saudi Arabia restored ties. They opened embassies.", "They", {"IRN", "SAU"}),
        ("Turkish and Syrian soldiers met.", "Syrian soldiers", {"TURMIL", "SYRMIL"}),
        # three are not two
        ("Iran, Iraq and Oman met. China spoke to the two rivals.", "rivals", set()),
    ],
)
def test_several_are_meant(nlp: Language, text: str, phrase: str, expected: set[str]) -> None:
    assert {a["code"] for a in actor(code(nlp, text), phrase)["members"] or []} == expected
