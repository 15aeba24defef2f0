"""Deployment environments."""

import pytest

from maturity.evidence.topics.environments import collect
from tests.evidence.topics.targets import project


def names(files: dict[str, str]) -> set[str]:
    return {f"{one.by} {one.name}" for one in collect(project(files)) if one.distinguished}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"configs/dev.yaml": "a: 1", "configs/prod.yaml": "a: 2"}, {"file development", "file production"}),
        ({"envs/staging/main.tf": "x", "envs/production/main.tf": "x"}, {"file staging", "file production"}),
        ({"k8s/overlays/dev/kustomization.yaml": "x: 1", "k8s/overlays/prod/kustomization.yaml": "x: 1"},
         {"file development", "file production"}),
        ({"docker-compose.yml": "x: 1", "docker-compose.prod.yml": "x: 1"}, {"file development", "file production"}),
        ({"infra/train_staging.json": "{}", "infra/train_prod.json": "{}"}, {"file staging", "file production"}),
        ({".github/workflows/cd.yml": "jobs:\n  a: {environment: staging}\n  b: {environment: {name: production}}\n"},
         {"ci staging", "ci production"}),
        ({"azure-pipelines.yml": "stages:\n- stage: Deploy_ACI\n- stage: Deploy_AKS\n"},
         {"ci staging", "ci production"}),
        ({"pipe.yml": "Resources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Stages:\n"
          "      - Name: Deploy-Dev\n        Actions: []\n      - Name: Deploy-Prod\n        Actions: []\n"},
         {"ci development", "ci production"}),
        ({"clouddeploy.yaml": "apiVersion: deploy.cloud.google.com/v1\nkind: DeliveryPipeline\nserialPipeline:\n"
          "  stages:\n  - targetId: staging\n---\napiVersion: deploy.cloud.google.com/v1\nkind: Target\n"
          "metadata:\n  name: gke-production\n"}, {"ci staging", "ci production"}),
        ({"skaffold.yaml": "apiVersion: skaffold/v4beta7\nkind: Config\nprofiles:\n- name: dev\n- name: prod\n"},
         {"ci development", "ci production"}),
        ({".github/workflows/cd.yml": "jobs:\n  a:\n    steps:\n    - {name: Deploy to dev, run: a}\n"
          "    - {name: Deploy to prod, run: b}\n"}, {"ci development", "ci production"}),
        ({".gitlab-ci.yml": "stages: [test, staging, production]\n"}, {"ci staging", "ci production"}),
        ({"databricks.yml": "targets:\n  dev:\n    mode: development\n  prod:\n    mode: production\n"},
         {"section development", "section production"}),
        ({"settings.toml": "[development]\na=1\n[production]\na=2\n"}, {"section development", "section production"}),
        ({"settings.py": "class DevConfig(BaseConfig): ...\nclass ProdConfig(BaseConfig): ...\n"},
         {"code development", "code production"}),
        ({"settings.py": "from typing import Literal\nclass S(Base):\n    env: Literal['dev', 'prod'] = 'dev'\n"},
         {"code development", "code production"}),
        ({"settings.py": "from typing import Literal\nclass Settings(BaseSettings):\n"
          "    platform_env: Literal['dev', 'prod'] = 'dev'\n"}, {"code development", "code production"}),
        ({"config.py": "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n"
          "    environment: str = 'development'\n    def strict(self):\n"
          "        return self.environment == 'production'\n"}, {"code development", "code production"}),
        ({"app.py": "from aws_cdk import App\nfrom churn import ChurnStack, MLStage\n"
          "ChurnStack(App(), 'MLDevChurn')\nMLStage(App(), id='churn-prod')\n"},
         {"code development", "code production"}),
        ({"infra/variables.tf": 'variable "environment" {\n  default = "dev"\n  validation {\n'
          '    condition = contains(["dev", "prod"], var.environment)\n  }\n}\n'},
         {"code development", "code production"}),
        ({"main.bicep": "@allowed([\n  'dev'\n  'prod'\n])\n@description('where')\nparam environmentName string\n"},
         {"code development", "code production"}),
        ({"stack.yaml": "Parameters:\n  EnvName:\n    Type: String\n    AllowedValues: [qa, prod]\n"
          "Resources:\n  B: {Type: AWS::S3::Bucket}\n"}, {"code test", "code production"}),
        ({"deploy.py": "SIZE = {'dev': 1, 'staging': 2, 'prod': 3}\ndef deploy(stage: str):\n    run(SIZE[stage])\n"},
         {"code development", "code staging", "code production"}),
        ({"run.py": "import os\nAT = os.getenv('APP_ENV')\nSAID = ('development', 'production')\n"},
         {"code development", "code production"}),
        ({".github/workflows/cd.yml": "on:\n  workflow_dispatch:\n    inputs:\n      at: {options: [staging, prod]}\n"
          "jobs:\n  a:\n    environment: ${{ github.event.inputs.at }}\n"}, {"ci staging", "ci production"}),
        ({"azure-pipelines.yml": "parameters:\n- {name: where, values: [dev, prod]}\n"
          "jobs:\n- deployment: d\n  environment: ${{ parameters.where }}\n"}, {"ci development", "ci production"}),
        ({".github/workflows/try.yml": "jobs:\n  deploy-staged-app: {}\n",
          ".github/workflows/ship.yml": "jobs:\n  deploy-production-app: {}\n"}, {"ci staging", "ci production"}),
        ({".gitlab-ci.yml": "variables:\n  AT: {value: qa, options: [qa, prod]}\nd:\n  environment: {name: $AT}\n"},
         {"ci test", "ci production"}),
        ({".github/workflows/deploy.yml":
          "jobs:\n  parse:\n    steps:\n    - uses: iterative/gto-action@v2\n"
          "  d:\n    if: needs.parse.outputs.stage == 'prod'\n"},
         {"stage staging", "stage production"}),
    ],
)  # fmt: skip
def test_two_are_told_apart_by_the_same_means(files: dict[str, str], expected: set[str]) -> None:
    assert names(files) == expected


