"""Who did what to whom: sentences and the events the default release takes from them, with their harm, weapon and date.

One line is SOURCE>TARGET CODE type (`coded.line`). An empty list is as much an expectation as a full one.
"""

from __future__ import annotations

import pytest
from coded import code, fault, line, lines, mentions, released
from spacy.language import Language
from spacy.tokens import Doc

from coder.pipeline import COMPONENTS


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # active, passive, agentless
        ("Rebels attacked an army convoy near Goma.", ["REB>MIL 190 attack"]),
        ("An army convoy was attacked by gunmen in Karachi.", ["UAF>MIL 190 attack"]),
        ("A police post was attacked by gunmen in Karachi.", ["UAF>COP 190 attack"]),
        ("Two aid workers were abducted in Darfur.", [">NGO 181 abduction"]),
        # the weapon decides
        ("Israeli warplanes bombed Hezbollah positions.", ["ISRMIL>LBNUAF 195 air_strike"]),
        ("A car bomb exploded outside the Turkish embassy in Mogadishu.", [">TURGOV 1832 car_bombing"]),
        # event nouns: of and by, genitive, light verb
        ("The shelling of Kharkiv by Russian forces wounded six civilians.", ["RUSMIL>UKR 194 shelling"]),
        ("Rebels carried out an ambush on an army convoy.", ["REB>MIL 190 ground_attack"]),
        ("The Taliban mounted an attack on a police checkpoint.", ["AFGGOV>AFGCOP 190 attack"]),
        # harm told by a verb of its own is no second event
        ("Rebels shelled an army post, killing two soldiers.", ["REB>MIL 194 shelling"]),
        ("Gunmen who attacked a bus in Kenya killed 12 passengers.", ["UAF>KENCVL 190 attack"]),
        ("The attack killed two Kenyan soldiers and a policeman.", [">KENMIL;KENCOP 190 attack"]),
        ("Two soldiers were killed and 24 others wounded in a drone attack on a base near Jenin.", [">MIL 1952 drone_attack"]),
        ("Gunmen opened fire on a bus in Kashmir, killing four pilgrims.", ["UAF>CVL 193 shooting"]),
        ("Three soldiers died when a drone hit their base.", [">MIL 1952 drone_attack"]),
        # fighting has two sides
        ("Pakistani troops exchanged fire with Indian soldiers.", ["PAKMIL>INDMIL 190 armed_clash"]),
        ("Rebels and government troops clashed near Goma.", ["REB>MIL 190 armed_clash"]),
        # a sponsor is no actor; a place behind the actor says who he is
        ("Iran-backed militias in Iraq attacked a US base in Syria.", ["IRQUAF>USAMIL 190 attack"]),
        # two acts, two events; the group is the one named before
        (
            "Boko Haram attacked a school. The group also kidnapped five teachers.",
            ["NGAREB>EDU 190 attack", "NGAREB>EDU 181 abduction"],
        ),
        pytest.param("Boko Haram burned a school in Borno.", ["NGAREB>NGAEDU 1712 property_destruction"]),
        ("Al-Shabaab stormed a hotel in Mogadishu.", ["SOMREB>SOMCVL 190 ground_attack"]),
        # territory changes hands: either way of saying it
        ("Rebels had seized the town of Bunia.", ["REB>COD 192 territory_captured"]),
        ("The city of Kunduz fell to the Taliban.", ["AFGGOV>AFG 192 territory_captured"]),
        # an attack beaten off is told as failed, with the attacker as source
        ("Israel shot down two Iranian drones over Eilat.", ["IRN>ISR 1952 drone_attack"]),
        ("Ukraine intercepted two Russian drones.", ["RUS>UKR 1952 drone_attack"]),
        pytest.param("Three soldiers were killed when a roadside bomb exploded near Mosul.", [">MIL 1833 ied_attack"],
                     marks=fault("word order makes the victims of the merged verb the source")),
        ("Syrian and Russian warplanes bombed the town.", ["SYRMIL;RUSMIL>CVL 195 air_strike"]),
        pytest.param("Gunmen attacked Washington's embassy in Baghdad.", ["UAF>USAGOV 190 attack"],
                     marks=fault("a building takes the country of a name in the sentence before that of its owner")),
        pytest.param("Hezbollah fired rockets at Haifa on Monday.", ["LBNUAF>ISR 194 rocket_attack"]),
        pytest.param("Russia fired missiles at Kyiv.", ["RUS>UKR 194 missile_attack"]),
    ],
)
def test_violence(nlp: Language, sentence: str, expected: list[str]) -> None:
    assert released(nlp, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # arrest, either voice
        ("Police arrested ten protesters in Nairobi.", ["KENCOP>KENOPP 173 arrest"]),
        ("An activist was arrested by police.", ["COP>OPP 173 arrest"]),
        # crowds
        ("Thousands of people marched in Tunis.", ["TUNCVL> 141 protest"]),
        ("Miners blocked a highway in Bolivia.", ["BOLLAB> 144 roadblock"]),
        ("Police fired tear gas at protesters in Nairobi.", ["KENCOP>KENOPP 175 repression"]),
        # between states
        ("The United States imposed sanctions on Iran.", ["USA>IRN 163 sanction"]),
        ("Russia expelled two British diplomats.", ["RUS>GBRGOV 166 expel_diplomats"]),
        ("Turkey recalled its ambassador from Israel.", ["TUR>ISR 161 diplomatic_break"]),
        ("Iran seized a British tanker in the Strait of Hormuz.", ["IRN>GBRBUS 1711 confiscation"]),
        # words
        ("France condemned the coup in Niger.", ["FRA> 111 condemnation"]),
        ("Israel condemned the attack on Haifa by Hezbollah.", ["ISR>LBNUAF 111 condemnation"]),
        ("Iran rejected the proposal.", ["IRN> 120 rejection"]),
        # law
        ("Ethiopia declared a state of emergency.", ["ETH> 1724 state_of_emergency"]),
        ("Israel deported two activists.", ["ISR>OPP 174 deportation"]),
        pytest.param("North Korea test-fired a ballistic missile.", ["PRK> 150 weapons_test"],
                     marks=fault("a missile fired in a test is an attack, and without an actor")),
        pytest.param("Hackers attacked the ministry's website.", ["CRM>GOV 176 cyber_attack"], marks=fault("a website is a medium even where it has an owner")),
    ],
)
def test_pressure(nlp: Language, sentence: str, expected: list[str]) -> None:
    assert released(nlp, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # meeting, visit, call, talks to come
        ("President Putin met Xi Jinping in Beijing.", ["RUSGOV>CHNGOV 040 meeting"]),
        ("Xi Jinping visited Moscow on Tuesday.", ["CHNGOV>RUSGOV 042 visit"]),
        ("Biden phoned Netanyahu on Sunday.", ["USAGOV>ISRGOV 041 phone_call"]),
        # agreement, content before form
        ("Israel and Egypt signed a peace treaty.", ["ISR>EGY 057 agreement"]),
        ("The ceasefire between Israel and Hezbollah took effect on Monday.", ["ISR>LBNUAF 0871 ceasefire"]),
        # the mediator acts on both
        ("Qatar mediated talks between Israel and Hamas.", ["QAT>ISR;PSEREB 045 mediation"]),
        # aid, release, withdrawal, surrender, resignation
        ("Germany sent tanks to Ukraine.", ["DEU>UKR 072 military_aid"]),
        ("Hamas freed two Israeli hostages.", ["PSEREB>ISRCVL 0841 release"]),
        ("Russia withdrew its troops from Kherson.", ["RUS>UKR 0874 withdrawal"]),
        ("M23 rebels surrendered to the Ugandan army.", ["CODREB>UGAMIL 0874 surrender"]),
        ("Prime Minister Ranil Wickremesinghe resigned.", ["LKAGOV> 0831 resignation"]),
        # sanctions eased, talks refused, praise
        ("The United States lifted sanctions on Sudan.", ["USA>SDN 085 sanctions_eased"]),
        ("Iran rejected talks with the United States.", ["IRN>USA 125 rejection"]),
        ("India praised Bangladesh.", ["IND>BGD 051 praise"]),
        pytest.param("Israel and Hamas agreed to a ceasefire.", ["ISR;PSEREB> 0356 halt_commitment"],
                     marks=fault("the one who agrees, refuses or threatens is only the first of those joined by and")),
        pytest.param("The foreign ministers of Egypt and Jordan met in Cairo.", ["EGYGOV>JORGOV 040 meeting"],
                     marks=fault("of A and B: only A reaches the noun before")),
        pytest.param("Rebels laid down their weapons in Aceh.", ["REB> 0873 disarmament"]),
    ],
)
def test_cooperation(nlp: Language, sentence: str, expected: list[str]) -> None:
    assert released(nlp, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # to agree to stop an attack is no attack
        ("Militias agreed to halt attacks on Israel.", ["UAF>ISR 0356 halt_commitment"]),
        ("Hezbollah halted its attacks on Israel.", ["LBNUAF>ISR 0871 ceasefire"]),
        ("Hezbollah vowed to continue its attacks on Israel.", ["LBNUAF>ISR 138 threat"]),
        ("Sudan's army refused to stop attacks on rebels.", ["SDNMIL>REB 1246 refusal"]),
        ("France urged Israel to stop bombing Gaza.", ["FRA>ISR 0256 appeal"]),
        ("Egypt promised to send aid to Gaza.", ["EGY>PSE 033 promise"]),
        # nor is to threaten, to deny, to accuse
        ("Iran threatened to attack Israel.", ["IRN>ISR 138 threat"]),
        # what one says one will do to another is a threat (rule R25)
        ("Turkey will attack Kurdish rebels in Syria, the defence minister said.", ["TUR>SYRREB 138 threat"]),
        # an exercise to come is a plan
        ("China will hold military drills around Taiwan.", []),
        pytest.param("The general feared that rebels would attack Goma.", []),
        ("Ukraine accused Russia of shelling a hospital.", ["UKR>RUS 1123 accusation"]),
        # to resume is
        ("Hezbollah resumed attacks on Israel.", ["LBNUAF>ISR 190 attack"]),
        # denials are statements: not in the default release
        ("Russia denied bombing the hospital.", []),
        pytest.param("Hezbollah claimed responsibility for the attack on Haifa.", ["LBNUAF>ISR 190 attack"]),
    ],
)
def test_operators(nlp: Language, sentence: str, expected: list[str]) -> None:
    assert released(nlp, sentence) == expected


