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
        from infra import jobs, observing
        from infra.lists import LISTS
        from infra.subscriptions import SUBSCRIPTIONS
        from tenants.approvals.sight import install_client_scope
        from tenants.clients.selectors import clients_reached
        from tenants.jobs import registry as jobs_registry
        from tenants.lists import registry as lists_registry
        from tenants.outbox.services import install_subscriptions

        # Whoever announces rings through this application; without it Celery would make one of its own, for AMQP.
        import_module("infra.celery")
        install_tenant_loader(tenant_by_schema)
        install_subscriptions(SUBSCRIPTIONS)
        lists_registry.install(LISTS)
        install_client_scope(clients_reached)
        jobs_registry.install(jobs.KINDS, actions=jobs.ACTIONS, tell=jobs.TELL)
        observing.start(
            dsn=settings.ENV.sentry_dsn, environment=settings.ENV.mode, release=settings.ENV.release
        )
