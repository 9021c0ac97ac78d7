"""The open corpus of coded sentences, `seeds/corpus/*.txt`: one event, or one tempting non-event, a line.

    073 | [S The European Union] [V sent] field hospitals to [T Mozambique] after the cyclone.
    none sport | Arsenal [V attacked] down the left all afternoon.

A line is a code, then flags, a bar, and a sentence with its spans marked. Two lines that follow each other with the
same words are two events of one sentence. `seeds/corpus/README.md` is the guide for writers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coder.errors import OntologyError
from coder.ontology.files import complaint

#: what a flag says: the field of a mention it stands for
POLARITY = {"negated": "negated"}
CERTAINTY = frozenset({"reported", "claimed", "disputed", "denied", "planned", "hypothetical"})
KIND = frozenset({"aggregate", "habitual"})
#: why a tempting word is no event
REASONS = frozenset({
    "figurative", "sport", "entertainment", "business", "accident", "weather", "crime", "science", "history", "mention", "purpose",
    "generic", "drill", "daily", "health",
})
NONE, NOTHING = "none", "nothing"
_MARK = re.compile(r"\[([SVT]) ([^\[\]]+)\]")
_LINE = re.compile(r"(?P<head>[0-9a-z ]+?) *\| *(?P<text>.+)")


@dataclass(frozen=True)
class Sample:
    """One line: the plain sentence, character spans of trigger, sources and targets, and what it is coded as.

    `code` is None for a tempting word that is no event, and `reason` then says why; a sentence in which nothing happens has no
    trigger either. `complete` says that all events of the sentence are marked.
    """

    text: str
    code: str | None
    trigger: tuple[int, int] | None
    source: tuple[tuple[int, int], ...] = ()
    target: tuple[tuple[int, int], ...] = ()
    polarity: str = "affirmed"
    certainty: str = "asserted"
    kind: str = "specific"
    reason: str | None = None
    complete: bool = False
    path: str = ""
    line: int = 0

    @property
    def hard_negative(self) -> bool:
        """Whether a release must hold no event for this line."""
        return self.code is None or self.polarity == "negated" or self.certainty in ("hypothetical", "denied")


def read_corpus(paths: Path | Sequence[Path], codes: frozenset[str] | None = None) -> Iterator[Sample]:
    """The samples of a folder of `*.txt`, or of the files given, in order.

    *codes* are the codes allowed; None allows all. Raises OntologyError naming file and line of the first line that is wrong.
    """
    for path, number, line in _lines(paths):
        yield _sample(line, path, number, codes)


def _lines(paths: Path | Sequence[Path]) -> Iterator[tuple[Path, int, str]]:
    """(file, line number, line) of all that is neither empty nor a comment."""
    if isinstance(paths, Path):
        paths = sorted(paths.glob("*.txt")) if paths.is_dir() else [paths]
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield path, number, line.strip()


def _sample(line: str, path: Path, number: int, codes: frozenset[str] | None) -> Sample:
    match = _LINE.fullmatch(line)
    if match is None:
        raise complaint(path, number, "a line is: code, flags, ' | ', sentence")
    code, *flags = match["head"].split()
    values = _flags(flags, path, number)
    if code == NONE and "reason" not in values:
        raise complaint(path, number, f"a line with code none needs a reason, one of {', '.join(sorted(REASONS))}")
    if code not in (NONE, NOTHING) and codes is not None and code not in codes:
        raise complaint(path, number, f"no CAMEO code {code} of three digits or more")
    text, spans = _unmark(match["text"], path, number)
    if len(spans["V"]) != (code != NOTHING):
        raise complaint(path, number, f"a line has one trigger [V …] (nothing: none), this one has {len(spans['V'])}")
    return Sample(
        text, None if code in (NONE, NOTHING) else code, spans["V"][0] if spans["V"] else None, tuple(spans["S"]), tuple(spans["T"]), path=path.name,
        line=number, complete=code == NOTHING or path.name.startswith("passages"), **values,
    )


def _flags(flags: Sequence[str], path: Path, number: int) -> dict[str, str]:
    values: dict[str, str] = {}
    for flag in flags:
        if flag in POLARITY:
            values["polarity"] = POLARITY[flag]
        elif flag in CERTAINTY:
            values["certainty"] = flag
        elif flag in KIND:
            values["kind"] = flag
        elif flag in REASONS:
            values["reason"] = flag
        else:
            raise complaint(path, number, f"unknown flag {flag!r}")
    return values


def _unmark(marked: str, path: Path, number: int) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    spans: dict[str, list[tuple[int, int]]] = {"S": [], "V": [], "T": []}
    text, last = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        words = mark[2].strip()
        spans[mark[1]].append((len(text), len(text) + len(words)))
        text += words
        last = mark.end()
    text += marked[last:]
    if "[" in text or "]" in text:
        raise complaint(path, number, "a bracket is left over: spans are [S …], [V …], [T …], not nested")
    return text, spans


def read_labels(path: Path, items: Mapping[str, str], codes: frozenset[str] | None = None) -> Iterator[Sample]:
    """Labels that stand apart from their texts (`digest_labels.tsv`), put to the texts in *items* (id -> text).

    The events of an item are labelled, though some minor ones were left out, so what is unmarked is not surely none. Items that are not given are
    left out; a label that does not fit its text raises OntologyError.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith(("#", "id\t")):
            continue
        fields = line.split("\t")
        if len(fields) != 6:
            raise complaint(path, number, f"a line has six fields, this one {len(fields)}")
        item, code, flags, trigger, source, target = fields
        if item not in items:
            continue
        text = " ".join(items[item].replace("[", "(").replace("]", ")").split())
        spans = [_spans(value, text, path, number) for value in (trigger, source, target)]
        if code not in (NONE, NOTHING) and codes is not None and code not in codes:
            raise complaint(path, number, f"no CAMEO code {code} of three digits or more")
        yield Sample(
            text, None if code in (NONE, NOTHING) else code, spans[0][0] if spans[0] else None, tuple(spans[1]), tuple(spans[2]), complete=code == NOTHING,
            path=path.name, line=number, **_flags(flags.split(), path, number),
        )


