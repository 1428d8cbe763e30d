"""People who log in. One user table for all four realms; a surface accepts one realm only."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel, HouseManager


class Person(BrokerModel):
    """Joins the users of one broker that are the same human being; `person` in the rebate rules."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.id)


class UserManager(BaseUserManager["User"], HouseManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(login=username)

    def create_user(
        self, *, realm: str, email: str, name: str, password: str | None = None, **more: Any
    ) -> "User":
        user = self.model(realm=realm, email=normalise_email(email), name=name, **more)
        user.login = login_name(realm, email)
        user.set_password(password)
        user.save(using=self._db)
        return user


def normalise_email(email: str) -> str:
    return email.strip().lower()


def login_name(realm: str, email: str) -> str:
    """The hidden log-in: unique, so that one e-mail may be a client and a partner of the same broker."""
    return f"{realm}:{normalise_email(email)}"


class User(BrokerModel, AbstractBaseUser):
    class Realm(models.TextChoices):
        OPERATOR = "operator", "Operator"
        STAFF = "staff", "Staff"
        CLIENT = "client", "Client"
        PARTNER = "partner", "Partner"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    realm = models.CharField(max_length=8, choices=Realm.choices)
    login = models.CharField(max_length=264, unique=True)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=160)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="users")
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=40, default="UTC")
    is_active = models.BooleanField(default=True)
    # Somebody else chose the password: the first thing to do here is to choose an own one.
    must_change_password = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["realm", "email"], name="identity_user_realm_email"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.login:
            self.login = login_name(self.realm, self.email)
        if self.person_id is None:
            self.person = Person.objects.create()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    # Permissions are codenames on our own roles (tenants.staff); Django's are not used.
    is_staff = False
    is_superuser = False


class LogIn(BrokerModel):
    """Somebody came in, or tried to: when, by which surface, from where, with what."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="log_ins")
    at = models.DateTimeField()
    surface = models.CharField(max_length=10)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    device = models.CharField(max_length=80, blank=True)  # “Chrome on Windows”
    succeeded = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-at", "-id"], name="identity_login_newest")]

    def __str__(self) -> str:
        return f"{self.device} {self.at:%Y-%m-%d %H:%M}"


class Visit(BrokerModel):
    """A colleague sees a portal as its owner does: for a reason, for a while, and without the right to act.

    `token_digest` is of the link that opens it, once and within a minute. The owner of the portal sees their visits.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits_made")
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    surface = models.CharField(max_length=10)
    reason = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField()
    token_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=60), name="identity_visit_minutes"
            ),
            models.CheckConstraint(
                condition=models.Q(begun_at=None, ends_at=None)
                | models.Q(begun_at__isnull=False, ends_at__isnull=False),
                name="identity_visit_begun",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["to", "-asked_at"], name="identity_visit_newest")]

    def __str__(self) -> str:
        return f"{self.by} as {self.to}"
