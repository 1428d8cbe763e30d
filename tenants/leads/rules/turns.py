"""Turns by weight, evenly spread (smooth weighted round robin): with weights 3 and 1 the order is A A B A, not A A A B.

Whoever is away meanwhile neither saves turns up nor loses any.
"""

from collections.abc import Mapping


def take(state: dict[str, int], weights: Mapping[str, int]) -> str:
    """Whose turn it is; the state is moved on. Empty if all weights are 0."""
    taking = {key: weight for key, weight in weights.items() if weight > 0}
    if not taking:
        return ""
    for key, weight in taking.items():
        state[key] = state.get(key, 0) + weight
    order = list(taking)
    chosen = max(order, key=lambda key: (state[key], -order.index(key)))
    state[chosen] -= sum(taking.values())
    return chosen
