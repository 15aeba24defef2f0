"""The project's own command lines."""

from tests.evidence.practice.seen import seen

CLICK = """
    import click
    from sklearn.linear_model import LogisticRegression

    @click.group()
    def cli():
        pass

    @cli.command()
    def train():
        LogisticRegression().fit([[0]], [1])
"""
PROJECT = "[project]\nname = 'churn'\nversion = '1'\n[project.scripts]\nchurn = 'churn.run:main'\n"
RUN = """
    from sklearn.linear_model import LogisticRegression

    def main():
        LogisticRegression().fit([[0]], [1])
"""


def test_commands_are_told_by_their_framework_and_tasks() -> None:
    (found,) = seen("command-line", {"cli.py": CLICK})
    assert (found.framework, found.tasks, found.at.path) == ("click", ("train",), "cli.py")


def test_a_console_script_counts() -> None:
    files = {"pyproject.toml": PROJECT, "churn/__init__.py": "", "churn/run.py": RUN}
    assert [(one.framework, one.tasks) for one in seen("command-line", files)] == [("console-script", ("train",))]


def test_options_of_a_script_and_idle_commands_do_not() -> None:
    guard = "\n    if __name__ == '__main__':\n        import argparse\n"
    guard += "        argparse.ArgumentParser().parse_args()\n        main()\n"
    assert seen("command-line", {"train.py": RUN + guard}) == []
    assert seen("command-line", {"cli.py": CLICK.replace("LogisticRegression().fit([[0]], [1])", "print(1)")}) == []
