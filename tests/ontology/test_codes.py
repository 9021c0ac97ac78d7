"""The CAMEO table and the plain event types: complete, true to the published lists, strict about mistakes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from coder.errors import OntologyError
from coder.ontology import codes as codes_module
from coder.ontology.codes import Codes, lint, load_codes, read_codes
from coder.ontology.files import read_yaml

FOLDER = Path(codes_module.__file__).parent


@pytest.fixture(scope="module")
def codes() -> Codes:
    return load_codes()


# --- the CAMEO table ----------------------------------------------------------------------------------------

#: how many codes the manual 1.1b3 has under each root, the root itself not counted
MANUAL = {
    "01": 10, "02": 27, "03": 28, "04": 7, "05": 8, "06": 5, "07": 6, "08": 25, "09": 5, "10": 27,
    "11": 12, "12": 26, "13": 22, "14": 26, "15": 6, "16": 13, "17": 13, "18": 14, "19": 9, "20": 7,
}


def test_table_has_every_code_of_the_manual(codes: Codes) -> None:
    counted = Counter(c.root for c in codes.codes.values() if c.cameo and c.parent)
    assert counted == MANUAL
    assert [root.code for root in codes.roots()] == sorted(MANUAL)


def test_table_has_every_code_of_the_icews_list(codes: Codes) -> None:
    assert sum(c.icews for c in codes.codes.values()) == 312
    lacking = {c.code for c in codes.codes.values() if not c.icews}
    assert lacking == {"155", "176", "1834", "1951", "1952", "1214"}


def test_codes_are_strings_with_their_zeros(codes: Codes) -> None:
    assert codes.code("010").code == "010"
    assert codes.code("10").name == "Demand"
    assert all(isinstance(c, str) and c.isdecimal() and 2 <= len(c) <= 4 for c in codes.codes)


def test_every_code_has_its_parent(codes: Codes) -> None:
    for code in codes.codes.values():
        assert code.root == code.code[:2]
        assert code.parent == (code.code[:-1] if len(code.code) > 2 else None)
        assert code.parent is None or code.parent in codes.codes


def test_every_code_has_a_name_of_its_own(codes: Codes) -> None:
    assert len({c.name.casefold() for c in codes.codes.values()}) == len(codes.codes)


@pytest.mark.parametrize(
    ("code", "figure"),
    [
        ("010", 0.0),
        ("016", -2.0),
        ("022", 3.2),
        ("0256", -0.3),
        ("0334", 6.0),
        ("0356", 7.0),
        ("036", 4.0),
        ("042", 1.9),
        ("057", 8.0),
        ("072", 8.3),
        ("0874", 10.0),
        ("111", -2.0),
        ("127", -5.0),
        ("13", -6.0),
        ("130", -4.4),
        ("145", -7.5),
        ("163", -8.0),
        ("1712", -9.2),
        ("172", -5.0),
        ("182", -9.5),
        ("190", -10.0),
        ("191", -9.5),
    ],
)
def test_goldstein_is_the_published_figure(codes: Codes, code: str, figure: float) -> None:
    assert codes.goldstein(code) == figure
    assert codes.code(code).goldstein_from is None


@pytest.mark.parametrize(
    ("code", "origin", "figure"),
    [
        ("155", "15", -7.2),
        ("176", "17", -7.0),
        ("1834", "183", -10.0),
        ("1951", "195", -10.0),
        ("1952", "195", -10.0),
        ("1213", "121", -4.0),
        ("1214", "121", -4.0),
    ],
)
def test_codes_newer_than_the_scale_borrow_from_above(
    codes: Codes, code: str, origin: str, figure: float
) -> None:
    assert codes.code(code).goldstein_from == origin
    assert codes.goldstein(code) == figure


def test_goldstein_stays_within_the_scale(codes: Codes) -> None:
    assert all(-10 <= c.goldstein <= 10 for c in codes.codes.values())


@pytest.mark.parametrize(
    ("code", "quad"),
    [("010", 1), ("057", 1), ("061", 2), ("0871", 2), ("090", 3), ("139", 3), ("141", 4), ("2042", 4)],
)
def test_quad_class_comes_with_the_root(codes: Codes, code: str, quad: int) -> None:
    assert codes.quad(code) == quad


@pytest.mark.parametrize(
    ("code", "code_list", "expected"),
    [
        ("1952", "icews", "195"),
        ("1952", "cameo", "1952"),
        ("176", "icews", "170"),
        ("1213", "icews", "1213"),
        ("1213", "cameo", "121"),
        ("190", "icews", "190"),
    ],
)
def test_a_code_that_a_list_lacks_becomes_the_nearest_it_has(
    codes: Codes, code: str, code_list: str, expected: str
) -> None:
    assert codes.in_list(code, code_list) == expected  # type: ignore[arg-type]


def test_nearest_code_is_in_the_list_that_asks_for_it(codes: Codes) -> None:
    for code in codes.codes:
        assert codes.code(codes.in_list(code, "icews")).icews
        assert codes.code(codes.in_list(code, "cameo")).cameo


# --- the event types ----------------------------------------------------------------------------------------

B, E, V = "Battles", "Explosions/Remote violence", "Violence against civilians"
P, R, S = "Protests", "Riots", "Strategic developments"
CLASH, ATTACK = f"{B}: Armed clash", f"{V}: Attack"
AIR, SHELLS = f"{E}: Air/drone strike", f"{E}: Shelling/artillery/missile attack"
IED, TAKEN = f"{E}: Remote explosive/landmine/IED", f"{V}: Abduction/forced disappearance"
AGREED, OTHER, CHANGE = f"{S}: Agreement", f"{S}: Other", f"{S}: Change to group/activity"
DISRUPTED, LOOTED = f"{S}: Disrupted weapons use", f"{S}: Looting/property destruction"
PEACEFUL = f"{P}: Peaceful protest"

#: type, family, CAMEO, PLOVER, ACLED, GTD attack type: what researchers who know those lists expect
TYPES = [
    ("drone_attack", "remote", "1952", "ASSAULT drone", AIR, 3),
    ("missile_attack", "remote", "194", "ASSAULT heavy-weapons", SHELLS, 3),
    ("rocket_attack", "remote", "194", "ASSAULT heavy-weapons", SHELLS, 3),
    ("air_strike", "remote", "195", "ASSAULT aerial", AIR, None),
    ("shelling", "remote", "194", "ASSAULT heavy-weapons", SHELLS, 3),
    ("suicide_bombing", "bomb", "1831", "ASSAULT suicide-attack", f"{E}: Suicide bomb", 3),
    ("car_bombing", "bomb", "1832", "ASSAULT explosives", IED, 3),
    ("ied_attack", "bomb", "1833", "ASSAULT explosives", IED, 3),
    ("bombing", "bomb", "183", "ASSAULT explosives", IED, 3),
    ("grenade_attack", "bomb", "193", "ASSAULT explosives", f"{E}: Grenade", 3),
    ("shooting", "direct", "193", "ASSAULT firearms", ATTACK, 2),
    ("stabbing", "direct", "180", "ASSAULT primitive", ATTACK, 2),
    ("vehicle_ramming", "direct", "180", "ASSAULT primitive", ATTACK, 2),
    ("armed_clash", "direct", "190", "ASSAULT", CLASH, None),
    ("ground_attack", "direct", "190", "ASSAULT", CLASH, 2),
    ("attack", "direct", "190", "ASSAULT", ATTACK, 9),
    ("killing", "direct", "190", "ASSAULT", ATTACK, 9),
    ("assassination", "direct", "186", "ASSAULT targeted", ATTACK, 1),
    ("assassination_attempt", "direct", "185", "ASSAULT targeted", ATTACK, 1),
    ("execution", "direct", "1823", "ASSAULT targeted", ATTACK, 2),
    ("mass_killing", "direct", "202", "ASSAULT targeted", ATTACK, 2),
    ("ethnic_cleansing", "direct", "203", "ASSAULT", ATTACK, None),
    ("mass_expulsion", "direct", "201", "SANCTION expel", OTHER, None),
    ("territory_captured", "control", "192", "COERCE seize", "", None),
    ("blockade", "control", "191", "COERCE restrict", OTHER, None),
    ("siege", "control", "191", "COERCE restrict", OTHER, None),
    ("ceasefire_violation", "direct", "196", "ASSAULT", "", None),
    ("abduction", "abduct", "181", "ASSAULT abduct", TAKEN, 6),
    ("hijacking", "abduct", "181", "ASSAULT abduct", TAKEN, 4),
    ("hostage_taking", "abduct", "181", "ASSAULT abduct", TAKEN, 5),
    ("sexual_violence", "direct", "1821", "ASSAULT sexual", f"{V}: Sexual violence", 8),
    ("torture", "direct", "1822", "ASSAULT torture", ATTACK, 8),
    ("beating", "direct", "182", "ASSAULT beat", ATTACK, 8),
    ("chemical_attack", "remote", "2041", "ASSAULT unconventional", f"{E}: Chemical weapon", None),
    ("sabotage", "property", "1712", "ASSAULT destroy", LOOTED, 7),
    ("property_destruction", "property", "1712", "ASSAULT destroy", LOOTED, 7),
    ("looting", "property", "171", "COERCE seize", LOOTED, 7),
    ("interception", "remote", None, "", DISRUPTED, None),
    ("weapons_seizure", "property", "1711", "COERCE seize", DISRUPTED, None),
    ("bomb_defused", "property", "1711", "COERCE seize", DISRUPTED, None),
    ("cyber_attack", "cyber", "176", "COERCE cyber", "", None),
    ("arrest", "coerce", "173", "COERCE arrest", f"{S}: Arrests", None),
    ("search_raid", "coerce", "171", "COERCE seize", OTHER, None),
    ("confiscation", "coerce", "1711", "COERCE seize", OTHER, None),
    ("deportation", "coerce", "174", "COERCE deport", OTHER, None),
    ("ban", "coerce", "1722", "COERCE restrict", OTHER, None),
    ("censorship", "coerce", "1721", "COERCE censor", OTHER, None),
    ("curfew", "coerce", "1723", "COERCE curfew", OTHER, None),
    ("state_of_emergency", "coerce", "1724", "COERCE martial-law", OTHER, None),
    ("repression", "coerce", "175", "ASSAULT crowd-control", f"{P}: Protest with intervention", None),
    ("protest", "protest", "141", "PROTEST demo", PEACEFUL, None),
    ("hunger_strike", "protest", "142", "PROTEST hunger", PEACEFUL, None),
    ("strike", "protest", "143", "PROTEST strike", "", None),
    ("boycott", "protest", "143", "PROTEST boycott", "", None),
    ("roadblock", "protest", "144", "PROTEST obstruct", PEACEFUL, None),
    ("riot", "protest", "145", "PROTEST riot", f"{R}: Violent demonstration", None),
    ("mob_violence", "protest", "145", "PROTEST riot", f"{R}: Mob violence", None),
    ("mobilisation", "posture", "154", "MOBILIZE troops", CHANGE, None),
    ("deployment", "posture", "154", "MOBILIZE troops", CHANGE, None),
    ("alert", "posture", "152", "MOBILIZE troops", CHANGE, None),
    ("military_exercise", "posture", "150", "MOBILIZE weapons", "", None),
    ("weapons_test", "posture", "150", "MOBILIZE weapons", "", None),
    ("coup", "control", "190", "ASSAULT", OTHER, None),
    ("threat", "threat", "138", "THREATEN violence", "", None),
    ("ultimatum", "threat", "139", "THREATEN", "", None),
    ("demand", "ask", "100", "REQUEST", "", None),
    ("appeal", "ask", "020", "REQUEST", "", None),
    ("accusation", "blame", "112", "ACCUSE allege", "", None),
    ("condemnation", "blame", "111", "ACCUSE disapprove", "", None),
    ("criticism", "blame", "111", "ACCUSE disapprove", "", None),
    ("rejection", "refuse", "120", "REJECT", "", None),
    ("refusal", "refuse", "124", "REJECT yield", "", None),
    ("investigation", "legal", "090", "ACCUSE investigate", "", None),
    ("lawsuit", "legal", "115", "ACCUSE allege", "", None),
    ("charge", "legal", "115", "ACCUSE allege", "", None),
    ("conviction", "legal", "116", "SANCTION convict", "", None),
    ("sanction", "reduce", "163", "SANCTION discontinue", "", None),
    ("diplomatic_break", "reduce", "161", "SANCTION withdraw", "", None),
    ("expel_diplomats", "reduce", "166", "SANCTION expel", "", None),
    ("halt_talks", "reduce", "164", "SANCTION withdraw", "", None),
    ("aid_cut", "reduce", "162", "SANCTION discontinue", "", None),
    ("ceasefire", "deesc", "0871", "RETREAT ceasefire", AGREED, None),
    ("halt_commitment", "deesc", "0356", "CONCEDE", AGREED, None),
    ("agreement", "deesc", "057", "SUPPORT", AGREED, None),
    ("withdrawal", "deesc", "0874", "RETREAT withdraw", f"{S}: Non-violent transfer of territory", None),
    ("disarmament", "deesc", "0873", "RETREAT disarm", CHANGE, None),
    ("surrender", "deesc", "0874", "RETREAT disarm", AGREED, None),
    ("release", "deesc", "0841", "RETREAT release", AGREED, None),
    ("humanitarian_access", "deesc", "0863", "RETREAT access", OTHER, None),
    ("sanctions_eased", "deesc", "085", "CONCEDE", OTHER, None),
    ("resignation", "deesc", "0831", "RETREAT resign", OTHER, None),
    ("concession", "deesc", "080", "CONCEDE", OTHER, None),
    ("negotiation", "talk", "046", "CONSULT", "", None),
    ("meeting", "talk", "040", "CONSULT", "", None),
    ("visit", "talk", "042", "CONSULT visit", "", None),
    ("phone_call", "talk", "041", "CONSULT phone", "", None),
    ("mediation", "talk", "045", "CONSULT third-party", "", None),
    ("promise", "coop", "030", "AGREE", "", None),
    ("invitation", "coop", "036", "AGREE", "", None),
    ("planned_meeting", "coop", "036", "AGREE", "", None),
    ("support", "coop", "051", "SUPPORT", "", None),
    ("praise", "coop", "051", "SUPPORT", "", None),
    ("recognition", "coop", "054", "SUPPORT", "", None),
    ("apology", "coop", "055", "CONCEDE", "", None),
    ("cooperation", "coop", "061", "COOPERATE", "", None),
    ("joint_exercise", "coop", "062", "COOPERATE", "", None),
    ("intelligence_sharing", "coop", "064", "COOPERATE", "", None),
    ("extradition", "coop", "063", "COOPERATE", "", None),
    ("aid", "aid", "070", "AID", "", None),
    ("military_aid", "aid", "072", "AID", "", None),
    ("humanitarian_aid", "aid", "073", "AID", "", None),
    ("peacekeeping", "aid", "074", "AID", "", None),
    ("asylum", "aid", "075", "AID", "", None),
    ("statement", "say", "010", "", "", None),
    ("claim_responsibility", "say", "015", "", "", None),
    ("denial", "say", "016", "", "", None),
]


@pytest.mark.parametrize(
    ("name", "family", "cameo", "plover", "acled", "gtd"), TYPES, ids=[row[0] for row in TYPES]
)
def test_type_in_the_words_of_other_ontologies(
    codes: Codes, name: str, family: str, cameo: str | None, plover: str, acled: str, gtd: int | None
) -> None:
    kind = codes.type(name)
    assert (kind.family, kind.cameo, kind.gtd) == (family, cameo, gtd)
    assert " ".join(part for part in codes.plover(name) if part) == plover
    assert ": ".join(part for part in codes.acled(name) if part) == acled


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("01", "statement"),
        ("018", "statement"),
        ("015", "claim_responsibility"),
        ("0256", "appeal"),
        ("0332", "promise"),
        ("0356", "halt_commitment"),
        ("043", "visit"),
        ("044", "meeting"),
        ("0813", "concession"),
        ("0842", "release"),
        ("0862", "international_access"),
        ("0863", "humanitarian_access"),
        ("0872", "blockade_lifted"),
        ("094", "investigation"),
        ("1056", "demand"),
        ("1123", "accusation"),
        ("114", "criticism"),
        ("1246", "refusal"),
        ("129", "rejection"),
        ("1384", "threat"),
        ("1412", "protest"),
        ("1451", "riot"),
        ("155", "mobilisation"),
        ("160", "diplomatic_break"),
        ("1623", "aid_cut"),
        ("1662", "mission_expelled"),
        ("172", "coercion"),
        ("1834", "bombing"),
        ("180", "attack"),
        ("190", "attack"),
        ("1951", "air_strike"),
        ("1952", "drone_attack"),
        ("200", "mass_killing"),
        ("2042", "mass_destruction_attack"),
    ],
)
def test_a_bare_code_means_one_type(codes: Codes, code: str, name: str) -> None:
    assert codes.type_of(code).name == name


def test_a_bare_code_keeps_its_quad_class(codes: Codes) -> None:
    assert all(codes.type_of(code).quad == codes.quad(code) for code in codes.codes)


def test_default_code_belongs_to_the_type_or_to_a_relative(codes: Codes) -> None:
    """A type whose code alone means another type must share the other's quad class."""
    for kind in codes.types.values():
        if kind.cameo:
            assert kind.quad == codes.quad(kind.cameo) == codes.type_of(kind.cameo).quad


