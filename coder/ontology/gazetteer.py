"""Where is it? Names of places looked up in four tables, and the best reading in a context.

    gazetteer = load_gazetteer()
    gazetteer.find("Tripoli")                          # Libya's capital, Lebanon's second city, ...
    gazetteer.resolve("Tripoli", countries=["LBN"])    # the one in Lebanon

The tables, most trusted first: `places` (our own, of regions, waters, bases, camps, crossings and quarters in
the news), `countries`, `admin1` (first-level regions) and `cities` (GeoNames, in `cities.idx`). The order
matters because half of the world's words are a village somewhere. `places/README.md` explains the columns and
says whence the data is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coder.ontology.city_index import City, CityIndex, place_key, without_article
from coder.ontology.files import read_table

FOLDER = Path(__file__).parent
PLACES = ("name", "aliases", "kind", "country", "admin1", "latitude", "longitude", "radius_km", "geonames_id")
COUNTRIES = (
    "iso3", "iso2", "name", "aliases", "demonyms", "capital", "capital_aliases", "latitude", "longitude",
    "geonames_id", "active_from", "active_to",
)
ADMIN1 = ("country", "code", "name", "aliases", "latitude", "longitude", "geonames_id", "population")

#: a town that may be meant with no word about the country: at least this many people
KNOWN_TOWN = 15_000
#: a town this big, or a capital, is meant unless the context's own namesake is at least a fortieth of it
WORLD_CITY, FAR_SMALLER = 500_000, 40
#: with a context, a town elsewhere must be as big as this, a capital or well known
TOWN_ELSEWHERE = 100_000
#: only towns as big as this have a north or an outskirts in the news
DIVIDED_TOWN = 50_000
#: an alternative name counts for so much less than a main name
ALIAS_WEIGHT = 0.1

#: the tables, most trusted first
_SOURCES = ("places", "countries", "admin1", "cities")
_FEATURES = {
    "country": "PCLI", "admin1": "ADM1", "city": "PPL", "region": "RGN", "airbase": "AIRB", "camp": "CMPRF",
    "crossing": "PSTB", "island": "ISL", "district": "PPLX", "facility": "FCL",
}
_WATERS = {
    "strait": "STRT", "bab": "STRT", "gulf": "GULF", "bay": "BAY", "canal": "CNL", "river": "STM",
    "lake": "LK",
}
_REGION_WORDS = (
    "province|provinces|governorate|state|oblast|region|department|prefecture|county|emirate|krai|kray|republic"
    "|canton|voivodeship|wilaya|territory"
)
_TOWN_WORDS = "city|town|village|municipality"
_SITE_WORDS = (
    "international airport|airport|university|port|prison|hospital|stadium|suburbs|outskirts|old city|military base"
    "|air base|airbase|district|area"
)
_AFTER = re.compile(rf"^(?P<name>.+?) (?:(?P<region>{_REGION_WORDS})|(?P<town>{_TOWN_WORDS})|{_SITE_WORDS})$")
_BEFORE = re.compile(
    rf"^(?:(?P<region>{_REGION_WORDS})|(?P<town>{_TOWN_WORDS})|district|suburbs|outskirts|port) of (?P<name>.+)$"
)
_PART = re.compile(
    r"^(?:(?:north|south)(?:ern)?|(?:(?:north|south) ?)?(?:east|west)(?:ern)?|central|greater|downtown|outer|upper|lower"
    r"|rural|occupied|mainland) (?P<name>.+)$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a place name. Coordinates in degrees (WGS 84); `admin1` the region's name; None where
    unknown.

    `kind`: country, admin1, city, or a kind of the table `places`: region, water, border, airbase, camp,
    crossing, island, district, facility, line. `is_alias`: the name looked up is an alternative name of the
    place. `well_known`: a small town that the news means when it says the name (Kobani, Derry).
    """

    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    feature_code: str | None
    population: int | None
    source: str
    radius_km: float | None = None
    is_alias: bool = False
    well_known: bool = False

    @property
    def is_capital(self) -> bool:
        return self.feature_code == "PPLC"

    @property
    def weight(self) -> float:
        """What the place is worth against a namesake: its people, fewer if the name is an alternative one."""
        people = max(self.population or 0, WORLD_CITY if self.well_known else 0)
        return people * (ALIAS_WEIGHT if self.is_alias and not self.is_capital else 1.0)


