"""Simulate a provider's customers month by month, with a truth that is known: who leaves, and how likely it was.

Each month of each shard has a random generator of its own, Philox keyed by (seed, month, shard): months that are
added later change no earlier one, and the same seed gives the same tables. Values are rounded where they are made, so
that the last bit of another machine's exponential function does not reach the files. docs/data_card.md states every
assumption.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from churn.core import labels
from churn.core.drift_scenarios import STEADY, Scenario
from churn.core.hazard import log_odds
from churn.core.population import TERM, Floats, Population, draw
from churn.core.spec import AVAILABLE, CATEGORICAL, CUSTOMER, MONTH, TARGET

BURN_IN: Final = 6
"""Months simulated before the first: the mix of customers settles."""
MEMORY: Final = 0.85
"""Correlation of a customer's hidden satisfaction with that of the month before."""
_SHARED: Final = 0xFFFFF
"""The shard number of what all shards share: shocks and campaigns."""
_DIRT: Final = 0x80000


@dataclass(frozen=True)
class Settings:
    """What to simulate: `customers` slots in `shards` parts, for `months` months from `start`, the first of a month."""

    seed: int
    start: date
    months: int
    customers: int
    shards: int = 1
    bias: float = 0.0
    dirt: float = 0.0
    scenario: Scenario = STEADY


@dataclass(frozen=True)
class Month:
    """One month: the snapshots as a source delivers them, their labels, and the truth, which no training may see."""

    month: date
    snapshots: pa.Table
    labels: pa.Table
    truth: pa.Table


def month_at(start: date, index: int) -> date:
    """Return the first day of the month `index` months after `start`."""
    years, month = divmod(start.month - 1 + index, 12)
    return date(start.year + years, month + 1, 1)


def simulate(settings: Settings, *, first: int = 0) -> Iterator[Month]:
    """Yield the months from index `first` on; earlier ones are gone through again, but no tables are made of them."""
    shards = [_Shard(settings, number) for number in range(settings.shards)]
    for index in range(-BURN_IN, settings.months):
        parts = [shard.step(index, emit=index >= first) for shard in shards]
        if index >= first:
            made = [part for part in parts if part is not None]
            tables = [pa.concat_tables([part[kind] for part in made]).combine_chunks() for kind in range(3)]
            yield Month(month_at(settings.start, index), *tables)


class _Shard:
    """One part of the customers, and how it moves by a month."""

    def __init__(self, settings: Settings, number: int) -> None:
        self.settings = settings
        self.number = number
        self.size = settings.customers // settings.shards + (number < settings.customers % settings.shards)
        rng = _generator(settings.seed, -BURN_IN - 1, number)
        self.people = draw(rng, self._ids(-BURN_IN - 1), self.size, new=False)

    def _ids(self, index: int) -> int:
        """Return the first id of those who join in a month: month, shard and slot make it unique."""
        return ((index + BURN_IN + 2) * 4096 + self.number) * 10_000_000

    def step(self, index: int, *, emit: bool) -> tuple[pa.Table, pa.Table, pa.Table] | None:
        """Move by one month; return snapshots, labels and truth if they are asked for."""
        settings, people, scenario = self.settings, self.people, self.settings.scenario
        rng = _generator(settings.seed, index, self.number)
        shared = _generator(settings.seed, index, _SHARED)
        today = month_at(settings.start, index)
        self._take_over(rng, index)
        regions = len(CATEGORICAL["region"])
        shock = 0.25 * shared.gamma(12.0, 1 / 12, regions) + 5 * scenario.strength("outage", index)
        campaign = 0.4 * (shared.random(regions) < 0.2)
        _live(people, rng, shock, price_rise=0.12 * scenario.begins("covariate", index))
        login, nps = _observe(people, rng)

        concept, prior = scenario.strength("concept", index), scenario.strength("prior", index)
        odds = log_odds(people, login, today.month, campaign[people.region], concept=concept)
        odds += 0.8 * prior + settings.bias * 2 * (people.gender == 0)
        truth = (1 / (1 + np.exp(-odds))).round(6)
        churned = rng.random(self.size) < truth
        known_after = labels.delays(rng, self.size, stretch=scenario.strength("label_delay", index))
        tables = None
        if emit:
            snapshots = self._snapshots(today, login, nps)
            # Dirt has a generator of its own: how dirty the tables are changes nobody's life.
            dirt = _generator(settings.seed, index, _DIRT | self.number)
            broken = scenario.strength("schema_break", index)
            snapshots = _soil(snapshots, dirt, settings.dirt, cents=dirt.random(self.size) < broken)
            keys = {CUSTOMER: people.customer.copy(), MONTH: _days(today, self.size)}
            known = pa.array(np.datetime64(today) + known_after, pa.date32())
            tables = (
                snapshots,
                pa.table({**keys, TARGET: churned.astype(np.int8), AVAILABLE: known}),
                pa.table({**keys, "probability": truth}),
            )
        self._leave(rng, index, churned)
        return tables

    def _take_over(self, rng: np.random.Generator, index: int) -> None:
        """Let a covariate drift begin: a part of the customers goes to another brand, others are taken over."""
        grown = self.settings.scenario.begins("covariate", index)
        if grown > 0:
            slots = np.flatnonzero(rng.random(self.size) < 0.7 * grown)
            others = draw(rng, self._ids(index) + 5_000_000, len(slots), new=False, shift=1.0)
            self.people.replace(slots, others)

    def _leave(self, rng: np.random.Generator, index: int, churned: NDArray[np.bool_]) -> None:
        slots = np.flatnonzero(churned)
        shift = self.settings.scenario.strength("covariate", index)
        self.people.replace(slots, draw(rng, self._ids(index), len(slots), new=True, shift=shift))

    def _snapshots(self, today: date, login: Floats, nps: Floats) -> pa.Table:
        people, n = self.people, self.size
        codes = {name: getattr(people, name) for name in CATEGORICAL if name != "last_ticket_topic"}
        codes["last_ticket_topic"] = people.topic
        return pa.table({
            CUSTOMER: people.customer.copy(),
            MONTH: _days(today, n),
            "age": people.age.astype(np.int16),
            "household_size": people.household.copy(),
            "tenure_months": people.tenure.copy(),
            "signup_age_months": people.tenure + people.earlier,
            "monthly_charges": people.charges[0].copy(),
            "usage_level": people.usage[0].copy(),
            "tickets": people.tickets[0].copy(),
            "late_payments": people.late[0].copy(),
            "outages": people.outages.copy(),
            "days_since_login": login.astype(np.int16),
            "nps": pa.array(nps, from_pandas=True),
            "promo_months_left": people.promo_left.copy(),
            "contract_months_left": people.contract_left.copy(),
            **{name: _words(codes[name], name) for name in CATEGORICAL},
        })  # fmt: skip


