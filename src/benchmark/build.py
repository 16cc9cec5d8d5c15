"""Builds the targets and the load generator, and writes the AOT caches of the JVM targets."""
import os
import subprocess
from collections.abc import Iterable

from console import BenchmarkError, log
from load import run_wrk
from servers import Server
from settings import BENCHMARK_DIR, JAVA, JDK_HOME, PROJECT_DIR, ROUTES, TARGETS_DIR
from target import WRITE_AOT_CACHE, Target


def build(targets: Iterable[Target]) -> None:
    """Builds all programs, and trains the AOT caches of these targets."""
    log("building")
    maven = [str(PROJECT_DIR / "mvnw"), "-B", "-ntp", "-q", "package", "-f"]
    subprocess.run([*maven, str(PROJECT_DIR / "pom.xml"), "-DskipTests", "-Dquarkus.package.jar.type=aot-jar"], check=True)
    # As in the image, docker/Dockerfile.jvm.
    subprocess.run([JAVA, str(PROJECT_DIR / "docker/MergeLibraries.java"), str(PROJECT_DIR / "target/quarkus-app")], check=True)
    subprocess.run([*maven, str(BENCHMARK_DIR / "pom.xml")], env=os.environ | {"JAVA_HOME": str(JDK_HOME)}, check=True)
    subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"], cwd=TARGETS_DIR / "node",
                   check=True)
    for target in targets:
        if target.is_jvm:
            train_aot_cache(target)


def train_aot_cache(target: Target) -> None:
    """Writes the AOT cache with which this JVM target starts, after a few seconds of requests to each route."""
    target.aot_cache.unlink(missing_ok=True)
    server = Server(target, jvm_options=WRITE_AOT_CACHE)
    server.wait_until_ready()
    for route in ROUTES:
        run_wrk(server, route, 2)
    server.stop(timeout=60)  # The JVM writes the cache when it exits.
    if not target.aot_cache.exists():
        raise BenchmarkError(f"{target.label} must write {target.aot_cache}, but did not. Its log: {server.log_file}")
