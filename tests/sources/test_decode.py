"""The order in which encodings are tried."""

from __future__ import annotations

import pytest

from coder.sources.decode import decode

TEXT = "Kämpfe in Kelso \u2013 “zwei Tote”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_exact_and_without_doubt(encoding):
    found = decode(TEXT.encode(encoding))
    assert (found.text, found.doubt) == (TEXT, None)


def test_windows_1252_is_read_with_doubt():
    found = decode(TEXT.encode("cp1252"))
    assert (found.text, found.encoding) == (TEXT, "cp1252")
    assert "byte 2" in found.doubt


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("windows-1251", "cp1251"), ("iso-8859-1", "cp1252"), ("koi8-r", "koi8-r")],
)
def test_a_page_says_its_charset(declared, encoding):
    word = "café \u2013 ok" if encoding == "cp1252" else "Киев"
    page = f'<html><head><meta charset="{declared}"></head><p>{word}</p>'.encode(encoding)
    found = decode(page, html=True)
    assert word in found.text
    assert found.doubt is None


@pytest.mark.parametrize("declared", ["utf-8", "no-such-charset", "rot13", "base64", "utf-16"])
def test_a_charset_that_does_not_fit_is_passed_over(declared):
    page = f'<meta charset="{declared}"><p>caf\xe9</p>!'.encode("latin-1")
    found = decode(page, html=True)
    assert "café" in found.text
    assert found.doubt is not None


def test_the_last_resort_still_gives_a_text():
    text = "Київ та Харків зазнали ракетного удару вночі, повідомила влада міста. " * 20
    found = decode(text.encode("koi8-u") + b"\x81\x8d\x8f\x90\x9d")
    assert found.text
    assert found.doubt is not None
