"""What the sell-off monitor says: headline, titles, alt texts, headings of the tables, notes."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics.joint_moves import By
from treasury.analytics.levels import extremes_since, level_percentile
from treasury.analytics.stress import SP500
from treasury.charts.stress import CATEGORIES, REGIONS
from treasury.language import N_, joined, tr, trn
from treasury.ui.sell_offs import BETWEEN, YES, Made

LABELS = {
    "date": N_("Date"),
    "episode": N_("Episode"),
    "from_date": N_("Measured from"),
    "first_day": N_("First day"),
    "last_day": N_("Last day"),
    "triple_days": N_("Triple days"),
    "sessions": N_("Sessions"),
    "yield_bp": N_("Yield"),
    "dollar_pct": N_("Dollar"),
    "sp500_pct": "S&P 500",
    "ofr_equity_valuation_change": N_("OFR equity part"),
    "fsi_change": N_("OFR index"),
    "stock_measure": N_("Stock measure"),
    "key_date": N_("Key date"),
    "triple": N_("Triple day"),
    "period": N_("Period"),
    "moves": N_("Moves"),
    "rises": N_("Yield up"),
    "falls": N_("Dollar down"),
    "both": N_("Both"),
    "share_pct": N_("Share"),
    "rises_share_pct": N_("Of yields up"),
    "chance_share_pct": N_("If unrelated"),
}
MONTHS_A_YEAR = 12
RECENT = pd.DateOffset(months=3)  # that a level is the lowest since a day so close is no news
NAME = "triple sell-off days"
SPAN_NAMES = {"day": N_("days"), "week": N_("weeks")}  # what the share of is
NOT_HELD = N_(
    "The S&P 500 is not held: its owner's rights keep it out of the snapshot, and `python -m treasury refresh equities` reads it "
    "for your own store. Until then the OFR's equity-valuation part is used under its own name. It is no share price and takes "
    "in markets abroad: it eased on 10 April 2025, when US stocks fell sharply, so it makes no triple day of that one."
)
NOTES = N_("""
**Triple sell-off day**: yield up, dollar down and the stock measure sold off, each by at least its threshold (0: any move
that way), over the same sessions: from one day on which all three have a figure to the next. A holiday of one market joins
two sessions of the others; nothing is measured across more than 7 calendar days.

**Stock measure**: the S&P 500 at the close where it is held (FRED shows ten years). Beside it, never for it, the part of the
OFR's Financial Stress Index for equity valuation: index points that valuations in several markets add to stress, up in a
sell-off. It misses days and has others: by the thresholds with which the page opens, the S&P 500 gives six triple days from
August 2016 to August 2026 and this part seven, four of them the same.

**Dollar**: the Federal Reserve's broad index, a noon rate; the yield is from the afternoon, stocks from the close.
""")
EPISODE_NOTES = N_("""
Triple days at most so many sessions apart (set above) are one **episode**. Its moves run from the shared day before its first
triple day to its last triple day, days that were no triple days included.
""")
RARE_NOTES = N_("""
**Share**: of all days (or calendar weeks) with a move of both, those with the yield up and the dollar down by at least the
two thresholds above. **If unrelated**: share of yields up times share of dollar down, what chance alone would bring; a share
above it says that the two went together more often than that. The broad dollar index begins in 2006.

