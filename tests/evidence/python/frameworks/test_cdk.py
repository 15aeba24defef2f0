"""Pipelines that the AWS CDK declares."""

import pytest

from tests.evidence.python.linking import target

MUTATING = """
from aws_cdk import Stack, aws_codebuild as codebuild, pipelines
from deploying import Endpoint

class Delivery(Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        source = pipelines.CodePipelineSource.SOURCE
        pipeline = pipelines.CodePipeline(self, "P", synth=pipelines.ShellStep(
            "Synth", input=source, commands=["pip install -r requirements.txt", "cdk synth"]))
        stage = pipeline.add_stage(Endpoint(self, "Endpoint"))
        stage.add_pre(pipelines.CodeBuildStep(
            "Train",
            input=source,
            build_environment=codebuild.BuildEnvironment(privileged=True),
            install_commands=["pip install scikit-learn"],
            commands=[
                # where the program is
                f"echo {self.account}",

                "cd science",
                "python fit.py",
            ],
        ))
"""
FILES = {
    "deploying.py": """
        from aws_cdk import Stage, aws_sagemaker

        class Endpoint(Stage):
            def __init__(self, scope, id):
                super().__init__(scope, id)
                aws_sagemaker.CfnEndpoint(self, "E")
    """,
    "science/fit.py": "from sklearn.svm import SVC\nSVC().fit(1, 2)\n",
}
PLAIN = """
from aws_cdk import Stack, aws_codebuild, aws_codepipeline, aws_codepipeline_actions, aws_sagemaker

class Delivery(Stack):
    def __init__(self, scope, id):
        source = aws_codepipeline_actions.GitHubSourceAction(action_name="G", owner="o")
        build = aws_codebuild.PipelineProject(self, "B", build_spec=aws_codebuild.BuildSpec.from_object({
            "version": "0.2",
            "phases": {"build": {"commands": [
                "python science/fit.py"]}},
        }))
        aws_sagemaker.CfnEndpoint(self, "E")
        aws_codepipeline.Pipeline(self, "P", stages=[{"stageName": "Source", "actions": [source]}])
"""


SOURCES = ["connection('o/r', 'main')", "git_hub('o/r', 'main')", "code_commit(repository, 'main')"]


@pytest.mark.parametrize("source", SOURCES)
def test_a_push_runs_the_builds_of_a_pipeline_and_deploys_its_stages(source: str) -> None:
    found = target({"delivery.py": MUTATING.replace("SOURCE", source), **FILES}, shell=True)
    assert found.triggers() == ["codepipeline change push delivery.py::Delivery.__init__"]
    assert found.reaches("delivery.py::Delivery.__init__") == ("train",)
    assert "11 deploying.py::Endpoint.__init__" in found.edges("delivery.py::Delivery.__init__")


def test_commands_of_a_build_run_one_after_the_other_each_at_its_line() -> None:
    found = target({"delivery.py": MUTATING.replace("SOURCE", SOURCES[0]), **FILES}, shell=True)
    (train,) = (node for node in found.graph.edges if node.startswith("task:delivery.py#Train"))
    assert [(edge.target, edge.at.line) for edge in found.graph.edges[train]] == [("py:science/fit.py", 22)]


@pytest.mark.parametrize(
    "source",
    [
        "connection('o/r', 'main', trigger_on_push=False)",
        "git_hub('o/r', 'main', trigger=GitHubTrigger.NONE)",
        "ecr(repository)",
    ],
)
def test_a_source_that_no_push_starts_starts_nothing(source: str) -> None:
    found = target({"delivery.py": MUTATING.replace("SOURCE", source), **FILES}, shell=True)
    assert found.triggers() == []


def test_a_plain_pipeline_runs_its_builds_and_deploys_nothing_of_its_own_stack() -> None:
    found = target({"delivery.py": PLAIN, **FILES}, shell=True)
    assert found.triggers() == ["codepipeline change push task:delivery.py#pipeline"]
    assert [start for start in found.starts() if start.startswith("change")] == ["change task:delivery.py#pipeline"]
    (build,) = (node for node in found.graph.edges if node.startswith("task:delivery.py#build"))
    assert [(edge.target, edge.at.line) for edge in found.graph.edges[build]] == [("py:science/fit.py", 10)]


PARTS = """
from aws_cdk import aws_codebuild, aws_codepipeline_actions as actions

def source(bucket):
    return actions.S3SourceAction(action_name="Source", bucket=bucket, bucket_key="image.zip"TRIGGER)

def build(scope):
    return aws_codebuild.PipelineProject(scope, "B", build_spec=aws_codebuild.BuildSpec.from_object({
        "phases": {"build": {"commands": ["python science/fit.py"]}},
    }))
"""
JOINED = """
from aws_cdk import Stack, aws_codepipeline
from parts import build, source

class Delivery(Stack):
    def __init__(self, scope, id, bucket):
        aws_codepipeline.Pipeline(self, "P", stages=[source(bucket), build(self)])
"""


@pytest.mark.parametrize(
    ("trigger", "starts"),
    [("", ["codepipeline event new archive task:delivery.py#pipeline"]), (", trigger=actions.S3Trigger.NONE", [])],
)
def test_a_new_archive_in_a_bucket_starts_a_pipeline_of_several_files(trigger: str, starts: list[str]) -> None:
    files = {"delivery.py": JOINED, "parts.py": PARTS.replace("TRIGGER", trigger), **FILES}
    found = target(files, shell=True)
    assert found.triggers() == starts
    built = [node for node in found.graph.edges if node.startswith("task:parts.py#build")]
    assert [edge.target for node in built for edge in found.graph.edges[node]] == ["py:science/fit.py"] * len(starts)


def test_a_stack_without_a_pipeline_is_started_by_nobody() -> None:
    assert target(FILES, shell=True).triggers() == []


FUNCTION = """
from aws_cdk import Stack, aws_lambda

class Functions(Stack):
    def __init__(self, scope, id):
        other = aws_lambda.Code.from_asset("other")
        self.register = aws_lambda.Function(
            self, "Register", runtime=aws_lambda.Runtime.PYTHON_3_11, handler="index.handler", code=CODE,
        )
"""


@pytest.mark.parametrize(
    ("code", "starts"),
    [
        ('aws_lambda.Code.from_asset("functions/register")', ["declared functions/register/index.py::handler"]),
        ('aws_lambda.Code.from_asset("functions/elsewhere")', []),
        ("other", []),
    ],
)
def test_a_function_of_lambda_starts_the_handler_in_its_folder(code: str, starts: list[str]) -> None:
    handler = "import mlflow\ndef handler(event, context):\n    mlflow.register_model('m', 'n')\n"
    files = {"functions/register/index.py": handler, "other/index.py": handler}
    assert target({"stack.py": FUNCTION.replace("CODE", code), **files}).starts() == starts
