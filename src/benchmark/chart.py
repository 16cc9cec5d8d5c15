"""Renders the results as bar charts in one SVG image."""
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from results import BenchmarkResults, Environment, TargetResult
from target import BASELINE, HIGHLIGHTED

COLUMNS = 2
PANEL_WIDTH, TITLE_HEIGHT, ROW_HEIGHT, PANEL_GAP = 480, 32, 20, 20
LABEL_WIDTH, BAR_WIDTH, BAR_HEIGHT = 190, 200, 12

STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 13px }
  .note, .none { fill: #59636e }
  .bar { fill: #aeb8c2 }
  .baseline { fill: none; stroke: #8c959f; stroke-dasharray: 3 2 }
  .highlighted { fill: #0b7a75 }
  .highlighted-label { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .note, .none { fill: #9198a1 }
    .bar { fill: #57606a }
    .highlighted { fill: #3fc1b8 }
  }"""


@dataclass(frozen=True)
class Panel:
    """One bar chart: a metric of all targets, and the text in place of a bar where the metric is None."""

    title: str
    note: str
    metric: Callable[[TargetResult], float | None]
    text_without_metric: Callable[[TargetResult], str]


def render_svg(results: BenchmarkResults) -> str:
    env = results.environment
    targets = list(results.targets.values())
    panel_height = TITLE_HEIGHT + ROW_HEIGHT * len(targets) + PANEL_GAP
    panels = _panels(env)
    elements = []
    for index, panel in enumerate(panels):
        row, column = divmod(index, COLUMNS)
        elements += _render_panel(panel, targets, column * PANEL_WIDTH, row * panel_height)
    width = COLUMNS * PANEL_WIDTH + 10
    height = math.ceil(len(panels) / COLUMNS) * panel_height
    body = "\n".join(elements)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 {width} {height}" role="img">
<title>Meanwhile compared with other stacks, {env.date}, on {env.cores} cores</title>
<style>{STYLE}
</style>
{body}
</svg>
"""


def _panels(env: Environment) -> list[Panel]:
    def always(text: str) -> Callable[[TargetResult], str]:
        return lambda target: text

    return [
        Panel("Pages per second", "more is better", lambda target: target.median_rate("page") or None,
              lambda target: "none: deadlock" if target.deadlocks else "none"),
        Panel("/api/7 per second", "more is better", lambda target: target.median_rate("api") or None, always("none")),
        Panel(f"Page at {env.rate} per second: p99, ms", "less is better", lambda target: target.sustained_p99,
              always("not sustained")),
        Panel(f"{env.slow_connections:,} connections, 1 s upstream: p99, ms", "less is better",
              lambda target: target.slow_p99, lambda target: "loses requests" if target.slow else "not measured"),
        Panel("Memory under load, MiB", "less is better", lambda target: target.peak_memory, always("not measured")),
        Panel("Start to first response, ms", "less is better", lambda target: target.startup_millis, always("not measured")),
    ]


def _render_panel(panel: Panel, targets: Sequence[TargetResult], x: int, y: int) -> list[str]:
    metrics = [panel.metric(target) for target in targets]
    highest = max((metric for metric in metrics if metric), default=1.0)
    elements = [f'<text class="title" x="{x}" y="{y + 20}">{escape(panel.title)}'
                f'<tspan class="note" font-weight="400">  {panel.note}</tspan></text>']
    for index, (target, metric) in enumerate(zip(targets, metrics, strict=True)):
        top = y + TITLE_HEIGHT + index * ROW_HEIGHT
        kind = {HIGHLIGHTED: "highlighted", BASELINE: "baseline"}.get(target.label, "bar")
        elements.append(f'<text class="{kind}-label" x="{x}" y="{top + 12}">{escape(target.label)}</text>')
        left = x + LABEL_WIDTH
        if metric is None:
            elements.append(f'<text class="none" x="{left}" y="{top + 12}">{panel.text_without_metric(target)}</text>')
        else:
            elements.append(_render_bar(kind, metric, max(1, metric / highest * BAR_WIDTH), left, top))
    return elements


def _render_bar(kind: str, metric: float, width: float, left: int, top: int) -> str:
    digits = 1 if metric < 100 else 0
    return (f'<rect class="{kind}" x="{left}" y="{top + 2.5}" width="{width:.1f}" height="{BAR_HEIGHT}" rx="2"/>'
            f'<text x="{left + width + 6:.1f}" y="{top + 12}">{metric:,.{digits}f}</text>')
