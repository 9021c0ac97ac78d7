"""The lemmatizer: spaCy's rules with the tables of spacy-lookups-data (MIT), corrected where the treebank knows better."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from coder.language.training import conllu
from coder.language.training.conllu import FORM, LEMMA, UPOS

_UNINFLECTED = frozenset({"PUNCT", "SYM", "X", "NUM", "PROPN", "INTJ"})
_CLOSED_SYLLABLE = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")


def add_lemmatizer(nlp: Language, treebank: list[Path]) -> int:
    """Add the component; returns the number of exceptions learnt."""
    lemmatizer: Any = nlp.add_pipe("lemmatizer", config={"mode": "rule"}, last=True)
    lemmatizer.initialize()
    exceptions = lemmatizer.lookups.get_table("lemma_exc")
    learnt = 0
    for (pos, form), counts in sorted(_counts(treebank).items()):
        lemma, times = counts.most_common(1)[0]
        sure = times >= 0.6 * sum(counts.values()) and (times > 1 or pos in ("verb", "noun", "adj"))
        word = Doc(nlp.vocab, words=[form], pos=[pos.upper()])
        if sure and lemmatizer.rule_lemmatize(word[0])[0] != lemma:
            exceptions[pos] = {**exceptions.get(pos, {}), form: [lemma]}
            learnt += 1
    _keep_silent_e(lemmatizer.lookups.get_table("lemma_index"), exceptions)
    lemmatizer.cache = {}
    return learnt


def _counts(treebank: list[Path]) -> dict[tuple[str, str], Counter[str]]:
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in conllu.read_all(treebank):
        for row in sentence.rows:
            if row[UPOS] not in _UNINFLECTED and row[LEMMA] != "_":
                seen[row[UPOS].lower(), row[FORM].lower()][row[LEMMA].lower()] += 1
    return seen


def _keep_silent_e(index: dict, exceptions: dict) -> None:
    """ "hoping" is from hope, not hop: a one-syllable verb that ends in a single consonant doubles it."""
    verbs = set(index["verb"])
    short = {v for v in verbs if v + "e" in verbs and _CLOSED_SYLLABLE.match(v)} | {"nee"}
    for verb in short:
        exceptions["verb"].setdefault(verb, [verb])
        exceptions["verb"].setdefault(verb + "s", [verb])
    index["verb"] = [v for v in index["verb"] if v not in short]
