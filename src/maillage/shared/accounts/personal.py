"""What the account of a person says of it."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.personal import Basis, Concerned, Kept, PersonalData

USER = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("ouvrir l'application aux personnes du réseau, et à elles seules"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(
        words=_("après la dernière connexion d'un compte fermé"),
        after="last_login",
        only={"is_active": False},
        meanwhile=_("le compte est ouvert : fermez-le d'abord"),
    ),
    fields=("email", "password", "last_login"),
    emails=("email",),
    erased={
        "email": "compte-efface-{pk}@compte.invalid",
        "password": "!",
        "last_login": None,
        "is_active": False,
    },
    collected=_(
        "Votre adresse électronique sert à vous connecter et à vous écrire au sujet de votre travail dans le réseau."
    ),
)

SIGN_IN = PersonalData(
    concerns=Concerned.MEMBER,
    purpose=_("montrer à chacun ses sessions ouvertes, pour qu'il puisse y mettre fin"),
    basis=Basis.PUBLIC_TASK,
    kept=Kept(words=_("après la connexion, le temps d'une session"), days=1, after="since"),
    fields=("session_key", "since", "browser"),
    holder="user",
    deleted=True,
)
