"""The model as MLflow loads it: this file is stored with the model and run by `mlflow.pyfunc`; nothing is pickled."""

from pathlib import Path
from typing import Any

import mlflow.pyfunc
from mlflow.models import set_model


class ChurnModel(mlflow.pyfunc.PythonModel):  # type: ignore[misc]  # MLflow is not typed
    """Churn probabilities for a data frame of features."""

    def load_context(self, context: Any) -> None:
        """Load the model's folder."""
        # Logging runs this file too, and needs no torch.
        from churn.core.artifact import load

        self.model = load(Path(context.artifacts["model"]))

    def predict(self, context, model_input, params=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        """Return a probability per row. MLflow would take annotations for a signature of its own."""
        import pyarrow as pa

        from churn.core.encode import encode

        return self.model.predict(encode(pa.Table.from_pandas(model_input, preserve_index=False)))


set_model(ChurnModel())