**Which days**: those with a yield and a dollar index, whatever is held of stocks. The list under "Triple sell-offs" counts only
days that have the stock measure too, and moves from one of those to the next, so its number can differ by a few.
""")
CORRELATION_NOTES = N_("""
Correlation of daily moves over the window: the yield's change in bp with the dollar's in percent, and with the stock
measure's. **Below zero**: yields rose with the dollar down. **Above zero**: yields and dollar rose together, as when growth
or policy lifts both. With stocks: above zero, yields rose with stocks up. The OFR's part rises when valuations fall, so its
sign reads the other way round. A window with a gap of more than 7 days in it has no figure.
""")
STRESS_NOTES = N_("""
**OFR Financial Stress Index**: zero is its average, above is more stress. Its five categories add up to it, and so do its
three regions. Equity valuation and volatility are parts of this index, neither share prices nor the VIX.
""")


def limits(made: Made, of: int = 3) -> str:
    """The thresholds in words, all or the first two, for the line under a title."""
    chosen = made.choice
    sizes = (chosen.limits.rise_bp, chosen.limits.fall_pct, chosen.limits.stocks)
    stocks = tr("S&P 500 down") if chosen.measure is SP500 else tr("OFR part up")
    names = (tr("{tenor} up", tenor=chosen.tenor), tr("dollar down"), stocks)
    said = [
        tr("{what} {size:g} {unit}", what=what, size=size, unit=tr(unit)) if size else tr("{what} at all", what=what)
        for what, size, unit in zip(names, sizes, ("bp", "%", chosen.stocks[2]), strict=True)
    ]
    return tr(", ").join(said[:of])


def headline(made: Made, correlation: pd.Series) -> str:
    """How many triple days there were in the range, by which measure, the last one, and the correlation now."""
    span = made.counted
    if span is None:
        return tr("Triple sell-offs from {span} cannot be counted: {why}.", span=made.choice.shown.words, why=not_shared(made))
    what = tr("Yields up, the dollar down and {stocks}", stocks=made.choice.stocks_words)
    aside = "" if made.choice.measure is SP500 else tr(" (not stocks)") if made.sp500_held else tr(" (the S&P 500 is not held)")
    count = len(made.days)
    last = tr(", the last on {day}", day=units.day(made.days.index[-1])) if count else ""
    days = trn("{count} day", "{count} days", count, count=units.count(count)) if count else tr("no day")
    said = tr(
        "{what}{aside}: {days} beyond the thresholds from {span}{last}.",
        what=what,
        aside=aside,
        days=days,
        span=span.words,
        last=last,
    )
    kept = correlation.dropna()
    if kept.empty:
        return said
    return tr(
        "{said} The {window}-session correlation of yield and dollar was {now:+.2f} on {day}.",
        said=said,
        window=made.choice.window,
        now=kept.iloc[-1],
        day=units.day(kept.index[-1]),
    )


def not_shared(made: Made, of: int = 3) -> str:
    """Why no day of the range has a move of all three series (or the first two): which ends first or begins last, and when."""
    chosen, held = made.choice.shown, dict(list(made.held.items())[:of])
    last = {name: days[1] for name, days in held.items()}
    first = {name: days[0] for name, days in held.items()}
    ending, beginning = min(last, key=last.__getitem__), max(first, key=first.__getitem__)
    if last[ending] < chosen.start:
        return tr("{series} ends on {day}, before this range begins", series=ending, day=units.day(last[ending]))
    if first[beginning] > chosen.end:
        return tr("{series} begins on {day}, after this range ends", series=beginning, day=units.day(first[beginning]))
    places = {"series": ending, "day": units.day(last[ending])}
    if of > 2:
        return tr("no day of it has a move of all three ({series} ends first, on {day})", **places)
    return tr("no day of it has a move of both ({series} ends first, on {day})", **places)


def around(made: Made, of: int = 3) -> dict[str, str]:
    """The line under the title of a chart of all three (or two), and what stands in it without a day: none, or not known."""
    if of > 2 and made.counted:
        empty = tr("No day from {span} is beyond all three thresholds.", span=made.counted.words)
    else:
        empty = tr("Cannot be counted: {why}.", why=not_shared(made, of))
    return {"subtitle": limits(made, of), "empty": empty}


def days_title(made: Made) -> str:
    """How many, and the year with the most; short enough for a phone."""
    if made.counted is None:
        return tr("Triple sell-off days: not known")
    if made.days.empty:
        return tr("No triple sell-off day")
    years = pd.DatetimeIndex(made.days.index).year.value_counts()
    most = sorted(int(year) for year in years.index[years == years.max()])
    count = trn("{days} triple sell-off day", "{days} triple sell-off days", len(made.days), days=len(made.days))
    return tr("{count}, most in {year}", count=count, year=most[-1]) if len(made.days) > 1 and len(most) == 1 else count


def days_alt(made: Made) -> str:
    span = made.counted
    if span is None:
        return tr("{span}: triple sell-off days cannot be counted, {why}.", span=made.choice.shown.words, why=not_shared(made))
    places = {"span": span.words, "limits": limits(made), "measure": tr(made.choice.measure.name)}
    if made.days.empty:
        return tr("{span}: no triple sell-off day ({limits}), by {measure}.", **places)
    top, last = made.days["yield_bp"].idxmax(), made.days.index[-1]
    return tr(
        "{days} triple sell-off days by {measure}, {span} ({limits}); the largest rise of the yield was {rise} on "
        "{top}, the last day was {last}.",
        days=len(made.days),
        rise=units.bp(made.days.loc[top, "yield_bp"]),
        top=units.day(top),
        last=units.day(last),
        **places,
    )


def pair_words(rows: pd.DataFrame) -> str:
    """What the list of days with two of the three holds, and among which days they are counted."""
    triple = int(rows["triple"].eq(YES).sum())
    return tr(
        "{rows} days with the yield up and the dollar down, {triple} of them triple days (of the days on which "
        "all three are held)",
        rows=units.count(len(rows)),
        triple=units.count(triple),
    )


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """A table without the stock measure's name, which a heading says already, the CSV has it on every row; key dates and
    decades in the reader's language."""
    kept = rows.drop(columns="stock_measure", errors="ignore")
    words = {"key_date": lambda cell: BETWEEN.join(map(tr, cell.split(BETWEEN))), "period": period_words}
    return kept.assign(**{name: kept[name].map(said) for name, said in words.items() if name in kept})


