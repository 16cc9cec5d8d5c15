"""Starts, observes and stops the processes of a target."""
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import processes
from console import BenchmarkError, log
from results import ResourceUsage
from settings import WORK_DIR
from target import USE_AOT_CACHE, Target

SAMPLE_INTERVAL = 0.25


def http_get(port: int, path: str, timeout: float) -> bytes | None:
    """The body of a response with status 200, or None for every other response and for none within the timeout."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=timeout) as response:
            body: bytes = response.read()
            return body if response.status == 200 else None
    except OSError:
        return None


def require_free_port(target: Target, timeout: float = 5) -> None:
    """Raises an error if another process uses the port of the target, because the benchmark would measure it.

    Waits until the timeout, because the processes of a target that was stopped can exist a little longer.
    """
    end = time.monotonic() + timeout
    while not _is_free(target.port):
        if time.monotonic() > end:
            raise BenchmarkError(f"{target.label} needs port {target.port}, but another process uses it")
        time.sleep(0.05)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class PeakSampler:
    """The highest memory and the highest number of threads of a server so far."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self.peak = ResourceUsage(memory=0, threads=0)

    def sample(self) -> None:
        usage = self._server.resource_usage()
        self.peak = ResourceUsage(max(self.peak.memory, usage.memory), max(self.peak.threads, usage.threads))


class Server:
    """A running target: the process that was started, and its children."""

    def __init__(self, target: Target, *, environment: Mapping[str, str] | None = None,
                 jvm_options: Sequence[str] = USE_AOT_CACHE, numbers_url: str | None = None) -> None:
        require_free_port(target)
        self.target = target
        self.port = target.port
        self.log_file = WORK_DIR / f"{target.name}.log"
        variables = os.environ | target.start_environment(numbers_url) | dict(environment or {})
        self._started = time.monotonic()
        with open(self.log_file, "a") as log_file:
            # A session of its own, so that stop() can kill the children too.
            self._process = subprocess.Popen(target.start_command(jvm_options), cwd=target.directory, env=variables,
                                             stdout=log_file, stderr=subprocess.STDOUT, start_new_session=True)

    def wait_until_ready(self, timeout: float = 60) -> float:
        """Seconds from the start to the first response. Without a response, stops the server and raises an error."""
        while time.monotonic() < self._started + timeout and self._process.poll() is None:
            if http_get(self.port, "/hello", 1) == b"Hello, World!":
                return time.monotonic() - self._started
            time.sleep(0.002)
        self.stop()
        raise BenchmarkError(f"{self.target.label} must respond within {timeout:.0f} s, but did not. Its log: {self.log_file}")

    def stop(self, timeout: float = 1) -> None:
        """Sends SIGTERM, waits until the timeout, then kills what remains of the process group."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(5)

    def resource_usage(self) -> ResourceUsage:
        pids = processes.process_tree(self._process.pid)
        return ResourceUsage(round(processes.memory_mib(pids), 1), processes.thread_count(pids))

    def cpu_seconds(self) -> float:
        return processes.cpu_seconds(processes.process_tree(self._process.pid))

    @contextmanager
    def sample_peaks(self) -> Iterator[PeakSampler]:
        """Samples memory and threads in the background until the block ends."""
        sampler = PeakSampler(self)
        done = threading.Event()

        def sample_until_done() -> None:
            sampler.sample()
            while not done.wait(SAMPLE_INTERVAL):
                sampler.sample()

        thread = threading.Thread(target=sample_until_done)
        thread.start()
        try:
            yield sampler
        finally:
            done.set()
            thread.join()


def restart_if_hung(server: Server) -> Server:
    """The same server if it responds within 2 s, otherwise a new one of the same target."""
    if http_get(server.port, "/hello", 2):
        return server
    log(f"  {server.target.label} hangs and is restarted")
    server.stop()
    server = Server(server.target)
    server.wait_until_ready()
    return server
