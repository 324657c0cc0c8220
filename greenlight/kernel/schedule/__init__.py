"""Activity networks: plan forward from a day, backward from a promise (倒排工期), one or many.

The convention of days, used by every form of the scheduler:

- The first and the last day of an activity are included. An activity of 3 working days that starts
  on a Monday finishes on the Wednesday; its successor (FS) may start on the Thursday. The event's
  own day is thus not counted in the period that follows it (民法典 201).
- A working-day activity starts and finishes on working days of its calendar. A calendar-day
  activity starts on any day; ending on a rest day it rolls over to the next working day (民法典 203)
  unless `rolls` is false.
- A milestone (duration 0) has one day. It falls at the close of that day, when its last predecessor
  finishes, so its successors start the day after; a milestone that hangs on starts alone (on the
  plan's first day, on the start of others, on such milestones) falls at the opening of its day, and
  its successors may start on that same day. A working-day milestone falls on a working day.
- A link asks: FS the successor starts after the predecessor's finish; SS it starts no earlier than
  the predecessor's first day; FF it finishes no earlier than its last day; SF it finishes no earlier
  than its first day. A lag moves that day by so many days of the lag's own clock, working days by
  the successor's calendar; a lag in calendar days does not roll.
- The plan's start is the first day on which anything not yet started may start, and anything
  started but not finished may finish. Actual dates stand, whatever the links say.
"""

from greenlight.kernel.schedule.answer import Answer, Dates, HandIn, Shortfall
from greenlight.kernel.schedule.large import LargeAnswer, schedule_large
from greenlight.kernel.schedule.many import ManyAnswer, schedule_many
from greenlight.kernel.schedule.network import Activity, Link, LinkType, Network
from greenlight.kernel.schedule.plan import schedule
from greenlight.kernel.schedule.proof import Step
from greenlight.kernel.schedule.refusals import (
    Cycle,
    NetworkError,
    NoDates,
    ScheduleError,
    UnknownKey,
)
from greenlight.kernel.schedule.template import plan_template, template_network, units_of
from greenlight.kernel.schedule.wire import answer_to_json, network_from_json, said, schedule_json

__all__ = [
    "Activity",
    "Answer",
    "Cycle",
    "Dates",
    "HandIn",
    "LargeAnswer",
    "Link",
    "LinkType",
    "ManyAnswer",
    "Network",
    "NetworkError",
    "NoDates",
    "ScheduleError",
    "Shortfall",
    "Step",
    "UnknownKey",
    "answer_to_json",
    "network_from_json",
    "plan_template",
    "said",
    "schedule",
    "schedule_json",
    "schedule_large",
    "schedule_many",
    "template_network",
    "units_of",
]
