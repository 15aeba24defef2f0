"""The sample's data: synthetic customers, the same bytes on every machine."""

import math
import random

HEADER = "customer_id,tenure,monthly_charge,support_calls,churned"
CUSTOMERS = 400
SEED = 20260401


def customers_csv() -> bytes:
    """Return the customers as CSV; those who are new, pay much and call often leave more often."""
    draw = random.Random(SEED)
    lines = [HEADER]
    for number in range(1, CUSTOMERS + 1):
        tenure = int(draw.random() * 60)
        charge = 2000 + int(draw.random() * 8000)  # cents
        calls = int(draw.random() ** 2 * 8)
        leaning = 0.9 * calls - 0.06 * tenure + charge / 4000 - 2.0
        churned = int(draw.random() < 1 / (1 + math.exp(-leaning)))
        lines.append(f"{number},{tenure},{charge // 100}.{charge % 100:02},{calls},{churned}")
    return ("\n".join(lines) + "\n").encode()
