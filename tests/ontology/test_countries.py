"""Countries and institutions: the tables that say who "Iraqi", "Kyiv" and "the Pentagon" are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import coder.ontology
from coder.ontology.files import read_table
from coder.ontology.names import fold

ACTORS = Path(coder.ontology.__path__[0]) / "actors"
COUNTRIES = read_table(ACTORS / "countries.csv")
INSTITUTIONS = read_table(ACTORS / "institutions.csv")
ROLES = {"GOV", "MIL", "COP", "SPY", "JUD", "LEG"}


def cells(row: dict[str, str], *columns: str) -> list[str]:
    return [part for column in columns for part in row[column].split("|") if part]


def country_of(name: str, *columns: str) -> list[str]:
    return [row["iso3"] for row in COUNTRIES if name in cells(row, *columns)]


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("U.S.", "USA"),
        ("US", "USA"),
        ("Britain", "GBR"),
        ("Burma", "MMR"),
        ("DR Congo", "COD"),
        ("Zaire", "COD"),
        ("Ivory Coast", "CIV"),
        ("UAE", "ARE"),
        ("Holland", "NLD"),
        ("Türkiye", "TUR"),
        ("Czechia", "CZE"),
        ("Swaziland", "SWZ"),
        ("Jewish state", "ISR"),
        ("Soviet Union", "SUN"),
        ("East Germany", "DDR"),
        ("South Yemen", "YMD"),
        ("Kosovo", "XKX"),
        ("Palestine", "PSE"),
    ],
)
def test_a_country_is_known_under_the_names_of_the_news(name: str, iso3: str) -> None:
    assert country_of(name, "name", "aliases") == [iso3]


@pytest.mark.parametrize(
    ("word", "iso3"),
    [
        ("Iraqis", "IRQ"),
        ("Frenchmen", "FRA"),
        ("Afghans", "AFG"),
        ("Filipino", "PHL"),
        ("Turks", "TUR"),
        ("Britons", "GBR"),
        ("Saudis", "SAU"),
        ("Palestinian", "PSE"),
        ("Kosovar", "XKX"),
        ("Taiwanese", "TWN"),
        ("Salvadoran", "SLV"),
        ("Soviet", "SUN"),
        ("Congolese", "COD"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
    ],
)
def test_a_people_belongs_to_one_country(word: str, iso3: str) -> None:
    assert country_of(word, "demonyms") == [iso3]


def test_kurds_have_no_country() -> None:
    assert country_of("Kurdish", "demonyms", "aliases") == []


@pytest.mark.parametrize(
    ("capital", "iso3"),
    [("Kiev", "UKR"), ("Tel Aviv", "ISR"), ("Jerusalem", "ISR"), ("Rangoon", "MMR"), ("The Hague", "NLD")],
)
def test_a_capital_stands_for_its_government(capital: str, iso3: str) -> None:
    assert country_of(capital, "capital", "capital_aliases") == [iso3]


def test_no_name_and_no_people_is_given_to_two_countries() -> None:
    for columns in (("name", "aliases"), ("demonyms",)):
        owners = Counter(key for row in COUNTRIES for key in {fold(cell) for cell in cells(row, *columns)})
        assert [name for name, count in owners.items() if count > 1] == []


def test_codes_are_unique_and_coordinates_on_earth() -> None:
    assert len({row["iso3"] for row in COUNTRIES}) == len(COUNTRIES) > 240
    for row in COUNTRIES:
        assert -90 <= float(row["latitude"]) <= 90, row["name"]
        assert -180 <= float(row["longitude"]) <= 180, row["name"]


def test_states_that_are_gone_have_an_end() -> None:
    ends = {row["iso3"]: row["active_to"] for row in COUNTRIES if row["active_to"]}
    assert ends["SUN"] == "1991-12-26"
    assert ends["DDR"] == "1990-10-03"
    assert {"YUG", "SCG", "CSK", "YMD"} <= ends.keys()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("White House", "USAGOV"),
        ("Pentagon", "USAMIL"),
        ("CIA", "USASPY"),
        ("FBI", "USACOP"),
        ("Kremlin", "RUSGOV"),
        ("State Duma", "RUSLEG"),
        ("Downing Street", "GBRGOV"),
        ("Bundestag", "DEULEG"),
        ("IDF", "ISRMIL"),
        ("Israeli army", "ISRMIL"),
        ("Mossad", "ISRSPY"),
        ("IRGC", "IRNMIL"),
        ("Revolutionary Guards", "IRNMIL"),
        ("Quds Force", "IRNMIL"),
        ("Zhongnanhai", "CHNGOV"),
        ("Tatmadaw", "MMRMIL"),
        ("Knesset", "ISRLEG"),
        ("Carabinieri", "ITACOP"),
        ("KGB", "SUNSPY"),
        ("Atlacatl Battalion", "SLVMIL"),
    ],
)
def test_an_institution_names_its_state_and_role(name: str, code: str) -> None:
    assert [row["code"] for row in INSTITUTIONS if name in cells(row, "name", "aliases")] == [code]


def test_institutions_are_well_formed() -> None:
    known = {row["iso3"] for row in COUNTRIES}
    names = Counter(key for row in INSTITUTIONS for key in {fold(n) for n in cells(row, "name", "aliases")})
    assert [name for name, count in names.items() if count > 1] == []
    assert len({row["actor_id"] for row in INSTITUTIONS}) == len(INSTITUTIONS) >= 220
    for row in INSTITUTIONS:
        assert row["country"] in known, row["actor_id"]
        assert row["role"] in ROLES, row["actor_id"]
        assert row["code"] == row["country"] + row["role"], row["actor_id"]
