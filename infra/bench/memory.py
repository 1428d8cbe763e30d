"""Memory of processes, shared pages counted once (PSS)."""

import psutil


def pss_of_tree(pid: int) -> int:
    """Bytes of that process and of everything that it started."""
    root = psutil.Process(pid)
    total = 0
    for process in (root, *root.children(recursive=True)):
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue  # a worker's child may end while we look
    return total


def of_the_machine() -> int:
    return int(psutil.virtual_memory().total)
