"""coder_events: joins what the other components found into events, one dict each in `doc._.events`.

For every act that stands: who fills its source and target, with which weapon, where, when, with what harm. Harm told by
a verb of its own ("three soldiers *died* when a drone *hit* their base") belongs to the act that caused it and makes no
second event (rules R04, R15). Where the parse leaves source and target empty, the nearest fitting actors in word order
are taken, with lower confidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from coder.language import syntax
from coder.ontology.actor_index import GROUP, load_actors
from coder.ontology.codes import Codes, load_codes
from coder.ontology.phrases import PhraseIndex, words
from coder.ontology.words import Weapon, Words, load_words
from coder.pipeline import parties
from coder.pipeline.annotations import Note, described_id, sentences
from coder.pipeline.bonds import Act
from coder.pipeline.circumstances import complete
from coder.pipeline.crime import Crime
from coder.pipeline.stories import share_tolls
from coder.pipeline.when import date_of
from coder.pipeline.where import Kind, complete_headlines, place_of

#: types whose means the reading leaves open: a weapon named in the clause decides them (rules R12-R14)
_OPEN_TYPES = frozenset({"attack", "killing", "ground_attack", "bombing", "shelling", "air_strike", "shooting", "rocket_attack",
                         "missile_attack", "assassination_attempt"})
_REACH_DISTANCE = 10
#: codes of words about an act of somebody: condemned, accused, refused to stop
_ABOUT_ACTS = frozenset({"111", "112"})
#: sentences over which the place of a violent event holds for the next one that names none (rule R49)
_STAYS = 3
#: an act the decider thinks this likely needs no more than somebody who does it
_TRUSTED = 0.6
#: articles of so many sentences are judged as a whole: below this share of public actors they are about no public matter
_LONG, _PUBLIC = 8, 0.72
_PUBLIC_KINDS = frozenset({"country", "demonym", "capital", "group", "institution", "organisation", "leader"})
_PRIVATE_ROLES = frozenset({"BUS", "MNC", "EDU", "MED"})
_PUBLIC_ROLES = frozenset({"GOV", "MIL", "REB", "UAF", "COP", "PRM", "OPP", "LEG", "JUD"})
_OF_NOBODY = frozenset({"ceasefire", "halt_talks", "agreement", "sanctions_eased", "armed_clash"})
#: what a reading that asks for this much of its neighbours, and that the decider thinks this likely, tells needs no party
_DEMANDING, _SURE = 1, 0.85
#: codes of acts that show who stands against whom, and of fights in which a place that is hit or taken is held by somebody
_AGAINST = frozenset({"13", "17", "18", "19", "20"})
_FOUGHT = frozenset({"190", "191", "192", "193", "194"})
#: codes of words about one's own acts, which need nobody else: claims of responsibility and denials
_OWN_WORD = frozenset({"015", "016"})
#: codes of acts that take weapons, and nouns that say no more of who did them than that somebody did
_WITH_ARMS = frozenset({"180", "181", "183", "186", "190", "193", "194"})
_ANYBODY = frozenset({"man", "woman", "person", "people", "young man", "young woman", "pair", "youth"})
#: what nobody is who does what the next verb says: object of another verb
_ACTED_ON = frozenset({"obj", "dobj", "iobj"})
#: tokens at the head of a sentence within which its subject stands ("*The group*, whose leader was shot, blames …")
_OPENS = 1
#: certainties of what happened, by somebody's word at least
_TOLD = frozenset({"asserted", "reported", "claimed"})
#: share of the acts for or against a side that must join it with the same other one
_MAIN_RIVAL = 0.6
#: acts for or against rebels that must be told before they may be thought to fight somebody else than their state
_MANY_RIVALS = 3
_ARMED = frozenset({"REB", "UAF", "PRM", "INS"})
_STATE = frozenset({None, "GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
_FIGHTERS = frozenset({"MIL", "REB", "UAF", "PRM", "COP", "CRM", "INS"})
#: roles of people and things that, named without a country, are of the country where they were harmed or protested
_LOCAL_ROLES = frozenset({"CVL", "COP", "EDU", "HLH", "MED", "OPP", "LAB", "REL", "AGR", "LEG", "JUD", "GOV"})
#: how sure the decider must be of an act of its own for harm told beside it to belong to it
_SURE_CAUSE = 0.5
#: tokens between a verb of harm and the only act of its sentence that can have done it
_SAME_SENTENCE = 30


@dataclass
class Draft:
    """An act on its way to becoming an event."""

    act: Note
    context: Note
    trigger: Token
    code: str
    type: str
    source: list[int]
    target: list[int]
    #: tokens of the verbs merged into this act (kill, wound)
    merged: list[int] = field(default_factory=list)
    weapon: str | None = None
    outcome: str | None = None
    origin: str | None = None
    confidence: float = 0.9
    fallback: bool = False

    @property
    def tokens(self) -> set[int]:
        light = [self.act["light"]] if self.act["light"] is not None else []
        return {self.act["trigger"], *self.act["inner"], *self.merged, *light}


class Events:
    """Join the findings of a Doc into events and write them to `doc._.events`."""

    def __init__(self, codes: Codes, lists: Words, name: str = "coder_events") -> None:
        self.name = name
        self.codes = codes
        self.lists = lists
        self.crime = Crime(lists.crime)
        self.weapons: PhraseIndex[tuple[str, Weapon]] = PhraseIndex()
        for word, weapon in lists.weapons.items():
            self.weapons.add(word, (word, weapon))
            self.weapons.add(word + "s", (word, weapon))
        self.weapons.freeze()
        self.acts = lists.families["attacks"] | lists.families["clashes"] | lists.families["shootings"] | lists.families["blasts"]
        self.countries = load_actors().countries
        self.roles_of_places = {
            noun: role for role, family in (("CVL", "buildings"), ("CVL", "homes"), ("CVL", "settlements"), ("CVL", "markets"),
                                            ("CVL", "worship_places"), ("EDU", "schools"), ("MED", "hospitals"),
                                            ("MIL", "military_sites"), ("COP", "police_sites"), ("MIL", "military_equipment"))
            for noun in lists.families.get(family, ())
        }
        #: whose it is nobody knows, but which country's
        self.public_works = lists.families["infrastructure"] - lists.families["roads"] - set(self.roles_of_places)

    def __call__(self, doc: Doc) -> Doc:
        doc._.events = self.join(doc)
        return doc

    def join(self, doc: Doc) -> list[Note]:
        spans = sentences(doc)
        actors = _by_token(doc._.actors or [])
        events: list[Note] = []
        for number, span in enumerate(spans):
            drafts = self._drafts(doc, number)
            self._claim(doc, drafts)
            drafts = self._merge_effects(doc, drafts)
            for draft in drafts:
                self._arm(doc, span, draft, alone=len(drafts) == 1)
                event = self._event(doc, span, number, draft, actors, drafts, events)
                if event is not None:
                    events.append(event)
            complete(doc, number, span, events, self.lists.grammar)
        complete_headlines(events)
        share_tolls(doc, events, self.lists.grammar)
        self._other_side(doc, events)
        return [e for e in events if _of_state(e["source"]) and _of_state(e["target"])] if self._private(doc, len(spans)) else events

    def _other_side(self, doc: Doc, events: list[Note]) -> None:
        """Fill from the rest of the article whom an act was aimed at, and who did what is told without a doer.

        "Rebels *seized* the town": from the government they fight. "The group vowed *revenge*": on those who struck it. "Two soldiers
        *died*": of the raid told before.
        """
        rivals: dict[str, list[Note]] = {}
        for event in events:
            told = event["polarity"] == "affirmed" and event["certainty"] in _TOLD and not event["conditional"]
            if event["code"][:2] not in _AGAINST or event["code"][:3] == "173" or not told:
                continue
            for one, other in ((s, t) for s in event["source"] for t in event["target"]):
                sides = _party(one), _party(other)
                if None not in sides and sides[0] != sides[1]:
                    rivals.setdefault(str(sides[0]), []).append(other)
                    rivals.setdefault(str(sides[1]), []).append(one)
        for i, event in enumerate(events):
            if not event["source"]:
                event["source"] = self._told_before(event, events[:i])
        for event in events:
            if event["source"] and len({_party(s) for s in event["source"]}) == 1:
                event["target"] = self._opponent(event, rivals.get(_party(event["source"][0]) or "", []))

    def _told_before(self, event: Note, before: list[Note]) -> list[Note]:
        """ "Gunmen attacked the village. Nine people *were killed*.": harm told alone right after an act is that act's."""
        last = next((e for e in reversed(before) if event["sentence"] - e["sentence"] <= 1 and e["source"] and self.codes.type(e["type"]).violent), None)
        own_story = event["date"] is not None or (event["place"] is not None and event["place"]["basis"] == "stated")
        if not event["effect"] or not event["target"] or last is None or own_story or event["weapon"] or last["chain"] or last["kind"] != event["kind"]:
            return []
        if last["polarity"] != "affirmed" or last["certainty"] != event["certainty"]:
            return []
        sides = {(t["country"], t["role"]) for t in event["target"]}
        if any((s["country"], s["role"]) in sides or s["role"] in {r for _, r in sides} for s in last["source"]):
            return []  # those of the attacker himself
        if last["target"] and not any(t["role"] in (None, "CVL") or t["role"] in {r for _, r in sides} for t in last["target"]):
            return []
        return [{**s, "resolution": "implicit"} for s in last["source"]]

    def _opponent(self, event: Note, rivals: list[Note]) -> list[Note]:
        """The target of an event, or the other side of its source where none but a place or a thing is told."""
        code, target, source = event["code"], event["target"], event["source"][0]
        fought = code[:3] in _FOUGHT or code[:2] == "13" or code in ("0356", "0871") or event["type"] == "surrender"
        bare = all(t["resolution"] == "metonym" or t.get("site") for t in target)
        if not fought or not bare or _party(source) is None or (target and code[:3] not in _FOUGHT):
            return target
        sides = Counter(_party(r) for r in rivals)
        if code[:3] in _FOUGHT and source["role"] == "REB" and source["country"] and sides.total() < _MANY_RIVALS:
            # rebels fight their state unless more than a word or two says otherwise: it held the town that they seize
            return [self._as_side({**source, "role": "GOV", "kind": "agent"}, event)] if code == "192" or not target else target
        if sides and max(sides.values()) >= _MAIN_RIVAL * sides.total():
            side = max(sides, key=lambda p: (sides[p], str(p)))
            rival = min((r for r in rivals if _party(r) == side), key=lambda r: r["kind"] not in ("group", "country"))
            freed = source["role"] not in _ARMED and rival["role"] in _ARMED
            return [self._as_side(rival, event)] if not target or code == "192" or freed else target
        return target

    def _as_side(self, rival: Note, event: Note) -> Note:
        """A group, or the state that whoever was spoken of fights for, as the target that a text leaves to be understood."""
        at = event["target"][0] if event["target"] else rival
        place = {key: at[key] for key in ("start", "end", "head", "text")}
        if rival["role"] in _ARMED or rival["kind"] == "group":
            return {**rival, **place, "resolution": "implicit"}  # a group, or armed men of no name
        country = rival["country"]
        return {**rival, **place, "kind": "country", "actor_id": country.lower(), "name": self.countries[country].name, "role": None, "agent_code": None, "code": country,
                "group": None, "resolution": "implicit"}

    @staticmethod
    def _private(doc: Doc, n: int) -> bool:
        """Whether an article is about no public matter: states, armed groups and offices hardly occur in it.

        The share of sentences that name one and of sentences that speak of soldiers, police, rebels, officials or courts add up to 0.8
        and more in the sample articles on politics and conflict, to 0.7 and less in those on films, medicine, sport or business.
        """
        if n < _LONG:
            return False
        named = {a["sentence"] for a in doc._.actors or [] if a["kind"] in _PUBLIC_KINDS and a["role"] not in _PRIVATE_ROLES}
        told = {a["sentence"] for a in doc._.actors or [] if a["kind"] in _PUBLIC_KINDS - {"country", "demonym", "organisation"} or a["role"] in _PUBLIC_ROLES}
        return len(named) + len(told) < _PUBLIC * n

    # ---- acts --------------------------------------------------------------------------------------------------

    @staticmethod
    def _drafts(doc: Doc, sentence: int) -> list[Draft]:
        drafts = []
        for act, context in zip(doc._.actions or [], doc._.context or [], strict=True):
            if act["sentence"] == sentence and context["drop"] is None:
                told_as_done = doc[act["trigger"]].tag_ in ("VBN", "VBD", "NN", "JJ")
                if act["effect"] and act["source"] and not act["target"] and told_as_done and not syntax.objects(doc[act["trigger"]]):
                    # "… and 30 people wounded": with nobody harmed but its subject, a verb of harm is a passive in disguise
                    act = {**act, "source": [], "target": act["source"]}
                drafts.append(Draft(act, context, doc[act["trigger"]], act["code"], act["type"], list(act["source"]),
                                    list(act["target"]), weapon=act["weapon"], outcome=act["outcome"]))
        return drafts

    @staticmethod
    def _claim(doc: Doc, drafts: list[Draft]) -> None:
        """Who claims responsibility for an act is its source, by his own word (rule R32)."""
        for claim in (d for d in drafts if d.code == "015"):
            for other in drafts:
                if other is claim or other.code[:2] not in ("17", "18", "19", "20"):
                    continue
                for step in syntax.path_up(other.trigger, 4):
                    if step.head.i in (claim.trigger.i, *claim.act["covered"]) and (syntax.preposition(step) or syntax.clause_mark(step)) in ("for", "of"):
                        other.source = other.source or claim.source
                        other.context = {**other.context, "certainty": "claimed"}
                        break

    def _merge_effects(self, doc: Doc, drafts: list[Draft]) -> list[Draft]:
        """Let verbs of harm become attributes of the act that did the harm."""
        causes = [d for d in drafts if not d.act["effect"] and self.codes.type(d.type).violent and not d.act["chain"] and _trust(d.act) >= _SURE_CAUSE]
        kept: list[Draft] = []
        for draft in drafts:
            if not draft.act["effect"]:
                kept.append(draft)
                continue
            cause = self._cause(draft, [c for c in causes if not _of_others(draft, c)])
            if cause is not None:
                cause.merged.append(draft.act["trigger"])
                cause.target = cause.target or draft.target
                if not cause.source:
                    cause.source = [i for i in draft.source if i != cause.act["trigger"]]
                continue
            earlier = next((k for k in kept if (k.act["effect"] and k.type == "killing") or (k.act["effect"] and self._linked(draft, k))), None)
            if earlier is not None and self._linked(draft, earlier):
                earlier.merged.append(draft.act["trigger"])
                earlier.source = earlier.source or draft.source
                continue
            kept.append(draft)
        return kept

    def _cause(self, effect: Draft, causes: list[Draft]) -> Draft | None:
        linked = [c for c in causes if self._linked(effect, c)]
        if linked:
            # "stormed the station, killing 14 guards and burning huts": it is the attack that kills, not the fire
            return min(linked, key=lambda c: (c.code[:2] == "17", abs(c.trigger.i - effect.trigger.i)))
        same = [c for c in causes if c.context["polarity"] == "affirmed" and c.context["certainty"] == effect.context["certainty"]
                and c.context["kind"] == "specific"]
        return same[0] if len(same) == 1 and abs(same[0].trigger.i - effect.trigger.i) < _SAME_SENTENCE else None

    def _linked(self, a: Draft, b: Draft) -> bool:
        """Whether the parse ties two acts: one clause inside the other, a noun as subject or cause, a shared head."""
        for lower, upper in ((a.trigger, b.trigger), (b.trigger, a.trigger)):
            if any(step.i == upper.i for step in syntax.path_up(lower, 5)):
                return True
        return a.trigger.i in [t.i for t in syntax.subjects(b.trigger)] or b.trigger.i in [t.i for t in syntax.subjects(a.trigger)]

    # ---- weapons -----------------------------------------------------------------------------------------------

    def _arm(self, doc: Doc, span: Span, draft: Draft, *, alone: bool) -> None:
        """Let the most telling weapon of the clause decide type and code."""
        kind = self.codes.type(draft.type)
        if not kind.violent or draft.act["chain"]:
            return
        best: Weapon | None = None
        aircraft = any(t.lemma_.lower() in self.lists.aircraft for t in span)
        for match in self.weapons.find(span.text, words(span.text)):
            token = _head_token(doc, span.start_char + match.start, span.start_char + match.end)
            weapon = match.payloads[0][1]
            if not self._is_instrument(draft, token, strong=not weapon.weak, alone=alone):
                continue
            if draft.trigger.lemma_.lower() in self.lists.grammar["movement_verbs"] and (token.lemma_.lower() in ("tank", "artillery") or token.lemma_.lower() in self.lists.aircraft):
                continue  # tanks that cross a border are on their way
            if best is None or weapon.rank > best.rank:
                best = weapon
                draft.origin = draft.origin or self._origin(doc, token)
        if best is None:
            return
        draft.weapon = best.weapon
        event_type, code = best.event_type, best.code
        if best.from_aircraft and aircraft:
            event_type, code = best.from_aircraft
        if draft.type in _OPEN_TYPES or draft.act["effect"]:
            draft.type, draft.code = event_type, code

    def _is_instrument(self, draft: Draft, token: Token, *, strong: bool, alone: bool) -> bool:
        near = draft.tokens
        kind = syntax.label(token)
        if not strong:
            # an everyday word (car, stone, knife) is a weapon only as what is used: doer, first part of a compound, after with or by
            led = syntax.preposition(token) in ("with", "by", "using") or kind in ("nsubj", "compound")
            thrown = kind in ("obj", "dobj", "nsubj:pass", "nsubjpass") and token.head.lemma_.lower() in self.lists.grammar["launching_verbs"]
            return token.head.i in near and (led or thrown)
        if token.i in near or token.head.i in near:
            return kind not in ("nsubj:pass", "nsubjpass") or token.head.i not in near or token.head.lemma_.lower() in self.lists.grammar["launching_verbs"] or draft.outcome is not None
        for step in syntax.path_up(token, 4):
            if step.head.i in near:
                return True
            if step.head.pos_ in ("VERB", "AUX"):
                break  # the weapon belongs to another clause
        return alone

    @staticmethod
    def _origin(doc: Doc, weapon: Token) -> str | None:
        """ "a *Sovan* drone", "drones fired *from Iraq*": whence it came, which does not say who sent it (rule R53)."""
        for actor in doc._.actors or []:
            if actor["kind"] in ("demonym", "country") and actor["country"] and weapon.i - 3 <= actor["start"] < weapon.i and actor["modifier"]:
                return str(actor["name"])
        return None

    # ---- one event ---------------------------------------------------------------------------------------------

    def _event(
        self, doc: Doc, span: Span, number: int, draft: Draft, actors: dict[int, Note], drafts: list[Draft], before: list[Note]
    ) -> Note | None:
        act, context = draft.act, draft.context
        source = self._first_known(doc, [draft.source, *act["other_sources"]], actors, as_target=False, draft=draft)
        target = self._first_known(doc, [draft.target, *act["other_targets"]], actors, as_target=True, draft=draft, apart=source)
        mutual = act["reciprocal"] or (len(source) > 1 and not target and _together(draft))
        if not target and not mutual and source:
            content = {t for i in act["covered"] for t in (range(actors[i]["start"], actors[i]["end"]) if i in actors else (i,))}
            target = self._first_known(doc, parties.governed(draft.trigger, draft.code, content), actors, as_target=True, draft=draft, apart=source)
        if mutual and len(source) > 1 and not target:
            source, target = source[:1], source[1:]
        if not source and not draft.source and act["by_subject"] and not act["noun"] and draft.outcome is None and not syntax.is_passive(draft.trigger):
            source, target = self._word_order(doc, span, draft, actors, target)
        violent = self.codes.type(draft.type).violent
        if not source and violent and not act["chain"]:
            source = [s for s in self._behind(doc, draft, actors) if not any(_same(s, t) for t in target)]
        if context["quoted"] or context["speaker"] is not None:
            source = [self._as_speaker(doc, s, context, actors) for s in source]
        if draft.code[:3] in _WITH_ARMS and not act["chain"]:
            source = [_armed_man(a) for a in source]
        casualties = self._casualties(doc, number, draft, drafts, violent=violent)
        if not target and violent and casualties:
            target = self._victims(doc, casualties, actors) or (self._counted(doc, casualties, source) if draft.type != "armed_clash" else [])
        if not source and draft.code[:2] == "14" and draft.source:
            source = self._crowd(doc, draft.source)
        if not target and draft.code[:3] == "175" and source:
            target = self._dispersed(number, before, source)
        if not target and draft.code[:3] in _ABOUT_ACTS and act["inner"]:
            target = self._author(doc, act, before, source)
        source, target = ([a for a in side if a["kind"] != "medium"] for side in (source, target))
        told, event_type = self._act(draft, number, drafts), self.codes.type(draft.type)
        dates = date_of(doc, told, before, self.lists.grammar)
        place, origin = place_of(doc, told, Kind(draft.type, event_type.family, event_type.violent), target, before, dates[0], self.lists.grammar)
        if draft.code[:2] in ("14", "17", "18", "19", "20") and not act["chain"] and place is not None and place["basis"] != "target_country":
            here = place["country"] if any(a["country"] == place["country"] for a in doc._.actors or []) else None  # else perhaps a namesake elsewhere
            source, target = ([_local(a, here) for a in side] for side in (source, target))
        target = [a for a in target if a["code"] or not a.get("site")]
        if not self._worth(draft, source, target, casualties, place):
            return None
        certainty = context["certainty"]
        kind = context["kind"]
        vague = not draft.target and not casualties and dates[0] is None and (place is None or place["basis"] != "stated")
        if draft.trigger.tag_ == "VBP" and violent and vague and context["zone"] != "headline" and not act["chain"]:
            kind = "habitual"  # "the groups fight under one name": says what they do, not what they did
        if not casualties and dates[0] is None and not act["noun"] and not act["chain"] and syntax.label(draft.trigger) in syntax.RELATIVE and (
            draft.trigger.lemma_.lower() in self.lists.grammar["background_verbs"]
        ):
            kind = "habitual"  # "the militias that fought in the war": who they are (rule R44)
        if certainty == "reported" and context["speaker"] is not None and source:
            speaker = actors.get(context["speaker"])
            if speaker is not None and violent and any(_same(speaker, s) for s in source):
                certainty = "claimed"
        confidence = draft.confidence * _trust(act) * (0.6 if draft.fallback else 1.0) * (1.0 if source and target else 0.85)
        return {
            "trigger": draft.trigger.i, "sentence": number, "rule": act["rule"] + ("+order" if draft.fallback else ""),
            "code": draft.code, "type": draft.type, "alternatives": act["alternatives"],
            "source": source, "target": target, "reciprocal": mutual, "origin": draft.origin or origin,
            "weapon": draft.weapon, "outcome": draft.outcome, "date": dates[0], "planned": dates[1], "place": place,
            "casualties": casualties, "certainty": certainty, "polarity": context["polarity"],
            "conditional": context["conditional"], "kind": kind, "zone": context["zone"], "ordinary": context["ordinary"] and not self.crime.public_party(draft.type, source, target),
            "attribution": context["attribution"], "attribution_role": context["attribution_role"],
            "relayed_by": context["relayed_by"], "effect": act["effect"], "count": self._count(draft), "confidence": round(confidence, 2), "chain": act["chain"],
        }

    def _count(self, draft: Draft) -> int | None:
        """How many acts are told as one: "*three* attacks"."""
        if not draft.act["noun"] or draft.act["chain"]:
            return None
        for child in draft.trigger.children:
            if syntax.label(child) == "nummod":
                number = child.lower_
                return int(number) if number.isdigit() and len(number) < 4 else self.lists.quantities["numbers"].get(number)
        return None

    def _worth(self, draft: Draft, source: list[Note], target: list[Note], casualties: list[Note], place: Note | None) -> bool:
        """Whether enough is known to call it an event: somebody, or for violence and protest also victims or a stated place."""
        if source and target:
            return True
        named_by_nobody = draft.act["noun"] and draft.act["light"] is None and not source and not target
        if draft.act.get("probability", 0.0) >= _TRUSTED and (source or target or draft.source or draft.target) and not named_by_nobody:
            return True  # who did it, or to whom, is not known by name, but the words leave no doubt what was done
        if not draft.act["noun"] and draft.act["reading"] > _DEMANDING and draft.act.get("probability", 1.0) >= _SURE and draft.type in _OF_NOBODY:
            return True  # "the ceasefire took effect at midnight", "talks broke down", "an accord reached in Nairobi": of nobody named
        if draft.code in ("015", "016") and any(a["role"] in _PUBLIC_ROLES or (a["kind"] == "person" and bool(draft.act["chain"])) for a in source):
            return True  # who denies or claims is a party, though no state or group is named
        root = draft.code[:2]
        if root in ("14", "17", "18", "19", "20", "15"):
            named = [a for a in (*source, *target) if a["code"]]
            told = not draft.act["noun"] or draft.act["light"] is not None or syntax.label(draft.trigger) in ("nsubj", "nsubj:pass", "nsubjpass")
            stated = place is not None and place["basis"] == "stated" and told
            return bool(named or casualties or stated or draft.weapon)
        if draft.code in _OWN_WORD and any(a["code"] or a["kind"] in ("person", "name") for a in source):
            return True
        if root in ("06", "07", "08") and place is not None and place["basis"] == "stated" and any(a["code"] for a in (*source, *target)):
            return True
        return bool([a for a in (*source, *target) if a["country"] or a["kind"] in ("group", "leader", "organisation", "institution")])

    # ---- who ---------------------------------------------------------------------------------------------------

    def _first_known(
        self, doc: Doc, groups: list[list[int]], actors: dict[int, Note], *, as_target: bool, draft: Draft, apart: Sequence[Note] = ()
    ) -> list[Note]:
        """The actors of the first slot that holds any but those *apart*."""
        for group in groups:
            found = self._actors(doc, group, actors, as_target=as_target, draft=draft)
            found = [a for a in found if not any(_same(a, other) for other in apart)]
            if found:
                return found
        return []

    def _actors(self, doc: Doc, slots: Iterable[int], actors: dict[int, Note], *, as_target: bool, draft: Draft) -> list[Note]:
        found: list[Note] = []
        for index in slots:
            actor = self._actor(doc, doc[index], actors, as_target=as_target, draft=draft)
            # "the two sides", "they" of two states: all who are meant
            for one in (actor.get("members") or [actor]) if actor is not None else []:
                if not any(_same(one, f) for f in found):
                    found.append(one)
        return found

    def _actor(self, doc: Doc, token: Token, actors: dict[int, Note], *, as_target: bool, draft: Draft, depth: int = 0) -> Note | None:
        """The actor a noun phrase stands for."""
        if depth > 3:
            return None
        own = actors.get(token.i)
        if any(d["first"] <= token.i < d["last"] for d in doc._.dates or []) and not (own is not None and own["kind"] == "leader" and syntax.label(token) == "nsubj"):
            return None  # "fired rockets at Haifa on Monday": a day is nobody, but "May praised" somebody
        if own is not None and own["kind"] == "capital" and as_target and self.codes.type(draft.type).violent:
            # a capital that is hit is a place, not the government (rule R52)
            return {**own, "role": None, "code": own["country"], "agent_code": None, "actor_id": own["country"].lower(), "name": own["text"]}
        arm = self.lists.weapons.get(token.lemma_.lower())
        # a lorry that brings tents is no weapon
        weapon = arm is not None and token.lemma_.lower() not in self.lists.aircraft and (not arm.weak or self.codes.type(draft.type).violent)
        if own is not None and own["kind"] == "name" and as_target:
            place = _place_at(doc, token)
            if place is not None and place["country"]:
                return _place_actor(doc, place)
        if own is not None and not own["modifier"] and not own["sponsor"]:
            return own if own["kind"] != "pronoun" or own["code"] or own["name"] else None
        start, end = syntax.name_span(token)
        inside = _unique([actors[i] for i in range(start, end) if i in actors and not actors[i]["sponsor"]])
        if weapon and not as_target:
            return self._sender(doc, token, actors, draft, depth)
        site = as_target and token.lemma_.lower() in self.roles_of_places
        if site and inside and all(a["kind"] in ("country", "capital", "demonym") for a in inside):
            # "the Ankara headquarters of the party": whose it is goes before where it is
            owner = next((a for m, n in syntax.obliques(token) if m == "of" and (a := self._actor(doc, n, actors, as_target=True, draft=draft, depth=depth + 1))), None)
            if owner is not None and owner["kind"] not in ("country", "capital", "demonym"):
                return owner
        proper = [a for a in inside if a["kind"] != "demonym" or as_target or token.i == a["start"]]
        if proper:
            named = [a for a in proper if a["kind"] not in ("agent", "demonym", "country")] or proper
            chosen = dict(named[-1])
            if site and chosen["kind"] in ("country", "demonym", "capital"):
                chosen |= self._site(chosen["country"], token)
            return chosen
        if inside and not as_target and not weapon:
            used = dict(inside[0])
            if token.lemma_.lower() in self.lists.aircraft and used["country"] and not used["role"]:
                used |= {"role": "MIL", "agent_code": "MIL", "code": f"{used['country']}MIL", "actor_id": described_id(used["country"], "MIL"),
                         "name": None, "resolution": "description", "kind": "agent"}
            return used
        for possessor in syntax.genitive(token):
            actor = self._actor(doc, possessor, actors, as_target=as_target, draft=draft, depth=depth + 1)
            if actor is not None:
                return actor
        for mark, noun in syntax.obliques(token):
            if mark == "of" or (mark in ("belonging to", "from", "for", "to") and token.pos_ == "NOUN"):
                actor = self._actor(doc, noun, actors, as_target=as_target, draft=draft, depth=depth + 1)
                if actor is not None:
                    return actor
        acting = not as_target and syntax.label(token) == "nsubj" and any(syntax.label(c) in ("flat", "appos") for c in token.children)
        if token.pos_ == "PROPN" and own is None and (acting or _place_at(doc, token) is None):
            return _new_actor(doc, token, {"kind": "name", "actor_id": None, "name": doc[start:end].text, "resolution": "explicit"})
        if as_target:
            place = _place_at(doc, token)
            if place is not None and place["country"]:
                return _place_actor(doc, place)
            if token.lemma_.lower() in self.roles_of_places or token.lemma_.lower() in self.public_works:
                return _new_actor(doc, token, self._site(None, token))
        return None

    def _sender(self, doc: Doc, weapon: Token, actors: dict[int, Note], draft: Draft, depth: int) -> Note | None:
        """Who fired: "drones launched by the Houthis"."""
        for clause in syntax.clauses(weapon):
            for agent in syntax.agents(clause):
                return self._actor(doc, agent, actors, as_target=False, draft=draft, depth=depth + 1)
        for owner in syntax.genitive(weapon):
            actor = self._actor(doc, owner, actors, as_target=False, draft=draft, depth=depth + 1)
            if actor is not None:
                return actor  # "the factions' drones", "its missiles"
        start, end = syntax.name_span(weapon)
        users = [actors[i] for i in range(start, end) if i in actors and not actors[i]["sponsor"]]
        for user in users:
            if user["kind"] in ("group", "institution") or (user["kind"] == "agent" and user["actor_id"] and user["role"] in _FIGHTERS):
                return user  # "an *ETA* bomb", "*army* shells"
        return self._maker(doc, weapon, actors)

    @staticmethod
    def _maker(doc: Doc, weapon: Token, actors: dict[int, Note]) -> Note | None:
        """ "*Russian* missiles struck Odesa": the state whose arms they are, where no militia that it may have armed is spoken of (rule R53)."""
        start, end = syntax.name_span(weapon)
        states = [actors[i] for i in range(start, end) if i in actors and actors[i]["kind"] in ("demonym", "country") and not actors[i]["sponsor"]]
        if not states or weapon.lemma_.lower() == "drone":
            return None
        if any(_armed_by(a, states[0]["country"]) for a in doc._.actors or []):
            return None
        return {**states[0], "resolution": "implicit"}

    def _site(self, country: str | None, token: Token) -> Note:
        role = self.roles_of_places.get(token.lemma_.lower())
        return {"country": country, "role": role, "code": f"{country or ''}{role or ''}" or None, "agent_code": role, "resolution": "description",
                "kind": "agent", "actor_id": described_id(country, role), "name": None, "site": True}

    def _as_speaker(self, doc: Doc, actor: Note, context: Note, actors: dict[int, Note]) -> Note:
        """ "We hit the port," the Front said: we are the Front (rule R36)."""
        if actor["kind"] == "pronoun" and not actor["code"] and context["speaker"] is not None:
            speaker = actors.get(context["speaker"])
            if speaker is not None:
                return {**speaker, "start": actor["start"], "end": actor["end"], "text": actor["text"], "resolution": "pronoun"}
        return actor

    def _word_order(
        self, doc: Doc, span: Span, draft: Draft, actors: dict[int, Note], target: list[Note]
    ) -> tuple[list[Note], list[Note]]:
        """The nearest fitting actors before and after the trigger, as the classical sparse coders did."""
        fitting = _unique([a for i, a in sorted(actors.items()) if span.start <= i < span.end and a["code"] and not a["sponsor"]
                           and a["kind"] != "medium" and not a["modifier"]])
        before = [a for a in fitting if a["end"] <= draft.trigger.i and not any(_same(a, t) for t in target)
                  and not _led(doc, a)]
        after = [a for a in fitting if a["start"] > draft.trigger.i and a["start"] - draft.trigger.i < _REACH_DISTANCE]
        near = [a for a in before if not any(_finite(t) for t in doc[a["end"] : draft.trigger.i]) and syntax.label(doc[a["head"]]) not in _ACTED_ON]
        if not before or not (target or after or (near and (_finite(draft.trigger) or draft.code[:2] == "14"))):
            return [], target
        draft.fallback = True
        first = before[0] if before and before[0]["start"] - span.start <= _OPENS and doc[before[0]["end"]].text == "," else None
        return [near[-1] if near else first or before[-1]], target or after[:1]

    def _crowd(self, doc: Doc, slots: list[int]) -> list[Note]:
        """ "*Thousands* marched": people of whom only the number is told."""
        for i in slots:
            if doc[i].lemma_.lower() in self.lists.grammar["measures"] or doc[i].pos_ == "NUM":
                return [_new_actor(doc, doc[i], {"role": "CVL", "code": "CVL", "agent_code": "CVL", "plural": True})]
        return []

    def _behind(self, doc: Doc, draft: Draft, actors: dict[int, Note]) -> list[Note]:
        """ "Two died *in an Israeli strike*", "soldiers killed in a clash *with rebels*": whose act the one of the harm was."""
        for token in (doc[i] for i in draft.merged or [draft.act["trigger"]]):
            if token.lemma_.lower() not in self.lists.grammar["harm_verbs"]:
                continue
            phrases = syntax.obliques(token)
            for _, noun in (p for p in phrases if p[0] in ("in", "by", "during", "after") and p[1].lemma_.lower() in self.acts):
                others = [n for m, n in (*syntax.obliques(noun), *phrases) if m in ("with", "by") and n.i > noun.i]
                for who in (*others, *syntax.genitive(noun), *(m for m in syntax.modifiers(noun) if m.i in actors)):
                    actor = actors.get(who.i)
                    if actor is not None and actor["code"] and not actor["sponsor"] and actor["kind"] != "medium":
                        return [actor]
        return []

    @staticmethod
    def _dispersed(number: int, before: list[Note], source: list[Note]) -> list[Note]:
        """ "The police fired tear gas": at those who protested in the sentences before."""
        for event in reversed(before):
            if number - event["sentence"] > _STAYS:
                return []
            if event["code"][:2] == "14" and event["source"] and not any(_same(a, s) for a in event["source"] for s in source):
                return [{**a, "resolution": "implicit"} for a in event["source"]]
        return []

    @staticmethod
    def _author(doc: Doc, act: Note, before: list[Note], source: list[Note]) -> list[Note]:
        """ "condemned *the raid*": whoever did the last violent act that was told."""
        noun = doc[act["inner"][0]]
        if noun.pos_ != "NOUN" or not any(c.lower_ in ("the", "this", "that", "these") for c in noun.children):
            return []
        last = next((e for e in reversed(before) if e["code"][:2] in ("17", "18", "19", "20") and e["source"]), None)
        return [a for a in last["source"] if not any(_same(a, s) for s in source)] if last is not None else []

    def _victims(self, doc: Doc, casualties: list[Note], actors: dict[int, Note]) -> list[Note]:
        for casualty in casualties:
            if casualty["kind"] in ("killed", "wounded", "arrested", "captured") and casualty["head"] is not None:
                actor = actors.get(casualty["head"])
                if actor is not None and actor["code"] and not actor["sponsor"]:
                    return [actor]
        return []

    @staticmethod
    def _counted(doc: Doc, casualties: list[Note], source: list[Note]) -> list[Note]:
        """ "A bomb killed *290*": the dead of whom only the number is told, unless a state may have struck its enemies."""
        if any(s["role"] not in _ARMED | {"CRM", "CVL", "OPP"} for s in source):
            return []
        for casualty in casualties:
            if casualty["kind"] in ("killed", "wounded") and casualty["low"] and casualty["head"] is None and not casualty["military"] and not casualty["victims"]:
                return [_new_actor(doc, doc[casualty["token"]], {"role": "CVL", "code": "CVL", "agent_code": "CVL", "plural": True, "side": "civilian"})]
        return []

    @staticmethod
    def _act(draft: Draft, number: int, drafts: list[Draft]) -> Act:
        others = frozenset(t for d in drafts if d is not draft for t in d.tokens) - draft.tokens
        return Act(draft.trigger, frozenset(draft.tokens), others, draft.code, draft.context["certainty"], number, bool(draft.act["noun"]), draft.context["zone"])

    # ---- harm, place, date -------------------------------------------------------------------------------------

    def _casualties(self, doc: Doc, number: int, draft: Draft, drafts: list[Draft], *, violent: bool) -> list[Note]:
        """The tolls that belong to this act: told by its own words, or by anyone if it is the sentence's only act."""
        if draft.act["chain"]:
            return []
        tolls = [c for c in doc._.casualties or [] if c["sentence"] == number]
        kinds = {"killed", "wounded", "missing", "displaced", "captured", "hostages"} if violent else {"arrested", "killed", "wounded"}
        if draft.type in ("arrest", "search_raid", "repression"):
            kinds = {"arrested", "killed", "wounded", "captured"}
        tolls = [c for c in tolls if c["kind"] in kinds]
        able = [d for d in drafts if not d.act["chain"] and (self.codes.type(d.type).violent or d.type in ("arrest", "protest", "repression", "riot"))]
        if len(able) <= 1:
            return tolls if able and able[0] is draft else []
        return [c for c in tolls if self._nearest(doc, c, able) is draft]

    @staticmethod
    def _nearest(doc: Doc, casualty: Note, drafts: list[Draft]) -> Draft:
        """The act a toll belongs to: the one whose words hold it in the parse, else the nearest."""
        for step in syntax.path_up(doc[casualty["token"]], 8):
            for draft in drafts:
                if step.i in draft.tokens:
                    return draft
        return min(drafts, key=lambda d: min(abs(t - casualty["token"]) for t in d.tokens))