def _live(people: Population, rng: np.random.Generator, shock: Floats, *, price_rise: float) -> None:
    """Let a month pass: contracts, promotions, prices, satisfaction, usage, tickets, payments."""
    n = len(people.customer)
    people.tenure += 1
    term = TERM[people.contract]
    people.contract_left = np.where(people.contract_left > 0, people.contract_left - 1, np.maximum(term - 1, 0))
    ended = people.promo_left == 1
    people.promo_left = np.maximum(people.promo_left - 1, 0)
    people.promo[people.promo_left == 0] = 0
    offered = (people.promo_left == 0) & (rng.random(n) < 0.05)
    people.promo[offered] = rng.integers(1, 3, int(offered.sum()), np.uint8)
    people.promo_left[offered] = rng.choice(np.array([3, 6, 12], np.int16), int(offered.sum()))

    rise = np.where(rng.random(n) < 0.05, rng.uniform(0.03, 0.2, n), 0.0)
    charge = people.charges[0] * (1 + rise + 0.15 * ended - 0.13 * offered + price_rise)
    _push(people.charges, np.clip(charge, 1, 500).round(2))

    outages = np.minimum(rng.poisson(shock[people.region]), 50)
    people.outages = outages.astype(np.int16)
    push = -0.15 * np.minimum(outages, 3) + 0.036 - 1.5 * rise
    people.satisfaction = MEMORY * people.satisfaction + np.sqrt(1 - MEMORY**2) * rng.normal(0, 1, n) + push
    usage = np.exp(people.appetite + 0.28 * people.satisfaction + rng.normal(0, 0.25, n))
    _push(people.usage, np.clip(usage, 0, 48).round(3))

    tickets = np.minimum(rng.poisson(np.exp(-1.5 - 0.45 * people.satisfaction + 0.3 * np.minimum(outages, 6))), 50)
    _push(people.tickets, tickets)
    wrote = tickets > 0
    people.topic[wrote] = rng.integers(1, 5, int(wrote.sum()), np.uint8)
    risk = -2.9 + 0.9 * people.carelessness + 0.6 * (people.payment == 2) - 0.008 * (people.age - 45)
    late = rng.random(n) < 1 / (1 + np.exp(-risk))
    _push(people.late, late)


def _push(recent: NDArray[Any], now: NDArray[Any]) -> None:
    """Put the newest month first and forget the oldest."""
    recent[1:] = recent[:-1]
    recent[0] = now


def _observe(people: Population, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return days since the last login, and the answers to the survey: missing more often from the unsatisfied."""
    n = len(people.customer)
    login = np.minimum(np.floor(rng.exponential(np.exp(1.7 - 0.6 * people.satisfaction))), 365)
    answer = np.clip(np.round(7 + 1.8 * people.satisfaction + rng.normal(0, 1.2, n)), 0, 10)
    silent = rng.random(n) < 1 / (1 + np.exp(0.3 + 0.45 * people.satisfaction))
    return login, np.where(silent, np.nan, answer)


def _soil(table: pa.Table, rng: np.random.Generator, share: float, *, cents: NDArray[np.bool_]) -> pa.Table:
    """Add what sources deliver: rows twice, impossible values, other spellings; charges in cents, if a schema broke."""
    n = table.num_rows
    charges = table["monthly_charges"].to_numpy().copy()
    charges[cents] *= 100
    bad = rng.random(n) < share / 2
    charges[bad] *= -1
    table = table.set_column(table.schema.get_field_index("monthly_charges"), "monthly_charges", pa.array(charges))
    shout = rng.random(n) < share
    channel = table["channel"].combine_chunks()
    known = CATEGORICAL["channel"]
    spelled = np.asarray(channel.indices) + len(known) * shout
    words = pa.array([*known, *(f" {word.upper()}" for word in known)])
    column = pa.DictionaryArray.from_arrays(pa.array(spelled, pa.uint8()), words)
    table = table.set_column(table.schema.get_field_index("channel"), "channel", column)
    twice = np.flatnonzero(rng.random(n) < share)
    return pa.concat_tables([table, table.take(pa.array(twice))]) if len(twice) else table


def _words(codes: NDArray[np.uint8], name: str) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.copy()), pa.array(CATEGORICAL[name]))


def _days(day: date, n: int) -> pa.Array:
    return pa.array(np.full(n, np.datetime64(day)), pa.date32())


def _generator(seed: int, index: int, shard: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=np.array([seed, (index + 1024) << 20 | shard], np.uint64)))
