"""The word files: agents.csv, families.yml, weapons.yml, context.yml, quantities.yml."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import coder.ontology
from coder.ontology.actor_index import plural
from coder.ontology.codes import load_codes
from coder.ontology.names import fold

FOLDER = Path(coder.ontology.__file__).parent
FILES = ("families", "weapons", "context", "quantities")
COLUMNS = ["agent", "plural", "role", "code", "side", "subset", "kind"]
ROLES = {
    "GOV", "MIL", "PRM", "REB", "UAF", "COP", "JUD", "LEG", "PTY", "OPP", "SPY", "CVL", "JRN", "CRM",
    "NGO", "IGO", "MED", "EDU", "BUS", "LAB", "REF", "ELI", "REL", "AGR", "UNK",
}
CODES = ROLES - {"JRN", "PRM"} | {"INS", "SEP", "RAD", "HLH", "HRI"}
ATTRIBUTION_ROLES = {
    "government", "military", "police", "party_to_conflict", "rebel", "witness", "anonymous", "ngo", "igo",
    "medical", "media", "expert", "court", "company",
}
EFFECTS = ("killed", "wounded", "captured", "arrested", "missing", "displaced", "hostages")


def _yaml(name: str) -> Any:
    # read as any program would, without the project's own loader, so that this says what others get
    return yaml.load((FOLDER / f"{name}.yml").read_bytes(), Loader=yaml.CSafeLoader)


@pytest.fixture(scope="module")
def agents() -> list[dict[str, str]]:
    with (FOLDER / "actors" / "agents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def by_agent(agents: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {row["agent"]: row for row in agents}


@pytest.fixture(scope="module")
def families() -> dict[str, list[Any]]:
    data: dict[str, list[Any]] = _yaml("families")
    return data


@pytest.fixture(scope="module")
def weapons() -> dict[str, Any]:
    data: dict[str, Any] = _yaml("weapons")
    return data


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    data: dict[str, Any] = _yaml("context")
    return data


@pytest.fixture(scope="module")
def quantities() -> dict[str, Any]:
    data: dict[str, Any] = _yaml("quantities")
    return data


def _lists(data: Any, place: str = "") -> Iterator[tuple[str, list[Any]]]:
    """All lists of a document, with where they stand."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _lists(value, f"{place}.{key}")
    elif isinstance(data, list):
        yield place, data
        for item in data:
            yield from _lists(item, place)


def _words(data: Any) -> Iterator[tuple[str, str]]:
    for place, items in _lists(data):
        for item in items:
            if isinstance(item, str):
                yield place, item


def _flat(
    families: dict[str, list[Any]], agents: list[dict[str, str]], name: str, above: tuple[str, ...] = ()
) -> set[str]:
    assert name in families, f"{above} refer to {name}, which is no family"
    assert name not in above, f"{name} holds itself"
    found: set[str] = set()
    for item in families[name]:
        if isinstance(item, dict):
            ((key, wanted),) = item.items()
            assert key == "from_agents"
            assert set(wanted) <= set(COLUMNS)
            hits = {
                a["agent"]
                for a in agents
                if all(a[k] in ([v] if isinstance(v, str) else v) for k, v in wanted.items())
            }
            assert hits, f"{name}: no agent is {wanted}"
            found |= hits
        elif item.startswith("<"):
            found |= _flat(families, agents, item[1:-1], (*above, name))
        else:
            found.add(item)
    return found


# ---- all YAML files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_begins_with_a_field_guide(name: str) -> None:
    assert (FOLDER / f"{name}.yml").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", FILES)
