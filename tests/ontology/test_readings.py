"""The readings: complaints of the loader, how the most demanding reading wins, and every example coded as it says."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from coded import lines
from spacy.language import Language

from coder.errors import OntologyError
from coder.ontology.files import read_yaml
from coder.ontology.readings import FOLDER, OPERATORS, Operator, Reading, load_readings

GOOD = '- verb: ambush\n  code: "190"\n  example: "Rebels ambushed a convoy."\n'
FILES = sorted(path.name for path in FOLDER.glob("*.yml"))
#: rule id -> why its example is not coded as it should be
KNOWN = {miss["rule"]: miss["reason"] for miss in read_yaml(Path(__file__).parent / "known_misses.yml")["misses"]}


def load(folder: Path, text: str, operators: Path = OPERATORS) -> None:
    (folder / "19-test.yml").write_text(text, encoding="utf-8")
    load_readings(folder, operators)


# --- complaints ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # a code that is none, lost its quotes, or is only a root
        (GOOD.replace('"190"', '"199"'), "19-test.yml:1: unknown, unquoted or two-digit code '199'"),
        (GOOD.replace('"190"', "190"), "19-test.yml:1: unknown, unquoted or two-digit code 190"),
        (GOOD.replace('"190"', '"19"'), "19-test.yml:1: unknown, unquoted or two-digit code '19'"),
        (GOOD.replace('  code: "190"\n', ""), "19-test.yml:1: unknown, unquoted or two-digit code None"),
        # the same rule twice, each named by its line
        (GOOD + GOOD, "19-test.yml:4: rule 190.v.ambush is also at 19-test.yml:1"),
        # names of things that are elsewhere
        (GOOD + "  object: <dragons>\n", "19-test.yml:1: object: no family <dragons> in families.yml"),
        (GOOD + "  frame: picture\n", "19-test.yml:1: unknown frame 'picture'"),
        (GOOD + "  type: picnic\n", "19-test.yml:1: unknown event type 'picnic'"),
        # a key that means nothing
        (GOOD + "  objct: [convoy]\n", "19-test.yml:1: unknown key 'objct'"),
        # no example
        (GOOD.replace('  example: "Rebels ambushed a convoy."\n', ""), "19-test.yml:1: a reading needs an example"),
        # one word is one part of speech
        (GOOD + "  noun: ambush\n", "19-test.yml:1: exactly one of verb, noun, adjective"),
        (GOOD.replace("- verb: ambush", "- note: none"), "19-test.yml:1: exactly one of verb, noun, adjective"),
        # bare on is true in YAML
        (GOOD + "  target: [on]\n", "19-test.yml:1: target must be text or a list of texts"),
        # the second entry is named, not the file
        (GOOD + GOOD.replace("ambush\n", "raid\n").replace('"190"', '"999"'), "19-test.yml:4: unknown"),
        # a key given twice
        (GOOD + '  code: "193"\n', "19-test.yml:4: "),
        pytest.param(GOOD + "  with: {on: any}\n", "19-test.yml:1: with must be text",
                     marks=pytest.mark.xfail(strict=True, reason="a bare on as a key of with is true, and is let through")),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(OntologyError) as caught:
        load(tmp_path, text)
    assert message in str(caught.value)


OPERATOR = 'operators:\n  - name: halt\n    verbs: [halt]\n    table:\n      "19": "0871"\nlight_verbs: [make]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OPERATOR.replace('"0871"', '"9999"'), "operators.yml:2: operator halt: unknown or unquoted code '9999'"),
        (OPERATOR.replace('"0871"', "871"), "operators.yml:2: operator halt: unknown or unquoted code 871"),
        (OPERATOR.replace('"19":', '"19|18|19":'), "operators.yml:2: operator halt: '19' stands twice"),
        (OPERATOR.replace('"0871"', '{code: "0871", type: picnic}'), "operators.yml:2: operator halt: unknown type 'picnic'"),
    ],
)
def test_what_is_wrong_with_an_operator_is_named(tmp_path: Path, text: str, message: str) -> None:
    operators = tmp_path / "operators.yml"
    operators.write_text(text, encoding="utf-8")
    readings = tmp_path / "actions"
    readings.mkdir()
    with pytest.raises(OntologyError) as caught:
        load(readings, GOOD, operators)
    assert message in str(caught.value)


# --- what is read -------------------------------------------------------------------------------------------


def test_the_more_a_reading_asks_for_the_earlier_it_is_tried(tmp_path: Path) -> None:
    (tmp_path / "19-test.yml").write_text(
        GOOD
        + '- verb: ambush\n  object: [patrol]\n  code: "193"\n  example: "Rebels ambushed a patrol."\n'
        + '- verb: ambush\n  object: [patrol]\n  subject: [rebel]\n  code: "194"\n  example: "Rebels ambushed a patrol."\n',
        encoding="utf-8",
    )
    assert [r.code for r in load_readings(tmp_path).verbs["ambush"]] == ["194", "193", "190"]


def test_families_are_written_out(tmp_path: Path) -> None:
    (tmp_path / "19-test.yml").write_text(GOOD + "  object: [<weapons>, convoy]\n", encoding="utf-8")
    (reading,) = load_readings(tmp_path).verbs["ambush"]
    assert {"convoy", "rifle"} <= reading.object
    assert not any("<" in lemma for lemma in reading.object)


def test_particles_are_parted_from_their_verb(tmp_path: Path) -> None:
    (tmp_path / "19-test.yml").write_text(GOOD.replace("verb: ambush", 'verb: "blow up"'), encoding="utf-8")
    (reading,) = load_readings(tmp_path).verbs["blow"]
    assert (reading.particle, reading.rule_id) == ("up", "190.v.blow_up")


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        # the longest prefix, then any, then nothing
        ("190", "0871"),
        ("1952", "0871"),
        ("163", "085"),
        ("0231", None),
    ],
)
def test_operator_table_takes_the_longest_prefix(code: str, cell: str | None) -> None:
    stop = load_readings().by_rule["op.stop"]
    assert isinstance(stop, Operator)
    found = stop.cell(code)
    assert found is not None
    assert found.code == cell


def test_every_light_verb_is_a_verb_alone() -> None:
    assert [v for v in load_readings().light_verbs if " " in v or v != v.lower()] == []


# --- every example ------------------------------------------------------------------------------------------


def entries(file: str) -> list[list[Reading]]:
    """The readings of a file by entry: an entry with several lemmas has one example."""
    found: dict[int, list[Reading]] = defaultdict(list)
    for reading in load_readings().all:
        if reading.file == file:
            found[reading.line].append(reading)
    return list(found.values())


@pytest.mark.parametrize("file", FILES)
def test_every_example_is_coded_by_its_reading(nlp: Language, file: str) -> None:
    """Some rule of the entry fires, its code is among the events, and where `expect` is given, so are source and target."""
    misses, mended = [], []
    groups = entries(file)
    for group, doc in zip(groups, nlp.pipe(g[0].example for g in groups), strict=True):
        fired = {act["rule"] for act in doc._.actions} & {r.rule_id for r in group}
        expect = group[0].expect
        found = lines(doc)
        right = bool(fired) and any(line.split()[1] == group[0].code and expect in ("", line.split()[0]) for line in found)
        known = [r.rule_id for r in group if r.rule_id in KNOWN]
        if right and known:
            mended.append(known[0])
        if not right and not known:
            rules = ", ".join(act["rule"] for act in doc._.actions) or "no rule"
            wanted = f"{expect or 'anybody'} {group[0].code}"
            misses.append(f"{file}:{group[0].line}: {group[0].rule_id}: wanted {wanted}: {group[0].example} -> {found} by {rules}")
    assert misses == [], f"{len(misses)} of {len(groups)} examples\n" + "\n".join(misses)
    assert mended == [], "known misses that are right now; take them out of known_misses.yml"


def test_known_misses_name_rules_that_exist() -> None:
    assert [rule for rule in KNOWN if rule not in load_readings().by_rule] == []


def test_examples_are_sentences() -> None:
    """One sentence each, with a full stop, so that what is tested is one reading."""
    odd = [f"{r.file}:{r.line}: {r.example}" for r in load_readings().all if not r.example.strip().endswith((".", "!", "?", '"', "”"))]
    assert sorted(set(odd)) == []
