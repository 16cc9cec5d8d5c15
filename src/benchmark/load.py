"""Sends load to a server: wrk for throughput, the load generator for latency at a fixed rate."""
import json
import re
import subprocess

from results import Latency, Throughput
from servers import Server
from settings import BENCHMARK_DIR, CONNECTIONS, JAVA, ROUTES

# The load generator runs for seconds only. The C1 compiler alone leaves more processor time to the target.
LOAD_GENERATOR = [JAVA, "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                  "-jar", str(BENCHMARK_DIR / "load-generator/target/app.jar")]


def run_wrk(server: Server, route: str, seconds: int) -> Throughput:
    """Measures throughput. Each connection sends its next request as soon as it has received a response."""
    cpu_before = server.cpu_seconds()
    output = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "2s",
                             f"http://127.0.0.1:{server.port}{ROUTES[route]}"],
                            capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    return parse_wrk_output(output, server.cpu_seconds() - cpu_before)


def parse_wrk_output(output: str, cpu_seconds: float) -> Throughput:
    """Reads the report of wrk. Processor time depends less than the rate on other load of the machine."""
    responses, = _numbers(r"(\d+) requests in", output)
    rate, = _numbers(r"Requests/sec:\s+([\d.]+)", output)
    failed = sum(_numbers(r"Non-2xx or 3xx responses: (\d+)", output))
    failed += sum(_numbers(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output))
    return Throughput(rate, int(failed), round(cpu_seconds / responses * 1e6, 1) if responses else None)


def run_load_generator(port: int, connections: int, rate: int, warm_up: int, seconds: int) -> Latency:
    """Requests the page at a fixed rate, and measures after the warm-up."""
    arguments = [str(port), "/", str(connections), str(rate), str(warm_up), str(seconds)]
    output = subprocess.run([*LOAD_GENERATOR, *arguments], capture_output=True, text=True, check=True,
                            timeout=warm_up + seconds + 60).stdout
    return Latency(**json.loads(output))


def _numbers(pattern: str, text: str) -> list[float]:
    found = re.search(pattern, text)
    return [float(number) for number in found.groups()] if found else []
