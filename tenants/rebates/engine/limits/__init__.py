"""Caps, one file each; the stage `caps` applies them in their order."""