@pytest.mark.parametrize(
    ("name", "code", "case", "expected"),
    [
        ("demand", "1056", None, ("REQUEST", "yield")),
        ("demand", "1033", None, ("REQUEST", "assist")),
        ("appeal", "0244", None, ("REQUEST", "change")),
        ("appeal", "027", None, ("REQUEST", "meet")),
        ("rejection", "125", None, ("REJECT", "meet")),
        ("threat", "130", None, ("THREATEN", None)),
        ("threat", "1312", None, ("THREATEN", "restrict")),
        ("threat", "1313", None, ("THREATEN", "relations")),
        ("threat", "1382", None, ("THREATEN", "territory")),
        ("alert", "151", None, ("MOBILIZE", "police")),
        ("mobilisation", "153", None, ("MOBILIZE", "police")),
        ("ceasefire", None, "declared", ("CONCEDE", None)),
        ("agreement", None, "promised", ("AGREE", None)),
        ("military_exercise", None, "joint", ("COOPERATE", None)),
        ("meeting", None, "multilateral", ("CONSULT", "multilateral")),
        ("drone_attack", None, "declared", ("ASSAULT", "drone")),
    ],
)
def test_plover_depends_on_code_and_case(
    codes: Codes, name: str, code: str | None, case: str | None, expected: tuple[str, str | None]
) -> None:
    assert codes.plover(name, code, case=case) == expected


