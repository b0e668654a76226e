"""The picture of a map, for a screen, for paper and as a drawing: the same letters, the same hatchings everywhere."""
