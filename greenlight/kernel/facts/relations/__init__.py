"""Asking where the numbers of a report do not fit: one relation a file (docs/questions.md).

Every rule goes by the words that tie numbers together (其中, 占, 比全市, 年任务, one name told twice); none
goes by the numbers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from greenlight.kernel.facts.chars import dates_joined
from greenlight.kernel.facts.fact import Conflict, Fact, Text
from greenlight.kernel.facts.relations.across import compare
from greenlight.kernel.facts.relations.acted_on import acted_on
from greenlight.kernel.facts.relations.added_shares import added_shares
from greenlight.kernel.facts.relations.aim_after import aim_after
from greenlight.kernel.facts.relations.balances import balances
from greenlight.kernel.facts.relations.beside_tables import beside_tables
from greenlight.kernel.facts.relations.between import between
from greenlight.kernel.facts.relations.bounds import bounds
from greenlight.kernel.facts.relations.collective import collective
from greenlight.kernel.facts.relations.complements import complements
from greenlight.kernel.facts.relations.differences import differences
from greenlight.kernel.facts.relations.enumerated import enumerated, ordinals
from greenlight.kernel.facts.relations.evidence import explained
from greenlight.kernel.facts.relations.gains import gains
from greenlight.kernel.facts.relations.grown import grown
from greenlight.kernel.facts.relations.growth_first import growth_first
from greenlight.kernel.facts.relations.headlines import headlines
from greenlight.kernel.facts.relations.in_a_row import in_a_row
from greenlight.kernel.facts.relations.in_parallel import in_parallel
from greenlight.kernel.facts.relations.known_ratios import known_ratios
from greenlight.kernel.facts.relations.means import means
from greenlight.kernel.facts.relations.multiples import multiples
from greenlight.kernel.facts.relations.natural import natural
from greenlight.kernel.facts.relations.nearly.by_time import by_time
from greenlight.kernel.facts.relations.nearly.differences import nearly_differences
from greenlight.kernel.facts.relations.nearly.means import nearly_means
from greenlight.kernel.facts.relations.nearly.multiples import nearly_multiples
from greenlight.kernel.facts.relations.nearly.rows import growths_in_rows, shares_in_rows
from greenlight.kernel.facts.relations.nearly.shares import nearly_shares
from greenlight.kernel.facts.relations.nearly.sums import nearly_sums
from greenlight.kernel.facts.relations.net_growth import net_growth
from greenlight.kernel.facts.relations.page import Page, lay_out
from greenlight.kernel.facts.relations.per_many import per_many
from greenlight.kernel.facts.relations.planned import planned
from greenlight.kernel.facts.relations.plausible import plausible
from greenlight.kernel.facts.relations.points import points
from greenlight.kernel.facts.relations.points_after import points_after
from greenlight.kernel.facts.relations.proportions import proportions
from greenlight.kernel.facts.relations.pulls import pulls
from greenlight.kernel.facts.relations.ranks import ranks
from greenlight.kernel.facts.relations.rate_first import rate_first
from greenlight.kernel.facts.relations.rates_in_row import rates_in_row
from greenlight.kernel.facts.relations.recalled import recalled
from greenlight.kernel.facts.relations.references import references
from greenlight.kernel.facts.relations.repeats import repeats
from greenlight.kernel.facts.relations.sectors import sectors
from greenlight.kernel.facts.relations.shared_out import shared_out
from greenlight.kernel.facts.relations.shares import shares
from greenlight.kernel.facts.relations.short_of import short_of
from greenlight.kernel.facts.relations.spells import spells
from greenlight.kernel.facts.relations.stocks import stocks
from greenlight.kernel.facts.relations.sums import sums
from greenlight.kernel.facts.relations.timing import timing
from greenlight.kernel.facts.relations.to_go import to_go
from greenlight.kernel.facts.relations.totals import tables
from greenlight.kernel.facts.relations.two_kinds import two_kinds
from greenlight.kernel.facts.relations.unexplained.gaps import unexplained_gaps
from greenlight.kernel.facts.relations.unexplained.growths import unexplained_growths
from greenlight.kernel.facts.relations.unexplained.names import unexplained_names
from greenlight.kernel.facts.relations.unexplained.points import unexplained_points
from greenlight.kernel.facts.relations.unexplained.ratios import unexplained_means, unexplained_multiples
from greenlight.kernel.facts.relations.unexplained.rests import unexplained_rests
from greenlight.kernel.facts.relations.unexplained.shares import unexplained_shares
from greenlight.kernel.facts.relations.unexplained.sorted_lists import unexplained_lists
from greenlight.kernel.facts.relations.unexplained.split_pairs import unexplained_split_pairs
from greenlight.kernel.facts.relations.unexplained.totals import (
    unexplained_pairs,
    unexplained_sums,
    unexplained_totals,
)
from greenlight.kernel.facts.relations.yearly import yearly

__all__ = ["compare", "conflicts"]

Rule = Callable[[Page], Iterator[Conflict]]
RULES: tuple[Rule, ...] = (
    repeats,
    headlines,
    sums,
    bounds,
    shares,
    planned,
    collective,
    complements,
    shared_out,
    in_parallel,
    acted_on,
    to_go,
    proportions,
    known_ratios,
    points,
    points_after,
    pulls,
    grown,
    growth_first,
    differences,
    in_a_row,
    short_of,
    balances,
    gains,
    stocks,
    between,
    sectors,
    means,
    yearly,
    multiples,
    ranks,
    timing,
    spells,
    references,
    recalled,
    rates_in_row,
    rate_first,
    per_many,
    two_kinds,
    net_growth,
    enumerated,
    ordinals,
    natural,
    added_shares,
    nearly_shares,
    nearly_means,
    by_time,
    nearly_multiples,
    growths_in_rows,
    shares_in_rows,
    nearly_differences,
    nearly_sums,
)
LAST: tuple[Rule, ...] = (  # only of numbers nothing else asks about
    aim_after,
    unexplained_shares,
    unexplained_rests,
    unexplained_growths,
    unexplained_multiples,
    unexplained_means,
    unexplained_gaps,
    unexplained_points,
    unexplained_totals,
    unexplained_sums,
    unexplained_pairs,
    unexplained_split_pairs,
    unexplained_lists,
    unexplained_names,
)
WHOLE = (repeats, spells, proportions, ordinals)  # look at the whole report, not at a window of it


def conflicts(facts: Sequence[Fact], text: Text) -> list[Conflict]:
    """Every place of one report where a number does not follow from the others, in reading order.

    `facts` as `read` gives them. A number may be asked about by several rules; the same numbers are
    asked about once.
    """
    text = replace(text, body=dates_joined(text.body))
    page = lay_out(facts, text)
    found: dict[Rule, list[Conflict]] = {rule: [] for rule in (*RULES, *LAST)}
    for _ in page.windows():
        for rule, kept in found.items():
            if rule not in WHOLE:
                kept += _asked(page, rule)
    for rule in WHOLE:
        found[rule] += _asked(page, rule)
    first = [*tables(text), *beside_tables(text, page), *_of(found, RULES)]
    return in_order([*first, *_of_others(first, _of(found, LAST))])


def _of(found: dict[Rule, list[Conflict]], rules: Sequence[Rule]) -> list[Conflict]:
    return [finding for rule in rules for finding in found[rule]]


def _of_others(first: Sequence[Conflict], last: Sequence[Conflict]) -> list[Conflict]:
    """Findings none of whose numbers is asked about already."""
    asked = {place for finding in first for place in finding.places}
    return [finding for finding in last if not asked & set(finding.places)]


def _asked(page: Page, rule: Rule) -> Iterator[Conflict]:
    return (one for one in rule(page) if plausible(page, one) and not explained(page, one))


def in_order(findings: Sequence[Conflict]) -> list[Conflict]:
    """By place, and once for one set of numbers."""
    kept: dict[frozenset[tuple[int, int]], Conflict] = {}
    for finding in findings:
        kept.setdefault(frozenset(finding.places), finding)
    return sorted(kept.values(), key=lambda conflict: (conflict.start, conflict.end))
