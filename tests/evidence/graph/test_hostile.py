"""Repositories made to stall a reader. Each of these took minutes, or gigabytes, with a careless one."""

import time

import pytest

from tests.evidence.graph.building import built

MANY = 100_000
REFERENCES = "${{ env.A }}" * 4_000
HOSTILE = {
    "a makefile of one line of blanks": {"Makefile": "a" + " " * MANY + "\n"},
    "a makefile whose variables double": {
        "Makefile": "A0=xxxxxxxx\n" + "".join(f"A{n + 1}=$(A{n})$(A{n})\n" for n in range(60)) + "t:\n\t$(A60)\n"
    },
    "a makefile that includes itself": {"Makefile": "include Makefile other.mk\n", "other.mk": "include Makefile\n"},
    "a makefile of targets in a row": {
        "Makefile": "".join(f"t{n}: t{n + 1}\n\tx\n" for n in range(5_000)),
    },
    "an Azure file of blank lines": {"azure-pipelines.yml": "steps:\n" + "\n" * MANY + "- x\n"},
    "a Jenkinsfile of open comments": {"Jenkinsfile": "/*" * MANY},
    "a Jenkinsfile of steps": {"Jenkinsfile": "dir('a') {\nsh 'x'\n" * 10_000},
    "a tox file of open braces": {"tox.ini": "[testenv]\ncommands = " + "{posargs:" * 20_000},
    "GitLab jobs that extend each other": {
        ".gitlab-ci.yml": "".join(
            f"j{n}:\n  script: x\n  extends: [{', '.join(f'j{m}' for m in range(40))}]\n" for n in range(40)
        )
    },
    "GitLab jobs in two stages": {
        ".gitlab-ci.yml": "".join(f"j{n}: {{stage: {'build' if n % 2 else 'test'}, script: x}}\n" for n in range(4_000))
    },
    "CircleCI commands within commands": {
        ".circleci/config.yml": "commands:\n"
        + "".join(f"  c{n}:\n    steps: [{', '.join([f'c{n + 1}'] * 60)}]\n" for n in range(6))
        + "jobs: {j: {steps: [c0]}}\n"
    },
    "a workflow that fills its texts": {
        ".github/workflows/a.yml": f"on: push\nenv: {{A: {'x' * 50_000}}}\n"
        f"jobs: {{j: {{steps: [{{run: '{REFERENCES}'}}]}}}}\n"
    },
    "workflows in a ring": {
        f".github/workflows/w{n}.yml": f"name: w{n}\non: {{workflow_run: {{workflows: [w{(n + 1) % 300}]}}}}\n"
        for n in range(300)
    },
    "a Dockerfile whose values double": {"Dockerfile": "ENV A=xxxx\n" + "ENV A=$A$A$A$A\n" * 3_000},
    "a script that proves the same thing often": {"a.sh": "pytest a\n" * 5_000},
}


@pytest.mark.parametrize("files", HOSTILE.values(), ids=HOSTILE)
def test_it_ends_soon(files: dict[str, str]) -> None:
    begun = time.process_time()
    builder = built(files)
    assert time.process_time() - begun < 3
    assert len(builder.order) < 200_000
