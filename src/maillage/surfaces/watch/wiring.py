"""What the shared apps tell of the health of the installation (kit.health)."""

from maillage.kit import health
from maillage.surfaces.watch import checks

health.register("mail", "Courriels", checks.mail, order=70)
health.register("reference", "Données de référence", checks.reference, order=80)
health.register("sign-in", "Connexion", checks.sign_in, order=85, quick=False)
health.register("perimeters", "Périmètres", checks.perimeters, order=100, quick=False)
