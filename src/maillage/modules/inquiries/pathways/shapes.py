"""What a pathway proposed to a company is made of."""

from dataclasses import dataclass

MOST = 3
"""H-154: no more than three next steps, whatever the model says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedStep:
    """One next step, with the one organisation to see. ``unit_pk`` None: no unit of it is known for this subject.

    ``scheme_slug``: the first aid that is meant for the company, empty when there is none; ``aids``: how many are possible.
    ``contact``: how to reach it, always there: a public telephone, address or site, else the request itself or its page
    in the directory; ``contact_link``: where that leads, empty for the request. ``orients``: nobody is known to serve this
    there, the entry door says where to go.
    """

    stage: str
    title: str
    organization_pk: int
    organization_name: str
    unit_pk: int | None = None
    unit_name: str = ""
    scheme_slug: str = ""
    scheme_title: str = ""
    aids: int = 0
    contact: str = ""
    contact_link: str = ""
    orients: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The pathway of a company: at most ``MOST`` next steps, in the order of stages. ``model``: the code of the packaged
    pathway, empty for the plain one; ``title`` its name; ``source`` where it comes from, empty: to be confirmed."""

    model: str
    title: str
    source: str
    is_demo: bool
    steps: tuple[ProposedStep, ...]
