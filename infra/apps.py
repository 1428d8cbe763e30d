"""What is wired at start-up: infra imports all and is imported by none."""

from importlib import import_module

from django.apps import AppConfig


class InfraConfig(AppConfig):
    name = "infra"
    label = "infra"

    def ready(self) -> None:
        from django.conf import settings

        from atrium.brokers.selectors import tenant_by_schema
        from atrium.kernel.tasks import install_tenant_loader
        from infra import observing
        from infra.subscriptions import SUBSCRIPTIONS
        from tenants.outbox.services import install_subscriptions

        # Whoever announces rings through this application; without it Celery would make one of its own, for AMQP.
        import_module("infra.celery")
        install_tenant_loader(tenant_by_schema)
        install_subscriptions(SUBSCRIPTIONS)
        observing.start(
            dsn=settings.ENV.sentry_dsn, environment=settings.ENV.mode, release=settings.ENV.release
        )
