"""What all tests share: the coder, loaded once, and the path on which test modules find `coded.py` and `dataset_samples.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole coder with the shipped English pipeline; loading it takes about two seconds."""
    from coder import load

    return load()


@pytest.fixture(scope="session")
def nlp_by_rules() -> Language:
    """The coder without its decider: what readings and components say by themselves."""
    from coder import load

    return load(rules_only=True)
