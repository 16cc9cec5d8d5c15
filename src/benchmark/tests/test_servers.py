"""Tests that the benchmark does not measure a program that it did not start."""
import socket
import threading
import unittest
from dataclasses import replace

from console import BenchmarkError
from servers import require_free_port
from target import TARGETS


class RequireFreePortTest(unittest.TestCase):

    def test_rejects_the_port_of_another_process(self) -> None:
        for address in ("127.0.0.1", "0.0.0.0"):
            with self.subTest(address=address), socket.socket() as other:
                other.bind((address, 0))
                other.listen()
                port = other.getsockname()[1]
                with self.assertRaisesRegex(BenchmarkError, f"needs port {port}, but another process uses it"):
                    require_free_port(replace(TARGETS[0], port=port), timeout=0.1)

    def test_waits_for_a_port_that_becomes_free(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            threading.Timer(0.2, other.close).start()
            require_free_port(replace(TARGETS[0], port=port))

    def test_accepts_a_free_port(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            port = other.getsockname()[1]
        require_free_port(replace(TARGETS[0], port=port))
