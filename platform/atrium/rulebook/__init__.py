"""Conditions as data: one language for filters, segments, assignment, scoring and approval chains.

`parse` reads a document into nodes (or says by path what is wrong), `holds` tries them on one set of facts and says which
condition decided (`meets` says no more than yes or no), `describe` says them in words, `document_of` writes them back.
`tenants.lists` compiles the same nodes to SQL.

A test of a fact that is missing (None, "" or no tags) is false, but for `is_not`, `not_in` and `has_not`, which hold, and `empty`.
"""

from atrium.rulebook.evaluation import Outcome, holds, meets
from atrium.rulebook.fields import TYPES, Field
from atrium.rulebook.nodes import Either, Every, Node, Not, Test, tests_in
from atrium.rulebook.operators import Operator, operator, operators_of
from atrium.rulebook.parsing import parse
from atrium.rulebook.words import describe
from atrium.rulebook.writing import document_of

__all__ = [
    "TYPES",
    "Either",
    "Every",
    "Field",
    "Node",
    "Not",
    "Operator",
    "Outcome",
    "Test",
    "describe",
    "document_of",
    "holds",
    "meets",
    "operator",
    "operators_of",
    "parse",
    "tests_in",
]
