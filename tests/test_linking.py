"""Which mentions tell of one event: evidence, contradictions, and what the merged event says."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from dataset_samples import base, dataset

from coder import schema
from coder.linking import compare, event_id, kilometres, link, merge, summary
from coder.ontology.codes import load_codes
from coder.records import Actor, Article, Event, Mention, Place, Toll, Victim, When, to_json

FIRST = dataset(base()).mentions[0]
CODES = {"shelling": "194", "attack": "190", "drone_attack": "1952", "meeting": "040", "agreement": "057", "halt_commitment": "0356",
         "arrest": "173", "shooting": "193", "threat": "138"}


def day(start: str | None, end: str | None = None, precision: str = "day") -> When:
    return When(None, start, end or start, precision, "explicit" if precision != "reported" else "publication_default")


def actor(code: str | None, actor_id: str | None = None, group: str | None = None) -> Actor:
    country, role = ((code or "")[:3], (code or "")[3:] or None) if code and len(code) != 3 else (code, None)
    if code in ("REB", "MIL", "CVL", "UAF"):
        country, role = None, code
    return Actor(code, None, None, actor_id, actor_id or code, country or None, code, role, group, "explicit")


def place(name: str, country: str, *, lat: float | None = None, lon: float | None = None, precision: str = "exact",
          basis: str = "stated", admin1: str | None = None) -> Place:
    return Place(name, None, None, name, lat, lon, None, None, admin1, None, country, precision, basis)


GOMA = place("Goma", "COD", lat=-1.68, lon=29.22, admin1="North Kivu")
BUNIA = place("Bunia", "COD", lat=1.56, lon=30.25, admin1="Ituri")


def told(mention_id: str, kind: str = "attack", **changes: Any) -> Mention:
    """A released mention of an attack by REB on CODMIL in Goma on 3 May 2024; *changes* are fields."""
    codes = load_codes()
    plain: dict[str, Any] = {
        "mention_id": mention_id, "article_id": mention_id.split(":")[0], "event_id": None, "event_type": kind,
        "event_family": codes.type(kind).family, "cameo_code": CODES[kind], "cameo_root": CODES[kind][:2], "zone": "body",
        "source": (actor("REB"),), "target": (actor("CODMIL"),), "reciprocal": False, "date": day("2024-05-03"), "place": GOMA,
        "killed": Toll(), "wounded": Toll(), "victims": (), "weapon": None, "certainty": "asserted", "attribution": None,
        "attribution_role": None, "relayed_by": None, "confidence": 0.9, "in_release": True, "planned_for": None,
    }
    return replace(FIRST, **{**plain, **changes})


def news(article_id: str, published: str = "2024-05-04", outlet: str | None = None) -> Article:
    return Article(article_id, "", published=published, outlet=outlet)


def toll(n: int) -> Toll:
    return Toll(n, n, n)


# --- pairs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "veto"),
    [
        # other kinds of event
        ({"kind": "meeting"}, "other kind of event"),
        ({"kind": "arrest"}, "other kind of event"),
        # two kinds of violence that tell their means; a general word fits any means
        ({"kind": "drone_attack"}, None),
        # another day
        ({"date": day("2024-05-09")}, "other time"),
        # other sides
        ({"source": (actor("UGAMIL"),)}, "other source"),
        ({"target": (actor("UGAMIL"),)}, "other target"),
        # one side not told
        ({"source": ()}, None),
        # two towns far apart; another country
        ({"place": BUNIA}, "other place"),
        ({"place": place("Kigali", "RWA", lat=-1.95, lon=30.06)}, "other place"),
        # place not told, or the country alone
        ({"place": None}, None),
        ({"place": place("Congo", "COD", precision="country", basis="target_country")}, None),
        # other tolls within one article
        ({"killed": toll(9)}, "other number of killed"),
        ({"killed": toll(2)}, None),
    ],
)
def test_what_contradicts(change: dict[str, Any], veto: str | None) -> None:
    a = told("a1:0:1", killed=toll(2))
    b = told("a1:1:1", **change)
    assert compare(a, b).veto == veto
    assert compare(b, a).veto == veto


def test_two_kinds_of_violence_with_their_means_are_two_events() -> None:
    assert compare(told("a1:0:1", "shelling"), told("a1:1:1", "drone_attack")).veto == "other kind of event"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"source": (actor("CODREB", "m23"),), "target": ()}, "same source"),
        ({"date": day("2024-05-03")}, "same day"),
        ({"place": GOMA}, "same place"),
        ({"killed": toll(7)}, "same number of killed"),
        ({"victims": (Victim("Ann Moss"),)}, "same victim"),
        ({"weapon": "drone"}, "same weapon"),
    ],
)
def test_reasons_are_kept_and_raise_the_score(change: dict[str, Any], reason: str) -> None:
    bare: dict[str, Any] = {"source": (), "target": (), "date": day("2024-05-01", "2024-05-31", "month"), "place": None}
    a, b = told("a1:0:1", **{**bare, **change}), told("a2:0:1", **{**bare, **change})
    found = compare(a, b)
    assert found.reasons == (reason,)
    assert found.score > compare(told("a1:0:1", **bare), told("a2:0:1", **bare)).score


def test_sides_of_a_mutual_event_may_be_told_either_way_round() -> None:
    a = told("a1:0:1", "meeting", source=(actor("EGY", "egy"),), target=(actor("JOR", "jor"),), reciprocal=True)
    b = told("a2:0:1", "meeting", source=(actor("JOR", "jor"),), target=(actor("EGY", "egy"),), reciprocal=True)
    assert compare(a, b).veto is None
    assert {"same source", "same target"} <= set(compare(a, b).reasons)
    one_way = compare(replace(a, reciprocal=False), replace(b, reciprocal=False))
    assert one_way.veto == "other source"


def test_a_group_fits_its_umbrella() -> None:
    a = told("a1:0:1", source=(actor("IRQUAF", "al-nujaba", group="islamic-resistance-iraq"),))
    b = told("a2:0:1", source=(actor("IRQUAF", "islamic-resistance-iraq"),))
    assert "same source" in compare(a, b).reasons


def test_kilometres() -> None:
    distance = kilometres(GOMA, BUNIA)
    assert distance == pytest.approx(378, rel=0.01)
    assert kilometres(GOMA, place("x", "COD")) is None


# --- clusters -----------------------------------------------------------------------------------------------


def groups(*mentions: Mention, articles: tuple[Article, ...] = ()) -> set[frozenset[str]]:
    known = articles or tuple(news(i) for i in sorted({m.article_id for m in mentions}))
    return {frozenset(e.mention_ids) for e in link(mentions, known).events}


def test_two_articles_about_one_attack_are_one_event() -> None:
    a, b = told("a1:0:1", killed=toll(2)), told("a2:0:1", killed=toll(2))
    assert groups(a, b) == {frozenset({"a1:0:1", "a2:0:1"})}


def test_two_attacks_on_two_days_are_two_events() -> None:
    assert len(groups(told("a1:0:1"), told("a1:1:1", date=day("2024-05-08")))) == 2


def test_a_chain_of_likenesses_does_not_join_what_contradicts() -> None:
    """b is like a and like c, but a was in Goma and c in Bunia."""
    a = told("a1:0:1", place=GOMA, killed=toll(2))
    b = told("a2:0:1", place=None, killed=toll(2))
    c = told("a3:0:1", place=BUNIA, killed=toll(2))
    found = groups(a, b, c)
    assert len(found) == 2
    assert not any({"a1:0:1", "a3:0:1"} <= group for group in found)


def test_what_is_not_released_makes_no_event_and_keeps_no_id() -> None:
    linked = link([told("a1:0:1", in_release=False), told("a1:1:1")], [news("a1")])
    assert [m.event_id is None for m in linked.mentions] == [True, False]
    assert len(linked.events) == 1


def test_mentions_come_back_in_their_order_with_the_id_of_their_event() -> None:
    mentions = [told("a2:0:1"), told("a1:0:1"), told("a1:1:1", "threat")]
    linked = link(mentions, [news("a1"), news("a2")])
    assert [m.mention_id for m in linked.mentions] == ["a2:0:1", "a1:0:1", "a1:1:1"]
    owner = {i: e.event_id for e in linked.events for i in e.mention_ids}
    assert [m.event_id for m in linked.mentions] == [owner[m.mention_id] for m in mentions]


def test_order_of_the_input_changes_nothing() -> None:
    mentions = [told("a1:0:1"), told("a2:0:1"), told("a3:0:1", place=BUNIA), told("a3:1:1", "threat")]
    articles = [news("a1", "2024-05-04"), news("a2", "2024-05-05"), news("a3", "2024-05-06")]
    found = [link(list(p), articles).events for p in permutations(mentions)]
    assert all(events == found[0] for events in found)


def test_reports_without_a_date_tell_of_the_last_days() -> None:
    dated = told("a1:0:1", killed=toll(2))
    soon = told("a2:0:1", killed=toll(2), date=day("2024-05-05", precision="reported"))
    late = told("a3:0:1", killed=toll(2), date=day("2024-05-20", precision="reported"))
    assert groups(dated, soon) == {frozenset({"a1:0:1", "a2:0:1"})}
    assert len(groups(dated, late)) == 2


@pytest.mark.xfail(strict=True, reason="a title or a follow-up sentence that tells less than the lead does not gather evidence enough")
def test_title_lead_and_follow_up_are_one_event() -> None:
    """Rebels attack convoy / Rebels attacked an army convoy near Goma on Friday. / Two soldiers were killed in the attack."""
    undated = day("2024-05-04", precision="reported")
    title = told("a1:h0:1", zone="headline", target=(), place=None, date=undated)
    lead = told("a1:0:1", zone="lead")
    after = told("a1:1:1", source=(), place=replace(GOMA, basis="inherited"), date=undated, killed=toll(2))
    assert groups(title, lead, after) == {frozenset({"a1:h0:1", "a1:0:1", "a1:1:1"})}


def test_nothing_links_to_nothing() -> None:
    linked = link([], [])
    assert (linked.events, linked.mentions, linked.links) == ((), (), ())


# --- the merged event ---------------------------------------------------------------------------------------


def merged(*mentions: Mention, articles: dict[str, Article] | None = None) -> Event:
    return merge(mentions, articles or {m.article_id: news(m.article_id) for m in mentions})


def test_gaps_are_filled_from_the_other_mentions() -> None:
    one = told("a1:0:1", weapon=None, place=None, source=())
    other = told("a2:0:1", weapon="rifle", target=())
    event = merged(one, other)
    assert (event.weapon, event.place) == ("rifle", GOMA)
    assert [a.code for a in event.source] == ["REB"]
    assert [a.code for a in event.target] == ["CODMIL"]


def test_toll_is_the_latest_with_the_whole_range() -> None:
    articles = {"a1": news("a1", "2024-05-04"), "a2": news("a2", "2024-05-06")}
    event = merged(told("a1:0:1", killed=toll(4)), told("a2:0:1", killed=toll(7)), articles=articles)
    assert (event.killed.low, event.killed.best, event.killed.high) == (4, 7, 7)


def test_unknown_toll_stays_unknown() -> None:
    assert merged(told("a1:0:1")).killed == Toll()


def test_open_end_of_a_toll_stays_open() -> None:
    assert merged(told("a1:0:1", killed=Toll(12, None, None))).killed == Toll(12, None, None)


@pytest.mark.parametrize(
    ("certainties", "expected"),
    [(("reported", "asserted"), "asserted"), (("claimed", "reported"), "reported"), (("claimed",), "claimed")],
)
def test_the_surest_report_counts(certainties: tuple[str, ...], expected: str) -> None:
    assert merged(*(told(f"a{i}:0:1", certainty=c) for i, c in enumerate(certainties))).certainty == expected


def test_exact_date_and_stated_place_win() -> None:
    vague = told("a1:0:1", date=day("2024-05-01", "2024-05-31", "month"), place=place("Congo", "COD", precision="country", basis="target_country"))
    event = merged(vague, told("a2:0:1"))
    assert (event.date.start, event.date.precision) == ("2024-05-03", "day")
    assert event.place == GOMA


def test_sources_are_outlets_and_what_they_relay() -> None:
    relay = {"attribution": "Al-Akhbar", "attribution_role": "media"}
    mentions = [told("a1:0:1", **relay), told("a2:0:1", **relay), told("a3:0:1"), told("a4:0:1")]
    articles = {"a1": news("a1", outlet="Alpha"), "a2": news("a2", outlet="Beta"), "a3": news("a3", outlet="Gamma"), "a4": news("a4", outlet="Gamma")}
    event = merged(*mentions, articles=articles)
    assert (event.n_mentions, event.n_articles, event.n_sources) == (4, 4, 2)
    assert event.outlets == ("Alpha", "Beta", "Gamma")


def test_first_and_last_report() -> None:
    articles = {"a1": news("a1", "2024-05-06"), "a2": news("a2", "2024-05-04")}
    event = merged(told("a2:0:1"), told("a1:0:1"), articles=articles)
    assert (event.first_reported, event.last_reported) == ("2024-05-04", "2024-05-06")


@pytest.mark.parametrize(
    ("source", "target", "killed", "expected"),
    [
        # a state and rebels; two groups; a side without arms; nobody dead
        ("CODMIL", "REB", 2, 1),
        ("REB", "UAF", 2, 2),
        ("REB", "CVL", 2, 3),
        ("CODMIL", "REB", 0, None),
        ("CODMIL", "REB", None, None),
    ],
)
def test_type_of_violence(source: str, target: str, killed: int | None, expected: int | None) -> None:
    dead = Toll() if killed is None else toll(killed)
    event = merged(told("a1:0:1", source=(actor(source),), target=(actor(target),), killed=dead))
    assert event.type_of_violence == expected
    assert event.civilian_targeting is (target == "CVL")


def test_offsets_belong_to_mentions() -> None:
    placed = replace(actor("REB"), start=3, end=6)
    assert [(a.start, a.end) for a in merged(told("a1:0:1", source=(placed,))).source] == [(None, None)]


def test_event_id_comes_from_the_founding_mention_alone() -> None:
    first = told("a1:0:1")
    assert event_id(first) == event_id(replace(first, weapon="rifle"))
    assert event_id(first) != event_id(told("a1:0:2"))
    assert event_id(first)[0] == "e"
    assert len(event_id(first)) == 13


def test_later_reports_do_not_change_the_id() -> None:
    articles = [news("a1", "2024-05-04"), news("a0", "2024-05-09")]
    alone = link([told("a1:0:1")], articles).events[0].event_id
    assert [e.event_id for e in link([told("a1:0:1"), told("a0:0:1")], articles).events] == [alone]


def test_summary_is_one_sentence_from_the_fields() -> None:
    assert summary(merged(told("a1:0:1", killed=toll(2)))) == "REB: attack by unstated means (CODMIL), at Goma, on 2024-05-03, 2 killed."


def test_events_obey_their_schema() -> None:
    events = link([told("a1:0:1", killed=toll(2)), told("a2:0:1"), told("a2:1:1", "threat", place=None)], [news("a1"), news("a2")]).events
    assert list(schema.problems("event", [to_json(e) for e in events])) == []
