"""Point-in-time lookups and contracts, for drawn input, against plain Python."""

from datetime import date, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.data.world import PROJECT, WORLD

from churn.core import spec
from churn.core.labels import known
from churn.core.simulate import simulate
from churn.features import store, views
from churn.pipelines import contracts

MONTHS = list(simulate(WORLD))
CONTRACT = contracts.load("snapshots", PROJECT / "contracts")
CLEAN = pa.concat_tables(
    contracts.split(contracts.conform(month.snapshots, CONTRACT), CONTRACT).good for month in MONTHS
)
VIEW = views.customer_month(CLEAN, WORLD.start)
ROWS = {(row[spec.CUSTOMER], row[spec.MONTH]): row for row in VIEW.to_pylist()}
CUSTOMERS = sorted({customer for customer, _ in ROWS})

entities = st.lists(
    st.tuples(st.sampled_from(CUSTOMERS), st.dates(date(2023, 12, 1), date(2025, 3, 1))),
    min_size=1,
    max_size=20,
    unique=True,
)


@given(entities)
@settings(deadline=None, max_examples=40)
def test_as_of_takes_the_newest_month_that_is_not_stale(drawn: list[tuple[int, date]]) -> None:
    table = pa.table({
        spec.CUSTOMER: [customer for customer, _ in drawn],
        "as_of": pa.array([day for _, day in drawn], pa.date32()),
        "place": list(range(len(drawn))),
    })  # fmt: skip
    found = {row["place"]: row for row in store.as_of(table, VIEW).to_pylist()}
    for place, (customer, day) in enumerate(drawn):
        months = [month for one, month in ROWS if one == customer and timedelta() <= day - month]
        fresh = bool(months) and day - max(months) <= timedelta(days=store.STALE_DAYS)
        assert (place in found) == fresh
        if fresh:
            expected = ROWS[customer, max(months)]
            assert all(found[place][name] == expected[name] for name in spec.FEATURES)


@given(st.integers(1, 11))
@settings(deadline=None, max_examples=11)
def test_a_view_does_not_change_when_later_months_are_there(place: int) -> None:
    upto = CLEAN.filter(pa.compute.less_equal(CLEAN[spec.MONTH], pa.scalar(MONTHS[place].month)))
    month = MONTHS[place].month
    alone = [row for row in views.customer_month(upto, month).to_pylist() if row[spec.MONTH] == month]
    assert alone == [row for (_, one), row in ROWS.items() if one == month]


@given(st.permutations(range(600)))
@settings(deadline=None, max_examples=10)
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    some = CLEAN.slice(0, 600)
    assert views.customer_month(some.take(order), WORLD.start).equals(views.customer_month(some, WORLD.start))


@given(st.dates(date(2024, 1, 1), date(2025, 6, 1)))
def test_known_labels_are_those_that_were_available(now: date) -> None:
    labels = MONTHS[3].labels
    expected = [row for row in labels.to_pylist() if row[spec.AVAILABLE] <= now]
    assert known(labels, now).to_pylist() == expected


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_quarantine_loses_no_row_and_leaves_none_that_breaks_the_contract(data: st.DataObject) -> None:
    table = contracts.conform(MONTHS[0].snapshots.slice(0, 60), CONTRACT)
    for name in data.draw(st.lists(st.sampled_from(["age", "monthly_charges", "plan", "usage_level"]), unique=True)):
        values = table[name].to_pylist()
        bad: dict[str, list[object]] = {"age": [None, 3, 200], "plan": [None, "", "gold"]}
        for row in data.draw(st.lists(st.integers(0, len(values) - 1), max_size=6)):
            values[row] = data.draw(st.sampled_from(bad.get(name, [None, -1.0, 1e9])))
        table = table.set_column(
            table.schema.get_field_index(name), name, pa.array(values, table.schema.field(name).type)
        )
    parts = contracts.split(table, CONTRACT)
    assert parts.good.num_rows + parts.bad.num_rows == table.num_rows
    assert all(parts.bad["reason"].to_pylist())
    if parts.good.num_rows:
        assert contracts.violations(parts.good, CONTRACT) == []
