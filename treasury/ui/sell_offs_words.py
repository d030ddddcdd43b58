"""What the sell-off monitor says: headline, titles, alt texts, headings of the tables, notes."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics.levels import extremes_since, level_percentile
from treasury.analytics.stress import SP500
from treasury.charts.stress import CATEGORIES, REGIONS
from treasury.ui.sell_offs import Made

LABELS = {
    "date": "Date",
    "episode": "Episode",
    "from_date": "Measured from",
    "first_day": "First day",
    "last_day": "Last day",
    "triple_days": "Triple days",
    "sessions": "Sessions",
    "yield_bp": "Yield",
    "dollar_pct": "Dollar",
    "sp500_pct": "S&P 500",
    "ofr_equity_valuation_change": "OFR equity part",
    "fsi_change": "OFR index",
    "stock_measure": "Stock measure",
    "key_date": "Key date",
    "triple": "Triple day",
    "period": "Period",
    "moves": "Moves",
    "rises": "Yield up",
    "falls": "Dollar down",
    "both": "Both",
    "share_pct": "Share",
    "rises_share_pct": "Of yields up",
    "chance_share_pct": "If unrelated",
}
MONTHS_A_YEAR = 12
RECENT = pd.DateOffset(months=3)  # that a level is the lowest since a day so close is no news
NAME = "triple sell-off days"
NOT_HELD = (
    "The S&P 500 is not held: its owner's rights keep it out of the snapshot, and `python -m treasury refresh equities` reads it "
    "for your own store. Until then the OFR's equity-valuation part is used under its own name. It is no share price and takes "
    "in markets abroad: it eased on 10 April 2025, when US stocks fell sharply, so it makes no triple day of that one."
)
NOTES = """
**Triple sell-off day**: yield up, dollar down and the stock measure sold off, each by at least its threshold (0: any move
that way), over the same sessions: from one day on which all three have a figure to the next. A holiday of one market joins
two sessions of the others; nothing is measured across more than 7 calendar days.

**Stock measure**: the S&P 500 at the close where it is held (FRED shows ten years). Beside it, never for it, the part of the
OFR's Financial Stress Index for equity valuation: index points that valuations in several markets add to stress, up in a
sell-off. It misses days and has others: by the thresholds with which the page opens, the S&P 500 gives six triple days from
August 2016 to August 2026 and this part seven, four of them the same.

**Dollar**: the Federal Reserve's broad index, a noon rate; the yield is from the afternoon, stocks from the close.
"""
EPISODE_NOTES = """
Triple days at most so many sessions apart (set above) are one **episode**. Its moves run from the shared day before its first
triple day to its last triple day, days that were no triple days included.
"""
RARE_NOTES = """
**Share**: of all days (or calendar weeks) with a move of both, those with the yield up and the dollar down by at least the
two thresholds above. **If unrelated**: share of yields up times share of dollar down, what chance alone would bring; a share
above it says that the two went together more often than that. The broad dollar index begins in 2006.

