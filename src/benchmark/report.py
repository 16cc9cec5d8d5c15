"""What was measured, as a table for people, as JSON for programs, and as a picture for the README."""
import json
from html import escape
from statistics import median

LIMIT = "bare Vert.x"
HERO = "Meanwhile"


def write(folder, measured):
    (folder / "results.json").write_text(json.dumps(measured, indent=1) + "\n")
    rows = list(measured["contestants"].values())
    (folder / "results.md").write_text(tables(measured["environment"], rows))
    (folder / "compared.svg").write_text(picture(measured["environment"], rows))


def rates(row, route):
    return [turn["rate"] for turn in row[route]]


def value(row, key):
    """One number, as it is drawn; None for what cannot be measured."""
    slow = row.get("slow")
    return {
        "hello": lambda: median(rates(row, "hello")),
        "api": lambda: median(rates(row, "api")),
        "page": lambda: median(rates(row, "page")) or None,
        "latency": lambda: sustained(row) and median(turn["p99"] for turn in row["latency"]),
        "slow": lambda: slow["p99"] if slow and not slow["failed"] else None,
        "idle": lambda: row["idle"]["memory"],
        "memory": lambda: median(turn["memory"] for turn in row["load"]),
        "start": lambda: median(row["start"]) * 1000,
    }[key]()


def sustained(row):
    turns = row.get("latency", [])
    failed, due = (sum(turn[key] for turn in turns) for key in ("failed", "due"))
    # percentiles are of what was answered, and say nothing where a hundredth was not
    return failed * 100 < due and median(turn["p99"] for turn in turns) < 1000 or None


def throughput(row, route, limit):
    failed = sum(turn["failed"] for turn in row[route])
    middle = median(rates(row, route))
    if middle == 0:
        return "**none: deadlock**" if row["deadlocks"] else "**none**"
    spread = (max(rates(row, route)) - min(rates(row, route))) / middle
    ratio = f", {middle / median(rates(limit, route)):.2f}" if limit else ""
    return f"{middle:,.0f} ± {spread * 50:.0f} %{ratio}" + (f", **{failed:,} failed**" if failed else "")


def latency(row):
    if not sustained(row):
        return "not sustained"
    p50, p99, failed = ([turn[key] for turn in row["latency"]] for key in ("p50", "p99", "failed"))
    return (f"{median(p50):,.1f} / {median(p99):,.1f} ({min(p99):,.1f}–{max(p99):,.1f})"
            + (f", **{sum(failed):,} lost**" if sum(failed) else ""))


def slow(row):
    slow = row["slow"]
    failed = f", **{slow['failed']:,} of {slow['due']:,} lost**" if slow["failed"] else ""
    return f"{slow['p50']:,.0f} / {slow['p99']:,.0f}{failed}" if slow["answered"] else f"**all {slow['due']:,} lost**"


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def tables(env, rows):
    limit = next((row for row in rows if row["label"] == LIMIT), None)
    fast = [[row["label"], *(throughput(row, route, limit) for route in ("hello", "api", "page")), latency(row)]
            for row in rows]
    waits = [[row["label"],
              *([slow(row), f"{row['slow']['threads']:,}", f"{row['slow']['memory']:,.0f}"] if "slow" in row else ["–"] * 3),
              f"{value(row, 'idle'):,.0f}", f"{value(row, 'memory'):,.0f}", f"{value(row, 'start'):,.0f}"] for row in rows]
    return f"""{env['date']}, commit {env['commit']}: {env['cores']} cores ({env['cpu']}), {env['memory_gib']} GiB, \
Linux {env['kernel']}; {env['java']}, Node.js {env['node']}, Python {env['python']}.

Answers per second on {env['connections']} connections: median, half the spread between rounds, and the ratio to {LIMIT}; \
then the latency of the page at {env['rate']} per second: medians of the turns, and the least and the most p99 of one.

{table(['', '`/hello`', '`/api/7`', '`/`', 'p50 / p99, ms'], fast)}
Pages whose number takes a second, {env['slow_rate']:,} per second over {env['slow_connections']:,} open connections; \
then memory, on no load and on full load, and the time from start to first answer.

{table(['', 'p50 / p99, ms', 'threads', 'MiB then', 'MiB idle', 'MiB loaded', 'start, ms'], waits)}"""


STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 13px }
  .note, .none { fill: #59636e }
  .bar { fill: #aeb8c2 }
  .limit { fill: none; stroke: #8c959f; stroke-dasharray: 3 2 }
  .hero { fill: #0b7a75 }
  .hero-label { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .note, .none { fill: #9198a1 }
    .bar { fill: #57606a }
    .hero { fill: #3fc1b8 }
  }"""


def picture(env, rows):
    panels = [
        ("page", "Pages per second", "more is better"),
        ("api", "/api/7 per second", "more is better"),
        ("latency", f"Page at {env['rate']} per second: p99, ms", "less is better"),
        ("slow", f"{env['slow_connections']:,} connections, 1 s upstream: p99, ms", "less is better"),
        ("memory", "Memory under load, MiB", "less is better"),
        ("start", "Start to first answer, ms", "less is better"),
    ]
    line, width, label, bars = 20, 480, 190, 200
    height = 52 + line * len(rows)
    drawn = []
    for index, (key, title, note) in enumerate(panels):
        x, y = index % 2 * width, index // 2 * height
        drawn.append(f'<text class="title" x="{x}" y="{y + 20}">{escape(title)}'
                     f'<tspan class="note" font-weight="400">  {note}</tspan></text>')
        values = [value(row, key) for row in rows]
        most = max(filter(None, values), default=1)
        for place, (row, number) in enumerate(zip(rows, values)):
            top = y + 32 + place * line
            kind = {HERO: "hero", LIMIT: "limit"}.get(row["label"], "bar")
            drawn.append(f'<text class="{kind}-label" x="{x}" y="{top + 12}">{escape(row["label"])}</text>')
            if number is None:
                stuck = "none: deadlock" if row["deadlocks"] else "none"
                lost = "loses requests" if "slow" in row else "not asked"
                why = {"page": stuck, "slow": lost}.get(key, "not sustained")
                drawn.append(f'<text class="none" x="{x + label}" y="{top + 12}">{why}</text>')
                continue
            length = max(1, number / most * bars)
            drawn.append(f'<rect class="{kind}" x="{x + label}" y="{top + 2.5}" width="{length:.1f}" height="12" rx="2"/>'
                         f'<text x="{x + label + length + 6:.1f}" y="{top + 12}">{number:,.{1 if number < 100 else 0}f}</text>')
    body = "\n".join(drawn)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 {2 * width + 10} {3 * height}" role="img">
<title>Meanwhile compared with other stacks, {env['date']}, on {env['cores']} cores</title>
<style>{STYLE}
</style>
{body}
</svg>
"""
