"""Every dataset, in the order in which they are listed everywhere."""

from treasury.dataset import Dataset
from treasury.sources.defillama import stablecoins
from treasury.sources.fiscaldata import (
    auctions,
    average_interest_rates,
    buyback_operations,
    buyback_securities,
    customs_receipts,
    debt_by_class,
    debt_by_security,
    debt_to_penny,
    interest_expense,
    treasury_cash,
    upcoming_auctions,
)
from treasury.sources.fred import breakevens, cmt_yields, dollar_index, equities, macro, policy_rates, term_premium_kw, vix
from treasury.sources.nyfed import fed_holdings, term_premium_acm
from treasury.sources.ofr import financial_stress
from treasury.sources.tic import foreign_holders
from treasury.sources.treasury_gov import bill_rates, buyback_schedule, par_yields, real_par_yields

CATALOG: tuple[Dataset, ...] = (
    par_yields.DATASET,
    real_par_yields.DATASET,
    bill_rates.DATASET,
    cmt_yields.DATASET,
    breakevens.DATASET,
    term_premium_acm.DATASET,
    term_premium_kw.DATASET,
    policy_rates.DATASET,
    dollar_index.DATASET,
    equities.DATASET,
    vix.DATASET,
    financial_stress.DATASET,
    auctions.DATASET,
    upcoming_auctions.DATASET,
    buyback_operations.DATASET,
    buyback_securities.DATASET,
    buyback_schedule.DATASET,
    debt_by_class.DATASET,
    debt_by_security.DATASET,
    debt_to_penny.DATASET,
    average_interest_rates.DATASET,
    interest_expense.DATASET,
    treasury_cash.DATASET,
    customs_receipts.DATASET,
    fed_holdings.DATASET,
    foreign_holders.DATASET,
    stablecoins.DATASET,
    macro.DATASET,
)

BY_ID: dict[str, Dataset] = {d.id: d for d in CATALOG}
