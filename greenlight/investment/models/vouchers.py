"""What a reported amount consists of, and the papers that prove it (凭证)."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from greenlight.base.models import File
from greenlight.investment.models.reports import InvestmentReport
from greenlight.kernel import composition
from greenlight.people.models import User, Zone
from greenlight.projects.models import Project

ZERO = Decimal(0)


class Composition(models.Model):
    """构成 of one revision of a report: 建筑, 安装, 设备, 其他 (with land and old buildings inside), 万元."""

    report = models.OneToOneField(InvestmentReport, on_delete=models.CASCADE, related_name="composition")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="compositions")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    construction_wan = models.DecimalField(max_digits=18, decimal_places=4, default=ZERO)
    installation_wan = models.DecimalField(max_digits=18, decimal_places=4, default=ZERO)
    equipment_wan = models.DecimalField(max_digits=18, decimal_places=4, default=ZERO)
    other_wan = models.DecimalField(max_digits=18, decimal_places=4, default=ZERO)
    land_wan = models.DecimalField(max_digits=18, decimal_places=4, default=ZERO)
    old_buildings_wan = models.DecimalField(max_digits=18, decimal_places=4, default=ZERO)
    reason = models.TextField(blank=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    @property
    def parts(self) -> composition.Parts:
        """Return the amounts as the kernel knows them."""
        return composition.Parts(
            self.construction_wan, self.installation_wan, self.equipment_wan, self.other_wan,
            self.land_wan, self.old_buildings_wan,
        )  # fmt: skip


class VoucherQuerySet(models.QuerySet["Voucher"]):
    """Rows narrowed through the project."""

    def visible_to(self, user: User) -> VoucherQuerySet:
        """Whoever sees the project sees its vouchers."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Voucher(models.Model):
    """凭证: a contract, invoice, bank slip, or a progress confirmation with its three seals."""

    class Kind(models.TextChoices):
        """What paper it is (B 49, B 50: 合同—发票—银行回单 依据链)."""

        CONTRACT = "contract", "合同"
        INVOICE = "invoice", "发票"
        BANK = "bank", "银行回单"
        PROGRESS = "progress", "形象进度确认单"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="vouchers", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    amount_wan = models.DecimalField(max_digits=18, decimal_places=4)
    party = models.CharField(max_length=120, blank=True)
    sealed_owner = models.BooleanField(default=False)
    sealed_builder = models.BooleanField(default=False)
    sealed_supervisor = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, db_index=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    objects = VoucherQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project", "-day"], name="voucher_of_project"),
            models.Index(fields=["file"], condition=models.Q(file__isnull=False), name="voucher_file"),
        ]

    @property
    def sealed(self) -> bool:
        """Whether owner, builder and supervisor have all sealed it."""
        return self.sealed_owner and self.sealed_builder and self.sealed_supervisor

    @property
    def title(self) -> str:
        """Say which paper it is."""
        return f"{self.get_kind_display()}{f' {self.number}' if self.number else ''}"


class VoucherShare(models.Model):
    """The figure a voucher proves: the cumulative amount of a month, or one part of it (`part`)."""

    voucher = models.ForeignKey(Voucher, on_delete=models.CASCADE, related_name="shares")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, db_index=False)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12, blank=True)
    amount_wan = models.DecimalField(max_digits=18, decimal_places=4)
    reason = models.TextField(blank=True)
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voucher", "year", "month", "part"], name="voucher_proves_once"),
        ]
        indexes = [models.Index(fields=["project", "year", "month"], name="share_of_project")]

    @property
    def part_word(self) -> str:
        """Say the part, or the whole."""
        return composition.PART_WORDS.get(self.part, "累计完成")
