"""Parts of the console bench: each file has `figures(tenant) -> list[Figure]`, called by `bench_console.py`."""
