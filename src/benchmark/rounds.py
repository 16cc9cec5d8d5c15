"""Measures throughput and latency of several targets in turn, so that a change of the machine affects all of them."""
import random
from collections.abc import Sequence
from statistics import median

from console import log
from load import run_load_generator, run_wrk
from results import Latency, ResourceUsage, Startup, TargetResult, Throughput
from servers import Server, restart_if_hung
from settings import CONNECTIONS, RATE, ROUTES, Settings
from target import Target

# Latency is measured only for a target whose throughput exceeds the rate by this factor.
RATE_MARGIN = 1.2
# Warm-up ends when throughput grows by no more than this factor.
WARM_UP_GROWTH = 1.05


class TargetRounds:
    """The server of one target during the rounds, and what was measured of it."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.server = Server(target)
        self.warm_up_seconds: dict[str, int] = {}
        self.throughput: dict[str, list[Throughput]] = {route: [] for route in ROUTES}
        self.peaks: list[ResourceUsage] = []
        self.latency: list[Latency] = []
        self.deadlocks = 0

    def warm_up(self, max_page_warm_ups: int) -> None:
        """Sends requests until throughput no longer grows. The page is first, because it uses the code of the other routes."""
        # The page must be flat three times: while the JIT compiler is busy, throughput can be low and flat for a while.
        for route, seconds, max_runs, flat_runs in ("page", 3, max_page_warm_ups, 3), ("hello", 2, 6, 2), ("api", 2, 6, 2):
            runs, highest, flat = 0, 0.0, 0
            while runs < max_runs and flat < flat_runs:
                rate = run_wrk(self.server, route, seconds).rate
                runs += 1
                flat = flat + 1 if rate <= highest * WARM_UP_GROWTH else 0
                highest = max(highest, rate)
                if highest == 0:
                    break
            self.warm_up_seconds[route] = runs * seconds
            self.server = restart_if_hung(self.server)

    def measure_throughput(self, seconds: int) -> None:
        with self.server.sample_peaks() as peaks:
            for route in ROUTES:
                self.throughput[route].append(run_wrk(self.server, route, seconds))
        self.peaks.append(peaks.peak)
        self._count_and_restart_if_hung()

    def measure_latency(self, seconds: int) -> None:
        if median(run.rate for run in self.throughput["page"]) > RATE * RATE_MARGIN:
            self.latency.append(run_load_generator(self.target.port, CONNECTIONS, RATE, 1, seconds))
            self._count_and_restart_if_hung()

    def describe_throughput(self) -> str:
        last = {route: runs[-1] for route, runs in self.throughput.items()}
        return ", ".join(f"{route} {run.rate:,.0f}/s, {run.cpu_micros} µs of CPU" for route, run in last.items())

    def to_result(self, startup: Startup) -> TargetResult:
        return TargetResult(self.target.label, startup, self.warm_up_seconds, self.throughput, self.peaks, self.latency,
                            self.deadlocks)

    def _count_and_restart_if_hung(self) -> None:
        server = restart_if_hung(self.server)
        if server is not self.server:
            self.deadlocks += 1
        self.server = server


def run_rounds(targets: Sequence[Target], settings: Settings) -> dict[str, TargetRounds]:
    """Starts and warms up all targets, then measures them one after another, in another order in each round."""
    running: list[TargetRounds] = []
    try:
        for target in targets:
            log(f"warming up {target.label}")
            rounds = TargetRounds(target)
            running.append(rounds)
            rounds.server.wait_until_ready()
            rounds.warm_up(settings.max_page_warm_ups)
        order = random.Random(1)
        for number in range(settings.rounds):
            for rounds in order.sample(running, len(running)):
                rounds.measure_throughput(settings.duration)
                log(f"round {number + 1}: {rounds.target.label}: {rounds.describe_throughput()}")
        # More rounds than for throughput: one pause of the machine determines the p99 of a whole round.
        log(f"latency at {RATE} pages per second")
        for _ in range(settings.latency_rounds):
            for rounds in order.sample(running, len(running)):
                rounds.measure_latency(settings.duration)
    finally:
        for rounds in running:
            rounds.server.stop()
    return {rounds.target.name: rounds for rounds in running}