class Gazetteer:
    """The four tables together. Make one with `load_gazetteer`; it may be shared by forked workers."""

    def __init__(
        self,
        named: dict[str, list[Candidate]],
        regions: dict[tuple[str, str], str],
        short_names: frozenset[str],
        cities: CityIndex,
        stop_words: frozenset[str],
        capitals: dict[str, str],
    ) -> None:
        self._capitals = capitals
        self._named, self._regions, self._short_names = named, regions, short_names
        self._cities, self._stop_words = cities, stop_words
        self._look_up = lru_cache(maxsize=32_768)(self._look_up_key)

    def __reduce__(self) -> tuple[object, tuple[()]]:
        return load_gazetteer, ()

    def find(self, name: str) -> list[Candidate]:
        """All readings: own places, countries, regions, then towns by size. Case and accents do not matter.

        A name with a word for what it is ("Kunar province", "city of Homs", "Bogota airport") or for a part of
        it ("western Kenya") is read without the word where it is not known with it, and then only as a place
        that can be so called. Abbreviations of countries ("US", "UK") need their capitals.
        """
        key = place_key(name)
        return [c for c in self._look_up(key) if c.kind != "country" or not self._is_common_word(key, name)]

    def resolve(
        self, name: str, *, countries: Sequence[str] = (), prefer_kind: str | None = None
    ) -> Candidate | None:
        """The best reading, or None where none is good enough.

        `countries`: the countries (alpha-3) the text is about, most relevant first. `prefer_kind`: the kind
        the text asks for, such as "admin1" after "the province of". A region named after its seat is read as
        the seat unless asked for.
        """
        candidates = self.find(name)
        if self.is_stop(name):
            candidates = [c for c in candidates if c.source in ("places", "countries")]
        if prefer_kind is not None:
            candidates = [c for c in candidates if c.kind == prefer_kind] or candidates
        candidates = [c for c in candidates if not (c.kind == "admin1" and _has_seat(c, candidates))]
        return _choose(candidates, countries) if candidates else None

    def capital(self, country: str) -> Candidate | None:
        """The capital of a country (alpha-3)."""
        place = self.resolve(self._capitals[country], countries=[country]) if country in self._capitals else None
        return place if place is not None and place.kind == "city" else None

    def is_stop(self, name: str) -> bool:
        """Whether the word is a place somewhere but never meant as one: "Police", "Said", "March"."""
        # an accent is never a slip: "Malé" and "León" are places
        return name.isascii() and place_key(name) in self._stop_words and name not in self._short_names

    def _is_common_word(self, key: str, name: str) -> bool:
        return key.upper() in self._short_names and name.strip().removeprefix("the ") not in self._short_names

    def _look_up_key(self, key: str) -> tuple[Candidate, ...]:
        found = self._exact(key)
        if not found and (bare := without_article(key)):
            found = self._exact(bare)
        return tuple(found or self._without_word(key))

    def _without_word(self, key: str) -> list[Candidate]:
        parts = _AFTER.match(key) or _BEFORE.match(key)
        inner = parts or _PART.match(key)
        if inner is None or inner["name"] in self._stop_words:
            return []
        readings = self._look_up(inner["name"])
        if parts is None:
            return [c for c in readings if c.source != "cities" or c.weight >= DIVIDED_TOWN]
        return [c for c in readings if _suits(c, parts)]

    def _exact(self, key: str) -> list[Candidate]:
        towns = [self._candidate(city, alias) for city, alias in self._cities.find(key)]
        towns.sort(key=lambda c: (-c.weight, c.is_alias, c.geonames_id or 0))
        return [*self._named.get(key, ()), *towns]

    def _candidate(self, city: City, alias: bool) -> Candidate:
        return Candidate(
            name=city.name,
            kind="city",
            country=city.country,
            admin1=self._regions.get((city.country, city.admin1)),
            latitude=city.latitude,
            longitude=city.longitude,
            geonames_id=city.geonames_id or None,
            feature_code="PPLC" if city.capital else "PPL",
            population=city.population or None,
            source="cities",
            is_alias=alias,
            well_known=city.well_known,
        )


def _suits(candidate: Candidate, parts: re.Match[str]) -> bool:
    """Whether a reading is of the kind that the word beside the name asks for."""
    if parts["region"]:
        return candidate.kind in ("admin1", "region")
    if parts["town"]:
        return candidate.kind == "city"
    return candidate.kind not in ("country", "water")


