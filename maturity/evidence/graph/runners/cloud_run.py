"""Jobs of Google Cloud Run: what their image starts is run once the job is executed, not when it is set up."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value
from maturity.evidence.graph.runners.containers import image_file

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

ACTION = "google-github-actions/deploy-cloudrun"
"""An action that sets up a job or a service."""
_TOOL = "cloud-run"
_VALUED = ("--region", "--project", "--image", "--source", "--command", "--args", "--service-account", "--tasks")
_SETS_UP = ("deploy", "create", "update", "replace")


def is_jobs(invocation: Invocation) -> bool:
    """Tell whether a command is about jobs: `gcloud run jobs ...`, also of a preview."""
    return _plain(invocation)[:2] == ("run", "jobs")


def jobs(builder: "Builder", invocation: Invocation) -> None:
    """Follow `gcloud run jobs deploy NAME --image IMAGE --execute-now` and `gcloud run jobs execute NAME`."""
    words = _plain(invocation)[2:]
    verb, name = (*positional(words, _VALUED), "", "")[:2]
    if verb in _SETS_UP:
        node = _job(builder, invocation, name)
        if "--execute-now" in words:
            builder.link(invocation, node)
    elif verb == "execute":
        builder.at_last(invocation.at.path or "", lambda: _execute(builder, invocation, name))


def action(builder: "Builder", invocation: Invocation, inputs: dict[str, str]) -> None:
    """Follow the action as the command that it runs."""
    if inputs.get("job"):
        given = tuple(f"--{key}={inputs[key]}" for key in ("image", "source") if inputs.get(key))
        words = ("gcloud", "run", "jobs", "deploy", inputs["job"], *given, *inputs.get("flags", "").split())
        jobs(builder, invocation.inner(words))


def _plain(invocation: Invocation) -> tuple[str, ...]:
    words = invocation.arguments
    return words[1:] if words[:1] in (("beta",), ("alpha",)) else words


def _job(builder: "Builder", invocation: Invocation, name: str) -> str:
    """Return the node of a job that is set up: its own command in its image, else what the image starts."""
    words = invocation.arguments
    node = builder.program(f"job:{_TOOL}#{invocation.at.path}:{invocation.at.line}/{name}", "job", name, invocation.at)
    builder.tasks.offer(_TOOL, "", name, node)
    image, source = value(words, "--image"), value(words, "--source")
    own = [part for key in ("--command", "--args") for part in value(words, key).split(",") if part]
    path = image_file(builder, invocation, "", source) if source else None
    if path is not None and not own:
        builder.link(Invocation(node, words, invocation.at), f"image:{path}")
    elif image or own:
        run = ("docker", "run", image or source, *own)
        builder.command(node, run, invocation.at, invocation.folder)
    return node


def _execute(builder: "Builder", invocation: Invocation, name: str) -> None:
    target = builder.tasks.find(_TOOL, name, "")
    if target is not None:
        builder.link(invocation, target)
    else:
        builder.end(invocation, f"the job {name[:80]} is not set up here")
