"""Builds Meanwhile and comparable programs on other stacks, measures them in turn on this machine, and writes a report."""
import argparse
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from build import build
from console import BenchmarkError, log
from environment import detect_environment
from report import read_results, write_report
from results import BenchmarkResults
from settings import FULL, QUICK, WORK_DIR
from suite import add_slow_upstream, require_extensible, run_suite
from target import TARGETS


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmark.py", description=__doc__,
                                     epilog="The environment variable BENCH_JDK is the home directory of a JDK 25.")
    parser.add_argument("--quick", action="store_true",
                        help="run one short round, to check that all targets work; takes a third of the time")
    parser.add_argument("--only", metavar="NAME", nargs="+", choices=[target.name for target in TARGETS],
                        help="measure only these targets: %(choices)s")
    parser.add_argument("--slow", action="store_true",
                        help="measure with a slow upstream, and add this to the results of an earlier run without --slow")
    parser.add_argument("--skip-build", action="store_true", help="use what the last build made")
    parser.add_argument("--out", metavar="DIRECTORY", type=Path, default=WORK_DIR,
                        help="directory of the results (default: %(default)s)")
    return parser.parse_args(arguments)


def run(arguments: argparse.Namespace) -> None:
    started = time.monotonic()
    settings = QUICK if arguments.quick else FULL
    targets = [target for target in TARGETS if not arguments.only or target.name in arguments.only]
    _raise_open_file_limit()
    WORK_DIR.mkdir(parents=True, exist_ok=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    previous = None
    if arguments.slow:
        previous = require_extensible(read_results(arguments.out), targets, detect_environment().commit)
    if not arguments.skip_build:
        build(targets)
    results = add_slow_upstream(previous, targets, settings) if previous else run_suite(targets, settings)
    markdown = write_report(arguments.out, BenchmarkResults(detect_environment(), results))
    log(f"done in {(time.monotonic() - started) / 60:.1f} minutes: {arguments.out}")
    print(markdown)


def main() -> None:
    try:
        run(parse_arguments())
    except BenchmarkError as error:
        sys.exit(str(error))


def _raise_open_file_limit() -> None:
    """Raises the limit to the maximum: the slow upstream needs a file for each of thousands of connections."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
