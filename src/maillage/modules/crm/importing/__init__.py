"""Files of companies: their columns, which company each line means, and what it writes."""
