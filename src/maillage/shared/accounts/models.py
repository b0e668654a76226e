"""People who sign in: an e-mail address, a password, and whether the account still opens."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import AuditedQuerySet
from maillage.shared.accounts.personal import SIGN_IN, USER


class UserManager(BaseUserManager["User"].from_queryset(AuditedQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None) -> "User":
        user = self.model(email=email.strip().lower())
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who may sign in, known by an e-mail address."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    is_active = models.BooleanField(
        _("ouvert"), default=True, help_text=_("non : ce compte ne permet plus de se connecter")
    )
    sign_outs = models.PositiveIntegerField(
        _("déconnexions imposées"), default=0, help_text=_("une de plus met fin à toutes ses sessions")
    )

    objects = UserManager()

    USERNAME_FIELD = "email"

    personal = USER

    class Meta:
        verbose_name = _("utilisateur")
        verbose_name_plural = _("utilisateurs")

    def __str__(self) -> str:
        return self.email

    def get_session_auth_hash(self) -> str:
        """What each session of this person bears: another password, or a sign-out imposed, ends them all."""
        return salted_hmac(
            "maillage.shared.accounts.session", f"{self.sign_outs}:{self.password}", algorithm="sha256"
        ).hexdigest()


class SignIn(models.Model):
    """A session that someone opened, so that its list is read and ended by that person. Neither address nor place is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("compte"))
    mark = models.CharField(
        _("repère"), max_length=32, unique=True, help_text=_("le même que dans la session")
    )
    session_key = models.CharField(_("session"), max_length=40)
    since = models.DateTimeField(_("ouverte le"))
    browser = models.CharField(
        _("navigateur"), max_length=80, blank=True, help_text=_("en deux mots, tel qu'il se présente")
    )

    personal = SIGN_IN

    class Meta:
        verbose_name = _("session ouverte")
        verbose_name_plural = _("sessions ouvertes")

    def __str__(self) -> str:
        return self.browser or self.mark
