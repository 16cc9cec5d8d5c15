"""What the benchmark measured, and its form as JSON."""
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Self

# Above this p99, in milliseconds, a target does not sustain the rate at which latency is measured.
SUSTAINED_P99 = 1000


@dataclass(frozen=True)
class Environment:
    """The machine, the software and the loads of a benchmark."""

    date: str
    commit: str
    cpu: str
    cores: int
    memory_gib: int
    kernel: str
    java: str
    node: str
    python: str
    connections: int
    rate: int
    slow_connections: int
    slow_rate: int


@dataclass(frozen=True)
class ResourceUsage:
    """Resident memory in MiB and number of threads."""

    memory: float
    threads: int


@dataclass(frozen=True)
class Throughput:
    """One run of wrk: responses per second, failed requests, and processor time per response (None without a response)."""

    rate: float
    failed: int
    cpu_micros: float | None


@dataclass(frozen=True)
class Latency:
    """One run of the load generator: requests and responses with status 200, and response times in milliseconds."""

    scheduled: int
    responses: int
    open_connections: int
    p50: float
    p99: float
    max: float

    @property
    def lost(self) -> int:
        return self.scheduled - self.responses


@dataclass(frozen=True)
class SlowUpstream:
    """The page while each upstream response takes a second."""

    latency: Latency
    peak: ResourceUsage


@dataclass(frozen=True)
class Startup:
    """Seconds from each start to the first response, usage without load, and whether a single client gets the page."""

    seconds: Sequence[float]
    idle: ResourceUsage
    serves_page: bool


@dataclass(frozen=True)
class TargetResult:
    """All that was measured of one target. The keys of warm_up_seconds and throughput are routes."""

    label: str
    startup: Startup
    warm_up_seconds: Mapping[str, int]
    throughput: Mapping[str, Sequence[Throughput]]
    peaks: Sequence[ResourceUsage]
    latency: Sequence[Latency]
    deadlocks: int
    slow: SlowUpstream | None = None

    @property
    def startup_millis(self) -> float:
        return median(self.startup.seconds) * 1000

    @property
    def peak_memory(self) -> float:
        return median(peak.memory for peak in self.peaks)

    def median_rate(self, route: str) -> float:
        return median(run.rate for run in self.throughput[route])

    def median_cpu_micros(self, route: str) -> float | None:
        """Processor time per response, or None if no run had a response."""
        micros = [run.cpu_micros for run in self.throughput[route] if run.cpu_micros is not None]
        return median(micros) if micros else None

    @property
    def is_sustained(self) -> bool:
        """Whether the target sustains the rate of the latency runs.

        It does not if it lost a hundredth of the requests or more: the p99 is of the responses only.
        """
        lost = sum(run.lost for run in self.latency)
        return lost * 100 < sum(run.scheduled for run in self.latency) and self._median_p99() < SUSTAINED_P99

    @property
    def sustained_p99(self) -> float | None:
        return self._median_p99() if self.is_sustained else None

    @property
    def slow_p99(self) -> float | None:
        """The p99 with a slow upstream, or None if it was not measured or a request was lost."""
        return self.slow.latency.p99 if self.slow and not self.slow.latency.lost else None

    def _median_p99(self) -> float:
        return median(run.p99 for run in self.latency)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        startup, slow = data["startup"], data["slow"]
        return cls(**data | {
            "startup": Startup(**startup | {"idle": ResourceUsage(**startup["idle"])}),
            "throughput": {route: [Throughput(**run) for run in runs] for route, runs in data["throughput"].items()},
            "peaks": [ResourceUsage(**peak) for peak in data["peaks"]],
            "latency": [Latency(**run) for run in data["latency"]],
            "slow": SlowUpstream(Latency(**slow["latency"]), ResourceUsage(**slow["peak"])) if slow else None,
        })


@dataclass(frozen=True)
class BenchmarkResults:
    """The results of all targets by their names."""

    environment: Environment
    targets: Mapping[str, TargetResult]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        data = json.loads(text)
        targets = {name: TargetResult.from_dict(result) for name, result in data["targets"].items()}
        return cls(Environment(**data["environment"]), targets)
