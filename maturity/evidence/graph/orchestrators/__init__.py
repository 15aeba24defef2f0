"""Pipelines that documents of orchestrators declare: their steps, the order of these, and what starts them."""
