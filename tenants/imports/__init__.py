"""Leads from files: columns are matched to fields, everything is checked before anything is written, and it can be taken back.

docs/algorithms/imports.md tells the steps and what they promise.
"""
