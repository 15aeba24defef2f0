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