@pytest.mark.parametrize(
    "text",
    [
        # negated
        "Troops did not attack the convoy.",
        "The army never shelled the town.",
        "The rebels failed to capture the town of Bria.",
        # hypothetical, conditional
        "Iran could attack Israel.",
        "If Iran attacked Israel, Jordan would close its border.",
        "An attack by Iran would provoke Israel.",
        # remembered
        "The anniversary of the attack on Pearl Harbor was marked in Hawaii.",
        # figures of speech
        "The senator attacked the bill on Friday.",
        "She shot back at critics in the Senate.",
        "Prices exploded in March.",
        # illness, weather, sport, film
        "Ten people died of a heart attack last week.",
        "A storm killed ten people in Manila.",
        "Arsenal attacked down the left in the Premier League match.",
        "Germany beat Brazil 7-1 in the World Cup semi-final.",
        pytest.param("The film shows soldiers who attack a village.", marks=fault("what a film shows is told as a fact")),
        # campaigns and habits
        "The rebels typically attack at night.",
        "Since October the Houthis have attacked dozens of ships in the Red Sea.",
        # purpose; lines that are no article text
        "The group was founded in 1987 to fight Israel.",
        "Read more: Gunmen attack bus in Kenya",
        # no event at all
        "The minister praised the weather in Geneva.",
        pytest.param("Neither Israel nor Hamas attacked the convoy."),
        "Arsenal bombarded the Chelsea goal in the first half.",
    ],
)
def test_nothing_is_released(nlp: Language, text: str) -> None:
    assert released(nlp, text) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Police kill three protesters in Dhaka", ["BGDCOP>BGDOPP 175 repression"]),
        ("Suicide bomber attacks mosque in Kabul", ["UAF>AFGREL 1831 suicide_bombing"]),
        ("SOLDIERS KILLED IN ATTACK ON BASE IN NIGER", [">MIL 190 attack"]),
        ("GUNMEN KILL FIVE SOLDIERS IN NORTHERN MALI", ["UAF>MLIMIL 190 killing"]),
        # to attack is to come
        ("Israel to attack Rafah", []),
        ("Rebels shell army base in Sudan", ["REB>SDNMIL 194 shelling"]),
        pytest.param("ISRAELI JETS BOMB BEIRUT SUBURBS", ["ISRMIL>LBNCVL 195 air_strike"],
                     marks=fault("parse: a present-tense verb that is also a noun, in capitals")),
        pytest.param("GUNMEN ATTACK POLICE STATION IN KARACHI", ["UAF>COP 190 attack"],
                     marks=fault("parse: attack is read as a noun, and the police station before it becomes the attacker")),
        pytest.param("Iraqi militias halt Israel attacks", ["IRQUAF>ISR 0871 ceasefire"]),
    ],
)
def test_headlines(nlp: Language, title: str, expected: list[str]) -> None:
    assert released(nlp, "The weather was fine.", title=title) == expected


