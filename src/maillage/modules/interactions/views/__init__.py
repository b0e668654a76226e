"""Pages of exchanges, contacts, received mails, for people of the network."""
