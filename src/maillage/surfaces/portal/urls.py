from django.urls import path

from maillage.surfaces.portal.views import (
    agreements,
    document,
    follow,
    pages,
    pathway,
    request,
    start,
    telling,
)

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("commencer/", start.start, name="start"),
    path("commencer/sans-numero/", start.without_number, name="without_number"),
    path("commencer/par-lieu/", start.by_place, name="by_place"),
    path("commencer/dire/", telling.tell, name="tell"),
    path("commencer/question/", start.question, name="question"),
    path("parcours/", pathway.pathway, name="pathway"),
    path("parcours/parcours.pdf", document.document, name="document"),
    path("demande/", request.submit, name="submit"),
    path("demande/recue/<str:token>/", follow.received, name="received"),
    path("suivi/", follow.renew, name="renew"),
    path("suivi/<str:token>/", follow.follow, name="follow"),
    path("suivi/<str:token>/partage/", agreements.shared, name="shared"),
    path("suivi/<str:token>/repondre/", follow.reply, name="reply"),
    path("suivi/<str:token>/etapes/<int:step>/", follow.step, name="step"),
    path("suivi/<str:token>/retirer/", follow.withdraw, name="withdraw"),
    path("suivi/<str:token>/reprendre/", follow.reopen, name="reopen"),
    path("suivi/<str:token>/pieces/<str:file>/", follow.attachment, name="attachment"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("donnees-personnelles/", pages.privacy, name="privacy"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("langue/<slug:code>/", pages.language, name="language"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", pages.security, name="security"),
]
