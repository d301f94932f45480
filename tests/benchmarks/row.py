"""One line of the table of benchmarks."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure of ours, the bare limit that was measured in the same run, and the goal.

    `unit` is `/s`, of which more is better, or a time or share (`ms`, `%`), of which less is. `limit` is in the same unit.
    `goal` is a figure, `goal_ratio` a share of the limit; one of them is enough.
    """

    work: str
    ours: float
    unit: str
    limit: float | None = None
    limit_of: str = ""
    goal: float | None = None
    goal_ratio: float | None = None

    @property
    def more_is_better(self) -> bool:
        """Whether it is a rate."""
        return self.unit == "/s"

    @property
    def ratio(self) -> float | None:
        """Ours as a share of the limit; of times how many times the limit."""
        return self.ours / self.limit if self.limit else None

    @property
    def reached(self) -> bool:
        """Whether the goals are reached."""
        return _at_least(self.ours, self.goal, rate=self.more_is_better) and _at_least(
            self.ratio, self.goal_ratio, rate=self.more_is_better
        )

    def cells(self) -> tuple[str, ...]:
        """The row as words of the table."""
        return (
            self.work,
            _figure(self.ours, self.unit),
            f"{_figure(self.limit, self.unit)} {self.limit_of}" if self.limit else "–",
            _ratio(self.ratio, rate=self.more_is_better),
            self._goal(),
            "reached" if self.reached else "missed",
        )

    def _goal(self) -> str:
        sign = "≥" if self.more_is_better else "≤"
        goals = [_figure(self.goal, self.unit)] if self.goal is not None else []
        if self.goal_ratio is not None:
            goals.append(_ratio(self.goal_ratio, rate=self.more_is_better))
        return " and ".join(f"{sign} {goal}" for goal in goals) or "–"


COLUMNS = ("work", "ours", "limit in this run", "ratio", "goal", "")


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    printed = [_line(line, widths) for line in lines]
    return "\n".join(
        [printed[0], _line(tuple("-" * width for width in widths), widths), *printed[1:]]
    )


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _at_least(value: float | None, goal: float | None, *, rate: bool) -> bool:
    if value is None or goal is None:
        return True
    return value >= goal if rate else value <= goal


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    digits = 0 if value >= 100 else 1
    return f"{value:,.{digits}f}{'' if unit == '/s' else ' '}{unit}"


def _ratio(ratio: float | None, *, rate: bool) -> str:
    if ratio is None:
        return "–"
    if ratio >= 10:
        return f"{ratio:,.0f} ×"
    return f"{ratio:.0%}" if rate else f"{ratio:.1f} ×"
