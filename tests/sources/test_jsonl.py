"""JSON Lines and .json files: each bad line is one Problem with its number, and the good ones are read."""

from __future__ import annotations

import json

import pytest

from coder.sources import files

FULL = {
    "id": "kp-17",
    "text": "Rebels shelled Bel.",
    "title": "Rebels\nshell Bel",
    "published": "2024-05-04T10:00:00Z",
    "url": "https://www.KelsoPost.example:443/bel?x=1",
    "outlet": "Kelso Post",
    "byline": "Ann Lee",
    "dateline": "Kelso",
    "licence": "CC BY 4.0",
    "category": {"ignored": [1, 2]},
}
FIRST = '{"id": 1, "text": "a", "published": "2024-05-04"}'
SECOND = '{"id": 2, "text": "b", "published": "2024-05-04"}'
DATED = '"published": "2024-05-04"'


def test_every_key_fills_its_field(reading):
    (article,), problems = reading({"x.jsonl": json.dumps(FULL)})
    assert problems == []
    assert (article.article_id, article.text, article.title) == (
        "kp-17",
        "Rebels shelled Bel.",
        "Rebels shell Bel",
    )
    assert (article.published, article.published_basis) == ("2024-05-04", "given")
    assert (article.outlet, article.outlet_domain, article.byline) == (
        "Kelso Post",
        "kelsopost.example",
        "Ann Lee",
    )
    assert (article.dateline_place, article.licence) == ("Kelso", "CC BY 4.0")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param('{"text": "a"', "bad-json", id="cut off"),
        pytest.param("Rebels shelled Bel.", "bad-json", id="prose"),
        pytest.param('{"text": "a"} {"text": "b"}', "bad-json", id="two objects on a line"),
        pytest.param('{"text": ' + "[" * 200_000 + "]" * 200_000 + "}", "bad-json", id="nested too deeply"),
        pytest.param('{"text": "a", "n": ' + "9" * 5000 + "}", "bad-json", id="a number of 5,000 digits"),
        pytest.param("[1, 2]", "not-an-object", id="an array"),
        pytest.param('"text"', "not-an-object", id="a string"),
        pytest.param("NaN", "not-an-object", id="not a number"),
        pytest.param("null", "not-an-object", id="null"),
        pytest.param('{"title": "a"}', "missing-text", id="no text"),
        pytest.param('{"text": ""}', "missing-text", id="an empty text"),
        pytest.param('{"text": " \\n"}', "missing-text", id="a blank text"),
        pytest.param('{"text": "\\u200b", ' + DATED + "}", "missing-text", id="a text of nothing visible"),
        pytest.param('{"text": NaN}', "missing-text", id="a number for a text"),
        pytest.param('{"text": ["a"]}', "missing-text", id="an array for a text"),
        pytest.param('{"text": "a", "id": "x\\ny"}', "bad-id", id="a line break in the id"),
        pytest.param('{"text": "a", "id": "x\\u0000"}', "bad-id", id="a control character in the id"),
        pytest.param('{"text": "a", "id": "\\ud800"}', "bad-id", id="half a surrogate pair in the id"),
        pytest.param('{"text": "a", "id": "' + "x" * 201 + '"}', "bad-id", id="an id of 201 characters"),
        pytest.param('{"text": "a", "id": 1.5}', "bad-id", id="a fraction for an id"),
        pytest.param('{"text": "a", "id": true}', "bad-id", id="true for an id"),
        pytest.param('{"text": "a", "id": ["x"]}', "bad-id", id="an array for an id"),
    ],
)
def test_a_bad_line_is_one_problem_with_its_number(reading, line, code):
    good = '{"id": "%s", "text": "Two died.", ' + DATED + "}"
    articles, problems = reading({"x.jsonl": "\n".join([good % "first", "", line, good % "last"])})
    assert [article.article_id for article in articles] == ["first", "last"]
    assert [(p.code, p.line, p.severity) for p in problems] == [(code, 3, "error")]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('"id": 17', "17"),
        ('"id": -3', "-3"),
        ('"id": " a b "', "a b"),
        ('"id": "Ärger/№ 5"', "Ärger/№ 5"),
        ('"article_id": "k"', "k"),
        ('"id": null, "article_id": "k"', "k"),
    ],
)
def test_ids(reading, field, expected):
    (article,), _ = reading({"x.jsonl": '{"text": "a", ' + DATED + ", " + field + "}"})
    assert article.article_id == expected


@pytest.mark.parametrize("field", ['"id": ""', '"id": null', '"id": "  "', '"other": 1'])
def test_without_an_id_the_text_gives_it(reading, field):
    (article,), _ = reading({"x.jsonl": '{"text": "a", ' + DATED + ", " + field + "}"})
    assert article.article_id == "a" + article.text_sha256[:16]


