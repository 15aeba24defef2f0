"""What a server does to its reader: each fault gives its documented outcome in time, and never a wrong answer."""

import json
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from maturity.errors import Unreadable
from maturity.evidence.live import tracking
from maturity.model.settings import Settings
from maturity.model.tracking import RawTracking
from maturity.resources import folder
from maturity.rules.judge import judge
from maturity.rules.load import load_catalog
from maturity.sources.mlflow import Limits, read
from tests.sources.mlflow.fault_server import (
    EARLIER,
    RUN,
    FaultServer,
    Mode,
    a_run,
    a_version,
    dripping,
    echoing,
    endless,
    failing_on_page_two,
    only,
    packed,
    raw,
    saying,
    serving,
    silent,
)

NOW = datetime.fromtimestamp(1_800_000_000, UTC)
TOKEN = "Zx81-Kq29vLm"
CALM = Limits(seconds=25.0)
HURRIED = Limits(seconds=4.0, reserve=1.0, request_seconds=0.5)
TIME = 30.0
"""On an idle machine a tenth of it; what never ends would take a minute or more."""
RULES = [rule for rule in load_catalog(folder("checks")).rules if rule.source == "mlflow"]

pytestmark = pytest.mark.slow


def ask(server: FaultServer, limits: Limits = CALM, **environment: str) -> RawTracking:
    return read(server.url, Settings(), now=NOW, environment=environment, limits=limits)


def statuses(raw_tracking: RawTracking) -> dict[str, str]:
    observed = tracking.collect(raw_tracking, Settings())
    return {one.rule: one.status for one in judge(RULES, observed.facts, observed.gaps, frozenset(("mlflow",)))}


def test_an_honest_server_is_read_whole() -> None:
    with serving() as server:
        found = ask(server)
    assert found.gaps == ()
    assert found.refuses_anonymous is False
    assert [run.id for run in found.runs] == [RUN]
    assert found.models[0].versions[0].requirements == ("scikit-learn==1.9.1",)
    assert statuses(found)["versions-have-signature"] == "pass"
    assert found.requests == len(server.asked)


