"""The training recipe's material: treebank sentences read, made into documents, varied and substituted; the tree stays true."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from coder.language.training import conllu, documents, substitution, variants
from coder.language.training.conllu import FORM, HEAD, XPOS, Sentence

TREEBANK = """\
# newdoc id = demo-1
# newpar
# sent_id = demo-1-1
# ner = yes
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
2\tgardener\tgardener\tNOUN\tNN\t_\t3\tnsubj\t_\t_
3\twatered\twater\tVERB\tVBD\t_\t0\troot\t_\t_
4\tthe\tthe\tDET\tDT\t_\t5\tdet\t_\t_
5\troses\trose\tNOUN\tNNS\t_\t3\tobj\t_\t_
6\tin\tin\tADP\tIN\t_\t7\tcase\t_\t_
7\tBrixby\tBrixby\tPROPN\tNNP\t_\t3\tobl\t_\tSpaceAfter=No|NER=B-LOC
8\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# sent_id = demo-1-2
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\ttouch\ttouch\tVERB\tVB\t_\t0\troot\t_\t_
4\t"\t"\tPUNCT\t``\t_\t5\tpunct\t_\tSpaceAfter=No
5\tthem\tthey\tPRON\tPRP\t_\t3\tobj\t_\tSpaceAfter=No
6\t"\t"\tPUNCT\t''\t_\t5\tpunct\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# newpar
# sent_id = demo-1-3
1\tBirds\tbird\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tsang\tsing\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
2.1\tsang\tsing\tVERB\tVBD\t_\t_\t_\t_\t_
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""

WORDS = substitution.Words(
    transitive=("shell", "attack"), intransitive=("clash",), saying=("claim",), asking=("urge",), singular=("militia",),
    plural=("rebels",), nationalities=("Kenyan",), given=("Ada",), family=("Moss",), places=("Nairobi",), groups=("Front",),
)


@pytest.fixture
def sentences(tmp_path: Path) -> list[Sentence]:
    path = tmp_path / "demo.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    return list(conllu.read(path))


def tree(sentence: Sentence) -> list[tuple[str, str]]:
    return [(row[HEAD], row[XPOS]) for row in sentence.rows]


# --- reading ------------------------------------------------------------------------------------------------


def test_sentences_are_read_with_their_comments(sentences: list[Sentence]) -> None:
    assert [s.meta("sent_id") for s in sentences] == ["demo-1-1", "demo-1-2", "demo-1-3"]
    assert [s.names_known for s in sentences] == [True, False, False]
    assert [s.has("newpar") for s in sentences] == [True, False, True]


def test_empty_nodes_are_left_out(sentences: list[Sentence]) -> None:
    assert [row[FORM] for row in sentences[2].rows] == ["Birds", "sang", "."]


def test_words_and_spaces_give_the_text_back(sentences: list[Sentence]) -> None:
    texts = []
    for sentence in sentences:
        words, spaces = sentence.words_and_spaces()
        texts.append("".join(w + " " * s for w, s in zip(words, spaces, strict=True)).strip())
    assert texts == ["The gardener watered the roses in Brixby.", 'Don\'t touch "them".', "Birds sang."]


def test_names_are_read_where_they_are_known(sentences: list[Sentence]) -> None:
    assert sentences[0].name_tags() == ["O"] * 6 + ["B-LOC", "O"]


def test_copies_do_not_share_their_rows(sentences: list[Sentence]) -> None:
    copy = sentences[0].copy()
    copy.rows[0][FORM] = "A"
    assert sentences[0].rows[0][FORM] == "The"


# --- documents ----------------------------------------------------------------------------------------------


def test_a_document_has_the_text_and_the_tree(sentences: list[Sentence]) -> None:
    (chunk,) = documents.chunks(sentences[:2], random.Random(1))
    doc = documents.to_doc(chunk, random.Random(1))
    assert doc.text == 'The gardener watered the roses in Brixby. Don\'t touch "them".'
    assert [(t.text, t.head.text, t.dep_) for t in doc if t.dep_ in ("nsubj", "ROOT", "obj")] == [
        ("gardener", "watered", "nsubj"), ("watered", "watered", "ROOT"), ("roses", "watered", "obj"),
        ("touch", "touch", "ROOT"), ("them", "touch", "obj"),
    ]
    assert [s.text for s in doc.sents] == ["The gardener watered the roses in Brixby.", 'Don\'t touch "them".']
    assert [(e.text, e.label_) for e in doc.ents] == [("Brixby", "LOC")]


def test_unknown_names_are_missing_not_absent(sentences: list[Sentence]) -> None:
    doc = documents.to_doc([(sentences[2], True)], random.Random(1))
    assert {t.ent_iob for t in doc} == {0}