@pytest.mark.parametrize(
    ("name", "roles", "expected"),
    [
        ("attack", {"target_armed": True}, CLASH),
        ("attack", {"target_armed": False}, ATTACK),
        ("ground_attack", {"target_armed": False}, ATTACK),
        ("shooting", {"target_armed": True}, CLASH),
        ("shelling", {"target_armed": False}, SHELLS),
        ("territory_captured", {"source_state": True}, f"{B}: Government regains territory"),
        ("territory_captured", {"source_state": False}, f"{B}: Non-state actor overtakes territory"),
        (
            "territory_captured",
            {"source_state": True, "case": "unopposed"},
            f"{S}: Non-violent transfer of territory",
        ),
        ("repression", {"case": "lethal"}, f"{P}: Excessive force against protesters"),
        ("negotiation", {"case": "peace_talks"}, AGREED),
    ],
)
def test_acled_depends_on_roles_and_case(
    codes: Codes, name: str, roles: dict[str, object], expected: str
) -> None:
    assert ": ".join(filter(None, codes.acled(name, **roles))) == expected  # type: ignore[arg-type]


def test_only_words_are_left_out_of_the_default_release(codes: Codes) -> None:
    left_out = {k.name for k in codes.types.values() if not k.default_release}
    assert left_out == {k.name for k in codes.types.values() if k.family == "say"}
    assert left_out == {"statement", "claim_responsibility", "denial"}