def test_every_word_is_text(name: str) -> None:
    """Bare on, no, null or 12 would be read as a truth value, nothing, or a number."""
    wrong = [(p, i) for p, items in _lists(_yaml(name)) for i in items if not isinstance(i, str | dict)]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_words_are_lower_case_with_single_spaces(name: str) -> None:
    skip = (".if_target_role", ".role", ".boilerplate")
    wrong = [
        (place, word)
        for place, word in _words(_yaml(name))
        if not any(s in place for s in skip) and not word.startswith("<")
        and (word != word.lower() or word != word.strip() or "  " in word or "-" in word or "’" in word)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_no_list_holds_a_word_twice(name: str) -> None:
    wrong = []
    for place, items in _lists(_yaml(name)):
        # folded alike is alike: that is how lists are matched; boilerplate is compared as written
        key = str.lower if "boilerplate" in place else fold
        counted = Counter(key(i) for i in items if isinstance(i, str) and fold(i))
        wrong += [(place, w) for w, n in counted.items() if n > 1]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_no_list_is_empty(name: str) -> None:
    assert [place for place, items in _lists(_yaml(name)) if not items] == []


# ---- agents ------------------------------------------------------------------------------------------------------


def test_agents_are_many_sorted_and_unique(agents: list[dict[str, str]]) -> None:
    names = [row["agent"] for row in agents]
    assert len(names) >= 650
    assert list(agents[0]) == COLUMNS
    assert names == sorted(names)
    assert [n for n, times in Counter(fold(n) for n in names).items() if times > 1] == []


def test_agents_use_the_fixed_vocabularies(agents: list[dict[str, str]]) -> None:
    assert {row["role"] for row in agents} <= ROLES
    assert {row["code"][i : i + 3] for row in agents for i in range(0, len(row["code"]), 3)} <= CODES
    assert all(len(row["code"]) in (3, 6) for row in agents)
    assert {row["side"] for row in agents} == {"civilian", "military", "armed", "police", "attacker", "none"}
    assert {row["subset"] for row in agents} == {"", "children", "women"}
    assert {row["kind"] for row in agents} == {"person", "body", "force", "office", "equipment"}


def test_agent_words_are_plain(agents: list[dict[str, str]]) -> None:
    wrong = [
        r["agent"]
        for r in agents
        for w in (r["agent"], r["plural"])
        if w and not re.fullmatch(r"[a-z']+( [a-z']+)*", w)
    ]
    assert wrong == []


def test_a_plural_is_given_only_where_it_is_irregular(agents: list[dict[str, str]]) -> None:
    """`plural` of the index also knows -man; other givens must say something new."""
    regular = [r["agent"] for r in agents if r["plural"] and r["plural"] == plural(r["agent"])]
    assert [a for a in regular if not a.endswith("man")] == []


def test_no_plural_form_means_two_things(agents: list[dict[str, str]]) -> None:
    forms: dict[str, set[str]] = {}
    for row in agents:
        for form in {row["agent"], row["plural"] or plural(row["agent"])}:
            forms.setdefault(fold(form), set()).add(row["agent"])
    assert {form: names for form, names in forms.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("agent", "role", "side", "kind"),
    [
        pytest.param("soldier", "MIL", "military", "person", id="a soldier is a military victim"),
        pytest.param("troops", "MIL", "military", "force", id="only plural"),
        pytest.param("warplane", "MIL", "military", "equipment", id="equipment stands for its owner"),
        pytest.param("policeman", "COP", "police", "person", id="police are neither civilians nor soldiers"),
        pytest.param("gunman", "UAF", "attacker", "person", id="unknown armed men are attackers"),
        pytest.param(
            "suicide bomber", "UAF", "attacker", "person", id="the bomber's own death is the attacker's"
        ),
        pytest.param("rebel", "REB", "armed", "person", id="rebels"),
        pytest.param("militant", "REB", "armed", "person", id="militants count with rebels"),
        pytest.param("militia", "PRM", "armed", "force", id="militias are apart from rebels"),
        pytest.param("prime minister", "GOV", "civilian", "office", id="an office"),
        pytest.param("foreign ministry", "GOV", "none", "body", id="a body has no casualties"),
        pytest.param("aid worker", "NGO", "civilian", "person", id="aid workers"),
        pytest.param("journalist", "JRN", "civilian", "person", id="journalists"),
        pytest.param("doctor", "MED", "civilian", "person", id="medics"),
        pytest.param("opposition leader", "OPP", "civilian", "person", id="opposition"),
        pytest.param("villager", "CVL", "civilian", "person", id="civilians"),
        pytest.param("defence minister", "GOV", "civilian", "office", id="British spelling"),
        pytest.param("defense minister", "GOV", "civilian", "office", id="American spelling"),
        pytest.param("former president", "ELI", "civilian", "person", id="out of office is elite (R55)"),
        pytest.param("drug cartel", "CRM", "armed", "force", id="crime"),
    ],
)
def test_agents_known(
    by_agent: dict[str, dict[str, str]], agent: str, role: str, side: str, kind: str
) -> None:
    row = by_agent[agent]
    assert (row["role"], row["side"], row["kind"]) == (role, side, kind)


@pytest.mark.parametrize(
    ("agent", "code"),
    [("journalist", "MED"), ("doctor", "HLH"), ("insurgent", "INS"), ("separatist", "SEP"), ("defence minister", "GOVMIL"),
     ("militia", "UAF"), ("human rights group", "HRI"), ("soldier", "MIL")],
)
def test_cameo_codes_differ_from_plover_roles_where_cameo_does(
    by_agent: dict[str, dict[str, str]], agent: str, code: str
) -> None:
    assert by_agent[agent]["code"] == code


def test_children_and_women_are_civilians(agents: list[dict[str, str]]) -> None:
    assert {r["side"] for r in agents if r["subset"]} == {"civilian"}
    assert {"child", "girl", "infant"} <= {r["agent"] for r in agents if r["subset"] == "children"}
    assert {"woman", "mother"} <= {r["agent"] for r in agents if r["subset"] == "women"}


# ---- families ----------------------------------------------------------------------------------------------------


def test_families_are_named_lists(families: dict[str, list[Any]]) -> None:
    assert len(families) >= 60
    assert [
        n
        for n, items in families.items()
        if not re.fullmatch(r"[a-z]+(_[a-z]+)*", n) or not isinstance(items, list)
    ] == []


def test_families_refer_to_families_that_exist_and_never_to_themselves(
    families: dict[str, list[Any]], agents: list[dict[str, str]]
) -> None:
    assert all(len(_flat(families, agents, name)) >= 2 for name in families)


@pytest.mark.parametrize(
    ("family", "inside", "outside"),
    [
        ("weapons", {"rifle", "missile", "drone", "mortar"}, {"soldier", "criticism"}),
        ("attacks", {"airstrike", "raid", "military operation", "hostilities"}, {"talks", "ceasefire"}),
        ("talks", {"negotiations", "summit", "dialogue", "peace talks"}, {"attack"}),
        ("agreements", {"accord", "pact", "treaty", "memorandum of understanding"}, {"truce"}),
        ("ceasefires", {"truce", "armistice", "cessation of hostilities"}, {"treaty"}),
        ("civilians", {"villager", "journalist", "child"}, {"soldier", "president", "rebel", "policeman"}),
        ("armed_actors", {"army", "rebel", "gunman", "militia"}, {"villager", "president"}),
        ("aircraft", {"helicopter", "warplane"}, {"drone"}),
        ("interceptable", {"drone", "missile", "bomb plot"}, {"helicopter"}),
        ("measures", {"curfew", "martial law", "state of emergency"}, {"sanction"}),
        ("munitions", {"shell", "rocket", "missile"}, {"bullet"}),
        ("bullets", {"bullet", "live round"}, {"missile"}),
        (
            "abstract_targets",
            {"plan", "bill", "critic", "policy"},
            {"base", "village", "programme", "opposition"},
        ),
        ("market_things", {"price", "currency"}, {"market", "rally"}),
    ],
)
def test_families_hold_what_their_name_says(
    families: dict[str, list[Any]],
    agents: list[dict[str, str]],
    family: str,
    inside: set[str],
    outside: set[str],
) -> None:
    words = _flat(families, agents, family)
    assert inside <= words
    assert not outside & words


# ---- weapons -----------------------------------------------------------------------------------------------------


def _weapon(weapons: dict[str, Any], word: str) -> dict[str, Any]:
    (entry,) = [e for e in weapons["weapons"] if word in e["words"]]
    found: dict[str, Any] = entry
    return found


def test_weapon_entries_have_the_fixed_shape(weapons: dict[str, Any]) -> None:
    assert set(weapons) == {"weapons", "aircraft"}
    for entry in weapons["weapons"]:
        assert {"words", "weapon", "event_type", "cameo", "rank"} <= set(entry)
        assert set(entry) <= {"words", "weapon", "event_type", "cameo", "rank", "weak", "from_aircraft"}
        assert isinstance(entry["cameo"], str)
        assert isinstance(entry["rank"], int)
        assert entry.get("weak", True) is True


def test_weapon_types_and_codes_exist(weapons: dict[str, Any]) -> None:
    codes = load_codes()
    for entry in weapons["weapons"]:
        for node in (entry, entry.get("from_aircraft", entry)):
            assert codes.type(node["event_type"]) is not None, entry["weapon"]
            assert codes.code(node["cameo"]) is not None, entry["weapon"]


def test_a_word_is_one_weapon(weapons: dict[str, Any]) -> None:
    counted = Counter(fold(w) for e in weapons["weapons"] for w in e["words"])
    assert [w for w, n in counted.items() if n > 1] == []


@pytest.mark.parametrize(
    ("word", "event_type", "cameo"),
    [
        ("shahed", "drone_attack", "1952"), ("unmanned aerial vehicle", "drone_attack", "1952"),
        ("kalibr", "missile_attack", "194"), ("grad rocket", "rocket_attack", "194"), ("katyusha", "rocket_attack", "194"),
        ("qassam", "rocket_attack", "194"), ("howitzer", "shelling", "194"), ("mortar", "shelling", "194"),
        ("airstrike", "air_strike", "195"), ("barrel bomb", "air_strike", "195"), ("suicide vest", "suicide_bombing", "1831"),
        ("car bomb", "car_bombing", "1832"), ("truck bomb", "car_bombing", "1832"), ("roadside bomb", "ied_attack", "1833"),
        ("ied", "ied_attack", "1833"), ("landmine", "ied_attack", "1833"), ("dynamite", "bombing", "183"),
        ("grenade", "grenade_attack", "193"), ("rpg", "grenade_attack", "193"), ("machine gun", "shooting", "193"),
        ("kalashnikov", "shooting", "193"), ("knife", "stabbing", "180"), ("machete", "stabbing", "180"),
        ("sarin", "chemical_attack", "2041"), ("chlorine", "chemical_attack", "2041"),
        ("petrol bomb", "property_destruction", "1712"), ("molotov cocktail", "property_destruction", "1712"),
    ],
)
def test_weapon_decides_the_leaf(weapons: dict[str, Any], word: str, event_type: str, cameo: str) -> None:
    entry = _weapon(weapons, word)
    assert (entry["event_type"], entry["cameo"]) == (event_type, cameo)


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        pytest.param("suicide car bomber", "car bomb", id="suicide over car bomb"),
        pytest.param("suicide vest", "drone", id="suicide over drone"),
        pytest.param("drone", "missile", id="drone over missile"),
        pytest.param("drone", "warplane", id="drone over air"),
        pytest.param("car bomb", "bomb", id="the named bomb over the bomb"),
        pytest.param("mortar", "machine gun", id="heavy over light"),
        pytest.param("machine gun", "gun", id="the named gun over the gun"),
        pytest.param("sarin", "rocket", id="what a rocket carries over the rocket"),
    ],
)
def test_rank_follows_rule_r12(weapons: dict[str, Any], stronger: str, weaker: str) -> None:
    assert _weapon(weapons, stronger)["rank"] > _weapon(weapons, weaker)["rank"]


