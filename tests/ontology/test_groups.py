"""The groups file: well formed, no name that means two groups or none, and right about well-known groups."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

import coder.ontology
from coder.ontology.files import Row, read_table
from coder.ontology.names import fold

ACTORS = Path(coder.ontology.__file__ or "").parent / "actors"
COLUMNS = (
    "actor_id", "name", "aliases", "case_sensitive_aliases", "country", "role", "code", "parent", "sponsors",
    "active_from", "active_to",
)
ROLES = {"REB", "UAF", "PRM", "CRM", "PTY", "OPP", "GOV"}
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

#: folded names that two groups may share, and why
SHARED = {
    "national liberation army": "Colombia's ELN and the NLA of Macedonia in 2001; the country decides",
    "pac": "Guatemala's civil patrols and South Africa's Pan Africanist Congress, both usual in print",
}

#: words that sentences begin with or are full of, and a first name (Amal); alone they name no group
COMMON_WORDS = set(
    """
    action alliance alternative amal army awakening banner base bloc brigade brigades brotherhood
    change coalition command congress contra cobra council courts dawn democracy division eagles
    force forces freedom front future group guard guardians hope independence islam islamic jihad
    justice kingdom labor labour league left legion liberation liberty martyrs model morning move
    movement mujahideen nation national network new opposition order organization party path
    patriots peace people power rebels reform renewal republic rescue resistance revolution right
    scorpions security self soldiers solidarity south state struggle sunrise tigers together truth
    union unity victory vox volunteers west wolves workers youth
    """.split()
)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return read_table(ACTORS / "groups.csv", COLUMNS)


@pytest.fixture(scope="module")
def groups(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["actor_id"]].append(row)
    return dict(found)


def listed(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def names(row: Row) -> list[str]:
    return [row["name"], *listed(row["aliases"]), *listed(row["case_sensitive_aliases"])]


def holds(row: Row, day: str) -> bool:
    since, until = row["active_from"], row["active_to"]
    return day[: len(since)] >= since and (not until or day[: len(until)] <= until)


def on(periods: list[Row], day: str) -> str:
    """The code of a group on a day; exactly one period holds."""
    (code,) = (row["code"] for row in periods if holds(row, day))
    return str(code)


# --- form ---------------------------------------------------------------------------------------------------


def test_there_are_enough_groups_of_every_kind(rows: list[Row], groups: dict[str, list[Row]]) -> None:
    assert len(groups) >= 350
    assert {r["role"] for r in rows} == ROLES
    assert len({r["country"] for r in rows}) > 120


def test_rows_are_sorted(rows: list[Row]) -> None:
    order = [(r["actor_id"], r["active_from"]) for r in rows]
    assert order == sorted(order)


def test_ids_are_slugs(groups: dict[str, list[Row]]) -> None:
    assert [i for i in groups if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", i)] == []


def test_countries_and_sponsors_are_known(rows: list[Row]) -> None:
    known = {r["iso3"] for r in read_table(ACTORS / "countries.csv")} | {""}
    assert {r["country"] for r in rows} - known == set()
    assert {s for r in rows for s in listed(r["sponsors"])} - known == set()


def test_code_is_country_and_role(rows: list[Row]) -> None:
    assert [r["actor_id"] for r in rows if r["code"] != r["country"] + r["role"]] == []


def test_parents_exist_and_do_not_go_in_circles(groups: dict[str, list[Row]]) -> None:
    for actor_id in groups:
        seen, at = {actor_id}, groups[actor_id][0]["parent"]
        while at:
            assert at in groups, f"{actor_id}: no parent {at}"
            assert at not in seen, f"{actor_id}: its own ancestor"
            seen.add(at)
            at = groups[at][0]["parent"]


def test_an_id_comes_twice_only_for_periods_that_follow_each_other(groups: dict[str, list[Row]]) -> None:
    for actor_id, periods in groups.items():
        for row in periods:
            assert all(DATE.fullmatch(row[c]) for c in ("active_from", "active_to") if row[c]), actor_id
        assert periods[-1]["active_to"] == "", f"{actor_id}: nothing after its last day"
        for before, after in pairwise(periods):
            assert before["active_to"] < after["active_from"], f"{actor_id}: periods overlap or have no dates"
            assert before["role"] != after["role"], f"{actor_id}: two rows, one role"
            assert names(before) == names(after)
            assert (before["country"], before["parent"]) == (after["country"], after["parent"])


# --- names --------------------------------------------------------------------------------------------------


def test_no_name_means_two_groups(groups: dict[str, list[Row]]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for actor_id, periods in groups.items():
        for name in names(periods[0]):
            owners[fold(name)].add(actor_id)
    shared = {name: ids for name, ids in owners.items() if len(ids) > 1}
    assert set(shared) == set(SHARED), shared


def test_no_name_is_listed_twice_for_one_group(groups: dict[str, list[Row]]) -> None:
    for actor_id, periods in groups.items():
        folded = [fold(n) for n in names(periods[0])]
        twice = {n for n in folded if folded.count(n) > 1}
        assert twice == set(), actor_id


def test_no_name_is_an_ordinary_word(rows: list[Row]) -> None:
    plain = {fold(n) for r in rows for n in [r["name"], *listed(r["aliases"])]}
    assert plain & COMMON_WORDS == set()
    assert {n for n in plain if n.startswith("the ") and n.removeprefix("the ") in COMMON_WORDS} == set()


def test_short_acronyms_need_capitals(rows: list[Row]) -> None:
    loose = [a for r in rows for a in listed(r["aliases"]) if re.fullmatch(r"[A-Z]{1,3}", a)]
    assert loose == []


def test_acronyms_that_need_capitals_have_them(rows: list[Row]) -> None:
    exact = [a.replace(".", "") for r in rows for a in listed(r["case_sensitive_aliases"])]
    assert [a for a in exact if not a.isupper()] == []


def test_names_hold_nothing_that_breaks_a_phrase(rows: list[Row]) -> None:
    assert [n for r in rows for n in names(r) if re.search(r"[,;:!?()\[\]\"“”]", n)] == []


@pytest.mark.parametrize(
    ("spelling", "actor_id"),
    [
        ("Harakat Hezbollah al-Nujaba", "al-nujaba"),
        ("Al-Nujaba Movement", "al-nujaba"),
        ("12th Brigade", "al-nujaba"),
        ("14th Brigade", "kataib-sayyid-al-shuhada"),
        ("Hezbollah Brigades", "kataib-hezbollah"),
        ("Kata’ib Hezbollah", "kataib-hezbollah"),
        ("Hizballah", "hezbollah"),
        ("Al-Imam Ali", "kataib-al-imam-ali"),
        ("Haya'at Tahrir al-Sham", "hts"),
        ("Daesh", "islamic-state"),
        ("Islamic State in Iraq", "islamic-state"),
        ("Sendero Luminoso", "sendero-luminoso"),
        ("Manuel Rodríguez Patriotic Front", "fpmr"),
        ("Zarate Willka", "zarate-willka"),
        ("The Extraditables", "extraditables"),
        ("Tamil Tigers", "ltte"),
        ("Provisional IRA", "ira"),
        ("Rapid Support Forces", "rsf"),
        ("Arakan Army", "arakan-army"),
        ("March 23 Movement", "m23"),
    ],
)
def test_a_spelling_finds_its_group(groups: dict[str, list[Row]], spelling: str, actor_id: str) -> None:
    found = {i for i, periods in groups.items() if fold(spelling) in {fold(n) for n in names(periods[0])}}
    assert found == {actor_id}


# --- facts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor_id", "day", "code"),
    [
        ("hezbollah", "2024-10-01", "LBNUAF"),
        ("al-nujaba", "2024-10-04", "IRQUAF"),
        ("islamic-state", "2015-01-01", "UAF"),  # of no one country
        ("hamas", "2023-10-07", "PSEREB"),
        ("taliban", "1999-01-01", "AFGGOV"),
        ("taliban", "2010-06-01", "AFGREB"),
        ("taliban", "2021-08-14", "AFGREB"),
        ("taliban", "2021-08-15", "AFGGOV"),
        ("m-19", "1985-11-06", "COLREB"),  # the Palace of Justice
        ("m-19", "1991-07-01", "COLPTY"),  # in the constituent assembly
        ("fmln", "1989-11-11", "SLVREB"),
        ("fmln", "2009-06-01", "SLVPTY"),
        ("hts", "2024-11-30", "SYRREB"),
        ("hts", "2024-12-09", "SYRGOV"),
        ("rpf", "1994-06-01", "RWAREB"),
        ("tplf", "2021-01-01", "ETHREB"),
        ("medellin-cartel", "1989-08-18", "COLCRM"),
        ("bjp", "2014-05-26", "INDPTY"),
        ("auc", "2001-01-01", "COLPRM"),
        ("otpor", "2000-10-05", "SRBOPP"),
    ],
)
def test_known_codes(groups: dict[str, list[Row]], actor_id: str, day: str, code: str) -> None:
    assert on(groups[actor_id], day) == code


@pytest.mark.parametrize(
    ("actor_id", "parent"),
    [
        ("al-nujaba", "islamic-resistance-iraq"),
        ("qassam-brigades", "hamas"),
        ("ypg", "sdf"),
        ("erp-salvador", "fmln"),
        ("iswap", "islamic-state"),
        ("npa", "cpp-philippines"),
    ],
)
def test_known_parents(groups: dict[str, list[Row]], actor_id: str, parent: str) -> None:
    assert groups[actor_id][0]["parent"] == parent


def test_known_sponsors(groups: dict[str, list[Row]]) -> None:
    assert listed(groups["contras"][0]["sponsors"]) == ["USA"]
    assert "IRN" in listed(groups["hezbollah"][0]["sponsors"])


def test_leaders_lead_groups_that_exist(groups: dict[str, list[Row]]) -> None:
    led = {r["group"] for r in read_table(ACTORS / "leaders.csv", ("group",)) if r["group"]}
    assert led - set(groups) == set()
