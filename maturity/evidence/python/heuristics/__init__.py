"""Activities that no single library call proves: one heuristic per module, each with what it does not take."""