def test_missiles_and_rockets_from_aircraft_are_air_strikes(weapons: dict[str, Any]) -> None:
    for word in ("missile", "rocket"):
        assert _weapon(weapons, word)["from_aircraft"] == {"event_type": "air_strike", "cameo": "195"}
    assert {"warplane", "helicopter", "jet"} <= set(weapons["aircraft"])
    assert "drone" not in weapons["aircraft"]


@pytest.mark.parametrize("word", ["car", "stone", "mine", "stick", "plane", "tank"])
def test_everyday_words_are_weak_weapons(weapons: dict[str, Any], word: str) -> None:
    assert _weapon(weapons, word)["weak"] is True


@pytest.mark.parametrize("word", ["shelling", "bombing", "bombardment", "attack", "blast"])
def test_event_nouns_are_no_weapons(weapons: dict[str, Any], word: str) -> None:
    assert [e["weapon"] for e in weapons["weapons"] if word in e["words"]] == []


# ---- context -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("negation.words", {"not", "never", "n't"}), ("negation.determiners", {"no", "none", "nobody"}),
        ("negation.verbs", {"fail", "refrain"}), ("negation.not_negation", {"not only", "no doubt"}),
        ("conditional", {"if", "unless", "as long as", "in case"}), ("hypothetical.modals", {"could", "might", "may", "would"}),
        ("hypothetical.phrases", {"risk of", "fears of"}), ("future.auxiliaries", {"will", "shall"}),
        ("future.verbs", {"plan", "intend", "prepare"}), ("attempt.verbs", {"try", "attempt"}),
        ("hedges.adverbs", {"reportedly", "allegedly"}), ("hedges.adjectives", {"unconfirmed", "leaked"}),
        ("speech.neutral", {"say", "tell", "report", "announce"}), ("speech.claim", {"claim", "allege", "insist"}),
        ("speech.deny", {"deny"}), ("speech.warn", {"warn"}), ("speech.confirm", {"confirm"}),
        ("attribution.before", {"according to", "citing"}), ("attribution.after", {"was quoted as saying"}),
        ("source_nouns.witness", {"witness", "resident", "eyewitness"}), ("source_nouns.anonymous", {"source", "sources"}),
        ("source_nouns.media", {"newspaper", "daily", "news agency", "state television", "radio"}),
        ("habitual.adverbs", {"typically", "usually", "often", "routinely"}), ("habitual.phrases", {"is known to"}),
        ("aggregate.adverbs", {"repeatedly", "almost daily"}), ("aggregate.determiners", {"a series of", "dozens of", "multiple"}),
        ("aggregate.phrases", {"over the past year", "for months"}), ("aggregate.not_aggregate", {"the latest in a series of"}),
        ("background.nouns", {"anniversary"}), ("purpose.phrases", {"in order to", "designed to"}),
        ("boilerplate.starts", {"read more", "follow us on"}), ("boilerplate.contains", {"all rights reserved"}),
        ("boilerplate.whole", {"more news", "advertisement"}),
        ("figurative.phrases", {"war of words", "price war", "heart attack", "battle with cancer", "strike a chord",
                                "struck a deal", "shot at goal", "under fire for", "war on drugs", "bombshell"}),
    ],
)
def test_context_words(context: dict[str, Any], path: str, words: set[str]) -> None:
    node: Any = context
    for key in path.split("."):
        node = node[key]
    assert words <= set(node)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        pytest.param("aggregate.adverbs", "daily", id="a daily is a newspaper"),
        pytest.param("hedges.adjectives", "claimed", id="claimed five lives"),
        pytest.param("habitual.phrases", "made up of", id="the group, made up of veterans, fired rockets"),
        pytest.param("habitual.phrases", "used to", id="the weapon used to kill him"),
        pytest.param("hypothetical.phrases", "close to", id="clashes close to the border"),
        pytest.param("conditional", "providing", id="providing weapons"),
        pytest.param("conditional", "were the", id="so were the guards"),
        pytest.param("future.auxiliaries", "to be", id="the third to be killed"),
        pytest.param("future.verbs", "commit", id="committed a massacre"),
        pytest.param("negation.prepositions", "far from", id="not far from the border"),
        pytest.param("negation.verbs", "resist", id="resisted an attack"),
        pytest.param("background.phrases", "the deadliest since", id="the deadliest attack since 2010"),
    ],
)
def test_words_that_would_silence_real_events_are_left_out(
    context: dict[str, Any], path: str, word: str
) -> None:
    group = context
    for key in path.split("."):
        group = group[key]
    assert word not in group


