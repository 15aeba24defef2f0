"""Applications that a cluster follows by itself."""

import pytest

from tests.evidence.graph.building import builder_of

APPLICATION = """
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: scoring
spec:
  source:
    repoURL: https://git.example.com/team/churn.git
    path: deploy/chart
  syncPolicy:
    automated: {}
"""
DOCKERFILE = "FROM python:3.11\nCMD python app.py\n"
VALUES = 'images:\n  api: "registry.example.com:5000/team/scorer:1.2" # of the service\n  store: "minio/minio:2025"\n'
DEPLOYMENT = (
    "kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: {}\n"
)


def deployed(files: dict[str, str]) -> list[tuple[str, str]]:
    graph = builder_of(files).build()
    sites = [site for several in graph.sites.values() for site in several if site.activity == "deploy"]
    started = {start.node: start.root for start in graph.starts}
    return [(started[site.node], str(site.at)) for site in sites]


@pytest.mark.parametrize(
    "files",
    [
        {"scorer/Dockerfile": DOCKERFILE, "deploy/chart/values.yaml": VALUES},
        {"scorer/Dockerfile": DOCKERFILE, "deploy/chart/api.yaml": DEPLOYMENT.format("team/scorer")},
        {"Dockerfile": DOCKERFILE, "Makefile": "image:\n\tdocker build -t team/scorer:1.2 .\n",
         "deploy/chart/values.yaml": VALUES},
        {"deploy/chart/churn.yaml": "apiVersion: v1\nkind: InferenceService\nspec:\n  predictor: {}\n"},
    ],
)  # fmt: skip
def test_what_is_built_here_is_rolled_out_on_a_change(files: dict[str, str]) -> None:
    assert deployed({"argocd/app.yaml": APPLICATION, **files}) == [("change", "argocd/app.yaml:11")]


@pytest.mark.parametrize(
    "files",
    [
        # the servers of others, a folder of another repository, a change that a person has to take over
        {"argocd/app.yaml": APPLICATION, "deploy/chart/values.yaml": VALUES},
        {"argocd/app.yaml": APPLICATION, "scorer/Dockerfile": DOCKERFILE, "charts/values.yaml": VALUES},
        {"argocd/app.yaml": APPLICATION.replace("automated: {}", "syncOptions: []"), "scorer/Dockerfile": DOCKERFILE,
         "deploy/chart/values.yaml": VALUES},
        {"argocd/app.yaml": APPLICATION.replace("automated: {}", "automated: {enabled: false}"),
         "scorer/Dockerfile": DOCKERFILE, "deploy/chart/values.yaml": VALUES},
        {"argocd/app.yaml": APPLICATION, "scorer/Dockerfile": DOCKERFILE,
         "deploy/chart/values.yaml": VALUES.replace("scorer", "gateway")},
    ],
)  # fmt: skip
def test_what_is_not_built_here_or_not_followed_is_no_deployment(files: dict[str, str]) -> None:
    assert deployed(files) == []