def _of_state(actors: list[Note]) -> bool:
    """Whether one of the actors is a state, one of its bodies, or an armed group."""
    return any((a["role"] in _PUBLIC_ROLES and a["country"]) or a["kind"] in ("country", "capital", "group", "institution", "leader") for a in actors)


def _of_others(effect: Draft, cause: Draft) -> bool:
    """Whether harm was done by others than the act beside it: "jets bombed two camps, days after *gunmen killed* 148"."""
    own = syntax.own_subjects(effect.trigger)
    if not own or syntax.is_passive(effect.trigger) or not effect.source or cause.act["noun"] or syntax.clause_mark(effect.trigger) not in ("after", "since"):
        return False
    return not any(i in cause.source for i in effect.source) and cause.trigger.i not in effect.source and effect.trigger.doc[effect.source[0]].pos_ != "PRON"


def _trust(act: Note) -> float:
    """How far the decider's opinion lowers the confidence: a proposal is worth its probability, a reading loses at most a third."""
    if "probability" not in act:
        return 1.0
    p = float(act["probability"])
    return p if act["rule"].startswith("model.") else 0.67 + 0.33 * p


def _led(doc: Doc, actor: Note) -> bool:
    """Whether a preposition stands right before the phrase of an actor: "*with* the rebels", but not "*on* Friday rebels"."""
    i = actor["start"] - 1
    while i >= 0 and doc[i].pos_ in ("DET", "NUM", "ADJ", "PRON") and doc[i].ent_type_ != "DATE" and doc[i + 1].pos_ != "PRON":
        i -= 1
    return i >= 0 and doc[i].pos_ == "ADP"


