"""Where the project meets its tools: DVC, MLflow, configuration. Code that trains knows none of them."""