def test_each_speech_verb_and_each_source_noun_has_one_class(context: dict[str, Any]) -> None:
    for group in ("speech", "speech_nouns", "source_nouns"):
        counted = Counter(w for ws in context[group].values() for w in ws)
        assert [w for w, n in counted.items() if n > 1] == [], group
    assert set(context["source_nouns"]) == ATTRIBUTION_ROLES
    assert set(context["speech_nouns"]) == set(context["speech"])


def test_figurative_families_exist(context: dict[str, Any], families: dict[str, list[Any]]) -> None:
    named = [w[1:-1] for _, w in _words(context["figurative"]) if w.startswith("<")]
    assert named
    assert set(named) <= set(families)


@pytest.mark.parametrize("where", ["objects", "direct_objects", "subjects", "modifiers"])
def test_figurative_entries_have_triggers_and_companions(context: dict[str, Any], where: str) -> None:
    assert all(set(entry) == {"triggers", where} for entry in context["figurative"][where])


def _companions(
    context: dict[str, Any],
    families: dict[str, list[Any]],
    agents: list[dict[str, str]],
    where: str,
    trigger: str,
) -> set[str]:
    found: set[str] = set()
    for entry in context["figurative"][where]:
        if trigger in entry["triggers"]:
            for word in entry[where]:
                found |= _flat(families, agents, word[1:-1]) if word.startswith("<") else {word}
    return found


