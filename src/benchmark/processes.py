"""Memory, threads and processor time of processes, from /proc."""
import os
import re
from collections.abc import Iterable
from pathlib import Path

# Indexes in /proc/<pid>/stat behind the command name, which is in parentheses and may contain spaces.
_USER_TIME, _SYSTEM_TIME, _THREADS = 11, 12, 17


def read_proc_file(path: str) -> str:
    """The content of a file in /proc, or an empty string if the process has ended."""
    try:
        return Path(path).read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def read_proc_kib(path: str, key: str) -> int:
    """The value of a line such as "VmRSS:  1024 kB", or 0 if the process has ended."""
    found = re.search(rf"^{key}:\s+(\d+) kB", read_proc_file(path), re.MULTILINE)
    return int(found[1]) if found else 0


def process_tree(root: int) -> list[int]:
    """IDs of the process and of all its descendants."""
    tree: list[int] = []
    level = [root]
    while level:
        tree += level
        level = [int(child) for pid in level for child in read_proc_file(f"/proc/{pid}/task/{pid}/children").split()]
    return tree


def memory_mib(pids: list[int]) -> float:
    """Resident memory in MiB. Memory that several processes share is counted once."""
    file, key = ("smaps_rollup", "Pss") if len(pids) > 1 else ("status", "VmRSS")
    return sum(read_proc_kib(f"/proc/{pid}/{file}", key) for pid in pids) / 1024


def thread_count(pids: Iterable[int]) -> int:
    return sum(int(stat[_THREADS]) for stat in _stats(pids))


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time since the start of each process, without its ended children."""
    ticks = sum(int(stat[_USER_TIME]) + int(stat[_SYSTEM_TIME]) for stat in _stats(pids))
    return ticks / os.sysconf("SC_CLK_TCK")


def _stats(pids: Iterable[int]) -> Iterable[list[str]]:
    stats = (read_proc_file(f"/proc/{pid}/stat").rpartition(")")[2].split() for pid in pids)
    return (stat for stat in stats if stat)
