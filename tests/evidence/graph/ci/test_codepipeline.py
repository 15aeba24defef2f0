"""Pipelines of AWS CodePipeline in templates of CloudFormation."""

import json

from tests.evidence.graph.building import built, edges, reached, starts, triggers

HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n"
PIPELINE = (
    HEAD
    + """\
  Release:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Source
          Actions:
            - Name: Code
              ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeCommit, Version: 1}
        - Name: Build
          Actions:
            - Name: Train
              ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: 1}
              Configuration:
                ProjectName: !Ref Trainer
        - Name: Deploy-Prod
          Actions:
            - Name: Approve
              ActionTypeId: {Category: Approval, Owner: AWS, Provider: Manual, Version: 1}
            - Name: RollOut
              ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: 1}
              Configuration:
                TemplatePath: Built::packaged-endpoint.yml
  Trainer:
    Type: AWS::CodeBuild::Project
    Properties:
      Source:
        Type: CODEPIPELINE
        BuildSpec: SPEC
"""
)
ENDPOINT = HEAD + "  Endpoint:\n    Type: AWS::SageMaker::Endpoint\n"
SPEC = "version: 0.2\nphases:\n  build:\n    commands:\n      - python train.py\n"
FILES = {"train.py": "", "deploy/endpoint.yml": ENDPOINT, "ci/buildspec.yml": SPEC}


def pipeline(spec: str) -> dict[str, str]:
    return {"deploy/pipeline.yml": PIPELINE.replace("SPEC", spec), **FILES}


def test_a_change_of_the_repository_starts_what_the_actions_build() -> None:
    builder = built(pipeline("ci/buildspec.yml"))
    assert edges(builder, "job:deploy/pipeline.yml#Release/Build/Train") == ["13 job:ci/buildspec.yml#build"]
    assert "py:train.py" in reached(builder, "job:deploy/pipeline.yml#Release/Build/Train")
    assert "change event:deploy/pipeline.yml#Code:change" in starts(builder)
    assert "codepipeline Code change 1 deploy/pipeline.yml:9" in triggers(builder)


def test_a_build_that_is_written_into_the_template() -> None:
    inline = "|\n          " + SPEC.replace("\n", "\n          ")
    builder = built(pipeline(inline))
    assert "py:train.py" in reached(builder, "job:deploy/pipeline.yml#Release/Build/Train")


def test_rolling_out_the_template_of_an_endpoint_deploys() -> None:
    builder = built(pipeline("ci/buildspec.yml"))
    (site,) = builder.graph.sites["job:deploy/pipeline.yml#Release/Deploy-Prod/RollOut"]
    assert (site.activity, site.technology, str(site.at)) == ("deploy", "codepipeline", "deploy/pipeline.yml:21")


def test_rolling_out_a_bucket_deploys_no_model() -> None:
    files = pipeline("ci/buildspec.yml") | {"deploy/endpoint.yml": HEAD + "  Data:\n    Type: AWS::S3::Bucket\n"}
    builder = built(files)
    assert builder.graph.sites.get("job:deploy/pipeline.yml#Release/Deploy-Prod/RollOut", []) == []


def test_data_that_arrive_in_a_bucket_are_an_event_and_call_the_function_of_that_name() -> None:
    name = {"Fn::Join": ["", ["train-", {"Ref": "Id"}]]}
    source = {"S3Bucket": {"Ref": "Data"}, "S3ObjectKey": "train/train.csv"}
    stages = [
        {"Name": "Source", "Actions": [{"Name": "Rows", "ActionTypeId": {"Provider": "S3"}, "Configuration": source}]},
        {
            "Name": "Train",
            "Actions": [
                {"Name": "Start", "ActionTypeId": {"Provider": "Lambda"}, "Configuration": {"FunctionName": name}}
            ],
        },
    ]
    resources = {
        "Pipe": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"Stages": stages}},
        "Train": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "trainer.handle", "FunctionName": name}},
        "Other": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "other.handle", "FunctionName": "x"}},
    }
    template = json.dumps({"Resources": resources}, indent=1)
    builder = built(
        {"pipe.json": template, "code/trainer.py": "def handle(event, context): ...\n", "code/other.py": ""}
    )
    targets = [edge.target for edge in builder.graph.edges["job:pipe.json#Pipe/Train/Start"]]
    assert targets == ["py:code/trainer.py::handle"]
    assert "event event:pipe.json#Rows:event" in starts(builder)


def test_a_template_without_a_pipeline_declares_none() -> None:
    builder = built({"deploy/endpoint.yml": ENDPOINT + "# AWS::CodePipeline::Pipeline\n"})
    assert starts(builder) == []
