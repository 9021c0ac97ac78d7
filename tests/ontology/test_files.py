"""Knowledge files: what is read from them, and that every mistake in them is told with file and line."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from coder.errors import OntologyError
from coder.ontology import files
from coder.ontology.files import Located, Row, read_table, read_yaml


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def node_of(folder: Path, content: str) -> Located:
    node = read_yaml(written(folder, "one.yml", content))
    assert isinstance(node, Located)
    return node


# --- YAML ---------------------------------------------------------------------------------------------------


def test_yaml_mappings_know_their_lines(tmp_path: Path) -> None:
    data = read_yaml(
        written(tmp_path, "a.yml", '# head\n- code: "010"\n  sub:\n    x: 1\n- {code: "020",\n   y: 2}\n')
    )
    assert data == [{"code": "010", "sub": {"x": 1}}, {"code": "020", "y": 2}]
    first, second = data
    assert (first.line, first["sub"].line, second.line) == (2, 4, 5)
    assert first.lines == {"code": 2, "sub": 3}
    assert second.lines == {"code": 5, "y": 6}
    assert first.path == str(tmp_path / "a.yml")


def test_yaml_anchors_and_merge_keys_work(tmp_path: Path) -> None:
    node = node_of(tmp_path, "base: &b {x: 1, y: 2}\nsame: *b\nmore: {<<: *b, y: 3}\n")
    assert node["same"] is node["base"]
    assert node["more"] == {"x": 1, "y": 3}


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 'the key "a" twice'),
        ("- {a: 1, a: 2}\n", 1, 'the key "a" twice'),
        ("a: 1\nb: {<<: {x: 1}, y: 1, y: 2}\n", 2, 'the key "y" twice'),
        ("a: 1\nb:\t2\n", 2, "a tab"),
        ("a: [1\nb: 2\n", 2, ""),
        ("a: 1\n---\nb: 2\n", 2, "another document"),
        ("", 1, "empty"),
        ("# nothing\n", 1, "empty"),
        (b"a: 1\nb: caf\xe9\n", 2, "not UTF-8"),
        ("a: !!python/object:os.system x\n", 1, "tag"),
        ("a: *nowhere\n", 1, "alias"),
        ("{[1]: 2}\n", 1, "a key that is a list"),
        ("a: b\0\n", 1, "not YAML"),
    ],
)
def test_broken_yaml_is_told_by_line(tmp_path: Path, content: str | bytes, line: int, message: str) -> None:
    path = written(tmp_path, "bad.yml", content)
    with pytest.raises(OntologyError) as caught:
        read_yaml(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert message in str(caught.value)


def test_missing_file_is_an_ontology_error(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"none\.yml: cannot be read"):
        read_yaml(tmp_path / "none.yml")


def test_the_last_of_ten_thousand_lines_has_its_number(tmp_path: Path) -> None:
    path = written(tmp_path, "long.yml", '- code: "190"\n  words: [attack, raid]\n' * 5000)
    assert read_yaml(path)[-1].line == 9999


def test_located_survives_pickling(tmp_path: Path) -> None:
    node = node_of(tmp_path, "\na: 1\n")
    copy = pickle.loads(pickle.dumps(node))
    assert (copy, copy.line, copy.lines) == (node, 2, {"a": 2})


# --- CSV ----------------------------------------------------------------------------------------------------


def test_table_rows_know_their_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", 'name,code\n"Arn, North",010\nBel,\n')
    rows = read_table(path, columns=("name", "code"))
    assert rows == [{"name": "Arn, North", "code": "010"}, {"name": "Bel", "code": ""}]
    assert [row.line for row in rows] == [2, 3]
    assert all(isinstance(row, Row) for row in rows)


def test_table_from_a_spreadsheet_is_read_too(tmp_path: Path) -> None:
    """A byte order mark and CRLF line ends are what Excel writes."""
    path = written(tmp_path, "t.csv", "\ufeffname,code\r\nArn,010\r\n")
    assert read_table(path, columns=("name",)) == [{"name": "Arn", "code": "010"}]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("name,code\nArn\n", 2, "1 cells, but the header has 2"),
        ("name,code\nArn,1\nBel,2,3\n", 3, "3 cells, but the header has 2"),
        ("name,name\n", 1, 'the column "name" twice'),
        ("name,\n", 1, "a column without a name"),
        ("code\n010\n", 1, 'no column "name"'),
        ("name,code\nArn ,1\n", 2, "a space"),
        ("name,code\nArn, 1\n", 2, "a space"),
        ("name,code\nArn,1\n\nBel,2\n", 3, "an empty line"),
        ("name,code\nA\trn,1\n", 2, "a tab"),
        ('name,code\n"Ar\nn",1\n', 3, "a line break"),
        ('name,code\n"Ar"n,1\n', 2, "not CSV"),
        (b"name,code\nArn,1\nB\xe9l,2\n", 3, "not UTF-8"),
        ("", 1, "empty"),
    ],
)
def test_broken_table_is_told_by_line(tmp_path: Path, content: str | bytes, line: int, message: str) -> None:
    path = written(tmp_path, "bad.csv", content)
    with pytest.raises(OntologyError) as caught:
        read_table(path, columns=("name",))
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert message in str(caught.value)


# --- taking values out --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accessor", "content", "value"),
    [
        (files.text, "k: word", "word"),
        (files.text, 'k: "no"', "no"),
        (files.texts, "k: [a, b]", ("a", "b")),
        (files.code, 'k: "010"', "010"),
        (files.codes, 'k: ["010", "19"]', ("010", "19")),
        (files.number, "k: -4.4", -4.4),
        (files.number, "k: 3", 3.0),
        (files.whole, "k: 3", 3),
        (files.flag, "k: yes", True),
        (files.mapping, "k: {x: 1}", {"x": 1}),
        (files.mappings, "k: [{x: 1}]", [{"x": 1}]),
    ],
)
def test_values_of_the_right_kind(tmp_path: Path, accessor: Any, content: str, value: Any) -> None:
    result = accessor(node_of(tmp_path, content), "k")
    assert result == value
    assert type(result) is type(value) or isinstance(result, Located)


@pytest.mark.parametrize(
    ("accessor", "content", "message"),
    [
        (files.code, "k: 010", "the number 8: codes need quotes"),
        (files.code, "k: 190", "the number 190: codes need quotes"),
        (files.code, 'k: "1"', "is not a CAMEO code"),
        (files.code, 'k: "01x"', "is not a CAMEO code"),
        (files.code, "k: on", "reads as true"),
        (files.codes, 'k: ["010", 011]', "codes need quotes"),
        (files.codes, 'k: "010"', "must be a list of codes"),
        (files.text, "k: no", "reads as false"),
        (files.text, "k: 12", "must be text"),
        (files.text, "k: 2024-05-01", "must be text"),
        (files.text, "k: [a]", "must be text"),
        (files.text, 'k: ""', "is missing"),
        (files.text, "k:", "is missing"),
        (files.text, "other: a", "is missing"),
        (files.texts, "k: a", "must be a list"),
        (files.texts, "k: [a, on]", "reads as true"),
        (files.texts, 'k: [a, ""]', "an empty item"),
        (files.number, 'k: "1"', "must be a number"),
        (files.number, "k: yes", "must be a number"),
        (files.whole, "k: 1.5", "must be a whole number"),
        (files.flag, 'k: "true"', "must be true or false"),
        (files.mapping, "k: a", "must be a mapping"),
        (files.mappings, "k: [a]", "must be a list of mappings"),
    ],
)
def test_values_of_the_wrong_kind_are_told_by_line(
    tmp_path: Path, accessor: Any, content: str, message: str
) -> None:
    node = node_of(tmp_path, f"first: a\n{content}\n")
    line = 1 if content.startswith("other") else 2
    with pytest.raises(OntologyError) as caught:
        accessor(node, "k")
    assert str(caught.value).startswith(f"{tmp_path / 'one.yml'}:{line}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("accessor", "value"),
    [
        (files.text, None),
        (files.texts, ()),
        (files.code, None),
        (files.codes, ()),
        (files.number, None),
        (files.whole, None),
        (files.mapping, {}),
        (files.mappings, []),
    ],
)
def test_optional_values_may_be_missing(tmp_path: Path, accessor: Any, value: Any) -> None:
    assert accessor(node_of(tmp_path, "a: 1"), "k", optional=True) == value


def test_cells_of_a_table_are_read_with_the_same_accessors(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "names,code,rank,done,note\na|b,010,2.5,true,\n")
    (row,) = read_table(path)
    assert files.texts(row, "names") == ("a", "b")
    assert files.code(row, "code") == "010"
    assert files.number(row, "rank") == 2.5
    assert files.flag(row, "done") is True
    assert files.text(row, "note", optional=True) is None
    assert files.flag(row, "note", default=False) is False
    with pytest.raises(OntologyError, match=r't\.csv:2: "names" must be a number, not "a\|b"'):
        files.number(row, "names")


def test_unknown_keys_are_told_with_the_known_ones(tmp_path: Path) -> None:
    node = node_of(tmp_path, "name: a\nnmae: b\n")
    with pytest.raises(OntologyError, match=r'one\.yml:2: unknown key "nmae"; known are code, name'):
        files.only_keys(node, ("name", "code"))


@pytest.mark.parametrize(
    ("content", "message"),
    [("a: 1\n", ":1: must be a list"), ("- a: 1\n- b\n", ":1: an entry after this line is str b")],
)
def test_entries_are_mappings(tmp_path: Path, content: str, message: str) -> None:
    path = written(tmp_path, "e.yml", content)
    with pytest.raises(OntologyError, match=message):
        files.entries(read_yaml(path), path)
