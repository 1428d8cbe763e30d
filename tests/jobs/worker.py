"""A worker as a process of its own, that a test may let die: `python -m tests.jobs.worker SLUG JOB`."""

import os
import sys

import django


def main(slug: str, job_id: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra.settings")
    django.setup()
    from atrium.brokers.selectors import tenant_by_slug
    from atrium.kernel import tenancy
    from infra.jobs import KINDS
    from tenants.jobs import registry, services
    from tests.jobs import kinds

    registry.install({**KINDS, **kinds.KINDS})
    kinds.deadly_imports()
    with tenancy.entered(tenant_by_slug(slug)):
        services.run(job_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
