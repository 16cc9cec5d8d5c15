#!/usr/bin/python3
"""Builds Meanwhile and what people would use instead, runs them side by side on this machine, and writes what it measured."""
import argparse
import json
import os
import platform
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

import report

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parents[1]
STACKS = BENCH / "targets"
WORK = ROOT / "target/benchmark"
JDK = Path(os.environ.get("BENCH_JDK", "/usr/lib/jvm/temurin-25-jdk-amd64"))
# runs for seconds: compiling itself better would cost the contestants more than it saves
LOAD = [JDK / "bin/java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", BENCH / "load-generator/target/app.jar"]

# the same for every JVM; all else is as the JVM and the stack have it by default
JVM = [JDK / "bin/java", "-Xmx512m"]
CONNECTIONS = 64
RATE = 500
SLOW_CONNECTIONS, SLOW_RATE, SLOW_DELAY = 5000, 1000, 1000
ROUTES = {"hello": "/hello", "api": "/api/7", "page": "/"}
UPSTREAM_PORT, FIRST_PORT = 18100, 18101


@dataclass
class Contestant:
    name: str
    label: str
    folder: Path
    command: list
    env: dict = field(default_factory=dict)
    slow_env: dict = field(default_factory=dict)
    port: int = 0

    @property
    def on_jvm(self):
        return self.command[0] == "java"

    def start_command(self, *options):
        if not self.on_jvm:
            return [part.format(port=self.port) for part in self.command]
        return [*JVM, *(options or ["-XX:AOTCache=app.aot"]), *self.command[1:]]


def gunicorn(*options):
    return ["/usr/bin/python3", "-m", "gunicorn", "app:app", "--bind", "127.0.0.1:{port}", "--keep-alive", "75", *options]


CONTESTANTS = [
    Contestant("meanwhile", "Meanwhile", ROOT / "target/quarkus-app", ["java", "-jar", "quarkus-run.jar"],
               env={"QUARKUS_HTTP_PORT": "{port}", "QUARKUS_MANAGEMENT_PORT": "{management}",
                    "QUARKUS_REST_CLIENT_NUMBER_API_URL": "{numbers}",
                    # none of the others writes a line per request
                    "QUARKUS_HTTP_ACCESS_LOG_ENABLED": "false"},
               # its pool and its patience are set for a faster upstream; the others have no limits to raise
               slow_env={"QUARKUS_REST_CLIENT_NUMBER_API_CONNECTION_POOL_SIZE": "8192",
                         "QUARKUS_REST_CLIENT_NUMBER_API_READ_TIMEOUT": "8000", "MEANWHILE_NUMBER_DEADLINE": "10s"}),
    Contestant("spring-webflux", "Spring WebFlux", STACKS / "spring-webflux/target", ["java", "-jar", "app.jar"]),
    Contestant("spring-mvc", "Spring MVC, virtual threads", STACKS / "spring-mvc/target", ["java", "-jar", "app.jar"]),
    Contestant("node", "Node.js, Fastify × 2", STACKS / "node", ["node", "server.js"]),
    Contestant("aiohttp", "aiohttp × 2", STACKS / "aiohttp",
               gunicorn("--workers", "2", "--worker-class", "aiohttp.GunicornUVLoopWebWorker")),
    Contestant("flask", "Flask, its own server", STACKS / "flask",
               ["/usr/bin/python3", "-m", "flask", "run", "--port", "{port}"]),
    Contestant("flask-1", "Flask, gunicorn × 1", STACKS / "flask", gunicorn("--workers", "1")),
    Contestant("flask-16", "Flask, gunicorn × 16", STACKS / "flask", gunicorn("--threads", "16")),
    Contestant("vertx", report.LIMIT, STACKS / "vertx/target", ["java", "-jar", "app.jar"]),
]
for number, contestant in enumerate(CONTESTANTS):
    contestant.port = FIRST_PORT + number


