"""Tests when results with a slow upstream may be added to earlier results."""
import unittest
from pathlib import Path

from console import BenchmarkError
from report import read_results
from suite import require_extensible
from target import TARGETS

FIXTURES = Path(__file__).parent
BY_NAME = {target.name: target for target in TARGETS}


class ExtendResultsTest(unittest.TestCase):

    def setUp(self) -> None:
        self.previous = read_results(FIXTURES)

    def test_accepts_results_of_the_same_commit(self) -> None:
        self.assertIs(self.previous, require_extensible(self.previous, [BY_NAME["vertx"]], "abc1234"))

    def test_rejects_results_of_another_commit(self) -> None:
        with self.assertRaisesRegex(BenchmarkError, "of commit def5678, but they are of abc1234"):
            require_extensible(self.previous, [BY_NAME["vertx"]], "def5678")

    def test_rejects_results_without_one_of_the_targets(self) -> None:
        with self.assertRaisesRegex(BenchmarkError, "earlier results of flask, spring-mvc"):
            require_extensible(self.previous, [BY_NAME["flask"], BY_NAME["vertx"], BY_NAME["spring-mvc"]], "abc1234")

    def test_rejects_missing_results(self) -> None:
        with self.assertRaisesRegex(BenchmarkError, "earlier results of vertx"):
            require_extensible(None, [BY_NAME["vertx"]], "abc1234")