@pytest.mark.parametrize(
    ("name", "violent"),
    [("drone_attack", True), ("abduction", True), ("riot", True), ("arrest", False), ("threat", False)],
)
def test_violent_means_physical_harm(codes: Codes, name: str, violent: bool) -> None:
    assert codes.type(name).violent is violent


@pytest.mark.parametrize(
    ("code", "older"), [("1952", "195"), ("176", "170"), ("1831", "183"), ("1832", "183"), ("1833", "183")]
)
def test_alternatives_of_a_new_code_hold_the_older_one(codes: Codes, code: str, older: str) -> None:
    assert older in codes.type_of(code).cameo_alt


def test_asking_for_what_does_not_exist_is_an_error(codes: Codes) -> None:
    with pytest.raises(KeyError, match="999"):
        codes.code("999")
    with pytest.raises(KeyError, match='no CAMEO code "1"'):
        codes.type_of("1")
    with pytest.raises(KeyError, match="picnic"):
        codes.type("picnic")


def test_our_files_pass_their_own_lint() -> None:
    assert lint() == []


# --- broken files -------------------------------------------------------------------------------------------

CAMEO = """\
- code: "01"
  name: Speak
  quad: 1
  goldstein: 0.0
  codes:
    - {code: "010", name: Say, goldstein: 0.5}
- code: "19"
  name: Fight
  quad: 4
  goldstein: -10
  codes:
    - {code: "195", name: Bomb, goldstein: -10.0}
    - {code: "1952", name: Drone, goldstein_from: "195", not_in: [icews], nearest: "195"}
"""
TYPES_FILE = """\
families: {say: words, remote: from afar}
plover: {ASSAULT: [drone, aerial]}
acled: {Battles: [Armed clash]}
gtd_attack_types: {"3": bomb}
gtd_weapon_types: {"6": explosives}
types:
  - type: statement
    family: say
    title: Statement
    definition: Somebody says something.
    cameo: "010"
    codes: ["01"]
    quad: 1
    violent: false
  - type: drone_attack
    family: remote
    title: Drone attack
    definition: A drone strikes.
    cameo: "1952"
    cameo_alt: ["195"]
    codes: ["19"]
    quad: 4
    plover_event: ASSAULT
    plover_mode: drone
    acled_event_type: Battles
    acled_sub_event_type: Armed clash
    gtd: 3
    violent: true
"""


