"""一日一现场 on a phone: my projects of today, one log of one site, what was sent, who sent when."""
