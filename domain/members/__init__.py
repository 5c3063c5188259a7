"""Party members who reported in, volunteers with their hours, and what both promise and do."""
