from django.urls import path

from maillage.modules.interactions.views import contacts, exchanges, groups, mails

app_name = "interactions"
urlpatterns = [
    path("", exchanges.listing, name="list"),
    path("nouveau/", exchanges.new, name="new"),
    path("ensemble/", groups.together, name="together"),
    path("interlocuteurs/nouveau/", contacts.new, name="contact_new"),
    path("interlocuteurs/<str:public_id>/", contacts.contact, name="contact"),
    path("partenaires/", contacts.partners, name="partners"),
    path("partenaires/<slug:slug>/", contacts.partner, name="partner"),
    path("courriels/", mails.listing, name="mails"),
    path("courriels/<str:public_id>/", mails.mail, name="mail"),
    path("<str:public_id>/", exchanges.interaction, name="interaction"),
    path("<str:public_id>/compte-rendu/", exchanges.report, name="report"),
    path("<str:public_id>/corriger/", exchanges.correct, name="correct"),
]