class Server:
    """A running contestant: the process that was started, and its children."""

    def __init__(self, contestant, env=(), options=(), numbers=None):
        self.contestant, self.port = contestant, contestant.port
        values = {"port": self.port, "management": self.port + 50, "numbers": numbers or f"http://127.0.0.1:{self.port}"}
        own = {name: value.format(**values) for name, value in contestant.env.items()}
        own |= {"PORT": str(self.port), "NUMBERS_URL": values["numbers"], **dict(env)}
        self.began = time.monotonic()
        with open(WORK / f"{contestant.name}.log", "a") as log:
            self.process = subprocess.Popen(contestant.start_command(*options), cwd=contestant.folder, env=os.environ | own,
                                            stdout=log, stderr=subprocess.STDOUT, start_new_session=True)

    def answered(self, within=60):
        """Seconds from the start to the first answer."""
        while time.monotonic() < self.began + within:
            if self.process.poll() is not None:
                break
            if ask(self.port, "/hello", 1) == b"Hello, World!":
                return time.monotonic() - self.began
            time.sleep(0.002)
        self.stop()
        raise SystemExit(f"{self.contestant.label} does not answer: see {WORK}/{self.contestant.name}.log")

    def stop(self, patience=1):
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait(5)

    def processes(self):
        family, new = [], [self.process.pid]
        while new:
            family += new
            new = [int(child) for pid in new for child in read(f"/proc/{pid}/task/{pid}/children").split()]
        return family

    def memory(self):
        """MiB resident; of processes that share memory, each its part of it."""
        family = self.processes()
        source, key = ("smaps_rollup", "Pss") if len(family) > 1 else ("status", "VmRSS")
        return sum(kib(f"/proc/{pid}/{source}", key) for pid in family) / 1024

    def threads(self):
        return sum(kib(f"/proc/{pid}/status", "Threads") for pid in self.processes())

    def cpu_seconds(self):
        ticks = (read(f"/proc/{pid}/stat").rpartition(")")[2].split()[11:13] for pid in self.processes())
        return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")

    @contextmanager
    def watched(self):
        """The most memory and threads while the block runs."""
        peak, done = {"memory": 0, "threads": 0}, threading.Event()

        def sample():
            while True:
                peak["memory"] = max(peak["memory"], round(self.memory(), 1))
                peak["threads"] = max(peak["threads"], self.threads())
                if done.wait(0.25):
                    return

        sampler = threading.Thread(target=sample)
        sampler.start()
        try:
            yield peak
        finally:
            done.set()
            sampler.join()


def read(path):
    try:
        return Path(path).read_text()
    except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
        return ""


def kib(path, key):
    found = re.search(rf"^{key}:\s+(\d+)", read(path), re.MULTILINE)
    return int(found[1]) if found else 0