def _spans(value: str, text: str, path: Path, number: int) -> list[tuple[int, int]]:
    found = []
    for part in filter(None, value.split(";")):
        start, _, end = part.partition("-")
        if not (start.isdigit() and end.isdigit() and int(start) < int(end) <= len(text)):
            raise complaint(path, number, f"the span {part} does not lie in the text")
        found.append((int(start), int(end)))
    return found


def plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def lint(samples: Sequence[Sample]) -> list[str]:
    """Complaints about the corpus as a whole: sentences that stand twice or nearly so."""
    found: list[str] = []
    seen: dict[tuple[str, ...], Sample] = {}
    runs: dict[tuple[str, ...], Sample] = {}
    before: Sample | None = None
    for sample in samples:
        key = tuple(plain_words(sample.text))
        twin = seen.get(key)
        neighbour = before is not None and before.text == sample.text
        if twin is not None and not neighbour:
            found.append(f"{sample.path}:{sample.line}: stands at {twin.path}:{twin.line} already: {sample.text[:80]}")
        elif twin is None:
            for n in range(len(key) - _RUN + 1):
                run = key[n : n + _RUN]
                other = runs.setdefault(run, sample)
                if other is not sample and other.text != sample.text:
                    found.append(f"{sample.path}:{sample.line}: eight words as at {other.path}:{other.line}: {' '.join(run)}")
                    break
            seen[key] = sample
        before = sample
    return found


_RUN = 8


def codes_in_use(codes: Sequence[str]) -> frozenset[str]:
    """The codes a line may have: leaves and groups, but no bare roots."""
    return frozenset(c for c in codes if len(c) >= 3)


def check(paths: Path | Sequence[Path], codes: frozenset[str]) -> tuple[list[Sample], list[str]]:
    """(samples, complaints): all that is wrong in the files, line by line, and then in the whole."""
    samples: list[Sample] = []
    complaints: list[str] = []
    for path, number, line in _lines(paths):
        try:
            samples.append(_sample(line, path, number, codes))
        except OntologyError as error:
            complaints.append(str(error))
    return samples, complaints + lint(samples)
