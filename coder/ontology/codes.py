"""Reads the CAMEO codes and the plain event types: `cameo.yml`, `event_types.yml`.

    codes = load_codes()
    codes.type_of("1952").name        # "drone_attack"

What cannot be right is rejected with file and line: an unknown, repeated or unquoted code, a code without its
parent, a type that names a code, PLOVER mode or ACLED type that does not exist, a code that no type takes.
What is allowed but unwise is left to `lint`. The records and what can be asked of them are in
`event_codes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from coder.ontology import files
from coder.ontology.event_codes import Code, CodeList, Codes, EventType, Label, longest_prefix
from coder.ontology.files import Located, fail

__all__ = ["Code", "CodeList", "Codes", "EventType", "Label", "lint", "load_codes", "read_codes"]

_HERE = Path(__file__).parent
_LISTS = ("cameo", "icews")
_NAME = re.compile(r"[a-z]+(_[a-z]+)*")
_NO_LABEL: Label = (None, None)

_ROOT_KEYS = ("code", "name", "quad", "goldstein", "codes")
_CODE_KEYS = ("code", "name", "goldstein", "goldstein_from", "not_in", "nearest")
_TYPE_KEYS = (
    "type", "family", "title", "definition", "cameo", "cameo_alt", "codes", "quad",
    "plover_event", "plover_mode", "plover_mode_by_code", "plover_if",
    "acled_event_type", "acled_sub_event_type", "acled_by_target", "acled_by_source", "acled_if",
    "gtd", "gtd_weapon", "violent", "default_release",
)
_FILE_KEYS = ("families", "plover", "acled", "gtd_attack_types", "gtd_weapon_types", "types")


@cache
def load_codes() -> Codes:
    """The codes and types of this package; read once."""
    return read_codes(_HERE / "cameo.yml", _HERE / "event_types.yml")


def read_codes(cameo: str | Path, event_types: str | Path) -> Codes:
    """The codes and types of two files in the form of ours.

    Raises OntologyError, with file and line, for whatever cannot be right.
    """
    codes, quads = _read_cameo(cameo)
    data = files.read_yaml(event_types)
    if not isinstance(data, Located):
        raise files.complaint(event_types, 1, 'must be a mapping with the key "types"')
    return _TypeReader(data, codes, quads).read(str(cameo))


def lint(codes: Codes | None = None) -> list[str]:
    """What is allowed but unwise in the two files, as "file:line: message"; empty when all is well."""
    codes = codes or load_codes()
    return [*_lint_codes(codes), *_lint_types(codes)]


# --- cameo.yml ----------------------------------------------------------------------------------------------


def _read_cameo(path: str | Path) -> tuple[dict[str, Code], dict[str, int]]:
    codes: dict[str, Code] = {}
    quads: dict[str, int] = {}
    for root in files.entries(files.read_yaml(path), path):
        files.only_keys(root, _ROOT_KEYS)
        quads[_add_code(root, codes, root=None)] = _quad(root)
        for node in files.mappings(root, "codes"):
            files.only_keys(node, _CODE_KEYS)
            _add_code(node, codes, root=root)
    return codes, quads


def _add_code(node: Located, codes: dict[str, Code], *, root: Located | None) -> str:
    code = files.code(node, "code")
    if code in codes:
        fail(node, f'code "{code}" twice; the other is in line {codes[code].line}', "code")
    parent = _parent(node, code, codes, root)
    goldstein, goldstein_from = _goldstein(node, code, codes)
    not_in = files.texts(node, "not_in", optional=True)
    nearest = files.code(node, "nearest", optional=True)
    if unknown := set(not_in) - set(_LISTS):
        fail(node, f'no code list "{min(unknown)}"; known are {", ".join(_LISTS)}', "not_in")
    if bool(not_in) != bool(nearest):
        fail(node, "not_in and nearest go together")
    if nearest and nearest not in codes:
        fail(node, f'nearest: unknown code "{nearest}"; it must stand before "{code}"', "nearest")
    codes[code] = Code(
        code=code,
        name=files.text(node, "name"),
        root=code[:2],
        parent=parent,
        goldstein=goldstein,
        goldstein_from=goldstein_from,
        cameo="cameo" not in not_in,
        icews="icews" not in not_in,
        nearest=nearest or code,
        line=node.line,
    )
    return code


def _parent(node: Located, code: str, codes: Mapping[str, Code], root: Located | None) -> str | None:
    if root is None:
        if len(code) != 2:
            fail(node, f'a root has two digits, not "{code}"', "code")
        return None
    if len(code) == 2 or not code.startswith(root["code"]):
        fail(node, f'code "{code}" does not belong under root "{root["code"]}"', "code")
    if code[:-1] not in codes:
        fail(node, f'code "{code}" stands without its parent "{code[:-1]}"', "code")
    return code[:-1]


def _goldstein(node: Located, code: str, codes: Mapping[str, Code]) -> tuple[float, str | None]:
    value = files.number(node, "goldstein", optional=True)
    origin = files.code(node, "goldstein_from", optional=True)
    if (value is None) == (origin is None):
        fail(node, f'code "{code}" needs either goldstein or goldstein_from')
    if value is None:
        assert origin is not None
        if origin not in codes or not code.startswith(origin):
            fail(node, f'goldstein_from: "{origin}" is not a code above "{code}"', "goldstein_from")
        return codes[origin].goldstein, origin
    if not -10 <= value <= 10:
        fail(node, f"goldstein {value} is not within -10 and 10", "goldstein")
    return value, None


def _quad(node: Located) -> int:
    quad = files.whole(node, "quad")
    if quad not in (1, 2, 3, 4):
        fail(node, f"quad {quad} is not 1, 2, 3 or 4", "quad")
    return quad


# --- event_types.yml ----------------------------------------------------------------------------------------


class _TypeReader:
    """Reads `event_types.yml` against the codes it refers to."""

    def __init__(self, data: Located, codes: dict[str, Code], quads: dict[str, int]) -> None:
        files.only_keys(data, _FILE_KEYS)
        self.data = data
        self.codes = codes
        self.quads = quads
        families = files.mapping(data, "families")
        self.families = {name: files.text(families, name) for name in families}
        self.plover = _vocabulary(data, "plover")
        self.acled = _vocabulary(data, "acled")
        self.attacks = _numbered(data, "gtd_attack_types")
        self.weapons = _numbered(data, "gtd_weapon_types")

    def read(self, cameo_path: str) -> Codes:
        types: dict[str, EventType] = {}
        owners: dict[str, EventType] = {}
        for node in files.mappings(self.data, "types"):
            kind = self.one(node)
            if kind.name in types:
                fail(node, f'type "{kind.name}" twice; the other is in line {types[kind.name].line}', "type")
            types[kind.name] = kind
            for code in kind.codes:
                if code in owners:
                    fail(node, f'code "{code}" belongs to "{owners[code].name}" already', "codes")
                owners[code] = kind
        return Codes(
            codes=self.codes,
            types=types,
            quads=self.quads,
            families=self.families,
            plover_modes=self.plover,
            acled_sub_event_types=self.acled,
            gtd_attack_types=self.attacks,
            gtd_weapon_types=self.weapons,
            by_code={c.code: owners[_owner(c, owners, cameo_path)] for c in self.codes.values()},
        )

    def one(self, node: Located) -> EventType:
        files.only_keys(node, _TYPE_KEYS)
        name = files.text(node, "type")
        if not _NAME.fullmatch(name):
            fail(node, f'"{name}" is not a type name: small letters, words joined with _', "type")
        family = files.text(node, "family")
        if family not in self.families:
            fail(node, f'unknown family "{family}"', "family")
        cameo = files.code(node, "cameo", optional=True)
        codes = files.codes(node, "codes", optional=True)
        alternatives = files.codes(node, "cameo_alt", optional=True)
        by_code = self.modes_by_code(node)
        self.known(node, "cameo", [cameo] if cameo else [])
        self.known(node, "codes", codes)
        self.known(node, "cameo_alt", alternatives)
        plover = self.label(node, "plover_event", "plover_mode", self.plover)
        acled = self.label(node, "acled_event_type", "acled_sub_event_type", self.acled)
        return EventType(
            name=name,
            family=family,
            title=files.text(node, "title"),
            definition=files.text(node, "definition"),
            cameo=cameo,
            cameo_alt=alternatives,
            codes=codes,
            quad=self.quad(node, cameo),
            plover_event=plover[0],
            plover_mode=plover[1],
            plover_mode_by_code=by_code,
            plover_if=self.cases(node, "plover_if", "event", "mode", self.plover),
            acled_event_type=acled[0],
            acled_sub_event_type=acled[1],
            acled_by_target=self.acled_cases(node, "acled_by_target", ("armed", "civilian")),
            acled_by_source=self.acled_cases(node, "acled_by_source", ("state", "non_state")),
            acled_if=self.acled_cases(node, "acled_if"),
            gtd=self.gtd(node, "gtd", self.attacks),
            gtd_weapon=self.gtd(node, "gtd_weapon", self.weapons),
            violent=files.flag(node, "violent"),
            default_release=files.flag(node, "default_release", default=True),
            line=node.line,
        )

    def known(self, node: Located, key: str, codes: Iterable[str]) -> None:
        for code in codes:
            if code not in self.codes:
                fail(node, f'{key}: unknown code "{code}"', key)

    def quad(self, node: Located, cameo: str | None) -> int | None:
        if cameo is None:
            return None
        quad = _quad(node)
        if quad != self.quads[cameo[:2]]:
            fail(node, f'quad {quad}, but codes such as "{cameo}" have {self.quads[cameo[:2]]}', "quad")
        return quad

    def label(
        self, node: Located, key: str, sub_key: str, vocabulary: Mapping[str, tuple[str, ...]]
    ) -> Label:
        """The name under *key* and the one under *sub_key*, both known to *vocabulary*."""
        name = files.text(node, key, optional=True)
        sub_name = files.text(node, sub_key, optional=True)
        if name is None:
            if sub_name is not None:
                fail(node, f"{sub_key} without {key}", sub_key)
            return _NO_LABEL
        if name not in vocabulary:
            fail(node, f'{key}: unknown name "{name}"', key)
        if sub_name is not None and sub_name not in vocabulary[name]:
            fail(node, f'{sub_key}: {name} has no "{sub_name}"', sub_key)
        return name, sub_name

    def cases(
        self, node: Located, key: str, name: str, sub_name: str, vocabulary: Mapping[str, tuple[str, ...]]
    ) -> dict[str, Label]:
        result: dict[str, Label] = {}
        group = files.mapping(node, key, optional=True)
        for case in group:
            label = files.mapping(group, case)
            files.only_keys(label, (name, sub_name))
            result[case] = self.label(label, name, sub_name, vocabulary)
        return result

    def acled_cases(self, node: Located, key: str, only: tuple[str, ...] = ()) -> dict[str, Label]:
        if only:
            files.only_keys(files.mapping(node, key, optional=True), only)
        return self.cases(node, key, "event_type", "sub_event_type", self.acled)

    def modes_by_code(self, node: Located) -> dict[str, str]:
        group = files.mapping(node, "plover_mode_by_code", optional=True)
        event = files.text(node, "plover_event", optional=True)
        result: dict[str, str] = {}
        for key in group:
            code = files.as_code(group, "plover_mode_by_code", key)
            self.known(group, "plover_mode_by_code", [code])
            result[code] = mode = files.text(group, key)
            if mode not in self.plover.get(event or "", ()):
                fail(group, f'plover_mode_by_code: {event} has no "{mode}"', key)
        return result

    def gtd(self, node: Located, key: str, known: Mapping[int, str]) -> int | None:
        number = files.whole(node, key, optional=True)
        if number is not None and number not in known:
            fail(node, f"{key}: GTD has no {number}", key)
        return number


def _vocabulary(data: Located, key: str) -> dict[str, tuple[str, ...]]:
    group = files.mapping(data, key)
    return {name: files.texts(group, name) for name in group}


def _numbered(data: Located, key: str) -> dict[int, str]:
    group = files.mapping(data, key)
    for number in group:
        if not number.isdecimal():
            fail(group, f'{key}: "{number}" is not a whole number', number)
    return {int(number): files.text(group, number) for number in group}


def _owner(code: Code, owners: Mapping[str, EventType], cameo_path: str) -> str:
    found = longest_prefix(code.code, owners)
    if found is None:
        raise files.complaint(cameo_path, code.line, f'no event type takes code "{code.code}"')
    return found


# --- lint ---------------------------------------------------------------------------------------------------


def _lint_codes(codes: Codes) -> Iterator[str]:
    known = list(codes.codes.values())
    for before, after in pairwise(known):
        if after.code <= before.code:
            yield f'cameo.yml:{after.line}: "{after.code}" after "{before.code}": sort the codes'
    yield from _repeats("cameo.yml", ((c.line, c.name) for c in known))
    for code in known:
        if len(code.name) > 60:
            yield f'cameo.yml:{code.line}: the name of "{code.code}" is longer than 60 characters'


def _lint_types(codes: Codes) -> Iterator[str]:
    kinds = list(codes.types.values())
    yield from _repeats("event_types.yml", ((k.line, k.title) for k in kinds))
    for kind in kinds:
        where = f"event_types.yml:{kind.line}: {kind.name}"
        if not re.fullmatch(r"[A-Z][^.]*\.", kind.definition):
            yield f"{where}: the definition is not one sentence"
        if kind.cameo and not codes.code(kind.cameo).icews:
            nearest = codes.code(kind.cameo).nearest
            if nearest not in kind.cameo_alt:
                yield f'{where}: older lists lack "{kind.cameo}", so cameo_alt needs "{nearest}"'
        if kind.cameo in kind.cameo_alt:
            yield f'{where}: "{kind.cameo}" is among its own alternatives'
        for code in kind.codes:
            shorter = longest_prefix(code[:-1], codes.by_code if len(code) > 2 else {})
            if shorter and codes.by_code[shorter] is kind:
                yield f'{where}: codes: "{code}" adds nothing to "{shorter}"'
    for family in codes.families.keys() - {k.family for k in kinds}:
        yield f'event_types.yml:1: no type is in the family "{family}"'


def _repeats(file: str, lines: Iterable[tuple[int, str]]) -> Iterator[str]:
    first: dict[str, int] = {}
    for line, name in lines:
        if first.setdefault(name.casefold(), line) != line:
            yield f'{file}:{line}: "{name}" is also in line {first[name.casefold()]}'
