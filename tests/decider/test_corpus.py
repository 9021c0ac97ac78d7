"""The corpus of coded sentences: every line reads, spans exist, codes exist, nothing stands twice; what is wrong is named with its line."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from coder.decider.corpus import Sample, check, codes_in_use, read_corpus, read_labels
from coder.errors import OntologyError
from coder.ontology.codes import load_codes

CORPUS = Path(__file__).parents[2] / "seeds" / "corpus"
CODES = codes_in_use(list(load_codes().codes))


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return list(read_corpus(CORPUS, CODES))


def write(folder: Path, *lines: str, name: str = "x.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_corpus_holds_what_it_promises(samples: list[Sample]) -> None:
    texts = {s.text for s in samples}
    assert len(texts) >= 5_000
    assert sum(s.hard_negative for s in samples) >= 1_000
    roots = {s.code[:2] for s in samples if s.code}
    assert roots == {f"{n:02}" for n in range(1, 21)}


def test_no_sentence_stands_twice() -> None:
    _, complaints = check(CORPUS, CODES)
    assert [c for c in complaints if "already" in c] == []


def test_spans_lie_in_their_sentences_and_do_not_cross(samples: list[Sample]) -> None:
    for sample in samples:
        spans = sorted([*sample.source, *sample.target, *([sample.trigger] if sample.trigger else [])])
        assert all(0 <= start < end <= len(sample.text) for start, end in spans), sample
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), sample


def test_a_line_is_read_with_its_spans_and_flags(tmp_path: Path) -> None:
    path = write(tmp_path, "# a comment", "", "1123 reported | [S Kyiv] has [V accused] [T Moscow] of shelling a ward, officials said.")
    (sample,) = read_corpus(path, CODES)
    words = [sample.text[a:b] for a, b in (sample.source[0], sample.trigger or (0, 0), sample.target[0])]
    assert (words, sample.code, sample.certainty, sample.polarity, sample.line) == (["Kyiv", "accused", "Moscow"], "1123", "reported", "affirmed", 3)
    assert not sample.hard_negative


@pytest.mark.parametrize(
    ("line", "negative"),
    [
        ("none sport | Arsenal [V attacked] down the left.", True),
        ("190 negated | [S Troops] did not [V attack] [T the town].", True),
        ("190 hypothetical | [S Troops] could [V attack] [T the town].", True),
        ("nothing | The town lies on a hill.", True),
        ("190 reported | [S Troops] [V attacked] [T the town], he said.", False),
    ],
)
def test_what_must_yield_no_event_is_a_hard_negative(tmp_path: Path, line: str, negative: bool) -> None:
    (sample,) = read_corpus(write(tmp_path, line), CODES)
    assert sample.hard_negative is negative


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("190 [S Rebels] [V attacked]", "a line is: code"),
        ("19 | [S Rebels] [V attacked] a town.", "no CAMEO code 19"),
        ("190 | [S Rebels] attacked a town.", "one trigger"),
        ("190 | [S Rebels] [V attacked] and [V burned] a town.", "one trigger"),
        ("190 perhaps | [S Rebels] [V attacked] a town.", "unknown flag 'perhaps'"),
        ("none | Arsenal [V attacked].", "needs a reason"),
        ("190 | [S Rebels [V attacked]] a town.", "bracket is left over"),
    ],
)
def test_a_wrong_line_is_named_with_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = write(tmp_path, "190 | [S Rebels] [V shelled] [T a town].", line)
    with pytest.raises(OntologyError, match=rf"x\.txt:2: .*{complaint}"):
        list(read_corpus(path, CODES))
    samples, complaints = check(path, CODES)
    assert (len(samples), len(complaints)) == (1, 1)


def test_sentences_that_stand_twice_or_nearly_are_complained_of(tmp_path: Path) -> None:
    one = "190 | [S Rebels] [V attacked] [T the old market town] on the river after dark on Friday."
    near = "190 | On the coast [S Rebels] [V attacked] [T the old market town] on the river after dark, police said."
    second_event = "181 | Rebels attacked the old market town on the river after dark on [V Friday]."
    _, complaints = check(write(tmp_path, one, second_event, near, one), CODES)
    assert len(complaints) == 2
    assert "eight words as at x.txt:1" in complaints[0]
    assert "stands at x.txt:1 already" in complaints[1]


def test_labels_without_texts_are_put_to_their_texts(tmp_path: Path) -> None:
    path = write(tmp_path, "# how", "id\tcode\tflags\ttrigger\tsource\ttarget", "a1\t190\treported\t7-15\t0-6\t16-24", "a2\tnothing\t\t\t\t", "a3\t190\t\t0-5\t\t", name="l.tsv")
    found = list(read_labels(path, {"a1": "Rebels  attacked [a] town", "a2": "It rained."}, CODES))
    assert [(s.text, s.code, s.trigger, s.complete) for s in found] == [("Rebels attacked (a) town", "190", (7, 15), False), ("It rained.", None, None, True)]


def test_a_label_that_does_not_fit_its_text_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "a1\t190\t\t7-99\t\t", name="l.tsv")
    with pytest.raises(OntologyError, match=r"l\.tsv:1: the span 7-99"):
        list(read_labels(path, {"a1": "Rebels attacked."}, CODES))


def test_the_labels_of_the_digest_name_known_codes() -> None:
    lines = [line.split("\t") for line in (CORPUS / "digest_labels.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith(("#", "id"))]
    assert len({fields[0] for fields in lines}) == 6_600
    assert {fields[1] for fields in lines} <= CODES | {"none", "nothing"}
