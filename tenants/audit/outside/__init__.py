"""What an outsider runs. It needs Python and nothing else, so nothing here imports anything of ours or of anybody's."""
