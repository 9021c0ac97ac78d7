"""coder_context: how sure, who says so, and whether it happened at all.

For every act found by `coder_actions`, one dict in `doc._.context` (same order): polarity, certainty, conditional,
event kind, attribution, zone, and `drop`, the reason for not coding it at all (figurative, sport, boilerplate).
The strongest hedge wins: hypothetical > planned > denied > claimed > reported > asserted (rules R26-R44, R64, R65).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from coder.language import syntax
from coder.ontology.phrases import PhraseIndex, Word, words
from coder.ontology.words import Words, load_words
from coder.pipeline.annotations import Note, in_capitals, sentences
from coder.pipeline.crime import Crime, Evidence

#: letters of the lead: acts in the first sentences of an article
_LEAD_SENTENCES = 2
_MATERIAL = ("06", "07", "08", "14", "15", "16", "17", "18", "19", "20")
#: different cues (a strong one counts thrice) that make a whole article one of sport, business …
_CUES_OF_AN_ARTICLE = 4
#: … if they stand in at least one of so many of its sentences
_SPREAD = 8
#: roots whose acts in the simple present are habits ("funds and arms the group"); "gunmen kill 12" is the present of headlines
_HABITS = ("06", "07")


#: roots of acts that, where they last for weeks, are a campaign, and types of those that are one act however long it lasts
_LASTING = ("15", "18", "19", "20")
#: what a noun in apposition compares the act with that its sentence told: "…, the *first* such raid since the truce"
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "latest", "last"})
_LONG_HELD = frozenset({"abduction", "hostage_taking", "hijacking", "blockade", "siege", "territory_captured"})
#: topics whose harm is nobody's act, while help and talk in them are ("USAID sent tents after the earthquake")
_TOPICS_OF_HARM = frozenset({"weather", "accident", "disaster", "health", "science"})
_ARMED_ROLES = frozenset({"MIL", "REB", "UAF", "PRM"})
_POLITICAL_ROLES = frozenset({"GOV", "COP", "LEG", "OPP", "PTY", "IGO"})


@dataclass(frozen=True)
class View:
    """A Doc and what of it every judgement needs, made once: spaCy builds `doc.text` anew each time it is asked for."""

    doc: Doc
    text: str
    spans: list[Span]
    words: list[Word]
    #: by sentence: its topic if that is none of ours, and its cues
    topics: list[str | None]
    cues: list[list[Any]]
    #: what speaks for ordinary crime and what for a public matter
    evidence: Evidence
    #: character ranges in quotation marks
    quotes: list[tuple[int, int]]
    #: index of the first sentence after the title
    first_body: int


class Context:
    """Judge each act of a Doc and write the judgements to `doc._.context`."""

    def __init__(self, lists: Words, name: str = "coder_context") -> None:
        self.name = name
        self.lists = lists
        c = lists.context
        self.modals = frozenset(c["hypothetical"]["modals"])
        self.future = frozenset(c["future"]["auxiliaries"])
        self.unsure = frozenset(w for k in ("verbs", "nouns", "adjectives") for w in c["hypothetical"].get(k, []))
        self.planning = frozenset(w for k in ("verbs", "nouns", "adjectives") for w in c["future"].get(k, []))
        self.conditions = frozenset(c["conditional"])
        self.not_done = frozenset(c["negation"].get("verbs", []))
        self.speech = {v: kind for kind, verbs in c["speech"].items() for v in verbs}
        self.media = frozenset(c["source_nouns"].get("media", []))
        self.role_of = {w: role for role, ws in c["source_nouns"].items() for w in ws}
        self.purpose_nouns = frozenset(c["purpose"].get("nouns", []))
        self.purpose_verbs = frozenset(c["purpose"].get("verbs", []))
        self.traces = frozenset(c["negation"]["traces"])
        self.habits = frozenset(c["habitual"]["adverbs"])
        self.usual = frozenset(c["habitual"]["adjectives"])
        self.descriptive = frozenset(c["habitual"]["relative"])
        self.durations = frozenset(c["aggregate"]["durations"])
        self.beginnings = frozenset(c["aggregate"]["beginnings"])
        self.cues = self._cue_index(c)
        self.topics = self._topic_index(c)
        self.mishaps: PhraseIndex[str] = PhraseIndex()
        self.mishaps.add_all(c["mishaps"], "mishap")
        self.mishaps.freeze()
        self.figurative = self._figurative(c)
        self.measures = frozenset(c["measures"])
        self.authority_only = tuple(c["authority_only"])
        self.boilerplate = c["boilerplate"]
        self.boilerplate_starts = tuple(c["boilerplate"]["starts"])
        self.crime = Crime(lists.crime)

    @staticmethod
    def _cue_index(c: Any) -> PhraseIndex[str]:
        index: PhraseIndex[str] = PhraseIndex()
        for kind in ("adverbs", "phrases"):
            index.add_all(c["hedges"].get(kind, []), "hedge")
            index.add_all(c["hypothetical"].get(kind, []), "hypothetical")
            index.add_all(c["habitual"].get(kind, []), "habitual")
            index.add_all(c["aggregate"].get(kind, []), "aggregate")
            index.add_all(c["background"].get(kind, []), "background")
        index.add_all(c["hedges"].get("adjectives", []), "hedge")
        index.add_all(c["attribution"].get("before", []), "according")
        index.add_all(c["attribution"].get("after", []), "quoted")
        index.add_all(c["figurative"]["phrases"], "figurative")
        # longer phrases that hold a cue and take its force away: found first, they keep the cue from being seen
        index.add_all(c["aggregate"].get("not_aggregate", []), "nothing")
        index.add_all(c["attribution"].get("inside", []), "nothing")
        return index.freeze()

    @staticmethod
    def _topic_index(c: Any) -> PhraseIndex[tuple[str, bool]]:
        index: PhraseIndex[tuple[str, bool]] = PhraseIndex()
        for topic, cues in c["topics"].items():
            index.add_all(cues.get("strong", []), (topic, True))
            index.add_all(cues.get("weak", []), (topic, False))
        return index.freeze()

    def _figurative(self, c: Any) -> dict[str, list[tuple[str, frozenset[str]]]]:
        """trigger lemma -> (where to look, lemmas that make it a figure of speech)."""
        found: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for where in ("objects", "direct_objects", "subjects", "modifiers"):
            for entry in c["figurative"].get(where, []):
                lemmas: set[str] = set()
                for item in entry[where]:
                    lemmas |= self.lists.families[item[1:-1]] if item.startswith("<") else {item}
                for trigger in entry["triggers"]:
                    found.setdefault(trigger, []).append((where, frozenset(lemmas)))
        return found

    def __call__(self, doc: Doc) -> Doc:
        doc._.context = self.judge(doc)
        return doc

    def judge(self, doc: Doc) -> list[Note]:
        spans, text = sentences(doc), doc.text
        text_words = words(text)
        own = [_within(text_words, s) for s in spans]
        view = View(
            doc, text, spans, text_words, self._topics(text, spans, own), [list(self.cues.find(text, w)) for w in own],
            self.crime.weigh(text, own, doc._.actors or []), _quoted(text),
            next((i for i, s in enumerate(spans) if s.start_char >= doc._.body_start), 0),
        )
        return [self._judge(view, act) for act in doc._.actions or []]

    def _judge(self, view: View, act: Note) -> Note:
        doc, sentence, cues = view.doc, view.spans[act["sentence"]], view.cues[act["sentence"]]
        trigger = doc[act["trigger"]]
        headline = sentence.start_char < doc._.body_start
        quoted = any(a <= trigger.idx < b for a, b in view.quotes)
        lead = not headline and act["sentence"] < view.first_body + _LEAD_SENTENCES
        kinds = {k for m in cues for k in m.payloads}
        speech = self._attribution(doc, trigger, sentence, cues)
        drop = self._drop(view, act, trigger)
        certainty = self._certainty(act, trigger, headline=headline, kinds=kinds, speech=speech)
        kind = self._kind(act, trigger, sentence, headline=headline, kinds=kinds, cues=cues)
        zone = "headline" if headline else "boilerplate" if drop == "boilerplate" else "quote" if quoted else "lead" if lead else "body"
        return {
            "polarity": "negated" if self._negated(trigger, act) else "affirmed",
            "certainty": certainty, "conditional": self._conditional(trigger) or self._on_condition(trigger, act), "kind": kind, "zone": zone,
            "quoted": quoted, "background": "background" in kinds, "drop": drop,
            "ordinary": self.crime.ordinary(act, view.evidence, doc._.actors or []), **speech,
        }

    # ---- certainty ---------------------------------------------------------------------------------------------

    def _certainty(self, act: Note, trigger: Token, *, headline: bool, kinds: set[str], speech: Note) -> str:
        # a threat, a refusal, a demand: the auxiliary is the act itself and no hedge
        spoken = (act["chain"][-1:] == ["will"] and act["code"].startswith("13")) or act["chain"][-1:] == ["will_not"] or _wanted(act)
        # nor is the "would" of "said it would free them", which is the future of what was said
        if self._hypothetical(trigger, act, own_modals=not spoken and act["chain"][-1:] != ["will"]):
            return "hypothetical"
        if not spoken and (act["chain"][-1:] == ["will"] or self._planned(trigger, act, headline=headline)):
            return "planned"
        if speech["speech_class"] == "deny":
            return "denied"
        if speech["speech_class"] == "claim" and not speech["by_media"]:
            return "claimed"
        if (speech["attribution"] and not _wanted(act)) or "hedge" in kinds:
            return "reported"
        return "asserted"

    def _hypothetical(self, trigger: Token, act: Note, *, own_modals: bool) -> bool:
        if own_modals and any(a.lower_ in self.modals for a in self._auxiliaries(trigger, act)):
            return True
        if self._conditional(trigger) or (not act["chain"] and self._demanded(trigger)):
            return True
        step = trigger
        for _ in range(4):
            above = step.head
            if above.i == step.i:
                return False
            lemma = above.lemma_.lower()
            if lemma in self.unsure and step.dep_ not in ("nsubj", "nsubj:pass", "nsubjpass") and above.i not in act["covered"]:
                return True
            # "the attack would be the deadliest in years"
            appraised = act["noun"] and step.i == trigger.i and step.dep_ == "nsubj" and above.pos_ in ("ADJ", "NOUN")
            if (above.pos_ in ("VERB", "AUX") or appraised) and (step.dep_ in ("ccomp", "xcomp", "obj", "obl", "dobj") or (act["noun"] and step.dep_ == "nsubj")):
                if any(a.lower_ in self.modals for a in syntax.auxiliaries(above)) and lemma not in self.speech:
                    return True
            if step.dep_ in ("advcl", "parataxis", "conj", "root") or step.dep_.endswith("relcl"):
                if step.dep_ != "conj":
                    return False
            step = above
        return False

    def _demanded(self, trigger: Token) -> bool:
        """ "demanded that he halt the advance and *pull* back", "told them to leave or be *bombed*": the rest of what is asked, and the else."""
        if syntax.label(trigger) == "xcomp":
            trigger = trigger.head  # "or *see* them bombed"
        above = trigger.head
        if syntax.label(trigger) != "conj" or trigger.pos_ != "VERB" or above.pos_ != "VERB":
            return False
        if any(c.lower_ == "or" for c in trigger.children) and (syntax.has_to(above) or above.tag_ == "VB"):
            return True
        asked = syntax.label(above) == "ccomp" and self.speech.get(above.head.lemma_.lower()) == "demand"
        return asked and {above.tag_, trigger.tag_} <= {"VB", "VBP"}

    def _conditional(self, trigger: Token) -> bool:
        for step in syntax.path_up(trigger, 4):
            mark = syntax.clause_mark(step)
            if mark in self.conditions or (mark == "as" and step.head.lower_ == "long") or (mark == "until" and step.tag_ in ("VBZ", "VBP")):
                return True
        return False

    def _on_condition(self, trigger: Token, act: Note) -> bool:
        """ "Unless Israel withdraws, Hezbollah will attack": an intention that hangs on a condition."""
        return act["chain"][-1:] == ["will"] and any(syntax.clause_mark(c) in self.conditions for c in syntax.clauses(trigger))

    def _planned(self, trigger: Token, act: Note, *, headline: bool) -> bool:
        if any(a.lower_ in self.future for a in self._auxiliaries(trigger, act)):
            return True
        if trigger.pos_ in ("VERB", "AUX") and syntax.has_to(trigger) and not any(a.lemma_.lower() == "have" for a in syntax.auxiliaries(trigger)):
            if syntax.label(trigger) == "xcomp" and trigger.head.lemma_.lower() in self.lists.grammar["implicative"]:
                return False
            return True
        above = trigger.head
        if trigger.pos_ in ("NOUN", "PROPN") and above.i != trigger.i and above.pos_ in ("VERB", "NOUN"):
            if syntax.has_to(above) and not (syntax.label(above) == "xcomp" and above.head.lemma_.lower() in self.lists.grammar["implicative"]):
                return True
            if any(a.lower_ in self.future for a in syntax.auxiliaries(above)) and syntax.label(trigger) in ("obj", "dobj", "nsubj", "nsubj:pass", "nsubjpass", "obl"):
                return True
            if above.lemma_.lower() in self.planning and syntax.label(trigger) in ("obj", "dobj", "obl", "nmod"):
                return True
            mark = syntax.preposition(trigger)
            if mark in ("of", "for", "on") and above.lemma_.lower() in self.purpose_nouns:
                return True
        if trigger.tag_ == "VBG" and trigger.pos_ == "VERB" and above.lemma_.lower() in (self.purpose_nouns | self.planning | self.purpose_verbs):
            return syntax.label(trigger) in ("acl", "advcl", "pcomp", "obl", "nmod", "xcomp")
        return headline and trigger.i > 0 and trigger.nbor(-1).lower_ == "to" and trigger.pos_ == "VERB"

    @staticmethod
    def _auxiliaries(trigger: Token, act: Note) -> list[Token]:
        if trigger.pos_ in ("VERB", "AUX"):
            return syntax.auxiliaries(trigger)
        light = act["light"]
        # an auxiliary at a noun shows a verb that was read as one: "they may yet *plant* bombs"
        return syntax.auxiliaries(trigger.doc[light]) if light is not None else syntax.children(trigger, "aux")

    # ---- polarity ----------------------------------------------------------------------------------------------

    def _negated(self, trigger: Token, act: Note) -> bool:
        if act["chain"][-1:] == ["will_not"]:
            return False
        if syntax.negations(trigger):
            return True
        if trigger.pos_ == "VERB" and any(c.lower_ in ("no", "neither") for o in syntax.objects(trigger) for c in syntax.negations(o)):
            return True  # "carried out no strikes"
        for subject in syntax.own_subjects(trigger):
            if subject.lower_ in ("nobody", "none") or any(c.lower_ in ("no", "neither") for c in subject.children):
                return True
        carriers = [trigger.doc[act["light"]]] if act["light"] is not None else []
        if trigger.pos_ in ("NOUN", "PROPN") and syntax.label(trigger) in ("obj", "dobj", "nsubj:pass", "nsubjpass", "nsubj"):
            carriers.append(trigger.head)
        carriers += [trigger.head] if syntax.label(trigger) == "xcomp" else []
        if any(syntax.negations(c) for c in carriers if c.pos_ in ("VERB", "AUX")):
            return True
        if syntax.label(trigger) in ("xcomp", "advcl", "ccomp", "obl", "pcomp") and trigger.head.lemma_.lower() in self.not_done:
            return True
        trace = trigger.head
        if trace.lemma_.lower() in self.traces and syntax.label(trigger) == "nmod":
            # "nobody has found a trace of the battle"
            nobody = any(s.lower_ in ("nobody", "none", "neither") for s in syntax.own_subjects(trace.head))
            if nobody or syntax.negations(trace) or (trace.head.pos_ in ("VERB", "AUX") and syntax.negations(trace.head)):
                return True
        mark = syntax.clause_mark(trigger) if trigger.pos_ == "VERB" else syntax.preposition(trigger)
        if mark == "without":
            return True
        if syntax.label(trigger) == "conj" and trigger.head.pos_ == "VERB" and any(c.lower_ in ("or", "nor") for c in trigger.children):
            return bool(syntax.negations(trigger.head))
        return False

    # ---- one or many -------------------------------------------------------------------------------------------

    def _kind(self, act: Note, trigger: Token, sentence: Span, *, headline: bool, kinds: set[str], cues: list[Any]) -> str:
        root = (act["code"] or "")[:2]
        if act["chain"]:
            return "specific"
        if self._since(trigger) or self._began(trigger) or (self._lasts(trigger) and root in _LASTING and act["type"] not in _LONG_HELD):
            return "aggregate"
        if self._describes(trigger) or (act["noun"] and trigger.tag_ == "NNS" and syntax.label(trigger) == "nsubj" and trigger.head.lemma_.lower() in self.usual):
            return "habitual"
        if "habitual" in kinds or any(t.lower_ in self.habits for t in sentence if abs(t.i - trigger.i) < 6):
            return "habitual"
        if trigger.tag_ in ("VBZ", "VBP") and trigger.pos_ == "VERB" and not headline and root in _HABITS:
            if not any(t.ent_type_ == "DATE" for t in sentence) and not syntax.auxiliaries(trigger) and not in_capitals(sentence.text):
                return "habitual"
        many = [m for m in cues if "aggregate" in m.payloads and not _ranked(sentence, m)]
        if root in _MATERIAL and any(abs(m.start - trigger.idx) < 120 for m in many):
            return "aggregate"
        if any(trigger.doc[i].lemma_.lower() in self.lists.grammar["quantifiers"] for i in act["target"]) and root in _MATERIAL and not act["effect"]:
            return "aggregate"
        auxiliaries = syntax.auxiliaries(trigger)
        if not auxiliaries and syntax.label(trigger) == "conj" and trigger.head.pos_ == "ADJ":
            auxiliaries = syntax.auxiliaries(trigger.head)  # "is armed and financed by"
        passive_present = all(a.lower_ in ("is", "are") for a in auxiliaries) and bool(auxiliaries)
        if passive_present and trigger.tag_ == "VBN" and root in ("06", "07") and not headline:
            return "habitual"
        plural_noun = trigger.tag_ in ("NNS", "NNPS") and root in ("15", "17", "18", "19", "20") and act["noun"]
        counted = any(syntax.label(c) == "nummod" for c in trigger.children)
        if plural_noun and not counted and act["type"] != "armed_clash" and act["light"] is None and syntax.label(trigger) not in ("nsubj",) and not self._has_harm(trigger.doc, act):
            return "aggregate"
        return "specific"

    @staticmethod
    def _has_harm(doc: Doc, act: Note) -> bool:
        """Whether the sentence tells whom the acts harmed: "23 people were *killed* in a series of bombings" is one event."""
        return any(a["sentence"] == act["sentence"] and a["effect"] for a in doc._.actions or [])

    @staticmethod
    def _since(trigger: Token) -> bool:
        """ "Since the outbreak of the war they have attacked": a campaign, not one attack (rule R42)."""
        verb = trigger if trigger.pos_ == "VERB" else trigger.head
        if not any(a.lemma_.lower() == "have" for a in syntax.auxiliaries(verb)):
            return False
        return any(mark == "since" for mark, _ in syntax.obliques(verb)) or any(syntax.clause_mark(c) == "since" for c in syntax.clauses(verb))

    def _began(self, trigger: Token) -> bool:
        """ "since the *protests* began": from when on something is counted."""
        verb = trigger.head
        return syntax.label(trigger) == "nsubj" and verb.lemma_.lower() in self.beginnings and syntax.clause_mark(verb) == "since"

    def _lasts(self, trigger: Token) -> bool:
        """ "a month of *fighting*", "have *fired* on the towns for four years": a campaign, not one act (rule R42)."""
        if syntax.preposition(trigger) == "of" and trigger.head.lemma_.lower() in self.durations:
            return True
        verb = trigger if trigger.pos_ == "VERB" else trigger.head
        return any(mark == "for" and noun.lemma_.lower() in self.durations for mark, noun in syntax.obliques(verb))

    def _describes(self, trigger: Token) -> bool:
        """ "the militias that *fought* in the south", "Ruritania, which *armed* the rebels": who somebody is (rules R43, R44)."""
        clause = trigger.head if syntax.label(trigger) == "conj" and trigger.head.pos_ == "VERB" else trigger
        if trigger.lemma_.lower() not in self.descriptive or not syntax.label(clause).endswith("relcl") or trigger.pos_ != "VERB":
            return False
        return not any(t.ent_type_ in ("DATE", "CARDINAL") or t.pos_ == "NUM" for t in clause.subtree)

    # ---- who says so -------------------------------------------------------------------------------------------

    def _attribution(self, doc: Doc, trigger: Token, sentence: Span, cues: list[Any]) -> Note:
        """The speaker of the clause the act stands in: text, role, class of the verb, and the medium that relays."""
        none: Note = {"attribution": None, "attribution_role": None, "relayed_by": None, "speech_class": None,
                      "by_media": False, "speaker": None}
        speakers: list[tuple[Token, str]] = []
        step = trigger
        for _ in range(6):
            above = step.head
            if above.i == step.i:
                break
            kind = self.speech.get(above.lemma_.lower())
            if kind and above.pos_ == "VERB" and syntax.label(step) in ("ccomp", "parataxis", "xcomp", "advcl", "obj", "dobj", "acl"):
                speakers += [(s, kind) for s in syntax.subjects(above)[:1] if s.i != trigger.i]
            step = above
        for verb in sentence:
            if verb.pos_ == "VERB" and verb.lemma_.lower() in self.speech and syntax.label(verb) in ("parataxis", "ROOT", "root", "ccomp", "conj"):
                quoted_before = verb.i > trigger.i and verb.i >= sentence.end - 14
                if quoted_before and not any(v.i == verb.i for v, _ in speakers):
                    subject = syntax.own_subjects(verb)
                    following = [t for t in doc[verb.i + 1 : min(verb.i + 4, sentence.end)] if t.pos_ in ("NOUN", "PROPN")]
                    speakers += [(s, self.speech[verb.lemma_.lower()]) for s in (subject or following)[:1] if s.i != trigger.i]
        for cue in cues:
            if "according" in cue.payloads:
                found = [t for t in sentence if t.idx >= cue.end and t.pos_ in ("NOUN", "PROPN")]
                if found:
                    speakers.append((_phrase_head(found[0]), "neutral"))
        unique = [(s, k) for n, (s, k) in enumerate(speakers) if s.i not in {x.i for x, _ in speakers[:n]}]
        if not unique:
            return none
        media = [(s, k) for s, k in unique if self._is_medium(doc, s)]
        people = [(s, k) for s, k in unique if (s, k) not in media]
        speaker, kind = (people or media)[0]
        note = dict(none)
        note |= {
            "attribution": _text(doc, speaker), "attribution_role": self._role(doc, speaker), "speech_class": kind,
            "by_media": not people, "speaker": speaker.i,
            "relayed_by": _text(doc, media[0][0]) if media and people else None,
        }
        return note

    def _is_medium(self, doc: Doc, token: Token) -> bool:
        if token.lemma_.lower() in self.media:
            return True
        return any(a["kind"] == "medium" and a["start"] <= token.i < a["end"] for a in doc._.actors or [])

    def _role(self, doc: Doc, token: Token) -> str | None:
        if self._is_medium(doc, token):
            return "media"
        if token.lemma_.lower() in self.role_of:
            return self.role_of[token.lemma_.lower()]
        roles = {"GOV": "government", "MIL": "military", "COP": "police", "JRN": "media", "NGO": "ngo", "IGO": "igo",
                 "REB": "rebel", "UAF": "rebel", "PRM": "party_to_conflict", "MED": "medical"}
        for actor in doc._.actors or []:
            if actor["start"] <= token.i < actor["end"] and actor["role"] in roles:
                return roles[actor["role"]]
        return None

    # ---- not events --------------------------------------------------------------------------------------------

    def _drop(self, view: View, act: Note, trigger: Token) -> str | None:
        """Why an act is not coded at all, or None."""
        doc, sentence, cues = view.doc, view.spans[act["sentence"]], view.cues[act["sentence"]]
        line = _line(view.text, trigger.idx).strip()
        lowered = line.lower()
        if lowered.startswith(self.boilerplate_starts) or any(s in lowered for s in self.boilerplate["contains"]):
            return "boilerplate"
        if lowered.strip(" .:!") in self.boilerplate["whole"]:
            return "boilerplate"
        bodily = (act["code"] or "")[:2] in ("14", "15", "17", "18", "19", "20")
        if bodily and any("figurative" in cue.payloads and cue.start <= trigger.idx < cue.end for cue in cues):
            return "figurative"
        talk = (act["code"] or "")[:2] == "04"  # "met with disbelief", "spoke with one voice"
        if (bodily or talk) and (self._is_figurative(act, trigger) or (bodily and self._compared(trigger))):
            return "figurative"
        if bodily and self._is_charge(doc, act, trigger):
            return "content of a charge"
        topic = view.topics[act["sentence"]]
        measure = topic in _TOPICS_OF_HARM and (act["inner_code"] or act["code"]) in self.measures  # a curfew against a disease
        of_topic = bodily or measure or topic not in _TOPICS_OF_HARM or act["type"] in self.crime.by_law
        if topic is not None and of_topic and not self._political(doc, act, topic, armed_only=measure or topic in ("sport", "entertainment")):
            return topic
        if bodily and act["noun"] and self._compares(trigger):
            return "comparison"
        if act["chain"][-1:] == ["intend"] and trigger.tag_ in ("VBD", "VBN") and any(c.lower_ == "the" for i in act["inner"] for c in doc[i].children):
            return "plan of a told act"  # "is said to have planned the massacre"
        if act["effect"] and not act["source"] and not self._has_cause(doc, act):
            own = _within(view.words, sentence)
            if any(True for _ in self.mishaps.find(view.text, own)):
                return "accident"
        if (act["code"] or "").startswith(self.authority_only):
            doers = [a for a in doc._.actors or [] if not a["modifier"] and any(a["start"] <= i < a["end"] for i in act["source"])]
            if doers and all(a["role"] in self.crime.private - {"UAF", "CRM", "UNK"} for a in doers):
                return "no authority"
        if syntax.label(trigger) in ("acl", "advcl", "xcomp") and trigger.head.lemma_.lower() in ("found", "establish", "form", "create") and syntax.has_to(trigger):
            return "purpose"
        return None

    @staticmethod
    def _compares(trigger: Token) -> bool:
        """ "They raided the town, *the first such raid* since the truce": said of the act that the sentence told."""
        start, modifiers = syntax.name_span(trigger)[0], syntax.modifiers(trigger)
        while start > 0 and trigger.doc[start - 1].pos_ in ("DET", "ADJ"):
            start -= 1
        apart = start > 0 and trigger.doc[start - 1].lower_ in (",", "–", "—")
        return apart and any(map(_ranks, modifiers)) and (
            syntax.label(trigger) in ("appos", "obj", "conj", "dobj") or any(m.lower_ == "such" for m in modifiers))

    @staticmethod
    def _compared(trigger: Token) -> bool:
        """ "It was like a bomb going off": a comparison."""
        return any(
            syntax.preposition(step) in ("like", "unlike") or syntax.clause_mark(step) == "like" for step in syntax.path_up(trigger, 3)
        )

    @staticmethod
    def _is_charge(doc: Doc, act: Note, trigger: Token) -> bool:
        """What somebody is arrested, tried or investigated *for* is no fresh act (rules R33, R65)."""
        charging = {a["trigger"] for a in doc._.actions or [] if a["sentence"] == act["sentence"]
                    and (a["code"] or "").startswith(("09", "112", "115", "116", "173"))}
        if not charging or act["trigger"] in charging:
            return False
        led = False
        for step in syntax.path_up(trigger, 5):
            led = led or (syntax.preposition(step) or syntax.clause_mark(step)) in ("for", "of", "over", "with", "into", "to", "in")
            if step.head.i in charging:
                return led
        return False

    @staticmethod
    def _has_cause(doc: Doc, act: Note) -> bool:
        """Whether the sentence names a violent act that may have done the harm."""
        return any(a["sentence"] == act["sentence"] and not a["effect"] and (a["code"] or "")[:2] in ("18", "19", "20") for a in doc._.actions or [])

    def _political(self, doc: Doc, act: Note, topic: str, *, armed_only: bool) -> bool:
        """Whether an armed or political actor takes part, which keeps a sentence of another topic (rule R65)."""
        roles = _ARMED_ROLES if armed_only else _ARMED_ROLES | _POLITICAL_ROLES
        # that the police arrest the driver makes no matter of politics of a road accident
        slots = {*act["target"]} if topic == "accident" and act["type"] in self.crime.by_law else {*act["source"], *act["target"]}
        return any(a["role"] in roles and any(a["start"] <= i < a["end"] for i in slots) for a in doc._.actors or [])

    def _is_figurative(self, act: Note, trigger: Token) -> bool:
        for index in (act["trigger"], *act["inner"]):
            token = trigger.doc[index]
            for where, lemmas in self.figurative.get(token.lemma_.lower(), ()):
                if where in ("objects", "direct_objects"):
                    around = syntax.objects(token) if token.pos_ == "VERB" else []
                    if where == "objects":
                        around += [n for m, n in syntax.obliques(token) if m in ("on", "at", "of", "against", "to")]
                elif where == "subjects":
                    around = syntax.subjects(token)
                    around += [n for s in around for m, n in syntax.obliques(s) if m == "of"]  # "a barrage of criticism hit"
                    around += [m for s in around if s.lemma_.lower() in ("strike", "attack", "bite") for m in syntax.modifiers(s)]  # "a lightning strike"
                else:
                    around = syntax.modifiers(token) + [n for m, n in syntax.obliques(token) if m in ("of", "with", "on")]
                if any(t.lemma_.lower() in lemmas and t.pos_ != "PROPN" for t in around):
                    return True
        return False

    def _topics(self, text: str, spans: list[Span], own: list[list[Word]]) -> list[str | None]:
        """The topic of each sentence, if it is none of ours: its own strong cue, or an article full of cues."""
        hits: list[dict[str, set[str]]] = []
        strong: list[set[str]] = []
        for sentence_words in own:
            weak: dict[str, set[str]] = {}
            sure: set[str] = set()
            for match in self.topics.find(text, sentence_words):
                for topic, certain in match.payloads:
                    weak.setdefault(topic, set()).add(match.text.lower())
                    if certain:
                        sure.add(topic)
            hits.append(weak)
            strong.append(sure)
        article: dict[str, set[str]] = {}
        for weak in hits:
            for topic, found in weak.items():
                article.setdefault(topic, set()).update(found)
        sure_count = {t: sum(t in s for s in strong) for s in strong for t in s}
        enough = max(_CUES_OF_AN_ARTICLE, len(spans) // 6)
        # a paragraph on a match in a report of a crackdown makes no article on sport
        spread = {t: sum(t in weak for weak in hits) for t in article}
        whole = {t for t, found in article.items() if len(found) + 2 * sure_count.get(t, 0) >= enough and spread[t] * _SPREAD >= len(spans)}
        result: list[str | None] = []
        for weak, sure in zip(hits, strong, strict=True):
            here = [t for t in sorted(sure) if len(weak[t]) >= 1] or [t for t in sorted(weak) if len(weak[t]) >= 3]
            in_article = [t for t in sorted(whole) if t != "history"]
            result.append(next(iter(here or in_article), None))
        return result


def _ranks(token: Token) -> bool:
    """ "the *deadliest*", "the *first*"."""
    return token.tag_ == "JJS" or token.lower_ in _ORDINALS


def _ranked(sentence: Span, cue: Any) -> bool:
    """Whether a cue says among which acts one is ranked: "the deadliest raid in the province *since May*"."""
    return cue.text.lower().startswith("since") and any(_ranks(t) and 0 < cue.start - t.idx < 60 for t in sentence)


def _wanted(act: Note) -> bool:
    """Whether an act is what its speaker says must or should be done."""
    return act["chain"][-1:] in (["must"], ["should"])


def _within(text_words: list[Word], span: Span) -> list[Word]:
    first, last = (bisect_left(text_words, at, key=lambda w: w.start) for at in (span.start_char, span.end_char))
    return text_words[first:last]


def _line(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)]


def _quoted(text: str) -> list[tuple[int, int]]:
    """Character ranges inside quotation marks; a quote never runs past its paragraph."""
    ranges: list[tuple[int, int]] = []
    begun: int | None = None
    for match in re.finditer("[\"“”]|\n", text):
        mark = match.group()
        if mark == "\n":
            begun = None
        elif mark == "“" or (mark == '"' and begun is None):
            begun = match.end()
        elif begun is not None:
            ranges.append((begun, match.start()))
            begun = None
    return ranges


def _phrase_head(token: Token) -> Token:
    while token.dep_ in ("compound", "amod", "nmod", "flat", "nummod") and token.head.pos_ in ("NOUN", "PROPN") and token.head.i > token.i:
        token = token.head
    return token


def _text(doc: Doc, token: Token) -> str:
    for actor in doc._.actors or []:
        if actor["start"] <= token.i < actor["end"] and actor["kind"] != "pronoun":
            return actor["text"]
        if actor["start"] == token.i and actor["kind"] == "pronoun" and actor["name"]:
            return actor["name"]
    start, end = syntax.name_span(token)
    return doc[start:end].text




@Language.factory("coder_context", assigns=["doc._.context"], requires=["doc._.actions"])
def make_context(nlp: Language, name: str) -> Context:
    return Context(load_words(), name)
