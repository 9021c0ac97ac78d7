"""What readings and components say by themselves: the coder without its decider, which has tests of its own (`tests/decider/`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="session")
def nlp(nlp_by_rules: Language) -> Language:
    return nlp_by_rules
