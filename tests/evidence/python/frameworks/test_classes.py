"""Pipelines that are classes."""

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


def test_temporal() -> None:
    found = target(
        {
            "flow.py": """
                from temporalio import activity, workflow

                @activity.defn
                async def load(): ...
                @activity.defn
                async def score(): ...

                @workflow.defn
                class Batch:
                    @workflow.run
                    async def run(self):
                        await workflow.execute_activity(load)
                        await workflow.execute_activity("score")
            """
        }
    )
    assert found.pipelines() == ["temporal Batch: load, score"]
