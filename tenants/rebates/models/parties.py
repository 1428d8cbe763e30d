"""Who earns: partners, and clients."""

from django.db import models


class PartyKind(models.TextChoices):
    PARTNER = "partner", "Partner"
    CLIENT = "client", "Client"
