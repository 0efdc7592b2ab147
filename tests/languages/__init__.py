"""Tests of languages: what is said in each, and that nothing is left in English."""
