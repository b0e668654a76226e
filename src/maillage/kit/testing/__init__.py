"""What tests need and no library gives: a strict client, a still clock, requirement markers that can be counted."""
