"""The forms of all kinds of submissions: each lists the fields that a person may fill in."""
