"""What somebody has to do, for when, about what; and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.directory.models import Person, Unit
from maillage.shared.todos.enums import TodoDid, TodoState
from maillage.shared.todos.personal import ACTION, TODO_EVENT

__all__ = ["Todo", "TodoDid", "TodoEvent", "TodoState"]


class Todo(Audited):
    """An action («action à faire»): one owner, one day. ``subject_*``: what it is about, by kind and public reference; its label
    is kept as it was, for the day when the thing is gone."""

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    what = models.CharField(_("à faire"), max_length=200)
    due_on = models.DateField(_("pour le"))
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("qui le fait")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité"))
    subject_kind = models.CharField(_("genre de ce dont il s'agit"), max_length=60, blank=True)
    subject_ref = models.CharField(_("référence de ce dont il s'agit"), max_length=64, blank=True)
    subject_label = models.CharField(_("ce dont il s'agit"), max_length=240, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=TodoState, default=TodoState.OPEN)
    author = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("notée par")
    )
    created_at = models.DateTimeField(_("notée le"))
    created_by = models.CharField(_("notée au nom de"), max_length=160)
    settled_at = models.DateTimeField(_("réglée le"), null=True, blank=True)
    settled_by = models.CharField(_("réglée par"), max_length=160, blank=True)
    dropped_reason = models.CharField(_("pourquoi l'abandonner"), max_length=300, blank=True)
    told_on = models.DateField(
        _("retard dit le"), null=True, blank=True, help_text=_("une fois par échéance")
    )
    is_demo = models.BooleanField(_("démonstration"), default=False)

    personal = ACTION

    class Meta:
        verbose_name = _("action à faire")
        verbose_name_plural = _("actions à faire")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what=""),
                name="a_todo_says_what",
                violation_error_message=_("Dites ce qu'il y a à faire."),
            ),
            models.CheckConstraint(
                condition=~Q(state=TodoState.DROPPED) | ~Q(dropped_reason=""),
                name="a_dropped_todo_says_why",
                violation_error_message=_("Une action abandonnée dit pourquoi."),
            ),
            models.CheckConstraint(
                condition=Q(state=TodoState.OPEN, settled_at__isnull=True)
                | Q(state__in=[TodoState.DONE, TodoState.DROPPED], settled_at__isnull=False),
                name="a_settled_todo_says_when",
                violation_error_message=_("Une action réglée dit quand elle l'a été."),
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_ref="") | (~Q(subject_kind="") & ~Q(subject_ref="")),
                name="the_subject_of_a_todo_is_whole",
                violation_error_message=_(
                    "Ce dont il s'agit a un genre et une référence, ou aucun des deux."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="todos_of_a_person"),
            models.Index(fields=["unit", "state", "due_on"], name="todos_of_a_unit"),
            models.Index(fields=["subject_kind", "subject_ref", "state"], name="todos_about_a_thing"),
        ]

    def __str__(self) -> str:
        return self.what


class TodoEvent(Audited):
    """What happened to an action. ``due_on`` and ``owner``: what it had before."""

    todo = models.ForeignKey(Todo, on_delete=models.CASCADE, related_name="events", verbose_name=_("action"))
    at = models.DateTimeField(_("le"))
    did = models.CharField(_("quoi"), max_length=10, choices=TodoDid)
    by = models.CharField(_("par"), max_length=160)
    note = models.CharField(_("précision"), max_length=300, blank=True)
    due_on = models.DateField(_("échéance d'avant"), null=True, blank=True)
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("qui avant")
    )

    personal = TODO_EVENT

    class Meta:
        verbose_name = _("événement d'une action")
        verbose_name_plural = _("événements d'une action")
        ordering = ["at", "pk"]
