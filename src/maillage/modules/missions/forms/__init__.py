"""What a person types to say, correct, move or confirm what the map holds."""