@pytest.mark.parametrize(
    ("where", "trigger", "word"),
    [
        ("objects", "attack", "plan"), ("objects", "attack", "policy"), ("objects", "strike", "deal"), ("objects", "fight", "poverty"),
        ("direct_objects", "fire", "coach"), ("direct_objects", "shoot", "film"), ("subjects", "kill", "earthquake"),
        ("subjects", "rally", "price"), ("modifiers", "attack", "heart"), ("modifiers", "war", "trade"), ("modifiers", "battle", "legal"),
    ],
)
def test_figures_of_speech(
    context: dict[str, Any],
    families: dict[str, list[Any]],
    agents: list[dict[str, str]],
    where: str,
    trigger: str,
    word: str,
) -> None:
    assert word in _companions(context, families, agents, where, trigger)


@pytest.mark.parametrize(
    ("where", "trigger", "word"),
    [
        pytest.param("objects", "hit", "market", id="shells hit a market"),
        pytest.param("objects", "hit", "street", id="shells hit a street"),
        pytest.param("objects", "storm", "post", id="rebels stormed a post"),
        pytest.param("objects", "attack", "reporter", id="reporters are attacked"),
        pytest.param("objects", "launch", "investigation", id="an investigation is an event of its own"),
        pytest.param("objects", "destroy", "stock", id="stocks of weapons are destroyed"),
        pytest.param("direct_objects", "fire", "series", id="fired a series of rockets"),
        pytest.param("subjects", "attack", "band", id="an armed band attacked"),
        pytest.param("objects", "bomb", "rally", id="a rally was bombed"),
        pytest.param("objects", "hit", "target", id="the missile hit its target"),
        pytest.param("objects", "attack", "opposition", id="attacks on the opposition are real"),
        pytest.param("objects", "attack", "system", id="an air defence system can be attacked"),
        pytest.param("objects", "fire", "general", id="fired at a general"),
        pytest.param("objects", "strike", "heart", id="a missile struck the heart of the city"),
        pytest.param("subjects", "hit", "strike", id="an air strike hit the town"),
        pytest.param("subjects", "kill", "fire", id="mortar fire killed two"),
        pytest.param("subjects", "hit", "series", id="a series of blasts hit the capital"),
        pytest.param("modifiers", "strike", "long range", id="long-range strikes are real"),
        pytest.param("modifiers", "bomb", "time", id="time bombs are bombs"),
        pytest.param("modifiers", "massacre", "festival", id="a massacre at a festival is real"),
        pytest.param("modifiers", "attack", "media", id="attacks on media are real"),
        pytest.param("modifiers", "hit", "base", id="a hit on a base is real"),
    ],
)
def test_real_violence_is_no_figure_of_speech(
    context: dict[str, Any],
    families: dict[str, list[Any]],
    agents: list[dict[str, str]],
    where: str,
    trigger: str,
    word: str,
) -> None:
    assert word not in _companions(context, families, agents, where, trigger)


