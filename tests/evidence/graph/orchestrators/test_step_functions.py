"""AWS Step Functions."""

from tests.evidence.graph.building import built, sites, triggers

MACHINE = """\
{
  "StartAt": "Prepare",
  "States": {
    "Prepare": {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Next": "Wait"},
    "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Train"},
    "Train": {"Type": "Task",
      "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync", "Next": "Good"},
    "Good": {"Type": "Choice", "Choices": [{"Variable": "$.f1", "NumericGreaterThan": 0.9, "Next": "Deploy"}],
      "Default": "Stop"},
    "Deploy": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sagemaker:updateEndpoint", "End": true},
    "Stop": {"Type": "Fail"}
  }
}
"""


def test_states_and_their_order() -> None:
    builder = built({"machine.asl.json": MACHINE})
    (pipeline,) = builder.pipelines
    stage = "stage:machine.asl.json#"
    assert (pipeline.tool, pipeline.ordered) == ("step-functions", True)
    assert [name for name, _ in pipeline.steps] == ["Prepare", "Train", "Deploy"]
    assert builder.order == [(f"{stage}Prepare", f"{stage}Train"), (f"{stage}Train", f"{stage}Deploy")]
    assert sites(builder, f"{stage}Train") == ["7 train sagemaker"]


def test_a_machine_of_a_template_on_a_schedule() -> None:
    text = """\
Resources:
  Retrain:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: statemachine/machine.asl.json
      Events:
        Weekly:
          Type: Schedule
          Properties: {Schedule: rate(7 days)}
        Never:
          Type: ScheduleV2
          Properties: {ScheduleExpression: rate(1 day), Enabled: false}
"""
    builder = built({"template.yaml": text, "statemachine/machine.asl.json": MACHINE})
    assert triggers(builder) == ["step-functions Schedule schedule 1 template.yaml:7"]
    starts = [start for start in builder.graph.starts if start.root == "schedule"]
    assert [start.node for start in starts] == ["file:statemachine/machine.asl.json"]


def test_branches_and_a_machine_written_in_place() -> None:
    text = """\
Resources:
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition:
        StartAt: Both
        States:
          Both:
            Type: Parallel
            Branches:
              - {StartAt: A, States: {A: {Type: Task, Resource: x, Next: B}, B: {Type: Task, Resource: y}}}
"""
    builder = built({"template.yaml": text})
    assert builder.order == [("stage:template.yaml#M/A", "stage:template.yaml#M/B")]


def test_other_documents() -> None:
    assert built({"a.json": '{"StartAt": "x"}', "b.yaml": "Resources: {A: {Type: StateMachine}}"}).pipelines == []
