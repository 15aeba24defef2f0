"""What the model is: data, models and metrics, on the standard library, numpy, pyarrow and torch alone."""
