"""Tests the reading of wrk's report."""
import unittest

from load import parse_wrk_output
from results import Throughput

REPORT = """\
Running 3s test @ http://127.0.0.1:18101/
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    12.04ms    9.02ms 104.33ms   88.20%
    Req/Sec     5.67k   812.33     6.91k    75.00%
  17000 requests in 3.01s, 24.01MB read
"""
RATE = "Requests/sec:   5647.84\nTransfer/sec:      7.98MB\n"


class WrkOutputTest(unittest.TestCase):

    def test_without_errors(self) -> None:
        self.assertEqual(Throughput(5647.84, 0, 200.0), parse_wrk_output(REPORT + RATE, 3.4))

    def test_failed_requests_include_error_statuses_and_socket_errors(self) -> None:
        errors = "  Socket errors: connect 1, read 20, write 300, timeout 4000\n  Non-2xx or 3xx responses: 50000\n"
        self.assertEqual(Throughput(5647.84, 54321, 200.0), parse_wrk_output(REPORT + errors + RATE, 3.4))

    def test_without_responses_there_is_no_processor_time_per_response(self) -> None:
        report = ("  0 requests in 3.01s, 0.00B read\n  Socket errors: connect 0, read 0, write 0, timeout 64\n"
                  "Requests/sec:      0.00\n")
        self.assertEqual(Throughput(0, 64, None), parse_wrk_output(report, 0.1))
