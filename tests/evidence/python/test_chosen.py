"""A command line that chooses by an option runs the branches of the program that are for it."""

import pytest

from tests.evidence.practice.seen import seen

CLICK = {
    "run.py": """\
        import click


        @click.command()
        @click.option("--task", type=click.Choice(["fit", "score"]))
        def main(task):
            if task == "fit":
                from jobs.fitting import fit

                fit()
            elif task == "score":
                from jobs.scoring import score

                score()


        if __name__ == "__main__":
            main()
        """,
    "jobs/__init__.py": "",
    "jobs/fitting.py": "from sklearn.svm import SVC\n\n\ndef fit():\n    SVC().fit([[1]], [1])\n",
    "jobs/scoring.py": "import joblib\n\n\ndef score():\n    print(joblib.load('m').predict([[1]]))\n",
}
ARGPARSE = {
    "run.py": """\
        import argparse

        from sklearn.svm import SVC

        MODES = "full"


        def fit():
            SVC().fit([[1]], [1])


        def show():
            print(1)


        def start(args):
            if args.run_mode in ("quick", MODES):
                fit()
            else:
                show()


        if __name__ == "__main__":
            parser = argparse.ArgumentParser()
            parser.add_argument("--run-mode")
            start(parser.parse_args())
        """
}
SHARED = {
    "run.py": """\
        import sys

        from sklearn.svm import SVC


        def fit(depth):
            SVC(C=depth).fit([[1]], [1])


        def main(mode):
            if mode == "quick":
                fit(1)
            elif mode == "full":
                fit(9)
            else:
                print(1)


        main(sys.argv[-1])
        """
}
AGAIN = {
    "run.py": """\
        import sys

        from sklearn.svm import SVC


        def main(task):
            for task in ("fit", "show") if task == "all" else (task,):
                if task == "fit":
                    SVC().fit([[1]], [1])


        main(sys.argv[-1])
        """
}
PHASES = {
    "run.py": """\
        from sklearn.svm import SVC


        def main():
            for phase in ("fit", "show"):
                if phase == "fit":
                    SVC().fit([[1]], [1])
                else:
                    print(phase)


        main()
        """
}


@pytest.mark.parametrize(
    ("files", "line", "trains"),
    [
        (CLICK, "python run.py --task fit", True),
        (CLICK, "python run.py --task=fit", True),
        (CLICK, "python run.py --task score", False),
        (CLICK, "python -m run --task score", False),
        (CLICK, "python run.py", True),  # which one is not known
        (CLICK, "python run.py --task $TASK", True),
        (CLICK, "python run.py --task other", False),
        (CLICK, "python run.py --name score", True),
        (ARGPARSE, "python run.py --run-mode quick", True),
        (ARGPARSE, "python run.py --run-mode full", True),
        (ARGPARSE, "python run.py --run-mode none", False),
        (SHARED, "python run.py --mode quick", True),
        (SHARED, "python run.py --mode full", True),
        (AGAIN, "python run.py --task all", True),  # what is compared is no longer the option
        (PHASES, "python run.py --phase show", True),  # no option, but a loop
    ],
)
def test_an_option_chooses_what_runs(files: dict[str, str], line: str, trains: bool) -> None:
    workflow = f"on: push\njobs:\n  it:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: {line}\n"
    facts = seen("activity", {**files, ".github/workflows/ci.yml": workflow})
    assert any(fact.activity == "train" and fact.root == "change" for fact in facts) == trains


def test_the_other_side_is_followed() -> None:
    workflow = "on: push\njobs:\n  it:\n    runs-on: x\n    steps:\n      - run: python run.py --run-mode quick\n"
    negated = ARGPARSE["run.py"].replace("in (", "not in (")
    facts = seen("activity", {"run.py": negated, ".github/workflows/ci.yml": workflow})
    assert not any(fact.activity == "train" and fact.root == "change" for fact in facts)
