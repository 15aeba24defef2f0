"""Run a recorded commit again and compare what comes of it: the only room that runs a project's own code."""