@pytest.mark.parametrize(
    ("sentence", "certainty", "source"),
    [
        ("Rebels attacked a convoy in Chad.", "asserted", "REB"),
        # a medium is never the actor
        ("Reuters reported that rebels had seized the town of Bunia.", "reported", "REB"),
        ("Rebels attacked a convoy in Chad, police said.", "reported", "REB"),
        # who tells of his own act claims it
        ("Hamas said Hamas had attacked an Israeli convoy.", "claimed", "PSEREB"),
        ("Hamas said it had attacked an Israeli convoy.", "claimed", "PSEREB"),
        pytest.param('"We attacked an Israeli convoy," a Hamas spokesman said.', "claimed", "PSEREB",
                     marks=fault("we in a quote is dropped before it can become the speaker")),
        pytest.param("The rebels said they had attacked an Israeli convoy.", "claimed", "REB",
                     marks=fault("they and the rebels are not known to be one, since rebels have no id")),
    ],
)
def test_who_says_so(nlp: Language, sentence: str, certainty: str, source: str) -> None:
    (event,) = code(nlp, sentence)._.events
    assert (event["certainty"], [a["code"] for a in event["source"]]) == (certainty, [source])


@pytest.mark.parametrize(
    ("sentence", "weapon", "outcome"),
    [
        ("Militants fired rockets at Haifa.", "rocket", None),
        ("A suicide bomber attacked a market in Baghdad.", "suicide bomb", None),
        ("Israel shot down two Iranian drones over Eilat.", "drone", "intercepted"),
        ("The attack on the base was repelled by soldiers.", None, "failed"),
        ("Rebels attacked a convoy in Chad.", None, None),
        # the most telling weapon
        ("Rebels attacked a convoy in Chad with rifles and a car bomb.", "car bomb", None),
    ],
)
def test_weapon_and_outcome(nlp: Language, sentence: str, weapon: str | None, outcome: str | None) -> None:
    (event,) = code(nlp, sentence)._.events
    assert (event["weapon"], event["outcome"]) == (weapon, outcome)


