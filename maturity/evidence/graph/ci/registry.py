"""Every CI system, one line each."""

from maturity.evidence.graph.ci import (
    azure,
    bitbucket,
    circleci,
    cloudbuild,
    codebuild,
    codepipeline,
    github,
    gitlab,
    gocd,
    jenkins,
    travis,
)
from maturity.evidence.graph.invocation import Reader

SYSTEMS: tuple[Reader, ...] = (
    github.read,
    gitlab.read,
    azure.read,
    jenkins.read,
    circleci.read,
    bitbucket.read,
    travis.read,
    cloudbuild.read,
    codebuild.read,
    codepipeline.read,
    gocd.read,
)
