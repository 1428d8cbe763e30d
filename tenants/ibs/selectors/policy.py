"""The broker's rules for partners, as they stand."""

from ..models import ProgrammePolicy


def policy() -> ProgrammePolicy:
    """What no row says is what the defaults say."""
    return ProgrammePolicy.objects.filter(id=1).first() or ProgrammePolicy()


def sight() -> str:
    """How much partners see of their clients: rules.masking knows what that means."""
    found = ProgrammePolicy.objects.filter(id=1).values_list("sight", flat=True).first()
    return found or str(ProgrammePolicy.Sight.PARTLY)
