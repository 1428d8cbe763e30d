"""The timeline: what happened around a person or a thing, in sentences, newest first."""
