"""Deployments that are a copy or an upload, and those that are none."""

import pytest

from tests.evidence.python.linking import target

SOURCE = """
    import shutil
    import boto3
    from pathlib import Path
    def {name}(path, model_path):
        {deed}
"""


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("deploy_model", "shutil.copy(path, 'production/current.pkl')"),
        ("promote", "shutil.copytree(model_path, 'serving')"),
        ("deploy", "shutil.move('models/new.onnx', path)"),
        ("main", "shutil.copy2(model_path, path)"),
        ("deploy_model", "path.blob('current').upload_from_filename('a.bin')"),
        ("promote", "boto3.client('s3').upload_file(model_path, 'serving', 'current.bin')"),
    ],
)
def test_a_function_named_for_it_puts_a_model_in_place(name: str, deed: str) -> None:
    assert target({"deploy_model.py": SOURCE.format(name=name, deed=deed)}).proved("deploy") == ["deploy_model.py:6"]


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("backup_model", "shutil.copy(path, 'kept/current.pkl')"),
        ("deploy_docs", "shutil.copytree('site', path)"),
        ("deploy_model", "path.copy(model_path)"),
        ("deploy_model", "print(model_path)"),
        ("save_model", "boto3.client('s3').upload_file(model_path, 'kept', 'a.bin')"),
        ("deploy_site", "boto3.client('s3').upload_file(path, 'site', 'index.html')"),
        ("deploy_model", "boto3.client('s3').download_file('kept', 'a.bin', model_path)"),
    ],
)
def test_other_copies_and_other_deeds_deploy_nothing(name: str, deed: str) -> None:
    assert target({"jobs.py": SOURCE.format(name=name, deed=deed)}).proved("deploy") == []
