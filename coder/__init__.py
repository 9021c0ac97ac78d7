"""News articles in, conflict events out.

    from coder import load
    nlp = load()
    doc = nlp("Rebels shelled an army post near Goma on Friday, killing two soldiers.")
    doc._.events

`import coder` is light; spaCy is loaded by `load()`. For whole files and datasets see `coder --help`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import (
    CoderError,
    ModelError,
    OntologyError,
    Problem,
    ReleaseError,
    SourceError,
    UsageError,
    ValidationError,
)
from coder.records import Actor, Article, Event, Mention, Place, Toll, Trigger, Victim, When, from_json, to_json

if TYPE_CHECKING:
    from spacy.language import Language

__version__ = "0.1.0"

__all__ = [
    "Actor", "Article", "CoderError", "Event", "Mention", "ModelError", "OntologyError", "Place", "Problem", "ReleaseError",
    "SourceError", "Toll", "Trigger", "UsageError", "ValidationError", "Victim", "When", "__version__", "from_json", "load",
    "to_json",
]


def load(model: str | Path | None = None, *, rules_only: bool = False) -> Language:
    """The whole coder as one spaCy pipeline: language, then the coding components.

    *model* names another English pipeline (`en_core_web_lg`); by default the one that ships with the package is used.
    With *rules_only* the readings alone decide what an act is; otherwise the decider (`coder.decider`) looks at each.
    Set `doc._.published` (an ISO date) before the components run to have relative dates resolved: see `coder.coding`.
    """
    from coder.language.pipeline import load_language
    from coder.pipeline import add_components

    return add_components(load_language(model), rules_only=rules_only)
