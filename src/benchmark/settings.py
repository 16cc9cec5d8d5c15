"""Paths, ports and loads of the benchmark."""
import os
from dataclasses import dataclass
from pathlib import Path

BENCHMARK_DIR = Path(__file__).resolve().parent
PROJECT_DIR = BENCHMARK_DIR.parents[1]
TARGETS_DIR = BENCHMARK_DIR / "targets"
WORK_DIR = PROJECT_DIR / "target/benchmark"

JDK_HOME = Path(os.environ.get("BENCH_JDK", "/usr/lib/jvm/temurin-25-jdk-amd64"))
JAVA = str(JDK_HOME / "bin/java")
# The heap limit is the same for every JVM target. Every other option has its default value.
JVM_OPTIONS = ("-Xmx512m",)

ROUTES = {"hello": "/hello", "api": "/api/7", "page": "/"}

# Throughput and latency: connections of wrk and of the load generator, and page requests per second of the load generator.
CONNECTIONS = 64
RATE = 500

# Slow upstream: connections, page requests per second, and the delay of each upstream response.
SLOW_CONNECTIONS = 5000
SLOW_RATE = 1000
SLOW_DELAY_MILLIS = 1000
SLOW_UPSTREAM_PORT = 18100


@dataclass(frozen=True)
class Settings:
    """How often and how long to measure. Durations are in seconds."""

    startups: int
    max_page_warm_ups: int
    rounds: int
    latency_rounds: int
    duration: int
    slow_warm_up: int
    slow_duration: int


FULL = Settings(startups=3, max_page_warm_ups=14, rounds=3, latency_rounds=9, duration=3, slow_warm_up=20, slow_duration=8)
QUICK = Settings(startups=1, max_page_warm_ups=6, rounds=1, latency_rounds=1, duration=3, slow_warm_up=5, slow_duration=5)