**Which days**: those with a yield and a dollar index, whatever is held of stocks. The list under "Triple sell-offs" counts only
days that have the stock measure too, and moves from one of those to the next, so its number can differ by a few.
"""
CORRELATION_NOTES = """
Correlation of daily moves over the window: the yield's change in bp with the dollar's in percent, and with the stock
measure's. **Below zero**: yields rose with the dollar down. **Above zero**: yields and dollar rose together, as when growth
or policy lifts both. With stocks: above zero, yields rose with stocks up. The OFR's part rises when valuations fall, so its
sign reads the other way round. A window with a gap of more than 7 days in it has no figure.
"""
STRESS_NOTES = """
**OFR Financial Stress Index**: zero is its average, above is more stress. Its five categories add up to it, and so do its
three regions. Equity valuation and volatility are parts of this index, neither share prices nor the VIX.
"""


def limits(made: Made, of: int = 3) -> str:
    """The thresholds in words, all or the first two, for the line under a title."""
    chosen = made.choice
    sizes = (chosen.limits.rise_bp, chosen.limits.fall_pct, chosen.limits.stocks)
    way = "down" if chosen.measure is SP500 else "up"
    name = "S&P 500" if chosen.measure is SP500 else "OFR part"
    parts = zip((f"{chosen.tenor} up", "dollar down", f"{name} {way}"), sizes, ("bp", "%", chosen.stocks[2]), strict=True)
    said = [f"{what} {size:g} {unit}" if size else f"{what} at all" for what, size, unit in parts]
    return ", ".join(said[:of])


def headline(made: Made, correlation: pd.Series) -> str:
    """How many triple days there were in the range, by which measure, the last one, and the correlation now."""
    span = made.counted
    if span is None:
        return f"Triple sell-offs from {made.choice.shown.words} cannot be counted: {not_shared(made)}."
    what = f"Yields up, the dollar down and {made.choice.stocks_words}"
    aside = "" if made.choice.measure is SP500 else " (not stocks)" if made.sp500_held else " (the S&P 500 is not held)"
    count = len(made.days)
    last = f", the last on {units.day(made.days.index[-1])}" if count else ""
    days = f"{units.count(count)} {'day' if count == 1 else 'days'}" if count else "no day"
    said = f"{what}{aside}: {days} beyond the thresholds from {span.words}{last}."
    kept = correlation.dropna()
    if kept.empty:
        return said
    now = f"{kept.iloc[-1]:+.2f} on {units.day(kept.index[-1])}"
    return f"{said} The {made.choice.window}-session correlation of yield and dollar was {now}."


def not_shared(made: Made, of: int = 3) -> str:
    """Why no day of the range has a move of all three series (or the first two): which ends first or begins last, and when."""
    chosen, held = made.choice.shown, dict(list(made.held.items())[:of])
    last = {name: days[1] for name, days in held.items()}
    first = {name: days[0] for name, days in held.items()}
    ending, beginning = min(last, key=last.__getitem__), max(first, key=first.__getitem__)
    if last[ending] < chosen.start:
        return f"{ending} ends on {units.day(last[ending])}, before this range begins"
    if first[beginning] > chosen.end:
        return f"{beginning} begins on {units.day(first[beginning])}, after this range ends"
    return f"no day of it has a move of {'all three' if of > 2 else 'both'} ({ending} ends first, on {units.day(last[ending])})"


def around(made: Made, of: int = 3) -> dict[str, str]:
    """The line under the title of a chart of all three (or two), and what stands in it without a day: none, or not known."""
    if of > 2 and made.counted:
        empty = f"No day from {made.counted.words} is beyond all three thresholds."
    else:
        empty = f"Cannot be counted: {not_shared(made, of)}."
    return {"subtitle": limits(made, of), "empty": empty}


def days_title(made: Made) -> str:
    """How many, and the year with the most; short enough for a phone."""
    if made.counted is None:
        return "Triple sell-off days: not known"
    if made.days.empty:
        return "No triple sell-off day"
    years = pd.DatetimeIndex(made.days.index).year.value_counts()
    most = sorted(int(year) for year in years.index[years == years.max()])
    count = f"{len(made.days)} triple sell-off {'day' if len(made.days) == 1 else 'days'}"
    return f"{count}, most in {most[-1]}" if len(made.days) > 1 and len(most) == 1 else count


def days_alt(made: Made) -> str:
    span = made.counted
    if span is None:
        return f"{made.choice.shown.words}: triple sell-off days cannot be counted, {not_shared(made)}."
    words = span.words
    if made.days.empty:
        return f"{words}: no triple sell-off day ({limits(made)}), by {made.choice.measure.name}."
    top, last = made.days["yield_bp"].idxmax(), made.days.index[-1]
    rise = units.bp(made.days.loc[top, "yield_bp"])
    return (
        f"{len(made.days)} triple sell-off days by {made.choice.measure.name}, {words} ({limits(made)}); the largest rise of the "
        f"yield was {rise} on {units.day(top)}, the last day was {units.day(last)}."
    )


def pair_words(rows: pd.DataFrame) -> str:
    """What the list of days with two of the three holds, and among which days they are counted."""
    triple = int(rows["triple"].eq("yes").sum())
    return (
        f"{units.count(len(rows))} days with the yield up and the dollar down, {units.count(triple)} of them triple days "
        "(of the days on which all three are held)"
    )


def shown(rows: pd.DataFrame) -> list[str]:
    """The columns of a table without the stock measure's name, which a heading says already; the CSV has it on every row."""
    return [name for name in rows.columns if name != "stock_measure"]


def rarity_title(decades: pd.DataFrame, by: str) -> str:
    """The share over all."""
    whole = decades.iloc[-1] if len(decades) else None
    if whole is None:
        return "Yields up with the dollar down"
    return f"Yield up, dollar down: {units.percent(whole['share_pct'], 1)} of {by}"


def rarity_words(made: Made, decades: pd.DataFrame, years: pd.DataFrame, by: str) -> str:
    """The share over all against chance, and the last two years in the range."""
    if decades.empty:
        span = made.choice.shown.words
        return f"How rare yields up with the dollar down was from {span} cannot be counted: {not_shared(made, 2)}."
    whole, limits = decades.iloc[-1], made.choice.limits
    rise = f"rose by {limits.rise_bp:g} bp or more" if limits.rise_bp else "rose"
    fall = f"fell by {limits.fall_pct:g} % or more" if limits.fall_pct else "fell"
    share, chance = (units.percent(whole[name], 1) for name in ("share_pct", "chance_share_pct"))
    last = [f"{units.percent(row.share_pct, 1)} in {row.period}" for row in years.tail(2).itertuples()]
    so_far = " so far" if whole["last_day"].month < MONTHS_A_YEAR else ""
    on = "on" if by == "days" else "in"
    span = units.days(whole["first_day"], whole["last_day"])
    return (
        f"The {made.choice.tenor} yield {rise} while the dollar {fall} {on} {share} of {by} from {span}, against {chance} if the "
        f"two were unrelated; it was {' and '.join(last)}{so_far}."
    )


