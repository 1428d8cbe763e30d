"""One file a word of the `atrium` command; the file's first line is its line in `atrium --help`."""
