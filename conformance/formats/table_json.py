"""Several runs as one JSON object."""

from __future__ import annotations

import json

from conformance.formats import as_json
from conformance.matrix import Matrix


def render(matrix: Matrix) -> str:
    """Return a matrix as JSON: the outcomes by requirement and name, and the report of each run."""
    names = [column.name for column in matrix.columns]
    content = {
        "api": matrix.api,
        "exit_status": matrix.exit_status,
        "targets": [
            {
                "name": column.name,
                "url": column.url,
                "exit_status": column.exit_status(matrix.level),
                "problem": column.problem,
                "report": json.loads(as_json.render(column.report)) if column.report else None,
            }
            for column in matrix.columns
        ],
        "requirements": [
            {
                "id": row.requirement.id,
                "level": row.requirement.level,
                "statement": row.requirement.statement,
                "differs": row.differs,
                "outcomes": dict(
                    zip(
                        names,
                        (None if one is None else one.word for one in row.outcomes),
                        strict=True,
                    )
                ),
            }
            for row in matrix.rows
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
