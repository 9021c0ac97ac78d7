"""How sure, who says so, and whether it happened at all."""

from __future__ import annotations

from typing import Any

import pytest
from coded import code, fault
from spacy.language import Language


def judgement(nlp: Language, text: str, trigger: str | None = None, title: str | None = None) -> dict[str, Any]:
    """The context of the act at the word *trigger*, of the only act where it is None."""
    doc = code(nlp, text, title=title)
    found = [c for a, c in zip(doc._.actions, doc._.context, strict=True) if trigger in (None, doc[a["trigger"]].text)]
    assert len(found) == 1, [doc[a["trigger"]].text for a in doc._.actions]
    return dict(found[0])


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("Troops attacked the convoy.", "affirmed"),
        ("Troops did not attack the convoy.", "negated"),
        ("Troops didn’t attack the convoy.", "negated"),
        ("The army never shelled the town.", "negated"),
        ("Troops stormed the palace without shelling it.", "affirmed"),
        ("The army carried out no attack on the town.", "negated"),
        ("There was no attack on the town.", "negated"),
        ("The army neither attacked nor withdrew.", "negated"),
        # not only is no negation
        ("Rebels attacked not only the convoy.", "affirmed"),
        pytest.param("No one attacked the convoy.", "negated"),
        pytest.param("Neither Israel nor Hamas attacked the convoy.", "negated"),
    ],
)
def test_negation(nlp: Language, sentence: str, polarity: str) -> None:
    doc = code(nlp, sentence)
    assert doc._.context[0]["polarity"] == polarity


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        # the outlet's own voice
        ("Rebels attacked the convoy.", "asserted"),
        # somebody says so, in front, behind, by a phrase
        ("Police said rebels had attacked the convoy.", "reported"),
        ("Rebels attacked the convoy, police said.", "reported"),
        ("According to police, rebels attacked the convoy.", "reported"),
        # an adverb
        ("Rebels reportedly attacked the convoy.", "reported"),
        ("Soldiers allegedly attacked the convoy.", "reported"),
        # it may be or come to be
        ("Iran could attack Israel.", "hypothetical"),
        ("Israel may have attacked the convoy.", "hypothetical"),
        ("If Iran attacked Israel, oil would rise.", "hypothetical"),
        # it is to come
        ("Rebels gathered to attack the town.", "planned"),
        # what began did happen
        ("Rebels began to attack the town.", "asserted"),
        # denied
        ("The army denied that its troops had attacked the village.", "asserted"),
        # the subject of would
        ("An attack by Iran would provoke Israel.", "hypothetical"),
        pytest.param("The general feared that rebels would attack Goma.", "hypothetical"),
    ],
)
def test_certainty(nlp: Language, sentence: str, certainty: str) -> None:
    assert code(nlp, sentence)._.context[-1]["certainty"] == certainty


def test_a_title_in_the_infinitive_is_a_plan(nlp: Language) -> None:
    found = judgement(nlp, "The cabinet met on Tuesday.", "attack", title="Israel to attack Rafah")
    assert (found["certainty"], found["zone"]) == ("planned", "headline")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # nobody
        ("Rebels attacked the convoy.", (None, None, None)),
        ("Police said rebels had attacked the convoy.", ("Police", "police", None)),
        ("Rebels attacked the convoy, police said.", ("police", "police", None)),
        ("The Colombian army said rebels had attacked the convoy.", ("Colombian army", "military", None)),
        # a medium reports
        ("Reuters reported that rebels had attacked the convoy.", ("Reuters", "media", None)),
        # a medium relays what somebody else said
        ("Witnesses told Reuters that rebels had attacked the convoy.", ("Witnesses", "witness", None)),
        ("According to police, rebels attacked the convoy.", ("police", "police", None)),
    ],
)
def test_attribution(nlp: Language, sentence: str, expected: tuple[str | None, str | None, str | None]) -> None:
    found = judgement(nlp, sentence, "attacked")
    assert (found["attribution"], found["attribution_role"], found["relayed_by"]) == expected


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Rebels attacked a village.", "specific"),
        # several targets of one attack are still told as one
        ("Rebels attacked three villages last week.", "specific"),
        # a campaign
        ("Rebels have attacked villages since January.", "aggregate"),
        ("Rebels have carried out dozens of attacks.", "aggregate"),
        # what they do
        ("The rebels typically attack convoys.", "habitual"),
    ],
)
def test_one_event_or_many(nlp: Language, sentence: str, kind: str) -> None:
    assert code(nlp, sentence)._.context[0]["kind"] == kind


