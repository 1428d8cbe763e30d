"""Comparisons and sums of payments: values in, values out."""
