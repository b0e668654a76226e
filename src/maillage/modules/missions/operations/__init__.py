"""Writes of the mission map: a file per verb; a fact is never edited, it is withdrawn and recorded anew."""