WHOLE: dict[str, tuple[Mode, str]] = {
    "never answers": (silent, "did not answer within 0.5 s"),
    "drips its headers": (dripping(b"HTTP/1.1 200 OK\r\nX-A: "), "took longer than 4 s"),
    "drips its body": (dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"), "answers too slowly"),
    "429 for a day": (saying("later", 429, Retry_After="86400"), r"is busy \(HTTP 429\) and asks to wait for 86400 s"),
    "429 until a date": (saying("later", 429, Retry_After="Fri, 31 Dec 2049 23:59:59 GMT"), "is too busy"),
    "429 for ages": (saying("later", 429, Retry_After="9" * 5_000), r"is busy \(HTTP 429\) and asks to wait for 9+ s"),
    "503 for less than no time": (saying("later", 503, Retry_After="-1"), "is too busy, or fails"),
    "503 for a day": (saying("later", 503, Retry_After="86400"), r"is busy \(HTTP 503\)"),
    "always 500": (saying("boom", 500), "is too busy, or fails"),
    "a page of HTML": (saying("<html>hello</html>"), "does not answer as an MLflow server does: no JSON"),
    "a list": (saying([1]), "no JSON object"),
    "another server": (saying({"status": "ok"}), "it lists no experiments"),
    "not UTF-8": (saying(b'{"a": "\xff"}'), "no JSON"),
    "5,000 digits": (saying('{"experiments": [' + "9" * 5_000 + "]}"), "no JSON"),
    "deep brackets": (saying("[" * 100_000), "no JSON"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "broke the connection"),
    "hangs up": (raw(b""), "broke the connection"),
    "an answer cut short": (raw(b'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"a": 1'), "broke off an answer"),
    "a redirect elsewhere": (
        saying("", 302, Location="http://169.254.169.254/latest/meta-data?token=1"),
        r"redirects to http://169.254.169.254; name that address",
    ),
    "a redirect that is no URL": (saying("", 302, Location="http://[::1"), "does not speak HTTP as it should"),
    "too much": (saying(b" " * (33 << 20)), "answers more than 32 MiB"),
    "too much, packed": (saying(packed(300 << 20), Content_Encoding="gzip"), "answers more than 32 MiB"),
    "broken gzip": (saying(b"\x1f\x8b garbage", Content_Encoding="gzip"), "broke off an answer"),
    "404 everywhere": (saying("no", 404), "answers HTTP 404"),
    "418": (saying("tea", 418), "answers HTTP 418"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_server_that_cannot_be_read_is_one_reason(name: str) -> None:
    mode, expected = WHOLE[name]
    hurried = "0.5 s" in expected or "4 s" in expected or "slowly" in expected
    began = time.monotonic()
    with serving(mode) as server, pytest.raises(Unreadable, match=expected) as caught:
        ask(server, HURRIED if hurried else CALM)
    assert time.monotonic() - began < TIME
    assert "\n" not in str(caught.value)


def either(first: Mode, second: Mode) -> Mode:
    return lambda handler, path, question: first(handler, path, question) or second(handler, path, question)


OTHER_RUNS = only("runs/search", saying({"runs": [a_run(EARLIER)]}))

PARTS: dict[str, tuple[Mode, str, set[str]]] = {
    "fresh pages without end": (
        only("registered-models/search", endless(full=True, fresh=True)),
        "has more than 200 pages, after 200",
        {"models-in-registry"},
    ),
    "empty pages without end": (
        only("registered-models/search", endless(full=False, fresh=True)),
        "the registry: not all of it was read: it has more than 200 pages",
        {"versions-have-signature", "models-in-registry"},
    ),
    "the same page again and again": (
        only("registered-models/search", endless(full=True, fresh=False)),
        "repeats its pages without end, after 2",
        {"versions-have-signature"},
    ),
    "a page that drips": (
        only("registered-models/search", dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{")),
        "the registry: not all of it was read: it answers too slowly",
        {"versions-have-signature", "models-in-registry"},
    ),
    "500 on page two": (
        only("registered-models/search", failing_on_page_two),
        "is too busy, or fails, whenever it is asked, after 1",
        {"versions-have-signature", "rollback-available", "versions-link-runs"},
    ),
    "models of a wrong type": (
        only("registered-models/search", saying({"registered_models": {"a": 1}})),
        "lists registered models that are no list",
        {"models-in-registry", "versions-described"},
    ),
    "versions of wrong types": (
        only("model-versions/search", saying({"model_versions": [7, None, {"name": [], "version": {}}]})),
        "lists entries that are none",
        {"models-in-registry", "versions-have-card"},
    ),
    "another run than asked for": (
        either(only("runs/get", saying({"run": a_run(EARLIER)})), OTHER_RUNS),
        "churn/2: its run was not read: it answers with something else",
        {"versions-link-runs", "serving-freshness", "runs-complete", "no-secrets-in-runs"},
    ),
    "a run that hangs": (
        either(only("runs/get", silent), OTHER_RUNS),
        "churn/2: its run was not read: it did not answer",
        {"versions-link-runs", "serving-freshness", "runs-complete", "no-secrets-in-runs"},
    ),
    "runs that cannot be searched": (
        only("runs/search", saying("boom", 500)),
        "experiment churn: not all recent runs were read",
        {"runs-complete", "runs-record-commit", "no-secrets-in-runs"},
    ),
    "runs of a wrong type": (
        only("runs/search", saying({"runs": "many"})),
        "lists runs that are no list",
        {"runs-complete", "runs-record-commit", "no-secrets-in-runs"},
    ),
    "experiments that break off": (
        only("experiments/search", lambda handler, _, question: _experiments(handler, question)),
        "the experiments: not all were listed",
        {"runs-complete", "runs-record-commit", "no-secrets-in-runs"},
    ),
    "files of a wrong type": (
        only("/directories", saying({"files": 7})),
        "churn/2: its files were not all looked at: it lists files that are no list",
        {"versions-have-card"},
    ),
    "artifacts of a run that cannot be listed": (
        only("artifacts/list", saying("boom", 500)),
        "churn/2: the artifacts of its run were not all listed: it is too busy",
        {"versions-have-card"},
    ),
    "artifacts of a run of a wrong type": (
        only("artifacts/list", saying({"files": {"path": "model_card.md"}})),
        "churn/2: the artifacts of its run were not all listed: it lists files that are no list",
        {"versions-have-card"},
    ),
    "artifacts of a run in part": (
        only("artifacts/list", saying({"files": [{"path": "plots"}], "next_page_token": "b"})),
        "churn/2: the artifacts of its run were not all listed: it lists more than one page of them",
        {"versions-have-card"},
    ),
    "artifacts behind a path that is not passed on": (
        only("artifacts/list", saying("<h1>Not Found</h1>", 404)),
        "churn/2: the artifacts of its run were not all listed: it answers HTTP 404",
        {"versions-have-card"},
    ),
    "an MLmodel that is HTML": (
        only("get-artifact", saying("<html>")),
        "churn/2: its files were not all looked at: MLmodel: its MLmodel file is no mapping",
        {"versions-have-signature"},
    ),
    "an MLmodel of two MiB": (
        only("get-artifact", saying("a: " + "b" * (2 << 20))),
        "MLmodel: it answers more than 1 MiB",
        {"versions-have-signature"},
    ),
    "an MLmodel of brackets": (
        only("get-artifact", saying("[" * 60_000)),
        "YAML nested deeper than 100 levels",
        {"versions-have-signature"},
    ),
    "files behind a path that is not passed on": (
        only("/directories", saying("<h1>Not Found</h1>", 404)),
        "churn/2: its files were not all looked at: it answers HTTP 404",
        {"versions-have-card"},
    ),
    "a run behind a path that is not passed on": (
        either(only("runs/get", saying("<h1>Not Found</h1>", 404)), OTHER_RUNS),
        "churn/2: its run was not read: it answers HTTP 404",
        {"versions-link-runs", "serving-freshness"},
    ),
    "an MLmodel that cannot be had": (
        only("get-artifact", saying("boom", 500)),
        "MLmodel: it is too busy",
        {"versions-have-signature"},
    ),
}


def _experiments(handler: Any, question: dict[str, Any]) -> bool:
    if "max_results" in question and str(question["max_results"]) == "1":
        return False
    handler.answer("boom", 500)
    return True


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_cannot_be_read_is_unknown_and_hides_nothing_else(name: str) -> None:
    mode, expected, doubtful = PARTS[name]
    began = time.monotonic()
    with serving(mode) as server:
        found = ask(server, Limits(seconds=25.0, request_seconds=1.0))
    assert time.monotonic() - began < TIME
    assert any(expected in gap.reason for gap in found.gaps), found.gaps
    told = statuses(found)
    assert {rule for rule in doubtful if told[rule] != "unknown"} - {"models-in-registry"} == set()
    assert all(gap.hides for gap in found.gaps)
    assert "server-authenticated" in told
    assert told["server-authenticated"] == "fail"


def test_a_card_of_a_run_takes_one_listing_and_only_where_no_other_is_known() -> None:
    listing = {"files": [{"path": "../model_card.md"}, {"path": "model_card.json", "file_size": 7}]}
    with serving(only("artifacts/list", saying(listing | {"next_page_token": "b"}))) as server:
        found = ask(server)
    assert (found.gaps, statuses(found)["versions-have-card"]) == ((), "pass")
    assert found.models[0].versions[0].run_artifacts == ("model_card.json",)
    assert [question for path, question, _ in server.asked if path.endswith("artifacts/list")] == [{"run_id": RUN}]
    tagged = {"model_versions": [a_version() | {"tags": [{"key": "model_card", "value": "docs/card.md"}]}]}
    with serving(only("model-versions/search", saying(tagged))) as server:
        assert statuses(ask(server))["versions-have-card"] == "pass"
    assert not [path for path in server.paths() if path.endswith("artifacts/list")]


def test_a_run_that_came_with_the_sample_is_not_in_doubt() -> None:
    with serving(only("runs/get", saying("boom", 500))) as server:
        found = ask(server)
    assert found.gaps == ()
    assert statuses(found)["versions-link-runs"] == "pass"


def test_a_server_that_is_busy_for_a_moment_is_asked_again() -> None:
    def mode(handler: Any, path: str, _: Any) -> bool:
        if len(handler.server.asked) % 3 == 0:
            return False
        handler.answer("later", 429, Retry_After="0")
        return True

    with serving(mode) as server:
        assert ask(server).gaps == ()


def test_a_server_that_dies_half_way_leaves_no_verdict_on_the_rest() -> None:
    def mode(handler: Any, path: str, _: Any) -> bool:
        if len(handler.server.asked) <= 8:
            return False
        handler.close_connection = True
        return True

    with serving(mode) as server:
        told = statuses(ask(server))
    assert told["models-in-registry"] == "pass"
    assert {told[rule] for rule in ("versions-have-signature", "versions-have-card", "runs-complete")} == {"unknown"}


def test_credentials_are_sent_and_never_said() -> None:
    with serving(echoing) as server, pytest.raises(Unreadable) as caught:
        ask(server, MLFLOW_TRACKING_TOKEN=TOKEN)
    assert TOKEN not in str(caught.value)
    assert "refuses the request (HTTP 401); set MLFLOW_TRACKING_USERNAME" in str(caught.value)
    assert [sent for _, _, sent in server.asked] == ["", f"Bearer {TOKEN}"]


def test_a_refusal_half_way_repeats_no_credentials() -> None:
    with serving(only("runs/search", echoing)) as server:
        found = ask(server, MLFLOW_TRACKING_TOKEN=TOKEN)
    assert TOKEN not in found.model_dump_json()
    assert any("not all recent runs were read: it refuses the request (HTTP 401)" in gap.reason for gap in found.gaps)
    assert statuses(found)["runs-complete"] == "unknown"


def test_a_server_that_calls_things_by_our_token() -> None:
    experiments = {"experiments": [{"experiment_id": "1", "name": f"x {TOKEN}"}]}
    busy = only("runs/search", saying("boom", 500))
    with serving(either(only("experiments/search", saying(experiments)), busy)) as server:
        found = ask(server, MLFLOW_TRACKING_TOKEN=TOKEN)
    assert TOKEN not in found.model_dump_json()
    assert any("experiment x ***: not all recent runs were read" in gap.reason for gap in found.gaps)


def test_credentials_do_not_follow_a_redirect() -> None:
    with serving() as other, serving(saying("", 307, Location=other.url + "/x")) as server:
        with pytest.raises(Unreadable, match=f"redirects to {other.url}; name that address"):
            ask(server, MLFLOW_TRACKING_USERNAME="ada", MLFLOW_TRACKING_PASSWORD=TOKEN)
        assert other.asked == []


def test_proxies_and_other_variables_are_not_used() -> None:
    with serving() as proxy, serving() as server, pytest.MonkeyPatch.context() as patch:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            patch.setenv(name, proxy.url)
        patch.setenv("MLFLOW_TRACKING_TOKEN", TOKEN)
        ask(server)
        assert proxy.asked == []
    assert {sent for _, _, sent in server.asked} == {""}


@pytest.mark.parametrize(
    "source",
    ["file:///etc", "/etc", "http://169.254.169.254/model", "s3://bucket/model", "dbfs:/model", "ftp://host/model", ""],
)
def test_addresses_of_files_are_text(source: str) -> None:
    versions = {"model_versions": [a_version() | {"source": source}]}
    with serving(only("model-versions/search", saying(versions))) as server:
        found = ask(server)
    assert found.models[0].versions[0].artifacts is None
    assert "/model-versions/get-artifact" not in server.paths()
    assert {gap.reason.partition(": they lie")[0] for gap in found.gaps} == {
        "churn/2: its files were not all looked at"
    }


def test_only_fixed_names_are_fetched() -> None:
    names = ["../../etc/passwd", "/etc/shadow", "%2e%2e/x", "model.pkl", "MLmodel"]
    listing = {"files": [{"path": name} for name in names]}
    with serving(only("/directories", saying(listing))) as server:
        ask(server)
    fetched = {question["path"] for path, question, _ in server.asked if path.endswith("get-artifact")}
    assert fetched == {"MLmodel"}


def test_numbers_that_are_none_are_absent() -> None:
    wild = a_run()
    wild["data"]["metrics"] = [
        {"key": key, "value": value} for key, value in [("a", "NaN"), ("b", 1e308 * 10), ("c", True), ("d", 0.5)]
    ]
    wild["info"]["start_time"] = 10**17
    wild["info"]["end_time"] = -1
    with serving(only("runs/get", saying(json.dumps({"run": wild})))) as server:
        (run,) = ask(server).runs
    assert run.metrics == {"d": 0.5}
    assert (run.started, run.ended) == (None, None)


def test_hostile_names_arrive_as_text() -> None:
    name = "a\x1b[31m\ud800\u202e\0" + "x" * 10_000
    models = {"registered_models": [{"name": name, "description": ["x"], "tags": 7}]}
    versions = {"model_versions": [a_version(1, name)]}
    mode = only("registered-models/search", saying(models))

    def both(handler: Any, path: str, question: Any) -> bool:
        return mode(handler, path, question) or only("model-versions/search", saying(versions))(handler, path, question)

    with serving(both) as server:
        (model,) = ask(server).models
    assert len(model.name) < 520
    assert model.name.startswith("a\x1b[31m\\ud800\u202e\0xxx")
    assert [version.version for version in model.versions] == ["1"]


def test_a_login_page_for_strangers_counts_as_a_refusal() -> None:
    def mode(handler: Any, *_: Any) -> bool:
        if handler.headers.get("Authorization"):
            return False
        handler.answer("", 302, Location="https://login.example.org/?next=mlflow")
        return True

    with serving(mode) as server:
        assert ask(server, MLFLOW_TRACKING_TOKEN=TOKEN).refuses_anonymous is True
        with pytest.raises(Unreadable, match=r"redirects to https://login\.example\.org; name"):
            ask(server)


def test_a_certificate_has_to_be_trusted(tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    with serving(certificate=(certificate, key)) as server:
        with pytest.raises(Unreadable, match="not trusted; name its authority in MLFLOW_TRACKING_SERVER_CERT_PATH"):
            ask(server)
        assert ask(server, MLFLOW_TRACKING_SERVER_CERT_PATH=str(certificate)).gaps == ()


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    begins = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return folder / "certificate.pem", folder / "key.pem"


def test_nobody_listens() -> None:
    with serving() as server:
        url = server.url
    with pytest.raises(Unreadable, match="cannot be reached: the connection is refused"):
        read(url, Settings(), now=NOW, environment={})
