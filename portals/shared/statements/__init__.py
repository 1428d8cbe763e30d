"""A wallet's statement as a page and as a file: the same figures as PDF, CSV and XLSX, exact to the minor unit."""
