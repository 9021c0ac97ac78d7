"""What a CAMEO code and a plain event type are, and the questions they answer.

    codes.type_of("1952").name                   # "drone_attack": the type that a bare code means
    codes.type("shooting").cameo                 # "193": the code of a type where a rule names no other
    codes.goldstein("1952"), codes.quad("1952")  # -10.0, 4
    codes.plover("demand", "1056")               # ("REQUEST", "yield")
    codes.acled("shooting", target_armed=True)   # ("Battles", "Armed clash")
    codes.in_list("1952", "icews")               # "195": the older list has no drones

`codes.py` fills these records from `cameo.yml` and `event_types.yml`, whose heads say what each field means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

#: An event and its mode, or an event type and its sub-event type; (None, None): the other ontology has none.
Label = tuple[str | None, str | None]
#: the manual 1.1b3, or the list of the ICEWS data
CodeList = Literal["cameo", "icews"]


@dataclass(frozen=True, slots=True)
class Code:
    """One CAMEO code; where the scale has no figure for it, `goldstein` is that of `goldstein_from`."""

    code: str
    name: str
    root: str
    #: the code one level up; None for a root
    parent: str | None
    goldstein: float
    goldstein_from: str | None
    #: whether the code is in the list of the CAMEO manual 1.1b3, and in that of the ICEWS data
    cameo: bool
    icews: bool
    #: the code that a list without this one uses; itself where all lists have it
    nearest: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class EventType:
    """One plain event type; the fields are those of `event_types.yml`."""

    name: str
    family: str
    title: str
    definition: str
    cameo: str | None
    cameo_alt: tuple[str, ...]
    codes: tuple[str, ...]
    quad: int | None
    plover_event: str | None
    plover_mode: str | None
    plover_mode_by_code: Mapping[str, str]
    plover_if: Mapping[str, Label]
    acled_event_type: str | None
    acled_sub_event_type: str | None
    #: keys "armed", "civilian"
    acled_by_target: Mapping[str, Label]
    #: keys "state", "non_state"
    acled_by_source: Mapping[str, Label]
    acled_if: Mapping[str, Label]
    gtd: int | None
    gtd_weapon: int | None
    violent: bool
    default_release: bool
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """All codes and types, in the order of their files; asking for one they lack raises KeyError."""

    codes: Mapping[str, Code]
    types: Mapping[str, EventType]
    quads: Mapping[str, int]
    #: family -> what it gathers
    families: Mapping[str, str]
    #: what PLOVER and ACLED can say: event -> its modes, event type -> its sub-event types
    plover_modes: Mapping[str, tuple[str, ...]]
    acled_sub_event_types: Mapping[str, tuple[str, ...]]
    gtd_attack_types: Mapping[int, str]
    gtd_weapon_types: Mapping[int, str]
    by_code: Mapping[str, EventType] = field(repr=False)

    def code(self, code: str) -> Code:
        if code not in self.codes:
            raise KeyError(f'no CAMEO code "{code}"')
        return self.codes[code]

    def type(self, name: str) -> EventType:
        if name not in self.types:
            raise KeyError(f'no event type "{name}"')
        return self.types[name]

    def type_of(self, code: str) -> EventType:
        """The type that *code* means when nothing else is known."""
        return self.by_code[self.code(code).code]

    def quad(self, code: str) -> int:
        """CAMEO's quad class: 1 cooperation in words, 2 in deeds, 3 conflict in words, 4 in deeds."""
        return self.quads[self.code(code).root]

    def goldstein(self, code: str) -> float:
        """Goldstein's figure, -10 (strains relations most) to +10 (eases them most)."""
        return self.code(code).goldstein

    def roots(self) -> tuple[Code, ...]:
        return tuple(self.codes[root] for root in self.quads)

    def in_list(self, code: str, code_list: CodeList) -> str:
        """*code* as the "cameo" or "icews" list has it: itself, or the nearest code that the list knows."""
        found = self.code(code)
        listed = found.cameo if code_list == "cameo" else found.icews
        return found.code if listed else found.nearest

    def plover(self, name: str, code: str | None = None, *, case: str | None = None) -> Label:
        """PLOVER's event and mode for a type.

        *code* is the CAMEO code of the event (None: the type's own); some modes depend on it. *case* is a
        special case such as "joint" or "declared"; a type that does not know the case ignores it.
        """
        kind = self.type(name)
        if case and case in kind.plover_if:
            return kind.plover_if[case]
        own = longest_prefix(code or kind.cameo or "", kind.plover_mode_by_code)
        return kind.plover_event, kind.plover_mode_by_code[own] if own else kind.plover_mode

    def acled(
        self,
        name: str,
        target_armed: bool | None = None,
        *,
        source_state: bool | None = None,
        case: str | None = None,
    ) -> Label:
        """ACLED's event type and sub-event type for a type.

        The roles narrow it: whether the target is armed, whether the source is a state; None is unknown.
        *case* is a special case such as "lethal"; a type that does not know the case ignores it.
        """
        kind = self.type(name)
        target = {True: "armed", False: "civilian", None: None}[target_armed]
        source = {True: "state", False: "non_state", None: None}[source_state]
        for cases, key in (
            (kind.acled_if, case),
            (kind.acled_by_target, target),
            (kind.acled_by_source, source),
        ):
            if key and key in cases:
                return cases[key]
        return kind.acled_event_type, kind.acled_sub_event_type


def longest_prefix(code: str, prefixes: Mapping[str, object]) -> str | None:
    """The longest of *prefixes* that *code* begins with; None where it begins with none."""
    return next((code[:n] for n in range(len(code), 1, -1) if code[:n] in prefixes), None)
