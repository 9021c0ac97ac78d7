"""Why a sentence is coded as it is: the parse, the acts and rules, and what each component decided."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from coder.ontology.readings import Operator, Reading, load_readings


def explain(doc: Doc) -> Iterator[str]:
    """Lines of plain text for a coded Doc."""
    for number, sentence in enumerate(doc.sents):
        yield f"sentence {number}: {sentence.text.strip()}"
        yield "  parse"
        for token in sentence:
            if not token.is_space:
                yield f"    {token.i:3} {token.text:18} {token.pos_:6} {token.lemma_:16} {token.dep_:12} <- {token.head.text}"
        yield from _actors(doc, number)
        yield from _acts(doc, number)
        yield from _decisions(doc, number)
        yield from _found(doc, number)
        yield from _events(doc, number)


def _actors(doc: Doc, number: int) -> Iterator[str]:
    own = [a for a in doc._.actors or [] if a["sentence"] == number]
    if own:
        yield "  actors"
    for actor in own:
        marks = [m for m in ("modifier", "sponsor", "former") if actor[m]]
        yield (f"    {actor['text']!r}: {actor['kind']}, id {actor['actor_id']}, code {actor['code']}, "
               f"{actor['resolution']}{' (' + ', '.join(marks) + ')' if marks else ''}")


def _acts(doc: Doc, number: int) -> Iterator[str]:
    acts = [(a, c) for a, c in zip(doc._.actions or [], doc._.context or [], strict=True) if a["sentence"] == number]
    if acts:
        yield "  acts"
    for act, context in acts:
        yield f"    {doc[act['trigger']].text!r}: {act['type']} {act['code']} by rule {act['rule']}"
        for rule in rules_of(act["rule"]):
            yield f"      {rule}"
        slots = [f"{side} {', '.join(doc[i].text for i in act[side]) or 'nobody'}" for side in ("source", "target")]
        yield f"      {'; '.join(slots)}"
        decided = [f"{k} {context[k]}" for k in ("polarity", "certainty", "kind", "zone") if context[k]]
        if context["attribution"]:
            decided.append(f"said by {context['attribution']} ({context['attribution_role']})")
        if context["drop"]:
            decided.append(f"not coded: {context['drop']}")
        if context["ordinary"]:
            decided.append("ordinary crime: not in the release")
        yield f"      {'; '.join(decided)}"


def _decisions(doc: Doc, number: int) -> Iterator[str]:
    """What the decider thought of each predicate, and the features that spoke most for it."""
    own = [d for d in doc._.decisions or [] if d["sentence"] == number]
    if own:
        yield "  decider"
    for item in own:
        roots = ", ".join(f"{root} {p}" for root, p in item["roots"])
        yield f"    {doc[item['token']].text!r}: {roots}"
        yield "      because " + ", ".join(f"{name} {weight:+}" for name, weight in item["reasons"])


def _found(doc: Doc, number: int) -> Iterator[str]:
    for name, show in (("dates", ("from", "to", "precision", "basis")), ("places", ("name", "country", "precision", "preposition")),
                       ("casualties", ("kind", "low", "best", "high", "side"))):
        own = [x for x in getattr(doc._, name) or [] if x["sentence"] == number]
        if own:
            yield f"  {name}"
        for item in own:
            yield f"    {item['text']!r}: " + ", ".join(f"{k} {item[k]}" for k in show)


def _events(doc: Doc, number: int) -> Iterator[str]:
    own = [e for e in doc._.events or [] if e["sentence"] == number]
    yield "  events" if own else "  no event"
    for event in own:
        who = "; ".join(a["code"] or a["text"] for a in event["source"]) or "-"
        whom = "; ".join(a["code"] or a["text"] for a in event["target"]) or "-"
        when = event["date"]["from"] if event["date"] else "date not stated"
        where = (event["place"] or {}).get("name") or (event["place"] or {}).get("country_only") or "place not stated"
        yield (f"    {who} > {whom}: {event['type']} {event['code']}, {when}, {where}, {event['certainty']}, "
               f"confidence {event['confidence']}, rule {event['rule']}")


def _split_change(rule_id: str) -> tuple[str, str, str]:
    """A rule id and the code the decider gave instead ("190.v.strike~057"); a ~ of the reading's own ends its name."""
    head, mark, tail = rule_id.rpartition("~")
    return (head, mark, tail) if tail.isdigit() else (rule_id, "", "")


def rules_of(rule_id: str) -> list[str]:
    """Where the rules named in a rule id stand: op.agree(op.stop(190.n.attack)) names three."""
    readings = load_readings()
    found = []
    rule_id, ordered = rule_id.removesuffix("+order"), rule_id.endswith("+order")
    rule_id, _, changed = _split_change(rule_id)
    if rule_id.startswith("model."):
        found.append(f"{rule_id}: proposed by the decider; no reading fits")
    for part in rule_id.replace(")", "").split("("):
        rule = readings.by_rule.get(part)
        if isinstance(rule, Reading):
            found.append(f"{part}: ontology/actions/{rule.file} line {rule.line}: {rule.example}")
        elif isinstance(rule, Operator):
            found.append(f"{part}: ontology/{rule.file} line {rule.line}: operator on what it governs")
    if changed:
        found.append(f"~{changed}: the decider took the code of another root")
    if ordered:
        found.append("+order: source and target by word order, the parse gave none")
    return found


