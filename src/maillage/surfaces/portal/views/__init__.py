"""The pages of the portal: the front door, the guided entry, the pathway, the request and its follow-up."""
