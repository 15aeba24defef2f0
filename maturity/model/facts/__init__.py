"""The kinds of fact, by topic; `maturity.model.fact` joins them in one closed union."""
