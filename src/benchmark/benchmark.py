#!/usr/bin/python3
"""Entry point of the benchmark. See --help."""
from cli import main

if __name__ == "__main__":
    main()