def test_fixed_phrases_leave_real_events_alone(context: dict[str, Any]) -> None:
    assert len(context["figurative"]["phrases"]) >= 150
    events = {
        "hunger strike",
        "general strike",
        "hit with sanctions",
        "shot in the arm",
        "stabbed in the back",
        "missed the target",
    }
    assert not events & set(context["figurative"]["phrases"])


def test_topics_are_rich_and_strong_cues_are_not_weak(context: dict[str, Any]) -> None:
    topics = context["topics"]
    assert {"sport", "entertainment", "business", "accident", "weather", "health", "history"} <= set(
        topics
    )
    for name, cues in topics.items():
        assert set(cues) == {"strong", "weak"}
        assert len(cues["strong"]) + len(cues["weak"]) >= 40, name
        assert not set(cues["strong"]) & set(cues["weak"]), name


@pytest.mark.parametrize(
    "sentence",
    [
        "the shell hit a hospital killing two doctors and several patients",
        "a bomb exploded on a bus killing the driver and five passengers police said",
        "the court sentenced the rebel leader to life in prison for murder",
        "prosecutors said the suspect was arrested and charged with the assassination",
        "rescue workers pulled survivors from the rubble after the air strike",
        "north korea launched a rocket carrying a satellite into space officials said",
        "the united states imposed sanctions on oil exports and bank accounts worth millions",
        "the team captain of the guards was shot in the attack on the stadium",
        "gunmen attacked polio workers giving vaccines in the district",
        "an outbreak of fighting left soldiers dead on the battlefield",
        "demonstrators marched against the king on independence day",
    ],
)
def test_conflict_news_is_no_other_topic(context: dict[str, Any], sentence: str) -> None:
    padded = f" {sentence} "
    for name, cues in context["topics"].items():
        assert not [w for w in cues["strong"] if f" {w} " in padded], name
        assert len([w for w in cues["weak"] if f" {w} " in padded]) < 3, name


