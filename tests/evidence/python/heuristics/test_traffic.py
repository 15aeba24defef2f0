"""Traffic that is divided by the project's own means, and what only looks like it."""

from tests.evidence.python.linking import target

ROUTER = """
    import random

    class Router:
        def __init__(self, canary: float) -> None:
            self.canary = canary

        def pick(self, canary, champion):
            return canary if random.random() < self.canary else champion
"""
SERVICE = """
    from fastapi import FastAPI
    from router import Router
    app = FastAPI()
    router = Router(0.1)

    @app.post("/predict")
    def predict(row, new, old):
        return {picks}.predict(row)
"""


def proved(files: dict[str, str]) -> list[str]:
    return target({"router.py": ROUTER, **files}).proved("split-traffic")


def test_a_router_behind_a_route_divides_traffic() -> None:
    source = SERVICE.format(picks="router.pick(new, old)")
    assert proved({"app.py": source}) == ["router.py:9"]
    assert proved({"app.py": source.replace("app.post", "app.get")}) == ["router.py:9"]


def test_a_router_that_no_request_passes_divides_nothing() -> None:
    assert proved({"app.py": SERVICE.format(picks="old")}) == []
    assert proved({"job.py": "from router import Router\nRouter(0.1).pick('new', 'old').fit()\n"}) == []
    test = "from router import Router\n\n\ndef test_pick():\n    assert Router(0.1).pick('new', 'old')\n"
    assert proved({"tests/test_router.py": test}) == []


WRAPPED = """
    import hashlib
    from mlflow.pyfunc import PythonModel

    class Both({base}):
        def predict(self, context, rows):
            if int(hashlib.md5(rows["id"]).hexdigest(), 16) % 2:
                return self.model_a.predict(rows)
            return self.model_b.predict(rows)
"""


def test_a_model_that_is_logged_with_two_inside_divides_traffic() -> None:
    assert proved({"wrapped.py": WRAPPED.format(base="PythonModel")}) == ["wrapped.py:7"]
    assert proved({"wrapped.py": WRAPPED.format(base="object")}) == []


def test_a_shadow_that_a_route_asks_gets_traffic() -> None:
    source = """
        from fastapi import BackgroundTasks, FastAPI
        app = FastAPI()

        def shadow(row):
            answers.append(new.predict(row))

        @app.post("/predict")
        def predict(row, tasks: BackgroundTasks):
            tasks.add_task({named}, row)
            return old.predict(row)
    """
    assert proved({"app.py": source.format(named="shadow")}) == ["app.py:5"]
    assert proved({"app.py": source.format(named="print")}) == []


def test_an_endpoint_is_told_the_shares() -> None:
    told = "def canary(endpoint):\n    endpoint.{} = {}\n".format
    assert proved({"a.py": told("traffic", "{'blue': 90, 'green': 10}")}) == ["a.py:2"]
    assert proved({"a.py": told("mirror_traffic", "{'green': 10}")}) == ["a.py:2"]
    assert proved({"a.py": told("traffic", "{'blue': 100, 'green': 0}")}) == []
    assert proved({"a.py": told("tags", "{'blue': 90, 'green': 10}")}) == []
