"""coder_actions: what is done — each trigger word read with its neighbours, operators composed with what they govern.

    "agreed to halt attacks on Israel"
     agree( halt( attacks = 190 ) = 0871 ) = 0356 halt_commitment, target Israel; and no attack.

A reading fits a trigger if all it asks of object, subject, modifiers and prepositions holds; the most demanding one
that fits wins. Sources and targets are left as token indices of the noun phrases that fill the slots: who they are is
for `coder_events` to look up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc, Token

from coder.language import syntax
from coder.language.tense import is_future
from coder.ontology.readings import SAME, Cell, Operator, Reading, Readings, load_readings
from coder.ontology.words import load_words
from coder.pipeline.annotations import Note, in_capitals, sentences
from coder.pipeline.slots import Slot, fill, filled, noun_slot, preposition_slot, verb_slot, with_coordinated
from coder.pipeline.terms import HYPHENS, NOUN_POS, fits, lemma_of, terms_of, words_before

_DEPTH = 5
#: tokens between a verb and a particle behind its object
_PARTICLE_REACH = 8
#: tokens between a verb and what completes it
_COMPLEMENT_REACH = 14
#: tokens before a verb among which its subject is sought where the parse gives none
_BEFORE = 12
_GRAMMAR = load_words().grammar


@dataclass
class Act:
    """A trigger and what it came to mean: `chain` are the operators it stands under, innermost first."""

    token: Token
    rule: str
    code: str | None
    event_type: str | None
    source: list[Token] = field(default_factory=list)
    target: list[Token] = field(default_factory=list)
    reading: Reading | None = None
    chain: list[str] = field(default_factory=list)
    #: tokens whose own meaning is used up in this act
    covered: list[int] = field(default_factory=list)
    inner: Act | None = None
    #: what fills the later slots, should nobody known stand in the first
    other_sources: list[list[Token]] = field(default_factory=list)
    other_targets: list[list[Token]] = field(default_factory=list)
    #: words of the clause in which weapon, place and date of this act may stand
    light: Token | None = None


class Actions:
    """Find acts and write them to `doc._.actions`."""

    def __init__(self, readings: Readings, name: str = "coder_actions") -> None:
        self.readings = readings
        self.name = name
        words = _GRAMMAR["sponsorship"]
        #: lemmas of "backed", "armed", "linked" …
        self.sponsoring = words | {w.removesuffix("ed") for w in words} | {w.removesuffix("d") for w in words}

    def __call__(self, doc: Doc) -> Doc:
        doc._.actions = self.find(doc)
        return doc

    def find(self, doc: Doc) -> list[Note]:
        """All acts of a Doc, outermost operators first resolved; acts inside an operator are not listed again."""
        notes: list[Note] = []
        # words of a name are no acts: "International Security *Assistance* Force"
        named = {i for a in doc._.actors or [] if a["kind"] in ("group", "organisation", "institution", "medium", "name", "leader")
                 for i in range(a["start"], a["end"])}
        for number, sentence in enumerate(sentences(doc)):
            capitals = in_capitals(sentence.text)
            acts: dict[int, Act] = {}
            for token in sentence:
                if token.i not in named and self._may_trigger(token, capitals=capitals):
                    act = self.read(token)
                    if act is not None:
                        act = self._denied(token, self._in_future(act))
                        acts[act.token.i] = act
                if token.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
                    wanted = self._wanted(token, acts.get(token.i))
                    if wanted is not None:
                        acts[token.i] = wanted
            covered = {i for act in acts.values() for i in act.covered}
            for i, act in acts.items():
                if i not in covered and act.code is not None:
                    notes.append(self._note(act, number))
        return notes

    def _may_trigger(self, token: Token, *, capitals: bool) -> bool:
        lemma = lemma_of(token)
        if token.pos_ in ("VERB", "ADJ") and syntax.label(token) in ("amod", "acl") and lemma in self.sponsoring and (
            syntax.agents(token) or (token.i and token.nbor(-1).text in HYPHENS)
        ):
            return False  # "Rwanda-backed rebels", "groups armed by Iran": who they are, not what was done
        r = self.readings
        if _is_verb(token) and token.pos_ in NOUN_POS and (lemma in r.verbs or lemma in r.operator_verbs):
            return True
        if token.pos_ in ("VERB", "AUX") or (capitals and token.tag_.startswith("VB")):
            return lemma in r.verbs or lemma in r.operator_verbs or (lemma in r.nouns and _looks_like_noun(token))
        if token.pos_ in NOUN_POS:
            if token.ent_type_ in ("PER", "PERSON") and not capitals:
                return False
            if (syntax.preposition(token) or "").startswith("according"):
                return False  # "according to a UN inquiry": who says it
            if syntax.label(token) == "compound" and token.head.i > token.i and token.head.pos_ in NOUN_POS and lemma not in r.operator_nouns:
                # "attack helicopter", "raid planner": what stands before another noun is no act, unless that noun only counts acts
                return lemma in r.nouns and (lemma_of(token.head) in _GRAMMAR["counting_nouns"] or not r.nouns[lemma][0].code.startswith(("18", "19", "20")))
            return lemma in r.nouns or lemma in r.operator_nouns or token.lower_ in r.nouns
        if token.pos_ == "ADJ":
            return lemma in r.adjectives or (token.tag_ in ("VBN", "JJ") and token.lemma_.lower() in r.verbs)
        return False

    # ---- reading one trigger -----------------------------------------------------------------------------------

    def read(self, token: Token, depth: int = 0) -> Act | None:
        """What a trigger means, operators included; None if no reading fits."""
        if depth > _DEPTH:
            return None
        operator = self._operator(token)
        whole = self._completed(token)
        if whole is not None:
            return whole
        if operator is not None:
            composed = self._compose(token, operator, depth)
            if composed is not None and composed.code is None:
                return self._simple(token) or composed
            if composed is not None:
                return composed
        return self._simple(token)

    def _completed(self, token: Token) -> Act | None:
        """The reading of a verb together with its complement ("vowed to *retaliate*"), which says more than an operator could compose."""
        asked = _Asked(token)
        for reading in self.readings.verbs.get(lemma_of(token), ()) if _is_verb(token) else ():
            if reading.complement and self._verb_fits(reading, asked):
                return self._verb_act(reading, token)
        return None

    def _simple(self, token: Token) -> Act | None:
        if token.pos_ in ("VERB", "AUX") and _looks_like_noun(token) and lemma_of(token) in self.readings.nouns:
            for reading in self.readings.nouns[lemma_of(token)]:
                if self._noun_fits(reading, token):
                    return self._noun_act(reading, token)
        if _is_verb(token):
            asked = _Asked(token)
            for reading in self.readings.verbs.get(lemma_of(token), ()):
                if self._verb_fits(reading, asked):
                    return self._verb_act(reading, token)
        if token.pos_ in NOUN_POS:
            for reading in self.readings.nouns.get(lemma_of(token), ()) or self.readings.nouns.get(token.lower_, ()):
                if self._noun_fits(reading, token):
                    return self._noun_act(reading, token)
        elif token.pos_ == "ADJ":
            for reading in self.readings.adjectives.get(lemma_of(token), ()):
                if fits(reading.object, [token.head]):
                    return Act(token, reading.rule_id, reading.code, reading.event_type, [], [token.head], reading)
        return None

    def _verb_fits(self, reading: Reading, asked: _Asked) -> bool:
        if reading.particle is not None and not asked.has_particle(reading.particle):
            return False
        if reading.particle is None and "off" not in reading.with_ and self._called_off(asked):
            return False
        if reading.passive_only and not asked.passive:
            return False
        if reading.object and reading.object.isdisjoint(asked.object_terms(reading.particle, names=True)):
            return False
        if reading.without and not reading.without.isdisjoint(asked.object_terms(reading.particle, names=False)):
            return False
        if reading.complement and not _complements(asked.verb, reading.complement):
            return False
        if reading.subject and reading.subject.isdisjoint(asked.doers):
            return False
        for mark, lemmas in reading.with_.items():
            nouns = [n for m, n in asked.phrases(reading.particle) if m == mark and not ("any" in lemmas and _says_when_or_how(mark, n))]
            if not nouns or not ("any" in lemmas or any(asked.phrase_fits(lemmas, n) for n in nouns)):
                return False
        return True

    def _called_off(self, asked: _Asked) -> bool:
        """Whether "off" turns the verb about ("call *off* a strike" is not to call one), and a reading or an operator knows it."""
        if not asked.off:
            return False
        lemma = lemma_of(asked.verb)
        return any(r.particle == "off" for r in self.readings.verbs.get(lemma, ())) or any(p == "off" for p, _ in self.readings.operator_verbs.get(lemma, ()))

    def _noun_fits(self, reading: Reading, noun: Token) -> bool:
        owners = [o for o in syntax.genitive(noun) if o.pos_ != "PRON"]
        if reading.modifier and not fits(reading.modifier, syntax.modifiers(noun) + owners + words_before(noun)):
            return False
        if reading.object:
            obliques = [n for m, n in syntax.obliques(noun) if m in ("of", "on", "against", "to", "for", "over")]
            if not fits(reading.object, obliques + syntax.modifiers(noun)):
                return False
        for mark, lemmas in reading.with_.items():
            nouns = [n for m, n in syntax.obliques(noun) if m == mark]
            if not nouns or not ("any" in lemmas or fits(lemmas, nouns)):
                return False
        return True

    def _verb_act(self, reading: Reading, verb: Token) -> Act:
        act = Act(verb, reading.rule_id, reading.code, reading.event_type, reading=reading)
        objects = _objects(verb, reading.particle)

        def slot(token: Token, name: str) -> list[Token]:
            first, _, rest = name.partition(".")
            if first == "object":
                return [t for o in objects for t in noun_slot(o, rest)] if rest else objects
            return verb_slot(token, name)

        _assign(act, reading, verb, slot)
        if reading.object and reading.code != "015":  # what is claimed stays an act of its own (rule R32)
            act.covered += [o.i for o in objects if o.pos_ in NOUN_POS]
        if any(name.startswith("subject.") for name in reading.source):
            act.covered += [t.i for t in syntax.grammatical_subjects(verb) if t.pos_ in NOUN_POS]  # "the *truce* between them took effect" is one event
        if reading.complement:
            act.covered += [c.i for c in _complements(verb, reading.complement)]
        for mark, lemmas in reading.with_.items():
            act.covered += [n.i for m, n in syntax.obliques(verb) if m == mark and "any" not in lemmas and fits(lemmas, [n])]
        return act

    def _noun_act(self, reading: Reading, noun: Token) -> Act:
        act = Act(noun, reading.rule_id, reading.code, reading.event_type, reading=reading)
        act.light = self._light_verb(noun)

        def slot(token: Token, name: str) -> list[Token]:
            if name == "light":
                if act.light is None and syntax.preposition(token) in ("in", "on"):
                    return syntax.own_subjects(token)  # "*Kenya* is in talks with them"
                return syntax.subjects(act.light) if act.light is not None else []
            if name.startswith("light."):
                return preposition_slot(act.light, name[6:]) if act.light is not None else []
            return noun_slot(token, name)

        _assign(act, reading, noun, slot)
        if not act.source and noun.head.pos_ == "VERB" and _takes_part(noun):
            # "it reached a deal in talks with Iraq", "arrived for talks": the subject of the clause takes part
            act.source = [t for t in syntax.subjects(noun.head) if t not in act.target]
        elif not act.source and noun.head.pos_ == "NOUN" and noun.head.head.pos_ == "VERB" and (_takes_part(noun) or _long(noun)):
            # "reached a deal during talks with Iraq", "signed after five days of talks"
            act.source = [t for t in syntax.subjects(noun.head.head) if t not in act.target]
        return act

    def _light_verb(self, noun: Token) -> Token | None:
        """The verb that only carries the noun: *carry out* a raid, *launch* strikes; also "the raid launched by X"."""
        verb = noun.head
        if verb.pos_ == "VERB" and lemma_of(verb) in self.readings.light_verbs and noun in syntax.objects(verb):
            return verb
        if verb.pos_ in NOUN_POS and noun.dep_ in ("nmod", "conj") and lemma_of(verb) in _GRAMMAR["counting_nouns"]:
            return self._light_verb(verb)
        for child in noun.children:
            if child.dep_ in ("acl", "acl:relcl", "relcl") and lemma_of(child) in self.readings.light_verbs:
                return child
        return None

    def _in_future(self, act: Act) -> Act:
        """An act in the future tense is an intention or a threat (rules R25, R27), one that is denied a refusal."""
        # of "will not lift the embargo it has imposed" the verb that governs, not the one that carries the noun
        carrier = act.light if act.light is not None and not _is_verb(act.token) else act.token
        if act.code is None or carrier.pos_ not in ("VERB", "AUX") or not is_future(carrier):
            return act
        operator = self.readings.refused if syntax.negations(carrier) else self.readings.future
        if operator is None:
            return act
        cell = operator.cell(act.code)
        if cell is None or cell.code in (None, SAME) or act.code.startswith(("03", "13")):
            return act
        return replace(act, rule=f"op.{operator.name}({act.rule})", code=cell.code, event_type=cell.event_type,
                       chain=[*act.chain, operator.name], inner=act)

    def _denied(self, token: Token, act: Act) -> Act:
        """ "Russia said it had carried out *no* strikes": who says that he did not do it denies it (rule R31)."""
        carrier = act.light if act.light is not None else token
        operator = self.readings.by_rule.get("op.deny")
        said = carrier.head
        if act.code is None or act.code[:2] not in ("17", "18", "19", "20") or act.chain or syntax.label(carrier) != "ccomp" or said.pos_ != "VERB" or lemma_of(said) not in _SPEECH:
            return act
        own, auxiliaries = syntax.own_subjects(carrier), {a.lower_ for a in syntax.auxiliaries(carrier)}
        no = syntax.negations(carrier) or any(c.lower_ == "no" for o in syntax.objects(carrier) for c in o.children)
        if not no or not own or own[0].lower_ not in ("it", "they", "he", "she", "we", "i") or not auxiliaries & {"had", "has", "have", "did", "does", "do", "was", "were"}:
            return act
        source = with_coordinated(syntax.subjects(said)) or own
        if not isinstance(operator, Operator):
            return act
        cell = operator.table["any"]
        return replace(act, token=said, light=None, covered=[*act.covered, token.i], rule=f"op.deny({act.rule})", code=cell.code, event_type=cell.event_type, source=source, other_sources=[], target=[], other_targets=[],
                       chain=[*act.chain, operator.name], inner=act)

    def _wanted(self, token: Token, act: Act | None) -> Act | None:
        """ "Moscow says Israel must end its attacks": what a speaker says must be done, he demands of the subject."""
        modal = _modal(token)
        operator = self.readings.modals.get(modal) if modal is not None else None
        if operator is None or modal is None or any(a.lower_ == "have" and a.i > token.left_edge.i for a in syntax.auxiliaries(token)):
            return None  # "it must have had help" is a guess
        clause = token.head if modal.endswith(" to") else token
        if syntax.label(clause) not in ("ccomp", "parataxis", "root") or syntax.negations(clause):
            return None
        speaking = clause.head
        if speaking.i == clause.i:
            speaking = next((c for c in clause.children if syntax.label(c) in ("parataxis", "ccomp") and lemma_of(c) in _SPEECH), clause)
        if speaking.i == clause.i or lemma_of(speaking) not in _SPEECH or speaking.pos_ != "VERB":
            return None
        cell = (operator.cell(act.code) if act is not None and act.code is not None else None) or operator.table.get("clause")
        source = with_coordinated(syntax.subjects(speaking))
        if cell is None or cell.code is None or not source:
            return None
        wanted = Act(token, f"op.{operator.name}" + (f"({act.rule})" if act is not None else ""), cell.code, cell.event_type, source, inner=act,
                     chain=[*(act.chain if act is not None else []), operator.name], covered=list(act.covered) if act is not None else [])
        if modal.endswith(" to"):
            wanted.covered.append(token.head.i)
        asked = syntax.own_subjects(clause)
        wanted.target = [t for t in with_coordinated(asked) if t not in source]
        wanted.other_targets = [with_coordinated(syntax.agents(token))] if syntax.agents(token) else []
        return wanted

    # ---- operators ---------------------------------------------------------------------------------------------

    def _operator(self, token: Token) -> Operator | None:
        lemma = lemma_of(token)
        if _is_verb(token):
            fitting = [(p, o) for p, o in self.readings.operator_verbs.get(lemma, ()) if p is None or _has_particle(token, p)]
            fitting.sort(key=lambda item: item[0] is None)
            if fitting and fitting[0][0] is None and any(_has_particle(token, s.partition(" ")[2]) for s in _GRAMMAR["particle_senses"] if s.startswith(f"{lemma} ")):
                return None
            return fitting[0][1] if fitting else None
        if lemma == "end" and syntax.preposition(token) in _GRAMMAR["times_of_end"]:
            return None  # "at the end of a summit"
        if token.pos_ in NOUN_POS:
            return next(iter(self.readings.operator_nouns.get(lemma, ())), None)
        return None

    def _compose(self, token: Token, operator: Operator, depth: int) -> Act | None:
        """The operator with what it governs, or alone; None if its table says nothing of either."""
        inner = self._governed(token, operator, depth)
        code = inner.code if inner is not None and inner.code is not None else "none"
        if inner is not None:
            cell = operator.cell(code)
        elif any(syntax.has_to(c) for c in syntax.complements(token)):
            cell = operator.table.get("clause", operator.table.get("none"))
        else:
            cell = operator.table.get("none")
        if cell is None:
            return None
        if inner is not None and operator.name in ("agree", "intend") and code[:2] in ("18", "19", "20") and syntax.negations(inner.token):
            cell = (self.readings.refused.cell(code) if self.readings.refused is not None else None) or cell  # "promised not to attack"
        if inner is not None and inner.token.pos_ in NOUN_POS and "noun" in operator.table and not fill(operator.addressee, token, verb_slot):
            cell = operator.table["noun"]  # "ordered the release of the journalists"
        if inner is not None and operator.name == "warn" and _feared(token, inner.token):
            cell = Cell("012", "statement")  # that others may act is no threat of one's own (rule R24)
        if cell.code == SAME and inner is not None:
            cell = replace(cell, code=inner.code, event_type=inner.event_type)
        act = Act(token, f"op.{operator.name}", cell.code, cell.event_type, inner=inner)
        act.source = self._controllers(token)
        groups = filled(operator.addressee, token, verb_slot if _is_verb(token) else noun_slot)
        used = [*act.source, *([inner.token] if inner is not None else [])]
        addressed = [g for group in groups if (g := [t for t in group if t not in used and lemma_of(t) not in _GRAMMAR["time_nouns"]])]
        act.target, act.other_targets = (addressed[0], addressed[1:]) if addressed else ([], [])
        if inner is None and not act.target:
            # "promised to compensate the families": whom the clause we cannot read is about
            clauses = [x for c in syntax.complements(token) for x in (c, *syntax.complements(c))]
            touched = [with_coordinated(syntax.own_subjects(c)) for c in clauses] if operator.control == "object" else []
            touched += [g for c in clauses for g in filled(("object", "indirect", "to", "with", "for", "in", "of"), c, verb_slot)]
            touched = [g for g in touched if g]
            touched += filled(("with", "to", "for"), token, verb_slot) if _is_verb(token) else []
            act.target, act.other_targets = (touched[0], touched[1:]) if touched else ([], [])
        if inner is not None:
            act.rule = f"op.{operator.name}({inner.rule})"
            act.chain = [*inner.chain, operator.name]
            act.covered = [*inner.covered, inner.token.i]
            act.reading = inner.reading
            act.light = inner.light
            if not act.source and token.pos_ in NOUN_POS:
                act.source = inner.source
            if not act.target:
                others = inner.target if operator.control == "subject" or inner.target else inner.source
                if operator.control == "object":
                    # whoever is told to do it, unless it is done by the one who speaks: "ordered the release of the journalists"
                    others = [t for t in inner.source if t not in act.source] or inner.target
                act.target = [t for t in others if t not in act.source]
            if not act.target and operator.control == "subject" and inner.token.pos_ in NOUN_POS:
                # "militias halt Israel attacks": what stands before the noun is whom they stop attacking (rule R06)
                act.target = [t for t in inner.source if t not in act.source and t.i < inner.token.i and t.head.i == inner.token.i]
            if operator.keeps:
                act.covered = [i for i in act.covered if i != inner.token.i]
        return act

    def _controllers(self, token: Token) -> list[Token]:
        if _is_verb(token):
            return with_coordinated(syntax.subjects(token))
        light = self._light_verb(token)
        found = fill(("by", "poss", "between", "from"), token, noun_slot)
        if found:
            return found
        if light is not None:
            return with_coordinated(syntax.subjects(light))
        named = [m for m in syntax.modifiers(token) if any(a["start"] <= m.i < a["end"] and not a["sponsor"] for a in token.doc._.actors or [])]
        if named:
            return named  # "Israeli threats"
        head = token.head
        if head.pos_ == "VERB" and token in syntax.objects(head) and lemma_of(head) in self.readings.light_verbs:
            return with_coordinated(syntax.subjects(head))
        return []

    def _governed(self, token: Token, operator: Operator, depth: int) -> Act | None:
        """The event an operator governs: its clause, its object, or the noun after one of its prepositions."""
        for candidate in self._governed_tokens(token, operator):
            act = self.read(candidate, depth + 1)
            if act is not None and act.code is not None:
                return self._ended(act)
        return None

    def _ended(self, act: Act) -> Act:
        """ "agreed to *end* attacks", the verb tagged as a noun: read it as the verb it is."""
        before = act.token.nbor(-1) if act.token.i > 1 and not act.token.is_sent_start and not act.token.nbor(-1).is_sent_start else None
        if before is None or before.pos_ == "VERB" or before.nbor(-1).lower_ != "to" or act.token.pos_ not in NOUN_POS:
            return act
        operator = next((o for p, o in self.readings.operator_verbs.get(before.lower_, ()) if p is None), None)
        cell = operator.cell(act.code) if operator is not None and act.code is not None else None
        if operator is None or cell is None or cell.code in (None, SAME):
            return act
        return Act(before, f"op.{operator.name}({act.rule})", cell.code, cell.event_type, act.source, act.target or act.source, act.reading,
                   [*act.chain, operator.name], [*act.covered, act.token.i], act)

    def _governed_tokens(self, token: Token, operator: Operator) -> list[Token]:
        heads: list[Token] = []
        complements = syntax.complements(token)
        light = self._light_verb(token) if token.pos_ in NOUN_POS else None
        if light is not None:
            complements += [c for c in syntax.complements(light) if c.i != token.i]
        for complement in complements:
            heads.append(complement)
            heads += [c for c in complement.children if c.dep_ == "conj" and c.pos_ == "VERB"]
        clause_only = _is_verb(token) and lemma_of(token) in operator.clause_only
        if _is_verb(token) and not clause_only:
            particle = next((p for p, o in self.readings.operator_verbs.get(lemma_of(token), ()) if o is operator and p is not None and _has_particle(token, p)), None)
            for item in _objects(token, particle):
                # "accused the army *of shelling* …": small parsers hang the phrase on the noun as often as on the verb
                heads += [item, *syntax.complements(item), *(n for m, n in syntax.obliques(item) if m in operator.governs)]
        for mark, noun in syntax.obliques(token):
            if mark in operator.governs and (mark == "to" or not clause_only):
                heads.append(noun)
        if light is not None:
            heads += [n for m, n in syntax.obliques(light) if m in operator.governs and n.i != token.i]
        if token.pos_ in NOUN_POS:
            heads += [m for m in syntax.modifiers(token) if m.pos_ in NOUN_POS]
        found: list[Token] = []
        for head in heads:
            for item in syntax.coordinated(head) if head.pos_ in NOUN_POS else [head]:
                found.append(item)
                found += [n for m, n in syntax.obliques(item) if m in ("of", "in") and item.pos_ in NOUN_POS]
                if item.pos_ == "VERB" and lemma_of(item) in self.readings.light_verbs:
                    found += syntax.objects(item)
        return [t for t in dict.fromkeys(found) if t.i != token.i]

    # ---- notes -------------------------------------------------------------------------------------------------

    @staticmethod
    def _note(act: Act, sentence: int) -> Note:
        reading = act.reading
        inner: list[Act] = []
        step = act.inner
        while step is not None:
            inner.append(step)
            step = step.inner
        return {
            "trigger": act.token.i, "rule": act.rule, "code": act.code, "type": act.event_type,
            "source": [t.i for t in act.source], "target": [t.i for t in act.target],
            "other_sources": [[t.i for t in g] for g in act.other_sources],
            "other_targets": [[t.i for t in g] for g in act.other_targets],
            "chain": list(act.chain), "inner": [a.token.i for a in inner], "covered": list(act.covered),
            "inner_code": inner[-1].code if inner else None,
            "reciprocal": bool(reading and reading.reciprocal and not act.chain),
            "effect": bool(reading and not act.chain and (reading.effect or _harms(act.token, reading))),
            "weapon": reading.weapon if reading else None, "outcome": reading.outcome if reading else None,
            "alternatives": list(reading.alternatives) if reading and not act.chain else [],
            "light": act.light.i if act.light is not None else None, "sentence": sentence,
            "noun": act.token.pos_ in NOUN_POS and not _is_verb(act.token),
            # how much the reading asks of its neighbours; 0 where operators changed it
            "reading": reading.conditions if reading and not act.chain else 0,
            # whether whoever acts stands as subject, so that word order may guess him
            "by_subject": reading is None or "subject" in reading.source or bool(act.chain),
        }


_SPEECH = frozenset(v for kind, verbs in load_words().context["speech"].items() if kind != "deny" for v in verbs)


def _modal(token: Token) -> str | None:
    """The auxiliary of obligation of a clause: "must", "should", "have to", "need to", "ought to"."""
    own = {a.lower_ for a in syntax.auxiliaries(token)} & {"must", "should"}
    if own:
        return min(own)
    if syntax.label(token) == "xcomp" and syntax.has_to(token) and token.head.lemma_.lower() in ("have", "need", "ought"):
        return f"{token.head.lemma_.lower()} to"
    return None


def _is_verb(token: Token) -> bool:
    """A verb by its tag, or a noun that has a subject or an object as only verbs have ("The front *kidnaps* eight civilians")."""
    if token.pos_ in ("VERB", "AUX"):
        return True
    return token.pos_ in NOUN_POS and token.lower_.endswith(("s", "ed")) and any(syntax.label(c) in ("nsubj", "obj", "dobj", "nsubj:pass", "nsubjpass") for c in token.children) and not any(
        syntax.label(c) in ("cop", "det", "nmod:poss", "poss") for c in token.children
    )


def _looks_like_noun(token: Token) -> bool:
    """A noun tagged as verb ("*Clashes* between rebels and troops"): it has an article, an adjective or "between", or stands as a noun does."""
    if syntax.auxiliaries(token) or syntax.own_subjects(token) or any(syntax.label(c) in ("obj", "dobj") for c in token.children):
        return False
    below = {syntax.label(c) for c in token.children}
    if below & {"det", "amod", "nmod:poss", "poss"} or any(m == "between" for m, _ in syntax.obliques(token)):
        return True
    return token.tag_ in ("VBZ", "VB", "VBP") and syntax.label(token) in ("nsubj", "obj", "obl", "nmod", "nsubj:pass", "dobj", "pobj")


def _has_particle(verb: Token, wanted: str) -> bool:
    if syntax.particle(verb) == wanted:
        return True
    if any(c.lower_ == wanted and syntax.label(c) == "advmod" and 0 < c.i - verb.i <= _PARTICLE_REACH for c in verb.children):
        return True  # "gave the land *back*"
    following = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    return following is not None and following.lower_ == wanted and following.dep_ in ("advmod", "case", "prep", "mark", "advcl", "obl", "xcomp", "acomp", "oprd", "amod")


class _Asked:
    """A verb, and what its readings ask of it, found out once for all of them: there may be a hundred."""

    def __init__(self, verb: Token) -> None:
        self.verb = verb
        self._objects: dict[str | None, list[Token]] = {}
        self._object_terms: dict[tuple[str | None, bool], set[str]] = {}
        self._phrases: dict[str | None, list[tuple[str, Token]]] = {}
        self._phrase_terms: dict[int, set[str]] = {}
        self._particles: dict[str, bool] = {}

    @cached_property
    def passive(self) -> bool:
        return syntax.is_passive(self.verb)

    @cached_property
    def off(self) -> bool:
        verb = self.verb
        return syntax.particle(verb) == "off" or (verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "off")

    @cached_property
    def doers(self) -> set[str]:
        return terms_of(syntax.subjects(self.verb) or _standing_before(self.verb), acting=True)

    def has_particle(self, wanted: str) -> bool:
        if wanted not in self._particles:
            self._particles[wanted] = _has_particle(self.verb, wanted)
        return self._particles[wanted]

    def objects(self, particle: str | None) -> list[Token]:
        if particle not in self._objects:
            self._objects[particle] = _objects(self.verb, particle)
        return self._objects[particle]

    def object_terms(self, particle: str | None, *, names: bool) -> set[str]:
        key = (particle, names)
        if key not in self._object_terms:
            self._object_terms[key] = terms_of(self.objects(particle), names=names, capitals=not names)
        return self._object_terms[key]

    def phrases(self, particle: str | None) -> list[tuple[str, Token]]:
        """The prepositional phrases of the verb, its objects, and the nouns in their of-phrases, for the parse hangs them on any of these."""
        if particle not in self._phrases:
            objects = self.objects(particle)
            found = syntax.obliques(self.verb) + [o for n in objects for o in syntax.obliques(n)]
            self._phrases[particle] = found + [o for n in objects for m, below in syntax.obliques(n) if m == "of" for o in syntax.obliques(below)]
        return self._phrases[particle]

    def phrase_fits(self, lemmas: frozenset[str], noun: Token) -> bool:
        if noun.i not in self._phrase_terms:
            self._phrase_terms[noun.i] = terms_of([noun])
        return not lemmas.isdisjoint(self._phrase_terms[noun.i])


def _objects(verb: Token, particle: str | None) -> list[Token]:
    """The objects of a verb, also of a phrasal verb whose particle was taken for a preposition."""
    return syntax.objects(verb) or (syntax.particle_objects(verb, particle) if particle is not None else [])


def _complements(verb: Token, lemmas: frozenset[str]) -> list[Token]:
    """What completes a verb, if it is one of these: an infinitive, an adjective or bare noun ("took two nurses *hostage*"), a clause of its object."""
    found = [*syntax.complements(verb), *(x for o in syntax.objects(verb) for x in syntax.complements(o))]
    found = [c for c in found if c.head.i != verb.i or syntax.label(c) != "advcl" or c.i - verb.i <= _COMPLEMENT_REACH]
    for token in verb.subtree:
        if 0 < token.i - verb.i <= _COMPLEMENT_REACH and token.pos_ in ("ADJ", "ADV", "ADP", "NOUN", "VERB") and (
            token.head.i == verb.i or (token.pos_ in NOUN_POS and not any(c.i < token.i and syntax.label(c) in ("det", "case", "nmod:poss") for c in token.children))
        ) and syntax.label(token) not in ("nsubj", "nsubj:pass", "obj", "case", "mark", "cc", "aux"):
            found.append(token)
    return [t for t in dict.fromkeys(found) if lemma_of(t) in lemmas or t.lower_ in lemmas]


def _standing_before(verb: Token) -> list[Token]:
    """Where the parse gives an active verb no subject: the nouns before it in the sentence that no preposition of its own leads."""
    if syntax.is_passive(verb) or verb.pos_ != "VERB" or syntax.label(verb) in ("acl", "amod") or verb.tag_ in ("VBG", "VB"):
        return []
    found = []
    token = verb
    while token.i and not token.is_sent_start and verb.i - token.i < _BEFORE:
        token = token.nbor(-1)
        if token.pos_ in ("VERB", "AUX") and token.tag_ not in ("VBN", "VBG"):
            break
        if token.pos_ in NOUN_POS:
            found.append(token)
    return found


def _harms(token: Token, reading: Reading) -> bool:
    """Whether a verb only tells the harm ("a drone *killed* two"): it belongs to the act that did it, if the sentence names one."""
    return reading.kind == "verb" and reading.code[:2] in ("18", "19", "20") and lemma_of(token) in _GRAMMAR["harm_verbs"]


def _feared(speaking: Token, act: Token) -> bool:
    """ "warned that other militias *could* strike", "that thousands *might* be massacred": what somebody else may do or suffer."""
    if syntax.label(act) != "ccomp" or act.head.i != speaking.i:
        return False
    own = syntax.own_subjects(act)
    return bool(own) and own[0].pos_ != "PRON" and any(a.lower_ in ("could", "may", "might") for a in syntax.auxiliaries(act))


def _says_when_or_how(mark: str, noun: Token) -> bool:
    return (mark in ("on", "in", "at") and lemma_of(noun) in _GRAMMAR["time_nouns"]) or (mark == "with" and lemma_of(noun) in _GRAMMAR["manner_nouns"])


def _takes_part(noun: Token) -> bool:
    """Whether a noun of a mutual act hangs on a verb by a preposition that makes the verb's subject a party."""
    return syntax.preposition(noun) in ("in", "for", "during", "at", "to") and lemma_of(noun) in _GRAMMAR["mutual_nouns"]


