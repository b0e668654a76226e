"""What the shared apps know of their own health, as findings."""

from datetime import datetime, timedelta

from django.conf import settings

from maillage.kit import clock, health
from maillage.kit.health import Finding
from maillage.kit.health.machine import told
from maillage.kit.text import counted
from maillage.shared.access import queries as access
from maillage.shared.notices import transport
from maillage.shared.notices.models import Mail, MailState
from maillage.shared.reference.models import Edition

LATE = timedelta(minutes=30)
RECENT = timedelta(days=7)


def mail(at: datetime) -> Finding:
    """Whether mails can leave, and whether those that should have left did."""
    waiting = Mail.objects.filter(state=MailState.WAITING).count()
    if not transport.ready():
        return health.attention(
            f"Aucun serveur d'envoi n'est indiqué ; {counted(waiting, 'courriel attend', 'courriels attendent')}.",
            "Donnez son adresse dans EMAIL_URL, par exemple smtp+tls://utilisateur:motdepasse@machine:587.",
        )
    late = Mail.objects.filter(
        state=MailState.WAITING, written_at__lt=at - LATE, next_attempt_at__isnull=False
    )
    if late.exists():
        return health.fault(
            "Des courriels ne partent pas depuis plus d'une demi-heure.",
            "La page « Courriels » des réglages dit l'erreur du serveur d'envoi ; vérifiez EMAIL_URL.",
        )
    failed = Mail.objects.filter(
        state__in=(MailState.FAILED, MailState.UNCERTAIN), written_at__gte=at - RECENT
    ).count()
    if failed:
        return health.attention(
            f"{counted(failed, 'courriel refusé ou interrompu', 'courriels refusés ou interrompus')} ces sept derniers jours.",
            "La page « Courriels » des réglages dit lesquels et pourquoi.",
        )
    last = (
        Mail.objects.filter(state=MailState.SENT)
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
        .first()
    )
    where = f" (écrits dans {transport.folder()})" if transport.folder() else ""
    if last is None:
        return health.ok(f"Prêts à partir ; aucun n'est encore parti{where}.")
    return health.ok(f"Ils partent ; le dernier, {told(last)}{where}.")


def reference(at: datetime) -> Finding:
    """Whether territories and nomenclatures are loaded."""
    count = Edition.objects.count()
    if not count:
        return health.fault(
            "Les territoires et les nomenclatures ne sont pas chargés.", "Lancez « maillage init »."
        )
    return health.ok(f"{counted(count, 'fichier chargé', 'fichiers chargés')}.")


def sign_in(at: datetime) -> Finding:
    """How people sign in here."""
    ways = ["mot de passe", *(["ProConnect"] if settings.PROCONNECT else [])]
    if not settings.SECOND_FACTOR_REQUIRED and settings.SESSION_COOKIE_SECURE:
        return health.attention(
            "Le second facteur n'est pas demandé à qui se connecte par mot de passe.",
            "Retirez MAILLAGE_SECOND_FACTOR=0, sauf si ProConnect est la seule porte.",
        )
    factor = "avec" if settings.SECOND_FACTOR_REQUIRED else "sans"
    return health.ok(f"Par {' ou '.join(ways)}, {factor} second facteur obligatoire.")


def perimeters(at: datetime) -> Finding:
    """Whether a role names a territory that does not exist (any more): it shows nothing."""
    broken = access.broken_perimeters(clock.day_of(at))
    if broken:
        return health.attention(
            f"{counted(len(broken), 'rôle ne montre rien', 'rôles ne montrent rien')} : leur périmètre est inconnu.",
            "Corrigez-les dans « Réglages », « Comptes et rôles ».",
        )
    return health.ok("Chaque rôle a un périmètre connu.")