@pytest.mark.parametrize(
    "line",
    ["sources said rebels had taken the town.", "related violence killed five people.", "video of the attack showed soldiers firing.",
     "photos showed burned vehicles.", "watchdog says army shelled village", "updated figures put the toll at 12.",
     "opinion was divided after the raid.", "the editor of the newspaper was shot dead."],
)
def test_ordinary_lines_are_no_boilerplate(context: dict[str, Any], line: str) -> None:
    lists = context["boilerplate"]
    assert [s for s in lists["starts"] if line.startswith(s)] == []
    assert [s for s in lists["contains"] if s in line] == []
    assert line.strip(" .") not in lists["whole"]


# ---- quantities --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "value"), [("one", 1), ("seven", 7), ("twelve", 12), ("ninety", 90)])
def test_number_words(quantities: dict[str, Any], word: str, value: int) -> None:
    assert quantities["numbers"][word] == value


@pytest.mark.parametrize(
    ("word", "low", "best"),
    [("couple", 2, 2), ("few", 3, None), ("several", 3, None), ("handful", 3, None), ("dozen", 12, 12), ("dozens", 12, None),
     ("scores", 20, None), ("hundreds", 100, None), ("thousands", 1000, None), ("tens of thousands", 10000, None)],
)
def test_vague_numbers_keep_the_bounds_of_rule_r61(
    quantities: dict[str, Any], word: str, low: int, best: int | None
) -> None:
    entry = quantities["vague"][word]
    assert (entry["low"], entry["best"]) == (low, best)


def test_vague_bounds_are_in_order(quantities: dict[str, Any]) -> None:
    for word, entry in quantities["vague"].items():
        assert set(entry) == {"low", "best", "high"}, word
        known = [v for v in (entry["low"], entry["best"], entry["high"]) if v is not None]
        assert known == sorted(known), word


@pytest.mark.parametrize(
    ("bound", "words"),
    [("at_least", {"at least", "no fewer than"}), ("more_than", {"more than", "over"}), ("about", {"about", "nearly", "almost", "some"}),
     ("up_to", {"up to", "as many as"}), ("less_than", {"fewer than"}), ("between", {"between"}), ("range", {"to", "and"})],
)
def test_modifiers(quantities: dict[str, Any], bound: str, words: set[str]) -> None:
    assert words <= set(quantities["modifiers"][bound])


