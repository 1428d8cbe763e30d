"""Long work: it shows progress, can be left and resumed, is never done twice, and tells its starter when it is done.

A kind of work is a function of one `Run`; the table of kinds is `infra/jobs.py`. What a chunk does and where it got to are
committed together, so a worker that dies at any moment is followed by one that goes on from there.
"""

# One row per line of a file or a selection: the record of what a job did, itself never changed but by its undoing.
APPEND_ONLY_TABLES = ("jobs_outcome",)

# How far a job is and what a person has just ticked: made anew from moment to moment.
DERIVED_TABLES = ("jobs_progress", "jobs_selection")
