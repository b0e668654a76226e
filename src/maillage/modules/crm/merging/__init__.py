"""Companies that may be one: shown side by side, merged with everything attached, parted again."""
