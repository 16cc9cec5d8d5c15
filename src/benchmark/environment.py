"""Describes the machine and the software of a benchmark."""
import os
import platform
import re
import subprocess
from datetime import date

from processes import read_proc_file
from results import Environment
from settings import CONNECTIONS, JAVA, PROJECT_DIR, RATE, SLOW_CONNECTIONS, SLOW_RATE


def detect_environment() -> Environment:
    cpu = re.search(r"model name\s*: (.*)", read_proc_file("/proc/cpuinfo"))
    return Environment(
        date=date.today().isoformat(),
        commit=_first_line("git", "-C", str(PROJECT_DIR), "describe", "--always", "--dirty"),
        cpu=cpu[1] if cpu else platform.machine(),
        cores=os.cpu_count() or 1,
        memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        kernel=platform.release(),
        java=_first_line(JAVA, "--version"),
        node=_first_line("node", "--version"),
        python=platform.python_version(),
        connections=CONNECTIONS,
        rate=RATE,
        slow_connections=SLOW_CONNECTIONS,
        slow_rate=SLOW_RATE)


def _first_line(*command: str) -> str:
    result = subprocess.run(command, capture_output=True, text=True)
    return (result.stdout or result.stderr).splitlines()[0]