def _by_token(actors: list[Note]) -> dict[int, Note]:
    found: dict[int, Note] = {}
    for actor in actors:
        for i in range(actor["start"], actor["end"]):
            if i not in found or found[i]["modifier"]:
                found[i] = actor
    return found


def _unique(actors: list[Note]) -> list[Note]:
    found: list[Note] = []
    for actor in actors:
        if not any(actor is f for f in found):
            found.append(actor)
    return found


def _together(draft: Draft) -> bool:
    """Whether what several do they do with each other: "Georgia and Turkmenistan *agreed*", "*held talks*", "*share* intelligence"."""
    return draft.trigger.lemma_.lower() == "agree" or draft.code.startswith(("04", "06", "057"))


def _same(a: Note, b: Note) -> bool:
    if a["actor_id"] and b["actor_id"]:
        return bool(a["actor_id"] == b["actor_id"])
    return bool(a["start"] == b["start"])


def _head_token(doc: Doc, start: int, end: int) -> Token:
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None else doc[0]


def _new_actor(doc: Doc, token: Token, values: dict[str, Any]) -> Note:
    start, end = syntax.name_span(token)
    base: Note = {
        "start": start, "end": end, "head": token.i, "kind": "agent", "text": doc[start:end].text, "actor_id": None, "name": None,
        "country": None, "role": None, "code": None, "agent_code": None, "group": None, "resolution": "description", "side": None,
        "subset": None, "modifier": False, "sponsor": False, "former": False, "definite": False, "plural": False, "agent": None,
    }
    return {**base, **values}


