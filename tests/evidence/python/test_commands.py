"""A command line runs the command that its words name, and not every command of the application."""

import pytest

from tests.evidence.practice.seen import seen

FILES = {
    "pyproject.toml": "[project]\nname = 'churn'\nversion = '1'\n[project.scripts]\nchurn = 'churn.cli:main'\n",
    "churn/__init__.py": "",
    "churn/cli.py": """\
        import typer

        from churn import fitting

        app = typer.Typer()
        app.add_typer(fitting.app, name="model")


        @app.command()
        def show_data():
            print(1)


        def main():
            app()


        if __name__ == "__main__":
            main()
        """,
    "churn/fitting.py": """\
        import typer
        from sklearn.svm import SVC

        app = typer.Typer()


        @app.command("fit")
        def train():
            SVC().fit([[1]], [1])


        @app.command()
        def list_():
            print(2)
        """,
}


@pytest.mark.parametrize(
    ("line", "trains"),
    [
        ("churn model fit", True),
        ("churn model fit --depth 3", True),
        ("churn model list-", False),
        ("churn show-data", False),
        ("python -m churn.cli model fit", True),
        ("python -m churn.cli show-data", False),
        ("churn", True),
        ("churn --verbose model fit", True),
        ("churn model", True),
    ],
)
def test_words_name_a_command(line: str, trains: bool) -> None:
    workflow = f"on: push\njobs:\n  it:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: {line}\n"
    facts = seen("activity", {**FILES, ".github/workflows/ci.yml": workflow})
    assert any(fact.activity == "train" and fact.root == "change" for fact in facts) == trains
