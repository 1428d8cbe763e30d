"""A picture, described plainly: what the browser draws and what the table under it says.

Values are Decimal, int or str (never float): the table shows them exactly, only the drawing rounds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Value = Decimal | int | str


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind`: line area bar stacked sideways spark waterfall heatmap ring funnel treemap.

    `labels` name the points (days, symbols); every series has one value per label. `unit` is a currency or a word;
    `digits` the decimals shown; `total` makes the last bar of a waterfall stand on the ground.
    """

    id: str
    kind: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    digits: int = 2
    total: bool = False
    size: str = field(default="")

    @property
    def data_id(self) -> str:
        return f"{self.id}-data"

    @property
    def is_empty(self) -> bool:
        return not self.labels or not any(series.values for series in self.series)

    def data(self) -> dict[str, object]:
        series = [{"name": one.name, "values": [str(value) for value in one.values]} for one in self.series]
        return {
            "kind": self.kind,
            "title": self.title,
            "labels": list(self.labels),
            "series": series,
            "unit": self.unit,
            "digits": self.digits,
            "total": self.total,
        }

    def rows(self) -> Iterator[tuple[str, list[Value]]]:
        for index, label in enumerate(self.labels):
            yield label, [one.values[index] for one in self.series]
