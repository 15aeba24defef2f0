"""Endpoints of SageMaker whose operational metrics the project watches."""

import pytest

from tests.evidence.topics.services.test_collect import one

ENDPOINT = "Resources:\n  Endpoint:\n    Type: AWS::SageMaker::Endpoint\n"
ALARM = "Resources:\n  Late:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n"
STACK = "from aws_cdk import aws_cloudwatch as cw\ncw.Metric(namespace={0!r}, metric_name={1!r})\n"


@pytest.mark.parametrize(
    ("path", "content", "place"),
    [
        ("alarm.yml", ALARM + "      Namespace: AWS/SageMaker\n      MetricName: ModelLatency\n", "alarm.yml:6"),
        ("board.json", '{"metrics": [["AWS/SageMaker", "Invocation5XXErrors"]]}', "board.json:1"),
        ("stack.py", STACK.format("AWS/SageMaker", "Invocations"), "stack.py:2"),
        ("stack.py", STACK.format("AWS/SageMaker", "feature_baseline_drift"), ""),
        ("stack.py", STACK.format("AWS/Lambda", "Invocations"), ""),
        ("alarm.yml", ALARM + "      Namespace: aws/sagemaker/Endpoints/data-metrics\n      MetricName: drift\n", ""),
        ("tests/board.json", '{"metrics": [["AWS/SageMaker", "Invocations"]]}', ""),
    ],
)
def test_metrics_that_the_platform_shows_count_where_something_watches_them(
    path: str, content: str, place: str
) -> None:
    found = one({"endpoint.yml": ENDPOINT, path: content})
    assert found.metrics is bool(place)
    assert [str(where) for where in found.related] == ([place] if place else [])
