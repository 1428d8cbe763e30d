"""Parts of the console bench: each file has `figures(ground) -> list[Figure]`, called by `bench_console.py`."""
