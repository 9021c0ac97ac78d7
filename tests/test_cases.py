"""Short articles and the events the default release takes from them.

The cases are in tests/cases/stories.yml and, one file per coding rule, in tests/cases/rules/.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from coded import PUBLISHED, fault, mentions
from spacy.language import Language

from coder.ontology.files import read_yaml
from coder.records import Mention

FOLDER = Path(__file__).parent / "cases"
FILES = [FOLDER / "stories.yml", *sorted((FOLDER / "rules").glob("R*.yml"))]
STORIES = [pytest.param(c, marks=[fault(c["fault"])] if "fault" in c else [], id=f"{file.stem} line {c.line}") for file in FILES for c in read_yaml(file)]


def told(mention: Mention) -> str:
    """A mention as a case writes it."""
    source, target = (";".join(a.code or "?" for a in side) for side in (mention.source, mention.target))
    parts = [f"{source}>{target} {mention.cameo_code} {mention.event_type}"]
    if mention.date.precision != "reported":
        parts.append(str(mention.date.start))
    if mention.place is not None and mention.place.basis != "target_country":
        parts.append(str(mention.place.name))
    parts += [f"{name} {toll.best}" for name, toll in (("killed", mention.killed), ("wounded", mention.wounded)) if toll.best is not None]
    return ", ".join(parts)


@pytest.mark.parametrize("case", STORIES)
def test_story(nlp: Language, case: dict[str, Any]) -> None:
    unknown = set(case) - {"text", "title", "published", "events", "fault"}
    assert unknown == set()
    found = mentions(nlp, case["text"], title=case.get("title"), published=case.get("published", PUBLISHED))
    assert [told(m) for m in found if m.in_release] == case["events"]