def test_present_tense_of_a_title_is_one_event(nlp: Language) -> None:
    assert judgement(nlp, "The town was quiet.", "attack", title="Rebels attack convoys in the valley")["kind"] == "specific"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # figures of speech: by what the verb is aimed at, by the word before the noun
        ("She shot back at critics in the Senate.", "figurative"),
        ("Ten people died of a heart attack.", "figurative"),
        ("The plan of the Norwegian government met with outrage in Sweden.", "figurative"),
        ("The Norwegian minister met with the Swedish opposition.", None),
        # sport
        ("The midfielder shot wide in the Premier League match.", "sport"),
        # purpose
        ("The group was founded in 1987 to fight Israel.", "purpose"),
        # lines that are no article text
        ("Read more: Rebels attacked a convoy", "boilerplate"),
        pytest.param("The striker shot wide in the second half of the cup final.", "sport",
                     marks=fault("three weak cues of sport are needed, and half and final are none")),
        # what truly happened
        ("Rebels attacked a convoy.", None),
        # soldiers on a pitch are soldiers
        ("Soldiers shot protesters in the football stadium.", None),
    ],
)
def test_what_is_not_coded(nlp: Language, text: str, reason: str | None) -> None:
    assert [c["drop"] for c in code(nlp, text)._.context] == [reason]


@pytest.mark.parametrize(
    ("trigger", "zone"),
    [("bombed", "headline"), ("attacked", "lead"), ("shelled", "body"), ("ambushed", "quote")],
)
def test_zones(nlp: Language, trigger: str, zone: str) -> None:
    text = (
        "Rebels attacked a convoy. It was raining.\n\nSoldiers shelled the hills. “Our men ambushed them,” a colonel said."
    )
    assert judgement(nlp, text, trigger, title="Army bombed rebel camps")["zone"] == zone


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        # a campaign told by its length, or by when it began
        ("The rebels have shelled the port for three years.", "shelled", "aggregate"),
        ("Hundreds died in two months of fighting.", "fighting", "aggregate"),
        ("Since the protests began in May, the army has shot dozens of students.", "protests", "aggregate"),
        # who somebody is
        ("The colonel commanded the militias that fought in Darfur.", "fought", "habitual"),
        ("Ruritania welcomed Turkey, which armed the rebels.", "armed", "habitual"),
        ("The militia is armed and financed by Iran.", "financed", "habitual"),
        ("Raids on army posts are rare.", "Raids", "habitual"),
        # … and what was done once, however long it took
        ("The rebels held two nurses hostage for three weeks.", "held", "specific"),
        ("Soldiers arrested the militiamen who fought in Darfur on May 3.", "fought", "specific"),
        ("The raids on army posts killed three soldiers.", "raids", "specific"),
        # the deadliest of many is one
        ("Rebels killed 12 soldiers, the deadliest attack in the province since January.", "killed", "specific"),
    ],
)
def test_campaigns_and_descriptions(nlp: Language, text: str, trigger: str, kind: str) -> None:
    assert judgement(nlp, text, trigger)["kind"] == kind


@pytest.mark.parametrize(
    ("text", "trigger", "field", "expected"),
    [
        ("Nobody has found a trace of the tank battle near Kelso.", "battle", "polarity", "negated"),
        ("Monitors found no sign of the shelling.", "shelling", "polarity", "negated"),
        ("Monitors found traces of the shelling.", "shelling", "polarity", "affirmed"),
        ("The premier demanded that the army halt its advance and withdraw its troops from Kivu.", "withdraw", "certainty", "hypothetical"),
        ("The alliance told the militia to leave the hill or be bombed.", "bombed", "certainty", "hypothetical"),
        ("The army halted its advance and withdrew its troops from Kivu.", "withdrew", "certainty", "asserted"),
        ("Tuesday's attack would be the deadliest in a decade.", "attack", "certainty", "hypothetical"),
        ("Rebels raided the town on Monday, the first such raid since the truce.", "raid", "drop", "comparison"),
        ("The first raid on the town killed ten people.", "raid", "drop", None),
        ("A barrage of criticism hit the ministry.", "hit", "drop", "figurative"),
        ("A barrage of rockets hit the ministry.", "hit", "drop", None),
        ("A teacher is said to have planned the massacre.", "planned", "drop", "plan of a told act"),
    ],
)
def test_what_did_not_happen_or_is_told_elsewhere(nlp: Language, text: str, trigger: str, field: str, expected: str | None) -> None:
    assert judgement(nlp, text, trigger)[field] == expected


def test_a_paragraph_on_a_match_makes_no_article_on_sport(nlp: Language) -> None:
    crackdown = "Riot police raided the sports hall in Vilanova. Officers arrested two voters. The government called the vote illegal. "
    match = "The match between the two football teams was lost by the home side in an empty stadium, and the coach wept before a goalless second half."
    doc = code(nlp, crackdown * 4 + match)
    assert {c["drop"] for a, c in zip(doc._.actions, doc._.context, strict=True) if a["code"].startswith("17")} == {None}
