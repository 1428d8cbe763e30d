"""What the image would hold, made without a Docker engine: the locked runtime packages, our wheel, and a user who is nobody."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from infra.embedded.account import Account, server_account
from tests.deploy.files import ROOT

RUNTIME_LOCK = ROOT / "infra" / "docker" / "runtime.lock"
PATIENCE_SECONDS = 240  # what stands still is found; a busy machine is not called broken


class Image:
    """`app` is the image's /app, `data` its /data."""

    def __init__(self, place: Path) -> None:
        self.place, self.app, self.data = place, place / "app", place / "data"
        self.user: Account | None = server_account()

    def run(self, words: list[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
        """An entry command as the container would run it."""
        return self.start(["atrium", *words], environment, log)

    def start(self, words: list[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
        """A program of /app/bin."""
        with log.open("wb") as out:
            return subprocess.Popen(
                [str(self.app / "bin" / words[0]), *words[1:]],
                cwd=self.data,
                env={**self._surroundings(), **environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **(self.user.popen_options() if self.user else {}),
            )

    def _surroundings(self) -> dict[str, str]:
        bare = {"PATH": f"{self.app / 'bin'}:/usr/bin:/bin", "HOME": str(self.data)}
        copied = self.place / "python" / "lib"
        # A Python that was built with a shared library still looks for it where it was built, which may be closed to the user.
        return {**bare, "LD_LIBRARY_PATH": str(copied)} if copied.exists() else bare


@contextmanager
def built() -> Iterator[Image]:
    # Not pytest's folder: that one is closed to the user of the image.
    place = Path(tempfile.mkdtemp(prefix="atrium-image-"))
    place.chmod(0o755)
    image = Image(place)
    try:
        image.data.mkdir()
        if image.user:
            image.user.owns(image.data)
        _make_app(image)
        yield image
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _make_app(image: Image) -> None:
    python = _reachable_python(image)
    _call([str(python), "-m", "venv", "--without-pip", str(image.app)])
    inside = str(image.app / "bin" / "python")
    _uv("sync", "--python", inside, "--require-hashes", str(RUNTIME_LOCK))
    wheel = _wheel(image.place / "wheel")
    _uv("install", "--python", inside, "--no-deps", str(wheel))


def _wheel(folder: Path) -> Path:
    _call([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT)
    (wheel,) = folder.glob("atrium-*.whl")
    return wheel


def _uv(*words: str) -> None:
    """From uv's cache, which the set-up has filled; from the registry only if somebody emptied it."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    assert uv, "uv is part of the set-up: run `make setup`"
    compiled = {**os.environ, "UV_COMPILE_BYTECODE": "1"}  # as the Dockerfile has it
    offline = subprocess.run(
        [uv, "pip", words[0], "--offline", "-q", *words[1:]], capture_output=True, check=False, env=compiled
    )
    if offline.returncode != 0:
        _call([uv, "pip", words[0], "-q", *words[1:]])


def _call(command: list[str], cwd: Path = Path("/")) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-3000:]}"


def _reachable_python(image: Image) -> Path:
    """Ours, or one of the same version that the image's user may run, or a copy of ours."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    ours = Path(sys.base_prefix) / "bin" / name
    for candidate in (ours, Path("/usr/bin") / name, Path("/usr/local/bin") / name):
        if candidate.exists() and (image.user is None or image.user.may(candidate)):
            return candidate
    copy = image.place / "python"
    without = shutil.ignore_patterns(
        "test", "tests", "__pycache__", "*.a", "idlelib", "site-packages", "share"
    )
    shutil.copytree(sys.base_prefix, copy, symlinks=True, ignore=without)
    return copy / "bin" / name


def ends(process: subprocess.Popen[bytes], *, timeout_seconds: float) -> int:
    """Told to stop as a container is: SIGTERM, then a bounded patience."""
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


def wait_for(
    process: subprocess.Popen[bytes], log: Path, sign: str, *, timeout_seconds: float = PATIENCE_SECONDS
) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not re.search(sign, log.read_text(errors="replace")):
        said = log.read_text(errors="replace")[-3000:]
        assert process.poll() is None, f"ended with {process.returncode}:\n{said}"
        assert time.monotonic() < deadline, f"no “{sign}” within {timeout_seconds} s:\n{said}"
        time.sleep(0.05)
