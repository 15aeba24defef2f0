"""Pipelines of AWS CodePipeline in Terraform."""

import pytest

from tests.evidence.graph.building import built, edges, reached, starts

PIPELINE = """\
variable "branch" {
  default = "main"
}

resource "aws_codepipeline" "release" {
  name = "release"

  stage {
    name = "Source"

    action {
      name     = "Code"
      category = "Source"
      provider = "CodeStarSourceConnection"
      configuration = {
        BranchName = var.branch
      }
    }
  }

  stage {
    name = "Build"

    action {
      name     = "Train"
      category = "Build"
      provider = "CodeBuild"
      configuration = {
        ProjectName = PROJECT
      }
    }
  }

  stage {
    name = "Deploy"

    action {
      name     = "RollOut"
      category = "Deploy"
      provider = "CloudFormation"
      configuration = {
        "TemplatePath" : "Built::exported.yml",
      }
    }
  }
}
"""
BUILD = """\
data "template_file" "steps" {
  template = file("${path.module}/steps.yml")
}

resource "aws_codebuild_project" "trainer" {
  name = "nightly-trainer"
  source {
    type      = "CODEPIPELINE"
    buildspec = SPEC
  }
}
"""
PACK = "      - aws cloudformation package --template-file endpoint.yml --output-template-file exported.yml\n"
SPEC = "version: 0.2\nphases:\n  build:\n    commands:\n      - python train.py\n"
ENDPOINT = "Resources:\n  Endpoint:\n    Type: AWS::SageMaker::Endpoint\n"
TRAIN, ROLL_OUT = (f"job:infra/release.tf#release/{one}" for one in ("Build/Train", "Deploy/RollOut"))


def files(project: str = "aws_codebuild_project.trainer.name", spec: str = '"steps.yml"') -> dict[str, str]:
    return {
        "infra/release.tf": PIPELINE.replace("PROJECT", project),
        "infra/builds.tf": BUILD.replace("SPEC", spec),
        "infra/steps.yml": SPEC + PACK,
        "deploy/endpoint.yml": ENDPOINT,
        "train.py": "",
    }


@pytest.mark.parametrize("project", ["aws_codebuild_project.trainer.name", '"nightly-trainer"'])
@pytest.mark.parametrize(
    "spec", ['"steps.yml"', 'file("${path.module}/steps.yml")', "data.template_file.steps.rendered"]
)
def test_a_change_of_the_repository_starts_what_the_actions_build(project: str, spec: str) -> None:
    builder = built(files(project, spec))
    assert "change event:infra/release.tf#Code:change" in starts(builder)
    assert edges(builder, TRAIN) == ["24 job:infra/steps.yml#build"]
    assert "py:train.py" in reached(builder, TRAIN)


def test_a_build_that_is_written_into_the_configuration() -> None:
    inline = "<<-EOF\n" + "".join(f"      {line}\n" for line in SPEC.splitlines()) + "    EOF"
    whole = files()["infra/release.tf"] + BUILD.replace("SPEC", inline)
    builder = built({**files(), "infra/release.tf": whole, "infra/builds.tf": ""})
    assert "py:train.py" in reached(builder, TRAIN)


def test_rolling_out_the_template_that_a_build_packs_deploys() -> None:
    (site,) = built(files()).graph.sites[ROLL_OUT]
    assert (site.activity, site.technology, str(site.at)) == ("deploy", "codepipeline", "infra/release.tf:37")
    for change in (
        {"deploy/endpoint.yml": "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n"},
        {"infra/steps.yml": SPEC},
    ):
        assert built({**files(), **change}).graph.sites.get(ROLL_OUT, []) == []


def test_what_is_commented_out_or_another_resource_declares_nothing() -> None:
    off = "".join(f"# {line}\n" for line in PIPELINE.splitlines())
    assert starts(built({**files(), "infra/release.tf": off})) == starts(built({**files(), "infra/release.tf": ""}))
    assert edges(built(files(project='"another"')), TRAIN) == []