def read(folder: Path, cameo: str = CAMEO, types: str = TYPES_FILE) -> Codes:
    (folder / "cameo.yml").write_text(cameo, encoding="utf-8")
    (folder / "event_types.yml").write_text(types, encoding="utf-8")
    return read_codes(folder / "cameo.yml", folder / "event_types.yml")


def test_the_small_example_is_sound(tmp_path: Path) -> None:
    codes = read(tmp_path)
    assert codes.type_of("195").name == "drone_attack"
    assert codes.goldstein("1952") == -10.0
    assert lint(codes) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('{code: "010"', "{code: 010", 6, "codes need quotes"),
        ('- code: "19"', "- code: 19", 7, "codes need quotes"),
        ('{code: "195"', '{code: "01"', 12, 'code "01" twice; the other is in line 1'),
        ('{code: "195"', '{code: "205"', 12, 'does not belong under root "19"'),
        ('{code: "1952"', '{code: "1962"', 13, 'without its parent "196"'),
        ('- code: "19"', '- code: "190"', 7, "a root has two digits"),
        ("goldstein: 0.5", "goldstein: 12", 6, "not within -10 and 10"),
        (", goldstein: 0.5", "", 6, "needs either goldstein or goldstein_from"),
        ('goldstein_from: "195"', 'goldstein_from: "010"', 13, "is not a code above"),
        ("quad: 4", "quad: 5", 9, "is not 1, 2, 3 or 4"),
        ('nearest: "195"', 'nearest: "196"', 13, 'unknown code "196"'),
        (', nearest: "195"', "", 13, "go together"),
        ("[icews]", "[iceland]", 13, 'no code list "iceland"'),
        ("name: Say,", "naem: Say,", 6, 'unknown key "naem"'),
        ("name: Say,", "name: yes,", 6, "need quotes"),
        ("  name: Fight\n", "  name: Fight\n  name: Battle\n", 9, 'the key "name" twice'),
    ],
)
def test_broken_cameo_file_is_told_by_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert CAMEO.count(old) == 1
    with pytest.raises(OntologyError) as caught:
        read(tmp_path, cameo=CAMEO.replace(old, new))
    assert str(caught.value).startswith(f"{tmp_path / 'cameo.yml'}:{line}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('cameo: "010"', "cameo: 010", 11, "codes need quotes"),
        ('cameo: "010"', 'cameo: "999"', 11, 'unknown code "999"'),
        ('codes: ["01"]', 'codes: ["01", "02"]', 12, 'unknown code "02"'),
        ('codes: ["01"]', "codes: [01]", 12, "codes need quotes"),
        ('codes: ["01"]', 'codes: "01"', 12, "must be a list"),
        ('cameo_alt: ["195"]', 'cameo_alt: ["666"]', 20, 'unknown code "666"'),
        ('codes: ["19"]', 'codes: ["01"]', 21, 'code "01" belongs to "statement" already'),
        ("type: drone_attack", "type: statement", 15, 'type "statement" twice'),
        ("type: drone_attack", "type: Drone attack", 15, "is not a type name"),
        ("family: remote", "family: far", 16, 'unknown family "far"'),
        ("quad: 4", "quad: 3", 22, "have 4"),
        ("plover_event: ASSAULT", "plover_event: ASAULT", 23, 'unknown name "ASAULT"'),
        ("plover_mode: drone", "plover_mode: kite", 24, 'ASSAULT has no "kite"'),
        ("    plover_event: ASSAULT\n", "", 23, "plover_mode without plover_event"),
        ("acled_sub_event_type: Armed clash", "acled_sub_event_type: Duel", 26, 'has no "Duel"'),
        ("gtd: 3", "gtd: 4", 27, "GTD has no 4"),
        ("violent: true", 'violent: "true"', 28, "must be true or false"),
        ("violent: true", "violent: true\n    colour: red", 29, 'unknown key "colour"'),
        ("title: Statement", "title: off", 9, "need quotes"),
    ],
)
def test_broken_type_file_is_told_by_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert TYPES_FILE.count(old) == 1
    with pytest.raises(OntologyError) as caught:
        read(tmp_path, types=TYPES_FILE.replace(old, new))
    assert str(caught.value).startswith(f"{tmp_path / 'event_types.yml'}:{line}: ")
    assert message in str(caught.value)