def period_words(period: str) -> str:
    """A decade or a year as people write it.

    >>> period_words("2010s"), period_words("2025")
    ('2010s', '2025')
    """
    return tr("{decade}s", decade=period[:-1]) if period.endswith("s") else tr(period)


def rarity_title(decades: pd.DataFrame, by: By) -> str:
    """The share over all."""
    whole = decades.iloc[-1] if len(decades) else None
    if whole is None:
        return tr("Yields up with the dollar down")
    return tr("Yield up, dollar down: {share} of {by}", share=units.percent(whole["share_pct"], 1), by=tr(SPAN_NAMES[by]))


def rarity_words(made: Made, decades: pd.DataFrame, years: pd.DataFrame, by: By) -> str:
    """The share over all against chance, and the last two years in the range."""
    if decades.empty:
        return tr(
            "How rare yields up with the dollar down was from {span} cannot be counted: {why}.",
            span=made.choice.shown.words,
            why=not_shared(made, 2),
        )
    whole, limits = decades.iloc[-1], made.choice.limits
    share, chance = (units.percent(whole[name], 1) for name in ("share_pct", "chance_share_pct"))
    last = joined(
        tr("{share} in {year}", share=units.percent(row.share_pct, 1), year=row.period) for row in years.tail(2).itertuples()
    )
    return tr(
        "The {tenor} yield {rise} while the dollar {fall} {share} from {span}, against {chance} if "
        "the two were unrelated; it was {last}{so_far}.",
        tenor=made.choice.tenor,
        rise=tr("rose by {size:g} bp or more", size=limits.rise_bp) if limits.rise_bp else tr("rose"),
        fall=tr("fell by {size:g} % or more", size=limits.fall_pct) if limits.fall_pct else tr("fell"),
        share=tr("on {share} of days", share=share) if by == "day" else tr("in {share} of weeks", share=share),
        span=units.days(whole["first_day"], whole["last_day"]),
        chance=chance,
        last=last,
        so_far=tr(" so far") if whole["last_day"].month < MONTHS_A_YEAR else "",
    )


def rarity_alt(made: Made, decades: pd.DataFrame, by: By) -> str:
    name = tr(SPAN_NAMES[by])
    if decades.empty:
        return tr("Share of {by} with yields up and the dollar down: not known, {why}.", by=name, why=not_shared(made, 2))
    said = [
        tr(
            "{period} {share} of {by} ({chance} if unrelated)",
            period=period_words(str(row.period)),
            share=units.percent(row.share_pct, 1),
            by=name,
            chance=units.percent(row.chance_share_pct, 1),
        )
        for row in decades.itertuples()
    ]
    return tr("Yields up with the dollar down: {periods}.", periods=tr("; ").join(said))


def correlation_title(lines: pd.DataFrame) -> str:
    kept = lines["dollar"].dropna()
    if kept.empty:
        return tr("Yield, dollar, stock measure")
    return tr("Yield and dollar {now:+.2f} on {day}", now=kept.iloc[-1], day=units.day(kept.index[-1]))


def correlation_words(correlation: pd.Series, made: Made) -> str:
    """The last figure of the range, since when the sign is what it is, and how often it was negative."""
    kept = made.choice.shown.of(correlation.to_frame()).squeeze(axis="columns").dropna()
    if kept.empty:
        places: dict[str, object] = {"span": made.choice.shown.words, "window": made.choice.window}
        if not made.choice.shown.of(made.pair_levels).empty:
            return tr("No day from {span} has a full window of {window} sessions of yield and dollar.", **places)
        why = not_shared(made, 2)
        return tr("No day from {span} has a full window of {window} sessions of yield and dollar: {why}.", why=why, **places)
    negative = bool(kept.iloc[-1] < 0)
    other = kept.index[(kept < 0) != negative]
    since = kept.index[kept.index > other[-1]][0] if len(other) else kept.index[0]
    share = units.percent((kept < 0).mean() * 100, 0)
    sign = tr("below zero (yields up with the dollar down)") if negative else tr("above zero (yields and dollar up together)")
    return tr(
        "The {window}-session correlation of the {tenor} yield and the dollar was {now:+.2f} on {day}, {sign} since {since}; "
        "it was below zero on {share} of the days since {first}.",
        window=made.choice.window,
        tenor=made.choice.tenor,
        now=kept.iloc[-1],
        day=units.day(kept.index[-1]),
        sign=sign,
        since=units.day(since),
        share=share,
        first=units.day(kept.index[0]),
    )


