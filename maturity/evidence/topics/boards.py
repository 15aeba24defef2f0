"""Dashboards that tools of model monitoring and data platforms declare in files and code of their own."""

import re
from collections.abc import Iterator

from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.topics.files import own
from maturity.model.facts.operations import DashboardFact

_FILES = (
    (re.compile(r"\.lvdash\.json\Z"), "lakeview"),
    (re.compile(r"(?:^|/)kibana/.+\.ndjson\Z"), "kibana"),
    (re.compile(r"(?:^|/)superset/.*dashboards?/[^/]+\.ya?ml\Z"), "superset"),
)
_EVIDENTLY = re.compile(
    r"evidently\.(?:\w+\.)*(?:DashboardPanel\w*|(?:Remote|Cloud)?Workspace(?:\.create)?|add_panel|DashboardConfig)\Z"
)
_CODE = re.compile(
    r"(?:grafanalib\.(?:core\.)?Dashboard|aws_cdk\.aws_cloudwatch\.Dashboard|pulumi_grafana\.Dashboard|"
    r"datadog\.api\.Timeboard\.create)\Z|boto3\.(?:.+\.)?put_dashboard\Z"
)
_MODULES = ("evidently", "grafanalib", "aws_cdk", "pulumi_grafana", "datadog", "boto3")


def collect(project: Project) -> Iterator[DashboardFact]:
    """Yield one fact for each dashboard."""
    for pattern, technology in _FILES:
        for path in own(project, pattern):
            yield DashboardFact(at=project.place(path, 1, "dashboard"), technology=technology)
    for path, module in sorted(project.modules.items()):
        if path.endswith(".ipynb") or vendored(path) or test_path(path):
            continue
        if not any(one.target.startswith(_MODULES) for one in module.imports):
            continue
        for function in module.functions:
            for call in function.calls:
                if _EVIDENTLY.match(call.name) or _CODE.match(call.name):
                    technology = call.name.partition(".")[0]
                    yield DashboardFact(at=project.place(path, call.line, call.name), technology=technology)