def ask(port, path, timeout):
    """The body of a 200, or None."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=timeout) as answer:
            return answer.read() if answer.status == 200 else None
    except OSError:
        return None


def wrk(server, route, seconds):
    """Answers per second, as many as come when every connection asks again as soon as it has its answer."""
    spent = server.cpu_seconds()
    out = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "2s",
                          f"http://127.0.0.1:{server.port}{ROUTES[route]}"],
                         capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    spent = server.cpu_seconds() - spent
    answers = int(re.search(r"(\d+) requests in", out)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    failed = int(refused[1]) if refused else 0
    failed += sum(map(int, broken.groups())) if broken else 0
    # less sensitive than the rate to who else uses the machine
    return {"rate": rate, "failed": failed, "cpu_micros": round(spent / answers * 1e6, 1) if answers else None}


def load(port, connections, rate, warm_up, seconds):
    numbers = map(str, [connections, rate, warm_up, seconds])
    out = subprocess.run([*LOAD, str(port), "/", *numbers], capture_output=True, text=True, check=True,
                         timeout=warm_up + seconds + 60)
    result = json.loads(out.stdout)
    result |= {"due": result.pop("scheduled"), "answered": result.pop("responses")}
    return result | {"failed": result["due"] - result["answered"]}


def check(server):
    """Whether the page comes, to one visitor; that the other two answers are right, or it is no contestant."""
    api = ask(server.port, "/api/007", 5)
    if api is None or api.rstrip(b"\n") != b'{"success":true,"message":"","data":"7"}':  # Flask ends its JSON with a newline
        raise SystemExit(f"{server.contestant.label} answers {api} for /api/007")
    page = ask(server.port, "/", 5)
    return page is not None and b"Success!" in page


def alive(server):
    """The server, or if it answers nobody any more, another one in its place."""
    if ask(server.port, "/hello", 2):
        return server
    say(f"  {server.contestant.label} hangs: started anew")
    server.stop()
    server = Server(server.contestant)
    server.answered()
    return server


def say(words):
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def build(contestants):
    say("building")
    maven = [ROOT / "mvnw", "-B", "-ntp", "-q", "package", "-f"]
    subprocess.run([*maven, ROOT / "pom.xml", "-DskipTests", "-Dquarkus.package.jar.type=aot-jar"], check=True)
    subprocess.run([*maven, BENCH / "pom.xml"], env=os.environ | {"JAVA_HOME": str(JDK)}, check=True)
    subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"], cwd=STACKS / "node",
                   check=True)
    for contestant in filter(lambda c: c.on_jvm, contestants):
        train(contestant)


def train(contestant):
    """Writes the AOT cache that this JVM starts from, after a few seconds of real requests."""
    cache = contestant.folder / "app.aot"
    cache.unlink(missing_ok=True)
    server = Server(contestant, options=["-XX:AOTCacheOutput=app.aot"])
    server.answered()
    for route in ROUTES:
        wrk(server, route, 2)
    server.stop(patience=60)  # it writes the cache as it ends
    if not cache.exists():
        raise SystemExit(f"{contestant.label} wrote no AOT cache: see {WORK}/{contestant.name}.log")


def start_up(contestant, times):
    seconds = []
    for remaining in reversed(range(times)):
        server = Server(contestant)
        seconds.append(round(server.answered(), 3))
        if not remaining:
            alone = check(server)
            time.sleep(2)
            idle = {"memory": round(server.memory(), 1), "threads": server.threads()}
        server.stop()
    return {"start": seconds, "idle": idle, "page_alone": alone}


def warm(server, slices):
    """Until throughput does not grow by 5 % any more, the page first, for it needs all the rest; how many seconds that took."""
    took = {}
    # a JIT compiler that is busy keeps throughput low for a while, so flat once is not flat
    for route, seconds, most, enough in ("page", 3, slices, 3), ("hello", 2, 6, 2), ("api", 2, 6, 2):
        best, flat = 0, 0
        for count in range(1, most + 1):
            rate = wrk(server, route, seconds)["rate"]
            flat = flat + 1 if rate <= best * 1.05 else 0
            best = max(best, rate)
            if flat == enough or best == 0:
                break
        took[route] = count * seconds
        server = alive(server)
    return server, took


def keep_alive(servers, contestant, result):
    server = alive(servers[contestant.name])
    result["deadlocks"] = result.get("deadlocks", 0) + (server is not servers[contestant.name])
    servers[contestant.name] = server


def side_by_side(contestants, results, args):
    servers = {}
    try:
        for contestant in contestants:
            say(f"warming {contestant.label}")
            server = Server(contestant)
            servers[contestant.name] = server
            server.answered()
            servers[contestant.name], results[contestant.name]["warm_up"] = warm(server, args.slices)
        order = random.Random(1)
        for turn in range(args.rounds):
            for contestant in order.sample(contestants, len(contestants)):
                result = results[contestant.name]
                with servers[contestant.name].watched() as peak:
                    for route in ROUTES:
                        result.setdefault(route, []).append(wrk(servers[contestant.name], route, args.seconds))
                result.setdefault("load", []).append(peak)
                keep_alive(servers, contestant, result)
                rates = ", ".join(f"{route} {result[route][-1]['rate']:,.0f}/s, {result[route][-1]['cpu_micros']} µs of CPU"
                                  for route in ROUTES)
                say(f"round {turn + 1}: {contestant.label}: {rates}")
        # in more turns, for a stall of the machine is most of what the slowest hundredth of one waits for
        say(f"latency at {RATE} pages per second")
        for _ in range(args.latency_rounds):
            for contestant in order.sample(contestants, len(contestants)):
                result = results[contestant.name]
                if median(page["rate"] for page in result["page"]) > RATE * 1.2:
                    result.setdefault("latency", []).append(load(contestant.port, CONNECTIONS, RATE, 1, args.seconds))
                    keep_alive(servers, contestant, result)
    finally:
        for server in servers.values():
            server.stop()


def slowly(contestant, args):
    """Pages whose number takes a second, asked over many open connections."""
    say(f"a slow upstream: {contestant.label}")
    upstream = Contestant("upstream", "The upstream", STACKS / "vertx/target", ["java", "-jar", "app.jar"])
    upstream.port = UPSTREAM_PORT
    numbers = Server(upstream, env={"DELAY_MS": str(SLOW_DELAY)})
    server = None
    try:
        numbers.answered()
        server = Server(contestant, env=contestant.slow_env, numbers=f"http://127.0.0.1:{UPSTREAM_PORT}")
        server.answered()
        with server.watched() as peak:
            # at this rate a JVM takes longer than any other until its code is compiled
            warm_up = args.slow_warm_up * (3 if contestant.on_jvm else 1)
            result = load(contestant.port, SLOW_CONNECTIONS, SLOW_RATE, warm_up, args.slow_seconds)
        say(f"  p99 {result['p99']:,.0f} ms, {result['failed']:,} of {result['due']:,} lost")
        return result | peak
    finally:
        for process in filter(None, [server, numbers]):
            process.stop()


def environment():
    def first_line(*command):
        out = subprocess.run(command, capture_output=True, text=True)
        return (out.stdout or out.stderr).splitlines()[0]

    cpu = re.search(r"model name\s*: (.*)", read("/proc/cpuinfo"))
    return {"date": date.today().isoformat(), "cpu": cpu[1] if cpu else platform.machine(), "cores": os.cpu_count(),
            "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
            "kernel": platform.release(), "java": first_line(JDK / "bin/java", "--version"),
            "node": first_line("node", "--version"), "python": platform.python_version(),
            "commit": first_line("git", "-C", str(ROOT), "describe", "--always", "--dirty"),
            "connections": CONNECTIONS, "rate": RATE, "slow_connections": SLOW_CONNECTIONS, "slow_rate": SLOW_RATE}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round: whether it all works, in a third of the time")
    parser.add_argument("--only", metavar="NAME", nargs="+", choices=[c.name for c in CONTESTANTS], help="these contestants")
    parser.add_argument("--slow", action="store_true", help="the slow upstream, added to the results of a run without this")
    parser.add_argument("--skip-build", action="store_true", help="run what the last build made")
    parser.add_argument("--out", type=Path, default=WORK, help="folder of the results (%(default)s)")
    args = parser.parse_args()
    args.rounds, args.seconds, args.slices, args.starts = (1, 3, 6, 1) if args.quick else (3, 3, 14, 3)
    args.latency_rounds = 1 if args.quick else 9
    args.slow_warm_up, args.slow_seconds = (5, 5) if args.quick else (20, 8)

    began = time.monotonic()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    WORK.mkdir(parents=True, exist_ok=True)
    args.out.mkdir(parents=True, exist_ok=True)
    contestants = [c for c in CONTESTANTS if not args.only or c.name in args.only]
    if args.slow:
        before = json.loads(read(args.out / "results.json") or "{}")
        results = before.get("contestants", {})
        if not results.keys() >= {contestant.name for contestant in contestants}:
            raise SystemExit(f"{args.out} has not the results of all that are asked for: run this without --slow before")
        if before["environment"]["commit"] != environment()["commit"]:
            raise SystemExit(f"{args.out} has results of another commit: run this without --slow before")
    if not args.skip_build:
        build(contestants)
    if args.slow:
        for contestant in contestants:
            results[contestant.name]["slow"] = slowly(contestant, args)
    else:
        results = {}
        for contestant in contestants:
            say(f"starting {contestant.label}")
            results[contestant.name] = {"label": contestant.label, **start_up(contestant, args.starts)}
        side_by_side(contestants, results, args)
    report.write(args.out, {"environment": environment(), "contestants": results})
    say(f"done in {(time.monotonic() - began) / 60:.1f} minutes: {args.out}")
    print((args.out / "results.md").read_text())


if __name__ == "__main__":
    main()