def _party(actor: Note) -> str | None:
    """The side an actor stands on in a fight: his group, his state, or the armed men he is one of; None for everybody else."""
    entry = load_actors().by_id.get(actor["actor_id"] or "")
    if entry is not None and entry.kind == GROUP:
        return entry.actor_id
    if actor["role"] in _ARMED:
        return str(actor["code"])
    return str(actor["country"]) if actor["country"] and actor["role"] in _STATE else None


def _finite(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and token.tag_ in ("VBD", "VBZ", "VBP", "MD")


def _armed_man(actor: Note) -> Note:
    """ "Two *men* sprayed the hall with bullets": whoever shoots or blows up without being more than a man is an armed one."""
    if actor["kind"] != "agent" or actor["agent"] not in _ANYBODY or actor["role"] != "CVL" or actor["resolution"] != "description":
        return actor
    return {**actor, "role": "UAF", "agent_code": "UAF", "code": f"{actor['country'] or ''}UAF", "actor_id": described_id(actor["country"], "UAF")}


def _local(actor: Note, country: str | None) -> Note:
    """ "Residents", "a refinery", "police": without a country of their own they are of the one where it happened."""
    own = (actor.get("site") and actor["role"] is None) or actor["role"] in _LOCAL_ROLES
    if country is None or actor["country"] is not None or actor["kind"] != "agent" or actor["actor_id"] is not None or not own:
        return actor
    return {**actor, "country": country, "code": f"{country}{actor['agent_code'] or actor['role'] or ''}", "actor_id": described_id(country, actor["role"])}


def _armed_by(actor: Note, country: str) -> bool:
    """Whether an actor may fight with what a state made: a group of that state or armed by it, or one of which neither is known."""
    if actor["sponsor"]:
        return bool(actor["country"] == country)
    if actor["role"] not in ("UAF", "REB", "PRM"):
        return False
    entry = load_actors().by_id.get(actor["actor_id"] or "")
    return actor["country"] in (None, country) or (entry is not None and country in entry.sponsors)


def _place_at(doc: Doc, token: Token) -> Note | None:
    """The place that a token is (part of) the name of."""
    return next((p for p in doc._.places or [] if p["first"] <= token.i < p["last"] and not p["again"]), None)


def _place_actor(doc: Doc, place: Note) -> Note:
    """A place acted on stands for its country: "fired missiles at Bel"."""
    return _new_actor(doc, doc[place["token"]], {
        "start": place["first"], "end": place["last"], "text": place["text"], "kind": "country", "actor_id": place["country"].lower(),
        "name": place["country"], "country": place["country"], "code": place["country"], "resolution": "metonym",
    })


@Language.factory("coder_events", assigns=["doc._.events"], requires=["doc._.actors", "doc._.actions", "doc._.context"])
def make_events(nlp: Language, name: str) -> Events:
    return Events(load_codes(), load_words(), name)
