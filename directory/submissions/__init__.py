"""What anybody proposes: a new company or a change, without an account."""
