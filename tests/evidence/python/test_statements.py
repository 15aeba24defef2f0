"""What runs, in which function, and under which condition."""

from tests.evidence.python.source_code import function, module, names


def test_the_main_guard_is_a_function_of_its_own() -> None:
    source = "import x\nx.a()\nif __name__ == '__main__':\n    x.b()\nelse:\n    x.c()\n"
    assert names(source) == ["x.a", "x.c"]
    assert names(source, "<main>") == ["x.b"]
    assert function(source, "<main>").line == 3


def test_without_a_guard_there_is_no_main() -> None:
    assert [one.name for one in module("x = 1").functions] == ["<module>"]


def test_class_bodies_run_with_the_module() -> None:
    assert names("class A:\n    table = create()\n    def run(self):\n        fit()") == ["create"]


def test_what_never_runs_is_left_out() -> None:
    source = """
def run():
    if False:
        a()
    while 0:
        b()
    if ready:
        return c()
        d()
    raise e()
    f()
"""
    assert names(source, "run") == ["c", "e"]


def test_all_kinds_of_blocks_are_walked() -> None:
    source = """
async def run():
    async with a() as x, b():
        async for y in c():
            d()
        else:
            e()
    try:
        f()
    except Exception as error:
        g()
    else:
        h()
    finally:
        i()
    match j():
        case {"k": k} if l():
            m()
    while n():
        o += p()
    del q()[0]
    x[r()] = s()
    assert t(), u()
    await v()
    yield w()
    global z
"""
    assert names(source, "run") == list("abcdefhgijlmnpqsrtuvw")


def test_a_condition_on_drift_guards_what_stands_under_it() -> None:
    source = """
def check(report):
    if report["data_drift"] > 0.5:
        retrain()
    else:
        wait()
    if model.performance_degraded:
        for x in y:
            again()
"""
    found = function(source, "check")
    assert [(one.name, one.guarded) for one in found.calls] == [("retrain", True), ("wait", False), ("again", True)]


def test_unused_imports_are_told_from_used_ones() -> None:
    found = module("""
        import mlflow
        import wandb, comet_ml
        from a import b as c, d
        import x.y
        from z import *
        def f(p: d): wandb.init(); x.y.go()
        """)
    used = {one.bound: one.used for one in found.imports}
    assert used == {"mlflow": False, "wandb": True, "comet_ml": False, "c": False, "d": True, "x": True, "*": True}
    assert [one.target for one in found.imports] == ["mlflow", "wandb", "comet_ml", "a.b", "a.d", "x.y", "z"]


def test_constants_of_the_module() -> None:
    found = module("""
        SEED = 42
        PATH = "data" + "/x.csv"
        RATE: float = 0.1
        NAMES = ["a"]
        MADE = make()
        HOLE = f"a{MADE}"
        NONE = None
        class A:
            B = 1
        def f():
            C = 1
        """)
    assert found.constants == {"SEED": 42, "PATH": "=data/x.csv", "RATE": 0.1}


def test_ten_thousand_branches_do_not_recurse() -> None:
    source = "if a:\n    x()\n" + "".join(f"elif a == {n}:\n    y()\n" for n in range(500))
    assert len(names(source)) == 501
