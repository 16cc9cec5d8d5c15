"""Progress messages and the error that ends a benchmark."""
import time


class BenchmarkError(Exception):
    """The benchmark cannot continue. The message says why and is shown without a stack trace."""


def log(message: str) -> None:
    """Prints a message with the time of day."""
    print(f"{time.strftime('%H:%M:%S')} {message}", flush=True)
