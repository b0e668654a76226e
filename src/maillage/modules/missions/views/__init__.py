"""Pages of the mission map: reading, editing, scenarios, exchanges."""
