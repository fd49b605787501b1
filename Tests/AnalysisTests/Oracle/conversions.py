"""The conversions of a list by the messages that they follow, with the statistics as SciPy and statsmodels have them."""

import decimal
import itertools

import duckdb
from scipy.stats import binomtest, fisher_exact
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

WINDOW = 3 * 86_400
TIMES = ["week", "day", "hour"]
NO_ALTERNATIVES = {"platform": ["mixed", "unknown"], "reason_category": ["mixed"]}


def load(database: duckdb.DuckDBPyConnection, path: str, window: int) -> None:
    """Reads a CSV with the columns person, time, goal and value, its times `YYYY-MM-DD HH:MM:SS` UTC."""
    database.execute(
        """create temp table listed as
           select row_number() over () + 1 as line, person, time, nullif(goal, '') as goal,
               nullif(value, '')::decimal(38, 6) as value
           from read_csv(?, header=true, auto_detect=false, delim=',', quote='"', nullstr='',
               columns={'person': 'varchar', 'time': 'varchar', 'goal': 'varchar', 'value': 'varchar'})""",
        [path],
    )
    database.execute("set variable conversion_window = ?", [window])


def totals(database: duckdb.DuckDBPyConnection, dims: tuple | None, delivered: int) -> dict:
    """The conversions of a part's messages."""
    rows = database.execute(
        """select credit.code, goal, value from part join credit using (code)
           where part.dims is not distinct from ?::varchar[]""",
        [None if dims is None else list(dims)],
    ).fetchall()
    goals = [
        {"goal": goal, **counts([row for row in rows if row[1] == goal])} for goal in {goal for _, goal, _ in rows}
    ]
    found = counts(rows)
    return {
        **found,
        "rate": found["messages"] / delivered if delivered else None,
        "interval": wilson(found["messages"], delivered),
        "by_goal": sorted(
            goals, key=lambda goal: (-goal["conversions"], goal["goal"] is not None, (goal["goal"] or "").encode())
        ),
    }


def counts(rows: list[tuple]) -> dict:
    return {
        "messages": len({code for code, _, _ in rows}),
        "conversions": len(rows),
        "value": float(sum((value or 0 for _, _, value in rows), decimal.Decimal(0))),
    }


def lines(database: duckdb.DuckDBPyConnection, lines: list[dict]) -> list[dict]:
    """The delivery log with the conversions of each message."""
    credited: dict = {}
    for row in database.execute("select code, goal, value from credit").fetchall():
        credited.setdefault(row[0], []).append(row)
    for line in lines:
        found = counts(credited.get(line["tracking_code"], []))
        line["conversions"] = found["conversions"]
        line["conversion_value"] = found["value"] if found["conversions"] else None
    return lines


def wilson(count: int, total: int) -> list[float] | None:
    if total == 0:
        return None
    interval = binomtest(count, total).proportion_ci(confidence_level=0.95, method="wilson")
    return [float(interval.low), float(interval.high)]


def summary(database: duckdb.DuckDBPyConnection, by: list[str], window: int) -> dict:
    """What became of the list."""

    def count(query: str) -> int:
        return database.execute(f"select count(*) from {query}").fetchone()[0]

    return {
        "window_seconds": window,
        "listed": count("conversion"),
        "of_other_messages": count("credit where code not in (select code from message)"),
        "of_unknown_people": count("uncredited where not is_known"),
        "without_message": count("uncredited where is_known"),
        "repeated": count("listed") - count("conversion"),
        "comparisons": comparisons(database, by),
    }


def comparisons(database: duckdb.DuckDBPyConnection, by: list[str]) -> dict | None:
    """Each pair of groups that differ in one dimension: the variant, else the last one that is no time."""
    alternatives = [dimension for dimension in by if dimension not in TIMES]
    if not alternatives:
        return None
    compared = "variant" if "variant" in by else alternatives[-1]
    of_variants = ["journey", "step"] if compared == "variant" else []
    shared = of_variants + [dimension for dimension in by if dimension not in [compared, *of_variants]]
    cells = database.execute(
        f"""select [{", ".join(shared)}]::varchar[], {compared}, count(*),
                count(*) filter (code in (select code from credit))
            from message where delivered and {compared} is not null group by all"""
    ).fetchall()
    families: dict = {}
    for values, value, delivered, credited in cells:
        if value in NO_ALTERNATIVES.get(compared, []):
            continue
        families.setdefault(tuple(values), []).append({"value": value, "delivered": delivered, "messages": credited})
    pairs, all_pairs = [], 0
    for values in sorted(families, key=lambda values: (-size(families[values]), [place(value) for value in values])):
        sides = sorted(families[values], key=lambda side: (-side["delivered"], side["value"].encode()))
        all_pairs += len(sides) * (len(sides) - 1) // 2
        largest = sorted(sides[:10], key=lambda side: side["value"].encode())
        pairs += [pair(dict(zip(shared, values)), *two) for two in itertools.combinations(largest, 2)]
    pairs = pairs[:100]
    if pairs:
        corrected = multipletests([pair["p_value"] for pair in pairs], method="holm")[1]
        for one, value in zip(pairs, corrected):
            one["p_value_holm"] = float(value)
            one["significant"] = bool(value < 0.05)
    return {"dimension": compared, "all_pairs": all_pairs, "pairs": pairs}


def size(sides: list[dict]) -> int:
    return sum(side["delivered"] for side in sides)


def place(value: str | None) -> tuple:
    return (value is not None, (value or "").encode())


def pair(by: dict, first: dict, second: dict) -> dict:
    (k, n), (m, o) = [(side["messages"], side["delivered"]) for side in (first, second)]
    low, high = confint_proportions_2indep(m, o, k, n, method="newcomb", compare="diff", alpha=0.05)
    return {
        "by": by,
        "first": {**first, "rate": k / n},
        "second": {**second, "rate": m / o},
        "difference": m / o - k / n,
        "interval": [float(low), float(high)],
        "p_value": float(fisher_exact([[k, n - k], [m, o - m]])[1]),
    }
