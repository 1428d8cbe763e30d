from django.apps import AppConfig


class KycConfig(AppConfig):
    name = "tenants.kyc"
    label = "kyc"
