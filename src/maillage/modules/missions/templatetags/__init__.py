"""What pages of the mission map draw."""
