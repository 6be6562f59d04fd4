"""Dates and times, written as ISO 8601 says, and their parts."""

import numpy as np

from runtime.data.features.learner import AtRow, Learner


class Times(Learner):
    """`hour`, `weekday`, `month`, `year_day`.  Indices are int32, from 0 on."""

    def hour(self, values: np.ndarray) -> np.ndarray:
        moments = parse_moments(values)
        return since(moments, "D") // 3600

    def weekday(self, values: np.ndarray) -> np.ndarray:
        """0 is Monday: 1 January 1970 was a Thursday."""
        days = parse_moments(values).astype("datetime64[D]").astype(np.int64)
        return ((days + 3) % 7).astype(np.int32)

    def month(self, values: np.ndarray) -> np.ndarray:
        return (parse_moments(values).astype("datetime64[M]").astype(np.int64) % 12).astype(np.int32)

    def year_day(self, values: np.ndarray) -> np.ndarray:
        return since(parse_moments(values), "Y") // 86400


def since(moments: np.ndarray, unit: str) -> np.ndarray:
    """Seconds since the day or the year began."""
    passed = moments - moments.astype(f"datetime64[{unit}]")
    return np.asarray(passed.astype("timedelta64[s]").astype(np.int32))


def parse_moments(values: np.ndarray) -> np.ndarray:
    """Texts as moments, to the second.  Raises `AtRow` of the first that is none."""
    texts = values.astype(str)
    try:
        moments = texts.astype("datetime64[s]")
    except ValueError:
        moments = np.array([moment(text) for text in texts.ravel()]).reshape(values.shape)
    wrong = np.isnat(moments)
    if wrong.any():
        found = texts[wrong].flat[0]
        said = f"`{found}` is no date" if found else "a date is missing"
        raise AtRow(
            said, int(np.argwhere(wrong)[0, 0]), help="dates and times are written as 2016-07-01 or 2016-07-01 13:30:00"
        )
    return moments


def moment(text: str) -> "np.datetime64":
    try:
        return np.datetime64(text, "s")
    except ValueError:
        return np.datetime64("NaT", "s")
