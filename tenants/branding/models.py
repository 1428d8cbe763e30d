"""How a broker looks. One row; the stylesheet made of it is served at a hashed URL."""

from typing import ClassVar

from django.db import models

from atrium.kernel.models import BrokerModel


class Brand(BrokerModel):
    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120)
    primary = models.CharField(max_length=7, default="#1f3a5f")
    accent = models.CharField(max_length=7, default="#b08d57")
    neutral = models.CharField(max_length=8, default="neutral")  # warm, neutral, cool
    radius = models.SmallIntegerField(default=8)
    heading_font = models.CharField(max_length=32, default="inter")  # a bundled font, by code
    body_font = models.CharField(max_length=32, default="inter")
    mark = models.CharField(
        max_length=32, default="arch"
    )  # name of a bundled mark; uploaded logos come with the brand editor
    support_email = models.EmailField(blank=True)
    legal_text = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="branding_brand_one_row"),
            models.CheckConstraint(
                condition=models.Q(primary__regex="^#[0-9a-f]{6}$")
                & models.Q(accent__regex="^#[0-9a-f]{6}$"),
                name="branding_brand_colours",
            ),
            models.CheckConstraint(
                condition=models.Q(radius__in=[0, 4, 8, 12]), name="branding_brand_radius"
            ),
        ]

    def __str__(self) -> str:
        return self.name
