"""Notices to people, robots of chat groups, and the log of what was sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from greenlight.desk.notices import sealing
from greenlight.people.models import User, Zone


class Notice(models.Model):
    """One thing a person is told inside the product; the same `key` is one row, newest words."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE)
    key = models.CharField(max_length=80)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200, blank=True)
    colour = models.CharField(max_length=6, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]


class Robot(models.Model):
    """A robot of a chat group, listed by a zone's administrators.

    Address and secret are kept encrypted (notices.sealing, decision 0014) and never shown; `hint` is what
    may be: the host and the last four characters.
    """

    class Kind(models.TextChoices):
        """Which chat."""

        DINGTALK = "dingtalk", "钉钉群机器人"
        WECOM = "wecom", "企业微信群机器人"

    TELLS: ClassVar[dict[str, str]] = {"warning": "新的红灯、黄灯", "digest": "每天 08:30 日报"}
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    url_sealed = models.TextField()
    secret_sealed = models.TextField(blank=True)
    hint = models.CharField(max_length=300, blank=True)
    tells = models.JSONField(default=list)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    is_on = models.BooleanField(default=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    def keep(self, url: str, secret: str) -> None:
        """Take an address and a secret; the caller stores the row."""
        self.url_sealed, self.secret_sealed = sealing.seal(url), sealing.seal(secret)
        self.hint = sealing.hint(url)[:300]

    def address(self) -> tuple[str, str]:
        """Return address and secret; raises sealing.Unreadable when the installation's key is another one."""
        return sealing.unseal(self.url_sealed), sealing.unseal(self.secret_sealed)

    @property
    def paused(self) -> str:
        """Say why it cannot send: its address cannot be read any more; empty when it can."""
        try:
            self.address()
        except sealing.Unreadable as why:
            return str(why)
        return ""


class Delivery(models.Model):
    """One message to a robot: what it holds, how often it was tried, what the channel answered."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "待发"
        SENT = "sent", "已发"
        FAILED = "failed", "没发出去"

    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=10)
    day = models.DateField()
    title = models.CharField(max_length=100)
    items = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    answer = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["robot", "day"], condition=Q(kind="digest"), name="one_digest_a_day"
            ),
            models.UniqueConstraint(
                fields=["robot", "kind"],
                condition=Q(kind="warning", state="waiting"),
                name="one_message_waits",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["zone", "-at"], name="delivery_of_zone"),
            models.Index(fields=["robot", "-sent_at"], name="delivery_sent"),
        ]
