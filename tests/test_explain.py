"""Why a sentence is coded as it is: every decision has its line, every rule its file and line."""

from __future__ import annotations

import pytest
from coded import code
from spacy.language import Language

from coder.explain import explain, rules_of
from coder.ontology.readings import FOLDER

SENTENCE = "Rebels attacked an army convoy near Goma on Friday, killing two soldiers, police said."


@pytest.fixture(scope="module")
def told(nlp: Language) -> list[str]:
    return list(explain(code(nlp, f"{SENTENCE} It rained.")))


@pytest.mark.parametrize(
    "part",
    [
        # the sentence, its words with their heads, its actors
        f"sentence 0: {SENTENCE}",
        "attacked           VERB   attack           ",
        "'Rebels': agent, id None, code REB, description",
        "'army convoy': agent, id None, code MIL, description",
        # the act, its slots, the judgement, who says so
        "'attacked': attack 190 by rule 190.v.attack",
        "source Rebels; target convoy",
        "polarity affirmed; certainty reported; kind specific; zone lead; said by police (police)",
        # date, place, harm
        "'Friday': from 2024-05-10, to 2024-05-10, precision day",
        "'Goma': name Goma, country COD, precision near",
        "kind killed, low 2, best 2, high 2",
        # the event
        "REB > MIL: attack 190, 2024-05-10, Goma, reported, confidence 0.9, rule 190.v.attack",
        # a sentence without any
        "sentence 1: It rained.",
        "  no event",
    ],
)
def test_lines_say(told: list[str], part: str) -> None:
    assert any(part in line for line in told), "\n".join(told)


def test_what_is_left_out_says_why(nlp: Language) -> None:
    told = "\n".join(explain(code(nlp, "The striker fired a shot at the goal in the Premier League match.")))
    assert "not coded: sport" in told


def test_words_without_acts_are_explained_too(nlp: Language) -> None:
    assert list(explain(code(nlp, "")))[:1] == []
    assert "  no event" in list(explain(code(nlp, "It rained.")))


def test_a_composed_rule_names_each_file_and_line(nlp: Language) -> None:
    (act,) = code(nlp, "Militias agreed to halt attacks on Israel.")._.actions
    lines = rules_of(act["rule"])
    assert [line.split(":")[0] for line in lines] == ["op.agree", "op.stop", "190.n.attack"]
    where = lines[2].split("ontology/actions/")[1].split(" line ")
    text = (FOLDER / where[0]).read_text(encoding="utf-8").splitlines()
    assert text[int(where[1].split(":")[0]) - 1].startswith("- noun:")


def test_word_order_is_named() -> None:
    assert rules_of("190.v.attack+order")[-1].startswith("+order: ")
