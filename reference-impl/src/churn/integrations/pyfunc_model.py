"""The model as MLflow loads it: this file is stored with the model and run by `mlflow.pyfunc`; nothing is pickled."""

from pathlib import Path
from typing import Any

import mlflow.pyfunc
import pyarrow as pa
from mlflow.models import set_model

from churn.core.artifact import load
from churn.core.encode import encode


class ChurnModel(mlflow.pyfunc.PythonModel):  # type: ignore[misc]  # MLflow is not typed
    """Churn probabilities for a data frame of features."""

    def load_context(self, context: Any) -> None:
        """Load the model's folder."""
        self.model = load(Path(context.artifacts["model"]))

    def predict(self, context: Any, model_input: Any, params: dict[str, Any] | None = None) -> Any:
        """Return a probability per row."""
        return self.model.score(encode(pa.Table.from_pandas(model_input, preserve_index=False)))


set_model(ChurnModel())
