"""Temporal pipelines."""

from tests.evidence.python.linking import target


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
