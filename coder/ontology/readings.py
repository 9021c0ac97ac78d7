"""What verbs and event nouns mean: the readings, the frames they share, and the operators that govern them.

A reading says: *this word, with these neighbours, is this CAMEO code, and its source and target stand here.*

    - verb: impose
      object: <sanctions>            # only with an object of this family
      code: "163"
      target: ["on", against]        # whom: the noun after these prepositions
      example: "Arden imposed sanctions on Sova."

An operator changes the meaning of what it governs ("agree to halt attacks" is no attack); its table maps the code it
governs to the code of the whole. `actions/README.md` is the writer's guide; this module only reads and checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from coder.errors import OntologyError
from coder.ontology.codes import load_codes
from coder.ontology.files import read_yaml
from coder.ontology.words import Words, load_words

FOLDER = Path(__file__).parent / "actions"
OPERATORS = Path(__file__).parent / "operators.yml"

KINDS = ("verb", "noun", "adjective")
#: in an operator's table: the whole keeps the code of what is governed
SAME = "same"
#: where source and target stand when a reading does not say
DEFAULT_SLOTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "verb": {"source": ("subject",), "target": ("object", "indirect", "against", "on", "at", "with")},
    "verb+object": {
        "source": ("subject",),
        "target": ("indirect", "on", "against", "to", "with", "for", "from", "at", "object.on", "object.against",
                   "object.to", "object.with", "object.of", "object.for", "object.from", "object.poss"),
    },
    "noun": {
        "source": ("by", "light", "poss", "from", "compound"),
        "target": ("on", "against", "of", "at", "to", "with", "light.on", "light.against", "light.at", "light.to",
                   "light.with"),
    },
    "adjective": {"source": (), "target": ("head",)},
}
#: prepositions whose phrase a parser hangs on the object as often as on the verb ("set off a charge *against a patrol*")
_HANGING = frozenset({"against", "on", "at", "to", "into", "with", "from", "over", "near", "outside", "around", "along", "toward", "towards"})
_KEYS = frozenset(
    "verb noun adjective object subject with without modifier code type alternatives source target reciprocal effect "
    "weapon outcome example expect habitual note passive_only complement frame".split()
)


@dataclass(frozen=True)
class Reading:
    """One meaning of one word. Conditions are sets of lemmas; empty means "anything"."""

    rule_id: str
    kind: str
    lemma: str
    particle: str | None
    code: str
    event_type: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    object: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    modifier: frozenset[str] = frozenset()
    with_: Mapping[str, frozenset[str]] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    alternatives: tuple[str, ...] = ()
    reciprocal: bool = False
    #: lemmas of what completes the verb: "set X *ablaze*", "hold X *responsible*", "vow to *retaliate*"
    complement: frozenset[str] = frozenset()
    #: what happens to people because of another act (kill, wound): merged into that act
    effect: bool = False
    passive_only: bool = False
    weapon: str | None = None
    outcome: str | None = None
    example: str = ""
    expect: str = ""
    file: str = ""
    line: int = 0

    @property
    def conditions(self) -> int:
        """How many things about the neighbours this reading asks for; the most demanding reading that fits wins."""
        return (
            2 * bool(self.object) + 2 * bool(self.subject) + 2 * bool(self.modifier) + 2 * len(self.with_) + 3 * bool(self.complement)
            + bool(self.without) + bool(self.particle) + bool(self.passive_only)
        )


@dataclass(frozen=True)
class Cell:
    """What an operator makes of a code: another code and type, or nothing (`code` None)."""

    code: str | None
    event_type: str | None


@dataclass(frozen=True)
class Operator:
    """A word that governs another event. `table` maps code prefixes to cells; "none" is the operator on its own."""

    name: str
    verbs: frozenset[tuple[str, str | None]]
    nouns: frozenset[str]
    #: slots of the person addressed ("urged *Sova*"), who then is the target
    addressee: tuple[str, ...]
    #: prepositions after which the governed event stands as a noun ("a halt *to* attacks")
    governs: tuple[str, ...]
    #: "subject" or "object": who carries out the governed act
    control: str
    #: whether the governed act also counts as an event of its own (claims of responsibility)
    keeps: str | None
    table: Mapping[str, Cell]
    #: needs a governed event to mean anything
    bare: bool
    #: verbs that govern clauses and "to" only, never their object
    clause_only: frozenset[str] = frozenset()
    #: auxiliaries that do the same in a clause that somebody says
    modals: frozenset[str] = frozenset()
    file: str = ""
    line: int = 0

    def cell(self, code: str) -> Cell | None:
        """The cell for a governed code: the longest prefix listed, else "any"."""
        for size in range(len(code), 0, -1):
            if code[:size] in self.table:
                return self.table[code[:size]]
        return self.table.get("any")


@dataclass(frozen=True)
class Readings:
    """All readings and operators, by lemma."""

    verbs: Mapping[str, tuple[Reading, ...]]
    nouns: Mapping[str, tuple[Reading, ...]]
    adjectives: Mapping[str, tuple[Reading, ...]]
    operator_verbs: Mapping[str, tuple[tuple[str | None, Operator], ...]]
    operator_nouns: Mapping[str, tuple[Operator, ...]]
    light_verbs: frozenset[str]
    by_rule: Mapping[str, Reading | Operator]
    #: the operators of the future tense, affirmed and denied
    future: Operator | None = None
    refused: Operator | None = None
    #: the operators of what somebody says must or should be done, by auxiliary
    modals: Mapping[str, Operator] = field(default_factory=dict)

    @property
    def all(self) -> list[Reading]:
        return [r for r in self.by_rule.values() if isinstance(r, Reading)]


def _where(file: str, node: Any) -> str:
    return f"{file}:{getattr(node, 'line', 0)}"


def _texts(value: Any, place: str, key: str) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(i, str) for i in items):
        raise OntologyError(f"{place}: {key} must be text or a list of texts (quote on, off, yes, no and numbers)")
    return tuple(items)


def _lemmas(value: Any, place: str, key: str, words: Words) -> frozenset[str]:
    found: set[str] = set()
    for item in _texts(value, place, key):
        if item.startswith("<") and item.endswith(">"):
            if item[1:-1] not in words.families:
                raise OntologyError(f"{place}: {key}: no family {item} in families.yml")
            found |= words.families[item[1:-1]]
        else:
            found.add(item)
    return frozenset(found)


def _slug(word: str) -> str:
    return word.strip("<>").replace(" ", "_")


def _with_hanging(target: tuple[str, ...], kind: str, particle: str | None) -> tuple[str, ...]:
    """The slots of a verb with those that hold the same words in another parse, last."""
    if kind != "verb":
        return target
    further = [f"object.{slot}" for slot in target if slot in _HANGING]
    if particle is not None and "object" in target:
        further.append(particle)  # "picked *off two soldiers*"
    return tuple(dict.fromkeys([*target, *further]))


def parse(entries: Sequence[Mapping[str, Any]], file: str, words: Words, frames: Mapping[str, Any]) -> Iterable[Reading]:
    """The readings of one file; every error names file and line."""
    codes = load_codes()
    for entry in entries:
        place = _where(file, entry)
        unknown = set(entry) - _KEYS
        if unknown:
            raise OntologyError(f"{place}: unknown key {sorted(unknown)[0]!r}")
        kinds = [k for k in KINDS if k in entry]
        if len(kinds) != 1:
            raise OntologyError(f"{place}: exactly one of verb, noun, adjective")
        kind = kinds[0]
        code = entry.get("code")
        if not isinstance(code, str) or code not in codes.codes or len(code) < 3:
            raise OntologyError(f"{place}: unknown, unquoted or two-digit code {code!r}")
        event_type = entry.get("type") or codes.type_of(code).name
        if event_type not in codes.types:
            raise OntologyError(f"{place}: unknown event type {event_type!r}")
        frame = dict(frames.get(entry["frame"], {})) if "frame" in entry else {}
        if "frame" in entry and not frame:
            raise OntologyError(f"{place}: unknown frame {entry['frame']!r}")
        defaults = DEFAULT_SLOTS["verb+object" if kind == "verb" and "object" in entry else kind]
        conditions = {k: _lemmas(entry[k], place, k, words) for k in ("object", "subject", "modifier", "without", "complement") if k in entry}
        if not all(isinstance(p, str) for p in entry.get("with") or {}):
            raise OntologyError(f"{place}: with: quote the preposition (on, off)")
        with_ = {p: _lemmas(v, place, "with", words) for p, v in (entry.get("with") or {}).items()}
        if not entry.get("example"):
            raise OntologyError(f"{place}: a reading needs an example")
        tail = "".join(f"+{_slug(_texts(entry[k], place, k)[0])}" for k in ("object", "subject", "modifier", "complement") if k in entry)
        tail += "".join(f"+{p}" for p in with_) + ("!" if "without" in entry else "") + ("~" if entry.get("passive_only") else "")
        for phrase in _texts(entry[kind], place, kind):
            lemma, _, particle = phrase.partition(" ") if kind == "verb" else (phrase, "", "")
            yield Reading(
                rule_id=f"{code}.{kind[0]}.{_slug(phrase)}{tail}", kind=kind, lemma=lemma, particle=particle or None,
                code=code, event_type=event_type,
                source=_texts(entry.get("source", frame.get("source", list(defaults["source"]))), place, "source"),
                target=_with_hanging(
                    _texts(entry.get("target", frame.get("target", list(defaults["target"]))), place, "target"), kind, particle or None
                ),
                object=conditions.get("object", frozenset()), subject=conditions.get("subject", frozenset()),
                modifier=conditions.get("modifier", frozenset()), without=conditions.get("without", frozenset()), with_=with_,
                complement=conditions.get("complement", frozenset()),
                alternatives=_texts(entry.get("alternatives", []), place, "alternatives"),
                reciprocal=bool(entry.get("reciprocal", frame.get("reciprocal", False))),
                effect=bool(entry.get("effect", False)), passive_only=bool(entry.get("passive_only", False)),
                weapon=entry.get("weapon"), outcome=entry.get("outcome"),
                example=entry["example"], expect=entry.get("expect", ""), file=file, line=getattr(entry, "line", 0),
            )


def parse_operators(data: Mapping[str, Any], file: str) -> Iterable[Operator]:
    codes = load_codes()
    for entry in data["operators"]:
        place = _where(file, entry)
        table: dict[str, Cell] = {}
        for pattern, value in entry.get("table", {}).items():
            if value is None or value == SAME:
                cells = Cell(value, None)
            else:
                code = value["code"] if isinstance(value, Mapping) else value
                kind = value.get("type") if isinstance(value, Mapping) else None
                if not isinstance(code, str) or code not in codes.codes or len(code) < 3:
                    raise OntologyError(f"{place}: operator {entry['name']}: unknown or unquoted code {code!r}")
                kind = kind or codes.type_of(code).name
                if kind not in codes.types:
                    raise OntologyError(f"{place}: operator {entry['name']}: unknown type {kind!r}")
                cells = Cell(code, kind)
            for part in str(pattern).split("|"):
                if part in table:
                    raise OntologyError(f"{place}: operator {entry['name']}: {part!r} stands twice")
                table[part] = cells
        if "clause" in entry:
            if entry["clause"] not in codes.codes:
                raise OntologyError(f"{place}: operator {entry['name']}: unknown or unquoted code {entry['clause']!r}")
            table["clause"] = Cell(entry["clause"], codes.type_of(entry["clause"]).name)
        verbs = frozenset((v.partition(" ")[0], v.partition(" ")[2] or None) for v in entry.get("verbs", []))
        yield Operator(
            name=entry["name"], verbs=verbs, nouns=frozenset(entry.get("nouns", [])),
            addressee=tuple(entry.get("addressee", [])), governs=tuple(entry.get("governs", [])),
            control=entry.get("control", "subject"), keeps=entry.get("keeps"), table=table,
            bare="none" not in table, clause_only=frozenset(entry.get("clause_only", [])),
            modals=frozenset(entry.get("modals", [])), file=file, line=getattr(entry, "line", 0),
        )


def _operator(by_rule: Mapping[str, Reading | Operator], name: str) -> Operator | None:
    found = by_rule.get(f"op.{name}")
    return found if isinstance(found, Operator) else None


@cache
def load_readings(folder: Path = FOLDER, operators: Path = OPERATORS) -> Readings:
    """Read all action files and the operator table once."""
    words = load_words()
    data = read_yaml(operators)
    frames = data.get("frames", {})
    by_rule: dict[str, Reading | Operator] = {}
    maps: dict[str, dict[str, list[Reading]]] = {kind: {} for kind in KINDS}
    for path in sorted(folder.glob("*.yml")):
        for reading in parse(read_yaml(path) or [], path.name, words, frames):
            if reading.rule_id in by_rule:
                other = by_rule[reading.rule_id]
                raise OntologyError(
                    f"{reading.file}:{reading.line}: rule {reading.rule_id} is also at {other.file}:{other.line}"
                )
            by_rule[reading.rule_id] = reading
            maps[reading.kind].setdefault(reading.lemma, []).append(reading)
    operator_verbs: dict[str, list[tuple[str | None, Operator]]] = {}
    operator_nouns: dict[str, list[Operator]] = {}
    for operator in parse_operators(data, operators.name):
        by_rule[f"op.{operator.name}"] = operator
        for lemma, particle in sorted(operator.verbs, key=str):
            operator_verbs.setdefault(lemma, []).append((particle, operator))
        for noun in sorted(operator.nouns):
            operator_nouns.setdefault(noun, []).append(operator)
    ordered = {
        kind: {lemma: tuple(sorted(rs, key=lambda r: -r.conditions)) for lemma, rs in found.items()}
        for kind, found in maps.items()
    }
    return Readings(
        verbs=ordered["verb"], nouns=ordered["noun"], adjectives=ordered["adjective"],
        operator_verbs={k: tuple(v) for k, v in operator_verbs.items()},
        operator_nouns={k: tuple(v) for k, v in operator_nouns.items()},
        light_verbs=frozenset(data["light_verbs"]), by_rule=by_rule, future=_operator(by_rule, "will"),
        refused=_operator(by_rule, "will_not"),
        modals={m: o for o in by_rule.values() if isinstance(o, Operator) for m in sorted(o.modals)},
    )
