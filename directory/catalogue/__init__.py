"""What is listed and why we believe it."""
