"""Tests the report with stored results. Run with: python3 -m unittest discover -s src/benchmark"""
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

from report import read_results, render_markdown, write_report
from results import BenchmarkResults

RESULTS = Path(__file__).with_name("results.json")

MARKDOWN = """\
2026-11-23, commit abc1234: 2 cores (Test CPU), 24 GiB, Linux 6.18; openjdk 25.0.3, Node.js v20.20.2, Python 3.11.2.

Responses per second on 64 connections: median, half the spread of the rounds, and ratio to bare Vert.x.
Then the processor time of all processes of the target per response in µs: median of the rounds, and ratio to naive Quarkus.
Then the latency of the page at 500 requests per second: medians of the rounds, and lowest and highest p99 of a round.

|  | `/hello` | `/api/7` | `/` | CPU `/api/7`, µs | CPU `/`, µs | p50 / p99, ms |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| Meanwhile | 30,000 ± 3 %, 0.50 | 26,500 ± 2 %, 0.50 | 7,200 ± 3 %, 0.50, **7 failed** | 12.4 | 60.2 | 1.8 / 6.7 (4.3–22.4), **3 lost** |
| Node.js, Fastify × 2 | 15,000 ± 0 %, 0.25 | 13,250 ± 0 %, 0.25 | 3,600 ± 0 %, 0.25 | 150.4 | 1,020.0 | not sustained |
| aiohttp × 2 | 12,000 ± 0 %, 0.20 | 10,600 ± 0 %, 0.20 | 1,800 ± 0 %, 0.12 | 10.0 | 10.0 | not sustained |
| Flask, gunicorn × 1 | 1,500 ± 0 %, 0.03 | 1,060 ± 0 %, 0.02 | **none** | 10.0 | – | not sustained |
| Flask, gunicorn × 16 | 1,200 ± 0 %, 0.02, **1,012 failed** | 1,050 ± 0 %, 0.02 | **none: deadlock** | 10.0 | – | not sustained |
| bare Vert.x | 60,000 ± 0 %, 1.00 | 53,000 ± 0 %, 1.00 | 14,400 ± 0 %, 1.00 | 10.0 | 10.0 | 1.3 / 4.3 (4.3–4.3), **14 lost** |

The page with an upstream that takes a second, at 1,000 requests per second on 5,000 connections.
Then memory without load and under load, and the time from start to first response.

|  | slow p50 / p99, ms | slow threads | slow MiB | idle MiB | loaded MiB | start, ms |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| Meanwhile | 1,003 / 1,033 | 27 | 438 | 142 | 418 | 1,224 |
| Node.js, Fastify × 2 | 1,002 / 1,082, **80 of 8,000 lost** | 33 | 246 | 131 | 149 | 1,084 |
| aiohttp × 2 | – | – | – | 59 | 77 | 436 |
| Flask, gunicorn × 1 | **all 8,000 lost** | 2 | 46 | 46 | 46 | 420 |
| Flask, gunicorn × 16 | 6,631 / 16,458, **4,000 of 8,000 lost** | 1,018 | 55 | 47 | 48 | 374 |
| bare Vert.x | 1,002 / 1,006 | 27 | 359 | 77 | 343 | 359 |
"""

NAMES = ["Meanwhile", "Node.js, Fastify × 2", "aiohttp × 2", "Flask, gunicorn × 1", "Flask, gunicorn × 16", "bare Vert.x"]


class ReportTest(unittest.TestCase):

    def setUp(self) -> None:
        self.results = BenchmarkResults.from_json(RESULTS.read_text())

    def test_json_round_trip_keeps_all_values(self) -> None:
        self.assertEqual(self.results, BenchmarkResults.from_json(self.results.to_json()))

    def test_markdown_contains_all_rows_and_columns(self) -> None:
        self.maxDiff = None
        self.assertEqual(MARKDOWN, render_markdown(self.results))

    def test_markdown_without_baseline_has_no_ratio(self) -> None:
        targets = {"meanwhile": self.results.targets["meanwhile"]}
        markdown = render_markdown(BenchmarkResults(self.results.environment, targets))
        self.assertIn("| Meanwhile | 30,000 ± 3 % | 26,500 ± 2 % | 7,200 ± 3 %, **7 failed** | 12.4 | 60.2 | 1.8 / 6.7", markdown)

    def test_markdown_compares_processor_time_with_naive_quarkus(self) -> None:
        naive = replace(self.results.targets["vertx"], label="naive Quarkus")
        targets = {"meanwhile": self.results.targets["meanwhile"], "quarkus": naive}
        markdown = render_markdown(BenchmarkResults(self.results.environment, targets))
        self.assertIn(" | 12.4, 1.24 | 60.2, 6.02 | ", markdown)
        self.assertIn(" | 10.0, 1.00 | 10.0, 1.00 | ", markdown)

    def test_report_writes_three_files_and_reads_the_json_back(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            self.assertIsNone(read_results(directory))
            self.assertEqual(MARKDOWN, write_report(directory, self.results))
            self.assertEqual({"results.json", "results.md", "compared.svg"}, {file.name for file in directory.iterdir()})
            self.assertEqual(MARKDOWN, (directory / "results.md").read_text())
            self.assertEqual(self.results, read_results(directory))


class ChartTest(unittest.TestCase):

    def setUp(self) -> None:
        self.maxDiff = None
        with tempfile.TemporaryDirectory() as name:
            write_report(Path(name), BenchmarkResults.from_json(RESULTS.read_text()))
            self.svg = ElementTree.parse(Path(name) / "compared.svg").getroot()

    def test_image_has_room_for_all_panels(self) -> None:
        self.assertEqual("-10 0 970 516", self.svg.get("viewBox"))
        self.assertEqual("Meanwhile compared with other stacks, 2026-11-23, on 2 cores", self.svg[0].text)

    def test_each_panel_shows_its_metric_of_all_targets(self) -> None:
        not_sustained = "not sustained"
        expected = {
            "Pages per second": ["7,200", "3,600", "1,800", "none", "none: deadlock", "14,400"],
            "/api/7 per second": ["26,500", "13,250", "10,600", "1,060", "1,050", "53,000"],
            "Page at 500 per second: p99, ms": ["6.7", *[not_sustained] * 4, "4.3"],
            "5,000 connections, 1 s upstream: p99, ms": ["1,033", "loses requests", "not measured", "loses requests",
                                                         "loses requests", "1,006"],
            "Memory under load, MiB": ["418", "149", "77.0", "46.0", "48.0", "343"],
            "Start to first response, ms": ["1,224", "1,084", "436", "420", "374", "359"],
        }
        texts = [element.text for element in self.svg if element.tag.endswith("}text")]
        self.assertEqual([text for title, values in expected.items() for text in [title, *_interleave(NAMES, values)]], texts)

    def test_bars_are_proportional_and_mark_meanwhile_and_the_baseline(self) -> None:
        bars = [(element.get("class"), element.get("x"), element.get("y"), element.get("width"))
                for element in self.svg if element.tag.endswith("}rect")]
        self.assertEqual(26, len(bars))
        self.assertEqual([("highlighted", "190", "34.5", "100.0"),
                          ("bar", "190", "54.5", "50.0"),
                          ("bar", "190", "74.5", "25.0"),
                          ("baseline", "190", "134.5", "200.0"),
                          ("highlighted", "670", "34.5", "100.0")], bars[:5])


def _interleave(names: list[str], values: list[str]) -> list[str]:
    return [text for pair in zip(names, values, strict=True) for text in pair]


if __name__ == "__main__":
    unittest.main()
