"""The ledger: the one door by which anything is published, and the history that it leaves."""
