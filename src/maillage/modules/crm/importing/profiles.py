"""The profiles of columns that come with the application: examples, that a network adapts to its own files."""

from datetime import datetime
from pathlib import Path

import yaml

import maillage
from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.crm.operations import Loaded
from maillage.shared.exchange.kinds import get
from maillage.shared.exchange.models import MappingProfile

FOLDER = Path(maillage.__file__).parent / "data" / "network" / "imports"


@operation("exchange.load_profiles")
def load_profiles(*, actor: Actor, at: datetime, folder: Path = FOLDER) -> Loaded:
    """Make the profiles of the files that are not there yet; one that people changed on screen is left as it is. Raises ValueError
    for a file that names a field that does not exist."""
    created = unchanged = 0
    for path in sorted(folder.glob("*.yaml")):
        said = yaml.safe_load(path.read_text("utf-8"))
        known = {field.name for field in get(said["kind"]).fields()}
        if strange := set(said["columns"]) - known:
            raise ValueError(f"{path.name}: {sorted(strange)}")
        _row, made = MappingProfile.objects.get_or_create(
            kind=said["kind"], title=said["title"], defaults={"columns": said["columns"], "saved_at": at}
        )
        created, unchanged = created + made, unchanged + (not made)
    return Loaded(created=created, changed=0, unchanged=unchanged)
