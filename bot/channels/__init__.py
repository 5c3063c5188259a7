"""The channels: each knows its platform, and nobody else does."""
