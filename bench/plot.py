"""A plot of time against lines as SVG, without a library."""

from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT, _MARGIN = 640, 400, 60
_COLORS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd")

Point = tuple[float, float]


def plot(series: Mapping[str, Sequence[Point]], x_title: str, y_title: str) -> str:
    """Return a picture of points by series, on linear axes that begin at zero."""
    points = [point for found in series.values() for point in found]
    top_x, top_y = (_round_up(max((point[axis] for point in points), default=1.0)) for axis in (0, 1))

    def at(point: Point) -> tuple[float, float]:
        x = _MARGIN + point[0] / top_x * (_WIDTH - 2 * _MARGIN)
        return round(x, 1), round(_HEIGHT - _MARGIN - point[1] / top_y * (_HEIGHT - 2 * _MARGIN), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for step in range(6):
        (x, bottom), (left, y) = at((top_x * step / 5, 0)), at((0, top_y * step / 5))
        parts.append(f'<line x1="{left}" y1="{y}" x2="{_WIDTH - _MARGIN}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{top_x * step / 5:g}</text>')
        parts.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{top_y * step / 5:g}</text>')
    parts.append(f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 15}" text-anchor="middle">{x_title}</text>')
    middle = _HEIGHT / 2
    parts.append(f'<text x="15" y="{middle}" text-anchor="middle" transform="rotate(-90 15 {middle})">{y_title}</text>')
    for number, (name, found) in enumerate(series.items()):
        color = _COLORS[number % len(_COLORS)]
        for x, y in map(at, found):
            parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{color}"/>')
        parts.append(f'<circle cx="{_MARGIN + 14}" cy="{22 + 18 * number}" r="4" fill="{color}"/>')
        parts.append(f'<text x="{_MARGIN + 24}" y="{26 + 18 * number}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, 50 … that is no less than a value."""
    unit = 1e-6
    while True:
        for factor in (1, 2, 5):
            if unit * factor >= value:
                return unit * factor
        unit *= 10
