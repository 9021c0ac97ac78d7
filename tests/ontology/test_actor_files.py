"""Organisations, media and leaders: what the three files promise to whoever looks a name up in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from coder.ontology.files import Row, read_table
from coder.ontology.names import fold

FOLDER = Path(__file__).parents[2] / "coder" / "ontology" / "actors"

NAMED = ("actor_id", "name", "aliases")
ORGANISATIONS = read_table(
    FOLDER / "organisations.csv", (*NAMED, "case_sensitive_aliases", "country", "role", "code")
)
MEDIA = read_table(FOLDER / "media.csv", (*NAMED, "case_sensitive_aliases", "country"))
LEADERS = read_table(FOLDER / "leaders.csv", (*NAMED, "country", "role", "office", "from", "to", "group"))
COUNTRIES = {row["iso3"] for row in read_table(FOLDER / "countries.csv", ("iso3",))}
ALL = {"organisations": ORGANISATIONS, "media": MEDIA, "leaders": LEADERS}

#: YYYY, YYYY-MM or YYYY-MM-DD
DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

#: names of two people, and why that does no harm: their offices do not overlap, so the day tells them apart
SHARED_IN_TURN = {
    "al assad": "the father to 2000, the son from 2000",
    "aliyev": "the father to 2003, the son from 2003",
    "aoun": "two presidents of Lebanon who are not related",
    "aquino": "mother and son, presidents 1986-1992 and 2010-2016",
    "assad": "as al-Assad",
    "bush": "father and son, presidents 1989-1993 and 2001-2009",
    "castro": "two brothers, one president after the other",
    "clinton": "the president 1993-2001, the secretary of state 2009-2013",
    "george bush": "as Bush",
    "kabila": "the father to 2001, the son from 2001",
    "kirchner": "husband and wife, one president after the other",
    "marcos": "father and son, presidents to 1986 and from 2022",
    "massoud": "father and son, to 2001 and from 2021",
    "president bush": "as Bush",
    "rajapaksa": "two brothers, presidents 2005-2015 and 2019-2022",
    "rajapakse": "as Rajapaksa",
    "sinwar": "two brothers, the younger leader in Gaza after the elder",
}

#: words a headline may hold with a capital; as a name they would find actors everywhere
WORDS = frozenset(
    "amnesty ban bell brown care church day dawn evening express fox globe guardian gates hope house "
    "hunter independent justice king major march may mirror moon nation national observer park peace "
    "people post power press prince punch rice scholar shell sky standard star state summit sun swift "
    "time times today tribune union unity vanguard voice war west white wise world young".split()
)


def names(row: Row) -> Iterator[str]:
    """Every spelling under which *row* is found, its name first."""
    yield row["name"]
    for column in ("aliases", "case_sensitive_aliases"):
        yield from filter(None, row.get(column, "").split("|"))


def overlap(one: Row, other: Row) -> bool:
    """Whether two offices were held at the same time for more than the day of handing over."""
    first, second = sorted((one, other), key=lambda row: row["from"])
    end, start = str(first["to"] or "9999"), str(second["from"])
    return end[: len(start)] > start[: len(end)]


def holders(country: str, office: str, day: str) -> set[str]:
    return {
        row["name"]
        for row in LEADERS
        if (row["country"], row["office"]) == (country, office)
        and row["from"] <= day
        and (not row["to"] or day[: len(row["to"])] <= row["to"])
    }


@pytest.mark.parametrize(("file", "least"), [("organisations", 150), ("media", 140), ("leaders", 450)])
def test_files_are_as_rich_as_the_news_needs(file: str, least: int) -> None:
    assert len(ALL[file]) >= least


def test_leaders_of_most_of_the_world_are_known() -> None:
    assert len({row["country"] for row in LEADERS} - {""}) >= 80


@pytest.mark.parametrize("file", ["organisations", "media"])
def test_ids_are_unique(file: str) -> None:
    ids = [row["actor_id"] for row in ALL[file]]
    assert sorted(set(ids)) == ids, "sorted by id, each once"


def test_a_leader_has_one_row_for_each_term() -> None:
    keys = [(row["actor_id"], row["office"], row["from"]) for row in LEADERS]
    assert len(set(keys)) == len(keys)
    assert [row["actor_id"] for row in LEADERS] == sorted(row["actor_id"] for row in LEADERS)


def test_a_leader_has_one_name() -> None:
    assert len({(row["actor_id"], row["name"]) for row in LEADERS}) == len(
        {row["actor_id"] for row in LEADERS}
    )


@pytest.mark.parametrize("file", ALL)
def test_ids_are_slugs_and_countries_exist(file: str) -> None:
    for row in ALL[file]:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["actor_id"]), row
        assert not row["country"] or row["country"] in COUNTRIES, row


@pytest.mark.parametrize("row", ORGANISATIONS, ids=lambda row: row["actor_id"])
def test_codes_are_blocks_of_three_letters(row: Row) -> None:
    assert re.fullmatch(r"([A-Z]{3})+", row["code"])
    assert row["role"] in {"IGO", "NGO", "BUS", "REL", "EDU"}
    if row["code"][:3] in COUNTRIES:
        assert row["code"] == row["country"] + row["role"], "a national body is coded by its country and role"


def test_roles_of_leaders_are_cameo_roles() -> None:
    known = set("GOV MIL SPY LEG JUD REB UAF PRM CRM PTY OPP ELI REL EDU LAB IGO".split())
    assert {row["role"] for row in LEADERS} <= known


def test_groups_of_leaders_exist() -> None:
    known = {row["actor_id"] for row in read_table(FOLDER / "groups.csv", ("actor_id",))}
    assert {row["group"] for row in LEADERS if row["group"]} <= known


@pytest.mark.parametrize("file", ALL)
def test_a_name_is_given_once_to_an_actor(file: str) -> None:
    for row in ALL[file]:
        keys = [fold(alias) for alias in [row["name"], *filter(None, row["aliases"].split("|"))]]
        assert len(set(keys)) == len(keys), row


def test_no_name_belongs_to_two_actors() -> None:
    owners: dict[str, dict[str, list[Row]]] = {}
    for file, rows in ALL.items():
        for row in rows:
            for alias in names(row):
                owners.setdefault(fold(alias), {}).setdefault(f"{file}:{row['actor_id']}", []).append(row)
    shared = {alias: list(by_id.values()) for alias, by_id in owners.items() if len(by_id) > 1}
    assert set(shared) == set(SHARED_IN_TURN)
    for alias, terms in shared.items():
        for one, other in combinations(terms, 2):
            clash = [(a["name"], b["name"]) for a in one for b in other if overlap(a, b)]
            assert not clash, f"{alias}: both in office at once"


@pytest.mark.parametrize("file", ALL)
def test_no_name_is_a_common_word(file: str) -> None:
    found = {alias for row in ALL[file] for alias in names(row) if alias.lower() in WORDS}
    assert not found
    assert all(len(alias) > 1 for row in ALL[file] for alias in names(row))


@pytest.mark.parametrize("file", ["organisations", "media"])
def test_case_sensitive_names_are_acronyms(file: str) -> None:
    # such a name only matches where all its letters are capitals: with a small one it would never be found
    for row in ALL[file]:
        for alias in filter(None, row["case_sensitive_aliases"].split("|")):
            assert alias.isupper(), row


def test_dates_are_iso_and_in_order() -> None:
    for row in LEADERS:
        for column in ("from", "to"):
            if column == "from" or row[column]:
                assert re.fullmatch(
                    r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", row[column]
                ), row
        size = min(len(row["from"]), len(row["to"]))
        assert not row["to"] or row["from"][:size] <= row["to"][:size], row


@pytest.mark.parametrize(
    ("country", "office", "day", "name"),
    [
        ("IRQ", "prime minister", "2024-12-23", "Mohammed Shia al-Sudani"),
        ("USA", "president", "2003-03-20", "George W. Bush"),
        ("USA", "president", "1991-01-17", "George H. W. Bush"),
        ("SLV", "president", "1989-11-16", "Alfredo Cristiani"),
        ("ISR", "prime minister", "1995-11-03", "Yitzhak Rabin"),
        ("ISR", "prime minister", "2023-10-07", "Benjamin Netanyahu"),
        ("IRN", "president", "2023-11-15", "Ebrahim Raisi"),
        ("SYR", "president", "1999-06-01", "Hafez al-Assad"),
        ("SYR", "president", "2025-06-01", "Ahmed al-Sharaa"),
        ("RUS", "president", "1994-12-11", "Boris Yeltsin"),
        ("UKR", "president", "2022-02-24", "Volodymyr Zelensky"),
        ("IND", "prime minister", "2008-11-26", "Manmohan Singh"),
        ("ZAF", "president", "1995-06-01", "Nelson Mandela"),
        ("COL", "president", "1989-08-18", "Virgilio Barco"),
    ],
)
def test_who_was_in_office(country: str, office: str, day: str, name: str) -> None:
    assert holders(country, office, day) == {name}


@pytest.mark.parametrize(
    ("alias", "actor_id"),
    [
        ("Moqtada al-Sadr", "muqtada-al-sadr"),
        ("Zelenskyy", "volodymyr-zelensky"),
        ("Jolani", "ahmed-al-sharaa"),
        ("U.N.", "united-nations"),
        ("AP", "associated-press"),
        ("Médecins Sans Frontières", "doctors-without-borders"),
    ],
)
def test_names_as_the_news_writes_them(alias: str, actor_id: str) -> None:
    assert {
        row["actor_id"] for rows in ALL.values() for row in rows if fold(alias) in map(fold, names(row))
    } == {actor_id}


def test_a_rebel_who_became_president_is_government_only_from_then_on() -> None:
    roles = {
        row["from"]: (row["role"], row["group"]) for row in LEADERS if row["actor_id"] == "ahmed-al-sharaa"
    }
    assert roles == {
        "2012-01": ("REB", "nusra-front"),
        "2017-01-28": ("REB", "hts"),
        "2025-01-29": ("GOV", ""),
    }
