"""Load the English pipeline: ours by default, or one the user has installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
from spacy.attrs import NORM, ORTH
from spacy.language import Language

from coder.errors import ModelError
from coder.language import headlines, paragraphs, storage
from coder.ontology.words import load_words

#: our own pipeline, shipped in the package
SHIPPED = Path(__file__).parent / "english"
_NEEDED = ("parser", "lemmatizer")


def load_language(model: str | Path | None = None) -> Language:
    """The language pipeline, with line breaks as sentence ends.

    *model* is a folder or the name of an installed spaCy model such as `en_core_web_lg`; None is ours.
    Raises ModelError if it cannot be loaded or has no parser.
    """
    if model is None:
        nlp = storage.open_shrunk(SHIPPED)
    else:
        folder = Path(model)
        try:
            small = (folder / storage.VECTORS).exists()
            nlp = storage.open_shrunk(folder) if small else spacy.load(model)
        except OSError as error:
            raise ModelError(
                f"model {model} cannot be loaded: {error}; leave --model out to use the one that ships with coder"
            ) from error
    missing = [name for name in _NEEDED if name not in nlp.pipe_names]
    if missing:
        raise ModelError(f"model {model} has no {' and no '.join(missing)}; the coder needs a full English pipeline")
    storage.use_numpy(nlp)
    tokenizer: Any = nlp.tokenizer
    for abbreviation in sorted(load_words().grammar["abbreviations"]):
        tokenizer.add_special_case(abbreviation, [{ORTH: abbreviation}])
    for form, _, known in (entry.split() for entry in sorted(load_words().grammar["past_forms"]) if entry.count(" ") == 2):
        tokenizer.add_special_case(form, [{ORTH: form, NORM: known}])
    if "coder_paragraphs" not in nlp.pipe_names:
        nlp.add_pipe(paragraphs.NAME, first=True)
    if headlines.NAME not in nlp.pipe_names:
        nlp.add_pipe(headlines.NAME, last=True)
    return nlp


def describe(nlp: Language) -> str:
    """Name and version of a pipeline, for manifests and messages."""
    return f"{nlp.meta.get('lang', 'en')}_{nlp.meta.get('name', 'pipeline')} {nlp.meta.get('version', '0')}"
