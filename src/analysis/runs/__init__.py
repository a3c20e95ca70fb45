"""Execute notebooks: parameters, planning, caching, runs, sweeps and schedules."""
