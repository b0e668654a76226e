from django.urls import path

from maillage.shared.todos import views

app_name = "todos"
urlpatterns = [
    path("", views.todos, name="list"),
    path("a-faire.csv", views.export, name="export"),
    path("nouvelle/", views.new, name="new"),
    path("<str:public_id>/", views.todo, name="todo"),
]