def _choose(candidates: Sequence[Candidate], countries: Sequence[str]) -> Candidate | None:
    """The order of trust: what is named in the context's countries, our own places and countries anywhere, a
    town of the context that no world city outshines, then the biggest."""
    order = {country: n for n, country in reversed(list(enumerate(countries)))}
    named = [c for c in candidates if c.source != "cities"]
    towns = [c for c in candidates if c.source == "cities"]
    if here := [c for c in named if c.country in order]:
        return min(here, key=lambda c: (order[c.country or ""], _SOURCES.index(c.source)))
    near = min(
        (c for c in towns if c.country in order),
        key=lambda c: (order[c.country or ""], -c.weight),
        default=None,
    )
    if firm := [c for c in named if c.source in ("places", "countries")]:
        elsewhere = firm[0].source == "places" and firm[0].country is not None
        return near if elsewhere and near is not None and near.weight >= KNOWN_TOWN else firm[0]
    biggest = max(candidates, key=lambda c: c.weight)
    if near is not None and not _outshines(biggest, near):
        return near
    least = TOWN_ELSEWHERE if order else 0 if len(candidates) == 1 else KNOWN_TOWN
    return biggest if biggest.is_capital or biggest.weight >= least else None


def _outshines(far: Candidate, near: Candidate) -> bool:
    prominent = far.is_capital or far.weight >= WORLD_CITY
    return prominent and near.weight * FAR_SMALLER < far.weight


def _has_seat(region: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether a region bears the name of its main town, or of the capital: then the town is meant."""
    towns = [c for c in candidates if c.kind == "city" and c.country == region.country]
    return any(c.is_capital or (c.admin1 == region.name and (c.population or 0) >= KNOWN_TOWN) for c in towns)


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer of this package, made once for each process. OntologyError where a table is wrong."""
    named: dict[str, list[Candidate]] = defaultdict(list)
    countries = list(_countries())
    regions = sorted(_regions(), key=lambda entry: -(entry[2].population or 0))
    _add(named, _own_places())
    _add(named, countries)
    _add(named, ((names, region) for _, names, region in regions))
    return Gazetteer(
        named=dict(named),
        regions={code: region.name for code, _, region in regions},
        short_names=frozenset(
            n for names, _ in countries for n in names if n.isupper() and n.isalpha() and len(n) <= 4
        ),
        cities=CityIndex(FOLDER / "places" / "cities.idx"),
        stop_words=_stop_words(),
        capitals={row["iso3"]: row["capital"] for row in read_table(FOLDER / "actors" / "countries.csv") if row["capital"]},
    )


def _stop_words() -> frozenset[str]:
    """The words of `stopwords.txt` and the names of peoples: "Gazan" is not Jizan."""
    lines = (FOLDER / "places" / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    peoples = [
        p for row in read_table(FOLDER / "actors" / "countries.csv") for p in row["demonyms"].split("|") if p
    ]
    return frozenset(place_key(word) for word in [*words, *peoples])


def _add(named: dict[str, list[Candidate]], entries: Iterable[tuple[list[str], Candidate]]) -> None:
    for names, candidate in entries:
        for key in dict.fromkeys(place_key(name) for name in names):
            named[key].append(candidate)


def _own_places() -> Iterable[tuple[list[str], Candidate]]:
    for row in read_table(FOLDER / "places" / "places.csv", columns=PLACES):
        name, kind = row["name"], row["kind"]
        water = next((code for word, code in _WATERS.items() if word in name.lower().split()), "SEA")
        yield (
            _names(row),
            Candidate(
                name=name,
                kind=kind,
                country=row["country"] or None,
                admin1=row["admin1"] or None,
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                geonames_id=_number(row["geonames_id"]),
                feature_code=water if kind == "water" else _FEATURES.get(kind),
                population=None,
                source="places",
                radius_km=float(row["radius_km"]) if row["radius_km"] else None,
            ),
        )


def _countries() -> Iterable[tuple[list[str], Candidate]]:
    for row in read_table(FOLDER / "actors" / "countries.csv", columns=COUNTRIES):
        yield (
            _names(row),
            Candidate(
                name=row["name"],
                kind="country",
                country=row["iso3"],
                admin1=None,
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                geonames_id=_number(row["geonames_id"]),
                feature_code="PCLH" if row["active_to"] else "PCLI",
                population=None,
                source="countries",
            ),
        )


def _regions() -> Iterable[tuple[tuple[str, str], list[str], Candidate]]:
    for row in read_table(FOLDER / "places" / "admin1.csv", columns=ADMIN1):
        yield (
            (row["country"], row["code"]),
            _names(row),
            Candidate(
                name=row["name"],
                kind="admin1",
                country=row["country"],
                admin1=row["name"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                geonames_id=_number(row["geonames_id"]),
                feature_code="ADM1",
                population=_number(row["population"]),
                source="admin1",
            ),
        )


def _names(row: dict[str, str]) -> list[str]:
    return [row["name"], *(alias for alias in row["aliases"].split("|") if alias)]


def _number(cell: str) -> int | None:
    return int(cell) if cell else None