def test_a_code_that_no_type_takes_is_told_where_the_code_stands(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r'cameo\.yml:7: no event type takes code "19"'):
        read(tmp_path, types=TYPES_FILE.replace('codes: ["19"]', 'codes: ["195"]'))


@pytest.mark.parametrize(
    ("cameo", "types", "message"),
    [
        (CAMEO.replace("name: Say,", "name: Fight,"), TYPES_FILE, 'cameo.yml:7: "Fight" is also in line 6'),
        (CAMEO, TYPES_FILE.replace('["19"]', '["19", "1952"]'), '"1952" adds nothing to "195"'),
        (CAMEO, TYPES_FILE.replace('["195"]', "[]"), 'older lists lack "1952"'),
        (CAMEO, TYPES_FILE.replace("A drone strikes.", "A drone"), "the definition is not one sentence"),
        (CAMEO, TYPES_FILE.replace("{say:", "{talk: speech, say:"), 'no type is in the family "talk"'),
    ],
)
def test_lint_tells_what_is_allowed_but_unwise(tmp_path: Path, cameo: str, types: str, message: str) -> None:
    complaints = lint(read(tmp_path, cameo, types))
    assert len(complaints) == 1
    assert message in complaints[0]


@pytest.mark.parametrize("name", ["cameo.yml", "event_types.yml"])
def test_knowledge_files_explain_themselves(name: str) -> None:
    """Every field that a file uses is explained in the field guide at its head."""
    content = (FOLDER / name).read_text(encoding="utf-8")
    guide = content[: content.index("\n\n")]
    data = read_yaml(FOLDER / name)
    nodes = data["types"] if name == "event_types.yml" else [*data, *(c for r in data for c in r["codes"])]
    used = {key for node in nodes for key in node}
    assert {key for key in used if key not in guide} == set()
