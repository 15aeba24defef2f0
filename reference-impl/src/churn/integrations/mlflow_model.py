"""Log a model folder to MLflow: as code and arrays, with signature, example and exact requirements."""

from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from churn.core import spec

PACKAGE: Final = Path(__file__).parents[1]
REQUIREMENTS: Final = ("numpy", "pyarrow", "torch", "pandas")


def log(folder: Path, example: Path) -> str:
    """Log to the active run, with the first row of a feature table as its example; return the model's URI."""
    import mlflow.pyfunc

    row = pq.read_table(example, columns=list(spec.FEATURES)).slice(0, 1).to_pandas()
    logged = mlflow.pyfunc.log_model(
        name="model",
        python_model=str(Path(__file__).with_name("pyfunc_model.py")),
        artifacts={"model": str(folder)},
        code_paths=[str(PACKAGE)],
        signature=signature(),
        input_example=row,
        pip_requirements=[f"{name}=={version(name)}" for name in REQUIREMENTS],
    )
    uri: str = logged.model_uri
    return uri


def signature() -> Any:
    """Return the signature that the feature specification prescribes."""
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, DataType, Schema

    numbers = [ColSpec(DataType.float, number.name, required=not number.nullable) for number in spec.NUMBERS]
    words = [ColSpec(DataType.string, name) for name in spec.CATEGORICAL]
    return ModelSignature(Schema([*numbers, *words]), Schema([ColSpec(DataType.double, "probability")]))