def rarity_alt(made: Made, decades: pd.DataFrame, by: str) -> str:
    if decades.empty:
        return f"Share of {by} with yields up and the dollar down: not known, {not_shared(made, 2)}."
    said = [
        f"{row.period} {units.percent(row.share_pct, 1)} of {by} ({units.percent(row.chance_share_pct, 1)} if unrelated)"
        for row in decades.itertuples()
    ]
    return f"Yields up with the dollar down: {'; '.join(said)}."


def correlation_title(lines: pd.DataFrame) -> str:
    kept = lines["dollar"].dropna()
    if kept.empty:
        return "Yield, dollar, stock measure"
    return f"Yield and dollar {kept.iloc[-1]:+.2f} on {units.day(kept.index[-1])}"


def correlation_words(correlation: pd.Series, made: Made) -> str:
    """The last figure of the range, since when the sign is what it is, and how often it was negative."""
    kept = made.choice.shown.of(correlation.to_frame()).squeeze(axis="columns").dropna()
    if kept.empty:
        words = f"No day from {made.choice.shown.words} has a full window of {made.choice.window} sessions of yield and dollar"
        return f"{words}: {not_shared(made, 2)}." if made.choice.shown.of(made.pair_levels).empty else f"{words}."
    negative = bool(kept.iloc[-1] < 0)
    other = kept.index[(kept < 0) != negative]
    since = kept.index[kept.index > other[-1]][0] if len(other) else kept.index[0]
    share = units.percent((kept < 0).mean() * 100, 0)
    sign = "below zero (yields up with the dollar down)" if negative else "above zero (yields and dollar up together)"
    what = f"{made.choice.window}-session correlation of the {made.choice.tenor} yield and the dollar"
    return (
        f"The {what} was {kept.iloc[-1]:+.2f} on {units.day(kept.index[-1])}, {sign} since {units.day(since)}; it was below zero "
        f"on {share} of the days since {units.day(kept.index[0])}."
    )


def correlation_alt(lines: pd.DataFrame, made: Made) -> str:
    said = []
    for column, name in (("dollar", "dollar"), ("stocks", made.choice.measure.name)):
        kept = lines[column].dropna()
        if len(kept):
            end = f"{kept.iloc[-1]:+.2f} on {units.day(kept.index[-1])}"
            said.append(f"with {name} {end}, from {kept.min():+.2f} to {kept.max():+.2f}")
    words = "; ".join(said) or "no full window in this range"
    return f"Correlation of the {made.choice.tenor} yield over {made.choice.window} sessions: {words}."


def parts_of(choice: str) -> dict[str, str]:
    """The columns and names of the split chosen."""
    return dict(CATEGORIES if choice == "By category" else REGIONS)


def stress_title(frame: pd.DataFrame) -> str:
    kept = frame["fsi"].dropna()
    if kept.empty:
        return "Financial stress"
    return f"Stress {kept.iloc[-1]:+.2f} on {units.day(kept.index[-1])}"


def stress_words(frame: pd.DataFrame, shown: pd.DataFrame) -> str:
    """The index on the last day of the range: its percentile, the extreme it is (if of some months), its largest part."""
    kept = shown["fsi"].dropna()
    if kept.empty:
        return "No day of this range has the index."
    day = kept.index[-1].date()
    rank = level_percentile(frame["fsi"], day)
    parts = shown.loc[kept.index[-1], list(CATEGORIES)].dropna()
    top = str(parts.abs().idxmax()) if len(parts) else ""
    most = f" {_largest(CATEGORIES[top], parts[top])}" if top else ""
    rank_words = f"{units.ordinal(rank.percentile_pct)} percentile of its ten years"
    words = f"The OFR stress index stood at {kept.iloc[-1]:+.2f} on {units.day(day)}: {rank_words}"
    return f"{words}{_extreme(frame['fsi'], day)}.{most}"


def _extreme(index: pd.Series, day: date) -> str:
    """ ", the lowest since ...", where that is some months back; else nothing."""
    ends = extremes_since(index, day)
    low, high = ends.as_low_on or ends.history_from, ends.as_high_on or ends.history_from
    if low is None or high is None:
        return ""
    name, since = ("lowest", low) if ends.as_low_on is None or low < high else ("highest", high)
    return f", the {name} since {units.day(since)}" if pd.Timestamp(since) <= pd.Timestamp(day) - RECENT else ""


def _largest(name: str, part: float) -> str:
    """Which part adds or takes off most, by its sign."""
    return f"{name} {'adds' if part > 0 else 'takes off'} most, {part:+.2f}."


def stress_alt(shown: pd.DataFrame, parts: dict[str, str]) -> str:
    kept = shown.dropna(subset="fsi")
    if kept.empty:
        return "OFR Financial Stress Index: no day in this range."
    whole = kept[list(parts)].dropna()
    said = (
        ", ".join(f"{name.lower()} {whole.iloc[-1][column]:+.2f}" for column, name in parts.items()) if len(whole) else "no parts"
    )
    end = f" ({units.day(whole.index[-1])})" if len(whole) else ""
    return f"OFR Financial Stress Index {kept['fsi'].iloc[-1]:+.2f} on {units.day(kept.index[-1])}; its parts: {said}{end}."
