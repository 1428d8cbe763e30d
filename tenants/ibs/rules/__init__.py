"""Decisions about partners: values in, values out."""

from .tree import Edge, above, closes_cycle, parents_at, whole_second

__all__ = ["Edge", "above", "closes_cycle", "parents_at", "whole_second"]
