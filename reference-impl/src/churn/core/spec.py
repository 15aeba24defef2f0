"""The feature specification: the one source for table schemas, model signature, request format and data card."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Final

import pyarrow as pa

TARGET: Final = "churned"
CUSTOMER: Final = "customer_id"
MONTH: Final = "month"
AVAILABLE: Final = "available_at"
PROTECTED: Final = ("gender", "age_band")
AGE_BANDS: Final[tuple[tuple[str, float], ...]] = (("<30", 30), ("30-44", 45), ("45-64", 65), ("65+", float("inf")))


@dataclass(frozen=True)
class Number:
    """A numeric feature: its unit, the closed range that a clean value lies in, and whether it may be missing (NaN)."""

    name: str
    unit: str
    low: float
    high: float
    about: str
    nullable: bool = False


NUMBERS: Final = (
    Number("age", "years", 18, 100, "age of the account's holder"),
    Number("household_size", "persons", 1, 8, "persons who use the account"),
    Number("tenure_months", "months", 0, 600, "months since the running subscription began"),
    Number("monthly_charges", "currency", 1, 500, "charge of the month; heavy tail"),
    Number("price_change", "ratio", -0.9, 5, "charge against that of three months ago, minus one"),
    Number("usage_level", "hours/day", 0, 48, "mean use per day, over all devices"),
    Number("usage_trend", "hours/day", -48, 48, "usage level minus its mean over the three months before"),
    Number("tickets_3m", "count", 0, 150, "support tickets in three months"),
    Number("late_payments_6m", "count", 0, 6, "months with a late payment, of the last six"),
    Number("days_since_login", "days", 0, 365, "days since the last login"),
    Number(
        "nps",
        "score",
        0,
        10,
        "answer to the last survey; missing if not answered, more often if unsatisfied",
        nullable=True,
    ),
    Number("outages_3m", "count", 0, 150, "outages in the region in three months"),
    Number("promo_months_left", "months", 0, 24, "months until a promotion ends; 0 without one"),
    Number("contract_months_left", "months", 0, 24, "months until the contract may end; 0 for monthly contracts"),
    Number("charge_per_usage", "currency/hour", 0, 1000, "charge of the month by hours of use"),
    Number(
        "signup_age_months",
        "months",
        0,
        720,
        "months since the household's first subscription; above tenure if it came back",
    ),
    Number("month_sin", "", -1, 1, "sine of the month of the year"),
    Number("month_cos", "", -1, 1, "cosine of the month of the year"),
)
NUMERIC: Final[tuple[str, ...]] = tuple(number.name for number in NUMBERS)
CATEGORICAL: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "gender": ("female", "male", "other"),
    "region": ("r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"),
    "plan": ("basic", "standard", "plus", "premium"),
    "contract": ("monthly", "annual", "biennial"),
    "payment": ("card", "debit", "invoice", "wallet"),
    "channel": ("web", "app", "shop", "phone", "partner", "referral"),
    "device": ("phone", "tablet", "laptop", "tv", "console"),
    "promo": ("none", "discount", "upgrade"),
    "last_ticket_topic": ("none", "billing", "network", "device", "other"),
})  # fmt: skip
FEATURES: Final[tuple[str, ...]] = (*NUMERIC, *CATEGORICAL)


def age_band(age: float) -> str:
    """Return the protected group that an age belongs to."""
    return next(name for name, end in AGE_BANDS if age < end)


def feature_schema(*, labelled: bool) -> pa.Schema:
    """Return the schema of a feature table: keys, numbers, words; if labelled, the target and when it was known."""
    fields = [pa.field(CUSTOMER, pa.int64()), pa.field(MONTH, pa.date32())]
    fields += [pa.field(number.name, pa.float32(), nullable=number.nullable) for number in NUMBERS]
    fields += [pa.field(name, pa.string()) for name in CATEGORICAL]
    if labelled:
        fields += [pa.field(TARGET, pa.int8()), pa.field(AVAILABLE, pa.date32())]
    return pa.schema(fields)


def digest() -> str:
    """Return the SHA-256 of the specification: models store it and refuse to load under another one."""
    content = {
        "numeric": [asdict(number) for number in NUMBERS],
        "categorical": {k: list(v) for k, v in CATEGORICAL.items()},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