@pytest.mark.parametrize(
    ("sentence", "start", "precision"),
    [
        # published on Wednesday, 15 May 2024
        ("Rebels attacked a convoy on Friday.", "2024-05-10", "day"),
        ("Rebels attacked a convoy on May 2.", "2024-05-02", "day"),
        ("Rebels attacked a convoy in March.", "2024-03-01", "month"),
        # the weekday of the statement does not date the act
        ("Police said on Monday that gunmen had attacked a convoy in Chad.", "2024-05-15", "reported"),
        # no date
        ("Rebels attacked a convoy in Chad.", "2024-05-15", "reported"),
    ],
)
def test_date(nlp: Language, sentence: str, start: str, precision: str) -> None:
    (mention,) = mentions(nlp, sentence)
    assert (mention.date.start, mention.date.precision) == (start, precision)


def test_a_plan_keeps_the_day_it_is_planned_for(nlp: Language) -> None:
    (mention,) = mentions(nlp, "The United States and China will hold talks in Geneva on May 20.")
    assert mention.certainty == "planned"
    assert mention.planned_for is not None
    assert mention.planned_for.start == "2024-05-20"


def test_harm_is_given_to_the_act_that_did_it(nlp: Language) -> None:
    (mention,) = mentions(nlp, "Two soldiers were killed and 24 others wounded in a drone attack on a base near Jenin.")
    assert (mention.killed.best, mention.wounded.best) == (2, 24)


