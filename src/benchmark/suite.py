"""Measures the targets: startup, throughput and latency in rounds, and latency with a slow upstream."""
import time
from collections.abc import Sequence
from dataclasses import replace

from console import BenchmarkError, log
from load import run_load_generator
from results import BenchmarkResults, SlowUpstream, Startup, TargetResult
from rounds import run_rounds
from servers import Server, http_get
from settings import SLOW_CONNECTIONS, SLOW_DELAY_MILLIS, SLOW_RATE, Settings
from target import SLOW_UPSTREAM, Target

IDLE_SECONDS = 2
# At this rate, the compiler of a JVM needs longer than any other target to reach its full speed.
JVM_WARM_UP_FACTOR = 3


def run_suite(targets: Sequence[Target], settings: Settings) -> dict[str, TargetResult]:
    """Measures all but the slow upstream."""
    startups = {target.name: measure_startup(target, settings.startups) for target in targets}
    rounds = run_rounds(targets, settings)
    return {target.name: rounds[target.name].to_result(startups[target.name]) for target in targets}


def measure_startup(target: Target, times: int) -> Startup:
    """Starts the target several times, and measures its idle usage after the last start."""
    log(f"starting {target.label}")
    seconds = []
    for _ in range(times - 1):
        server = Server(target)
        seconds.append(round(server.wait_until_ready(), 3))
        server.stop()
    server = Server(target)
    try:
        seconds.append(round(server.wait_until_ready(), 3))
        serves_page = check_responses(server)
        time.sleep(IDLE_SECONDS)
        return Startup(seconds, server.resource_usage(), serves_page)
    finally:
        server.stop()


def check_responses(server: Server) -> bool:
    """Whether a single client gets the page. Raises an error if the numeric API does not return the expected JSON."""
    expected = b'{"success":true,"message":"","data":"7"}'
    actual = http_get(server.port, "/api/007", 5)
    if actual is None or actual.rstrip(b"\n") != expected:  # Flask ends its JSON with a newline.
        raise BenchmarkError(f"{server.target.label} must return {expected!r} for /api/007, but returned {actual!r}.")
    page = http_get(server.port, "/", 5)
    return page is not None and b"Success!" in page


def add_slow_upstream(previous: BenchmarkResults, targets: Sequence[Target], settings: Settings) -> dict[str, TargetResult]:
    """The previous results of all targets, and for these targets a new result with a slow upstream."""
    slow = {target.name: run_slow_upstream(target, settings) for target in targets}
    return {name: replace(result, slow=slow[name]) if name in slow else result
            for name, result in previous.targets.items()}


def require_extensible(previous: BenchmarkResults | None, targets: Sequence[Target], commit: str) -> BenchmarkResults:
    """The previous results, if they contain all these targets at this commit. Raises an error otherwise."""
    missing = [target.name for target in targets if previous is None or target.name not in previous.targets]
    if previous is None or missing:
        raise BenchmarkError(f"--slow needs earlier results of {', '.join(missing)}. Run without --slow first.")
    if previous.environment.commit != commit:
        raise BenchmarkError(f"--slow needs earlier results of commit {commit}, but they are of {previous.environment.commit}. "
                             "Run without --slow first.")
    return previous


def run_slow_upstream(target: Target, settings: Settings) -> SlowUpstream:
    """Measures the page on many open connections while each upstream response takes a second."""
    log(f"slow upstream: {target.label}")
    servers = [Server(SLOW_UPSTREAM, environment={"DELAY_MS": str(SLOW_DELAY_MILLIS)})]
    try:
        servers[0].wait_until_ready()
        server = Server(target, environment=target.slow_environment, numbers_url=f"http://127.0.0.1:{SLOW_UPSTREAM.port}")
        servers.insert(0, server)
        server.wait_until_ready()
        with server.sample_peaks() as peaks:
            warm_up = settings.slow_warm_up * (JVM_WARM_UP_FACTOR if target.is_jvm else 1)
            latency = run_load_generator(target.port, SLOW_CONNECTIONS, SLOW_RATE, warm_up, settings.slow_duration)
        log(f"  p99 {latency.p99:,.0f} ms, {latency.lost:,} of {latency.scheduled:,} lost")
        return SlowUpstream(latency, peaks.peak)
    finally:
        for server in servers:
            server.stop()
