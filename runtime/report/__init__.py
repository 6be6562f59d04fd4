"""The report of a run: report.html for people, report.json for programs."""