def test_word_order_is_the_last_resort_and_costs_confidence(nlp: Language) -> None:
    parsed = code(nlp, "Hamas attacked Israel.")._.events
    assert [(line(e), e["confidence"]) for e in parsed] == [("PSEREB>ISR 190 attack", 0.9)]

    words, tags = ["Hamas", "attacked", "Israel", "."], ["NNP", "VBD", "NNP", "."]
    useless = Doc(nlp.vocab, words=words, tags=tags, pos=["PROPN", "VERB", "PROPN", "PUNCT"], lemmas=["Hamas", "attack", "Israel", "."],
                  heads=[1, 1, 1, 1], deps=["dep", "ROOT", "dep", "punct"])
    for name in COMPONENTS:
        useless = nlp.get_pipe(name)(useless)
    (guessed,) = useless._.events
    assert line(guessed) == "PSEREB>ISR 190 attack"
    assert guessed["rule"].endswith("+order")
    assert guessed["confidence"] < 0.9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the other side: of the war, of the town that was taken
        ("Hamas fired rockets at Israel on Sunday. Israel vowed revenge.", "ISR>PSEREB 138 threat"),
        ("M23 rebels attacked the town. Residents fled.", "CODREB>CVL 190 attack"),
        ("Hezbollah's rockets hit a house in Haifa.", "LBNUAF>CVL 194 rocket_attack"),
        # harm told alone after the act
        ("Gunmen attacked a village in Mali. Nine people were killed.", "UAF>MLICVL 190 killing"),
        # … but not of the attackers themselves
        ("Gunmen attacked a village in Mali. Two gunmen were killed.", ">UAF 190 killing"),
        # whose strike it was
        ("Five people died in an Israeli air strike in Gaza.", "ISR>CVL 195 air_strike"),
        # armed men
        ("Two men opened fire on worshippers in Lagos.", "UAF>CVL 193 shooting"),
        # the dead of whom only the number is told
        ("A bomb killed 60 in Baghdad.", ">IRQCVL 183 bombing"),
        # local people are of the country they live in
        ("Residents of Nairobi marched. Police arrested dozens of them.", "KENCOP>KENCVL 173 arrest"),
        # "by telephone" is nobody
        ("President Vladimir Putin spoke by telephone with Xi Jinping.", "RUSGOV>CHNGOV 041 phone_call"),
        # denials need nobody else
        ("A rebel commander denied it.", "REB> 016 denial"),
    ],
)
def test_who_is_left_to_be_understood(nlp: Language, text: str, expected: str) -> None:
    assert expected in lines(code(nlp, text))


def test_no_text_no_events(nlp: Language) -> None:
    assert lines(code(nlp, "")) == []
    assert lines(code(nlp, "\n\n")) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # the clause governed tells who is looked into, alone or on a noun
        ("Kenya is investigating whether Ethiopia paid the bill.", "KEN>ETH 090 investigation"),
        ("Kenya looked into reports that Ethiopia had paid the bill.", "KEN>ETH 090 investigation"),
        # who did what is looked into, behind a participle
        ("Britain opened an inquiry into killings committed by Sudanese soldiers.", "GBR>SDNMIL 090 investigation"),
        # who made what is refused: a participle, an adjective
        ("Cuba turned down a plan drawn up by Spain.", "CUB>ESP 120 rejection"),
        ("Turkey rejected a Greek proposal to hold talks with Armenia.", "TUR>GRC 125 rejection"),
        # … but not who says something of it behind a comma
        ("Cuba turned down the plan, which was criticised by Spain.", "CUB> 120 rejection"),
        # an adjective that is nobody hides nobody
        ("Iran rejected peace talks with Israel.", "IRN>ISR 125 rejection"),
        # two objects: the first is whom it is refused
        ("Norway denied Turkish fishermen a permit.", "NOR>TURAGR 120 rejection"),
        # the particle taken for a preposition
        ("Kenya brushed aside Ethiopia's offer.", "KEN>ETH 120 rejection"),
        # the phrase hangs on the adverb
        ("Uganda gave the land back to Rwanda.", "UGA>RWA 0842 release"),
        # who is ordered; what is ordered is not
        ("The UN ordered the Kenyan army to publish the list.", "IGOUNO>KENMIL 100 demand"),
        ("France ordered the release of the journalists.", "FRA>MED 0841 release"),
        # whom the verb below lets go
        ("Ghana let go of four Turkish soldiers.", "GHA>TURMIL 0841 release"),
    ],
)
def test_slots_reach_beyond_the_object(nlp: Language, sentence: str, expected: str) -> None:
    assert expected in lines(code(nlp, sentence))
