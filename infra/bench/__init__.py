"""Benches: each sets itself up, prints figures beside their bars and the machine's own limits, and fails on a missed bar.

A bench is a file `bench_NAME.py` whose first line is its line in `make`, with a function `measure() -> list[Figure]`.
"""
