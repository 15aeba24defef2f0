"""`terraform apply`: a deployment where what it rolls out runs an image, else only the ground for one."""

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value
from maturity.evidence.layout import vendored
from maturity.model.activity import Activity

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

MAX_BLOCK = 4_000
"""Characters of a resource in which its image is looked for."""
_SERVICE = re.compile(
    r'^resource\s+"(?:aws_lambda_function|aws_ecs_service|aws_ecs_task_definition|aws_apprunner_service|aws_sagemaker_model|'
    r"google_cloud_run_service|google_cloud_run_v2_service|google_cloud_run_v2_job|azurerm_container_app|"
    r'azurerm_container_group|azurerm_linux_web_app|kubernetes_deployment|kubernetes_deployment_v1)"\s+"(?P<name>[^"]{0,200})"',
    re.MULTILINE,
)
_IMAGE = re.compile(r'^\s*"?(?:image|image_uri|image_identifier|docker_image_name)"?\s*[=:]', re.MULTILINE)
_TOOL = re.compile(
    r"mlflow|airflow|grafana|prometheus|prefect|metabase|superset|jupyter|zenml|label_?studio", re.IGNORECASE
)
"""Servers around a model that teams also roll out so."""


@dataclass(frozen=True, slots=True)
class _Rollout:
    activity: Activity = "deploy"
    technology: str = "terraform"
    files: tuple[str, ...] = ()


def terraform(builder: "Builder", invocation: Invocation) -> None:
    """Note a deployment where `terraform apply` rolls out a service from an image."""
    words = positional(invocation.arguments, ("-var", "-var-file", "-target", "-parallelism"))
    if words[:1] == ("apply",):
        folder = value(invocation.arguments, "-chdir")
        where = builder.files.folder(folder, invocation.folder) if folder else invocation.folder
        if _rolls_out(builder, where):
            builder.prove(invocation.node, [_Rollout()], invocation.at, blocking=invocation.blocking)


def _rolls_out(builder: "Builder", folder: str) -> bool:
    """Tell whether a configuration, its local modules below it or beside it, has a service that runs an image."""
    parent = posixpath.dirname(folder)
    within = folder + "/" if folder else ""
    beside = posixpath.join(parent, "modules") + "/"
    return any(
        path.endswith(".tf") and path.startswith((within, beside)) and not vendored(path) and _runs_image(text)
        for path, text in builder.project.texts.items()
    )


def _runs_image(text: str) -> bool:
    for found in _SERVICE.finditer(text):
        end = text.find("\nresource ", found.end())
        block = text[found.end() : end if 0 <= end < found.end() + MAX_BLOCK else found.end() + MAX_BLOCK]
        if not _TOOL.search(found["name"]) and _IMAGE.search(block):
            return True
    return False
