"""The languages this portal is written in, in their own words."""

from typing import Final

LANGUAGES: Final = (("en", "English"), ("es", "Español"))
