"""Party members who reported in, volunteers with their hours, and what members pledge."""
