from allauth.account import views as allauth
from django.urls import path, re_path

from maillage.shared.accounts import views

# The names are those by which allauth finds its own pages; what is not here (sign-up, e-mail addresses) does not exist.
urlpatterns = [
    path("", allauth.login, name="account_login"),
    path("fin/", allauth.logout, name="account_logout"),
    path("ferme/", allauth.account_inactive, name="account_inactive"),
    path("reprendre/", views.resume, name="account_resume"),
    path("mot-de-passe/", allauth.password_change, name="account_change_password"),
    path("mot-de-passe/premier/", allauth.password_set, name="account_set_password"),
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
