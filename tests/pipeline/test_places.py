"""Where: the places a text names, and which of them is the place of the event."""

from __future__ import annotations

import pytest
from coded import code, fault
from spacy.language import Language


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a town; near and outside it; a distance from it
        ("Rebels attacked a convoy in Goma.", [("Goma", "COD", "exact")]),
        ("Rebels attacked a convoy near Goma.", [("Goma", "COD", "near")]),
        ("Rebels attacked a post outside Mosul.", [("Mosul", "IRQ", "near")]),
        ("Rebels attacked a village 30 km north of Bunia.", [("Bunia", "COD", "near")]),
        # a province, with and without the word
        ("Rebels attacked a convoy in North Kivu.", [("North Kivu", "COD", "admin1")]),
        ("Soldiers burned homes in Ituri province.", [("Ituri", "COD", "admin1")]),
        # a country; water of no country
        ("Rebels attacked a convoy in Chad.", [("Chad", "TCD", "country")]),
        ("A drone hit a ship in the Red Sea.", [("Red Sea", None, "sea_air")]),
        # town and country
        ("Gunmen attacked a bus in Kano, Nigeria.", [("Kano", "NGA", "exact"), ("Nigeria", "NGA", "country")]),
        # a town that several countries have: the country named decides
        ("Rebels attacked Tripoli in Lebanon.", [("Tripoli", "LBN", "exact"), ("Lebanon", "LBN", "country")]),
        ("Rebels attacked Tripoli in Libya.", [("Tripoli", "LBY", "exact"), ("Libya", "LBY", "country")]),
        # all capitals
        ("GUNMEN ATTACKED A BUS IN KANO, NIGERIA", [("Kano", "NGA", "exact"), ("Nigeria", "NGA", "country")]),
        # people and groups named like places
        ("George Washington crossed the river.", []),
        # no name, no place
        ("Rebels attacked a village in the hills.", []),
        # the region behind a town tells which town it is
        ("Police in Paris, Texas, arrested a man.", [("Paris", "USA", "exact"), ("Texas", "USA", "admin1")]),
        # the border is a line: of the country no more is meant; the border of a people as well
        ("Troops clashed near the border with Chad.", [("Chad", "TCD", "region")]),
        ("Rebels attacked a post on the Sudanese border.", [("Sudanese border", "SDN", "region")]),
        # a settlement that no gazetteer has lies in the region or country named behind it; a common word may be one
        ("Gunmen abducted a priest in Ornwick, Kansas.", [("Ornwick", "USA", "exact"), ("Kansas", "USA", "admin1")]),
        ("Gunmen burned huts in the village of Ornwa in Borno state.", [("Ornwa", "NGA", "exact"), ("Borno", "NGA", "admin1")]),
        ("Iraqi troops took the town of Hit.", [("Hit City", "IRQ", "exact")]),
        # a part of a town is the town
        ("Police arrested him in the Vračar district of Belgrade.", [("Belgrade", "SRB", "exact"), ("Belgrade", "SRB", "exact")]),
        # what is struck is a place though it looks like a person's name; a strike on it makes it one
        ("Warplanes bombed Khan Younis.", [("Khan Younis", "PSE", "exact")]),
        # taken up again
        ("Rebels attacked Goma. Soldiers fled the city.", [("Goma", "COD", "exact"), ("Goma", "COD", "exact")]),
        ("Two bombs exploded in the Iraqi capital.", [("Baghdad", "IRQ", "exact")]),
        ("The rebels hold Bunia. Soldiers attacked them there.", [("Bunia", "COD", "exact"), ("Bunia", "COD", "exact")]),
        # inside the name of something else
        ("Guests met at the Leopold Cafe.", []),
    ],
)
def test_places_named(nlp: Language, sentence: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert [(p["name"], p["country"], p["precision"]) for p in code(nlp, sentence)._.places] == expected


def test_the_dateline_is_no_place_of_the_text(nlp: Language) -> None:
    text = "NAIROBI, May 3 - Rebels shelled a post in Nyala."
    doc = code(nlp, text, dateline_place="NAIROBI")
    assert [p["name"] for p in doc._.places] == ["Nyala"]


def place_of(nlp: Language, text: str) -> tuple[str | None, str, str] | None:
    """(name or country, precision, basis) of the place of the last event."""
    place = code(nlp, text)._.events[-1]["place"]
    if place is None:
        return None
    return (place.get("name") or place["country_only"], place.get("precision", "country"), place["basis"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # where the act is, or its victim
        ("Rebels attacked an army convoy near Goma.", ("Goma", "near", "stated")),
        ("Gunmen killed a judge in Medellin.", ("Medellin", "exact", "stated")),
        # the object is the place
        ("Israel bombed Damascus.", ("Damascus", "exact", "stated")),
        ("Taliban fighters captured the city of Kunduz.", ("Kunduz", "exact", "stated")),
        # where the missiles land, not whence they come or where those live who fired
        ("Militants fired rockets at Haifa from Lebanon.", ("Haifa", "exact", "stated")),
        ("Rockets from Lebanon hit Haifa.", ("Haifa", "exact", "stated")),
        ("Militias in Iraq attacked a US base in Syria.", ("Syria", "country", "stated")),
        # the sentence before
        ("Rebels attacked a base in Bunia. Ten soldiers were killed in the attack.", ("Bunia", "exact", "inherited")),
        # nothing but the victim's country
        ("Rebels attacked Congolese soldiers.", ("COD", "country", "target_country")),
        # nothing at all
        ("Rebels attacked soldiers.", None),
        # of two places the one that is in the other; the clause on a place tells of it
        ("Gunmen killed two soldiers in Beni, on the edge of Bunia.", ("Beni", "exact", "stated")),
        ("Rescuers searched the ruins in Nairobi, where a bomb killed nine people.", ("Nairobi", "exact", "stated")),
        # what leads to a place, through it or away from it, by the kind of act
        ("Kenya sent 200 soldiers to Goma.", ("Goma", "exact", "stated")),
        ("Thousands of protesters marched through Nairobi.", ("Nairobi", "exact", "stated")),
        ("Rebels abducted five girls from Beni.", ("Beni", "exact", "stated")),
        # not where another act was
        ("Ministers in Brussels imposed sanctions on Friday, two days after gunmen killed nine people in Tunis.", ("Tunis", "exact", "stated")),
        # the same scene, the city taken up again
        ("Gunmen killed a judge in Medellin. Later two bombs exploded in the city.", ("Medellin", "exact", "inherited")),
        # a threat has no place
        ("Israel threatened to bomb Beirut.", None),
        # who acts is no place
        pytest.param("The army said that Israel had attacked a convoy.", None),
        pytest.param("The United States imposed sanctions on Iran.", None),
        pytest.param("The ceasefire between Israel and Hezbollah took effect.", None),
        pytest.param("Hezbollah agreed to halt attacks on Israel.", None),
    ],
)
def test_place_of_the_event(nlp: Language, text: str, expected: tuple[str, str, str] | None) -> None:
    assert place_of(nlp, text) == expected


@pytest.mark.parametrize(
    ("sentence", "origin"),
    [
        ("Militants fired rockets at Haifa from Lebanon.", "Lebanon"),
        ("The drones, launched from Yemen, hit a fuel depot in Jeddah.", "Yemen"),
        # the nationality of a weapon
        ("Israel shot down two Iranian drones over Eilat.", "Iran"),
        ("Rebels attacked a convoy in Chad.", None),
        pytest.param("Troops from Kenya attacked rebels in Somalia.", None, marks=fault("from X behind people is taken for the place they fired from")),
    ],
)
def test_where_it_came_from(nlp: Language, sentence: str, origin: str | None) -> None:
    assert code(nlp, sentence)._.events[0]["origin"] == origin
