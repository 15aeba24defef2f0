"""Look at the clean table: churn by contract and month, missing answers, and how features differ by churn.

Run as a script, or open in an editor that shows `# %%` as cells. Nothing here is part of the pipeline.
"""

# %%
from pathlib import Path

import duckdb

TABLE = Path(__file__).parents[1] / "data" / "features" / "train.parquet"


def main() -> None:
    """Print three small tables."""
    rows = duckdb.read_parquet(str(TABLE))
    print(rows.aggregate("contract, count(*) AS rows, round(avg(churned), 4) AS churn", "contract"))
    print(rows.aggregate("month, count(*) AS rows, round(avg(churned), 4) AS churn", "month").order("month"))
    print(rows.aggregate("churned, avg(isnan(nps)::int) AS nps_missing, avg(tickets_3m) AS tickets", "churned"))


# %%
if __name__ == "__main__":
    main()