def test_a_modifier_sets_one_bound(quantities: dict[str, Any]) -> None:
    counted = Counter(w for ws in quantities["modifiers"].values() for w in ws)
    assert [w for w, n in counted.items() if n > 1] == []


@pytest.mark.parametrize("effect", EFFECTS)
def test_effects_have_the_same_keys(quantities: dict[str, Any], effect: str) -> None:
    keys = set(quantities[effect])
    assert keys - {"attackers"} == {"verbs", "victim_verbs", "nouns", "adjectives", "phrases"}
    assert ("attackers" in keys) is (effect == "killed")


def test_killing_and_wounding_share_no_verb(quantities: dict[str, Any]) -> None:
    assert not set(quantities["killed"]["verbs"]) & set(quantities["wounded"]["verbs"])
    assert {"kill", "execute", "massacre"} <= set(quantities["killed"]["verbs"])
    assert {"die", "perish"} <= set(quantities["killed"]["victim_verbs"])
    assert {"wound", "injure"} <= set(quantities["wounded"]["verbs"])


def test_casualties_are_neither_killed_nor_wounded(quantities: dict[str, Any]) -> None:
    assert "casualty" in quantities["casualties"]["nouns"]
    assert "casualty" not in quantities["killed"]["nouns"] + quantities["wounded"]["nouns"]


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        pytest.param("no casualties", "any", id="nobody at all"),
        pytest.param("no one was hurt", "any", id="nobody at all, said plainly"),
        pytest.param("no deaths", "killed", id="no deaths says nothing of wounded"),
        pytest.param("no injuries", "wounded", id="no injuries says nothing of deaths"),
        pytest.param("no immediate reports of casualties", "unknown", id="not known yet is not nought"),
        pytest.param("escaped unhurt", "spared", id="one person unhurt says nothing of others"),
        pytest.param("no civilian casualties", "civilians", id="only civilians"),
    ],
)
def test_no_casualties(quantities: dict[str, Any], phrase: str, key: str) -> None:
    assert [k for k, ws in quantities["none"].items() if phrase in ws] == [key]


@pytest.mark.parametrize(
    "word", ["year", "km", "mm", "percent", "dollar", "hour", "o'clock", "calibre", "caliber"]
)
def test_units_are_no_victims(quantities: dict[str, Any], word: str) -> None:
    assert word in quantities["units"]


def test_people_can_be_victims(quantities: dict[str, Any], by_agent: dict[str, dict[str, str]]) -> None:
    stopped = set(quantities["units"]) | set(quantities["not_victims"])
    people = {a for a, row in by_agent.items() if row["kind"] == "person"}
    assert people & stopped == set()


def test_one_event_and_cumulative_tolls_are_told_apart(quantities: dict[str, Any]) -> None:
    toll = quantities["toll"]
    assert "bringing the toll to" in toll["event"]
    assert "since the start of" in toll["cumulative"]
    assert not set(toll["event"]) & set(toll["cumulative"])
    assert "last year" not in toll["cumulative"]  # dates an attack, does not add up tolls


# ---- crime -------------------------------------------------------------------------------------------------------


def test_words_of_crime_and_of_public_matters_are_told_apart() -> None:
    crime = _yaml("crime")
    sides = {m: [w for strength in crime[m].values() for group in strength for w in group] for m in ("crime", "public")}
    for words in sides.values():
        assert [w for w, n in Counter(words).items() if n > 1] == []
        assert [w for w in words if w != w.lower() or "-" in w or w != " ".join(w.split())] == []
    assert not set(sides["crime"]) & set(sides["public"])


def test_crime_speaks_of_types_and_roles_that_exist() -> None:
    crime, types = _yaml("crime"), load_codes().types
    assert [t for t in crime["judged"] if t not in types] == []
    assert set(crime["by_law"]) <= set(crime["judged"])
    assert {role for roles in crime["roles"].values() for role in roles} <= ROLES | {"MNC"}
