"""The word lists: families of nouns, cues of certainty, quantities, weapons, and small lists of grammar.

Each file explains its own keys at its head. Everything is folded (`names.fold`) where it is matched against folded
text, and kept as lemmas where it is matched against lemmas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coder.errors import OntologyError
from coder.ontology.files import read_table, read_yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Weapon:
    """A kind of weapon and what it makes of an attack; a higher `rank` is more telling (rule R12)."""

    weapon: str
    event_type: str
    code: str
    rank: int
    weak: bool
    from_aircraft: tuple[str, str] | None


@dataclass(frozen=True)
class Words:
    """All lists; families are flat sets of lemmas, the rest as its file has it."""

    families: Mapping[str, frozenset[str]]
    weapons: Mapping[str, Weapon]
    aircraft: frozenset[str]
    context: Mapping[str, Any]
    crime: Mapping[str, Any]
    quantities: Mapping[str, Any]
    #: agent nouns that stand for a person or his office, not for a body or a force
    persons: frozenset[str]
    #: agent nouns of one word that stand for a body
    bodies: frozenset[str]
    #: the closed lists of grammar.yml, by name
    grammar: Mapping[str, frozenset[str]]


def _families(raw: Mapping[str, list[Any]], agents: Sequence[Mapping[str, str]], file: str) -> dict[str, frozenset[str]]:
    done: dict[str, frozenset[str]] = {}

    def flat(name: str, above: tuple[str, ...]) -> frozenset[str]:
        if name in done:
            return done[name]
        if name in above or name not in raw:
            raise OntologyError(f"{file}: family {name!r} is unknown or holds itself")
        found: set[str] = set()
        for item in raw[name]:
            if isinstance(item, Mapping):
                found |= {a["agent"] for a in agents if all(_matches(a, k, v) for k, v in item["from_agents"].items())}
            elif item.startswith("<"):
                found |= flat(item.strip("<>"), (*above, name))
            else:
                found.add(item)
        done[name] = frozenset(found)
        return done[name]

    for name in raw:
        flat(name, ())
    return done


def _matches(agent: Mapping[str, str], column: str, wanted: str | list[str]) -> bool:
    return agent[column] in ([wanted] if isinstance(wanted, str) else wanted)


def _weapons(raw: Mapping[str, Any]) -> dict[str, Weapon]:
    found = {}
    for entry in raw["weapons"]:
        other = entry.get("from_aircraft")
        weapon = Weapon(
            entry["weapon"], entry["event_type"], entry["cameo"], entry["rank"], bool(entry.get("weak", False)),
            (other["event_type"], other["cameo"]) if other else None,
        )
        for word in entry["words"]:
            found[word] = weapon
    return found


@cache
def load_words(folder: Path = FOLDER) -> Words:
    """Read all word files once."""
    agents = list(read_table(folder / "actors" / "agents.csv"))
    grammar = read_yaml(folder / "grammar.yml")
    weapons = read_yaml(folder / "weapons.yml")
    return Words(
        families=_families(read_yaml(folder / "families.yml"), agents, "families.yml"),
        weapons=_weapons(weapons),
        aircraft=frozenset(weapons["aircraft"]),
        context=read_yaml(folder / "context.yml"),
        crime=read_yaml(folder / "crime.yml"),
        quantities=read_yaml(folder / "quantities.yml"),
        persons=frozenset(a["agent"] for a in agents if a["kind"] in ("person", "office")),
        bodies=frozenset(a["agent"] for a in agents if a["kind"] == "body" and " " not in a["agent"]),
        grammar={name: frozenset(items) for name, items in grammar.items()},
    )
