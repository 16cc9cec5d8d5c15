"""The programs that the benchmark compares."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from settings import JAVA, JVM_OPTIONS, PROJECT_DIR, SLOW_UPSTREAM_PORT, TARGETS_DIR

USE_AOT_CACHE = ("-XX:AOTCache=app.aot",)
WRITE_AOT_CACHE = ("-XX:AOTCacheOutput=app.aot",)

# Labels that the report looks for: the target it highlights, and those that it compares throughput and processor time with.
HIGHLIGHTED = "Meanwhile"
BASELINE = "bare Vert.x"
CPU_BASELINE = "naive Quarkus"


@dataclass(frozen=True)
class Target:
    """A program under test, and how to start it.

    The command and the environment may contain {port}; the environment may also contain {management_port} and {numbers_url}.
    The slow environment is added when the upstream is slow.
    """

    name: str
    label: str
    port: int
    directory: Path
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    slow_environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_jvm(self) -> bool:
        return self.command[0] == "java"

    @property
    def aot_cache(self) -> Path:
        return self.directory / "app.aot"

    def start_command(self, jvm_options: Sequence[str] = USE_AOT_CACHE) -> list[str]:
        """The command line. The JVM options are ignored by a target that does not run on a JVM."""
        if self.is_jvm:
            return [JAVA, *JVM_OPTIONS, *jvm_options, *self.command[1:]]
        return [part.format(port=self.port) for part in self.command]

    def start_environment(self, numbers_url: str | None = None) -> dict[str, str]:
        """The environment variables. By default, a target requests numbers from itself."""
        numbers_url = numbers_url or f"http://127.0.0.1:{self.port}"
        own = {name: value.format(port=self.port, management_port=self.port + 50, numbers_url=numbers_url)
               for name, value in self.environment.items()}
        return own | {"PORT": str(self.port), "NUMBERS_URL": numbers_url}


def _gunicorn(*options: str) -> list[str]:
    # The Python of Debian, which has the packages of the Python targets.
    return ["/usr/bin/python3", "-m", "gunicorn", "app:app", "--bind", "127.0.0.1:{port}", "--keep-alive", "75", *options]


_APP_JAR = ("java", "-jar", "app.jar")
_VERTX = Target("vertx", BASELINE, 18109, TARGETS_DIR / "vertx/target", _APP_JAR)

TARGETS = (
    Target("meanwhile", HIGHLIGHTED, 18101, PROJECT_DIR / "target/quarkus-app", ("java", "-jar", "quarkus-run.jar"),
           environment={
               "QUARKUS_HTTP_PORT": "{port}",
               "QUARKUS_MANAGEMENT_PORT": "{management_port}",
               "QUARKUS_REST_CLIENT_NUMBER_API_URL": "{numbers_url}",
               # No other target writes an access log.
               "QUARKUS_HTTP_ACCESS_LOG_ENABLED": "false"},
           # The default pool and timeouts are for a faster upstream. The other targets have no such limits.
           slow_environment={
               # more than the connections of the load generator
               "QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS": "8192",
               "QUARKUS_REST_CLIENT_NUMBER_API_CONNECTION_POOL_SIZE": "8192",
               "QUARKUS_REST_CLIENT_NUMBER_API_READ_TIMEOUT": "8000",
               "MEANWHILE_NUMBER_CALL_TIMEOUT": "10s"}),
    Target("quarkus", CPU_BASELINE, 18110, TARGETS_DIR / "quarkus/target/quarkus-app", ("java", "-jar", "quarkus-run.jar"),
           environment={
               "QUARKUS_HTTP_PORT": "{port}",
               "QUARKUS_REST_CLIENT_NUMBERS_URL": "{numbers_url}"}),
    Target("spring-webflux", "Spring WebFlux", 18102, TARGETS_DIR / "spring-webflux/target", _APP_JAR),
    Target("spring-mvc", "Spring MVC, virtual threads", 18103, TARGETS_DIR / "spring-mvc/target", _APP_JAR),
    Target("node", "Node.js, Fastify × 2", 18104, TARGETS_DIR / "node", ("node", "server.js")),
    Target("aiohttp", "aiohttp × 2", 18105, TARGETS_DIR / "aiohttp",
           _gunicorn("--workers", "2", "--worker-class", "aiohttp.GunicornUVLoopWebWorker")),
    Target("flask", "Flask, its own server", 18106, TARGETS_DIR / "flask",
           ("/usr/bin/python3", "-m", "flask", "run", "--port", "{port}")),
    Target("flask-1", "Flask, gunicorn × 1", 18107, TARGETS_DIR / "flask", _gunicorn("--workers", "1")),
    Target("flask-16", "Flask, gunicorn × 16", 18108, TARGETS_DIR / "flask", _gunicorn("--threads", "16")),
    _VERTX,
)

SLOW_UPSTREAM = replace(_VERTX, name="upstream", label="The slow upstream", port=SLOW_UPSTREAM_PORT)
