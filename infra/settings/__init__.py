"""Django's settings, made from the environment (`env.py` names every variable)."""

from typing import Any

from csp.constants import NONE, SELF
from environs import Env

from . import logs
from .database import connection_settings
from .env import ROOT, read
from .rooms import BROKER_ROOMS, PUBLIC_ROOMS

ENV = read()

DEBUG = False  # errors show designed pages in development too; the log has the traceback
SECRET_KEY = ENV.secret_key
ROOT_DOMAIN = ENV.root_domain
OUTBOX_KEEP_DAYS = ENV.outbox_keep_days
ALLOWED_HOSTS = ["*"]  # the broker middleware comes first and answers 404 to every host it does not know
USE_X_FORWARDED_HOST = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.tls else None

# -- apps: the folder says the schema

SHARED_APPS = [
    "django_tenants",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    *PUBLIC_ROOMS,
]
TENANT_APPS = [
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    *BROKER_ROOMS,
]
INSTALLED_APPS = [
    *SHARED_APPS,
    *TENANT_APPS,
    "infra",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "channels",
    "csp",
    "allauth",
    "rest_framework",
    "drf_spectacular",
    "portals.shared",
    "portals.staff_console",
    "portals.client_portal",
    "portals.ib_portal",
    "portals.vendor_console",
    "api",
]

# -- brokers

TENANT_MODEL = "brokers.Broker"
TENANT_DOMAIN_MODEL = "brokers.Domain"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
ORIGINAL_BACKEND = "django.db.backends.postgresql"
# What a new broker's house is furnished with, in order; each is called inside it as f(order: brokers.types.BrokerOrder).
BROKER_DEFAULTS = [
    "tenants.branding.services.create_default_brand",
    "tenants.staff.services.create_default_staff",
    "tenants.kyc.services.create_default_policy",
    "tenants.rates.services.furnish",
    "tenants.rebates.services.furnish",
    "tenants.leads.services.furnish",
]

# Rooms that say what stands against a merge of two leads (check), follow it (follow) and its undoing (go_back).
LEAD_MERGE_PARTS = ["tenants.clients.merging"]
# What keeps two clients from being one: f(client) says in words what a room holds of it, or nothing.
CLIENT_HOLDINGS = ["tenants.wallets.selectors.holdings", "tenants.trading.selectors.holdings"]

# What keeps a move in the tree from being undone: f(move) says in words what hangs on it, or nothing.
MOVE_DEPENDENTS = ["tenants.rebates.moving.hangs_on"]

# Called with the owner's connection and a schema after each migration of it; doing it again changes nothing.
HOUSE_FINISHERS = ["tenants.audit.triggers.attach"]

# -- database and Redis

_DATABASE_URL = ENV.database_url if ENV.as_owner else ENV.database_app_url
DATABASES = {
    "default": connection_settings(_DATABASE_URL, role_per_broker=not ENV.as_owner, pool=not ENV.as_owner)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.redis_url,
        "KEY_FUNCTION": "atrium.kernel.keys.make_cache_key",
        "KEY_PREFIX": "atrium",
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "infra.layer.WorkersChannelLayer",
        "CONFIG": {"hosts": [ENV.redis_url], "prefix": "atrium-live"},
    }
}
CELERY: dict[str, Any] = {
    "broker_url": ENV.redis_url,
    "task_ignore_result": True,
    "accept_content": ["json"],
    "task_serializer": "json",
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "broker_transport_options": {"visibility_timeout": 3600, "global_keyprefix": "atrium:celery:"},
    "broker_connection_retry_on_startup": True,
    "task_default_queue": "default",
    "worker_hijack_root_logger": False,
    "timezone": "UTC",
}

# -- people

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if ENV.mode == "test":  # hundreds of log-ins a minute; the strength of argon2 has a test of its own
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
ACCOUNT_ADAPTER = "tenants.identity.adapter.SurfaceAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = False  # unique by realm and e-mail, which our own constraint says
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_HMAC = (
    False  # a key is a row of its broker: a signed one would be good in every house
)
ACCOUNT_CONFIRM_EMAIL_ON_GET = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "tenants.identity.forms.LoginForm",
    "signup": "tenants.identity.forms.SignupForm",
    "reset_password": "tenants.identity.forms.ResetPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "30/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "confirm_email": "1/1m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.tls
MFA_TOTP_ISSUER = "Atrium"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.tls
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- the way in: the broker is known before anything else runs

MIDDLEWARE = [
    "infra.middleware.health.HealthMiddleware",
    "infra.middleware.certificates.CertificatesMiddleware",
    "infra.middleware.broker.BrokerMiddleware",
    "infra.middleware.cookies.SurfaceCookiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "infra.middleware.language.HouseLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "infra.middleware.realm.RealmMiddleware",
    "infra.middleware.live.LiveSequenceMiddleware",
    "infra.middleware.visits.VisitMiddleware",
    "infra.middleware.errors.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "infra.urls.unknown"  # every known host gets its surface's own
SURFACE_URLCONFS = {
    "vendor": "infra.urls.vendor",
    "staff": "infra.urls.staff",
    "client": "infra.urls.client",
    "ib": "infra.urls.ib",
    "api": "infra.urls.api",
}
ASGI_APPLICATION = "infra.asgi.application"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "report-uri": ["/_csp"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENV.tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.tls
X_FRAME_OPTIONS = "DENY"

# -- pages

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "portals" / "shared" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portals.shared.context.surface",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = ENV.static
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django_tenants.files.storage.TenantFileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = ENV.media
MEDIA_URL = "/media/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("es", "Español"), ("ar", "العربية")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

EMAIL_BACKEND = "tenants.messaging.backend.LoggedEmailBackend"
DEFAULT_FROM_EMAIL = ENV.email_from
if ENV.email_url:
    _mail = Env().dj_email_url("ATRIUM_EMAIL_URL")
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_DELIVERS = bool(ENV.email_url)

# -- programs

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "COERCE_DECIMAL_TO_STRING": True,
    "EXCEPTION_HANDLER": "api.problems.handle",
    "DEFAULT_THROTTLE_RATES": {"api": "600/min"},
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Atrium API",
    "DESCRIPTION": "Everything a screen can do, over the same services and permissions. Errors are RFC 9457 problems.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": ["api.schema.with_problems"],
}

LOGGING = logs.configuration(ENV.log_format)
SILENCED_SYSTEM_CHECKS = [
    "account.W001",  # people log in by e-mail; the hidden user name is made of it (tenants.identity.adapter)
]
