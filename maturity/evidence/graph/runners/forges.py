"""Commands that reach a forge or a platform behind one: a workflow that is started, a push that deploys."""

import re
from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

PUSHED = (("huggingface.co/spaces/", "huggingface-space"), ("git.heroku.com/", "heroku"), ("gitops", "gitops"))
"""Parts of addresses of platforms that build and run what is pushed to them, and of what a cluster follows."""

_HOOK = re.compile(
    r"(?i)api\.render\.com/deploy/|railway\.app/.*deploy|(?:render|railway|koyeb|deploy)\w*_hook|_deploy_(?:web)?hook"
)
"""An address, or a variable that holds one, of which a platform deploys what it has built."""


def gh(builder: "Builder", invocation: Invocation) -> None:
    """Follow `gh workflow run FILE`: the workflow's own dispatch event has to be there."""
    words = positional(invocation.arguments, ("-R", "--repo", "-r", "--ref", "-f", "-F", "--field", "--raw-field"))
    if words[:2] != ("workflow", "run") or not words[2:]:
        return
    folder = builder.files.base(invocation.folder)
    path = f"{folder}/.github/workflows/{words[2]}".lstrip("/")
    node = f"event:{path}#workflow_dispatch:manual"

    def resolve() -> None:
        if node in builder.graph.nodes:
            builder.link(invocation, node)
        else:
            builder.end(invocation, f"no workflow {words[2][:60]} can be dispatched here")

    builder.at_last(path, resolve)


def git(builder: "Builder", invocation: Invocation) -> None:
    """Note a push to a remote that runs what it gets: a technology knows it as `git push PLATFORM`."""
    words = positional(invocation.arguments, ("-C", "-c"))
    if words[:2] in (("remote", "add"), ("remote", "set-url")) and len(words) > 3:  # noqa: PLR2004 - its name and address
        builder.remotes[words[2]] = words[3]
    pushed = [builder.remotes.get(word, word) for word in words[1:]] if words[:1] == ("push",) else []
    for part, platform in PUSHED:
        if any(part in address.lower() for address in pushed):
            proofs = builder.technologies.command(("git", "push", platform))
            builder.prove(invocation.node, proofs, invocation.at, blocking=invocation.blocking)


def fetch(builder: "Builder", invocation: Invocation) -> None:
    """Note that `curl` or `wget` asks for the hook of a platform: a technology knows it as `curl HOOK`."""
    if any(_HOOK.search(word) for word in invocation.arguments):
        proofs = builder.technologies.command(("curl", "deploy-hook"))
        builder.prove(invocation.node, proofs, invocation.at, blocking=invocation.blocking)
