"""The files of DVC as data: stages, recorded outputs, remotes, listings of folders. Nothing of DVC is imported."""