@pytest.mark.parametrize(
    ("written", "published", "codes"),
    [
        ('"2024-05-04"', "2024-05-04", []),
        ("20240504", "2024-05-04", []),
        ('"4 May 2024"', "2024-05-04", []),
        ('"2024-02-31"', None, ["bad-date"]),
        ('"yesterday"', None, ["bad-date"]),
        ('"05/04/2024"', "2024-05-04", ["ambiguous-date"]),
        ("null", None, ["no-date"]),
        ("NaN", None, ["no-date"]),
        ('["2024-05-04"]', None, ["no-date"]),
    ],
)
def test_dates(reading, written, published, codes):
    (article,), problems = reading({"x.jsonl": '{"text": "Two died.", "published": ' + written + "}"})
    assert article.published == published
    assert [(p.code, p.line, p.severity) for p in problems] == [(code, 1, "warning") for code in codes]


def test_the_text_can_tell_the_date_and_is_not_cut(reading):
    lines = [{"text": "Saturday, May 4, 2024\n\nTwo died."}, {"text": "KELSO, 3 MAY 89 (AFP) -- TWO DIED."}]
    articles, _ = reading({"x.jsonl": "\n".join(map(json.dumps, lines))})
    assert [(a.published, a.published_basis) for a in articles] == [
        ("2024-05-04", "header"),
        ("1989-05-03", "dateline"),
    ]
    assert [a.text for a in articles] == [line["text"] for line in lines]


def test_a_title_too_long_to_be_one_is_left_out_with_a_warning(reading):
    (article,), problems = reading({"x.jsonl": json.dumps({**FULL, "title": "x" * 5000})})
    assert article.title is None
    assert [(p.code, p.severity) for p in problems] == [("bad-title", "warning")]


@pytest.mark.parametrize(
    "url", ["http://[::1", "no address", "mailto:a@b", "//", "http://", "x" * 5000, "http://user:pw@/"]
)
def test_an_address_without_a_host_gives_no_domain(reading, url):
    (article,), _ = reading({"x.jsonl": json.dumps({**FULL, "url": url})})
    assert article.outlet_domain is None


def test_other_keys_by_columns(reading):
    line = '{"Body": "Two died.", "Day": "2024-05-04", "text": "not this"}'
    (article,), _ = reading({"x.jsonl": line}, columns={"text": "Body", "published": "Day"})
    assert (article.text, article.published) == ("Two died.", "2024-05-04")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(reading, encoding):
    (article,), problems = reading({"x.jsonl": ('{"text": "Café", ' + DATED + "}\n").encode(encoding)})
    assert (article.text, problems) == ("Café", [])


def test_lines_in_another_encoding_are_read_and_warned_of_once(reading):
    lines = [f'{{"text": "Café {n}", {DATED}}}'.encode("cp1252") for n in range(3)]
    articles, problems = reading({"x.jsonl": b"\n".join(lines)})
    assert [article.text for article in articles] == ["Café 0", "Café 1", "Café 2"]
    assert [(p.code, p.line, p.severity) for p in problems] == [("encoding", 1, "warning")]


def test_a_line_that_would_fill_the_memory_is_dropped(reading, monkeypatch):
    monkeypatch.setattr(files, "MOST_OF_ONE", 1000)
    good = '{"id": "%s", "text": "Two died.", ' + DATED + "}\n"
    articles, problems = reading({"x.jsonl": good % "a" + "x" * 3_000_000 + "\n" + good % "b"})
    assert [article.article_id for article in articles] == ["a", "b"]
    assert [(p.code, p.line) for p in problems] == [("too-long", 2)]


def test_json_with_one_object_is_named_by_its_file(reading):
    articles, _ = reading(
        {"bel.json": '{\n "text": "Two died.",\n ' + DATED + "\n}", "tarn.json": json.dumps(FULL)}
    )
    assert [article.article_id for article in articles] == ["bel", "kp-17"]


def test_json_array_tells_lines_and_goes_on_after_a_fault(reading):
    text = '[\n  {"id": 1, "text": "a", %s},\n  {"id": 2, "text": },\n  7,\n  {"id": 3, "text": "c", %s}\n]'
    articles, problems = reading({"x.json": text % (DATED, DATED)})
    assert [article.article_id for article in articles] == ["1", "3"]
    assert [(p.code, p.line) for p in problems] == [("bad-json", 3)]


@pytest.mark.parametrize(
    ("text", "ids", "codes"),
    [
        pytest.param(f"[{FIRST}", ["1"], ["bad-json"], id="array not closed"),
        pytest.param(f"[{FIRST}, 5]", ["1"], ["not-an-object"], id="a number in the array"),
        pytest.param("[" * 100_000, [], ["bad-json"], id="nested too deeply"),
        pytest.param(f"{FIRST}\n{SECOND}", ["1", "2"], [], id="JSON Lines under the wrong name"),
        pytest.param('{"text": \n oops}', [], ["bad-json"], id="broken object"),
    ],
)
def test_json_files(reading, text, ids, codes):
    articles, problems = reading({"x.json": text})
    assert [article.article_id for article in articles] == ids
    assert [p.code for p in problems] == codes
