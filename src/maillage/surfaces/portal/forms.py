"""The request and the reply of a company: what was typed, what is wrong with it, and nothing lost."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.errors import Refused
from maillage.modules.inquiries.operations import LONGEST, MOST_FILES

MOST = {"personne": 120, "telephone": 40, "entreprise_nom": 200}
"""Characters of a line; what is longer is said, never cut."""
KEY = re.compile(r"[\w-]{8,64}")
# The field that a refusal names → the field of the page.
NAMES = {
    "contact_email": "courriel",
    "contact_phone": "telephone",
    "contact_name": "personne",
    "name": "entreprise_nom",
    "company_name": "entreprise_nom",
    "subject": "sujet",
    "need": "message",
    "body": "message",
    "commune": "message",
    "file": "pieces",
    "attachments": "pieces",
    "files": "pieces",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForm:
    """What a company leaves: ``errors`` by field of the page, "" for the whole. ``key`` makes two sendings of one form
    one request. ``again``: files were chosen, and have to be chosen again."""

    key: str
    email: str = ""
    phone: str = ""
    person: str = ""
    message: str = ""
    company: str = ""
    subject: str = ""
    files: tuple[UploadedFile, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyForm:
    """A message of the company in the thread of its request."""

    key: str
    message: str = ""
    files: tuple[UploadedFile, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    again: bool = False


def blank_request() -> RequestForm:
    """A new form, with its own key."""
    return RequestForm(key=secrets.token_urlsafe(18))


def blank_reply() -> ReplyForm:
    """A new form, with its own key."""
    return ReplyForm(key=secrets.token_urlsafe(18))


def request(
    data: QueryDict, sent: "MultiValueDict[str, UploadedFile]", *, named: bool, subject: str
) -> RequestForm:
    """What was sent, with its faults. ``named``: the company already has a name; ``subject``: the code already chosen."""
    files = tuple(sent.getlist("pieces"))
    said = {
        name: data.get(name, "").strip() for name in ("courriel", "telephone", "personne", "entreprise_nom")
    }
    message = data.get("message", "").strip()
    chosen = subject or data.get("sujet", "")
    errors: dict[str, str] = {}
    for name, most in MOST.items():
        try:
            fields.line(said[name], most=most, field=name)
        except Refused as refusal:
            errors |= refused(refusal)
    if not said["courriel"] and not said["telephone"]:
        errors["courriel"] = _(
            "Donnez une adresse électronique ou un téléphone : sans eux, personne ne peut vous répondre."
        )
    else:
        try:
            fields.email(said["courriel"], field="courriel")
        except Refused as refusal:
            errors |= refused(refusal)
    if not said["personne"]:
        errors["personne"] = _("Dites qui nous devons demander.")
    if not named and not said["entreprise_nom"]:
        errors["entreprise_nom"] = _("Donnez un nom à votre entreprise ou à votre projet, même provisoire.")
    if not chosen:
        errors["sujet"] = _("Choisissez le sujet : il dit qui vous répondra.")
    errors |= _faults(message, files)
    return RequestForm(
        key=_key(data),
        email=said["courriel"],
        phone=said["telephone"],
        person=said["personne"],
        company=said["entreprise_nom"],
        message=message,
        subject=chosen,
        files=files,
        errors=errors,
        again=bool(errors and files),
    )


def reply(data: QueryDict, sent: "MultiValueDict[str, UploadedFile]") -> ReplyForm:
    """A reply as sent, with its faults."""
    files = tuple(sent.getlist("pieces"))
    message = data.get("message", "").strip()
    errors = _faults(message, files)
    return ReplyForm(
        key=_key(data), message=message, files=files, errors=errors, again=bool(errors and files)
    )


def refused(refusal: Refused) -> dict[str, str]:
    """A refusal, beside the field it names."""
    name = NAMES.get(refusal.field or "", refusal.field or "")
    return {name if name in NAMES.values() else "": str(refusal)}


def left_out(faults: Sequence[str]) -> str:
    """What is wrong with the address that a request came from, and was left out of it."""
    told = _(
        "Une réponse de votre parcours ne se lit plus, elle a été retirée : %(faults)s Vérifiez, puis envoyez."
    )
    return told % {"faults": " ".join(faults)}


def _faults(message: str, files: Sequence[UploadedFile]) -> dict[str, str]:
    errors = {}
    if not message:
        errors["message"] = _("Écrivez votre message : quelques mots suffisent.")
    elif len(message) > LONGEST:
        errors["message"] = _(
            "Votre message est trop long : %(n)d signes au plus. Joignez le reste en fichier."
        ) % {"n": LONGEST}
    if len(files) > MOST_FILES:
        errors["pieces"] = _("Joignez %(n)d fichiers au plus.") % {"n": MOST_FILES}
    return errors


def _key(data: QueryDict) -> str:
    """The key of the form; a new one when it was altered."""
    key = data.get("cle", "")
    return key if KEY.fullmatch(key) else secrets.token_urlsafe(18)
