"""Routes to the whole answers, in the words of the command line: what a page shows, as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from treasury import alerts as alerting
from treasury.analytics.refinancing_stress import BILL_SHARE_LIMITS_PCT, SHOCK_LIMITS_BP
from treasury.answers import Load
from treasury.answers.alerts import alerts
from treasury.answers.buybacks import buybacks
from treasury.answers.calendar import calendar
from treasury.answers.claims import claims
from treasury.answers.event import event
from treasury.answers.gauge import gauge
from treasury.answers.issuance import BY, issuance
from treasury.answers.refinance import refinance
from treasury.api.datasets import DAY
from treasury.api.parameters import only_known
from treasury.api.versions import answer
from treasury.calendar import parse_day, utc_today
from treasury.refreshing import open_store
from treasury.status import statuses

AHEAD = timedelta(days=60)  # of the calendar, unless a last day is given
SHOCK_FROM, SHOCK_TO = SHOCK_LIMITS_BP
SHARE_FROM, SHARE_TO = BILL_SHARE_LIMITS_PCT

router = APIRouter(dependencies=[Depends(only_known)])
Day = Annotated[str | None, Query(pattern=DAY, examples=["2026-11-02"])]


@router.get("/events/{day}", summary="One day in full, as the Event lab shows it")
def event_of(
    request: Request,
    day: Annotated[str, Path(pattern=DAY, examples=["2025-04-02"])],
    window: Annotated[str | None, Query(description="A day whose week is ranked.", pattern=DAY, examples=["2025-04-11"])] = None,
) -> Response:
    """Reactions by session, ranks by every definition, decomposition, other assets, confounders and placebo."""
    ranked = parse_day(window, name="window") if window else None
    return answer(request, lambda load: event(load, parse_day(day), ranked))


@router.get("/gauge", summary="Whether the truce holds: fragility gauge, its components and the two supports")
def gauge_of(
    request: Request,
    day: Annotated[
        str | None, Query(description="The day; the newest unless given.", pattern=DAY, examples=["2025-04-11"])
    ] = None,
    without: Annotated[
        str | None,
        Query(description="Ids of components to leave out, separated by commas.", examples=["financial_stress"], max_length=400),
    ] = None,
) -> Response:
    """Below six components there is no number; each that is missing says why. Also the gauge on the key dates since 2025."""
    when, left_out = parse_day(day) if day else None, without.split(",") if without else []
    return answer(request, lambda load: gauge(load, when, left_out))


@router.get("/claims", summary="Which checkable statements hold, by every definition")
def claims_held(request: Request) -> Response:
    """Verdict, figure, days, definition, what the other definitions say and what would change the verdict."""
    return answer(request, claims)


@router.get("/issuance", summary="Flows by period and class, the three bill shares, average maturity, reconciliation")
def issuance_by(
    request: Request,
    by: Annotated[Literal["week", "month", "quarter", "fiscal-year"], Query(description="Length of the periods.")] = "month",
) -> Response:
    """As the page Issuance mix shows them; where buyback results are not held, net is before them and says so."""
    return answer(request, lambda load: issuance(load, BY[by]))


@router.get("/buybacks", summary="Every buyback operation: state, maximum, offered, accepted, cover and fill")
def buybacks_held(request: Request) -> Response:
    """In order of day; a cancelled operation has no measure, an announced one no result."""
    return answer(request, buybacks)


@router.get("/calendar", summary="What is due: auctions, settlements, buybacks, refundings, FOMC statements, releases")
def calendar_between(request: Request, start: Day = None, end: Day = None) -> Response:
    """From today and for 60 days unless days are given; times are US Eastern. /calendar.ics is the file to subscribe to."""
    first = parse_day(start, name="start") if start else utc_today()
    last = parse_day(end, name="end") if end else first + AHEAD
    return answer(request, lambda load: calendar(load, first, last, statuses(open_store())))


@router.get("/refinance", summary="Interest cost by fiscal year, base and shocked, with assumptions and calibration")
def refinancing(
    request: Request,
    shock_bp: Annotated[float, Query(description="Parallel shock in bp.", ge=SHOCK_FROM, le=SHOCK_TO)] = 100.0,
    bill_share: Annotated[
        float | None, Query(description="Bills of the debt, percent; else as it is.", ge=SHARE_FROM, le=SHARE_TO)
    ] = None,
    years: Annotated[int, Query(description="Fiscal years.", ge=1, le=10)] = 10,
    borrowing: Annotated[Literal["cbo", "none"], Query(description="New borrowing: CBO's newest baseline, or none.")] = "cbo",
) -> Response:
    """The newest ladder under a shock from the day of the newest par curve on."""
    return answer(request, lambda load: refinance(load, shock_bp, bill_share, years, borrowing))


@router.get("/alerts", summary="The alert rules with their track records, and what fired")
def alerts_held(request: Request) -> Response:
    """``rules``, those of the file and readers' own, and ``log``, newest first, with channels by name. Sends nothing."""
    store = open_store()

    def work_out(load: Load) -> dict[str, Any]:
        return {"rules": alerts(load, alerting.rules(store)), "log": alerting.log_json(store)}

    return answer(request, work_out, beside=f"{alerting.events(store).version()} {alerting.own_rules(store).version()}")
