"""The feature store: views over clean months, point-in-time lookups for training, and the online table for serving."""
