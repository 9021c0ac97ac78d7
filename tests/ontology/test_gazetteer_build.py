"""The build of the gazetteer: which towns and names go in, and what is worked out from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coder.ontology.city_index import CityIndex
from coder.ontology.gazetteer_build import (
    find_capitals,
    make_index,
    other_names,
    plain,
    refresh_admin1,
    wanted,
)

ISO3 = {"SY": "SYR", "US": "USA", "MX": "MEX"}


def town(number: int, name: str, country: str, population: int, *others: str, **more: Any) -> dict[str, Any]:
    row = {"geonameid": number, "name": name, "countrycode": country, "population": population}
    row |= {"alternatenames": list(others), "latitude": 10.0, "longitude": 20.0, "admin1code": "01"}
    return row | more


@pytest.mark.parametrize(
    ("country", "population", "kept"),
    [("SY", 0, True), ("MX", 999, False), ("MX", 1_000, True), ("US", 2_999, False), ("US", 3_000, True)],
)
def test_villages_are_kept_where_there_is_war(country: str, population: int, kept: bool) -> None:
    assert wanted(town(1, "Xal", country, population)) is kept


def test_other_names_leave_out_airports_scripts_and_exonyms_of_small_towns() -> None:
    assert other_names(town(1, "Guantanamo", "MX", 50_000, "GAO", "Гуантанамо", "Gitmo", "Ab")) == ["Gitmo"]
    assert other_names(town(1, "Kearny", "US", 40_000, "Karni")) == []
    assert other_names(town(1, "Tadmur", "SY", 500, "Palmyra")) == ["Palmyra"]


def test_the_capital_is_the_biggest_town_of_that_name() -> None:
    rows = [
        town(1, "Santiago", "MX", 900),
        town(2, "Santiago", "MX", 9_000_000),
        town(3, "Bigger", "MX", 20_000_000, "Santiago"),
        town(4, "Dimashq", "SY", 2_000_000, "Damascus"),
        town(5, "Springfield", "US", 1),
    ]
    assert find_capitals(rows, {"MX": "Santiago", "SY": "Damascus", "US": "Washington"}) == {2, 4}


def test_marks_of_romanised_names_are_taken_off() -> None:
    assert plain("Khān Yūnis") == "Khan Yunis"
    assert plain("‘Ayn al ‘Arab") == "Ayn al Arab"


def test_our_own_table_names_adds_and_marks_towns(tmp_path: Path) -> None:
    columns = ("name", "aliases", "country", "geonames_id", "admin1", "latitude", "longitude", "population", "well_known")
    own = [
        dict(zip(columns, ("Kobani", "Kobane", "SYR", "7", "", "", "", "", "yes"), strict=True)),
        dict(zip(columns, ("Newtown", "", "SYR", "", "09", "36.5", "37.5", "", ""), strict=True)),
    ]
    rows = [town(7, "‘Ayn al ‘Arab", "SY", 50), town(8, "Al Bāb", "SY", 60), town(9, "Hamlet", "US", 70)]
    (tmp_path / "x.idx").write_bytes(make_index(rows, ISO3, {7}, own))
    index = CityIndex(tmp_path / "x.idx")
    [(kobani, alias)] = index.find("kobane")
    assert (kobani.name, kobani.geonames_id, kobani.capital, kobani.well_known, alias) == ("Kobani", 7, True, True, False)
    assert index.find("ayn al arab") == [(kobani, False)]
    [(added, _)] = index.find("newtown")
    assert (added.geonames_id, added.admin1, added.latitude) == (0, "09", 36.5)
    assert [city.name for city, _ in index.find("bab")] == ["Al Bab"]  # also without its article
    assert index.find("hamlet") == []


def test_regions_get_their_people_and_a_centre_if_they_have_none() -> None:
    table = "country,code,name,latitude,longitude,population\nSYR,01,A,,,\nSYR,02,B,1.0,2.0,5\n"
    rows = [
        town(1, "X", "SY", 300, latitude=10.0, longitude=20.0),
        town(2, "Y", "SY", 100, latitude=14.0, longitude=24.0),
    ]
    assert refresh_admin1(table, rows, ISO3).splitlines()[1:] == ["SYR,01,A,11.0000,21.0000,400", "SYR,02,B,1.0,2.0,0"]
