"""Metaflow pipelines."""

from tests.evidence.python.linking import target


def test_metaflow() -> None:
    flow = """
        from metaflow import FlowSpec, step, schedule
        from sklearn.svm import SVC

        @schedule(daily=True)
        class TrainFlow(FlowSpec):
            @step
            def start(self):
                self.next(self.fit)
            @step
            def fit(self):
                SVC().fit(1, 2)
                self.next(self.end)
            @step
            def end(self): ...
            def helper(self): ...

        if __name__ == "__main__":
            TrainFlow()
    """
    found = target({"flow.py": flow})
    assert found.pipelines() == ["metaflow TrainFlow: start, fit, end"]
    assert found.triggers() == ["metaflow schedule @metaflow.schedule(daily) flow.py::TrainFlow"]
    assert found.reaches("flow.py::TrainFlow") == ("train",)
    assert target({"flow.py": flow.replace("from metaflow", "from own")}).pipelines() == []
