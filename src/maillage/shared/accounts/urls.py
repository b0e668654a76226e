from allauth.account import views as allauth
from allauth.mfa.base import views as factors
from django.urls import path, re_path

from maillage.shared.accounts import views
from maillage.shared.accounts.views import proconnect, second_step, security

# The names are those by which allauth finds its own pages; what is not here (sign-up, e-mail addresses) does not exist.
urlpatterns = [
    path("", allauth.login, name="account_login"),
    path("code/", second_step.second_step, name="mfa_authenticate"),
    path("fin/", proconnect.sign_out, name="account_logout"),
    path("ferme/", allauth.account_inactive, name="account_inactive"),
    path("reprendre/", views.resume, name="account_resume"),
    path("retour/", proconnect.back, name="account_back"),
    path("verifier/", security.alone(allauth.reauthenticate), name="account_reauthenticate"),
    path("verifier/code/", security.alone(factors.reauthenticate), name="mfa_reauthenticate"),
    path("securite/", security.security, name="account_security"),
    path("securite/second-facteur/", security.second_factor, name="account_second_factor"),
    path("securite/changer/", security.change, name="account_change"),
    path("securite/<int:pk>/secours/", security.rescue, name="account_rescue"),
    path("proconnect/", proconnect.start, name="proconnect_start"),
    path("proconnect/retour/", proconnect.callback, name="proconnect_callback"),
    path("proconnect/inconnu/", proconnect.unknown, name="proconnect_unknown"),
    path("proconnect/rattacher/", proconnect.link, name="proconnect_link"),
    path("proconnect/fin/", proconnect.ended, name="proconnect_ended"),
    path("mot-de-passe/", security.alone(second_step.password_change), name="account_change_password"),
    path("mot-de-passe/premier/", security.alone(second_step.password_set), name="account_set_password"),
    path("mot-de-passe/oublie/", allauth.password_reset, name="account_reset_password"),
    path("mot-de-passe/envoye/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/change/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mot-de-passe/lien/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
