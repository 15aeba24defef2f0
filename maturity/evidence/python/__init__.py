"""Python source as facts: skimmed as bytes, parsed when it matters, resolved into calls. Never imported."""
