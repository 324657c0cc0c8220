"""Where a project's money comes from, what of it is there and spent; its entry into the statistics."""

from __future__ import annotations

from django.db import models

from greenlight.people.models import User, Zone
from greenlight.projects.models import Project


class FundQuerySet(models.QuerySet["Fund"]):
    """Rows narrowed through the project."""

    def visible_to(self, user: User) -> FundQuerySet:
        """Whoever sees the project sees its funds."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Fund(models.Model):
    """A source of money: 专项债 (one row an issue), 预算, 贷款, 自筹. Planned amount in 万元."""

    class Source(models.TextChoices):
        """Where it comes from."""

        BOND = "bond", "专项债"
        BUDGET = "budget", "财政预算"
        LOAN = "loan", "银行贷款"
        OWN = "own", "企业自筹"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="funds", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    source = models.CharField(max_length=6, choices=Source)
    name = models.CharField(max_length=80)
    planned_wan = models.DecimalField(max_digits=18, decimal_places=4)
    issued_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    objects = FundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "source", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="fund_named_once",
            ),
        ]
        indexes = [models.Index(fields=["zone", "source"], name="fund_of_zone")]


class FundEntry(models.Model):
    """Money that came in or went out on a day; a negative amount takes back, and says why."""

    class Kind(models.TextChoices):
        """Which way."""

        PAID_IN = "paid_in", "到位"
        SPENT = "spent", "支出"

    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, related_name="entries", db_index=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=7, choices=Kind)
    day = models.DateField()
    amount_wan = models.DecimalField(max_digits=18, decimal_places=4)
    note = models.CharField(max_length=300, blank=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["fund", "day"], name="entry_of_fund"),
            models.Index(fields=["project", "day"], name="entry_of_project"),
        ]


class StatRegistration(models.Model):
    """入统: the day the statistics office took the project in, and its code there.

    No day says that somebody looked: it is not in yet.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="stat_registration")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    on = models.DateField(null=True)
    code = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
