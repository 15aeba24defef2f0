"""Python source as facts: skimmed as bytes, parsed when it matters, resolved into functions and calls. Never imported."""
