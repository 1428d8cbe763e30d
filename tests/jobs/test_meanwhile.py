"""What is reckoned while one waits: in order, all of it, and what goes wrong there is heard here."""

from collections.abc import Iterator
from threading import Event

import pytest

from atrium.kernel.meanwhile import meanwhile, one_ahead


def test_the_next_is_made_while_one_is_worked_on() -> None:
    begun = [Event() for _ in range(3)]

    def source() -> Iterator[int]:
        for number, made in enumerate(begun):
            made.set()
            yield number

    for number in one_ahead(source()):
        assert all(made.wait(5) for made in begun[: number + 2])
    assert number == 2


def test_nothing_more_is_made_than_one() -> None:
    made: list[int] = []

    def source() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    coming = one_ahead(source())
    assert next(coming) == 0
    coming.close()  # type: ignore[attr-defined]
    assert made in ([0], [0, 1])


def test_what_goes_wrong_is_raised_where_it_is_asked_for_and_what_was_made_before_is_not_lost() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("half written")

    coming = one_ahead(broken())
    assert next(coming) == 1
    with pytest.raises(ValueError, match="half written"):
        next(coming)
    with meanwhile(lambda: list(broken())) as made, pytest.raises(ValueError, match="half written"):
        made.result()


def test_whoever_goes_before_it_is_made_waits_for_it() -> None:
    go, done = Event(), Event()

    def make() -> None:
        go.wait(5)
        done.set()

    def leave() -> None:
        with meanwhile(make):
            go.set()
            raise KeyError

    with pytest.raises(KeyError):
        leave()
    assert done.is_set()
