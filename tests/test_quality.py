"""The checks of expectations/: each is broken once, on purpose, and must be the only one to notice."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from dataset_samples import BROKEN, CODES, EVENT_TYPES, base, dataset, patched
from great_expectations.core.expectation_suite import ExpectationSuite

from coder import crosschecks, quality, resources
from coder.errors import ValidationError
from coder.quality import judge, load_suite

CHECKS = {
    check["meta"]["check_id"]: check
    for name in quality.SUITES
    for check in json.loads((resources.folder("expectations") / f"{name}.json").read_text("utf-8"))[
        "expectations"
    ]
}


@pytest.fixture(scope="module")
def _remembered() -> dict[tuple[str, str], Mapping[str, Any]]:
    return {}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, _remembered: dict[tuple[str, str], Mapping[str, Any]]) -> None:
    """A broken input leaves most columns as they were: a check of equal values is run once, not 77 times."""
    run = quality._run

    def remembering(suite: quality.Suite, frame: pd.DataFrame) -> Mapping[str, Any]:
        keys = {}
        for check in suite.checks:
            values = frame[sorted({quality._KEYS[suite.name], *quality._columns([check])})]
            keys[check["meta"]["check_id"]] = (check["meta"]["check_id"], str(values.to_json()))
        fresh = {check_id for check_id, key in keys.items() if key not in _remembered}
        part = quality.Suite(
            suite.name,
            tuple(check for check in suite.checks if check["meta"]["check_id"] in fresh),
            ExpectationSuite(
                name=suite.name,
                expectations=[
                    e for e in suite.expectations.expectations if (e.meta or {}).get("check_id") in fresh
                ],
            ),
        )
        for check_id, result in (run(part, frame) if fresh else {}).items():
            _remembered[keys[check_id]] = result
        return {check_id: _remembered[key] for check_id, key in keys.items()}

    monkeypatch.setattr(quality, "_run", remembering)


@pytest.mark.usefixtures("quick")
def test_valid_dataset_passes_every_check() -> None:
    report = dataset(base()).judged()
    assert report.failed == ()
    assert {check.check_id for check in report.checks if check.passed} == set(CHECKS)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("check_id", sorted(CHECKS))
def test_broken_input_fails_its_check_and_no_other(check_id: str) -> None:
    broken = json.loads((BROKEN / f"{check_id}.json").read_text("utf-8"))
    assert broken["check_id"] == check_id
    report = dataset(patched(base(), broken["patch"])).judged()
    failed = {check.check_id: check for check in report.failed}
    assert set(failed) == {check_id, *broken.get("also", [])}
    assert failed[check_id].severity == CHECKS[check_id]["severity"]
    assert failed[check_id].n_failed or "found 0" in failed[check_id].detail


def test_no_broken_input_without_a_check() -> None:
    assert {path.stem for path in BROKEN.glob("*.json")} == {"base", *CHECKS}


def test_every_rule_is_used() -> None:
    assert {name for check in CHECKS.values() for name in quality._helper_columns([check])} == set(
        crosschecks.RULES
    )
    assert set(crosschecks.RULES) >= crosschecks.NEED_TEXT


def test_ids_belong_to_their_suite() -> None:
    for name, letters in (("articles", "AR"), ("mentions", "MN"), ("events", "EV")):
        suite = load_suite(resources.folder("expectations") / f"{name}.json")
        ids = [check["meta"]["check_id"] for check in suite.checks]
        assert ids == [f"{letters}{number:03}" for number in range(1, len(ids) + 1)]


@pytest.mark.usefixtures("quick")
def test_warning_does_not_stop_a_release_and_critical_does() -> None:
    warned = dataset(patched(base(), [_replace("/events/0/n_sources", 3)])).judged()
    assert [check.check_id for check in warned.failed] == ["EV027"]
    assert warned.failed_critical == ()
    stopped = dataset(patched(base(), [_replace("/events/0/n_mentions", 3)])).judged()
    assert [check.check_id for check in stopped.failed_critical] == ["EV020"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("polarity", "negated"),
        ("certainty", "denied"),
        ("certainty", "disputed"),
        ("certainty", "hypothetical"),
        ("conditional", True),
        ("event_kind", "aggregate"),
        ("event_kind", "habitual"),
        ("event_family", "say"),
        ("zone", "boilerplate"),
    ],
)
def test_what_the_release_filter_keeps_out(field: str, value: Any) -> None:
    changes = [_replace(f"/mentions/3/{field}", value)]
    assert [check.check_id for check in dataset(patched(base(), changes)).judged().failed] == ["MN029"]
    changes.append(_replace("/mentions/3/in_release", False))
    assert dataset(patched(base(), changes)).judged().failed == (), "kept in the mentions, with its flags"


@pytest.mark.usefixtures("quick")
def test_failing_rows_are_named() -> None:
    changes = [_replace(f"/mentions/{i}/event_type", "dragon_attack") for i in (0, 3)]
    (check,) = dataset(patched(base(), changes)).judged().failed
    assert (check.check_id, check.n_failed, check.examples) == ("MN010", 2, ("a1:0:0", "a2:0:0"))


@pytest.mark.usefixtures("quick")
def test_at_most_five_rows_are_named() -> None:
    data = base()
    data["articles"] += [{**data["articles"][1], "article_id": f"a{i}", "n_chars": 9} for i in range(3, 12)]
    (check,) = dataset(data).judged().failed
    assert (check.check_id, check.n_failed, len(check.examples)) == ("AR007", 9, 5)


@pytest.mark.usefixtures("quick")
def test_checks_of_offsets_are_not_passed_without_the_text() -> None:
    report = dataset(base()).judged(text=False)
    left_out = {check.check_id for check in report.checks if check.status == "not_checked"}
    assert left_out == {"AR006", "AR007", "MN024", "MN025"}
    assert report.failed == ()


@pytest.mark.usefixtures("quick")
def test_offsets_of_headlines_point_into_the_title() -> None:
    words = {"sentence": "Rebels shell Tarn", "sentence_start": 0, "sentence_end": 17, "zone": "headline"}
    inside = {
        "trigger": {"text": "shell", "start": 7, "end": 12},
        "source": [{**base()["mentions"][0]["source"][0], "text": "Rebels", "start": 0, "end": 6}],
        "target": [],
        "place": {**base()["mentions"][0]["place"], "start": 13, "end": 17},
    }
    changes = [_replace(f"/mentions/0/{name}", value) for name, value in {**words, **inside}.items()]
    changes[1:2] = []  # the sentence starts at 0 already
    assert dataset(patched(base(), changes)).judged().failed == ()


def test_check_that_cannot_be_computed_is_critical() -> None:
    articles, mentions, events = dataset(base()).tables()
    assert CHECKS["AR008"]["severity"] == "warning"
    mentions["confidence"] = "high"
    report = judge(articles, mentions, events, codes=CODES, event_types=EVENT_TYPES)
    (check,) = report.failed
    assert (check.check_id, check.severity) == ("MN028", "critical")
    assert check.detail.startswith("could not be computed")


def test_table_without_a_column_is_refused() -> None:
    articles, mentions, events = dataset(base()).tables()
    with pytest.raises(ValidationError, match="mentions table lacks the column rule_id"):
        judge(articles, mentions.drop(columns="rule_id"), events, codes=CODES, event_types=EVENT_TYPES)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        # Great Expectations would drop these without a word and succeed
        ({"type": "expect_column_values_to_be_splendid"}, "EV002: expect_column_values_to_be_splendid"),
        ({"severity": "error"}, "'error' is not one of critical, warning, info"),
        ({"kwargs": {"column": "event_id", "mostli": 0.9}}, "EV002"),
        ({"kwargs": {"column": "_made_up", "value_set": [True]}}, "EV002: there is no rule _made_up"),
        ({"meta": {"check_id": "EV001", "why": "Every event has an id."}}, "EV001 stands there twice"),
        ({"meta": {"check_id": "EV002"}}, "lacks why"),
        ({"meta": {"check_id": "X1", "why": "Every event has an id."}}, "'X1' does not have the right form"),
        ({"expectation_type": "expect_column_values_to_be_unique"}, "has expectation_type"),
    ],
)
def test_loader_refuses_what_it_does_not_understand(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    raw = json.loads((resources.folder("expectations") / "events.json").read_text("utf-8"))
    raw["expectations"] = [raw["expectations"][0], {**raw["expectations"][1], **change}]
    path = tmp_path / "events.json"
    path.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(ValidationError, match=r"events\.json") as caught:
        load_suite(path)
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", '{"name": "events", "expectations": []}'])
def test_loader_refuses_a_suite_without_checks(tmp_path: Path, text: str) -> None:
    (tmp_path / "events.json").write_text(text, "utf-8")
    with pytest.raises(ValidationError, match=r"events\.json"):
        load_suite(tmp_path / "events.json")


@pytest.mark.usefixtures("quick")
def test_report_reads_well_and_is_plain_json() -> None:
    report = dataset(patched(base(), [_replace("/events/0/killed/high", 3)])).judged()
    page = report.to_markdown()
    assert f"{len(CHECKS)} checks: {len(CHECKS) - 1} passed, 1 failed (1 critical), 0 not checked." in page
    assert "- **EV011** (critical): killed_low is not above killed_best" in page
    assert "1 row; such as `e0123456789ab`" in page
    assert "## Events (2 rows)" in page
    data = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert data["summary"]["failed_critical"] == 1
    assert data["rows"] == {"articles": 2, "mentions": 4, "events": 2}
    assert len(data["checks"]) == len(CHECKS)
    assert set(data["checks"][0]) == {field.name for field in dataclasses.fields(quality.CheckResult)}


def _replace(path: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}
