"""Churn prediction, from simulated or imported customer months to models that are served, watched and retrained."""
