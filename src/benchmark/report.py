"""Writes the results as JSON, as Markdown tables and as a chart."""
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from chart import render_svg
from results import BenchmarkResults, Environment, TargetResult
from settings import ROUTES
from target import BASELINE, CPU_BASELINE

RESULTS_FILE = "results.json"
CPU_ROUTES = ("api", "page")


def write_report(directory: Path, results: BenchmarkResults) -> str:
    """Writes results.json, results.md and compared.svg, and returns the Markdown."""
    markdown = render_markdown(results)
    (directory / RESULTS_FILE).write_text(results.to_json())
    (directory / "results.md").write_text(markdown)
    (directory / "compared.svg").write_text(render_svg(results))
    return markdown


def read_results(directory: Path) -> BenchmarkResults | None:
    """The results of an earlier run, or None if there are none."""
    file = directory / RESULTS_FILE
    return BenchmarkResults.from_json(file.read_text()) if file.exists() else None


def render_markdown(results: BenchmarkResults) -> str:
    env = results.environment
    targets = list(results.targets.values())
    return f"""{describe_environment(env)}

Responses per second on {env.connections} connections: median, half the spread of the rounds, and ratio to {BASELINE}.
Then the processor time of all processes of the target per response in µs: median of the rounds, and ratio to {CPU_BASELINE}.
Then the latency of the page at {env.rate} requests per second: medians of the rounds, and lowest and highest p99 of a round.

{throughput_table(targets)}
The page with an upstream that takes a second, at {env.slow_rate:,} requests per second on {env.slow_connections:,} connections.
Then memory without load and under load, and the time from start to first response.

{resource_table(targets)}"""


def describe_environment(env: Environment) -> str:
    return (f"{env.date}, commit {env.commit}: {env.cores} cores ({env.cpu}), {env.memory_gib} GiB, Linux {env.kernel}; "
            f"{env.java}, Node.js {env.node}, Python {env.python}.")


def throughput_table(targets: Sequence[TargetResult]) -> str:
    baseline = _find(targets, BASELINE)
    cpu_baseline = _find(targets, CPU_BASELINE)
    return _table(["", "`/hello`", "`/api/7`", "`/`", "CPU `/api/7`, µs", "CPU `/`, µs", "p50 / p99, ms"],
                  [[target.label, *(_throughput(target, route, baseline) for route in ROUTES),
                    *(_cpu(target, route, cpu_baseline) for route in CPU_ROUTES), _latency(target)]
                   for target in targets])


def resource_table(targets: Sequence[TargetResult]) -> str:
    return _table(["", "slow p50 / p99, ms", "slow threads", "slow MiB", "idle MiB", "loaded MiB", "start, ms"],
                  [[target.label, *_slow_upstream(target), f"{target.startup.idle.memory:,.0f}",
                    f"{target.peak_memory:,.0f}", f"{target.startup_millis:,.0f}"] for target in targets])


def _find(targets: Sequence[TargetResult], label: str) -> TargetResult | None:
    return next((target for target in targets if target.label == label), None)


def _cpu(target: TargetResult, route: str, baseline: TargetResult | None) -> str:
    micros = target.median_cpu_micros(route)
    base = baseline.median_cpu_micros(route) if baseline else None
    if micros is None:
        return "–"
    return f"{micros:,.1f}" + (f", {micros / base:.2f}" if base else "")


def _throughput(target: TargetResult, route: str, baseline: TargetResult | None) -> str:
    rate = target.median_rate(route)
    if rate == 0:
        return "**none: deadlock**" if target.deadlocks else "**none**"
    rates = [run.rate for run in target.throughput[route]]
    failed = sum(run.failed for run in target.throughput[route])
    half_spread = (max(rates) - min(rates)) / rate * 50
    ratio = f", {rate / baseline.median_rate(route):.2f}" if baseline else ""
    return f"{rate:,.0f} ± {half_spread:.0f} %{ratio}" + (f", **{failed:,} failed**" if failed else "")


def _latency(target: TargetResult) -> str:
    if not target.is_sustained:
        return "not sustained"
    p50 = median(run.p50 for run in target.latency)
    p99 = [run.p99 for run in target.latency]
    lost = sum(run.lost for run in target.latency)
    return (f"{p50:,.1f} / {median(p99):,.1f} ({min(p99):,.1f}–{max(p99):,.1f})"
            + (f", **{lost:,} lost**" if lost else ""))


def _slow_upstream(target: TargetResult) -> list[str]:
    """Latency, threads and memory, or dashes if they were not measured."""
    if not target.slow:
        return ["–"] * 3
    latency, peak = target.slow.latency, target.slow.peak
    if latency.responses:
        times = f"{latency.p50:,.0f} / {latency.p99:,.0f}"
        times += f", **{latency.lost:,} of {latency.scheduled:,} lost**" if latency.lost else ""
    else:
        times = f"**all {latency.scheduled:,} lost**"
    return [times, f"{peak.threads:,}", f"{peak.memory:,.0f}"]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
