"""Robots of chat groups: how each wants to be asked, how it answers. Pure: no socket here.

钉钉自定义机器人: sign = base64(HMAC-SHA256(secret, "timestamp\\nsecret")), 20 messages a minute, then ten
minutes of silence; 企业微信群机器人: the key in the address, 20 messages a minute, Markdown of at most
4,096 bytes. (The channels' own documentation; limits are kept a little below.)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote_plus, urlsplit

from greenlight.kernel.notices import fitted


@dataclass(frozen=True)
class Channel:
    """A kind of robot: its word, its host, how large a message may be, how many in how long."""

    word: str
    host: str
    most_bytes: int
    most: int
    span: timedelta
    signs: bool


MINUTE = timedelta(minutes=1)
CHANNELS = {
    "dingtalk": Channel("钉钉群机器人", "oapi.dingtalk.com", 18_000, 18, MINUTE, signs=True),
    "wecom": Channel("企业微信群机器人", "qyapi.weixin.qq.com", 4_000, 18, MINUTE, signs=False),
}
ANSWERS = {
    310000: "机器人的安全设置没有通过：请核对加签密钥、关键词和 IP 白名单",
    130101: "发得太快，被限流了",
    400101: "机器人的地址不对（access_token 不存在）",
    300001: "机器人的地址不对（token 不存在）",
    93000: "机器人的地址不对，或机器人已被移出群",
    45009: "发得太快，被限流了",
    40058: "内容超过了渠道的长度",
}


def signed(url: str, secret: str, now_ms: int) -> str:
    """Return the address with 钉钉's timestamp and signature."""
    told = f"{now_ms}\n{secret}".encode()
    sign = base64.b64encode(hmac.new(secret.encode(), told, hashlib.sha256).digest())
    joint = "&" if urlsplit(url).query else "?"
    return f"{url}{joint}timestamp={now_ms}&sign={quote_plus(sign)}"


def asked(
    kind: str, url: str, secret: str, title: str, lines: Sequence[str], now_ms: int
) -> tuple[str, bytes]:
    """Return the address and the body of one message."""
    channel = CHANNELS[kind]
    text = "\n".join([f"### {title}", *fitted([f"- {one}" for one in lines], channel.most_bytes, title)])
    if kind == "dingtalk":
        body = {"msgtype": "markdown", "markdown": {"title": title, "text": text}}
        return (signed(url, secret, now_ms) if secret else url), _json(body)
    return url, _json({"msgtype": "markdown", "markdown": {"content": text}})


def _json(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def refused(status: int, answer: str) -> str:
    """Return why a channel did not take a message, in words; empty when it did."""
    if status != 200:
        return f"渠道回答了 {status}"
    try:
        told = json.loads(answer)
        code = int(told.get("errcode", 0))
    except (ValueError, AttributeError, TypeError):
        return "渠道的回答看不懂，可能不是机器人的地址"
    if code == 0:
        return ""
    return ANSWERS.get(code, f"渠道没有收（{code}）")
