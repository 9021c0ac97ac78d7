"""The gazetteer: what a name on its own, and in the context of a country, is taken for."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import coder.ontology
from coder.errors import OntologyError
from coder.ontology.city_index import City, CityIndex, pack, place_key
from coder.ontology.files import read_table
from coder.ontology.gazetteer import Gazetteer, load_gazetteer

FOLDER = Path(coder.ontology.__path__[0])
COUNTRIES = read_table(FOLDER / "actors" / "countries.csv")
KINDS = {"region", "water", "border", "airbase", "camp", "crossing", "island", "district", "facility", "line"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("London", "city", "GBR"),
        ("Goma", "city", "COD"),
        ("Gao", "city", "MLI"),  # not Guantánamo, whose airport is GAO
        ("Tripoli", "city", "LBY"),
        ("Hodeidah", "city", "YEM"),
        ("Hudaydah", "city", "YEM"),
        ("al-Hudaydah", "city", "YEM"),
        ("Kiev", "city", "UKR"),
        ("Kyiv", "city", "UKR"),
        ("Sana'a", "city", "YEM"),
        ("El Fasher", "city", "SDN"),
        ("Culiacan", "city", "MEX"),
        ("Rafah", "city", "PSE"),
        ("Erbil", "city", "IRQ"),
        ("Deir al-Balah", "city", "PSE"),
        ("Khan Younis", "city", "PSE"),
        ("Kobani", "city", "SYR"),
        ("Palmyra", "city", "SYR"),
        ("Bethlehem", "city", "PSE"),  # not Belém in Brazil, which is fifty times as big
        ("San Salvador", "city", "SLV"),
        ("SAN SALVADOR", "city", "SLV"),  # wire text in capitals
        ("Washington", "city", "USA"),  # the capital, not the state
        ("New York", "city", "USA"),
        ("Idlib", "city", "SYR"),  # a region named after its seat is read as the seat
        ("St. Louis", "city", "USA"),
        ("Diyarbakir", "city", "TUR"),  # the table has a dotless i
        ("Ramon Airbase", "airbase", "ISR"),
        ("Ain al-Asad", "airbase", "IRQ"),
        ("Golan Heights", "region", "SYR"),
        ("Gaza", "region", "PSE"),
        ("Gaza Strip", "region", "PSE"),
        ("Darfur", "region", "SDN"),
        ("Donbas", "region", "UKR"),
        ("Karni", "crossing", "ISR"),  # not Kearny, New Jersey
        ("Dahiyeh", "district", "LBN"),
        ("Sadr City", "district", "IRQ"),
        ("Cite Soleil", "district", "HTI"),
        ("Jabalia refugee camp", "camp", "PSE"),
        ("Snake Island", "island", "UKR"),
        ("Strait of Hormuz", "water", None),
        ("the Red Sea", "water", None),
        ("Sahel", "region", None),
        ("North Kivu", "admin1", "COD"),
        ("Nord-Kivu", "admin1", "COD"),
        ("Qunaitra", "admin1", "SYR"),
        ("Tigray", "admin1", "ETH"),
        ("Rakhine", "admin1", "MMR"),
        ("Cabo Delgado", "admin1", "MOZ"),
        ("Chechnya", "admin1", "RUS"),  # not a village in Donetsk
        ("Helmand", "admin1", "AFG"),
        ("Georgia", "country", "GEO"),
        ("Mexico", "country", "MEX"),
        ("Burma", "country", "MMR"),
        ("US", "country", "USA"),
        ("U.S.", "country", "USA"),
        ("Yugoslavia", "country", "YUG"),
    ],
)
def test_a_name_alone(gazetteer: Gazetteer, name: str, kind: str, country: str | None) -> None:
    place = gazetteer.resolve(name)
    assert place is not None
    assert (place.kind, place.country) == (kind, country)


@pytest.mark.parametrize(
    ("name", "countries", "kind", "country"),
    [
        ("Tripoli", ["LBN"], "city", "LBN"),
        ("Tripoli", ["SYR", "LBN"], "city", "LBN"),
        ("Georgia", ["USA"], "admin1", "USA"),
        ("Georgia", ["RUS", "USA", "GEO"], "admin1", "USA"),  # the more relevant country comes first
        ("Punjab", ["IND"], "admin1", "IND"),
        ("Kurdistan", ["IRN"], "admin1", "IRN"),
        ("Gaza", ["MOZ"], "admin1", "MOZ"),
        ("Palma", ["MOZ"], "city", "MOZ"),
        ("Palma", [], "city", "ESP"),
        ("Santa Ana", ["SLV"], "city", "SLV"),
        ("Saida", ["LBN"], "city", "LBN"),
        ("Merida", ["VEN"], "city", "VEN"),
        ("Birmingham", ["USA"], "city", "USA"),
        ("Paris", ["USA"], "city", "FRA"),  # nobody means Paris, Texas without saying so
        ("Moscow", ["USA"], "city", "RUS"),
        ("Mexico", ["PHL"], "country", "MEX"),  # not the town in Pampanga
        ("Bayda", ["LBY"], "city", "LBY"),
        ("Bayda", ["YEM"], "city", "YEM"),
    ],
)
def test_the_context_decides_between_namesakes(
    gazetteer: Gazetteer, name: str, countries: list[str], kind: str, country: str
) -> None:
    place = gazetteer.resolve(name, countries=countries)
    assert place is not None
    assert (place.kind, place.country) == (kind, country)


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Idlib province", "admin1", "SYR"),
        ("Kunar province", "admin1", "AFG"),
        ("province of Kunar", "admin1", "AFG"),
        ("Kharkiv oblast", "admin1", "UKR"),
        ("Borno State", "admin1", "NGA"),
        ("city of Homs", "city", "SYR"),
        ("New York state", "admin1", "USA"),
        ("Bogota airport", "city", "COL"),
        ("northern Idlib province", "admin1", "SYR"),
        ("western Kenya", "country", "KEN"),
        ("north-eastern Nigeria", "country", "NGA"),
        ("eastern Aleppo", "city", "SYR"),
    ],
)
def test_a_word_beside_the_name_says_what_it_is(
    gazetteer: Gazetteer, name: str, kind: str, country: str
) -> None:
    place = gazetteer.resolve(name)
    assert place is not None
    assert (place.kind, place.country) == (kind, country)


def test_the_caller_can_ask_for_the_region(gazetteer: Gazetteer) -> None:
    town, region = gazetteer.resolve("Kandahar"), gazetteer.resolve("Kandahar", prefer_kind="admin1")
    assert town is not None
    assert region is not None
    assert (town.kind, region.kind) == ("city", "admin1")


@pytest.mark.parametrize(
    "name",
    ["Police", "March", "Said", "Union", "hospital", "Of", "Martin", "Bush", "Hamas", "Gazan", "us", "Northern Alliance"],
)
def test_what_is_no_place(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.resolve(name) is None


def test_a_small_town_far_from_the_story_is_not_meant(gazetteer: Gazetteer) -> None:
    there = gazetteer.resolve("Puerto Bello")
    assert there is not None
    assert there.country == "PHL"
    assert gazetteer.resolve("Puerto Bello", countries=["COL"]) is None


def test_a_small_namesake_without_context_is_not_guessed(gazetteer: Gazetteer) -> None:
    readings = gazetteer.find("Bara")
    assert len(readings) > 1
    assert gazetteer.resolve("Bara") is None
    assert gazetteer.resolve("Bara", countries=["SDN"]) is not None


def test_stop_words_and_abbreviations(gazetteer: Gazetteer) -> None:
    assert gazetteer.is_stop("Said")
    assert gazetteer.is_stop("us")
    assert not gazetteer.is_stop("US")
    assert not gazetteer.is_stop("Mosul")
    assert gazetteer.find("us") == []


def test_no_country_is_a_stop_word(gazetteer: Gazetteer) -> None:
    assert [row["name"] for row in COUNTRIES if gazetteer.resolve(row["name"]) is None] == []


def test_readings_come_in_order_of_trust(gazetteer: Gazetteer) -> None:
    assert [c.source for c in gazetteer.find("Georgia")][:2] == ["countries", "admin1"]
    assert gazetteer.find("Kurdistan")[0].source == "places"
    sizes = [c.weight for c in gazetteer.find("San Miguel") if c.source == "cities"]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) > 10


def test_a_town_comes_with_its_region_coordinates_and_id(gazetteer: Gazetteer) -> None:
    goma = gazetteer.resolve("Goma")
    assert goma is not None
    assert (goma.name, goma.admin1, goma.geonames_id) == ("Goma", "North Kivu", 216281)
    assert goma.latitude == pytest.approx(-1.67, abs=0.05)
    assert goma.longitude == pytest.approx(29.23, abs=0.05)


@pytest.mark.parametrize(
    ("name", "feature"),
    [("Baghdad", "PPLC"), ("Goma", "PPL"), ("Iraq", "PCLI"), ("Anbar", "ADM1"), ("Bab el-Mandeb", "STRT")],
)
def test_feature_codes(gazetteer: Gazetteer, name: str, feature: str) -> None:
    place = gazetteer.resolve(name)
    assert place is not None
    assert place.feature_code == feature


def test_every_country_knows_its_capital(gazetteer: Gazetteer) -> None:
    states = [row for row in COUNTRIES if row["iso2"] and row["capital"]]
    missing = [
        row["capital"]
        for row in states
        if not any(c.country == row["iso3"] and c.is_capital for c in gazetteer.find(row["capital"]))
    ]
    assert len(states) > 200
    assert len(missing) <= 4, missing  # such as Diego Garcia, which has no town


def test_the_gazetteer_can_be_sent_to_a_worker(gazetteer: Gazetteer) -> None:
    assert pickle.loads(pickle.dumps(gazetteer)).resolve("Mosul") == gazetteer.resolve("Mosul")


def test_own_places_are_well_formed() -> None:
    known = {row["iso3"] for row in COUNTRIES} | {""}
    rows = read_table(FOLDER / "places" / "places.csv")
    assert len(rows) >= 350
    for row in rows:
        assert row["kind"] in KINDS, row["name"]
        assert row["country"] in known, row["name"]
        assert -90 <= float(row["latitude"]) <= 90, row["name"]
        assert -180 <= float(row["longitude"]) <= 180, row["name"]
        assert float(row["radius_km"]) > 0, row["name"]


def test_no_name_is_given_to_two_own_places_or_a_country() -> None:
    owners: dict[str, set[str]] = {}
    for table, path in (("place", "places/places.csv"), ("country", "actors/countries.csv")):
        for row in read_table(FOLDER / path):
            for name in [row["name"], *row["aliases"].split("|")]:
                owners.setdefault(place_key(name), set()).add(f"{table} {row['name']}")
    del owners[""]
    assert [both for both in owners.values() if len(both) > 1] == []


def test_own_places_lie_in_their_country(gazetteer: Gazetteer) -> None:
    """A slip of a sign or of two columns puts a place on another continent."""
    centres = {row["iso3"]: (float(row["latitude"]), float(row["longitude"])) for row in COUNTRIES}
    wide = {"RUS", "USA", "CAN", "CHN", "BRA", "AUS", "IDN", "IND", "CHL", "FRA", "GBR", "NOR"}
    for row in read_table(FOLDER / "places" / "places.csv"):
        if row["country"] and row["country"] not in wide:
            latitude, longitude = centres[row["country"]]
            assert abs(latitude - float(row["latitude"])) < 15, row["name"]
            assert abs(longitude - float(row["longitude"])) < 16, row["name"]


def test_regions_are_well_formed() -> None:
    rows = read_table(FOLDER / "places" / "admin1.csv")
    assert len(rows) >= 1500
    assert len({row["country"] for row in rows}) >= 80
    assert len({(row["country"], row["code"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["geonames_id"].isdigit(), row["name"]
        assert -90 <= float(row["latitude"]) <= 90, row["name"]


def test_a_packed_index_gives_back_what_went_in(tmp_path: Path) -> None:
    cities = [City(n, f"Town {n}", "AAA", "01", 1.5, -2.25, 10 * n, n == 3, n == 4) for n in range(300)]
    keys = {f"town {n}": {n: False} for n in range(300)} | {"shared": {7: True, 250: False}}
    (tmp_path / "small.idx").write_bytes(pack(cities, keys))
    index = CityIndex(tmp_path / "small.idx")
    assert index.find("town 299") == [(cities[299], False)]
    assert index.find("town 3") == [(cities[3], False)]
    assert index.find("town 4") == [(cities[4], False)]
    assert index.find("shared") == [(cities[7], True), (cities[250], False)]
    assert [index.find(key) for key in ("", "a", "town", "town 29x", "zzz")] == [[], [], [], [], []]


@pytest.mark.parametrize("content", [b"", b"CITIES1\n\x00\x00\x00\x09garbage!!", b"something else entirely"])
def test_a_broken_index_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.idx").write_bytes(content)
    with pytest.raises(OntologyError, match=r"broken\.idx"):
        CityIndex(tmp_path / "broken.idx")
