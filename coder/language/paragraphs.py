"""coder_paragraphs: a line break always ends a sentence.

Headlines, datelines and list items have no full stop. Set before the parser runs, these boundaries bind it.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

NAME = "coder_paragraphs"


@Language.component(NAME, assigns=["token.is_sent_start"])
def paragraphs(doc: Doc) -> Doc:
    after_break = False
    for token in doc:
        if token.is_space and "\n" in token.text:
            after_break = True
        elif after_break:
            token.is_sent_start = True
            after_break = False
    return doc
