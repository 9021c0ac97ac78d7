"""The world's towns in one small file that is looked into, not loaded.

    index = CityIndex(path)
    index.find("khan younis")     # -> [(City(name='Khān Yūnis', country='PSE', ...), False)]

The file is a sorted table cut into small compressed blocks, with a directory of the blocks in front:

    magic (8 bytes) | length of the directory (4 bytes, big-endian) | directory | key blocks | place blocks

A key block holds lines `key TAB numbers`: the numbers of the places that bear the name, `*` after a number
where the name is only another name of the place. A place block holds one line for each place. Directory and
blocks are UTF-8 compressed with zlib. A look-up is one bisect and two small blocks; the file is mapped into
memory, so that opening it costs nothing, workers share its pages, and nothing is ever written beside it.
"""

from __future__ import annotations

import itertools
import json
import mmap
import re
import struct
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coder.errors import OntologyError
from coder.ontology.names import fold

MAGIC = b"CITIES1\n"
KEYS_PER_BLOCK = 128
PLACES_PER_BLOCK = 64
_HEAD = struct.Struct(">8sI")

#: letters that Unicode does not take apart into a base letter and a mark
_WHOLE_LETTERS = str.maketrans("ıłŁøØđĐəƏǝħĦ", "ilLoOdDaAahH")
_SHORT_WORDS = {"st": "saint", "mt": "mount", "ft": "fort", "sta": "santa"}
_ARTICLES = frozenset(["al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul"])
_WORD_ENDS = re.compile(r"[,;:!?()\"“”]+")


@dataclass(frozen=True, slots=True)
class City:
    """A populated place: coordinates in degrees, `population` 0 where unknown, `admin1` the GeoNames code.

    `geonames_id` is 0 for a town that GeoNames' list of cities lacks; `well_known` marks the one that the
    news means.
    """

    geonames_id: int
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    capital: bool = False
    well_known: bool = False


def place_key(name: str) -> str:
    """The key under which spellings of a place name meet: `fold`, without "the", and with "St." written out.

    place_key("The Hague") == "hague"; place_key("St. Louis") == place_key("Saint-Louis")
    """
    words = fold(_WORD_ENDS.sub(" ", name.translate(_WHOLE_LETTERS))).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join([_SHORT_WORDS.get(word, word) for word in words[:-1]] + words[-1:])


def without_article(key: str) -> str | None:
    """A key without its Arabic article ("al hudaydah" -> "hudaydah"), or None where it has none."""
    article, _, rest = key.partition(" ")
    return rest if rest and article in _ARTICLES else None


def pack(cities: Sequence[City], keys: Mapping[str, Mapping[int, bool]]) -> bytes:
    """The index file as bytes. `keys`: key -> position of a city -> whether it is an alternative name."""
    key_lines = [
        (key, key + "\t" + " ".join(f"{n}*" if alias else str(n) for n, alias in sorted(keys[key].items())))
        for key in sorted(keys)
    ]
    key_blocks = [
        _squeeze(line for _, line in key_lines[i : i + KEYS_PER_BLOCK])
        for i in range(0, len(key_lines), KEYS_PER_BLOCK)
    ]
    place_blocks = [
        _squeeze(_to_line(city) for city in cities[i : i + PLACES_PER_BLOCK])
        for i in range(0, len(cities), PLACES_PER_BLOCK)
    ]
    directory = {
        "first_keys": [key for key, _ in key_lines[::KEYS_PER_BLOCK]],
        "key_ends": list(itertools.accumulate(map(len, key_blocks))),
        "place_ends": list(itertools.accumulate(map(len, place_blocks))),
    }
    packed = zlib.compress(json.dumps(directory, ensure_ascii=False).encode(), 9)
    return b"".join([_HEAD.pack(MAGIC, len(packed)), packed, *key_blocks, *place_blocks])


class CityIndex:
    """Read access to an index file. Safe to share between forked processes."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            magic, length = _HEAD.unpack(self._bytes[: _HEAD.size])
            if magic != MAGIC:
                raise OntologyError(f"{path.name}:1: this is not a city index of this version")
            directory = json.loads(zlib.decompress(self._bytes[_HEAD.size : _HEAD.size + length]))
        except (OSError, ValueError, struct.error, zlib.error) as error:
            raise OntologyError(f"{path.name}:1: the city index cannot be read: {error}") from error
        self._first_keys: list[str] = directory["first_keys"]
        self._key_block = _block_reader(self._bytes, _HEAD.size + length, directory["key_ends"], kept=256)
        start = _HEAD.size + length + directory["key_ends"][-1]
        self._place_block = _block_reader(self._bytes, start, directory["place_ends"], kept=512)

    def find(self, key: str) -> list[tuple[City, bool]]:
        """The cities that bear the name, and for each whether it is only an alternative name of the city."""
        block = bisect_right(self._first_keys, key) - 1
        if block < 0 or not key:
            return []
        text = self._key_block(block)
        wanted = f"\n{key}\t".encode()
        at = text.find(wanted)
        if at < 0:
            return []
        line = text[at + len(wanted) : text.index(b"\n", at + 1)].decode()
        return [(self.city(int(word.rstrip("*"))), word.endswith("*")) for word in line.split()]

    def city(self, number: int) -> City:
        """The city at a position of the table."""
        block, row = divmod(number, PLACES_PER_BLOCK)
        return _from_line(self._place_block(block).decode().split("\n")[row + 1])


def _block_reader(data: mmap.mmap, start: int, ends: list[int], *, kept: int) -> Callable[[int], bytes]:
    """A function that gives a block's text by its number and keeps the last ones it gave."""

    @lru_cache(maxsize=kept)
    def read(number: int) -> bytes:
        begin = ends[number - 1] if number else 0
        return zlib.decompress(data[start + begin : start + ends[number]])

    return read


def _squeeze(lines: Iterable[str]) -> bytes:
    # a line feed on both sides of every line: a key is then found as one substring
    return zlib.compress(("\n" + "\n".join(lines) + "\n").encode(), 9)


def _to_line(city: City) -> str:
    return (
        f"{city.geonames_id}\t{city.name}\t{city.country}\t{city.admin1}\t{city.latitude:.4f}\t{city.longitude:.4f}"
        f"\t{city.population}\t{'C' * city.capital}{'K' * city.well_known}"
    )


def _from_line(line: str) -> City:
    number, name, country, admin1, latitude, longitude, population, marks = line.split("\t")
    return City(
        geonames_id=int(number),
        name=name,
        country=country,
        admin1=admin1,
        latitude=float(latitude),
        longitude=float(longitude),
        population=int(population),
        capital="C" in marks,
        well_known="K" in marks,
    )
