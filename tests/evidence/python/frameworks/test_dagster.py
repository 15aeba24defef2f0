"""Dagster's assets."""

from tests.evidence.python.linking import target

ASSETS = """
    from {source} import asset
    from sklearn.svm import SVC
    @asset
    def rows(): ...
    @asset
    def model({needs}):
        SVC().fit(1, 2)
"""


def test_assets_form_a_pipeline_ordered_by_their_parameters() -> None:
    found = target({"assets.py": ASSETS.format(source="dagster", needs="rows")})
    assert found.pipelines() == ["dagster assets.py: rows, model"]
    assert found.linked.pipelines[0].ordered
    assert not target({"assets.py": ASSETS.format(source="dagster", needs="")}).linked.pipelines[0].ordered
    assert target({"assets.py": ASSETS.format(source="own", needs="rows")}).pipelines() == []


def test_a_job_over_assets_in_another_file_runs_them() -> None:
    found = target(
        {
            "assets.py": ASSETS.format(source="dagster", needs="rows"),
            "jobs.py": "from dagster import define_asset_job\nimport assets\nnightly = define_asset_job('nightly')\n",
        }
    )
    assert "train" in found.reaches("jobs.py")


ROWS = "from dagster import asset\n@asset\ndef rows(): ...\n"
MODEL = "from dagster import asset\nfrom sklearn.svm import SVC\n@asset\ndef model(rows):\n    SVC().fit(1, 2)\n"


def test_assets_of_one_code_location_are_one_graph_and_those_of_another_are_not() -> None:
    files = {"shop/pyproject.toml": "", "shop/assets/rows.py": ROWS, "shop/assets/model.py": MODEL}
    found = target(files)
    assert found.pipelines() == ["dagster shop/assets/model.py: model, rows"]
    assert found.linked.pipelines[0].ordered
    apart = {**files, "shop/assets/rows.py": "", "bank/pyproject.toml": "", "bank/rows.py": ROWS}
    assert target(apart).pipelines() == ["dagster bank/rows.py: rows", "dagster shop/assets/model.py: model"]


def test_a_job_runs_the_assets_of_its_own_code_location() -> None:
    job = "from dagster import define_asset_job\nnightly = define_asset_job('nightly')\n"
    files = {"shop/pyproject.toml": "", "shop/model.py": MODEL, "bank/pyproject.toml": "", "bank/jobs.py": job}
    assert "train" not in target(files).reaches("bank/jobs.py")
    assert "train" in target({**files, "shop/jobs.py": job}).reaches("shop/jobs.py")
