"""Luigi pipelines."""

from tests.evidence.python.linking import target


def test_luigi() -> None:
    found = target(
        {
            "tasks.py": """
                import luigi
                from sklearn.svm import SVC
                class Load(luigi.Task):
                    def run(self): ...
                class Fit(luigi.Task):
                    def requires(self):
                        return Load()
                    def run(self):
                        SVC().fit(1, 2)
            """
        }
    )
    assert found.pipelines() == ["luigi tasks.py: Load, Fit"]
    assert found.linked.pipelines[0].ordered
    assert found.reaches("tasks.py::Fit") == ("train",)
    assert "8 tasks.py::Load" in found.edges("tasks.py::Fit")
