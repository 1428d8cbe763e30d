"""Behaviour that no source settles. Each can be switched both ways, and clients must cope with either."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Switches:
    update_replaces: bool = False  # user/update clears the fields that the request leaves out
    page_over_limit_fails: bool = False  # deal/get_page with total > 100: fails, or gives 100
    wrong_password_code: int = 1001
    failure_status: int = 200  # HTTP status of an answer whose return code is not 0
    fee_field: bool = False  # deals carry Fee
    plain_numbers: bool = False  # numbers without quotes
    single_without_list: bool = False  # a list of one comes as the one
    time_offset_seconds: int = 0  # how far the clock of records runs ahead of UTC

    def turn(self, name: str, value: object) -> None:
        """Raises ValueError for a switch that there is not."""
        known = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        if name not in known or not isinstance(value, known[name]):
            raise ValueError(f"there is no switch {name} that takes {value!r}; known: {', '.join(known)}")
        setattr(self, name, value)