def _long(noun: Token) -> bool:
    """ "after five *days of* talks" """
    return syntax.preposition(noun) == "of" and lemma_of(noun) in _GRAMMAR["mutual_nouns"] and (
        lemma_of(noun.head) in _GRAMMAR["time_nouns"] or lemma_of(noun.head) in ("round", "series")) and syntax.preposition(noun.head) in ("after", "during", "in", "following")


def _assign(act: Act, reading: Reading, token: Token, slot: Slot) -> None:
    """Fill source and target of an act; the tokens of one side are not those of the other."""
    sources, targets = filled(reading.source, token, slot), filled(reading.target, token, slot)
    act.source, act.other_sources = (sources[0], sources[1:]) if sources else ([], [])
    targets += filled(reading.target, token, lambda verb, name: _condition_slot(reading, verb, name)) if reading.kind == "verb" else []
    targets = [[t for t in group if t not in act.source] for group in targets]
    targets = [group for group in targets if group]
    act.target, act.other_targets = (targets[0], targets[1:]) if targets else ([], [])


def _condition_slot(reading: Reading, verb: Token, name: str) -> list[Token]:
    """What hangs on a noun that the reading asks for: "came to *terms* with the militia", "took part in *drills* of NATO"."""
    if name in ("subject", "object", "indirect", "clause"):
        return []
    nouns = [n for mark, lemmas in reading.with_.items() if "any" not in lemmas for m, n in syntax.obliques(verb) if m == mark and fits(lemmas, [n])]
    return [t for n in nouns for t in noun_slot(n, name.removeprefix("object."))]


@Language.factory("coder_actions", assigns=["doc._.actions"])
def make_actions(nlp: Language, name: str) -> Actions:
    return Actions(load_readings(), name)