def correlation_alt(lines: pd.DataFrame, made: Made) -> str:
    said = []
    for column, name in (("dollar", tr("dollar")), ("stocks", tr(made.choice.measure.name))):
        kept = lines[column].dropna()
        if len(kept):
            said.append(
                tr(
                    "with {name} {now:+.2f} on {day}, from {lowest:+.2f} to {highest:+.2f}",
                    name=name,
                    now=kept.iloc[-1],
                    day=units.day(kept.index[-1]),
                    lowest=kept.min(),
                    highest=kept.max(),
                )
            )
    return tr(
        "Correlation of the {tenor} yield over {window} sessions: {lines}.",
        tenor=made.choice.tenor,
        window=made.choice.window,
        lines=tr("; ").join(said) or tr("no full window in this range"),
    )


def parts_of(choice: str) -> dict[str, str]:
    """The columns and names of the split chosen."""
    return dict(CATEGORIES if choice == "By category" else REGIONS)


def stress_title(frame: pd.DataFrame) -> str:
    kept = frame["fsi"].dropna()
    if kept.empty:
        return tr("Financial stress")
    return tr("Stress {now:+.2f} on {day}", now=kept.iloc[-1], day=units.day(kept.index[-1]))


def stress_words(frame: pd.DataFrame, shown: pd.DataFrame) -> str:
    """The index on the last day of the range: its percentile, the extreme it is (if of some months), its largest part."""
    kept = shown["fsi"].dropna()
    if kept.empty:
        return tr("No day of this range has the index.")
    day = kept.index[-1].date()
    rank = level_percentile(frame["fsi"], day)
    parts = shown.loc[kept.index[-1], list(CATEGORIES)].dropna()
    top = str(parts.abs().idxmax()) if len(parts) else ""
    return tr(
        "The OFR stress index stood at {now:+.2f} on {day}: {percentile} percentile of its ten years{extreme}.{largest}",
        now=kept.iloc[-1],
        day=units.day(day),
        percentile=units.ordinal(rank.percentile_pct),
        extreme=_extreme(frame["fsi"], day),
        largest=_largest(CATEGORIES[top], parts[top]) if top else "",
    )


def _extreme(index: pd.Series, day: date) -> str:
    """ ", the lowest since ...", where that is some months back; else nothing."""
    ends = extremes_since(index, day)
    low, high = ends.as_low_on or ends.history_from, ends.as_high_on or ends.history_from
    if low is None or high is None:
        return ""
    lowest = ends.as_low_on is None or low < high
    since = low if lowest else high
    if pd.Timestamp(since) > pd.Timestamp(day) - RECENT:
        return ""
    words = units.day(since)
    return tr(", the lowest since {day}", day=words) if lowest else tr(", the highest since {day}", day=words)


def _largest(name: str, part: float) -> str:
    """Which part adds or takes off most, by its sign."""
    if part > 0:
        return tr(" {name} adds most, {part:+.2f}.", name=tr(name), part=part)
    return tr(" {name} takes off most, {part:+.2f}.", name=tr(name), part=part)


def stress_alt(shown: pd.DataFrame, parts: dict[str, str]) -> str:
    kept = shown.dropna(subset="fsi")
    if kept.empty:
        return tr("OFR Financial Stress Index: no day in this range.")
    whole = kept[list(parts)].dropna()
    now: dict[str, object] = {"now": kept["fsi"].iloc[-1], "day": units.day(kept.index[-1])}
    if whole.empty:
        return tr("OFR Financial Stress Index {now:+.2f} on {day}; its parts: no parts.", **now)
    said = tr(", ").join(f"{tr(name).lower()} {whole.iloc[-1][column]:+.2f}" for column, name in parts.items())
    return tr(
        "OFR Financial Stress Index {now:+.2f} on {day}; its parts: {parts} ({parts_day}).",
        parts=said,
        parts_day=units.day(whole.index[-1]),
        **now,
    )
