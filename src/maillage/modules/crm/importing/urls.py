from django.urls import path

from maillage.modules.crm.importing import views

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/<str:batch>/", views.imported, name="import"),
    path("import/<str:batch>/lignes.csv", views.lines, name="import_lines"),
]
