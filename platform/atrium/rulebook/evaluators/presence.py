"""Is there anything at all? Every type of field can be asked."""

from atrium.rulebook.evaluators.flag import read
from atrium.rulebook.evaluators.operator import Operator

# Of a missing fact, `empty` is its own answer: see evaluation.
OPERATORS = {"empty": Operator(read, lambda f, v, now: v is False, "{field} is empty: {value}")}
