"""How a metric came to its value: what a run recorded of it, step by step."""

from maturity.model.value import Value

Point = tuple[int, float]
"""A step, and the value there."""


class History(Value):
    """The values of one metric, in the order of their steps; where all have one step, in that of their times."""

    metric: str
    points: tuple[Point, ...]
    """Never none: the first, the last, the lowest and the highest, and of the others as many as a chart can show."""
    recorded: int
    """How many numbers were read of it."""
    not_numbers: int = 0
    """Values beside these that are infinite or no number."""
    more: bool = False
    """The run has more than were read: these are its first."""

    @property
    def first(self) -> Point:
        """The first point."""
        return self.points[0]

    @property
    def last(self) -> Point:
        """The last point."""
        return self.points[-1]

    @property
    def lowest(self) -> Point:
        """The lowest point, the earliest of several."""
        return min(self.points, key=lambda point: point[1])

    @property
    def highest(self) -> Point:
        """The highest point, the earliest of several."""
        return max(self.points, key=lambda point: point[1])

    @property
    def stepwise(self) -> bool:
        """The steps tell where a point is; else only the order does."""
        return self.first[0] != self.last[0]