def test_paragraphs_are_parted_by_line_breaks(sentences: list[Sentence]) -> None:
    doc = documents.to_doc([(sentences[1], False), (sentences[2], True)], random.Random(1))
    assert doc.text.replace("\n\n", "\n") == 'Don\'t touch "them".\nBirds sang.'


def test_documents_stay_short(sentences: list[Sentence]) -> None:
    many = [sentences[2]] * 20
    sizes = [len(chunk) for chunk in documents.chunks(many, random.Random(1), most_sentences=4)]
    assert sum(sizes) == 20
    assert max(sizes) <= 4


# --- variants -----------------------------------------------------------------------------------------------


def test_quotes_are_curled(sentences: list[Sentence]) -> None:
    variants.curl(sentences[1])
    assert [row[FORM] for row in sentences[1].rows] == ["Do", "n’t", "touch", "“", "them", "”", "."]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("upper", "THE GARDENER WATERED THE ROSES IN BRIXBY ."),
        ("lower", "the gardener watered the roses in brixby ."),
        # small words stay small, but not at the beginning
        ("title", "The Gardener Watered the Roses in Brixby ."),
    ],
)
def test_case_changes_and_the_tree_does_not(sentences: list[Sentence], how: str, expected: str) -> None:
    before = tree(sentences[0])
    variants.recase(sentences[0], how)
    assert " ".join(row[FORM] for row in sentences[0].rows) == expected
    assert tree(sentences[0]) == before


def test_headlines_have_no_full_stop(sentences: list[Sentence]) -> None:
    assert variants.drop_full_stop(sentences[0])
    assert sentences[0].rows[-1][FORM] == "Brixby"
    assert not variants.drop_full_stop(sentences[0])


def test_most_documents_stay_as_they_are(sentences: list[Sentence]) -> None:
    """Fifteen per cent of copies in capitals cost right frames: a few per cent is the measure."""
    rng = random.Random(5)
    extra = sum(len(variants.varied([(s, False) for s in sentences], rng)) - 1 for _ in range(1000))
    assert 0 < extra < 150


# --- substitution -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "tag", "form"),
    [
        ("attack", "VBD", "attacked"), ("raze", "VBD", "razed"), ("occupy", "VBZ", "occupies"), ("stab", "VBG", "stabbing"),
        ("free", "VBG", "freeing"), ("clash", "VBZ", "clashes"), ("attack", "VB", "attack"), ("fight", "VBD", "fought"),
        ("shoot", "VBN", "shot"), ("deploy", "VBD", "deployed"),
    ],
)
def test_verbs_are_inflected(verb: str, tag: str, form: str) -> None:
    assert substitution.inflected(verb, tag) == form


def test_words_are_swapped_and_the_tree_is_not(sentences: list[Sentence]) -> None:
    before = tree(sentences[0])
    changed = substitution.substitute(sentences[0], random.Random(1), WORDS, share=2.0)
    forms = [row[FORM] for row in sentences[0].rows]
    assert changed == 4
    assert tree(sentences[0]) == before
    assert (forms[0], forms[1], forms[4], forms[6]) == ("The", "militia", "rebels", "Nairobi")
    assert forms[2] in ("shelled", "attacked")


def test_swapped_names_become_unknown(sentences: list[Sentence]) -> None:
    substitution.substitute(sentences[0], random.Random(1), WORDS, share=2.0)
    assert not sentences[0].names_known


def test_nothing_to_swap_changes_nothing(sentences: list[Sentence]) -> None:
    before = [list(row) for row in sentences[0].rows]
    assert substitution.substitute(sentences[0], random.Random(3), WORDS, share=0.0) == 0
    assert [[f.replace("’", "'") for f in row] for row in sentences[0].rows] == before


def test_articles_keep_to_their_sound(sentences: list[Sentence]) -> None:
    """a + vowel is never made."""
    sentences[0].rows[0][FORM] = "A"
    owls = substitution.Words(**{**{f: getattr(WORDS, f) for f in WORDS.__dataclass_fields__}, "singular": ("owl",)})
    substitution.substitute(sentences[0], random.Random(1), owls, share=2.0)
    assert sentences[0].rows[1][FORM] == "gardener"


def test_same_seed_same_words(sentences: list[Sentence]) -> None:
    one, other = sentences[0].copy(), sentences[0].copy()
    substitution.substitute(one, random.Random(9), WORDS)
    substitution.substitute(other, random.Random(9), WORDS)
    assert one.rows == other.rows


def test_words_of_the_ontology_are_many_and_plain() -> None:
    words = substitution.load_words()
    for name in WORDS.__dataclass_fields__:
        found = getattr(words, name)
        assert len(found) >= 10, name
        assert all(w.isalpha() for w in found), name
        assert max(Counter(found).values()) == 1, name
        assert list(found) == sorted(found), name
