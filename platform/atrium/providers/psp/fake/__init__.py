"""Two payment providers in memory, for unit and flow tests: one that behaves, one that does everything it may."""
