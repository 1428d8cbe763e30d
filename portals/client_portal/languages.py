"""The languages this portal is written in, in their own words."""

from typing import Final

LANGUAGES: Final = (("en", "English"), ("zh-hans", "简体中文"), ("es", "Español"), ("ar", "العربية"))
