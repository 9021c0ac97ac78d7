"""The coding components, one spaCy factory per module, usable in anybody's pipeline.

    nlp.add_pipe("coder_actors"); nlp.add_pipe("coder_actions"); …

They are strangers to each other and talk only through the Doc. Each adds one list of plain dicts (not dataclasses:
dicts survive `nlp.pipe(n_process=2)` and `DocBin`) to the extension attributes of `annotations`; the last, `events`,
joins what the others found.
"""

from __future__ import annotations

from importlib import import_module

from spacy.language import Language

#: the order in which the components run
COMPONENTS = (
    "coder_actors", "coder_actions", "coder_decisions", "coder_context", "coder_dates", "coder_places", "coder_casualties", "coder_events",
)


def add_components(nlp: Language, *, rules_only: bool = False) -> Language:
    """Add all coding components to a pipeline, in order."""
    for name in COMPONENTS:
        import_module(f"coder.pipeline.{name.removeprefix('coder_')}")
        if name not in nlp.pipe_names:
            nlp.add_pipe(name, config={"rules_only": rules_only} if name == "coder_decisions" else {})
    return nlp