@pytest.mark.parametrize(
    "files",
    [
        {"data/dev.json": "{}", "data/test.json": "{}", "data/prod.json": "{}"},
        {"configs/dev.yaml": "a: 1", "configs/test.yaml": "a: 2"},
        {"configs/prod.yaml": "a: 1"},
        {"requirements-dev.txt": "x", "requirements-prod.txt": "x"},
        {"conf/base/catalog.yml": "x: 1", "conf/local/credentials.yml": "# prod_s3:\n#   key: 1\n"},
        {
            ".github/workflows/cd.yml": "on:\n  workflow_dispatch:\n    inputs:\n      at: {options: [staging, prod]}\n"
            "jobs:\n  a:\n    environment: ${{ inputs.other }}\n"
        },
        {".github/workflows/docs.yml": "jobs:\n  a:\n    environment: {name: github-pages}\n"},
        {".github/workflows/pub.yml": "jobs:\n  a:\n    environment: testpypi\n  b:\n    environment: pypi\n"},
        {".github/workflows/ci.yml": "jobs:\n  test:\n    steps: []\n  prod-checks:\n    steps: []\n"},
        {
            ".github/workflows/try.yml": "jobs:\n  lint-staged: {}\n  release-staged-files: {}\n",
            ".github/workflows/ship.yml": "jobs:\n  deploy-production: {}\n",
        },
        {
            ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n    - {name: Lint dev, run: a}\n"
            "    - {name: Lint prod, run: b}\n"
        },
        {
            ".github/workflows/a.yml": "jobs:\n  a:\n    steps:\n    - {name: Deploy dev docs, run: a}\n",
            ".github/workflows/b.yml": "jobs:\n  a:\n    steps:\n    - {name: Deploy to prod, run: b}\n",
        },
        {"pyproject.toml": "[dependency-groups]\ndev = []\ntest = []\n"},
        {"train.py": "# dev or prod or staging\ndef train(lr): ...\n"},
        {"app.py": "from aws_cdk import App\nChurnStack(App(), 'ChurnProd')\nrun('x', 'dev')\n"},
        {"split.py": "from typing import Literal\nclass S(Base):\n    part: Literal['dev', 'prod'] = 'dev'\n"},
        {"config.py": "class Settings(BaseSettings):\n    environment: str = 'development'\n"},
        {"agent.py": "SAID = ('dev', 'production')\nclass Agent(Base):\n    env: str = 'CartPole-v1'\n"},
        {"app.py": "from drawing import Pipe\nLeftStack(Pipe(), 'dev')\nRightStack(Pipe(), 'prod')\n"},
        {"page.py": "import os\nAT = os.getenv('BROKER_ENV')\nSAID = ('development', 'production')\n"},
        {"load.py": "NAMES = ('staging', 'production')\ndef load_model(name: str, stage: str): ...\n"},
        {"boot.py": "NAMES = ('dev', 'production')\ndef session(env: dict[str, str]): ...\n"},
        {"model.yaml": "aliases:\n  staging: \"staging\"\n  production: 'production'  # served\n"},
        {"fit.py": "KNOWN = ('development', 'production')\ndef fit(rows, target): ...\n"},
        {"skaffold.yaml": "apiVersion: skaffold/v4beta7\nkind: Config\nprofiles:\n- name: dev\n- name: gpu\n"},
        {"other.yaml": "apiVersion: v1\nkind: Config\nprofiles:\n- name: dev\n- name: prod\n"},
        {"variables.tf": 'x = contains(["dev", "prod"], var.tier)\ny = contains(["dev", "test"], var.environment)\n'},
        {"main.bicep": "@allowed(['dev', 'prod'])\nparam backstage string\nparam environment string = 'prod'\n"},
        {"tests/conf/dev.yaml": "x: 1", "tests/conf/prod.yaml": "x: 1"},
        {"a-production-demo/configs/x.yaml": "x: 1", "a-staging-demo/configs/x.yaml": "x: 1"},
    ],
)
def test_names_alone_tell_nothing_apart(files: dict[str, str]) -> None:
    assert names(files) == set()


def test_one_environment_of_ci_is_seen_but_not_distinguished() -> None:
    (found,) = collect(project({".github/workflows/cd.yml": "jobs:\n  a:\n    environment: production\n"}))
    assert (found.name, found.distinguished, found.at.line) == ("production", False, 3)
