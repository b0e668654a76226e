from django.urls import path

from maillage.modules.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.commitments, name="commitments"),
    path("engagements.csv", views.export, name="export"),
    path("nouveau/<slug:plan>/", views.new_commitment, name="new_commitment"),
    path("<int:pk>/", views.commitment, name="commitment"),
    path("suivis/", views.campaigns, name="campaigns"),
    path("suivis/<int:pk>/", views.campaign, name="campaign"),
    path("suivis/<int:pk>/rapport/", views.report, name="report"),
    path("suivis/<int:pk>/rapport.docx", views.report_docx, name="report_docx"),
    path("suivis/<int:pk>/rapport.pdf", views.report_pdf, name="report_pdf"),
    path("actions/", views.actions, name="actions"),
    path("actions/nouvelle/<slug:plan>/", views.new_action, name="new_action"),
    path("actions/<int:pk>/", views.action, name="action"),
]
