"""`terraform apply` and what it rolls out."""

import pytest

from tests.evidence.graph.building import built, sites

CI = ".github/workflows/cd.yml"
JOB = f"job:{CI}#deploy"
SERVICE = 'resource "aws_lambda_function" "scorer" {\n  package_type = "Image"\n  image_uri = var.image\n}\n'


def deployments(command: str, path: str = "infra/main.tf", text: str = SERVICE) -> list[str]:
    job = f"on: push\njobs:\n  deploy:\n    steps:\n      - run: {command}\n"
    return sites(built({CI: job, path: text}), JOB)


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("cd infra && terraform init && terraform apply -auto-approve", "infra/main.tf"),
        ("terraform -chdir=infra apply -auto-approve -var-file=prod.tfvars", "infra/main.tf"),
        ("cd infra && terraform apply", "infra/modules/lambda/main.tf"),
        ("cd infra/prod && tofu apply", "infra/modules/lambda/main.tf"),
    ],
)
def test_a_service_from_an_image_is_deployed(command: str, path: str) -> None:
    assert deployments(command, path) == ["5 deploy terraform"]


@pytest.mark.parametrize(
    ("command", "path", "text"),
    [
        ("cd infra && terraform plan", "infra/main.tf", SERVICE),
        ("cd infra && terraform apply", "other/main.tf", SERVICE),
        ("cd infra && terraform apply", "infra/main.tf", 'resource "aws_s3_bucket" "data" {\n  bucket = "b"\n}\n'),
        ("cd infra && terraform apply", "infra/main.tf", SERVICE.replace("scorer", "mlflow_server")),
        ("cd infra && terraform apply", "infra/main.tf", SERVICE.replace("image_uri", "filename")),
        ("cd infra && terraform apply", "infra/main.tf", "# " + SERVICE.replace("\n", "\n# ")),
    ],
)
def test_the_ground_for_one_is_no_deployment(command: str, path: str, text: str) -> None:
    assert deployments(command, path, text) == []
