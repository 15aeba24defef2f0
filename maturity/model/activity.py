"""The words for what a program does, and for what starts it."""

from typing import Literal

Activity = Literal[
    # data
    "prepare-data",
    "validate-data",
    "version-data",
    "use-features",
    # model
    "train",
    "evaluate",
    "gate",
    "compare-champion",
    "register",
    "promote",
    "log-model",
    "sign-model",
    "fix-seed",
    "read-parameters",
    # pipelines and CI
    "run-pipeline",
    "test",
    "lint",
    "format",
    "type-check",
    # tracking
    "track",
    "log-dataset",
    # delivery
    "build-image",
    "push-image",
    "deploy",
    "roll-back",
    "split-traffic",
    # production
    "serve",
    "score",
    "store-predictions",
    "export-metrics",
    "detect-drift",
    "alert",
    "retrain-on-drift",
    "monitor-performance",
    "measure-resources",
    "test-load",
    "collect-feedback",
    # responsibility
    "explain",
    "evaluate-fairness",
    "protect-data",
    "audit-dependencies",
    "be-deterministic",
    # documents
    "write-card",
]
"""What a call, a command, a CI action or a declared resource proves."""

Root = Literal["entry", "change", "release", "schedule", "event", "manual", "declared", "none"]
"""What starts a program.

entry     a person or an orchestrator from a command line: script, console command, make target, stage
change    push or pull request of code
release   a tag or a published release
schedule  cron, a DAG schedule
event     message, webhook, new data, repository_dispatch, completion of another pipeline that itself is not a change
manual    a button
declared  nothing has to start it: a resource of a platform that is in force once applied
none      nothing reaches it: dead code, a notebook, a test helper
"""

TriggerRoot = Literal["change", "release", "schedule", "event", "manual"]
